"""Tables and foreign keys, as far as keeping rows aside and resolving orphans need them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is format_type's text under an empty search_path: built-in types bare, all others with their schema."""

    name: str
    type: str
    nullable: bool = True
    generated: bool = False

    @property
    def built_in(self) -> bool:
        return "." not in self.type


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names the columns of the primary key; empty where there is none."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """MATCH SIMPLE: a row with a NULL in any of `columns` refers to nothing. `full`: only with NULL in all of them."""

    name: str
    child: Table
    columns: tuple[str, ...]
    parent_schema: str
    parent_name: str
    refers_to: tuple[str, ...]
    full: bool = False
