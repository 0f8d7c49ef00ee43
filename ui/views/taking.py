"""The bar above a review: what it is about, what to take away, saving it, and the next contract."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analyzer.errors import AnalyzerError
from ui import access, state
from ui.access import Person
from ui.components import draft, markup, shown
from ui.services import downloads, record


def bar(held: state.Review, *, person: Person) -> None:
    """Show the bar."""
    title, actions = st.columns([5, 4], vertical_alignment="center")
    with title:
        shown.put(markup.heading(held.report))
    with actions, st.container(horizontal=True, horizontal_alignment="right"):
        if held.saved is not None:
            st.badge(f"Saved as {held.saved.deal}", icon=":material/cloud_done:", color="green")
        elif held.contracts and st.button("Save review", icon=":material/save:", key=state.widget("save")):
            _save(person)
        with st.popover("Download", icon=":material/download:"):
            _downloads(held, person)
        st.button("New contract", icon=":material/add:", key="new-contract", on_click=state.drop_review)


@st.dialog("Save this review")
def _save(person: Person) -> None:
    held = state.review()
    st.write(
        "The report with its quotes, and every decision with its author and time, are kept in your workspace's record. The"
        " file itself is not."
    )
    deal = st.text_input(
        "Name of the deal", value=held.report.documents[0].name.rsplit(".", 1)[0], key=state.widget("deal")
    )
    who = person.name if person.signed_in else st.text_input("Your name", value=person.name, key=state.widget("who"))
    if st.button("Save", type="primary", disabled=not (deal.strip() and who.strip()), key=state.widget("saving")):
        try:
            held.saved, made = record.save_review(
                held.report, held.decisions, deal=deal.strip(), workspace=access.workspace(), who=who.strip()
            )
        except AnalyzerError as error:
            st.error(str(error))
            return
        held.decisions = list(made)
        st.rerun()


def _downloads(held: state.Review, person: Person) -> None:
    assert held.analysis is not None
    stem = held.report.documents[0].name.rsplit(".", 1)[0]
    if held.contracts:
        only = _choose_suggestions(held)
        nothing = only is not None and not only
        if held.report.documents[0].format == "docx":
            _redline(held, stem, only, person, disabled=nothing)
        st.download_button(
            downloads.RIDER.label,
            data=partial(downloads.make_report, held.analysis, downloads.RIDER, only=only),
            file_name=f"{stem} rider.docx",
            mime=downloads.RIDER.mime,
            on_click="ignore",
            disabled=nothing,
            key=state.widget("take", "docx"),
        )
    for download in downloads.REPORTS:
        st.download_button(
            download.label,
            data=partial(downloads.make_report, held.analysis, download),
            file_name=f"{stem} {download.file_name}",
            mime=download.mime,
            on_click="ignore",
            key=state.widget("take", download.format),
        )


def _choose_suggestions(held: state.Review) -> frozenset[str] | None:
    """Return the provisions whose suggestions go in; None for all."""
    accepted = held.accepted
    if not accepted:
        return None
    every = f"All {sum(p.suggestion is not None for p in held.report.provisions)} suggestions"
    mine = f"The {len(accepted)} accepted"
    which = st.radio(
        "Which suggestions go in",
        [every, mine],
        index=1,
        key=state.widget("which", str(len(accepted))),
    )
    return accepted if which == mine else None


def _redline(held: state.Review, stem: str, only: frozenset[str] | None, person: Person, *, disabled: bool) -> None:
    made = held.redline(only)
    if made is None:
        if st.button("Prepare the redline of your Word file", disabled=disabled, key=state.widget("redline")):
            with st.spinner("Writing tracked changes and checking the file"):
                held.make_redline(only, author=person.name)
            st.rerun()
        return
    if made.refusal is not None:
        st.error(made.refusal)
        return
    if made.file is not None:
        st.download_button(
            downloads.REDLINE.label,
            data=made.file,
            file_name=f"{stem} redline.docx",
            mime=downloads.REDLINE.mime,
            on_click="ignore",
            type="primary",
            key=state.widget("take", "redline"),
        )
    shown.put(draft.redline(made.result))
