"""What every redline keeps, on generated hosts with pending changes of their own: each invariant by its name."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from analyzer.ingest import ingest
from analyzer.models import NewDefinition, ReportEdit, ReportProvision
from tests.redline_builders import Redlined, W, contract_of, edit, read, resolve, run, suggest, tiny_docx

WORDS = (
    "the",
    "Provider",
    "shall",
    "notify",
    "Client",
    "of",
    "each",
    "AI",
    "Model",
    "change",
    "within",
    "15",
    "days",
    "and",
)
LISTS = ("1 = decimal|%1. ; lowerLetter|(%2)",)
OURS = 'w:author="Ada Counsel"'

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
new_words = st.lists(st.sampled_from((*WORDS, "may", "not", "[●: 60 days]", "R&D", "<b>")), min_size=1, max_size=8).map(
    " ".join
)


class Marks:
    """Numbers the marks of one host: no two have one number, and the changes are by two parties in turn."""

    def __init__(self) -> None:
        self.last = 0
        self.comments: list[int] = []

    def number(self) -> int:
        self.last += 1
        return self.last

    def by(self) -> str:
        number = self.number()
        return f'w:id="{number}" w:author="Party {"AB"[number % 2]}" w:date="2026-01-0{1 + number % 9}T00:00:00Z"'


def run_xml(text: str, tag: str = "t", look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:{tag} xml:space="preserve">{text} </w:{tag}></w:r>'


def moved(text: str, way: str, marks: Marks) -> str:
    number = marks.number()
    start = (
        f'<w:{way}RangeStart w:id="{number}" w:name="move{number}" w:author="Party A" w:date="2026-01-01T00:00:00Z"/>'
    )
    return f'{start}<w:{way} {marks.by()}>{run_xml(text)}</w:{way}><w:{way}RangeEnd w:id="{number}"/>'


def field(text: str) -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> REF x </w:instrText></w:r>{separate}{run_xml(text)}{end}"


def commented(text: str, marks: Marks) -> str:
    number = marks.number()
    marks.comments.append(number)
    range_ = f'<w:commentRangeStart w:id="{number}"/>{run_xml(text)}<w:commentRangeEnd w:id="{number}"/>'
    return f'{range_}<w:r><w:commentReference w:id="{number}"/></w:r>'


def marked(text: str, marks: Marks) -> str:
    number = marks.number()
    return f'<w:bookmarkStart w:id="{number}" w:name="b{number}"/>{run_xml(text)}<w:bookmarkEnd w:id="{number}"/>'


STRETCHES: tuple[Callable[[str, Marks], str], ...] = (
    lambda text, marks: run_xml(text),
    lambda text, marks: run_xml(text),
    lambda text, marks: run_xml(text, look="<w:b/>"),
    lambda text, marks: f"<w:ins {marks.by()}>{run_xml(text)}</w:ins>",
    lambda text, marks: f"<w:del {marks.by()}>{run_xml(text, 'delText')}</w:del>",
    lambda text, marks: (
        f"<w:ins {marks.by()}>{run_xml(text)}<w:del {marks.by()}>{run_xml('no', 'delText')}</w:del></w:ins>"
    ),
    lambda text, marks: moved(text, "moveFrom", marks),
    lambda text, marks: moved(text, "moveTo", marks),
    lambda text, marks: run_xml(text, look=f"<w:i/><w:rPrChange {marks.by()}><w:rPr/></w:rPrChange>"),
    lambda text, marks: '<w:hyperlink w:anchor="x">' + run_xml(text, look="<w:i/>") + "</w:hyperlink>",
    lambda text, marks: field(text),
    commented,
    marked,
)


@st.composite
def paragraph(draw: st.DrawFn, marks: Marks) -> str:
    """A paragraph, in a list or not, whose mark may be pending."""
    numbering = draw(st.sampled_from(("", "", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')))
    mark = draw(st.sampled_from(("", "", "", "ins", "del")))
    properties = numbering + (f"<w:rPr><w:{mark} {marks.by()}/></w:rPr>" if mark else "")
    stretches = draw(st.lists(st.tuples(st.sampled_from(STRETCHES), words), max_size=4))
    inner = "".join(stretch(text, marks) for stretch, text in stretches)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


@st.composite
def table(draw: st.DrawFn, marks: Marks) -> str:
    """A table of two columns, of which a row may be pending."""
    rows = []
    for _ in range(draw(st.integers(1, 2))):
        mark = draw(st.sampled_from(("", "", "ins", "del")))
        pending = f"<w:trPr><w:cantSplit/><w:{mark} {marks.by()}/></w:trPr>" if mark else ""
        cells = "".join(f"<w:tc><w:tcPr/>{draw(paragraph(marks))}</w:tc>" for _ in range(2))
        rows.append(f"<w:tr>{pending}{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


@st.composite
def hosts(draw: st.DrawFn) -> bytes:
    """A document of a few paragraphs and tables, between a first and a last line that are always there."""
    marks = Marks()
    blocks = ["<w:p><w:r><w:t>Services agreement between the parties.</w:t></w:r></w:p>"]
    for _ in range(draw(st.integers(1, 4))):
        blocks.append(draw(st.one_of(paragraph(marks), paragraph(marks), paragraph(marks), table(marks))))
    blocks.append("<w:p><w:r><w:t>Signed by both.</w:t></w:r></w:p>")
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="Party A" w:date="2026-01-01T00:00:00Z"><w:p/></w:comment>'
        for number in marks.comments
    )
    return tiny_docx("".join(blocks), lists=LISTS, comments=comments)


@st.composite
def cases(draw: st.DrawFn) -> tuple[bytes, tuple[ReportProvision, ...]]:
    """A host with one to three changes that are wanted of it."""
    data = draw(hosts())
    document = read(data)
    accepted = []
    for number in range(draw(st.integers(1, 3))):
        definitions: Sequence[NewDefinition] = ()
        if draw(st.integers(0, 2)):
            block = draw(st.sampled_from(document.blocks))
            spans = [m.span() for m in re.finditer(r"\S+", document.text[block.start : block.end])]
            first = draw(st.integers(0, len(spans) - 1))
            last = draw(st.integers(first, min(first + 11, len(spans) - 1)))
            start, end = block.start + spans[first][0], block.start + spans[last][1]
            wanted = edit("tighten", f"e{number}", document, start, end, None, draw(new_words))
        else:
            at = draw(st.sampled_from([*(b.start for b in document.blocks[1:]), len(document.text)]))
            text = draw(st.lists(new_words, min_size=1, max_size=3).map("\n".join))
            wanted = edit("insert", f"e{number}", document, at, at, draw(st.sampled_from((None, "1.", "(a)"))), text)
            definitions = draw(st.sampled_from(((), (NewDefinition(term="Model", text="means a model."),))))
        accepted.append(suggest(wanted, provision=f"p{number}", definitions=definitions))
    return data, tuple(accepted)


def folded(text: str) -> str:
    return " ".join(text.split())


def accept_all_gives_the_proposed_text(done: Redlined, wanted: Sequence[ReportEdit]) -> bool:
    """The text with every applied edit spliced in, worked out on plain strings, is what accepting gives."""
    text = read(resolve(done.source, accept=True)).text
    applied = {a.element for a in done.result.applied}
    by_span: dict[tuple[int, int], list[str]] = {}
    for e in wanted:
        if e.action == "tighten" and e.element in applied:
            by_span.setdefault((e.start, e.end), []).append(folded(e.text))
    for (start, end), texts in sorted(by_span.items(), reverse=True):
        text = text[:start] + " ".join(dict.fromkeys(texts)) + text[end:]
    kept = [folded(line) for line in text.splitlines() if line.strip()]
    found = [folded(line) for line in read(resolve(done.data, accept=True)).text.splitlines() if line.strip()]
    rest = Counter(found) - Counter(kept)
    new = [
        folded(line) for e in wanted if e.action == "insert" and e.element in applied for line in e.text.splitlines()
    ]
    remaining = iter(found)
    in_order = all(any(line == other for other in remaining) for line in kept)
    return in_order and all(any(other.endswith(line) for other in rest) for line in new)


def reject_all_gives_the_original_text(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    before, after = (read(resolve(data, accept=False)) for data in (done.source, done.data))
    return (before.text, [b.number for b in before.blocks]) == (after.text, [b.number for b in after.blocks])


def untouched_paragraphs_keep_their_bytes(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    """Every paragraph is byte for byte one of the host's, in its order, or bears a mark of ours."""
    old, new = (_paragraphs(data) for data in (done.source, done.data))
    theirs = iter(old)
    return all(any(p == other for other in theirs) for p in new if OURS not in p) and len(old) == sum(
        not re.search(rf"<w:rPr><w:ins [^>]*{OURS}", p) for p in new
    )


def _paragraphs(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return re.findall(r"<w:p/>|<w:p>.*?</w:p>", archive.read("word/document.xml").decode(), re.DOTALL)


def other_parts_keep_their_bytes(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    own = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    with zipfile.ZipFile(io.BytesIO(done.source)) as old, zipfile.ZipFile(io.BytesIO(done.data)) as new:
        return (
            all(old.read(n) == new.read(n) for n in old.namelist() if n not in own)
            and set(new.namelist()) - set(old.namelist()) <= own
        )


def ids_are_unique(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    root = etree.fromstring(done.part())
    kinds = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "moveFromRangeStart", "moveToRangeStart")
    ids = Counter(e.get(f"{W}id") for e in root.iter(*(W + k for k in kinds)))
    comments = (
        Counter(e.get(f"{W}id") for e in etree.fromstring(done.part("word/comments.xml")))
        if done.written
        else Counter()
    )
    return max([*ids.values(), *comments.values()], default=0) <= 1


def changes_of_others_are_untouched(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    def theirs(xml: bytes) -> list[bytes]:
        root = etree.fromstring(xml)
        return [
            etree.tostring(e, with_tail=False)
            for e in root.iter(*(W + n for n in ("ins", "del", "moveFrom", "moveTo", "rPrChange")))
            if e.get(f"{W}author", "").startswith("Party")
        ]

    with zipfile.ZipFile(io.BytesIO(done.source)) as source:
        return theirs(source.read("word/document.xml")) == theirs(done.part())


def comments_of_others_are_untouched(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    with zipfile.ZipFile(io.BytesIO(done.source)) as source:
        if "word/comments.xml" not in source.namelist():
            return True
        old = re.findall(rb"<w:comment .*?</w:comment>", source.read("word/comments.xml"), re.DOTALL)
    return re.findall(rb"<w:comment .*?</w:comment>", done.part("word/comments.xml"), re.DOTALL)[: len(old)] == old


def ranges_do_not_dangle(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    root = etree.fromstring(done.part())
    for kind in ("commentRange", "moveFromRange", "moveToRange", "bookmark"):
        starts, ends = ([e.get(f"{W}id") for e in root.iter(f"{W}{kind}{side}")] for side in ("Start", "End"))
        if sorted(starts) != sorted(ends):
            return False
    return True


def the_base_view_is_that_of_the_host(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    """What the analyzer reads with all changes rejected, numbers included, is what it reads so of the host."""
    before, after = (ingest(data, name="host.docx", view="base") for data in (done.source, done.data))
    return (before.text, before.blocks) == (after.text, after.blocks)


def every_edit_is_applied_or_refused_once(done: Redlined, wanted: Sequence[ReportEdit]) -> bool:
    told = Counter(a.element for a in (*done.result.applied, *done.result.refused) if a.element)
    return told == Counter(e.element for e in wanted)


def what_is_refused_leaves_no_trace(done: Redlined, wanted: Sequence[ReportEdit]) -> bool:
    comments = " ".join(done.comments) if done.written else ""
    return not any(f"/{r.element}." in comments for r in done.result.refused) and done.written == bool(
        done.result.applied
    )


def every_applied_edit_has_its_comment(done: Redlined, _: Sequence[ReportEdit]) -> bool:
    if not done.written:
        return True
    root = etree.fromstring(done.part("word/comments.xml"))
    there = {int(e.get(f"{W}id", "0")): e.get(f"{W}author") for e in root}
    anchored = {int(e.get(f"{W}id", "0")) for e in etree.fromstring(done.part()).iter(f"{W}commentReference")}
    return all(there.get(a.comment) == "Ada Counsel" and a.comment in anchored for a in done.result.applied)


INVARIANTS: tuple[Callable[[Redlined, Sequence[ReportEdit]], bool], ...] = (
    accept_all_gives_the_proposed_text,
    reject_all_gives_the_original_text,
    the_base_view_is_that_of_the_host,
    untouched_paragraphs_keep_their_bytes,
    other_parts_keep_their_bytes,
    ids_are_unique,
    changes_of_others_are_untouched,
    comments_of_others_are_untouched,
    ranges_do_not_dangle,
    every_edit_is_applied_or_refused_once,
    what_is_refused_leaves_no_trace,
    every_applied_edit_has_its_comment,
)


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_invariants_hold_for_every_redline(case: tuple[bytes, tuple[ReportProvision, ...]]) -> None:
    data, accepted = case
    done = run(data, *accepted, contract=contract_of(data))
    wanted = [e for p in accepted for e in (p.suggestion.edits if p.suggestion else ())]
    broken = [invariant.__name__ for invariant in INVARIANTS if not invariant(done, wanted)]
    assert not broken
