"""What a comment says: which finding asks for the change, why, and where the wording comes from."""

from collections.abc import Sequence

from analyzer.models import NewDefinition, ReportEdit, ReportElement, ReportProvision

_LONGEST_QUOTE = 240


def explain_edit(provision: ReportProvision, edit: ReportEdit, *, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the paragraphs of the comment on an edit: what was found and why, the words it answers, id and source."""
    element = next((e for e in provision.elements if e.id == edit.element), None)
    title = provision.title if element is None else f"{provision.title}: {element.title}"
    paragraphs = [f"{title}."]
    if element is not None:
        paragraphs.append(_sentence(f"{element.status.replace('_', ' ')}: {element.reason}"))
        paragraphs += _words_answered(element, edit)
    return (*paragraphs, f"Finding {provision.id}/{edit.element}. {_source(sources)}")


def explain_definition(definition: NewDefinition, provision: ReportProvision) -> tuple[str, ...]:
    """Return the paragraphs of the comment on a new definition."""
    return (
        f"Definition of “{definition.term}”, which the new wording uses and this contract lacks.",
        f"Finding {provision.id}. {_source(())}",
    )


def _words_answered(element: ReportElement, edit: ReportEdit) -> list[str]:
    if edit.action != "override" or not element.evidence:
        return []
    evidence = element.evidence[0]
    quote = " ".join(evidence.quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return [f"It sets aside {evidence.section or 'a passage without a number'}: “{quote}”"]


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""


def _source(sources: Sequence[str]) -> str:
    return f"Source: clause library{' (' + '; '.join(sources) + ')' if sources else ''}."
