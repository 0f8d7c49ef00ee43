"""What every page has in common: templates that escape, and a policy under which nothing else runs or loads."""

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from analyzer.report.visible import one_line, shorten, show

if TYPE_CHECKING:
    from jinja2 import Environment


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


def style_only(style: str) -> str:
    """Return a policy under which a page has this style and nothing else: no script, no request."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
