"""Who may come in, what they may do, and the server that keeps others out."""

from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import UsageError
from ui.access import AccessFile, Grant, Person, admit, read_access_file

ANA = AccessFile(people={"Ana@Example.com": Grant(role="approver", workspaces=("emea", "apac"))})
BY_CLAIM = AccessFile(role_claim="role", workspaces_claim="groups")


def test_a_person_in_the_file_has_their_role_and_workspaces() -> None:
    assert admit({"email": "ana@example.com"}, ANA) == Person("ana@example.com", "approver", ("emea", "apac"), True)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "bo@example.com"},
        {"email": "ana@example.com", "email_verified": False},
        {"email": "", "role": "admin", "groups": ["emea"]},
        {"preferred_username": "ana@example.com"},
    ],
)
def test_nobody_else_comes_in(claims: dict[str, Any]) -> None:
    assert admit(claims, ANA) is None


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (
            {"email": "bo@x.org", "role": "reviewer", "groups": ["emea"]},
            Person("bo@x.org", "reviewer", ("emea",), True),
        ),
        ({"sub": "17", "role": "admin", "groups": "emea"}, Person("17", "admin", ("emea",), True)),
        ({"email": "bo@x.org", "role": "owner", "groups": ["emea"]}, None),
        ({"email": "bo@x.org", "role": "reviewer", "groups": []}, None),
        ({"email": "bo@x.org", "role": ["admin"], "groups": ["emea"]}, None),
        ({"role": "admin", "groups": ["emea"]}, None),
    ],
)
def test_claims_give_role_and_workspaces_only_when_they_are_whole(
    claims: dict[str, Any], expected: Person | None
) -> None:
    assert admit(claims, BY_CLAIM) == expected


@pytest.mark.parametrize(
    ("role", "approves", "edits", "library"),
    [("reviewer", False, True, False), ("approver", True, True, False), ("admin", True, True, True)],
)
def test_a_role_has_its_rights_and_no_more(role: Any, approves: bool, edits: bool, library: bool) -> None:
    person = Person("a", role, ("w",), True)
    assert (person.may("approve"), person.may("edit"), person.may("change the library")) == (approves, edits, library)


def test_without_a_file_nobody_has_a_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAUSE_ANALYZER_ACCESS_FILE", raising=False)
    assert read_access_file() == AccessFile()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("people = 3", "people"),
        ('[people."a@b"]\nrole = "boss"\nworkspaces = ["w"]', "role"),
        ('[people."a@b"]\nrole = "admin"', "workspaces"),
        ("= nonsense", "can't be read"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "access.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_access_file(file)
