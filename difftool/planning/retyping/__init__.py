"""Another type for a column of a table that is in use: a new column beside it is filled, and takes its place."""
