"""The words readers see for what a deal's money, samples and automation shares come to."""

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.models import Evidence, Limit, Money, Report, Waterfall, WaterfallStep

TITLE = "If the AI gets it wrong: who pays"
NUMBERS = "Samples and automation in numbers"
PAYERS_HEADER = ("What happens", "Who pays", "Up to", "In money", "Insurance behind it")
RULES_HEADER = ("Rule", "About", "Limit")
HEADS: Mapping[str, str] = {
    "ai": "AI", "data": "data protection", "confidentiality": "confidentiality", "training": "training on client data",
    "ip": "infringement", "indemnities": "the indemnities", "third-party": "third-party claims", "wilful": "wilful default",
    "gross": "gross negligence", "fraud": "fraud", "injury": "death and injury", "law": "what the law does not let limit",
    "abandonment": "abandonment", "property": "damage to property", "breach": "any breach", "trial": "trials and previews",
    "indirect": "indirect loss", "punitive": "punitive damages", "profit": "lost profit and business",
    "goodwill": "goodwill", "data-loss": "lost data", "direct": "listed costs", "other": "the breach of one section",
    "professional": "professional or E&O", "cyber": "cyber", "general": "general or public liability",
    "employers": "employer's liability", "crime": "crime", "excess": "umbrella or excess", "motor": "motor",
}  # fmt: skip
_PER = {"claim": "each claim", "year": "a year", "total": "in total"}


@dataclass(frozen=True)
class Row:
    """One line of a table, with the passages it rests on."""

    cells: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def basis(waterfall: Waterfall) -> str:
    """Say whether shares of the charges could be worked out."""
    if waterfall.annual_charges is not None:
        return f"Shares of the charges are worked out with {waterfall.annual_charges.words} a year."
    return "Shares of the charges stay formulas: the documents do not state what the client pays in a year."


def payers(report: Report) -> tuple[Row, ...]:
    """Return who pays for each kind of loss, under `PAYERS_HEADER`."""
    waterfall = report.commercial.waterfall
    if waterfall is None:
        return ()
    rows = []
    for outcome in waterfall.outcomes:
        deciding = waterfall.steps[outcome.steps[0]] if outcome.steps else None
        up_to = "–" if outcome.payer == "client" else _up_to(outcome.limit, decided=deciding)
        cells = outcome.what, outcome.payer, up_to, _amount(outcome.money), _amount(outcome.insured)
        rows.append(Row(cells, () if deciding is None else deciding.evidence))
    return tuple(rows)


def rules(report: Report) -> tuple[Row, ...]:
    """Return the rules behind it, under `RULES_HEADER`."""
    waterfall = report.commercial.waterfall
    steps = () if waterfall is None else waterfall.steps
    return tuple(Row((s.words, _about(s), _up_to(s.limit, decided=s) if s.limit else "–"), s.evidence) for s in steps)


def numbers(report: Report) -> tuple[Row, ...]:
    """Return a title and a sentence for each sample and each automation commitment."""
    samples = (
        Row((f"What the sample shows about {s.threshold:g}%", s.words), s.evidence) for s in report.commercial.samples
    )
    shares = (Row(("How much the AI is to do", c.words), c.evidence) for c in report.commercial.automation)
    return (*samples, *shares)


def _about(step: WaterfallStep) -> str:
    return ", ".join(HEADS.get(head, head) for head in step.heads) or "everything else"


def _amount(money: Money | None) -> str:
    return "–" if money is None else money.words


def _up_to(limit: Limit | None, *, decided: WaterfallStep | None) -> str:
    if limit is None:
        return "nothing"
    if limit.kind == "unlimited" and (decided is None or decided.kind == "insurance"):
        return "no limit was found in the documents supplied"
    # "the charges of the contract year a year" would say it twice.
    told = any(share.contract_year for share in limit.shares)
    return f"{limit.words} {_PER[limit.per]}" if limit.per and not told else limit.words
