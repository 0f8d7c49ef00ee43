"""Read `exemplars/<id>.md`: for each element sentences of each status, and the provision's hard negatives."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from analyzer.library.markdown import Item, MarkdownFile, Mistake, unknown
from analyzer.models import Exemplar, ExemplarStatus

HARD_NEGATIVES = "Hard negatives"
# So many sentences of each kind an element needs before the nearest one means anything.
FLOORS: dict[ExemplarStatus, int] = {"strong": 8, "adequate": 4, "weak": 8, "adverse": 8}
HARD_NEGATIVE_FLOOR = 20


def read_exemplars(source: MarkdownFile, provision: str, mistakes: list[Mistake]) -> tuple[Exemplar, ...]:
    """Return the exemplars in file order; ids are `provision/element/status/n`, counted from 1."""
    exemplars: list[Exemplar] = []
    seen: dict[str, int] = {}
    statuses = get_args(ExemplarStatus)

    def add(item: Item, element: str | None, status: ExemplarStatus | None, count: int) -> None:
        key = " ".join(item.text.lower().split())
        if key in seen:
            mistakes.append(Mistake(source.name, item.line, "exemplar", f"the same text stands on line {seen[key]}"))
        seen[key] = item.line
        why: str | None = None
        for child in item.children:
            name, _, value = child.text.partition(":")
            if name.strip() != "why" or not value.strip():
                mistakes.append(Mistake(source.name, child.line, "exemplar", "a nested bullet must read `why: ...`"))
            why = value.strip()
        identity = f"{provision}/{element or 'hard-negative'}/{status or 'none'}/{count}"
        exemplars.append(
            Exemplar(id=identity, provision=provision, element=element, status=status, text=item.text, why=why)
        )

    top = [inner for outer in source.root.sections for inner in outer.sections]
    if not top:
        mistakes.append(Mistake(source.name, 1, "file", "expected `## <element id>` sections and `## Hard negatives`"))
    for section in top:
        if section.title == HARD_NEGATIVES:
            for count, item in enumerate(section.items, 1):
                add(item, None, None, count)
            continue
        for part in section.sections:
            if part.title not in statuses:
                mistakes.append(Mistake(source.name, part.line, "status", unknown(statuses)))
                continue
            status: ExemplarStatus = part.title  # type: ignore[assignment]
            for count, item in enumerate(part.items, 1):
                add(item, section.title, status, count)
        if not section.sections:
            mistakes.append(Mistake(source.name, section.line, section.title, "no `### strong|adequate|weak|adverse`"))
    return tuple(exemplars)


def check_exemplars(
    source: MarkdownFile, elements: Sequence[str], exemplars: Sequence[Exemplar], mistakes: list[Mistake]
) -> None:
    """Append what is missing or out of place: unknown elements, and too few sentences of a kind."""
    sections = {inner.title: inner for outer in source.root.sections for inner in outer.sections}
    counts = Counter((e.element, e.status) for e in exemplars)
    for title, section in sections.items():
        if title != HARD_NEGATIVES and title not in elements:
            what = f"no element of this provision; {unknown(elements)}"
            mistakes.append(Mistake(source.name, section.line, title, what))
    for element in elements:
        for status, floor in FLOORS.items():
            have = counts[element, status]
            if have < floor:
                section = sections.get(element, source.root)
                line = next((part.line for part in section.sections if part.title == status), section.line)
                what = f"{have} exemplars; at least {floor} are needed"
                mistakes.append(Mistake(source.name, line, f"{element} {status}", what))
    have = counts[None, None]
    if have < HARD_NEGATIVE_FLOOR:
        line = sections[HARD_NEGATIVES].line if HARD_NEGATIVES in sections else source.root.line
        what = f"{have} given; at least {HARD_NEGATIVE_FLOOR} are needed"
        mistakes.append(Mistake(source.name, line, "hard negatives", what))
