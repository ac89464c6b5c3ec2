from __future__ import annotations

import pytest

from difftool.pg.session import Session
from difftool.sql.quote import identifier, literal, literals, qualified

ODD = ["plain", "a b", 'a"b', "Upper", "1a", "a$b", "é", "", "select", "int", "left", "name", "_x", "a.b"]


def test_identifiers_are_quoted_as_the_server_does(database: Session) -> None:
    """identifier() is quote_ident(), for every keyword of the server and for odd names."""
    words = [word for (word,) in database.rows("select word from pg_get_keywords()")]
    for name in [*words, *ODD]:
        assert identifier(name) == database.value("select quote_ident(%s)", [name])


@pytest.mark.parametrize("setting", ["on", "off"])
def test_literals_are_read_back_as_they_were(database: Session, setting: str) -> None:
    """Quotes and backslashes survive, whatever standard_conforming_strings says."""
    database.execute(f"set standard_conforming_strings = {setting}")
    for text in ["it's", "a\\b", "\\'", "'; drop table t; --", "", "é\n"]:
        assert database.value(f"select {literal(text)}") == text


def test_names_and_texts_are_composed() -> None:
    """A name without a schema stands alone; texts are separated by commas."""
    assert (qualified("a b", "t"), qualified("", "t"), literals(["a", "b"])) == ('"a b".t', "t", "'a', 'b'")
