"""Put accepted suggestions into the client's own Word file as tracked changes that can be sent on."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import RedlineError
from analyzer.files import write_whole
from analyzer.models import Contract, Document, Provision, RedlineCheck, RedlineResult, ReportProvision

if TYPE_CHECKING:
    from analyzer.redline.compose import Composed
    from analyzer.redline.package import Package

__all__ = ["redline"]


def redline(
    source: Path | bytes,
    *,
    contract: Contract,
    accepted: Sequence[ReportProvision],
    author: str,
    date_utc: datetime,
    read: Callable[[bytes], Document],
    out: Path,
    library: Sequence[Provision] = (),
    libreoffice: bool = True,
) -> RedlineResult:
    """Write the suggestions of some provisions into a copy of a DOCX as tracked changes, each with a comment.

    An edit that can't be carried out is refused with its reason and the rest goes on. Nothing is written unless the
    file passes every check of the gate, and nothing at all when no edit could be carried out.

    Args:
        source: the file that was analysed; what it holds beside the changes keeps its bytes.
        contract: the contract as it was read from `source`, in the proposed view.
        accepted: the provisions of the report whose suggestions are carried out.
        author: who the changes and comments are by.
        date_utc: when they were made.
        read: the analyzer's reader, which reads the result again.
        out: the file to write.
        library: provisions of the clause library, for the sources that the comments name.
        libreoffice: let LibreOffice open the result where it is installed.

    Raises:
        RedlineError: the file is not the one that was analysed, or the result did not pass the gate.
        UsageError: `out` can't be written.
    """
    from analyzer.redline.package import open_package

    name = contract.document.name
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        raise RedlineError(
            f"{name}: the file can't be read again ({error.strerror}); put it back and try again"
        ) from error
    if hashlib.sha256(data).hexdigest() != contract.document.sha256:
        raise RedlineError(f"{name}: the file has changed since it was analysed; analyse it again")
    if contract.document.format != "docx":
        raise RedlineError(f"{name}: only a Word file can be redlined; use the rider for this one")
    package = open_package(data, name=name)
    try:
        composed, checks = _compose(package, contract, accepted, library, author, date_utc, read)
    except RedlineError:
        raise
    except Exception as error:  # a mistake of ours costs the redline, not the report it belongs to
        raise RedlineError(
            f"{name}: the redline could not be made ({type(error).__name__}), so nothing was written; use the rider,"
            " and report this"
        ) from error
    if not composed.applied:
        return RedlineResult(document=name, file=None, sha256=None, applied=(), refused=composed.refused)
    unchecked: tuple[str, ...] = ()
    opened = _open(package, composed, name) if libreoffice else "LibreOffice was not asked to open the redline."
    checks, unchecked = (checks, (opened,)) if opened else ((*checks, "libreoffice"), ())
    write_whole(out, composed.data)
    return RedlineResult(
        document=name,
        file=out.name,
        sha256=hashlib.sha256(composed.data).hexdigest(),
        applied=composed.applied,
        refused=composed.refused,
        checks=checks,
        unchecked=unchecked,
    )


def _compose(
    package: "Package",
    contract: Contract,
    accepted: Sequence[ReportProvision],
    library: Sequence[Provision],
    author: str,
    date_utc: datetime,
    read: Callable[[bytes], Document],
) -> "tuple[Composed, tuple[RedlineCheck, ...]]":
    """Write the redline and let it through the gate; numbers that Word would get wrong are written out instead."""
    from analyzer.redline.compose import compose
    from analyzer.redline.gate import Failed, pass_gate

    for typed in (False, True):
        composed = compose(package, contract, accepted, library=library, author=author, date_utc=date_utc, typed=typed)
        if not composed.applied:
            return composed, ()
        try:
            return composed, pass_gate(package, composed, read=read)
        except Failed as failed:
            if typed or not failed.renumbered:
                raise RedlineError(
                    f"{package.name}: the redline did not pass its check “{failed.check}” ({failed}), so nothing was"
                    " written; use the rider, and report this"
                ) from failed
    raise AssertionError("unreachable")


def _open(package: "Package", composed: "Composed", name: str) -> str | None:
    """Let LibreOffice open the redline; return why that says nothing, None when it opened it.

    Raises:
        RedlineError: it opens the original and not the redline.
    """
    from analyzer.redline.opening import find_libreoffice, opens

    command = find_libreoffice()
    if command is None:
        return "LibreOffice is not installed, so it was not asked to open the redline."
    if opens(command, composed.data):
        return None
    if opens(command, package.data):
        raise RedlineError(
            f"{name}: LibreOffice opens the original and not the redline, so nothing was written; use the rider,"
            " and report this"
        )
    return "LibreOffice does not open the original either, so it says nothing of the redline."
