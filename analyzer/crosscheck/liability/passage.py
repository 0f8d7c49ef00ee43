"""One sentence of a deal as the liability readers see it."""

import re

from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.liability.heads import heads_of, speaks_of_output
from analyzer.crosscheck.reading import Reading
from analyzer.models import Evidence, Limit, StepKind, WaterfallStep

_CONTEXT = re.compile(
    r"\bliab|\banswers (?:for|up to)\b|\bresponsibility for|\blimitation|\bdamages\b|\bindemnit|limits? on|\bcap\b|(?:separate|additional|overall|monetary) limit",
    re.IGNORECASE,
)
_INNER_POINT = re.compile(r"(?<=\d)\.(?=\d)")
# A defined group of what lies outside a cap: "Excluded Claims".
_GROUP = re.compile(r"\b(?:Claims?|Losses|Liabilit(?:y|ies)|Obligations|Matters|Exclusions|Events|Breach(?:es)?)$")
_LIABLE = re.compile(r"\b(?:liab\w+|responsib\w+)\b", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?P<who>Client|Provider|part(?:y|ies))\b(?:['\u2019]s?)?(?=[^.;,]{0,60}?\b(?:liab|responsib|obligat))"
    r"|\bliab\w* of (?:the |an? |either |each |any )?(?P<of>Client|Provider|part(?:y|ies))\b",
    re.IGNORECASE,
)


class LiabilityPassage:
    """A sentence with what is needed to read rules from it and to make steps of them.

    `flat` is `text` with the points inside numbers hidden, so that "clause 18.1" does not end a sentence; offsets are the
    same in both.
    """

    def __init__(self, reading: Reading, sentence: Sentence, dollar: str) -> None:
        self.reading, self.sentence, self.dollar = reading, sentence, dollar
        self.text = reading.whole(sentence)
        self.flat = _INNER_POINT.sub("\u2024", self.text)

    @property
    def on_liability(self) -> bool:
        """Whether the sentence, its clause or a heading above is about liability at all."""
        headed = self.reading.headings_say(_CONTEXT, self.sentence)
        return headed or self.reading.clause_says(_CONTEXT, self.sentence)

    def step(
        self, kind: StepKind, heads: set[str], words: str, *more: Evidence, limit: Limit | None = None
    ) -> WaterfallStep:
        """Return a step that rests on this sentence."""
        quote = self.reading.deal.quote(self.sentence)
        return WaterfallStep(kind=kind, heads=tuple(sorted(heads)), limit=limit, words=words, evidence=(quote, *more))

    def speaks_of_ai(self, text: str) -> bool:
        """Return whether words of the sentence speak of AI or of what it puts out."""
        return speaks_of_output(text) or self.reading.speaks_of_ai(text, self.sentence.contract)

    def heads(self, text: str) -> set[str]:
        """Return what the items of a list are about; a reference is followed, a defined group is opened."""
        contract = self.reading.deal.contracts[self.sentence.contract]
        for term in contract.terms:
            if _GROUP.search(term.term) and term.term.lower() in text.lower():
                text += ", " + contract.document.text[term.end : term.definition.end]
        return heads_of(
            text,
            names_ai=self.speaks_of_ai,
            look_up=lambda reference: self.reading.text_at(reference, self.sentence),
        )


def is_of_client(text: str) -> bool:
    """Return whether the liability that a text speaks of is the client's alone: whose name stands nearest before it."""
    liable = _LIABLE.search(text)
    names = [
        match["who"] or match["of"]
        for match in _WHO.finditer(text)
        if match["of"] or liable is None or match.start() < liable.start()
    ]
    return bool(names) and names[-1].lower() == "client"
