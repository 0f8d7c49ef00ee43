"""Judge labelled cases: the labelled documents each with a judge fitted without it, own cases with the shipped one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.assess import assess
from analyzer.assess.candidates import Judge
from analyzer.library import Library
from analyzer.models import Contract, Finding, Provision
from analyzer.settings import Settings
from eval.cases import GoldElement, LabelledCase
from eval.train_judge import Prepared, fit_judge, fit_status


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


def judge_left_out(
    prepared: Sequence[Prepared], library: Library, provisions: Sequence[Provision], settings: Settings
) -> list[JudgedCase]:
    """Judge each labelled document with weights, threshold and calibration fitted on the others."""
    status = fit_status(library, settings)
    judged = []
    for held in prepared:
        judge = fit_judge([d for d in prepared if d is not held], library.provisions, status)
        judged.append(judge_one(held, provisions, judge))
    return judged


def judge_one(document: Prepared, provisions: Sequence[Provision], judge: Judge) -> JudgedCase:
    """Judge one prepared document."""
    findings = assess(
        [document.contract], [document.matches], provisions=provisions, tier=document.case.tier, judge=judge
    )
    return JudgedCase(document.case, document.contract, findings)
