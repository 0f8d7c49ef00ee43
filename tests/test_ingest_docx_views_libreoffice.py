"""Base and proposed views beside what LibreOffice shows once it has rejected or accepted all changes, numbers included.

Word is the authority, LibreOffice the yardstick: where they differ a case or a file says how, and is held to it.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from pathlib import Path

import pytest

from analyzer.ingest import ingest
from analyzer.models.document import Document
from eval.libreoffice import LibreOffice, plain
from tests.builders import build_docx, change_parts, inline_xml, part_of, run_xml
from tests.test_ingest_docx_libreoffice import SHARED
from tests.test_ingest_docx_views import BY, LISTS, paragraph

COMMANDS = {"base": "Reject", "proposed": "Accept"}
_MACRO = r"""Sub Export(folder As String, command As String)
  On Error Goto Failed ' a message box would wait for ever
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  file = Dir(folder & "/*.docx")
  Do While file <> ""
    contract = StarDesktop.loadComponentFromURL(folder & "/" & file, "_blank", 0, hidden())
    dispatcher.executeDispatch(contract.CurrentController.Frame, ".uno:" & command & "AllTrackedChanges", "", 0, Array())
    stream = createUnoService("com.sun.star.io.TextOutputStream")
    stream.setOutputStream(files.openFileWrite(folder & "/" & file & "." & command & ".txt"))
    stream.setEncoding("UTF-8")
    Walk("body", contract.Text, stream)
    For Each notes In Array(contract.Footnotes, contract.Endnotes)
      For i = 0 To notes.Count - 1
        Walk("note", notes.getByIndex(i), stream)
      Next
    Next
    For i = 0 To contract.DrawPage.Count - 1
      Shape(contract.DrawPage.getByIndex(i), stream)
    Next
    styles = contract.StyleFamilies.getByName("PageStyles")
    For i = 0 To styles.Count - 1
      If styles.getByIndex(i).isInUse() Then
        For Each margin In Array("HeaderText", "HeaderTextFirst", "FooterText", "FooterTextFirst")
          story = styles.getByIndex(i).getPropertyValue(margin)
          If Not IsNull(story) And Not IsEmpty(story) Then Walk("margin", story, stream)
        Next
      End If
    Next
    stream.closeOutput()
    contract.close(True)
    file = Dir
  Loop
  Exit Sub
Failed:
  stream = createUnoService("com.sun.star.io.TextOutputStream")
  stream.setOutputStream(files.openFileWrite(folder & "/error.txt"))
  stream.writeString(file & ", line " & Erl & ": " & Error$)
  stream.closeOutput()
  StarDesktop.terminate()
End Sub

Sub Shape(item, stream)
  If item.supportsService("com.sun.star.drawing.GroupShape") Then
    For i = 0 To item.Count - 1
      Shape(item.getByIndex(i), stream)
    Next
  ElseIf item.supportsService("com.sun.star.text.TextFrame") Then
    Walk("box", item, stream)
  ElseIf HasUnoInterfaces(item, "com.sun.star.text.XText") Then
    For Each words In Split(item.String, Chr(10))
      stream.writeString("box" & Chr(9) & Chr(9) & words & Chr(10))
    Next
  End If
End Sub

Sub Walk(kind As String, story, stream)
  items = story.createEnumeration()
  Do While items.hasMoreElements()
    item = items.nextElement()
    If item.supportsService("com.sun.star.text.TextTable") Then
      For Each cell In item.CellNames
        Walk(kind & "/" & item.Name & "." & cell, item.getCellByName(cell), stream)
      Next
    Else
      words = Join(Split(Join(Split(Shown(item), Chr(10)), " "), Chr(9)), " ")
      stream.writeString(kind & Chr(9) & item.ListLabelString & Chr(9) & words & Chr(10))
    End If
  Loop
End Sub

Function Shown(item) As String
  words = ""
  parts = item.createEnumeration()
  Do While parts.hasMoreElements()
    part = parts.nextElement()
    Select Case part.TextPortionType
    Case "Text", "TextField", "InContentMetadata"
      If Not part.CharHidden Then words = words & part.String
    Case "ContentControl"
      words = words & Shown(part.ContentControl)
    End Select
  Loop
  Shown = words
End Function"""

# A label is None where it is not known: of notes there, of all cells of a row but the first here.
Line = tuple[str | None, str]


@dataclass
class Shown:
    """What one side shows: lines of the body (a cell is a line) and of notes, words in boxes, lines in the margins."""

    body: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: Counter[str] = field(default_factory=Counter)
    margins: set[str] = field(default_factory=set)


class Yardstick(LibreOffice):
    """Shows files with all tracked changes rejected or accepted."""

    def __init__(self, place: Path) -> None:
        super().__init__(place)
        module = place / "profile" / "user" / "basic" / "Standard" / "Proof.xba"
        head, mark, _ = module.read_text().partition('"StarBasic">')
        module.write_text(head + mark + escape(_MACRO) + "</script:module>")

    def show(self, files: Mapping[str, bytes]) -> dict[tuple[str, str], Shown]:
        """Show all files in both views in two runs, for starting takes longer than showing."""
        folder = self._place / "views"
        folder.mkdir()
        for at, data in enumerate(files.values()):
            (folder / f"{at}.docx").write_bytes(data)
        found = {}
        for view, command in COMMANDS.items():
            self._run(f'macro:///Standard.Proof.Export("{folder.as_uri()}", "{command}")')
            failed = folder / "error.txt"
            assert not failed.exists(), failed.read_text("utf-8")
            for at, name in enumerate(files):
                written = (folder / f"{at}.docx.{command}.txt").read_text("utf-8").split("\n")
                found[name, view] = shown_there([tuple(line.split("\t")) for line in written if line])
        return found


def shown_there(records: Sequence[Sequence[str]]) -> Shown:
    """Sort what the macro wrote."""
    shown = Shown()
    for story, group in groupby(records, key=lambda record: record[0].split("/")[0]):
        lines = [(label, text) for label, text in flat(list(group), 1) if text]
        if story == "body":
            shown.body.extend(lines)
        elif story == "note":
            shown.notes.extend(text for _, text in lines)
        elif story == "box":
            shown.boxes.update(word for _, text in lines for word in text.split())
        else:
            shown.margins.update(text for _, text in lines)
    return shown


def flat(records: Sequence[Sequence[str]], depth: int) -> Iterator[tuple[str, str]]:
    """Put the cells of each row before the tables inside them, and the paragraphs of a cell on one line."""

    def table(record: Sequence[str]) -> str:
        inside = record[0].split("/")[depth:]
        return inside[0].split(".")[0] if inside else ""

    def cell(record: Sequence[str]) -> str:
        return record[0].split("/")[depth]

    for name, group in groupby(records, key=table):
        if not name:
            for _, label, text in group:
                yield shown_label(label), plain(text)
            continue
        for _, row in groupby(group, key=lambda record: re.sub(r"^.*?\.[A-Za-z]+", "", cell(record))):
            cells = list(row)
            for _, parts in groupby((r for r in cells if r[0].count("/") == depth), key=cell):
                paragraphs = [(shown_label(label), plain(text)) for _, label, text in parts]
                label = next((label for label, text in paragraphs if label or text), "")
                yield label, " ".join(text for _, text in paragraphs if text)
            yield from flat([r for r in cells if r[0].count("/") > depth], depth + 1)


def shown_label(label: str) -> str:
    """A label without the bullets, which count as none."""
    return plain(label) if re.search(r"\w", label) else ""


def shown_here(document: Document) -> Shown:
    """Sort the lines of a document the same way."""
    shown = Shown()
    for block in document.blocks:
        spans = block.cells or (block,)
        texts = [plain(document.text[span.start : span.end]) for span in spans]
        lines = [text for text in texts if text]
        if block.kind == "textbox":
            shown.boxes.update(word for line in lines for word in line.split())
        elif block.kind == "footnote":
            shown.notes.extend(lines)
        else:
            labels: list[str | None] = [plain(block.number or ""), *[None] * len(lines)]
            shown.body.extend(zip(labels, lines, strict=False))
    for aside in document.asides:
        if aside.kind != "comment":
            shown.margins.update(map(plain, aside.text.splitlines()))
    return shown


def differences(here: Shown, there: Shown) -> list[str]:
    """List what one side shows and the other doesn't, in the order of the text."""
    sides = ("here", here.boxes - there.boxes), ("there", there.boxes - here.boxes)
    found = [f"{side}, in boxes: {' '.join(words.elements())}" for side, words in sides if words]
    # Parts no section refers to are read, and not shown; the number of a page is for who lays it out.
    found += [f"there: {text}" for text in sorted(there.margins - here.margins) if not re.fullmatch(r"[\divx]+", text)]
    for ours, theirs in ((here.body, there.body), ([(None, n) for n in here.notes], [("", n) for n in there.notes])):
        found += compare(ours, theirs)
    return found


def compare(here: Sequence[Line], there: Sequence[Line]) -> list[str]:
    found: list[str] = []
    texts = [[text for _, text in lines] for lines in (here, there)]
    for what, i, j, m, n in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if what != "equal":
            found += [f"here: {text}" for text in texts[0][i:j]] + [f"there: {text}" for text in texts[1][m:n]]
            continue
        for (ours, text), (theirs, _) in zip(here[i:j], there[m:n], strict=True):
            if ours is not None and ours != theirs:
                found.append(f"{ours or '-'} here, {theirs or '-'} there: {text}")
    return found


# --- cases ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A document, and how LibreOffice differs from Word in a view."""

    name: str
    lines: tuple[str, ...]
    base: str | None = None
    proposed: str | None = None
    footnotes: Mapping[int, str] | None = None


def field_of(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"«{marks[0]}{code}{marks[1]}{inline_xml(result)}{marks[2]}»"


def box(*lines: str) -> str:
    """A text box drawn the way Word 2003 did."""
    inner = "".join(f"<w:p>{inline_xml(line)}</w:p>" for line in lines)
    style = "position:absolute;width:200pt;height:80pt"
    shape = f'<v:shape type="#_x0000_t202" style="{style}"><v:textbox><w:txbxContent>{inner}</w:txbxContent>'
    return f"«<w:r><w:pict>{shape}</v:textbox></v:shape></w:pict></w:r>»"


def cell(text: str, mark: str = "", more: str = "") -> str:
    tracked = f"<w:{mark} {BY}/>" if mark else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{tracked}</w:tcPr><w:p>{inline_xml(text)}</w:p>{more}</w:tc>'


def table(*rows: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr/>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def changed_run(words: str, now: str, was: str) -> str:
    return f"«<w:r><w:rPr>{now}<w:rPrChange {BY}><w:rPr>{was}</w:rPr></w:rPrChange></w:rPr><w:t>{words}</w:t></w:r>»"


FIRST = (
    "keeps the properties of the first of two paragraphs that run together; in Word they are in the mark that is left"
)
NESTED = "does not read a deletion inside an insertion"
CELLS = "does not read tracked cells"
INNER = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell('in {-old-}{+new+}')}</w:tr></w:tbl><w:p/>"
CASES = [
    Case("words", ("is {-unlimited-}{+capped+}.", "{+All+}{-None-}")),
    Case("moved words", ("a {<moved>} b", "c {>moved<} d")),
    Case("split", ("1.0> a", paragraph("b", "1.0", mark="ins"), "1.0> c", "1.0> d")),
    Case("merge", ("1.0> a", paragraph("b", "1.0", mark="del"), "1.0> c", "1.0> d")),
    Case("split of two levels", ("1.0> a", paragraph("b", "1.1", mark="ins"), "1.0> c", "1.0> d"), base=FIRST),
    Case("merge of two levels", ("1.0> a", paragraph("b", "1.0", mark="del"), "1.1> c", "1.0> d"), proposed=FIRST),
    Case("inserted paragraph", ("1.0> a", paragraph("{+b+}", "1.0", mark="ins"), "1.0> c")),
    Case("deleted paragraph", ("1.0> a", paragraph("{-b-}", "1.0", mark="del"), "1.0> c")),
    Case("inserted level", ("1.0> a", paragraph("{+b+}", "1.1", mark="ins"), "1.0> c", "1.0> d")),
    Case("number given", ("1.0> a", paragraph("b", "1.0", was=""), "1.0> c")),
    Case("number taken", ("1.0> a", paragraph("b", "", was="1.0"), "1.0> c")),
    Case("level changed", ("1.0> a", paragraph("b", "1.1", was="1.0"), "1.1> c", "1.0> d")),
    Case("list changed", ("1.0> a", paragraph("b", "2.0", was="1.0"), "1.0> c", "2.0> d")),
    Case(
        "number given, the old way",
        ("1.0> a", paragraph("b", "1.0", inside=f"<w:ins {BY}/>"), "1.0> c"),
        base="does not read w:ins in w:numPr",
    ),
    Case(
        "number changed, the old way",
        ("1.0> a", paragraph("b", "1.0", inside=f'<w:numberingChange {BY} w:original="%1:7:0:."/>'), "1.0> c"),
        base="does not read w:numberingChange",
    ),
    Case("hidden words", (f"a {changed_run('now', '<w:vanish/>', '')} {changed_run('was', '', '<w:vanish/>')} b",)),
    Case("rows", ("| 1.0> a | b", "|- 1.0> {-c-} | {-d-}", "|+ 1.0> {+e+} | {+f+}", "| 1.0> g | h")),
    Case(
        "rows without their words",
        ("| a | b", "|- c | d", "|+ e | f"),
        base="keeps a row whose words are not tracked",
        proposed="keeps a row whose words are not tracked",
    ),
    Case("cells", (table(cell("a") + cell("{+b+}", "cellIns") + cell("{-c-}", "cellDel")),)),
    Case(
        "cells without their words",
        (table(cell("a") + cell("b", "cellIns") + cell("c", "cellDel")),),
        base=CELLS,
        proposed=CELLS,
    ),
    Case("a table in a table", ("before", table(cell("out", more=INNER) + cell("side")), "after")),
    Case(
        "a deleted table with the paragraphs around it",
        ("1.0> a", paragraph("{-b-}", "1.0", mark="del"), "|- {-x-} | {-y-}", paragraph("{-c-}", "1.0", mark="del"), "d"),
    ),
    Case(
        "a deleted paragraph before a table",
        ("1.0> a", paragraph("{-b-}", "1.0", mark="del"), "| x | y", "1.0> c"),
        proposed="leaves an empty paragraph before the table, which counts",
    ),
    Case(
        "inserted and deleted again",
        (f"a «<w:ins {BY}><w:del {BY}>{run_xml('b', tag='delText')}</w:del></w:ins>» c",),
        base=NESTED,
        proposed=NESTED,
    ),
    Case("a deleted field", (f"on «<w:del {BY}>{field_of('', '')[1:-1]}</w:del>»{{-1 May-}} or so",)),
    Case("hyperlinks and controls", (
        "see «<w:hyperlink w:anchor='x'>" + inline_xml("{-here-}{+there+}") + "</w:hyperlink>» and "
        "«<w:sdt><w:sdtPr/><w:sdtContent>" + inline_xml("{-A-}{+B+}") + "</w:sdtContent></w:sdt>»",
    )),
    Case("notes", ("a[^2] b",), footnotes={2: "is {-old-}{+new+}"}),
    Case("text boxes", (f"beside {box('is {-old-}{+new+}', 'and more')}", "after")),
]  # fmt: skip


_DATE = re.compile(r"there: \w+day, \w+ \d+, \d{4}")
# What differs in a real file, and why; the views of the others are the same.
REAL: dict[tuple[str, str], tuple[str, list[str]]] = {}
for view in COMMANDS:
    REAL["Open-Xml-PowerTools__HC031-Complicated-Document.docx", view] = (
        "shows the date of today and a watermark, and has an object in place of the formula",
        [
            "there, in boxes: CONFIDENTIAL CONFIDENTIAL CONFIDENTIAL CONFIDENTIAL",
            "here: Tuesday, July 28, 2015",
            "there: TODAY",
            "here: (x+a)^n=∑k=0n ((n)/(k))x^ka^n-k",
        ],
    )
_PEAK = "peak is about 29.39 min. The relative retention time are given below."
REAL["Open-Xml-PowerTools__RA001-Tracked-Revisions-01.docx", "base"] = (
    "keeps an inserted row where part of its words is not tracked",
    ["there: 21"],
)
REAL["Open-Xml-PowerTools__RA001-Tracked-Revisions-01.docx", "proposed"] = (
    "puts the floating table that stays into a frame, and keeps the one that goes, a paragraph further down",
    [
        "there, in boxes: Name of of the preparations No. injections Purpose Blank Blank 1 1 1 1 System System suitability"
        " suitability solution Sample Sample Sample preparation-1 analysis preparation-2",
        f"there: {_PEAK}",
        f"here: {_PEAK}",
    ],
)


def real_files() -> dict[str, bytes]:
    if not SHARED.exists():
        return {}
    paths = sorted(p for folder in ("docx", "tracked") for p in (SHARED / folder).glob("*.docx"))
    return {path.name: path.read_bytes() for path in paths}


def margins_file() -> bytes:
    data = build_docx("Body", header="HEAD", footer="Foot")
    changes = {}
    for part in ("word/header1.xml", "word/footer1.xml"):
        xml = part_of(data, part)
        old = xml[xml.index(b"<w:r>") : xml.index(b"</w:r>") + 6]
        changes[part] = xml.replace(old, inline_xml("Strictly {-private-}{+public+}").encode())
    return change_parts(data, changes)


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Shown]:
    """What LibreOffice shows of all files, by name and view."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed: views are not compared with LibreOffice")
    cases = {c.name: build_docx(*c.lines, lists=LISTS, footnotes=c.footnotes) for c in CASES}
    files = {**cases, "margins": margins_file(), **real_files()}
    return Yardstick(tmp_path_factory.mktemp("views")).show(files)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_views_of_the_cases(case: Case, libreoffice: dict[tuple[str, str], Shown]) -> None:
    data = build_docx(*case.lines, lists=LISTS, footnotes=case.footnotes)
    for view, reason in (("base", case.base), ("proposed", case.proposed)):
        found = differences(shown_here(ingest(data, view=view)), libreoffice[case.name, view])
        print(f"{view}: {found or 'the same'}{f' - LibreOffice {reason}' if reason else ''}")
        assert bool(found) == bool(reason), (view, found)


def test_views_of_headers_and_footers(libreoffice: dict[tuple[str, str], Shown]) -> None:
    for view, words in (("base", "Strictly private"), ("proposed", "Strictly public")):
        assert libreoffice["margins", view].margins == {words}
        assert shown_here(ingest(margins_file(), view=view)).margins == {words}


def test_views_of_real_documents(libreoffice: dict[tuple[str, str], Shown]) -> None:
    files = real_files()
    if not files:
        pytest.skip("no ../shared beside the project: views of real documents are not compared")
    labels = 0
    for name, data in files.items():
        for view in COMMANDS:
            here = shown_here(ingest(data, name=name, view=view))
            found = [_DATE.sub("there: TODAY", line) for line in differences(here, libreoffice[name, view])]
            reason, expected = REAL.get((name, view), ("", []))
            labels += sum(bool(label) for label, _ in here.body)
            print(f"{name}, {view}: {len(here.body)} lines; {f'LibreOffice {reason}' if reason else 'the same'}")
            assert found == expected, (name, view)
    assert len(files) == 22
    print(f"{labels} labels")
    assert labels > 800
