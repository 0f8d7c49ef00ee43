"""Say what this installation can do and what it does with a contract."""

from importlib.metadata import PackageNotFoundError, version

from analyzer import __version__
from analyzer.library import find_library_dir, load_library
from analyzer.retrieve import hash_encoder
from analyzer.settings import Settings

_PACKAGES = ("pypdf", "python-docx", "spacy", "chromadb", "onnxruntime", "langchain", "openai", "streamlit")


def examine() -> str:
    """Return the examination as text."""
    settings = Settings()
    library = load_library(settings.library_dir)
    lines = [
        f"clause-analyzer {__version__}",
        f"library   {find_library_dir(settings.library_dir)} ({len(library.provisions)} provisions, {library.sha256[:12]})",
        f"encoder   {settings.encoder} ({hash_encoder(settings.encoder)[:12]})",
        f"vectors   {settings.chroma_url or 'Chroma, embedded'}",
        f"cache     {settings.cache_dir}",
        "model     none configured: everything runs on this machine",
        f"leaves the machine: {'vectors of contract sentences, to ' + settings.chroma_url if settings.chroma_url else 'nothing'}",
        "packages",
    ]
    for package in _PACKAGES:
        try:
            lines.append(f"  {package:12} {version(package)}")
        except PackageNotFoundError:
            lines.append(f"  {package:12} not installed (part of an optional extra)")
    return "\n".join(lines)
