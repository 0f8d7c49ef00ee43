"""Read `provisions/<id>.md` and `definitions.md`."""

import re
from collections import Counter
from typing import Any, get_args

from pydantic import ValidationError

from analyzer.library.markdown import Item, MarkdownFile, Mistake, Section, unknown
from analyzer.models import (
    Anchor,
    Comparison,
    Criticality,
    Definition,
    Element,
    Exemplar,
    Group,
    Measure,
    Posture,
    Provision,
    Tier,
    Unit,
)

HEADER_FIELDS = (
    "schema",
    "id",
    "title",
    "class",
    "origin",
    "group",
    "applies",
    "weight-routine",
    "weight-standard",
    "weight-high",
)
ELEMENT_FIELDS = (
    "criticality",
    "promoted at high tier",
    "anchor",
    "measure",
    "strong",
    "adequate",
    "weak",
    "adverse",
    "about",
    "weak cue",
    "adverse cue",
    "source",
)
SECTIONS = ("Plain words", "Why it matters", "Headings", "AI terms", "Ordinary terms", "References", "Postures")
OPTIONAL_SECTIONS = ("Applies when",)
EXEMPLAR_FLOORS = {"strong": 8, "adequate": 4, "weak": 8, "adverse": 8}
HARD_NEGATIVE_FLOOR = 20
SLOTS = (
    "client",
    "provider",
    "clients",
    "providers",
    "shall",
    "client_data",
    "services",
    "agreement",
    "subcontractor",
    "personnel",
    "confidential_information",
    "losses",
    "charges",
    "business_day",
    "affiliates",
)
_MEASURE = re.compile(
    r"(?P<unit>[a-z ]+), (?P<comparison>at least|at most) (?P<strong>[\d./ ]+?)(?:, adequate (?P<adequate>[\d./ ]+))?"
)


class _Reader:
    """Collects mistakes for one file while fields are read."""

    def __init__(self, source: MarkdownFile, mistakes: list[Mistake]) -> None:
        self.source = source
        self.mistakes = mistakes

    def wrong(self, line: int, field: str, what: str) -> None:
        self.mistakes.append(Mistake(self.source.name, line, field, what))

    def choice(self, value: str, line: int, field: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            self.wrong(line, field, f"{value!r} is not known; {unknown(allowed)}")
            return allowed[0]
        return value

    def number(self, value: str, line: int, field: str) -> float:
        try:
            return float(value)
        except ValueError:
            self.wrong(line, field, f"{value!r} is not a number")
            return 0.0

    def phrases(self, items: list[Item]) -> tuple[str, ...]:
        return tuple(phrase.strip() for item in items for phrase in item.text.split(",") if phrase.strip())


def read_provision(
    source: MarkdownFile, stem: str, exemplars: tuple[Exemplar, ...], mistakes: list[Mistake]
) -> Provision | None:
    """Return the provision, or None when its header can't be read; mistakes are appended."""
    reader = _Reader(source, mistakes)
    header = {name: value for name, (value, _) in source.header.items()}
    for name in HEADER_FIELDS:
        if name not in header:
            reader.wrong(1, name, "missing from the header")
    for name, (_, line) in source.header.items():
        if name not in HEADER_FIELDS:
            reader.wrong(line, name, unknown(HEADER_FIELDS))
    if not source.root.sections or any(name not in header for name in HEADER_FIELDS):
        return None
    if header["id"] != stem:
        reader.wrong(source.header["id"][1], "id", f"expected {stem!r}, as the file is named")
    body = source.root.sections[0]
    named = {section.title: section for section in body.sections}
    element_sections = [s for s in body.sections if s.title.startswith("Element: ")]
    for section in body.sections:
        if section.title not in (*SECTIONS, *OPTIONAL_SECTIONS) and section not in element_sections:
            reader.wrong(section.line, section.title, unknown((*SECTIONS, *OPTIONAL_SECTIONS, "Element: <id>")))
    for name in SECTIONS:
        if name not in named:
            reader.wrong(body.line, name, "section missing")
            named[name] = Section(title=name, level=2, line=body.line)
    elements = tuple(_read_element(reader, section, stem) for section in element_sections)
    _check_exemplars(reader, elements, exemplars, body.line)
    postures = _read_pairs(reader, named["Postures"], get_args(Posture))
    tiers: tuple[Tier, ...] = get_args(Tier)
    origin = reader.choice(header["origin"], source.header["origin"][1], "origin", ("sources", "reference"))
    provision_class = reader.choice(header["class"], source.header["class"][1], "class", ("core", "extended"))
    triggers = reader.phrases(named["Applies when"].items) if "Applies when" in named else ()
    if header["applies"] != "always" and not triggers:
        reader.wrong(source.header["applies"][1], "applies", "a condition needs a section `## Applies when`")
    fields: dict[str, Any] = {
        "id": header["id"],
        "title": header["title"],
        "plain": _one_text(reader, named["Plain words"]),
        "provision_class": provision_class,
        "origin": origin,
        "group": reader.choice(header["group"], source.header["group"][1], "group", get_args(Group)),
        "applies": header["applies"],
        "weights": {
            t: reader.number(header[f"weight-{t}"], source.header[f"weight-{t}"][1], f"weight-{t}") for t in tiers
        },
        "purpose": " ".join(p.text for p in body.paragraphs),
        "why": " ".join(p.text for p in named["Why it matters"].paragraphs),
        "headings": tuple(i.text for i in named["Headings"].items),
        "ai_terms": tuple(i.text for i in named["AI terms"].items),
        "ordinary_terms": tuple(i.text for i in named["Ordinary terms"].items),
        "triggers": triggers,
        "references": tuple(i.text for i in named["References"].items),
        "postures": postures,
        "elements": elements,
        "exemplars": exemplars,
    }
    try:
        return Provision(**fields)
    except ValidationError as error:
        for problem in error.errors():
            reader.wrong(1, ".".join(str(part) for part in problem["loc"]), problem["msg"])
        return None


def _one_text(reader: _Reader, section: Section) -> str:
    text = " ".join(p.text for p in section.paragraphs)
    if not text:
        reader.wrong(section.line, section.title, "expected one sentence")
    return text


def _read_pairs(reader: _Reader, section: Section, allowed: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in section.items:
        name, _, value = item.text.partition(":")
        if name.strip() not in allowed:
            reader.wrong(item.line, section.title, unknown(allowed))
        else:
            pairs[name.strip()] = value.strip()
    for name in allowed:
        if not pairs.get(name):
            reader.wrong(section.line, section.title, f"no `- {name}: ...`")
    return pairs


def _read_element(reader: _Reader, section: Section, provision: str) -> Element:
    identity = section.title.removeprefix("Element: ").strip()
    values: dict[str, list[Item]] = {}
    for item in section.items:
        name, colon, value = item.text.partition(":")
        if not colon or name.strip() not in ELEMENT_FIELDS:
            reader.wrong(item.line, f"{identity} {name.strip()[:30]}", unknown(ELEMENT_FIELDS))
            continue
        values.setdefault(name.strip(), []).append(Item(value.strip(), item.line))
    for name, items in values.items():
        if len(items) > 1 and name not in {"about", "weak cue", "adverse cue", "source"}:
            reader.wrong(items[1].line, f"{identity} {name}", f"given twice; first on line {items[0].line}")
    for name in ("criticality", "promoted at high tier", "anchor", "strong", "adequate", "weak", "adverse", "about"):
        if name not in values:
            reader.wrong(section.line, f"{identity} {name}", "missing")
            values[name] = [Item("", section.line)]

    def one(name: str, allowed: tuple[str, ...]) -> str:
        item = values[name][0]
        return reader.choice(item.text, item.line, f"{identity} {name}", allowed) if item.text else allowed[0]

    return Element(
        id=identity,
        provision=provision,
        title=" ".join(p.text for p in section.paragraphs) or identity.replace("-", " "),
        criticality=one("criticality", get_args(Criticality)),  # type: ignore[arg-type]
        promote_at_high_tier=one("promoted at high tier", ("yes", "no")) == "yes",
        anchor=one("anchor", get_args(Anchor)),  # type: ignore[arg-type]
        measure=_read_measure(reader, identity, values["measure"][0]) if "measure" in values else None,
        strong=values["strong"][0].text,
        adequate=values["adequate"][0].text,
        weak=values["weak"][0].text,
        adverse=values["adverse"][0].text,
        about=tuple(reader.phrases([item]) for item in values["about"]),
        weak_cues=reader.phrases(values.get("weak cue", [])),
        adverse_cues=reader.phrases(values.get("adverse cue", [])),
        drafts=_read_drafts(reader, section, identity),
        sources=tuple(s.strip() for item in values.get("source", []) for s in item.text.split(";") if s.strip()),
    )


def _read_measure(reader: _Reader, identity: str, item: Item) -> Measure | None:
    field = f"{identity} measure"
    match = _MEASURE.fullmatch(item.text)
    if match is None:
        reader.wrong(item.line, field, "expected `days, at least 30 / 30 / 60, adequate 15 / 15 / 30`")
        return None
    bands: list[tuple[float, float, float] | None] = []
    for name in ("strong", "adequate"):
        text = match[name]
        if text is None:
            bands.append(None)
            continue
        numbers = [reader.number(part.strip(), item.line, field) for part in text.split("/")]
        if len(numbers) != 3:
            reader.wrong(item.line, field, "expected three numbers: routine / standard / high")
            return None
        bands.append((numbers[0], numbers[1], numbers[2]))
    strong = bands[0]
    if strong is None:
        return None
    return Measure(
        unit=reader.choice(match["unit"], item.line, field, get_args(Unit)),  # type: ignore[arg-type]
        comparison=reader.choice(match["comparison"], item.line, field, get_args(Comparison)),  # type: ignore[arg-type]
        strong=strong,
        adequate=bands[1],
    )


def _read_drafts(reader: _Reader, section: Section, identity: str) -> dict[Posture, str]:
    postures: tuple[Posture, ...] = get_args(Posture)
    drafts: dict[Posture, str] = {}
    parts = {part.title: part for part in section.sections}
    for part in section.sections:
        if part.title not in {f"Draft: {p}" for p in postures}:
            reader.wrong(part.line, f"{identity} draft", unknown([f"Draft: {p}" for p in postures]))
    for posture in postures:
        found = parts.get(f"Draft: {posture}")
        text = " ".join(quote.text for quote in found.quotes) if found else ""
        if not text:
            reader.wrong(found.line if found else section.line, f"{identity} draft {posture}", "no text; write `> ...`")
        for slot in re.findall(r"\{([^}]*)\}", text):
            if slot not in SLOTS:
                reader.wrong(found.line if found else section.line, f"{identity} draft {{{slot}}}", unknown(SLOTS))
        drafts[posture] = text
    return drafts


def _check_exemplars(
    reader: _Reader, elements: tuple[Element, ...], exemplars: tuple[Exemplar, ...], line: int
) -> None:
    known = {element.id for element in elements}
    counts = Counter((e.element, e.status) for e in exemplars)
    for name in sorted({str(e.element) for e in exemplars if e.element is not None} - known):
        reader.wrong(line, "exemplars", f"{name!r} is no element of this provision; {unknown(sorted(known))}")
    for element in elements:
        for status, floor in EXEMPLAR_FLOORS.items():
            if counts[(element.id, status)] < floor:  # type: ignore[index]
                have = counts[(element.id, status)]  # type: ignore[index]
                reader.wrong(line, f"{element.id} {status}", f"{have} exemplars; at least {floor} are needed")
    negatives = counts[(None, None)]
    if negatives < HARD_NEGATIVE_FLOOR:
        reader.wrong(line, "hard negatives", f"{negatives} given; at least {HARD_NEGATIVE_FLOOR} are needed")


def read_definitions(source: MarkdownFile, mistakes: list[Mistake]) -> tuple[Definition, ...]:
    """Read `definitions.md`: a section a term, one quoted definition, bullets with other names contracts give it."""
    definitions: list[Definition] = []
    for section in (inner for outer in source.root.sections for inner in outer.sections):
        text = " ".join(quote.text for quote in section.quotes)
        if not text:
            mistakes.append(Mistake(source.name, section.line, section.title, "no definition; write `> means ...`"))
        definitions.append(Definition(term=section.title, text=text, synonyms=tuple(i.text for i in section.items)))
    return tuple(definitions)
