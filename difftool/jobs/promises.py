"""What a profile promises to hold is tried before anything runs."""

from __future__ import annotations

from difftool.errors import ConfigError
from difftool.model.profile import Profile
from difftool.pg.promises import unaskable
from difftool.pg.session import Session
from difftool.sql.parse import kind_of

Asked = tuple[str, bool]
"""why a query cannot be asked in the target, and whether that is because something that it names is not there"""


def tried(profile: Profile, target: Session) -> tuple[Asked, ...]:
    """What became of each promise. Raises ConfigError for one that is no single SELECT."""
    for promise in profile.verify:
        if kind_of(promise.query).kind != "SelectStmt":
            raise _wrong(profile, promise.sentence, "must be one SELECT that returns a number")
    return tuple(unaskable(target, promise.query, profile.search_path) for promise in profile.verify)


def refuse_unaskable(profile: Profile, asked: tuple[Asked, ...], live: Session | None = None) -> None:
    """Each is understood by PostgreSQL: in the target, as `asked` tells, or where it names what others own, on live.

    What names something that is only known to live is not judged without it. Raises ConfigError.
    """
    for promise, (here, elsewhere) in zip(profile.verify, asked, strict=True):
        reason = here
        if here and elsewhere:
            reason = unaskable(live, promise.query, profile.search_path)[0] if live else ""
        if reason:
            raise _wrong(profile, promise.sentence, reason)


def _wrong(profile: Profile, sentence: str, reason: str) -> ConfigError:
    return ConfigError(f'verify: "{sentence}": {reason}', where=str(profile.place))
