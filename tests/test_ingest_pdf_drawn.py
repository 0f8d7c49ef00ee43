"""Tables that are drawn in a PDF: what stands between the lines is a cell, whatever its spacing."""

from tests.pdf_builders import pdf, read, rows, text

LABELS = text(78, 700, "Term") + text(78, 652, "Fees")
CELLS = (
    text(206, 706, "Three years from the Effective Date, and then")
    + text(206, 694, "[ ] one year more")
    + text(206, 682, "[ ] no longer")
    + text(206, 652, "See Schedule 1")
)
ACROSS = "".join(f"72 {y} m 540 {y} l S\n" for y in (720, 668, 640))
UPRIGHT = "".join(f"{x} 640 m {x} 720 l S\n" for x in (72, 200, 540))
WANTED = [
    ["Term", "Three years from the Effective Date, and then [ ] one year more [ ] no longer"],
    ["Fees", "See Schedule 1"],
]


def test_paragraphs_of_one_cell_are_one_cell() -> None:
    assert rows(read(pdf(LABELS + CELLS + ACROSS + UPRIGHT))) == WANTED


def test_lines_across_and_white_space_make_a_table_too() -> None:
    assert rows(read(pdf(LABELS + CELLS + ACROSS))) == WANTED


def test_a_word_that_its_cell_cut_is_whole_again() -> None:
    narrow = "".join(f"{x} 640 m {x} 720 l S\n" for x in (72, 200, 258))
    page = (
        text(78, 700, "Contact") + text(202, 706, "procuremen") + text(202, 694, "tdepartment") + text(78, 652, "Fees")
    )
    lines = "".join(f"72 {y} m 258 {y} l S\n" for y in (720, 668, 640))
    assert rows(read(pdf(page + lines + narrow)))[0] == ["Contact", "procurementdepartment"]


def test_strokes_around_prose_make_no_table() -> None:
    prose = "".join(
        text(72, 700 - 14 * n, "The Provider shall perform the Services with due care, and the Client pays.")
        for n in range(5)
    )
    assert rows(read(pdf(prose + "".join(f"72 {y} m 540 {y} l S\n" for y in (720, 668, 630))))) == []
