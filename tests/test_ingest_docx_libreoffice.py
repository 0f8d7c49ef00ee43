"""Automatic numbers beside those LibreOffice shows: in the cases of test_ingest_docx_numbering, and in real documents.

Word is the authority, LibreOffice the yardstick; a case where they differ says how.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

import pytest

from analyzer.models.document import Block, Document
from tests.builders import build_docx
from tests.test_ingest_docx_numbering import CASES, read

SHARED = Path(__file__).parents[2] / "shared" / "data"
_XBA = """Sub Export(folder As String)
Dim hidden(0) As New com.sun.star.beans.PropertyValue
hidden(0).Name = "Hidden" : hidden(0).Value = True
Dim plain(0) As New com.sun.star.beans.PropertyValue
plain(0).Name = "FilterName" : plain(0).Value = "Text"
dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
file = Dir(folder & "/*.docx")
Do While file <> ""
  contract = StarDesktop.loadComponentFromURL(folder & "/" & file, "_blank", 0, hidden())
  dispatcher.executeDispatch(contract.CurrentController.Frame, ".uno:AcceptAllTrackedChanges", "", 0, Array())
  contract.storeToURL(folder & "/" & file & ".txt", plain())
  contract.close(True)
  file = Dir
Loop
End Sub"""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {0}:{1} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" '
)
_LIBRARY = (
    '"library.dtd">\n<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false">{}</library:library>'
)
# What LibreOffice exports before the words of a paragraph: a label of at most two words, or a bullet.
_LABEL = re.compile(r"(\S+ ?){0,2}")


class LibreOffice:
    """Exports files as plain text, all tracked changes accepted first, which its own converter does not do."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        (place / "seed.docx").write_bytes(build_docx("x"))
        self._run("--convert-to", "txt:Text", "--outdir", str(place), str(place / "seed.docx"))
        module = place / "profile" / "user" / "basic" / "Standard"
        module.mkdir(parents=True, exist_ok=True)
        listed = '<library:element library:name="Proof"/>'
        (module / "script.xlb").write_text(_HEAD.format("library", "library") + _LIBRARY.format(listed))
        (module / "dialog.xlb").write_text(_HEAD.format("library", "library") + _LIBRARY.format(""))
        (module / "Proof.xba").write_text(
            _HEAD.format("script", "module")
            + '"module.dtd">\n<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Proof" '
            + f'script:language="StarBasic">{escape(_XBA)}</script:module>'
        )

    def _run(self, *arguments: str) -> None:
        subprocess.run(
            ["soffice", self._profile, "--headless", *arguments], capture_output=True, timeout=300, check=True
        )

    def lines(self, files: Mapping[str, bytes]) -> dict[str, list[str]]:
        """Export all files in one go, for starting takes longer than exporting."""
        folder = self._place / str(len(list(self._place.iterdir())))
        folder.mkdir()
        for at, data in enumerate(files.values()):
            (folder / f"{at}.docx").write_bytes(data)
        self._run(f'macro:///Standard.Proof.Export("{folder.as_uri()}")')
        texts = ((folder / f"{at}.docx.txt").read_text("utf-8") for at in range(len(files)))
        return {name: [x for x in map(plain, text.splitlines()) if x] for name, text in zip(files, texts, strict=True)}


def plain(text: str) -> str:
    return " ".join(re.sub("[\u00ad\u200b\ufeff]", "", text).replace("\u2011", "-").split())


def pair(words: list[str], lines: list[str]) -> Iterator[tuple[int, int]]:
    """Pair paragraphs with exported lines so that as many as possible fit, in order."""
    fits = [[line.endswith(w) and bool(_LABEL.fullmatch(line[: len(line) - len(w)])) for line in lines] for w in words]
    best = [[0] * (len(lines) + 1) for _ in range(len(words) + 1)]
    for i in reversed(range(len(words))):
        for j in reversed(range(len(lines))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + fits[i][j])
    i = j = 0
    while i < len(words) and j < len(lines):
        if fits[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def words_of(document: Document, block: Block) -> str:
    """The words LibreOffice puts on one line: a paragraph, or the first cell of a row."""
    cell = next((c for c in block.cells if c.end > c.start), block)
    return plain(document.text[cell.start : cell.end])


def compare(document: Document, lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the labels both show, and the differences; a paragraph LibreOffice doesn't export counts as neither."""
    words = [words_of(document, block) for block in document.blocks]
    agreed, differing = [], []
    for i, j in pair(words, lines):
        label = lines[j][: len(lines[j]) - len(words[i])].strip()
        theirs, ours = label if re.search(r"\w", label) else "", document.blocks[i].number or ""
        if theirs != plain(ours):
            differing.append(f"{ours!r} here, {theirs!r} there: {words[i][:60]}")
        elif ours:
            agreed.append(ours)
    return agreed, differing


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed: numbers are not compared with LibreOffice")
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


def test_libreoffice_shows_the_same_labels_in_the_cases(libreoffice: LibreOffice) -> None:
    files = {c.name: build_docx(*c.lines, lists=c.lists, styles=c.styles) for c in CASES}
    exported = libreoffice.lines(files)
    differing = {name: compare(read(data), exported[name])[1] for name, data in files.items()}
    for case in CASES:
        if differing[case.name]:
            print(case.name, "-", case.libreoffice, differing[case.name])
    assert {name for name, found in differing.items() if found} == {c.name for c in CASES if c.libreoffice}


def test_libreoffice_shows_the_same_labels_in_real_documents(libreoffice: LibreOffice) -> None:
    if not SHARED.exists():
        pytest.skip("no ../shared beside the project: numbers of real documents are not compared")
    paths = sorted(p for folder in ("docx", "tracked", "labelled") for p in (SHARED / folder).glob("*.docx"))
    files = {path.name: path.read_bytes() for path in paths}
    exported = libreoffice.lines(files)
    total, differing = 0, {}
    for name, data in files.items():
        agreed, different = compare(read(data, name), exported[name])
        print(f"{name}: {len(agreed)} labels agree, {len(different)} differ")
        total += len(agreed)
        if different:
            differing[name] = different
    assert differing == {}
    assert total > 480
