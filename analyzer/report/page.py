"""What every page has in common: templates that escape, style, and a policy under which nothing else runs or loads."""

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from analyzer.report.visible import one_line, shorten, show

if TYPE_CHECKING:
    from jinja2 import Environment

_STYLE = Path(__file__).parent / "templates" / "page.css"


def open_templates(folder: Path) -> "Environment":
    """Return the templates of a folder; values are escaped and hidden controls made visible on their way out."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Every value passes here on its way out, so hidden controls of the contract never reach the page.
        finalize=lambda value: value if isinstance(value, Markup) else show("" if value is None else str(value)),
    )
    environment.filters["one_line"] = one_line
    environment.filters["shorten"] = shorten
    return environment


def read_style(file: Path) -> str:
    """Return a page's style: what all pages have in common, colours first, and its own."""
    return "".join(part.read_text(encoding="utf-8") for part in (_STYLE, file))


def write_policy(style: str, *, script: str | None = None, images: bool = False) -> str:
    """Return the policy under which a page has this style and script and makes no request.

    Args:
        images: those that are written into the page are shown.
    """
    parts = ["default-src 'none'", f"style-src {_digest(style)}"]
    parts += [f"script-src {_digest(script)}"] if script is not None else []
    parts += ["img-src data:"] if images else []
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _digest(content: str) -> str:
    # Hashes rather than 'unsafe-inline': even markup that slipped through escaping could neither run nor load.
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
