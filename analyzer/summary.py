"""Put a report into a dozen lines for the terminal."""

from analyzer.models import RedlineResult, Report

_MARKS = {"strong": "+", "adequate": "o", "weak": "~", "missing": "-", "adverse": "!", "not_assessed": "?"}


def summarize(report: Report) -> str:
    """Return the headline numbers and one line a provision."""
    score = report.score
    names = ", ".join(document.name for document in report.documents)
    lines = [
        f"{names}: {score.contract:.0f} of 100, band {score.band} (range {score.range[0]:.0f}-{score.range[1]:.0f}),"
        f" core index {score.core_index:.0f}, {report.tier.value} impact, {report.status}",
        f"Client: {report.parties.client or 'not found'}.  Provider: {report.parties.provider or 'not found'}.",
        "",
    ]
    for provision in sorted(report.provisions, key=lambda p: -p.exposure):
        counts = {
            s: sum(e.status == s for e in provision.elements)
            for s in ("strong", "adequate", "weak", "missing", "adverse")
        }
        shown = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
        value = "  --" if provision.score is None else f"{provision.score:4.0f}"
        lines.append(f"{_MARKS[provision.status]} {value}  {provision.title:44} {provision.status:12} {shown}")
    worst = [p for p in sorted(report.provisions, key=lambda p: -p.exposure) if p.status not in {"strong", "adequate"}]
    if worst:
        lines += ["", *(f"* {p.plain}" for p in worst[:3])]
    if report.redline is not None:
        lines += ["", _redlined(report.redline)]
    return "\n".join(lines)


def _redlined(redline: RedlineResult) -> str:
    """Return how many changes stand in the redline; those left out are listed in the report with the reason."""
    if not redline.applied and not redline.refused:
        return "Redline: nothing to change."
    left_out = f"; {len(redline.refused)} could not be made, the report says why" if redline.refused else ""
    return f"Redline: {len(redline.applied)} tracked changes{left_out}."
