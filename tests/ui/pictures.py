"""Take a picture of every view in each of its states, at two widths, light and dark: `python -m tests.ui.pictures FOLDER`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from eval.site import CHROMIUM, ROOT, serve, why_not
from tests.ui.walk import LOOKS, look, walk


def main() -> int:
    """Walk through the application with the whole library and write the pictures."""
    from playwright.sync_api import sync_playwright

    if (reason := why_not()) is not None:
        print(reason, file=sys.stderr)
        return 1
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        home, dropped = Path(folder) / "home", Path(folder) / "dropped"
        home.mkdir()
        dropped.mkdir()
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        # An index that is built already saves a minute.
        kept = {name: os.environ[name] for name in ("CLAUSE_ANALYZER_CACHE_DIR",) if name in os.environ}
        library = Path(os.environ.get("CLAUSE_ANALYZER_LIBRARY_DIR", ROOT / "clause_library"))
        with serve(home, library=library, **kept) as site:
            page = browser.new_page()
            page.set_default_timeout(900_000)
            page.goto(site.url)
            for state in walk(page, dropped):
                for width, theme in LOOKS:
                    look(page, width, theme)
                    page.screenshot(path=out / f"{state}-{width}-{theme}.png")
                look(page, *LOOKS[0])
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
