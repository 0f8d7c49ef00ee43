"""Library: what is checked and how it is drafted, and a team's own copy to edit."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from analyzer.errors import AnalyzerError, LibraryError
from analyzer.models import Posture
from ui import access, state
from ui.components import playbook, shown
from ui.components.words import GROUPS, POSTURES
from ui.services import library


def show() -> None:
    """Show the page."""
    workspace = access.workspace()
    own = library.find_team_library(workspace) is not None
    st.title("Clause library", anchor=False)
    st.caption(
        f"Workspace {workspace} works with its own copy." if own else "This is the library that comes with the program."
    )
    browse, edit, history = st.tabs(["Browse", "Edit", "History"], key=state.workspace_widget("library", "tabs"))
    with browse:
        _browse(workspace)
    with edit:
        _edit(workspace, own=own)
    with history:
        _history(workspace)


def _browse(workspace: str) -> None:
    with st.spinner("Opening the library"):
        found = library.browse(workspace)
    with st.container(key="library-panes"):
        left, right = st.columns([1, 2], gap="medium")
    group = left.selectbox(
        "Group",
        [None, *dict.fromkeys(p.group for p in found.provisions)],
        format_func=lambda g: "All groups" if g is None else GROUPS[g],
        key=state.workspace_widget("library", "group"),
    )
    provisions = [p for p in found.provisions if group in (None, p.group)]
    provision = left.selectbox(
        "Provision", provisions, format_func=lambda p: p.title, key=state.workspace_widget("library", "provision")
    )
    posture = left.selectbox(
        "Posture",
        get_args(Posture),
        index=1,
        format_func=POSTURES.__getitem__,
        key=state.workspace_widget("library", "posture"),
    )
    left.caption(
        f"{len(found.provisions)} provisions, {len(found.elements)} elements, {len(found.exemplars):,} sentences"
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
        if st.button("Make our own copy", type="primary", key=state.workspace_widget("library", "copy")):
            library.make_team_library(workspace)
            st.rerun()
        return
    file = st.selectbox("File", library.list_files(workspace), key=state.workspace_widget("library", "file"))
    saved = library.read_file(workspace, file)
    key, opened = state.open_file(file, saved)
    text = st.text_area("Content", height=420, key=key, help="Markdown, as README.md of the library explains")
    edited = text != opened
    trial = _choose_contract(workspace)
    with st.container(horizontal=True):
        save = st.button(
            "Check and save", type="primary", disabled=not edited, key=state.workspace_widget("library", "save")
        )
        what = st.button("What would change", disabled=not edited, key=state.workspace_widget("library", "what"))
        st.button(
            "Discard my changes",
            disabled=not edited,
            on_click=state.discard_file,
            args=(file,),
            key=state.workspace_widget("library", "discard"),
        )
    try:
        if save:
            library.save(workspace, file, text, who=person.name, opened=opened)
            state.discard_file(file)
            st.toast("Saved. The next analysis uses it.", icon=":material/check:")
            st.rerun()
        if what:
            with st.spinner(f"Analysing {trial.name} with the changed library; building its index takes a minute"):
                effect = library.what_would_change(workspace, file, text, trial)
            st.markdown(f"**{trial.name}**")
            shown.put(playbook.effect(effect))
    except LibraryError as error:
        st.error("Not saved: the library would have mistakes.", icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)
    except AnalyzerError as error:
        st.error(str(error), icon=":material/error:")


def _choose_contract(workspace: str) -> library.Trial:
    """Choose what a change is tried on: the contract under review, or the sample."""
    sample, held = library.try_sample(workspace), state.review()
    trials = {f"The sample: {sample.name}": sample}
    if held.uploads and held.choices is not None and held.analysis is not None:
        own = library.Trial(held.uploads, held.choices, held.report)
        trials = {f"Under review: {own.name}": own, **trials}
    chosen = st.selectbox(
        "Contract to try a change on",
        list(trials),
        help="The contract under review can be chosen here too.",
        key=state.workspace_widget("library", "trial"),
    )
    return trials[chosen]


def _history(workspace: str) -> None:
    changes = library.read_history(workspace)
    if not changes:
        st.info("No change has been saved yet.", icon=":material/history:")
    for change in changes:
        with st.expander(f"{change.at:%d %b %Y %H:%M} UTC · {change.who} · {change.file}"):
            shown.put(playbook.change(change))
            if access.person().may("change the library") and st.button(
                "Put back what it was", key=state.workspace_widget("library", "back", change.folder.name)
            ):
                try:
                    now = library.read_file(workspace, change.file)
                    library.save(
                        workspace, change.file, library.read_before(change), who=access.person().name, opened=now
                    )
                    st.rerun()
                except AnalyzerError as error:
                    st.error(str(error))
