"""Search of the library by words and by vectors."""

from collections.abc import Iterable, Sequence

import pytest

from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Exemplar, Match
from analyzer.names import put_roles
from analyzer.retrieve import Retriever
from analyzer.segment import segment

INVOICE = "Invoices are payable in euros within thirty days of receipt by bank transfer to the account stated on them."
TEXTS = (
    "Provider shall notify Client in writing thirty days before a new model version is released.",
    "Client Data is stored only in Ireland.",
    "Client owns all outputs of the AI System.",
    "Provider shall indemnify Client against losses caused by an AI Error.",
)


def sample(exemplars: Sequence[Exemplar], count: int = 40) -> list[Exemplar]:
    return list(exemplars)[:: max(1, len(exemplars) // count)]


def by_passage(matches: Iterable[Match]) -> dict[int, list[Match]]:
    found: dict[int, list[Match]] = {}
    for match in matches:
        found.setdefault(match.passage, []).append(match)
    return found


@pytest.mark.parametrize("name", ["fast", "accurate"])
def test_a_passage_equal_to_an_exemplar_finds_it_first(
    name: str, core_library: Library, request: pytest.FixtureRequest
) -> None:
    retriever: Retriever = request.getfixturevalue(f"{name}_retriever")
    chosen = sample(core_library.exemplars)
    texts = [put_roles(e.text) for e in chosen]
    found = by_passage(retriever.search(texts))
    for row, exemplar in enumerate(chosen):
        nearest = max(found[row], key=lambda m: m.similarity)
        assert nearest.exemplar == exemplar.id
        assert nearest.similarity == pytest.approx(1.0, abs=0.02)  # int8: the batch moves it a little
        assert nearest.fused == max(m.fused for m in found[row])


class TestSearch:
    def test_scores_are_in_range_and_tones_are_there_for_elements_only(self, fast_retriever: Retriever) -> None:
        matches = fast_retriever.search([*TEXTS, "zebra"])
        assert {m.passage for m in matches} == {0, 1, 2, 3, 4}
        for match in matches:
            assert 0 <= match.similarity <= 1.0001
            assert 0 <= match.lexical <= 1
            assert 0 <= match.fused <= 1.0001
            assert (match.tone is not None) == (match.element is not None)

    def test_each_text_is_likest_to_its_own_provision(self, fast_retriever: Retriever) -> None:
        found = by_passage(fast_retriever.search(TEXTS))
        assert [max(found[row], key=lambda m: m.fused).provision for row in range(4)] == [
            "model-change-notice",
            "data-residency",
            "data-ownership-training",
            "liability-layering",
        ]

    def test_matches_come_passage_by_passage(self, fast_retriever: Retriever) -> None:
        passages = [m.passage for m in fast_retriever.search(TEXTS, positions=[2, 5, 7, 11])]
        assert passages == sorted(passages)
        assert set(passages) == {2, 5, 7, 11}

    def test_the_fused_score_weighs_vectors_over_words(self, fast_retriever: Retriever) -> None:
        matches = fast_retriever.search(TEXTS)
        for match in matches:
            assert match.fused == pytest.approx(0.75 * match.similarity + 0.25 * match.lexical, abs=1e-4)
        assert any(m.lexical > 0 for m in matches)

    def test_an_element_is_matched_once_with_its_nearest_exemplar(self, fast_retriever: Retriever) -> None:
        matches = fast_retriever.search(TEXTS)
        keys = [(m.passage, m.provision, m.element) for m in matches]
        assert len(set(keys)) == len(keys)

    def test_a_wider_search_finds_what_a_narrow_one_finds_best(self, fast_retriever: Retriever) -> None:
        wide = {(m.passage, m.provision, m.element) for m in fast_retriever.search(TEXTS, count=60)}
        narrow = by_passage(fast_retriever.search(TEXTS, count=3)).values()
        assert {(found[0].passage, found[0].provision, found[0].element) for found in narrow} <= wide

    def test_is_deterministic(self, fast_retriever: Retriever) -> None:
        assert list(fast_retriever.search(TEXTS)) == list(fast_retriever.search(TEXTS))

    @pytest.mark.parametrize("name", ["fast", "accurate"])
    def test_nothing_finds_nothing(self, name: str, request: pytest.FixtureRequest) -> None:
        retriever: Retriever = request.getfixturevalue(f"{name}_retriever")
        assert list(retriever.search([])) == []

    def test_passages_of_fewer_than_five_words_are_skipped(self, fast_retriever: Retriever) -> None:
        text = "1. Term of notice\n\nThe Provider shall tell the Client of each change to the AI model.\n\nIt shall stop.\n"
        contract = segment(ingest(text.encode(), name="short.txt"))
        words = [len(contract.document.text[p.start : p.end].split()) for p in contract.passages]
        searched = set(by_passage(fast_retriever.retrieve(contract)))
        assert searched == {i for i, count in enumerate(words) if count >= 5}
        assert searched
        assert len(searched) < len(words)

    def test_only_the_passages_asked_for_are_searched(self, fast_retriever: Retriever) -> None:
        text = "The Provider shall tell the Client of each change to the AI model.\n\n" * 3
        contract = segment(ingest(text.encode(), name="short.txt"))
        assert set(by_passage(fast_retriever.retrieve(contract, only={1}))) == {1}

    @pytest.mark.parametrize("name", ["fast", "accurate"])
    def test_what_its_scout_finds_worth_it_is_read(self, name: str, request: pytest.FixtureRequest) -> None:
        retriever: Retriever = request.getfixturevalue(f"{name}_retriever")
        text = f"{INVOICE}\n\nThe Provider shall tell the Client of each change to the AI model.\n\n{INVOICE}\n"
        contract = segment(ingest(text.encode(), name="three.txt"))
        assert set(by_passage(retriever.retrieve(contract))) == {1}

    def test_a_second_look_is_the_accurate_settings_alone(
        self, fast_retriever: Retriever, accurate_retriever: Retriever
    ) -> None:
        assert fast_retriever.close_reader is None
        assert accurate_retriever.close_reader is not None
