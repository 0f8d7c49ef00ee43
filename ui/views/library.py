"""Library: what is checked and how it is drafted, and a team's own copy to edit."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from analyzer.errors import AnalyzerError
from analyzer.models import Posture
from ui import access, state
from ui.components import playbook, shown
from ui.components.words import GROUPS, POSTURES
from ui.services import library
from ui.services.running import Choices


def show() -> None:
    """Show the page."""
    workspace = access.workspace()
    own = library.find_team_library(workspace) is not None
    st.title("Clause library", anchor=False)
    st.caption(
        f"Workspace {workspace} works with its own copy." if own else "This is the library that comes with the program."
    )
    browse, edit, history = st.tabs(["Browse", "Edit", "History"], key="library-tabs")
    with browse:
        _browse(workspace)
    with edit:
        _edit(workspace, own=own)
    with history:
        _history(workspace)


def _browse(workspace: str) -> None:
    with st.spinner("Opening the library"):
        found = library.browse(workspace)
    left, right = st.columns([1, 2], gap="medium")
    group = left.selectbox(
        "Group",
        [None, *dict.fromkeys(p.group for p in found.provisions)],
        format_func=lambda g: "All groups" if g is None else GROUPS[g],
        key="library-group",
    )
    provisions = [p for p in found.provisions if group in (None, p.group)]
    provision = left.selectbox("Provision", provisions, format_func=lambda p: p.title, key="library-provision")
    posture = left.selectbox(
        "Posture", get_args(Posture), index=1, format_func=POSTURES.__getitem__, key="library-posture"
    )
    left.caption(
        f"{len(found.provisions)} provisions, {len(found.elements)} elements, {len(found.exemplars)} sentences"
    )
    with right:
        st.subheader(provision.title, anchor=False)
        shown.put(playbook.head(provision))
        st.caption(f"{POSTURES[posture]}: {provision.postures[posture]}")
        for element in provision.elements:
            with st.expander(element.title):
                shown.put(playbook.element(element))
                shown.put(playbook.draft(element, posture))
                shown.put(playbook.exemplars(provision, element.id))


def _edit(workspace: str, *, own: bool) -> None:
    person = access.person()
    if not person.may("change the library"):
        st.info("Only an administrator changes the library of a workspace.", icon=":material/lock:")
        return
    if not own:
        st.write("Make a copy for this workspace; the library that comes with the program stays as it is.")
        if st.button("Make our own copy", type="primary", key="library-copy"):
            library.make_team_library(workspace)
            st.rerun()
        return
    file = st.selectbox("File", library.list_files(workspace), key="library-file")
    text = st.text_area(
        "Content",
        value=library.read_file(workspace, file),
        height=420,
        key=f"library-text-{file}",
        help="Markdown, as README.md of the library explains",
    )
    changed = text != library.read_file(workspace, file)
    with st.container(horizontal=True):
        check = st.button("Check and save", type="primary", disabled=not changed, key="library-save")
        what = st.button("What would change", disabled=not changed, key="library-what")
    try:
        if check:
            library.save(workspace, file, text, who=person.name)
            st.toast("Saved. The next analysis uses it.", icon=":material/check:")
            st.rerun()
        if what:
            _what_would_change(workspace, file, text)
    except AnalyzerError as error:
        st.error("Not saved: the library would have mistakes.", icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)


def _what_would_change(workspace: str, file: str, text: str) -> None:
    held = state.review()
    if held.uploads and held.choices is not None:
        upload, choices, before = held.uploads[0], held.choices, held.analysis
    else:
        upload, before = library.read_sample(), None
        choices = Choices(profile="full", library_dir=library.find_team_library(workspace))
    with st.spinner(f"Analysing {upload.name} with the changed library; building its index takes a minute"):
        effect = library.what_would_change(workspace, file, text, upload=upload, choices=choices, before=before)
    st.markdown(f"**{upload.name}**")
    shown.put(playbook.effect(effect))


def _history(workspace: str) -> None:
    changes = library.read_history(workspace)
    if not changes:
        st.info("No change has been saved yet.", icon=":material/history:")
    for index, change in enumerate(changes):
        with st.expander(f"{change.at:%d %b %Y %H:%M} UTC · {change.who} · {change.file}"):
            shown.put(playbook.change(change))
            if access.person().may("change the library") and st.button(
                "Put back what it was", key=f"library-back-{index}"
            ):
                try:
                    library.save(workspace, change.file, library.read_before(change), who=access.person().name)
                    st.rerun()
                except AnalyzerError as error:
                    st.error(str(error))
