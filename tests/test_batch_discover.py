"""What is a deal: in a folder, and by a manifest, with each of its mistakes named by line and column."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.batch.discover import _name_folders, discover
from analyzer.errors import UsageError
from analyzer.models.batch import Deal, Discovery, Grouping


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return folder


def found(source: Path, by: Grouping = "folder") -> dict[str, list[str]]:
    tasks = discover(source, out=source / "out", by=by).tasks
    return {t.deal.name: [f.path.relative_to(source).as_posix() for f in t.files] for t in tasks}


def test_files_at_the_top_are_deals_and_folders_below_are(tmp_path: Path) -> None:
    make(tmp_path, "MSA.pdf", "notes.txt", "harrow/MSA.docx", "harrow/annexes/dpa.pdf", "harrow/annexes/old/sla.pdf")
    assert found(tmp_path) == {
        "MSA.pdf": ["MSA.pdf"],
        "notes.txt": ["notes.txt"],
        "harrow": ["harrow/MSA.docx", "harrow/annexes/dpa.pdf", "harrow/annexes/old/sla.pdf"],
    }


def test_a_folder_that_only_sorts_deals_is_none_itself(tmp_path: Path) -> None:
    make(tmp_path, "emea/harrow/MSA.pdf", "emea/harrow/sow/1.pdf", "emea/northgate/MSA.pdf", "apac/2024/kite/MSA.pdf")
    assert set(found(tmp_path)) == {"emea/harrow", "emea/northgate", "apac/2024/kite"}


def test_by_file_each_file_is_a_deal(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", "harrow/a.pdf", "harrow/b.docx")
    assert found(tmp_path, "file") == {n: [n] for n in ("a.pdf", "harrow/a.pdf", "harrow/b.docx")}


def test_what_may_be_a_contract_is_tried_and_what_can_not_be_one_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "old.doc", "scan.TIF", "mail.msg", "contract", "prices.xlsx", "data.json", "a.pdf")
    make(tmp_path, ".hidden.pdf", ".git/x.pdf", "~$a.docx", "out/deals/a/report.md")
    os.mkfifo(tmp_path / "pipe.pdf")
    discovery = discover(tmp_path, out=tmp_path / "out")
    assert {t.deal.name for t in discovery.tasks} == {"old.doc", "scan.TIF", "mail.msg", "contract", "a.pdf"}
    assert {p.name for p in discovery.passed_over} == {"prices.xlsx", "data.json"}


def test_a_source_without_contracts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no contracts"):
        discover(tmp_path, out=tmp_path / "out")
    with pytest.raises(UsageError, match="there is no"):
        discover(tmp_path / "absent", out=tmp_path / "out")


@given(st.lists(st.text(min_size=1, max_size=120), min_size=1, max_size=8, unique=True))
def test_every_deal_has_a_folder_of_its_own_that_any_file_system_takes(names: list[str]) -> None:
    folders = _name_folders(names)
    assert len({folder.casefold() for folder in folders.values()}) == len(names)
    for folder in folders.values():
        assert 0 < len(folder.encode()) <= 110
        assert not set(folder) & set('/\\:*?"<>|\0\n')
        assert not folder.startswith(".")


# Manifests

HEAD = "deal,file,role,tier,posture,owner,annual_value,calendar\n"


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Discovery:
    (tmp_path / "deals.csv").write_text(text, encoding=encoding)
    return discover(tmp_path / "deals.csv", out=tmp_path / "out")


def test_a_manifest_says_all_there_is_to_say_of_a_deal(tmp_path: Path) -> None:
    text = (
        HEAD + "Harrow,harrow/sow.pdf,SOW,,,,,\n"
        'Harrow,harrow/msa.pdf,MSA,High,client,"Grace, Legal","1,200,000.50",us-ca\n'
        "\n"
        "Northgate,northgate.docx,,auto,,,,\n"
    )
    tasks = read(tmp_path, text).tasks
    assert tasks[0].deal == Deal(
        name="Harrow", tier="high", posture="client", owner="Grace, Legal", annual_value=1200000.5, calendar="US-CA"
    )
    assert [(f.path, f.role) for f in tasks[0].files] == [
        (tmp_path / "harrow/msa.pdf", "agreement"),
        (tmp_path / "harrow/sow.pdf", "statement of work"),
    ]
    assert tasks[1].deal == Deal(name="Northgate")
    assert tasks[1].files[0].role is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Deal;File;Annual Value\nMüller;a.pdf;5\n", "utf-8-sig"),
        ("deal\tfile\tannual_value\r\nMüller\ta.pdf\t5\r\n", "utf-8"),
    ],
)
def test_manifests_come_as_spreadsheets_write_them(tmp_path: Path, text: str, encoding: str) -> None:
    (task,) = read(tmp_path, text, encoding).tasks
    assert (task.deal.name, task.deal.annual_value, task.files[0].path.name) == ("Müller", 5.0, "a.pdf")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Harrow,a.pdf,boss,,,,,", "deals.csv:2 role: 'boss' is not one of agreement"),
        ("Harrow,a.pdf,,hi,,,,", "deals.csv:2 tier: 'hi' is not one of auto, routine, standard, high"),
        ("Harrow,a.pdf,,,soft,,,", "deals.csv:2 posture: 'soft' is not one of client, balanced, provider"),
        ("Harrow,a.pdf,,,,,EUR 5m,", "deals.csv:2 annual_value: 'EUR 5m' is no amount"),
        ('Harrow,a.pdf,,,,,"1.200.000",', "deals.csv:2 annual_value: '1.200.000' is no amount"),
        ("Harrow,a.pdf,,,,,,England", "deals.csv:2 calendar: 'ENGLAND' is no country"),
        ("Harrow,a.pdf,,,,,,XX", "deals.csv:2 calendar: 'XX' is no country whose holidays are known"),
        ("Harrow,a.pdf,,,,,,GB-LON", "deals.csv:2 calendar: 'GB-LON' has no region that is known; those of GB are ENG"),
        (",a.pdf,,,,,,", "deals.csv:2 deal: expected a value"),
        ("Harrow,,,,,,,", "deals.csv:2 file: expected a value"),
        ("Harrow,a.pdf", "deals.csv:2 line: 2 cells, expected 8"),
        ("Harrow,a.pdf,,,,,,\nKite,a.pdf,,,,,,", "deals.csv:3 file: a.pdf is in line 2 already"),
        (
            "Harrow,a.pdf,,high,,,,\nHarrow,b.pdf,,routine,,,,",
            "deals.csv:3 tier: routine here and high in an earlier line of deal 'Harrow'",
        ),
        ('Harrow,"a.pdf,,,,,,', "deals.csv:2 line: not valid CSV"),
    ],
)
def test_each_mistake_of_a_manifest_is_named_by_line_and_column(tmp_path: Path, lines: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(tmp_path, HEAD + lines + "\n")
    assert str(raised.value).startswith(said)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        read(tmp_path, HEAD + "Harrow,a.pdf,boss,hi,,,,\nKite,b.pdf,,,,,x,\n")
    assert [line.split(":")[1] for line in str(raised.value).splitlines()] == ["2 role", "2 tier", "3 annual_value"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1 deal: expected a column"),
        ("deal,price\n", "1 price: unknown column"),
        ("deal,file\n", "has no contracts"),
    ],
)
def test_a_manifest_without_its_columns_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(tmp_path, text)


def test_a_manifest_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_bytes("deal,file\nMüller,a.pdf\n".encode("latin-1"))
    with pytest.raises(UsageError, match="not UTF-8 text"):
        discover(tmp_path / "deals.csv", out=tmp_path / "out")
