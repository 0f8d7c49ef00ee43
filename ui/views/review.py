"""Review: drop a contract, watch it being read, work through what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import streamlit as st

from analyzer.errors import AnalyzerError
from analyzer.models import Posture, ProfileName, Tier
from ui import access, state
from ui.components import progress
from ui.components.words import DISCLAIMER, POSTURES, PROFILES, TIERS
from ui.services import library, model, record, running
from ui.views import findings

_TYPES = ("pdf", "docx", "txt", "md")


def show() -> None:
    """Show the page in the state the review is in."""
    held = state.review()
    if held.run is not None:
        _watch()
    elif held.analysis is not None:
        findings.show(held, person=access.person())
        # Not before the findings are on their way to the page: the work would hold them up.
        if held.fresh:
            held.fresh = False
            held.draft_ahead()
    else:
        _start(held)


def _start(held: state.Review) -> None:
    st.title("Review a contract", anchor=False)
    st.write(
        "Drop an outsourcing agreement and see which AI protections are missing, weak or against you, each with the words"
        " it rests on, and language to put in."
    )
    if held.refusal:
        st.error(held.refusal, icon=":material/error:")
    files = st.file_uploader(
        "Contract files (PDF or Word)",
        type=list(_TYPES),
        accept_multiple_files=True,
        key=state.widget("files"),
        help="Several files are read as one deal: put the main agreement first.",
    )
    tier, profile, posture = st.columns(3)
    name = model.name_configured()
    asks = name is not None and st.toggle(
        f"Let {name} read doubtful passages a second time",
        value=True,
        key=state.widget("model"),
        help="The receipt of the report says how much was sent. Without it nothing is.",
    )
    if asks:
        try:
            st.caption(model.say_where_it_goes("Passages about elements in doubt"))
        except AnalyzerError as error:
            asks = False
            st.warning(f"{error}. Without it the analysis runs on this machine alone.", icon=":material/warning:")
    chosen = running.Choices(
        tier=tier.selectbox("What the AI decides", _tiers(), format_func=TIERS.__getitem__, key=state.widget("tier")),
        profile=profile.selectbox(
            "What is checked", _profiles(), format_func=PROFILES.__getitem__, key=state.widget("profile")
        ),
        posture=posture.selectbox(
            "Drafted language",
            get_args(Posture),
            index=1,
            format_func=POSTURES.__getitem__,
            key=state.widget("posture"),
        ),
        library_dir=_team_library(),
        ask_model=asks,
    )
    go, sample = st.columns([1, 3], vertical_alignment="center")
    if go.button("Analyse", type="primary", disabled=not files, width="stretch", key=state.widget("go")):
        _begin(held, [running.Upload(file.name, file.getvalue()) for file in files or []], chosen)
    if sample.button("Try it with a sample contract", icon=":material/description:", key=state.widget("sample")):
        _begin(held, [library.read_sample()], chosen)
    st.caption(
        "Files are read on this machine, kept for this browser session and forgotten with it. Nothing is stored until you"
        f" save a review. {DISCLAIMER}"
    )
    _saved()


def _saved() -> None:
    workspace = access.workspace()
    found = {summary.deal: summary for summary in record.find_reviews(workspace=workspace)}
    if not found:
        return
    st.subheader("Saved reviews", anchor=False)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    deal = left.selectbox(
        "Deal",
        list(found),
        format_func=lambda d: f"{d}: {found[d].score:.1f} of 100, {found[d].made_at:%d %b %Y} by {found[d].made_by}",
        key=state.widget("saved"),
    )
    if right.button("Open", width="stretch", key=state.widget("open-saved")):
        saved, report, decisions = record.open_review(found[deal].id, deal=deal, workspace=workspace)
        state.open_saved(saved, report, decisions)
        st.rerun()


def _begin(held: state.Review, uploads: list[running.Upload], choices: running.Choices) -> None:
    held.refusal = None
    held.uploads = tuple(uploads)
    held.choices = choices
    held.run = running.start(uploads, choices)
    st.rerun()


@st.fragment(run_every=0.5)
def _watch() -> None:
    held = state.review()
    run = held.run
    if run is None or run.done:
        _take(held)
        st.rerun()
        return
    st.title("Reading the contract", anchor=False)
    st.write(", ".join(run.names))
    progress.steps(run)
    if st.button("Cancel", icon=":material/close:", key=state.widget("cancel")):
        state.drop_review()
        st.rerun()


def _take(held: state.Review) -> None:
    """Take the result of a finished run, or the line that says why there is none."""
    if held.run is None:
        return
    run, held.run = held.run, None
    try:
        held.take(run.result())
        held.fresh = True
    except AnalyzerError as error:
        held.refusal, held.uploads = str(error), ()


def _team_library() -> Path | None:
    return library.find_team_library(access.workspace())


def _tiers() -> tuple[Tier | Literal["auto"], ...]:
    return ("auto", *get_args(Tier))


def _profiles() -> tuple[ProfileName, ...]:
    return tuple(reversed(get_args(ProfileName)))
