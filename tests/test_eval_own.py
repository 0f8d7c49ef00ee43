"""A user's own labels: how they are read, what is said of mistakes, what is worked out from them."""

import json
import random
from pathlib import Path

import pytest

from analyzer.errors import UsageError
from analyzer.library import Library
from analyzer.settings import Settings
from eval.__main__ import main
from eval.own.abstention import tabulate_abstention
from eval.own.calibration import Calibration, calibrate
from eval.own.judged import JudgedOwn, Judgement, Said
from eval.own.labels import Label, LabelStatus, OwnCase, load_own, write_template
from eval.own.tables import score_own, share_with_interval, tabulate_by_provision, tabulate_confusion

PROVISION = "model-change-notice"
CONTRACT = """SERVICES AGREEMENT

This Agreement is made between Acme Ltd (the "Client") and Borex Inc (the "Supplier").

1. MODEL CHANGES

1.1 The Supplier shall give the Client at least sixty (60) days' written notice before it changes, retrains or replaces any AI model used in the Services.

2. FEES

2.1 The Client shall pay the Charges within thirty days of a valid invoice.
"""


def folder_with(tmp_path: Path, **files: str) -> Path:
    """Make a folder with a contract and label files, named by their extension."""
    folder = tmp_path / "labels"
    folder.mkdir()
    (folder / "acme.txt").write_text(CONTRACT, encoding="utf-8")
    for extension, text in files.items():
        (folder / f"acme.{extension}").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "text",
    [
        f"provision,element,status,quote\n{PROVISION},notice-period,strong,at least sixty (60) days\n{PROVISION},,present,\n",
        f"\ufeffProvision;Element;Status;Quote\n{PROVISION};notice-period;Strong;at least sixty (60) days\n{PROVISION};;present;\n",
        f"provision\telement\tstatus\tquote\n{PROVISION}\tnotice-period\tstrong\tat least sixty (60) days\n{PROVISION}\t\tpresent\t\n",
    ],
    ids=["commas", "as Excel writes it where the comma is the decimal mark", "tabs"],
)
def test_a_csv_is_read_however_it_was_saved(tmp_path: Path, core_library: Library, text: str) -> None:
    loaded = load_own(folder_with(tmp_path, csv=text), core_library)
    assert loaded.unlabelled == ()
    assert [(label.element, label.status, label.quote) for label in loaded.cases[0].labels] == [
        ("notice-period", "strong", "at least sixty (60) days"),
        (None, "present", ""),
    ]


def test_a_workbook_and_a_list_in_json_say_the_same(tmp_path: Path, core_library: Library) -> None:
    from openpyxl import Workbook

    folder = folder_with(tmp_path)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("provision", "element", "status"), (PROVISION, "notice-period", "weak"), (PROVISION, None, "missing")):
        sheet.append(row)
    book.save(folder / "acme.xlsx")
    from_workbook = load_own(folder, core_library).cases
    (folder / "acme.xlsx").unlink()
    rows = [
        {"provision": PROVISION, "element": "notice-period", "status": "weak"},
        {"provision": PROVISION, "status": "missing"},
    ]
    (folder / "acme.json").write_text(json.dumps(rows), encoding="utf-8")
    from_json = load_own(folder, core_library).cases

    def said(cases: tuple[OwnCase, ...]) -> list[tuple[str | None, LabelStatus]]:
        return [(label.element, label.status) for label in cases[0].labels]

    assert said(from_workbook) == said(from_json) == [("notice-period", "weak"), (None, "missing")]


def test_a_case_of_this_project_labels_every_element_that_is_not_optional(
    tmp_path: Path, core_library: Library
) -> None:
    case = {
        "doc": "acme",
        "tier": "high",
        "elements": [
            {"provision": PROVISION, "element": "notice-period", "status": "strong", "quotes": ["sixty (60) days"]},
            {"provision": PROVISION, "element": "change-trigger", "status": "weak", "optional": True},
        ],
    }
    cases = load_own(folder_with(tmp_path, json=json.dumps(case)), core_library).cases
    statuses = {(label.provision, label.element): label.status for label in cases[0].labels}
    assert cases[0].tier == "high"
    assert len(statuses) == len(core_library.elements) - 1
    assert [key for key, status in statuses.items() if status != "missing"] == [(PROVISION, "notice-period")]


def test_every_mistake_is_told_with_its_line(tmp_path: Path, core_library: Library) -> None:
    text = (
        "provision,element,status\n"
        "no-such,,strong\n"
        f"{PROVISION},no-such,strong\n"
        f"{PROVISION},notice-period,strng\n"
        f"{PROVISION},,weak\n"
        f"{PROVISION},,missing\n"
    )
    with pytest.raises(UsageError) as caught:
        load_own(folder_with(tmp_path, csv=text), core_library)
    lines = str(caught.value).splitlines()
    assert [line.split(":")[:2] for line in lines] == [
        ["acme.csv", "2 provision"],
        ["acme.csv", "3 element"],
        ["acme.csv", "4 status"],
        ["acme.csv", "6 provision"],
    ]
    assert "strong, adequate, weak, missing, adverse, present" in lines[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[\n {"provision": "x"\n', "acme.json:3 file: not valid JSON"),
        (
            '[\n {"provision": "%s", "status": "weak"},\n {"provision": "%s", "grade": "weak"}\n]',
            "acme.json:3 grade: unknown",
        ),
        ('"weak"', "acme.json:1 file: expected a list"),
        ("[3]", "acme.json:1 label: expected an object"),
        ('{"doc": "acme", "tier": "huge", "elements": []}', "acme.json:1 tier"),
    ],
)
def test_mistakes_in_json_are_told_with_their_line(tmp_path: Path, core_library: Library, text: str, said: str) -> None:
    text = text.replace("%s", PROVISION)
    with pytest.raises(UsageError, match="^" + said.replace(".", r"\.")):
        load_own(folder_with(tmp_path, json=text), core_library)


def test_a_table_without_the_needed_columns_is_refused(tmp_path: Path, core_library: Library) -> None:
    with pytest.raises(UsageError, match=r"acme\.csv:1 header: no column 'status'"):
        load_own(folder_with(tmp_path, csv="provision,grade\n"), core_library)


def test_a_template_has_every_provision_and_labels_nothing_until_it_is_filled(
    tmp_path: Path, core_library: Library
) -> None:
    folder = folder_with(tmp_path)
    file = write_template(folder / "acme.txt", core_library)
    loaded = load_own(folder, core_library)
    assert (loaded.cases, loaded.unlabelled) == ((), (folder / "acme.txt",))
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(core_library.provisions)
    file.write_text(lines[0] + "\n" + lines[1].replace(",,,", ",,weak,,", 1).replace(",,,,", ",,,"), encoding="utf-8")
    assert [label.status for label in load_own(folder, core_library).cases[0].labels] == ["weak"]


def test_a_label_file_without_a_contract_is_named_and_a_readme_is_no_contract(
    tmp_path: Path, core_library: Library
) -> None:
    folder = folder_with(tmp_path)
    (folder / "other.csv").write_text("provision,status\n", encoding="utf-8")
    (folder / "README.md").write_text("About these labels.", encoding="utf-8")
    loaded = load_own(folder, core_library)
    assert loaded.astray == (folder / "other.csv",)
    assert loaded.unlabelled == (folder / "acme.txt",)


def judgement(status: LabelStatus, said: Said, probability: float = 0.8, provision: str = PROVISION) -> Judgement:
    return Judgement(Label(provision, None, status, "", "acme.csv:2"), said, probability, None)


def judged(*judgements: Judgement) -> JudgedOwn:
    case = OwnCase(Path("acme.txt"), tuple(j.label for j in judgements), "standard")
    return JudgedOwn(case, judgements, ())


def test_present_asks_only_whether_it_is_found() -> None:
    assert judgement("present", "weak").right
    assert not judgement("present", "missing").right
    assert not judgement("strong", "weak").right


def test_figures_and_tables_are_over_all_labels() -> None:
    rows = [judged(judgement("strong", "weak"), judgement("missing", "weak", provision="data-residency"))] * 3
    rows += [judged(judgement("weak", "weak"), judgement("adverse", "missing"))]
    figures = {figure.name: figure.value for figure in score_own(rows)}
    assert figures["found: precision"] == pytest.approx(4 / 7)
    assert figures["found: recall"] == pytest.approx(4 / 5)
    assert figures["status agrees (either side not missing)"] == pytest.approx(1 / 8)
    assert figures["adverse called adverse"] == 0.0
    by_provision = {row[0]: row for row in tabulate_by_provision(rows).rows}
    assert by_provision["data-residency"][1:4] == ("3", "0", "3")
    assert by_provision[PROVISION][-1] == "1 of 5"
    confusion = tabulate_confusion(rows)
    assert dict(zip(confusion.header, confusion.rows[0], strict=True))["weak"] == "3"


def test_an_interval_on_a_handful_of_labels_does_not_pretend_to_know() -> None:
    assert share_with_interval(5, 5) == ("1.00", ".57 to 1.00")
    assert share_with_interval(0, 3)[1].startswith(".00 to ")
    assert share_with_interval(0, 0) == ("-", "")


def test_answering_less_is_right_more_often_when_confidence_means_something() -> None:
    sure = [judgement("weak", "weak", 0.9)] * 8
    unsure = [judgement("weak", "strong", 0.4)] * 2
    rows = [judged(*sure, *unsure)]
    table = {row[0]: row for row in tabulate_abstention(rows).rows}
    assert table["always"][1:3] == ("1.00", ".80")
    assert table[".90"][1:3] == (".80", "1.00")


AS_MEASURED = {"encoder": "fast", "library_sha256": "0" * 64}


def overconfident(contracts: int) -> list[JudgedOwn]:
    """Labels of which six in ten are right where nine in ten are promised."""
    source = random.Random(1)
    return [
        judged(
            *(
                judgement("weak", "weak" if source.random() < 0.6 else "strong", source.uniform(0.85, 0.95))
                for _ in range(20)
            )
        )
        for _ in range(contracts)
    ]


def test_calibration_lowers_a_promise_that_is_not_kept_and_says_what_it_gained() -> None:
    calibration, table = calibrate(overconfident(8), **AS_MEASURED)
    assert calibration.found is not None
    assert calibration.missing is None
    assert calibration.found.brier_left_out < calibration.found.brier_before
    assert calibration.found.apply(0.9) == pytest.approx(0.6, abs=0.12)
    assert Calibration.model_validate_json(calibration.model_dump_json()) == calibration
    assert any(row[0].startswith("called missing: too few") for row in table.rows)


def test_probabilities_that_are_right_are_left_as_they_are() -> None:
    source = random.Random(2)
    rows = [
        judged(
            *(judgement("weak", "weak" if source.random() < p else "strong", p) for p in (0.1, 0.3, 0.5, 0.7, 0.9) * 8)
        )
        for _ in range(4)
    ]
    calibration, table = calibrate(rows, **AS_MEASURED)
    assert calibration.found is None or calibration.found.apply(0.7) == pytest.approx(0.7, abs=0.12)
    assert any("as it is" in row[0] for row in table.rows)


def test_two_contracts_are_too_few_to_calibrate_on() -> None:
    with pytest.raises(UsageError, match="too few"):
        calibrate(overconfident(2), **AS_MEASURED)


def test_the_command_measures_a_folder_and_remembers_the_figures(
    tmp_path: Path, fast_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLAUSE_ANALYZER_LIBRARY_DIR", str(fast_settings.library_dir))
    monkeypatch.setenv("CLAUSE_ANALYZER_CACHE_DIR", str(fast_settings.cache_dir))
    monkeypatch.setenv("CLAUSE_ANALYZER_ENCODER", "fast")
    text = f"provision,element,status,quote\n{PROVISION},notice-period,strong,at least sixty (60) days\n{PROVISION},rollback-pinning,missing,\n"
    folder = folder_with(tmp_path, csv=text)
    (folder / "unlabelled.md").write_text("Nothing here.", encoding="utf-8")
    assert main([str(folder), "--json", str(tmp_path / "figures.json")]) == 0
    printed = capsys.readouterr()
    assert "### labels: 1 contracts" in printed.out
    assert "| always" in printed.out
    assert "unlabelled.md: no labels" in printed.err
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["sections"][0]["figures"]
    assert {f["name"]: f["value"] for f in figures}["found: recall"] == 1.0
    assert main([str(folder)]) == 0
    assert "same" in capsys.readouterr().out


def test_no_folder_no_labels_and_mistakes_end_with_one_line_and_code_two(
    tmp_path: Path, fast_settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLAUSE_ANALYZER_LIBRARY_DIR", str(fast_settings.library_dir))
    monkeypatch.setenv("CLAUSE_ANALYZER_CACHE_DIR", str(fast_settings.cache_dir))
    monkeypatch.setenv("CLAUSE_ANALYZER_ENCODER", "fast")
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "neither a measurement nor a folder" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    assert "run with --template" in capsys.readouterr().err
    assert main([str(folder_with(tmp_path, csv="provision,status\nx,weak\n"))]) == 2
    assert "acme.csv:2 provision" in capsys.readouterr().err
