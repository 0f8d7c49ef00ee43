"""How far an analysis is, step by step."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ui.components.shown import put
from ui.services.running import STEPS, Run, Step

_LABELS: dict[Step, str] = {
    "waiting": "Waiting for a free place",
    "reading": "Reading the file",
    "opening": "Opening the clause library (the first time takes a minute)",
    "clauses": "Splitting it into clauses",
    "retrieval": "Comparing each sentence with the library",
    "assessment": "Judging each element",
    "second reading": "A second reading by the language model",
    "scoring": "Scoring",
    "drafting": "Drafting language",
}

# Shown only when they take time: a language model is configured, or others are being served first.
_OCCASIONAL = {"second reading", "waiting"}
_NOTICEABLE_S = 0.5


def steps(run: Run[Any]) -> None:
    """Show all steps: done with its seconds, under way, to come."""
    at = STEPS.index(run.step)
    shown = [s for s in STEPS if run.took.get(s, 0.0) > _NOTICEABLE_S or s == run.step or s not in _OCCASIONAL]
    rows = []
    for step in shown:
        index = STEPS.index(step)
        if index < at:
            mark, kind, said = "✓", "done", f"{run.took.get(step, 0.0):.1f} s"
        elif index == at:
            mark, kind, said = "▸", "now", "under way"
        else:
            mark, kind, said = "·", "later", ""
        rows.append(
            Markup(
                '<li class="ca-{}"><span aria-hidden="true">{}</span><span>{}</span><span class="ca-quiet">{}</span></li>'
            ).format(kind, mark, _LABELS[step], said)
        )
    if run.contracts > 1 and run.contract:
        put(Markup("<p>Contract {} of {}</p>").format(min(run.contract, run.contracts), run.contracts))
    put(
        Markup('<ol class="ca-steps" role="list" aria-label="Steps of the analysis">{}</ol>').format(
            Markup("").join(rows)
        )
    )
