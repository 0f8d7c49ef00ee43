"""Say what this installation can do and what it does with a contract."""

import os
from importlib.metadata import PackageNotFoundError, version

from analyzer import __version__
from analyzer.errors import ModelError
from analyzer.library import find_library_dir, load_library
from analyzer.reading import name_recognizer, say_how_to_get_recognizer
from analyzer.retrieve import hash_encoder
from analyzer.settings import Settings

_PACKAGES = ("pypdf", "python-docx", "spacy", "chromadb", "onnxruntime", "langchain", "openai", "streamlit")


def examine() -> str:
    """Return the examination as text."""
    settings = Settings()
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    lines = [
        f"clause-analyzer {__version__}",
        f"library   {find_library_dir(settings.library_dir)} ({len(library.provisions)} provisions, {library.sha256[:12]})",
        f"encoder   {settings.encoder} ({hash_encoder(settings.encoder)[:12]})",
        f"vectors   {settings.chroma_url or 'Chroma, embedded'}",
        f"cache     {settings.cache_dir}",
        f"scans     {_describe_recognizer(settings)}",
        *_describe_model(os.environ.get("CLAUSE_ANALYZER_LLM"), settings),
        "packages",
    ]
    for package in _PACKAGES:
        try:
            lines.append(f"  {package:12} {version(package)}")
        except PackageNotFoundError:
            lines.append(f"  {package:12} not installed (part of an optional extra)")
    return "\n".join(lines)


def _describe_recognizer(settings: Settings) -> str:
    """Return what reads pages that are images, or why nothing does and how to change that."""
    if not settings.ocr:
        return "not read: CLAUSE_ANALYZER_OCR is off; a file that is all images is refused"
    engine = name_recognizer(settings)
    if engine is None:
        return f"not read: a file that is all images is refused; {say_how_to_get_recognizer()}"
    return f"read by {engine} (language {settings.ocr_language})"


def _describe_model(name: str | None, settings: Settings) -> list[str]:
    """Return which language model the environment names, and what would leave the machine."""
    parts = [] if settings.chroma_url is None else [f"a vector for each passage, no text, to {settings.chroma_url}"]
    said = "none in the environment (CLAUSE_ANALYZER_LLM); without --llm everything runs on this machine"
    if name is not None:
        from analyzer.llm import ModelSettings, open_model

        try:
            model = open_model(name, cache_dir=settings.cache_dir)
        except ModelError as error:
            return [f"model     {name} can't be used: {error}", f"leaves the machine: {'; '.join(parts) or 'nothing'}"]
        use, chosen = model.use(), ModelSettings()
        tokens = "no cap on tokens" if chosen.max_tokens is None else f"at most {chosen.max_tokens:,} tokens a run"
        cost = "no cap on cost" if chosen.max_cost is None else f"at most US$ {chosen.max_cost:g} a run"
        said = f"{use.model} ({tokens}, {cost})"
        if use.host is not None:
            without = ", names, addresses and amounts replaced" if use.redacted else ""
            parts.append(f"passages on which the analysis is in doubt{without}, to {use.host}")
    return [f"model     {said}", f"leaves the machine: {'; '.join(parts) or 'nothing'}"]
