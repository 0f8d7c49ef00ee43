"""Reports: mapped from the stages, written whole or not at all, as JSON that its schema describes."""

import json
import re
import subprocess
import sys
import typing
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from analyzer.errors import UsageError
from analyzer.models import (
    Action,
    Band,
    Element,
    ElementScore,
    ElementStatus,
    Finding,
    Group,
    Problem,
    Provision,
    ProvisionScore,
    ProvisionStatus,
    Report,
    ReportFormat,
    Score,
    Suggestion,
)
from analyzer.report import build_report, json_schema, words, write_reports
from analyzer.report.to_json import render_json
from analyzer.report.visible import shorten, show
from tests.report_builders import (
    make_contract,
    make_provisions,
    make_report,
)
from tests.report_pages import hostile_report

ALL = ("md", "json", "html", "docx", "xlsx")


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
        flushed = []

        def fail_on_second(descriptor: int) -> None:
            flushed.append(descriptor)
            if len(flushed) == 2:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", fail_on_second)
        with pytest.raises(UsageError, match="No space"):
            write_reports(make_report(), contracts=[], out=tmp_path, formats=("md", "html", "json"))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("format", ALL)
    def test_same_report_gives_same_bytes(self, tmp_path: Path, format: ReportFormat) -> None:
        contract = make_contract()
        first, second = (
            write_reports(make_report(contract), contracts=[contract], out=tmp_path / name, formats=[format])[0]
            for name in ("first", "second")
        )
        assert first.read_bytes() == second.read_bytes()

    @pytest.mark.parametrize("format", ALL)
    def test_a_report_without_provisions_is_written(self, tmp_path: Path, format: ReportFormat) -> None:
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
            Provision.model_construct(
                id=id, title=id.title(), group="change", plain="Plain.", references=(), elements=(element,)
            )
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
