"""Find exceptions that stand far from the clause they empty: "notwithstanding Section 9", "except as set out in Schedule 4".

The exception's own content is read: only where it moves against the client in the matter of the finding does the finding fall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.crosscheck.deal import ClauseKey, Deal, Sentence
from analyzer.crosscheck.defeats.effects import Defeat, Standing
from analyzer.crosscheck.defeats.sparing import stands_above
from analyzer.crosscheck.defeats.weighing import Weighing
from analyzer.crosscheck.reading import Reading
from analyzer.crosscheck.references import SECTION_WORD, all_clauses, read_references, resolve
from analyzer.models import ElementStatus

_OVERRIDES = re.compile(
    r"\b(?:notwithstanding|despite|regardless of|irrespective of|without regard to|in derogation of"
    r"|contrary to)\s+(?P<target>[^,;:]{1,200})",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:nothing|no (?:provision|term|clause|section)s?)\s+(?:contained |set forth |stated )?(?:in"
    r"|of)\s+(?P<target>[^,;:]{1,80}?)\s*,?\s*(?=(?:shall|will|is intended|is to|may|limits?|prevents?|restricts?"
    r"|prohibits?|obliges?|requires?|affects?|precludes?)\b)",
    re.IGNORECASE,
)
_DISAPPLIES = re.compile(
    rf"\b(?P<target>(?:(?:this|the) )?{SECTION_WORD}[^,;:.]{{0,60}}?(?:\.\d[^,;:]{{0,40}}?)?)\s+(?:does|do|shall"
    rf"|will)\s+not\s+(?:apply|extend)\s*(?P<scope>.*)",
    re.IGNORECASE,
)
_YIELDS = re.compile(
    r"\b(?:except|save|other than|subject|unless|but not)\b[^.;:]{0,60}?(?P<target>\b(?:Sections?|Clauses?"
    r"|Articles?|Paragraphs?|Schedule|Exhibit|Annex\w*|Appendix|Attachment|Addendum)\s+[\dA-Z][^.;:]{0,60})",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:this|the) (?:\w+ ){0,3}(?:agreement|contract|terms|deed|moa|msa|mosa)\b|\b(?:herein|hereof|hereunder)\b"
    r"|any(?:thing)?(?: else)?(?: contained)?(?: to the contrary)?$|any (?:other )?(?:provision|term|clause"
    r"|section)s?(?:$| to the contrary| of| in)|anything to the contrary|anything else",
    re.IGNORECASE,
)
_FOREGOING = re.compile(r"\b(?:the )?(?:foregoing|preceding|above|previous sentence)\b", re.IGNORECASE)
_OWN_PART = re.compile(
    r"\bthis (?:section|clause|article|paragraph|schedule|exhibit|annex|appendix|addendum|attachment)\b(?!\s+\d)",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"^\s*(?:to|in respect of|in relation to|with respect to|as regards|in the case of)\s[^.;]*", re.IGNORECASE
)
_OF_CLIENTS_CHOICE = re.compile(
    r"\bClient (?:itself )?(?:has )?(?:contract|choos|chose|select|supplie|provide|engage|require|operate)\w*|\brequired by Client",
    re.IGNORECASE,
)
_FEW_WORDS = 3


@dataclass(frozen=True)
class _Exception:
    """What a sentence sets aside (`target`) and what it puts in its place (`content`)."""

    sentence: Sentence
    target: frozenset[ClauseKey]
    content: str
    leaves_out_ai: bool = False


def find_exception_defeats(reading: Reading, weighing: Weighing, standing: Sequence[Standing]) -> Iterator[Defeat]:
    """Yield the exceptions that empty a finding elsewhere."""
    for exception in _read_exceptions(reading, weighing):
        for one in standing:
            defeat = _apply(weighing, exception, one)
            if defeat is not None:
                yield defeat
    for one in standing:
        if one.finding.status in {"strong", "adequate"}:
            yield from _yielding(reading.deal, weighing, one)


def _read_exceptions(reading: Reading, weighing: Weighing) -> Iterator[_Exception]:
    deal = reading.deal
    for sentence in deal.sentences_with("notwithstanding", "despite", "regardless", "irrespective", "without regard"):
        for found in _OVERRIDES.finditer(sentence.reading):
            after = sentence.reading[found.end() :]
            # "..., notwithstanding Section 9." stands at the end of what it lets through.
            content = after if len(after.split()) > _FEW_WORDS else sentence.reading
            yield from _exception(deal, weighing, sentence, found["target"], content)
    for sentence in deal.sentences_with("nothing", "no provision", "no term", "no clause", "no section"):
        for found in _NOTHING.finditer(sentence.reading):
            yield from _exception(deal, weighing, sentence, found["target"], sentence.reading[found.end() :])
    for sentence in deal.sentences_with("not apply", "not extend"):
        for found in _DISAPPLIES.finditer(sentence.reading):
            scope = _SCOPE.match(found["scope"])
            leaves_out = (
                scope is not None
                and reading.speaks_of_ai(scope[0], sentence.contract)
                and not _OF_CLIENTS_CHOICE.search(scope[0])
            )
            yield from _exception(deal, weighing, sentence, found["target"], found["scope"], leaves_out_ai=leaves_out)


def _exception(
    deal: Deal, weighing: Weighing, sentence: Sentence, target: str, content: str, *, leaves_out_ai: bool = False
) -> Iterator[_Exception]:
    if leaves_out_ai or weighing.is_against(content):
        clauses = _resolve(deal, target, sentence)
        if clauses:
            yield _Exception(sentence, clauses, content, leaves_out_ai)


def _resolve(deal: Deal, target: str, sentence: Sentence) -> frozenset[ClauseKey]:
    references = read_references(target)
    if references:
        return frozenset().union(*(resolve(deal, reference, sentence) for reference in references))
    section = deal.around(sentence.clause)
    if _OWN_PART.search(target):
        # "this Section" is the whole section of the sub-clause, "this Schedule" the whole schedule.
        named = re.search(r"schedule|exhibit|annex|appendix|addendum|attachment", target, re.IGNORECASE)
        return deal.subtree(deal.path(sentence.clause)[-1] if named else section)
    if _WHOLE.search(target.strip()):
        return all_clauses(deal, range(len(deal.contracts)))
    if _FOREGOING.search(target):
        earlier = deal.sentences_in(deal.subtree(section))
        return frozenset(s.clause for s in earlier if s.start < sentence.start) | {sentence.clause}
    return frozenset()


def _apply(weighing: Weighing, exception: _Exception, one: Standing) -> Defeat | None:
    emptied = next((s for s in one.sentences if s.clause in exception.target and s != exception.sentence), None)
    if emptied is None or stands_above(emptied):
        return None
    if one.finding.status in {"weak", "adverse"} and exception.sentence not in one.sentences:
        # Wording that is poor by itself is not made so by the exception; where assess saw both, the conflict is shown.
        return None
    found = weighing.reach(exception.content, one.key, contract=exception.sentence.contract)
    if found is not None:
        status: ElementStatus = found[1]
        why = f"an exception elsewhere takes it back: {found[0]}"
    elif exception.leaves_out_ai:
        status, why = "weak", "elsewhere it is said not to apply to AI"
    else:
        return None
    return Defeat(
        check="exception",
        by=exception.sentence,
        emptied=emptied,
        finding=one.key,
        status=status,
        what="makes an exception to the client's disadvantage",
        why=why,
    )


def _yielding(deal: Deal, weighing: Weighing, one: Standing) -> Iterator[Defeat]:
    """Yield what a finding itself makes way for: "Except as set out in Schedule 4, ..."."""
    for found in _YIELDS.finditer(one.lead.reading):
        for reference in read_references(found["target"]):
            target = resolve(deal, reference, one.lead)
            if one.lead.clause in target:
                continue
            for other in deal.sentences_in(target):
                reach = weighing.reach(other.reading, one.key, contract=other.contract)
                if reach is not None:
                    yield Defeat(
                        check="exception",
                        by=other,
                        emptied=one.lead,
                        finding=one.key,
                        status=reach[1],
                        what="holds what an exception lets through to the client's disadvantage",
                        why=f"it makes way for other text: {reach[0]}",
                    )
