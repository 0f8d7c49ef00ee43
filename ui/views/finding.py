"""One provision: its elements with their evidence, the language to put in, and what is decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

import streamlit as st

from analyzer.errors import AnalyzerError, UsageError
from analyzer.models import DecisionKind, Posture, ReportEdit, ReportProvision
from ui import access, state
from ui.access import Person, Right
from ui.components import draft, markup, shown
from ui.components.words import POSTURES
from ui.services import drafting, record

_NEEDS: Mapping[DecisionKind, Right] = {
    "accept": "approve",
    "dismiss": "approve",
    "reopen": "approve",
    "comment": "comment",
    "edit": "edit",
}


def show(held: state.Review, provision: ReportProvision, *, person: Person) -> None:
    """Show an opened provision."""
    order = [p.id for p in sorted(held.report.provisions, key=lambda p: -p.exposure)]
    at = order.index(provision.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "All findings", icon=":material/arrow_back:", key=state.widget("all"), on_click=held.show, args=(None,)
        )
        st.button(
            "Previous",
            key=state.widget("previous"),
            disabled=at == 0,
            on_click=held.show,
            args=(order[max(at - 1, 0)],),
        )
        st.button(
            "Next",
            key=state.widget("next"),
            disabled=at == len(order) - 1,
            on_click=held.show,
            args=(order[min(at + 1, len(order) - 1)],),
        )
    shown.put(markup.provision_head(provision, held.verdict(provision.id)))
    _decision(held, provision, person)
    evidence, language, comments = st.tabs(
        ["What the contract says", "Suggested language", "Comments"], key=state.widget("tabs", provision.id)
    )
    with evidence:
        shown.put(markup.elements(provision, numbered=held.number, documents=held.report.documents))
        shown.put(markup.references(provision))
    with language:
        _suggestion(held, provision, person)
    with comments:
        _comments(held, provision, person)


def _suggestion(held: state.Review, provision: ReportProvision, person: Person) -> None:
    if held.contracts:
        st.segmented_control(
            "Posture",
            get_args(Posture),
            default=held.report.posture,
            required=True,
            format_func=POSTURES.__getitem__,
            key=state.widget("switch"),
            on_change=_switch,
        )
    suggestion = provision.suggestion
    if suggestion is None or suggestion.action == "none":
        st.success("Nothing to change: what the contract says reaches this posture.", icon=":material/check:")
        return
    editing = bool(held.contracts) and st.toggle(
        "Edit the wording", key=state.widget("editing", provision.id), disabled=not person.may("edit")
    )
    if editing:
        for edit in suggestion.edits:
            _edit(held, provision, edit, person)
        return
    shown.put(draft.clause(suggestion))


def _edit(held: state.Review, provision: ReportProvision, edit: ReportEdit, person: Person) -> None:
    element = next(e for e in provision.elements if e.id == edit.element)
    key = state.widget("wording", held.report.posture, provision.id, edit.element)
    st.text_area(
        element.title,
        value=edit.text,
        height="content",
        key=key,
        on_change=_put_wording,
        args=(key, provision, edit.element, person),
    )
    if (provision.id, edit.element) not in held.edited:
        return
    asked = (provision.id, edit.element, edit.text)
    if asked not in held.checked and held.analysis is not None:
        with st.spinner("Checking your wording"):
            try:
                held.checked[asked] = drafting.check_wording(
                    held.analysis, edit.text, provision=provision.id, element=edit.element, library_dir=held.library_dir
                )
            except AnalyzerError as error:
                st.error(str(error))
                return
    shown.put(draft.verdict_on_wording(held.checked[asked], title=element.title))


def _switch() -> None:
    held, posture = state.review(), state.read(state.widget("switch"), "")
    if posture in POSTURES:
        held.redraft(cast(Posture, posture))


def _put_wording(key: str, provision: ReportProvision, element: str, person: Person) -> None:
    held, text = state.review(), state.read(key, "").strip()
    if text:
        held.edit(provision.id, element, text)
        _decide(held, provision, person, "edit", element=element, text=text)


def _decision(held: state.Review, provision: ReportProvision, person: Person) -> None:
    verdict = held.verdict(provision.id)
    approves = person.may("approve")
    why_not = None if approves else "Only an approver accepts or dismisses; you can comment and edit."
    with st.container(horizontal=True):
        if verdict is None:
            if provision.suggestion is not None and st.button(
                "Accept suggestion", type="primary", icon=":material/check:", disabled=not approves, help=why_not,
                key=state.widget("accept", provision.id),
            ):  # fmt: skip
                _decide(held, provision, person, "accept")
                st.rerun()
            with (
                st.popover("Dismiss", icon=":material/block:", disabled=not approves),
                st.form(state.widget("dismissing", provision.id), border=False),
            ):
                reason = st.text_input("Why this needs no change", key=state.widget("reason", provision.id))
                if st.form_submit_button("Dismiss with this reason"):
                    if reason.strip():
                        _decide(held, provision, person, "dismiss", reason=reason.strip())
                        st.rerun()
                    st.error("A reason is needed, so that the next reader understands.")
        elif st.button(
            "Reopen",
            icon=":material/undo:",
            disabled=not approves,
            help=why_not,
            key=state.widget("reopen", provision.id),
        ):
            _decide(held, provision, person, "reopen")
            st.rerun()


def _comments(held: state.Review, provision: ReportProvision, person: Person) -> None:
    with st.form(state.widget("commenting", provision.id), border=False, clear_on_submit=True):
        comment = st.text_area("Comment", key=state.widget("comment", provision.id), height=68)
        if st.form_submit_button("Add comment", disabled=not person.may("comment")) and comment.strip():
            _decide(held, provision, person, "comment", text=comment.strip())
            st.rerun()
    shown.put(draft.trail([d for d in held.decisions if d.provision == provision.id], provision))
    if held.decisions and held.saved is None:
        st.caption("Decisions live in this browser session until you save the review.")


def _decide(
    held: state.Review,
    provision: ReportProvision,
    person: Person,
    kind: DecisionKind,
    *,
    element: str | None = None,
    reason: str | None = None,
    text: str | None = None,
) -> None:
    if not person.may(_NEEDS[kind]):
        # A disabled button is a courtesy; a browser can send its click all the same.
        raise UsageError(f"A {person.role} may not do this; ask an approver of this workspace.")
    decision = held.note(provision.id, kind, who=person.name, element=element, reason=reason, text=text)
    if held.saved is not None:
        decision = record.decide(decision, saved=held.saved, workspace=access.workspace(), who=person.name)
    held.decisions.append(decision)
