"""What was read of a contract is remembered while it is worked on, and forgotten when that is asked for."""

import gc
from functools import _lru_cache_wrapper

from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.memory import forget_texts, remember
from analyzer.pipeline import analyze
from analyzer.retrieve import Retriever
from analyzer.settings import Settings

MARK = "Quillhaven Zyx"
CONTRACT = f"""# Services Agreement

This Agreement is made between {MARK} Insurance plc ("{MARK}") and Oakmere Services Limited (the "Provider").

## 1 {MARK} models

1.1 The Provider shall give {MARK} at least 60 days' written notice before it changes an AI model used in the Services.
1.2 The Provider shall not use {MARK} Data to train any AI model, except as set out in Schedule 2 or agreed with {MARK}.
1.3 The Provider is not liable to {MARK} for any output of an AI model beyond USD 10,000.
"""


def mentions(value: object, depth: int = 4) -> bool:
    if isinstance(value, str):
        return MARK in value
    return depth > 0 and any(mentions(each, depth - 1) for each in gc.get_referents(value))


def caches_that_mention() -> list[str]:
    return [
        cache.__qualname__
        for cache in gc.get_objects()
        if isinstance(cache, _lru_cache_wrapper) and any(mentions(held) for held in gc.get_referents(cache))
    ]


def test_no_cache_holds_a_contract_that_was_forgotten(
    core_library: Library, fast_retriever: Retriever, fast_settings: Settings
) -> None:
    report = analyze(
        [ingest(CONTRACT.encode(), name="agreement.md")],
        profile="core", settings=fast_settings, library=core_library, retriever=fast_retriever,
    ).report  # fmt: skip
    assert any(MARK in e.quote for p in report.provisions for element in p.elements for e in element.evidence)
    assert caches_that_mention()
    forget_texts()
    assert caches_that_mention() == []


def test_a_function_that_remembers_works_once_for_a_text() -> None:
    seen = []

    @remember(2)
    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    assert [length("a"), length("a"), length("bb")] == [1, 1, 2]
    assert seen == ["a", "bb"]
    forget_texts()
    assert length("a") == 1
    assert seen == ["a", "bb", "a"]
