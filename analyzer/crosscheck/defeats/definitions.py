"""Find definitions that empty a term: derived data outside "Customer Data", other makers' AI outside "AI System"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.crosscheck.defeats.effects import Defeat, Elements, Standing, covers
from analyzer.crosscheck.defeats.exclusions import (
    AI_TERM,
    DATA_TERM,
    Exclusion,
    definition_of,
    is_excluding,
    term_pattern,
)

_DERIVED = re.compile(
    r"\bderiv|de-?identif|anonymi[sz]|pseudonymi[sz]|aggregat|usage (?:data|information|statistics)"
    r"|service (?:data|improvement)|telemetry|statistic|learnings?\b|insights?\b|analytics|metadata|embeddings?"
    r"|\b(?:outputs?|prompts?|transcripts?|recordings?|interaction (?:data|logs?)|feedback)\b"
    r"|(?:generat|creat|produc|infer)\w* (?:by|from)|(?:Provider|Supplier|Vendor|Contractor) (?:creates|generates"
    r"|derives)",
    re.IGNORECASE,
)
_CREATED = re.compile(
    r"deriv|usage|service data|learnings?|insights?|outputs?|telemetry|prompts?|interaction|transcripts?"
    r"|recordings?|generat|creat|produc",
    re.IGNORECASE,
)
# In lower case: "Supplier" and "Vendor" are the party.
_MADE_BY_OTHERS = re.compile(
    r"[Tt]hird[- ][Pp]art|[Ll]icen[sc]ors?\b|\b(?:vendors?|suppliers?|makers?|manufacturers?|developers?"
    r"|providers?)\b|\b(?:AI|Model|Technology|Platform) (?:Vendor|Supplier|Provider)s?\b"
    r"|not (?:itself )?(?:developed|made|controlled) by"
)
_SAFE = re.compile(
    r"\b(?:shall|will|may|must|does|do) not\b|\bneither\b|\bprohibited\b"
    r"|(?:solely|only|alone|exclusively)\b[^.;]{0,60}\b(?:Client|Services)|\bfor Client alone"
    r"|(?:own(?:ed|s|ership)?|property|belong\w*|vests?)\b[^.;]{0,40}\bClient"
    r"|Client(?:'s)? (?:shall |will |exclusively |solely )*(?:owns?|property|confidential)"
    r"|treat\w*\b[^.;]{0,60}\bas\b[^.;]{0,20}(?:Client|confidential)",
    re.IGNORECASE,
)
_AND_YET = re.compile(r"\b(?:but|provided that|however|and)\b(?P<rest>.*)")

_USE: Elements = {
    "data-ownership-training": (
        "data-scope",
        "training-ban",
        "ai-vendor-binding",
        "retention-deletion",
        "misuse-remedy",
    ),
    "personal-data-ai-processing": ("purpose-limit", "no-ml-reuse"),
}
_OWNERSHIP = ("data-ownership-training", "ownership")


def find_definition_defeats(
    deal: Deal, exclusions: Sequence[Exclusion], standing: Sequence[Standing]
) -> Iterator[Defeat]:
    """Yield the definitions that take the ground from under a finding."""
    for exclusion in exclusions:
        if re.match(AI_TERM, exclusion.term):
            yield from _narrowed_ai(exclusion, standing)
        elif re.fullmatch(DATA_TERM, exclusion.term):
            yield from _narrowed_data(deal, exclusion, standing)


def _narrowed_ai(exclusion: Exclusion, standing: Sequence[Standing]) -> Iterator[Defeat]:
    made = _MADE_BY_OTHERS.search(exclusion.left_out)
    if made is None:
        return
    for one in standing:
        named = any(_MADE_BY_OTHERS.search(s.text) for s in one.sentences if s != exclusion.sentence)
        if _rests(one, exclusion) and not named:
            yield _defeat(exclusion, one)


def _narrowed_data(deal: Deal, exclusion: Exclusion, standing: Sequence[Standing]) -> Iterator[Defeat]:
    left_out = exclusion.left_out
    named = _named_term(deal, left_out)
    derived = _DERIVED.search(left_out) or (named and _DERIVED.search(definition_of(deal, named) or ""))
    if not derived:
        return
    created = _CREATED.search(left_out) is not None or named is not None
    touched = [
        one
        for one in standing
        if (covers(_USE, one.key) or (one.key == _OWNERSHIP and created))
        and _rests(one, exclusion)
        and not any(_names(sentence, named, derived[0]) for sentence in one.sentences)
    ]
    if touched and not _is_kept_safe(deal, exclusion, named or derived[0]):
        yield from (_defeat(exclusion, one) for one in touched)


def _rests(one: Standing, exclusion: Exclusion) -> bool:
    return one.lead != exclusion.sentence and term_pattern(exclusion.term).search(one.lead.text) is not None


def _defeat(exclusion: Exclusion, one: Standing) -> Defeat:
    return Defeat(
        check="definition",
        by=exclusion.sentence,
        emptied=one.lead,
        finding=one.key,
        status="weak",
        what=f"leaves \u201c{exclusion.short}\u201d outside \u201c{exclusion.term}\u201d",
        why=f"rests on \u201c{exclusion.term}\u201d, which leaves out \u201c{exclusion.short}\u201d",
    )


def _named_term(deal: Deal, text: str) -> str | None:
    """Return a defined term for data that a text names, as in "does not include Derived Data"."""
    found = re.search(DATA_TERM, text)
    name = " ".join(found[0].split()) if found else ""
    return name if name and definition_of(deal, name) else None


def _is_kept_safe(deal: Deal, exclusion: Exclusion, left_out: str) -> bool:
    """Say whether what is left out of the term is protected in words of its own."""
    text = exclusion.sentence.reading
    rest = _AND_YET.search(text[text.lower().find(left_out.lower()) :])
    if rest is not None and _SAFE.search(rest["rest"]):
        return True
    words = left_out.lower()[:12]
    return any(
        _SAFE.search(s.reading) for s in deal.sentences_with(words) if s != exclusion.sentence and not is_excluding(s)
    )


def _names(sentence: Sentence, named: str | None, word: str) -> bool:
    return (named is not None and named in sentence.text) or word[:6].lower() in sentence.lower
