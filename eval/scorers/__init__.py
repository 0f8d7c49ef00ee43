"""One scorer a file; each takes judged cases and returns figures."""
