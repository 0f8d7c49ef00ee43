"""The browser application: it shows what the library and the pipeline compute, and computes nothing itself."""
