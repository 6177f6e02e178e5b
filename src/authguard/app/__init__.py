"""Use cases: what a command does. The only room that wires the others together."""
