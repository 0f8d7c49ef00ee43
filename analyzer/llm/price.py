"""What a call costs: the price in settings, else the published one that genai-prices knows."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.llm.settings import ModelSettings
from analyzer.models.llm import Usage

_MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """US dollars a million tokens."""

    input: float
    output: float

    def of(self, usage: Usage) -> float:
        """Return the cost of a use."""
        return (usage.input_tokens * self.input + usage.output_tokens * self.output) / _MILLION


def find_price(model: str, settings: ModelSettings) -> Price | None:
    """Return the price of a model by its name, with or without its provider; None when none is known.

    A server of one's own is not what the name says it is, so there only the price in settings counts.
    """
    if settings.price_input is not None or settings.price_output is not None:
        return Price(settings.price_input or 0.0, settings.price_output or 0.0)
    if settings.base_url is not None:
        return None
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    provider, _, name = model.rpartition(":")
    try:
        # Its data came with the package: nothing is fetched.
        million = calc_price(
            Tokens(input_tokens=_MILLION, output_tokens=_MILLION),
            model_ref=name,
            provider_id={"azure_openai": "azure"}.get(provider, provider) or None,
        )
    except LookupError:
        return None
    return Price(float(million.input_price), float(million.output_price))
