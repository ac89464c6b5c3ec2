"""Objects by the names that people type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from difftool.model.catalog import Ident


def find(name: str, idents: Iterable[Ident]) -> tuple[Ident, ...]:
    """Those that are called so: with or without the kind, `public` and a routine's arguments.

    What is inside of something else, as a constraint, goes by its own name alone where nothing else is called so;
    columns do not: too many have the same name.
    """
    known = sorted(idents)
    wanted = _plain(name)
    whole = tuple(ident for ident in known if wanted in map(_plain, _names(ident)))
    return whole or tuple(
        i for i in known if i.part and i.kind != "column" and wanted in (_plain(i.part), _plain(f"{i.kind} {i.part}"))
    )


def _names(ident: Ident) -> Iterator[str]:
    """`table public.jobs`, `public.jobs`, `table jobs`, `jobs`."""
    kind = ident.kind.replace("_", " ")
    for own in dict.fromkeys((ident.name, ident.bare)):
        local = f"{own}.{ident.part}" if ident.part else own
        spellings = [f"{ident.schema}.{local}"] if ident.schema else []
        spellings += [local] if ident.schema in ("", "public") else []
        for spelling in spellings:
            yield spelling
            yield f"{kind} {spelling}"


def _plain(name: str) -> str:
    return " ".join(name.replace('"', "").split()).lower()
