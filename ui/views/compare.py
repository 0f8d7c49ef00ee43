"""Compare: one draft and what the vendors sent back; what nobody marked comes first."""

from __future__ import annotations

from functools import partial
from typing import get_args

import streamlit as st

from analyzer.errors import AnalyzerError
from analyzer.models import Change, Compared, ComparedVersion, Posture, ProfileName
from ui import access, state
from ui.components import comparison, markup, progress, shown
from ui.components.words import POSTURES, PROFILES
from ui.services import downloads, library, running

_TYPES = ["pdf", "docx", "txt", "md"]


def show() -> None:
    """Show the page in the state the comparison is in."""
    held = state.comparison()
    if held.run is not None:
        _watch()
    elif held.compared is not None:
        _result(held, held.compared)
    else:
        _start(held)


def _start(held: state.Comparison) -> None:
    st.title("Compare what vendors sent back", anchor=False)
    st.write("See who changed what, what it does to your protection, and what nobody marked.")
    if held.refusal:
        st.error(held.refusal, icon=":material/error:")
    left, right = st.columns(2)
    base = left.file_uploader("Our draft", type=_TYPES, key=state.compared_widget("base"))
    versions = right.file_uploader(
        "What came back", type=_TYPES, accept_multiple_files=True, key=state.compared_widget("versions")
    )
    first, second = st.columns(2)
    profile = first.selectbox(
        "What is checked",
        tuple(reversed(get_args(ProfileName))),
        format_func=PROFILES.__getitem__,
        key=state.compared_widget("profile"),
    )
    posture = second.selectbox(
        "Answers", get_args(Posture), index=1, format_func=POSTURES.__getitem__, key=state.compared_widget("posture")
    )
    rounds = st.toggle("The versions are the turns of one vendor, in order", key=state.compared_widget("rounds"))
    if st.button("Compare", type="primary", disabled=not (base and versions), key=state.compared_widget("go")) and base:
        choices = running.Choices(profile, "auto", posture, library.find_team_library(access.workspace()))
        held.refusal = None
        held.run = running.start_comparison(
            running.Upload(base.name, base.getvalue()),
            [running.Upload(file.name, file.getvalue()) for file in versions or []],
            choices,
            rounds=rounds,
        )
        st.rerun()
    st.caption("Files are read on this machine, kept for this browser session and forgotten with it.")


@st.fragment(run_every=1.0)
def _watch() -> None:
    held = state.comparison()
    run = held.run
    if run is None or run.done:
        if run is not None:
            held.run = None
            try:
                held.compared = run.result()
            except AnalyzerError as error:
                held.refusal = str(error)
        st.rerun()
        return
    st.title("Comparing", anchor=False)
    st.write(", ".join(run.names))
    progress.steps(run)
    if st.button("Cancel", icon=":material/close:", key=state.compared_widget("cancel")):
        state.drop_comparison()
        st.rerun()


def _result(held: state.Comparison, compared: Compared) -> None:
    report = compared.report
    title, actions = st.columns([3, 2], vertical_alignment="center")
    with title:
        shown.put(comparison.heading(report))
    with actions, st.container(horizontal=True, horizontal_alignment="right"):
        with st.popover("Download", icon=":material/download:"):
            for download in downloads.COMPARISONS:
                st.download_button(
                    download.label,
                    data=partial(downloads.make_comparison, compared, download),
                    file_name=download.file_name,
                    mime=download.mime,
                    on_click="ignore",
                    key=state.compared_widget("take", download.format),
                )
        st.button("New comparison", icon=":material/add:", key="new-comparison", on_click=state.drop_comparison)
    shown.put(markup.warnings(report.problems))
    shown.put(comparison.silent(report))
    shown.put(comparison.versions(report))
    st.caption(comparison.CONCESSION)
    _wording(held, compared)


@st.fragment
def _wording(held: state.Comparison, compared: Compared) -> None:
    report = compared.report
    st.subheader("Provisions by version", anchor=False)
    changed = comparison.touched(report)
    if changed and st.toggle("Only provisions that changed", value=True, key=state.compared_widget("changed")):
        shown.put(comparison.matrix(report, only=changed))
    else:
        shown.put(comparison.matrix(report))
    cell = shown.chosen_cell(key=state.compared_widget("cells"))
    provisions = {p.id: p.title for p in report.versions[0].provisions}
    names = [version.name for version in report.versions]
    if cell is not None and cell[0] in provisions and cell[1] in names:
        state.set_widget(state.compared_widget("provision"), cell[0])
        state.set_widget(state.compared_widget("version"), cell[1])
    left, middle, right = st.columns(3)
    name = left.selectbox("Version", names, key=state.compared_widget("version"))
    chosen = middle.selectbox(
        "Provision",
        [None, *provisions],
        format_func=lambda p: "All changes" if p is None else provisions[p],
        key=state.compared_widget("provision"),
    )
    posture = right.selectbox(
        "Posture", get_args(Posture), index=1, format_func=POSTURES.__getitem__, key=state.compared_widget("answers")
    )
    index = names.index(name)
    _changes(report.versions[index], chosen, posture)
    if report.threads:
        with st.expander("What became of each change over the turns"):
            shown.put(comparison.threads(report.threads))
    if st.toggle("The whole text side by side", key=state.compared_widget("whole")):
        shown.put(comparison.side_by_side(compared.texts[index], only=None))
    elif touched := frozenset(c.id for c in _of(report.versions[index], chosen)):
        shown.put(comparison.side_by_side(compared.texts[index], only=touched))


def _changes(version: ComparedVersion, provision: str | None, posture: Posture) -> None:
    found = _of(version, provision)
    st.caption(f"{len(found)} {'change' if len(found) == 1 else 'changes'} in {version.name}")
    if not found:
        st.info("No change touches this provision in this version.", icon=":material/check:")
    for change in found:
        shown.put(comparison.change(change, version, posture=posture))
    shown.put(comparison.folded(version))


def _of(version: ComparedVersion, provision: str | None) -> list[Change]:
    return [
        c
        for c in version.changes
        if c.substantive and (provision is None or provision in {c.provision, *(e.provision for e in c.elements)})
    ]
