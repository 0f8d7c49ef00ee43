"""Find boilerplate that empties the liability for AI errors: sole remedies, exclusions, "as is", no reliance (X12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.crosscheck.deal import ElementKey, Sentence
from analyzer.crosscheck.defeats.effects import Defeat, Elements, Standing, covers
from analyzer.crosscheck.defeats.sparing import is_spared
from analyzer.crosscheck.reading import Reading
from analyzer.models import ElementStatus

_FOR_OUTPUT: Elements = {
    "liability-layering": (
        "party-per-layer", "single-accountable-party", "cap-structure", "third-party-indemnity", "direct-loss-list",
        "back-to-back",
    ),
    "hallucination-liability": ("liability-model", "zero-tolerance", "consequences", "customer-correction", "honour-rule"),
}  # fmt: skip
_BY_EXCLUSION: Elements = {**_FOR_OUTPUT, "output-ip-infringement": ("infringement-indemnity",)}
_FOR_SERVICE: Elements = {"resolution-accuracy": ("remedy",)}
_FOR_MISUSE: Elements = {"data-ownership-training": ("misuse-remedy",)}
_FOR_ANYTHING: Elements = {**_FOR_OUTPUT, **_FOR_SERVICE, **_FOR_MISUSE}
# Only a promise to the client can be emptied; a limit of liability is none.
_PROMISES = re.compile(
    r"\bProvider\b[^.;]{0,90}\b(?:(?:shall|will|must|agrees? to|undertakes? to)\b(?! not| have no)"
    r"|(?:is|are|remains?|be) (?:\w+ ){0,2}(?:liable|responsible|accountable)|bears?|indemnif\w+)"
    r"|\b(?:uncapped|unlimited|without limit|recoverable|direct loss(?:es)?)\b"
    r"|\bClient\b[^.;]{0,60}\b(?:may recover|is entitled|shall be entitled|may claim)",
    re.IGNORECASE,
)
_SOLE = re.compile(
    r"\b(?:sole|exclusive|only|entire)(?: and (?:exclusive|sole|entire))? (?:and (?:sole "
    r"|exclusive )?)?(?:remed(?:y|ies)|liability|recourse|obligation and)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|nor|never|neither|no)\b[^.;]{0,40}$", re.IGNORECASE)
_ANY_FAILURE = re.compile(
    r"\b(?:any|all|every|each)\b[^.;]{0,40}\b(?:failure|error|deficienc\w+|defect\w*|breach|non-?performance"
    r"|claim)\b[^.;]{0,60}\b(?:Services|Agreement)\b"
    r"|\bdeficienc\w+ in (?:the )?(?:performance of )?(?:the )?Services",
    re.IGNORECASE,
)
_OF_TRAINING = re.compile(
    r"\b(?:in respect of|for|of) (?:any |the )?(?:such )?(?:training|use of (?:Client|its) )", re.IGNORECASE
)
_SERVICE_LEVELS = re.compile(
    r"service levels?|performance standards?|\bSLAs?\b|service credits?|\bKPIs?\b", re.IGNORECASE
)
_NARROW = re.compile(
    r"(?:breach|non-conformity) (?:of|with) (?:the|this|that|those|such|any|its)?(?: \w+){0,3} warrant"
    r"|warranty claims?|infring|equipment|hardware|headset|delay|late (?:delivery|payment)|invoice|confidential",
    re.IGNORECASE,
)
_WHO = re.compile(r"Provider|\b(?:neither|no) party|\bits licensors|\bin no event", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:have|has|accepts?|assumes?|bears?|under) no (?:liability|responsibility)"
    r"|\bnot (?:be )?(?:held )?(?:liable|responsible)|\bdisclaims? (?:all |any )?(?:liability|responsibility)"
    r"|\b(?:neither party|no party|in no event)\b[^.;]{0,80}\b(?:liable|responsible)",
    re.IGNORECASE,
)
_BY_CLIENT = re.compile(
    r"to the extent[^.;]{0,100}\bClient|caused by (?:the )?Client|contrary to|in breach of|misus"
    r"|outside (?:of )?(?:the |its )?(?:agreed |permitted )?(?:scope|purpose)|modif\w+ by (?:the )?Client"
    r"|Client's (?:own )?(?:data|instructions|failure|negligence|gross negligence|breach)",
    re.IGNORECASE,
)
_LOSS = re.compile(
    r"\b(?:loss(?:es)?|damages?|claims?|errors?|inaccura\w+|mistakes?|outputs?|answers?|decisions?|statements?"
    r"|results?|advice|hallucinat\w*)\b",
    re.IGNORECASE,
)
_COUNTS_AS_INDIRECT = re.compile(
    r"\b(?:treated as|deemed(?: to be)?|considered(?: to be)?|regarded as|constitutes?|classed as"
    r"|(?:is|are) (?:a form of )?)\s?(?:an? )?(?:form of )?(?:indirect|consequential)",
    re.IGNORECASE,
)
_HEADS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        r"\bfines?\b|penalt(?:y|ies)",
        r"redress|refunds?\b|compensation (?:paid|payable|to)|goodwill payments?|concessions",
        r"correct\w* (?:of )?(?:\w+ ){0,2}records|re-?work|re-?process|remediation",
        r"notif\w+ (?:of |to )?(?:affected )?(?:individuals|customers|data subjects)|costs? of notif",
        r"replacement services|cost of cover|substitute services",
    )
)
_AS_IS = re.compile(
    r"\bas[- ]is\b(?! (?:set|the|other|necess|requir|reason|practic|poss|approp|custom|usual))", re.IGNORECASE
)
_GIVEN = re.compile(r"\b(?:is|are|be|comes?|provided|supplied|offered|delivered|licensed)\b", re.IGNORECASE)
_OF_CLIENT = re.compile(r"\bClient(?:'s)? (?:Materials|Data|Content|premises|equipment|Systems)", re.IGNORECASE)
_EXPRESS_STAYS = re.compile(
    r"\b(?:except|other than|save|subject)\b[^.;]{0,60}\b(?:this|the) (?:agreement|contract|schedule|addendum)"
    r"|\bexcept[^.;]{0,40}\b(?:herein|hereunder)|\bexpress(?:ly)?\b[^.;]{0,40}\b(?:warrant|stated|set|provided)",
    re.IGNORECASE,
)
_NO_RELIANCE = re.compile(
    r"\bClient\b[^.;]{0,80}\bnot (?:to )?rely\b[^.;]{0,40}\bon\b|\bat (?:its|Client's|their) (?:own |sole )*risk\b"
    r"|\bno reliance\b",
    re.IGNORECASE,
)
_OUTPUT = re.compile(r"\boutputs?\b", re.IGNORECASE)
_TRIGGERS = (
    "remed",
    "liab",
    "recourse",
    "responsib",
    "as is",
    "as-is",
    "rely",
    "risk",
    "reliance",
    "indirect",
    "consequential",
)


@dataclass(frozen=True)
class _Boilerplate:
    """What one sentence does to the liability for AI errors: which elements it holds at which status."""

    elements: Elements
    status: ElementStatus
    what: str
    why: str


def find_remedy_defeats(reading: Reading, standing: Sequence[Standing]) -> Iterator[Defeat]:
    """Yield the boilerplate that empties what is promised for AI errors."""
    promised = [
        one
        for one in standing
        if (covers(_FOR_ANYTHING, one.key) or covers(_BY_EXCLUSION, one.key)) and _PROMISES.search(one.lead.reading)
    ]
    if not promised:
        return
    for sentence in reading.deal.sentences_with(*_TRIGGERS):
        for found in _read(reading, sentence):
            yield from _apply(reading, sentence, found, promised)
        if _denies(sentence) and not _BY_CLIENT.search(sentence.reading) and not _excludes_ai(reading, sentence):
            same = [one for one in promised if _shares_head(sentence, one.lead)]
            yield from _apply(reading, sentence, _SAME_HEADS, same)


def excludes_liability(reading: Reading, sentence: Sentence, element: ElementKey) -> bool:
    """Say whether a sentence excludes the liability for AI that an element asks for."""
    return covers(_BY_EXCLUSION, element) and _denies(sentence) and _excludes_ai(reading, sentence)


_SAME_HEADS = _Boilerplate(
    _FOR_OUTPUT,
    "weak",
    "excludes heads of loss that are promised for AI errors",
    "elsewhere the same heads of loss are excluded",
)


def _read(reading: Reading, sentence: Sentence) -> Iterator[_Boilerplate]:
    text = sentence.reading
    ai = _names_ai(reading, sentence)
    sole = _SOLE.search(text)
    if sole and not _NEGATED.search(text[: sole.start()]):
        elements = _remedied(text, ai=ai)
        if elements:
            yield _Boilerplate(
                elements, "weak", "leaves the client one sole remedy", "elsewhere another remedy is the only one"
            )
    indirect = _COUNTS_AS_INDIRECT.search(text) if ai else None
    if indirect and not _NEGATED.search(text[: indirect.start()]):
        yield _Boilerplate(
            _FOR_OUTPUT, "weak", "counts loss caused by AI as indirect loss", "elsewhere such loss counts as indirect"
        )
    if _denies(sentence):
        if _excludes_ai(reading, sentence):
            yield _Boilerplate(
                _FOR_OUTPUT,
                "adverse",
                "excludes liability for AI or its outputs",
                "elsewhere liability for it is excluded",
            )
    elif _comes_as_is(reading, sentence):
        yield _Boilerplate(
            _FOR_OUTPUT,
            "weak",
            "gives the service or its outputs \u201cas is\u201d",
            "elsewhere the outputs come as they are",
        )
    elif ai and _NO_RELIANCE.search(text):
        yield _Boilerplate(
            _FOR_OUTPUT,
            "weak",
            "has the client use outputs at its own risk",
            "elsewhere the outputs are at the client's risk",
        )


def _remedied(text: str, *, ai: bool) -> Elements:
    """Return the elements whose remedy a sole remedy takes the place of."""
    if _OF_TRAINING.search(text):
        return _FOR_MISUSE
    if ai or (_ANY_FAILURE.search(text) and not _NARROW.search(text)):
        return _FOR_ANYTHING
    return _FOR_SERVICE if _SERVICE_LEVELS.search(text) and not _NARROW.search(text) else {}


def _apply(reading: Reading, sentence: Sentence, found: _Boilerplate, promised: Sequence[Standing]) -> Iterator[Defeat]:
    for one in promised:
        if (
            covers(found.elements, one.key)
            and sentence not in one.sentences
            and not is_spared(reading.deal, one.lead, sentence)
        ):
            yield Defeat(
                check="X12",
                by=sentence,
                emptied=one.lead,
                finding=one.key,
                status=found.status,
                what=found.what,
                why=found.why,
            )


def _names_ai(reading: Reading, sentence: Sentence) -> bool:
    return reading.speaks_of_ai(sentence.reading, sentence.contract) or _OUTPUT.search(sentence.reading) is not None


def _denies(sentence: Sentence) -> bool:
    return _DENIES.search(sentence.reading) is not None and _WHO.search(sentence.reading) is not None


def _excludes_ai(reading: Reading, sentence: Sentence) -> bool:
    denied = _DENIES.search(sentence.reading)
    if denied is None or _BY_CLIENT.search(sentence.reading) or not _names_ai(reading, sentence):
        return False
    return _LOSS.search(sentence.reading[denied.end() :]) is not None


def _comes_as_is(reading: Reading, sentence: Sentence) -> bool:
    found = _AS_IS.search(sentence.reading)
    if found is None or _EXPRESS_STAYS.search(sentence.reading):
        return False
    subject = re.split(r"[.;]\s", sentence.reading[: found.start()])[-1][-200:]
    if not _GIVEN.search(subject) or _OF_CLIENT.search(subject):
        return False
    return (
        reading.speaks_of_ai(subject, sentence.contract)
        or _OUTPUT.search(subject) is not None
        or re.search(r"\bServices?\b", subject) is not None
    )


def _shares_head(sentence: Sentence, lead: Sentence) -> bool:
    return any(head.search(sentence.reading) and head.search(lead.reading) for head in _HEADS)
