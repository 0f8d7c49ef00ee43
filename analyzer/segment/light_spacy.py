"""Import spaCy without its command line.

The package imports all of that (with weasel, requests and templates) for one function that tells versions; it takes as long
as the rest, in each process that splits a contract.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_COMMANDS, _INFO = "spacy.cli", "spacy.cli.info"


def import_spacy() -> Any:
    """Return the package; its command line is imported when somebody asks for it."""
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    commands, info = ModuleType(_COMMANDS), ModuleType(_INFO)
    commands.__path__ = []
    info.info = _tell_versions  # type: ignore[attr-defined]
    sys.modules |= {_COMMANDS: commands, _INFO: info}
    try:
        return importlib.import_module("spacy")
    except ImportError:
        pass  # A version that needs more of its commands gets them.
    finally:
        del sys.modules[_COMMANDS], sys.modules[_INFO]
    return importlib.import_module("spacy")


def _tell_versions(*words: Any, **options: Any) -> Any:
    return importlib.import_module(_INFO).info(*words, **options)
