"""Which way words push where no element of the library tells: pairs of sentences, a row each."""

import pytest

from analyzer.compare.bearing import Wording, read_bearing
from analyzer.compare.quantities import read_number
from analyzer.models import ChangeEffect


def push(before: str, after: str) -> ChangeEffect:
    ours, theirs = before.split(), after.split()
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
