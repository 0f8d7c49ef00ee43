"""Open what every analysis works with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from analyzer.assess import load_judge
from analyzer.library import Library, load_library
from analyzer.retrieve import Retriever, load_encoder, open_retriever
from analyzer.settings import Settings

__all__ = ["open_library"]


def open_library(settings: Settings) -> tuple[Library, Retriever]:
    """Open the clause library and its index, and load what the stages need, while files are being read."""
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # What takes time here is native code, which runs beside imports.
        beside.submit(load_encoder(settings.encoder).encode, ["warm"])
        retriever = open_retriever(library.exemplars, settings=settings)
        load_judge(settings.encoder)
    return library, retriever
