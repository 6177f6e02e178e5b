"""Entries of JSON files in two versions."""

from __future__ import annotations

import json

from authguard.app.entries import Entries

BASE = {
    "version": 3,
    "pins": {"a": {"rev": "v1", "hash": "A"}, "b": {"rev": "v1", "hash": "B"}},
    "list": ["C"],
}


def same(text: str, after: object) -> bool:
    """Whether the entry of a text is the same in BASE and in another version."""
    now, then = json.dumps(after).encode(), json.dumps(BASE).encode()
    return Entries().same(text, ("now", now), ("then", then))


def test_entries_beside_or_above_a_text_count() -> None:
    """Other entries of the file are not compared. A text at another place, or outside of JSON, is not the same."""
    other = json.loads(json.dumps(BASE))
    other["pins"]["b"]["rev"] = "v2"
    assert same("A", other)
    assert not same("B", other)
    assert not same("A", {**BASE, "version": 4})
    assert not same("A", {**BASE, "pins": {"c": BASE["pins"]["a"]}})  # type: ignore[index]
    assert not same("Z", BASE)
    assert same("C", other)
    assert not Entries().same("A", ("now", b'{"a": "A"}'), ("then", b"{"))
