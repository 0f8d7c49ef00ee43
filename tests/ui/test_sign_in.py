"""Signing in with a real OIDC provider on this machine: roles decide what one may do, workspaces what one sees."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.site import SAMPLE, Site, free_port, serve, wait_for
from tests.ui.axe import violations
from tests.ui.steps import analyse, open_finding

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.ui.conftest import OpenPage

TITLE = "Data residency for every AI component"
ACCESS = """
[people."ana@example.com"]
role = "approver"
workspaces = ["emea"]

[people."bo@example.com"]
role = "reviewer"
workspaces = ["emea"]

[people."rui@example.com"]
role = "reviewer"
workspaces = ["apac"]
"""


@pytest.fixture(scope="module")
def team_site(chromium: Browser, core_library_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application of a team."""
    for package in ("authlib", "oidc_provider_mock"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install 'bpo-clause-analyzer[ui,dev]'")
    home = tmp_path_factory.mktemp("team")
    (home / "access.toml").write_text(ACCESS, encoding="utf-8")
    with provide(home) as port:
        secrets = (
            '[auth]\nredirect_uri = "http://localhost:PORT/oauth2callback"\ncookie_secret = "only-for-these-tests"\n'
            'client_id = "clause-analyzer"\nclient_secret = "only-for-these-tests"\n'
            f'server_metadata_url = "http://localhost:{port}/.well-known/openid-configuration"\n'
        )
        access = {"CLAUSE_ANALYZER_ACCESS_FILE": str(home / "access.toml")}
        with serve(home, library=core_library_dir, secrets=secrets, **access) as running:
            yield running


@contextmanager
def provide(home: Path) -> Iterator[int]:
    """Run the provider in a process of its own and give its port."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for name in ("ana", "bo", "rui", "eve"):
        command += [
            "--user-claims",
            json.dumps({"sub": name, "email": f"{name}@example.com", "email_verified": True}),
        ]
    with (home / "provider.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as provider:
        try:
            wait_for(f"http://localhost:{port}/.well-known/openid-configuration", provider, home / "provider.log")
            yield port
        finally:
            provider.terminate()


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=name, exact=True).click()


def test_only_who_has_a_role_comes_in_and_sees_their_own_workspace(team_site: Site, open_page: OpenPage) -> None:
    stranger = open_page(team_site.url)
    stranger.get_by_role("button", name="Sign in").wait_for()
    assert stranger.get_by_test_id("stFileUploader").count() == 0
    assert violations(stranger) == []
    sign_in(stranger, "eve")
    stranger.get_by_text("has no role here").wait_for()
    assert stranger.get_by_test_id("stFileUploader").count() == 0
    assert violations(stranger) == []

    approver = open_page(team_site.url)
    sign_in(approver, "ana")
    analyse(approver, SAMPLE)
    open_finding(approver, TITLE)
    approver.get_by_role("button", name="Accept").click()
    approver.get_by_role("button", name="Reopen").wait_for()
    approver.get_by_role("button", name="Save review").click()
    approver.get_by_label("Name of the deal").fill("Quillhaven deal")
    approver.get_by_label("Name of the deal").press("Tab")
    approver.get_by_role("button", name="Save", exact=True).click()
    approver.get_by_text("Saved as Quillhaven deal").wait_for()

    colleague = open_page(team_site.url)
    sign_in(colleague, "bo")
    colleague.get_by_role("heading", name="Saved reviews").wait_for()
    colleague.get_by_test_id("stBaseButton-secondary").get_by_text("Open", exact=True).click()
    open_finding(colleague, TITLE)
    assert colleague.get_by_role("button", name="Reopen").is_disabled()
    assert violations(colleague) == []
    colleague.get_by_role("tab", name="Comments").click()
    colleague.get_by_text("ana@example.com").wait_for()

    elsewhere = open_page(team_site.url)
    sign_in(elsewhere, "rui")
    elsewhere.get_by_role("button", name="Try it with a sample contract").wait_for()
    assert "Quillhaven deal" not in elsewhere.content()
    analyse(elsewhere, SAMPLE)
    open_finding(elsewhere, TITLE)
    assert elsewhere.get_by_role("button", name="Accept").is_disabled()
