"""Verdicts: two trees in, judgements out. No module of this package uses a terminal."""
