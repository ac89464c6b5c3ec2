"""difftool keeps PostgreSQL databases at a declared target schema."""

__version__ = "0.1.0"
