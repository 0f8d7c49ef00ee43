"""Arithmetic of a share found in a sample: margin, exact interval, chance of passing a threshold.

scipy has all of it and weighs 110 MB installed; what is needed here is one distribution function.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

_CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf(0.5 + _CONFIDENCE / 2)


def items_needed(share: float, margin_points: float) -> int:
    """Return how many items bring the 95% margin of a share to so many points, by the normal approximation.

    Args:
        share: in percent, above 0 and under 100.
    """
    p = share / 100
    return math.ceil(_Z**2 * p * (1 - p) / (margin_points / 100) ** 2 - 1e-9)


def margin_points(share: float, items: int) -> float:
    """Return half the 95% interval of a share in points, by the normal approximation."""
    p = share / 100
    return 100 * _Z * math.sqrt(p * (1 - p) / items)


def exact_interval(items: int, right: int) -> tuple[float, float]:
    """Return the 95% interval in percent for so many right of so many items, by the binomial distribution (Clopper-Pearson)."""
    tail = (1 - _CONFIDENCE) / 2
    low = 0.0 if right == 0 else _solve(lambda p: at_least(items, right, p) - tail)
    high = 1.0 if right == items else _solve(lambda p: at_least(items, right + 1, p) - (1 - tail))
    return 100 * low, 100 * high


def at_least(items: int, right: int, p: float) -> float:
    """Return the chance of at least so many right among items that are each right with chance p."""
    if right <= 0:
        return 1.0
    if right > items:
        return 0.0
    return _incomplete_beta(right, items - right + 1, p)


def chance_of_passing(items: int, threshold: float, true_share: float) -> float:
    """Return the chance that a sample reaches a threshold when the true share is another; both in percent."""
    return at_least(items, math.ceil(items * threshold / 100 - 1e-9), true_share / 100)


def _solve(f: Callable[[float], float]) -> float:
    """Return where a rising function crosses zero between 0 and 1."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function, the binomial's tail, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast on the side of the mean; the other side is its complement.
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _fraction(b, a, 1 - x) / b
    return front * _fraction(a, b, x) / a


def _fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    result = d
    for m in range(1, 10_000):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + numerator * d
            c = 1 + numerator / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            result *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return result
