"""Contracts written before AI: what is found there on points that need AI wording is false."""

from collections.abc import Sequence

from analyzer.models import Document, Finding, Provision
from eval.judged import is_found
from eval.metrics import Figure, count, rate

# A contract's document with what was found in it.
Judged = tuple[Document, Sequence[Finding]]


def score_pre_ai(judged: Sequence[Judged], *, provisions: Sequence[Provision]) -> list[Figure]:
    """Return false findings a contract.

    General wording that would bind in the AI situation is weak by the rubric, so weak ones are counted apart.
    """
    needs_ai = {(p.id, e.id) for p in provisions for e in p.elements if e.anchor == "ai"}
    found = [
        [f.status for f in findings if (f.provision, f.element) in needs_ai and is_found(f)] for _, findings in judged
    ]

    def mean(name: str, *statuses: str) -> Figure:
        return rate(name, [(sum(s in statuses for s in row), 1) for row in found], better="lower")

    wrong = sum(document.text[e.start : e.end] != e.quote for document, fs in judged for f in fs for e in f.evidence)
    return [
        mean("AI elements called strong, adequate or adverse, a contract", "strong", "adequate", "adverse"),
        mean("of them strong or adequate, a contract", "strong", "adequate"),
        mean("AI elements called weak, a contract", "weak"),
        count("quotes that are not in the document at their offsets", wrong, cases=len(judged)),
    ]
