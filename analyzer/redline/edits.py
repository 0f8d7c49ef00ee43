"""The edits of a report, gone through before anything is written: which can be carried out, and where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.models import Block, Contract, NewDefinition, RedlineAction, RefusedEdit, ReportEdit, ReportProvision
from analyzer.redline.anchors import Anchors
from analyzer.redline.gaps import check_gap
from analyzer.redline.placing import ClausePlace, DefinitionPlace, find_definitions, place_clauses, place_definition
from analyzer.redline.refusal import Refused
from analyzer.redline.replace import Cut, find_cut
from analyzer.redline.rewording import Hunk, reword
from analyzer.redline.story import Unit
from analyzer.redline.wml import TC, TR

Wanted = tuple[ReportProvision, ReportEdit]


@dataclass(frozen=True)
class Rewrite:
    """New words for some of one unit; several findings may want the same sentence rewritten."""

    wanted: tuple[Wanted, ...]
    unit: Unit
    hunks: tuple[Hunk, ...]
    cuts: tuple[Cut, ...]
    before: str
    after: str


@dataclass(frozen=True)
class NewClause:
    """A clause to insert, with the single edits that are its parts."""

    provision: ReportProvision
    heading: str
    section: str | None
    edits: tuple[ReportEdit, ...]
    place: ClausePlace


@dataclass(frozen=True)
class Definition:
    """A definition to insert; `place` is None where the host has no list of definitions."""

    provision: ReportProvision
    definition: NewDefinition
    place: DefinitionPlace | None


@dataclass
class Edits:
    """What is carried out, and what is refused."""

    rewrites: list[Rewrite] = field(default_factory=list)
    clauses: list[NewClause] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    refused: list[RefusedEdit] = field(default_factory=list)

    def refuse(self, provision: ReportProvision, edit: ReportEdit, why: Refused) -> None:
        """Note that an edit is not carried out."""
        self._refuse(provision, action_of(edit), edit.text, why, element=edit.element, section=edit.number)

    def refuse_definition(self, provision: ReportProvision, definition: NewDefinition, why: Refused) -> None:
        """Note that a definition is not put in."""
        self._refuse(provision, "define", definition.text, why, term=definition.term)

    def _refuse(
        self,
        provision: ReportProvision,
        action: RedlineAction,
        text: str,
        why: Refused,
        *,
        element: str | None = None,
        term: str | None = None,
        section: str | None = None,
    ) -> None:
        refused = RefusedEdit(
            provision=provision.id,
            element=element,
            term=term,
            action=action,
            section=section,
            text=text,
            code=why.code,
            reason=why.reason,
        )
        self.refused.append(refused)


def action_of(edit: ReportEdit) -> RedlineAction:
    """Return what an edit does to the text."""
    return "insert" if edit.action == "none" else edit.action


def settle_edits(contract: Contract, accepted: Sequence[ReportProvision], anchors: Anchors) -> Edits:
    """Decide of every edit of the accepted suggestions whether and where it can be carried out."""
    edits = Edits()
    own: list[Wanted] = []
    for provision in accepted:
        for edit in () if provision.suggestion is None else provision.suggestion.edits:
            if edit.action == "none":
                continue
            if edit.document == contract.document.name:
                own.append((provision, edit))
            else:
                edits.refuse(provision, edit, Refused("other-document", edit.document))
    _settle_rewrites(contract, [w for w in own if w[1].action == "tighten"], anchors, edits)
    _settle_clauses(contract, accepted, [w for w in own if w[1].action != "tighten"], anchors, edits)
    _settle_definitions(contract, accepted, anchors, edits)
    return edits


def _settle_rewrites(contract: Contract, wanted: Sequence[Wanted], anchors: Anchors, edits: Edits) -> None:
    text = contract.document.text
    groups: dict[tuple[int, int], list[Wanted]] = {}
    for one in wanted:
        groups.setdefault(_words_alone(contract, one[1].start, one[1].end), []).append(one)
    end_before = -1
    for (start, end), group in sorted(groups.items()):
        try:
            if start < end_before:
                raise Refused("overlap")
            rewrite = _rewrite(text[start:end], group, anchors, start, end)
        except Refused as why:
            for provision, edit in group:
                edits.refuse(provision, edit, why)
        else:
            edits.rewrites.append(rewrite)
            end_before = end


def _rewrite(old: str, group: Sequence[Wanted], anchors: Anchors, start: int, end: int) -> Rewrite:
    anchor = anchors.find(start, end)
    # Two findings may each have a sentence for the place of one; it then gives way to both.
    new = " ".join(dict.fromkeys(" ".join(edit.text.split()) for _, edit in group))
    if anchor.unit.text[anchor.start : anchor.end] != old:
        raise Refused("not-found")
    hunks = tuple(Hunk(h.start + anchor.start, h.end + anchor.start, h.text) for h in reword(old, new))
    if not hunks:
        raise Refused("no-place", "the contract says this already, word for word")
    cuts = tuple(find_cut(anchor.unit, hunk) for hunk in hunks)
    return Rewrite(tuple(group), anchor.unit, hunks, cuts, old, new)


def _words_alone(contract: Contract, start: int, end: int) -> tuple[int, int]:
    """Take a typed label and a heading before the sentence out of the range: they are the clause's, and stay."""
    text = contract.document.text
    clause = next((c for c in contract.clauses if c.start <= start < c.end), None)
    at = start
    if clause is not None and clause.label and start == clause.start and text.startswith(clause.label, start):
        at += len(clause.label)
        at += len(text[at:end]) - len(text[at:end].lstrip())
    if clause is not None and clause.heading and text.startswith(clause.heading, at):
        rest = re.match(r"[.:]?\s+(?:[–—-]\s+)?", text[at + len(clause.heading) : end])
        at += len(clause.heading) + rest.end() if rest else 0
    return (at, end) if text[at:end].strip() else (start, end)


def _settle_clauses(
    contract: Contract, accepted: Sequence[ReportProvision], wanted: Sequence[Wanted], anchors: Anchors, edits: Edits
) -> None:
    for provision in accepted:
        own = tuple(edit for p, edit in wanted if p is provision)
        if provision.suggestion is None or not own:
            continue
        section = provision.suggestion.section
        try:
            place = place_clauses(contract, own[0].start, part_label=own[0].number, section=section)
            for model in filter(None, (place.heading, place.part, place.item)):
                anchors.unit_of(model.block)
            check_gap(anchors.unit_of(place.after))
        except Refused as why:
            for edit in own:
                edits.refuse(provision, edit, why)
        else:
            edits.clauses.append(NewClause(provision, provision.suggestion.heading, section, own, place))


def _settle_definitions(
    contract: Contract, accepted: Sequence[ReportProvision], anchors: Anchors, edits: Edits
) -> None:
    listed = find_definitions(contract)
    carried = {c.provision.id for c in edits.clauses} | {p.id for r in edits.rewrites for p, _ in r.wanted}
    for provision, definition in sorted(_needed(accepted, carried), key=lambda pair: pair[1].term.casefold()):
        try:
            place = place_definition(contract, definition.term, listed) if listed else None
            if place is not None:
                check_gap(anchors.unit_of(place.after))
                _check_row(anchors, place.like, contract.document.blocks[place.like])
            elif not edits.clauses:
                raise Refused("no-place", "the contract has no list of definitions, and no new clause to put it in")
        except Refused as why:
            edits.refuse_definition(provision, definition, why)
        else:
            edits.definitions.append(Definition(provision, definition, place))


def _check_row(anchors: Anchors, number: int, block: Block) -> None:
    """Check that a definition in a table stands in a row of two cells, term and meaning."""
    row = next(anchors.unit_of(number).paragraphs[-1].iterancestors(TR), None)
    if row is None:
        return
    if len(row.findall(TC)) != 2 or len(block.cells) != 2:
        raise Refused("in-table")
    anchors.find(block.cells[1].start, block.cells[1].end)


def _needed(accepted: Sequence[ReportProvision], carried: set[str]) -> Iterator[tuple[ReportProvision, NewDefinition]]:
    seen: set[str] = set()
    for provision in accepted:
        for definition in provision.suggestion.definitions if provision.suggestion and provision.id in carried else ():
            if definition.term not in seen:
                seen.add(definition.term)
                yield provision, definition
