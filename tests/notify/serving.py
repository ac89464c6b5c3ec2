"""Real HTTP servers on loopback: one shaped like GitHub's API for comments, one that takes whatever is posted."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Any

LONGEST = 65_536
TOKEN = "ghs_s3cr3tt0ken"  # nobody's
BOT = {"login": "github-actions[bot]", "type": "Bot"}


@dataclass
class Fault:
    """Answered instead of the next request: a status, headers, and a body that need not be JSON."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = '{"message": "no"}'
    after: bool = False
    """whether the request is carried out all the same, as by a server that fails while it answers"""
    method: str = ""
    """only for requests by this method"""


@dataclass
class Forge:
    """Pull request 7 of octo/app. `user` is what GET /user says; an app's token may not ask."""

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    account: Mapping[str, str] = field(default_factory=lambda: BOT)
    may_write: bool = True
    next_id: int = 1

    def says(self, body: str, **user: str) -> dict[str, Any]:
        """A comment that is there already."""
        made = {
            "id": self.next_id,
            "body": body,
            "user": user or dict(self.account),
            "html_url": f"https://github.example/octo/app/pull/7#issuecomment-{self.next_id}",
        }
        self.next_id += 1
        self.comments.append(made)
        return made

    @property
    def bodies(self) -> list[str]:
        return [comment["body"] for comment in self.comments]

    @property
    def written(self) -> list[str]:
        return [line for line in self.asked if not line.startswith("GET")]

    def answer(self, method: str, path: str, token: str, sent: Any) -> tuple[int, Any]:
        if token != f"Bearer {TOKEN}":
            return 401, {"message": "Bad credentials"}
        if path == "/user":
            if self.account["type"] == "Bot":
                return 403, {"message": "Resource not accessible by integration"}
            return 200, self.account
        return self._of_repository(method, path, sent)

    def _of_repository(self, method: str, path: str, sent: Any) -> tuple[int, Any]:
        if method != "GET" and not self.may_write:
            return 403, {"message": "Resource not accessible by integration"}
        if sent and len(sent["body"]) > LONGEST:
            return 422, {"message": "Validation Failed: body is too long (maximum is 65536 characters)"}
        if listed := re.fullmatch(r"/repos/octo/app/issues/7/comments(?:\?per_page=(\d+)&page=(\d+))?", path):
            if method == "POST":
                return 201, self.says(sent["body"])
            size, page = int(listed[1]), int(listed[2])
            return 200, self.comments[(page - 1) * size : page * size]
        one = re.fullmatch(r"/repos/octo/app/issues/comments/(\d+)", path)
        known = [comment for comment in self.comments if one and comment["id"] == int(one[1])]
        return self._of_comment(method, known[0], sent) if known else (404, {"message": "Not Found"})

    def _of_comment(self, method: str, comment: dict[str, Any], sent: Any) -> tuple[int, Any]:
        if method == "DELETE":
            self.comments.remove(comment)
            return 204, None
        comment["body"] = sent["body"]
        return 200, comment


@contextmanager
def forge(prefix: str = "") -> Iterator[Forge]:
    """GitHub's API at `url`; with a prefix as an Enterprise Server has it."""
    it = Forge()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            sent = _received(self)
            path = self.path.removeprefix(prefix) if self.path.startswith(prefix) else "/nowhere"
            it.asked.append(f"{self.command} {path}")
            fault = next((f for f in it.faults if f.method in ("", self.command)), None)
            if fault:
                it.faults.remove(fault)
            if not fault or fault.after:
                status, body = it.answer(self.command, path, self.headers.get("Authorization", ""), sent)
            if fault:
                _send(self, fault.status, fault.body, fault.headers)
            else:
                _send(self, status, "" if body is None else json.dumps(body), {})

        do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815  # names that http.server looks for

        def log_message(self, *_: Any) -> None:
            pass

    with _serving(Handler) as address:
        it.url = f"{address}{prefix}"
        yield it


@dataclass
class Receiver:
    """A webhook: what was posted to it, and with which statuses it answers, 200 where none is left."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[Any] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    it = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = _received(self)
            status = it.statuses.pop(0) if it.statuses else 200
            if status < 300:
                it.received.append(sent)
                it.logins.append(self.headers.get("Authorization", ""))
            _send(self, status, "ok", {"Location": "/elsewhere"} if status // 100 == 3 else {})

        def log_message(self, *_: Any) -> None:
            pass

    with _serving(Handler) as address:
        it.url = f"{address}/hook/s3cr3t"
        yield it


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def babbler(*parts: bytes, pause: float = 0.0, reset: bool = False) -> Iterator[str]:
    """Sends these parts to whoever connects, whatever is asked; then it resets the connection, or holds it open."""
    over = Event()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            with suppress(OSError):
                for part in parts:
                    self.request.sendall(part)
                    over.wait(pause)
            if reset:
                self.request.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            else:
                over.wait()

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/hook/s3cr3t"
        finally:
            over.set()
            server.shutdown()
            thread.join()


def _received(handler: BaseHTTPRequestHandler) -> Any:
    data = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    return json.loads(data) if data else None


def _send(handler: BaseHTTPRequestHandler, status: int, body: str, headers: Mapping[str, str]) -> None:
    data = body.encode()
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(data)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(data)
