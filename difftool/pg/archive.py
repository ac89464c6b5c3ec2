"""The contents of pg_dump's custom format: one entry an object, with its oid and what it depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from difftool.sql.inherited_not_null import SINCE, said_apart
from difftool.sql.quote import identifier, qualified

KNOWN = range(14, 17)
"""minor numbers of format 1.x that are read here: those of pg_dump 12 (1.14) to 18 (1.16)"""
WITH_TABLE_KIND = 16
WITH_COMPRESSION_NAME = 15
DATE_FIELDS = 7
USUAL_METHOD = "heap"
METHOD_IS_SET_SINCE = 15
"""the version that knows ALTER TABLE … SET ACCESS METHOD; pg_restore says the method in a setting of its own"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object as pg_dump writes it.

    `classid` and `objid` are its address in the catalog of the dumped database; 0 for a COMMENT, ACL or
    SECURITY LABEL, which names its object by `depends` (ids of other entries). `kind` is pg_dump's word, as
    `TABLE` or `FK CONSTRAINT`; `sql` may hold several statements.
    """

    id: int
    classid: int
    objid: int
    tag: str
    kind: str
    section: int
    sql: str
    drop: str
    schema: str
    owner: str
    depends: tuple[int, ...]


def entries(archive: bytes) -> tuple[Entry, ...]:
    """In the order in which they can be run, by the server that was dumped.

    Raises ValueError for what is not such an archive.
    """
    reader = _Reader(archive)
    server = int(reader.header().partition(".")[0])
    found = tuple(reader.entry(server) for _ in range(reader.number()))
    if server >= SINCE:
        return found
    return tuple(replace(e, sql=said_apart(e.sql)) if "TABLE" in e.kind else e for e in found)


class _Reader:
    """Goes through the bytes once. All numbers are a sign byte and then `width` bytes, the lowest first."""

    def __init__(self, archive: bytes) -> None:
        self.bytes = archive
        self.at = 0
        self.minor = self.width = self.offset_width = 0

    def take(self, count: int) -> bytes:
        taken = self.bytes[self.at : self.at + count]
        if len(taken) < count:
            raise ValueError("the archive ends too early")
        self.at += count
        return taken

    def number(self) -> int:
        sign, *digits = self.take(1 + self.width)
        value = int.from_bytes(bytes(digits), "little")
        return -value if sign else value

    def text(self) -> str | None:
        length = self.number()
        return None if length < 0 else self.take(length).decode()

    def words(self) -> str:
        return self.text() or ""

    def header(self) -> str:
        """The server's version, as `15.14 (Debian …)`."""
        if self.take(5) != b"PGDMP":
            raise ValueError("this is not an archive of pg_dump")
        major, self.minor, _, self.width, self.offset_width, _ = self.take(6)
        if major != 1 or self.minor not in KNOWN:
            raise ValueError(f"archive format {major}.{self.minor} of pg_dump is not known")
        if self.minor >= WITH_COMPRESSION_NAME:
            self.take(1)
        else:
            self.number()
        for _ in range(DATE_FIELDS):
            self.number()
        _, server, _ = (self.words() for _ in ("database", "server", "pg_dump"))
        return server

    def entry(self, server: int) -> Entry:
        number = self.number()
        self.number()  # whether it has data
        classid, objid = int(self.words()), int(self.words())
        tag, kind = self.words(), self.words()
        section = self.number()
        sql, drop = self.words(), self.words()
        self.text()  # the COPY statement
        schema = self.words()
        self.text()  # tablespace
        method = self.words()
        if self.minor >= WITH_TABLE_KIND:
            self.number()
        owner = self.words()
        self.text()  # whether it has oids
        depends = self.dependencies()
        self.take(1 + self.offset_width)  # where its data begins
        if method not in ("", USUAL_METHOD) and server >= METHOD_IS_SET_SINCE:
            sql += f"\n\nALTER {kind} {qualified(schema, tag)} SET ACCESS METHOD {identifier(method)};\n"
        return Entry(number, classid, objid, tag, kind, section, sql, drop, schema, owner, depends)

    def dependencies(self) -> tuple[int, ...]:
        found = []
        while (text := self.text()) is not None:
            found.append(int(text))
        return tuple(found)
