"""Each view in each of its states, without a browser: what is on the page, and what a click does."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("streamlit", reason="Streamlit is not installed: pip install 'bpo-clause-analyzer[ui]'")

from streamlit.testing.v1 import AppTest

from analyzer.ingest import ingest, read_revisions
from analyzer.library import Library
from analyzer.models import Absence, Compared, Nearest, Problem
from analyzer.pipeline import Analysis, analyze
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from ui import state
from ui.services.running import Choices, Upload

if TYPE_CHECKING:
    from streamlit.testing.v1.element_tree import Element

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "eval" / "samples"
SAMPLE = SAMPLES / "vendor-paper-ai-services.docx"
TITLE = "Data residency for every AI component"


@pytest.fixture(scope="module")
def analysis(core_library: Library, fast_retriever: Retriever, fast_settings: Settings) -> Analysis:
    """The sample, analysed."""
    return analyze([ingest(SAMPLE)], settings=fast_settings, library=core_library, retriever=fast_retriever)


@pytest.fixture(autouse=True)
def own_settings(core_library_dir: Path, index_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data and secrets of this test alone."""
    for name, value in {
        "XDG_DATA_HOME": tmp_path / "data",
        "HOME": tmp_path,
        "CLAUSE_ANALYZER_LIBRARY_DIR": core_library_dir,
        "CLAUSE_ANALYZER_CACHE_DIR": index_cache,
        "CLAUSE_ANALYZER_ENCODER": "fast",
    }.items():
        monkeypatch.setenv(name, str(value))
    # A page that is run becomes the main module, which reader processes of later tests would run again.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    for name in ("CLAUSE_ANALYZER_STORE_URL", "CLAUSE_ANALYZER_LLM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def review_page() -> None:
    from ui.views import review

    review.show()


def compare_page() -> None:
    from ui.views import compare

    compare.show()


def portfolio_page() -> None:
    from ui.views import portfolio

    portfolio.show()


def library_page() -> None:
    from ui.views import library

    library.show()


def about_page() -> None:
    from ui.views import about

    about.show()


def opened(page: Callable[[], None], **held: object) -> AppTest:
    """Run a page with what its session holds."""
    test = AppTest.from_function(page, default_timeout=60)
    for key, value in held.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception, test.exception
    return test


def html(test: AppTest) -> str:
    """Return all HTML of a page."""
    return "\n".join(_body(element) for element in test.get("html"))


def _body(element: Element) -> str:
    body: str = element.proto.body
    return body


def reviewing(analysis: Analysis) -> state.Review:
    held = state.Review(uploads=(Upload(SAMPLE.name, SAMPLE.read_bytes()),), choices=Choices())
    held.take(analysis)
    return held


def test_review_begins_with_an_empty_state_that_says_what_to_do() -> None:
    page = opened(review_page)
    assert page.title[0].value == "Review a contract"
    assert page.button(key="of-review-go").disabled
    assert not page.button(key="of-review-sample").disabled
    assert "forgotten" in page.caption[-1].value


def test_a_refusal_stands_above_the_form() -> None:
    page = opened(review_page, review=state.Review(refusal="torn.pdf: the PDF is cut short; ask for a fresh copy"))
    assert "torn.pdf" in page.error[0].value


def test_the_score_and_the_exposure_come_in_plain_words(analysis: Analysis) -> None:
    page = opened(review_page, review=reviewing(analysis))
    shown = html(page)
    assert f"{analysis.report.score.contract:.1f}" in shown
    assert all(p.plain.replace("'", "&#39;") in shown for p in analysis.report.provisions if p.status == "missing")
    assert {b.label for b in page.button} >= {p.title for p in analysis.report.provisions}


def test_warnings_stand_above_the_score(analysis: Analysis) -> None:
    problem = Problem(code="scan", message="page 7 is an image and was not read", document="a.pdf", partial=True)
    report = analysis.report.model_copy(update={"problems": (problem,)})
    shown = html(opened(review_page, review=reviewing(Analysis(report, analysis.contracts, analysis.findings))))
    assert shown.index("page 7 is an image") < shown.index('class="ca-score"')


def test_filters_leave_what_was_asked_for_and_say_when_nothing_is(analysis: Analysis) -> None:
    page = opened(review_page, review=reviewing(analysis))
    statuses = {p.id: p.status for p in analysis.report.provisions}
    wanted = statuses["data-residency"]
    page.session_state["of-review-status"] = [wanted]
    page.run()
    rows = {b.key for b in page.button if b.key and b.key.startswith("of-review-open-")}
    assert rows == {f"of-review-open-{p}" for p, status in statuses.items() if status == wanted}


def test_an_opened_finding_has_its_evidence_and_its_text_beside_it(analysis: Analysis) -> None:
    page = opened(review_page, review=reviewing(analysis))
    page.button(key="of-review-open-data-residency").click().run()
    provision = next(p for p in analysis.report.provisions if p.id == "data-residency")
    shown = html(page)
    for element in provision.elements:
        assert element.title in shown
    assert '<div class="ca-text"' in shown
    assert "data-jump=" in shown


def test_what_is_missing_comes_with_proof_of_absence(analysis: Analysis) -> None:
    report = analysis.report
    quote = next(e for p in report.provisions for x in p.elements for e in x.evidence)
    absence = Absence(
        searched="412 sentences were compared",
        nearest=(Nearest(evidence=quote, why="it is about fees"),),
        unseen=("Annex 9",),
    )
    first = report.provisions[0]
    lacking = first.elements[0].model_copy(update={"status": "missing", "evidence": (), "absence": absence})
    changed = first.model_copy(update={"elements": (lacking, *first.elements[1:])})
    held = reviewing(
        Analysis(report.model_copy(update={"provisions": (changed, *report.provisions[1:])}), analysis.contracts)
    )
    held.show(first.id)
    shown = html(opened(review_page, review=held))
    for said in ("Proof of absence", "412 sentences were compared", "it is about fees", "Annex 9"):
        assert said in shown


def test_switching_posture_drafts_anew_and_edits_are_judged(analysis: Analysis) -> None:
    held = reviewing(analysis)
    held.show("data-residency")
    page = opened(review_page, review=held)
    page.session_state["of-review-editing-data-residency"] = True
    page.run()
    area = next(a for a in page.text_area if a.key and a.key.startswith("of-review-wording-balanced-data-residency"))
    area.set_value("Vendor may process Customer Data wherever it likes.").run()
    assert not page.exception
    assert "Your wording is still" in html(page)
    held = page.session_state["review"]
    [((provision, _), text)] = held.edited.items()
    assert (provision, text) == ("data-residency", "Vendor may process Customer Data wherever it likes.")
    assert [d.kind for d in held.decisions] == ["edit"]
    assert text in held.report.provisions[[p.id for p in held.report.provisions].index(provision)].suggestion.text


def test_decisions_have_author_and_time_and_can_be_taken_back(analysis: Analysis) -> None:
    held = reviewing(analysis)
    held.show("data-residency")
    page = opened(review_page, review=held)
    page.button(key="of-review-accept-data-residency").click().run()
    held = page.session_state["review"]
    assert held.accepted == {"data-residency"}
    assert held.decisions[0].who
    assert "accepted" in html(page)
    page.button(key="of-review-reopen-data-residency").click().run()
    assert page.session_state["review"].accepted == frozenset()


def test_a_saved_report_is_shown_without_its_text(analysis: Analysis) -> None:
    held = state.Review()
    held.take(Analysis(report=analysis.report, contracts=()))
    page = opened(review_page, review=held)
    assert "not kept" in page.info[0].value
    page.button(key="of-review-open-data-residency").click().run()
    assert not page.exception
    assert "data-jump=" not in html(page)


def test_text_of_a_contract_is_never_markup(
    core_library: Library, fast_retriever: Retriever, fast_settings: Settings
) -> None:
    hostile = (
        'SERVICES AGREEMENT between Acme <script>alert(1)</script> Ltd ("Client") and Provider Ltd ("Provider").\n\n'
        "1. Data <img src=x onerror=alert(2)>. Provider may use Client Data to train its AI models </div><h1>Gone</h1>.\n"
    )
    found = analyze(
        [ingest(hostile.encode(), name="<b>deal</b>.txt")],
        settings=fast_settings, library=core_library, retriever=fast_retriever,
    )  # fmt: skip
    held = state.Review()
    held.take(found)
    page = opened(review_page, review=held)
    page.button(key="of-review-open-data-ownership-training").click().run()
    shown = html(page)
    for mark in ("<script", "<img src=x", "</div><h1>", "<b>deal"):
        assert mark not in shown
    assert "&lt;img src=x" in shown


@pytest.fixture(scope="module")
def compared(core_library: Library, fast_retriever: Retriever, fast_settings: Settings) -> Compared:
    """The client's paper with one sentence turned against them, and nobody marked it."""
    from analyzer.comparing import compare_versions

    base = ingest(SAMPLES / "client-paper-ai-schedule.docx")
    lines = [b for b in base.blocks if "train" in base.text[b.start : b.end].lower()]
    worse = "Supplier may use Customer Data to train and improve its models."
    text = base.text[: lines[0].start] + worse + base.text[lines[0].end :]
    version = read_revisions(text.encode(), name="vendor.txt")
    return compare_versions(base, [version], settings=fast_settings, library=core_library, retriever=fast_retriever)


def test_compare_begins_empty_and_shows_its_refusal() -> None:
    page = opened(compare_page, comparison=state.Comparison(refusal="b.docx: another contract altogether"))
    assert "another contract" in page.error[0].value
    assert page.button(key="of-comparison-go").disabled


def test_a_comparison_says_first_what_nobody_marked(compared: Compared) -> None:
    page = opened(compare_page, comparison=state.Comparison(compared=compared))
    shown = html(page)
    assert shown.index("nobody marked any") < shown.index("data-cell=")
    assert "<ins>" in shown
    page.selectbox(key="of-comparison-provision").set_value("vendor-transparency").run()
    assert not page.exception


def test_the_portfolio_begins_empty() -> None:
    page = opened(portfolio_page)
    assert page.button(key="portfolio-start").disabled
    assert "first" in page.markdown[0].value


def test_the_library_is_browsed_and_a_copy_of_it_edited() -> None:
    page = opened(library_page)
    assert page.subheader[0].value
    page.button(key="library-copy").click().run()
    assert not page.exception
    page.selectbox(key="library-file").set_value("provisions/data-residency.md").run()
    area = next(a for a in page.text_area if a.key == "library-text-provisions/data-residency.md")
    area.set_value(area.value.replace("weight-high: 9", "weight-high: lots")).run()
    page.button(key="library-save").click().run()
    assert "Not saved" in page.error[0].value
    assert "weight-high" in page.code[0].value


@pytest.mark.parametrize("analysed", [False, True])
def test_about_says_what_left_the_machine_and_how_good_it_is(analysed: bool, analysis: Analysis) -> None:
    page = opened(about_page, **({"review": reviewing(analysis)} if analysed else {}))
    shown = html(page)
    assert "at least" in shown
    assert "Not legal advice" in page.warning[0].value
    assert (analysis.report.receipt.library_sha256 in shown) is analysed


def test_views_know_the_application_and_the_types_alone() -> None:
    for path in (ROOT / "ui" / "views").glob("*.py"):
        for name in _imports(path):
            ours = name.split(".")[0] == "analyzer"
            assert not ours or name in {"analyzer.models", "analyzer.errors"}, f"{path.name} imports {name}"


def test_only_services_call_the_analyzer() -> None:
    allowed = ("analyzer.models", "analyzer.errors", "analyzer.report", "analyzer.portfolio.words", "analyzer.settings")
    for path in (ROOT / "ui").rglob("*.py"):
        if path.parent.name not in {"services", "state"}:
            for name in _imports(path):
                assert not name.startswith("analyzer") or name.startswith(allowed), f"{path} imports {name}"


def test_no_contract_is_in_a_cache_and_only_state_names_keys() -> None:
    for path in (ROOT / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "cache_data" not in text, path
        assert "cache_resource" not in text, path
        assert "session_state" not in text or path.parent.name == "state", path


def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names
