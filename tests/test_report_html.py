"""Reports as a page: findings beside the contract, self-contained, readable, escaped."""

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from analyzer import report as reporting
from analyzer.models import (
    Evidence,
)
from analyzer.report.html import render_html
from analyzer.report.quotes import Marks, Quote, collect_quotes
from analyzer.report.visible import show
from tests.report_builders import (
    NAME,
    element,
    make_contract,
    make_report,
    provision,
    quote,
)
from tests.report_pages import HOSTILE, hostile_report, page


def marked(page: html.HtmlElement) -> dict[int, str]:
    found: dict[int, str] = {}
    for mark in page.iter("mark"):
        for number in mark.get("data-q").split():
            found[int(number)] = found.get(int(number), "") + mark.text_content()
    return found


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
        css = (Path(reporting.__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")
        themes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in css.split(":root {")[1:3]]
        assert len(themes) == 2
        for theme in themes:
            pairs = [(ink, f"{ink}-wash") for ink in ("adverse", "weak", "missing", "adequate", "strong", "other")]
            pairs += [("ink", wash) for _, wash in pairs] + [("on-ink", "on")]
            pairs += [(ink, back) for ink in ("ink", "quiet", "link") for back in ("paper", "wash")]
            for ink, back in pairs:
                assert contrast(theme[ink], theme[back]) >= 4.5, (ink, back)

    def test_every_page_takes_its_colours_from_one_place(self) -> None:
        package = Path(reporting.__file__).parent.parent
        shared = (package / "report" / "templates" / "page.css").read_text(encoding="utf-8")
        for file in package.rglob("templates/*.css"):
            own = file.read_text(encoding="utf-8") if file.name != "page.css" else ""
            defined = [re.findall(r"(--[a-z-]+):", css) for css in (shared, own)]
            assert not set(defined[0]) & set(defined[1]), file.name
            assert set(re.findall(r"var\((--[a-z-]+)", shared + own)) <= {*defined[0], *defined[1]}, file.name


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
