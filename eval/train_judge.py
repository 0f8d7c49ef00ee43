"""Fit the judge of the assess stage on labelled contracts, and report how it does on the ones left out.

`python -m eval.train_judge LABELLED_DIR` writes `analyzer/assess/judge.json`. Needs scikit-learn (extra `dev`).
"""
