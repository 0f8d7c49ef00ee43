"""The reader that knows the labels, and what is counted of a second reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.library import Library
from analyzer.models import Contract, Evidence, Finding
from analyzer.models.review import ReadStatus, Shortlist, Shortlisted
from analyzer.prompts import load_prompt
from analyzer.review import review
from analyzer.segment import segment
from eval.cases import GoldElement, LabelledCase
from eval.judged import JudgedCase
from eval.label_reader import open_label_reader
from eval.second_reading import Reread, count_use, score_passages
from tests.documents import document

NOTICE = "The Provider shall give the Client 45 days written notice before it changes an AI Model used in the Services."
FEES = "The Client shall pay the fees within thirty days of the date of each invoice."
KEY = ("model-change-notice", "notice-period")


@pytest.fixture
def contract() -> Contract:
    return segment(document("1. Changes", NOTICE, "2. Fees", FEES))


def shortlisted(contract: Contract, words: str, status: ReadStatus) -> Shortlisted:
    start = contract.document.text.index(words)
    evidence = Evidence(
        document=contract.document.name, page=None, section="1", start=start, end=start + len(words), quote=words
    )
    return Shortlisted(
        evidence=evidence, lead="", status=status, firm=False, binds=True, names_ai=True, reason="by its words"
    )


def reread(contract: Contract, library: Library, gold: GoldElement, *shown: Shortlisted) -> Reread:
    case = LabelledCase(doc="msa", tier="standard", elements=(gold,), path=Path("msa.md"))
    provisions = [library.provision(KEY[0])]
    finding = Finding(
        provision=KEY[0], element=KEY[1], status="missing", probability=0.6, confidence="medium",
        reason="nothing found", method="retrieval",
    )  # fmt: skip
    shortlist = Shortlist(provision=KEY[0], element=KEY[1], group=0, passages=shown)
    model = open_label_reader(case, provisions)
    reviewed = review(
        [contract],
        [finding],
        provisions=provisions,
        shortlists=[shortlist],
        tier="standard",
        model=model,
        prompt=load_prompt("review"),
    )
    first, after = (JudgedCase(case, contract, findings) for findings in ((finding,), reviewed.findings))
    return Reread(first, after, (shortlist,), reviewed.reading, model.use())


GOLD = GoldElement(provision=KEY[0], element=KEY[1], status="strong", quotes=(NOTICE,))


def test_the_label_reader_quotes_what_it_is_shown(contract: Contract, core_library: Library) -> None:
    one = reread(contract, core_library, GOLD, *(shortlisted(contract, words, "adequate") for words in (FEES, NOTICE)))
    assert one.after.findings[0].status == "strong"
    assert one.after.findings[0].evidence[0].quote == NOTICE
    figures = {f.name: f.value for f in (*score_passages([one]), *count_use([one]))}
    assert figures["labelled passage among those sent"] == 1
    assert figures["labelled elements asked about"] == 1
    assert figures["elements asked about"] == 1
    assert figures["tokens used a contract"] == one.use.usage.tokens > 0


def test_it_can_not_quote_what_it_is_not_shown(contract: Contract, core_library: Library) -> None:
    one = reread(contract, core_library, GOLD, shortlisted(contract, FEES, "adequate"))
    assert one.after.findings[0].status == "missing"
    assert score_passages([one])[0].value == 0
