"""Check automation minimums against what is reserved to people (X3)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.reading import Reading
from analyzer.crosscheck.volumes import stems
from analyzer.models import AutomationCommitment, Commercial, Conflict, Tier

_PERSON = r"(?:a |an |the )?(?:\w+ )?(?:humans?|persons?|people|advis[eo]rs?|(?<!virtual )(?<!digital )agents?|handlers?|officers?|adjusters?|employees?|clinicians?|nurses?|clerks?|processors?|specialists?|underwriters?|staff)\b"
_RESERVED = re.compile(
    rf"\bhuman[- ]only\b|\bhumans? decides?\b|\bAI (?:may|must|shall) not be used\b|\b(?:decided|handled|made|released|approved|answered|dealt with|taken|settled|resolved|issued|determined|signed off|concluded|authori[sz]ed|completed|closed|performed|carried out|rejected|denied|granted)\b[^.;|]{{0,30}}\bby {_PERSON}|\b(?:only|solely|exclusively) (?:a|an|by) {_PERSON}|\b(?:pharmacist|clinician|nurse|lawyer|doctor|counsellor)s? only\b"
    rf"|\breserved (?:to|for) {_PERSON}|\b(?:shall|must|may) not be (?:automated|decided by (?:the |an |any )?(?:AI|bot|machine|model))|\bnever by a (?:function|machine|model|bot)|\b(?:unless|only (?:once|when|after|if)) {_PERSON}[^.;|]{{0,30}}\b(?:has|have) (?:made|taken|approved|signed|confirmed|decided|reviewed)",
    re.IGNORECASE,
)
_BY_PERSON = re.compile(
    rf"\bby {_PERSON}|{_PERSON}[^.;|]{{0,20}}\b(?:decides?|approves?|makes?|confirms?)\b", re.IGNORECASE
)
_CARVED_OUT = re.compile(
    r"\b(?:excluding|exclud\w+|other than|except|save for|apart from|not including|not counted?|eligible)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:excluding|excludes?|other than|except|save for|apart from|not including)\b.*", re.IGNORECASE | re.DOTALL
)
# What is counted without saying what it is about.
_GENERIC = frozenset(
    {
        "contact", "call", "chat", "conversation", "interaction", "ticket", "enquiry", "inquiry", "request", "transaction", "case",
        "query", "message", "email", "e-mail", "mail", "inbound", "voice", "work", "process", "decision", "activity", "step", "category",
    }
)  # fmt: skip
_NARROWED = re.compile(r"\d|tier|level|eligible|routine|simple", re.IGNORECASE)
_WORDS = ("human", "person", "people", "by a", "by the", "agent", "not be", "never by", "unless a", "only ")


def find_automated_reserves(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where a binding automation share counts work that people must do."""
    firm = [c for c in commercial.automation if c.force != "aspirational"]
    if not firm:
        return
    cited = reading.cited(
        "human-oversight-override/review-before-effect",
        "decision-demarcation-raci/process-matrix",
        but=("missing", "weak", "adverse"),
    )
    reserved = [s for s in cited if _BY_PERSON.search(s.reading)] + list(reading.find(_RESERVED, *_WORDS))
    for commitment in firm:
        target = reading.deal.sentence_at(commitment.evidence[0])
        if target is None or (_CARVED_OUT.search(reading.clause_text(target)) and "|" not in target.reading):
            continue
        about = _definition(reading, commitment)
        for sentence in reserved:
            if sentence is not target and _covers(commitment, about, _subject(reading, sentence)):
                yield _conflict(reading, target, sentence, commitment)
                break


def _subject(reading: Reading, sentence: Sentence) -> frozenset[str]:
    """Return what is reserved: the first cell of a row, the words before what reserves them in a sentence."""
    text = sentence.reading
    if "|" in text:
        passage = reading.deal.contracts[sentence.contract].passages[sentence.passage]
        text = reading.deal.contracts[sentence.contract].document.text[passage.start : passage.end].split(" | ")[0]
    else:
        found = _RESERVED.search(text)
        text = text[: found.start()] if found and found.start() > 10 else text
    return stems(text) - _GENERIC


def _definition(reading: Reading, commitment: AutomationCommitment) -> str:
    """Return how the contract defines what the share is taken of, "" when it does not."""
    head = re.escape(" ".join(commitment.of.split()[:2]))
    pattern = re.compile(rf"\b{head}\w*[\"']? (?:means?|includes?|excludes?|are|is)\b(?P<text>.*)", re.IGNORECASE)
    for sentence in reading.find(pattern, "mean", "include", "exclude") if commitment.of else ():
        found = pattern.search(sentence.reading)
        if found is not None:
            return found["text"] if "exclude" not in found[0][:80].lower() else f"excluding {found['text']}"
    return ""


def _covers(commitment: AutomationCommitment, definition: str, reserved: frozenset[str]) -> bool:
    """Return whether what is counted takes in what is reserved: by its definition, by its name, or because all counts."""
    if not reserved:
        return False
    excluded = _EXCLUDED.search(definition)
    if excluded is not None and stems(excluded[0]) & reserved:
        return False
    if stems(_EXCLUDED.sub("", definition)) & reserved:
        return True
    counted = stems(commitment.of)
    everything = counted and counted <= _GENERIC and not definition and not _NARROWED.search(commitment.of)
    named = counted - _GENERIC
    return bool(everything) or (bool(named) and named <= reserved)


def _conflict(reading: Reading, target: Sentence, reserved: Sentence, commitment: AutomationCommitment) -> Conflict:
    return collide(
        reading, "X3", "high", target, reserved,
        f"{{first}} has {commitment.glide[-1].share:g}% of {commitment.of or 'the work'} done by the AI, and counts work that"
        " {second} reserves to people.",
        "Take the reserved work out of what the share is counted on.",
    )  # fmt: skip
