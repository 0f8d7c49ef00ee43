"""Make the receipt of a report: what made it, and what left the machine on the way."""

from __future__ import annotations

import hashlib
from datetime import date
from urllib.parse import urlsplit

from analyzer import __version__
from analyzer.assess import hash_judge
from analyzer.library import Library
from analyzer.models import Receipt
from analyzer.models.llm import ModelUse
from analyzer.retrieve import hash_encoder
from analyzer.settings import Settings

__all__ = ["WITHOUT_NAMES", "make_receipt", "say_host", "say_what_leaves"]

WITHOUT_NAMES = ", with names, addresses and amounts replaced"


def make_receipt(library: Library, *, settings: Settings, today: date, use: ModelUse | None = None) -> Receipt:
    """Return the receipt.

    Args:
        use: what was asked of a language model, None when none was configured.
    """
    return Receipt(
        analyzer_version=__version__,
        library_sha256=library.sha256,
        library_version=__version__,
        encoder=settings.encoder,
        encoder_sha256=hash_encoder(settings.encoder),
        judge_sha256=hash_judge(settings.encoder),
        model=None if use is None else use.model,
        prompts_sha256=None if use is None else hash_prompts(use.prompts),
        settings={"encoder": settings.encoder},
        left_the_machine=say_what_leaves(settings, use),
        language_model=use,
        date=today.isoformat(),
    )


def say_what_leaves(settings: Settings, use: ModelUse | None) -> str:
    """Say what has left the machine, to which host, how much of it."""
    parts = []
    if settings.chroma_url is not None and not _is_here(urlsplit(settings.chroma_url).hostname):
        parts.append(
            f"to {urlsplit(settings.chroma_url).netloc}: a vector for each passage of the contract, from which its words can"
            " be guessed in part; no text"
        )
    if use is not None and use.host is not None and use.characters_sent:
        parts.append(
            f"to {say_host(use.host)}: {use.characters_sent:,} characters in {use.sent} requests, our prompts and"
            f" passages of the contract{WITHOUT_NAMES if use.redacted else ''}"
        )
    return "; ".join(parts) or "nothing"


def say_host(host: str) -> str:
    """Name a host, and say so if it is this machine."""
    return f"{host}, which is this machine" if _is_here(urlsplit(f"//{host}").hostname) else host


def hash_prompts(prompts: dict[str, str]) -> str:
    """Return one hash of the prompts by name and hash."""
    return hashlib.sha256(
        "".join(f"{name}:{sha256}\n" for name, sha256 in sorted(prompts.items())).encode()
    ).hexdigest()


def _is_here(host: str | None) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
