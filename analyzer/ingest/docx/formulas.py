"""Formulas on one line, and what old-style form fields show."""

from collections.abc import Iterator

from lxml import etree

from analyzer.ingest.docx.changes import CHANGE_TAGS, ChangeLog, Standing
from analyzer.ingest.docx.story import NO, SPACE_RUN, Text
from analyzer.ingest.docx.wml import R_PR, VAL, M, W, int_value, on_off

_LEAVING, _ARRIVING = frozenset({W + "del", W + "moveFrom"}), frozenset({W + "ins", W + "moveTo"})


def read_formula(node: etree._Element, standing: Standing, changes: ChangeLog) -> Iterator[Text]:
    """Write a formula; one with tracked changes inside is written as it was and as it will be, each as a whole."""
    # In w:rPr such a mark is that of a sign the formula draws itself, as a bracket.
    mark = next((m for m in node.iter(*CHANGE_TAGS) if next(m.iterancestors()).tag != R_PR), None)
    if mark is None:
        yield _piece(_write(node, frozenset()), standing)
        return
    yield _piece(_write(node, _ARRIVING), standing.under(changes.read(mark, "text", "deletion")))
    yield _piece(_write(node, _LEAVING), standing.under(changes.read(mark, "text", "insertion")))


def _piece(text: str, standing: Standing) -> Text:
    return Text(SPACE_RUN.sub(" ", text), standing, NO, NO)


def _write(node: etree._Element, out: frozenset[str]) -> str:
    """Write fractions with a slash, powers with a caret, brackets and sums as they are; leave out tags in `out`."""
    if node.tag == M + "t":
        return node.text or ""
    part = {child.tag: child for child in node if isinstance(child.tag, str)}

    def inner(name: str) -> str:
        return _write(part[M + name], out) if M + name in part else ""

    if node.tag == M + "f":
        return f"({inner('num')})/({inner('den')})"
    if node.tag in (M + "sSup", M + "sSub"):
        return f"{inner('e')}^{inner('sup')}" if node.tag == M + "sSup" else f"{inner('e')}_{inner('sub')}"
    if node.tag == M + "nary":
        sign = node.find(f"{M}naryPr/{M}chr")
        return f"{'∫' if sign is None else sign.get(M + 'val', '')}{inner('sub')}{inner('sup')} {inner('e')}"
    kept = (child for child in node if isinstance(child.tag, str) and child.tag not in out)
    written = "".join(_write(child, out) for child in kept)
    return f"({written})" if node.tag == M + "d" else written


def read_form_value(data: etree._Element) -> str:
    """Read what an old-style form field shows: a box, ticked or not, or the chosen entry of a list."""
    box, entries = data.find(W + "checkBox"), data.find(W + "ddList")
    if box is not None:
        ticked = on_off(box, "checked")
        return "☒" if (on_off(box, "default") if ticked is None else ticked) else "☐"
    if entries is not None:
        listed = [e.get(VAL, "") for e in entries.iterchildren(W + "listEntry")]
        at = int_value(entries, "result") or int_value(entries, "default") or 0
        return listed[at] if 0 <= at < len(listed) else ""
    return ""
