"""Find annexes that hold the substance of a clause and are blank, still to be agreed, or not supplied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.crosscheck.deal import ClauseKey, Deal, Sentence
from analyzer.crosscheck.defeats.effects import Defeat, Standing
from analyzer.crosscheck.references import read_references, resolve

# What a clause leaves to an annex counts only where it is the point of the clause, not "the Services described in Exhibit A".
_LEAVES_TO = re.compile(
    r"\b(?P<what>vendors?|suppliers?|sub-?contractors?|sub-?processors?|models?|components?|tools?|systems?|uses?"
    r"|cases|locations?|countries|regions?|places|sites|lists?|registers?|periods?|limits?|thresholds?|levels?"
    r"|targets?|measures?|procedures?|controls?|requirements?|standards?|criteria|frequenc\w+|percentages?|rates?"
    r"|credits?|amounts?|sums?|caps?|contacts?|persons?|steps?|fields?|items?|matrix|tests?|metrics?"
    r"|categor\w+)\b(?:[ ,]+\w+){0,3}?\s+(?:listed|specified|set out|set forth|stated|identified|named|given"
    r"|contained|recorded|defined|described|laid down)\s+(?:in|by|on)\s+(?P<where>(?:Schedule|Exhibit|Annex\w*"
    r"|Appendix|Attachment|Addendum)\s+[\dA-Z][^.;,]{0,40})",
    re.IGNORECASE,
)
# A draft is long and seldom leaves anything to an annex: without one of these the pattern need not be tried.
_ANNEXES = ("schedule", "exhibit", "annex", "appendix", "attachment", "addendum")
_BLANK = re.compile(
    r"\b(?:to be (?:agreed|completed|determined|confirmed|inserted|provided|added|attached|finali[sz]ed|supplied)"
    r"|TBA|TBD|TBC|reserved|intentionally (?:left )?(?:blank|omitted)|not used|left blank"
    r"|\[\s*(?:\u25cf|\u2022|_+|\.+|insert[^\]]*)\s*\]|_{6,})",
    re.IGNORECASE,
)
# Beside its heading a blank annex may repeat its number or title, no more.
_LONGEST_LABEL = 40


def find_annex_defeats(deal: Deal, standing: Sequence[Standing]) -> Iterator[Defeat]:
    """Yield findings whose substance was left to an annex that is empty or is not there."""
    for one in standing:
        if one.finding.value is not None or not any(name in one.lead.lower for name in _ANNEXES):
            continue
        for found in _LEAVES_TO.finditer(one.lead.text):
            reference = next((r for r in read_references(found["where"]) if r.attachment), None)
            if reference is None:
                continue
            name = " ".join(found["where"].split()[:2]).rstrip(".,")
            target = resolve(deal, reference, one.lead)
            blank = _blank_in(deal, target)
            if blank is not None:
                yield _defeat(
                    one, blank, f"leaves {name} open", f"its substance is left to {name}, which is still open"
                )
            elif not target and not _stands_in_text(deal, name):
                missing = f"its substance is left to {name}, which was not supplied"
                yield _defeat(one, one.lead, f"leaves its substance to {name}, which was not supplied", missing)


def _defeat(one: Standing, by: Sentence, what: str, why: str) -> Defeat:
    return Defeat(check="annex", by=by, emptied=one.lead, finding=one.key, status="weak", what=what, why=why)


def _blank_in(deal: Deal, target: frozenset[ClauseKey]) -> Sentence | None:
    """Return the sentence that says an annex is still open, when the annex holds nothing else."""
    if not target:
        return None
    own = deal.sentences_in(target)
    blank = next((s for s in own if _BLANK.search(s.text)), None)
    said = " ".join(s.text for s in own if not _BLANK.search(s.text))
    headings = {deal.contracts[n].clauses[index].heading or "" for n, index in target}
    return blank if len(said) - sum(map(len, headings)) <= _LONGEST_LABEL else None


def _stands_in_text(deal: Deal, name: str) -> bool:
    """Say whether an annex is there after all, as a line of its own or a file of that name."""
    line = re.compile(
        rf"^\W*{re.escape(name)}\b(?!\s*(?:is|are|shall|will|and|or|to|of|,|\)))", re.IGNORECASE | re.MULTILINE
    )
    return any(
        line.search(contract.document.text)
        or name.lower() in contract.document.name.lower().replace("_", " ").replace("-", " ")
        for contract in deal.contracts
    )
