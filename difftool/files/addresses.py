"""Which database is meant, and where that was said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from difftool.errors import NoDatabaseNamed, Unreachable, UsageError
from difftool.files import env_text
from difftool.files.reading import text_of
from difftool.model.address import Address
from difftool.model.profile import Settings

URL_VARIABLES = ("DIRECT_URL", "DATABASE_URL")
"""the direct one first: the other is often a pooler's"""

NAMING = ("PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE")
"""of libpq's variables, those that name a database; the rest only say how to get in"""

KEYWORDS = {
    "PGSERVICE": "service",
    "PGHOST": "host",
    "PGHOSTADDR": "hostaddr",
    "PGPORT": "port",
    "PGDATABASE": "dbname",
    "PGUSER": "user",
    "PGPASSWORD": "password",
    "PGPASSFILE": "passfile",
    "PGSSLMODE": "sslmode",
    "PGSSLROOTCERT": "sslrootcert",
    "PGSSLCERT": "sslcert",
    "PGSSLKEY": "sslkey",
}

OTHER_DRIVERS = (
    "pgbouncer",
    "connection_limit",
    "pool_timeout",
    "pool_mode",
    "pool_size",
    "max_overflow",
    "socket_timeout",
    "schema",
    "currentschema",
    "statement_cache_size",
    "prepared_statements",
    "preparethreshold",
    "prepare_threshold",
    "sslaccept",
    "supa",
    "workaround",
    "uselibpqcompat",
)
"""parameters that Prisma, pg, JDBC and others put into a URL, and libpq refuses; in lower case"""

AT_SIGNS = re.compile(r"\w+://[^@/?]*(@[^@/?]*)?(/[^@?]*)?(?(1)(\?.*)?|(\?[^@]*)?)", re.DOTALL)
"""A URL with no other @ than the one before the host: libpq takes a second one, or one after a slash, for a part of
a name, and what stands before it, a piece of the password, for the host, the port or the database."""

UNREADABLE = (
    "not a readable URL: special characters in the password must be written as in %40 for @, "
    "%2F for /, %23 for #, %3A for :, %3F for ?, %25 for %"
)
UNREADABLE_WORDS = (
    "not a readable connection string: postgresql://USER@HOST/DATABASE, or parameters that PostgreSQL knows, "
    "as host=HOST dbname=DATABASE, a value with spaces in single quotes"
)


def resolve(db: str | None, environment: str | None, settings: Settings, environ: Mapping[str, str]) -> Address:
    """The first of: the options, DIRECT_URL, DATABASE_URL, PG* and service, the env file, `database:`.

    Raises UsageError for a wrong option, ConfigError for a wrong env file, and NoDatabaseNamed where
    nothing names a database: there is no silent default.
    """
    if db and environment:
        raise UsageError("--db and --environment exclude each other: give one of them")
    if db is not None:
        return _from_option(db)
    if environment is not None:
        return _from_environment(environment, settings, environ)
    file = read_env_file(settings)
    found = _from_variables(environ, "") or _from_variables(file, f" in {settings.env_file}")
    if found:
        return found
    if settings.database == "embedded":
        return Address("", "database: embedded in the settings", embedded=True)
    raise NoDatabaseNamed(
        "no database is named: give --db URL or --environment NAME, or set DIRECT_URL, DATABASE_URL or PGHOST"
        " and PGDATABASE, in the environment or in the settings' env_file; --db embedded is for trying out"
    )


def read_env_file(settings: Settings) -> dict[str, str]:
    """The variables of the settings' env file, if there is one. Raises ConfigError with file:line."""
    if not settings.env_file:
        return {}
    path = Path(settings.root, settings.env_file)
    if not (path.exists() or path.is_symlink()):
        return {}
    return dict(env_text.variables(text_of(path, settings.env_file, env_text.LARGEST), settings.env_file))


def _from_option(db: str) -> Address:
    if db == "embedded":
        return Address("", "--db embedded", embedded=True)
    if db.strip() and not is_connection(db):
        raise UsageError(f"--db takes a URL or `embedded`: for an environment, use --environment {db}")
    return address_of(db, "--db")


def _from_environment(name: str, settings: Settings, environ: Mapping[str, str]) -> Address:
    if name not in settings.environments:
        near = get_close_matches(name, settings.environments, 1) or sorted(settings.environments)
        known = f"did you mean {', '.join(near)}?" if near else "the settings name none"
        raise UsageError(f"there is no environment {name}: {known}")
    variable = settings.environments[name].url.removeprefix("$")
    for variables, source in ((environ, ""), (read_env_file(settings), f" in {settings.env_file}")):
        if variables.get(variable):
            return address_of(variables[variable], f"{variable}{source}", name)
    raise Unreachable(f"the URL of environment {name} is missing: set the variable {variable}")


def _from_variables(variables: Mapping[str, str], source: str) -> Address | None:
    for name in URL_VARIABLES:
        if variables.get(name):
            return address_of(variables[name], name + source)
    named = [name for name in NAMING if variables.get(name, "").strip()]
    if not named:
        return None
    from psycopg2.extensions import make_dsn  # slow to load, and only needed here

    dsn = make_dsn(**{KEYWORDS[name]: variables[name] for name in KEYWORDS if variables.get(name)})
    return Address(dsn, " and ".join(named) + source)


def is_connection(text: str) -> bool:
    """A URL, a libpq connection string, or what was meant as one, and not a file or a name: it may hold a password."""
    return "://" in text or "=" in text or (":" in text and "@" in text)


def address_of(url: str, origin: str, environment: str = "") -> Address:
    """The database of a URL, also one for other drivers, or of a libpq connection string, found at `origin`.

    Raises Unreachable, without any piece of the text, where libpq would misread it or it names no database.
    """
    dsn, notes = _for_libpq(url.strip())
    _check(dsn, origin)
    return Address(dsn, origin, environment, notes=tuple(f"{note} of {origin}" for note in notes))


def _for_libpq(url: str) -> tuple[str, list[str]]:
    """The URL without what only other drivers understand, and what was left out."""
    url = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url)
    if "://" not in url:
        return url, []
    base, _, query = url.partition("?")
    parameters = [part for part in query.split("&") if part]
    foreign = [part for part in parameters if part.partition("=")[0].lower() in OTHER_DRIVERS]
    kept = "&".join(part for part in parameters if part not in foreign)
    return base + ("?" + kept if kept else ""), [f"{part} was left out" for part in foreign]


def _check(dsn: str, origin: str) -> None:
    """Refuse what libpq cannot read. Its own words are not shown: they quote pieces of the password."""
    if re.match(r"\w+://", dsn) and not dsn.startswith("postgresql://"):
        raise Unreachable("not the URL of a PostgreSQL database: it starts with postgresql://", where=origin)
    if "://" in dsn and not AT_SIGNS.fullmatch(dsn):
        raise Unreachable(UNREADABLE, where=origin)
    parts = _parts(dsn, origin)
    if not re.fullmatch(r"[\d,]*", parts.get("port", "")):
        raise Unreachable(UNREADABLE, where=origin)
    if not any(parts.get(name, "").strip() for name in ("service", "host", "hostaddr", "dbname")):
        what = "names no database" if dsn else "is blank"
        raise Unreachable(f"{what}: expected a URL, as postgresql://USER@HOST:PORT/DATABASE", where=origin)


def _parts(dsn: str, origin: str) -> dict[str, str]:
    from psycopg2 import ProgrammingError  # slow to load, and only needed here
    from psycopg2.extensions import parse_dsn

    try:
        return {name: str(value) for name, value in parse_dsn(dsn).items()}
    except ProgrammingError as error:
        unknown = re.search(r'invalid URI query parameter:? "(\w+)"', str(error))
        what = f"PostgreSQL knows no parameter {unknown[1]}" if unknown else UNREADABLE
        raise Unreachable(what if "://" in dsn else UNREADABLE_WORDS, where=origin) from None
