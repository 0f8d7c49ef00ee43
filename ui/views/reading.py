"""The contract beside a finding: its text, or the page of a PDF, with the quote marked and in view."""

from __future__ import annotations

import streamlit as st

from ui import state
from ui.components import shown
from ui.services import pages

_TEXT, _PAGE = "Text", "Page"


def turn_to_focus(held: state.Review) -> None:
    """Choose the document that the quote in focus stands in, before anything is drawn; another one may be chosen after."""
    if held.followed != held.jumps and held.focus is not None and held.focus.document in _names(held):
        state.set_widget(state.widget("document"), held.focus.document)
    held.followed, held.drawn = held.jumps, held.text


def pane(held: state.Review) -> None:
    """Show a document."""
    if held.text is None or not held.text.documents:
        st.info(
            "The contract's text is not kept with a saved review. The quotes stand with the findings; to see them in their"
            " place, analyse the file again.",
            icon=":material/description:",
        )
        return
    names = _names(held)
    if len(names) > 1:
        st.selectbox("Document", names, key=state.widget("document"))
    name = _document(held)
    pdf = held.pdf(name)
    if pdf is not None:
        st.segmented_control(
            "View", (_TEXT, _PAGE), default=_TEXT, required=True, key=state.widget("view"), label_visibility="collapsed"
        )
    if pdf is not None and _is_paged(held):
        _page(held, name, pdf)
    else:
        document = next(d for d in held.text.documents if d.name == name)
        shown.contract(document.name, document.html, alone=len(names) == 1)


def follow_focus(held: state.Review) -> None:
    """Bring the quote in focus into view, and open what a person points at in the text.

    The pane is drawn anew only where it has to be: for another document, another page or words that answer a question.
    """
    if not _names(held):
        return
    paged = _is_paged(held)
    if held.followed != held.jumps:
        elsewhere = held.focus is not None and held.focus.document != _document(held)
        if paged or elsewhere or held.drawn is not held.text:
            st.rerun()
        held.followed = held.jumps
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


def _names(held: state.Review) -> list[str]:
    return [document.name for document in held.text.documents] if held.text is not None else []


def _document(held: state.Review) -> str:
    """Return the document on show."""
    return state.read(state.widget("document"), _names(held)[0])


def _is_paged(held: state.Review) -> bool:
    """Return whether pages are shown and not text."""
    return held.pdf(_document(held)) is not None and state.read(state.widget("view"), _TEXT) == _PAGE


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
