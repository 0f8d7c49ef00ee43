"""The shipped encoders: offline, deterministic, unit vectors."""

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from analyzer.errors import UsageError
from analyzer.retrieve import hash_encoder, load_encoder
from analyzer.retrieve.encoders import SHIPPED

TEXTS = (
    "Provider shall notify Client in writing thirty days before a new model version is released.",
    "Client Data is stored only in Ireland.",
    "Client owns all outputs of the AI System.",
    "Provider shall indemnify Client against losses caused by an AI Error.",
)


@pytest.mark.parametrize("name", ["fast", "accurate"])
class TestEncoders:
    def test_load_without_a_network_and_return_unit_vectors(self, name: str) -> None:
        vectors = load_encoder(name).encode(TEXTS)
        assert vectors.shape[0] == len(TEXTS)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)

    def test_are_deterministic_across_loads(self, name: str) -> None:
        np.testing.assert_array_equal(load_encoder(name).encode(TEXTS), load_encoder(name).encode(TEXTS))

    def test_do_not_mix_up_texts_of_different_length(self, name: str) -> None:
        encoder = load_encoder(name)
        together = encoder.encode(TEXTS)
        for row, text in enumerate(TEXTS):
            np.testing.assert_allclose(together[row], encoder.encode([text])[0], atol=1e-6)

    def test_put_a_paraphrase_nearer_than_another_subject(self, name: str) -> None:
        vectors = load_encoder(name).encode(["The data stays in Irish data centers.", *TEXTS])
        assert int(np.argmax(vectors[1:] @ vectors[0])) == 1

    def test_take_a_folder_with_the_same_files(self, name: str) -> None:
        np.testing.assert_array_equal(load_encoder(str(SHIPPED / name)).encode(TEXTS), load_encoder(name).encode(TEXTS))
        assert hash_encoder(str(SHIPPED / name)) == hash_encoder(name)

    def test_read_an_empty_list_and_a_text_without_words(self, name: str) -> None:
        encoder = load_encoder(name)
        assert len(encoder.encode([])) == 0
        assert np.isfinite(encoder.encode(["", "\u25cf"])).all()


@pytest.mark.parametrize("name", ["slow", "", "/nowhere/at/all"])
def test_an_unknown_encoder_is_a_usage_error_that_lists_what_there_is(name: str) -> None:
    with pytest.raises(UsageError, match="use fast, accurate, or a folder"):
        load_encoder(name)


def test_sums_of_the_accurate_encoder_fit_into_16_bit() -> None:
    """Processors without VNNI add two products of 8 bit in 16: beyond that the same text would read differently there."""
    weights = {tensor.name: tensor for tensor in onnx.load(SHIPPED / "accurate" / "model.onnx").graph.initializer}
    multiplied = [w for name, w in weights.items() if w.data_type == onnx.TensorProto.INT8 and "zero_point" not in name]
    assert len(multiplied) == 36
    assert max(np.abs(numpy_helper.to_array(w).astype(int)).max() for w in multiplied) * 2 * 255 < 2**15
