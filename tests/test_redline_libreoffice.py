"""Redlines as LibreOffice takes them: it opens them, and accepting or rejecting all in it gives the two texts."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from analyzer.ingest import ingest
from analyzer.models import NewDefinition
from analyzer.redline.opening import find_libreoffice, opens
from analyzer.segment import segment
from tests.redline_builders import Redlined, edit, resolve, run, suggest, tiny_docx

HOSTS = Path(__file__).parent / "hosts"
_BASIC = """Sub Export(folder As String)
Dim hidden(0) As New com.sun.star.beans.PropertyValue
hidden(0).Name = "Hidden" : hidden(0).Value = True
Dim plain(0) As New com.sun.star.beans.PropertyValue
plain(0).Name = "FilterName" : plain(0).Value = "Text"
dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
For Each way In Array("Accept", "Reject")
  file = Dir(folder & "/*.docx")
  Do While file <> ""
    contract = StarDesktop.loadComponentFromURL(folder & "/" & file, "_blank", 0, hidden())
    dispatcher.executeDispatch(contract.CurrentController.Frame, ".uno:" & way & "AllTrackedChanges", "", 0, Array())
    contract.storeToURL(folder & "/" & file & "." & way & ".txt", plain())
    contract.close(True)
    file = Dir
  Loop
Next way
End Sub"""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}">\n'
_LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"'
    ' library:passwordprotected="false">{}</library:library>'
)
_MODULE = (
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Proof" script:language="StarBasic">{}'
    "</script:module>"
)


def settle(place: Path, files: Mapping[str, bytes]) -> dict[tuple[str, str], list[str]]:
    """Accept all changes of each file in LibreOffice, and reject them; return the words of each paragraph."""
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"

    def office(*arguments: str) -> None:
        subprocess.run(["soffice", profile, "--headless", *arguments], capture_output=True, timeout=300, check=True)

    (place / "seed.txt").write_text("x")
    office("--convert-to", "pdf", "--outdir", str(place), str(place / "seed.txt"))
    basic, folder = place / "profile" / "user" / "basic" / "Standard", place / "files"
    basic.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    listed = '<library:element library:name="Proof"/>'
    (basic / "script.xlb").write_text(_XML.format("library:library", "library.dtd") + _LIBRARY.format(listed))
    (basic / "dialog.xlb").write_text(_XML.format("library:library", "library.dtd") + _LIBRARY.format(""))
    (basic / "Proof.xba").write_text(_XML.format("script:module", "module.dtd") + _MODULE.format(escape(_BASIC)))
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    office(f'macro:///Standard.Proof.Export("{folder.as_uri()}")')
    return {
        (name, way): [
            words
            for line in (folder / f"{name}.docx.{way}.txt").read_text("utf-8").splitlines()
            if (words := plain(line))
        ]
        for name in files
        for way in ("Accept", "Reject")
    }


def plain(text: str) -> str:
    return " ".join(re.sub("[\u00ad\u200b\ufeff]", "", text).replace("\u2011", "-").split())


def redlined(data: bytes) -> Redlined:
    """Redline a host in every way there is."""
    contract = segment(ingest(data, name="host.docx"))
    document = contract.document
    end = next((c.start for c in contract.clauses if c.kind in {"signature", "schedule"}), len(document.text))
    sentences = [p for p in contract.passages if p.kind == "sentence" and p.end - p.start > 60][:6]
    changed = [
        edit("tighten", f"t{n}", document, p.start, p.end, None, re.sub(r"\b(?:the|shall|will)\b", "every", document.text[p.start : p.end]))
        for n, p in enumerate(sentences)
    ]  # fmt: skip
    labels = [c.label for c in contract.clauses if c.label and c.parent is not None and c.start < end]
    new = [
        edit("insert", "n1", document, end, end, labels[-1] if labels else None, "Provider gives notice:\n(a) early; and\n(b) in writing."),
        edit("override", "n2", document, end, end, labels[-1] if labels else None, "Despite section 1, Client may refuse.", "section 1"),
    ]  # fmt: skip
    definition = NewDefinition(term="Model", text="means a model of any kind.")
    return run(data, suggest(*changed, *new, section="99", definitions=[definition]), contract=contract)


PENDING = [
    "Host agreement with a pending change.",
    "Provider {-may-}{+shall+} give notice of 15 days to Client about each change.",
    "See clause {= REF x =14.2=} for what Provider has to do about the change that it makes.",
    "| One cell with words that Provider shall keep in mind while it works for Client | Another",
    "{+A paragraph that the other side put in.+} ¶+",
    "A last clause of the host about the law that governs it and nothing else.",
]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed: redlines are not opened in it")
def test_libreoffice_accepts_and_rejects_all_as_word_would(tmp_path: Path) -> None:
    hosts = {path.stem: path.read_bytes() for path in sorted(HOSTS.glob("*.docx"))} | {"pending": tiny_docx(PENDING)}
    done = {name: redlined(data) for name, data in hosts.items()}
    assert all(d.result.file is not None for d in done.values())
    texts = settle(
        tmp_path,
        {f"{name}-new": d.data for name, d in done.items()}
        | {f"{name}-old": d.source for name, d in done.items()}
        | {f"{name}-accepted": resolve(d.data, accept=True) for name, d in done.items()},
    )
    for name in hosts:
        assert texts[f"{name}-new", "Reject"] == texts[f"{name}-old", "Reject"], name
        assert texts[f"{name}-new", "Accept"] == texts[f"{name}-accepted", "Accept"], name
        assert any("Despite section 1, Client may refuse." in line for line in texts[f"{name}-new", "Accept"])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed: redlines are not opened in it")
def test_the_gate_lets_libreoffice_open_it() -> None:
    command = find_libreoffice()
    assert command is not None
    assert opens(command, tiny_docx(PENDING))
    assert not opens(command, tiny_docx(PENDING)[:-200])
