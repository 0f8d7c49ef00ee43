"""The contract under review, with everything that was done to it in this session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

from analyzer.models import (
    Analysis,
    AnalysisSummary,
    Contract,
    Decision,
    DecisionKind,
    DecisionMade,
    DecisionSubject,
    Evidence,
    Finding,
    Posture,
    QuotedAnswer,
    RedlineResult,
    Report,
    ReportProvision,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from ui.services.contract import ContractText
    from ui.services.running import Choices, Run, Upload

Verdict = Literal["accepted", "dismissed"]


@dataclass(frozen=True)
class Redline:
    """A redline as it was made: the file, what became of each change, or why there is none."""

    result: RedlineResult
    file: bytes | None = None
    refusal: str | None = None


@dataclass
class Review:
    """The contract under review: at most one a session."""

    run: Run[Analysis] | None = None
    choices: Choices | None = None
    uploads: tuple[Upload, ...] = ()
    refusal: str | None = None
    drafted: Analysis | None = None
    drafts: dict[Posture, Analysis] = field(default_factory=dict)
    coming: dict[Posture, Future[Analysis]] = field(default_factory=dict)
    fresh: bool = False
    text: ContractText | None = None
    opened: str | None = None
    focus: Evidence | None = None
    jumps: int = 0
    page: int | None = None
    followed: int = 0
    drawn: ContractText | None = None
    wordings: dict[Posture, dict[tuple[str, str], str]] = field(default_factory=dict)
    checked: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    answers: list[tuple[QuotedAnswer, str]] = field(default_factory=list)
    redlines: dict[tuple[object, ...], Redline] = field(default_factory=dict)
    decisions: list[DecisionMade] = field(default_factory=list)
    saved: AnalysisSummary | None = None

    @property
    def analysis(self) -> Analysis | None:
        """The analysis on show, with the wording as it was edited."""
        if self.drafted is None or not self.edited:
            return self.drafted
        from ui.services.drafting import put_wording

        return put_wording(self.drafted, self.edited)

    @property
    def edited(self) -> dict[tuple[str, str], str]:
        """Edited wording under the posture on show, by provision and element."""
        return self.wordings.get(self.drafted.report.posture, {}) if self.drafted is not None else {}

    @property
    def report(self) -> Report:
        """The report on show."""
        assert self.analysis is not None
        return self.analysis.report

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """The documents; none of a review that was saved and opened again."""
        return self.drafted.contracts if self.drafted is not None else ()

    @property
    def library_dir(self) -> Path | None:
        """The library it was analysed with; None for the one in settings."""
        return self.choices.library_dir if self.choices is not None else None

    def edit(self, provision_id: str, element: str, text: str) -> None:
        """Put edited wording in the place of drafted wording."""
        self.wordings.setdefault(self.report.posture, {})[provision_id, element] = text

    def redraft(self, posture: Posture) -> None:
        """Draft under another posture; edits under this one are kept for when it comes back."""
        from ui.services.drafting import switch_posture

        assert self.drafted is not None
        if posture not in self.drafts:
            coming = self.coming.pop(posture, None)
            # One that has not been begun waits for other people's.
            begun = coming is not None and not coming.cancel()
            self.drafts[posture] = (
                coming.result()
                if coming is not None and begun
                else switch_posture(self.drafted, posture, library_dir=self.library_dir)
            )
        self.drafted = self.drafts[posture]

    def draft_ahead(self) -> None:
        """Draft under the other postures in the background: with a long contract each takes more than a second."""
        from ui.services.drafting import start_switching

        if self.drafted is not None:
            others = [posture for posture in get_args(Posture) if posture not in self.drafts]
            self.coming = {p: start_switching(self.drafted, p, library_dir=self.library_dir) for p in others}

    def stop(self) -> None:
        """Give up what is under way."""
        if self.run is not None:
            self.run.stop()
        for coming in self.coming.values():
            coming.cancel()

    def ask(self, question: str) -> None:
        """Ask the configured model about the contract, and mark the words of its answer."""
        from ui.services.contract import lay_out_contract
        from ui.services.model import ask

        assert self.drafted is not None
        self.answers.insert(0, ask(self.contracts, question))
        quotes = [quote for answer, _ in self.answers for quote in answer.quotes]
        self.text = lay_out_contract(self.drafted, answers=quotes)
        if first := self.answers[0][0].quotes[:1]:
            self.point_at(first[0])

    def redline(self, only: frozenset[str] | None) -> Redline | None:
        """Return the redline of some provisions' suggestions as they read now, if it was made."""
        return self.redlines.get(self._redline_key(only))

    def make_redline(self, only: frozenset[str] | None, *, author: str) -> None:
        """Write suggestions into the file as tracked changes."""
        from analyzer.errors import RedlineError
        from ui.services.downloads import make_redline

        assert self.analysis is not None
        try:
            file, result = make_redline(
                self.analysis, self.uploads[0].content, author=author, only=only, library_dir=self.library_dir
            )
            made = Redline(result, file)
        except RedlineError as error:
            nothing = RedlineResult(document=self.uploads[0].name, file=None, sha256=None, applied=(), refused=())
            made = Redline(nothing, refusal=str(error))
        self.redlines = {self._redline_key(only): made}

    def _redline_key(self, only: frozenset[str] | None) -> tuple[object, ...]:
        return only, self.report.posture, tuple(sorted(self.edited.items()))

    def number(self, evidence: Evidence) -> int | None:
        """Return the number that a quote is marked with in the text; None when the text is not there."""
        return self.text.number(evidence) if self.text is not None else None

    def evidence(self, number: int) -> Evidence | None:
        """Return the quote with a number."""
        return self.text.quotes.get(number) if self.text is not None else None

    def provision_of(self, number: int) -> str | None:
        """Return the provision that a quote was read for; the one on show when it is one of several."""
        found = [p for p, e in self._quotes() if self.number(e) == number]
        return self.opened if self.opened in found else next(iter(found), None)

    def _quotes(self) -> Iterator[tuple[str, Evidence]]:
        for provision in sorted(self.report.provisions, key=lambda p: -p.exposure):
            for element in provision.elements:
                yield from ((provision.id, e) for e in element.evidence)
        for provision in self.report.provisions:
            for element in provision.elements:
                yield from ((provision.id, n.evidence) for n in (element.absence.nearest if element.absence else ()))

    def pdf(self, name: str) -> bytes | None:
        """Return the file of a document, when it is a PDF and at hand."""
        pairs = zip(self.report.documents, self.uploads, strict=False)
        return next((u.content for d, u in pairs if d.name == name and d.format == "pdf"), None)

    def turn(self, page: int) -> None:
        """Turn to a page."""
        self.page = page

    def take(self, analysis: Analysis) -> None:
        """Put an analysis on show."""
        from ui.services.contract import lay_out_contract

        self.drafted = analysis
        self.drafts = {analysis.report.posture: analysis}
        self.text = lay_out_contract(analysis)

    def provision(self, provision_id: str) -> ReportProvision:
        """Return a provision of the report."""
        return next(p for p in self.report.provisions if p.id == provision_id)

    def verdict(self, provision_id: str) -> Verdict | None:
        """Return what was decided last about a provision."""
        for decision in reversed(self.decisions):
            if decision.provision == provision_id:
                if decision.kind == "accept":
                    return "accepted"
                if decision.kind == "dismiss":
                    return "dismissed"
                if decision.kind == "reopen":
                    return None
        return None

    @property
    def accepted(self) -> frozenset[str]:
        """The provisions whose suggestions were accepted."""
        return frozenset(p.id for p in self.report.provisions if self.verdict(p.id) == "accepted")

    def show(self, provision_id: str | None) -> None:
        """Open a provision, or the list of all, and its first quote beside it."""
        self.opened = provision_id
        if provision_id is None:
            self.focus = None
            return
        quotes = [e for x in self.provision(provision_id).elements for e in x.evidence]
        near = [n.evidence for x in self.provision(provision_id).elements if x.absence for n in x.absence.nearest]
        self.point_at(next(iter(quotes or near), None))

    def point_at(self, evidence: Evidence | None) -> None:
        """Bring a quote into view."""
        self.focus = evidence
        self.page = evidence.page if evidence else None
        self.jumps += 1

    def note(
        self,
        provision_id: str,
        kind: DecisionKind,
        *,
        who: str,
        element: str | None = None,
        reason: str | None = None,
        text: str | None = None,
    ) -> DecisionMade:
        """Make a decision that lives in this session until the review is saved."""
        subject: DecisionSubject = (
            "suggestion" if kind == "edit" or self._on_suggestion(provision_id, kind) else "finding"
        )
        meant = Decision(
            deal="",
            analysis=0,
            provision=provision_id,
            element=element,
            subject=subject,
            kind=kind,
            reason=reason,
            text=text,
        )
        return DecisionMade(**meant.model_dump(), id=len(self.decisions) + 1, who=who, at=datetime.now(UTC))

    def _on_suggestion(self, provision_id: str, kind: DecisionKind) -> bool:
        return kind == "accept" and self.provision(provision_id).suggestion is not None
