"""Decide whether a text is about AI at all: anchor words, and the false friends outsourcing paper is full of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from analyzer.models import Contract

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

AnchorStrength = Literal["none", "weak", "strong"]

_STRONG = re.compile(
    r"artificial intelligence|machine[- ]learn\w*|deep learning|\bL?LLMs?\b|language models?|foundation models?"
    r"|generative|gen ?ai\b|\bGPT|neural|algorithm\w*|automated[- ]decision\w*|automated (?:system|tool|process)\w*|decision engine\w*"
    r"|\b(?:chat|voice)[ -]?bots?\b|\bbots?\b|(?:virtual|digital|automated|intelligent|machine)[ -](?:agent|assistant|associate|adviser|advisor|worker|engineer|workforce|handler|concierge|colleague|employee|teammate|operator|reviewer|adjudicator|underwriter|receptionist)s?|conversational|copilots?|co-pilots?"
    r"|\binference\b|inferencing|hallucinat\w*|agentic|autonomous(?:ly)?|embeddings?|vector (?:store|database|index)\w*"
    r"|predictive|speech[- ](?:to[- ]text|recognition|analytics|engine|model)s?|text[- ]to[- ]speech|transcription (?:engine|model|service)s?"
    r"|(?:scoring|recommendation|reasoning|cognitive|adjudication|matching|triage|classification) (?:engine|model|logic|platform|system|service|component|layer)s?"
    r"|fine[- ]tun\w*|re-?train(?:s|ed|ing)? (?:of )?(?:the |any |its |a )?(?:model|engine|algorithm|system|classifier|weights)\w*"
    r"|train(?:s|ed|ing)?\b[^.;]{0,60}\b(?:models?|algorithms?|engines?|weights|classifiers?|AI|systems? that learn)\b"
    r"|models?[- ](?:version|provider|vendor|maker|developer|card|weight|change|drift|training|output|update|release|defect|risk|governance|endpoint|host)s?"
    r"|(?:trained|learned|learning|statistical|language|foundation|speech|base|upstream|underlying|pre-trained|third-party|production) models?"
    r"|model weights|intelligent automation|cognitive|machine[- ](?:generated|handled|made|produced|decided|drafted|written|scored|assisted|answered)|machine (?:decision|output|answer|response|suggestion|recommendation|judg(?:e)?ment)s?|no-touch|computer[- ]generated|\bprompts\b|(?:system|user|input|every|any|each|of a|the|no) prompt\b(?! (?:written|notice|payment|response|action|attention|delivery|and|return|manner|notification|disclosure|reply|performance|report))|prompt (?:engineering|template|injection|text|library|log|set|history)\w*|guardrails?"
    r"|(?:learned|learning) (?:component|parameter|behavio|system|software|engine)\w*|(?:conversation|dialogue|answer|language|prediction|forecasting|routing) engines?|classifier\w*|smart (?:assistant|routing|automation|features?)|self-learning|machine (?:intelligence|translation|vision)|(?:emotion|facial|image|intent|sentiment) (?:recognition|detection|analy\w+)|voice (?:cloning|synthesis|recognition|biometrics)"
    r"|automated (?:adjudication|answer|component|decision|feature|handling|interaction|recommendation|repl(?:y|ies)|response|review|scoring|screening|transcription|triage)\w*"
    r"|intelligent document processing|optical reading|(?:prediction|recognition|decisioning) (?:build|component|release|service|software|system|tool)s?"
    r"|(?:foundation|upstream) (?:provider|supplier|lab|developer)s?|learning (?:corpus|corpora|material|set)s?|(?:drafting|writing|chat|coding|knowledge|scoring) (?:assistant|tool)s?"
    r"|self-(?:adjusting|directing|improving|teaching|training|adapting)|software workers?"
    r"|(?:classification|drafting|matching|prediction|recognition|recommendation|scoring|screening|speech|translation) (?:program|software)"
    r"|(?:software|programs?|systems?|tools?|services?|machines?) (?:that|which|to) (?:adapt|answer|classif|compose|decide|generate|infer|learn|predict|reason|recogni[sz]e|score)\w*"
    r"|(?:let|have) (?:\w+ ){0,2}(?:software|systems?|programs?|tools?) (?:learn|decide)|machine and not (?:a )?(?:person|human)",
    re.IGNORECASE,
)
_AI = re.compile(r"\bA\.?I\.?\b(?!\w)")
_WEAK = re.compile(
    r"\bautomat(?:ed|ion|ic)\b|\brobotic process\b|\bRPA\b|\bmodels?\b|\bengines?\b|\bcomputer systems?\b|\bdigital worker\w*"
    r"|\b(?:the|our|its|each|any|an|your) assistants?\b(?! (?:vice|secretar|manager|director|treasurer|general|attorney|professor|controller|to )\w*)",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"(?:pric|staff|operat|deliver|resourc|fee|cost|governance|business|engagement|service|commercial|financial|volume|billing|support|capacity|qualit|maturit|competenc|forecast\w*|rate)\w*"
    r" models?|model (?:clauses?|contract\w*|form|number|year|law|rules?|agreement)|modell?ing of (?:cost|volume)s?|role model\w*|search engine\w*|(?:no|adverse|any) inference|inference (?:shall|may|will|is|that|of (?:fault|liability))|predictive dial\w*"
    r"|automat(?:ic|ed|ion)\w* (?:renew|call distribut|terminat|extend|dial|clearing|teller|stay)\w*|automatically (?:renew|terminat|extend|expire|increas)\w*",
    re.IGNORECASE,
)


# What every one of these patterns holds somewhere; a passage without any of it needs no pattern. A test holds the two together.
_STEMS = (
    "artificial", "machine", "learn", "model", "llm", "genai", "generative", "gen ai", "gpt", "neural", "algorithm",
    "automat", "engine", "bot", "virtual", "digital", "intelligen", "conversational", "pilot", "inferenc", "hallucinat",
    "agentic", "autonomous", "embedding", "vector", "predictive", "speech", "transcription", "scoring",
    "recommendation", "reasoning", "cognitive", "adjudication", "matching", "triage", "classif", "tun", "train",
    "no-touch", "assistant", "predict", "foundation", "upstream", "corpora", "corpus", "drafting", "writing", "chat", "decision",
    "document", "optical", "self-", "software", "program", "system", "tool", "service", "computer", "prompt", "guardrail", "smart", "recogni", "detect", "analy", "voice", "rpa",
)  # fmt: skip


@lru_cache(maxsize=1)
def _stems() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(_STEMS)


class AnchorTest:
    """The anchor test for one contract: knows its defined terms and whether the service itself is AI.

    "AI" is no anchor where it abbreviates a party's name.
    """

    def __init__(self, contract: Contract) -> None:
        self._seen_headings: dict[str, AnchorStrength] = {}
        names = {alias for party in contract.parties for alias in party.aliases}
        text = contract.document.text
        self._ai_is_party = "AI" in names or "A.I." in names
        anchored: list[str] = []
        self.service_is_ai = False
        for term in contract.terms:
            body = text[term.definition.start : term.definition.end]
            if len(body) < 900 and term.term not in names and self._words(body) == "strong":
                if re.fullmatch(
                    r"(?:the )?(?:Cloud |Subscription |SaaS )?(?:Services?|Platform|Product|Software|Solution|Application|System)s?",
                    term.term,
                ):
                    self.service_is_ai = self.service_is_ai or self._names_ai(body)
                elif not re.search(
                    r"Data|Content|Materials|Agreement|Information|Fees|Charges|Losses|Term\b|Law", term.term
                ):
                    anchored.append(term.term)
        self.terms: tuple[str, ...] = tuple(anchored)
        self._terms = re.compile(r"\b(?:" + "|".join(re.escape(t) for t in anchored) + r")\b") if anchored else None
        self.document_is_ai = self._names_ai(text[:150]) or _least_density(contract, self) > 0.25
        self._headings = _inherited_headings(contract)

    def _names_ai(self, text: str) -> bool:
        return bool(
            re.search(
                r"artificial intelligence|machine learning|speech|language model|generative|conversational",
                text,
                re.IGNORECASE,
            )
        ) or (not self._ai_is_party and _AI.search(text) is not None)

    def _words(self, text: str) -> AnchorStrength:
        names_ai = not self._ai_is_party and _AI.search(text) is not None
        if not _stems().find_matches_as_indexes(text.lower()):
            return "strong" if names_ai else "none"
        cleaned = _FALSE.sub(" ", text)
        if names_ai or _STRONG.search(cleaned):
            return "strong"
        return "weak" if _WEAK.search(cleaned) else "none"

    def _heading(self, heading: str) -> AnchorStrength:
        if heading not in self._seen_headings:
            self._seen_headings[heading] = self._words(heading)
        return self._seen_headings[heading]

    def of_text(self, text: str) -> AnchorStrength:
        """Return the strength of the anchor in words or defined terms of a text."""
        words = self._words(text)
        if words == "strong" or (self._terms is not None and self._terms.search(text)):
            return "strong"
        return words

    def of_passage(self, contract: Contract, index: int) -> AnchorStrength:
        """Return the strength in the passage, its lead, its heading, or the service it is about."""
        passage = contract.passages[index]
        own = self.of_text(passage.lead + " " + contract.document.text[passage.start : passage.end])
        if own == "strong":
            return "strong"
        if any(self._heading(h) == "strong" for h in self._headings[passage.clause]):
            return "strong"
        if self.service_is_ai or self.document_is_ai:
            return "strong"
        return own


def _least_density(contract: Contract, test: AnchorTest) -> float:
    """Return the lowest share of anchored passages over the thirds of a contract.

    An AI schedule at the end of an ordinary contract does not make the whole contract one about AI.
    """
    text = contract.document.text
    sample = contract.passages[:: max(1, len(contract.passages) // 240)]
    hits = [test.of_text(text[p.start : p.end]) == "strong" for p in sample]
    size = len(hits) // 3
    if size == 0:
        return sum(hits) / len(hits) if hits else 0.0
    return min(sum(part) / len(part) for part in (hits[:size], hits[size : 2 * size], hits[2 * size :]))


def _inherited_headings(contract: Contract) -> list[tuple[str, ...]]:
    headings: list[tuple[str, ...]] = []
    for clause in contract.clauses:
        above: Iterable[str] = headings[clause.parent] if clause.parent is not None else ()
        headings.append((*above, clause.heading) if clause.heading else tuple(above))
    return headings
