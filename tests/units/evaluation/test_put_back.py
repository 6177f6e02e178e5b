"""put_back finds the moved hashes in a diff, puts one back in a copy of the commit, and says what check reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluation.put_back import answers, candidates, moved_hashes
from tests.support.guarded import package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

_BEFORE, _AFTER = b"sha256-" + b"A" * 42 + b"8=", b"sha256-" + b"B" * 42 + b"8="


def _diff(*lines: bytes) -> bytes:
    return b"\n".join((b"diff --git a/x.nix b/x.nix", b"--- a/x.nix", b"+++ b/x.nix", *lines, b""))


def test_a_hash_beside_a_moved_version_is_found() -> None:
    """The hash has its line, its file, and both values."""
    diff = _diff(
        b"@@ -3,2 +3,2 @@",
        b'-version = "1.0";',
        b'-hash = "' + _BEFORE + b'";',
        b'+version = "1.1";',
        b'+hash = "' + _AFTER + b'";',
    )
    (moved,) = moved_hashes(diff)
    assert (moved.path, moved.line, moved.before, moved.after) == ("x.nix", 4, _BEFORE, _AFTER)


def test_a_hash_that_moved_alone_or_in_a_comment_is_not_found() -> None:
    """A hash that moved alone need not belong to its inputs when it is put back."""
    alone = _diff(b"@@ -4 +4 @@", b'-hash = "' + _BEFORE + b'";', b'+hash = "' + _AFTER + b'";')
    comment = _diff(
        b"@@ -3,2 +3,2 @@", b'-version = "1.0";', b"-# " + _BEFORE, b'+version = "1.1";', b"+# " + _AFTER
    )
    assert not list(moved_hashes(alone))
    assert not list(moved_hashes(comment))


def test_a_hash_that_is_put_back_is_reported(tmp_path: Path) -> None:
    """The commit itself has no finding, and its copy has an error."""
    repo = Repo(tmp_path / "made").write("tool.nix", package(1))
    repo.commit("first")
    repo.write("tool.nix", package(2)).commit("bump")
    directory = tmp_path / "made" / ".git"
    chosen = candidates(directory, 10)
    assert len(chosen) == 1
    (row,) = answers("made", directory, chosen)
    assert (row["answer"], row["path"]) == ("error", "tool.nix")
    assert row["codes"][0].startswith("AG201")
