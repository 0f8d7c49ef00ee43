"""Read one `## Element: <id>` section of a provision: its fields, its measure and its drafts."""

import math
import re
from typing import get_args

from analyzer.library.markdown import Item, MarkdownFile, Mistake, Section, unknown
from analyzer.models import Anchor, Comparison, Criticality, Element, Measure, Posture, Unit

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


class Reader:
    """Collects mistakes for one file while fields are read."""

    def __init__(self, source: MarkdownFile, mistakes: list[Mistake]) -> None:
        self.source = source
        self.mistakes = mistakes

    def wrong(self, line: int, field: str, what: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(self.source.name, line, field, what))

    def choice(self, value: str, line: int, field: str, allowed: tuple[str, ...]) -> str:
        """Return the value if it is one of these, else the first of them with a mistake noted."""
        if value not in allowed:
            self.wrong(line, field, f"{value!r} is not known; {unknown(allowed)}")
            return allowed[0]
        return value

    def number(self, value: str, line: int, field: str, *, above: float = -1.0) -> float:
        """Return the number that was typed, else 1 with a mistake noted."""
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number > above):
            self.wrong(line, field, f"{value!r} is not a number{' above 0' if above >= 0 else ''}")
            return 1.0
        return number

    def phrases(self, items: list[Item]) -> tuple[str, ...]:
        """Return the phrases that commas separate."""
        return tuple(phrase.strip() for item in items for phrase in item.text.split(",") if phrase.strip())


def read_element(reader: Reader, section: Section, provision: str) -> Element:
    """Return one element of a provision; mistakes are noted and stand-ins put in place of what can't be read."""
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
        if not any(item.text for item in values.get(name, [])):
            reader.wrong(values[name][0].line if name in values else section.line, f"{identity} {name}", "missing")
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


def _read_measure(reader: Reader, identity: str, item: Item) -> Measure | None:
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


def _read_drafts(reader: Reader, section: Section, identity: str) -> dict[Posture, str]:
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
        check_slots(reader, text, found.line if found else section.line, f"{identity} draft")
        drafts[posture] = text
    return drafts


def check_slots(reader: Reader, text: str, line: int, field: str) -> None:
    """Note slots in braces that the program would not fill."""
    for slot in re.findall(r"\{([^{}]*)\}", text):
        if slot not in SLOTS:
            reader.wrong(line, f"{field} {{{slot}}}", unknown(SLOTS))
    if text.count("{") != text.count("}"):
        reader.wrong(line, field, "a brace is not closed")
