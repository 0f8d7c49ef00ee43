"""Put a user's contracts through the analyzer and set each label beside what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.assess import find_not_assessed
from analyzer.models import Evidence
from analyzer.score import score
from eval.cases import find_quote
from eval.judged import is_found
from eval.own.labels import Label, OwnCase
from eval.shipped import Shipped

Said = Literal["strong", "adequate", "weak", "missing", "adverse"]


@dataclass(frozen=True)
class Judgement:
    """One label with what the analyzer says of the same provision or element.

    `probability` is that of the element's status; for a provision, of the least sure of its elements. `overlaps` says
    whether the evidence touches the labelled quote, None where there is nothing to compare.
    """

    label: Label
    said: Said
    probability: float
    overlaps: bool | None

    @property
    def there(self) -> bool:
        """Return whether the label says that it is there."""
        return self.label.status != "missing"

    @property
    def found(self) -> bool:
        """Return whether the analyzer says so."""
        return self.said != "missing"

    @property
    def right(self) -> bool:
        """Return whether both say the same, as far as the label goes."""
        return self.found if self.label.status == "present" else self.said == self.label.status


@dataclass(frozen=True)
class JudgedOwn:
    """A contract with its judgements, and the labelled quotes that do not stand in it."""

    case: OwnCase
    judgements: tuple[Judgement, ...]
    unknown_quotes: tuple[Label, ...]


def judge_own(shipped: Shipped, case: OwnCase) -> JudgedOwn:
    """Analyse a contract by itself and compare."""
    reading = shipped.read(case.contract)
    library = shipped.library
    findings = shipped.assess(reading, tier=case.tier)
    by_element = {(f.provision, f.element): f for f in findings}
    not_assessed = find_not_assessed([reading.contract], findings, provisions=library.provisions)
    scored = score(
        findings, provisions=library.provisions, scoring=library.scoring, tier=case.tier, not_assessed=not_assessed
    )
    labels = {p.provision: p.status for p in scored.provisions}
    text = reading.contract.document.text
    judgements, unknown = [], []
    for label in case.labels:
        span = find_quote(text, label.quote) if label.quote else None
        if label.quote and span is None:
            unknown.append(label)
        if label.element is not None:
            finding = by_element[label.provision, label.element]
            said: Said = _said(finding.status)
            about = [finding]
        else:
            said = _said(labels[label.provision])
            about = [f for f in findings if f.provision == label.provision]
        evidence = [e for f in about if is_found(f) for e in f.evidence]
        judgements.append(Judgement(label, said, min(f.probability for f in about), _touches(evidence, span)))
    return JudgedOwn(case, tuple(judgements), tuple(unknown))


def _said(status: str) -> Said:
    found: tuple[Said, ...] = ("strong", "adequate", "weak", "adverse")
    return next((s for s in found if s == status), "missing")


def _touches(evidence: list[Evidence], span: tuple[int, int] | None) -> bool | None:
    if span is None or not evidence:
        return None
    return any(min(e.end, span[1]) > max(e.start, span[0]) for e in evidence)
