"""A model whose answers somebody else writes: for air-gapped review, batch APIs, and answers obtained elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from analyzer.llm.answers import AnswerFolder
from analyzer.llm.failures import Pending
from analyzer.models.llm import Request, Usage

T = TypeVar("T", bound=BaseModel)


class Transcript:
    """Writes each request to a folder and takes its answer from the file beside it."""

    host: str | None = None

    def __init__(self, folder: Path) -> None:
        self.model = f"transcript:{folder}"
        self.parameters: dict[str, str] = {}
        self._where = folder
        self._folder = AnswerFolder(folder)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Transcript]:
        """Open nothing: the folder is all there is."""
        yield self

    async def call(self, request: Request[T]) -> tuple[T, Usage]:
        """Return the answer in the folder, else write the request and raise that it is pending."""
        found = self._folder.find(request)
        if found is not None:
            return found
        self._folder.write_request(request, parameters={"temperature": 0})
        raise Pending(
            f"they wait in {self._where}; put NAME.answer.json beside each NAME.request.json and run the same again"
        )
