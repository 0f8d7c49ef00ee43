"""Find for each passage of a contract the exemplars of the library that read most like it.

Words and vectors, fused: words catch terms of art, vectors catch paraphrase.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from analyzer import names
from analyzer.models import Exemplar
from analyzer.names import put_roles
from analyzer.retrieve import close_reader, encoders, index, keys, tone, vocabulary
from analyzer.retrieve.close_reader import CloseReader, save_questions
from analyzer.retrieve.encoders import Encoder, OnnxEncoder, hash_encoder, load_encoder
from analyzer.retrieve.index import VectorIndex, open_index
from analyzer.retrieve.keys import Keys, sort_by_key
from analyzer.retrieve.scout import Scout
from analyzer.retrieve.search import Retriever
from analyzer.retrieve.tone import Tone
from analyzer.retrieve.vocabulary import Vocabulary

if TYPE_CHECKING:
    from analyzer.settings import Settings

__all__ = ["Encoder", "Retriever", "hash_encoder", "load_encoder", "open_retriever"]


# The encoder that looks at no passage again; for the others the accurate one does, whatever finds the passages.
_ONE_LOOK = "fast"
_CLOSELY = "accurate"


def open_retriever(exemplars: Sequence[Exemplar], *, settings: Settings) -> Retriever:
    """Open the index of the library for the encoder in settings; the first time it is built and kept in the cache.

    A scout picks the passages that are read; an encoder slower than the fast one comes with a close reader.
    """
    ordered = sort_by_key(exemplars)
    # What is indexed are the exemplars: a draft or a law that is edited makes no new index.
    indexed = _hash("\n".join(f"{e.provision}\t{e.element}\t{e.status}\t{e.text}" for e in ordered))

    def texts() -> list[str]:
        return [put_roles(e.text) for e in ordered]

    beside = settings.cache_dir / "beside-vectors"
    words = beside / f"vocabulary-{_key(indexed, names, keys, vocabulary)}"
    if not words.is_dir():
        _keep(words, Vocabulary.fit(texts(), Keys(ordered).of).save)
    known = Vocabulary.load(words)

    @cache
    def open_vectors(name: str) -> tuple[VectorIndex, str]:
        key = f"library-{_key(indexed, names, keys, encoders, index)}-{hash_encoder(name)[:16]}"
        encoder = load_encoder(name)
        vectors = open_index(
            texts, len(ordered), key=key, encoder=encoder, cache_dir=settings.cache_dir, chroma_url=settings.chroma_url
        )
        return vectors, key

    def open_close_reader() -> CloseReader:
        encoder = load_encoder(_CLOSELY)
        vectors, key = open_vectors(_CLOSELY)
        questions = beside / f"questions-{_key(key, close_reader)}"
        if not questions.is_dir():
            _keep(questions, partial(save_questions, ordered, vectors.vectors(), Keys(ordered).of))
        return CloseReader.open(questions, cast(OnnxEncoder, encoder), Keys(ordered).names)

    vectors, key = open_vectors(settings.encoder)
    fitted = beside / f"tone-{_key(key, tone)}"
    if not fitted.is_dir():
        _keep(fitted, Tone.fit(ordered, vectors.vectors(), Keys(ordered).of).save)
    return Retriever(
        ordered,
        load_encoder(settings.encoder),
        vectors,
        known,
        Tone.load(fitted),
        scout=Scout.load(),
        close_reader=None if settings.encoder == _ONE_LOOK else open_close_reader(),
    )


def _key(indexed: str, *modules: ModuleType) -> str:
    """Hash what an artefact is made of: the exemplars, and the code that turns them into that artefact."""
    return _hash(indexed + "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules))[:16]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(folder: Path, save: Callable[[Path], None]) -> None:
    """Write a folder whole or not at all; another process may be doing the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent))
    save(draft)
    try:
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft)
        if not folder.is_dir():
            raise
