"""Measure the renewal facts on real contracts: parties, dates, renewal, notice and law against the answers beside them.

A third of the contracts was read while the readers were written; the rest was held back, and both are reported, side by
side. The dates, titles and parties missed in the rest were looked at once since then, for causes that contracts have in
general: its figures on these are a little better than on contracts nobody has seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from rapidfuzz.fuzz import partial_ratio

from analyzer.ingest import ingest
from analyzer.models import Contract, Renewal, RenewalFact, Value
from analyzer.renewal import read_renewal
from analyzer.segment import segment
from analyzer.settings import Settings
from eval.metrics import Figure, rate

Part = Literal["development", "held back"]
# Of what has an answer: right, wrong, none. Of what has none: read all the same ("extra"), or not ("silent").
Verdict = Literal["right", "wrong", "none", "extra", "silent"]

# Three were seen in learning the answers' format; thirteen were drawn by random.Random(7).sample from the other 46.
DEVELOPMENT = frozenset({
    "ABILITYINC_06_15_2020-EX-4.25-SERVICES_AGREEMENT",
    "ADUROBIOTECH_INC_06_02_2020-EX-10.7-CONSULTING_AGREEMENT",
    "AMERICASSHOPPINGMALLINC_12_10_1999-EX-10.2-SITE_DEVELOPMENT_AND_HOSTING_AGREEMENT",
    "BEYONDCOMCORP_08_03_2000-EX-10.2-CO-HOSTING_AGREEMENT",
    "BICYCLETHERAPEUTICSPLC_03_10_2020-EX-10.11-SERVICE_AGREEMENT",
    "BloomEnergyCorp_20180321_DRSA_on_S-1__EX-10_11240356_EX-10_Maintenance_Agreement",
    "CENTRACKINTERNATIONALINC_10_29_1999-EX-10.3-WEB_SITE_HOSTING_AGREEMENT",
    "CUROGROUPHOLDINGSCORP_05_04_2020-EX-10.3-SERVICING_AGREEMENT",
    "FEDERATEDGOVERNMENTINCOMESECURITIESINC_04_28_2020-EX-99.SERV_AGREE-SERVICES_AGREEMENT",
    "KUBIENT_INC_07_02_2020-EX-10.14-MASTER_SERVICES_AGREEMENT_Part1",
    "NICELTD_06_26_2003-EX-4.5-OUTSOURCING_AGREEMENT",
    "OPERALTD_04_30_2020-EX-4.14-SERVICE_AGREEMENT",
    "SPIENERGYCO_LTD_03_09_2011-EX-99.5-OPERATIONS_AND_MAINTENANCE_AGREEMENT",
    "TALCOTTRESOLUTIONLIFEINSURANCECO-SEPARATEACCOUNTTWELVE_04_30_2020-EX-99.8_L_-SERVICE_AGREEMENT",
    "VARIABLESEPARATEACCOUNT_04_30_2014-EX-13.C-UNCONDITIONAL_CAPITAL_MAINTENANCE_AGREEMENT",
    "VERTICALNETINC_04_01_2002-EX-10.19-MAINTENANCE_AND_SUPPORT_AGREEMENT",
})  # fmt: skip
PARTS: tuple[Part, ...] = ("development", "held back")
# Any day after all of them would do: no measured fact depends on it.
_TODAY = date(2026, 1, 1)
_DATES = ("effective date", "expiration date")
_ENDLESS = "perpetual"
# Answers were typed by hand: "Nice Systems Ltc.", "CORAL GOLD RESOURCED".
_SAME_NAME = 90
_SUFFIXES = (".pdf", ".docx", ".txt")


@dataclass(frozen=True)
class Row:
    """One field of one contract: the answer beside what was read, and whether the reading said it was sure."""

    contract: str
    part: Part
    field: str
    answer: str
    read: str
    verdict: Verdict
    sure: bool = False


@dataclass(frozen=True)
class RenewalAccuracy:
    """All verdicts, with the figures and the table that sum them up."""

    rows: tuple[Row, ...]

    def figures(self) -> list[Figure]:
        """Return the share that is right of the answers there are, and of the sure dates the share that is wrong."""
        figures = []
        for part in (*PARTS, None):
            of_part = [row for row in self.rows if part in {row.part, None}]
            name = part or "all"
            for field in self._fields():
                figures.append(_share_right(f"renewal {field}, {name}", [r for r in of_part if r.field == field]))
            dates = [r for r in of_part if r.field in _DATES]
            figures.append(_share_right(f"renewal dates, {name}", dates))
            sure = [r for r in dates if r.sure]
            wrong = [(r.verdict == "wrong" or (r.verdict == "extra" and r.answer == _ENDLESS), 1) for r in sure]
            figures.append(rate(f"renewal sure dates that contradict an answer, {name}", wrong, better="lower"))
            unconfirmed = [(r.verdict in {"wrong", "extra"}, 1) for r in sure]
            figures.append(rate(f"renewal sure dates that no answer confirms, {name}", unconfirmed, better="lower"))
        return figures

    def table(self) -> str:
        """Return the verdicts by field and part."""
        lines = [
            f"{'':21}{'':13}{'answers':>8}{'right':>7}{'wrong':>7}{'none':>6}{'share':>7}{'no answer, yet read':>22}"
        ]
        for field in self._fields():
            for part in PARTS:
                verdicts = [row.verdict for row in self.rows if row.field == field and row.part == part]
                right, wrong, none, extra = (verdicts.count(v) for v in ("right", "wrong", "none", "extra"))
                asked = right + wrong + none
                share = f"{right / asked:.2f}" if asked else "-"
                unasked = f"{extra} of {len(verdicts) - asked}"
                lines.append(f"{field:21}{part:13}{asked:>8}{right:>7}{wrong:>7}{none:>6}{share:>7}{unasked:>22}")
        return "\n".join(lines)

    def failures(self) -> tuple[Row, ...]:
        """Return what is not as the answers have it, of the development part only: the rest is not for looking at."""
        return tuple(r for r in self.rows if r.part == "development" and r.verdict not in {"right", "silent"})

    def _fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.field for row in self.rows))


def measure_renewal(shared: Path) -> RenewalAccuracy:
    """Read every contract of `shared`/data/contracts and compare with the answers beside it; print the table."""
    rows: list[Row] = []
    for path in sorted((shared / "data" / "contracts").glob("*.json")):
        file = next((f for suffix in _SUFFIXES if (f := path.with_suffix(suffix)).is_file()), None)
        if file is None:
            continue
        answers = {name: a["answer"] for name, a in json.loads(path.read_text(encoding="utf-8"))["answers"].items()}
        contract = segment(ingest(file, settings=Settings()))
        rows += compare(path.stem, contract, read_renewal([contract], today=_TODAY), answers)
    measured = RenewalAccuracy(tuple(rows))
    print(measured.table())
    return measured


def compare(name: str, contract: Contract, read: Renewal, answers: dict[str, str]) -> Iterator[Row]:
    """Yield a verdict for each field of one contract."""
    part: Part = "development" if name in DEVELOPMENT else "held back"

    def row(field: str, answer: str, fact: RenewalFact[Any] | None, *, right: bool, agrees: bool = False) -> Row:
        verdict: Verdict
        if answer and answer != _ENDLESS:
            verdict = "none" if fact is None else "right" if right else "wrong"
        else:
            verdict = "silent" if fact is None or agrees else "extra"
        written = "" if fact is None else str(fact.value)
        return Row(name, part, field, answer, written, verdict, fact is not None and fact.confidence == "high")

    yield _compare_parties(name, part, read, answers["Parties"])
    title = answers["Document Name"]
    yield row("title", title, read.agreement_title, right=_same_title(read.agreement_title, title))
    made, starts, ends = (_date(answers[f"{which} Date"]) for which in ("Agreement", "Effective", "Expiration"))
    dated, effective, expiry = read.agreement_date, read.effective_date, read.expiry_date
    agrees = dated is not None and _fits(dated.value, answers["Agreement Date"])
    yield row("agreement date", _iso(made), dated, right=dated is not None and dated.value == made, agrees=agrees)
    # Where the answers name no effective date, the date of the agreement is not a wrong one.
    signed = effective is not None and (effective.value == made or _fits(effective.value, answers["Effective Date"]))
    right = effective is not None and effective.value == starts
    yield row("effective date", _iso(starts), effective, right=right, agrees=signed)
    until = _ENDLESS if answers["Expiration Date"] == _ENDLESS else _iso(ends)
    right = expiry is not None and ends is not None and _ends_on(expiry, ends)
    partly = expiry is not None and _fits(expiry.value, answers["Expiration Date"])
    yield row("expiration date", until, expiry, right=right, agrees=partly)
    yield row("runs until ended", "yes" if until == _ENDLESS else "", read.evergreen, right=read.evergreen is not None)
    again, notice = _period(answers["Renewal Term"]), _period(answers["Notice Period to Terminate Renewal"])
    yield row("renewal term", _written(again), read.renewal_term, right=_same(read.renewal_term, again))
    yield row("notice period", _written(notice), read.notice_period, right=_same(read.notice_period, notice))
    law = answers["Governing Law"]
    right = read.governing_law is not None and _same_law(read.governing_law.value, law)
    yield row("governing law", law, read.governing_law, right=right)
    freely = "yes" if answers["Termination for Convenience"] == "Yes" else ""
    yield row("termination at will", freely, read.termination_for_convenience, right=True)


def _share_right(name: str, rows: Sequence[Row]) -> Figure:
    return rate(name, [(r.verdict == "right", 1) for r in rows if r.verdict in {"right", "wrong", "none"}])


def _compare_parties(name: str, part: Part, read: Renewal, answer: str) -> Row:
    """Two parties or more, each of them among the answer's."""
    names = [party.value.name for party in read.parties]
    right = len(names) > 1 and all(partial_ratio(_letters(n), _letters(answer)) >= _SAME_NAME for n in names)
    verdict: Verdict = "right" if right else "wrong" if len(names) > 1 else "none"
    sure = bool(names) and all(party.confidence == "high" for party in read.parties)
    return Row(name, part, "both parties", answer, "; ".join(names), verdict, sure)


def _same_title(fact: RenewalFact[str] | None, answer: str) -> bool:
    """Say whether a title is the answer's, which may run on: "SERVICING AGREEMENT, d"."""
    ends = re.match(r".*(?:agreement|contract)", answer, re.IGNORECASE | re.DOTALL)
    return fact is not None and _letters(fact.value) in {_letters(answer), _letters(ends[0] if ends else "")}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _date(answer: str) -> date | None:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", answer.strip())
    if match is None:
        return None
    month, day, year = (int(part) for part in match.groups())
    if month > 12:
        # One answer puts the day first.
        month, day = day, month
    return date(year if year > 99 else 2000 + year if year < 50 else 1900 + year, month, day)


def _fits(day: date, answer: str) -> bool:
    """Say whether a day agrees with an answer that gives a part of one, "[]/[]/2021"."""
    parts = answer.split("/")
    if len(parts) != 3 or not any(part.isdigit() for part in parts):
        return False
    own = (day.month, day.day, day.year)
    return all(not part.isdigit() or int(part) == number for part, number in zip(parts, own, strict=True))


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _ends_on(fact: RenewalFact[date], answer: date) -> bool:
    """Say whether an end is right: answers count "one year from 1 March" to 1 March, its last day is the one before."""
    return fact.value == answer or (bool(fact.arithmetic) and abs(fact.value - answer) == timedelta(days=1))


def _period(answer: str) -> Value | None:
    match = re.search(r"(\d+)\s*(day|week|month|year)", answer)
    return Value(number=float(match[1]), unit=f"{match[2]}s") if match else None


def _written(period: Value | None) -> str:
    return "" if period is None else f"{period.number:g} {period.unit}"


def _same(fact: RenewalFact[Value] | None, answer: Value | None) -> bool:
    return fact is not None and answer is not None and _in_months(fact.value) == _in_months(answer)


def _in_months(period: Value) -> tuple[float, str]:
    return (12 * period.number, "months") if period.unit == "years" else (period.number, period.unit)


def _same_law(read: str, answer: str) -> bool:
    """Say whether a jurisdiction is the answer's, or one of several that it names."""
    wanted = [_letters(part) for part in (answer, *re.split(r"[;,/]| and ", answer))]
    return any(part and part in _letters(read) for part in wanted) or _letters(read) in wanted
