"""Judge labelled contracts: the real ones each with a judge fitted without it, own ones with the shipped judge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from analyzer.models import Contract, Finding
from eval.cases import GoldElement, LabelledCase
from eval.shipped import Reading, Shipped

_NOT_FOUND = frozenset({"missing", "unscored", "not_applicable"})


@dataclass(frozen=True)
class JudgedCase:
    """A labelled contract with what the analyzer found."""

    case: LabelledCase
    contract: Contract
    findings: tuple[Finding, ...]

    def pairs(self) -> list[tuple[Finding, GoldElement | None]]:
        """Return each finding with its gold label, None where gold says missing; optional labels are left out."""
        gold = self.case.gold()
        rows = []
        for finding in self.findings:
            label = gold.get((finding.provision, finding.element))
            if label is None or not label.optional:
                rows.append((finding, label))
        return rows

    def only(self, provisions: Collection[str]) -> JudgedCase:
        """Return the case as far as it is about some provisions."""
        case = self.case
        return replace(
            self,
            case=case.model_copy(
                update={
                    "elements": tuple(e for e in case.elements if e.provision in provisions),
                    "hard_negatives": tuple(n for n in case.hard_negatives if n.provision in provisions),
                }
            ),
            findings=tuple(f for f in self.findings if f.provision in provisions),
        )


def is_found(finding: Finding) -> bool:
    """Return whether the analyzer says that the contract speaks of the element."""
    return finding.status not in _NOT_FOUND


def judge_case(shipped: Shipped, case: LabelledCase) -> JudgedCase:
    """Judge a case with the shipped judge."""
    reading = shipped.read(case.path)
    return JudgedCase(case, reading.contract, shipped.assess(reading, tier=case.tier))


def judge_left_out(shipped: Shipped, cases: Sequence[LabelledCase]) -> list[JudgedCase]:
    """Judge each case with threshold and calibration set on the others.

    The weights are the shipped ones: they are fitted on the library and on cases of our own and have seen none of these.
    """
    from eval.train_judge import calibrate, prepare

    prepared = [prepare(case, shipped.retriever, shipped.library.provisions) for case in cases]
    judged = []
    for held in prepared:
        others = [document for document in prepared if document is not held]
        judge = calibrate(shipped.judge, others, shipped.library.provisions)
        findings = shipped.assess(Reading(held.contract, held.matches), tier=held.case.tier, judge=judge)
        judged.append(JudgedCase(held.case, held.contract, findings))
    return judged
