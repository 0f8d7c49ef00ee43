"""What a position rests on, with the date from which it holds, and the words readers see for it."""

from collections.abc import Sequence
from datetime import date

from analyzer.models import Instrument, LawTable, Provision, Reference, ReportReference, Standing

TITLE = "Laws and standards the contract names"
HEADER = ("Named as", "What it is", "What became of it", "Where")
_MARKS = {"seen": "", "secondary source": "secondary source", "title only": "title only", "unverified": "unverified"}


def list_references(provision: Provision, law: LawTable, *, on: date) -> tuple[ReportReference, ...]:
    """Return what a provision rests on, as it stands on a day; practice notes last, what the table lacks left out."""
    known = {instrument.name: instrument for instrument in law.instruments}
    listed = [_show(r, known[r.instrument], on) for r in provision.references if r.instrument in known]
    return tuple(sorted(listed, key=lambda reference: reference.kind == "market"))


def _show(reference: Reference, instrument: Instrument, on: date) -> ReportReference:
    standing, since, later = _stand(instrument, reference.place, on)
    return ReportReference(
        instrument=instrument.name,
        title=instrument.title,
        kind=instrument.kind,
        where=instrument.where,
        place=reference.place,
        gloss=reference.gloss,
        seen=reference.seen,
        standing=standing,
        since=since,
        later=later,
        cited=reference.cited if reference.superseded else None,
    )


def _stand(instrument: Instrument, place: str, on: date) -> tuple[Standing, str | None, tuple[str, ...]]:
    """Return how an instrument stands at a place, since when, and the dates still to come."""
    if instrument.kind == "proposal":
        return "proposed", instrument.published, ()
    dates = sorted(a.start for a in instrument.applying_to(place))
    dates = dates or ([instrument.in_force] if instrument.in_force else [])
    if not dates:
        return "published", instrument.published, ()
    past = [d for d in dates if _first_day(d) <= on]
    to_come = tuple(d for d in dates if _first_day(d) > on)
    return ("in force", past[-1], to_come) if past else ("to come", to_come[0], to_come[1:])


def _first_day(written: str) -> date:
    return date.fromisoformat(f"{written}-01-01"[:10])


def say_reference(reference: ReportReference) -> str:
    """Write a reference as one line: name, article, what stands there, and from when."""
    what = f"{reference.instrument}, {reference.place}" + (f" ({reference.gloss})" if reference.gloss else "")
    marks = [say_standing(reference), _MARKS[reference.seen]]
    if reference.cited is not None:
        marks.insert(1, f"cited by its former name, {reference.cited}")
    said = "; ".join(mark for mark in marks if mark)
    return f"{what}: {said}" if said else what


def say_standing(reference: ReportReference) -> str:
    """Say since when a reference holds: "in force since 2 August 2026", "applies from 2 December 2027 on"."""
    since = say_date(reference.since) if reference.since else None
    later = f", in part from {_and([say_date(d) for d in reference.later])}" if reference.later else ""
    if reference.standing == "to come":
        return f"applies from {since} on{later}"
    if reference.standing == "proposed":
        return f"a proposal, not law{f', as of {since}' if since else ''}"
    if reference.standing == "in force":
        return f"in force since {since}{later}"
    return since or ""


def say_date(written: str) -> str:
    """Write "2026-08-02" as "2 August 2026", "2025-03" as "March 2025"."""
    day = _first_day(written)
    return {4: f"{day.year}", 7: f"{day:%B %Y}"}.get(len(written), f"{day.day} {day:%B %Y}")


def _and(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
