"""The second look at a passage beside an element: several elements of one sentence, and which of them it defeats."""

from pathlib import Path

import numpy as np
import pytest

from analyzer.library import Library
from analyzer.models import Matches
from analyzer.retrieve import Retriever, open_retriever
from analyzer.retrieve.close_reader import NOT_READ, CloseReader
from analyzer.retrieve.encoders import SHIPPED, OnnxEncoder, load_encoder
from analyzer.settings import Settings

TWO_SUBJECTS = (
    "Provider shall give Client at least sixty days' written notice before any change to an AI model used in the Services,"
    " and shall not use Client Data to train any model for the benefit of others."
)
# A ban on training alone is adequate: improvement and evaluation are not in it. Here they are.
WHOLE_BAN = (
    "Provider shall give Client at least sixty days' written notice before any change to an AI model used in the Services,"
    " and shall not use Client Data to train, fine-tune, test or improve any AI model, its own or anybody else's."
)
SWAPPED = "Provider may use Client Data to train and improve its AI models for all of its customers."
NOTICE = ("model-change-notice", "notice-period")
BAN = ("data-ownership-training", "training-ban")
FEES = "Invoices are payable within thirty days of receipt at the office stated on them."


def said(matches: Matches, key: tuple[str, str]) -> np.ndarray:
    (row,) = np.flatnonzero(matches.key == matches.keys.index(key))
    return np.asarray(matches.close[row])


def test_a_sentence_on_two_elements_speaks_to_both(accurate_retriever: Retriever) -> None:
    both = accurate_retriever.search([TWO_SUBJECTS])
    assert said(both, NOTICE)[0] > 0
    assert said(both, BAN)[0] > 0
    elsewhere = accurate_retriever.search([FEES])
    assert elsewhere.close[:, 0].max() < 0


@pytest.mark.parametrize("sentence", [TWO_SUBJECTS, WHOLE_BAN])
def test_the_two_elements_are_the_likeliest_by_far(accurate_retriever: Retriever, sentence: str) -> None:
    both = accurate_retriever.search([sentence])
    likeliest = np.argsort(-both.close[:, 0])[:2]
    assert {both.keys[both.key[row]] for row in likeliest} == {NOTICE, BAN}
    elsewhere = accurate_retriever.search([FEES])
    assert elsewhere.close[:, 0].max() < both.close[likeliest, 0].min() - 3


def test_the_status_is_that_of_the_words(accurate_retriever: Retriever) -> None:
    statuses = ("strong", "adequate", "weak", "adverse")
    assert statuses[int(said(accurate_retriever.search([WHOLE_BAN]), BAN)[1:].argmax())] == "strong"
    assert statuses[int(said(accurate_retriever.search([SWAPPED]), BAN)[1:].argmax())] == "adverse"


def test_only_elements_are_looked_at_and_only_the_likeliest(accurate_retriever: Retriever) -> None:
    matches = accurate_retriever.search([TWO_SUBJECTS])
    element = np.array([element is not None for _, element in matches.keys])[matches.key]
    assert (matches.close[~element, 0] == NOT_READ).all()
    read = np.flatnonzero(matches.close[:, 0] != NOT_READ)
    assert 0 < len(read) <= 24
    assert read.max() < 24


def test_a_text_is_read_alike_among_others(accurate_retriever: Retriever) -> None:
    alone = accurate_retriever.search([TWO_SUBJECTS])
    among = accurate_retriever.search([FEES, TWO_SUBJECTS, "Headings are for convenience only."])
    for key in (NOTICE, BAN):
        (row,) = np.flatnonzero((among.key == among.keys.index(key)) & (among.passage == 1))
        assert among.close[row] == pytest.approx(said(alone, key), abs=1e-3)


def test_the_fast_encoder_takes_no_second_look(fast_retriever: Retriever) -> None:
    assert fast_retriever.close_reader is None
    assert not fast_retriever.search([TWO_SUBJECTS]).close.any()


def test_an_encoder_of_the_users_own_gets_the_shipped_reader(
    core_library: Library, accurate_settings: Settings, accurate_retriever: Retriever
) -> None:
    own = open_retriever(
        core_library.exemplars, settings=accurate_settings.model_copy(update={"encoder": str(SHIPPED / "fast")})
    )
    assert own.close_reader is not None
    looked = said(own.search([TWO_SUBJECTS]), BAN)
    assert looked == pytest.approx(said(accurate_retriever.search([TWO_SUBJECTS]), BAN), abs=0.5)


def test_an_element_of_the_users_own_asks_by_its_exemplars_alone(accurate_retriever: Retriever, tmp_path: Path) -> None:
    shipped = accurate_retriever.close_reader
    assert shipped is not None
    own, known = ("house-rules", "no-learning"), BAN
    asking = shipped.asking[accurate_retriever.search([SWAPPED]).keys.index(BAN)]
    np.save(tmp_path / "questions.npy", np.stack([asking, asking]))
    reader = CloseReader.open(tmp_path, shipped.encoder, [own, known])
    vectors, tokens = shipped.encoder.encode_tokens([SWAPPED])
    first, second = reader.read(tokens, vectors, np.zeros(2, dtype=np.int64), np.arange(2))
    assert not reader.prior[0].any()
    assert not np.array_equal(reader.asked[0], reader.asked[1])
    # It is found, and read as what it says, without having been learned.
    assert min(first[0], second[0]) > 0
    assert int(first[1:].argmax()) == int(second[1:].argmax()) == 3


def test_tokens_are_those_of_their_text() -> None:
    encoder = load_encoder("accurate")
    assert isinstance(encoder, OnnxEncoder)
    vectors, tokens = encoder.encode_tokens([TWO_SUBJECTS, FEES])
    assert len(tokens[0]) > len(tokens[1]) > len(FEES.split())
    for vector, own in zip(vectors, tokens, strict=True):
        mean = own.mean(axis=0)
        assert float(vector @ mean / np.linalg.norm(mean)) > 0.999
    np.testing.assert_array_equal(vectors, encoder.encode([TWO_SUBJECTS, FEES]))
    assert encoder.encode_tokens([])[1] == []


def test_the_reader_ships_beside_its_encoder() -> None:
    assert Path(SHIPPED / "accurate" / "reader.npz").stat().st_size < 1_000_000
