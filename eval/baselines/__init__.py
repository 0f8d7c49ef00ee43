"""Simple methods measured beside the analyzer, so that the gain is visible."""

from eval.baselines.compare import compare_methods, count_found_on_ai
from eval.baselines.method import Method, Unit

__all__ = ["Method", "Unit", "compare_methods", "count_found_on_ai"]
