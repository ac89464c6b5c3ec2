"""A small connection pooler that stands before a real server, as PgBouncer does."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

Message = tuple[bytes, bytes]

SSL_REQUESTS = (80877103, 80877104)
TERMINATE = b"X"
READY = b"Z"
KEY_DATA = b"K"


@contextmanager
def pooler(server: str, user: str, *, by_transaction: bool) -> Iterator[int]:
    """The port on 127.0.0.1 of a pooler before the server with this socket.

    It lends one server to all clients, statement by statement, or each client one of its own.
    """
    shared = (_connect(server, user), threading.Lock()) if by_transaction else None
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, server, user, shared), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


Server = tuple[socket.socket, list[Message]]


def _accept(listener: socket.socket, server: str, user: str, shared: tuple[Server, threading.Lock] | None) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            lent, lock = shared or (_connect(server, user), threading.Lock())
            threading.Thread(target=_serve, args=(client, lent, lock), daemon=True).start()


def _serve(client: socket.socket, server: Server, lock: threading.Lock) -> None:
    backend, greeting = server
    with client, suppress(OSError, EOFError):
        while struct.unpack("!I", _startup(client)[:4])[0] in SSL_REQUESTS:
            client.sendall(b"N")
        for kind, body in greeting:
            _send(client, kind, struct.pack("!II", 1, 1) if kind == KEY_DATA else body)
        while (message := _receive(client))[0] != TERMINATE:
            with lock:
                _send(backend, *message)
                for answer in _until_ready(backend):
                    _send(client, *answer)


def _connect(server: str, user: str) -> Server:
    """A server, and the messages with which it greeted."""
    backend = socket.socket(socket.AF_UNIX)
    backend.connect(server)
    body = struct.pack("!I", 196608) + b"".join(
        part.encode() + b"\0" for part in ("user", user, "database", "postgres", "client_encoding", "UTF8", "")
    )
    backend.sendall(struct.pack("!I", len(body) + 4) + body)
    return backend, list(_until_ready(backend))


def _until_ready(backend: socket.socket) -> Iterator[Message]:
    kind = b""
    while kind != READY:
        kind, body = _receive(backend)
        yield kind, body


def _startup(client: socket.socket) -> bytes:
    return _read(client, struct.unpack("!I", _read(client, 4))[0] - 4)


def _send(to: socket.socket, kind: bytes, body: bytes) -> None:
    to.sendall(kind + struct.pack("!I", len(body) + 4) + body)


def _receive(source: socket.socket) -> Message:
    kind, length = struct.unpack("!cI", _read(source, 5))
    return kind, _read(source, length - 4)


def _read(source: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        part = source.recv(count - len(read))
        if not part:
            raise EOFError
        read += part
    return read
