"""The sentence cases: they load, cover the library, keep apart from it, are split by rule and stand in their host."""

import ast
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from analyzer.library import Library, load_library
from analyzer.settings import Settings
from eval.sentence_cases import (
    SENTENCES,
    SUITES,
    CaseFileError,
    PolysemyTrap,
    SentenceCase,
    load_paraphrases,
    load_sentence_cases,
    load_traps,
    load_tuning_cases,
    place,
)

ROOT = Path(__file__).resolve().parent.parent
CASES = load_sentence_cases()
PARAPHRASES = load_paraphrases()
TRAPS = load_traps()
ALL: tuple[SentenceCase | PolysemyTrap, ...] = (*CASES, *PARAPHRASES, *TRAPS)
TOO_CLOSE = 80.0


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(cache_dir=Settings().cache_dir)


class TestTheSet:
    def test_there_are_enough_and_the_statuses_are_about_even(self) -> None:
        counts = Counter(case.status for case in CASES)
        assert len(CASES) >= 480
        assert counts["none"] >= 80
        assert all(0.12 <= count / len(CASES) <= 0.28 for count in counts.values()), counts

    def test_every_element_of_the_library_has_a_case_that_is_about_it(self, library: Library) -> None:
        about = {case.about for case in CASES if case.status != "none"}
        assert set(library.elements) - about == set()

    def test_every_case_is_about_an_element_of_the_library(self, library: Library) -> None:
        near = [tuple(trap.near.split("/")) for trap in TRAPS]
        about = {case.about for case in (*CASES, *PARAPHRASES)} | set(near)
        assert about - set(library.elements) == set()

    def test_ids_are_unique_and_tell_the_file(self) -> None:
        assert [i for i, count in Counter(case.id for case in ALL).items() if count > 1] == []
        for path in SENTENCES.glob("*.jsonl"):
            for line in path.read_text(encoding="utf-8").splitlines():
                assert re.fullmatch(rf"{re.escape(path.stem)}-\d\d", json.loads(line)["id"])

    def test_a_lead_in_is_unfinished_and_a_definition_is_used(self) -> None:
        for case in ALL:
            context = case.context
            assert context.lead_in is None or context.lead_in.endswith(":"), case.id
            for definition in context.definitions:
                term = re.match(r"“(.+?)”", definition)
                assert term is not None, case.id
                assert term[1] in f"{case.text} {context.lead_in}", case.id

    def test_a_case_that_names_ai_says_so(self) -> None:
        usual = re.compile(
            r"\bAI\b|artificial intelligence|machine learning|language model|generative|chatbot|algorithm",
            re.IGNORECASE,
        )
        for case in CASES:
            around = [case.context.heading, case.context.lead_in or "", *case.context.columns]
            assert case.anchor_words or usual.search(" ".join([case.text, *around])) is None, case.id


class TestTheHeldBackThird:
    def test_membership_is_by_the_hash_of_the_id(self) -> None:
        for case in CASES:
            digest = hashlib.sha256(case.id.encode("utf-8")).digest()
            assert case.held_back == (int.from_bytes(digest, "big") % 3 == 0)

    def test_the_list_is_what_the_rule_gives(self) -> None:
        listed = (SENTENCES / "held-back.txt").read_text(encoding="utf-8").split()
        assert listed == [case.id for case in CASES if case.held_back], "write held-back.txt anew, as README.md shows"

    def test_it_is_about_a_third_of_every_status(self) -> None:
        for status in ("strong", "adequate", "weak", "adverse", "none"):
            held = [case.held_back for case in CASES if case.status == status]
            assert 0.2 <= sum(held) / len(held) <= 0.5, status

    def test_the_loader_for_tuning_leaves_it_out(self) -> None:
        tuning = load_tuning_cases()
        assert {case.id for case in tuning} == {case.id for case in CASES} - {c.id for c in CASES if c.held_back}

    def test_only_measuring_code_loads_it(self) -> None:
        for path in _modules():
            names, strings = _mentions(path)
            where = path.relative_to(ROOT).as_posix()
            if where not in MEASURING and not where.startswith("eval/scorers/"):
                assert not names & ONLY_TO_MEASURE, f"{where} may call load_tuning_cases only"
                assert not any("datasets/sentences" in s or s in {"sentences", "suites"} for s in strings), where

    def test_training_code_reaches_no_module_that_loads_it(self) -> None:
        training = [p for p in _modules() if _trains(p)]
        assert ROOT / "eval" / "train_judge.py" in training
        for path in _reached(training) - {ROOT / "eval" / "sentence_cases.py"}:
            assert not _mentions(path)[0] & ONLY_TO_MEASURE, f"training code reaches {path.name}"


MEASURING = {"eval/sentence_cases.py", "eval/run.py", "eval/__main__.py"}
ONLY_TO_MEASURE = {"load_sentence_cases", "load_paraphrases", "load_traps", "SENTENCES", "SUITES"}


def _modules() -> list[Path]:
    return [p for folder in ("analyzer", "eval", "ui") for p in sorted((ROOT / folder).rglob("*.py"))]


def _trains(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] == "eval" and (parts[1] == "encoders" or path.stem.startswith("train"))


@cache
def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _mentions(path: Path) -> tuple[set[str], set[str]]:
    """Return the names a module uses or imports, and its string constants."""
    names: set[str] = set()
    strings: set[str] = set()
    for node in _nodes(path):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
    return names, strings


def _reached(start: list[Path]) -> set[Path]:
    """Return modules of ours and all modules of ours that they import, directly or not."""
    seen: set[Path] = set()
    waiting = list(start)
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += [found for name in _imports(path) for found in _files(name)]
    return seen


def _imports(path: Path) -> Iterator[str]:
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _files(module: str) -> list[Path]:
    place_of = ROOT.joinpath(*module.split("."))
    return [p for p in (place_of.with_suffix(".py"), place_of / "__init__.py") if p.is_file()]


class TestIndependence:
    def test_no_two_cases_are_nearly_the_same(self) -> None:
        texts = [case.text.lower() for case in ALL]
        close = _close(texts, texts)
        assert [(ALL[i].id, ALL[j].id, score) for i, j, score in close if i < j] == []

    def test_no_case_is_near_an_exemplar_of_the_library(self, library: Library) -> None:
        exemplars = [exemplar.text.lower() for exemplar in library.exemplars]
        close = _close([case.text.lower() for case in ALL], exemplars)
        assert [(ALL[i].id, library.exemplars[j].id, score) for i, j, score in close] == []

    def test_the_measure_finds_a_near_copy(self) -> None:
        copy = CASES[0].text.lower().replace("shall", "must")
        assert _close([copy], [case.text.lower() for case in ALL])


def _close(texts: list[str], others: list[str]) -> list[tuple[int, int, float]]:
    """Return the pairs above the limit by letters; by words first, which is many times faster and lets more through."""
    words = process.cdist(
        [text.split() for text in texts],
        [other.split() for other in others],
        scorer=fuzz.ratio,
        score_cutoff=TOO_CLOSE - 25,
        dtype=np.uint8,
    )
    pairs = ((int(i), int(j)) for i, j in np.argwhere(words > 0))
    scored = ((i, j, fuzz.ratio(texts[i], others[j])) for i, j in pairs)
    return [(i, j, score) for i, j, score in scored if score >= TOO_CLOSE]


class TestTheSuites:
    def test_every_word_has_its_traps(self) -> None:
        words = Counter(trap.word for trap in TRAPS)
        asked = {"agent", "model", "training", "automation", "accuracy", "sampling", "escalation", "change", "log"}
        asked |= {"residency", "oversight", "output", "AI", "learning", "record", "audit", "override", "bot"}
        assert asked <= set(words)
        assert min(words.values()) >= 7

    def test_paraphrases_avoid_the_usual_words(self) -> None:
        usual = re.compile(
            r"\bAI\b|artificial|intelligen|machine[- ]learn|\bmodels?\b|algorithm|generative|\bbots?\b|chatbot|neural"
            r"|\bprompts?\b|\binference|hallucinat|agentic|\bLLM|automated[- ]decision|virtual agent",
            re.IGNORECASE,
        )
        assert len(PARAPHRASES) >= 60
        for case in PARAPHRASES:
            context = case.context
            around = [context.heading, context.lead_in or "", *context.columns, *context.definitions]
            assert not case.anchor_words, case.id
            assert usual.search(" ".join([case.text, *around])) is None, case.id

    def test_the_host_has_25_clauses_and_no_ai(self) -> None:
        host = (SUITES / "host.md").read_text(encoding="utf-8")
        assert len(re.findall(r"^## \d+\. ", host, re.MULTILINE)) == 25
        assert not re.search(r"\bAI\b|\bmodels?\b|software|data\b|algorithm|automat", host, re.IGNORECASE)


# Every row and item, every seventh of the rest.
PLACED = [case for number, case in enumerate(ALL) if case.context.columns or case.context.lead_in or number % 7 == 0]


@pytest.mark.parametrize("case", PLACED, ids=lambda c: c.id)
def test_a_placed_case_is_read_back_under_its_heading_with_its_parties(case: SentenceCase | PolysemyTrap) -> None:
    placed = place(case)
    contract = placed.contract
    assert contract.document.text[placed.start : placed.end] == case.text
    assert placed.passages
    kinds = {contract.passages[i].kind for i in placed.passages}
    assert kinds == {"row" if case.context.columns else "item" if case.context.lead_in else "sentence"}
    if case.context.lead_in or case.context.columns:
        assert contract.passages[placed.passages[0]].lead == (case.context.lead_in or " | ".join(case.context.columns))
    headings = []
    clause: int | None = contract.passages[placed.passages[0]].clause
    while clause is not None:
        headings.append(contract.clauses[clause].heading)
        clause = contract.clauses[clause].parent
    assert case.context.heading in headings
    called = {party.role: party.called for party in contract.parties}
    assert called["client"] == case.context.client.removeprefix("the ")
    assert called["provider"] == case.context.provider.removeprefix("the ")
    terms = {term.term for term in contract.terms}
    assert {d.split("”")[0].removeprefix("“") for d in case.context.definitions} <= terms


GOOD = {
    "id": "data-residency-01",
    "text": "The Supplier shall keep Customer Data in Norway.",
    "context": {"heading": "Data Location", "client": "the Customer", "provider": "the Supplier"},
    "provision": "data-residency",
    "element": "storage-location",
    "status": "adequate",
    "anchor_words": False,
    "paper": "balanced",
    "why": "named place",
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": "good"}, "status"),
        ({"tone": "terse"}, "tone"),
        ({"context": {}}, "context.heading"),
        ({"status": "none"}, 'takes "near"'),
        ({"near": "data-residency/storage-location"}, 'no "near"'),
        ({"context": {"heading": "H", "columns": ["A", "B"]}}, "2 columns, 1 cells"),
        ({"context": {"heading": "H", "lead_in": "L:", "columns": ["A"]}}, "not both"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, change: dict[str, object], message: str) -> None:
    path = tmp_path / "data-residency.jsonl"
    second = {**GOOD, "id": "data-residency-02"}
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps({**second, **change})}\n", encoding="utf-8")
    with pytest.raises(CaseFileError, match=rf"data-residency\.jsonl:2: .*{re.escape(message)}"):
        load_sentence_cases(tmp_path)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    with pytest.raises(CaseFileError, match=r"a\.jsonl:2: id: data-residency-01 stands twice"):
        load_sentence_cases(tmp_path)
