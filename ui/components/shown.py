"""Put markup and the stylesheet on a page, and bring a quote of the contract into view."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from ui.services.pages import PageImage

_HERE = Path(__file__).parent
# A file of ours: an icon by name would be fetched from elsewhere.
ICON = _HERE / "icon.png"


def style() -> None:
    """Install the stylesheet; it takes no room on the page."""
    st.html(_HERE / "style.css")


def put(markup: Markup) -> None:
    """Show markup; Streamlit removes scripts and handlers from it once more."""
    if markup:
        st.html(str(markup))


def contract(name: str, html: str, *, alone: bool) -> None:
    """Show the text of a document in a pane of its own."""
    head = Markup("") if alone else Markup("<h2>{}</h2>").format(name)
    opening = Markup('<div class="ca-text" tabindex="0" role="region" aria-label="Text of {}">{}').format(name, head)
    st.html(f"{opening}{html}</div>")


def page(name: str, image: PageImage, *, number: int | None) -> None:
    """Show a page of a PDF with boxes around the quote in focus."""
    boxes = Markup("").join(
        Markup('<i{} style="left:{:.2%};top:{:.2%};width:{:.2%};height:{:.2%}"></i>').format(
            Markup(' data-q="{}"').format(number) if number is not None else "",
            box.left,
            box.top,
            box.width,
            box.height,
        )
        for box in image.boxes
    )
    put(
        Markup(
            '<div class="ca-page" tabindex="0" role="region" aria-label="Page {0} of {1}"><div>'
            '<img alt="Page {0} of {1}; its words are in the text view" style="aspect-ratio:{4:.4f}"'
            ' src="data:image/png;base64,{2}">{3}</div></div>'
        ).format(image.number, name, base64.b64encode(image.png).decode(), boxes, image.ratio)
    )
    if number is not None and not image.boxes:
        st.caption("The quote was not found on the picture of this page; the text view shows it.")


def bring_into_view(
    number: int | None, *, jumps: int, opened: str | None, paged: bool, key: str
) -> tuple[int | None, int | None]:
    """Bring a quote into view; return the quotes a person clicked: in the text, and in a finding when pages are shown.

    Args:
        jumps: how often a quote was asked for; the pane moves only when this has changed.
        opened: the provision on show, None for the list; when it changes, the page begins at its top.
        paged: pages are shown and not text, so that the server has to turn to the right one.
    """
    result: Any = _component()(
        data={"number": number, "jumps": jumps, "opened": opened, "paged": paged},
        key=key,
        on_opened_change=_nothing,
        on_pointed_change=_nothing,
    )
    return tuple(int(v) if (v := getattr(result, name)) is not None else None for name in ("opened", "pointed"))  # type: ignore[return-value]


def chosen_cell(*, key: str) -> tuple[str, str] | None:
    """Return the cell of a matrix that a person just clicked: the provision and the version."""
    result: Any = _cells()(key=key, on_cell_change=_nothing)
    if result.cell is None:
        return None
    provision, _, version = str(result.cell).partition("\n")
    return provision, version


def _nothing() -> None:
    """Let a click rerun what is on the page."""


@lru_cache(maxsize=1)
def _component() -> Any:
    return st.components.v2.component("contract_focus", js=(_HERE / "showing.js").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _cells() -> Any:
    return st.components.v2.component("matrix_cells", js=(_HERE / "cells.js").read_text(encoding="utf-8"))
