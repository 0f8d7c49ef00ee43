import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import typing
from itertools import pairwise
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt
from report_builders import (
    LINES,
    NAME,
    element,
    make_contract,
    make_provisions,
    make_report,
    provision,
    quote,
    suggestion,
)

from analyzer import report as reporting
from analyzer.models import (
    Action,
    Band,
    Contract,
    Element,
    ElementScore,
    ElementStatus,
    Evidence,
    Finding,
    Group,
    Problem,
    Provision,
    ProvisionScore,
    ProvisionStatus,
    Report,
    Score,
    Suggestion,
)
from analyzer.report import build_report, json_schema, words, write_reports
from analyzer.report.archive import date_in_words
from analyzer.report.html import render_html
from analyzer.report.markdown import escape, render_markdown
from analyzer.report.quotes import Marks, Quote, collect_quotes
from analyzer.report.rider import render_rider
from analyzer.report.to_json import render_json
from analyzer.report.visible import shorten, show
from analyzer.report.xlsx import render_xlsx, safe

ALL = ("md", "json", "html", "docx", "xlsx")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</mark></style><style>*{display:none}</style>",
    "]]> --> {{ 7 * 7 }} {% raw %}",
    "a | b ||",
    "=HYPERLINK(0)",
    '+cmd|" /C calc"!A0',
    "`code` *em* _em_ ~~gone~~ [link](https://evil.example) ![i](https://evil.example/i.png) <https://evil.example>",
    "## Heading, 1. list and - dash; www.evil.example; mail@evil.example; &lt; $x$",
    "agreed \u202ereversed\u202c and \u2066isolated\u2069 and \x07bell",
    "long" * 2500,
)


def page(report: Report, *contracts: Contract) -> html.HtmlElement:
    return html.document_fromstring(render_html(report, contracts))


def marked(page: html.HtmlElement) -> dict[int, str]:
    found: dict[int, str] = {}
    for mark in page.iter("mark"):
        for number in mark.get("data-q").split():
            found[int(number)] = found.get(int(number), "") + mark.text_content()
    return found


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in docx.Document(io.BytesIO(content)).paragraphs]


def hostile_report() -> tuple[Report, Contract]:
    contract = make_contract(*LINES, *HOSTILE, *(f"| {text.replace(' | ', '/')} | cell" for text in HOSTILE[:6]))
    joined = "\n".join(HOSTILE)
    quotes = [quote(contract, text) for text in HOSTILE]
    elements = [
        element(f"e{i} | t | weak | r", *quotes).model_copy(update={"title": text, "reason": text})
        for i, text in enumerate(HOSTILE)
    ]
    one = provision("p | t | weak | change | 1 | 1 | plain", *elements).model_copy(
        update={
            "title": joined,
            "plain": joined,
            "suggestion": suggestion(
                "insert", joined, joined, joined, f"{HOSTILE[0]} | {HOSTILE[6]} | x", number=joined
            ),
        }
    )
    two = one.model_copy(update={"id": '"><script>', "title": "=1+1"})
    report = make_report(contract, provisions=(one, two))
    problem = Problem(code="x", message=joined, document=HOSTILE[1])
    parties = report.parties.model_copy(update={"client": HOSTILE[0], "provider": HOSTILE[5]})
    documents = tuple(d.model_copy(update={"name": NAME}) for d in report.documents)
    return report.model_copy(update={"problems": (problem,), "parties": parties, "documents": documents}), contract


class TestWriting:
    def test_writes_each_format_under_its_name(self, tmp_path: Path) -> None:
        contract = make_contract()
        written = write_reports(make_report(contract), contracts=[contract], out=tmp_path / "deal", formats=ALL)
        assert [p.name for p in written] == ["report.md", "report.json", "report.html", "rider.docx", "report.xlsx"]
        assert sorted(p.name for p in (tmp_path / "deal").iterdir()) == sorted(p.name for p in written)

    def test_writes_nothing_when_one_format_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "report.json").write_text("the report before", encoding="utf-8")
        monkeypatch.setattr("analyzer.report.render_xlsx", lambda report: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_reports(make_report(), contracts=[], out=tmp_path, formats=ALL)
        assert [p.name for p in tmp_path.iterdir()] == ["report.json"]
        assert (tmp_path / "report.json").read_text(encoding="utf-8") == "the report before"

    def test_leaves_no_part_when_the_disk_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write, written = Path.write_bytes, []

        def fail_on_second(path: Path, content: bytes) -> int:
            written.append(path)
            if len(written) == 2:
                write(path, content[:100])
                raise OSError("No space left on device")
            return write(path, content)

        monkeypatch.setattr(Path, "write_bytes", fail_on_second)
        with pytest.raises(OSError, match="No space"):
            write_reports(make_report(), contracts=[], out=tmp_path, formats=("md", "html", "json"))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("format", ALL)
    def test_same_report_gives_same_bytes(self, tmp_path: Path, format: reporting.ReportFormat) -> None:
        contract = make_contract()
        first, second = (
            write_reports(make_report(contract), contracts=[contract], out=tmp_path / name, formats=[format])[0]
            for name in ("first", "second")
        )
        assert first.read_bytes() == second.read_bytes()

    @pytest.mark.parametrize("format", ALL)
    def test_a_report_without_provisions_is_written(self, tmp_path: Path, format: reporting.ReportFormat) -> None:
        report = make_report(provisions=(), problems=())
        assert write_reports(report, contracts=[], out=tmp_path, formats=[format])[0].stat().st_size > 500

    def test_importing_it_loads_no_writer_library(self) -> None:
        code = "import sys, analyzer.report; print(sorted({'docx', 'openpyxl', 'jinja2'} & set(sys.modules)))"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"

    def test_every_closed_set_has_its_words(self) -> None:
        for names, closed in (
            (words.STATUSES, ElementStatus),
            (words.STATUSES, ProvisionStatus),
            (words.STATUS_MEANINGS, ElementStatus),
            (words.BANDS, Band),
            (words.GROUPS, Group),
            (words.ACTIONS, Action),
        ):
            assert set(typing.get_args(closed)) <= set(names)


class TestBuild:
    def build(self, **more: object) -> Report:
        contract, report = make_contract(), make_report()
        element = Element.model_construct(
            id="notice", title="Notice", criticality="major", promote_at_high_tier=True, provision="change"
        )
        library = [
            Provision.model_construct(id=id, title=id.title(), group="change", plain="Plain.", elements=(element,))
            for id in ("change", "outside")
        ]
        finding = Finding(
            provision="change",
            element="notice",
            status="unscored",
            probability=0.5,
            confidence="low",
            reason="No text.",
            method="rules",
        )
        counted = ElementScore(element="notice", status="weak", criticality="critical", points=3, value=0.3)
        provision_score = ProvisionScore(
            provision="change",
            status="weak",
            score=33.3333,
            uncapped=33.3333,
            weight=8,
            exposure=533.3333,
            elements=(counted,) if more.pop("counted", True) else (),
            steps=("one step",),
        )
        score = Score(
            contract=33.3333,
            band="F",
            core_index=-0.01,
            low=33.3333,
            high=66.6666,
            ungated=33.3333,
            provisions=(provision_score,),
            groups={"change": 33.3333},
            exposures=("change",),
            steps=("step",),
        )
        drafted = Suggestion(
            provision="change",
            posture="client",
            action="insert",
            section="14",
            text="Text.",
            note="Why.",
            heading="Notice",
        )
        values = {
            "contracts": [contract],
            "findings": [finding],
            "score": score,
            "suggestions": [drafted],
            "provisions": library,
            "tier": report.tier,
            "profile": "core",
            "posture": "client",
            "problems": [],
            "receipt": report.receipt,
        }
        return build_report(**(values | more))

    def test_maps_the_stages_to_the_report(self) -> None:
        report = self.build()
        assert [p.id for p in report.provisions] == ["change"]
        assert report.score.contract == 33.3
        assert report.score.range == (33.3, 66.7)
        assert str(report.score.core_index) == "0.0"
        assert report.provisions[0].exposure == 533.3
        assert report.provisions[0].elements[0].criticality == "critical"
        assert report.provisions[0].suggestion is not None
        assert (report.documents[0].pages, report.documents[0].characters) == (3, len(make_contract().document.text))

    def test_criticality_of_an_uncounted_element_is_that_of_the_tier(self) -> None:
        assert self.build(counted=False).provisions[0].elements[0].criticality == "critical"

    def test_names_parties_as_the_contract_does(self) -> None:
        assert self.build().parties.client == "Customer"
        contract = make_contract()
        unnamed = contract.model_copy(update={"parties": (contract.parties[1].model_copy(update={"aliases": ()}),)})
        parties = self.build(contracts=[unnamed]).parties
        assert (parties.client, parties.provider) == (None, "Northgate Business Services Limited")

    def test_one_partial_problem_makes_the_report_partial(self) -> None:
        note = Problem(code="a", message="A note.")
        assert self.build(problems=[note]).status == "complete"
        assert self.build(problems=[note, note.model_copy(update={"partial": True})]).status == "partial"


class TestJson:
    def test_keeps_to_its_schema_and_reads_back(self) -> None:
        report = make_report()
        written = render_json(report)
        jsonschema.Draft202012Validator.check_schema(json_schema())
        jsonschema.validate(json.loads(written), json_schema(), cls=jsonschema.Draft202012Validator)
        assert Report.model_validate_json(written) == report
        assert written.startswith('{\n  "schema": "clause-analyzer/report@1",\n  "status"')
        assert "“Material”" in written

    def test_schema_refuses_what_the_report_does_not_have(self) -> None:
        changed = json.loads(render_json(make_report())) | {"extra": 1}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(changed, json_schema())

    def test_hostile_text_is_kept_as_data_and_shown_escaped(self) -> None:
        report, _ = hostile_report()
        written = render_json(report)
        assert Report.model_validate_json(written) == report
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09]", written)


class TestMarkdown:
    def test_tells_the_whole_story_in_order(self) -> None:
        written = render_markdown(make_report())
        parts = (
            "Page 7 is an image",
            "Score: 21.4 of 100, band F: not fit for AI-enabled service",
            "**9.8**",
            "17.0 to 33.6",
            "1. **Data ownership and ban on training use** (adverse, 0.0). Written into the contract: Your records",
            "| Notice before a change (critical) | Weak | high | 14.2 | 1 |",
            "> “test results on the Customer's own cases",
            "(section 14.3(b), page 2: Test results before release)",
            "proof of absence: Searched all 16 clauses",
            "Nearest: “Either party may propose a change to the Services” (section 14.1, page 1)",
            "> 14.2 Changes to AI models. The Supplier shall notify",
            "fairness testing: no sign that AI",
            "SHA-256 " + "a" * 64,
        )
        places = [written.find(part) for part in parts]
        assert -1 not in places
        assert places == sorted(places)
        assert written.endswith(f"**{words.DISCLAIMER}**\n")

    def test_hostile_text_makes_no_markup(self) -> None:
        report, _ = hostile_report()
        written = render_markdown(report)
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written)
        kinds = {t.type for token in tokens for t in (token, *(token.children or ()))}
        assert not kinds & {
            "html_block",
            "html_inline",
            "link_open",
            "image",
            "code_inline",
            "code_block",
            "fence",
            "s_open",
        }
        headings = [t.tag for t in tokens if t.type == "heading_open"]
        assert headings.count("h1") == 1
        assert "\u202e" not in written
        rows = [len(re.findall(r"(?<!\\)\|", line)) for line in written.splitlines() if line.startswith("| ")]
        assert set(rows) == {3, 7}
        assert not re.search(r"(?<![\\])://|(?<!\\)<", written)

    @pytest.mark.parametrize(
        "text", ["1. Scope", "14) Scope", "# Scope", "- Scope", "+ Scope", "---", "    Scope", "===", "(a) x"]
    )
    def test_a_drafted_line_stays_a_paragraph(self, text: str) -> None:
        one = provision(
            "p | T | weak | change | 1 | 1 | plain", suggestion=suggestion("insert", "1", "H", f"x\n{text}")
        )
        tokens = MarkdownIt("commonmark").parse(render_markdown(make_report(provisions=(one,))))
        shown = [t.content for t in tokens if t.type == "inline" and t.level == 2]
        assert "".join(c.content for t in tokens if t.content == shown[-1] for c in t.children or ()) == text.strip()

    @given(st.text(alphabet="ab|`*_[]()<>!#&~\\$ :/@.", max_size=40))
    def test_escaped_text_reads_as_itself(self, text: str) -> None:
        (paragraph,) = [t for t in MarkdownIt("commonmark").parse("x " + escape(text)) if t.type == "inline"]
        assert "".join(child.content for child in paragraph.children or ()).split() == f"x {text}".split()


class TestHtml:
    def test_every_quote_stands_in_marks_and_is_linked(self) -> None:
        contract = make_contract()
        report = make_report(contract)
        shown = page(report, contract)
        texts = marked(shown)
        links = {a.get("href") for a in shown.iter("a")}
        quotes = collect_quotes(report, [contract])
        assert len(quotes) == 8
        for found in quotes.values():
            assert texts[found.number] == found.evidence.quote
            assert f"#q{found.number}" in links
            assert shown.get_element_by_id(f"q{found.number}") is not None

    def test_each_link_leads_somewhere_and_no_id_is_double(self) -> None:
        report, contract = hostile_report()
        for shown in (page(report, contract), page(make_report(), make_contract())):
            ids = [e.get("id") for e in shown.iter() if e.get("id") is not None]
            assert len(ids) == len(set(ids))
            assert {a.get("href")[1:] for a in shown.iter("a")} <= set(ids)

    def test_a_mark_says_which_elements_rely_on_it(self) -> None:
        contract = make_contract()
        shown = page(make_report(contract), contract)
        (mark,) = [m for m in shown.iter("mark") if m.text_content().startswith("The Supplier may use Customer Data")]
        assert mark.get("title") == "No training on the client's data (adverse); Ownership of outputs (not judged)"
        note = shown.get_element_by_id(f"n{mark.get('data-q')}")
        assert [a.get("href") for a in note.iter("a")] == [
            "#f-data-ownership-training--training-ban",
            "#f-data-ownership-training--output-ownership",
        ]

    def test_contract_text_is_whole_and_in_order(self) -> None:
        contract = make_contract()
        shown = page(make_report(contract), contract).get_element_by_id("d1")
        for extra in shown.xpath(".//sup | .//small | .//*[@class='number'] | .//*[@class='page'] | .//h2"):
            extra.drop_tree()
        assert "".join(shown.text_content().split()) == "".join(contract.document.text.split())

    def test_overlapping_and_nested_quotes_keep_the_markup_whole(self) -> None:
        contract = make_contract("# 1 Models", "1.1 The Supplier may replace the model at any time.", "1.2 It may not.")
        pieces = (
            "The Supplier may",
            "Supplier may replace the model",
            "may",
            "replace the model at any time",
            "The Supplier",
        )
        spanning = quote(contract, "at any time.\n\n1.2 It may")
        quotes = [quote(contract, p) for p in pieces] + [spanning]
        elements = [element(f"e{i} | Element {i} | weak | Reason", q) for i, q in enumerate(quotes)]
        report = make_report(contract, provisions=(provision("p | T | weak | change | 1 | 1 | plain", *elements),))
        shown = page(report, contract)
        assert sorted(marked(shown).values()) == sorted(q.quote for q in quotes)
        assert not shown.xpath("//mark//mark")
        assert len(shown.xpath("//mark[@data-q='1 2']")) == 1
        etree.fromstring(etree.tostring(shown))

    def test_a_quote_that_is_not_in_the_text_is_not_marked(self) -> None:
        contract = make_contract()
        wrong = Evidence(document=NAME, page=1, section="9.2", start=5, end=12, quote="invented")
        one = provision("p | T | weak | change | 1 | 1 | plain", element("e | E | weak | R", wrong))
        shown = page(make_report(contract, provisions=(one,)), contract)
        assert not list(shown.iter("mark"))
        assert "the text is not in this report" in shown.text_content()

    def test_a_table_is_a_table_with_its_header(self) -> None:
        contract = make_contract()
        table = page(make_report(contract), contract).xpath("//section[@id='contract']//table")[0]
        rows = [[c.tag for c in row] for row in table.iter("tr")]
        assert rows == [["th"] * 3, ["td"] * 3, ["td"] * 3]

    def test_loads_and_runs_nothing_but_its_own(self) -> None:
        report, contract = hostile_report()
        for source, shown in (
            (render_html(report, [contract]), page(report, contract)),
            (render_html(make_report(), [make_contract()]), page(make_report(), make_contract())),
        ):
            (style,), (script,) = list(shown.iter("style")), list(shown.iter("script"))
            policy = shown.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
            for own in (style, script):
                digest = base64.b64encode(hashlib.sha256(own.text_content().encode()).digest()).decode()
                assert f"'sha256-{digest}'" in policy
            assert policy.startswith("default-src 'none'; ")
            assert "unsafe" not in policy
            for node in shown.iter(etree.Element):
                assert node.tag not in {"img", "iframe", "object", "embed", "link", "base", "audio", "video"}
                for name, value in node.attrib.items():
                    assert not name.startswith("on")
                    assert name not in {"src", "srcset", "style", "action", "formaction", "data"}
                    assert name not in {"href", "xlink:href"} or value.startswith("#")
            assert not re.search(
                r"url\(|@import|https?:|fetch\(|innerHTML|eval\(", style.text_content() + script.text_content()
            )
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", source)

    def test_hostile_text_is_shown_as_text(self) -> None:
        report, contract = hostile_report()
        shown = page(report, contract)
        assert sorted(set(marked(shown).values())) == sorted({show(text) for text in HOSTILE})
        assert "{{ 7 * 7 }}" in shown.text_content()
        assert "agreed [U+202E]reversed[U+202C]" in shown.text_content()

    def test_headings_descend_one_level_at_a_time(self) -> None:
        shown = page(make_report(), make_contract())
        levels = [int(h.tag[1]) for h in shown.xpath("//main//*[self::h2 or self::h3 or self::h4 or self::h5]")]
        assert levels[0] == 2
        assert all(b - a <= 1 for a, b in pairwise(levels))

    def test_colours_have_contrast_in_light_and_dark(self) -> None:
        css = (Path(reporting.__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
        themes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in css.split(":root {")[1:3]]
        assert len(themes) == 2
        for theme in themes:
            pairs = [(ink, f"{ink}-wash") for ink in ("adverse", "weak", "missing", "adequate", "strong", "other")]
            pairs += [("ink", wash) for _, wash in pairs] + [("on-ink", "on")]
            pairs += [(ink, back) for ink in ("ink", "quiet", "link") for back in ("paper", "wash")]
            for ink, back in pairs:
                assert contrast(theme[ink], theme[back]) >= 4.5, (ink, back)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class TestMarks:
    @given(
        st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8), st.integers(0, 30), st.integers(0, 15)
    )
    def test_cut_tiles_the_text_and_names_the_quotes_that_hold(
        self, spans: list[tuple[int, int]], start: int, length: int
    ) -> None:
        quotes = [
            Quote(Evidence(document="d", page=None, section=None, start=a, end=a + n, quote=""), number=i)
            for i, (a, n) in enumerate(spans)
        ]
        segments = list(Marks(quotes).cut(start, start + length))
        assert [at for s in segments for at in range(s.start, s.end)] == list(range(start, start + length))
        for segment in segments:
            for at in range(segment.start, segment.end):
                assert list(segment.quotes) == [q for q in quotes if q.evidence.start <= at < q.evidence.end]


class TestRider:
    def rider(self) -> list[tuple[str, str]]:
        contract = make_contract()
        return paragraphs(render_rider(make_report(contract), [contract]))

    def test_bears_parties_review_and_what_was_left_out(self) -> None:
        texts = [text for _, text in self.rider()]
        assert texts[0] == "Rider of AI provisions"
        assert (
            "Between Harrow Mutual Insurance plc (the “Customer”) as client and Northgate Business Services Limited "
            "(the “Supplier”) as provider." in texts
        )
        assert texts.count(words.DISCLAIMER) == 2
        assert any(text.startswith("Something was left out") for text in texts)

    def test_clauses_have_typed_number_heading_and_items(self) -> None:
        shown = self.rider()
        headings = [text for style, text in shown if style == "Heading 2"]
        assert headings == [
            "9.3\tNo training on Customer Data",
            "14.2\tChanges to AI models",
            "17A\tLiability for AI Errors",
        ]
        styles = {text: style for style, text in shown}
        assert styles["(b)\tthe reason; and"] == "Clause item"
        part = "17A.1\tThe Supplier is liable for loss caused by an AI Error, up to [●: 2 times the annual Charges]."
        assert styles[part] == "Clause part"
        assert any(s == "Clause text" and t.startswith("The Supplier shall notify the Customer") for s, t in shown)
        instructions = [text for style, text in shown if style == "Instruction"]
        assert "Insert as section 9.3, to apply despite section 9.2:" in instructions
        assert "Amend section 14.2 so that it reads:" in instructions

    @pytest.mark.parametrize(
        ("text", "heading", "first"),
        [
            ("Notice of each AI Change is due.", "5\tNotice", "Notice of each AI Change is due."),
            ("Notice. It is due in writing.", "5\tNotice", "It is due in writing."),
            ("5A Notice: It is due.", "5A\tNotice", "It is due."),
            ("5. The Supplier shall tell.", "5\tNotice", "The Supplier shall tell."),
            ("5 days after an AI Change, tell.", "5\tNotice", "5 days after an AI Change, tell."),
        ],
    )
    def test_number_and_heading_are_not_said_twice(self, text: str, heading: str, first: str) -> None:
        one = provision("p | T | weak | change | 1 | 1 | plain", suggestion=suggestion("insert", "5", "Notice", text))
        texts = [text for _, text in paragraphs(render_rider(make_report(provisions=(one,)), []))]
        assert texts[texts.index(heading) + 2] == first

    def test_definitions_are_in_alphabetical_order(self) -> None:
        terms = [text for _, text in self.rider() if text.startswith("“")]
        assert [t.split("”")[0] for t in terms] == ["“AI Change", "“AI Component", "“Training"]
        assert terms[2].startswith("“Training” means fitting the parameters")
        assert terms[0].endswith("[after “Affiliate”]")

    def test_drafting_notes_can_be_told_apart(self) -> None:
        notes = [text for style, text in self.rider() if style == "Drafting note"]
        assert len(notes) == 3
        assert all(note.startswith("Drafting note. ") and "balanced position" in note for note in notes)
        assert all("Sources: S0" in note for note in notes)

    def test_tables_name_the_places_and_the_words_that_change(self) -> None:
        contract = make_contract()
        overview, changes = docx.Document(io.BytesIO(render_rider(make_report(contract), [contract]))).tables
        assert [c.text for c in overview.rows[1].cells] == [
            "Data ownership and ban on training use",
            "Adverse",
            "Override the existing clause",
            "new section 9.3",
        ]
        assert [c.text for c in changes.rows[1].cells] == [
            "section 14.2",
            "use reasonable endeavours to tell the Customer in advance",
            "notify the Customer in writing at least [●: 30 days] in advance",
        ]

    def test_pages_are_numbered_and_dates_are_the_receipts(self) -> None:
        document = docx.Document(io.BytesIO(render_rider(make_report(), [])))
        footer = document.sections[0].footer._element.xml
        assert "PAGE" in footer
        assert "NUMPAGES" in footer
        assert "Draft of 20 November 2026" in document.sections[0].header.paragraphs[0].text
        assert document.core_properties.created.isoformat() == document.core_properties.modified.isoformat()
        assert f"{document.core_properties.created:%Y-%m-%d}" == "2026-11-20"

    def test_hostile_text_is_plain_text(self) -> None:
        report, contract = hostile_report()
        document = docx.Document(io.BytesIO(render_rider(report, [contract])))
        text = "\n".join(p.text for p in document.paragraphs)
        assert "<script>alert(1)</script>" in text
        assert "\u202e" not in text
        assert not document.element.xpath("//w:hyperlink | //w:instrText | //w:object")

    def test_a_date_that_cannot_be_read_is_shown_as_it_is(self) -> None:
        assert date_in_words("soon") == "soon"
        receipt = make_report().receipt.model_copy(update={"date": "soon"})
        assert render_rider(make_report(receipt=receipt), [])


class TestXlsx:
    def book(self, report: Report) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))

    def test_one_row_an_element_under_a_frozen_filtered_header(self) -> None:
        report = make_report()
        sheet = self.book(report)["Findings"]
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == 1 + sum(len(p.elements) for p in report.provisions)
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:T{len(rows)}"
        row = dict(zip(rows[0], rows[3], strict=True))
        assert (row["Status"], row["Section"], row["Page"], row["Value"]) == ("Strong", "14.3(b)", 2, 10)
        assert row["Quote"].startswith("test results on the Customer's own cases")

    def test_status_is_coloured_by_its_word(self) -> None:
        sheet = self.book(make_report())["Findings"]
        rules = [rule.formula for block in sheet.conditional_formatting for rule in block.rules]
        assert rules == [['"Adverse"'], ['"Missing"'], ['"Weak"'], ['"Adequate"'], ['"Strong"']]

    def test_summary_and_suggestions(self) -> None:
        book = self.book(make_report())
        summary = [row for row in book["Summary"].iter_rows(values_only=True) if row[0]]
        assert ("Score", 21.4) in {row[:2] for row in summary}
        assert summary[2][0] == "Read this first"
        assert [row[0] for row in book["Suggestions"].iter_rows(min_row=2, values_only=True)] == [
            p.title for p in make_report().provisions if p.suggestion
        ]

    def test_no_cell_of_a_hostile_contract_is_a_formula(self) -> None:
        report, _ = hostile_report()
        for sheet in self.book(report):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert cell.hyperlink is None
                    assert not isinstance(cell.value, str) or not cell.value.lstrip().startswith(tuple("=+-@\t"))
                    assert not isinstance(cell.value, str) or len(cell.value) <= 32_767

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1"])
    def test_formula_starts_are_neutralised(self, text: str) -> None:
        assert safe(text).startswith("'")

    def test_ordinary_text_is_left_alone(self) -> None:
        assert safe("14.2(b) = the notice") == "14.2(b) = the notice"


class TestText:
    def test_hidden_controls_are_shown(self) -> None:
        assert show("a\u202eb\x00c\r\nd\x0be") == "a[U+202E]b[U+0000]c\nd\ne"
        assert show("שלום\u200f נייר") == "שלום\u200f נייר"

    def test_shortens_at_a_word(self) -> None:
        assert shorten("one two three four", 14) == "one two […]"
        assert shorten("short", 14) == "short"
        assert len(shorten("x" * 100, 20)) == 20

    def test_the_builder_makes_what_segment_makes(self) -> None:
        contract = make_contract()
        spans = [(c.start, c.end) for c in contract.clauses]
        assert spans[0][0] == 0
        assert spans[-1][1] == len(contract.document.text)
        assert all(a[1] == b[0] for a, b in pairwise(spans))
        assert all(e.quote == contract.document.text[e.start : e.end]
                   for p in make_provisions(contract) for el in p.elements for e in el.evidence)  # fmt: skip
