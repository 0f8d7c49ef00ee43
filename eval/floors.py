"""Hold the figures above their floors: `eval/baseline.json`, by section and name, `at_least` or `at_most`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from eval.tables import Section

BASELINE = Path(__file__).with_name("baseline.json")


class Bound(BaseModel):
    """What a figure may not pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: float | None = None
    at_most: float | None = None

    def allows(self, value: float) -> bool:
        """Return whether a value is within the bound."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        return f"at least {self.at_least}" if self.at_least is not None else f"at most {self.at_most}"


_ADAPTER = TypeAdapter(dict[str, dict[str, Bound]])


def read_floors(file: Path = BASELINE) -> dict[str, dict[str, Bound]]:
    """Return the bounds by section and name of figure."""
    return _ADAPTER.validate_json(file.read_bytes())


def check_floors(sections: Sequence[Section], *, file: Path = BASELINE) -> int:
    """Say which floors do not hold and return 1 when there are any, else 0.

    A floor on a section that was not measured is left out; one on a figure that its section no longer has does not hold.
    """
    checked = failed = 0
    measured = {section.key: {f.name: f.value for f in section.figures} for section in sections}
    for key, bounds in read_floors(file).items():
        for name, bound in bounds.items() if key in measured else ():
            checked += 1
            value = measured[key].get(name)
            if value is None or not bound.allows(value):
                failed += 1
                said = "not measured" if value is None else f"{value:.3f}"
                print(f"FLOOR  {key}, {name}: {said}, allowed {bound}", file=sys.stderr)
    print(f"{checked} floors checked, {failed} not held")
    return 1 if failed else 0
