"""Put the deals of a batch beside each other: what to negotiate first, which deadlines come, what many have in common."""

from analyzer.portfolio.build import build_portfolio
from analyzer.portfolio.output import write_portfolio

__all__ = ["build_portfolio", "write_portfolio"]
