"""What a profile promises to hold is tried before anything runs."""

from __future__ import annotations

from difftool.errors import ConfigError
from difftool.model.profile import Profile
from difftool.pg.promises import unaskable
from difftool.pg.session import Session
from difftool.pg.shadow import Scratch
from difftool.sql.parse import kind_of


def refuse_unaskable(profile: Profile, target: Scratch, live: Session | None = None) -> None:
    """Each is one SELECT that PostgreSQL understands: in the target, or where it names what others own, on live.

    What names something that is only known to live is not judged without it. Raises ConfigError.
    """
    for promise in profile.verify:
        if kind_of(promise.query).kind != "SelectStmt":
            raise _wrong(profile, promise.sentence, "must be one SELECT that returns a number")
        with target.open() as session:
            reason, elsewhere = unaskable(session, promise.query, profile.search_path)
        if reason and elsewhere:
            reason = unaskable(live, promise.query, profile.search_path)[0] if live else ""
        if reason:
            raise _wrong(profile, promise.sentence, reason)


def _wrong(profile: Profile, sentence: str, reason: str) -> ConfigError:
    return ConfigError(f'verify: "{sentence}": {reason}', where=str(profile.place))
