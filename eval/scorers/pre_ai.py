"""Contracts written before AI: what is found there on points that need AI wording is false."""

from collections.abc import Sequence
from pathlib import Path

from analyzer.assess import assess
from analyzer.assess.candidates import Judge
from analyzer.ingest import ingest
from analyzer.models import Finding, Provision
from analyzer.retrieve import Retriever
from analyzer.segment import segment
from eval.metrics import Figure, by_document


def score_pre_ai(
    files: Sequence[Path], *, provisions: Sequence[Provision], retriever: Retriever, judge: Judge
) -> list[Figure]:
    """Return false findings a contract: called strong or adequate, and called anything but missing or weak.

    General wording that would bind in the AI situation is weak by the rubric, so weak ones are counted apart.
    """
    needs_ai = {(p.id, e.id) for p in provisions for e in p.elements if e.anchor == "ai"}
    rows: list[tuple[int, int, int]] = []
    wrong_quotes = 0
    for file in files:
        contract = segment(ingest(file))
        findings = assess(
            [contract], [retriever.retrieve(contract)], provisions=provisions, tier="standard", judge=judge
        )
        wrong_quotes += sum(contract.document.text[e.start : e.end] != e.quote for f in findings for e in f.evidence)
        on_ai = [f for f in findings if (f.provision, f.element) in needs_ai]
        rows.append((_count(on_ai, "strong", "adequate"), _count(on_ai, "adverse"), _count(on_ai, "weak")))

    def mean(column: int) -> Figure:
        name = ("strong or adequate", "adverse", "weak")[column]
        return by_document(
            f"pre-AI contracts, AI elements {name}",
            [row[column] for row in rows],
            lambda chosen: sum(chosen) / len(chosen),
            len(rows),
        )

    false = by_document(
        "pre-AI contracts, false findings each",
        [row[0] + row[1] for row in rows],
        lambda chosen: sum(chosen) / len(chosen),
        len(rows),
    )
    return [
        false,
        mean(0),
        mean(1),
        mean(2),
        Figure("pre-AI contracts, quotes not at their offsets", float(wrong_quotes), None, None, len(rows)),
    ]


def _count(findings: Sequence[Finding], *statuses: str) -> int:
    return sum(f.status in statuses for f in findings)
