"""Write a comparison as JSON, HTML, a spreadsheet and a short Markdown summary."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from analyzer.files import write_together
from analyzer.models import Compared, ComparisonReport, OutputFile
from analyzer.report.comparison.html import render_html
from analyzer.report.comparison.markdown import render_markdown
from analyzer.report.comparison.xlsx import render_xlsx
from analyzer.report.visible import escape_in_json

__all__ = ["ComparisonFormat", "comparison_schema", "render_comparison", "write_comparison"]

ComparisonFormat = Literal["md", "json", "html", "xlsx"]


def render_comparison(compared: Compared, *, formats: Sequence[ComparisonFormat]) -> tuple[OutputFile, ...]:
    """Return comparison.md, .json, .html and .xlsx as asked for, in that order."""
    return tuple(OutputFile(name=f"comparison.{name}", content=_FORMATS[name](compared)) for name in formats)


def write_comparison(compared: Compared, *, out: Path, formats: Sequence[ComparisonFormat]) -> tuple[Path, ...]:
    """Write the comparison in each format and return the files; nothing is written before all formats are rendered."""
    rendered = render_comparison(compared, formats=formats)
    write_together((out / file.name, file.content) for file in rendered)
    return tuple(out / file.name for file in rendered)


def comparison_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of comparison.json."""
    schema = ComparisonReport.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _render_json(compared: Compared) -> str:
    fields = compared.report.model_dump(mode="json", by_alias=True)
    return escape_in_json(json.dumps(fields, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


_FORMATS: dict[ComparisonFormat, Callable[[Compared], bytes]] = {
    "md": lambda compared: render_markdown(compared.report).encode(),
    "json": lambda compared: _render_json(compared).encode(),
    "html": lambda compared: render_html(compared).encode(),
    "xlsx": lambda compared: render_xlsx(compared.report),
}
