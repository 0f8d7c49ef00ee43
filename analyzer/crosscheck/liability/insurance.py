"""Read the policies a provider must hold, with their limits, and whether they may exclude loss from AI."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.liability.limits import make_limit, read_per
from analyzer.crosscheck.reading import Reading
from analyzer.models import WaterfallStep
from analyzer.money import read_money

_LINES = re.compile(
    r"(?P<professional>professional|errors (?:and|&|or) omissions|\bE&O\b|media liability|technology liability)"
    r"|(?P<cyber>cyber|network security|privacy liability|information security)"
    r"|(?P<general>general liability|public liability|products? liability|\bCGL\b)"
    r"|(?P<employers>employer|workers|workmen)|(?P<crime>crime|fidelity|\bbond\b)|(?P<excess>umbrella|excess)|(?P<motor>automobile|motor|vehicle)"
    r"|(?P<property>property|all risks?|contents)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"insur|indemnity cover|cyber cover|\bcoverage\b|polic(?:y|ies)", re.IGNORECASE)
_HOLDS = re.compile(
    r"maintain|carr(?:y|ies)|hold|keep|kept|effect|procure|obtain|provide|have|take out|increased|insurance (?:of|is)|cover(?:age)? of",
    re.IGNORECASE,
)
_EXCLUDES = re.compile(
    r"\bexclu(?:de[sd]?|ding|sions?)\b|(?:not|n't) (?:respond|cover|extend|insure)|no cover(?:age)? for", re.IGNORECASE
)
_BARRED = re.compile(
    r"\b(?:no|neither|nor) (?:such )?(?:policy|polic(?:y|ies)|insurance|cover)\b[^.;]{0,40}exclu|(?:shall|may|must|will|do|does)(?: not|n't)[^.;]{0,25}(?:exclu|contain)"
    r"|without (?:any )?exclu|free (?:of|from) (?:any )?exclu|no exclusion",
    re.IGNORECASE,
)
_COVER = re.compile(r"insur|polic(?:y|ies)|cover", re.IGNORECASE)
_WORDS = ("insur", "cover", "polic", "omissions", "liability", "indemnity", "cyber")
# Less is no policy limit: a fee, a deductible or a number of something else.
_LEAST = 10_000
# Which lines may respond to a loss from an AI error.
RESPONDING = ("professional", "cyber")


def read_insurance(reading: Reading, *, dollars: tuple[str, ...]) -> Iterator[WaterfallStep]:
    """Yield one step for each policy with a limit, and one for each exclusion of AI loss from cover.

    Args:
        dollars: for each contract the currency a bare "$" stands for.
    """
    sentences = reading.deal.sentences
    for index, sentence in enumerate(sentences):
        if not any(word in sentence.lower for word in _WORDS):
            continue
        headed = reading.headings_say(_ABOUT, sentence) or _introduced(reading, sentence)
        if not headed and not _ABOUT.search(sentence.reading):
            continue
        if excludes(sentence) and reading.names_ai(sentence):
            yield WaterfallStep(
                kind="insurance-exclusion",
                heads=("ai",),
                limit=None,
                words="Insurance may exclude",
                evidence=(reading.deal.quote(sentence),),
            )
        if headed or _HOLDS.search(sentence.reading):
            # "Rs." looks like the end of a sentence.
            runs_on = sentence.text.endswith("Rs.") and index + 1 < len(sentences)
            last = sentences[index + 1] if runs_on else sentence
            yield from _policies(reading, sentence, last, dollars[sentence.contract])


def _introduced(reading: Reading, row: Sentence) -> bool:
    """Return whether a table's row stands under a sentence on insurance."""
    above = reading.deal.path(row.clause)[1:2] if "|" in row.reading else ()
    return any(_ABOUT.search(s.reading) for key in above for s in reading.clause_sentences(key))


def excludes(sentence: Sentence) -> bool:
    """Return whether a sentence has insurance exclude something, rather than forbids that."""
    text = sentence.reading
    return _EXCLUDES.search(text) is not None and not _BARRED.search(text) and _COVER.search(text) is not None


def _policies(reading: Reading, first: Sentence, last: Sentence, dollar: str) -> Iterator[WaterfallStep]:
    """Yield the policies that a stretch of text names, read from the document's own words."""
    number = first.contract
    contract = reading.deal.contracts[number]
    start, end = first.start, contract.passages[last.passage].end
    text = contract.document.text[start:end]
    amounts = read_money(text, dollar=dollar)
    if not amounts:
        return
    # "insurance of £5m for professional indemnity" names the line after its amount, "cyber insurance of £5m" before.
    after = _LINES.search(text, 0, amounts[0].start) is None
    for index, amount in enumerate(amounts):
        before = amounts[index - 1].end if index else 0
        following = amounts[index + 1].start if index + 1 < len(amounts) else len(text)
        kind = _line_of(text, amount.end, following) if after else _line_of(text, before, amount.start)
        if kind is None or amount.money.amount < _LEAST:
            continue
        per = read_per(text[amount.end : min(following, amount.end + 50)])
        yield WaterfallStep(
            kind="insurance",
            heads=(kind,),
            limit=make_limit("amount", sums=(amount.money,), per=per),
            words="Insurance",
            evidence=(reading.deal.quote_span(number, start, end, first.clause),),
        )


def _line_of(text: str, start: int, end: int) -> str | None:
    kinds = [match.lastgroup or "" for match in _LINES.finditer(text, start, end)]
    # "technology errors and omissions including cyber liability": one policy, by its first name.
    return next((kind for kind in kinds if kind in RESPONDING), kinds[0] if kinds else None)
