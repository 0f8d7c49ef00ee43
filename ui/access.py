"""Who is there, what they may do and whose deals they see.

Without sign-in the application serves one person at their own machine, who may do everything. With an `[auth]` section in
Streamlit's secrets nobody sees anything before signing in, and roles and workspaces come from claims or from a file.
"""

from __future__ import annotations

import getpass
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from analyzer.errors import UsageError

Role = Literal["reviewer", "approver", "admin"]
Right = Literal["comment", "edit", "approve", "change the library"]
_RIGHTS: Mapping[Role, frozenset[Right]] = {
    "reviewer": frozenset({"comment", "edit"}),
    "approver": frozenset({"comment", "edit", "approve"}),
    "admin": frozenset({"comment", "edit", "approve", "change the library"}),
}


class AccessSettings(BaseSettings):
    """Where roles and workspaces are written down; `CLAUSE_ANALYZER_ACCESS_FILE` names a TOML file."""

    model_config = SettingsConfigDict(env_prefix="CLAUSE_ANALYZER_", frozen=True, extra="ignore")

    access_file: Path | None = None


class Grant(BaseModel):
    """What one person may do, and the workspaces they belong to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    workspaces: tuple[str, ...]


class AccessFile(BaseModel):
    """The file: names of claims that hold a role and workspaces, and people by the e-mail address they sign in with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role_claim: str | None = None
    workspaces_claim: str | None = None
    people: dict[str, Grant] = {}


@dataclass(frozen=True)
class Person:
    """Who is at the browser. `workspaces` is never empty."""

    name: str
    role: Role
    workspaces: tuple[str, ...]
    signed_in: bool

    def may(self, right: Right) -> bool:
        """Return whether the role has a right."""
        return right in _RIGHTS[self.role]


def local_person() -> Person:
    """Return the one person of an application without sign-in."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "local user"
    return Person(name=name, role="admin", workspaces=("default",), signed_in=False)


def admit(claims: Mapping[str, Any], file: AccessFile) -> Person | None:
    """Return the person that the claims of a sign-in name; None when nobody has given them a role.

    An address counts only when the provider has not marked it as unverified.
    """
    email = str(claims.get("email") or "").strip().lower()
    if email and claims.get("email_verified") is not False:
        for address, grant in file.people.items():
            if address.strip().lower() == email and grant.workspaces:
                return Person(name=email, role=grant.role, workspaces=grant.workspaces, signed_in=True)
    role = claims.get(file.role_claim) if file.role_claim else None
    listed = claims.get(file.workspaces_claim) if file.workspaces_claim else None
    workspaces = (listed,) if isinstance(listed, str) else tuple(map(str, listed or ()))
    if role not in get_args(Role) or not workspaces:
        return None
    name = email or str(claims.get("preferred_username") or claims.get("sub") or "")
    return Person(name=name, role=cast(Role, role), workspaces=workspaces, signed_in=True) if name else None


def read_access_file(path: Path | None = None) -> AccessFile:
    """Read the file that settings name; without one nobody has a role.

    Raises:
        UsageError: it can't be read, or says something that is not understood.
    """
    path = path or AccessSettings().access_file
    if path is None:
        return AccessFile()
    try:
        return AccessFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: the access file can't be read ({error})") from error
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(f"{path}: {places}") from error


def person() -> Person:
    """Return who is at this browser; only after `require_person` has let them in."""
    found = _find_person()
    assert found is not None
    return found


def workspace() -> str:
    """Return the workspace on show: the chosen one where it is theirs, else their first."""
    from ui import state

    who = person()
    chosen = state.workspace()
    return chosen if chosen in who.workspaces else who.workspaces[0]


def require_person() -> Person:
    """Return who is at this browser, or show what is needed to come in and stop there."""
    import streamlit as st

    found = _find_person()
    if found is not None:
        return found
    _ask_in()
    return st.stop()


def _ask_in() -> None:
    import streamlit as st

    st.title("Clause analyzer", anchor=False)
    if not st.user.is_logged_in:
        st.write("Contracts are confidential. Sign in with your organisation's account to go on.")
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
    else:
        st.warning(
            f"You are signed in as {st.user.get('email') or 'an account without an e-mail address'}, which has no role"
            " here. Ask an administrator to add you to the access file."
        )
        st.button("Sign out", on_click=st.logout)


def sign_in_is_on() -> bool:
    """Return whether Streamlit's secrets have an `[auth]` section."""
    import streamlit as st

    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def _find_person() -> Person | None:
    import streamlit as st

    if not sign_in_is_on():
        return local_person()
    if not st.user.is_logged_in:
        return None
    return admit(st.user.to_dict(), read_access_file())
