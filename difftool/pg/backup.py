"""A command of the user's that backs the database up, before anything is changed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping

from psycopg2.extensions import make_dsn

from difftool.errors import PreflightFailed
from difftool.pg.connection import passfile
from difftool.pg.failures import without_password
from difftool.pg.session import Session

_TOLD = 5
"""lines of what a failed command has said"""

_TO_END = 5.0
"""seconds that an interrupted command has for ending by itself"""

_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "gssencmode": "PGGSSENCMODE",
}
"""parameter -> its variable (manual: libpq, "Environment Variables")"""


def back_up(session: Session, command: str) -> None:
    """Run the command by the shell; libpq's variables and a private passfile lead it to the session's database.

    What it writes to standard output is not kept. Raises PreflightFailed where it fails, with its last words.
    """
    password = session.connection.info.password or ""
    dsn = make_dsn(**({"password": password} if password else {}))
    with passfile(dsn) as (_, environment):
        code, said = _run(command, _without_services(environment) | _connection(session))
    if code != 0:
        raise PreflightFailed(
            f"the backup failed with {code}; nothing was changed",
            details=(without_password(line, dsn) for line in deque(said.splitlines(), _TOLD)),
        )


def _run(command: str, environment: Mapping[str, str]) -> tuple[int, str]:
    """Its exit code and standard error. All processes that it started end with us where we are interrupted."""
    with subprocess.Popen(  # noqa: S602  # whoever may run difftool may run the command
        command,
        shell=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,  # a group of its own
    ) as process:
        try:
            said = process.communicate()[1]
        except BaseException:
            _end(process)
            raise
    return process.returncode, said


def _end(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_TO_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _connection(session: Session) -> dict[str, str]:
    known = session.connection.info.dsn_parameters
    return {variable: known[name] for name, variable in _VARIABLES.items() if known.get(name)}


def _without_services(environment: Mapping[str, str]) -> dict[str, str]:
    """A service would be stronger than the variables that we set."""
    return {name: value for name, value in environment.items() if name not in ("PGSERVICE", "PGSERVICEFILE")}
