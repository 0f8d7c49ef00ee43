"""Read what the contract costs a year, where it says so: an annual fee, or a monthly or quarterly one times its count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.models import Confidence, Value
from analyzer.renewal.reading import Reading
from analyzer.renewal.wording import MONEY, Statement, Wording

_FEE = (
    r"(?:fees?|charges?|pay(?:s|ments?|able)?|compensation|remuneration|price|contract (?:value|sum|amount)"
    r"|consideration|retainer|installments?|subscription|cost)"
)
_IS_FEE = re.compile(rf"\b{_FEE}\b")
_A_YEAR = re.compile(
    r"\b(?:per (?:contract |calendar )?(?:year|annum)|p\.a\.|annual(?:ly)?|yearly|(?:each|every|a) (?:contract"
    r" |calendar )?year|for each year|/ ?(?:year|yr))\b"
)
_A_QUARTER = re.compile(r"\b(?:per (?:calendar )?quarter|quarterly|(?:each|every|a) (?:calendar )?quarter)\b")
_A_MONTH = re.compile(r"\b(?:per (?:calendar )?month|monthly|(?:each|every|a) (?:calendar )?month|/ ?(?:month|mo))\b")
_RHYTHMS = (("a year", 1, _A_YEAR), ("a quarter", 4, _A_QUARTER), ("a month", 12, _A_MONTH))
_REACH = 45
_TOTAL = re.compile(
    rf"\b(?:total|aggregate|overall) (?:[a-z]+ ){{0,2}}(?:contract )?(?:value|price|fees|charges|consideration"
    rf"|sum)\b[^.;\ue002]{{0,60}}(?P<money>{MONEY})|\bcontract (?:value|price"
    rf"|sum)\b[^.;\ue002]{{0,40}}(?P<money_too>{MONEY})"
)
# Sums that are no price of the services.
_NO_PRICE = re.compile(
    r"\b(?:insurance|coverage|liab\w+|indemnif\w+|deductible|per (?:claim|occurrence|user|seat|hour|unit|call"
    r"|incident|transaction|day|share|account|employee|member|head|site|server|license|page|lead)|limit(?:s|ed"
    r"|ation)?|not (?:to )?exceed|in excess of|up to|maximum|cap(?:ped)?|penalt\w+|damages|deposit|escrow|bonus"
    r"|salary|expenses?|reimburs\w+|late|interest|audit|travel|revenue|net sales|minimum (?:revenue|net)|thresholds?"
    r"|shares?|stock|options?|loan|purchase price|credit)\b"
)
_SERVICE_PRICE = re.compile(
    r"\b(?:annual|yearly|monthly|quarterly|service|services|base|fixed|management|hosting|maintenance|subscription"
    r"|contract|retainer|recurring|consulting|support|outsourcing)\b[^.;]{0,25}\b(?:fees?|charges?|price|value"
    r"|retainer|payments?|sum)\b"
)


@dataclass(frozen=True)
class Price:
    """A sum the client pays: a year's worth, or the whole term's when `total`."""

    amount: Reading[Value]
    total: bool = False


def read_price(wording: Wording) -> Price | None:
    """Return what the services cost a year, or in total; None where no sum is tied to either."""
    prices = [
        p
        for s in wording.mentioning("fee", "charge", "pay", "compensation", "price", "value", "retainer", "annum")
        for p in _read(s)
    ]
    if not prices:
        return None
    best = max(
        prices,
        key=lambda p: (("low", "medium", "high").index(p.amount.confidence), not p.total, -p.amount.statement.place),
    )
    values = {p.amount.value for p in prices if p.total == best.total and p.amount.confidence == best.amount.confidence}
    if len(values) > 1:
        # Several prices, of years or of services: none of them is known to be the whole.
        step = f"{len(values)} such sums are stated; the first is given"
        return Price(best.amount.become(best.amount.value, confidence="low", steps=[step]), best.total)
    return best


def _read(statement: Statement) -> Iterator[Price]:
    text = statement.marked
    if "\ue002" not in text or not (_IS_FEE.search(text) or _IS_FEE.search(statement.trail)):
        return
    total = _TOTAL.search(text)
    if total is not None and not _NO_PRICE.search(text[max(0, total.start() - 80) : total.end() + 40]):
        at = total.start("money") if total["money"] else total.start("money_too")
        yield Price(Reading(statement.money_at(at), statement, "medium", at), total=True)
        return
    for match in re.finditer(MONEY, text):
        before, after = (
            text[max(0, match.start() - 2 * _REACH) : match.start()],
            text[match.end() : match.end() + _REACH],
        )
        if _NO_PRICE.search(before) or _NO_PRICE.search(after):
            continue
        for name, times, pattern in _RHYTHMS:
            if not (pattern.search(after) or pattern.search(before[-_REACH:])):
                continue
            stated = statement.money_at(match.start())
            sure: Confidence = (
                "high" if _SERVICE_PRICE.search(before + after) or _SERVICE_PRICE.search(statement.trail) else "medium"
            )
            if statement.attached:
                sure = "medium"
            value = Value(number=stated.number * times, unit=stated.unit)
            steps = () if times == 1 else (f"{write_money(stated)} {name} x {times} -> {write_money(value)} a year",)
            yield Price(Reading(value, statement, sure, match.start(), steps))
            break


def write_money(value: Value) -> str:
    """Write a sum with its currency: "USD 30,000"."""
    return f"{value.unit} {value.number:,.2f}".removesuffix(".00")
