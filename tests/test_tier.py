"""The impact tier is read from what the deal does, and not from what it demands of AI."""

from typing import get_args

import pytest

from analyzer.assess import detect_tier
from analyzer.draft.fit import Fitting
from analyzer.draft.house import read_house
from analyzer.library import Library, load_library
from analyzer.models import Posture, Tier
from analyzer.segment import segment
from analyzer.settings import Settings
from tests.documents import document

ROUTINE = (
    "This agreement is between Alder Ltd (the \u201cClient\u201d) and Birch Ltd (the \u201cProvider\u201d).",
    "[1] The Provider shall perform data entry, the indexing of files and document scanning.",
    "[2] The Provider shall deliver the data entry within two days.",
)


def tier_of(*more: str) -> Tier:
    return detect_tier([segment(document(*ROUTINE, *more))]).value


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(Settings().library_dir)


def test_what_the_work_is_sets_the_tier() -> None:
    assert tier_of() == "routine"
    assert tier_of("[3] The Provider shall answer calls in the call center, the help desk and by chat.") == "standard"


@pytest.mark.parametrize(
    "work",
    [
        "[3] The Provider shall make the credit assessment, and each credit decision, for the Client.",
        "[3] The Provider shall use an AI System to prepare credit decisions and the credit scoring of applicants.",
        "[3] The triage tool is a high-risk AI system, and so is the ranking tool, a high-risk system of its own.",
        "\u201cServices\u201d means credit decisions and credit scoring.",
    ],
)
def test_work_of_high_impact_is_seen_whoever_does_it(work: str) -> None:
    assert tier_of(work) == "high"


@pytest.mark.parametrize(
    "guard",
    [
        "\u201cHigh-Impact Process\u201d means credit decisions, credit scoring and a High-Impact Process named in a schedule.",
        "[3] In a High-Impact Process the Provider shall tell the Client first. A High-Impact Process must be logged.",
        "[3] No AI System may take credit decisions or read biometric data, biometrics or voiceprints.",
        "[3] The Provider shall use an AI System only for clerical work, never for credit decisions or credit scoring.",
    ],
)
def test_what_is_guarded_against_is_not_what_the_deal_does(guard: str) -> None:
    assert tier_of(guard) == "routine"


@pytest.mark.parametrize("tier", get_args(Tier))
@pytest.mark.parametrize("posture", get_args(Posture))
def test_no_draft_of_the_library_raises_the_tier(posture: Posture, tier: Tier, library: Library) -> None:
    host = segment(document(*ROUTINE))
    fitting = Fitting(read_house(host), tier=tier, definitions=library.definitions)
    drafts = [fitting.fit(element.drafts[posture]) for element in library.elements.values()]
    defined = [f"\u201c{d.term}\u201d {d.text}" for d in fitting.needed_definitions(drafts)]
    assert len(drafts) > 200
    assert any("High-Impact Process" in d for d in defined)
    numbered = [f"[{number}] {words}" for number, words in enumerate([*defined, *drafts], 3)]
    assert detect_tier([segment(document(*ROUTINE, *numbered))]) == detect_tier([host])
