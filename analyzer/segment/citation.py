"""Give each clause the number lawyers cite it by: "14.2(b)", "Schedule 2 Part B, 3.1", "Article IV", "Recital A"."""

import re
from collections import Counter
from collections.abc import Sequence

from analyzer.segment.labels import Label
from analyzer.segment.tree import Node

_WORD = re.compile(r"^(?:Section|Clause|Paragraph|\u00a7)\s*", re.IGNORECASE)
_PART = re.compile(r"\s*[,-]?\s*\b(?:Part|PART)\b\s*")
_RECITALS = re.compile(r"\s*(?:recitals?|background|whereas|witnesseth)\W*$", re.IGNORECASE)


def cite(nodes: Sequence[Node]) -> list[str | None]:
    """Return the citation of each node; a bare heading, a row or flush text has that of the clause it stands in."""
    restarts = _numbered_anew_in_articles(nodes)
    numbers: list[str | None] = []
    for node in nodes:
        above = numbers[node.parent] if node.parent is not None else None
        if node.kind in {"preamble", "contents", "signature"}:
            numbers.append(None)
        elif node.label is None or node.label.scheme == "bullet":
            numbers.append(above)
        else:
            numbers.append(_number(node, node.label, nodes, numbers, above, restarts=restarts))
    return numbers


def _number(
    node: Node, label: Label, nodes: Sequence[Node], numbers: Sequence[str | None], above: str | None, *, restarts: bool
) -> str:
    text = label.text.rstrip(".")
    if label.scheme in {"schedule", "article"}:
        first, _, rest = text.partition(" ")
        return _PART.sub(" Part ", f"{first.capitalize()} {rest}")
    if label.scheme == "part":
        part = f"Part {text.split()[-1]}"
        outer = _enclosing(node, nodes, numbers, {"schedule", "article"})
        return f"{outer} {part}" if outer.startswith(("Schedule", "Exhibit", "A")) and outer else part
    if label.scheme in {"section", "decimal"}:
        text = _WORD.sub("", text)
        holders = {"schedule", "part", "article"} if restarts and len(label.ordinals) == 1 else {"schedule", "part"}
        if _parent_scheme(node, nodes) in {"section", "decimal"}:
            # 2.1 under an article's own 2 is cited as that 2 is.
            prefix, comma, _ = (above or "").rpartition(", ")
            return f"{prefix}{comma}{text}"
        outer = _enclosing(node, nodes, numbers, holders)
        return f"{outer}, {text}" if outer else text
    if not text.startswith("("):
        text = f"({text.strip('.)')})"
    # "A. DEFINITIONS" after the recitals is a clause of its own; a recital has no heading.
    recital = above is None and node.heading is None and label.scheme in {"upper", "upper_roman"}
    if recital and _in_recitals(node, nodes):
        return f"Recital {text.strip('()')}"
    if not above:
        return text
    # "Schedule 2, (a)" needs the comma; "Schedule 2, 3.1(a)" and "Recital A(i)" don't.
    named = above.split()[0] in _NAMED and ", " not in above
    return f"{above}, {text}" if named else f"{above}{text}"


_NAMED = frozenset(
    {"Article", "Schedule", "Exhibit", "Annex", "Annexure", "Appendix", "Attachment", "Addendum", "Part"}
)


def _enclosing(node: Node, nodes: Sequence[Node], numbers: Sequence[str | None], schemes: set[str]) -> str:
    parent = node.parent
    while parent is not None:
        label = nodes[parent].label
        if label is not None and label.scheme in schemes:
            return numbers[parent] or ""
        parent = nodes[parent].parent
    return ""


def _parent_scheme(node: Node, nodes: Sequence[Node]) -> str | None:
    label = nodes[node.parent].label if node.parent is not None else None
    return label.scheme if label is not None else None


def _in_recitals(node: Node, nodes: Sequence[Node]) -> bool:
    heading = nodes[node.parent].heading if node.parent is not None else None
    return heading is not None and _RECITALS.match(heading) is not None


def _numbered_anew_in_articles(nodes: Sequence[Node]) -> bool:
    """Say whether each article counts its sections from 1, so that "2" alone would not tell which is meant."""
    seen = Counter(
        (node.parent is not None, node.label.ordinals)
        for node in nodes
        if node.label is not None
        and node.label.scheme in {"section", "decimal"}
        and len(node.label.ordinals) == 1
        and _parent_scheme(node, nodes) == "article"
    )
    return any(count > 1 for count in seen.values())
