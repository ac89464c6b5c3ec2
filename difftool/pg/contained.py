"""What a shadow's server may do to the machine, where Linux can hold it: nothing beyond its own folders.

Planning runs statements of a snapshot, and a function in it may be called by one of them as superuser: a materialized
view calls it when it is made. COPY … TO PROGRAM needs a shell, and there is none for the server: the kernel lets it
execute nothing but itself, change no file but its own, read the system's programs and libraries only (Landlock, Linux
5.13), and open no TCP connection (Linux 6.7). Elsewhere, nothing of this holds.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CREATE, ADD, RESTRICT = 444, 445, 446
"""system calls, the same numbers on all architectures"""
PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38

EXECUTE, WRITE_FILE, READ_FILE = 1 << 0, 1 << 1, 1 << 2
REMOVE_DIR = 1 << 4
CHANGES = sum(1 << bit for bit in range(4, 13))
"""removing, and making files, folders, links, sockets and pipes"""
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE
BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
ASK_VERSION = 1
TCP_SINCE = 4
"""the version of Landlock"""
DEVICES = ("/dev/null", "/dev/zero", "/dev/tty", "/dev/random", "/dev/urandom")
SYSTEM = (
    *("/usr", "/bin", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store", "/sys"),
    *("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/localtime"),
    *("/etc/ssl", "/etc/alternatives", "/etc/postgresql-common"),
)
"""what a server may read beside its own; not /proc, where the environment of other processes can be read"""
LOADERS = ("lib/ld*.so*", "lib64/ld*.so*", "lib/*/ld-linux*.so*")
"""what the kernel starts a program with"""
ELF = b"\x7fELF"
PROGRAMS = ("sh", "rm")
"""of which the process beside the server has copies: only those may run, so a shell is nowhere to be found"""


@dataclass(frozen=True, slots=True)
class Cell:
    """Which programs to start a server with, and what the child process calls before; nothing where it is not held."""

    shell: str = "/bin/sh"
    remove: str = "rm"
    enter: Callable[[], None] | None = None


OPEN = Cell()


@contextmanager
def cell(
    home: Path, program: Path, writable: Sequence[Path], emptied: Path, readable: Sequence[Path] = ()
) -> Iterator[Cell]:
    """A cell in which only `program` can be executed, and only what lies beneath `writable` be changed.

    Empty folders in `emptied` may be removed. Copies of our own programs are kept in `home`. OPEN where the kernel
    cannot do this, a copy cannot run, or the program is a script, which needs a shell. Where the program's libraries
    lie outside the system's folders, everything may be read.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE, None, 0, ASK_VERSION) if sys.platform == "linux" else -1
    own = _copies(home) if version > 0 and _begins(program) == ELF else None
    if own is None:
        yield OPEN
        return
    ruleset = _ruleset(libc, version)
    try:
        loaders = {path.resolve() for pattern in LOADERS for path in Path("/").glob(pattern)}
        for path in (program.resolve(), *own, *loaders):
            _allow(libc, ruleset, path, EXECUTE | READ_FILE)
        for path in (*writable, *map(Path, DEVICES)):
            _allow(libc, ruleset, path, WRITE_FILE | READ_FILE | CHANGES)
        for path in (*_installed(program), *readable):
            _allow(libc, ruleset, path, READ_FILE)
        _allow(libc, ruleset, emptied, REMOVE_DIR)
        if not _runs(program, lambda: _enter(libc, ruleset)):
            _allow(libc, ruleset, Path("/"), READ_FILE)
        yield Cell(str(own[0]), str(own[1]), lambda: _enter(libc, ruleset))
    finally:
        os.close(ruleset)


def _ruleset(libc: ctypes.CDLL, version: int) -> int:
    """That forbids all that it knows of, until something is allowed. No TCP ever is: our servers have a socket file."""
    tcp = BIND_TCP | CONNECT_TCP if version >= TCP_SINCE else 0
    told = struct.pack("QQ", OF_FILES | CHANGES, tcp)[: 16 if tcp else 8]
    return int(libc.syscall(CREATE, told, len(told), 0))


def _installed(program: Path) -> Iterator[Path]:
    """The system, the server's own installation, and the libraries that a wheel puts beside its package."""
    yield from map(Path, SYSTEM)
    installation = program.resolve().parent.parent
    yield installation
    yield from installation.parent.parent.glob("*.libs")


def _runs(program: Path, enter: Callable[[], None]) -> bool:
    """Whether it finds all of its libraries."""
    asked = subprocess.run([program, "--version"], preexec_fn=enter, capture_output=True, check=False)
    return asked.returncode == 0


def _begins(program: Path) -> bytes:
    with program.open("rb") as file:
        return file.read(len(ELF))


def _copies(home: Path) -> tuple[Path, ...] | None:
    """Made once; None where there are none that run."""
    copies = tuple(home / f"own-{name}" for name in PROGRAMS)
    try:
        for name, copy in zip(PROGRAMS, copies, strict=True):
            if not copy.exists():
                draft = copy.with_name(f"{copy.name}.{os.getpid()}")
                shutil.copyfile(shutil.which(name, path="/bin:/usr/bin") or "", draft)
                draft.chmod(0o755)
                draft.replace(copy)
        subprocess.run([copies[0], "-c", ":"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return copies


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    if not path.exists():
        return
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        given = rights if path.is_dir() else rights & OF_FILES
        libc.syscall(ADD, ruleset, PATH_BENEATH, struct.pack("=Qi", given, opened), 0)
    finally:
        os.close(opened)


def _enter(libc: ctypes.CDLL, ruleset: int) -> None:
    """From here on, for this process and all that come from it."""
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.syscall(RESTRICT, ruleset, 0)
