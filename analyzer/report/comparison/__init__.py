"""Write a comparison as JSON, HTML, a spreadsheet and a short Markdown summary."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from analyzer.files import write_whole
from analyzer.models import Compared, ComparisonReport
from analyzer.report.comparison.html import render_html
from analyzer.report.comparison.markdown import render_markdown
from analyzer.report.comparison.xlsx import render_xlsx
from analyzer.report.visible import escape_in_json

__all__ = ["ComparisonFormat", "comparison_schema", "write_comparison"]

ComparisonFormat = Literal["md", "json", "html", "xlsx"]


def write_comparison(compared: Compared, *, out: Path, formats: Sequence[ComparisonFormat]) -> tuple[Path, ...]:
    """Write comparison.md, .json, .html and .xlsx as asked for and return the files, in that order.

    All formats are rendered before anything is written, and a file appears under its name only when it is whole.
    """
    rendered = {out / f"comparison.{name}": _FORMATS[name](compared) for name in formats}
    out.mkdir(parents=True, exist_ok=True)
    for path, content in rendered.items():
        write_whole(path, content)
    return tuple(rendered)


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
