"""Is a text about AI at all: anchor words, defined terms, headings, and the false friends of outsourcing paper."""

import pytest

from analyzer.assess.anchor import AnchorTest
from analyzer.assess.anchor_words import FALSE_FRIENDS, MAY_NAME_AI, NAMES_AI, STEMS
from analyzer.library import Library
from analyzer.models import Contract
from analyzer.segment import segment
from tests.documents import document

# The first lines of a contract are its title to the rule, so the parties are introduced at some length.
PARTIES = (
    "This agreement is between Alder Ltd, a company registered in England and Wales (the \u201cClient\u201d), and Birch Ltd,"
    " a company registered in England and Wales (the \u201cProvider\u201d)."
)
PLAIN = (
    "[1] The Provider shall answer letters of the public within five days.",
    "[2] The Client shall pay each correct invoice within thirty days.",
    "[3] Each party shall keep the papers of the other confidential.",
    "[4] The Provider shall keep records and let the Client inspect them.",
    "[5] Either party may end this agreement on three months' notice.",
    "[6] This agreement is governed by the law of England and Wales.",
)


def contract_of(*lines: str, rest: tuple[str, ...] = PLAIN) -> Contract:
    return segment(document("# Services Agreement", PARTIES, *lines, *rest))


def strength_of(contract: Contract, words: str) -> str:
    """Return the anchor of the passage that holds these words."""
    text = contract.document.text
    (index,) = [i for i, p in enumerate(contract.passages) if words in text[p.start : p.end]]
    return AnchorTest(contract).of_passage(contract, index)


@pytest.fixture(scope="module")
def plain() -> AnchorTest:
    return AnchorTest(contract_of())


@pytest.mark.parametrize(
    "text",
    [
        "The Provider uses artificial intelligence.",
        "AI is used in the mail room.",
        "A.I. tools are listed.",
        "Machine-learning components are pinned.",
        "An LLM drafts each reply.",
        "The foundation model may change.",
        "Generative features stay off.",
        "Each algorithm is tested.",
        "No automated decision is made without review.",
        "The neural voice is licensed.",
        "Hallucinated answers are errors.",
        "Agentic workflows need approval.",
    ],
)
def test_words_for_ai_anchor_a_text(text: str, plain: AnchorTest) -> None:
    assert plain.of_text(text) == "strong"


@pytest.mark.parametrize(
    "text",
    [
        "Each new model version is tested.",
        "Retraining of the engine is notified.",
        "Client Data shall not be used to train any model.",
        "A virtual agent takes the call.",
        "The chatbot answers first.",
        "The system prompt is kept under version control.",
        "Prompts and outputs are logged.",
        "Inference runs in Ireland only.",
        "Embeddings are deleted at the end.",
        "The scoring engine ranks claims.",
        "Speech-to-text output is stored.",
        "Guardrails and classifiers are tuned.",
        "Cognitive automation handles invoices.",
        "Fine-tuned weights belong to the Client.",
        "The copilot suggests a reply.",
    ],
)
def test_indirect_words_anchor_a_text(text: str, plain: AnchorTest) -> None:
    assert plain.of_text(text) == "strong"


@pytest.mark.parametrize(
    "text",
    [
        "Robotic process automation is used.",
        "The process is automated.",
        "The engine is updated.",
        "The model is agreed.",
    ],
)
def test_automation_alone_is_a_weak_anchor(text: str, plain: AnchorTest) -> None:
    assert plain.of_text(text) == "weak"


@pytest.mark.parametrize(
    "text",
    [
        "The agent shall answer the call.",
        "An agent of the Client signs for it.",
        "The pricing model changes each year.",
        "The staffing model is in Schedule 2.",
        "Changes to the operating model need consent.",
        "A financial model version is kept by the accountants.",
        "Staff training takes two days.",
        "Agents are trained on the quality model of the Client.",
        "Training of new agents lasts a week.",
        "The search engine lists the site.",
        "Automatic renewal for one year follows.",
        "This agreement automatically renews each year.",
        "A discount for prompt payment applies.",
        "The Provider shall give prompt written notice.",
        "No inference shall be drawn from headings.",
        "An adverse inference may be drawn.",
        "The predictive dialler calls customers.",
        "Predictive dialing hours are agreed.",
        "Automatic call distribution is used.",
        "The model clauses of the Commission apply.",
        "Lessons learned are recorded.",
        "The Provider shall maintain its email server.",
        "The train service to the site is delayed.",
        "A role model for others.",
    ],
)
def test_false_friends_anchor_nothing(text: str, plain: AnchorTest) -> None:
    assert plain.of_text(text) == "none"


def test_a_false_friend_does_not_hide_a_true_one(plain: AnchorTest) -> None:
    assert plain.of_text("The pricing model reflects the use of a language model.") == "strong"


class TestAPartyNamedAI:
    LINES = (
        "This agreement is between Alder Ltd (the \u201cClient\u201d) and Albion Industries Ltd (\u201cAI\u201d).",
        "[1] AI shall provide the answering of letters.",
        "[2] The Client shall pay AI each correct invoice.",
        "[3] AI shall keep records and let the Client inspect them.",
    )

    @pytest.fixture
    def test(self) -> AnchorTest:
        return AnchorTest(segment(document("# Services Agreement", *self.LINES)))

    @pytest.mark.parametrize("text", ["AI shall answer the letters.", "Payment to AI is due.", "AI and its staff."])
    def test_is_no_anchor(self, text: str, test: AnchorTest) -> None:
        assert test.of_text(text) == "none"
        assert not test.document_is_ai

    def test_leaves_other_words_for_ai_as_anchors(self, test: AnchorTest) -> None:
        assert test.of_text("AI uses a language model.") == "strong"


class TestDefinedTerms:
    @pytest.mark.parametrize(
        ("term", "body"),
        [
            ("Desk Helper", "means software that learns from cases by machine learning"),
            ("Decision Tool", "means the automated decision software of the Provider"),
            ("Reply Drafter", "means a language model that drafts replies"),
            ("Sorter", "means the neural software that sorts the post"),
            ("Assistant", "means any virtual agent used in the work"),
        ],
    )
    def test_anchor_where_their_definition_does(self, term: str, body: str) -> None:
        contract = contract_of(
            f"[0.1] \u201c{term}\u201d {body}.", f"[0.2] The Provider shall test the {term} every month."
        )
        test = AnchorTest(contract)
        assert test.terms == (term,)
        assert strength_of(contract, "every month") == "strong"

    @pytest.mark.parametrize(
        ("term", "body"),
        [
            ("Mail Tool", "means the sorting table of the Provider"),
            ("Client Data", "means data put into an AI system"),
            ("Confidential Information", "means any algorithm of a party"),
            ("Fees", "means the charges for the language model"),
        ],
    )
    def test_do_not_when_it_does_not_or_they_are_about_data_or_money(self, term: str, body: str) -> None:
        contract = contract_of(
            f"[0.1] \u201c{term}\u201d {body}.", f"[0.2] The Provider shall report on the {term} every month."
        )
        assert AnchorTest(contract).terms == ()
        assert strength_of(contract, "every month") == "none"


class TestHeadings:
    @pytest.mark.parametrize("heading", ["Artificial Intelligence", "Use of AI", "Model Changes and Model Versions"])
    def test_anchor_what_stands_under_them(self, heading: str) -> None:
        contract = contract_of(f"# {heading}", "[7.1] The Provider shall give notice of each change to it.", "# Law")
        assert strength_of(contract, "each change to it") == "strong"

    def test_anchor_sections_below_their_own_level_too(self) -> None:
        contract = contract_of("# Use of AI", "## Changes", "[7.1] The Provider shall give notice of it.", "# Law")
        assert strength_of(contract, "give notice of it") == "strong"

    @pytest.mark.parametrize("heading", ["Changes", "Staff Training", "Pricing Model", "Agents", "Prompt Payment"])
    def test_of_other_subjects_do_not(self, heading: str) -> None:
        contract = contract_of(f"# {heading}", "[7.1] The Provider shall give notice of each change to it.")
        assert strength_of(contract, "each change to it") == "none"

    def test_stop_where_the_next_begins(self) -> None:
        contract = contract_of("# Use of AI", "[7.1] It is listed there.", "# Post", rest=("[8] Letters are sorted.",))
        assert strength_of(contract, "Letters are sorted") == "none"


class TestTheServiceIsAI:
    @pytest.mark.parametrize("term", ["Services", "Service", "Platform", "Solution", "Cloud Service"])
    def test_when_its_definition_says_so(self, term: str) -> None:
        contract = contract_of(f"[0.1] \u201c{term}\u201d means answering letters with conversational AI.")
        assert AnchorTest(contract).service_is_ai
        assert strength_of(contract, "keep records") == "strong"

    @pytest.mark.parametrize(
        "definition",
        [
            "\u201cServices\u201d means answering letters with an automated tool.",
            "\u201cServices\u201d means answering letters by hand.",
            "\u201cDesk Helper\u201d means an AI that answers letters.",
        ],
    )
    def test_but_not_for_a_tool_or_a_service_of_people(self, definition: str) -> None:
        contract = contract_of(f"[0.1] {definition}")
        assert not AnchorTest(contract).service_is_ai
        assert strength_of(contract, "keep records") == "none"


class TestTheDocumentIsAboutAI:
    AI = tuple(f"[{n}] The Provider shall test model version {n} of the AI every month." for n in range(20, 30))
    LETTERS = tuple(f"[{n}] The Provider shall sort the letters of district {n} every day." for n in range(40, 60))

    def test_when_every_third_of_it_speaks_of_ai(self) -> None:
        lines = [line for pair in zip(self.AI, self.LETTERS, strict=False) for line in pair]
        test = AnchorTest(segment(document("# Services Agreement", PARTIES, *lines)))
        assert test.document_is_ai

    @pytest.mark.parametrize("order", ["end", "start", "middle"])
    def test_not_when_one_part_of_it_does(self, order: str) -> None:
        lines = {
            "end": (*self.LETTERS, *self.AI),
            "start": (*self.AI, *self.LETTERS),
            "middle": (*self.LETTERS[:10], *self.AI, *self.LETTERS[10:]),
        }[order]
        contract = segment(document("# Services Agreement", PARTIES, *lines))
        assert not AnchorTest(contract).document_is_ai
        assert strength_of(contract, "letters of district 40") == "none"
        assert strength_of(contract, "model version 20") == "strong"

    def test_when_its_title_says_so(self) -> None:
        assert AnchorTest(segment(document("# AI Addendum", PARTIES, *self.LETTERS))).document_is_ai


def test_the_stems_leave_out_nothing_the_patterns_would_find(core_library: Library) -> None:
    for exemplar in core_library.exemplars:
        cleaned = FALSE_FRIENDS.sub(" ", exemplar.text)
        if NAMES_AI.search(cleaned) or MAY_NAME_AI.search(cleaned):
            assert any(stem in exemplar.text.lower() for stem in STEMS), exemplar.text
