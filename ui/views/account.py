"""Who is signed in, and the workspace on show; nothing at all where nobody signs in."""

from __future__ import annotations

import streamlit as st

from ui import state
from ui.access import Person


def show(person: Person) -> None:
    """Show the account at the side."""
    if not person.signed_in:
        return
    with st.sidebar:
        st.write(f"**{person.name}**")
        st.caption(f"Signed in as {person.role}")
        st.selectbox("Workspace", person.workspaces, key=state.WORKSPACE, on_change=state.drop_everything)
        st.button("Sign out", icon=":material/logout:", on_click=st.logout, key="sign-out")
