"""Read `provisions/<id>.md` and `definitions.md`."""

import re
from typing import Any, get_args

from pydantic import ValidationError

from analyzer.library.elements import Reader, check_slots, read_element
from analyzer.library.law import read_references
from analyzer.library.markdown import MarkdownFile, Mistake, Section, unknown
from analyzer.models import Definition, Element, Exemplar, Group, LawTable, Posture, Provision, Tier

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
SECTIONS = ("Plain words", "Why it matters", "Headings", "AI terms", "Ordinary terms", "References", "Postures")
OPTIONAL_SECTIONS = ("Applies when",)


_FORBIDS = re.compile(
    r"\b(?:(?:shall|will|may|must|does|do|is|are|be|need) (?:\w+ )?not|can ?not|won't|don't|can't"
    r"|no|nor|never|neither|nothing|none|prohibited)\b",
    re.IGNORECASE,
)


def read_provision(
    source: MarkdownFile, stem: str, exemplars: tuple[Exemplar, ...], mistakes: list[Mistake], *, law: LawTable
) -> Provision | None:
    """Return the provision, or None when it can't be made; mistakes are appended."""
    if not source.header and not source.root.sections:
        return None  # the file could not be read, which is reported already
    reader = Reader(source, mistakes)
    header = {name: source.header.get(name, ("", 1))[0] for name in HEADER_FIELDS}
    lines = {name: source.header.get(name, ("", 1))[1] for name in HEADER_FIELDS}
    for name in HEADER_FIELDS:
        if not header[name]:
            reader.wrong(lines[name], name, "missing from the header")
    for name, (_, line) in source.header.items():
        if name not in HEADER_FIELDS:
            reader.wrong(line, name, unknown(HEADER_FIELDS))
    if header["id"] and header["id"] != stem:
        reader.wrong(lines["id"], "id", f"expected {stem!r}, as the file is named")
    if len(source.root.sections) != 1:
        reader.wrong(1, "title", "expected one heading `# Title`, with all sections under it")
    if not source.root.sections:
        return None

    def choice(name: str, allowed: tuple[str, ...]) -> str:
        return reader.choice(header[name], lines[name], name, allowed) if header[name] else allowed[0]

    def weight(name: str) -> float:
        return reader.number(header[name], lines[name], name, above=0.0) if header[name] else 1.0

    choice("schema", ("1",))
    body = source.root.sections[0]
    named: dict[str, Section] = {}
    for section in body.sections:
        if section.title in named:
            reader.wrong(section.line, section.title, f"given twice; first on line {named[section.title].line}")
        named.setdefault(section.title, section)
    element_sections = [s for t, s in named.items() if t.startswith("Element: ")]
    for section in named.values():
        if section.title not in (*SECTIONS, *OPTIONAL_SECTIONS) and section not in element_sections:
            reader.wrong(section.line, section.title, unknown((*SECTIONS, *OPTIONAL_SECTIONS, "Element: <id>")))
    for name in SECTIONS:
        if name not in named:
            reader.wrong(body.line, name, "section missing")
            named[name] = Section(title=name, level=2, line=body.line)
    if not element_sections:
        reader.wrong(body.line, "elements", "expected at least one section `## Element: <id>`")
    elements = tuple(_with_polarity(read_element(reader, section, stem), exemplars) for section in element_sections)
    postures = _read_pairs(reader, named["Postures"], get_args(Posture))
    tiers: tuple[Tier, ...] = get_args(Tier)
    triggers = reader.phrases(named["Applies when"].items) if "Applies when" in named else ()
    if header["applies"] not in {"", "always"} and not triggers:
        reader.wrong(lines["applies"], "applies", "a condition needs a section `## Applies when`")
    fields: dict[str, Any] = {
        "id": header["id"],
        "title": header["title"],
        "plain": _one_text(reader, named["Plain words"]),
        "provision_class": choice("class", ("core", "extended")),
        "origin": choice("origin", ("sources", "reference")),
        "group": choice("group", get_args(Group)),
        "applies": header["applies"],
        "weights": {t: weight(f"weight-{t}") for t in tiers},
        "purpose": " ".join(p.text for p in body.paragraphs),
        "why": " ".join(p.text for p in named["Why it matters"].paragraphs),
        "headings": tuple(i.text for i in named["Headings"].items),
        "ai_terms": tuple(i.text for i in named["AI terms"].items),
        "ordinary_terms": tuple(i.text for i in named["Ordinary terms"].items),
        "triggers": triggers,
        "references": read_references(reader, named["References"].items, law),
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


def _one_text(reader: Reader, section: Section) -> str:
    text = " ".join(p.text for p in section.paragraphs)
    if not text:
        reader.wrong(section.line, section.title, "expected one sentence")
    return text


def _read_pairs(reader: Reader, section: Section, allowed: tuple[str, ...]) -> dict[str, str]:
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


def read_definitions(source: MarkdownFile, mistakes: list[Mistake]) -> tuple[Definition, ...]:
    """Read `definitions.md`: a section a term, one quoted definition, bullets with other names contracts give it."""
    reader = Reader(source, mistakes)
    definitions: list[Definition] = []
    for section in (inner for outer in source.root.sections for inner in outer.sections):
        text = " ".join(quote.text for quote in section.quotes)
        if not text:
            reader.wrong(section.line, section.title, "no definition; write `> means ...`")
        check_slots(reader, text, section.line, section.title)
        definitions.append(Definition(term=section.title, text=text, synonyms=tuple(i.text for i in section.items)))
    return tuple(definitions)


def _with_polarity(element: Element, exemplars: tuple[Exemplar, ...]) -> Element:
    """Note how much of what protects the client here is a ban."""
    strong = [e.text for e in exemplars if e.element == element.id and e.status == "strong"]
    share = sum(_FORBIDS.search(text) is not None for text in strong) / len(strong) if strong else 0.0
    return element.model_copy(update={"forbids": round(share, 2)})
