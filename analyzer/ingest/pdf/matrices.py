"""The arithmetic of places on a page, and reading numbers out of PDF objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """Apply `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def page_matrix(page: PageObject) -> tuple[Matrix, float, float]:
    """Return the matrix from the page's user space to the page as shown, and its width and height."""
    box = page.cropbox
    left, bottom, right, top = (float(v) for v in (box.left, box.bottom, box.right, box.top))
    width, height = abs(right - left) or 612.0, abs(top - bottom) or 792.0
    left, bottom = min(left, right), min(bottom, top)
    turn = int(page.rotation) % 360
    if turn == 90:
        return (0.0, -1.0, 1.0, 0.0, -bottom, left + width), height, width
    if turn == 180:
        return (-1.0, 0.0, 0.0, -1.0, left + width, bottom + height), width, height
    if turn == 270:
        return (0.0, 1.0, -1.0, 0.0, bottom + height, -left), height, width
    return (1.0, 0.0, 0.0, 1.0, -left, -bottom), width, height


def resolve(value: Any) -> Any:
    """Follow an indirect reference; None for one to nothing."""
    return value.get_object() if hasattr(value, "get_object") else value


def number(value: Any) -> float:
    """Read a number; 0 for anything else."""
    value = resolve(value)
    return float(value) if isinstance(value, (int, float)) else 0.0


def matrix(values: Any) -> Matrix:
    """Read six numbers as a matrix; the identity for anything else."""
    if not isinstance(values, (list, tuple)) or len(values) < 6:
        return IDENTITY
    a, b, c, d, e, f = (number(v) for v in values[:6])
    return (a, b, c, d, e, f)


def placement(form: Any, rect: Any) -> Matrix:
    """Return the matrix that puts an appearance's box onto its annotation's rectangle (PDF 32000-1, 12.5.5)."""
    x0, x1 = sorted((number(rect[0]), number(rect[2])))
    y0, y1 = sorted((number(rect[1]), number(rect[3])))
    box = resolve(form.get("/BBox"))
    if not isinstance(box, list) or len(box) != 4:
        return (1.0, 0.0, 0.0, 1.0, x0, y0)
    m = matrix(resolve(form.get("/Matrix")))
    corners = [
        (number(x) * m[0] + number(y) * m[2] + m[4], number(x) * m[1] + number(y) * m[3] + m[5])
        for x in (box[0], box[2])
        for y in (box[1], box[3])
    ]
    left, right = min(c[0] for c in corners), max(c[0] for c in corners)
    bottom, top = min(c[1] for c in corners), max(c[1] for c in corners)
    sx = (x1 - x0) / (right - left) if right > left else 1.0
    sy = (y1 - y0) / (top - bottom) if top > bottom else 1.0
    return (sx, 0.0, 0.0, sy, x0 - left * sx, y0 - bottom * sy)
