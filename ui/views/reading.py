"""The contract beside a finding: its text, or the page of a PDF, with the quote marked and in view."""

from __future__ import annotations

import streamlit as st

from ui import state
from ui.components import shown
from ui.services import pages


def pane(held: state.Review) -> None:
    """Show the document that the quote in focus stands in."""
    text = held.text
    if text is None or not text.documents:
        st.info(
            "The contract's text is not kept with a saved review. The quotes stand with the findings; to see them in their"
            " place, analyse the file again.",
            icon=":material/description:",
        )
        return
    names = [document.name for document in text.documents]
    name = _choose_document(held, names)
    pdf = held.pdf(name)
    paged = pdf is not None and _choose_view() == "Page"
    if pdf is not None and paged:
        _page(held, name, pdf)
    else:
        document = next(d for d in text.documents if d.name == name)
        shown.contract(document.name, document.html, alone=len(names) == 1)
    number = held.number(held.focus) if held.focus is not None else None
    opened, pointed = shown.bring_into_view(
        number, jumps=held.jumps, opened=held.opened, paged=paged, key=state.widget("focus")
    )
    if opened is not None and (provision := held.provision_of(opened)) is not None:
        held.show(provision)
        held.point_at(held.evidence(opened))
        st.rerun(scope="fragment")
    if pointed is not None:
        held.point_at(held.evidence(pointed))
        st.rerun(scope="fragment")


def _choose_document(held: state.Review, names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    key = state.widget("document")
    focused = held.focus.document if held.focus is not None else None
    if focused in names and held.turned != held.jumps:
        state.set_widget(key, focused)
    held.turned = held.jumps
    return str(st.selectbox("Document", names, key=key))


def _choose_view() -> str:
    chosen = st.segmented_control(
        "View", ("Text", "Page"), default="Text", required=True, key=state.widget("view"), label_visibility="collapsed"
    )
    return str(chosen)


def _page(held: state.Review, name: str, pdf: bytes) -> None:
    count = pages.count(pdf)
    at = min(max(held.page or 1, 1), count)
    back, label, on = st.columns([1, 2, 1], vertical_alignment="center")
    back.button(
        "Previous", key=state.widget("back"), disabled=at <= 1, on_click=held.turn, args=(at - 1,), width="stretch"
    )
    label.markdown(f"Page {at} of {count}", text_alignment="center")
    on.button("Next", key=state.widget("on"), disabled=at >= count, on_click=held.turn, args=(at + 1,), width="stretch")
    quote = held.focus if held.focus is not None and held.focus.document == name and held.focus.page == at else None
    shown.page(
        name, pages.render(pdf, at, quote=quote.quote if quote else None), number=held.number(quote) if quote else None
    )
