"""What one person drops stays theirs: not in links, not on disk, not with whoever comes later; and not without limit."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from eval.site import SAMPLE, Site, serve
from tests.ui.steps import EXPOSED, analyse, settle

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage

_PATIENCE_S = 120
SECRET = "Zwickelhuber"
HEADERS = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def test_a_contract_is_in_no_link_and_in_no_file_of_the_server(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    contract = tmp_path / "confidential.txt"
    contract.write_text(
        f"SERVICES AGREEMENT between {SECRET} Bank AG (“Client”) and Provider Ltd (“Provider”).\n\n"
        "1. Data. Provider may use Client Data to train its artificial intelligence models.\n",
        encoding="utf-8",
    )
    page = open_page(site.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    analyse(page, contract)
    page.get_by_role("button", name="Data ownership").click()
    settle(page)
    assert not [url for url in [page.url, *asked] if SECRET in url or contract.stem in url]
    page.context.close()
    files = [path for path in site.home.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_no_file_can_be_fetched_after_its_session(
    site: Site, open_page: OpenPage, core_library_dir: Path, tmp_path: Path
) -> None:
    own = {"CLAUSE_ANALYZER_FORGET_AFTER_S": "1", "CLAUSE_ANALYZER_CACHE_DIR": str(site.home / "cache")}
    with serve(tmp_path, library=core_library_dir, **own) as forgetful:
        page, other = open_page(forgetful.url), open_page(forgetful.url)
        analyse(page, SAMPLE)
        page.get_by_role("button", name="Download").click()
        page.get_by_role("button", name="Prepare the redline").click()
        links = []
        # The first is made before it is offered, the other one when it is clicked.
        for name in ("Redline: your file", "Data (JSON)"):
            with page.expect_download() as waiting:
                page.get_by_role("button", name=name).click()
            links.append(waiting.value.url)
        assert [status_of(link) for link in links] == [200, 200]
        page.context.close()
        until = time.monotonic() + _PATIENCE_S
        while set(map(status_of, links)) != {404} and time.monotonic() < until:
            time.sleep(0.5)
        assert [status_of(link) for link in links] == [404, 404]
        other.get_by_role("button", name="Try it with a sample contract").click()
        other.get_by_role("heading", name=EXPOSED).wait_for()


def test_no_link_leads_past_the_page_that_asks_for_a_file(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url)
    for link in ("/review?deal=1&analysis=1&workspace=apac", "/compare?comparison=1"):
        page.goto(site.url + link)
        page.get_by_test_id("stFileUploader").first.wait_for()
        settle(page)
        assert page.get_by_text("of 100").count() == 0


def test_every_answer_carries_the_headers(site: Site) -> None:
    for path in ("/", "/_stcore/health", "/media/none.docx", "/nowhere"):
        try:
            with urllib.request.urlopen(site.url + path, timeout=10) as answer:
                headers = answer.headers
        except urllib.error.HTTPError as error:
            headers = error.headers
        assert {name: headers[name] for name in HEADERS} == HEADERS, path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["cache-control"] == "no-store", path


def test_a_file_over_the_limit_is_not_taken(
    site: Site, open_page: OpenPage, core_library_dir: Path, tmp_path: Path
) -> None:
    large = tmp_path / "large.txt"
    large.write_text("Services. " * 200_000, encoding="utf-8")
    (tmp_path / "home").mkdir()
    own = {"CLAUSE_ANALYZER_MAX_FILE_BYTES": "1000000", "CLAUSE_ANALYZER_CACHE_DIR": str(site.home / "cache")}
    with serve(tmp_path / "home", library=core_library_dir, **own) as strict:
        page = open_page(strict.url)
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(str(large))
        page.get_by_text("must be 1.0MB or smaller").wait_for()
        assert page.get_by_role("button", name="Analyse", exact=True).is_disabled()


def status_of(link: str) -> int:
    """Return the status of an answer to somebody without a session."""
    try:
        with urllib.request.urlopen(link, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
