"""The rubric, cap by cap; what a sentence sounds like is given, so that only the rules decide."""

import math
from pathlib import Path

import numpy as np
import pytest

from analyzer.assess.anchor import AnchorStrength
from analyzer.assess.status import STATUS_FEATURES, Grade, PassageStatus, grade
from analyzer.assess.status_model import PLACES, STATUSES, StatusModel, load_status_model
from analyzer.models import Anchor, Element, Measure, Tier


def sounds(strong: float, adequate: float, weak: float, adverse: float) -> StatusModel:
    """Return a model to which every sentence sounds alike."""
    return StatusModel(
        weights=np.zeros((4, len(STATUS_FEATURES)), dtype=np.float32),
        biases=np.array([math.log(p) for p in (strong, adequate, weak, adverse)], dtype=np.float32),
        wording=np.zeros((PLACES, 4), dtype=np.float16),
        rarity=np.ones(PLACES, dtype=np.float16),
    )


STRONG = sounds(0.97, 0.01, 0.01, 0.01)
ADEQUATE = sounds(0.1, 0.87, 0.02, 0.01)
WEAK = sounds(0.01, 0.01, 0.97, 0.01)
ADVERSE = sounds(0.01, 0.01, 0.01, 0.97)
DOUBTFUL = sounds(0.35, 0.2, 0.15, 0.3)
NOTICE = Measure(unit="days", comparison="at least", strong=(30, 30, 60), adequate=(15, 15, 30))


def element(
    anchor: Anchor = "ai",
    measure: Measure | None = None,
    *,
    weak_cues: tuple[str, ...] = (),
    adverse_cues: tuple[str, ...] = (),
) -> Element:
    return Element(
        id="notice-period",
        provision="model-change-notice",
        title="How long before",
        criticality="critical",
        promote_at_high_tier=False,
        anchor=anchor,
        measure=measure,
        strong="",
        adequate="",
        weak="",
        adverse="",
        about=(),
        weak_cues=weak_cues,
        adverse_cues=adverse_cues,
        drafts={},
    )


def judge(
    reading: str,
    on: Element | None = None,
    *,
    model: StatusModel = STRONG,
    anchor: AnchorStrength = "strong",
    tier: Tier = "standard",
    around: str = "",
    behind: float = 0.0,
) -> Grade:
    return grade(
        reading,
        on or element(),
        around=around,
        tier=tier,
        anchor=anchor,
        tone=(0.0, 0.0, 0.0, 0.0),
        model=model,
        behind=behind,
    )


FULL = "Provider shall send a report to Client within 5 days before each change of the AI Model, failing which Client may terminate."


class TestAnchors:
    def test_general_wording_on_an_ai_element_is_at_most_weak(self) -> None:
        assert judge(FULL, anchor="none").status == "weak"
        assert judge(FULL, anchor="strong").status == "strong"

    def test_the_model_alone_names_ai_in_a_passage_on_the_point(self) -> None:
        assert judge(FULL, anchor="weak").status == "strong"

    def test_general_wording_may_reach_adequate_where_the_element_allows_it(self) -> None:
        assert judge(FULL, element("generic-adequate"), anchor="none").status == "adequate"
        assert judge(FULL, element("generic-adequate"), anchor="strong").status == "strong"

    def test_general_wording_may_reach_strong_where_the_element_allows_it(self) -> None:
        assert judge(FULL, element("generic-strong"), anchor="none").status == "strong"


class TestAtMostWeak:
    @pytest.mark.parametrize(
        ("reading", "why"),
        [
            ("Provider shall give notice of AI changes as published on its website.", "not supplied"),
            ("Provider shall give notice of AI changes to be agreed.", "not supplied"),
            ("Provider shall keep AI prompts subject to the AI Vendor's terms.", "not supplied"),
            ("Provider shall give [\u25cf] notice of AI changes.", "left blank"),
            ("Provider may give notice of AI changes before the change.", "not binding"),
            ("Provider intends to report each AI change in writing.", "not binding"),
            ("Provider shall report each AI Model to Client after the change.", "after the fact"),
            ("Provider shall give reasonable notice of AI changes before a change.", "qualifier"),
            ("Provider shall report AI changes from time to time, in writing.", "qualifier"),
        ],
    )
    def test_whatever_it_sounds_like(self, reading: str, why: str) -> None:
        found = judge(reading)
        assert found.status == "weak"
        assert why in found.reason

    def test_a_weak_cue_of_the_element(self) -> None:
        on = element(weak_cues=("high-level",))
        assert (
            judge("Provider shall send a high-level report before each AI change.", on).reason == 'vague: "high-level"'
        )
        assert judge("Provider shall send a full report before each AI change.", on).status == "strong"

    @pytest.mark.parametrize(
        "where", ["Provider shall use reasonable efforts to give notice", "Provider shall promptly give notice"]
    )
    def test_but_not_for_a_qualifier_when_a_good_number_follows(self, where: str) -> None:
        assert judge(f"{where} before an AI change.", element(measure=NOTICE)).status == "weak"
        assert judge(f"{where} at least 45 days before an AI change.", element(measure=NOTICE)).status != "weak"

    def test_an_authorization_request_is_no_qualifier(self) -> None:
        assert (
            judge("Provider shall log each authorization request to the AI System in a report, at its own cost.").status
            == "strong"
        )


class TestNumbers:
    @pytest.mark.parametrize(
        ("days", "tier", "status"),
        [
            (60, "high", "strong"),
            (45, "high", "adequate"),
            (30, "high", "adequate"),
            (20, "high", "weak"),
            (30, "standard", "strong"),
            (20, "standard", "adequate"),
            (14, "standard", "weak"),
            (30, "routine", "strong"),
            (5, "routine", "weak"),
        ],
    )
    def test_fall_into_the_tiers_bands(self, days: int, tier: Tier, status: PassageStatus) -> None:
        reading = f"Provider shall give written notice {days} days before each AI change."
        found = judge(reading, element(measure=NOTICE), tier=tier)
        assert found.status == status
        assert (found.value, found.unit, found.party) == (days, "days", "provider")

    def test_that_are_missing_leave_it_adequate_at_best(self) -> None:
        reading = "Provider shall give written notice before each AI change."
        assert judge(reading, element(measure=NOTICE)).status == "adequate"
        assert judge(reading, element(measure=NOTICE), model=WEAK).status == "weak"
        assert judge(reading, element()).status == "strong"

    def test_may_stand_elsewhere_in_the_clause(self) -> None:
        reading = "Provider shall give written notice before each AI change."
        found = judge(reading, element(measure=NOTICE), around="The period of notice is 45 days.")
        assert (found.status, found.value) == ("strong", 45)

    def test_of_its_own_sentence_count_before_those_around(self) -> None:
        reading = "Provider shall give written notice 10 days before each AI change."
        found = judge(reading, element(measure=NOTICE), around="Invoices are due in 45 days.")
        assert (found.status, found.value) == ("weak", 10)


class TestStrongOrAdequate:
    TWO = "Provider shall act before each AI change."

    @pytest.mark.parametrize(("model", "status"), [(STRONG, "strong"), (ADEQUATE, "adequate"), (WEAK, "weak")])
    def test_is_read_from_the_words(self, model: StatusModel, status: PassageStatus) -> None:
        assert judge(self.TWO, model=model).status == status

    def test_a_good_number_in_wording_that_lacks_the_rest_is_adequate(self) -> None:
        bare = "For an AI change it is 45 days."
        assert judge(bare, element(measure=NOTICE), model=ADEQUATE).status == "adequate"


class TestWhoIsBound:
    @pytest.mark.parametrize(
        "reading",
        [
            "Client shall review each AI output before use.",
            "Client must monitor the AI Model each month.",
            "Outputs of the AI System shall be checked by Client.",
        ],
    )
    def test_a_duty_of_the_client_is_missing(self, reading: str) -> None:
        found = judge(reading, model=ADEQUATE)
        assert (found.status, found.party) == ("missing", "client")

    @pytest.mark.parametrize(
        "reading",
        [
            "Client may reject each AI change before release by written notice.",
            "Client shall be entitled to stop the AI Model.",
            "If Client objects to an AI change, Provider shall keep the earlier version for 60 days.",
        ],
    )
    def test_a_right_of_the_client_or_a_duty_upon_its_word_is_not(self, reading: str) -> None:
        found = judge(reading, model=ADEQUATE)
        assert (found.status, found.party) == ("adequate", "provider")


class TestAdverse:
    CUE = element(adverse_cues=("without notice",))

    def test_a_cue_of_the_element_with_some_doubt_is_enough(self) -> None:
        found = judge("Provider may replace the AI Model without notice.", self.CUE, model=DOUBTFUL)
        assert (found.status, found.by_tone) == ("adverse", False)
        assert '"without notice"' in found.reason

    def test_a_cue_in_a_sentence_that_sounds_good_is_not(self) -> None:
        assert judge("Provider shall change no AI Model without notice in writing.", self.CUE).status != "adverse"

    @pytest.mark.parametrize(
        "reading",
        [
            "Provider shall not replace the AI Model without notice.",
            "Provider may not change an AI Model without notice.",
            "Neither Provider nor an AI Vendor may change the AI Model without notice.",
            "Replacing the AI Model without notice is prohibited.",
        ],
    )
    @pytest.mark.parametrize("model", [DOUBTFUL, sounds(0.1, 0.1, 0.1, 0.7)])
    def test_a_prohibition_is_not_unless_it_surely_reads_so(self, reading: str, model: StatusModel) -> None:
        assert judge(reading, self.CUE, model=model).status != "adverse"

    @pytest.mark.parametrize(
        "reading",
        [
            "Provider may change the AI Model in its sole discretion.",
            "AI outputs are provided as is.",
            "Client is solely responsible for AI outputs.",
            "Provider shall have no liability for AI Errors.",
        ],
    )
    def test_words_that_move_the_risk_are(self, reading: str) -> None:
        found = judge(reading, model=sounds(0.2, 0.15, 0.15, 0.5))
        assert (found.status, found.by_tone) == ("adverse", False)

    def test_the_same_words_without_ai_are_ordinary_risk_sharing(self) -> None:
        on = element("generic-adequate")
        reading = "Provider shall have no liability for indirect loss."
        model = sounds(0.25, 0.2, 0.2, 0.35)
        assert judge(reading, on, model=model).status == "adverse"
        assert judge(reading, on, model=model, anchor="none").status != "adverse"
        assert judge(reading, on, model=ADVERSE, anchor="none").by_tone

    def test_tone_alone_is_adverse_and_says_so(self) -> None:
        found = judge("The AI Model follows the roadmap of its maker.", model=ADVERSE)
        assert (found.status, found.by_tone) == ("adverse", True)

    def test_adverse_words_go_before_a_good_number(self) -> None:
        reading = "Provider shall give 45 days notice of an AI change, at its sole discretion."
        assert judge(reading, element(measure=NOTICE), model=ADVERSE).status == "adverse"

    def test_are_held_against_the_element_that_the_passage_is_about(self) -> None:
        reading = "The AI Model follows the roadmap of its maker."
        assert judge(reading, model=ADVERSE, behind=0.5).status == "adverse"
        assert judge(reading, model=ADVERSE, behind=5.0).status != "adverse"


class TestTheModel:
    WORDS = "Provider may change the AI Model at its sole discretion and without notice"

    def test_words_decide_where_signals_say_nothing(self) -> None:
        model = sounds(0.25, 0.25, 0.25, 0.25)
        model.wording[:, STATUSES.index("adverse")] = 0.0
        from analyzer.wording import hash_wording

        for place, value in hash_wording("sole discretion", size=PLACES, longest=3).items():
            model.wording[place, STATUSES.index("adverse")] = 40.0 * value
        none = (0.0,) * len(STATUS_FEATURES)
        assert model.probabilities(none, self.WORDS)[3] > 0.5
        assert model.probabilities(none, "Provider stores the model")[3] == pytest.approx(0.25, abs=0.1)

    def test_a_text_without_words_is_judged_by_its_signals(self) -> None:
        assert sounds(0.7, 0.1, 0.1, 0.1).probabilities((0.0,) * len(STATUS_FEATURES), "...")[0] == pytest.approx(0.7)

    @pytest.mark.parametrize("encoder", ["fast", "accurate"])
    def test_the_shipped_models_fit_the_features(self, encoder: str) -> None:
        found = load_status_model(encoder).probabilities((0.0,) * len(STATUS_FEATURES), self.WORDS)
        assert sum(found) == pytest.approx(1.0)

    def test_is_the_same_after_saving(self, tmp_path: Path) -> None:
        model = load_status_model("fast")
        model.save(tmp_path / "model.npz")
        with np.load(tmp_path / "model.npz") as kept:
            again = StatusModel(kept["weights"], kept["biases"], kept["wording"], kept["rarity"])
        features = tuple(float(i % 2) for i in range(len(STATUS_FEATURES)))
        assert again.probabilities(features, self.WORDS) == model.probabilities(features, self.WORDS)


class TestRightsTaken:
    """What the provider "may" do: a right where the element is a ban, a promise that binds nobody elsewhere."""

    USES = "Provider may use Client Data to train its AI Models."

    def test_on_a_ban_it_is_adverse_however_it_sounds(self) -> None:
        ban = element().model_copy(update={"forbids": 0.9})
        found = judge(self.USES, ban, model=WEAK)
        assert (found.status, found.by_tone) == ("adverse", False)

    def test_elsewhere_it_is_weak(self) -> None:
        assert judge("Provider may notify Client of a change to the AI Model.", model=ADEQUATE).status == "weak"

    @pytest.mark.parametrize(
        "reading",
        [
            "Provider may use Client Data only to provide the Services through the AI System.",
            "Provider may train the AI Model on Client Data with Client's prior written consent.",
            "Provider may not use Client Data to train its AI Models.",
        ],
    )
    def test_a_right_held_to_a_purpose_or_a_consent_is_not(self, reading: str) -> None:
        ban = element().model_copy(update={"forbids": 0.9})
        assert judge(reading, ban, model=ADEQUATE).status != "adverse"
