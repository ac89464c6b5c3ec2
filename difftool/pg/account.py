"""Who runs a server of ours, and which folders that account can reach.

PostgreSQL refuses to run as root, so root lends it an unprivileged account. That account cannot enter a home
or a checkout of mode 0700, and no permissions are changed for it: what it needs goes where it can reach it.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

from difftool.errors import ConfigError
from difftool.pg.binaries import WHEEL, Binaries

SOCKET_FOLDER = re.compile(r"/[\w./-]{0,60}")
"""A socket's whole path ends at 103 bytes on macOS, 107 on Linux, and libpq splits hosts at commas."""


@dataclass(frozen=True, slots=True)
class Account:
    """`switch` says whether child processes must change to it."""

    uid: int
    gid: int
    switch: bool

    @property
    def process(self) -> dict[str, Any]:
        """Arguments for subprocess."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def own(self, folder: Path) -> Path:
        """Make a folder that only this account enters (and root)."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.switch:
            os.chown(folder, self.uid, self.gid)
        return folder

    def reaches(self, path: Path) -> bool:
        """Whether it can read and enter `path`. Our own account reaches what it named itself."""
        if not self.switch:
            return True
        real = path.resolve()
        entered = all(parent.stat().st_mode & 0o001 for parent in real.parents)
        return entered and real.stat().st_mode & 0o005 == 0o005  # noqa: PLR2004  # r-x for others

    def make_on_the_way(self, folder: Path) -> None:
        """Make a folder of ours that it can enter, whatever the umask; one that is there stays as it is."""
        if not folder.is_dir():
            self.make_on_the_way(folder.parent)
            folder.mkdir(exist_ok=True)
            if self.switch:
                folder.chmod(0o755)


def account() -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise ConfigError("PostgreSQL does not run as root, and there is no user `nobody` to run it: use another user")


def cache_folder(given: Path | None, who: Account) -> Path:
    """The first folder of ours that can be made and that the server's account can reach."""
    for folder in _cache_folders(given, who):
        if _usable(folder, who):
            return folder
    raise ConfigError("no folder for PostgreSQL's files: set DIFFTOOL_CACHE to a folder that you own")


def memory_folder(who: Account, room: int) -> Path | None:
    """A folder of ours that is in memory and has `room` bytes left, where the system has such a place.

    None where the user has named a folder for PostgreSQL's files.
    """
    shared = Path("/dev/shm")  # noqa: S108  # ownership is checked below
    if os.environ.get("DIFFTOOL_CACHE") or not shared.is_dir() or shutil.disk_usage(shared).free < room:
        return None
    folder = shared / f"difftool-{os.geteuid()}"
    return folder if _usable(folder, who) else None


def _usable(folder: Path, who: Account) -> bool:
    try:
        who.make_on_the_way(folder)
    except OSError:
        return False
    return folder.lstat().st_uid == os.geteuid() and os.access(folder, os.W_OK) and who.reaches(folder)


def _cache_folders(given: Path | None, who: Account) -> Iterator[Path]:
    named = given or os.environ.get("DIFFTOOL_CACHE")
    yield (Path(named).absolute() if named else platformdirs.user_cache_path("difftool", appauthor=False).absolute())
    if who.switch:
        yield Path("/var/cache/difftool")
    yield Path(tempfile.gettempdir(), f"difftool-{os.geteuid()}")
    yield Path("/tmp", f"difftool-{os.geteuid()}")  # noqa: S108  # ownership is checked above


def socket_folder(who: Account) -> Path:
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108  # mkdtemp makes it private
        if SOCKET_FOLDER.fullmatch(parent) and os.access(parent, os.W_OK) and who.reaches(Path(parent)):
            folder = Path(tempfile.mkdtemp(prefix="difftool-", dir=parent))
            return who.own(folder)
    raise ConfigError("no folder for a socket: /tmp must be writable")


def runnable(binaries: Binaries, who: Account, cache: Path) -> Binaries:
    """The same programs, where the account can run them: copied to the cache folder if need be."""
    if who.reaches(binaries.folder):
        return binaries
    if binaries.origin != WHEEL:
        raise ConfigError(f"the programs in {binaries.folder} cannot be run by an ordinary user of this machine")
    package = binaries.folder.parent.parent
    home = cache / "programs" / binaries.key
    if not home.exists():
        who.make_on_the_way(home.parent)
        _publish(package, home)
    return replace(binaries, folder=home / package.name / "pginstall" / "bin")


def _publish(package: Path, home: Path) -> None:
    """Copy the programs and the libraries beside them; whoever comes second keeps the first's copy."""
    draft = Path(tempfile.mkdtemp(dir=home.parent))
    for part in (package / "pginstall", package / ".dylibs", package.with_name(package.name + ".libs")):
        if part.is_dir():
            _copy(part, draft / part.relative_to(package.parent))
    draft.chmod(0o755)
    try:
        draft.rename(home)
    except OSError:
        shutil.rmtree(draft)


def _copy(source: Path, target: Path) -> None:
    """Links where it can (no room taken), copies where the file is on another disk or not for everybody."""
    target.mkdir(mode=0o755, parents=True)
    target.chmod(0o755)
    for entry in source.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            _copy(entry, target / entry.name)
        elif entry.is_symlink():
            (target / entry.name).symlink_to(entry.readlink())
        else:
            _link(entry, target / entry.name)


def _link(source: Path, target: Path) -> None:
    if source.stat().st_mode & 0o004:
        try:
            os.link(source, target)
        except OSError:  # another disk
            shutil.copy(source, target)
    else:
        shutil.copy(source, target)
        target.chmod(0o755 if source.stat().st_mode & 0o100 else 0o644)
