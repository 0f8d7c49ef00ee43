"""Read `law.md`, and the references of a provision against it."""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import get_args

from analyzer.library.elements import Reader
from analyzer.library.markdown import Item, MarkdownFile, Mistake, Section, unknown
from analyzer.models import Amended, Applies, FormerName, Instrument, InstrumentKind, LawTable, Reference, Seen

LAW_FIELDS = ("kind", "where", "known as", "published", "in force", "applies", "amended", "formerly")
_SEVERAL = {"applies", "amended", "formerly"}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_SEEN = re.compile(rf"\s*\((?P<seen>{'|'.join(get_args(Seen))})\)$")
_EXPECTED = "expected `name | article | what it says (unverified)`; what it says and the brackets may be left out"


def read_law(source: MarkdownFile, mistakes: list[Mistake]) -> LawTable:
    """Return the law table; mistakes are appended."""
    if not source.header and not source.root.sections:
        return LawTable(as_of=date.min, instruments=())  # the file could not be read, which is reported already
    reader = Reader(source, mistakes)
    written, line = source.header.get("as-of", ("", 1))
    for name, (_, at) in source.header.items():
        if name not in {"schema", "as-of"}:
            reader.wrong(at, name, unknown(("schema", "as-of")))
    sections = [inner for outer in source.root.sections for inner in outer.sections]
    instruments = tuple(_read_instrument(reader, section) for section in sections)
    table = LawTable(as_of=_day(reader, written, line), instruments=instruments)
    lines = {section.title: section.line for section in sections}
    seen: dict[str, str] = {}
    for instrument in instruments:
        for name in (instrument.name, *instrument.known_as, *(f.name for f in instrument.former)):
            if name in seen:
                reader.wrong(lines[instrument.name], instrument.name, f"the name {name!r} is taken by {seen[name]!r}")
            seen[name] = instrument.name
    return table


def read_references(reader: Reader, items: list[Item], law: LawTable) -> tuple[Reference, ...]:
    """Return the references of a provision, each tied to its instrument; mistakes are noted."""
    current: dict[str, str] = {}
    former: dict[str, str] = {}
    for instrument in law.instruments:
        current |= dict.fromkeys((instrument.name, *instrument.known_as), instrument.name)
        former |= {name.name: instrument.name for name in instrument.former}
    found = (_read_reference(reader, item, current, former) for item in items)
    return tuple(reference for reference in found if reference is not None)


def _read_reference(
    reader: Reader, item: Item, current: Mapping[str, str], former: Mapping[str, str]
) -> Reference | None:
    mark = _SEEN.search(item.text)
    cited, *rest = (part.strip() for part in item.text[: mark.start() if mark else None].split(" | "))
    if len(rest) not in {1, 2} or not all(rest):
        reader.wrong(item.line, "reference", _EXPECTED)
        return None
    instrument = current.get(cited) or former.get(cited)
    if instrument is None:
        if not current:
            return None  # there is no table, which is reported already
        near = get_close_matches(cited, [*current, *former], n=3, cutoff=0.5)
        hint = f"nearest there: {', '.join(near)}" if near else "add it there with its dates"
        reader.wrong(item.line, "reference", f"{cited!r} is not in law.md; {hint}")
        return None
    return Reference(
        instrument=instrument,
        cited=cited,
        place=rest[0],
        gloss=rest[1] if len(rest) == 2 else "",
        seen=mark["seen"] if mark else "seen",  # type: ignore[arg-type]
        superseded=cited not in current,
    )


def _read_instrument(reader: Reader, section: Section) -> Instrument:
    values: dict[str, list[Item]] = {}
    for item in section.items:
        field, colon, value = item.text.partition(":")
        if not colon or field.strip() not in LAW_FIELDS:
            reader.wrong(item.line, f"{section.title} {field.strip()[:30]}", unknown(LAW_FIELDS))
            continue
        values.setdefault(field.strip(), []).append(Item(value.strip(), item.line))
    for field, items in values.items():
        if len(items) > 1 and field not in _SEVERAL:
            reader.wrong(items[1].line, f"{section.title} {field}", f"given twice; first on line {items[0].line}")
    for field in ("kind", "where"):
        if field not in values:
            reader.wrong(section.line, f"{section.title} {field}", "missing")
    if not section.paragraphs:
        reader.wrong(section.line, section.title, "expected its full title as a line of its own")

    def one(field: str) -> Item:
        return values[field][0] if field in values else Item("", section.line)

    def parts(field: str, fewest: int, most: int, form: str) -> list[tuple[Item, list[str]]]:
        read = [(item, [part.strip() for part in item.text.split(" | ")]) for item in values.get(field, [])]
        for item, found in read:
            if not fewest <= len(found) <= most or not all(found):
                reader.wrong(item.line, f"{section.title} {field}", f"expected `{form}`")
        return [(item, found) for item, found in read if fewest <= len(found) <= most and all(found)]

    def when(text: str, line: int, field: str) -> str:
        return _date(reader, text, line, f"{section.title} {field}")

    def optional(field: str) -> str | None:
        return when(one(field).text, one(field).line, field) if field in values else None

    kind = one("kind")
    return Instrument(
        name=section.title,
        title=" ".join(p.text for p in section.paragraphs),
        kind=reader.choice(kind.text, kind.line, f"{section.title} kind", get_args(InstrumentKind))  # type: ignore[arg-type]
        if kind.text
        else "law",
        where=one("where").text,
        known_as=tuple(name.strip() for name in one("known as").text.split(";") if name.strip()),
        published=optional("published"),
        in_force=optional("in force"),
        applies=tuple(
            Applies(start=when(found[0], item.line, "applies"), what=found[1], articles="".join(found[2:]))
            for item, found in parts("applies", 2, 3, "date | what | articles, where it is not for all of them")
        ),
        amended=tuple(
            Amended(date=when(found[0], item.line, "amended"), what=found[1])
            for item, found in parts("amended", 2, 2, "date | what changed")
        ),
        former=tuple(
            FormerName(
                name=found[0],
                until=None if found[1] == "none" else when(found[1], item.line, "formerly"),
                why=found[2],
            )
            for item, found in parts("formerly", 3, 3, "former name | until when, or none | what became of it")
        ),
    )


def _date(reader: Reader, text: str, line: int, field: str) -> str:
    """Return a date as it was written, when there is such a day, month or year."""
    if _DATE.fullmatch(text):
        try:
            date.fromisoformat(f"{text}-01-01"[:10])
            return text
        except ValueError:
            pass
    reader.wrong(line, field, f"{text!r} is no date; write 2026-08-02, 2026-08 or 2026")
    return "1900"


def _day(reader: Reader, text: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        reader.wrong(line, "as-of", f"{text!r} is no day; write the day on which the table was checked, as 2026-08-02")
        return date(1900, 1, 1)
