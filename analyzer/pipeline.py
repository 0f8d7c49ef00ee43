"""The order of the stages, and nothing else: ingest, segment, retrieve, assess, score, draft, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analyzer.library import Library, load_library
from analyzer.models import Contract, Finding, Posture, ProfileName, Report, Tier
from analyzer.settings import Settings

Stage = Literal["read", "segment", "retrieve", "assess", "score", "draft", "report"]
