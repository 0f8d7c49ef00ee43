"""About this analysis: its receipt, what left the machine, how far to trust it."""

from __future__ import annotations

import streamlit as st

from ui import state
from ui.components import receipt, shown
from ui.components.words import DISCLAIMER
from ui.services import accuracy


def show() -> None:
    """Show the page; without a contract, what holds for every one."""
    held = state.review()
    st.title("About this analysis", anchor=False)
    st.warning(DISCLAIMER, icon=":material/balance:")
    st.subheader("What left this machine", anchor=False)
    if held.analysis is None:
        st.write("Nothing has been analysed in this session yet.")
    else:
        shown.put(receipt.left(held.report))
        st.subheader("Receipt", anchor=False)
        st.caption("The same receipt on the same file gives the same report.")
        shown.put(receipt.rows(held.report))
        shown.put(receipt.second_reading(held.report))
    st.subheader("How good it is", anchor=False)
    st.write(
        "Measured on contracts and sentences that lawyers labelled, each judged by a model that was not fitted on it. No version"
        " is released below the floors. Measure it on your own contracts with `clause-analyzer eval FOLDER`."
    )
    shown.put(receipt.figures(accuracy.read_figures()))
    st.subheader("What it can't do", anchor=False)
    st.markdown(
        "- It reads English contracts about outsourced services; on other documents its figures do not hold.\n"
        "- A finding of low confidence may be wrong more often than right: open its quote before relying on it.\n"
        "- What is referred to and not supplied (a URL, an annex, a policy) was not read; the finding says so.\n"
        "- Numbers in brackets in drafted language are defaults to settle, not advice.\n"
        "- It does not know the deal: what was said at the table, what the law of your case requires, what you can live with."
    )
