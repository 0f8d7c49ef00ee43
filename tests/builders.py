"""Builders of test documents from a short notation.

`build_docx(*lines)` makes the bytes of a real DOCX, written by python-docx from its own template. One line is one
paragraph, or one table row; rows that follow each other are one table.

    "# Term"                    Heading 1; "## " is Heading 2 and so on
    "@Title Agreement"          a paragraph style by its id; "@Clause:3.1> text" has a list mark as well
    "3.1> text"                 list 3 (w:numId), level 1 (w:ilvl); "3> text" gives no level, ".1> text" no list
    "text ¶-", "text ¶+"        the paragraph mark is a tracked deletion, insertion
    "| a | b", "|= a | b"       a table row, a row marked as header; "|- ", "|+ " a tracked deletion, insertion
                                cells: "a // b" two paragraphs, "^" merged with the cell above, "<" with the one before
    "<w:sdt>...</w:sdt>"        block-level XML as it is

Within a paragraph or cell:

    **bold**  {?hidden?}  {+inserted+}  {-deleted-}  {>moved here<}  {<moved away>}  [^1] footnote  [^^1] endnote
    {=PAGE=3=} a field and its result   «<w:r>...</w:r>» XML of a run   a tab character is a w:tab

Lists are defined by lines "1 = format|text|options ; ..." one part a level, with the options start=3 restart=0
legal hidden style=Heading1; "2 -> 1 0=5 1:lowerLetter|%2)" makes list 2 over the definition of list 1, level 0
starting at 5, level 1 replaced; "3 ~ Outline" is defined by the numbering style Outline, "1 = ... ; ~Outline" the
definition behind it. Styles by lines "Clause : name=Clause_Text based=Normal list=1 level=0 outline=1 bold hidden"
("type=numbering", "type=character" for the others; an underscore in a name stands for a space).
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
# A paragraph that holds nothing but a picture.
PICTURE = "«<w:r><w:drawing><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></w:drawing></w:r>»"
_BY = 'w:id="1" w:author="Counsel" w:date="2026-01-01T00:00:00Z"'
_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\{\?(?P<hidden>.+?)\?\}|\{\+(?P<ins>.+?)\+\}|\{-(?P<del>.+?)-\}|\{>(?P<to>.+?)<\}"
    r"|\{<(?P<from>.+?)>\}|\[\^\^(?P<endnote>\d+)\]|\[\^(?P<footnote>\d+)\]|\{=(?P<code>.*?)=(?P<result>.*?)=\}"
    r"|«(?P<raw>.+?)»",
    re.DOTALL,
)
_PARAGRAPH = re.compile(
    r"(?P<hashes>#{1,9} )?(?:@(?P<style>\w+):? ?)?(?:(?P<list>\d*)(?:\.(?P<level>\d))?> ?)?"
    r"(?P<text>.*?)(?P<mark> ?¶[-+])?$",
    re.DOTALL,
)


def run_xml(text: str, properties: str = "", tag: str = "t") -> str:
    """Write one run; a tab character becomes a w:tab."""
    parts = (f'<w:{tag} xml:space="preserve">{escape(part)}</w:{tag}>' if part else "" for part in text.split("\t"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{'<w:tab/>'.join(parts)}</w:r>"


def inline_xml(text: str) -> str:
    """Write the runs of a paragraph from the notation."""
    written, at = [], 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            written.append(run_xml(text[at : found.start()]))
        written.append(_inline(found))
        at = found.end()
    return "".join(written) + (run_xml(text[at:]) if at < len(text) else "")


def _inline(found: re.Match[str]) -> str:
    kind, value = found.lastgroup, found.group(found.lastgroup or 0)
    match kind:
        case "bold":
            return run_xml(value, "<w:b/>")
        case "hidden":
            return run_xml(value, "<w:vanish/>")
        case "ins":
            return f"<w:ins {_BY}>{run_xml(value)}</w:ins>"
        case "del":
            return f"<w:del {_BY}>{run_xml(value, tag='delText')}</w:del>"
        case "to":
            return f"<w:moveTo {_BY}>{run_xml(value)}</w:moveTo>"
        case "from":
            return f"<w:moveFrom {_BY}>{run_xml(value)}</w:moveFrom>"
        case "footnote" | "endnote":
            return f'<w:r><w:{kind}Reference w:id="{value}"/></w:r>'
        case "result":
            code = f"<w:r><w:instrText>{escape(found.group('code'))}</w:instrText></w:r>"
            begin, separate, end = (
                f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end")
            )
            return begin + code + separate + run_xml(value) + end
        case _:
            return value


def paragraph_xml(line: str) -> str:
    """Write one paragraph from the notation; XML is passed through."""
    if line.startswith("<w:"):
        return line
    found = _PARAGRAPH.match(line)
    assert found is not None
    style = f"Heading{len(found['hashes']) - 1}" if found["hashes"] else found["style"]
    numbering = (f'<w:ilvl w:val="{found["level"]}"/>' if found["level"] else "") + (
        f'<w:numId w:val="{found["list"]}"/>' if found["list"] else ""
    )
    mark = {"-": f"<w:del {_BY}/>", "+": f"<w:ins {_BY}/>"}.get((found["mark"] or "")[-1:], "")
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + (f"<w:numPr>{numbering}</w:numPr>" if numbering else "")
        + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inline_xml(found['text'])}</w:p>"


def table_xml(rows: Iterable[str]) -> str:
    """Write one table from lines that start with "|"."""
    grid = [[cell.strip() for cell in re.split(r" \| ?", row[2:].lstrip())] for row in rows]
    return f"<w:tbl><w:tblPr/>{''.join(_row(line, grid, at) for at, line in enumerate(rows))}</w:tbl>"


def _row(line: str, grid: list[list[str]], at: int) -> str:
    marks = {"=": "<w:tblHeader/>", "-": f"<w:del {_BY}/>", "+": f"<w:ins {_BY}/>"}
    properties = marks.get(line[1], "")
    cells = "".join(_cells(grid, at))
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def _cells(grid: list[list[str]], at: int) -> Iterator[str]:
    row = grid[at]
    for column, cell in enumerate(row):
        if cell == "<":
            continue
        span = 1
        while column + span < len(row) and row[column + span] == "<":
            span += 1
        below = grid[at + 1] if at + 1 < len(grid) else []
        merge = "<w:vMerge/>" if cell == "^" else ""
        if not merge and column < len(below) and below[column] == "^":
            merge = '<w:vMerge w:val="restart"/>'
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        content = "".join(paragraph_xml(part) for part in ("" if cell == "^" else cell).split(" // "))
        yield f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{content}</w:tc>"


def body_xml(lines: Iterable[str]) -> str:
    """Write block-level XML from the notation."""
    written: list[str] = []
    rows: list[str] = []
    for line in (*lines, ""):
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            written.append(table_xml(rows))
            rows = []
        written.append(paragraph_xml(line))
    return "".join(written[:-1])


def _level_xml(ilvl: int, notation: str) -> str:
    number_format, text, *rest = (part.strip() for part in notation.split("|"))
    options = dict(option.partition("=")[::2] for option in " ".join(rest).split())
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{options.get("start", 1)}"/><w:numFmt w:val="{number_format}"/>'
        + (f'<w:lvlRestart w:val="{options["restart"]}"/>' if "restart" in options else "")
        + (f'<w:pStyle w:val="{options["style"]}"/>' if "style" in options else "")
        + ("<w:isLgl/>" if "legal" in options else "")
        + f'<w:lvlText w:val="{escape(text)}"/>'
        + ("<w:rPr><w:vanish/></w:rPr>" if "hidden" in options else "")
        + "</w:lvl>"
    )


def numbering_xml(lines: Iterable[str]) -> str:
    """Write w:numbering from the notation of lists."""
    definitions, lists, shared = [], [], {}
    for line in lines:
        list_id, sign, rest = line.split(maxsplit=2)
        overrides = ""
        if sign == "->":
            source, *changes = re.split(r" (?=\d[=:])", rest)
            shared[list_id] = shared[source.strip()]
            for change in changes:
                level, what = change[0], change[2:]
                inner = f'<w:startOverride w:val="{what}"/>' if change[1] == "=" else _level_xml(int(level), what)
                overrides += f'<w:lvlOverride w:ilvl="{level}">{inner}</w:lvlOverride>'
        else:
            shared[list_id] = list_id
            levels = [] if sign == "~" else [part.strip() for part in rest.split(" ; ")]
            link = f'<w:numStyleLink w:val="{rest}"/>' if sign == "~" else ""
            link += "".join(f'<w:styleLink w:val="{level[1:]}"/>' for level in levels if level.startswith("~"))
            defined = "".join(_level_xml(i, level) for i, level in enumerate(levels) if not level.startswith("~"))
            definitions.append(f'<w:abstractNum w:abstractNumId="{list_id}">{link}{defined}</w:abstractNum>')
        lists.append(f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{shared[list_id]}"/>{overrides}</w:num>')
    return f"<w:numbering {NAMESPACES}>{''.join(definitions)}{''.join(lists)}</w:numbering>"


def style_xml(line: str) -> str:
    """Write one w:style from the notation of styles."""
    style_id, _, rest = line.partition(" : ")
    options = dict(option.partition("=")[::2] for option in rest.split())
    numbering = (f'<w:ilvl w:val="{options["level"]}"/>' if "level" in options else "") + (
        f'<w:numId w:val="{options["list"]}"/>' if "list" in options else ""
    )
    outline = f'<w:outlineLvl w:val="{options["outline"]}"/>' if "outline" in options else ""
    paragraph = (f"<w:numPr>{numbering}</w:numPr>" if numbering else "") + outline
    run = ("<w:b/>" if "bold" in options else "") + ("<w:vanish/>" if "hidden" in options else "")
    return (
        f'<w:style {NAMESPACES} w:type="{options.get("type", "paragraph")}" w:styleId="{style_id}">'
        f'<w:name w:val="{options.get("name", style_id).replace("_", " ")}"/>'
        + (f'<w:basedOn w:val="{options["based"]}"/>' if "based" in options else "")
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def build_docx(
    *lines: str,
    lists: Iterable[str] = (),
    styles: Iterable[str] = (),
    footnotes: Mapping[int, str] | None = None,
    endnotes: Mapping[int, str] | None = None,
    header: str = "",
    footer: str = "",
    comments: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Build a DOCX from the notation above.

    Args:
        footnotes, endnotes: text by the id that "[^1]" names.
        comments: pairs of author and text.
    """
    document = docx.Document()
    body = document.element.body
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{body_xml(lines)}</w:body>")):
        body.sectPr.addprevious(element)
    numbering = document.part.numbering_part.element
    for element in list(numbering):
        numbering.remove(element)
    numbering.extend(list(parse_xml(numbering_xml(lists))))
    sheet = document.styles.element
    for style in map(parse_xml, map(style_xml, styles)):
        old = sheet.find(f"{style.tag}[@{{{style.nsmap['w']}}}styleId='{style.styleId}']")
        if old is not None:
            sheet.remove(old)
        sheet.append(style)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    for author, text in comments:
        document.add_comment(document.add_paragraph("").add_run(""), text=text, author=author)
    for kind, content_type, relationship, notes in (
        ("footnote", CT.WML_FOOTNOTES, RT.FOOTNOTES, footnotes),
        ("endnote", CT.WML_ENDNOTES, RT.ENDNOTES, endnotes),
    ):
        if notes:
            inner = "".join(f'<w:{kind} w:id="{i}">{body_xml([t])}</w:{kind}>' for i, t in notes.items())
            blob = f"<w:{kind}s {NAMESPACES}>{inner}</w:{kind}s>".encode()
            part = Part(PackURI(f"/word/{kind}s.xml"), content_type, blob, document.part.package)
            document.part.relate_to(part, relationship)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def change_parts(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """Rewrite parts of a package as they are given; None takes a part away, a new name adds one."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = changes.get(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
        for name, content in changes.items():
            if name not in source.namelist() and content is not None:
                target.writestr(name, content)
    return changed.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """Read one part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
