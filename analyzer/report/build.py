"""Map what the stages returned to the report as it is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from analyzer.models import (
    Commercial,
    Conflict,
    Contract,
    Criticality,
    DealReading,
    Element,
    Finding,
    HostileText,
    LawTable,
    Party,
    Posture,
    Problem,
    ProfileName,
    Provision,
    ProvisionScore,
    Receipt,
    Renewal,
    Report,
    ReportDocument,
    ReportEdit,
    ReportElement,
    ReportParties,
    ReportProvision,
    ReportReference,
    ReportScore,
    ReportSuggestion,
    Role,
    Score,
    SecondReading,
    Suggestion,
    Tier,
    TierReading,
)
from analyzer.report.law import list_references

_NO_LAW = LawTable(as_of=date.min, instruments=())


def build_report(
    *,
    contracts: Sequence[Contract],
    findings: Sequence[Finding],
    score: Score,
    suggestions: Sequence[Suggestion],
    provisions: Sequence[Provision],
    tier: TierReading,
    profile: ProfileName,
    posture: Posture,
    problems: Sequence[Problem],
    receipt: Receipt,
    conflicts: Sequence[Conflict] = (),
    deal: DealReading | None = None,
    law: LawTable = _NO_LAW,
    commercial: Commercial | None = None,
    renewal: Renewal | None = None,
    hostile_text: Sequence[HostileText] = (),
    second_reading: SecondReading | None = None,
) -> Report:
    """Return the report of one deal.

    Args:
        contracts: the deal's documents, the main agreement first; its parties are the report's.
        provisions: in the order in which the report shows them; one that `score` does not name is left out.
        problems: all there are, those of the documents too; one that is partial makes the report partial.
        law: what the references of provisions mean; those to anything else are left out.
    """
    scored = {s.provision: s for s in score.provisions}
    drafted = {s.provision: s for s in suggestions}
    return Report(
        status="partial" if any(p.partial for p in problems) else "complete",
        documents=tuple(_document(c) for c in contracts),
        parties=_parties(contracts),
        tier=tier,
        profile=profile,
        posture=posture,
        score=ReportScore(
            contract=_rounded(score.contract),
            band=score.band,
            core_index=_rounded(score.core_index),
            range=(_rounded(score.low), _rounded(score.high)),
            groups={group: _rounded(value) for group, value in score.groups.items()},
            steps=score.steps,
        ),
        provisions=tuple(
            _provision(
                p,
                scored[p.id],
                [f for f in findings if f.provision == p.id],
                drafted.get(p.id),
                tier=tier.value,
                references=list_references(p, law, on=date.fromisoformat(receipt.date)),
            )
            for p in provisions
            if p.id in scored
        ),
        conflicts=tuple(conflicts),
        deal=deal or DealReading(),
        commercial=commercial or Commercial(),
        renewal=renewal,
        hostile_text=tuple(hostile_text),
        second_reading=second_reading,
        problems=tuple(problems),
        receipt=receipt,
    )


def redraft(report: Report, suggestions: Sequence[Suggestion], *, posture: Posture) -> Report:
    """Return the report with other suggestions in the place of its own; findings and score stay."""
    drafted = {s.provision: _suggestion(s) for s in suggestions}
    provisions = tuple(p.model_copy(update={"suggestion": drafted.get(p.id)}) for p in report.provisions)
    return report.model_copy(update={"posture": posture, "provisions": provisions})


def note_model(report: Report, *, receipt: Receipt, problems: Sequence[Problem]) -> Report:
    """Return the report with what a language model was asked, and what of it failed."""
    partial = any(problem.partial for problem in problems)
    return report.model_copy(
        update={
            "receipt": receipt,
            "problems": (*report.problems, *problems),
            "status": "partial" if partial else report.status,
        }
    )


def reword(report: Report, edited: Mapping[tuple[str, str], str]) -> Report:
    """Return the report with a reviewer's wording in its suggestions, by provision and element."""
    return report.model_copy(update={"provisions": tuple(_reword(p, edited) for p in report.provisions)})


def _reword(provision: ReportProvision, edited: Mapping[tuple[str, str], str]) -> ReportProvision:
    suggestion = provision.suggestion
    if suggestion is None or not any((provision.id, edit.element) in edited for edit in suggestion.edits):
        return provision
    text, edits = suggestion.text, []
    for edit in suggestion.edits:
        own = edited.get((provision.id, edit.element), edit.text)
        text = text.replace(edit.text, own, 1)
        edits.append(edit.model_copy(update={"text": own}))
    return provision.model_copy(
        update={"suggestion": suggestion.model_copy(update={"text": text, "edits": tuple(edits)})}
    )


def _rounded(value: float) -> float:
    # Adding 0.0 turns -0.0 into 0.0, which would otherwise be printed.
    return round(value, 1) + 0.0


def _document(contract: Contract) -> ReportDocument:
    document = contract.document
    return ReportDocument(
        name=document.name,
        sha256=document.sha256,
        format=document.format,
        pages=len(document.pages),
        characters=len(document.text),
        view=document.view,
    )


def _parties(contracts: Sequence[Contract]) -> ReportParties:
    parties = contracts[0].parties if contracts else ()
    return ReportParties(client=_name(parties, "client"), provider=_name(parties, "provider"))


def _name(parties: Iterable[Party], role: Role) -> str | None:
    return next((party.called for party in parties if party.role == role), None)


def _provision(
    provision: Provision,
    scored: ProvisionScore,
    findings: Sequence[Finding],
    suggestion: Suggestion | None,
    *,
    tier: Tier,
    references: tuple[ReportReference, ...],
) -> ReportProvision:
    found = {f.element: f for f in findings}
    return ReportProvision(
        id=provision.id,
        title=provision.title,
        group=provision.group,
        plain=provision.plain,
        status=scored.status,
        score=None if scored.score is None else _rounded(scored.score),
        weight=_rounded(scored.weight),
        exposure=_rounded(scored.exposure),
        steps=scored.steps,
        elements=tuple(_element(e, found[e.id], e.criticality_at(tier)) for e in provision.elements if e.id in found),
        suggestion=None if suggestion is None else _suggestion(suggestion),
        references=references,
    )


def _element(element: Element, finding: Finding, criticality: Criticality) -> ReportElement:
    return ReportElement(
        id=element.id,
        title=element.title,
        criticality=criticality,
        status=finding.status,
        confidence=finding.confidence,
        evidence=finding.evidence,
        value=finding.value,
        party=finding.party,
        reason=finding.reason,
        method=finding.method,
        absence=finding.absence,
        against=finding.against,
        latent=finding.latent,
    )


def _suggestion(suggestion: Suggestion) -> ReportSuggestion:
    return ReportSuggestion(
        posture=suggestion.posture,
        action=suggestion.action,
        section=suggestion.section,
        heading=suggestion.heading,
        text=suggestion.text,
        note=suggestion.note,
        edits=tuple(ReportEdit(**edit.model_dump()) for edit in suggestion.edits),
        definitions=suggestion.definitions,
        remaining=suggestion.remaining,
    )
