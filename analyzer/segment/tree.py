"""The clause tree while it is built: its nodes, what is still open, and under which open clause a label belongs."""

import re
from dataclasses import dataclass, field, replace

from analyzer.models import ClauseKind
from analyzer.numerals import is_roman, roman_value
from analyzer.segment.labels import Label, Scheme

_RANKED: frozenset[Scheme] = frozenset({"schedule", "part", "article", "section"})
_ITEMS: frozenset[Scheme] = frozenset({"lower", "upper", "roman", "upper_roman", "digit"})
_UNFINISHED = re.compile(r"(?:[:,\u2014\u2013-]|\b(?:and|or|that|to|of|by|not|shall|will))\s*$")


@dataclass
class Node:
    """One clause; `label` has its resolved scheme.

    `alone` says that its first block is nothing but a heading, `outline` is the level a bare heading has in the file.
    """

    kind: ClauseKind
    start: int
    end: int
    level: int = 0
    parent: int | None = None
    label: Label | None = None
    heading: str | None = None
    alone: bool = False
    outline: int | None = None


@dataclass
class Tree:
    """Nodes in reading order, and the indexes of those still taking children, outermost first."""

    text: str
    nodes: list[Node] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)

    def add(self, node: Node, *, push: bool = True) -> None:
        """Append a node under the innermost open one; with `push` it stays open itself."""
        node.parent = self.stack[-1] if self.stack else None
        node.level = self.nodes[node.parent].level + 1 if node.parent is not None else 0
        self.nodes.append(node)
        if push:
            self.stack.append(len(self.nodes) - 1)

    def close_until(self, schemes: frozenset[Scheme]) -> None:
        """Close clauses until one of these schemes is innermost, or none is open."""
        while self.stack and self.scheme(self.stack[-1]) not in schemes:
            self.stack.pop()

    def scheme(self, index: int) -> Scheme | None:
        """Return how a node counts, None for a bare heading."""
        label = self.nodes[index].label
        return label.scheme if label is not None else None

    def unfinished(self, index: int) -> bool:
        """Say whether a node's own text so far calls for a list: it ends "shall:", "the following," or the like."""
        node = self.nodes[index]
        own = self.text[node.start : node.end].rstrip()
        return _UNFINISHED.search(own[-40:]) is not None

    def open_under(self, label: Label, *, titled: bool, alone: bool, roman_next: bool) -> Label:
        """Close what `label` ends and return it as it counts here.

        Args:
            titled: the block reads like a clause with a heading, not like an item of a list.
            alone: the block is nothing but a heading, set as one.
            roman_next: the next label of this style goes on in roman numerals.
        """
        if label.scheme in _RANKED:
            self._close_for_ranked(label)
            return label
        if label.scheme == "bullet":
            if self.stack and self.scheme(self.stack[-1]) == "bullet":
                self.stack.pop()
            return label
        if label.scheme == "decimal":
            label = self._as_item_if_nested(label, titled=titled, alone=alone)
            if label.scheme == "decimal":
                self._close_for_decimal(label)
                return label
        label = self._letter_or_roman(label, roman_next=roman_next)
        self._close_for_item(label)
        return label

    def _close_for_ranked(self, label: Label) -> None:
        # An open clause of the same kind ends, whatever stands between; else the label opens inside what is open.
        for depth, index in enumerate(self.stack):
            opened = self.nodes[index].label
            same = opened is not None and opened.scheme == label.scheme
            if same and opened is not None and is_prefix(opened.ordinals, label.ordinals):
                continue
            if same or label.scheme == "schedule":
                del self.stack[depth:]
                return
        while self.stack and self.scheme(self.stack[-1]) not in _RANKED:
            self.stack.pop()

    def _as_item_if_nested(self, label: Label, *, titled: bool, alone: bool) -> Label:
        """Return "1." as an item when it opens or continues a list inside a clause that is numbered already."""
        if len(label.ordinals) != 1 or not self.stack:
            return label
        item = replace(label, scheme="digit")
        before = next((o for o in self._open_labels() if o.scheme == "digit" and o.style == label.style), None)
        continues = before is not None and _follows(label, before)
        outer = next((n for n in self._spine() if n.label and n.label.scheme in {"decimal", "section"}), None)
        if outer is None or outer.label is None:
            in_list = self.scheme(self.stack[-1]) in _ITEMS
            return item if continues or (in_list and not titled) else label
        if outer.label.scheme == "section" or outer.label.style != label.style:
            return item
        # Under headings on lines of their own, a clause that runs on after its title is of a lower level.
        lower = not titled or (outer.alone and not alone)
        if label.ordinals[0] > outer.label.ordinals[0]:
            return item if continues and (lower or not _follows(label, outer.label)) else label
        if label.ordinals == (1,):
            last = len(self.nodes) - 1
            opens_list = self.unfinished(last) or (outer.alone and self.nodes[last] is outer)
            return label if alone or (titled and not opens_list) else item
        return item if before is not None else label

    def _close_for_decimal(self, label: Label) -> None:
        while self.stack:
            opened = self.nodes[self.stack[-1]].label
            if opened is None or opened.scheme in {"schedule", "part", "article"}:
                return
            if opened.scheme in {"decimal", "section"} and is_prefix(opened.ordinals, label.ordinals):
                return
            self.stack.pop()

    def _letter_or_roman(self, label: Label, *, roman_next: bool) -> Label:
        """Decide whether "(i)" is a letter or a roman numeral from what is open and what comes next."""
        bare = label.text.strip("().")
        if label.scheme not in {"lower", "upper"} or not is_roman(bare):
            return label
        value = roman_value(bare)
        as_roman = replace(label, scheme="roman" if label.scheme == "lower" else "upper_roman", ordinals=(value,))
        for opened in self._open_labels():
            if opened.style != label.style:
                continue
            if opened.scheme == as_roman.scheme and _follows(as_roman, opened):
                return as_roman
            if opened.scheme == label.scheme and _follows(label, opened):
                # After "(h)" comes the letter "(i)", unless "(ii)" follows it: then it opens a list inside (h).
                return as_roman if value == 1 and roman_next else label
        return as_roman if value == 1 or len(bare) > 1 else label

    def _close_for_item(self, label: Label) -> None:
        inner = self._items_open()
        for depth, opened in inner:
            if opened.style == label.style and opened.scheme == label.scheme and _follows(label, opened):
                del self.stack[depth:]
                return
        if self.nodes and self.nodes[-1].kind == "text":
            # Flush text has ended the list before it; a new list hangs on the clause that both stand in.
            while self.stack and self.stack[-1] != self.nodes[-1].parent:
                self.stack.pop()
            return
        # A list that starts again inside an item that calls for one is a list of its own.
        if label.ordinals == (1,) and self.stack and self.unfinished(self.stack[-1]):
            return
        for depth, opened in inner:
            if opened.style == label.style and opened.scheme == label.scheme:
                del self.stack[depth:]
                return

    def _items_open(self) -> list[tuple[int, Label]]:
        """Return the open items with their place on the stack, innermost first, up to the clause that holds them."""
        found: list[tuple[int, Label]] = []
        for depth in range(len(self.stack) - 1, -1, -1):
            label = self.nodes[self.stack[depth]].label
            if label is None or label.scheme in _RANKED or label.scheme == "decimal":
                break
            found.append((depth, label))
        return found

    def _open_labels(self) -> list[Label]:
        return [label for _, label in self._items_open()]

    def _spine(self) -> list[Node]:
        """Return the labelled nodes open since the innermost schedule, part or article, outermost first."""
        spine: list[Node] = []
        for index in self.stack:
            label = self.nodes[index].label
            if label is not None and label.scheme in {"schedule", "part", "article"}:
                spine = []
            elif label is not None:
                spine.append(self.nodes[index])
        return spine


def is_prefix(short: tuple[int, ...], path: tuple[int, ...]) -> bool:
    """Say whether one number leads to another, as 14 to 14.2 and 14.2.1."""
    return 0 < len(short) < len(path) and path[: len(short)] == short


def _follows(label: Label, before: Label) -> bool:
    """Say whether a label is the next after another in a list of single numbers or letters."""
    return len(label.ordinals) == 1 and before.ordinals == (label.ordinals[0] - 1,)
