"""Write report.json, and the JSON schema it keeps to."""

import json
from typing import Any

from analyzer.models import Report
from analyzer.report.visible import escape_in_json


def render_json(report: Report) -> str:
    """Return report.json: fields in the order of the types, "schema" first; hidden controls are escaped."""
    fields = report.model_dump(mode="json", by_alias=True)
    return escape_in_json(json.dumps(fields, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def json_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of report.json."""
    schema = Report.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
