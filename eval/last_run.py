"""Compare figures with those of the last run, told apart from noise by drawing the same cases in both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from eval.metrics import Figure
from eval.tables import Section, short

LAST_RUN = Path(__file__).with_name("last-run.json")
# The smallest change that is worth a word.
_LEAST = 0.005


def compare_with_last(sections: Sequence[Section], *, file: Path | None = None) -> dict[str, dict[str, str]]:
    """Return for each section's key what to say of each figure that was measured before."""
    last = read_run(file or LAST_RUN)
    return {
        section.key: {
            figure.name: _change(figure, last[section.key][figure.name])
            for figure in section.figures
            if figure.name in last.get(section.key, {})
        }
        for section in sections
    }


def keep_run(sections: Sequence[Section], *, file: Path | None = None) -> None:
    """Keep figures for the next comparison; those of sections that were not measured stay."""
    file = file or LAST_RUN
    kept = read_run(file)
    for section in sections:
        kept[section.key] = {
            f.name: {"value": f.value, "draws": [None if d != d else round(d, 5) for d in f.draws]}
            for f in section.figures
        }
    # An installed package may stand where nothing can be written.
    with suppress(OSError):
        file.write_text(json.dumps(kept) + "\n", encoding="utf-8")


def read_run(file: Path = LAST_RUN) -> dict[str, dict[str, dict[str, object]]]:
    """Return `value` and `draws` of the figures that were kept, by section and name; none where there is no run."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        key: figures
        for key, figures in kept.items()
        if isinstance(figures, dict) and all(isinstance(f, dict) for f in figures.values())
    }


def _change(figure: Figure, before: dict[str, object]) -> str:
    value = before.get("value")
    if figure.value is None or not isinstance(value, int | float):
        return ""
    change = figure.value - value
    if abs(change) < _LEAST:
        return "same"
    text = f"{'+' if change > 0 else '-'}{short(abs(change))}"
    draws = before.get("draws")
    if not isinstance(draws, list) or len(draws) != len(figure.draws) or not draws:
        return text
    # Resamples of equally many cases are the same in both runs, so their differences are of the same cases.
    differences = np.array(figure.draws) - np.array([np.nan if d is None else d for d in draws], dtype=float)
    low, high = np.nanpercentile(differences, (2.5, 97.5))
    if low <= 0 <= high:
        return f"{text} (within noise)"
    return f"{text} {'better' if (change > 0) == (figure.better == 'higher') else 'WORSE'}"
