"""Find missing, weak and adverse AI provisions in outsourcing contracts, and draft language that fits them."""

__version__ = "0.1.0"
