"""Verdicts: two trees in, judgements out. No module here uses a terminal."""
