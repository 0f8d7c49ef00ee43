"""Analyse many deals: worker processes here or on a Ray cluster, each result stored as it comes, and none lost."""

from analyzer.batch.discover import discover
from analyzer.batch.run import batch

__all__ = ["batch", "discover"]
