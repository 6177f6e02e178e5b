"""Tell whether the lock files that decide a dependency hash moved: pure functions over two versions of the files.

A kind of lock is one module and one line in this file. compare() uses the rules of the producer: if the text of the
lock is copied into the output, any changed byte is proof; otherwise, only a changed set of packages is proof. The bytes
are untrusted, so compare() raises no error about them: for an unreadable lock the answer is "unknown" with a problem
(AG902).
"""

# ruff: noqa: F401 - the imports are the list of kinds

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.bun import KIND as BUN
from authguard.locks.cargo import KIND as CARGO
from authguard.locks.comparing import (
    IS_STORE,
    MANIFESTS,
    SELECTION,
    InstallSelection,
    LockAnswer,
    LockKind,
    LockUnreadable,
    Undecidable,
    chosen,
    copies_modules,
    no_files,
)
from authguard.locks.composer import KIND as COMPOSER
from authguard.locks.deno import KIND as DENO
from authguard.locks.gem import KIND as GEM
from authguard.locks.go import KIND as GO
from authguard.locks.gradle import KIND as GRADLE
from authguard.locks.installed import decide
from authguard.locks.maven import KIND as MAVEN
from authguard.locks.meson import KIND as MESON
from authguard.locks.mix import KIND as MIX
from authguard.locks.npm import KIND as NPM
from authguard.locks.nuget import KIND as NUGET
from authguard.locks.pnpm import KIND as PNPM
from authguard.locks.poetry import KIND as POETRY
from authguard.locks.pub import KIND as PUB
from authguard.locks.rebar import KIND as REBAR
from authguard.locks.unread import UNREAD
from authguard.locks.uv import KIND as UV
from authguard.locks.yarn import KIND as YARN
from authguard.locks.yarn_berry import KIND as YARN_BERRY
from authguard.locks.zig import KIND as ZIG

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

_READ = [each for each in list(globals().values()) if isinstance(each, LockKind)]
KINDS = {each.name: each for each in (*_READ, *UNREAD)}
"""All kinds of locks by their names."""

FILES = frozenset(name for kind in KINDS.values() for name in kind.files + kind.beside + kind.workspace)
"""The names of all files that decide a dependency hash."""

NO_PINS = frozenset(name for kind in _READ for name in kind.files + kind.beside)
"""The names of locks with entries that are compared as packages. Their entries are no pins."""

WORDS = frozenset(word for kind in KINDS.values() for word in kind.words)
"""Words in the names of hash attributes that mean a hash of dependencies."""


def kind_of_file(name: str) -> LockKind | None:
    """Return the first kind that reads a file of this name."""
    return next((kind for kind in KINDS.values() if name in kind.files), None)


def deciding_files(kind: str, options: Options) -> tuple[str, ...]:
    """Return the names of the files for compare(), in order; () for an unknown kind.

    If a producer uses a lock with another name, the caller passes it under the usual name.
    """
    return KINDS[kind].deciding_files(options) if kind in KINDS else ()


MAYBE_NOT_INSTALLED = "which the installed part of the lock perhaps does not need"


def is_readable(kind: str, files: Files) -> bool:
    """Tell whether the lock files of a kind can be read: each file is compared with itself plus a line end."""
    longer = {name: data + b"\n" for name, data in files.items() if data is not None}
    return bool(longer) and compare(kind, files, longer, {}).problem is None


def compare(kind: str, before: Files, after: Files, options: Options) -> LockAnswer:
    """Tell whether the packages behind a dependency hash moved between two versions of its lock files.

    Args:
        kind: a key of KINDS.
        before: the bytes, by the names of deciding_files(); None or absent for a file that does not exist.
        after: the bytes of the later version, in the same way.
        options: "text_copied" and "package" (comparing.resolved), and the options that the module of the kind names:
            "proxyVendor", "imports", "pnpmWorkspaces", "composer_v1", "mixEnv", "hidden_lock", and comparing.SCRIPT.
            "part_of_lock" (truth): only some of the packages of the lock are installed.
            "selection" (parts.Selection): the options that choose this part, if all options are known.
            "manifests" (two parts.ReadFiles): read the files of the workspaces in the part, before and after.
    """
    if kind not in KINDS:
        return LockAnswer("unknown", f"no lock of the kind {kind} is known", kind)
    names = KINDS[kind].deciding_files({})
    first = next((name for name in names if after.get(name) is not None), names[0])
    if all(before.get(name) == after.get(name) for name in names) and after.get(first) is not None:
        return LockAnswer("same", f"{first} is the same", first)
    try:
        part = _compare_parts(KINDS[kind], before, after, options)
        if part is not None and part.decision != "same":
            return part
        answer = KINDS[kind].compare(before, after, options)
        if part is not None:
            is_expected = answer.decision != "moved" or bool(options.get("part_of_lock"))
            return part._replace(unlikely=is_expected)
        if answer.decision == "moved" and options.get("part_of_lock"):
            return answer._replace(decision="unknown", says=f"{answer.says}, {MAYBE_NOT_INSTALLED}")
        return answer
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{first} cannot be read", first, error.text(first))
    except (RecursionError, MemoryError, ValueError) as error:
        reason = f"{first} cannot be read: {type(error).__name__}"
        return LockAnswer("unknown", f"{first} cannot be read", first, reason)


def _compare_parts(kind: LockKind, before: Files, after: Files, options: Options) -> LockAnswer | None:
    """Compare the installed parts of two versions of a lock; None if these parts are not known exactly."""
    selection = options.get(SELECTION)
    found = chosen(kind.files, before, after)
    if kind.part is None or not isinstance(selection, InstallSelection) or isinstance(found, LockAnswer):
        return None
    readers = options.get(MANIFESTS)
    old_read, new_read = readers if isinstance(readers, tuple) else (no_files, no_files)
    try:
        old, new = kind.part(before, selection, old_read), kind.part(after, selection, new_read)
        return decide(
            found[0], old, new, has_links=not options.get(IS_STORE), has_places=copies_modules(options)
        )
    except (Undecidable, LockUnreadable):
        return None
