"""The wraps of Meson: each file `subprojects/NAME.wrap` names the source of one subproject.

The project may name another directory: `project('x', 'c', subproject_dir: 'vendor')`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import LockAnswer, LockKind, LockUnreadable, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.locks.comparing import Files, LockTree, Options

BUILD = ("meson.build",)

_DIRECTORY = rb"\bsubproject_dir\s*:\s*'([\w./-]+)'"
_IDLE = r"(?:#|;|\[provide\]|(?:dependency_names|program_names|method|description)\s*=)"


def _said(data: bytes | None) -> object:
    """Return the lines of a wrap that may decide its source."""
    try:
        lines = text_of(data).split("\n") if data is not None else []
    except LockUnreadable:
        return data
    return [line.strip() for line in lines if line.strip() and not re.match(_IDLE, line.strip())]


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Tell that meson.build itself fetches nothing. Raises LockUnreadable for a text with conflict markers."""
    data = after.get(BUILD[0])
    if before.get(BUILD[0]) is None or data is None:
        return LockAnswer("unknown", f"there is no {BUILD[0]}", BUILD[0])
    text_of(data)
    return LockAnswer("same", f"{BUILD[0]} fetches nothing", BUILD[0])


def includes(
    before: Callable[[str], bytes | None], after: Callable[[str], bytes | None], paths: Iterable[str]
) -> LockAnswer | None:
    """Compare the wraps among some paths; return the answer of the first that differs."""
    stated = re.search(_DIRECTORY, after(BUILD[0]) or b"")
    directory = stated[1].decode("ascii", "replace").strip("/") if stated is not None else "subprojects"
    wrap = rf"{re.escape(directory)}/[^/]+\.wrap"
    for path in sorted(path for path in paths if re.fullmatch(wrap, path)):
        if _said(before(path)) != _said(after(path)):
            return LockAnswer("unknown", f"{path} changed", path)
    return None


def further(root: str, before: LockTree, after: LockTree, options: Options, new: Files) -> LockAnswer | None:
    """Return a doubt about two commits of a source, since a wrap may name a branch."""
    return LockAnswer("unknown", "the wraps may name branches", BUILD[0])


KIND = LockKind(
    name="meson",
    files=BUILD,
    compare=answer,
    commands=r"\bmeson subprojects (?:download|update)\b",
    includes=includes,
    further=further,
)
