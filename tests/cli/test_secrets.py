"""Wherever a URL is taken, one that cannot be read is told in one line without any piece of its password."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from difftool.cli.main import run
from difftool.cli.options import Options
from difftool.cli.project import own_shadow
from difftool.model.profile import Settings
from difftool.pg.shadow import Shadow

URLS = (
    "postgres://postgres:SEC%zzRET@h/app",
    "postgres://postgres:SEC:RET/w@rd@h",
    "postgres:SEC:RET/w@rd@h",
    "postgresql://postgres:1/SECRET@h/app",
    "postgresql+psycopg2://postgres:SEC/RET@h",
    "host=h password=a SECRET=RET",
)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize(
    "words",
    [
        ["diff", "{}", "a.sql"],
        ["diff", "a.sql", "{}"],
        ["plan", "--profile", "integrated", "--db", "{}"],
        ["check", "integrated", "--shadow", "{}"],
    ],
    ids=" ".join,
)
def test_no_piece_of_a_password(
    words: list[str], url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An odd URL ends with 12 and a line that names where it was given."""
    (tmp_path / "a.sql").write_text("create table a ();\n")
    monkeypatch.chdir(tmp_path)
    assert run([word.format(url) for word in words]) == 12
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert not any(piece in err for piece in ("SEC", "RET", "rd@"))


def test_diff_takes_urls_of_other_drivers(
    shadow: Shadow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What --db understands and strips, FROM and TO do as well, and say so."""
    parts = parse_dsn(shadow.create().dsn)
    url = "postgresql+psycopg2://{user}@/{dbname}?host={host}&port={port}&pgbouncer=true".format(**parts)
    (tmp_path / "a.sql").write_text("create table a ();\n")
    monkeypatch.chdir(tmp_path)
    assert run(["diff", url, "a.sql", "--shadow", shadow.dsn]) == 10
    err = capsys.readouterr().err
    assert "pgbouncer=true was left out of the command line" in err
    assert "--shadow names the live server" in err  # so it was reached


def test_a_shadow_takes_urls_of_other_drivers(tmp_path: Path) -> None:
    """The same goes for --shadow and for the settings' shadow."""
    for url in ("postgres://a@h/d?pgbouncer=true", "postgresql+asyncpg://a@h/d"):
        assert own_shadow(Options(shadow=url), Settings(str(tmp_path), "")) == "postgresql://a@h/d"
        assert own_shadow(Options(), Settings(str(tmp_path), "", shadow=url)) == "postgresql://a@h/d"
