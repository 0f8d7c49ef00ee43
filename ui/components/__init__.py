"""Pieces of pages: HTML in which everything from a contract is escaped, and the script that shows a quote in its place."""
