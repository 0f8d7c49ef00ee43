"""Tables of PDFs: rows with their cells and header, wrapped cells, page breaks."""

from __future__ import annotations

from tests.pdf_builders import blocks, pdf, read, rows, table, text


def test_table_rows_carry_cells_and_header() -> None:
    page = text(72, 740, "The service levels are these:") + table(
        ("Service", "Target", "Credit"),
        ("Service desk", "80% in 20 s", "5%"),
        ("Payroll", "99.5% accuracy", "10%"),
        ("Reports", "", "none"),
        bold_first=True,
    )
    document = read(pdf(page))
    assert rows(document) == [
        ["Service", "Target", "Credit"],
        ["Service desk", "80% in 20 s", "5%"],
        ["Payroll", "99.5% accuracy", "10%"],
        ["Reports", "", "none"],
    ]
    table_rows = [block for block in document.blocks if block.kind == "table_row"]
    assert [block.row for block in table_rows] == [0, 1, 2, 3]
    assert table_rows[0].header == ()
    assert all(block.header == ("Service", "Target", "Credit") for block in table_rows[1:])
    assert document.text[table_rows[1].start : table_rows[1].end] == "Service desk | 80% in 20 s | 5%"


def test_wrapped_cell_stays_in_its_row() -> None:
    page = (
        text(72, 700, "Priority") + text(220, 700, "Resolution")
        + text(72, 676, "P1") + text(220, 676, "Four hours from the time at which the ticket was opened in")
        + text(220, 664, "the tool")
        + text(72, 640, "P2") + text(220, 640, "Two days")
    )  # fmt: skip
    found = rows(read(pdf(page)))
    assert found[1] == ["P1", "Four hours from the time at which the ticket was opened in the tool"]
    assert found[2] == ["P2", "Two days"]


def test_table_goes_on_over_a_page_break() -> None:
    first = table(("Service", "Target", "Credit"), ("Desk", "80%", "5%"), ("Payroll", "99%", "10%"), bold_first=True)
    second = table(("Print", "97%", "1%"), ("Post", "95%", "2%"))
    table_rows = [b for b in read(pdf(first, second)).blocks if b.kind == "table_row"]
    assert {b.table for b in table_rows} == {0}
    assert [b.row for b in table_rows] == [0, 1, 2, 3, 4]
    assert table_rows[-1].header == ("Service", "Target", "Credit")


def test_ordinary_prose_and_lists_are_no_table() -> None:
    gappy = "".join(
        text(72, 700 - 12 * i, "The Provider shall perform") + text(210, 700 - 12 * i, "the Services with care and")
        for i in range(2)
    )
    listed = "".join(
        text(72, 640 - 12 * i, label) + text(108, 640 - 12 * i, f"an obligation of the Provider number {i}")
        for i, label in enumerate(["(a)", "(b)", "(c)", "1.1"])
    )
    document = read(pdf(gappy + listed))
    assert rows(document) == []
    assert "(b) an obligation of the Provider number 1" in blocks(document)
