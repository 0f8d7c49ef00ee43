"""What the rules read from one sentence: who is bound, how firmly, with what exceptions."""

import pytest

from analyzer.assess.signals import Signals, read_signals


def read(reading: str) -> Signals:
    return read_signals(reading, has_number=any(c.isdigit() for c in reading))


class TestWhoIsBound:
    @pytest.mark.parametrize(
        "reading",
        [
            "Provider shall notify Client before an AI Change.",
            "Provider must keep a log.",
            "An AI Model shall not be retrained by Provider.",
            "Logs are to be held for 6 months by Provider.",
            "Provider's liability for AI Errors shall be uncapped.",
            "Provider's total aggregate liability shall not exceed the Charges.",
            "Within 5 days after a request of Client, Provider shall deliver the register.",
            "At the request of Client, Provider shall suspend the AI Component.",
            "All data received from Client shall be deleted by Provider.",
        ],
    )
    def test_the_provider_is(self, reading: str) -> None:
        assert read(reading).bound == "provider"

    @pytest.mark.parametrize(
        "reading",
        [
            "If Client objects in writing, Provider shall keep the earlier version.",
            "Where an AI Vendor has withdrawn that version, Provider will move the work to people.",
            "Should Client refuse, Provider shall suspend the AI Component.",
            "Until Client approves the release, Provider shall hold it back.",
            "If Provider engages a labeler, it shall tell Client.",
            "As between the parties, Provider shall bear losses caused by an AI Error.",
        ],
    )
    def test_the_subject_of_the_main_clause_is_not_that_of_the_condition(self, reading: str) -> None:
        assert read(reading).bound == "provider"

    @pytest.mark.parametrize(
        "reading",
        [
            "Client shall review every output before use.",
            "Client must indemnify Provider.",
            "Outputs are to be checked by Client.",
            "As between the parties, Client assumes sole responsibility for decisions.",
            "If an output is wrong, Client shall correct it.",
        ],
    )
    def test_the_client_is(self, reading: str) -> None:
        assert read(reading).bound == "client"

    @pytest.mark.parametrize(
        "reading",
        [
            "Client may audit the AI Register at any time.",
            "Client owns the outputs of the AI System.",
            "Client shall be entitled to terminate without charge.",
            "Client is entitled to the AI Register on request.",
            "Client shall own all outputs from creation.",
            "Client retains all rights in prompts.",
            "Client reserves a veto over each AI Change.",
            "Client has the right to suspend the AI Component.",
        ],
    )
    def test_a_right_of_the_client_binds_the_provider(self, reading: str) -> None:
        assert read(reading).bound == "provider"

    @pytest.mark.parametrize(
        ("reading", "bound"),
        [
            ("Each party shall keep logs.", "both"),
            ("Neither party shall train AI on the other's data.", "both"),
            ("The parties will meet each quarter.", "both"),
            ("AI Vendor shall delete prompts after 24 hours.", "vendor"),
            ("Sub-processors shall be bound in writing.", "vendor"),
            ("Each Licensor warrants that its model is lawful.", "vendor"),
        ],
    )
    def test_both_parties_or_the_vendor_are(self, reading: str, bound: str) -> None:
        assert read(reading).bound == bound

    @pytest.mark.parametrize(
        "reading",
        [
            "Client Data is stored in the European Union.",
            "Client's prompts are deleted.",
            "Liability between the parties is as stated in clause 12.",
            "Notice to Client shall be in writing.",
            "AI Vendor's models are listed in Schedule 4.",
        ],
    )
    def test_nobody_is_when_a_name_is_only_mentioned(self, reading: str) -> None:
        assert read(reading).bound == "unclear"


class TestTheBindingLadder:
    @pytest.mark.parametrize(
        "reading",
        [
            "Provider shall notify Client.",
            "Provider must notify Client.",
            "Provider will notify Client.",
            "Provider undertakes that no model is retrained.",
            "Provider may not use Client Data for Training.",
            "Training on Client Data is prohibited.",
            "Neither Provider nor any AI Vendor shall train a model.",
            "No AI Vendor may keep prompts.",
        ],
    )
    def test_a_duty_or_ban_is_binding(self, reading: str) -> None:
        assert read(reading).force == "binding"

    @pytest.mark.parametrize(
        "reading",
        [
            "Provider shall use commercially reasonable efforts to give notice.",
            "Provider shall give notice where practicable.",
            "Provider shall provide logs on request.",
            "Provider will review the models from time to time.",
            "Provider shall apply industry-standard safeguards.",
        ],
    )
    def test_a_duty_emptied_by_a_qualifier_is_qualified(self, reading: str) -> None:
        assert read(reading).force == "qualified"

    @pytest.mark.parametrize(
        "reading",
        [
            "Provider may notify Client of changes.",
            "Provider intends to give notice.",
            "Provider aims to keep data in the region.",
            "Provider expects accuracy to improve.",
            "Provider can provide a register.",
            "Provider will endeavor to keep logs.",
            "Notice of AI Changes should be given.",
            "The AI System is designed to avoid error.",
            "It is anticipated that data stays in the region.",
        ],
    )
    def test_an_intention_is_not_binding(self, reading: str) -> None:
        assert read(reading).force == "non-binding"

    @pytest.mark.parametrize(
        "reading",
        ["Client owns the outputs.", "AI Vendors are listed in Annex 2.", "Data is stored in Ireland."],
    )
    def test_a_statement_is_a_declaration(self, reading: str) -> None:
        assert read(reading).force == "declaration"

    @pytest.mark.parametrize(
        "reading",
        [
            "AI Vendor may keep prompts for 24 hours.",
            "Neither Provider nor any AI Vendor may use Client Data for Training.",
            "Neither Client nor Provider may disclose the register.",
            "Provider may not train a model on Client Data.",
            "Provider may neither train nor tune a model on Client Data.",
            "Provider cannot switch models without consent.",
            "Provider may use Client Data only to return a result.",
            "Should the parties disagree, the earlier version stays.",
            "Should an AI Vendor retire a model, Provider shall offer another.",
            "The earlier version stays in use should it be needed.",
        ],
    )
    def test_a_ban_a_condition_or_another_partys_permission_is_no_soft_promise(self, reading: str) -> None:
        assert read(reading).non_binding is None


class TestQualifiers:
    @pytest.mark.parametrize(
        ("reading", "qualifier"),
        [
            ("Provider shall provide logs upon request.", "upon request"),
            ("Provider shall report periodically.", "periodically"),
            ("Provider shall promptly notify Client.", "promptly"),
            ("Provider shall give reasonable notice.", "reasonable notice"),
            ("Data is generally kept in the region.", "generally"),
            ("Provider shall act in accordance with its then-current policies.", "in accordance with its then-current"),
        ],
    )
    def test_are_quoted(self, reading: str, qualifier: str) -> None:
        found = read(reading).qualifier
        assert found is not None
        assert found.startswith(qualifier)

    @pytest.mark.parametrize(
        "reading",
        [
            "Provider shall log every authorization request.",
            "Provider shall answer each information request within 5 days.",
            "Provider shall report abnormally high error rates.",
            "Provider shall test insubstantially changed prompts too.",
            "Provider shall notify Client promptly and in any event within 24 hours.",
            "Provider shall act and promptly, within 24 hours, report.",
        ],
    )
    def test_need_the_whole_word_and_no_number_behind_them(self, reading: str) -> None:
        assert read(reading).qualifier is None


class TestAdverseWords:
    @pytest.mark.parametrize(
        "reading",
        [
            "Provider may change the model in its sole discretion.",
            "Outputs are provided as is.",
            "Client is solely responsible for evaluating outputs.",
            "Client remains solely responsible for outputs.",
            "Client shall be deemed to have accepted the change.",
            "Continued use of the service constitutes acceptance.",
            "Client grants Provider a perpetual license to improve its models.",
            "Credits are the sole and exclusive remedy.",
            "Provider shall have no liability for AI Errors.",
            "Provider is not responsible for third-party AI.",
            "Provider disclaims all warranties for outputs.",
            "The AI Vendor's terms shall prevail.",
            "Client shall indemnify Provider for outputs.",
            "Provider may switch models at any time without notice.",
        ],
    )
    def test_are_found(self, reading: str) -> None:
        assert read(reading).adverse is not None

    @pytest.mark.parametrize(
        "reading",
        [
            "A credit is not the sole remedy of Client.",
            "Credits are without prejudice to, and never the exclusive remedy for, an AI Error.",
            "Termination is no longer the sole remedy.",
            "Provider shall act as is reasonable.",
            "Provider shall report as is required by law.",
            "Provider shall apply the terms of this Agreement.",
        ],
    )
    def test_do_not_count_when_denied(self, reading: str) -> None:
        assert read(reading).adverse is None

    @pytest.mark.parametrize(
        "reading",
        [
            "Provider is not responsible for an AI Error to the extent that data of Client caused it.",
            "Provider is not liable for errors caused by Client.",
            "Provider has no liability for software supplied by Client.",
            "Provider shall not be liable for tools that Client licenses directly.",
        ],
    )
    def test_do_not_count_for_what_the_client_caused(self, reading: str) -> None:
        assert read(reading).adverse is None

    def test_count_for_the_same_words_without_the_clients_cause(self) -> None:
        assert read("Provider is not responsible for an AI Error caused by an AI Vendor.").adverse == "not responsible"


class TestUnseenDocuments:
    @pytest.mark.parametrize(
        "reading",
        [
            "Regions are listed at https://example.com/regions.",
            "Vendors are published on Provider's website.",
            "Retention follows the privacy policy.",
            "Accuracy targets are to be agreed.",
            "The region is TBD.",
            "Retention is subject to the AI Vendor's terms.",
            "Data is kept in accordance with the vendor policies.",
            "Prompts are handled as permitted by the AI Vendor\u2019s usage terms.",
            "The AI Vendor's standard terms apply to outputs.",
            "Prompts are kept under the acceptable use policy.",
        ],
    )
    def test_are_found(self, reading: str) -> None:
        assert read(reading).unseen is not None

    @pytest.mark.parametrize(
        "reading",
        [
            "The AI Vendor's terms shall be no less strict than this clause.",
            "The limits in AI Vendor terms shall not reduce the recovery of Client.",
            "Provider shall not accept vendor terms that widen its rights.",
            "Where an AI Vendor's standard terms leave a gap, Provider shall cover it.",
            "Provider shall keep the AI Register in Schedule 4.",
        ],
    )
    def test_are_not_seen_where_the_contract_rules_the_vendors_terms(self, reading: str) -> None:
        assert read(reading).unseen is None


class TestBlanks:
    @pytest.mark.parametrize("blank", ["[\u25cf]", "[ ]", "[___]", "[TBC]", "[...]", "[insert region]", "______"])
    def test_an_empty_bracket_is_a_blank(self, blank: str) -> None:
        assert read(f"Data is stored only in {blank}.").empty_bracket

    @pytest.mark.parametrize("filled", ["[30]", "[\u25cf: 30 days]", "[the United States]", "[\u25cf: 10]"])
    def test_a_filled_bracket_is_not(self, filled: str) -> None:
        assert not read(f"Provider shall give {filled} notice.").empty_bracket


class TestTiming:
    @pytest.mark.parametrize(
        "reading",
        ["Provider shall tell Client after the change.", "Client is told once the change has been made."],
    )
    def test_word_after_the_fact_is_seen(self, reading: str) -> None:
        assert read(reading).after_the_fact

    @pytest.mark.parametrize(
        "reading",
        ["Provider shall tell Client before the change.", "Provider shall answer after a request of Client."],
    )
    def test_word_before_it_is_not(self, reading: str) -> None:
        assert not read(reading).after_the_fact


@pytest.mark.parametrize(
    ("reading", "specificity"),
    [
        ("Models change.", 0),
        ("Provider shall act.", 1),
        ("Provider shall act before a change.", 2),
        ("Provider shall act 5 days before a change.", 3),
        ("Provider shall send a report 5 days before a change.", 4),
        ("Provider shall send a report 5 days before a change, failing which Client may terminate.", 5),
    ],
)
def test_specificity_counts_actor_trigger_number_artefact_and_consequence(reading: str, specificity: int) -> None:
    assert read(reading).specificity == specificity
