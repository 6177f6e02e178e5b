"""The gate: builds a commit before it is pushed."""
