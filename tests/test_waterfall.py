"""The liability waterfall: each article of tests/cases/liability.yaml gives the table that a careful reader would draw."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analyzer.crosscheck.liability.limits import at_least, in_money, make_limit
from analyzer.crosscheck.waterfall import draw_waterfall
from analyzer.models import ChargesShare, Contract, Money, Waterfall, WaterfallStep
from analyzer.money import dollar_of, read_money
from analyzer.segment import segment
from tests.core import ROOT
from tests.documents import document

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/liability.yaml").read_text(encoding="utf-8"))


def contract_of(text: str) -> Contract:
    return segment(document(*text.strip().split("\n")))


def draw(text: str, **given: Money) -> Waterfall:
    waterfall = draw_waterfall([contract_of(text)], **given)
    assert waterfall is not None
    return waterfall


def written(step: WaterfallStep) -> str:
    heads = f"[{', '.join(step.heads)}]" if step.heads else ""
    limit = f": {step.limit.formula}" if step.limit else ""
    per = f" per {step.limit.per}" if step.limit and step.limit.per else ""
    return f"{step.kind}{heads}{limit}{per}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_an_article_gives_its_steps_and_outcomes(case: dict[str, Any]) -> None:
    contract = contract_of(case["text"])
    waterfall = draw_waterfall([contract])
    assert waterfall is not None
    assert sorted({written(step) for step in waterfall.steps}) == sorted(case["steps"])
    outcomes = {o.loss: o.limit.formula if o.limit else "nothing" for o in waterfall.outcomes}
    assert outcomes == case["outcomes"]
    money = {o.loss: f"{o.money.currency} {o.money.amount.normalize():f}" for o in waterfall.outcomes if o.money}
    assert {loss: money.get(loss) for loss in case.get("money", {})} == case.get("money", {})
    text = contract.document.text
    assert all(text[e.start : e.end] == e.quote for step in waterfall.steps for e in step.evidence)


def test_at_least_twenty_five_articles_of_three_laws() -> None:
    assert len(CASES) >= 25
    assert sum(case["set"] != "development" for case in CASES) >= len(CASES) / 2
    for law in ("uk", "us", "india"):
        assert sum(law in case["id"].split("-") for case in CASES) >= 3


CAPPED = "[11.1] The Supplier's liability shall not exceed the greater of £2,000,000 and 150% of the Charges paid in the preceding 12 months."  # fmt: skip


def test_a_formula_is_worked_out_when_the_charges_are_known() -> None:
    waterfall = draw(CAPPED, annual_charges=Money(amount=Decimal(4_200_000), currency="GBP"))
    outcome = next(o for o in waterfall.outcomes if o.loss == "wrong-output")
    assert outcome.money == Money(amount=Decimal("6300000.00"), currency="GBP")
    assert "the greater of £2,000,000 and 150% of 12 months' charges (£6,300,000)" in outcome.words


def test_a_formula_stays_a_formula_when_they_are_not() -> None:
    outcome = draw(CAPPED).outcomes[0]
    assert outcome.money is None
    assert outcome.limit is not None
    assert outcome.limit.formula == "max(GBP 2000000, 1.5 x 12m)"
    assert "the greater of £2,000,000 and 150% of 12 months' charges" in outcome.words


def test_the_charges_are_read_from_the_deal_where_it_states_them_alone() -> None:
    stated = draw("[5.1] The annual Charges are £4,200,000.\n" + CAPPED)
    assert stated.annual_charges == Money(amount=Decimal(4_200_000), currency="GBP")
    assert draw("[5.1] The annual Charges are at least £4,200,000.\n" + CAPPED).annual_charges is None
    assert (
        draw("[5.1] Annual Charges are £100,000 for site A and £90,000 for site B.\n" + CAPPED).annual_charges is None
    )


def test_without_a_cap_it_says_that_none_was_found_and_not_that_there_is_none() -> None:
    waterfall = draw("[10.1] The Contractor shall carry errors and omissions insurance of $2,000,000 per claim.")
    words = next(o.words for o in waterfall.outcomes if o.loss == "wrong-output")
    assert "no limit was found in the documents supplied" in words
    assert "US$2,000,000" in words


def test_a_limit_in_words_of_its_own_is_shown_as_such() -> None:
    waterfall = draw(
        "[9.1] Provider's total liability shall not exceed an amount equal to the value of the parts delivered."
    )
    assert [written(step) for step in waterfall.steps] == ["cap: unread per total"]
    assert "a limit that the contract puts in words of its own" in waterfall.outcomes[0].words


def test_a_cap_of_the_client_alone_limits_nothing_for_the_provider() -> None:
    assert draw_waterfall([contract_of("[9.1] The Customer's total liability shall not exceed $100,000.")]) is None


@pytest.mark.parametrize(
    "text",
    [
        "[3.1] Service Credits shall not exceed 12% of the monthly Charges.",
        "[3.1] Expenses shall not exceed $5,000 a month without approval.",
        "[3.1] Calls shall be answered within 30 seconds, including but not limited to overflow calls.",
        "[3.1] The Supplier shall not exceed the speed limit of $50.",
    ],
)
def test_other_limits_are_no_liability_cap(text: str) -> None:
    assert draw_waterfall([contract_of(text)]) is None


def test_a_deal_without_liability_rules_has_no_waterfall() -> None:
    assert draw_waterfall([]) is None
    assert draw_waterfall([contract_of("[1.1] The Supplier shall answer calls.")]) is None


def test_rules_of_several_documents_are_one_waterfall() -> None:
    agreement = contract_of("[9.1] The Supplier's liability shall not exceed £1,000,000.")
    schedule = contract_of("[2.1] The Supplier's liability for AI Loss shall not exceed £5,000,000.")
    waterfall = draw_waterfall([agreement, schedule])
    assert waterfall is not None
    assert {o.loss: o.limit.formula for o in waterfall.outcomes if o.limit}["wrong-output"] == "GBP 5000000"


@pytest.mark.parametrize(
    ("written_as", "amount", "currency"),
    [
        ("£18,000,000", 18_000_000, "GBP"), ("USD 25,000", 25_000, "USD"), ("$5 million", 5_000_000, "USD"), ("£10m", 10_000_000, "GBP"),
        ("INR 10,00,00,000 (Rupees ten crore)", 100_000_000, "INR"), ("Rs. 5,00,00,000", 50_000_000, "INR"), ("Rs 2 crore", 20_000_000, "INR"),
        ("INR 50 lakhs", 5_000_000, "INR"), ("five million dollars ($5,000,000)", 5_000_000, "USD"), ("US$2.5 million", 2_500_000, "USD"),
        ("EUR 1.000.000,00", 1_000_000, "EUR"), ("€1,5 Mio", 1_500_000, "EUR"), ("One Million Dollars", 1_000_000, "USD"),
        ("S$8,000,000", 8_000_000, "SGD"), ("CAD 5,000,000", 5_000_000, "CAD"), ("A$ 750,000.00", 750_000, "AUD"), ("$1M", 1_000_000, "USD"),
        ("GBP 250k", 250_000, "GBP"), ("£1.25bn", 1_250_000_000, "GBP"), ("¥30,000,000", 30_000_000, "JPY"), ("₹3,50,000", 350_000, "INR"),
        ("fifty thousand pounds sterling", 50_000, "GBP"), ("10,000,000 euros", 10_000_000, "EUR"), ("Rupees Two Crore only", 20_000_000, "INR"),
    ],
)  # fmt: skip
def test_money_is_read_as_contracts_write_it(written_as: str, amount: int, currency: str) -> None:
    (found,) = read_money(f"shall not exceed {written_as} in all")
    assert found.money == Money(amount=Decimal(amount), currency=currency)


@pytest.mark.parametrize("text", ["12% of fees", "section 12.5", "30 days", "3 times the Charges", "2026"])
def test_what_is_no_money_is_not_read_as_money(text: str) -> None:
    assert read_money(text) == ()


def test_a_bare_dollar_is_that_of_the_contract() -> None:
    assert dollar_of("Fees are in Canadian dollars.") == "CAD"
    assert dollar_of("a corporation under the laws of Ontario") == "CAD"
    assert dollar_of("a Delaware corporation with an office in Ontario") == "USD"
    assert dollar_of("nothing") == "USD"


_AMOUNTS = st.builds(
    Money,
    amount=st.integers(min_value=1, max_value=10**11).map(Decimal),
    currency=st.sampled_from(["GBP", "USD", "EUR", "INR", "CAD", "AUD", "SGD", "JPY", "CHF"]),
)


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("18000000", "GBP", "£18,000,000"), ("100000000", "INR", "₹10,00,00,000"), ("350000", "INR", "₹3,50,000"), ("999", "INR", "₹999"),
        ("2500.5", "CHF", "CHF 2,500.50"), ("7", "USD", "US$7"),
    ],
)  # fmt: skip
def test_money_is_shown_as_a_lawyer_writes_it(amount: str, currency: str, words: str) -> None:
    assert Money(amount=Decimal(amount), currency=currency).words == words


@given(_AMOUNTS)
def test_money_reads_back_as_it_is_shown(money: Money) -> None:
    (found,) = read_money(f"up to {money.words} a year")
    assert found.money == money


@given(
    st.integers(min_value=1, max_value=10**9),
    st.decimals(min_value=Decimal("0.1"), max_value=10, places=2),
    st.integers(min_value=1, max_value=36),
    st.integers(min_value=1, max_value=10**9),
)
def test_the_greater_of_two_is_no_less_than_either_and_the_lesser_no_more(
    fixed: int, multiple: Decimal, months: int, annual: int
) -> None:
    sums = (Money(amount=Decimal(fixed), currency="GBP"),)
    shares = (ChargesShare(multiple=multiple, months=months),)
    charges = Money(amount=Decimal(annual), currency="GBP")
    greater = make_limit("amount", sums=sums, shares=shares, of="greater")
    lesser = make_limit("amount", sums=sums, shares=shares, of="lesser")
    high, low, floor = in_money(greater, charges), in_money(lesser, charges), at_least(greater)
    assert high is not None
    assert low is not None
    assert low.amount <= fixed <= high.amount
    assert floor == sums[0]
    assert at_least(lesser) is None
    assert in_money(greater, None) is None
