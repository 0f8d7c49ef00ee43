"""Build the clause tree of a document from its blocks."""

import re
from collections.abc import Sequence

from analyzer.models import Block, Clause, ClauseKind, Document
from analyzer.numerals import is_roman, roman_value
from analyzer.segment.citation import cite
from analyzer.segment.contents import find_contents
from analyzer.segment.headings import heading_of, is_heading, stands_alone
from analyzer.segment.labels import Label, Scheme, read_label
from analyzer.segment.signature import find_signatures
from analyzer.segment.tree import Node, Tree, is_prefix

_HOLDERS: frozenset[Scheme] = frozenset({"schedule", "part", "article"})
_KINDS: dict[Scheme, ClauseKind] = {
    "schedule": "schedule",
    "part": "schedule",
    "article": "article",
    "section": "section",
    "decimal": "section",
}
# A paragraph as long as this that opens with "Schedule 2" is prose about it, not its title.
_TITLE_CHARACTERS = 400
# "Exhibit 10.14" above everything is the stamp of a securities filing, not a part of the contract.
_FILING_STAMP = re.compile(r"\s*exhibit\s+(?:\d+\.\d+|\d+\s?\(|99\b)", re.IGNORECASE)


def build_outline(document: Document) -> tuple[Clause, ...]:
    """Return the clauses in order; their own spans tile the body exactly once."""
    texts = [document.text[block.start : block.end] for block in document.blocks]
    labels = [_label_of(block, text) for block, text in zip(document.blocks, texts, strict=True)]
    contents = find_contents(document)
    signatures = find_signatures(document, labels)
    tree = Tree(document.text)
    for index, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
        label = labels[index]
        if index in contents:
            _add_run(tree, block, "contents", starts=index - 1 not in contents)
        elif index in signatures:
            _add_run(tree, block, "signature", starts=index - 1 not in signatures)
        elif block.kind == "table_row":
            tree.add(Node("row", block.start, block.end), push=False)
        elif label is not None and not _is_prose_or_stamp(tree, block, text, label):
            _add_labelled(tree, block, text, label, roman_next=_roman_next(label, labels[index + 1 : index + 40]))
        elif label is None and is_heading(block, text):
            following = next((known for known in labels[index + 1 : index + 6] if known is not None), None)
            _add_heading(tree, block, text, following)
        else:
            _add_text(tree, block)
    return _clauses(tree, document)


def _label_of(block: Block, text: str) -> Label | None:
    if block.kind in {"table_row", "footnote"}:
        return None
    if block.number is None:
        return read_label(text)
    number = block.number.strip()
    label = read_label(number if number[-1:] in ".):" else number + " ")
    if label is not None:
        return Label(label.scheme, label.text, label.ordinals, 0, label.style)
    core = number.strip("().")
    if re.fullmatch(r"[A-Za-z]{1,6}", core):
        scheme: Scheme = "lower" if core.islower() else "upper"
        return Label(scheme, number, (roman_value(core),) if is_roman(core) else (), 0, number.replace(core, ""))
    if re.fullmatch(r"\d{1,3}[A-Z]?", core):
        return Label("decimal", core, (int(re.findall(r"\d+", core)[0]),), 0)
    return None


def _is_prose_or_stamp(tree: Tree, block: Block, text: str, label: Label) -> bool:
    if label.scheme not in {"schedule", "part"}:
        return False
    if not any(node.label is not None for node in tree.nodes) and _FILING_STAMP.match(text):
        return True
    return len(text) > _TITLE_CHARACTERS and block.kind != "heading"


def _roman_next(label: Label, following: Sequence[Label | None]) -> bool:
    """Say whether, after "(i)", "(ii)" comes before the next letter or another "(i)"."""
    if label.scheme not in {"lower", "upper"} or label.text.strip("().").lower() != "i":
        return False
    for other in following:
        if other is None or other.style != label.style or other.scheme != label.scheme:
            continue
        bare = other.text.strip("().").lower()
        if bare in {"i", "ii", "j"}:
            return bare == "ii"
    return False


def _add_labelled(tree: Tree, block: Block, text: str, label: Label, *, roman_next: bool) -> None:
    heading = heading_of(block, text, label)
    alone = stands_alone(block, text, heading)
    label = tree.open_under(label, titled=heading is not None, alone=alone, roman_next=roman_next)
    kind = _KINDS.get(label.scheme, "item")
    if label.scheme == "decimal" and len(label.ordinals) == 1 and not tree.stack:
        kind = "article"
    tree.add(Node(kind, block.start, block.end, label=label, heading=heading, alone=alone))


def _add_heading(tree: Tree, block: Block, text: str, following: Label | None) -> None:
    heading = " ".join(text.split())
    last = tree.nodes[-1] if tree.nodes else None
    innermost = tree.stack[-1:] == [len(tree.nodes) - 1]
    if last is not None and last.label is not None and last.heading is None and innermost:
        own = " ".join(tree.text[last.start : last.end].split())
        alone = len(own) <= len(last.label.text) + 3 or re.match(r"(?i)\w+ [\w.]+ to (?:the )?[\w ]{3,60}$", own)
        if last.label.scheme not in {"bullet", "lower", "upper"} and alone:
            # "ARTICLE IV" on one line, its heading on the next.
            last.end, last.heading = block.end, heading.strip("()")
            return
    if following is not None and following.scheme == "decimal" and len(following.ordinals) > 1:
        holder = _open_number(tree, following.ordinals)
        if holder is not None:
            # A heading between 9.4 and 9.5 divides clause 9; it does not end it.
            del tree.stack[holder + 1 :]
            tree.add(Node("section", block.start, block.end, heading=heading), push=False)
            return
    while tree.stack and tree.scheme(tree.stack[-1]) not in _HOLDERS:
        opened = tree.nodes[tree.stack[-1]]
        if opened.label is None and opened.outline is not None and opened.outline < (block.level or 0):
            break
        tree.stack.pop()
    if tree.stack and tree.scheme(tree.stack[-1]) == "article" and block.level == 0:
        tree.stack.pop()
    tree.add(Node("section", block.start, block.end, heading=heading, outline=block.level))


def _open_number(tree: Tree, path: tuple[int, ...]) -> int | None:
    """Return the place on the stack of the innermost open clause that a decimal path goes on from."""
    for depth in range(len(tree.stack) - 1, -1, -1):
        label = tree.nodes[tree.stack[depth]].label
        counts = label is not None and label.scheme in {"decimal", "section", "article"}
        if counts and label is not None and is_prefix(label.ordinals, path):
            return depth
    return None


def _add_text(tree: Tree, block: Block) -> None:
    if not tree.nodes:
        tree.add(Node("preamble", block.start, block.end), push=False)
        return
    last = tree.nodes[-1]
    holder = last.parent
    if last.kind == "item" and holder is not None and _is_flush(tree, block, holder):
        # Flush text after a list belongs to the clause that holds the list; the list may still go on after it.
        level = tree.nodes[holder].level + 1
        tree.nodes.append(Node("text", block.start, block.end, level=level, parent=holder))
    elif last.kind in {"row", "contents", "signature"}:
        kind: ClauseKind = "text" if tree.stack else "preamble"
        tree.add(Node(kind, block.start, block.end), push=False)
    else:
        last.end = block.end


def _is_flush(tree: Tree, block: Block, holder: int) -> bool:
    """Say whether a paragraph after an item closes the list; else it is the item's second paragraph."""
    text = tree.text[block.start : block.end]
    return text[:1].isupper() and len(text.split()) > 8 and tree.unfinished(holder)


def _add_run(tree: Tree, block: Block, kind: ClauseKind, *, starts: bool) -> None:
    if not starts and tree.nodes and tree.nodes[-1].kind == kind:
        tree.nodes[-1].end = block.end
        return
    if kind == "signature":
        tree.close_until(frozenset({"schedule"}))
        tree.add(Node(kind, block.start, block.end), push=False)
    else:
        tree.nodes.append(Node(kind, block.start, block.end))


def _clauses(tree: Tree, document: Document) -> tuple[Clause, ...]:
    """Let each clause run to the next one's start, so that nothing of the body is outside, and give pages."""
    clauses: list[Clause] = []
    numbers = cite(tree.nodes)
    page = 0
    for index, node in enumerate(tree.nodes):
        while page + 1 < len(document.pages) and document.pages[page + 1].start <= node.start:
            page += 1
        clauses.append(
            Clause(
                kind=node.kind,
                start=node.start if index else 0,
                end=tree.nodes[index + 1].start if index + 1 < len(tree.nodes) else len(document.text),
                level=node.level,
                parent=node.parent,
                label=node.label.text if node.label is not None else None,
                number=numbers[index],
                heading=node.heading,
                page=document.pages[page].number if document.format == "pdf" and document.pages else None,
            )
        )
    return tuple(clauses)
