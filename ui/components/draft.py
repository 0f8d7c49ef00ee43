"""Drafted language, what edited wording is worth, and the trail of decisions."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analyzer.models import DecisionMade, Finding, RedlineResult, ReportProvision, ReportSuggestion
from analyzer.report import words
from analyzer.report.visible import show
from ui.components.markup import badge, join

_KINDS = {"accept": "accepted", "dismiss": "dismissed", "edit": "edited", "comment": "commented", "reopen": "reopened"}


def clause(suggestion: ReportSuggestion) -> Markup:
    """Return a suggestion as it would read, with the definitions it needs and why it is made."""
    where = f", {words.section(suggestion.section)}" if suggestion.section else ""
    definitions = join(
        Markup('<div class="ca-draft">“<b>{}</b>” {}</div>').format(show(d.term), show(words.defining_words(d)))
        for d in suggestion.definitions
    )
    return Markup(
        '<p><b>{}{}</b></p><div class="ca-draft" dir="auto">{}</div>{}'
        '<details class="ca-quiet"><summary>Why, and where it comes from</summary><p>{}</p></details>'
    ).format(words.ACTIONS[suggestion.action], show(where), show(suggestion.text), definitions, show(suggestion.note))


def verdict_on_wording(finding: Finding, *, title: str) -> Markup:
    """Say what edited wording would count as, and what it lacks.

    Args:
        title: of the element that the wording is for.
    """
    if finding.status == "missing":
        return Markup('<p role="status">{} Your wording still lacks {}.</p>').format(
            badge(finding.status), title[:1].lower() + title[1:]
        )
    lead = "Your wording counts as" if finding.status in {"strong", "adequate"} else "Your wording is still"
    number = f" (it reads {words.measure(finding.value)})" if finding.value is not None else ""
    return Markup('<p role="status">{} {} {}{}.</p>').format(
        lead, badge(finding.status), show(finding.reason), show(number)
    )


def trail(decisions: Sequence[DecisionMade], provision: ReportProvision) -> Markup:
    """List what was decided, by whom and when, newest first."""
    titles = {e.id: e.title for e in provision.elements}
    rows = join(
        Markup('<li><b>{}</b> {}{} <span class="ca-quiet">{:%d %b %Y %H:%M} UTC</span>{}</li>').format(
            show(d.who),
            _KINDS[d.kind],
            f" “{titles[d.element]}”" if d.element in titles else "",
            d.at,
            Markup("<br>{}").format(show(d.reason or d.text or "")) if d.kind in {"dismiss", "comment"} else "",
        )
        for d in reversed(decisions)
    )
    return Markup('<ul class="ca-trail" aria-label="Decisions">{}</ul>').format(rows) if rows else Markup("")


def redline(result: RedlineResult) -> Markup:
    """Say which changes stand in the redline and which could not be made, and why."""
    done = len(result.applied)
    lead = Markup("<p>{} {} in the file as tracked {}.</p>").format(
        done, "change stands" if done == 1 else "changes stand", "change" if done == 1 else "changes"
    )
    refused = join(
        Markup("<li>{}{}: {}</li>").format(
            r.provision, f", {words.section(r.section)}" if r.section else "", show(r.reason)
        )
        for r in result.refused
    )
    left = Markup("<p>{} could not be made; the rider has them:</p><ul>{}</ul>").format(len(result.refused), refused)
    return lead + (left if result.refused else Markup(""))
