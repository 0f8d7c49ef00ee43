"""What was found: score, exposure, findings beside the contract's text."""

from __future__ import annotations

import streamlit as st

from analyzer.errors import AnalyzerError
from analyzer.models import ReportProvision
from ui import state
from ui.access import Person
from ui.components import answer, deal, markup, shown
from ui.components.words import GROUPS, ORDER, STATUSES
from ui.services import model
from ui.views import finding, reading, taking

_FINDINGS, _DEAL, _ASK = "Findings", "The whole deal", "Ask"


def show(held: state.Review, *, person: Person) -> None:
    """Show the review of one contract."""
    taking.bar(held, person=person)
    report = held.report
    shown.put(markup.warnings(report.problems, unseen=deal.unseen(report), hostile=report.hostile_text))
    shown.put(markup.scorecard(report))
    shown.put(markup.summary(report))
    reading.turn_to_focus(held)
    with st.container(key="workspace-panes"):
        left, right = st.columns([11, 12], gap="medium")
        with left:
            _work(person)
        with right, st.container(key="contract-pane"):
            reading.pane(held)


@st.fragment
def _work(person: Person) -> None:
    """Show the findings; what is done here leaves the contract's text, which may be long, as it stands on the page."""
    held = state.review()
    if held.analysis is None:
        return
    if held.opened is not None:
        finding.show(held, held.provision(held.opened), person=person)
    else:
        _overview(held)
    reading.follow_focus(held)


def _overview(held: state.Review) -> None:
    part = st.segmented_control(
        "Part of the report",
        (_FINDINGS, _DEAL, *([_ASK] if model.name_configured() and held.contracts else [])),
        default=_FINDINGS,
        required=True,
        key=state.widget("part"),
        label_visibility="collapsed",
    )
    if part == _DEAL:
        shown.put(deal.facts(held.report, numbered=held.number))
        return
    if part == _ASK:
        _ask(held)
        return
    st.subheader("What you are exposed to", anchor=False)
    provisions = sorted(held.report.provisions, key=lambda p: (-p.exposure, ORDER.index(p.status)))
    counts = {status: sum(p.status == status for p in provisions) for status in ORDER}
    statuses = st.pills(
        "Status",
        [status for status in ORDER if counts[status]],
        selection_mode="multi",
        format_func=lambda status: f"{STATUSES[status]} {counts[status]}",
        key=state.widget("status"),
    )
    groups = list(dict.fromkeys(p.group for p in provisions))
    group = st.selectbox(
        "Group",
        [None, *groups],
        format_func=lambda g: "All groups" if g is None else GROUPS[g],
        key=state.widget("group"),
    )
    chosen = [p for p in provisions if (not statuses or p.status in statuses) and group in (None, p.group)]
    st.caption(f"{len(chosen)} of {len(provisions)} provisions, most at stake first")
    if not chosen:
        st.info(
            "No provision has this status in this group. Clear a filter to see more.", icon=":material/filter_alt_off:"
        )
    for provision in chosen:
        _row(held, provision)


def _ask(held: state.Review) -> None:
    try:
        st.caption(
            f"{model.name_configured()} is asked. {model.say_what_a_question_sends()} It answers only with words of the"
            " contract, each checked against the text."
        )
    except AnalyzerError as error:
        st.error(str(error), icon=":material/error:")
        return
    with st.form(state.widget("asking"), border=False, clear_on_submit=True):
        question = st.text_input(
            "Ask about this contract", placeholder="May they move our data to India?", key=state.widget("question")
        )
        if st.form_submit_button("Ask", type="primary") and question.strip():
            try:
                with st.spinner("Reading the contract for an answer"):
                    held.ask(question.strip())
            except AnalyzerError as error:
                st.error(str(error))
    for found, left in held.answers:
        shown.put(answer.answer(found, left, numbered=held.number, documents=held.report.documents))


def _row(held: state.Review, provision: ReportProvision) -> None:
    with st.container(border=True, key=state.widget("row", provision.id)):
        st.button(
            provision.title,
            type="tertiary",
            key=state.widget("open", provision.id),
            on_click=held.show,
            args=(provision.id,),
        )
        shown.put(markup.provision_line(provision, held.verdict(provision.id)))
