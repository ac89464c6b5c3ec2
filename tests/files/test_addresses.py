"""Which database is meant: the order, the words, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from difftool.errors import ConfigError, Unreachable, UsageError
from difftool.files.addresses import read_env_file, resolve
from difftool.model.profile import Environment, Settings

URL = "postgresql://app:pw@db.example.org/app"
STAGING = Environment("staging", "$STAGING_URL", ("x",))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(str(tmp_path), str(tmp_path / "profiles"), environments={"staging": STAGING})


def with_env_file(settings: Settings, text: str) -> Settings:
    Path(settings.root, ".env.local").write_text(text)
    return replace(settings, env_file=".env.local")


def test_the_order(settings: Settings) -> None:
    """An option wins over variables, DIRECT_URL over DATABASE_URL, a URL over PG*, all over the env file."""
    settings = with_env_file(settings, f"DATABASE_URL={URL}")
    everything = {"DIRECT_URL": URL, "DATABASE_URL": URL, "PGHOST": "h", "STAGING_URL": URL}
    assert resolve(URL, None, settings, everything).origin == "--db"
    assert resolve(None, "staging", settings, everything).origin == "STAGING_URL"
    for origin in ("DIRECT_URL", "DATABASE_URL"):
        assert resolve(None, None, settings, everything).origin == origin
        del everything[origin]
    assert resolve(None, None, settings, everything).origin == "PGHOST"
    assert resolve(None, None, settings, {}).origin == "DATABASE_URL in .env.local"


def test_direct_before_the_pooler_in_the_env_file(settings: Settings) -> None:
    """The env file's DIRECT_URL is taken before its DATABASE_URL."""
    settings = with_env_file(settings, f"DATABASE_URL={URL}?pgbouncer=true\nDIRECT_URL={URL}")
    assert resolve(None, None, settings, {}).origin == "DIRECT_URL in .env.local"


def test_nothing_named(settings: Settings) -> None:
    """Without any name of a database there is no default, and the message lists the ways."""
    with pytest.raises(Unreachable, match=r"--db URL or --environment NAME.*DATABASE_URL.*--db embedded"):
        resolve(None, None, settings, {"PGUSER": "app", "DATABASE_URL": ""})


def test_embedded_only_when_asked_for(settings: Settings) -> None:
    """The embedded database is taken for `--db embedded` and `database: embedded`, and yields to a URL."""
    assert resolve("embedded", None, settings, {"DATABASE_URL": URL}).embedded
    asked = replace(settings, database="embedded")
    assert resolve(None, None, asked, {}).embedded
    assert not resolve(None, None, asked, {"DATABASE_URL": URL}).embedded


def test_an_environment(settings: Settings) -> None:
    """An environment's URL comes from its variable, else from the env file, and keeps its name."""
    found = resolve(None, "staging", settings, {"STAGING_URL": URL, "DATABASE_URL": "x"})
    assert (found.environment, found.dsn) == ("staging", URL)
    filed = with_env_file(settings, f"STAGING_URL={URL}")
    assert resolve(None, "staging", filed, {}).origin == "STAGING_URL in .env.local"


def test_an_environment_without_its_variable(settings: Settings) -> None:
    """An unset variable is an error that names it, also if other variables name a database."""
    with pytest.raises(Unreachable, match="environment staging is missing: set the variable STAGING_URL"):
        resolve(None, "staging", settings, {"DATABASE_URL": URL, "STAGING_URL": ""})


@pytest.mark.parametrize(
    ("db", "environment", "words"),
    [
        (URL, "staging", "exclude each other"),
        (None, "stagin", r"did you mean staging\?"),
        ("staging", None, "use --environment staging"),
    ],
)
def test_wrong_options(settings: Settings, db: str | None, environment: str | None, words: str) -> None:
    """Options that make no sense are refused with the way out."""
    with pytest.raises(UsageError, match=words):
        resolve(db, environment, settings, {})


@pytest.mark.parametrize(
    ("url", "left_out"),
    [
        ("postgres://app:pw@db.example.org/app", []),
        ("postgresql+asyncpg://app:pw@db.example.org/app", []),
        (URL + "?pgbouncer=true&sslmode=require", ["pgbouncer=true"]),
        (
            URL + "?schema=public&connection_limit=1&pool_timeout=5",
            ["schema=public", "connection_limit=1", "pool_timeout=5"],
        ),
    ],
)
def test_urls_of_other_drivers(settings: Settings, url: str, left_out: list[str]) -> None:
    """What is left of a URL for other drivers is readable for libpq; what was left out is said."""
    found = resolve(None, None, settings, {"DATABASE_URL": url})
    parts = parse_dsn(found.dsn)
    assert (parts["host"], parts["user"], parts["password"]) == ("db.example.org", "app", "pw")
    assert parts.get("sslmode") == ("require" if "sslmode" in url else None)
    assert found.notes == tuple(f"{part} was left out of DATABASE_URL" for part in left_out)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:s3cr/et@db.example.org/app",
        "postgresql://app:s3cr%et@db.example.org/app",
        "postgresql://app:s3cr et@db.example.org/app?sslmod=require",
        "mysql://app:s3cret@db.example.org/app",
        "host=db password='s3cret",
        "host=db password=a s3cret=b",
        "app:s3cret@db.example.org/app",
        "postgresql://app:1/s3cret@db.example.org/app",
        "postgresql://app:a@s3cret@db.example.org/app",
        "postgresql://app:1?s3cret=a@db.example.org/app",
        "postgresql://app:s3%zzcret@db.example.org/app",
        "postgresql://app:s3c:ret/w@rd@db.example.org",
        "postgresql+psycopg2://app:s3cret/@db.example.org",
    ],
)
def test_unreadable_urls(settings: Settings, url: str) -> None:
    """A URL that libpq would misread is refused, and no piece of the password is shown."""
    with pytest.raises(Unreachable) as caught:
        resolve(url, None, settings, {})
    assert "s3cr" not in str(caught.value)
    assert str(caught.value).startswith("--db: ")


@pytest.mark.parametrize("url", ["", " ", "\t\n", "postgresql://", "postgres:///", "postgresql://app:pw@/", "user=app"])
def test_a_url_of_nothing(settings: Settings, url: str) -> None:
    """What names no database is refused, instead of the one that libpq would take; an option does not fall back."""
    settings = with_env_file(settings, f"DATABASE_URL={URL}")
    with pytest.raises(Unreachable, match=r"--db: (is blank|names no database): expected a URL"):
        resolve(url, None, settings, {"DATABASE_URL": URL})
    if url:
        with pytest.raises(Unreachable, match=r"STAGING_URL: (is blank|names no database)"):
            resolve(None, "staging", settings, {"STAGING_URL": url, "DATABASE_URL": URL})
        with pytest.raises(Unreachable, match=r"DIRECT_URL: (is blank|names no database)"):
            resolve(None, None, settings, {"DIRECT_URL": url, "DATABASE_URL": URL})
    with pytest.raises(UsageError, match="there is no environment"):
        resolve(None, "", settings, {"DATABASE_URL": URL})


@pytest.mark.parametrize("url", [URL + "?application_name=a@b/c", "postgresql://app@%2Ftmp/app", "host=h dbname='a@b'"])
def test_an_at_sign_where_it_may_stand(settings: Settings, url: str) -> None:
    """URLs that libpq reads as they are meant are taken."""
    assert resolve(url, None, settings, {}).dsn == url


def test_libpq_variables(settings: Settings) -> None:
    """PG* variables and services name a database; the origin says which."""
    found = resolve(None, None, settings, {"PGHOST": "h", "PGDATABASE": "d", "PGPORT": "1", "PGPASSWORD": "p w"})
    assert parse_dsn(found.dsn) == {"host": "h", "dbname": "d", "port": "1", "password": "p w"}
    assert found.origin == "PGHOST and PGDATABASE"
    assert parse_dsn(resolve(None, None, settings, {"PGSERVICE": "s"}).dsn) == {"service": "s"}


def test_no_secret_in_a_repr(settings: Settings) -> None:
    """An address can be printed."""
    assert "pw" not in repr(resolve(URL, None, settings, {}))


def test_env_files(settings: Settings) -> None:
    """Quotes, comments, export, spaces and # in a value are read as people mean them; nothing is expanded."""
    settings = with_env_file(
        settings,
        '\ufeff# comment\n\nexport A=1\nB = two words # comment\nC=\'#$A\'\nD="a \\"b\\"" # x\nE=a#b\nF=\nG=${A}\r\n',
    )
    assert read_env_file(settings) == {
        "A": "1",
        "B": "two words",
        "C": "#$A",
        "D": 'a "b"',
        "E": "a#b",
        "F": "",
        "G": "${A}",
    }


@pytest.mark.parametrize("line", ["A s3cret", "=s3cret", "1A=s3cret", "A='s3cret", 'A="s3cret" y'])
def test_wrong_env_files(settings: Settings, line: str) -> None:
    """A line that cannot be read is named with file and line, without its text: it may hold a password."""
    with pytest.raises(ConfigError) as caught:
        read_env_file(with_env_file(settings, f"OK=1\n{line}\n"))
    assert str(caught.value).startswith(".env.local:2: ")
    assert "s3cret" not in str(caught.value)


def test_values_of_several_lines(settings: Settings) -> None:
    """A quoted value goes on until its quote ends, as with keys and certificates; what follows it is read too."""
    text = 'CERT="-----BEGIN\nabc=\n-----END" # x\nKEY=\'a\n\nb\'\nTICK=`c\n"d"`\nESC="e\\nf\\"g"\nLAST=1'
    assert read_env_file(with_env_file(settings, text)) == {
        "CERT": "-----BEGIN\nabc=\n-----END",
        "KEY": "a\n\nb",
        "TICK": 'c\n"d"',
        "ESC": 'e\nf"g',
        "LAST": "1",
    }


def test_an_env_file_that_is_none(settings: Settings) -> None:
    """What is not UTF-8, or no file at all, is told as what it is."""
    path = Path(settings.root, ".env.local")
    settings = replace(settings, env_file=".env.local")
    path.write_bytes(b"A=1\nB=\xff\n")
    with pytest.raises(ConfigError, match=r"^\.env\.local:2: not UTF-8$"):
        read_env_file(settings)
    path.unlink()
    path.mkdir()
    with pytest.raises(ConfigError, match=r"^\.env\.local: is a folder, not a file$"):
        read_env_file(settings)


def test_no_env_file(settings: Settings) -> None:
    """A named env file that is not there is an empty one: on a server there is none."""
    assert read_env_file(replace(settings, env_file=".env.local")) == {}
