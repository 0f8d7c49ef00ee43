"""Who may import what: the layers of DESIGN.md, held by reading the imports of every file."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "analyzer").rglob("*.py"), *(ROOT / "ui").rglob("*.py"), *(ROOT / "eval").rglob("*.py")])
STAGES = (
    "ingest", "lint", "segment", "retrieve", "assess", "review", "crosscheck", "score", "draft", "adapt", "redline",
    "renewal", "compare", "ask", "explain", "report",
)  # fmt: skip
# Every file that puts stages together, and which; no other file knows more than one.
JOINTS = {
    "pipeline.py": {"lint", "retrieve", "assess", "review", "crosscheck", "score", "adapt", "renewal", "explain", "report"},
    "opening.py": {"retrieve", "assess"},
    "judging.py": {"ingest", "segment", "retrieve", "assess"},
    "drafting.py": {"ingest", "segment", "crosscheck", "draft", "report"},
    "redlining.py": {"ingest", "redline"},
    "reopening.py": {"lint", "segment", "crosscheck"},
    "answering.py": {"lint", "segment", "retrieve", "assess", "ask"},
    "comparing.py": {"retrieve", "score", "draft", "compare"},
    # What a result rests on: the hashes of encoder and judge.
    "receipt.py": {"retrieve", "assess"},
    "batch/basis.py": {"retrieve", "assess"},
    # A worker opens the index once and hands the reports back as bytes.
    "batch/deal.py": {"retrieve", "report"},
}  # fmt: skip
# Modules that every stage may use beside the types: errors, limits, the names of roles, roman numerals, words as
# numbers, the prompts, whether words stand in a text, business days, files that are whole or not there, what is
# remembered of a text for a while, and calls that are made beside others.
SHARED = {
    "beside",
    "errors",
    "files",
    "memory",
    "models",
    "money",
    "names",
    "numerals",
    "prompts",
    "settings",
    "verbatim",
    "wording",
    "workdays",
}


_HOMES = {
    "pypdf": ("analyzer/ingest/pdf/", "eval/"),
    "streamlit": ("ui/",),
    "langchain": ("analyzer/llm/",),
    "openai": ("analyzer/llm/",),
}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def stage_of(path: Path) -> str | None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "analyzer" and parts[1] in STAGES else None


@pytest.mark.parametrize("path", [f for f in FILES if stage_of(f)], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_stage_imports_the_types_and_no_other_stage(path: Path) -> None:
    own = stage_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "analyzer" and len(parts) > 1:
            assert parts[1] in {own, *SHARED}, f"{path.relative_to(ROOT)} imports {name}"


def test_models_import_nothing_of_ours_but_models() -> None:
    for path in (ROOT / "analyzer" / "models").glob("*.py"):
        ours = {n for n in imports_of(path) if n.split(".")[0] in {"analyzer", "ui", "eval"}}
        assert all(n.startswith("analyzer.models") for n in ours), path.name


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("langchain", set()),
        ("openai", set()),
        ("chromadb", {"analyzer/retrieve/index.py"}),
        ("matplotlib", {"analyzer/portfolio/charts.py"}),
        ("streamlit", set()),
        ("pypdf", set()),
    ],
)
def test_a_heavy_package_has_one_place(package: str, allowed: set[str]) -> None:
    for path in FILES:
        where = path.relative_to(ROOT).as_posix()
        if any(n.split(".")[0] == package for n in imports_of(path)):
            assert where in allowed or where.startswith(_HOMES.get(package, ())), f"{where} imports {package}"


def test_nothing_imports_the_user_interfaces() -> None:
    for path in FILES:
        where = path.relative_to(ROOT).as_posix()
        for name in imports_of(path):
            if name.startswith("analyzer.cli") or name.split(".")[0] == "ui":
                assert where.startswith(("ui/", "analyzer/cli/")), f"{where} imports {name}"


# What the pieces of pages may know beside the types: the words that readers see, the limits on what they give, and how
# what was read is forgotten.
_SHOWN = (
    "analyzer.models", "analyzer.errors", "analyzer.settings", "analyzer.report", "analyzer.portfolio.words",
    "analyzer.memory",
)  # fmt: skip


@pytest.mark.parametrize(
    "path", [f for f in FILES if (ROOT / "ui") in f.parents], ids=lambda p: str(p.relative_to(ROOT))
)
def test_in_the_browser_services_alone_call_the_analyzer_and_state_alone_names_keys(path: Path) -> None:
    part, text = path.relative_to(ROOT / "ui").parts[0], path.read_text(encoding="utf-8")
    allowed = ("analyzer.models", "analyzer.errors") if part in {"views", "state"} else _SHOWN
    for name in imports_of(path):
        ours = name.split(".")[0] in {"analyzer", "eval"}
        assert not ours or part == "services" or name.startswith(allowed), f"{path.name} imports {name}"
        assert not name.startswith("ui.views") or part in {"views", "streamlit_app.py"}, f"{path.name} imports {name}"
    assert part == "state" or "session_state" not in text
    # A contract that is in one of Streamlit's caches is there for every session.
    assert "cache_data" not in text
    assert "cache_resource" not in text


def test_stages_are_put_together_where_it_is_said_and_nowhere_else() -> None:
    joined = {}
    for path in FILES:
        used = {n.split(".")[1] for n in imports_of(path) if n.startswith("analyzer.")} & set(STAGES)
        if not stage_of(path) and len(used) > 1 and path.relative_to(ROOT).parts[0] != "eval":
            joined[path.relative_to(ROOT).as_posix().removeprefix("analyzer/")] = used
    assert joined == JOINTS


def test_the_pipeline_is_the_order_and_nothing_else() -> None:
    pipeline = ast.parse((ROOT / "analyzer" / "pipeline.py").read_text(encoding="utf-8"))
    assert [n.name for n in pipeline.body if isinstance(n, ast.FunctionDef | ast.ClassDef)] == ["analyze"]


def test_the_light_imports_load_nothing_heavy() -> None:
    code = (
        "import sys, analyzer, analyzer.cli, analyzer.models\n"
        "heavy = {'chromadb', 'spacy', 'onnxruntime', 'langchain', 'openai', 'docx', 'lxml', 'numpy', 'pypdf', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_no_file_is_past_the_size_that_asks_for_a_redesign() -> None:
    sizes = {p.relative_to(ROOT).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in FILES}
    assert {n: lines for n, lines in sizes.items() if lines > 500} == {}


def test_no_dumping_ground_modules() -> None:
    assert [p for p in FILES if p.stem in {"utils", "helpers", "manager", "misc", "common"}] == []
