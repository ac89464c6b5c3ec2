"""Extensions whose functions are there by name and type only, for a server of ours that does not have them.

What must compute one fails, and is not planned. See https://www.postgresql.org/docs/18/extend-extensions.html for what
the files are, and `extension_control_path`, which older servers do not know.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from difftool.pg.account import Account
from difftool.pg.session import Session
from difftool.sql.quote import identifier, literal

SINCE = 18
"""the version that finds extensions outside of its own folder"""
_FUNCTIONS = """
select proname::text from pg_catalog.pg_extension x
join pg_catalog.pg_depend d on d.refobjid = x.oid and d.deptype = 'e'
    and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
    and d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
join pg_catalog.pg_proc p on p.oid = d.objid
where extversion = 'stub'
"""


def stub_functions(session: Session) -> frozenset[str]:
    """The names of those that are in this database."""
    return frozenset(name for (name,) in session.rows(_FUNCTIONS))


def offer_stubs(dsn: str, place: Path) -> None:
    """Let sessions of the superuser, from the next one on, find those in `place` behind the server's own."""
    with Session.open(dsn) as session:
        if session.version // 10000 >= SINCE:
            path = literal(f"$system:{place}")
            role = identifier(session.value("select current_user"))
            session.execute(f"alter role {role} set extension_control_path = {path}")


def published(who: Account, home: Path) -> Path:
    """A copy that the server's account can read; whoever comes second keeps the first's."""
    texts = {
        item.name: item.read_bytes() for item in files(__name__).iterdir() if item.name.endswith((".control", ".sql"))
    }
    place = home / "stubs" / hashlib.sha256(b"".join(texts[name] for name in sorted(texts))).hexdigest()[:12]
    if place.exists():
        return place
    who.make_on_the_way(place.parent)
    draft = Path(tempfile.mkdtemp(dir=place.parent))
    (draft / "extension").mkdir()
    for name, text in texts.items():
        (draft / "extension" / name).write_bytes(text)
        (draft / "extension" / name).chmod(0o644)
    (draft / "extension").chmod(0o755)
    draft.chmod(0o755)
    try:
        draft.rename(place)
    except OSError:
        shutil.rmtree(draft)
    return place
