"""Read what a paper calls itself, and which amendment it is: "Master Services Agreement", "Second Amendment to ..."."""

import re

from analyzer.models import Confidence
from analyzer.renewal.reading import Reading
from analyzer.renewal.wording import Wording

_OPENING = 6_000
_FIRST_WORDS = 2_500
_RUNS_ON = re.compile(r"(?:\b(?:and|of|for|the|or)|[,&-])$", re.IGNORECASE)
_PAPER = (
    r"(?:agreement|contract|terms(?: and| &) conditions|terms of (?:service|business|use)|statement of work|work order"
    r"|order form|purchase order|deed|lease|engagement letter|memorandum of understanding|amendment|addendum)"
)
_WORD = r"(?:[A-Z0-9][\w&'/-]*|of|and|for|the|on|to|in|&)"
_NAME = (
    rf"(?:[A-Z][\w&'/-]*,?(?:\s+{_WORD},?){{0,11}}?\s+(?i:{_PAPER}))\b"
    rf"(?:\s+(?:No\.?\s+)?\d{{1,2}}\b)?(?:\s+(?i:to(?:\s+the)?)(?:\s+{_WORD},?){{1,11}}?\s+(?i:{_PAPER})\b)?"
)
# "This Master Services Agreement (this "Agreement") is made": in capitals or with every word begun with one.
_NAMED = re.compile(rf"\b(?:[Tt]his|THIS|[Tt]hese|THESE)\s+(?P<title>{_NAME})(?!\s+(?:[A-Z][a-z]+|AND|FOR)\b)")
# The title over the paper: a line of little else than its name, or what lines before it began.
_LINE = re.compile(r"^[ \t]*(?:(?:EXHIBIT|Exhibit)\s+[\w.()-]+[ \t]+)?(?P<title>\S[^\n]{2,120}?)[ \t]*$", re.MULTILINE)
_IS_PAPER = re.compile(
    rf"\b{_PAPER}(?:\s+(?:no\.?\s*)?\d{{1,2}})?[ .]*$|\b(?:agreement|contract|deed)\s+(?:for|on|of|relating to)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\b(?:is|are|was|shall|will|has|hereby|between|dated|made|entered|by and|exhibit|execution|version|page|contents"
    r"|confidential|parties|whereas|inc|ltd|llc|corp|schedule|annex|appendix|this)\b|[.;:|]\s*\S|\d{4}|[.;:]$",
    re.IGNORECASE,
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
_CARDINALS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_NUMBERED = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:amendment|addendum|amending|variation)\b"
    rf"|\b(?:amendment|addendum|variation)\s+(?:no\.?|number|num\.?|nr\.?|#)?\s*(?P<number>\d{{1,2}}|{'|'.join(_CARDINALS)})\b"
)
_SMALL = {"of", "and", "for", "the", "on", "to", "in", "a", "an", "or", "with", "by"}
# Short for something, and not words that were shouted.
_INITIALS = re.compile(r"(?:[A-Z]\.)+|AI|IT|BPO|HR|US|UK|EU|USA|SLA|MSA|SOW|[IVX]+")


def read_title(wording: Wording) -> Reading[str] | None:
    """Return what the paper calls itself: over its first words, and in them."""
    if not wording.statements:
        return None
    over, named = _read_over(wording.lines), _NAMED.search(wording.lines, 0, _OPENING)
    if named is None:
        return None if over is None else _at(wording, *over, confidence="medium")
    within = _in_title_case(named["title"]), named.start("title")
    if over is None:
        return _at(wording, *within, confidence="high" if named.start() < _FIRST_WORDS else "medium")
    one, other = over[0].casefold(), within[0].casefold()
    if one.endswith(other) or other.endswith(one):
        return _at(wording, *max(over, within, key=lambda title: len(title[0])), confidence="high")
    return _at(wording, *over, confidence="medium")


def _read_over(text: str) -> tuple[str, int] | None:
    """Return the title over the paper and its place: the first line that names a paper, with the lines it goes on from."""
    before: list[re.Match[str]] = []
    for line in _LINE.finditer(text, 0, _OPENING // 2):
        words = line["title"]
        if _NO_TITLE.search(words):
            before = []
            continue
        if not _IS_PAPER.search(words):
            before.append(line)
            continue
        whole = [line]
        # A title that is cut goes on from a line that breaks off, "DISTRIBUTION AND", or a word of it is left.
        while before and (_RUNS_ON.search(before[-1]["title"]) or len(whole[0]["title"].split()) == 1):
            whole.insert(0, before.pop())
        words = " ".join(part["title"] for part in whole)
        title = re.sub(r"^form of (?:the )?", "", words, flags=re.IGNORECASE)
        return _in_title_case(title), whole[0].start("title")
    return None


def _at(wording: Wording, title: str, start: int, *, confidence: Confidence) -> Reading[str]:
    statement = wording.statement_at(start)
    return Reading(title, statement, confidence, statement.place_of(start))


def read_number(wording: Wording) -> Reading[int] | None:
    """Return the number of an amendment, as its opening gives it."""
    match = _NUMBERED.search(wording.lower, 0, _OPENING // 4)
    if match is None or not wording.statements:
        return None
    word = match["ordinal"] or match["number"]
    if word[0].isdigit():
        number = int(re.sub(r"\D", "", word))
    else:
        number = (_ORDINALS if word in _ORDINALS else _CARDINALS).index(word) + 1
    statement = wording.statement_at(match.start())
    return Reading(number, statement, "high", statement.place_of(match.start()))


def _in_title_case(title: str) -> str:
    """Return a title that was shouted as one that is said."""
    words = " ".join(title.split()).strip(" ,.").split(" ")
    if any(letter.islower() for letter in title.replace("and", "").replace("of", "")):
        return " ".join(words)
    said = [w if _INITIALS.fullmatch(w) else w.lower() if w.lower() in _SMALL else _capitalize(w) for w in words]
    return " ".join(said)[:1].upper() + " ".join(said)[1:]


def _capitalize(word: str) -> str:
    return re.sub(r"[A-Za-z][A-Za-z']*", lambda m: m[0][0].upper() + m[0][1:].lower(), word)
