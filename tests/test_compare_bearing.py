"""Which way words push where no element of the library tells: pairs of sentences, a row each."""

import re

import pytest

from analyzer.compare.bearing import Wording, read_bearing
from analyzer.compare.quantities import read_number
from analyzer.models import ChangeEffect


def push(before: str, after: str) -> ChangeEffect:
    ours, theirs = (re.findall(r"[\w’'-]+|[^\w\s]", text) for text in (before, after))
    wording = Wording(
        before=before,
        after=after,
        removed=" ".join(w for w in ours if w not in theirs),
        added=" ".join(w for w in theirs if w not in ours),
    )
    return read_bearing("replace", wording).effect


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("The Provider shall answer within 5 days.", "The Provider shall answer within 10 days.", "weakened"),
        ("The Provider shall answer within 10 days.", "The Provider shall answer within 5 days.", "strengthened"),
        ("The Client shall pay within 60 days.", "The Client shall pay within 30 days.", "weakened"),
        ("The Client shall pay within 30 days.", "The Client shall pay within 45 days.", "strengthened"),
        ("The Provider shall give 90 days’ notice.", "The Provider shall give 30 days’ notice.", "weakened"),
        ("The Client may terminate on 30 days’ notice.", "The Client may terminate on 90 days’ notice.", "weakened"),
        ("The Provider shall keep records for 7 years.", "The Provider shall keep records for 3 years.", "weakened"),
        ("The Provider's liability shall not exceed £5,000,000.", "The Provider's liability shall not exceed £1,000,000.", "weakened"),
        ("The Provider shall maintain availability of 99.9%.", "The Provider shall maintain availability of 99%.", "weakened"),
        ("Error rate | 2%", "Error rate | 5%", "weakened"),
        ("First-contact resolution | 80%", "First-contact resolution | 70%", "weakened"),
        ("The Provider shall encrypt the data.", "The Provider may encrypt the data.", "weakened"),
        ("The Provider should encrypt the data.", "The Provider shall encrypt the data.", "strengthened"),
        ("The Client shall supply a test set.", "The Client may supply a test set.", "strengthened"),
        ("The Provider shall not sell the data.", "The Provider shall sell the data.", "weakened"),
        ("The Provider is liable for its robots.", "The Provider is not liable for its robots.", "weakened"),
        ("The Provider shall fix each defect.", "The Provider shall fix each defect to the extent practicable.", "weakened"),
        ("The Client may audit the logs without a reason.", "The Client may not audit the logs without a reason.", "weakened"),
        ("The Provider shall obtain the Client's approval.", "The Client shall obtain the Provider's approval.", "weakened"),
        ("The parties shall meet in London.", "The parties shall meet in Leeds.", "neutral"),
        # Numbers spelt out, days and hours at work, extents, and rights that wait.
        ("The Provider shall answer within five days.", "The Provider shall answer within nine days.", "weakened"),
        ("The Provider shall answer in 4 hours.", "The Provider shall answer in 4 business hours.", "neutral"),
        ("The Provider shall answer within 4 hours.", "The Provider shall answer within 4 business hours.", "weakened"),
        ("The Provider shall train staff for up to 40 hours.", "The Provider shall train staff for up to 10 hours.", "weakened"),
        ("The Client shall lend staff for up to 40 hours.", "The Client shall lend staff for up to 10 hours.", "strengthened"),
        ("The Provider may stop work 60 days after a demand.", "The Provider may stop work 20 days after a demand.", "weakened"),
        ("The Client may leave 60 days after a breach.", "The Client may leave 20 days after a breach.", "strengthened"),
        ("The Provider shall let the Client inspect it on 5 days’ notice.", "The Provider shall let the Client inspect it on 9 days’ notice.", "weakened"),
        ("The Client, its auditors and any regulator may visit on 5 days’ notice.", "The Client, its auditors and any regulator may visit on 9 days’ notice.", "weakened"),
        # Who owns, how often, what is let through, on what scale a word stands.
        ("The Client will own the code.", "The Provider will own the code.", "weakened"),
        ("The Client may test it once a year.", "The Client may test it twice a year.", "strengthened"),
        ("The Provider shall report monthly.", "The Provider shall report quarterly.", "weakened"),
        ("The Provider may raise its fees annually.", "The Provider may raise its fees quarterly.", "weakened"),
        ("The Provider shall not store data outside Spain.", "The Provider shall not store data outside Spain, Italy or Chile.", "weakened"),
        ("The Provider shall use data only for billing, payroll or tax.", "The Provider shall use data only for billing.", "strengthened"),
        ("The Provider shall destroy the tapes.", "The Provider shall archive the tapes.", "weakened"),
        ("The Provider shall offer a remedy.", "The Provider shall deliver a remedy.", "strengthened"),
        ("The Provider shall repair and test it.", "The Provider shall repair or test it.", "weakened"),
        ("The Provider shall not copy or sell it.", "The Provider shall not copy and sell it.", "weakened"),
        ("The Provider is liable for breaches of law.", "The Provider is liable for intentional breaches of law.", "weakened"),
        ("The Provider may suspend the service.", "The Provider may suspend the service only after a warning.", "strengthened"),
    ],
)  # fmt: skip
def test_a_rewording_pushes_the_way_a_lawyer_reads_it(before: str, after: str, effect: ChangeEffect) -> None:
    assert push(before, after) == effect


@pytest.mark.parametrize(
    ("kind", "text", "effect"),
    [
        ("insert", "The Provider shall warn the Client of each outage.", "added"),
        ("insert", "The Client may suspend an AI System at any time.", "added"),
        ("insert", "The Client shall indemnify the Provider for misuse.", "weakened"),
        ("insert", "The Provider may publish aggregated statistics.", "weakened"),
        ("insert", "The Provider shall not be liable for outputs of a model.", "weakened"),
        ("insert", "Headings are for convenience.", "neutral"),
        ("delete", "The Provider shall warn the Client of each outage.", "removed"),
        ("delete", "The Client may suspend an AI System at any time.", "removed"),
        ("delete", "The Client shall keep a spare line open.", "strengthened"),
        ("delete", "The Provider may publish aggregated statistics.", "strengthened"),
        ("move", "The Provider shall warn the Client of each outage.", "neutral"),
    ],
)  # fmt: skip
def test_what_comes_or_goes_pushes_by_whom_it_binds(kind: str, text: str, effect: ChangeEffect) -> None:
    before, after = ("", text) if kind == "insert" else (text, "")
    wording = Wording(before=before, after=after, removed=before, added=after)
    assert read_bearing(kind, wording).effect == effect  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("at least sixty (60) days’ notice", "at least fifteen (15) days’ notice", "60 -> 15 days"),
        ("99.5% a month", "97% a month", "99.5 -> 97%"),
        ("£10,000,000 for each claim", "£2,000,000 for each claim", "£10,000,000 -> £2,000,000"),
        ("within 5 business days", "within 2 months", "5 business days -> 2 months"),
        ("two (2) directors and 30 days", "two (2) directors and 45 days", "30 -> 45 days"),
        ("within 30 days", "within a reasonable time", None),
        ("the same 5 days", "the same 5 days", None),
    ],
)
def test_what_became_of_a_number(before: str, after: str, told: str | None) -> None:
    assert read_number(before, after) == told
