"""What lies between two schemas, in the forms in which it is told."""

from __future__ import annotations

from difftool.model.catalog import CatalogObject, Ident
from difftool.model.change import Change, Verb
from difftool.model.drift import Difference
from difftool.report.difference import difference_json, difference_markdown, difference_text

MAPPING = "CREATE USER MAPPING FOR app SERVER s OPTIONS (password 'hunter2')"


def test_passwords_are_for_the_script_alone() -> None:
    """What is read by people, or posted by programs, tells of the statement and not of its secret."""
    thing = CatalogObject(Ident("user_mapping", "", "app on s"), "app on server s", (0, 0, 0), {})
    difference = Difference((Change(Verb.CREATE, thing.ident, None, thing),), (MAPPING,), f"{MAPPING};\n", 18)
    for told in (difference_json(difference), difference_markdown(difference), difference_text(difference)):
        assert "hunter2" not in told
        assert "app" in told
