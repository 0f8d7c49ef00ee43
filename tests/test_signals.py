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
