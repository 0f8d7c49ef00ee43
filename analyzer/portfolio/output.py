"""Write a portfolio's files beside the reports it links to, and keep what somebody has worked in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

from pydantic import ValidationError

from analyzer.calendar import write_calendar
from analyzer.files import write_together
from analyzer.models.portfolio import Portfolio
from analyzer.models.renewal import Renewal
from analyzer.portfolio.html import render_html
from analyzer.portfolio.xlsx import render_xlsx

_JSON = "portfolio.json"
_WORKED_IN = "portfolio.xlsx"
_FILES: dict[str, Callable[[Portfolio], bytes]] = {
    _WORKED_IN: render_xlsx,
    "portfolio.html": lambda portfolio: render_html(portfolio).encode(),
    "notice-deadlines.ics": lambda portfolio: _calendar(portfolio),
}


def write_portfolio(portfolio: Portfolio, *, out: Path) -> tuple[Path, ...]:
    """Write portfolio.json, .xlsx, .html and notice-deadlines.ics, and return them.

    A spreadsheet that is no longer as it was written was worked in: it is kept as "portfolio (kept 1).xlsx".

    Args:
        out: the batch's folder, from which the links to its reports start.
    """
    rendered = {name: render(portfolio) for name, render in _FILES.items()}
    _keep_edited(out / _WORKED_IN, _written_before(out).get(_WORKED_IN))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in rendered.items()}
    whole = portfolio.model_copy(update={"sha256": hashes})
    rendered[_JSON] = (whole.model_dump_json(by_alias=True, indent=1) + "\n").encode()
    write_together((out / name, content) for name, content in rendered.items())
    return tuple(out / name for name in (_JSON, *_FILES))


def _written_before(out: Path) -> dict[str, str]:
    file = out / _JSON
    if not file.is_file():
        return {}
    try:
        return Portfolio.model_validate_json(file.read_bytes()).sha256
    except ValidationError:  # Another version's: what it wrote can't be told from what was worked in.
        return {}


def _keep_edited(file: Path, sha256: str | None) -> None:
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() == sha256:
        return
    names = (file.with_name(f"{file.stem} (kept {number}){file.suffix}") for number in count(1))
    file.rename(next(name for name in names if not name.exists()))


def _calendar(portfolio: Portfolio) -> bytes:
    deadlines = (
        (deal.deal, Renewal(notice_deadline=deal.moment.fact))
        for deal in portfolio.deals
        if deal.moment is not None and deal.moment.kind == "notice"
    )
    return write_calendar(deadlines, today=portfolio.today)
