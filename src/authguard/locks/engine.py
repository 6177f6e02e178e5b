"""The two ways to judge a lock: its text is part of the output, or only the packages it resolves to are."""

from __future__ import annotations

from authguard.locks.answer import LockAnswer, Unreadable
from authguard.locks.packages import Change, Packages, changes, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Files = Mapping[str, bytes | None]
    Reader = Callable[[bytes], Packages]
    Sure = Callable[[list[Change]], bool]


def pick(names: tuple[str, ...], files: Files) -> str | None:
    """The first of the names that is there: the lock that the producer reads."""
    return next((name for name in names if files.get(name) is not None), None)


def chosen(names: tuple[str, ...], before: Files, after: Files) -> tuple[str, bytes, bytes] | LockAnswer:
    """The lock that both sides read, with its two texts; an answer where there is no such lock."""
    mine, other = pick(names, before), pick(names, after)
    if mine is None and other is None:
        return LockAnswer("unknown", f"there is no {' or '.join(names)}", names[0])
    if other is None:
        return LockAnswer("unknown", f"{mine} was removed", mine or names[0])
    if mine is None:
        return LockAnswer("unknown", f"{other} was added", other)
    if mine != other:
        return LockAnswer("unknown", f"{other} decides now, {mine} did before", other)
    return other, before.get(mine) or b"", after.get(other) or b""


def copied(names: tuple[str, ...], before: Files, after: Files, read: Reader) -> LockAnswer:
    """Judge a lock whose text is copied into the output: any byte that moved is proof.

    A lock that cannot be read after the change is "unknown": nothing can be built from it.
    """
    found = chosen(names, before, after)
    if isinstance(found, LockAnswer):
        return found
    name, old, new = found
    if old == new:
        idle = next((other for other in names if before.get(other) != after.get(other)), None)
        if idle is not None:
            return LockAnswer(
                "unknown", f"{idle} differs, and {name} wins over it only in a newer nixpkgs", idle
            )
        return LockAnswer("same", f"{name} is the same", name)
    try:
        packages = read(new)
    except Unreadable as error:
        return LockAnswer("unknown", f"{name} cannot be read", name, error.text(name))
    try:
        moved = changes(read(old), packages)
    except Unreadable:
        return LockAnswer("moved", f"{name} differs, and its text is part of the output", name)
    if moved:
        return LockAnswer("moved", f"{name} differs: {told(moved)}", name)
    return LockAnswer("moved", f"{name} differs in its text alone, and its text is part of the output", name)


def resolved(
    names: tuple[str, ...],
    before: Files,
    after: Files,
    read: Reader,
    *,
    options: Mapping[str, object] | None = None,
    sure: Sure | None = None,
    doubt: str = "which may not be fetched",
) -> LockAnswer:
    """Judge a lock that is not part of the output: only another set of packages is a change.

    Option "package" narrows the question to one name (a lock with a hash for each package). Option
    "text_copied" (truth) says that the lock's text is in the output after all. sure(changes) tells whether at
    least one change is of a package that is certainly fetched; `doubt` says why it may not be.
    """
    options = options or {}
    if options.get("text_copied"):
        return copied(names, before, after, read)
    found = chosen(names, before, after)
    if isinstance(found, LockAnswer):
        return found
    name, old, new = found
    if old == new:
        return LockAnswer("same", f"{name} is the same", name)
    try:
        packages = read(new)
        moved = changes(read(old), packages)
    except Unreadable as error:
        return LockAnswer("unknown", f"{name} cannot be read", name, error.text(name))
    only = options.get("package")
    if isinstance(only, str):
        moved = [change for change in moved if change.name == only]
    if not moved:
        what = f"what it says of {only}" if isinstance(only, str) else "the packages that it resolves to"
        return LockAnswer("same", f"{name} differs, but not in {what}", name)
    says = f"{name} differs: {told(moved)}"
    proved = [change for change in moved if change.proved]
    if not proved:
        return LockAnswer("unknown", f"{says}, and the checksums cannot be compared", name)
    if sure is not None and not sure(proved):
        return LockAnswer("unknown", f"{says}, {doubt}", name)
    return LockAnswer("moved", says, name)
