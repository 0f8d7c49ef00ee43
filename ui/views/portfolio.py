"""Portfolio: many contracts scored, the ones to fight first, and their amendments."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import get_args

import streamlit as st

from analyzer.errors import AnalyzerError
from analyzer.models import Portfolio, PortfolioDeal, Posture, ProfileName
from ui import access, state
from ui.components import portfolio as parts
from ui.components import shown
from ui.components.words import POSTURES, PROFILES
from ui.services import portfolio, record
from ui.services.running import Upload


def show() -> None:
    """Show the page."""
    st.title("Portfolio", anchor=False)
    held = state.batches()
    if held.batch is not None:
        _watch()
        return
    if held.failure:
        st.error(held.failure, icon=":material/error:")
    found = held.found = held.found or portfolio.read_portfolio(access.workspace())
    if found is None:
        st.write(
            "Score all contracts of a folder, and see which to negotiate first: gap, value and the day notice is due."
        )
        _start(held)
        return
    with st.expander("Score more contracts, or the same ones again"):
        _start(held)
    shown.put(parts.numbers(found))
    if found.pending:
        st.info(
            f"The batch was stopped before {found.pending} of its deals. Start it again to go on: what has not changed is not"
            " analysed again.",
            icon=":material/pause_circle:",
        )
    for note in found.notes:
        st.caption(note)
    shown.put(parts.unread(found))
    _tables(found)


def _start(held: state.Batches) -> None:
    person = access.person()
    files = st.file_uploader(
        "Contracts (PDF or Word), each a deal",
        type=["pdf", "docx", "txt", "md"],
        accept_multiple_files=True,
        key=state.workspace_widget("files"),
    )
    folder = ""
    if not person.signed_in:
        folder = st.text_input(
            "Or a folder or CSV manifest on this machine",
            placeholder="/contracts/2026",
            key=state.workspace_widget("folder"),
            help="A subfolder is one deal; a manifest names deal, file, role, tier, posture, owner and annual value.",
        )
    left, right = st.columns(2)
    profile = left.selectbox(
        "What is checked",
        tuple(reversed(get_args(ProfileName))),
        format_func=PROFILES.__getitem__,
        key=state.workspace_widget("profile"),
    )
    posture = right.selectbox(
        "Drafted language",
        get_args(Posture),
        index=1,
        format_func=POSTURES.__getitem__,
        key=state.workspace_widget("posture"),
    )
    st.caption("Reports with their quotes are kept in your workspace's record; the files are not.")
    if st.button("Start", type="primary", disabled=not (files or folder.strip()), key=state.workspace_widget("start")):
        source = [Upload(f.name, f.getvalue()) for f in files] if files else Path(folder.strip()).expanduser()
        held.failure = None
        held.batch = portfolio.start_batch(
            source, profile=profile, posture=posture, workspace=access.workspace(), who=person.name
        )
        st.rerun()


@st.fragment(run_every=0.8)
def _watch() -> None:
    held = state.batches()
    batch = held.batch
    if batch is None or batch.done:
        if batch is not None:
            held.failure, held.batch, held.found = batch.failure(), None, None
        st.rerun()
        return
    event = batch.event
    if event is None:
        st.progress(0.0, text="Finding the contracts and opening the clause library")
    else:
        text = f"{event.done} of {event.total} deals" + (f", {event.failed} not read" if event.failed else "")
        if event.seconds_left is not None:
            text += f", about {max(1, round(event.seconds_left / 60))} min left"
        st.progress(event.done / max(event.total, 1), text=text)
    if st.button(
        "Stop", icon=":material/stop:", key=state.workspace_widget("stop"), help="Deals that are done are kept."
    ):
        batch.stop()
    if batch.stopping:
        st.caption("Stopping as soon as one of the deals at work is done.")


def _tables(found: Portfolio) -> None:
    deals = _filter(found)
    queue, heat, common, trend, take = st.tabs(
        ["Queue", "Heat map", "In common", "Since the last batch", "Downloads"], key=state.workspace_widget("tabs")
    )
    with queue:
        st.dataframe(
            parts.queue(deals),
            hide_index=True,
            placeholder="",
            column_config={
                "Leverage": st.column_config.NumberColumn(
                    format="%.1f", help="Gap x value x nearness of the day notice is due; 100 is the most."
                )
            },
            key=state.workspace_widget("queue"),
            alt="Deals in the order in which to negotiate them",
        )
        _work(found, deals)
    with heat:
        shown.put(parts.heat_map(found, deals))
        if len(deals) > parts.MOST_IN_MAP:
            st.caption(f"The first {parts.MOST_IN_MAP} of {len(deals)} deals; the spreadsheet has all of them.")
    with common:
        shown.put(parts.common(found))
    with trend:
        shown.put(parts.trend(found))
    with take:
        for name, label in portfolio.FILES.items():
            st.download_button(
                label,
                data=partial(portfolio.read_file, found.workspace, name),
                file_name=name,
                on_click="ignore",
                key=state.workspace_widget("take", name),
            )


def _filter(found: Portfolio) -> list[PortfolioDeal]:
    search, moment, owner = st.columns(3)
    words = search.text_input("Search deals and parties", key=state.workspace_widget("search")).strip().lower()
    kinds = list(dict.fromkeys(d.moment.kind for d in found.deals if d.moment is not None))
    kind = moment.selectbox(
        "When",
        [None, *kinds],
        format_func=lambda k: "Any" if k is None else parts.MOMENTS[k],
        key=state.workspace_widget("when"),
    )
    owners = sorted({d.owner for d in found.deals if d.owner})
    who = owner.selectbox(
        "Owner", [None, *owners], format_func=lambda o: o or "Anyone", key=state.workspace_widget("owner")
    )
    return [
        d
        for d in found.deals
        if (not words or words in f"{d.deal} {d.client} {d.provider}".lower())
        and (kind is None or (d.moment is not None and d.moment.kind == kind))
        and who in (None, d.owner)
    ]


def _work(found: Portfolio, deals: list[PortfolioDeal]) -> None:
    ranked = {d.deal: d for d in deals if d.rank is not None}
    chosen = st.multiselect("Deals to work on", list(ranked), key=state.workspace_widget("chosen"))
    with st.container(horizontal=True):
        if st.button(
            "Open the report",
            disabled=len(chosen) != 1,
            icon=":material/open_in_new:",
            key=state.workspace_widget("open"),
        ):
            _open(ranked[chosen[0]])
        st.download_button(
            "Amendments (ZIP)",
            data=partial(portfolio.write_amendments, found, chosen),
            file_name="amendments.zip",
            mime="application/zip",
            on_click="ignore",
            disabled=not chosen,
            icon=":material/folder_zip:",
            key=state.workspace_widget("amend"),
        )


def _open(deal: PortfolioDeal) -> None:
    assert deal.analysis is not None
    try:
        saved, report, decisions = record.open_review(deal.analysis, deal=deal.deal, workspace=access.workspace())
    except AnalyzerError as error:
        st.error(str(error))
        return
    state.open_saved(saved, report, decisions)
    st.switch_page(state.page("review"))
