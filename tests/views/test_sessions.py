"""A session without a page ends after a while, and what it has under way with it; one with a page goes on."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from analyzer.memory import remember
from ui import sessions


@dataclass
class Work:
    stopped: bool = False

    def stop(self) -> None:
        self.stopped = True


@dataclass
class Server:
    """What is asked of Streamlit's runtime: pages that are open, sessions that were closed, downloads cleared away."""

    open: set[str]
    closed: list[str] = field(default_factory=list)
    cleared_after: list[int] = field(default_factory=list)

    @property
    def media_file_mgr(self) -> Server:
        return self

    def remove_orphaned_files(self) -> None:
        self.cleared_after.append(len(self.closed))

    def is_active_session(self, session: str) -> bool:
        return session in self.open

    def close_session(self, session: str) -> None:
        self.closed.append(session)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[str, Work]:
    found = {"here": Work(), "gone": Work()}
    monkeypatch.setattr(sessions, "_work", {name: (work,) for name, work in found.items()})
    return found


def watch(server: Server, *, after_s: float, for_s: float) -> None:
    """Let sessions end for a while."""

    async def run() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(sessions.end_abandoned(cast(Any, server), after_s=after_s, round_s=0.01), for_s)

    # In a thread of its own: a browser test before it leaves a running loop in this one.
    with ThreadPoolExecutor(max_workers=1) as beside:
        beside.submit(lambda: asyncio.run(run())).result()


def test_a_session_without_a_page_ends_with_its_work_and_its_downloads(held: dict[str, Work]) -> None:
    server = Server(open={"here"})
    watch(server, after_s=0.02, for_s=0.5)
    assert server.closed == ["gone"]
    assert server.cleared_after == [1]
    assert (held["gone"].stopped, held["here"].stopped) == (True, False)


def test_with_a_session_ends_what_was_remembered_of_its_texts(held: dict[str, Work]) -> None:
    read = []

    @remember(8)
    def note(text: str) -> None:
        read.append(text)

    note("the client's secret")
    watch(Server(open={"here", "gone"}), after_s=0.02, for_s=0.2)
    note("the client's secret")
    assert len(read) == 1
    watch(Server(open={"here"}), after_s=0.02, for_s=0.5)
    note("the client's secret")
    assert len(read) == 2


def test_a_page_that_comes_back_in_time_finds_its_session(held: dict[str, Work]) -> None:
    server = Server(open={"here"})
    watch(server, after_s=60, for_s=0.1)
    assert server.closed == []
    assert not held["gone"].stopped


def test_all_work_stops_with_the_server(held: dict[str, Work]) -> None:
    sessions.stop_work()
    assert [work.stopped for work in held.values()] == [True, True]
