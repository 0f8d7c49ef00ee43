"""Build the clause tree of a document from its blocks."""

import re
from dataclasses import dataclass, field

from analyzer.models import Block, Clause, ClauseKind, Document
from analyzer.segment.contents import find_contents
from analyzer.segment.labels import Label, Scheme, is_roman, read_label, roman_value

_SIGNATURE = re.compile(
    r"\s*(?:IN WITNESS WHEREOF|SIGNED (?:by|for)|EXECUTED (?:by|as)|AGREED AND ACCEPTED|ACCEPTED AND AGREED"
    r"|The parties have (?:executed|signed)|Signature page|SIGNATURE PAGE)",
)
_RUN_IN = re.compile(r"\s*(?P<heading>[A-Z][^.:;\n]{1,80}?)\s*(?:[.:](?=\s|$)|\s[\u2013\u2014-]\s)")
_SMALL = frozenset("a an and as at by for from in into of on or the to with via per under v other".split())
_RANK: dict[Scheme, int] = {"schedule": 0, "part": 1, "article": 2, "section": 3}


@dataclass
class _Open:
    """A clause on the stack, still taking children."""

    index: int
    scheme: Scheme | None
    ordinals: tuple[int, ...]
    bare: str
    level: int


@dataclass
class _Builder:
    text: str
    clauses: list[Clause] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def add(
        self,
        kind: ClauseKind,
        start: int,
        end: int,
        *,
        level: int,
        parent: int | None,
        label: str | None = None,
        number: str | None = None,
        heading: str | None = None,
    ) -> int:
        self.clauses.append(
            Clause(
                kind=kind,
                start=start,
                end=end,
                level=level,
                parent=parent,
                label=label,
                number=number,
                heading=heading,
            )
        )
        return len(self.clauses) - 1

    def extend(self, end: int, heading: str | None = None) -> None:
        last = self.clauses[-1]
        update: dict[str, object] = {"end": end}
        if heading is not None:
            update["heading"] = heading
        self.clauses[-1] = last.model_copy(update=update)


def build_outline(document: Document) -> tuple[Clause, ...]:
    """Return the clauses in order; their own spans tile the body exactly once."""
    builder = _Builder(document.text)
    contents = find_contents(document)
    in_signature = False
    for index, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        if index in contents:
            _add_contents(builder, block)
            continue
        label = _label_of(block, text)
        if label is None and _SIGNATURE.match(text):
            in_signature = True
            builder.stack = [o for o in builder.stack if o.scheme == "schedule"]
            parent = builder.stack[-1].index if builder.stack else None
            builder.add("signature", block.start, block.end, level=len(builder.stack), parent=parent)
            continue
        if in_signature and not (label is not None and label.scheme in {"schedule", "article"}):
            builder.extend(block.end)
            continue
        in_signature = False
        if block.kind == "table_row":
            _add_row(builder, block)
        elif label is not None:
            _add_labelled(builder, block, text, label)
        elif _is_heading(block, text):
            _add_heading(builder, block, text)
        else:
            _add_text(builder, block, text)
    return _tile(builder.clauses, len(document.text), document)


def _label_of(block: Block, text: str) -> Label | None:
    if block.kind in {"table_row", "footnote"}:
        return None
    if block.number is not None:
        label = read_label(block.number if block.number[-1:] in ".):" else block.number + " ")
        if label is None and re.fullmatch(r"\(?[A-Za-z]{1,5}[.)]?", block.number):
            core = block.number.strip("().")
            scheme: Scheme = "lower" if core.islower() else "upper"
            return Label(scheme, block.number, (roman_value(core),) if is_roman(core) else (), 0)
        if label is None and re.fullmatch(r"\d{1,3}[A-Z]?", block.number.strip()):
            return Label("decimal", block.number.strip(), (int(re.findall(r"\d+", block.number)[0]),), 0)
        return Label(label.scheme, label.text, label.ordinals, 0) if label is not None else None
    return read_label(text)


def _is_heading(block: Block, text: str) -> bool:
    if block.kind == "heading":
        return True
    words = text.split()
    if not words or len(words) > 12 or text.rstrip()[-1:] in ".;,":
        return False
    letters = [c for c in text if c.isalpha()]
    capitals = len(letters) > 3 and all(c.isupper() for c in letters)
    return capitals or (block.bold and len(words) <= 10 and words[0][:1].isupper())


def _resolve(label: Label, stack: list[_Open]) -> Label:
    """Decide whether a letter is a letter or a roman numeral from what is open."""
    if label.scheme not in {"lower", "upper"}:
        return label
    bare = label.text.strip("().")
    if not is_roman(bare):
        return label
    roman: Scheme = "roman" if label.scheme == "lower" else "upper_roman"
    value = roman_value(bare)
    style = _style(label.text)
    for opened in reversed(stack):
        if opened.scheme == roman and opened.bare == style and opened.ordinals == (value - 1,):
            return Label(roman, label.text, (value,), label.length)
        if opened.scheme == label.scheme and opened.bare == style and opened.ordinals == (label.ordinals[0] - 1,):
            if len(bare) == 1:
                return label
    return Label(roman, label.text, (value,), label.length) if value == 1 or len(bare) > 1 else label


def _style(text: str) -> str:
    return re.sub(r"[A-Za-z0-9]+", "", text)


def _find_parent(label: Label, builder: _Builder) -> None:
    """Pop the stack down to the clause that `label` belongs under."""
    stack = builder.stack
    if label.scheme in _RANK:
        rank = _RANK[label.scheme]
        while stack and (stack[-1].scheme is None or stack[-1].scheme not in _RANK or _RANK[stack[-1].scheme] >= rank):
            stack.pop()
        return
    if label.scheme == "decimal":
        while stack:
            top = stack[-1]
            if top.scheme == "decimal" and len(top.ordinals) < len(label.ordinals):
                if label.ordinals[: len(top.ordinals)] == top.ordinals:
                    return
            elif top.scheme == "section" and len(top.ordinals) < len(label.ordinals):
                if label.ordinals[: len(top.ordinals)] == top.ordinals:
                    return
            elif top.scheme in {"schedule", "part", "article"}:
                return
            elif top.scheme is None and not any(o.scheme == "decimal" for o in stack):
                return
            stack.pop()
        return
    style = _style(label.text)
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth]
        if opened.scheme == label.scheme and opened.bare == style:
            del stack[depth:]
            return
        if opened.scheme in _RANK or opened.scheme == "decimal":
            return


def _citation(label: Label, builder: _Builder) -> str:
    text = label.text.rstrip(".")
    if label.scheme in {"schedule", "part", "article"}:
        words = text.split()
        text = " ".join([words[0].capitalize(), *words[1:]]).replace("PART", "Part")
        if label.scheme == "part":
            return _join(_enclosing(builder, {"schedule"}), text, " ")
        return text
    if label.scheme == "section":
        text = re.sub(r"^(?:Section|Clause|Paragraph|\u00a7)\s*", "", text, flags=re.IGNORECASE)
    if label.scheme in {"section", "decimal"}:
        return _join(_enclosing(builder, {"schedule", "part"}), text, ", ")
    if label.scheme == "bullet":
        return _number_above(builder)
    if not text.startswith("("):
        text = f"({text.strip('.)')})"
    above = _number_above(builder)
    if not above or above.split()[0] in {"Article", "Schedule", "Exhibit", "Annex", "Appendix", "Attachment"}:
        return _join(above, text, ", ") if " " in above and "," not in above else above + text
    return above + text


def _join(above: str, text: str, between: str) -> str:
    return f"{above}{between}{text}" if above else text


def _enclosing(builder: _Builder, schemes: set[str]) -> str:
    for opened in reversed(builder.stack):
        if opened.scheme in schemes:
            return builder.clauses[opened.index].number or ""
    return ""


def _number_above(builder: _Builder) -> str:
    for opened in reversed(builder.stack):
        number = builder.clauses[opened.index].number
        if number:
            return number
    return ""


_KINDS: dict[Scheme, ClauseKind] = {
    "schedule": "schedule",
    "part": "schedule",
    "article": "article",
    "section": "section",
    "decimal": "section",
}


def _add_labelled(builder: _Builder, block: Block, text: str, label: Label) -> None:
    label = _resolve(label, builder.stack)
    if label.scheme in {"schedule", "part", "article", "section"} and len(text) > 400 and block.kind != "heading":
        # A paragraph that opens with "Schedule 2" is prose about it.
        if label.scheme in {"schedule", "part"}:
            _add_text(builder, block, text)
            return
    _find_parent(label, builder)
    number = _citation(label, builder)
    heading = _heading_of(block, text, label)
    parent = builder.stack[-1].index if builder.stack else None
    level = builder.stack[-1].level + 1 if builder.stack else 0
    kind = _KINDS.get(label.scheme, "item")
    if label.scheme == "decimal" and len(label.ordinals) == 1 and parent is None:
        kind = "article"
    index = builder.add(
        kind, block.start, block.end, level=level, parent=parent, label=label.text, number=number or None, heading=heading
    )
    if label.scheme == "bullet" and builder.stack and builder.stack[-1].scheme == "bullet":
        builder.stack.pop()
    builder.stack.append(_Open(index, label.scheme, label.ordinals, _style(label.text), level))


def _heading_of(block: Block, text: str, label: Label) -> str | None:
    rest = text[label.length :].strip(" \t.:-\u2013\u2014\u2022") if label.length else text.strip()
    if not rest:
        return None
    letters = [c for c in rest if c.isalpha()]
    words = rest.split()
    if len(words) <= 14 and (block.kind == "heading" or block.bold or (letters and all(c.isupper() for c in letters))):
        return rest.rstrip(".:")
    if len(words) <= 8 and rest[-1] not in ".;,:" and _is_title(words):
        return rest
    match = _RUN_IN.match(rest)
    if match is not None and match.end() < len(rest) and _is_title(match["heading"].split()):
        return match["heading"].strip()
    return None


def _is_title(words: list[str]) -> bool:
    capitalised = sum(w[:1].isupper() or w.lower() in _SMALL or not w[:1].isalpha() for w in words)
    return len(words) <= 9 and (capitalised == len(words) or (len(words) <= 3 and words[0][:1].isupper()))


def _add_heading(builder: _Builder, block: Block, text: str) -> None:
    heading = " ".join(text.split())
    last = builder.clauses[-1] if builder.clauses else None
    if last is not None and last.heading is None and last.label is not None and builder.stack:
        own = builder.text[last.start : last.end].strip()
        if len(own) <= len(last.label) + 3 and builder.stack[-1].index == len(builder.clauses) - 1:
            # "ARTICLE IV" on one line, its heading on the next.
            builder.extend(block.end, heading)
            return
    while builder.stack and builder.stack[-1].scheme not in {"schedule", "part", "article"}:
        builder.stack.pop()
    if builder.stack and builder.stack[-1].scheme == "article" and block.level is not None and block.level == 0:
        builder.stack.pop()
    parent = builder.stack[-1].index if builder.stack else None
    level = builder.stack[-1].level + 1 if builder.stack else 0
    index = builder.add("section", block.start, block.end, level=level, parent=parent, heading=heading,
                        number=builder.clauses[parent].number if parent is not None else None)
    builder.stack.append(_Open(index, None, (), "", level))


def _add_row(builder: _Builder, block: Block) -> None:
    parent = builder.stack[-1].index if builder.stack else None
    level = builder.stack[-1].level + 1 if builder.stack else 0
    builder.add("row", block.start, block.end, level=level, parent=parent, number=_number_above(builder) or None)


def _add_text(builder: _Builder, block: Block, text: str) -> None:
    if not builder.clauses:
        builder.add("preamble", block.start, block.end, level=0, parent=None)
        return
    last = builder.clauses[-1]
    if last.kind == "item" and text[:1].isupper() and len(text.split()) > 8 and last.parent is not None:
        # Flush text after a list belongs to the clause that holds the list.
        while builder.stack and builder.stack[-1].index != last.parent:
            builder.stack.pop()
        number = builder.clauses[last.parent].number
        builder.add("text", block.start, block.end, level=last.level, parent=last.parent, number=number)
    elif last.kind in {"row", "contents"}:
        parent = builder.stack[-1].index if builder.stack else None
        level = builder.stack[-1].level + 1 if builder.stack else 0
        kind: ClauseKind = "text" if builder.stack else "preamble"
        builder.add(kind, block.start, block.end, level=level, parent=parent, number=_number_above(builder) or None)
    else:
        builder.extend(block.end)


def _add_contents(builder: _Builder, block: Block) -> None:
    if builder.clauses and builder.clauses[-1].kind == "contents":
        builder.extend(block.end)
    else:
        builder.add("contents", block.start, block.end, level=0, parent=None)


def _tile(clauses: list[Clause], length: int, document: Document) -> tuple[Clause, ...]:
    """Let each clause run to the next one's start, so that nothing of the body is outside, and give pages."""
    tiled: list[Clause] = []
    page = 0
    for index, clause in enumerate(clauses):
        start = clause.start if index else 0
        end = clauses[index + 1].start if index + 1 < len(clauses) else length
        while page + 1 < len(document.pages) and document.pages[page + 1].start <= clause.start:
            page += 1
        number = document.pages[page].number if document.format == "pdf" and document.pages else None
        tiled.append(clause.model_copy(update={"start": start, "end": end, "page": number}))
    return tuple(tiled)
