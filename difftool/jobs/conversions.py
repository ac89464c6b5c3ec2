"""A declared conversion gives each row the same value whenever it is asked: its way back relies on that."""

from __future__ import annotations

from difftool.errors import ConfigError
from difftool.model.profile import Profile
from difftool.pg.session import Session
from difftool.pg.volatile import volatile
from difftool.sql.parse import calls


def refuse_volatile(profile: Profile, session: Session) -> None:
    """Raises ConfigError at the first `convert` with a function that is VOLATILE in this database."""
    for rule in profile.data:
        if rule.rule == "convert":
            using = str(rule.keys["using"])
            if found := volatile(session, calls(using), profile.search_path):
                raise ConfigError(
                    f"convert: {rule.subject}: {', '.join(found)} in `using` may give another value at each call "
                    "(VOLATILE), so the way back could not tell what the plan has left in a row; "
                    "use an expression that always gives the same value for a row",
                    where=str(rule.place),
                    details=("a function of yours that does so may be declared IMMUTABLE or STABLE",),
                )
