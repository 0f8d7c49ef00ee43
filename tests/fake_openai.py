"""A server on loopback that speaks the OpenAI chat-completions API and does what a script says.

`script` is called with each request and returns a Say, a Fail, a Hang or a Drip; a list is played one after the other, its
last entry for good. Answers come as one JSON body, or as server-sent events where the request asks for a stream.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request: the two messages, the schema it wants, and all the rest."""

    system: str
    user: str
    schema: dict[str, Any]
    body: dict[str, Any]
    path: str
    key: str | None


@dataclass(frozen=True)
class Say:
    """An answer: anything JSON can hold, or a string as it is."""

    content: Any
    finish_reason: str = "stop"
    refusal: str | None = None


@dataclass(frozen=True)
class Fail:
    """An error status; code 0 hangs up without a word."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    error: dict[str, Any] = field(
        default_factory=lambda: {"message": "no", "type": "error", "code": None, "param": None}
    )


@dataclass(frozen=True)
class Hang:
    """Take the request and say nothing until the server closes."""


@dataclass(frozen=True)
class Drip:
    """Send an answer one byte at a time, so that no single wait is long."""

    content: Any
    every_s: float = 0.02


Reaction = Say | Fail | Hang | Drip
Script = Callable[[Asked], Reaction]


class FakeOpenAI:
    """The running server: its address and what it was asked."""

    def __init__(self, server: ThreadingHTTPServer, closing: threading.Event) -> None:
        self.base_url = f"http://127.0.0.1:{server.server_port}/v1"
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._server = server
        self._closing = closing
        self._lock = threading.Lock()

    def kill(self) -> None:
        """Stop answering and close the port, with requests under way."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def entered(self, asked: Asked) -> None:
        with self._lock:
            self.asked.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def left(self) -> None:
        with self._lock:
            self._at_once -= 1


@contextmanager
def fake_openai(script: Script | Sequence[Reaction]) -> Iterator[FakeOpenAI]:
    """Run a server for the time of a test."""
    closing = threading.Event()
    play = script if callable(script) else _in_turn(script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            texts = {message["role"]: message["content"] for message in body["messages"]}
            schema = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
            asked = Asked(
                texts.get("system", ""), texts["user"], schema, body, self.path, self.headers.get("Authorization")
            )
            fake.entered(asked)
            try:
                self._react(play(asked), body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                fake.left()

        def _react(self, reaction: Reaction, body: dict[str, Any]) -> None:
            match reaction:
                case Say(content, finish_reason, refusal):
                    text = content if isinstance(content, str) else json.dumps(content)
                    if body.get("stream"):
                        self._stream(text, finish_reason, body)
                    else:
                        self._send(200, _completion(text, finish_reason, refusal, body))
                case Drip(content, every_s):
                    data = _completion(json.dumps(content), "stop", None, body)
                    self._head(200, len(data), {})
                    for byte in data:
                        if closing.wait(every_s):
                            return
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                case Hang():
                    closing.wait(30)
                    self.close_connection = True
                case Fail(0):
                    self.close_connection = True
                case Fail(status, headers, error):
                    self._send(status, json.dumps({"error": error}).encode(), headers)

        def _stream(self, text: str, finish_reason: str, body: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for start in range(0, len(text), 8):
                self._event({"delta": {"role": "assistant", "content": text[start : start + 8]}}, None, body)
            self._event({"delta": {}}, finish_reason, body)
            self.wfile.write(b"data: [DONE]\n\n")
            self.close_connection = True

        def _event(self, choice: dict[str, Any], finish_reason: str | None, body: dict[str, Any]) -> None:
            chunk = {
                "id": "chatcmpl-1",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": body["model"],
                "choices": [{"index": 0, "finish_reason": finish_reason, **choice}],
            }
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

        def _send(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
            self._head(status, len(data), headers or {})
            self.wfile.write(data)

        def _head(self, status: int, length: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(length))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Keep the test output clean."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            """A client that hangs up is part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    fake = FakeOpenAI(server, closing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.kill()
        thread.join()


def _in_turn(reactions: Sequence[Reaction]) -> Script:
    left = list(reactions)
    lock = threading.Lock()

    def play(_: Asked) -> Reaction:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return play


def _completion(text: str, finish_reason: str, refusal: str | None, body: dict[str, Any]) -> bytes:
    prompt = sum(len(m["content"]) for m in body["messages"]) // 4
    message: dict[str, Any] = {"role": "assistant", "content": None if refusal else text, "refusal": refusal}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}],
            "usage": {
                "prompt_tokens": prompt,
                "completion_tokens": len(text) // 4,
                "total_tokens": prompt + len(text) // 4,
            },
        }
    ).encode()
