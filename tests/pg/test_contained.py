"""What a shadow's server cannot do to the machine that it runs on."""

from __future__ import annotations

from pathlib import Path

import psycopg2
import pytest

from difftool.pg.contained import OPEN, cell
from difftool.pg.shadow import Shadow, open_shadow


@pytest.fixture
def held(shadow: Shadow, tmp_path: Path) -> Shadow:
    """The shared shadow, where this kernel can hold it."""
    tmp_path.chmod(0o777)
    with cell(tmp_path, Path("/bin/true"), (), tmp_path) as found:
        if found is OPEN:
            pytest.skip("this kernel has no Landlock")
    if not shadow.own:
        pytest.skip("the server is not ours")
    return shadow


def test_it_runs_no_program(held: Shadow, tmp_path: Path) -> None:
    """Not even a superuser's COPY … TO PROGRAM starts one."""
    mark = tmp_path / "mark"
    scratch = held.create()
    with scratch.open() as session, pytest.raises(psycopg2.Error):
        session.execute(f"copy (select 1) to program 'touch {mark}'")
    held.drop(scratch)
    assert not mark.exists()


def test_it_writes_to_no_file_but_its_own(held: Shadow, tmp_path: Path) -> None:
    """A superuser's COPY … TO reaches no folder of the machine, whatever its rights are."""
    tmp_path.chmod(0o777)
    scratch = held.create()
    with scratch.open() as session, pytest.raises(psycopg2.Error, match="Permission denied"):
        session.execute(f"copy (select 1) to '{tmp_path}/mark'")
    held.drop(scratch)
    assert not (tmp_path / "mark").exists()


def test_nothing_of_it_is_left(held: Shadow, tmp_path: Path) -> None:
    """Held or not, the server's data and its socket go when it ends."""
    with open_shadow() as other:
        folder = other.maintenance.value("show data_directory")
        sockets = other.maintenance.value("show unix_socket_directories")
    assert not Path(folder).exists()
    assert not Path(sockets).exists()
