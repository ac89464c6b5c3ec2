"""Whether the tables and columns that rules name are there at all."""

from __future__ import annotations

from difflib import get_close_matches

from difftool.errors import ConfigError
from difftool.model.catalog import Catalog
from difftool.model.profile import DataRule, Profile
from difftool.planning.data_rules.contribution import names, place, relation

_OF_COLUMNS = ("orphans", "nulls", "fill", "convert")
_OF_TABLES = ("rekey", "duplicates")


def refuse_unknown(profile: Profile, target: Catalog) -> None:
    """Raises ConfigError at the first rule about what the target does not have: a typing error would do nothing.

    What a `rename` names is left out: a rule may call it by either name.
    """
    renamed = [rule.subject for rule in profile.data if rule.rule == "rename"]
    known = target.told
    for rule in profile.data:
        for wanted in _wanted(rule):
            if wanted not in known and not any(name in rule.subject for name in renamed):
                near = get_close_matches(wanted, known, 1, cutoff=0.9)
                hint = f"; did you mean {near[0].partition(' ')[2]}?" if near else ""
                raise ConfigError(f"{rule.rule}: the snapshot has no {wanted}{hint}", where=str(rule.place))


def _wanted(rule: DataRule) -> tuple[str, ...]:
    """As the catalog calls them: "column public.jobs.user_id"; nothing where the rule may name anything."""
    if rule.rule in _OF_COLUMNS:
        return ("column " + ".".join(place(rule.subject)),)
    if rule.rule not in _OF_TABLES:
        return ()
    table = relation(rule.subject.partition("(")[0])
    if rule.rule == "duplicates":
        return ("table " + ".".join(table),)
    carried = ((*place(old)[:2], *names(new)) for old, new in (rule.keys.get("carry") or {}).items())
    columns = (*((*table, *names(column)) for column in rule.keys["to"]), *carried)
    return ("table " + ".".join(table), *("column " + ".".join(column) for column in columns))
