"""Put new words in the place of old ones inside a paragraph, as tracked changes, run by run."""

import copy
from dataclasses import dataclass

from lxml import etree

from analyzer.redline.package import MainPart
from analyzer.redline.refusal import Refused
from analyzer.redline.rewording import Hunk
from analyzer.redline.story import Piece, Unit
from analyzer.redline.tracker import Tracker, text_run
from analyzer.redline.wml import (
    HYPERLINK,
    R_PR,
    XML_SPACE,
    P,
    T,
    W,
    adjoining,
)


@dataclass(frozen=True)
class Cut:
    """Where a hunk falls in a unit's pieces: from a place in one piece to a place in another, end exclusive.

    For an insertion both are the same place; `after` says on which side of it the piece lies that the new words join.
    """

    first: int
    at: int
    last: int
    to: int
    text: str
    after: bool = True

    @property
    def deletes(self) -> bool:
        """Whether words go."""
        return (self.first, self.at) != (self.last, self.to)


def find_cut(unit: Unit, hunk: Hunk) -> Cut:
    """Find where a hunk falls, a field it takes whole counted in.

    Raises:
        Refused: words of the hunk may not be touched.
    """
    return _deletion(unit, hunk) if hunk.end > hunk.start else _insertion(unit, hunk)


def _deletion(unit: Unit, hunk: Hunk) -> Cut:
    start, stop = unit.atoms[hunk.start], unit.atoms[hunk.end - 1]
    first, at, last, to = start.piece, start.at, stop.piece, stop.at + 1
    for field in {p.field for p in unit.pieces[first : last + 1] if p.field is not None}:
        around = [number for number, piece in enumerate(unit.pieces) if piece.field is field]
        inside = {a.piece for a in unit.atoms[hunk.start : hunk.end]}
        outside = {a.piece for a in (*unit.atoms[: hunk.start], *unit.atoms[hunk.end :])}
        visible = {number for number in around if unit.pieces[number].shown}
        if field.tag != W + "fldChar" or not visible <= inside or visible & outside or not _is_whole(unit, around):
            raise Refused("in-field")
        if around[0] < first:
            first, at = around[0], 0
        if around[-1] > last:
            last, to = around[-1], 1  # past the mark, which has no text of its own
    for piece in unit.pieces[first : last + 1]:
        _check(piece)
    return Cut(first, at, last, to, hunk.text)


def _is_whole(unit: Unit, around: list[int]) -> bool:
    marks = [unit.pieces[n].node for n in (around[0], around[-1])]
    return [m is not None and m.get(W + "fldCharType") for m in marks] == ["begin", "end"]


def _insertion(unit: Unit, hunk: Hunk) -> Cut:
    """Put new words behind the word before them; at a border they must not join, before the word after them."""
    before = unit.atoms[hunk.start - 1] if hunk.start else None
    after = unit.atoms[hunk.start] if hunk.start < len(unit.atoms) else None
    earlier = None if before is None else unit.pieces[before.piece]
    later = None if after is None else unit.pieces[after.piece]
    if earlier is not None and later is not None and earlier.field is not None and earlier.field is later.field:
        raise Refused("in-field")
    refused: Refused | None = None
    for atom, piece in ((before, earlier), (after, later)):
        if atom is None or piece is None:
            continue
        if piece.field is not None:
            refused = refused or Refused("in-field")
            continue
        try:
            _check(piece)
        except Refused as error:
            refused = refused or error
            continue
        at = atom.at + (1 if atom is before else 0)
        return Cut(atom.piece, at, atom.piece, at, hunk.text, after=atom is before)
    raise refused or Refused("not-found")


def _check(piece: Piece) -> None:
    if piece.pending is not None:
        raise Refused("in-pending-change", piece.pending)
    if piece.bound:
        raise Refused("in-control")
    if piece.object:
        raise Refused("around-object")
    if piece.run is None:
        raise Refused("across-paragraphs")


def make_cut(unit: Unit, cut: Cut, *, document: MainPart, tracker: Tracker) -> tuple[etree._Element, etree._Element]:
    """Carry a cut out and return its first and last mark; cuts of one unit are made from its end to its beginning."""
    made: list[etree._Element] = []
    look = _look(unit, cut)
    if cut.deletes:
        made = _strike(unit, cut, tracker)
        place, behind = made[-1], True
    else:
        place, behind = _split(unit.pieces[cut.first], cut.at, after=cut.after)
    if cut.text:
        inserted = tracker.inserted(text_run(cut.text, look))
        link = next(place.iterancestors(HYPERLINK), None)
        if link is not None and behind and not any(t.text for n in place.itersiblings() for t in n.iter(T)):
            place = link  # words at the end of a link are not part of what it links
        (place.addnext if behind else place.addprevious)(inserted)
        made.append(inserted)
    for mark in made:
        document.touch(next(mark.iterancestors(P)))
    return made[0], made[-1]


def _look(unit: Unit, cut: Cut) -> etree._Element | None:
    """Choose whose look the new words take: what they replace, else the word they join; never that of a link."""
    pieces = unit.pieces[cut.first : cut.last + 1]
    if not cut.deletes and cut.text[-1:].isspace():
        following = next(
            (p for p in unit.pieces[cut.first :] if p.shown and p is not pieces[0] and p.pending is None), None
        )
        at_end = cut.at >= len(pieces[0].text)
        pieces = [following] if at_end and following is not None else pieces
    runs = [p.run for p in pieces if p.run is not None and p.shown]
    plain = [run for run in runs if next(run.iterancestors(HYPERLINK), None) is None]
    if plain:
        return plain[0].find(R_PR)
    beside = [
        p.run
        for p in (*reversed(unit.pieces[: cut.first]), *unit.pieces[cut.last + 1 :])
        if p.run is not None and p.shown
    ]
    plain = [run for run in beside if next(run.iterancestors(HYPERLINK), None) is None]
    return plain[0].find(R_PR) if plain else None


def _strike(unit: Unit, cut: Cut, tracker: Tracker) -> list[etree._Element]:
    first, last = unit.pieces[cut.first], unit.pieces[cut.last]
    _cut_run(last, cut.to)
    opening = _cut_run(first, cut.at)
    runs: dict[etree._Element, None] = {}
    for piece in unit.pieces[cut.first : cut.last + 1]:
        run = opening if piece is first else None if piece.node is None else piece.node.getparent()
        # Text that Word does not show is not among the words, so it stays.
        if run is not None and (piece.shown or piece.field is not None):
            runs[run] = None
    marks = []
    for group in adjoining(runs):
        mark = tracker.deleted()
        group[0].addprevious(mark)
        mark.extend(group)
        for child in (child for run in group for child in run):
            if child.tag == T:
                child.tag = W + "delText"
            elif child.tag == W + "instrText":
                child.tag = W + "delInstrText"
        marks.append(mark)
    return marks


def _split(piece: Piece, at: int, *, after: bool) -> tuple[etree._Element, bool]:
    """Split a run where new words go, and return the run they go beside and whether behind it."""
    assert piece.node is not None
    if after:
        opening = _cut_run(piece, at)
        left = opening.getprevious() if opening is not None else piece.node.getparent()
        assert left is not None
        return left, True
    opening = _cut_run(piece, at)
    assert opening is not None
    return opening, False


def _cut_run(piece: Piece, at: int) -> etree._Element | None:
    """Split the run of a piece so that one begins at a place of it, and return that one; None at the run's end.

    What comes before the place stays in the elements that were there, so that places further left stay good.
    """
    node = piece.node
    assert node is not None
    run = node.getparent()
    assert run is not None
    following = list(node.itersiblings())
    inside = node.tag == T and 0 < at < len(node.text or "")
    before = [child for child in node.itersiblings(preceding=True) if child.tag != R_PR]
    if at == 0 and not before:
        return run
    moved = following if at and not inside else [node, *following] if not at else following
    if not moved and not inside:
        return None
    opening = run.makeelement(run.tag, {str(name): str(value) for name, value in run.attrib.items()})
    properties = run.find(R_PR)
    run.addnext(opening)
    if properties is not None:
        opening.append(copy.deepcopy(properties))
    if inside:
        text = node.text or ""
        rest = copy.deepcopy(node)
        node.text, rest.text = text[:at], text[at:]
        for part in (node, rest):
            part.set(XML_SPACE, "preserve")
        opening.append(rest)
    opening.extend(moved)
    opening.tail, run.tail = run.tail, None
    return opening
