"""The `verify` queries of a profile are tried before anything runs."""

from __future__ import annotations

import pytest

from tests.e2e.house import House, Shell

PROFILE = """
snapshot: [schema/external_api_cache.sql]
manages: [public.external_api_cache]
ignore: [comments]
policy: {{shadow: any}}
verify:
  - nothing is lost: "{query}"
"""
WRONG = {
    "selct 0": 'verify: "nothing is lost": must be one SELECT that returns a number',
    "select 0; drop table public.external_api_cache": "must be one SELECT that returns a number",
    "delete from public.external_api_cache": "must be one SELECT that returns a number",
    "select count(*) from public.no_such_table": 'relation "public.no_such_table" does not exist',
}


@pytest.mark.parametrize("query", WRONG)
def test_a_promise_that_cannot_be_asked_is_10(house: House, difftool: Shell, query: str) -> None:
    """A query that PostgreSQL does not understand, or that is no question, never gets as far as a plan."""
    house.write_profile("promising", PROFILE.format(query=query))
    said = difftool("plan", "--profile", "promising", *house.url())
    assert said.code == 10
    assert WRONG[query] in said.err


def test_check_tries_what_it_can(house: House, difftool: Shell) -> None:
    """Without live a query that names what others own is not judged; one that is no question is."""
    house.write_profile("promising", PROFILE.format(query="select count(*) from public.orders"))
    assert difftool("check", "promising").code == 0
    house.write_profile("promising", PROFILE.format(query="selct 0"))
    assert difftool("check", "promising").code == 10
