"""The router: which pages there are for whoever is at the browser."""


def main() -> None:
    """Run the page that was asked for."""
    # Reader processes import this file under another name: nothing may happen then.
    import streamlit as st

    from ui import access, sessions, state
    from ui.components import shown
    from ui.views import about, account, compare, library, portfolio, review

    st.set_page_config(page_title="Clause analyzer", page_icon=shown.ICON, layout="wide")
    shown.style()
    account.show(access.require_person())
    sessions.note(state.review(), state.comparison())
    pages = {
        "review": st.Page(review.show, title="Review", icon=":material/gavel:", url_path="review", default=True),
        "compare": st.Page(compare.show, title="Compare", icon=":material/compare:", url_path="compare"),
        "portfolio": st.Page(portfolio.show, title="Portfolio", icon=":material/table_chart:", url_path="portfolio"),
        "library": st.Page(library.show, title="Library", icon=":material/menu_book:", url_path="library"),
        "about": st.Page(about.show, title="About this analysis", icon=":material/info:", url_path="about"),
    }
    state.keep_pages(pages)
    st.navigation(list(pages.values()), position="top").run()


if __name__ == "__main__":
    main()
