"""Detect the impact tier from the deal's words: what the service decides and whose data it works on."""

import re
from collections.abc import Sequence

from analyzer.models import Contract, Passage, Tier, TierReading

_KIND = r"(?:process|AI|system|decision)\w*"
# Written small, or said to be so; "a High-Impact Process" by itself is a term that waits for its case.
_CALLED_HIGH = rf"\b(?:is|are|as|constitutes?) (?:an? )?high[- ](?:impact|risk) {_KIND}"
# Each signal needs its words this often, so that a passing mention in boilerplate does not set the tier.
_HIGH: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("credit decisions", 2, re.compile(r"credit (?:assessment|scor\w+|decision\w*|underwriting)|loan (?:origination|approval|underwriting)", re.I)),
    ("health", 4, re.compile(r"\bPHI\b|protected health information|patients?\b|medical (?:record|advice|claim)\w*|clinical", re.I)),
    ("insurance claims", 4, re.compile(r"(?:insurance|health|medical) claims?|claims? (?:handling|adjudicat\w+|processing|decision\w*)|policyholders?", re.I)),
    ("employment decisions", 2, re.compile(r"(?:hiring|recruitment|candidate|employment) (?:decision|screening|selection|assessment)\w*|background (?:screening) services", re.I)),
    ("payments", 4, re.compile(r"payment (?:processing|card|transaction)\w*|cardholder data|funds transfers?|money transmission", re.I)),
    ("biometrics", 2, re.compile(r"biometric\w*|voiceprints?|facial recognition", re.I)),
    ("minors", 3, re.compile(r"\bminors\b|children(?:'s|\u2019s)? (?:data|services|information)", re.I)),
    ("critical or important function", 1, re.compile(r"critical or important (?:function|operational)|consequential decision|material outsourcing", re.I)),
    ("high-impact or high-risk AI", 2, re.compile(rf"{_CALLED_HIGH}|(?-i:high)[- ](?:impact|risk) {_KIND}", re.I)),
)  # fmt: skip
_STANDARD: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("customer contact", 3, re.compile(r"call cent(?:er|re)|contact cent(?:er|re)|customer (?:care|service|support|inquir)\w*|help ?desk|chat(?:bot)?\b|end[- ]users?", re.I)),
    ("personal data", 3, re.compile(r"personal (?:data|information)|personally identifiable|data subjects?", re.I)),
)  # fmt: skip
_ROUTINE: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("back-office clerical work", 3, re.compile(r"data entry|document (?:formatting|scanning|conversion)|mail ?room|transcription of|indexing of", re.I)),
)  # fmt: skip
_LEVELS: tuple[tuple[Tier, tuple[tuple[str, int, re.Pattern[str]], ...]], ...] = (
    ("high", _HIGH),
    ("standard", _STANDARD),
    ("routine", _ROUTINE),
)


# What a sentence says of AI is what is guarded against, not what the deal does, unless it is a definition, puts AI to work or
# calls it high-risk; what is merely called high impact is guarded against too.
_AI = re.compile(r"\bA\.?I\b|artificial intelligence|machine learning|high[- ](?:impact|risk) \w+", re.IGNORECASE)
_DEFINES = re.compile(r"\W*[\"\u201c](?!high[- ](?:impact|risk))[^\"\u201d]{2,60}[\"\u201d]", re.IGNORECASE)
_PUTS_TO_WORK = re.compile(
    r"\b(?:shall|will) (?:(?!not\b)\w+ )?(?:provide|perform|supply|deploy|operate|use)\b"
    r"(?!.*\b(?:only|not|unless|until|before|after|if|where|each|every|high[- ](?:impact|risk))\b)",
    re.IGNORECASE,
)
_IS_HIGH = re.compile(_CALLED_HIGH, re.IGNORECASE)


def detect_tier(contracts: Sequence[Contract]) -> TierReading:
    """Return the highest tier the deal's words point to; standard when nothing does."""
    text = "\n".join(_describing(contract) for contract in contracts)
    for tier, signals in _LEVELS:
        counts = [(name, len(pattern.findall(text)), least) for name, least, pattern in signals]
        found = tuple(f"{name} ({count} mentions)" for name, count, least in counts if count >= least)
        if found:
            return TierReading(value=tier, source="detected", signals=found)
    return TierReading(value="standard", source="detected", signals=("no signal found: scored as standard",))


def _describing(contract: Contract) -> str:
    """Return the text of a contract without what guards against AI."""
    text, pieces, position = contract.document.text, [], 0
    for passage in contract.passages:
        if passage.start >= position and _guards(passage):
            pieces.append(text[position : passage.start])
            position = passage.end
    return "".join((*pieces, text[position:]))


def _guards(passage: Passage) -> bool:
    reading = passage.reading
    if passage.kind not in {"sentence", "item"} or _AI.search(reading) is None:
        return False
    return not any(pattern.search(reading) for pattern in (_PUTS_TO_WORK, _IS_HIGH)) and not _DEFINES.match(reading)
