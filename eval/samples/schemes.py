"""How the sample contracts are numbered: five schemes, each with the looks of its levels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """Describe one numbering level and the look of its paragraphs."""

    fmt: str
    text: str
    ref: str = ""
    legal: bool = False
    suffix: str = "tab"
    left: int = 0
    hanging: int = 0
    first: int = 0
    bold: bool = False
    caps: bool = False
    align: str = "both"
    before: int = 0
    after: int = 120
    new_page: bool = False
    size: float = 0.0


@dataclass(frozen=True)
class Scheme:
    """Hold the numbering of a body and of its schedules."""

    body: tuple[Level, ...]
    schedule: tuple[Level, ...]
    typed_body: bool = False
    typed_schedule: bool = False
    definition_left: int = 720
    table_head: str = "D9D9D9"


def _sched(heading: str, ref: str, align: str = "center", *, caps: bool = False) -> tuple[Level, ...]:
    return (
        Level("decimal", heading, ref=ref, suffix="space", bold=True, align=align, after=200, new_page=True, size=2,
              caps=caps),
        Level("decimal", "%2.", ref="%2", left=720, hanging=720, bold=True, align="left", before=160),
        Level("decimal", "%2.%3", ref="%2.%3", left=720, hanging=720),
        Level("lowerLetter", "(%4)", left=1287, hanging=567),
        Level("lowerRoman", "(%5)", left=1854, hanging=567),
    )  # fmt: skip


SCHEMES = {
    "article": Scheme(
        body=(
            Level("upperRoman", "ARTICLE %1.", ref="%1", suffix="space", bold=True, caps=True, align="center",
                  before=280, after=160),
            Level("decimalZero", "Section %1.%2", ref="%1.%2", legal=True, first=720),
            Level("lowerLetter", "(%3)", left=720, first=720),
            Level("lowerRoman", "(%4)", left=1440, first=720),
            Level("upperLetter", "(%5)", left=2160, first=720),
        ),
        schedule=(
            Level("upperLetter", "EXHIBIT %1 –", ref="Exhibit %1", suffix="space", bold=True, caps=True, align="center",
                  after=200, new_page=True),
            Level("decimal", "%2.", ref="%2", left=720, hanging=720, before=60),
            Level("lowerLetter", "(%3)", left=1440, hanging=720),
            Level("lowerRoman", "(%4)", left=2160, hanging=720),
        ),
        typed_schedule=True,
    ),
    "plain": Scheme(
        body=(
            Level("decimal", "%1.", ref="%1", left=680, hanging=680, bold=True, align="left", before=260, size=1),
            Level("decimal", "%1.%2", ref="%1.%2", left=680, hanging=680, align="left"),
            Level("lowerLetter", "(%3)", left=1134, hanging=454, align="left", after=80),
            Level("lowerRoman", "(%4)", left=1588, hanging=454, align="left", after=80),
        ),
        schedule=(
            Level("decimal", "Schedule %1:", ref="Schedule %1", suffix="space", bold=True, align="left", after=200,
                  new_page=True, size=3),
            Level("decimal", "%2.", ref="%2", left=680, hanging=680, bold=True, align="left", before=160),
            Level("decimal", "%2.%3", ref="%2.%3", left=680, hanging=680, align="left"),
            Level("lowerLetter", "(%4)", left=1134, hanging=454, align="left", after=80),
        ),
        definition_left=680,
        table_head="DCE6F1",
    ),
    "uk": Scheme(
        body=(
            Level("decimal", "%1.", ref="%1", left=720, hanging=720, bold=True, caps=True, align="left", before=240),
            Level("decimal", "%1.%2", ref="%1.%2", left=720, hanging=720),
            Level("lowerLetter", "(%3)", left=1287, hanging=567),
            Level("lowerRoman", "(%4)", left=1854, hanging=567),
        ),
        schedule=_sched("Schedule %1", "Schedule %1"),
    ),
    "short": Scheme(
        body=(
            Level("decimal", "%1.", ref="%1", left=454, hanging=454, align="left", before=60),
            Level("lowerLetter", "(%2)", left=908, hanging=454, align="left", after=80),
        ),
        schedule=_sched("Attachment %1:", "Attachment %1", align="left"),
        definition_left=454,
    ),
    "letters": Scheme(
        body=(
            Level("none", "", bold=True, caps=True, align="left", before=240),
            Level("lowerLetter", "(%2)", left=567, hanging=567),
            Level("lowerRoman", "(%3)", left=1134, hanging=567),
        ),
        schedule=_sched("Annex %1", "Annex %1"),
        typed_body=True,
        typed_schedule=True,
    ),
}  # fmt: skip
