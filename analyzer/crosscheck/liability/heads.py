"""Tell what a limb of a liability clause is about: confidentiality, data, infringement, an AI error, lost profit."""

import re
from collections.abc import Callable, Sequence

# In this order: the first that fits names an item of a list.
_HEADS: tuple[tuple[str, str], ...] = (
    ("trial", r"\btrials?\b|\bbetas?\b|\bpreview|\bevaluation (?:use|licen|version|service)|\bfree (?:tier|service|plan)"),
    ("training", r"\btrain(?:s|ed|ing)?\b"),
    ("ip", r"infring|intellectual property|\bIPRs?\b|\bIP\b|patent|copyright"),
    ("third-party", r"third[- ]part(?:y|ies)|claims? (?:made |brought )?by (?:an? |any )?(?:end |customers?|residents?|consumers?|members?|regulator|data subjects?|claimants?)"),
    ("data", r"data protection|personal (?:data|information)|privacy|security (?:incident|breach)|data (?:security|breach)|(?:misuse|loss|disclosure|breach) of (?:the )?(?:Client|Customer|Company|Authority) data|information security|GDPR"),
    ("confidentiality", r"confiden"),
    ("gross", r"gross(?:ly)? neglig|gross default"),
    ("wilful", r"wil+ful|intentional|deliberate|wanton|bad faith"),
    ("fraud", r"fraud|dishonest"),
    ("injury", r"death|injury"),
    ("abandonment", r"abandon|repudiat"),
    ("property", r"damage to (?:real |tangible |personal |any )*property|property damage"),
    ("law", r"(?:cannot|can not|may not|not) (?:lawfully |legally |otherwise )?be (?:limited|excluded|restricted)|by (?:applicable )?law|not permitted by"),
    ("payment", r"\bpay(?:ment|ments|able)?\b|fees (?:owed|due)|\bcharges due"),
    ("indemnities", r"indemn"),
    ("breach", r"\b(?:its|their|Provider's|any) breach(?:es)?\b(?! of)|breach of (?:this|the) agreement"),
)  # fmt: skip
_COMPILED = tuple((head, re.compile(pattern, re.IGNORECASE)) for head, pattern in _HEADS)
_OUTPUT = re.compile(r"\boutputs?\b|\bAI loss\b|automated (?:output|decision|system|tool|process)", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:[,;]|\(\w{1,3}\)|(?<!wilful )\b(?:and|or)\b)\s*", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?P<place>(?:clauses?|sections?|articles?|paragraphs?|schedule|exhibit|annex(?:ure)?|appendix)\s+(?:[A-Z]?\d+(?:\.\d+)*|[IVXL]+|[A-Z]))\b"
    r"|(?:^\W*|\bbreach of )(?P<bare>\d+(?:\.\d+)+)\W*$",
    re.IGNORECASE,
)
# "Articles 9 and 10": each number is an item of its own and needs its word.
_SEVERAL = re.compile(
    r"\b(?P<word>clause|section|article|paragraph|schedule)s\s+(?P<numbers>[\dIVXL][\w.]*(?:\([a-z]\))*(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to)\s+)[\dIVXL][\w.]*(?:\([a-z]\))*)+)",
    re.IGNORECASE,
)
_OF_CLIENT = re.compile(r"\W*(?:to |for )?(?:the )?Client's (?:\w+ ){0,2}(?:obligation|indemn|dut|liab)", re.IGNORECASE)
_LOSSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("indirect", re.compile(r"\bindirect\b|consequential|\bspecial\b|incidental|\bremote\b", re.IGNORECASE)),
    ("punitive", re.compile(r"punitive|exemplary", re.IGNORECASE)),
    ("profit", re.compile(r"\bprofits?\b|\brevenues?\b|loss of (?:\w+ )?business|business interruption|lost business|\bearnings\b", re.IGNORECASE)),
    ("goodwill", re.compile(r"goodwill|reputation", re.IGNORECASE)),
    ("data-loss", re.compile(r"\b(?:lost|loss of|loss or corruption of|corruption of)\b[^.;]{0,40}?\bdata\b", re.IGNORECASE)),
)  # fmt: skip


def heads_of(text: str, *, names_ai: Callable[[str], bool], look_up: Callable[[str], Sequence[str]]) -> set[str]:
    """Return the heads that the items of a list are about.

    Args:
        names_ai: tells whether words speak of AI.
        look_up: gives the heading and the text of the clause a reference points to, nothing when there is none.
    """
    heads: set[str] = set()
    for item in _SPLIT.split(_SEVERAL.sub(_one_by_one, text)):
        if _OF_CLIENT.match(item):
            continue
        head = _head(item) or ("ai" if item.strip() and (names_ai(item) or _OUTPUT.search(item)) else None)
        if head is None or head == "indemnities":
            pointed = _REFERENCE.search(item)
            for there in look_up(pointed["place"] or pointed["bare"]) if pointed is not None else ():
                told = _head(there) or ("ai" if names_ai(there) else None)
                if told is not None:
                    head = told
                    break
        if head is not None:
            heads.add(head)
    return heads


def _one_by_one(several: re.Match[str]) -> str:
    return ", ".join(
        f"{several['word']} {number}" for number in re.split(r"[\s,]+(?:and\s+|or\s+|to\s+)?", several["numbers"])
    )


def _head(text: str) -> str | None:
    return next((head for head, pattern in _COMPILED if pattern.search(text)), None)


def speaks_of_output(text: str) -> bool:
    """Return whether words speak of what an AI puts out, without naming AI."""
    return _OUTPUT.search(text) is not None


def losses_of(text: str) -> set[str]:
    """Return the kinds of loss a text names: indirect, profit, goodwill, data-loss, punitive."""
    return {name for name, pattern in _LOSSES if pattern.search(text)}
