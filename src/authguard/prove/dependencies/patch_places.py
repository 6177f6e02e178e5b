"""The form of a patch, and the places of its hunks. nixpkgs applies patches with GNU patch, authguard with git.

Both look for a moved hunk near its stated line, but GNU patch also adds the offset of the hunk before. So the two
programs may change different places, if the lines of the hunk occur several times in the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_PACKED = (".gz", ".bz2", ".xz", ".lzma")
"""The suffixes of patches that nixpkgs' patchPhase unpacks."""
_OTHER_FORM = re.compile(
    rb"^(?:\*\*\* \d+(?:,\d+)? \*\*\*\*|\d+(?:,\d+)?[acd]\d*(?:,\d+)?|GIT binary patch)\r?$",
    re.MULTILINE,
)
"""A line of a context diff, a normal diff, an ed script or a binary patch."""
_NO_FILE = "/dev/null"
_INDEX = re.compile(rb"^Index: *(\S.*?)\s*$", re.MULTILINE)
_HEADER = re.compile(rb"^(?:---|\+\+\+) ([^\t\n]*)", re.MULTILINE)


def demand_unified(path: str, patch: bytes) -> None:
    """Refuse a patch in another form than a unified diff, since only GNU patch knows the files that it changes.

    Raises:
        Uncomputable: the patch is packed, or has another form.
    """
    headers = _HEADER.findall(patch)
    is_named = all(any(name in header for header in headers) for name in _INDEX.findall(patch))
    if path.endswith(_PACKED) or _OTHER_FORM.search(patch) or not is_named:
        raise Uncomputable(f"{path} is no unified diff")


def has_one_place(
    patch: bytes, read: Callable[[str], bytes | None], only: Collection[str] | None = None
) -> bool:
    """Tell whether the lines of each hunk occur once in its file. The hunk of a new file has only one place.

    Args:
        patch: the text of the patch.
        read: returns the bytes of a file before the patch, by its path without the first part; None without a file.
        only: the paths of the files that matter; None if all files matter.
    """
    hunks = list(_hunks(patch))
    is_known = only is not None and {name for name, _ in hunks}.issuperset(only)
    for name, old in hunks:
        if is_known and name not in (only or ()):
            continue
        content = read(name)
        if content is None and not old:
            continue
        if content is None or not old or _count(b"\n" + content, b"\n" + old) != 1:
            return False
    return True


def moved_files(report: bytes) -> list[str] | None:
    """Return the files with a moved hunk; None if they are not certain.

    In a file without such a hunk, git and GNU patch change the stated lines.

    Args:
        report: the lines that `git apply --verbose` prints.
    """
    name = ""
    found = []
    for line in report.decode("utf-8", "replace").split("\n"):
        if line.startswith("Checking patch "):
            name = line.removeprefix("Checking patch ").removesuffix("...")
        elif "(offset " in line:
            if not name or '"' in name or " => " in name or name.startswith("{"):
                return None
            found.append(name)
    return found


def _count(content: bytes, lines: bytes) -> int:
    """Return the number of places of some lines, which may overlap."""
    found = 0
    start = content.find(lines)
    while start >= 0:
        found += 1
        start = content.find(lines, start + 1)
    return found


def _hunks(patch: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the path of the file and the old lines of each hunk.

    A new file has /dev/null in place of its old path, so its path is that of the line after.
    """
    name = ""
    lines = iter(patch.splitlines(keepends=True))
    for line in lines:
        if line.startswith(b"--- ") or (line.startswith(b"+++ ") and not name):
            stated = line[4:].split(b"\t")[0].strip().decode("utf-8", "replace")
            name = "" if stated == _NO_FILE else stated.partition("/")[2]
        match = _HUNK.match(line)
        if match is not None:
            before, after = (1 if one is None else int(one) for one in match.groups())
            yield name, b"".join(_old_lines(lines, before, after))


def _old_lines(lines: Iterator[bytes], before: int, after: int) -> Iterator[bytes]:
    """Yield the old lines of one hunk, which has these numbers of old and new lines."""
    while before > 0 or after > 0:
        line = next(lines, None)
        if line is None:
            return
        if not line.startswith((b"+", b"\\")):
            before -= 1
            yield line[1:] if line[:1] in b" -" else line
        if not line.startswith((b"-", b"\\")):
            after -= 1
