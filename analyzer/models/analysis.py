"""What an analysis leaves in memory, and the stages it goes through."""

from typing import Literal

from analyzer.models.contract import Contract
from analyzer.models.document import Record
from analyzer.models.finding import Finding
from analyzer.models.report import Report

Stage = Literal["reading", "clauses", "retrieval", "assessment", "second reading", "scoring", "drafting"]


class Analysis(Record):
    """A report with the contracts it is about, which the HTML report and the redline need, and the findings it rests on."""

    report: Report
    contracts: tuple[Contract, ...]
    findings: tuple[Finding, ...] = ()
