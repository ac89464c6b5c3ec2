"""A TCP relay before a server that cuts a connection at a chosen message of the client's."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

SSL_REQUESTS = (80877103, 80877104)


@dataclass
class Relay:
    """`sent` are the client's statements so far, over all connections. Where `cut` says so, the line goes dead.

    Then the message has reached the server if `delivered`, and no answer comes back in either case.
    """

    server: str
    cut: Callable[[int, str], bool] = lambda _number, _statement: False
    delivered: bool = True
    sent: list[str] = field(default_factory=list)
    port: int = 0


@contextmanager
def relayed(relay: Relay) -> Iterator[Relay]:
    """Listening on 127.0.0.1, before the server with the socket `relay.server`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        relay.port = listener.getsockname()[1]
        threading.Thread(target=_accept, args=(listener, relay), daemon=True).start()
        yield relay
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, relay: Relay) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            backend = socket.socket(socket.AF_UNIX)
            backend.connect(relay.server)
            dead = threading.Event()
            threading.Thread(target=_answers, args=(backend, client, dead), daemon=True).start()
            threading.Thread(target=_questions, args=(client, backend, relay, dead), daemon=True).start()


def _questions(client: socket.socket, backend: socket.socket, relay: Relay, dead: threading.Event) -> None:
    with client, backend, suppress(OSError, EOFError):
        _startup(client, backend)
        while True:
            kind, length = struct.unpack("!cI", _read(client, 5))
            body = _read(client, length - 4)
            relay.sent.append(body.rstrip(b"\0").decode(errors="replace") if kind == b"Q" else kind.decode())
            if relay.cut(len(relay.sent), relay.sent[-1]):
                dead.set()
            if not dead.is_set() or relay.delivered:
                backend.sendall(kind + struct.pack("!I", length) + body)
            if dead.is_set():
                _close(backend, client)
                return


def _close(backend: socket.socket, client: socket.socket) -> None:
    """The server reads what it was sent before it sees the end, as after a cable was cut."""
    backend.shutdown(socket.SHUT_WR)
    client.shutdown(socket.SHUT_RDWR)
    while backend.recv(4096):
        pass


def _startup(client: socket.socket, backend: socket.socket) -> None:
    while True:
        length = _read(client, 4)
        body = _read(client, struct.unpack("!I", length)[0] - 4)
        if struct.unpack("!I", body[:4])[0] not in SSL_REQUESTS:
            backend.sendall(length + body)
            return
        client.sendall(b"N")


def _answers(backend: socket.socket, client: socket.socket, dead: threading.Event) -> None:
    with suppress(OSError):
        while not dead.is_set() and (data := backend.recv(65536)):
            if not dead.is_set():
                client.sendall(data)
        if not dead.is_set():
            client.shutdown(socket.SHUT_RDWR)


def _read(source: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        part = source.recv(count - len(read))
        if not part:
            raise EOFError
        read += part
    return read
