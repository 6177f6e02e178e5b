"""The rows of a corpus mined from public histories: read, and drawn from at random in a fixed order.

A corpus is a directory of NAME.jsonl.xz files, one JSON object a line. Every row names "repo" and "commit".
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Row = dict[str, Any]

FILES = {
    "mutants": "mutants",
    "A": "A_bumps",
    "B": "B_nonbumps",
    "C": "C_keeps",
    "D": "D_incidents",
    "E": "E_hashonly",
}
"""The classes of rows, and the files that hold them."""


def kind(name: str, row: Row) -> str:
    """Return the kind of a row inside of its class: how true a mutant is, or the miner's tag."""
    if name in ("mutants", "A"):
        return str(row["truth"])
    return str(row["confidence"] if name == "D" else row["tag"])


def identity(name: str, row: Row) -> str:
    """Return what tells a row from all others."""
    parts = [name, row["commit"], row.get("file", ""), row.get("line", ""), row.get("attr", "")]
    if name == "mutants":
        parts.append(row["old"])
    return " ".join(map(str, parts))


def read(directory: Path, repository: str) -> dict[str, list[Row]]:
    """Return the rows of one repository ("owner/name") by class. Raises OSError where a file is not there."""
    found: dict[str, list[Row]] = {}
    for name, file in FILES.items():
        with lzma.open(directory / f"{file}.jsonl.xz", "rt", encoding="utf-8") as lines:
            rows = (json.loads(line) for line in lines if repository in line)
            found[name] = [row for row in rows if row["repo"] == repository]
    return found


def _order(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def sample(name: str, rows: Iterable[Row], most: int | None) -> list[Row]:
    """Return at most so many rows of each kind, as if at random, always the same."""
    by_kind: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[kind(name, row)].append(row)
    chosen: list[Row] = []
    for some in by_kind.values():
        some.sort(key=lambda row: _order(identity(name, row)))
        chosen.extend(some[:most])
    return chosen


def batches(commits: Iterable[str], positions: dict[str, int], size: int) -> list[list[str]]:
    """Return commits in batches drawn at random, each in the order of history: neighbours share most files."""
    drawn = sorted(set(commits), key=_order)
    return [
        sorted(drawn[start : start + size], key=lambda oid: positions.get(oid, 0))
        for start in range(0, len(drawn), size)
    ]
