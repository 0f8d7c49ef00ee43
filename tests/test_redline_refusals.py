"""What a redline refuses, and what it does with the file: one reason an edit, and nothing else changed."""

import io
import zipfile
from pathlib import Path

import pytest

from analyzer.errors import RedlineError
from analyzer.models import Document
from analyzer.redline import redline
from tests.builders import change_parts
from tests.redline_builders import (
    AUTHOR,
    BETTER,
    DATE,
    NOTICE,
    contract_of,
    edit,
    read,
    reworded,
    run,
    suggest,
    tighten,
    tiny_docx,
)


def bound(inner: str) -> str:
    return f'<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


BOX = (
    "«<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>Boxed words here.</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></w:pict></w:r>»"
)
REFUSALS = {
    "in-field": (["See clause {= REF x =14.2 and 14.3=} here."], "clause 14.2", "clause 99.1"),
    "in-pending-change": (["Provider {+shall always+} act."], "shall always", "may"),
    "in-control": (
        [bound("<w:p><w:r><w:t>Locked words here.</w:t></w:r></w:p>"), "Open."],
        "Locked words",
        "Free words",
    ),
    "in-note": (["Text[^1] here."], "A note says so.", "Nothing."),
    "in-text-box": ([f"Text {BOX}"], "Boxed words", "Free words"),
    "across-paragraphs": (["First part", "second part."], "First part\n\nsecond part.", "One part."),
    "around-object": (["Before[^1] after it."], "Before after", "Neither"),
    "no-place": (["It says this."], "It says this.", "It says this."),
}


class TestRefusals:
    @pytest.mark.parametrize("code", REFUSALS)
    def test_a_refused_edit_is_reported_and_the_rest_goes_on(self, code: str) -> None:
        before, old, new = REFUSALS[code]
        host = tiny_docx([*before, NOTICE], footnote="A note says so.")
        document = read(host)
        bad = tighten(document, old, new, element="bad")
        done = run(host, suggest(bad, tighten(document, NOTICE, BETTER, element="good")))
        assert [(r.element, r.code) for r in done.result.refused] == [("bad", code)]
        assert done.result.refused[0].text == new
        assert [a.element for a in done.result.applied] == ["good"]
        assert lines_with(done.proposed, "60 days' written notice")
        assert done.base == run(host).base

    def test_words_another_change_takes_are_refused(self) -> None:
        host = tiny_docx([NOTICE])
        document = read(host)
        done = run(
            host,
            suggest(
                tighten(document, NOTICE, BETTER, element="first"),
                tighten(document, "15 days' notice", "a letter", element="second"),
            ),
        )
        assert [(r.element, r.code) for r in done.result.refused] == [("second", "overlap")]

    def test_an_edit_of_another_document_is_refused(self) -> None:
        host = tiny_docx([NOTICE])
        other = tighten(read(host), NOTICE, BETTER).model_copy(update={"document": "sow.docx"})
        done = run(host, suggest(other))
        assert [(r.code, "sow.docx" in r.reason) for r in done.result.refused] == [("other-document", True)]

    def test_nothing_is_put_inside_a_move_that_is_pending(self) -> None:
        def edge(side: str, kind: str, of: str = "1") -> str:
            by = ' w:name="m" w:author="Counsel" w:date="2026-01-01T00:00:00Z"' if kind == "Start" else ""
            return f'«<w:move{side}Range{kind} w:id="{of}"{by}/>»'

        def moved(side: str) -> list[str]:
            words = f'«<w:move{side} w:id="9" w:author="Counsel" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Moved.</w:t></w:r></w:move{side}>»'
            return [f"{edge(side, 'Start')}{words}", "Inside.", f"Its end.{edge(side, 'End')}", "Behind."]

        host = tiny_docx(["Before.", *moved("To")])
        document = read(host)
        for words, code in (("Before.", None), ("Inside.", "in-pending-change"), ("Its end.", None), ("Behind.", None)):
            at = document.text.index(words) + len(words)
            done = run(host, suggest(edit("insert", "n1", document, at, at, None, "Provider gives notice.")))
            assert [r.code for r in done.result.refused] == ([code] if code else []), words

    def test_words_that_stand_twice_and_can_not_be_told_apart_are_refused(self) -> None:
        # The analyzer knows that the style hides its words; the redline's reader does not, and sees them twice.
        host = tiny_docx(["@Hid: Same words.", "Same words.", "Own words."], styles=["Hid : hidden"])
        document = read(host)
        edits = (
            tighten(document, "Same words.", "New words.", element="bad"),
            tighten(document, "Own", "Our", element="good"),
        )
        done = run(host, suggest(*edits))
        assert [(r.element, r.code) for r in done.result.refused] == [("bad", "found-twice")]
        assert [a.element for a in done.result.applied] == ["good"]

    def test_nothing_is_written_when_nothing_can_be_done(self, tmp_path: Path) -> None:
        host = tiny_docx(["It says this."])
        done = reworded(host, "It says this.", "It says this.")
        assert not done.written
        assert done.result.applied == ()
        assert done.result.checks == ()


def lines_with(lines: list[str], words: str) -> bool:
    return any(words in line for line in lines)


class TestFiles:
    def test_another_file_than_the_one_analysed_is_refused(self) -> None:
        host, other = tiny_docx([NOTICE]), tiny_docx([NOTICE, "More."])
        with pytest.raises(RedlineError, match="changed since it was analysed"):
            run(other, suggest(tighten(read(host), NOTICE, BETTER)), contract=contract_of(host))

    def test_a_mistake_while_it_is_made_costs_the_redline_alone(self, tmp_path: Path) -> None:
        def broken(data: bytes) -> Document:
            raise KeyError("words of the contract")

        host, out = tiny_docx([NOTICE]), tmp_path / "redline.docx"
        wanted = [suggest(tighten(read(host), NOTICE, BETTER))]
        with pytest.raises(RedlineError, match=r"could not be made \(KeyError\)") as refused:
            redline(
                host, contract=contract_of(host), accepted=wanted, author=AUTHOR, date_utc=DATE, read=broken, out=out
            )
        assert "words of the contract" not in str(refused.value)
        assert list(tmp_path.iterdir()) == []

    def test_a_pdf_is_sent_to_the_rider(self, tmp_path: Path) -> None:
        host = tiny_docx([NOTICE])
        contract = contract_of(host)
        pdf = contract.model_copy(update={"document": contract.document.model_copy(update={"format": "pdf"})})
        with pytest.raises(RedlineError, match="rider"):
            redline(host, contract=pdf, accepted=[], author=AUTHOR, date_utc=DATE, read=read, out=tmp_path / "x.docx")

    @pytest.mark.parametrize(
        "start", ["", "\ufeff<?xml version='1.0' encoding='UTF-8'?>\r\n", "<?xml version='1.0'?><!-- by hand -->\n"]
    )
    def test_bytes_that_no_tool_of_ours_would_write_are_kept(self, start: str) -> None:
        odd = "\n  <w:p  w:rsidR='00A1' >\r\n<w:r><w:t>It&#8217;s &gt; &quot;odd&quot;</w:t></w:r></w:p  >\n<w:p/>\t<?keep me?>"
        plain = tiny_docx(f"{odd}<w:p><w:r><w:t>{NOTICE}</w:t></w:r></w:p>{odd}")
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            xml = archive.read("word/document.xml").decode()
        host = change_parts(plain, {"word/document.xml": (start + xml).encode()})
        done = reworded(host, NOTICE, BETTER)
        before, after = (start + xml).split(NOTICE)
        assert done.xml.startswith(before[: before.rindex("<w:p>")])
        assert done.xml.endswith(after[after.index("</w:p>") :])
        assert done.proposed[1] == BETTER

    def test_the_same_input_gives_the_same_bytes(self) -> None:
        host = tiny_docx([NOTICE])
        wanted = suggest(tighten(read(host), NOTICE, BETTER))
        assert run(host, wanted).data == run(host, wanted).data

    def test_what_fails_its_checks_is_not_written(self, tmp_path: Path) -> None:
        host = tiny_docx([NOTICE])
        wanted = suggest(tighten(read(host), NOTICE, BETTER))
        unread = read(tiny_docx(["Something else."]))
        with pytest.raises(RedlineError, match="reading"):
            redline(
                host, contract=contract_of(host), accepted=[wanted], author=AUTHOR, date_utc=DATE,
                read=lambda _: unread, out=tmp_path / "redline.docx",
            )  # fmt: skip
        assert list(tmp_path.iterdir()) == []
