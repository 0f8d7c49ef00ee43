"""Read orders of precedence: which part of a deal prevails over which, and which of them nobody supplied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.crosscheck.parts import Part, read_part, with_attachments
from analyzer.models import DealDocument, Precedence, RankedPart

_ORDER = re.compile(
    r"order of (?:precedence|priority)\b[^:]{0,60}?(?:\bis\b|\bapplies\b|\bas follows\b|:)"
    r"|(?:following|descending|this) (?:descending )?order(?: of (?:precedence|priority))?(?: (?:shall apply"
    r"|applies|of priority))?\s*:?|\border applies\s*:?",
    re.IGNORECASE,
)
_CONFLICT = re.compile(r"conflict|inconsisten|discrepan|contradict|preceden|prevail|priority|ambiguit", re.IGNORECASE)
_PREVAILS = re.compile(
    r"\b(?:shall |will )?(?P<verb>prevails?|take(?:s)? (?:precedence|priority)|controls?|governs?|supersedes?"
    r"|overrides?|ranks? (?:above|ahead of|before)|ha(?:s|ve) (?:precedence|priority))\b(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:no|nor|neither|none|not|never)\b", re.IGNORECASE)
_LOW = re.compile(
    r"^(?: in (?:priority|precedence))?\s*(?:over|above|ahead of|before|to)?\s+(?P<low>(?:any |the |this |these "
    r"|its |all |both|such |a |an |[A-Z]).*?)(?=\s(?:in respect|with respect|as regards|to the extent|as to"
    r"|in matters|in relation|regarding|in the event|in case|if|where|unless|except|insofar|for (?:the )?purposes?"
    r"|on its)\b|,|$)"
)
_SCOPE = re.compile(
    r"\b(?:in respect of|with respect to|as regards|as to|in matters of|in relation to|regarding|insofar as"
    r"|for (?:the )?purposes? of|on its)\b (?P<scope>[^.;]*)",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\s*(?:[;,]\s*)?(?:\b(?:and\s+)?(?:then|lastly|finally|followed by|next)\b"
    r"|(?<!\w)\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)|;|,|\n)\s*(?:(?:and|then|lastly|finally|the|by)\s+)*",
    re.IGNORECASE,
)
_LIST_ENDS = re.compile(r"\b(?:except|provided|save|unless|but)\b|\.\s|\.$", re.IGNORECASE)
_LONGEST_PART = 12
_LAWS = re.compile(r"\b(?:laws?|choice of law|courts?|jurisdiction)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"^(?:[\d.]+\s+|\([a-z\d]\)\s+)?(?:if|in|where|to the extent|should|in case)\b.*?\b(?:conflicts?"
    r"|inconsisten\w+|discrepanc\w+|ambiguit\w+|contradict\w*)\b,?\s+(?=(?:the|this|these|any|its|an?|[A-Z])\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Order:
    """An order of precedence, highest first; with `over_all` the first part prevails over everything else."""

    sentence: Sentence
    parts: tuple[Part, ...]
    scope: str | None
    over_all: bool

    def place_of(self, sentence: Sentence) -> int | None:
        """Return the place of a sentence in the order, None when it has none."""
        for place, part in enumerate(self.parts):
            if sentence.clause in part.clauses:
                return place
        return len(self.parts) if self.over_all else None


def read_orders(deal: Deal, documents: Sequence[DealDocument]) -> tuple[Order, ...]:
    """Return the orders of precedence that the deal states."""
    orders: list[Order] = []
    for sentence in deal.sentences_with(
        "order", "prevail", "precedence", "control", "govern", "supersede", "override", "priority", "rank"
    ):
        listed = _listed(deal, sentence, documents)
        if listed is not None:
            orders.append(listed)
        text = sentence.text
        if _CONFLICT.search(text):
            orders.extend(_pairs(deal, sentence, documents))
    return tuple(orders)


def show_order(deal: Deal, order: Order) -> Precedence:
    """Return an order for the report."""
    return Precedence(
        parts=tuple(
            RankedPart(text=p.text, documents=p.documents, sections=p.sections, unseen=p.unseen) for p in order.parts
        ),
        scope=order.scope,
        evidence=deal.quote(order.sentence),
    )


def prevailing(orders: Sequence[Order], one: Sentence, other: Sentence) -> tuple[Sentence, Order] | None:
    """Return which of two sentences prevails and by which order, None when nothing says."""
    for order in orders:
        first, second = order.place_of(one), order.place_of(other)
        if first is not None and second is not None and first != second:
            return (one if first < second else other), order
    return None


def _listed(deal: Deal, sentence: Sentence, documents: Sequence[DealDocument]) -> Order | None:
    found = _ORDER.search(sentence.text)
    if found is None or not _CONFLICT.search(sentence.text):
        return None
    tail = sentence.text[found.end() :]
    names = _split(tail)
    if len(names) < 2:
        items = _items_after(deal, sentence)
        names = [name for item in items for name in _split(item)[:1]]
    parts: list[Part] = []
    for name in names:
        part = read_part(deal, sentence, name, documents)
        if part.kind == "other" and len(name.split()) > _LONGEST_PART:
            break
        parts.append(part)
    known = sum(part.kind != "other" for part in parts)
    if known < 2 or 2 * known < len(parts):
        return None
    return Order(sentence, tuple(parts), None, over_all=False)


def _items_after(deal: Deal, sentence: Sentence) -> list[str]:
    """Return the items of the list that a sentence introduces, without their labels."""
    clauses = deal.subtree(deal.path(sentence.clause)[0])
    following = [s for s in deal.sentences_in(clauses) if s.start > sentence.start]
    own = [
        deal.contracts[s.contract].document.text[s.start : deal.contracts[s.contract].passages[s.passage].end]
        for s in following
    ]
    return [re.sub(r"^\s*(?:\(?[a-z\d]{1,4}[.)]|[-\u2022])\s*", "", " ".join(text.split())) for text in own[:12]]


def _split(text: str) -> list[str]:
    ends = _LIST_ENDS.search(re.sub(r"https?:\S+|www\.\S+", lambda m: "u" * len(m[0]), text))
    text = text[: ends.start()] if ends else text
    names = (
        re.sub(r"^(?:(?:and|the|then|lastly|finally|by)\s+)+", "", name.strip(" .:;,"), flags=re.IGNORECASE)
        for name in _BREAK.split(text)
    )
    return [name for name in names if len(name) > 2]


def _pairs(deal: Deal, sentence: Sentence, documents: Sequence[DealDocument]) -> Iterator[Order]:
    text = sentence.text
    start = 0
    for found in _PREVAILS.finditer(text):
        verb = found["verb"].lower()
        before = text[start : found.start()]
        start = found.start("rest")
        if verb.startswith(("control", "govern")) and not re.search(
            r"conflict|inconsisten|discrepan|precedence", text, re.IGNORECASE
        ):
            continue
        subject = _subject(before)
        if not subject or _LAWS.search(subject) or _NOT.search(subject) or _NOT.search(before[-12:]):
            continue
        high = read_part(deal, sentence, subject, documents)
        if high.kind == "other":
            continue
        followers = re.match(r"\s*,?\s*(?:followed by|then)\s(?P<list>.*)", found["rest"])
        low = _LOW.match(found["rest"])
        scope = _SCOPE.search(found["rest"]) or _SCOPE.search(subject)
        if followers:
            rest = [read_part(deal, sentence, name, documents) for name in _split(followers["list"])]
        elif low:
            rest = [_together(deal, sentence, low["low"], documents)]
        else:
            rest = []
        if not any(part.kind in {"attachments", "own part"} for part in (high, *rest)):
            # Over against other documents, "this Agreement" is all of it; over against its schedules, its body.
            high, *rest = (with_attachments(deal, part, documents) for part in (high, *rest))
        unknown = all(part.kind == "other" for part in rest)
        yield Order(sentence, (high, *rest), scope["scope"].strip() if scope else None, over_all=unknown)


def _together(deal: Deal, sentence: Sentence, names: str, documents: Sequence[DealDocument]) -> Part:
    """Return as one what stands below together: "over this Agreement and the Schedules"."""
    whole = read_part(deal, sentence, names, documents)
    own = [read_part(deal, sentence, name, documents) for name in re.split(r",\s+|\s+(?:and|or)\s+", names) if name]
    supplied = [part for part in own if part.clauses]
    if len(own) < 2 or not supplied or any(part.kind == "other" for part in own):
        return whole
    return replace(
        whole,
        kind=supplied[0].kind,
        clauses=frozenset().union(*(part.clauses for part in own)),
        documents=tuple(dict.fromkeys(name for part in own for name in part.documents)),
        sections=tuple(dict.fromkeys(name for part in own for name in part.sections)),
        unseen=any(part.unseen for part in own),
    )


def _subject(before: str) -> str:
    """Return what prevails: the last part of the words before the verb that can be a subject."""
    before = _WHEN.sub("", before.strip())
    last = re.split(r"[,;]\s|\bthat\b|\bbut\b|\bthen\b", before)[-1].strip()
    if re.match(r"(?:forms?|is|are|shall|will|may|has|have|and|which|applies|as)\b", last):
        return before
    last = re.split(r"\b(?:shall|will)\b", last)[0].strip() or last
    words = last.split()
    # "where those terms are inconsistent with this Agreement the provider's terms prevail": only the end is the subject.
    return " ".join(words[-6:]) if len(words) > 9 else last
