"""Text that a DOCX has and does not show: hidden, white on white, too small to read, far off the page, zero-width.

What is hidden by a font's name or by what lies on top of it is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from analyzer.ingest.docx.wml import P_PR, R_PR, TBL, TC, TXBX, VAL, P, R, T, W, on_off, text_value, whole_number
from analyzer.ingest.zero_width import find_zero_width
from analyzer.models.document import Concealed, Concealment

# Half-points: under four points nobody reads, and nobody sets four words by mistake.
_TINY = 8
_WHITE_FROM = 0xF0
_DARK_BELOW = 0xC0
_FEWEST_CHARACTERS = 12
# A text box further than this many EMU (22 inches) from where it is anchored is on no page.
_FAR = 20_000_000
_POSITION = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}posOffset"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"


def find_concealed(body: etree._Element, styles: etree._Element | None) -> tuple[Concealed, ...]:
    """Return what a story has and does not show, a piece for each kind and paragraph.

    Args:
        body: w:body, or the root of another story.
        styles: w:styles, where there is one.
    """
    looks = _Looks(styles)
    root = body.getparent()
    background = None if root is None else root.find(W + "background")
    on_dark_page = background is not None and _is_dark(background.get(W + "color"))
    found = []
    for paragraph in body.iter(P):
        pieces: dict[Concealment, list[str]] = {}
        for run in _runs(paragraph):
            text = "".join(t.text or "" for t in run.iterchildren(T))
            kind = _concealed_by(run, paragraph, looks, on_dark_page) if text.strip() else None
            if kind is not None:
                pieces.setdefault(kind, []).append(text)
            for word in find_zero_width(text):
                pieces.setdefault("zero-width", []).append(f"{word} ")
        for kind, texts in pieces.items():
            shown = " ".join("".join(texts).split())
            if kind == "zero-width" or len(shown) >= _FEWEST_CHARACTERS:
                found.append(Concealed(kind=kind, text=shown))
    return tuple(found)


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph, not those of paragraphs in its text boxes."""
    for run in paragraph.iter(R):
        if next(run.iterancestors(P), None) is paragraph:
            yield run


def _concealed_by(
    run: etree._Element, paragraph: etree._Element, looks: _Looks, on_dark_page: bool
) -> Concealment | None:
    own = run.find(R_PR)
    chain = (text_value(own, "rStyle"), text_value(paragraph.find(P_PR), "pStyle"))
    if looks.toggle(own, chain, "vanish"):
        return "hidden"
    size = whole_number(looks.value(own, chain, "sz"))
    if size is not None and size < _TINY:
        return "tiny"
    if _is_white(looks.value(own, chain, "color")) and not on_dark_page and not _on_dark(run):
        return "white"
    box = next(run.iterancestors(TXBX), None)
    anchor = None if box is None else next(box.iterancestors(_ANCHOR), None)
    if anchor is not None and any(abs(_number(offset.text)) > _FAR for offset in anchor.iter(_POSITION)):
        return "off-page"
    return None


class _Looks:
    """What styles set, with what they are based on."""

    def __init__(self, styles: etree._Element | None) -> None:
        elements = [] if styles is None else styles.findall(W + "style")
        self._styles = {e.get(W + "styleId", ""): e for e in elements}

    def value(self, own: etree._Element | None, chain: tuple[str | None, ...], name: str) -> str | None:
        """Return w:val of the first that sets a property: the run, its style, its paragraph's style."""
        found = text_value(own, name)
        for style in chain:
            for element in self._with_bases(style):
                found = found if found is not None else text_value(element.find(R_PR), name)
        return found

    def toggle(self, own: etree._Element | None, chain: tuple[str | None, ...], name: str) -> bool:
        """Return a toggle of the run, else of its styles."""
        set_to = on_off(own, name)
        for style in chain:
            for element in self._with_bases(style):
                set_to = set_to if set_to is not None else on_off(element.find(R_PR), name)
        return bool(set_to)

    def _with_bases(self, style: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = text_value(self._styles[style], "basedOn")


def _on_dark(run: etree._Element) -> bool:
    """Tell whether anything around a run may be dark: its shading, its cell's, its table's style, a drawn box."""
    if next(run.iterancestors(TXBX), None) is not None:
        return True
    table = next(run.iterancestors(TBL), None)
    style = None if table is None else text_value(table.find(W + "tblPr"), "tblStyle")
    if style is not None and style not in {"TableGrid", "TableNormal"}:
        return True
    around = [run.find(R_PR), *(node.find(W + f"{node.tag.removeprefix(W)}Pr") for node in run.iterancestors(P, TC))]
    shades = [None if node is None else node.find(W + "shd") for node in around]
    lit = None if around[0] is None else around[0].find(W + "highlight")
    return lit is not None or any(
        s is not None and (_is_dark(s.get(W + "fill")) or s.get(VAL) == "solid") for s in shades
    )


def _is_white(colour: str | None) -> bool:
    return _least(colour, 0) >= _WHITE_FROM


def _is_dark(colour: str | None) -> bool:
    return _least(colour, 255) < _DARK_BELOW


def _least(colour: str | None, otherwise: int) -> int:
    """Return the least of red, green and blue."""
    try:
        return min(bytes.fromhex(colour or "")[:3])
    except ValueError:
        return otherwise


def _number(text: str | None) -> int:
    return whole_number((text or "").strip()) or 0
