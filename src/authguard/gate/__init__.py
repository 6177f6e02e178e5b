"""The gate: what is pushed has been built."""
