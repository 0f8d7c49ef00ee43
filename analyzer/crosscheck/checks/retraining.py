"""Check retraining that is asked for or allowed against the ban on training (X1)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier

_WORDS = ("train", "tun", "learn", "back into", "refin", "adjust")
_TEACH = re.compile(
    r"\b(?:re-?)?train(?:s|ed|ing)?\b|\b(?:fine-?|re-?)?tun(?:e|es|ed|ing)\b|\blearns? from\b|\bmachine learning\b|\brefin(?:e|es|ed|ing)\b"
    r"|\badjust(?:s|ed|ing)? on\b|\blearning cycle|\btraining (?:material|data|set|purposes)\b|\bfe(?:ed|eds|d)\b[^.;]{0,80}\b(?:back )?into\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\b(?:models?|engines?|algorithms?|classifiers?|AI|artificial intelligence|machine learning|(?:virtual|digital) (?:agent|assistant|associate)s?|bots?|chatbots?)\b|fine-?tun|\b(?:re-?trained|tuned)\b[^.;]{0,40}\bon\b",
    re.IGNORECASE,
)
_CLIENT_DATA = re.compile(
    r"\bClient (?:\w+ )?(?:Data|Content|Materials|Information|Records)\b|\bClient's\b[^.;]{0,30}\b(?:data|content|cases|records|recordings|tickets|conversations|interactions|documents)\b"
    r"|\b(?:transcripts?|recordings?|conversations?|interactions?|contact data|tickets?|production|live|corrections|utterances|operational data|personal data)\b"
    r"|\b(?:claims|cases|documents|calls|chats|e-?mails|messages|files|records|invoices|feedback|inputs|prompts|queries)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:shall|must|will|undertakes?|agrees? to|may|is entitled to|are entitled to|continuous learning|learns|includes?|(?:is|are) (?:continuously |regularly )?(?:re-?)?(?:trained|tuned|fine-tuned))\b|\|",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:(?:not|no)(?! (?:less|later|fewer|more)\b)|never|neither|nor|none|cannot|prohibited|barred|forbidden|refrain\w*|prevent\w*)\b[^.;]{0,240}?(?:train|fine-?tun|\btun(?:e|ed|ing)\b|machine learning)|(?:train|fine-?tun)\w*[^.;]{0,60}\b(?:is|are) (?:prohibited|forbidden|barred)",
    re.IGNORECASE,
)
# A demand within these bounds keeps the ban.
_BOUNDED = re.compile(
    r"synthetic|\bpublic(?:ly)?\b|licen[sc]ed data|\bapprov\w+|\bconsent\w*|permi(?:ssion|tted)\b|isolated|dedicated|\bsolely\b|\bif Client\b|where Client|Client-only",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\bexcept\b|\bother than\b|\bsave\b|\bunless\b|\bapart from\b|for (?:the benefit of )?(?:any |its )?other (?:customer|client|person|part)|for (?:any|its own|their own) (?:third part|purposes?\b(?! of)|benefit)"
    r"|general(?:-purpose|i[sz]ed)? (?:language )?models|foundation models|\b(?:their|its) (?:own )?models?\b|for anyone else|products? of others",
    re.IGNORECASE,
)
_WITHOUT_CONSENT = re.compile(
    r"(?:without|(?:save|except|other than|unless|only) with|absent) (?:Client's |the |a )?(?:(?:prior|express|written|separate|specific) )*(?:consent|approval|permission|authori[sz]ation|agreement)|unless Client (?:has )?(?:consent|agree|approve)",
    re.IGNORECASE,
)
_TEACHES_MACHINE = re.compile(
    rf"(?:{_TEACH.pattern})[^.;]{{0,40}}(?:{_MACHINE.pattern})|(?:{_MACHINE.pattern})[^.;]{{0,40}}(?:{_TEACH.pattern})",
    re.IGNORECASE,
)
_ANYTHING = re.compile(r"\b(?:anything|(?:any|all) (?:data|content|information))\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"train[- ]the[- ]trainer|\btraining (?:session|course|programme|program|material|plan)|\btrain\w* (?:of |for |all |its |the |each |any )*(?:advis[eo]rs?|agents|staff|personnel|employees|team leaders|handlers|people|users)",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\W*(?:however|but|except|provided|otherwise|save|apart from (?:that|this)|for (?:any|all) other)\b", re.IGNORECASE
)


def find_banned_retraining(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where the AI is to learn from data that another passage bans it from learning from."""
    cited = set(reading.cited("continuous-improvement/data-boundary", "continuous-improvement/resources"))
    taught = [s for s in reading.find(_TEACH, *_WORDS) if _MACHINE.search(s.reading) or reading.names_ai(s)]
    demands = [s for s in taught if _is_demand(s.reading, cited=s in cited)]
    for ban in taught:
        if not _is_ban(ban.reading):
            continue
        by_consent = _WITHOUT_CONSENT.search(ban.reading) is not None
        if not by_consent and _LIMITED.search(ban.reading):
            continue
        demand = next((d for d in demands if not _settled(reading, d, ban)), None)
        if demand is not None:
            yield _conflict(reading, demand, ban, by_consent=by_consent)
            return


def _is_ban(text: str) -> bool:
    return _NEGATED.search(text) is not None and (_CLIENT_DATA.search(text) or _ANYTHING.search(text)) is not None


def _is_demand(text: str, *, cited: bool) -> bool:
    """Return whether a sentence asks for or allows learning from the client's data, without bounds that keep the ban."""
    if _NEGATED.search(text) or _BOUNDED.search(text) or _PEOPLE.search(text):
        return False
    if not _ASKED.search(text) or not _MACHINE.search(text):
        return False
    return _CLIENT_DATA.search(text) is not None or (cited and _TEACHES_MACHINE.search(text) is not None)


def _settled(reading: Reading, demand: Sentence, ban: Sentence) -> bool:
    in_one_breath = demand.clause == ban.clause and (_TURNS.match(demand.reading) or _TURNS.match(ban.reading))
    return bool(in_one_breath) or reading.refers_to(demand, ban) or reading.refers_to(ban, demand)


def _conflict(reading: Reading, demand: Sentence, ban: Sentence, *, by_consent: bool) -> Conflict:
    banned = "bans without consent" if by_consent else "bans"
    return collide(
        reading,
        "X1",
        "medium" if by_consent else "high",
        demand,
        ban,
        f"{{first}} has the AI learn from the client's data, which {{second}} {banned}.",
        "Allow tuning only of a model that is held for the client alone, and say so in both places.",
    )
