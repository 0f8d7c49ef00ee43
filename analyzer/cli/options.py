"""The values that options of several commands may take, and the message when they don't."""

from __future__ import annotations

from typing import Literal

Profile = Literal["core", "extended", "full"]
TierChoice = Literal["auto", "routine", "standard", "high"]
PostureChoice = Literal["client", "balanced", "provider"]
ViewChoice = Literal["base", "proposed"]
FORMATS = ("md", "json", "html", "docx", "xlsx")


def choose_formats(
    text: str, allowed: tuple[str, ...] = FORMATS
) -> list[Literal["md", "json", "html", "docx", "xlsx"]]:
    """Read a comma-separated list of report formats."""
    chosen = [part.strip() for part in text.split(",") if part.strip()]
    for part in chosen:
        require(part, allowed, "--format")
    return list(dict.fromkeys(chosen))  # type: ignore[arg-type]


def require(value: str, allowed: tuple[str, ...], option: str) -> None:
    """Refuse a value that is not allowed.

    Raises:
        UsageError: `value` is none of `allowed`.
    """
    from analyzer.errors import UsageError

    if value not in allowed:
        raise UsageError(f"{option}: {value!r} is not known; use {', '.join(allowed)}")
