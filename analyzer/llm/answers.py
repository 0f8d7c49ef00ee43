"""A folder of answers: the cache of a model's answers, and the transcript that somebody else fills.

A request has one name, the hash of its prompt, text and shape: NAME.request.json and NAME.answer.json.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analyzer.llm.failures import BadAnswer
from analyzer.models.document import Record
from analyzer.models.llm import Request, Usage

T = TypeVar("T", bound=BaseModel)
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class RequestFile(Record):
    """A request as it is written for somebody else to answer; `body` is what a chat-completions API takes."""

    schema_name: Literal["clause-analyzer/request@1"] = Field(default="clause-analyzer/request@1", alias="schema")
    prompt: str
    prompt_sha256: str
    body: dict[str, Any]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class AnswerFile(Record):
    """An answer as it is kept; one written by hand may be the answer alone."""

    schema_name: Literal["clause-analyzer/answer@1"] = Field(default="clause-analyzer/answer@1", alias="schema")
    answer: dict[str, Any]
    input_tokens: int = 0
    output_tokens: int = 0

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def shape_of(request: Request[T]) -> dict[str, Any]:
    """Return the JSON schema of the answer."""
    return request.shape.model_json_schema()


def name_of(request: Request[T]) -> str:
    """Return the name a request has in every folder."""
    parts = [request.prompt.text, request.text, json.dumps(shape_of(request), sort_keys=True)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class AnswerFolder:
    """Answers by the name of their request. It holds words of contracts, so only its owner can read it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, request: Request[T]) -> tuple[T, Usage] | None:
        """Return a kept answer and what it took to get it.

        Raises:
            BadAnswer: there is one, and it is not of the asked shape.
        """
        file = self._file(request, "answer")
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise BadAnswer(f"{file}: this is not JSON; write the answer as the request's schema asks") from error
        try:
            kept = AnswerFile.model_validate(content)
            usage = Usage(input_tokens=kept.input_tokens, output_tokens=kept.output_tokens)
        except ValidationError:
            kept, usage = None, Usage()
        try:
            return request.shape.model_validate(content if kept is None else kept.answer), usage
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"]))
            raise BadAnswer(f"{file}: not of the asked shape ({where}: {fault['msg']})") from error

    def keep(self, request: Request[T], answer: T, usage: Usage) -> None:
        """Keep an answer."""
        kept = AnswerFile(
            answer=answer.model_dump(mode="json"), input_tokens=usage.input_tokens, output_tokens=usage.output_tokens
        )
        self._write(self._file(request, "answer"), kept.model_dump_json(by_alias=True, indent=1))

    def write_request(self, request: Request[T], *, parameters: dict[str, Any]) -> Path:
        """Write a request for somebody else to answer and return the file."""
        body = {
            **parameters,
            "messages": [
                {"role": "system", "content": request.prompt.text},
                {"role": "user", "content": request.text},
            ],
            "max_completion_tokens": request.max_output_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": request.shape.__name__, "strict": True, "schema": shape_of(request)},
            },
        }
        asked = RequestFile(prompt=request.prompt.name, prompt_sha256=request.prompt.sha256, body=body)
        file = self._file(request, "request")
        self._write(file, asked.model_dump_json(by_alias=True, indent=1))
        return file

    def _file(self, request: Request[T], kind: Literal["request", "answer"]) -> Path:
        return self._folder / f"{name_of(request)}.{kind}.json"

    def _write(self, file: Path, content: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_FOLDER)
        part = file.with_name(f".{file.name}.{os.getpid()}")
        part.touch(mode=_PRIVATE_FILE)
        part.write_text(content + "\n", encoding="utf-8")
        part.replace(file)
