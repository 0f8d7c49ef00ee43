"""What a comment says: why the change is asked for, the words it answers, which finding it is, where the wording is from."""

import re
from collections.abc import Sequence

from analyzer.models import Evidence, NewDefinition, Party, ReportEdit, ReportElement, ReportProvision

_LONGEST_QUOTE = 240
# What a reason adds for who works with the report: which status prevailed, and what a passage is worth alone.
_FOR_THE_REPORT = re.compile(r"; (?:other wording in the contract points the other way|read alone:).*", re.DOTALL)
# Sources that only the library's own list resolves ("S0", "FIN10", "GSA-M").
_CODE = re.compile(r"[A-Z]{1,6}\d*(?:-[A-Z0-9]+)?")


def explain_edit(
    provision: ReportProvision, edit: ReportEdit, *, sources: Sequence[str], parties: Sequence[Party]
) -> tuple[str, ...]:
    """Return the paragraphs of the comment on an edit: what was found and why, the words it answers, id and source.

    Args:
        parties: those of the contract, whose names stand in the reason.
    """
    element = next((e for e in provision.elements if e.id == edit.element), None)
    told = f"Finding {provision.id}/{edit.element}. {_source(provision, sources)}"
    if element is None:
        return f"{provision.title}.", told
    return f"{provision.title}: {element.title}.", _reason(element, parties), *_words_answered(element, edit), told


def explain_definition(definition: NewDefinition, provision: ReportProvision) -> tuple[str, ...]:
    """Return the paragraphs of the comment on a new definition."""
    return (
        f"Definition of “{definition.term}”, which the new wording uses and this contract lacks.",
        f"Finding {provision.id}. {_source(provision, ())}",
    )


def _reason(element: ReportElement, parties: Sequence[Party]) -> str:
    if element.status == "missing":
        return "The contract does not say this."
    reason = _FOR_THE_REPORT.sub("", element.reason)
    for party in parties:
        if party.role in {"client", "provider"} and party.called:
            reason = reason.replace(party.role.capitalize(), party.called)
    text = " ".join(reason.split())
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def _words_answered(element: ReportElement, edit: ReportEdit) -> list[str]:
    named = [e for e in (*element.against, *element.latent, *element.evidence) if _is_named(e, edit.despite)]
    if not named:
        return []
    quote = " ".join(named[0].quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    section = named[0].section or ""
    place = f"section {section}" if section[:1].isdigit() else section
    return [f"It sets aside {place}: “{quote}”"]


def _is_named(evidence: Evidence, despite: str | None) -> bool:
    section = evidence.section
    return bool(section and despite and re.search(rf"(?<![\w.]){re.escape(section)}(?![\w.]*\d)", despite))


def _source(provision: ReportProvision, sources: Sequence[str]) -> str:
    laws = {name for reference in provision.references for name in (reference.instrument, reference.cited)}
    shown = [source for source in sources if source in laws or not _CODE.fullmatch(source)]
    return f"Source: clause library{' (' + '; '.join(shown) + ')' if shown else ''}."
