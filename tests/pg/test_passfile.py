"""What a child process needs to get in, where nobody else sees it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn

from difftool.errors import Unreachable
from difftool.pg.binaries import pg_dump
from difftool.pg.connection import passfile
from difftool.pg.shadow import Shadow


def test_an_inherited_password_is_hidden_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """PGPASSWORD does not reach a child process either; a dsn's own password wins over it."""
    monkeypatch.setenv("PGPASSWORD", "inherited")
    with passfile("host=h") as (_, environment):
        assert "PGPASSWORD" not in environment
        assert "inherited" in Path(environment["PGPASSFILE"]).read_text()
    with passfile("host=h password=own") as (_, environment):
        assert "own" in Path(environment["PGPASSFILE"]).read_text()
    assert os.environ["PGPASSWORD"] == "inherited"


def test_the_secret_of_a_key_is_hidden_too(shadow: Shadow) -> None:
    """A key's sslpassword is in a private service file, which libpq reads, and in no argument or variable."""
    dsn = make_dsn(shadow.dsn, sslpassword="k3y secret")
    with passfile(dsn) as (public, environment):
        assert "k3y" not in public + repr(environment)
        file = Path(environment["PGSERVICEFILE"])
        assert file.read_text() == "[difftool]\nsslpassword=k3y secret\n"
        assert file.stat().st_mode & 0o777 == 0o600
        subprocess.run([pg_dump(), "-s", "-d", public, "-w"], env=environment, check=True, capture_output=True)
    assert not file.exists()


def test_the_secret_of_a_key_beside_a_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two services cannot be read at once, so the way out is said."""
    with (
        pytest.raises(Unreachable, match="sslpassword beside service mine: write it into"),
        passfile("service=mine sslpassword=k3y"),
    ):
        pass
    monkeypatch.setenv("PGSERVICE", "mine")
    with pytest.raises(Unreachable, match="sslpassword beside service mine"), passfile("host=h sslpassword=k3y"):
        pass
