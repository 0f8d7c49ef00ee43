"""The browser application: a Streamlit router and its views. Not built yet; `clause-analyzer ui` says so."""
