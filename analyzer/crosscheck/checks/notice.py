"""Check the notice of model changes that the provider promises against what the AI vendor gives (X5)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.checks.vocabulary import GONE, MODEL, NO_MODEL, VENDOR
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.quantities import read_periods, show_days
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier

_CHANGE = re.compile(
    r"\bchang\w*|\breplac\w*|\bnew (?:\w+ )?(?:model |AI )?version|\bupdat\w*|\bupgrad\w*|\bput into\b|\breleas\w*|\bretir\w*|\bintroduc\w*|\bmodif\w*",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\bnotice\b|\bnotif\w*|\binform\w*|\btells?\b|\bannounc\w*|\badvance\b|\bpublish\w*|\bwarn\w*|\badvis(?:e|es|ed)\b|\balert\w*|\bcommunicat\w*",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\bat least\b|\b(?:not|no) (?:less|fewer) than\b|days?['\u2019]|\bprior\b|\bbefore\b|\badvance\b|\bahead\b|\buntil\b|\bmonths['\u2019]|\|",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\bof (?:the )?receipt\b|\bpass(?:es|ed)? on\b|\brelay|\bafter (?:it|the change|such)", re.IGNORECASE
)
_OTHER_NOTICE = re.compile(
    r"\bterminat\w*|\bnon-?renew\w*|\binvoice|\baudit|\bbreach\b|\bprice|\bcharges\b|\bpersonnel\b|\bsite\b|\binsur",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    rf"(?:(?P<provider>(?<!AI )(?<!model )\b(?-i:Provider)\b)|(?P<vendor>{VENDOR.pattern}))(?!['\u2019]s)[^.;,|]{{0,25}}?\b(?:shall|will|must|may|can|gives?|is bound|are bound|agrees?|undertakes?|announces?|warrants?|commits?|relies)\b",
    re.IGNORECASE,
)
_PROVIDER_SHALL = re.compile(r"\bProvider shall\b")
_OBTAINS = re.compile(
    r"\b(?:obtain|hold|secure|require)\w*\b[^.;]{0,60}\b(?:vendor|licensor|maker|host)", re.IGNORECASE
)
_PREVIEW = re.compile(r"\b(?:preview|beta|experimental|early[- ]access|pre-?release|alpha)\b", re.IGNORECASE)
_NOT_USED = re.compile(r"\b(?:not|no|never|neither|nor|without|only with)\b", re.IGNORECASE)
_USED = re.compile(
    r"\b(?:may|can|will|use[sd]?|using|available|includ\w+|rel(?:y|ies)|incorporat\w+|runs?|running|built|based|draws?|accepts?)\b",
    re.IGNORECASE,
)
_AT_WILL = re.compile(
    rf"(?:{VENDOR.pattern})[^.;,]{{0,60}}\b(?:may|can|reserves? the right to|(?:is|are) (?:free|entitled) to)\b[^.;]{{0,80}}\b(?:chang|modif|withdr|replac|updat|retir|discontinu|deprecat|alter)\w*[^.;]{{0,120}}\b(?:with(?:out| no| or without) (?:\w+ )?(?:notice|warning)|whenever|as (?:it|they) sees? fit|at short notice|at any time|from time to time|at (?:its|their) discretion|after the (?:update|change))",
    re.IGNORECASE,
)
_UPSTREAM_WORDS = (
    "vendor", "provider", "licensor", "host", "maker", "preview", "beta", "experimental", "early", "upstream", "third-party",
    "developer", "supplier", "owner", "publisher", "company",
)  # fmt: skip
# A little less is the same to a lawyer: two months and 60 days.
_SAME = 0.9


def find_short_upstream_notice(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where the provider promises longer notice of a model change than the AI vendor gives."""
    promises = {s: days for s in _promises(reading) if (days := _days_ahead(s)) is not None}
    if not promises:
        return
    promise, days = max(promises.items(), key=lambda item: item[1])
    cited = set(reading.cited("model-change-notice/upstream-flow-down"))
    for sentence in reading.deal.sentences_with(*_UPSTREAM_WORDS):
        if sentence in promises:
            continue
        how = _upstream(reading, sentence, days, cited=sentence in cited)
        if how is not None and not reading.refers_to(promise, sentence):
            yield collide(
                reading, "X5", "high", promise, sentence,
                f"{{first}} promises {show_days(days)} of notice before a model changes, but by {{second}} {how}.",
                "Bind the AI vendor to the same notice, ban preview models in production, or pin the version.",
            )  # fmt: skip
            return


def _promises(reading: Reading) -> Iterator[Sentence]:
    cited = dict.fromkeys(reading.cited("model-change-notice/notice-period"))
    told = reading.deal.sentences_with("notice", "notif", "inform", "tell", "told")
    for sentence in dict.fromkeys((*cited, *told)):
        text = sentence.reading
        if not MODEL.search(text) or NO_MODEL.search(text) or _AFTERWARDS.search(text) or not _AHEAD.search(text):
            continue
        on_change = sentence in cited or (_NOTICE.search(text) and _CHANGE.search(text))
        on_ai = sentence in cited or "model" in sentence.lower or reading.names_ai(sentence)
        if on_change and on_ai and not _is_of_vendor(text) and not _OBTAINS.search(text):
            yield sentence


def _is_of_vendor(text: str) -> bool:
    """Return whether it is the AI vendor that gives the notice: whom a verb follows first."""
    actor = _ACTOR.search(text)
    return actor is not None and actor["provider"] is None


def _days_ahead(sentence: Sentence) -> float | None:
    """Return the days of notice that a sentence gives of a change: the period that stands nearest to the word notice."""
    parts = [part for part in re.split(r"(?<=[.;])\s", sentence.reading) if MODEL.search(part) or "|" in part]
    for part in parts:
        if _OTHER_NOTICE.search(part) and "|" not in part:
            continue
        words = [match.start() for match in _NOTICE.finditer(part)]
        periods = [(min((abs(p.start - at) for at in words), default=0), p.number) for p in read_periods(part)]
        if periods:
            return min(periods)[1]
    return None


def _upstream(reading: Reading, sentence: Sentence, promised: float, *, cited: bool) -> str | None:
    """Return what the AI vendor does instead, None when the sentence is not about it or gives enough."""
    text = sentence.reading
    if _PREVIEW.search(text) and MODEL.search(text):
        used = _USED.search(text) and not _NOT_USED.search(text)
        return "preview models may be used, which change at short notice" if used else None
    if not VENDOR.search(text) or not (MODEL.search(text) or reading.names_ai(sentence)):
        return None
    if _AT_WILL.search(text):
        return "the AI vendor may change its models without such notice"
    on_change = (_CHANGE.search(text) or GONE.search(text)) and _NOTICE.search(text)
    if (
        not (cited or on_change)
        or _AFTERWARDS.search(text)
        or _OTHER_NOTICE.search(text)
        or _PROVIDER_SHALL.search(text)
    ):
        return None
    periods = read_periods(text)
    short = len(periods) == 1 and periods[0].number < _SAME * promised
    return f"the AI vendor gives {show_days(periods[0].number)}" if short else None
