"""Train the close reader with the encoder under it: which elements a sentence speaks to, and how well.

Run where torch, transformers and the project are installed, from weights that `adapt.py` or this script wrote:
`python -m eval.encoders.train_reader WEIGHTS OUT_DIR`, then `python eval/encoders/build_minilm.py OUT --weights OUT_DIR`. It
reads the clause library, the clauses with every element labelled, the sentence cases that are not held back and the
library's drafts; practice contracts stay unread, since the judge is weighed on them, and so do all real contracts.

Two losses on pairs of a sentence and an element (does it speak to it, and with which status), and two that keep the
vectors what retrieval needs: near their element's prototype, and near where they were.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from analyzer.library import Library, load_library
from analyzer.names import put_roles
from analyzer.settings import Settings
from eval.clause_cases import load_clauses
from eval.encoders.adapt import STATUSES, without_some
from eval.sentence_cases import load_tuning_cases, place
from eval.train_status import read_drafts

_WIDTH = 128
_HEADS = 4
_BATCH = 32
_LONGEST = 112
_FROZEN = ("embeddings", "pooler", "encoder.layer.0.", "encoder.layer.1.")
# Of the exemplars, so many an epoch: one-line sentences with one label each teach less than clauses.
_EXEMPLARS = 9_000
# Pairs of a sentence: its own, the nearest it does not speak to, and some at random.
_PAIRS, _NEAREST = 18, 8
# In so many batches elements are asked for as if the library were not the shipped one.
_UNKNOWN = 0.15
# So many rows are joined with another: a sentence that speaks to two elements says of each what it would say alone.
_JOINED, _LONGEST_JOINED = 0.3, 60
_JOINTS = (
    ", and ",
    "; ",
    ", but ",
    "; however, ",
    " and ",
    ", it being agreed that ",
    ", provided that ",
    ", save that ",
)
# What an exemplar says of its element's neighbours is not known; likely nothing.
_NEIGHBOUR = 0.3
_REPORT_EVERY = 100


@dataclass(frozen=True)
class Row:
    """A sentence with the status of each element that it speaks to.

    `sure` says how surely it does not speak to another element, 1 where it is not named; `looks_like` is the provision
    that a hard negative may be mistaken for.
    """

    text: str
    statuses: dict[int, int]
    sure: dict[int, float] = field(default_factory=dict)
    looks_like: str | None = None


class Elements:
    """The elements of the library by number."""

    def __init__(self, library: Library) -> None:
        self.names = [(e.provision, e.id) for p in library.provisions for e in p.elements]
        self.number = {name: number for number, name in enumerate(self.names)}

    def of_provision(self, provision: str) -> list[int]:
        """Return the numbers of a provision's elements."""
        return [number for number, (own, _) in enumerate(self.names) if own == provision]

    def one(self, text: str, provision: str, element: str, status: str) -> Row:
        """Return a row that is known to speak to one element."""
        number = self.number[provision, element]
        sure = {other: _NEIGHBOUR for other in self.of_provision(provision) if other != number}
        return Row(text, {number: STATUSES.index(status)}, sure)


def read_exemplars(library: Library, elements: Elements) -> list[Row]:
    """Return the library's exemplars, hard negatives and background among them."""
    return [
        elements.one(put_roles(e.text), e.provision, str(e.element), str(e.status))
        if e.element
        else Row(put_roles(e.text), {}, looks_like=e.provision)
        for e in library.exemplars
    ]


def read_others(library: Library, elements: Elements) -> list[Row]:
    """Return our labelled clauses, the sentence cases that may be tuned on, and the library's drafts."""
    rows = []
    for clause in load_clauses():
        for sentence in clause.sentences:
            known = {elements.number[label.provision, label.element]: label for label in sentence.labels}
            statuses = {n: STATUSES.index(label.status) for n, label in known.items() if not label.doubtful}
            rows.append(Row(put_roles(sentence.text), statuses, {n: 0.0 for n in known if n not in statuses}))
    for case in load_tuning_cases():
        placed = place(case)
        text = " ".join(placed.contract.passages[i].reading for i in placed.passages)
        if case.status == "none":
            rows.append(Row(text, {}, looks_like=case.about[0]))
        else:
            rows.append(elements.one(text, *case.about, case.status))
    rows += [elements.one(d.reading, d.element.provision, d.element.id, d.status) for d in read_drafts(library)]
    return rows


class Head(torch.nn.Module):
    """What `analyzer.retrieve.close_reader` computes, to be fitted; the names of the layers are those of its file."""

    def __init__(self, size: int, elements: int) -> None:
        super().__init__()
        linear, norm = torch.nn.Linear, torch.nn.LayerNorm
        # What the elements of the shipped library ask besides, and how often each is spoken to: learned one by one.
        self.own = torch.nn.Parameter(torch.zeros(elements, len(STATUSES), _WIDTH))
        self.prior = torch.nn.Parameter(torch.zeros(elements, 1 + len(STATUSES)))
        self.q, self.k, self.v = (linear(size, _WIDTH) for _ in range(3))
        self.se = torch.nn.Parameter(torch.zeros(len(STATUSES), _WIDTH))
        self.o = linear(_WIDTH, _WIDTH)
        self.n1, self.n2 = norm(_WIDTH), norm(_WIDTH)
        self.f = torch.nn.Sequential(
            linear(2 * _WIDTH, 2 * _WIDTH), torch.nn.GELU(), torch.nn.Dropout(0.1), linear(2 * _WIDTH, _WIDTH)
        )
        wide = len(STATUSES) * (_WIDTH + 2)
        self.out = torch.nn.Sequential(
            linear(wide, _WIDTH), torch.nn.GELU(), torch.nn.Dropout(0.1), linear(_WIDTH, 1 + len(STATUSES))
        )
        self.a = torch.nn.Parameter(torch.tensor(10.0))
        self.b = torch.nn.Parameter(torch.tensor(-7.0))

    def forward(
        self,
        tokens: torch.Tensor,
        real: torch.Tensor,
        vectors: torch.Tensor,
        asking: torch.Tensor,
        elements: torch.Tensor,
        *,
        known: bool = True,
    ) -> torch.Tensor:
        """Return log-odds and status logits: texts x tokens x size, texts x elements x statuses x size.

        Args:
            elements: the number of each element that is asked for, texts x elements.
            known: whether the elements are those of the shipped library; a user's own ask by their exemplars alone.
        """
        texts, asked, parts = len(tokens), asking.shape[1], _WIDTH // _HEADS
        cosines = torch.einsum("bd,besd->bes", vectors, asking)
        questions = self.q(asking) + self.se + known * self.own[elements]
        heard = self.k(tokens).view(texts, -1, _HEADS, parts)
        said = self.v(tokens).view(texts, -1, _HEADS, parts)
        attention = torch.einsum("bqhd,bthd->bhqt", questions.view(texts, -1, _HEADS, parts), heard) / math.sqrt(parts)
        attention = attention.masked_fill(~real[:, None, None, :], -1e4).softmax(-1)
        seen = torch.einsum("bhqt,bthd->bqhd", attention, said).reshape(texts, asked, len(STATUSES), _WIDTH)
        one = self.n1(questions + self.o(seen))
        two = self.n2(one + self.f(torch.cat([one, questions], -1)))
        middle = cosines.mean(-1, keepdim=True)
        out = self.out(torch.cat([two.flatten(2), 4 * cosines, 20 * (cosines - middle)], -1))
        out = out + known * self.prior[elements]
        return torch.cat([out[..., :1] + self.a * middle + self.b, out[..., 1:]], -1)


class Encoding:
    """The transformer with its tokenizer."""

    def __init__(self, weights: Path) -> None:
        from transformers import AutoModel, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(weights))
        self.model: Any = AutoModel.from_pretrained(str(weights))
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad = not name.startswith(_FROZEN)
        self._ids: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        """Return a text's tokens."""
        if text not in self._ids:
            self._ids[text] = self.tokenizer(text, truncation=True, max_length=_LONGEST)["input_ids"]
        return self._ids[text]

    def __call__(self, rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the tokens' vectors, which of them are real, and one unit vector a text."""
        ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = torch.tensor(row)
            mask[index, : len(row)] = 1
        tokens = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        real = mask.unsqueeze(-1).float()
        return tokens, mask.bool(), functional.normalize((tokens * real).sum(1) / real.sum(1), dim=1)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, without training."""
        self.model.eval()
        out = np.zeros((len(texts), self.model.config.hidden_size), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        with torch.inference_mode():
            for first in range(0, len(order), 64):
                batch = order[first : first + 64]
                out[batch] = self([self.ids(texts[index]) for index in batch])[2].numpy()
        return out


def train(weights: Path, out: Path, library: Library, *, epochs: int, rate: float) -> None:
    """Train and save the transformer, `head.pt` and `elements.txt`; a head that lies beside the weights is trained on."""
    torch.manual_seed(0)
    random.seed(0)
    np.random.seed(0)
    elements, encoding = Elements(library), Encoding(weights)
    exemplars, others = read_exemplars(library, elements), read_others(library, elements)
    before = dict(zip((r.text for r in exemplars), encoding.vectors([r.text for r in exemplars]), strict=True))
    asking = torch.tensor(_ask(exemplars, before, len(elements.names)))
    head = Head(asking.shape[2], len(elements.names))
    prototypes = torch.nn.Parameter(functional.normalize(asking.mean(1), dim=1))
    if (weights / "head.pt").is_file():
        head.load_state_dict(torch.load(weights / "head.pt"), strict=False)
    groups = [
        {"params": [p for p in encoding.model.parameters() if p.requires_grad], "lr": rate},
        {"params": [prototypes], "lr": 10 * rate},
        {"params": list(head.parameters()), "lr": 20 * rate},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    rates = [group["lr"] for group in optimiser.param_groups]
    steps = epochs * -(-(min(_EXEMPLARS, len(exemplars)) + len(others)) // _BATCH)
    # Half the time on processors that multiply at 16 bit; sixty times on the others.
    half = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    losses: list[float] = []
    for step, batch in enumerate(_batches(exemplars, others, encoding, epochs)):
        encoding.model.train()
        head.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            tokens, real, vectors = encoding([without_some(encoding.ids(row.text)) for row in batch])
        tokens, vectors = tokens.float(), vectors.float()
        with torch.no_grad():
            nearest = (vectors @ prototypes.T).argsort(1, descending=True)[:, : 2 * _NEAREST].tolist()
        pairs = [_pair(row, near, elements) for row, near in zip(batch, nearest, strict=True)]
        asked = torch.tensor([[k for k, *_ in row] for row in pairs])
        said = head(tokens, real, vectors, asking[asked], asked, known=random.random() > _UNKNOWN)
        there = torch.tensor([[float(status >= 0) for _, status, _ in row] for row in pairs])
        weight = torch.tensor([[w for *_, w in row] for row in pairs])
        graded = torch.tensor([[status for _, status, _ in row] for row in pairs])
        loss = functional.binary_cross_entropy_with_logits(said[..., 0], there, weight=weight, reduction="sum")
        loss = loss / (3 * len(batch))
        if (graded >= 0).any():
            loss = loss + functional.cross_entropy(
                said[..., 1:][graded >= 0], graded[graded >= 0], label_smoothing=0.05
            )
        loss = loss + 0.5 * _keep_place(batch, vectors, functional.normalize(prototypes, dim=1), before)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for group in groups for p in group["params"]], 1.0)
        pace = min(1.0, step / 60) * (0.05 + 0.95 * (1 + math.cos(math.pi * min(1.0, step / steps))) / 2)
        for group, full in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = full * pace
        optimiser.step()
        losses.append(loss.item())
        if (step + 1) % _REPORT_EVERY == 0:
            print(f"{step + 1} of {steps}: loss {np.mean(losses[-_REPORT_EVERY:]):.3f}", flush=True)
    encoding.model.save_pretrained(str(out))
    encoding.tokenizer.save_pretrained(str(out))
    torch.save(head.state_dict(), out / "head.pt")
    names = (f"{provision}/{element}" for provision, element in elements.names)
    (out / "elements.txt").write_text("\n".join(names), encoding="utf-8")


def _ask(exemplars: Sequence[Row], vectors: dict[str, NDArray[np.float32]], elements: int) -> NDArray[np.float32]:
    """Return each element's unit mean vector of each status."""
    asking = np.zeros((elements, len(STATUSES), len(next(iter(vectors.values())))), dtype=np.float32)
    for row in exemplars:
        for element, status in row.statuses.items():
            asking[element, status] += vectors[row.text]
    return np.asarray(asking / np.maximum(np.linalg.norm(asking, axis=2, keepdims=True), 1e-6), dtype=np.float32)


def _pair(row: Row, nearest: Sequence[int], elements: Elements) -> list[tuple[int, int, float]]:
    """Return for some elements their number, the status of the row on it (-1: none) and the weight of saying so."""
    own = list(row.statuses)[:6]
    confusable = elements.of_provision(row.looks_like)[:5] if row.looks_like else []
    unspoken = [k for k in [*confusable, *nearest] if k not in row.statuses and row.sure.get(k, 1.0) > 0]
    drawn = random.sample(range(len(elements.names)), 2 * _PAIRS)
    chosen = [*own, *dict.fromkeys([*unspoken[:_NEAREST], *(k for k in drawn if k not in row.statuses)])][:_PAIRS]
    return [(k, row.statuses.get(k, -1), 1.5 if k in row.statuses else row.sure.get(k, 1.0)) for k in chosen]


def _keep_place(
    batch: Sequence[Row], vectors: torch.Tensor, prototypes: torch.Tensor, before: dict[str, NDArray[np.float32]]
) -> torch.Tensor:
    """Return how far exemplars are from their element's prototype and from where they were."""
    known = [index for index, row in enumerate(batch) if row.text in before]
    if not known:
        return torch.tensor(0.0)
    loss = (1 - (vectors[known] * torch.tensor(np.stack([before[batch[i].text] for i in known]))).sum(1)).mean()
    judged = [index for index in known if batch[index].statuses]
    if len(judged) > 1:
        keys = torch.tensor([next(iter(batch[index].statuses)) for index in judged])
        loss = loss + functional.cross_entropy(20 * vectors[judged] @ prototypes.T, keys, label_smoothing=0.1)
    return loss


def _batches(exemplars: Sequence[Row], others: Sequence[Row], encoding: Encoding, epochs: int) -> Iterator[list[Row]]:
    """Yield batches of texts of like length; each epoch has its own draw of the exemplars."""
    for _ in range(epochs):
        drawn = [*random.sample(exemplars, min(_EXEMPLARS, len(exemplars))), *others]
        random.shuffle(drawn)
        rows = [_join(row, random.choice(drawn), encoding) if random.random() < _JOINED else row for row in drawn]
        pools = [rows[i : i + 20 * _BATCH] for i in range(0, len(rows), 20 * _BATCH)]
        batches = []
        for pool in pools:
            pool.sort(key=lambda row: len(encoding.ids(row.text)))
            batches += [pool[i : i + _BATCH] for i in range(0, len(pool), _BATCH)]
        random.shuffle(batches)
        yield from batches


def _join(one: Row, other: Row, encoding: Encoding) -> Row:
    """Return two rows as one sentence; the first alone where both are long or they speak to one element."""
    if one.statuses.keys() & other.statuses or max(len(encoding.ids(r.text)) for r in (one, other)) > _LONGEST_JOINED:
        return one
    text = one.text.rstrip(" .;") + random.choice(_JOINTS) + other.text
    statuses = one.statuses | other.statuses
    known = (one.sure.keys() | other.sure.keys()) - statuses.keys()
    sure = {k: min(one.sure.get(k, 1.0), other.sure.get(k, 1.0)) for k in known}
    return Row(text, statuses, sure, one.looks_like or other.looks_like)


def main() -> None:
    """Read the library and the cases, and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=4e-5)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    library = load_library(Settings().library_dir)
    train(arguments.weights, arguments.out, library, epochs=arguments.epochs, rate=arguments.rate)


if __name__ == "__main__":
    main()
