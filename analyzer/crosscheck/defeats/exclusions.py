"""Read what definitions leave out of a term: "does not include X", "means ..., other than X", "X are not Subcontractors"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.memory import remember

DATA_TERM = r"(?:[A-Z][\w&'-]*\s){0,4}(?:Data|Content|Information|Materials|Records)\b"
CHAIN_TERM = r"(?i:sub-?\s?(?:contractor|processor|supplier))s?\b"
AI_TERM = (
    r"(?:AI|[A-Z][\w-]+ Intelligence|Machine Learning|Automated)\s(?:Systems?|Components?|Models?|Tools?|Features?"
    r"|Errors?|Incidents?|Changes?|Services?)\b"
)
_TERM = rf"(?:{CHAIN_TERM}|{AI_TERM}|{DATA_TERM})"
_BEGINS = re.compile(_TERM)
_EXCLUDES = re.compile(
    r"\b(?:(?:shall|will|does|do) )?(?:not (?:be (?:deemed|taken) to )?(?:include|cover|extend to|comprise)"
    r"|excludes?|exclude|be deemed to exclude)\b:? (?P<out>.+)"
)
_SUBJECT = re.compile(
    rf"(?:(?P<term>{_TERM})|(?P<same>\b(?:[Tt]he|[Tt]his) (?:term|definition|expression)|\bIt))[\"'\s]{{1,3}}$"
)
# "... means all data ..., other than X": only within a definition.
_CARVES = re.compile(
    r"\b(?:other than|excluding|but not(?: including)?|not including|except(?:ing)?(?: for)?|save(?: for)?"
    r"|with the exception of|to the exclusion of) (?P<out>.+)",
    re.IGNORECASE,
)
_IS_NOT = re.compile(
    r"\b(?:is|are|shall be|will be|(?:shall|will|do|does|may)) ?(?:not|neither|never)\b ?(?:be |form "
    r"|constitutes? )?(?:deemed|considered|treated|regarded|part of|counted)? ?(?:to be |as "
    r"|to constitute )?(?:an? |any )?(?P<term>[\w-]+(?: [\w&'-]+){0,4})"
)
_DEFINES = re.compile(
    rf"[\"'](?P<term>{_TERM})[\"']|^(?:[\dA-Za-z.()]{{1,8}}\s+)?(?P<bare>{_TERM})\s+(?:means?|shall mean|is|are)\b"
)
_STOP = re.compile(
    r"[.;]\s|[.;]$|\b(?:but|and) (?:shall |does |will )?includ|\bprovided that\b"
    r"|\bbut (?:we|Provider|Client|it|shall|the)\b"
)
_PURPOSE = re.compile(r"^.*\bfor (?:the )?purposes? of (?:this|the|these) \w+,? ", re.IGNORECASE)
_TRIGGERS = (
    "not include", "exclu", "other than", "but not", "save", "except", "not be", "are not", "is not", "not cover", "not form",
    "not constitute", "not extend", "not deemed",
)  # fmt: skip


@dataclass(frozen=True)
class Exclusion:
    """What a sentence leaves out of a term, both as written."""

    sentence: Sentence
    term: str
    left_out: str

    @property
    def short(self) -> str:
        """What is left out in a few words of the contract's own."""
        words = self.left_out.strip(" ,.;:\"'").split()
        return " ".join(words[:14]) + (" \u2026" if len(words) > 14 else "")


def read_exclusions(deal: Deal) -> Iterator[Exclusion]:
    """Yield what the deal's definitions leave out of terms for data, for AI and for those who work for the provider."""
    for sentence in deal.sentences_with(*_TRIGGERS):
        text = sentence.text
        excluded = list(_excluding(deal, sentence))
        yield from excluded
        defined = None if excluded else _defined_in(text)
        if defined:
            for found in _CARVES.finditer(text):
                yield Exclusion(sentence, _name(defined), _cut(found["out"]))
        for found in _IS_NOT.finditer(text):
            term = _BEGINS.match(found["term"])
            if term is not None:
                before = text[: found.start()]
                out = re.split(r"\b(?:is|are)\b", _PURPOSE.sub("", re.split(r"[.;:]\s", before)[-1]))[0]
                if len(out.strip()) > 2:
                    yield Exclusion(sentence, _name(term[0]), out.strip())


def is_excluding(sentence: Sentence) -> bool:
    """Say whether a sentence leaves something out of a term, so that it can't protect it."""
    return _EXCLUDES.search(sentence.text) is not None or any(
        _BEGINS.match(found["term"]) for found in _IS_NOT.finditer(sentence.text)
    )


@remember(256)
def term_pattern(term: str) -> re.Pattern[str]:
    """Return what finds a term in other text, in its singular and plural."""
    if re.match(CHAIN_TERM, term):
        stem = "process" if "process" in term.lower() else "contract|suppl"
        return re.compile(rf"\bsub-?\s?(?:{stem})", re.IGNORECASE)
    words = r"\s+".join(re.escape(word) for word in term.removesuffix("s").split())
    return re.compile(rf"\b{words}s?\b")


def definition_of(deal: Deal, term: str) -> str | None:
    """Return the words that define a term, None when it has no definition."""
    for contract in deal.contracts:
        for defined in contract.terms:
            if defined.term == term:
                return contract.document.text[defined.definition.start : defined.definition.end]
    pattern = re.compile(rf"{re.escape(term)}\W{{1,2}}(?:means|shall mean|is any|includes)\b")
    return next((s.text for s in deal.sentences_with(term.lower()) if pattern.search(s.text)), None)


def _excluding(deal: Deal, sentence: Sentence) -> Iterator[Exclusion]:
    for found in _EXCLUDES.finditer(sentence.text):
        subject = _SUBJECT.search(sentence.text[: found.start()])
        if subject is not None:
            term = subject["term"] or _defined_before(deal, sentence)
            if term:
                yield Exclusion(sentence, _name(term), _cut(found["out"]))


def _defined_in(text: str) -> str | None:
    found = _DEFINES.search(text)
    return (found["term"] or found["bare"]) if found else None


def _defined_before(deal: Deal, sentence: Sentence) -> str | None:
    """Return the term whose definition a sentence goes on with ("The term shall exclude ...")."""
    previous = deal.before(sentence)
    for _ in range(3):
        if previous is None:
            return None
        defined = _defined_in(previous.text)
        if defined:
            return defined
        previous = deal.before(previous)
    return None


def _cut(text: str) -> str:
    found = _STOP.search(text)
    return text[: found.start()] if found else text


def _name(term: str) -> str:
    return " ".join(term.split()).strip("\"' ").removeprefix("The ").removeprefix("the ")
