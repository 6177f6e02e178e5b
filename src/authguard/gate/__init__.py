"""The gate: a pushed commit is built first."""
