"""Use cases: what a command does. The only package that wires the others together."""
