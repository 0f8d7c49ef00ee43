"""What vendors changed, as HTML: each sign stands beside a word, so that nothing hangs on colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from analyzer.models import Change, ComparedVersion, ComparisonReport, Posture, SideBySide, Thread, WordRun
from analyzer.report.comparison import words as said
from analyzer.report.visible import show
from ui.components.markup import badge, join

CONCESSION = said.CONCESSION


def heading(report: ComparisonReport) -> Markup:
    """Return what was compared."""
    score = report.base.score
    return Markup(
        '<div class="ca-title"><h1>{}</h1><p class="ca-quiet">Base: {} of 100, band {} · {} profile</p></div>'
    ).format(show(said.headline(report)), said.number(score.contract), score.band, report.profile)


def versions(report: ComparisonReport) -> Markup:
    """Return a row a version: score before and after, concession, changes and the three that matter most."""
    rows = join(
        Markup(
            '<tr><th scope="row">{}</th><td class="ca-tight">{} → <b>{}</b></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>'
            "<td><ul>{}</ul></td></tr>"
        ).format(
            show(v.name),
            said.number(report.base.score.contract),
            said.number(v.document.score.contract),
            said.number(v.concession),
            said.number(v.gain),
            said.count_effects(v.changes),
            f"{len(v.silent)}" if v.marked else f"{len(v.silent)} (no tracked changes)",
            join(
                Markup("<li>{}: {}</li>").format(show(said.place(c)), show(c.number or c.why)) for c in said.heaviest(v)
            ),
        )
        for v in report.versions
    )
    head = ("Version", "Score", "Concession", "Gain", "Changes", "Nobody marked", "What matters most")
    return _table("Versions", head, rows)


def silent(report: ComparisonReport) -> Markup:
    """Return the changes that nobody marked, with their words."""
    parts = []
    for version in report.versions:
        if not version.silent:
            continue
        if not version.marked:
            parts.append(
                Markup("<p><b>{}</b> has no tracked changes: nobody marked any of its {} changes.</p>").format(
                    show(version.name), len(version.silent)
                )
            )
            continue
        rows = join(change(c, version, posture=None) for c in version.silent)
        parts.append(Markup("<h3>{}</h3>{}").format(show(version.name), rows))
    if not parts:
        return Markup("")
    return Markup(
        '<section class="ca-warnings" aria-label="Changes nobody marked"><h2>Changes nobody marked</h2>{}</section>'
    ).format(join(parts))


def touched(report: ComparisonReport) -> frozenset[str]:
    """Return the provisions that any version changes."""
    return frozenset(p.id for v in report.versions for p in v.provisions if p.outcome not in {"kept", "silent"})


def matrix(report: ComparisonReport, *, only: frozenset[str] | None = None) -> Markup:
    """Return provisions x versions; each cell leads to the wording.

    Args:
        only: provisions to show; all by default.
    """
    head = ("Provision", "Base", *(v.name for v in report.versions))
    first = report.versions[0]
    rows = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td>{}</tr>').format(
            provision.title, badge(provision.base_status), join(_cell(v, index, provision.id) for v in report.versions)
        )
        for index, provision in enumerate(first.provisions)
        if only is None or provision.id in only
    )
    return _table("Provisions by version", head, rows)


def _cell(version: ComparedVersion, index: int, provision: str) -> Markup:
    found = version.provisions[index]
    silent = (
        Markup(' <span class="ca-verdict">{} not marked</span>').format(found.silent_changes)
        if found.silent_changes
        else ""
    )
    return Markup(
        '<td><button type="button" class="ca-jump" data-cell="{}" data-version="{}">'
        '<span aria-hidden="true">{}</span> {}</button>{}</td>'
    ).format(provision, version.name, said.OUTCOME_SIGNS[found.outcome], said.OUTCOMES[found.outcome], silent)


def change(found: Change, version: ComparedVersion, *, posture: Posture | None) -> Markup:
    """Return one change: where, by whom, its words, what it does, what was remarked and what to answer."""
    title = said.title_of(found, version)
    effect = Markup("<b>{} {}</b>").format(said.EFFECT_SIGNS[found.effect], said.EFFECTS[found.effect])
    facts = [said.KINDS[found.kind], said.mark(found, version), said.by(found)]
    remarks = join(Markup("<li>{}: {}</li>").format(show(r.author or "Comment"), show(r.text)) for r in found.remarks)
    answers = join(
        Markup("<p><b>{}</b>{}</p>{}").format(
            said.ADVICE[a.advice],
            show(f": {a.why}" if a.why else ""),
            Markup('<div class="ca-draft">{}</div>').format(show(a.text)) if a.text else "",
        )
        for a in found.answers
        if a.posture == posture
    )
    return Markup(
        '<article class="ca-change"><p><b>{}</b>{} {} {}</p><p class="ca-quiet">{}</p>'
        '<p class="ca-words" dir="auto">{}</p><p>{}</p>{}{}</article>'
    ).format(
        show(said.place(found)),
        f" · {title}" if title else "",
        effect,
        show(found.number or ""),
        show(" · ".join(filter(None, facts))),
        runs(found.words) if found.words else _plain(found),
        show(found.why),
        Markup("<ul>{}</ul>").format(remarks) if remarks else "",
        answers,
    )


def runs(words: Sequence[WordRun]) -> Markup:
    """Return words with what went struck through and what came underlined."""
    tags = {"both": "{}", "before": "<del>{}</del>", "after": "<ins>{}</ins>"}
    return join(Markup(tags[run.side]).format(show(run.text)) for run in words)


def _plain(found: Change) -> Markup:
    before = Markup("<del>{}</del> ").format(show(found.before)) if found.before else Markup("")
    after = Markup("<ins>{}</ins>").format(show(found.after)) if found.after else Markup("")
    return before + after


def side_by_side(rows: Iterable[SideBySide], *, only: frozenset[str] | None) -> Markup:
    """Return the two texts beside each other.

    Args:
        only: rows that have one of these changes; all by default.
    """
    body = join(
        Markup(
            '<tr{}><td class="ca-quiet">{}</td><td dir="auto">{}</td><td class="ca-quiet">{}</td><td dir="auto">{}</td></tr>'
        ).format(
            Markup(' class="ca-moved"') if row.moved else "",
            show(row.base_number or ""),
            runs([r for r in row.runs if r.side != "after"]),
            show(row.number or ""),
            runs([r for r in row.runs if r.side != "before"]),
        )
        for row in rows
        if only is None or only.intersection(row.changes)
    )
    return _table("Side by side", ("§", "Base", "§", "Version"), body, kind="ca-sides")


def threads(found: Sequence[Thread]) -> Markup:
    """Return what became of each place over the turns of a negotiation."""
    rows = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
            show(thread.section or ""),
            said.STATES[thread.state],
            show(thread.before),
            join(
                Markup("<p><b>{}</b> {}: {}</p>").format(show(t.version), said.STATES[t.state], show(t.text))
                for t in thread.turns
            ),
        )
        for thread in found
    )
    return _table("Turns", ("Section", "Stands", "Base", "Turns"), rows)


def folded(version: ComparedVersion) -> Markup:
    """Say what was folded away because it changes nothing."""
    if not version.folded:
        return Markup("")
    return Markup('<p class="ca-quiet">Folded away: {}.</p>').format(
        ", ".join(f"{f.count} {said.FOLDS[f.reason]}" for f in version.folded)
    )


def _table(label: str, head: Sequence[str], rows: Markup, *, kind: str = "ca-facts") -> Markup:
    cells = join(Markup('<th scope="col">{}</th>').format(show(h)) for h in head)
    return Markup(
        '<div class="ca-scroll" tabindex="0" role="region" aria-label="{}"><table class="ca-facts {}"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(label, kind, cells, rows)
