"""Read what liability is limited to: sums, shares of the charges, the greater of both, or doing it again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from analyzer.crosscheck.quantities import read_counts
from analyzer.models import ChargesShare, Limit, LimitKind, LimitPer, Money
from analyzer.money import read_money

_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|twenty-four|thirty|thirty-six"
    r"|(?:one|two|three|four) hundred(?: and (?:ten|twenty|twenty-five|fifty))?|fifty|seventy-five|twenty-five)"
)
_N = rf"(?:(?:{_WORD})(?:\s*\(\s*[\d.,]+\s*%?\s*\))?|\d+(?:\.\d+)?)"
_MULTIPLE = (
    r"(?P<halves>(?:one|two|three|four|five) and (?:a|one)[ -]half) times|"
    rf"(?P<percent>{_N}\s*(?:%|per\s?cent)(?:\s*\(\s*[\d.]+\s*%\s*\))?)|(?P<times>{_N}\s*(?:times|x(?=\s)|\u00d7))"
    r"|(?P<named>twice|thrice|double|half)"
)
_WHOLE = ("one", "two", "three", "four", "five")
_NAMED = {"twice": "2", "double": "2", "thrice": "3", "half": "0.5"}
_NOUN = (
    r"(?:charges?|fees?|amounts?|sums|moneys|monies|consideration|remuneration|compensation|commissions?|payments"
    r"|(?:contract|purchase|subscription) (?:price|value|sum)|price)"
)
_PAID = r"(?:paid|payable|received|invoiced|due|earned|charged|collected|billed|owed|owing|made)"
_SHARE = re.compile(
    rf"(?:(?:{_MULTIPLE})\s+(?:of\s+)?)?(?P<again>(?:such|that|those|this|the same|said)\s+(?:\w+\s+)?{_NOUN})\b"
    rf"|(?:{_MULTIPLE.replace('?P<', '?P<m_')})\s+(?:of\s+)?(?P<m_words>(?:[\w'\u2019()/-]+\s+){{0,7}}?){_NOUN}\b"
    rf"|(?P<b_words>(?:[\w'\u2019/-]+\s+){{0,4}}?){_NOUN}\b(?!\s+(?:equal|equivalent))(?=[^.;:]{{0,90}}\b{_PAID}\b|\s+(?:for|of) (?:that|the|{_N}) )"
    rf"|(?P<a_words>\b(?:annual|yearly|monthly|annuali[sz]ed)\s+(?:\w+\s+){{0,4}}?){_NOUN}\b"
    r"|(?P<what>what (?:the )?Client (?:has |have |had |actually )*paid\b)"
    rf"|(?P<n_words>{_N}\s*(?:\(\d+\)\s*)?months?['\u2019]?s?['\u2019]?\s+(?:\w+\s+)?){_NOUN}\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?P<year>\b(?:that|the|such|each|any|a|the relevant|the same) (?:contract |service |agreement )?year\b(?! (?:preceding|before|prior|immediately)))"
    rf"|(?P<months>(?:{_N})[\s-]*(?:\(\d+\)[\s-]*)?(?:full |calendar |consecutive )?months?\b|\b(?:preceding|previous|prior|last) (?:calendar )?months\b)"
    rf"|(?P<years>(?:{_N})\s*(?:\(\d+\)\s*)?years?\b|\b(?:the|preceding|previous|prior|last) (?:\w+ )?year (?:preceding|before|prior|immediately)|\b(?:preceding|previous|prior|last) (?:\w+ )?year\b)"
    r"|(?P<month>\b(?:the|that|one|a|preceding|previous|prior) (?:calendar )?month\b)|(?P<quarter>\b(?:the|that|preceding|previous|prior) (?:calendar )?quarter\b)"
    r"|(?P<same>\bthat period\b)",
    re.IGNORECASE,
)
_REPERFORM = re.compile(
    r"\bre-?(?:running|performing|performance|run|perform|supply|supplying|doing)\b(?: of)?[^.,;]{0,30}", re.IGNORECASE
)
_GREATER = re.compile(
    r"\b(?:greater|higher|larger|more) of\b|whichever is (?:the )?(?:greater|higher|larger)", re.IGNORECASE
)
_LESSER = re.compile(
    r"\b(?:lesser|lower|smaller) of\b|whichever is (?:the )?(?:lesser|less|lower|smaller)", re.IGNORECASE
)


@dataclass(frozen=True)
class Expression:
    """One sum or share in a text, None when the duty is only to do it again."""

    part: Money | ChargesShare | None
    start: int
    end: int


def read_expressions(
    text: str, *, dollar: str, before: str = "", given: ChargesShare | None = None
) -> list[Expression]:
    """Return the sums and shares of a text in order.

    Args:
        before: the words before the text, which may name the period ("in any 12 months").
        given: the share that "such fees" points back to.
    """
    found = [Expression(a.money, a.start, a.end) for a in read_money(text, dollar=dollar)]
    found += [Expression(None, m.start(), m.end()) for m in _REPERFORM.finditer(text)]
    for match in _SHARE.finditer(text):
        # The words before a bare noun are only read for "monthly" and the like; they may reach into a sum.
        start = match.start() if match["b_words"] is None else match.start() + len(match["b_words"])
        if any(e.start < match.end() and start < e.end for e in found):
            continue
        share = _share(match, text, before, given)
        if share is not None:
            found.append(Expression(share, start, match.end()))
            given = given or share
    return sorted(found, key=lambda e: e.start)


def _share(match: re.Match[str], text: str, before: str, given: ChargesShare | None) -> ChargesShare | None:
    multiple = _multiple(match)
    if match["again"]:
        return None if given is None else given.model_copy(update={"multiple": given.multiple * multiple})
    if match["n_words"]:
        number = read_counts(re.sub(r"\(.*?\)|month.*", " ", match["n_words"]))
        return ChargesShare(multiple=Decimal(1), months=int(number[0].number) if number else 1)
    words = " ".join(filter(None, (match["m_words"], match["b_words"], match["a_words"]))).lower()
    tail = re.split(r"[;:]|\b(?:or|and) (?=(?:for|in respect|US\$|[$£€₹]))", text[match.end() : match.end() + 300])[0]
    months, contract_year = _period(words, tail, before)
    return ChargesShare(multiple=multiple, months=months, contract_year=contract_year)


def _multiple(match: re.Match[str]) -> Decimal:
    for prefix in ("", "m_"):
        if match[f"{prefix}halves"]:
            return Decimal(_WHOLE.index(match[f"{prefix}halves"].split()[0].lower())) + Decimal("1.5")
        if match[f"{prefix}named"]:
            return Decimal(_NAMED[match[f"{prefix}named"].lower()])
        for kind, unit in (("percent", 100), ("times", 1)):
            written = match[f"{prefix}{kind}"]
            if written:
                number = read_counts(
                    re.sub(r"%|per\s?cent|times|\u00d7|x$", " ", re.sub(r"\(.*?\)", " ", written)).strip()
                )
                return Decimal(str(number[0].number)) / unit if number else Decimal(1)
    return Decimal(1)


def _period(words: str, tail: str, before: str) -> tuple[int | None, bool]:
    if "month" in words:
        return 1, False
    if "annual" in words or "year" in words:
        return 12, False
    period = _PERIOD.search(tail)
    if period is not None and period["same"]:
        period = _PERIOD.search(before)
    if period is None:
        return None, False
    if period["year"]:
        return 12, True
    if period["months"] or period["years"]:
        number = read_counts(re.sub(r"\(.*?\)|[a-z-]*month\w*|[a-z-]*year\w*", " ", period[0], flags=re.IGNORECASE))
        return int(number[0].number if number else 1) * (1 if period["months"] else 12), False
    return (1 if period["month"] else 3), False


def combine(expressions: Sequence[Expression], text: str, *, per: LimitPer | None) -> Limit | None:
    """Return the limit that expressions make together; None without any."""
    if not expressions:
        return None
    if all(e.part is None for e in expressions):
        return make_limit("reperformance")
    of: Literal["alone", "greater", "lesser"] = "alone"
    if len(expressions) > 1:
        of = "greater" if _GREATER.search(text) else "lesser" if _LESSER.search(text) else "alone"
    chosen = expressions if of != "alone" else expressions[:1]
    sums = tuple(e.part for e in chosen if isinstance(e.part, Money))
    shares = tuple(e.part for e in chosen if isinstance(e.part, ChargesShare))
    return make_limit("amount", sums=sums, shares=shares, of=of if len(sums) + len(shares) > 1 else "alone", per=per)


_KINDS = {
    "unlimited": "no limit",
    "reperformance": "only doing it again",
    "unread": "a limit that the contract puts in words of its own",
}


def make_limit(
    kind: LimitKind,
    *,
    sums: tuple[Money, ...] = (),
    shares: tuple[ChargesShare, ...] = (),
    of: Literal["alone", "greater", "lesser"] = "alone",
    per: LimitPer | None = None,
) -> Limit:
    """Return a limit with its formula and its words."""
    if kind != "amount":
        return Limit(kind=kind, formula=kind, words=_KINDS[kind], per=per)
    formulas = [f"{m.currency} {m.amount.normalize():f}" for m in sums] + [_formula(s) for s in shares]
    names = [m.words for m in sums] + [_in_words(s) for s in shares]
    formula, words = formulas[0], names[0]
    if of != "alone":
        formula = f"{'max' if of == 'greater' else 'min'}({', '.join(formulas)})"
        words = f"the {of} of {' and '.join(names)}"
    return Limit(kind=kind, of=of, sums=sums, shares=shares, per=per, formula=formula, words=words)


def _formula(share: ChargesShare) -> str:
    period = "year" if share.contract_year else "term" if share.months is None else f"{share.months}m"
    return f"{share.multiple.normalize():f} x {period}"


def _in_words(share: ChargesShare) -> str:
    percent = share.multiple * 100
    if share.contract_year:
        period = "the charges of the contract year"
    elif share.months is None:
        period = "all charges paid under the agreement"
    elif share.months == 1:
        period = "one month's charges"
    else:
        period = f"{share.months} months' charges"
    return period if percent == 100 else f"{percent.normalize():f}% of {period}"


def in_money(limit: Limit, annual_charges: Money | None) -> Money | None:
    """Return a limit in money, where sums are in one currency and shares can be worked out from a year's charges.

    Shares of all charges ever paid can't be.
    """
    if limit.kind != "amount":
        return None
    amounts = list(limit.sums)
    for share in limit.shares:
        if annual_charges is None or share.months is None:
            return None
        amount = (annual_charges.amount * share.multiple * share.months / 12).quantize(Decimal("0.01"))
        amounts.append(Money(amount=amount, currency=annual_charges.currency))
    if len({m.currency for m in amounts}) != 1:
        return None
    return (min if limit.of == "lesser" else max)(amounts, key=lambda m: m.amount)


def at_least(limit: Limit) -> Money | None:
    """Return the sum a limit can't fall under whatever the charges are: that of "the greater of £5m and ..."."""
    if limit.kind != "amount" or not limit.sums or (limit.of != "greater" and limit.shares):
        return None
    return max(limit.sums, key=lambda m: m.amount) if limit.of != "lesser" else min(limit.sums, key=lambda m: m.amount)


_PER: tuple[tuple[LimitPer, re.Pattern[str]], ...] = (
    ("year", re.compile(r"\b(?:each|any|per|a|every) (?:contract |calendar |policy |service )?year\b|\bany (?:12|twelve)(?: \(12\))?[ -]months?\b|per annum|annually", re.IGNORECASE)),
    ("claim", re.compile(r"\b(?:per|each|any one|any single|every|each and every) (?:claim|event|occurrence|incident|loss)\b|any one (?:claim|event)", re.IGNORECASE)),
    ("total", re.compile(r"\b(?:aggregate|total|cumulative|all claims|any and all claims|entire)\b", re.IGNORECASE)),
)  # fmt: skip


def read_per(*texts: str) -> LimitPer | None:
    """Return what a limit counts for, the first text that tells deciding: each claim, each year, or all in all."""
    for text in texts:
        hits: Iterator[tuple[int, LimitPer]] = (
            (match.start(), per) for per, pattern in _PER if (match := pattern.search(text))
        )
        found = list(hits)
        if found:
            # "total liability in each contract year" counts for the year.
            return next((per for _, per in found if per == "year"), min(found)[1])
    return None
