"""The words readers see for how the documents of a deal stand to each other."""

from collections import Counter
from collections.abc import Iterator, Mapping

from analyzer.models import (
    Amendment,
    AmendmentAction,
    DealDocument,
    DocumentRole,
    Evidence,
    LawNamed,
    Precedence,
    Report,
)
from analyzer.report.commercial import Row
from analyzer.report.law import say_date

TITLE = "The documents of the deal"
PARTS_HEADER = ("Document", "Part", "What stands in it")
CHANGES_HEADER = ("Section", "Change", "Until then", "Reads now")
_ROLES: Mapping[DocumentRole, str] = {
    "agreement": "master agreement", "ai terms": "AI terms", "statement of work": "statement of work",
    "service levels": "service levels", "data processing": "data processing agreement", "amendment": "amendment",
    "order form": "order form", "schedule": "schedule", "policy": "policy", "other": "not recognised",
}  # fmt: skip
_ACTIONS: Mapping[AmendmentAction, str] = {
    "deleted": "deleted", "replaced": "replaced", "changed": "changed in part", "added": "added",
}  # fmt: skip
_MOST_PROVISIONS = 5


def is_shown(report: Report) -> bool:
    """Say whether there is anything to tell: several documents, an order of precedence or a change."""
    deal = report.deal
    return len(report.documents) > 1 or bool(deal.precedence or deal.amendments)


def parts(report: Report) -> tuple[Row, ...]:
    """Return each document with its part and the findings that rest on it, under `PARTS_HEADER`."""
    return tuple(Row((d.name, _role(d), _carries(report, d.name)), ()) for d in report.deal.documents)


def orders(report: Report) -> tuple[Row, ...]:
    """Return what each order of precedence is for, and its places from the highest on."""
    several = len(report.documents) > 1
    return tuple(Row((_scope(o), *_ranks(o, several=several)), (o.evidence,)) for o in report.deal.precedence)


def changes(report: Report) -> tuple[Row, ...]:
    """Return what amendments do, under `CHANGES_HEADER`: the clause as it was and as it reads now."""
    return tuple(Row(_change(a), (a.evidence, *((a.old,) if a.old else ()))) for a in report.deal.amendments)


def unseen(report: Report) -> tuple[str, ...]:
    """Return what the deal refers to and nobody supplied."""
    ranked = (part.text for order in report.deal.precedence for part in order.parts if part.unseen)
    absent = (
        name
        for provision in report.provisions
        for element in provision.elements
        if element.absence is not None
        for name in element.absence.unseen
    )
    names = tuple(dict.fromkeys((*ranked, *absent)))
    return tuple(name for name in names if not any(name in other for other in names if other != name))


def laws(report: Report) -> tuple[Row, ...]:
    """Return the laws that the deal names: as named, what it is, what became of the name."""
    return tuple(Row((law.written, law.instrument, _became(law)), law.evidence) for law in report.deal.laws)


def amended_by(report: Report, evidence: Evidence) -> Amendment | None:
    """Return the change that put other words into a passage, if one did."""
    return next((a for a in report.deal.amendments if a.action == "changed" and _overlaps(a.old, evidence)), None)


def _overlaps(old: Evidence | None, other: Evidence) -> bool:
    return old is not None and old.document == other.document and old.start < other.end and other.start < old.end


def _role(document: DealDocument) -> str:
    role = _ROLES[document.role]
    return f"{role}, changes {document.amends}" if document.amends else role


def _carries(report: Report, name: str) -> str:
    """Say how many findings rest first on a document, and of which provisions."""
    counts = Counter(_resting(report, name))
    if not counts:
        return "no finding rests on it"
    listed = [f"{title} ({count})" for title, count in counts.most_common(_MOST_PROVISIONS)]
    if len(counts) > _MOST_PROVISIONS:
        listed.append(f"and {len(counts) - _MOST_PROVISIONS} more")
    total = sum(counts.values())
    return f"{total} finding{'' if total == 1 else 's'}: {', '.join(listed)}"


def _resting(report: Report, name: str) -> Iterator[str]:
    for provision in report.provisions:
        for element in provision.elements:
            if element.evidence and element.evidence[0].document == name:
                yield provision.title


def _scope(order: Precedence) -> str:
    return f"Limited to {order.scope}" if order.scope else "Over the whole deal"


def _ranks(order: Precedence, *, several: bool) -> Iterator[str]:
    """Yield each place with what it means among the documents; what already ranked higher is not named again."""
    named: set[str] = set()
    for part in order.parts:
        own = [section for section in part.sections if section not in named]
        named.update(own)
        whole = [s for s in own if not any(s != other and s.startswith(f"{other} ") for other in own)]
        found = [*(part.documents if several else ()), *(s for s in whole if s != part.text)]
        if part.unseen:
            yield f"{part.text} (not supplied)"
        else:
            yield f"{part.text} ({', '.join(found)})" if found else part.text


def _change(amendment: Amendment) -> tuple[str, ...]:
    where = f"{amendment.section} of {amendment.document}" if amendment.document else amendment.section
    old = amendment.old.quote if amendment.old else "" if amendment.action == "added" else "not found"
    now = {None: "see the amending words", "": "nothing"}.get(amendment.now, amendment.now)
    return where, _ACTIONS[amendment.action], old or "–", now or "–"


def _became(law: LawNamed) -> str:
    if law.former is None:
        return "stands under this name"
    until = f"Until {say_date(law.former.until)}" if law.former.until else "No longer"
    return f"{until}: {law.former.why}"
