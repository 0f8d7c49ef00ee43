"""What hostile files do: to a reader, in functions called like `ingest`, and to a worker, in those called like `analyze_deal`."""

import ctypes
import faulthandler
import os
import re
import time
from pathlib import Path
from typing import Any

from analyzer.batch.deal import Job, Work
from analyzer.errors import LibraryError
from analyzer.ingest import ingest
from analyzer.models import Document
from analyzer.models.batch import DealOutcome
from analyzer.settings import Settings
from tests.batches import made_up_outcome


def take_all_memory(source: Any, **_: Any) -> Document:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def take_all_memory_in_c(source: Any, **_: Any) -> Document:
    from lxml import etree

    root = etree.Element("r")
    while True:
        etree.SubElement(root, "p").text = "x" * 100_000


def spin(source: Any, **_: Any) -> Document:
    while True:
        pass


def spin_in_c(source: Any, **_: Any) -> Document:
    re.match(r"(a+)+$", "a" * 40 + "b")
    raise AssertionError


def sleep(source: Any, **_: Any) -> Document:
    time.sleep(60)
    raise AssertionError


def crash(source: Any, **_: Any) -> Document:
    faulthandler.disable()
    ctypes.string_at(0)
    raise AssertionError


def stumble(source: Any, **_: Any) -> Document:
    raise KeyError("words of the contract")


def note_and_sleep(source: Path, **_: Any) -> Document:
    source.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)
    raise AssertionError


def name_parent(source: Path, *, name: str, settings: Settings) -> Document:
    """Read what started this process: its command line."""
    return ingest(Path(f"/proc/{os.getppid()}/cmdline").read_bytes().replace(b"\0", b" "), name=name, settings=settings)


def begin_nothing(job: Job) -> None:
    """Open nothing: the worker is one that makes its outcomes up."""


def analyze_as_told(work: Work) -> DealOutcome:
    """Do what the deal's name says, and make the outcome up."""
    match work.deal.name:
        case "crash":
            crash(None)
        case "hang":
            spin_in_c(None)
        case "crash once" if not Path(work.files[0][0]).exists():
            Path(work.files[0][0]).touch()
            crash(None)
        case "refuse":
            raise LibraryError("the library has a mistake")
    return made_up_outcome(work)
