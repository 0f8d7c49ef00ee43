"""Words that move the risk, documents that were not supplied, blanks, word after the fact."""

import pytest

from analyzer.assess.signals import Signals, read_signals


def read(reading: str) -> Signals:
    return read_signals(reading, has_number=any(c.isdigit() for c in reading))


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
            "Loss caused by Output that is wrong is treated as indirect loss.",
            "The cost of correcting records shall be deemed consequential.",
            "Provider does not itself give any warranty about Output.",
            "Provider makes no commitment as to accuracy.",
            "Preview features are used at Client's own risk.",
            "Provider reserves the right to replace any component.",
        ],
    )
    def test_are_found(self, reading: str) -> None:
        assert read(reading).adverse is not None

    @pytest.mark.parametrize(
        "reading",
        [
            "A credit is not the sole remedy of Client.",
            "Such costs are direct losses and shall not be treated as indirect or consequential loss.",
            "Client reserves the right to object.",
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
            "Client shall not be liable for an AI Error.",
            "Client will have no obligation to review output.",
            "Client is not required to accept a change of model.",
            "Provider grants Client a perpetual, irrevocable licence to the prompts.",
            "On payment Client is granted a perpetual licence to the tuned weights.",
            "Client grants Provider a limited, worldwide right to use Client Data to perform the Services.",
        ],
    )
    def test_do_not_count_in_favour_of_the_client(self, reading: str) -> None:
        assert read(reading).adverse is None

    @pytest.mark.parametrize(
        "reading",
        [
            "Client agrees that Provider shall not be liable for an AI Error.",
            "Client shall have no remedy for an AI Error.",
            "Client pays in full and Provider has no obligation to restore an earlier model.",
        ],
    )
    def test_count_where_client_only_stands_before_them(self, reading: str) -> None:
        assert read(reading).adverse is not None

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
