"""What a shadow's server may do to the machine, where Linux can hold it: run no program, change no file but its own.

Planning runs statements of a snapshot, and a function in it may be called by one of them as superuser: a materialized
view calls it when it is made. COPY … TO PROGRAM needs a shell, and there is none for the server: the kernel lets it
execute nothing but itself (Landlock, Linux 5.13). Elsewhere, nothing of this holds.
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

EXECUTE, WRITE_FILE = 1 << 0, 1 << 1
REMOVE_DIR = 1 << 4
CHANGES = sum(1 << bit for bit in range(4, 13))
"""removing, and making files, folders, links, sockets and pipes"""
HANDLED = EXECUTE | WRITE_FILE | CHANGES
DEVICES = ("/dev/null", "/dev/zero", "/dev/tty")
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
def cell(home: Path, program: Path, writable: Sequence[Path], emptied: Path) -> Iterator[Cell]:
    """A cell in which only `program` can be executed, and only what lies beneath `writable` be changed.

    Empty folders in `emptied` may be removed. Copies of our own programs are kept in `home`. OPEN where the kernel
    cannot do this, a copy cannot run, or the program is a script, which needs a shell.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    ruleset = libc.syscall(CREATE, struct.pack("Q", HANDLED), 8, 0) if sys.platform == "linux" else -1
    own = _copies(home) if ruleset >= 0 and _begins(program) == ELF else None
    if ruleset < 0 or own is None:
        yield OPEN
        return
    try:
        loaders = {path.resolve() for pattern in LOADERS for path in Path("/").glob(pattern)}
        for path in (program.resolve(), *own, *loaders):
            _allow(libc, ruleset, path, EXECUTE)
        for path in (*writable, *map(Path, DEVICES)):
            _allow(libc, ruleset, path, WRITE_FILE | CHANGES)
        _allow(libc, ruleset, emptied, REMOVE_DIR)
        yield Cell(str(own[0]), str(own[1]), lambda: _enter(libc, ruleset))
    finally:
        os.close(ruleset)


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
        given = rights if path.is_dir() else rights & (EXECUTE | WRITE_FILE)
        libc.syscall(ADD, ruleset, PATH_BENEATH, struct.pack("=Qi", given, opened), 0)
    finally:
        os.close(opened)


def _enter(libc: ctypes.CDLL, ruleset: int) -> None:
    """From here on, for this process and all that come from it."""
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.syscall(RESTRICT, ruleset, 0)
