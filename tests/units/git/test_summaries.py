"""Texts are stored by key, and a broken table is read as an empty table."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from authguard.git import store, summaries
from authguard.git.summaries import Summaries


def test_the_next_run_finds_the_stored_texts(tmp_path: Path) -> None:
    """Keys and texts may have odd bytes; an unknown key has no text."""
    first = Summaries(str(tmp_path))
    first.put_many({"a": "1", "b\udcff": "2\udcfe\n"})
    first.put_many({"a": "3"})
    first.close()
    assert Summaries(str(tmp_path)).get_many(["a", "b\udcff", "c"]) == {"a": "3", "b\udcff": "2\udcfe\n"}


def test_many_keys_are_read_at_once(tmp_path: Path) -> None:
    """There are more keys than one statement can have."""
    values = {str(number): f"v{number}" for number in range(3000)}
    table = Summaries(str(tmp_path))
    table.put_many(values)
    assert table.get_many(values) == values


def test_the_table_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The least recently used text is deleted first; a read text is a used text."""
    monkeypatch.setattr(summaries, "LARGEST", 40)
    table = Summaries(str(tmp_path))
    now = time.time()
    for day in range(4):
        monkeypatch.setattr(time, "time", lambda day=day: now + day * 10 * 86400)
        table.put_many({f"{day}-{number}": "x" for number in range(10)})
        assert len(table.get_many(["0-0"])) == 1
    table.put_many({"last": "x"})
    kept = table.get_many([f"{day}-{number}" for day in range(4) for number in range(10)])
    assert "0-0" in kept
    assert "0-1" not in kept
    assert {f"3-{number}" for number in range(10)} <= set(kept)
    assert len(kept) == 29


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, None])
def test_a_damaged_table_is_empty_and_is_replaced(tmp_path: Path, damage: bytes | None) -> None:
    """Nothing is raised, and the table works again in the next run at the latest."""
    table = Summaries(str(tmp_path))
    table.put_many({str(number): "x" * 100 for number in range(1000)})
    table.close()
    path = Path(store.file_of(str(tmp_path), "summaries"))
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096) if damage is None else damage)
    table = Summaries(str(tmp_path))
    assert table.get_many(["1"]) == {}
    table.put_many({"1": "y"})
    table.close()
    table = Summaries(str(tmp_path))
    table.put_many({"1": "y"})
    assert table.get_many(["1"]) == {"1": "y"}


def test_a_locked_table_is_read_but_not_written(tmp_path: Path) -> None:
    """Another process writes in the meantime."""
    first = Summaries(str(tmp_path))
    first.put_many({"a": "1"})
    with sqlite3.connect(store.file_of(str(tmp_path), "summaries"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        table = Summaries(str(tmp_path))
        assert table.get_many(["a"]) == {"a": "1"}
        table.put_many({"b": "2"})
        assert table.get_many(["a"]) in ({}, {"a": "1"})
        other.execute("ROLLBACK")
    other.close()
    assert Summaries(str(tmp_path)).get_many(["a", "b"]) == {"a": "1"}


def test_without_a_place_for_a_table_nothing_is_kept(tmp_path: Path) -> None:
    """A file has the name of the directory. Nothing is raised."""
    (tmp_path / "authguard").write_text("a file")
    table = Summaries(str(tmp_path))
    table.put_many({"a": "1"})
    assert table.get_many(["a"]) == {}
    table.close()


def test_old_files_of_other_versions_are_deleted(tmp_path: Path) -> None:
    """A newer file may belong to another installation that is in use."""
    directory = tmp_path / "authguard"
    directory.mkdir()
    for name in ("summaries-0.0.1.sqlite", "summaries-0.0.2.sqlite", "tree-0.0.1.sqlite", "notes"):
        (directory / name).touch()
    for name in ("summaries-0.0.1.sqlite", "tree-0.0.1.sqlite", "notes"):
        os.utime(directory / name, (1, 1))
    Summaries(str(tmp_path)).close()
    left = {each.name for each in directory.iterdir()}
    assert "summaries-0.0.1.sqlite" not in left
    assert {"summaries-0.0.2.sqlite", "tree-0.0.1.sqlite", "notes"} <= left
