"""The counters of a multi-level list: each number as it is printed, and as it is cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.numerals import write_roman
from eval.samples.schemes import Level


def shown(fmt: str, value: int) -> str:
    """Return a counter the way a number format prints it."""
    if fmt == "decimalZero":
        return f"{value:02d}"
    if fmt in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if fmt == "lowerLetter" else letter.upper()
    if fmt in {"lowerRoman", "upperRoman"}:
        return write_roman(value).lower() if fmt == "lowerRoman" else write_roman(value)
    return str(value)


class Counter:
    """Follow the counters of one multi-level list."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self.levels = levels
        self.values = [0] * len(levels)
        self.refs = [""] * len(levels)

    def step(self, index: int) -> tuple[str, str]:
        """Advance one level and return its printed number and its full reference."""
        self.values[index] += 1
        self.values[index + 1 :] = [0] * (len(self.levels) - index - 1)
        level = self.levels[index]
        number = self._fill(level.text, index, legal=level.legal)
        above = self.refs[index - 1] if index else ""
        ref = self._fill(level.ref, index, legal=level.legal) if level.ref else above + number
        self.refs[index] = ref
        return number, ref

    def _fill(self, pattern: str, index: int, *, legal: bool) -> str:
        def put(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            fmt = self.levels[at].fmt
            return shown("decimal" if legal and at != index else fmt, self.values[at])

        return re.sub(r"%(\d)", put, pattern)
