"""The library browsed, copied and edited in the browser, and what stands on the page about an analysis."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.models import Analysis
from eval.last_run import keep_run
from eval.metrics import Figure
from eval.tables import Section
from tests.views.pages import about_page, html, library_page, opened, reviewing
from ui.services import accuracy, library

FILE = "provisions/data-residency.md"
TEXT = f"of-workspace-text-{FILE}"


def key(name: str) -> str:
    return f"of-workspace-library-{name}"


def test_a_copy_is_edited_checked_saved_and_put_back() -> None:
    page = opened(library_page)
    assert page.subheader[0].value
    page.button(key=key("copy")).click().run()
    page.selectbox(key=key("file")).set_value(FILE).run()
    shipped = page.text_area(key=TEXT).value
    assert page.button(key=key("save")).disabled
    page.text_area(key=TEXT).set_value(shipped.replace("weight-high: 9", "weight-high: lots")).run()
    page.button(key=key("save")).click().run()
    assert "Not saved" in page.error[0].value
    line = shipped.splitlines().index("weight-high: 9") + 1
    assert f"data-residency.md:{line}" in page.code[0].value
    assert library.read_file("default", FILE) == shipped

    mine = shipped.replace("weight-high: 9", "weight-high: 10")
    page.text_area(key=TEXT).set_value(mine).run()
    page.button(key=key("save")).click().run()
    assert not page.error
    assert library.read_file("default", FILE) == mine
    assert page.text_area(key=TEXT).value == mine
    assert page.button(key=key("save")).disabled
    [change] = library.read_history("default")
    assert "+weight-high: 10" in html(page)
    page.button(key=key(f"back-{change.folder.name}")).click().run()
    assert library.read_file("default", FILE) == shipped
    assert page.text_area(key=TEXT).value == shipped


def test_what_somebody_else_saved_is_not_overwritten() -> None:
    library.make_team_library("default")
    page = opened(library_page)
    page.selectbox(key=key("file")).set_value(FILE).run()
    was = page.text_area(key=TEXT).value
    page.text_area(key=TEXT).set_value(was.replace("weight-high: 9", "weight-high: 8")).run()
    theirs = was.replace("weight-high: 9", "weight-high: 10")
    library.save("default", FILE, theirs, who="bo", opened=was)
    page.button(key=key("save")).click().run()
    assert "somebody saved another version" in page.error[0].value
    assert library.read_file("default", FILE) == theirs
    page.button(key=key("discard")).click().run()
    assert page.text_area(key=TEXT).value == theirs


def test_a_change_can_be_tried_on_the_contract_under_review_or_on_the_sample(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[library.Trial] = []

    def pretend(workspace: str, file: str, text: str, trial: library.Trial) -> library.Effect:
        tried.append(trial)
        shift = library.Shift("Data residency", "Places", before="strong", after="weak")
        return library.Effect(score_before=60.0, score_after=55.5, shifts=(shift,))

    monkeypatch.setattr(library, "what_would_change", pretend)
    library.make_team_library("default")
    page = opened(library_page, review=reviewing(analysis))
    page.selectbox(key=key("file")).set_value("scoring.yaml").run()
    area = page.text_area(key="of-workspace-text-scoring.yaml")
    area.set_value(area.value.replace("adverse: -0.5", "adverse: 0.0")).run()
    page.button(key=key("what")).click().run()
    assert "One element would be judged otherwise" in html(page)
    page.selectbox(key=key("trial")).set_value("The sample: vendor-paper-ai-services.docx").run()
    page.button(key=key("what")).click().run()
    assert [trial.report == analysis.report for trial in tried] == [True, False]
    assert [trial.name for trial in tried] == ["vendor-paper-ai-services.docx"] * 2


@pytest.mark.parametrize("analysed", [False, True])
def test_about_says_what_left_the_machine_and_how_good_it_is(analysed: bool, analysis: Analysis) -> None:
    page = opened(about_page, **({"review": reviewing(analysis)} if analysed else {}))
    shown = html(page)
    assert "at least" in shown
    assert "Not legal advice" in page.warning[0].value
    assert (analysis.report.receipt.library_sha256 in shown) is analysed
    assert ("Nothing." in shown) is analysed


def test_the_figures_are_those_that_eval_wrote(tmp_path: Path) -> None:
    name = "element detection: F1"
    file = tmp_path / "last-run.json"
    floors = [f for f in accuracy.read_figures(last_run=file) if f.name == name]
    assert floors
    assert {f.measured for f in floors} == {None}
    figure = Figure(name, value=0.8125, low=0.7, high=0.9, cases=40, draws=(0.7, 0.8, 0.9, float("nan")))
    keep_run([Section(key="labelled core", title="", figures=[figure])], file=file)
    measured = {f.about: f.measured for f in accuracy.read_figures(last_run=file) if f.name == name}
    found = measured["Real contracts, core provisions"]
    assert found is not None
    assert (found.value, round(found.low, 3), round(found.high, 3)) == (0.8125, 0.705, 0.895)
    assert measured["Real contracts, all provisions"] is None


@pytest.mark.parametrize("text", ["{", "[]", '{"labelled core": 3}'])
def test_figures_that_can_not_be_read_are_as_if_not_measured(text: str, tmp_path: Path) -> None:
    file = tmp_path / "last-run.json"
    file.write_text(text, encoding="utf-8")
    assert {f.measured for f in accuracy.read_figures(last_run=file)} == {None}
