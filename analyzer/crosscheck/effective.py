"""Read what amendments do to earlier text: which sections they delete, replace, change or add, and in which document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.crosscheck.deal import PLAIN, ClauseKey, Deal, Sentence
from analyzer.crosscheck.references import Reference, read_references, resolve
from analyzer.models import Amendment, AmendmentAction, DealDocument, Evidence, Passage

_PLACE = (
    r"(?:Sections?|Clauses?|Articles?|Paragraphs?|Schedules?|Exhibits?|Annex(?:ure)?(?:es|s)?|Appendix|Attachment"
    r"|Addendum)\s+[\dA-Z][^;:]{0,120}?"
)
# "Section 12.3 (Notice) of the Agreement is hereby deleted in its entirety and replaced with ...".
_DONE_TO = re.compile(
    rf"(?<![\w])(?P<place>{_PLACE})\s+(?:is|are"
    rf"|shall be)\s+(?:hereby\s+)?(?P<done>(?:(?:deleted|removed|revoked|struck(?: out)?|cancelled|replaced"
    rf"|substituted|superseded|amended and restated|restated|amended|modified"
    rf"|varied)(?:\s+in (?:its|their) entirety)?(?:\s*(?:,|and)\s*)?)+)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DELETE_IT = re.compile(
    rf"^\W*(?:[\dA-Za-z.()]{{1,8}}\s+)?(?P<done>Delete|Replace"
    rf"|Substitute)\s+(?P<place>{_PLACE})(?:\s+(?P<rest>in its entirety.*|(?:and|with|by).*))?[.:]?$",
    re.IGNORECASE | re.DOTALL,
)
_ADDED = re.compile(
    rf"\b(?:new )?(?P<place>{_PLACE})\s+(?:is|are|shall be)\s+(?:hereby\s+)?(?:inserted|added)\b"
    rf"|\b(?:inserting|adding) (?:a |the following )?new (?P<new>{_PLACE})(?:\s|:|,)",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"\bdefinition of \"(?P<term>[^\"]{2,60})\"[^.;\"]{0,80}?\b(?:is|are|shall be)\s+(?:hereby\s+)?(?:deleted"
    r"|replaced|amended and restated|substituted)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?:words?|phrase|figure|number|reference to|text)?\s*\"(?P<old>[^\"]{2,300})\"[^\"]{0,80}?\b(?:is|are"
    r"|shall be)\s+(?:hereby\s+)?(?:deleted|replaced|struck|removed|substituted)"
    r"|\b(?:deleting|replacing|striking(?: out)?|substituting|removing)\s+(?:the (?:words?|phrase|figure|number"
    r"|reference to|text)\s*)?\"(?P<struck>[^\"]{2,300})\"",
    re.IGNORECASE,
)
# What stands in the place of the words struck: 'replacing "A" with "B"', '"A" is deleted and replaced by "B"'.
_INSTEAD = re.compile(
    r"^[^\"]{0,80}?\b(?:with|by)\s+(?:the (?:words?|phrase|figure|number|text)\s*)?\"(?P<words>[^\"]{1,300})\"",
    re.IGNORECASE,
)
_GONE = re.compile(r"delet|remov|revok|struck|cancel", re.IGNORECASE)
_REPLACES = re.compile(r"replace|substitut|supersed", re.IGNORECASE)
_RESTATES = re.compile(r"restat|read(?:s)? (?:in its entirety )?as follows", re.IGNORECASE)
_NEW_TEXT = re.compile(r"replac|substitut|restat|supersed|read(?:s)? as follows|following", re.IGNORECASE)
_AMENDS = re.compile(r"amend|delet|replac|insert|added|adding|restat|substitut|supersed|struck|striking", re.IGNORECASE)
# What is deleted or replaced is the subject of its sentence: "the rates in Schedule 4 are replaced" leaves Schedule 4 alone.
_OPENS = re.compile(
    r"^\W*(?:[\dA-Za-z]{0,4}(?:\.\d+)*[.)]*\s+)?(?:\([a-z\d]{1,3}\)\s*)?(?:[A-Z][^.]{0,60}\.\s+)?(?:(?:with effect"
    r"|effective|as of|as from|from|on and from)\b[^,]{0,80},\s*)?(?:the parties (?:hereby )?agree "
    r"that\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
# A list of such words in an ordinary clause ("may be amended", "is deemed deleted") amends nothing.
_NO_AMENDMENT = re.compile(r"\b(?:deemed|may be|if|unless|until|can be|could be|would be)\b[^.;]{0,40}$", re.IGNORECASE)

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WHICH = re.compile(
    rf"\b(?:no\.?|number|nr\.?|#)\s*(?P<number>\d{{1,2}})|\b(?P<ordinal>{'|'.join(_ORDINALS)})\b", re.IGNORECASE
)


# How far the new text may begin after its amending sentence, and how long it may be, in characters.
_LONGEST_OPENING = 400
_LONGEST_NEW_TEXT = 6_000


@dataclass(frozen=True)
class Change:
    """One change to earlier text: `clauses` is the text that no longer holds, `words` what is struck within it.

    `instead` is what stands in the place of the words struck: empty when nothing does, None when it can't be made out.
    """

    action: AmendmentAction
    section: str
    sentence: Sentence
    clauses: frozenset[ClauseKey]
    words: str | None = None
    instead: str | None = None
    passages: frozenset[tuple[int, int]] = frozenset()
    aim: int | None = None


def read_changes(deal: Deal, documents: Sequence[DealDocument]) -> tuple[Change, ...]:
    """Return the changes that the deal's amendments make, the earliest amendment first."""
    amending = [i for i, d in enumerate(documents) if d.role == "amendment" or _amends_in_title(d)]
    amending.sort(key=lambda number: (_sequence(documents[number]), number))
    changes: list[Change] = []
    for number in amending:
        aim = _aim(documents, number)
        own = [
            change
            for sentence in deal.sentences_of_contract(number)
            if _AMENDS.search(sentence.lower) and not _is_new_text(deal, sentence)
            for change in _of_sentence(deal, sentence, aim)
        ]
        changes += [replace(_over_earlier(deal, change, changes), aim=aim) for change in own]
    return tuple(changes)


def _is_new_text(deal: Deal, sentence: Sentence) -> bool:
    """Say whether a sentence begins inside a quotation: it is part of the new text, not of the amending words."""
    number, clause = sentence.clause
    contract = deal.contracts[number]
    before = contract.document.text[contract.clauses[clause].start : sentence.start]
    return before.count("\u201c") > before.count("\u201d") or before.count('"') % 2 == 1


def _sequence(document: DealDocument) -> int:
    """Return which amendment a document says it is; one that does not say comes first."""
    found = _WHICH.search(document.title or "")
    if found is None:
        return 0
    return int(found["number"]) if found["number"] else 1 + _ORDINALS.index(found["ordinal"].lower())


def _over_earlier(deal: Deal, change: Change, earlier: Sequence[Change]) -> Change:
    """Return a change with the text of earlier amendments to the same section that it takes away as well."""
    if change.action not in {"deleted", "replaced"}:
        return change
    gone = set(change.passages)
    for other in earlier:
        if other.section == change.section and other.action in {"added", "replaced"}:
            gone |= {(s.contract, s.passage) for s in deal.sentences_in(frozenset({other.sentence.clause}))}
    return replace(change, passages=frozenset(gone))


def show_change(deal: Deal, change: Change) -> Amendment:
    """Return a change for the report."""
    key = min(change.clauses) if change.clauses and change.action != "added" else None
    old = deal.quote_clause(key) if key else None
    return Amendment(
        action=change.action,
        section=change.section,
        evidence=deal.quote(change.sentence),
        old=old,
        document=None if change.aim is None else deal.contracts[change.aim].document.name,
        now=_reads_now(deal, change, old),
    )


def _reads_now(deal: Deal, change: Change, old: Evidence | None) -> str | None:
    if change.action == "deleted":
        return ""
    if change.action in {"replaced", "added"}:
        return _new_text(deal, change.sentence)
    return None if old is None else _exchange(old.quote, change)


def _exchange(text: str, change: Change) -> str | None:
    """Return a text with the words of a change struck and what stands in their place, None when it has not the words."""
    at = -1 if not change.words else text.translate(PLAIN).find(change.words)
    if at < 0 or change.words is None or change.instead is None:
        return None
    return text[:at] + change.instead + text[at + len(change.words) :]


def _new_text(deal: Deal, sentence: Sentence) -> str | None:
    """Return what an amending sentence puts in, which it quotes; it may go on over several paragraphs."""
    text = deal.contracts[sentence.contract].document.text
    opening = re.compile('[\u201c"]').search(text, sentence.start)
    if opening is None or opening.start() > sentence.start + _LONGEST_OPENING:
        return None
    depth, closes = 0, "\u201d" if opening[0] == "\u201c" else '"'
    for at in range(opening.end(), min(len(text), opening.end() + _LONGEST_NEW_TEXT)):
        if text[at] == closes and depth == 0:
            return text[opening.end() : at].strip()
        depth += {"\u201c": 1, "\u201d": -1}.get(text[at], 0)
    return None


def exchanged(deal: Deal, changes: Sequence[Change]) -> dict[tuple[int, int], Passage]:
    """Return the passages, by (contract, passage), in which amendments put other words, as they read since."""
    found: dict[tuple[int, int], Passage] = {}
    for change in changes:
        for sentence in deal.sentences_in(change.clauses) if change.words and change.instead is not None else ():
            key = (sentence.contract, sentence.passage)
            contract = deal.contracts[sentence.contract]
            passage = found.get(key, contract.passages[sentence.passage])
            own = passage.amended or contract.document.text[passage.start : passage.end]
            text, reading = _exchange(own, change), _exchange(passage.reading, change)
            if text is not None:
                found[key] = passage.model_copy(update={"amended": text, "reading": reading or passage.reading})
    return found


def superseded(deal: Deal, changes: Sequence[Change]) -> frozenset[tuple[int, int]]:
    """Return the passages, as (contract, passage), that amendments deleted or replaced."""
    if not changes:
        return frozenset()
    gone = {passage for change in changes for passage in change.passages}
    clauses = frozenset(
        key
        for change in changes
        if change.action in {"deleted", "replaced"} and not change.words
        for key in change.clauses
    )
    return frozenset(gone | {(s.contract, s.passage) for s in deal.sentences if s.clause in clauses})


def _amends_in_title(document: DealDocument) -> bool:
    return (
        document.title is not None
        and re.search(r"\b(?:amend|variation|addend)", document.title, re.IGNORECASE) is not None
    )


def _aim(documents: Sequence[DealDocument], number: int) -> int | None:
    """Return the document an amendment is about, by its place."""
    name = documents[number].amends
    if name is not None:
        return next(i for i, d in enumerate(documents) if d.name == name)
    agreements = [i for i, d in enumerate(documents) if d.role == "agreement" and i != number]
    return agreements[0] if len(agreements) == 1 else None


def _of_sentence(deal: Deal, sentence: Sentence, aim: int | None) -> Iterator[Change]:
    text = sentence.text
    # What stands in quotation marks is the new text, which may itself speak of sections.
    opening = text.find('"')
    head = text if opening < 0 else text[:opening]
    defined = _DEFINITION.search(text)
    if defined:
        yield Change(
            "replaced",
            f"definition of \u201c{defined['term']}\u201d",
            sentence,
            frozenset(),
            passages=_defining(deal, aim, defined["term"]),
        )
        return
    struck = _WORDS.search(text)
    if struck:
        place = _first_reference(text[: struck.start()]) or _first_reference(text)
        if place is not None:
            words = struck["old"] or struck["struck"]
            rest = text[struck.end() :]
            instead = _INSTEAD.match(rest)
            gone = _REPLACES.search(struck[0]) is None and '"' not in rest
            yield Change(
                "changed",
                _number(place),
                sentence,
                _clauses(deal, place, sentence, aim),
                words=words,
                instead=instead["words"] if instead else "" if gone else None,
            )
        return
    added = _ADDED.search(head)
    if added:
        place = _first_reference(added["place"] or added["new"])
        if place is not None:
            yield Change("added", _number(place), sentence, frozenset())
        return
    found = _DONE_TO.search(head) or _DELETE_IT.search(head)
    if found is None or _NO_AMENDMENT.search(head[: found.start()]):
        return
    opens = _OPENS.match(head[: found.start()]) is not None
    done = f"{found['done']} {found['rest'] or ''}"
    for place in read_references(found["place"]):
        action = _action(found["done"], done) if opens else "changed"
        yield Change(action, _number(place), sentence, _clauses(deal, place, sentence, aim))
        if re.search(r"\bof\b", found["place"]):
            # "Section 4.1 of Schedule 2": what follows "of" says where, not what.
            return


def _action(verb: str, done: str) -> AmendmentAction:
    """Return what a verb and the words after it do: "deleted and replaced" replaces, "amended" changes."""
    if _REPLACES.match(verb) or (_GONE.search(done) and _NEW_TEXT.search(done)) or _RESTATES.search(done):
        return "replaced"
    return "deleted" if _GONE.search(verb) else "changed"


def _first_reference(text: str) -> Reference | None:
    return next(iter(read_references(text)), None)


def _number(reference: Reference) -> str:
    if reference.section is None:
        return (reference.attachment or "").title()
    return f"{reference.attachment.title()}, {reference.section}" if reference.attachment else reference.section


def _clauses(deal: Deal, reference: Reference, sentence: Sentence, aim: int | None) -> frozenset[ClauseKey]:
    """Return the clauses a reference of an amendment means in the document it changes, never in the amendment itself."""
    if aim is None:
        return frozenset()
    return resolve(deal, reference, sentence, only=aim)


def _defining(deal: Deal, aim: int | None, term: str) -> frozenset[tuple[int, int]]:
    if aim is None:
        return frozenset()
    contract = deal.contracts[aim]
    spans = [t.definition for t in contract.terms if t.term == term]
    return frozenset(
        (aim, index)
        for index, passage in enumerate(contract.passages)
        if any(span.start < passage.end and passage.start < span.end for span in spans)
    )
