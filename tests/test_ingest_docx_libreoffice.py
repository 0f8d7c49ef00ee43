"""Automatic numbers beside those LibreOffice shows: in the cases of test_ingest_docx_numbering, and in real documents.

Word is the authority, LibreOffice the yardstick; a case where they differ says how.
"""

import shutil
from pathlib import Path

import pytest

from eval.libreoffice import LibreOffice, compare_labels
from tests.builders import build_docx
from tests.test_ingest_docx_numbering import CASES, read

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed: numbers are not compared with LibreOffice")
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


def test_libreoffice_shows_the_same_labels_in_the_cases(libreoffice: LibreOffice) -> None:
    files = {c.name: build_docx(*c.lines, lists=c.lists, styles=c.styles) for c in CASES}
    exported = libreoffice.export(files)
    differing = {name: compare_labels(read(data), exported[name])[1] for name, data in files.items()}
    for case in CASES:
        if differing[case.name]:
            print(case.name, "-", case.libreoffice, differing[case.name])
    assert {name for name, found in differing.items() if found} == {c.name for c in CASES if c.libreoffice}


def test_libreoffice_shows_the_same_labels_in_real_documents(libreoffice: LibreOffice) -> None:
    if not SHARED.exists():
        pytest.skip("no ../shared beside the project: numbers of real documents are not compared")
    paths = sorted(p for folder in ("docx", "tracked", "labelled") for p in (SHARED / folder).glob("*.docx"))
    files = {path.name: path.read_bytes() for path in paths}
    exported = libreoffice.export(files)
    total, differing = 0, {}
    for name, data in files.items():
        agreed, different = compare_labels(read(data, name), exported[name])
        print(f"{name}: {len(agreed)} labels agree, {len(different)} differ")
        total += len(agreed)
        if different:
            differing[name] = different
    assert differing == {}
    assert total > 480
