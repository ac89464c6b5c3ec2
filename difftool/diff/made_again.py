"""What may be dropped and made again, because it holds no data: everything else is only ever altered."""

from __future__ import annotations

MADE_AGAIN = (
    "view", "materialized_view", "function", "procedure", "aggregate", "trigger", "policy", "rule",
    "constraint", "index", "statistics", "domain_constraint", "domain", "range", "type",
    "cast", "collation", "conversion", "event_trigger", "foreign_data_wrapper", "foreign_table", "language",
    "operator", "operator_class", "operator_family", "publication", "server", "text_search_configuration",
    "text_search_dictionary", "text_search_parser", "text_search_template", "transform", "user_mapping",
)  # fmt: skip
"""A type that a column uses cannot be dropped, for CASCADE is never said: what is stored in it is safe."""
