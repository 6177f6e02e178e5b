"""Patches of a source: git and GNU patch change the same place, or the patch is refused."""

from __future__ import annotations

import difflib
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.prove.dependencies.changes import SourceChanges, apply_all, patched
from authguard.prove.dependencies.patch_places import has_one_place, moved_files
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from pathlib import Path

NAME = "package-lock.json"
BLOCK = ["{", '  "a": 1,', '  "b": 2', "}", "next"]
BEFORE = [
    *(f"x{number}" for number in range(10)),
    "first",
    *(f"y{number}" for number in range(5)),
    *BLOCK * 6,
]


def text(lines: list[str]) -> bytes:
    """Return the bytes of a file."""
    return "".join(f"{line}\n" for line in lines).encode()


def diff(before: list[str], after: list[str], name: str = NAME) -> bytes:
    """Return a patch."""
    return text(list(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="")))


def edited(lines: list[str], block: int) -> list[str]:
    """Return the lines with another first word, and one more line in a block."""
    at = [number for number, line in enumerate(lines) if line == "{"][block] + 2
    return ["FIRST" if line == "first" else line for line in [*lines[:at], '  "p": 0,', *lines[at:]]]


def applied(content: list[str], patch: bytes) -> bytes | None:
    """Return the file as authguard patches it."""
    return patched(NAME, text(content), SourceChanges(patches=[("a.patch", patch)]))


def test_a_moved_hunk_with_several_places_is_refused() -> None:
    """Git would change another block than GNU patch, since the first hunk moved by the length of a block."""
    patch = diff(BEFORE, edited(BEFORE, 2))
    assert applied(BEFORE, patch) == text(edited(BEFORE, 2))
    with pytest.raises(Uncomputable, match="several places"):
        applied([*"zzzzz", *BEFORE], patch)


def test_a_moved_hunk_with_one_place_is_applied() -> None:
    """Only one place has the lines of the hunk."""
    patch = diff(BEFORE, ["FIRST" if line == "first" else line for line in BEFORE])
    assert b"FIRST" in (applied([*"zzzzz", *BEFORE], patch) or b"")


def test_a_source_with_a_moved_hunk_is_refused(tmp_path: Path) -> None:
    """No file of the source changes."""
    (tmp_path / NAME).write_bytes(text([*"zzzzz", *BEFORE]))
    with pytest.raises(Uncomputable, match="several places of its source"):
        apply_all(str(tmp_path), SourceChanges(patches=[("a.patch", diff(BEFORE, edited(BEFORE, 2)))]))
    assert (tmp_path / NAME).read_bytes() == text([*"zzzzz", *BEFORE])


NEW = b"--- /dev/null\n+++ b/extra\n@@ -0,0 +1 @@\n+new\n"
GONE = b"--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n"


def test_a_new_file_beside_a_moved_hunk_is_written(tmp_path: Path) -> None:
    """A new file and a removed file have only one place. A hunk that did not move has the stated place."""
    after = ["FIRST" if line == "first" else line for line in BEFORE]
    other = diff(BEFORE, edited(BEFORE, 2), "other")
    (tmp_path / NAME).write_bytes(text([*"zzzzz", *BEFORE]))
    (tmp_path / "other").write_bytes(text(BEFORE))
    (tmp_path / "gone").write_bytes(b"gone\n")
    patch = diff(BEFORE, after) + NEW + GONE + other
    apply_all(str(tmp_path), SourceChanges(patches=[("a.patch", patch)]))
    assert (tmp_path / NAME).read_bytes() == text([*"zzzzz", *after])
    assert (tmp_path / "extra").read_bytes() == b"new\n"
    assert not (tmp_path / "gone").exists()


def test_all_hunks_are_compared_if_the_moved_file_is_unknown() -> None:
    """Git names the file in another way."""
    patch = diff(BEFORE, edited(BEFORE, 2))
    assert has_one_place(patch, lambda _: text(BEFORE), ["other"]) is False
    assert moved_files(b'Checking patch "\\303"...\nHunk #1 succeeded at 2 (offset 1 line).\n') is None
    assert moved_files(b"Checking patch a => b...\nHunk #1 succeeded at 2 (offset 1 line).\n") is None


def test_a_quoted_path_names_its_file() -> None:
    """Git quotes a path with letters that are not in ASCII."""
    patch = (
        diff(["a"], ["b"])
        .replace(b"a/package", b"a/\\303\\251/package")
        .replace(b"b/package", b"b/\\303\\251/package")
    )
    quoted = (
        patch.replace(b"--- a/", b'--- "a/').replace(b"+++ b/", b'+++ "b/').replace(b".json\n", b'.json"\n')
    )
    changes = SourceChanges(patches=[("a.patch", quoted)])
    assert patched(f"\u00e9/{NAME}", b"a\n", changes) == b"b\n"


@pytest.mark.needs("patch")
@given(
    lines=st.lists(st.sampled_from(("a", "b", "c", "d")), min_size=4, max_size=40),
    places=st.lists(st.integers(0, 39), min_size=1, max_size=3),
    added=st.lists(st.sampled_from(("a", "b", "e")), max_size=8),
)
def test_git_is_gnu_patch(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], places: list[int], added: list[str]
) -> None:
    """For any file with repeated lines, the result is that of GNU patch, or the patch is refused."""
    after = [f"{line}!" if number in places else line for number, line in enumerate(lines)]
    patch = diff(lines, after)
    try:
        ours = applied([*added, *lines], patch)
    except Uncomputable:
        return
    room = tmp_path_factory.mktemp("patch")
    (room / NAME).write_bytes(text([*added, *lines]))
    subprocess.run(
        [shutil.which("patch") or "patch", "-p1", "--quiet"], cwd=room, input=patch, check=bool(patch)
    )
    assert ours == (room / NAME).read_bytes()


@given(st.binary(max_size=200))
def test_a_patch_of_any_bytes_gives_an_answer(patch: bytes) -> None:
    """The answer is true or false."""
    assert has_one_place(b"@@ -1,9 +1,9 @@\n" + patch, lambda _: None) in (True, False)
