"""End the sessions whose pages are gone: their work stops, their files are forgotten, and no link of theirs answers any more.

Streamlit forgets a session only when another one happens to be stored, and its downloads only when another one has run twice.
"""

from __future__ import annotations

import asyncio
import gc
import time
from typing import TYPE_CHECKING, Protocol

from pydantic_settings import BaseSettings, SettingsConfigDict

from analyzer.memory import forget_texts

if TYPE_CHECKING:
    from streamlit.runtime import Runtime

ROUND_S = 5.0


class SessionSettings(BaseSettings):
    """How long a page that lost its connection may come back to its contract; `CLAUSE_ANALYZER_FORGET_AFTER_S` changes it."""

    model_config = SettingsConfigDict(env_prefix="CLAUSE_ANALYZER_", frozen=True, extra="ignore")

    forget_after_s: float = 120.0


class Work(Protocol):
    """What a session has under way."""

    def stop(self) -> None:
        """Give it up."""


_work: dict[str, tuple[Work, ...]] = {}


def note(*work: Work) -> None:
    """Note the session that is on, and what is to stop when it ends."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    if (context := get_script_run_ctx()) is not None:
        _work[context.session_id] = work


async def end_abandoned(runtime: Runtime, *, after_s: float, round_s: float = ROUND_S) -> None:
    """End each session that has had no page for a while, until cancelled."""
    gone: dict[str, float] = {}
    ended = False
    while True:
        await asyncio.sleep(round_s)
        if ended:
            # The end of a session only marks downloads that nobody refers to; the next time they are deleted. A round lies
            # between, for whoever has clicked just now.
            runtime.media_file_mgr.remove_orphaned_files()
            forget_texts()
            gc.collect()
        ended, now = False, time.monotonic()
        for session in tuple(_work):
            if runtime.is_active_session(session):
                gone.pop(session, None)
            elif now - gone.setdefault(session, now) >= after_s:
                del gone[session]
                stop_work(session)
                runtime.close_session(session)
                ended = True


def stop_work(session: str | None = None) -> None:
    """Give up what a session has under way, or all of them."""
    for each in tuple(_work) if session is None else (session,):
        for work in _work.pop(each, ()):
            work.stop()
