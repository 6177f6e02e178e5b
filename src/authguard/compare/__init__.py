"""Verdicts: two trees go in, findings come out. Nothing here knows a terminal."""
