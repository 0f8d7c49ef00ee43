"""The schema file of the library is what the command prints."""

import json
from pathlib import Path

from analyzer.models import Provision

ROOT = Path(__file__).resolve().parent.parent


def test_the_schema_file_is_current() -> None:
    shown = json.loads((ROOT / "clause_library" / "schema.json").read_text(encoding="utf-8"))
    assert shown == Provision.model_json_schema()
