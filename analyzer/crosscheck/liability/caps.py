"""Read caps on liability: the general one, those for single heads, and what each leaves outside."""

import re
from collections.abc import Iterator
from itertools import pairwise

from analyzer.crosscheck.liability.heads import losses_of
from analyzer.crosscheck.liability.limits import Expression, combine, make_limit, read_expressions, read_per
from analyzer.crosscheck.liability.passage import LiabilityPassage, is_of_client
from analyzer.models import ChargesShare, Evidence, Limit, StepKind, WaterfallStep

_SUBJECT = re.compile(
    r"\bliab\w*|\banswers? (?:for|up to)\b|\bdamages\b|\b(?:separate|additional|overall|monetary) (?:limit|cap)\b",
    re.IGNORECASE,
)
# "For claims relating to AI Features it is limited to ...", after a sentence on liability.
_IT = re.compile(
    r"\b(?:it|the limit|that limit)\b[^.;,]{0,20}$|\b(?:it|this) (?:is|will be|shall be) (?:\w+ )?limited to$",
    re.IGNORECASE,
)
_CAP = re.compile(
    r"\b(?:exceeds?|be more than|(?:limited|capped|restricted)(?: in \w+)? (?:to|at|as follows|as set out below|in the following)"
    r"|maximum\b[^.;]{0,60}?\b(?:is|shall be)|up to(?= (?:an? (?:maximum|total) of )?(?:[A-Z]{3} ?\d|[$\u00a3\u20ac\u20b9\d]))"
    r"|(?:limit|cap)\b(?: [^.;]{0,30}?)?\b(?:is|shall be|of))(?=[\s:])",
    re.IGNORECASE,
)
_NOT_LIMITED = re.compile(r"\b(?:not|without being) limited to$", re.IGNORECASE)
_OTHER_SUBJECT = re.compile(
    r"\b(?:credits?|expenses?|interest|late fees?|deposits?|prices?|rates?|discounts?|deductible|self-insured retention|insurance|coverage)\b[^.;,]{0,50}$",
    re.IGNORECASE,
)
# "Clause 22.2 (cap) is amended by replacing "S$3,000,000" with ..."
_REPLACED = re.compile(r"\b(?:cap|liab\w+)\b[^.;]{0,60}?\breplac\w+\b.*?\bwith\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:except(?:ing)?(?: (?:for|in the case of|with respect to|as to|in respect of))?|save(?: for| in respect of| as to)?|other than|with the exception of|apart from|excluding)\b"
    r"(?P<list>.*?),?\s+(?=(?:in no event|under no circumstances|neither|each|either|the|its|Provider|a party|no party|total|aggregate|maximum)\b[^,]{0,80}\b(?:liab|damages|exceed|responsib))",
    re.IGNORECASE | re.DOTALL,
)
_AS_SET_OUT = re.compile(
    r"\s*as (?:otherwise |expressly )?(?:set (?:out|forth)|provided|stated|specified)", re.IGNORECASE
)
_NOR = re.compile(r"[,;]?\s+nor\b|;", re.IGNORECASE)
# "Exhibit F. Limits do not apply ..." is two sentences in one passage.
_SENTENCE_END = re.compile(r"(?<!Rs)\.\s+(?=[A-Z][a-z])")
_LIMB = re.compile(
    r"(?P<but>[,;]?\s*\(?\b(?:save(?: that| for| as to| in respect of)?|except(?:ing)?(?: that| for| in (?:the case|respect) of)?|provided,?(?: however,?)? that|other than|apart from)\b)"
    r"|(?P<item>(?:^\s*|[,;:]\s*(?:and |or )?|\b(?:and|or) )\((?:[a-d]|i{1,3}|iv|[1-4])\)\s)"
    r"|(?P<and>,?\s+(?:and|or),? (?=(?:for|in respect of|with respect to|twice|thrice|(?:two|three|four|\d+) times)\b|(?:its|their|Provider's)\b[^.;,]{0,60}\bliab))",
    re.IGNORECASE,
)
_NEW_VERB = re.compile(r"\b(?:is|are|shall|will|must|may|maximum|limited|exceed)\b", re.IGNORECASE)
_SAME_LIABILITY = re.compile(r"\bit\b", re.IGNORECASE)
_NO_LIMIT = re.compile(r"\b(?:unlimited|uncapped|without (?:any )?limit)\b", re.IGNORECASE)
_SOME_AMOUNT = re.compile(
    r"[^,;]{0,60}?(?:\[[*\u25cf_ ]+\]|\*{3}|\b(?:amount|sum|value|proceeds|extent of (?:such|its|the) (?:cover|insurance)|limits? of (?:its |the )?insurance)\b)",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|from|of|under|in respect of|with respect to|relating to|in connection with|caused by|out of)\b(?P<what>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FOR_IN_LIMB = re.compile(
    r"\b(?:for|from|under|in respect of|with respect to|applies to)\b(?P<what>[^\u25cf]*)", re.IGNORECASE
)
_DESPITE = re.compile(r"\b(?:subject to|notwithstanding)\b[^,]*,", re.IGNORECASE)
_AND_ALL_THAT = re.compile(r"\b(?:including|whether|howsoever|regardless)\b.*", re.IGNORECASE | re.DOTALL)
_GENERAL = re.compile(r"\b(?:all|any) other\b|\botherwise\b|\bin all other", re.IGNORECASE)
_ONE_BREACH = re.compile(
    r"\b(?:breach(?:es)? of (?:the |its )?|under this )(?:clause|section|article|schedule|paragraph|exhibit|\d)",
    re.IGNORECASE,
)
# What may narrow a cap; the rest of a subject ("breach of this Agreement") is what every cap is about.
_CAP_HEADS = frozenset(
    {"training", "ip", "third-party", "data", "confidentiality", "ai", "trial", "property", "injury", "gross", "wilful", "indemnities"}
)  # fmt: skip


def read_caps(passage: LiabilityPassage, given: ChargesShare | None) -> Iterator[WaterfallStep]:
    """Yield the caps that a sentence sets, limb by limb, and what it leaves outside them.

    Args:
        given: the share of the charges that "such fees" may point back to.
    """
    verb = _find_verb(passage)
    if verb is None:
        return
    front = passage.text[: verb.start()]
    opening = _OUTSIDE.search(passage.flat, 0, verb.end())
    if opening is not None:
        listed = passage.text[opening.start("list") : opening.end("list")]
        # "Except as set forth in Section 12.03" carves out nothing by itself; that section is read where it stands.
        if not _AS_SET_OUT.match(listed):
            yield from _left_outside(passage, listed)
        front = front[opening.end("list") :]
    # "shall not be liable for indirect damages, nor shall its liability exceed ...": only the last part has the cap.
    subject = f"{_NOR.split(front)[-1]} {verb[0]}"
    if is_of_client(subject):
        return
    for mark, limb in _limbs(_SENTENCE_END.split(passage.text[verb.end() :], 1)[0]):
        expressions = read_expressions(limb, dollar=passage.dollar, before=subject, given=given)
        if expressions:
            yield from _limb(passage, limb, expressions, subject, mark)
            given = given or next((e.part for e in expressions if isinstance(e.part, ChargesShare)), None)
        elif mark == "but" or _NO_LIMIT.search(limb):
            yield from _left_outside(passage, limb)
        elif not mark:
            yield from _defined_or_unread(passage, limb, subject, verb[0])


def _find_verb(passage: LiabilityPassage) -> re.Match[str] | None:
    replaced = _REPLACED.search(passage.flat)
    if replaced is not None:
        return replaced
    for verb in _CAP.finditer(passage.flat):
        before = passage.text[: verb.end()]
        if _NOT_LIMITED.search(before) or _OTHER_SUBJECT.search(passage.text[: verb.start()]):
            continue
        if _SUBJECT.search(before) or (_IT.search(before) and passage.reading.clause_says(_SUBJECT, passage.sentence)):
            return verb
    return None


def _left_outside(passage: LiabilityPassage, words: str) -> Iterator[WaterfallStep]:
    heads = passage.heads(words) - {"payment", "breach"}
    if heads:
        yield passage.step("uncapped", heads, "Without limit", limit=make_limit("unlimited"))


def _limb(
    passage: LiabilityPassage, limb: str, expressions: list[Expression], subject: str, mark: str
) -> Iterator[WaterfallStep]:
    opened = limb[: expressions[0].start]
    if mark in {"but", "and"} and _NEW_VERB.search(opened) and not _SAME_LIABILITY.search(opened):
        subject = ""
    heads = _heads_of_limb(passage, limb, expressions, listed=mark == "but")
    if not heads and not _GENERAL.search(limb):
        heads = _heads_of_subject(passage, subject)
    for chosen in _alternatives(expressions, limb):
        beside = limb[chosen[0].end : chosen[0].end + 40] if len(chosen) == 1 else limb[:40]
        limit = combine(chosen, limb, per=read_per(beside, subject))
        if limit is not None:
            yield _cap(passage, heads, limit)


def _cap(passage: LiabilityPassage, heads: set[str], limit: Limit, *more: Evidence) -> WaterfallStep:
    kind: StepKind = "head-cap" if heads else "cap"
    return passage.step(kind, heads, "Limit for single heads" if heads else "General limit", *more, limit=limit)


def _heads_of_limb(passage: LiabilityPassage, limb: str, expressions: list[Expression], *, listed: bool) -> set[str]:
    rest = limb
    for expression in reversed(expressions):
        rest = f"{rest[: expression.start]} \u25cf {rest[expression.end :]}"
    # "except for X and Y, for which the limit is twice those fees": the list stands before the limit.
    named = [rest] if listed else [match["what"] for match in _FOR_IN_LIMB.finditer(rest)]
    return {head for words in named for head in passage.heads(_AND_ALL_THAT.sub("", words))} & _CAP_HEADS


def _heads_of_subject(passage: LiabilityPassage, subject: str) -> set[str]:
    subject = _DESPITE.sub(" ", subject)
    named = None if _GENERAL.search(subject) else _FOR.search(_AND_ALL_THAT.sub("", subject))
    if named is None:
        return set()
    heads = (passage.heads(named["what"]) & _CAP_HEADS) or losses_of(named["what"])
    # A cap for the breach of one section is no general cap, even where that section was not supplied.
    return heads or ({"other"} if _ONE_BREACH.search(named[0]) else set())


def _defined_or_unread(passage: LiabilityPassage, limb: str, subject: str, verb: str) -> Iterator[WaterfallStep]:
    """Yield the cap that a defined term holds ("the Liability Cap"), else one whose amount can't be read."""
    number = passage.sentence.contract
    contract = passage.reading.deal.contracts[number]
    for term in contract.terms:
        if len(term.term) > 3 and term.term in limb:
            start, end = term.definition.start, term.definition.end
            definition = contract.document.text[start:end]
            expressions = read_expressions(definition, dollar=passage.dollar)
            limit = combine(expressions, definition, per=read_per(passage.text))
            if limit is not None:
                where = next((i for i, c in enumerate(contract.clauses) if c.start <= term.start < c.end), 0)
                evidence = passage.reading.deal.quote_span(number, start, end, (number, where))
                yield _cap(passage, set(), limit, evidence)
                return
    if _SOME_AMOUNT.match(limb) and not verb.lower().startswith(("limit ", "cap ")):
        yield _cap(passage, _heads_of_subject(passage, subject), make_limit("unread", per=read_per(subject)))


def _limbs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the limbs of what follows a cap's verb, each with the mark that opens it: "", "but", "item" or "and"."""
    mark, start = "", 0
    for match in _LIMB.finditer(text):
        if text[start : match.start()].strip(" ,;"):
            yield mark, text[start : match.start()]
        mark, start = match.lastgroup or "", match.end()
    if text[start:].strip(" ,;."):
        yield mark, text[start:]


def _alternatives(expressions: list[Expression], text: str) -> Iterator[list[Expression]]:
    """Yield the expressions that make one limit together: all, or one by one where each counts for something else."""
    limit = combine(expressions, text, per=None)
    if limit is not None and limit.of != "alone":
        yield expressions
        return
    yield expressions[:1]
    for before, expression in pairwise(expressions):
        first = read_per(text[before.end : expression.start])
        second = read_per(text[expression.end : expression.end + 40])
        if first and second and first != second:
            yield [expression]
