"""Read what stands beside the caps: what has no limit, what is excluded, who indemnifies whom, who bears the risk of output."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.liability.heads import losses_of
from analyzer.crosscheck.liability.limits import make_limit
from analyzer.crosscheck.liability.passage import LiabilityPassage, is_of_client
from analyzer.models import WaterfallStep

_UNCAPPED = re.compile(
    r"nothing\b[^.;]{0,80}?\b(?:limits?|excludes?|restricts?|operates?|appl(?:y|ies))\b(?P<nothing>.*)"
    r"|\bliab\w*\b[^.;]{0,60}?\b(?:unlimited|uncapped|without (?:any )?limit)\b(?P<unlimited>.*)"
    r"|\b(?:unlimited|uncapped) liability\b(?P<accepts>.*)"
    r"|\b(?:limit\w*|caps?|exclusions?|clauses? [\d.\u2024]+|sections? [\d.\u2024]+|foregoing)\b[^.;]{0,80}?\b(?:do|does|shall|will)(?: not|n't) (?:apply|limit|extend|restrict)\b(?P<apply>.*)"
    r"|\b(?:neither|no) party (?:limits?|excludes?)\b(?P<neither>.*)|\b(?:excluded|excepted|carved out) from the (?:cap|limit)\w*\b(?P<excluded>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NEGATION = re.compile(
    r"\b(?:neither|nor|no party|in no event|under no circumstances|no (?:liab|responsib)\w+|not have any liability)\b|\bnot (?:be )?(?:liable|responsible)|\bdisclaims?\b",
    re.IGNORECASE,
)
_LIABLE = re.compile(r"\b(?:liab\w+|responsib\w+)\b", re.IGNORECASE)
_LIABLE_FOR = re.compile(r"\b(?:liab\w+|responsib\w+) (?:to \w+ )?(?:for|in respect of|arising|if)\b", re.IGNORECASE)
_SEGMENT = re.compile(r"(?=,? \bnor\b)|;", re.IGNORECASE)
_BUT = re.compile(
    r"[,;]?\s*\b(?:provided,?(?: however,?)? that|except|save|but(?! not)|unless|other than)\b", re.IGNORECASE
)
_NOT_FOR_AI = re.compile(
    r"\bdelays?\b|force majeure|reasonable control|to the extent|caused by Client|Client's (?:\w+ )?(?:instruction|data|breach|failure|act|modif|misuse|combin)|contrary to",
    re.IGNORECASE,
)
_AS_INDIRECT = re.compile(
    r"\b(?:deemed|treated|regarded|considered)\b[^.;]{0,30}\b(?:indirect|consequential)", re.IGNORECASE
)
_DIRECT = re.compile(
    r"\b(?:recover\w*|deemed|treated|considered|regarded|constitute|are|is)\b[^.;]{0,60}?\bdirect (?:loss|damage|cost)|\bmay recover\b[^.;]{0,30}\bcosts?\b",
    re.IGNORECASE,
)
_INDEMNIFIES = re.compile(
    r"\b(?P<who>Provider|Client)\b(?:\s+\w+){0,3}? (?:shall|will|must|agrees to|undertakes to)(?: \w+,?){0,6}? (?:indemnify|defend|hold (?:\w+ ){0,5}harmless)\b(?P<what>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NO_DUTY = re.compile(
    r"\b(?:no|not) (?:\w+ )?(?:obligation|be (?:obliged|required|liable)|duty)|shall not indemnify", re.IGNORECASE
)
_CARVED_OUT = re.compile(r",?\s*\b(?:save|except|excluding|other than|but not|unless)\b", re.IGNORECASE)
_CLAIMS = re.compile(r"\b(?:claims?|proceedings|actions|suits?)\b", re.IGNORECASE)
_ON_CLIENT = re.compile(
    r"\bClient (?:is|shall be|will be|remains|assumes|accepts|bears)\b[^.;]{0,40}?\b(?:solely responsible|sole responsib|all risk|own risk|full responsib)"
    r"|\b(?:provided|supplied|made available|are|is)\b[^.;]{0,30}\bas[- ]is\b",
    re.IGNORECASE,
)


def read_uncapped(passage: LiabilityPassage) -> Iterator[WaterfallStep]:
    """Yield what a sentence leaves without limit."""
    found = _UNCAPPED.search(passage.flat)
    if found is None or is_of_client(found[0]):
        return
    group = found.lastgroup or 0
    what = passage.text[found.start(group) : found.end(group)]
    # "liability for decisions of the AI is unlimited" names its heads before.
    if group == "unlimited" and not passage.heads(what):
        what = passage.text[found.start() : found.start(group)]
    heads = passage.heads(what) - {"payment"}
    if heads:
        yield passage.step("uncapped", heads, "Without limit", limit=make_limit("unlimited"))


def read_exclusions(passage: LiabilityPassage) -> Iterator[WaterfallStep]:
    """Yield the losses that a sentence excludes, and those it calls direct and so recoverable."""
    if _DIRECT.search(passage.text):
        yield passage.step("recoverable", {"direct"}, "Counts as direct loss")
    if _AS_INDIRECT.search(passage.text) and passage.speaks_of_ai(passage.text):
        yield passage.step("exclusion", {"ai"}, "Counts as indirect and is excluded")
        return
    negated = liable = False
    for segment in _SEGMENT.split(passage.text):
        negation = _NEGATION.search(segment)
        # "Neither party shall be liable for, nor shall damages include, indirect loss" says liable once.
        negated = negated or negation is not None
        liable = liable or _LIABLE.search(segment) is not None
        if not negated or not liable or is_of_client(segment):
            continue
        stated = segment[negation.start() if negation else 0 :]
        turn = _BUT.search(stated)
        stated = stated[: turn.start()] if turn is not None and turn.start() > 40 else stated
        losses = losses_of(stated)
        if losses:
            yield passage.step("exclusion", losses, "Excluded")
        elif _LIABLE_FOR.search(stated) and passage.speaks_of_ai(stated) and not _NOT_FOR_AI.search(segment):
            yield passage.step("exclusion", {"ai"}, "Excluded")


def read_indemnities(passage: LiabilityPassage) -> Iterator[WaterfallStep]:
    """Yield the provider's indemnities, and those of the client that reach AI."""
    for found in _INDEMNIFIES.finditer(passage.text):
        if _NO_DUTY.search(found[0]):
            continue
        what = found["what"]
        heads = {"ip"} & passage.heads(what) or ({"third-party"} if _CLAIMS.search(what) else set())
        # "except claims that relate to output" carves AI out of the indemnity.
        if passage.speaks_of_ai(_CARVED_OUT.split(what, 1)[0]):
            heads.add("ai")
        if found["who"].lower() == "provider" and heads:
            yield passage.step("indemnity", heads, "The provider indemnifies the client")
        elif found["who"].lower() == "client" and "ai" in heads:
            yield passage.step("client-indemnity", heads, "The client indemnifies the provider")


def read_disclaimers(passage: LiabilityPassage) -> Iterator[WaterfallStep]:
    """Yield words that leave the risk of AI output with the client."""
    if _ON_CLIENT.search(passage.text) and passage.speaks_of_ai(passage.text):
        yield passage.step("disclaimer", {"ai"}, "At the client's risk")
