"""How good the analyzer was found to be: floors that every version holds, and what was measured last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

# Of the sets in `eval/`, those that a reader of reports can do something with, in their order.
_SETS = {
    "labelled core": "Real contracts, core provisions",
    "labelled full": "Real contracts, all provisions",
    "labelled parties": "Real contracts, the parties",
    "own sentences held back": "Sentences kept from all tuning",
    "polysemy": "Words that mean something else",
    "pre-AI": "Contracts written before AI",
    "ingest PDF": "Reading PDF files",
    "ingest DOCX": "Reading Word files",
}


@dataclass(frozen=True)
class Figure:
    """One figure; `measured` is None where this copy of the program has not been measured."""

    about: str
    name: str
    floor: str
    measured: float | None


def read_figures() -> tuple[Figure, ...]:
    """Return the figures that have a floor."""
    import eval

    folder = Path(str(eval.__file__)).parent
    floors = json.loads((folder / "baseline.json").read_text(encoding="utf-8"))
    last = folder / "last-run.json"
    measured = json.loads(last.read_text(encoding="utf-8")) if last.is_file() else {}
    return tuple(
        Figure(
            about=title,
            name=name,
            floor=" and ".join(f"{bound.replace('_', ' ')} {value:g}" for bound, value in bounds.items()),
            measured=measured.get(key, {}).get(name, {}).get("value"),
        )
        for key, title in _SETS.items()
        for name, bounds in floors.get(key, {}).items()
    )
