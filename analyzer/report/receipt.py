"""The words of the receipt: what made the report, and what a language model was asked."""

from collections.abc import Iterator

from analyzer.models import ModelUse, Receipt, Report, SecondReading, View

_READ_AS: dict[View, str] = {
    "base": ", read with all tracked changes rejected",
    "marked": ", read with both sides of all tracked changes",
    "proposed": "",
}


def receipt_rows(report: Report) -> tuple[tuple[str, str], ...]:
    """Return the receipt as label and value, documents first."""
    receipt = report.receipt
    rows = [(f"Document {d.name}", f"SHA-256 {d.sha256}{_READ_AS[d.view]}") for d in report.documents]
    rows += made_with(receipt)
    if receipt.language_model is not None:
        rows += _model_rows(receipt.language_model)
    if report.second_reading is not None:
        rows += _reading_rows(report.second_reading)
    rows += [(f"Setting {name}", value) for name, value in sorted(receipt.settings.items())]
    rows.append(("Left this machine", receipt.left_the_machine))
    return tuple(rows)


def made_with(receipt: Receipt) -> tuple[tuple[str, str], ...]:
    """Return what a result was made with, as label and value."""
    return (
        ("Date", receipt.date),
        ("Analyzer", receipt.analyzer_version),
        ("Library", f"{receipt.library_version}, SHA-256 {receipt.library_sha256}"),
        ("Encoder", f"{receipt.encoder}, SHA-256 {receipt.encoder_sha256}"),
        ("Judge", f"SHA-256 {receipt.judge_sha256}"),
        ("Language model", receipt.model or "none"),
    )


def _model_rows(use: ModelUse) -> Iterator[tuple[str, str]]:
    usage = use.usage
    cost = "cost not known" if usage.cost is None else f"cost US$ {usage.cost:.4f}"
    yield (
        "Called with",
        ", ".join(f"{name} {value}" for name, value in sorted(use.parameters.items())) or "no parameters",
    )
    yield "Requests", f"{use.requests}, {use.cache_hits} of them answered from the cache, {use.sent} sent"
    yield "Tokens", f"{usage.input_tokens:,} in, {usage.output_tokens:,} out; {cost}"
    yield "Requests that failed", ", ".join(f"{n} {code}" for code, n in sorted(use.failures.items())) or "none"
    yield from ((f"Prompt {name}", f"SHA-256 {sha256}") for name, sha256 in sorted(use.prompts.items()))


def _reading_rows(reading: SecondReading) -> Iterator[tuple[str, str]]:
    yield "Answers thrown away", str(sum(check.outcome == "dropped" for check in reading.checks))
    if reading.tokens_for_all:
        yield (
            "Asked about doubt only",
            f"about {reading.tokens_asked:,} tokens in; asking about every element would take about"
            f" {reading.tokens_for_all:,} ({reading.tokens_asked / reading.tokens_for_all:.0%} of it)",
        )
