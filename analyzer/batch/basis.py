"""What a result depends on, as hashes: two analyses of one fingerprint are the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analyzer import __version__
from analyzer.models.batch import DealTask, RunOptions
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.llm import ModelChoice

# Where things are kept and how fast they go changes no result; library and encoder count by their content.
_NO_MATTER = {"cache_dir", "library_dir", "chroma_url", "store_url", "encoder", "encoder_threads"}


def hash_basis(settings: Settings, model: ModelChoice | None = None) -> str:
    """Hash the library, encoder, judge, program and settings, and the language model with its prompts where there is one.

    Raises:
        LibraryError: the library has mistakes.
    """
    from analyzer.assess import hash_judge
    from analyzer.library import load_library
    from analyzer.reading import name_recognizer
    from analyzer.retrieve import hash_encoder

    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    asked = {} if model is None else {"model": _describe(model)}
    return _hash(
        {
            **asked,
            "library": library.sha256,
            "encoder": hash_encoder(settings.encoder),
            "judge": hash_judge(settings.encoder),
            "analyzer": __version__,
            "ocr": name_recognizer(settings),
            "settings": settings.model_dump(mode="json", exclude=_NO_MATTER),
        }
    )


def _describe(model: ModelChoice) -> dict[str, Any]:
    from analyzer.prompts import hash_prompts

    which = model.settings.model_dump(mode="json", include={"base_url", "seed", "redact"})
    return {"name": model.name, "prompts": hash_prompts(), **which}


def hash_deal(task: DealTask, files: Sequence[tuple[str, bytes]], options: RunOptions) -> str:
    """Hash a deal's inputs, by name and content, with all that its reports depend on."""
    return _hash(
        {
            "basis": options.basis,
            "profile": options.profile,
            "posture": task.deal.posture or options.posture,
            "tier": task.deal.tier,
            "calendar": task.deal.calendar,
            "formats": options.formats,
            "files": [(name, hashlib.sha256(content).hexdigest()) for name, content in files],
            "roles": [file.role for file in task.files],
        }
    )


def _hash(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
