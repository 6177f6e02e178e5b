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
from authguard.prove.dependencies.patch_places import has_one_place
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


def test_lines_that_occur_several_times() -> None:
    """Git would change another block than GNU patch, since the first hunk moved by the length of a block."""
    patch = diff(BEFORE, edited(BEFORE, 2))
    assert applied(BEFORE, patch) == text(edited(BEFORE, 2))
    with pytest.raises(Uncomputable, match="several places"):
        applied([*"zzzzz", *BEFORE], patch)


def test_lines_that_occur_once() -> None:
    """A hunk that moved is applied if only one place has its lines."""
    patch = diff(BEFORE, ["FIRST" if line == "first" else line for line in BEFORE])
    assert b"FIRST" in (applied([*"zzzzz", *BEFORE], patch) or b"")


def test_a_source_with_a_moved_hunk(tmp_path: Path) -> None:
    """The same holds for all files of a source."""
    (tmp_path / NAME).write_bytes(text([*"zzzzz", *BEFORE]))
    with pytest.raises(Uncomputable, match="several places of its source"):
        apply_all(str(tmp_path), SourceChanges(patches=[("a.patch", diff(BEFORE, edited(BEFORE, 2)))]))
    assert (tmp_path / NAME).read_bytes() == text([*"zzzzz", *BEFORE])


def test_a_quoted_path() -> None:
    """A path that git quotes names its file."""
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
def test_any_bytes(patch: bytes) -> None:
    """A patch of any form gives an answer."""
    assert has_one_place(b"@@ -1,9 +1,9 @@\n" + patch, lambda _: None) in (True, False)
