"""Check what counts as high impact against rules that let AI change there as a matter of routine (X10)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.reading import Reading
from analyzer.crosscheck.volumes import stems
from analyzer.models import Commercial, Conflict, Tier

# In a table the word may stand alone under a header: "Impact tier | High".
_HIGH = re.compile(r"\bhigh[- ](?:impact|risk)\b|\b(?:impact|risk)\b.*\|\s*high\s*(?:\||$)", re.IGNORECASE)
_CLASSIFIES = re.compile(
    r"\b(?:are|is|as|be|means?|where|classified|designated|treated)\b[^.;|]{0,60}\bhigh[- ](?:impact|risk)|\bhigh[- ](?:impact|risk)\b[^.;|]{0,40}\b(?:means?|where|includes?|are|is)\b|\|[^|]*\bhigh\b|\(high[- ](?:impact|risk)\)",
    re.IGNORECASE,
)
_NOT_PROCESS = re.compile(r"\bseverity\b|\bincident\b|\bpriority\b|\bvulnerabilit|\bfault\b|\boutage\b", re.IGNORECASE)
# At the high tier a passage that has AI decide on these counts, whatever the contract calls it.
_DECIDES = re.compile(
    r"\b(?:credit (?:assessment|scoring|decision)s?|claims? (?:denial|adjudication|decision)s?|eligibility|underwriting|hiring|candidate (?:screening|selection)|diagnos\w+|triage|benefit)\b",
    re.IGNORECASE,
)
_ROUTINE = re.compile(
    r"\broutine change|\bstandard\b[^.;|]{0,12}\bpre-?approved|\bpre-?approved\b|\b(?:need|needs) only (?:be )?notif|\bno (?:prior )?(?:consent|approval)\b[^.;|]{0,40}\b(?:is )?(?:needed|required|necessary)"
    r"|\b(?:at|in) (?:the )?(?:Provider's|its) (?:own |sole )*discretion|\b(?:do|does|shall|will|need)(?: not|n't) (?:need|require)? ?(?:any |the )?(?:prior |further |Client's )*(?:approval|consent)|\bstandard changes?\b|\b(?:deemed|counts? as|treated as|considered)\b[^.;|]{0,15}\b(?:approv|accept|agreed)|\bwithout (?:asking|consulting|notifying|telling|involving|reference to) (?:the )?Client|\b(?:told|notified|informed) (?:only )?(?:afterwards|after)\b|\bwithout (?:Client's |the )?(?:prior )?(?:approval|consent)\b(?! of (?:an? |any )?(?!Client))|\bsilence\b[^.;|]{0,40}\b(?:is|constitutes|counts as) (?:approval|consent)",
    re.IGNORECASE,
)
_AI = re.compile(r"\b(?:models?|AI|algorithms?|engines?|versions?|thresholds?)\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:chang|exchang|updat|upgrad|releas|introduc|new\b|replac|retrain|tun(?:e|ing)|threshold|modif|use\b|deploy|extend)\w*",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\b(?:any|all|every|each)\b[^.;|]{0,20}\b(?:AI|models?|process\w*|class\w*|tiers?|levels?|uses?)\b|\bfurther AI\b",
    re.IGNORECASE,
)
_KEPT_OUT = re.compile(
    r"\b(?:routine|low[- ]impact|other|standard) (?:process|use|tier|class)\w*\b|\b(?:except|other than|save|unless|excluding|not)\b[^.;|]{0,50}\bhigh[- ](?:impact|risk)|\bhigh[- ](?:impact|risk)\b[^.;|]{0,80}\b(?:requires?|needs?|needed|prior written)|\b(?:shall|may|must) not\b|\bno (?:change|version|model|AI)\b",
    re.IGNORECASE,
)
_NOISE = frozenset(
    {
        "high", "impact", "risk", "process", "class", "tier", "change", "category", "approval", "none", "standard", "pre", "approved",
        "model", "version", "threshold", "use", "routine", "new", "release",
    }
)  # fmt: skip
_RULE_WORDS = (
    "routine", "approv", "consent", "discretion", "afterwards", "told", "notif", "silence", "standard", "deemed", "counts",
    "accepted", "asking", "consulting", "without",
)  # fmt: skip
_DECIDE_WORDS = (
    "credit", "claim", "eligib", "underwrit", "hiring", "candidate", "diagnos", "triage", "benefit",
)  # fmt: skip


def find_routine_rules(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where a high-impact use of AI falls under a rule that asks for no prior approval."""
    rules = [rule for rule in _rules(reading) if _is_rule(rule)]
    classified = list(_classified(reading, tier)) if rules else []
    for rule in rules:
        high = next((s for s in classified if s is not rule and _reaches(reading, rule, s)), None)
        if high is not None:
            yield collide(
                reading, "X10", "high", high, rule,
                "{first} has a high-impact use of AI, which {second} lets change without prior approval.",
                "Ask for written approval wherever the use is high-impact, and keep the routine rule for the rest.",
            )  # fmt: skip
            return


def _rules(reading: Reading) -> Iterator[Sentence]:
    adverse = reading.cited(
        "model-change-notice/approval-veto", "model-change-notice/change-trigger", "ai-use-approval/prior-approval",
        but=("missing", "weak", "adequate", "strong"),
    )  # fmt: skip
    yield from dict.fromkeys((*reading.find(_ROUTINE, *_RULE_WORDS), *adverse))


def _classified(reading: Reading, tier: Tier) -> Iterator[Sentence]:
    """Yield the sentences that call a use of AI high-impact; at the high tier also those in which AI decides on people."""
    for sentence in reading.find(_HIGH, "high"):
        text = sentence.reading
        names_rule = "|" not in text and _ROUTINE.search(text) is not None
        if _CLASSIFIES.search(text) and not _NOT_PROCESS.search(text) and not names_rule:
            yield sentence
    if tier == "high":
        yield from (s for s in reading.find(_DECIDES, *_DECIDE_WORDS) if reading.names_ai(s))


def _is_rule(sentence: Sentence) -> bool:
    text = sentence.reading
    return _AI.search(text) is not None and _CHANGE.search(text) is not None and not _KEPT_OUT.search(text)


def _reaches(reading: Reading, rule: Sentence, classified: Sentence) -> bool:
    """Return whether a rule is for every use of AI, or for one that the other sentence names by two of its words."""
    if _EVERYWHERE.search(rule.reading):
        return True
    own = reading.deal.quote(classified).quote
    named = stems(own.split(" | ")[0]) - _NOISE
    shared = named & (stems(rule.reading) - _NOISE)
    return len(shared) >= (min(2, len(named)) if " | " in own else 2) > 0
