"""A deal as the pair checks read it: what speaks of AI, what findings quote, what a clause says around a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from functools import cached_property

from analyzer.crosscheck.deal import ClauseKey, Deal, Sentence
from analyzer.crosscheck.references import read_references, resolve
from analyzer.memory import remember
from analyzer.models import Contract, ElementStatus, Finding

_AI = re.compile(
    r"\bA\.?I\b|artificial intelligence|machine[- ]learn|language (?:model|engine)|foundation model|generative|\bLLMs?\b|algorithm"
    r"|\b(?:chat|voice)?-?bots?\b|(?:virtual|digital|automated|intelligent) (?:agent|assistant|associate|adviser|advisor|worker)"
    r"|automated (?:claims? )?(?:decision|output)|automated-decision|(?:scoring|speech|reasoning|decision|triage|recommendation|extraction|conversational) (?:engine|model)"
    r"|hallucinat|(?<!adverse )(?<!no )inference\b|\bprompts\b|neural|predictive|\bmodels?[ -](?:version|provider|vendor|maker|host|update|release|log)"
    r"|(?:suggestion|output|recommendation|prediction|answer|score|proposal|decision)s? of (?:the |a |any )?models?\b|\bmodel's\b"
    r"|(?:trained|learned|routing|conversation|classification|statistical) models?|fine-?tun|straight[- ]through|\btouchless\b|agentic",
    re.IGNORECASE,
)
_NO_AI = re.compile(
    r"(?:pricing|operating|staffing|delivery|business|cost) models?|model (?:clauses|contract|form|year|number)|predictive dial\w*"
    r"|AI(?=,? (?:Inc|LLC|Ltd|Limited|Corp|GmbH|plc)\b)"
)
# What a contract calls the thing once it has named it in full.
_SHORT_FORMS = (
    ("[Aa]ssistant", "ssistant", re.compile(r"(?:AI|[Vv]irtual|[Dd]igital|[Aa]utomated) [Aa]ssistant")),
    ("[Ee]ngine", "ngine", re.compile(r"(?:AI|[Ss]coring|[Ll]anguage|[Dd]ecision|[Tt]riage|[Rr]easoning) [Ee]ngine")),
)
_NO_TERM = re.compile(r"Data|Content|Materials|Agreement|Information|Fees|Charges|Services?$|Law|Term$|Losses$")


class Reading:
    """The sentences of a deal with the findings that quote them; what is worked out once is kept."""

    def __init__(self, deal: Deal, findings: Sequence[Finding] = ()) -> None:
        self.deal = deal
        self._findings = {(f.provision, f.element): f for f in findings}
        self._ai: dict[tuple[int, int], bool] = {}
        self._headings: dict[ClauseKey, str] = {}
        self._headed_ai: dict[tuple[int, str], bool] = {}
        self._headed: dict[tuple[str, re.Pattern[str]], bool] = {}
        self._told: dict[tuple[ClauseKey, re.Pattern[str]], bool] = {}

    def about(self, findings: Sequence[Finding]) -> Reading:
        """Return the same reading with other findings; what was worked out of the words is shared."""
        other = copy(self)
        other._findings = {(f.provision, f.element): f for f in findings}
        return other

    @cached_property
    def _by_clause(self) -> dict[ClauseKey, list[Sentence]]:
        grouped: dict[ClauseKey, list[Sentence]] = {}
        for sentence in self.deal.sentences:
            grouped.setdefault(sentence.clause, []).append(sentence)
        return grouped

    @cached_property
    def _terms(self) -> tuple[re.Pattern[str] | None, ...]:
        return tuple(_ai_terms(contract) for contract in self.deal.contracts)

    def find(self, pattern: re.Pattern[str], *words: str) -> Iterator[Sentence]:
        """Yield the sentences a pattern finds; only those with one of the words, in lower case, are tried."""
        return (s for s in self.deal.sentences_with(*words) if pattern.search(s.reading))

    def cited(self, *elements: str, but: Sequence[ElementStatus] = ("missing",)) -> Iterator[Sentence]:
        """Yield the sentences that findings quote on elements ("log-retention/period"), unless their status is one of `but`."""
        for element in elements:
            provision, _, name = element.partition("/")
            finding = self._findings.get((provision, name))
            if finding is not None and finding.status not in but:
                yield from self.deal.sentences_of(finding)

    def heading(self, sentence: Sentence) -> str:
        """Return the headings above a sentence."""
        if sentence.clause not in self._headings:
            self._headings[sentence.clause] = self.deal.heading(sentence.clause)
        return self._headings[sentence.clause]

    def names_ai(self, sentence: Sentence) -> bool:
        """Return whether a sentence, a heading above it or a defined term in it speaks of AI."""
        key = sentence.contract, sentence.passage
        if key not in self._ai:
            headed = sentence.contract, self.heading(sentence)
            if headed not in self._headed_ai:
                self._headed_ai[headed] = self.speaks_of_ai(headed[1], sentence.contract)
            self._ai[key] = self._headed_ai[headed] or self.speaks_of_ai(sentence.reading, sentence.contract)
        return self._ai[key]

    def speaks_of_ai(self, text: str, contract: int) -> bool:
        """Return whether words of a contract speak of AI, by themselves or through its defined terms."""
        plain, says_ai = _read_words(text)
        terms = self._terms[contract]
        return says_ai or (terms is not None and terms.search(plain) is not None)

    def whole(self, sentence: Sentence) -> str:
        """Return a sentence's reading with what follows where "Rs." was taken for its end."""
        if not sentence.reading.endswith("Rs."):
            return sentence.reading
        own = self._by_clause[sentence.clause]
        after = own[own.index(sentence) + 1 :]
        return " ".join((sentence.reading, *(s.reading for s in after[:1])))

    def clause_text(self, sentence: Sentence) -> str:
        """Return all that the sentence's clause says, roles in place of names."""
        return " ".join(own.reading for own in self._by_clause[sentence.clause])

    def headings_say(self, pattern: re.Pattern[str], sentence: Sentence) -> bool:
        """Return whether a pattern is found in the headings above a sentence."""
        key = self.heading(sentence), pattern
        if key not in self._headed:
            self._headed[key] = pattern.search(key[0]) is not None
        return self._headed[key]

    def clause_says(self, pattern: re.Pattern[str], sentence: Sentence) -> bool:
        """Return whether a pattern is found in the sentence's clause."""
        key = sentence.clause, pattern
        if key not in self._told:
            self._told[key] = pattern.search(self.clause_text(sentence)) is not None
        return self._told[key]

    def clause_sentences(self, clause: ClauseKey) -> list[Sentence]:
        """Return the sentences of a clause, those of the clauses under it left out."""
        return self._by_clause.get(clause, [])

    def refers_to(self, sentence: Sentence, other: Sentence) -> bool:
        """Return whether a sentence's clause refers to the place of another."""
        return any(
            other.clause in resolve(self.deal, reference, sentence)
            for reference in read_references(self.clause_text(sentence))
        )

    def text_at(self, reference: str, here: Sentence) -> tuple[str, ...]:
        """Return the heading and the text of the clause that words refer to ("Section 8", "12.3"), nothing when there is none."""
        words = reference if reference[:1].isalpha() else f"clause {reference}"
        found = sorted(key for r in read_references(words) for key in resolve(self.deal, r, here))
        if not found:
            return ()
        number, index = found[0]
        heading = self.deal.contracts[number].clauses[index].heading
        text = " ".join(s.reading for key in found[:3] for s in self.clause_sentences(key))[:400]
        return (heading, text) if heading else (text,)


@remember(8192)
def _read_words(text: str) -> tuple[str, bool]:
    """Return a text without what only sounds like AI, and whether the rest speaks of AI by its own words."""
    plain = _NO_AI.sub(" ", text)
    return plain, _AI.search(plain) is not None


def _ai_terms(contract: Contract) -> re.Pattern[str] | None:
    """Return what finds the defined terms whose definitions speak of AI; parties and data are none."""
    names = {alias for party in contract.parties for alias in party.aliases}
    text = contract.document.text
    terms = [
        term.term
        for term in contract.terms
        if term.term not in names
        and term.definition.end - term.definition.start < 900
        and not _NO_TERM.search(term.term)
        and _read_words(text[term.definition.start : term.definition.end])[1]
    ]
    words = [re.escape(term) for term in terms] + [
        short for short, stem, full in _SHORT_FORMS if stem in text and full.search(text)
    ]
    return re.compile(r"\b(?:" + "|".join(words) + r")s?\b") if words else None
