"""Draw a portfolio's charts as SVG pictures, one for light pages and one for dark."""

from __future__ import annotations

import base64
import io
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from analyzer.models.portfolio import Portfolio, PortfolioDeal
from analyzer.report.visible import one_line, shorten
from analyzer.report.words import BANDS, STATUSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Mode = Literal["light", "dark"]

_MONTHS = 18
_BARS = 15
_LABEL = 46


@dataclass(frozen=True)
class Palette:
    """The colours of page.css, which are read on its paper in either mode."""

    ink: str
    quiet: str
    line: str
    bar: str
    strong: str
    adequate: str
    weak: str
    missing: str
    adverse: str
    other: str


_PALETTES: dict[Mode, Palette] = {
    "light": Palette(
        ink="#1c1d1f", quiet="#585c63", line="#d9d9d3", bar="#174a8b", strong="#1d6337", adequate="#5aa0c4",
        weak="#e0a43a", missing="#8f7fc0", adverse="#9b1c1c", other="#c9c9c2",
    ),
    "dark": Palette(
        ink="#e8e8e4", quiet="#a9adb4", line="#3a3e44", bar="#9cc3f5", strong="#8fd6a4", adequate="#4f93b8",
        weak="#d79a3c", missing="#7a68b8", adverse="#ff9d94", other="#4a4f56",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """One chart with what it says in words; pictures as data URIs by mode, height and width in pixels."""

    title: str
    words: str
    pictures: dict[Mode, str]
    width: int
    height: int


def draw_charts(portfolio: Portfolio) -> list[Chart]:
    """Return the charts there is something to show in."""
    ranked = [deal for deal in portfolio.deals if deal.rank is not None]
    if not ranked:
        return []
    # Two stand beside each other on a wide page: the high ones first.
    charts = [_queue(ranked), _provisions(portfolio), _months(ranked, portfolio.today), _bands(ranked)]
    if portfolio.trend is not None:
        charts.append(_trend(portfolio))
    return [chart for chart in charts if chart is not None]


def _queue(deals: Sequence[PortfolioDeal]) -> Chart | None:
    bars = [(deal.deal, deal.leverage.index) for deal in deals[:_BARS] if deal.leverage and deal.leverage.index > 0]
    if not bars:
        return None

    def draw(axes: Axes, palette: Palette) -> None:
        names = [_label(name) for name, _ in bars]
        drawn = axes.barh(range(len(bars)), [index for _, index in bars], color=palette.bar)
        axes.set_yticks(range(len(bars)), names)
        axes.invert_yaxis()
        axes.bar_label(drawn, fmt="%.1f", padding=3, color=palette.ink)
        axes.margins(x=0.12)
        axes.set_xlabel("leverage: exposure x value x nearness")

    first, index = bars[0]
    words = f"{one_line(first)} leads with {index:.1f}; the {len(bars)} deals with most leverage are shown."
    return _chart("Where to negotiate first", words, draw, height=0.9 + 0.27 * len(bars))


def _months(deals: Sequence[PortfolioDeal], today: date) -> Chart | None:
    months = [_add_months(today, ahead) for ahead in range(_MONTHS)]
    counts: dict[str, Counter[tuple[int, int]]] = {"notice": Counter(), "term end": Counter()}
    for deal in deals:
        moment = deal.moment
        if moment is not None and moment.day is not None and moment.day >= today and moment.kind in counts:
            counts[moment.kind][moment.day.year, moment.day.month] += 1
    inside = sum(counts[kind][month] for kind in counts for month in months)
    if not inside:
        return None

    def draw(axes: Axes, palette: Palette) -> None:
        below = [0] * len(months)
        for kind, colour, name in (
            ("notice", palette.bar, "last day for notice"),
            ("term end", palette.other, "term ends"),
        ):
            heights = [counts[kind][month] for month in months]
            axes.bar(range(len(months)), heights, bottom=below, color=colour, label=name, width=0.7)
            below = [a + b for a, b in zip(below, heights, strict=True)]
        for place, height in enumerate(below):
            if height:
                axes.text(place, height, str(height), ha="center", va="bottom", color=palette.ink)
        axes.set_xticks(range(len(months)), [_month(month) for month in months])
        axes.margins(y=0.18)
        _whole_numbers(axes, "y")
        axes.legend(frameon=False, labelcolor=palette.ink, loc="lower left", bbox_to_anchor=(0, 1.08), ncols=2)

    words = f"{inside} deals have a deadline in the {_MONTHS} months from {today.isoformat()}."
    return _chart("Deadlines to come", words, draw, height=2.6)


def _bands(deals: Sequence[PortfolioDeal]) -> Chart | None:
    counts: Counter[str | None] = Counter(deal.band for deal in deals)

    def draw(axes: Axes, palette: Palette) -> None:
        drawn = axes.barh(range(len(BANDS)), [counts[band] for band in BANDS], color=palette.bar)
        axes.set_yticks(range(len(BANDS)), [f"{band}  {_label(meaning)}" for band, meaning in BANDS.items()])
        axes.invert_yaxis()
        axes.bar_label(drawn, padding=3, color=palette.ink)
        axes.margins(x=0.1)
        _whole_numbers(axes, "x")
        axes.set_xlabel("deals")

    words = ", ".join(f"{counts[band]} in band {band}" for band in BANDS if counts[band]) + "."
    return _chart("Deals by band", words, draw, height=2.1)


def _provisions(portfolio: Portfolio) -> Chart | None:
    shown = sorted(portfolio.provisions, key=lambda p: (-p.exposure, p.title))[:_BARS]
    if not shown:
        return None

    def draw(axes: Axes, palette: Palette) -> None:
        left = [0] * len(shown)
        for status in ("adverse", "missing", "weak", "adequate", "strong", "not_assessed"):
            widths = [p.statuses.get(status, 0) for p in shown]
            colour = getattr(palette, status, palette.other)
            axes.barh(range(len(shown)), widths, left=left, color=colour, label=STATUSES[status], height=0.72)
            left = [a + b for a, b in zip(left, widths, strict=True)]
        axes.set_yticks(range(len(shown)), [_label(p.title) for p in shown])
        axes.invert_yaxis()
        axes.margins(x=0)
        _whole_numbers(axes, "x")
        axes.set_xlabel("deals")
        axes.legend(
            frameon=False, labelcolor=palette.ink, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=6, fontsize=8,
            handlelength=1, columnspacing=1,
        )  # fmt: skip

    worst = shown[0]
    words = f"{worst.title} leaves most exposed: {len(worst.deals)} deals have a gap in it."
    return _chart("Provisions that leave most exposed", words, draw, height=1.4 + 0.29 * len(shown))


def _trend(portfolio: Portfolio) -> Chart | None:
    points = [p for p in (portfolio.trend.history if portfolio.trend else ()) if p.mean_score is not None]
    if len(points) < 2:
        return None

    def draw(axes: Axes, palette: Palette) -> None:
        scores = [point.mean_score or 0.0 for point in points]
        axes.plot(range(len(points)), scores, color=palette.bar, marker="o")
        for place, score in enumerate(scores):
            axes.annotate(
                f"{score:.1f}", (place, score), (0, 7), textcoords="offset points", ha="center", color=palette.ink
            )
        axes.set_xticks(range(len(points)), [f"run {p.run}\n{p.started_at:%d %b %Y}" for p in points])
        axes.set_ylim(0, 100)
        axes.set_ylabel("mean score")

    words = f"The mean score went from {points[0].mean_score} to {points[-1].mean_score} over {len(points)} runs."
    return _chart("Mean score, run by run", words, draw, height=2.4)


def _chart(title: str, words: str, draw: Callable[[Axes, Palette], None], *, height: float) -> Chart:
    width = 7.4
    pictures: dict[Mode, str] = {mode: _picture(draw, palette, width, height) for mode, palette in _PALETTES.items()}
    return Chart(title, words, pictures, width=round(width * 96), height=round(height * 96))


def _picture(draw: Callable[[Axes, Palette], None], palette: Palette, width: float, height: float) -> str:
    import matplotlib
    from matplotlib.figure import Figure

    # Letters stay letters, and a fixed salt makes ids, and so the file, the same each time.
    settings: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "portfolio",
        "font.size": 9,
        "font.family": "sans-serif",
        "text.parse_math": False,
    }
    # The reader's own fonts show what the one used for measuring lacks.
    with matplotlib.rc_context(settings), warnings.catch_warnings(action="ignore"):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
        axes.set_facecolor("none")
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(palette.line)
        axes.tick_params(colors=palette.ink, length=0)
        axes.xaxis.label.set_color(palette.quiet)
        axes.yaxis.label.set_color(palette.quiet)
        draw(axes, palette)
        file = io.BytesIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"


def _whole_numbers(axes: Axes, side: Literal["x", "y"]) -> None:
    from matplotlib.ticker import MaxNLocator

    axis = axes.xaxis if side == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(integer=True, nbins=6))


def _label(text: str) -> str:
    return shorten(one_line(text), _LABEL)


def _add_months(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def _month(month: tuple[int, int]) -> str:
    first = date(*month, 1)
    return f"{first:%b}\n{first.year}" if month[1] == 1 else f"{first:%b}"
