"""Write report.html: one file with the findings beside the contract's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from analyzer.models import Contract, Evidence, Report, ReportProvision
from analyzer.report import commercial, conflicts, deal, law, redline, second_reading, words
from analyzer.report.contract_text import lay_out
from analyzer.report.page import open_templates, read_style, write_policy
from analyzer.report.quotes import Key, Quote, anchor, collect_quotes, key
from analyzer.report.receipt import receipt_rows

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def load_template() -> Template:
    """Compile the page's template, once a process."""
    return open_templates(_TEMPLATES).get_template("report.html.j2")


def render_html(report: Report, contracts: Sequence[Contract]) -> str:
    """Return the report as one self-contained page; contract text is escaped and nothing is loaded from anywhere."""
    style, script = read_style(_TEMPLATES / "report.css"), (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    quotes = collect_quotes(report, contracts)
    return load_template().render(
        report=report,
        words=words,
        commercial=commercial,
        conflicts=conflicts,
        deal=deal,
        law=law,
        second_reading=second_reading,
        receipt_rows=receipt_rows,
        redline=redline,
        anchor=anchor,
        key=key,
        quotes=quotes,
        first_uses=_first_uses(report),
        texts=_texts(contracts, quotes),
        groups=_groups(report),
        tallies=_tallies(report),
        place=lambda evidence: _place(evidence, report),
        policy=write_policy(style, script=script),
        style=Markup(style),
        script=Markup(script),
    )


def _texts(contracts: Sequence[Contract], quotes: Mapping[Key, Quote]) -> list[dict[str, Any]]:
    texts = []
    for index, contract in enumerate(contracts, 1):
        name = contract.document.name
        first = all(c.document.name != name for c in contracts[: index - 1])
        own = [q for q in quotes.values() if first and q.anchored and q.evidence.document == name]
        texts.append({"name": name, "index": index, "html": lay_out(contract, index=index, quotes=own)})
    return texts


def _first_uses(report: Report) -> set[tuple[str, str, Key]]:
    """Return provision, element and passage where a provision first quotes it: only there it is written out."""
    uses = set()
    for provision in report.provisions:
        seen: set[Key] = set()
        for element in provision.elements:
            for evidence in element.evidence:
                if key(evidence) not in seen:
                    seen.add(key(evidence))
                    uses.add((provision.id, element.id, key(evidence)))
    return uses


def _groups(report: Report) -> list[tuple[str, str, float | None, list[ReportProvision]]]:
    """Return id, title, score and provisions of each group, in the order of the report."""
    groups: dict[str, list[ReportProvision]] = {}
    for provision in report.provisions:
        groups.setdefault(provision.group, []).append(provision)
    return [(g, words.GROUPS.get(g, g), report.score.groups.get(g), provisions) for g, provisions in groups.items()]


def _tallies(report: Report) -> dict[str, int]:
    """Return how many elements have each status, worst first."""
    statuses = [e.status for p in report.provisions for e in p.elements]
    return {status: statuses.count(status) for status in words.STATUSES if status in statuses}


def _place(evidence: Evidence, report: Report) -> str:
    text = words.place(evidence, documents=report.documents)
    change = deal.amended_by(report, evidence)
    if change is not None:
        text += f", as {words.place(change.evidence, documents=report.documents)} changes it"
    return text if text.startswith(evidence.document) else text[:1].upper() + text[1:]
