"""What a document says that its reader has: databases that are named by variables, receivers, a place at GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from psycopg2.extensions import make_dsn

from difftool.pg.embedded import embedded_database
from difftool.pg.session import Session
from difftool.pg.shadow import Shadow, open_shadow
from tests.notify.serving import TOKEN, forge, receiver
from tests.platform.building import HERE, load

DATABASES: Mapping[str, tuple[str, ...]] = {
    "plan-and-apply": ("PRODUCTION_URL",),
    "many-databases": ("TENANT_NORTH", "TENANT_SOUTH", "TENANT_WEST"),
    "drift-from-cron": ("PRODUCTION_URL",),
    "scripts-of-npm": ("PRODUCTION_URL",),
    "supabase": ("DIRECT_URL",),
}

SOMEBODY = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    **{f"GIT_{who}_NAME": "Ann" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "ann@example.org" for who in ("AUTHOR", "COMMITTER")},
}


@contextmanager
def given(document: str, folder: Path) -> Iterator[Mapping[str, str]]:
    """The variables that are set when somebody begins to follow the document of this name beside this folder."""
    with ExitStack() as stack:
        variables: dict[str, str] = {}
        if document in DATABASES:
            server = stack.enter_context(open_shadow())
            server.execute("create role postgres superuser login")
            variables |= {name: _database(server, name) for name in DATABASES[document]}
        if document == "supabase":
            variables["SCRATCH_URL"] = stack.enter_context(embedded_database(folder / "scratch"))
            for url in variables.values():
                with Session.open(url) as session:
                    load(session, HERE / "supabase.sql")
            server.execute("alter role postgres nosuperuser createdb createrole bypassrls")
        if document == "drift-from-cron":
            variables["ALERT_URL"] = stack.enter_context(receiver()).url
        if document == "pull-requests":
            variables |= {
                "GITHUB_API_URL": stack.enter_context(forge()).url,
                "GITHUB_REPOSITORY": "octo/app",
                "GITHUB_TOKEN": TOKEN,
            }
        if document in {"pull-requests", "tests-of-your-own"}:
            variables |= SOMEBODY
        yield variables


def _database(server: Shadow, variable: str) -> str:
    """A connection string for an empty database that is called like the variable."""
    name = variable.removesuffix("_URL").lower()
    server.execute(f"create database {name} template template0")
    return make_dsn(server.dsn, dbname=name, user="postgres")
