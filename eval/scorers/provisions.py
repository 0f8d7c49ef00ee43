"""The same figures a provision, as a table: what is there, what was found, what was right."""

from collections.abc import Sequence

from analyzer.models import Provision
from eval.judged import JudgedCase, is_found
from eval.metrics import f_one, precision, recall, share
from eval.scorers.detection import count_elements
from eval.tables import Table, short

HEADER = ("provision", "there", "found", "precision", "recall", "F1", "status right")


def tabulate_provisions(judged: Sequence[JudgedCase], *, title: str, provisions: Sequence[Provision]) -> Table:
    """Return a row a provision; counts are elements over all contracts."""
    import numpy as np

    rows = []
    for provision in provisions:
        cases = [case.only({provision.id}) for case in judged]
        totals = np.sum([count_elements(case) for case in cases], axis=0, dtype=float)
        graded = [
            f.status == label.status for c in cases for f, label in c.pairs() if label is not None and is_found(f)
        ]
        rows.append(
            (
                provision.id,
                f"{totals[0] + totals[2]:.0f}",
                f"{totals[0] + totals[1]:.0f}",
                short(precision(totals)),
                short(recall(totals)),
                short(f_one(totals)),
                short(share(np.array([sum(graded), len(graded)]))),
            )
        )
    return Table(title, HEADER, tuple(rows))
