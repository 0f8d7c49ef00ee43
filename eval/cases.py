"""Labelled contracts as validated cases: the file, its tier, the gold status of each element and the quotes for it."""

import json
import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from analyzer.models import Contract, ElementStatus, ProvisionStatus, Tier, Value


class GoldElement(BaseModel):
    """One element as the annotators settled it; an optional one counts neither way.

    `value` is the number the element turns on, where the wording states one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    provision: str
    element: str
    status: ElementStatus
    quotes: tuple[str, ...] = ()
    value: Value | None = None
    why: str = ""
    optional: bool = False


class GoldNegative(BaseModel):
    """A quote that looks on topic and is not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provision: str
    quote: str
    why: str = ""


class LabelledCase(BaseModel):
    """A contract with its gold labels. An element that is not listed is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: str
    tier: Tier
    client: str | None = None
    provider: str | None = None
    elements: tuple[GoldElement, ...]
    provisions: dict[str, ProvisionStatus] = Field(default_factory=dict)
    hard_negatives: tuple[GoldNegative, ...] = ()
    path: Path

    def gold(self) -> dict[tuple[str, str], GoldElement]:
        """Return the labels by (provision, element)."""
        return {(e.provision, e.element): e for e in self.elements}


# Contracts we wrote and labelled: to fit the models on, and some that nothing is fitted on.
PRACTICE = Path(__file__).with_name("datasets") / "contracts"
HELD_BACK = Path(__file__).with_name("datasets") / "contracts-held-back"
_SUFFIXES = (".pdf", ".docx", ".md", ".txt")


def load_labelled(folder: Path, *, documents: Path | None = None) -> tuple[LabelledCase, ...]:
    """Load every `<name>.json` that has a contract of the same name beside it, PDF before DOCX before text.

    Args:
        documents: where the contracts are, when not beside the labels.

    Raises:
        ValidationError: a label file is not of the expected shape.
    """
    cases = []
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        beside = [(documents or folder) / (path.stem + suffix) for suffix in _SUFFIXES]
        contract = next((file for file in beside if file.is_file()), None)
        if contract is not None and isinstance(data, dict) and "elements" in data:
            cases.append(LabelledCase.model_validate({**data, "path": contract}))
    return tuple(cases)


_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2014": "-"})


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Return where a quote stands in a text, whatever its spaces, line ends and quotation marks.

    When it does not stand there whole (a page break inside it), its longest half is looked for.
    """
    plain = text.translate(_QUOTES)
    # Emphasis marks of Markdown are not part of the text that is read.
    words = quote.translate(_QUOTES).replace("**", "").strip("| ").split()
    pieces = [words] if len(words) < 8 else [words, words[: len(words) // 2], words[len(words) // 2 :]]
    for piece in pieces:
        match = re.search(r"\s+".join(re.escape(word) for word in piece), plain)
        if match:
            return match.start(), match.end()
    return None


def find_passages(contract: Contract, quote: str) -> frozenset[int]:
    """Return the passages that a quote stands in with more than three tenths of the shorter of the two."""
    span = find_quote(contract.document.text, quote)
    if span is None:
        return frozenset()
    return frozenset(
        index
        for index, p in enumerate(contract.passages)
        if min(p.end, span[1]) - max(p.start, span[0]) > 0.3 * min(p.end - p.start, span[1] - span[0])
    )
