"""Check the client's veto over model changes against the end of the old model at its vendor (X14)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.checks.vocabulary import GONE, MODEL, NO_MODEL, VENDOR
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier

_VETO = re.compile(
    r"\b(?:no|not|nor|never|only|until|unless)\b[^.;|]{0,140}\b(?:without|until|unless|only (?:when|if|with|after)|when)\b[^.;|]{0,60}\bClient\b[^.;|]{0,50}\b(?:approv|consent|agree|sign|permission)\w*"
    r"|\bwithout (?:the )?Client(?:'s)?\b[^.;|]{0,40}\b(?:approval|consent|agreement|permission|say-so)\b[^.;|]{0,60}\b(?:no|not|nor)\b"
    r"|\b(?:no|not|nor|never|only)\b[^.;|]{0,140}\b(?:without|until|unless|when|if)\b[^.;|]{0,40}\b(?:approv|consent|agree|sign)\w*\b[^.;|]{0,40}\bby (?:the )?Client\b"
    r"|\bClient(?:'s)?\b[^.;|]{0,40}\b(?:may veto|veto|right to (?:refuse|reject|decline)|may (?:refuse|reject|decline|withhold))\b|\b(?:requires?|needs?|is subject to|are subject to|only with|only upon)\b[^.;|]{0,30}\b(?:(?:approval|consent|agreement) of (?:the )?Client|Client's (?:prior |written |express )*(?:approval|consent|agreement))"
    r"|\btakes? effect only (?:when|after|if)\b[^.;|]{0,20}\bClient\b[^.;|]{0,30}\b(?:sign|approv|agree)",
    re.IGNORECASE,
)
_CLIENT_DECIDES = re.compile(
    r"(?!.*\b(?:deemed|silence|comment|consider|object)\w*)(?=.*\bClient\b).*\b(?:approv|consent|agree|refus|reject|withh|veto|declin)\w*",
    re.IGNORECASE | re.DOTALL,
)
_PLAN = re.compile(
    r"\bfall-?back\b|\bmanual(?:ly)?\b|\bby (?:its )?(?:own )?(?:staff|personnel|people|hand|agents|advisers)\b|\bterminat\w*|\bexit\b|\bextend\w*|\balternative\b|\breplacement\b|\bsubstitut\w*|\bhuman\b|\bpropose\b|\bmay end\b|\bends? the (?:affected|agreement|services?)|\bwithout charge\b|\brefund\w*|\bwith (?:its )?(?:own )?(?:staff|personnel|people)\b|\bcontinue to (?:host|operate|support)|\bremains? supported\b|\bkeeps? (?:it|the version)? ?(?:available|supported|running)",
    re.IGNORECASE,
)
_KEPT_UP = re.compile(r"\bProvider (?:shall|will|must) (?:ensure|keep|maintain|procure)", re.IGNORECASE)
_NEW_MODEL = re.compile(r"chang|version|upgrad|updat|new |releas|takes? effect|replac", re.IGNORECASE)
_REFUSED = re.compile(
    r"\brefus\w*|\breject\w*|\bnot approv\w*|\bwithh[eo]ld\w*|\bforc(?:e|es|ed)\b|\bretir\w*|\bwithdr[ae]w\w*|\bdiscontinu\w*|\bdeprecat\w*",
    re.IGNORECASE,
)
_REFUSED_WORDS = ("refus", "reject", "approv", "withh", "forc", "retir", "withdr", "discontinu", "deprecat")
_GONE_WORDS = (
    "retir", "withdr", "discontinu", "deprecat", "sunset", "support", "end of", "no longer", "obsolet", "off", "shut",
    "phas", "unavailable", "ceas", "stop", "out of service",
)  # fmt: skip


def find_forced_upgrades(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where the client may refuse a new model and nothing is said for when the old one goes."""
    vetoes = [veto for veto in _vetoes(reading) if not _is_planned(reading, veto)]
    if not vetoes or _has_plan(reading):
        return
    for sentence in reading.find(GONE, *_GONE_WORDS):
        if not _ends_model(reading, sentence) or _is_planned(reading, sentence):
            continue
        veto = next((veto for veto in vetoes if veto is not sentence), None)
        if veto is not None:
            yield collide(
                reading, "X14", "medium", veto, sentence,
                "{first} lets the client refuse a new model, while by {second} the AI vendor may end the old one;"
                " nothing is said for that case.",
                "Add a plan: earlier notice, people doing the work meanwhile, and exit without charge.",
            )  # fmt: skip
            return


def _vetoes(reading: Reading) -> Iterator[Sentence]:
    cited = set(reading.cited("model-change-notice/approval-veto"))
    for sentence in reading.deal.sentences_with("model", "engine", "version", "algorithm", "release", "ai ", "ai."):
        text = sentence.reading
        if not MODEL.search(text) or NO_MODEL.search(text) or not _NEW_MODEL.search(text):
            continue
        if not (sentence in cited or "model" in sentence.lower or reading.names_ai(sentence)):
            continue
        if _VETO.search(text) or (sentence in cited and _CLIENT_DECIDES.search(text)):
            yield sentence


def _has_plan(reading: Reading) -> bool:
    """Return whether the deal says anywhere what happens when a model is refused or goes."""
    about = reading.find(_REFUSED, *_REFUSED_WORDS)
    return any(_PLAN.search(s.reading) and MODEL.search(s.reading) for s in about)


def _is_planned(reading: Reading, sentence: Sentence) -> bool:
    """Return whether the sentences beside one in its clause say what happens then."""
    beside = [s for s in reading.clause_sentences(sentence.clause) if s is not sentence]
    return any(_PLAN.search(s.reading) for s in beside)


def _ends_model(reading: Reading, sentence: Sentence) -> bool:
    text = sentence.reading
    of_vendor = VENDOR.search(text) is not None and not NO_MODEL.search(text)
    on_model = MODEL.search(text) is not None or reading.names_ai(sentence)
    return of_vendor and on_model and not _KEPT_UP.search(text) and not _PLAN.search(text)
