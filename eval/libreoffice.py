"""Automatic numbers as LibreOffice shows them, to compare ours with. Word is the authority, LibreOffice the yardstick."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

from analyzer.models import Block, Document

_TIMEOUT_S = 300
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
        import docx

        self._place = place
        self._profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        # Converting anything once makes the profile the macro goes into.
        seed = io.BytesIO()
        docx.Document().save(seed)
        (place / "seed.docx").write_bytes(seed.getvalue())
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
            ["soffice", self._profile, "--headless", *arguments], capture_output=True, timeout=_TIMEOUT_S, check=True
        )

    def export(self, files: Mapping[str, bytes]) -> dict[str, list[str]]:
        """Return the lines of each file; all go in one run, for starting takes longer than exporting."""
        folder = self._place / str(len(list(self._place.iterdir())))
        folder.mkdir()
        for at, data in enumerate(files.values()):
            (folder / f"{at}.docx").write_bytes(data)
        self._run(f'macro:///Standard.Proof.Export("{folder.as_uri()}")')
        texts = ((folder / f"{at}.docx.txt").read_text("utf-8") for at in range(len(files)))
        return {name: [x for x in map(plain, text.splitlines()) if x] for name, text in zip(files, texts, strict=True)}


@contextmanager
def open_libreoffice() -> Iterator[LibreOffice]:
    """Start with a profile of its own in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield LibreOffice(Path(folder))


def compare_labels(document: Document, lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the labels both show, and the differences; a paragraph LibreOffice doesn't export counts as neither."""
    words = [_words_of(document, block) for block in document.blocks]
    agreed, differing = [], []
    for i, j in _pair(words, lines):
        label = lines[j][: len(lines[j]) - len(words[i])].strip()
        theirs, ours = label if re.search(r"\w", label) else "", document.blocks[i].number or ""
        if theirs != plain(ours):
            differing.append(f"{ours!r} here, {theirs!r} there: {words[i][:60]}")
        elif ours:
            agreed.append(ours)
    return agreed, differing


def plain(text: str) -> str:
    """Return text on one line, as exported lines are compared: no soft hyphens, no hidden marks."""
    return " ".join(re.sub("[\u00ad\u200b\ufeff]", "", text).replace("\u2011", "-").split())


def _pair(words: Sequence[str], lines: Sequence[str]) -> Iterator[tuple[int, int]]:
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


def _words_of(document: Document, block: Block) -> str:
    """Return the words LibreOffice puts on one line: a paragraph, or the first cell of a row."""
    cell = next((c for c in block.cells if c.end > c.start), block)
    return plain(document.text[cell.start : cell.end])
