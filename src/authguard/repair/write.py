"""Write several files of the work tree at once: all files or none, and each file completely.

The new content goes to a temporary file in the same directory, which then takes the name. If the process is killed,
each file is either old or new. A list under .git/authguard names the temporary files, and the next run removes them.
"""

from __future__ import annotations

import os
import stat
from functools import partial
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git.git import own_directory
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType
    from typing import Self, TypeVar

    from filelock import BaseFileLock

    T = TypeVar("T")

_LIST = "writing"
_LOCK = "writing.lock"
_MARK = ".authguard-"
_LONGEST_NAME = 200
_NOTHING = "and nothing was written"


class Target:
    """One file: its real place, its path in the repository, its bytes before and after, its state on disk."""

    __slots__ = ("after", "before", "path", "place", "state", "temporary")

    def __init__(self, path: str, place: str, before: bytes, after: bytes, state: os.stat_result) -> None:
        """Store the parts. The name of the temporary file is derived from the place."""
        self.path = path
        self.place = place
        self.before = before
        self.after = after
        self.state = state
        self.temporary = _temporary(place)


class Writing:
    """A context in which new files are ready; `commit` replaces the old files.

    ``notes`` has a line for each unexpected effect: for example, hard links of a file still have the old text.
    """

    def __init__(self, root: str, common_dir: str, files: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Store the work tree's root, the common git directory, and the bytes before and after by path.

        Symbolic links are followed to the file that is written, as long as they stay in the work tree.
        """
        self.notes: list[str] = []
        self._root = os.path.realpath(root)
        self._keep = os.path.join(common_dir, "authguard")
        self._files = dict(files)
        self._targets: list[Target] = []
        self._lock: BaseFileLock | None = None

    def __enter__(self) -> Self:
        """Write all temporary files.

        Raises:
            Refused: a file changed meanwhile, cannot be written or is outside of this repository, or another authguard
                writes files now. Then nothing was written.
        """
        self._begin()
        try:
            for path, (before, after) in sorted(self._files.items()):
                self._add(path, before, after)
            self._list()
            for target in self._targets:
                _guarded(target.path, partial(write_beside, target, target.after))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the temporary files that did not replace a file."""
        self._end()

    def commit(self) -> None:
        """Replace all files. If that fails half-way, restore the files that were already replaced.

        Raises:
            Refused: a file changed since it was read, or cannot be replaced.
        """
        for target in self._targets:
            _demand_unchanged(target)
        done: list[Target] = []
        try:
            for target in self._targets:
                os.replace(target.temporary, target.place)
                done.append(target)
            _finish(done)
        except BaseException as error:
            written = _put_back(done)
            if not isinstance(error, OSError):
                raise
            reason = f"but {written} was" if written else _NOTHING
            raise Refused(
                f"{printable(target.path)} cannot be replaced: {error.strerror}, {reason}"
            ) from error

    def _begin(self) -> None:
        """Take the lock, and remove the files of a run that was killed."""
        from filelock import FileLock, Timeout

        try:
            own_directory(os.path.dirname(self._keep))
            self._lock = FileLock(os.path.join(self._keep, _LOCK), timeout=0)
            self._lock.acquire()
        except Timeout:
            self._lock = None
            raise Refused(f"another authguard is writing to this repository, {_NOTHING} here") from None
        except OSError as error:
            self._lock = None
            raise Refused(f"{printable(self._keep)}: {error.strerror}, {_NOTHING}") from error
        sweep(self._keep)

    def _end(self) -> None:
        sweep(self._keep)
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _add(self, path: str, before: bytes, after: bytes) -> None:
        place = self._place(path)
        for other in self._targets:
            if other.place == place:
                if (other.before, other.after) != (before, after):
                    raise Refused(
                        f"{printable(path)} and {printable(other.path)} are the same file, {_NOTHING}"
                    )
                return
        state, found = _guarded(path, lambda: _read(place))
        if found != before:
            raise Refused(f"{printable(path)} changed meanwhile, {_NOTHING}")
        if not os.access(place, os.W_OK):
            raise Refused(f"{printable(path)} is not writable, {_NOTHING}")
        if state.st_nlink > 1:
            more = state.st_nlink - 1
            self.notes.append(
                f"{printable(path)} has {more} other name{'s' if more > 1 else ''} (hard links),"
                " which keep the old text"
            )
        self._targets.append(Target(path, place, before, after, state))

    def _place(self, path: str) -> str:
        """Return the real place of the file at a path.

        Raises Refused if a link on the way leaves the work tree, or leads into a git directory.
        """
        place = os.path.realpath(os.path.join(self._root, path))
        inside = os.path.relpath(place, self._root).split(os.sep)
        if inside[0] == os.pardir:
            raise Refused(f"{printable(path)} is a link that leaves the repository, {_NOTHING}")
        if ".git" in inside:
            raise Refused(f"{printable(path)} is in a git directory, {_NOTHING}")
        return place

    def _list(self) -> None:
        """Write the names of all temporary files to the list, before the first file exists."""
        where = os.path.join(self._keep, _LIST)
        names = b"\0".join(os.fsencode(target.temporary) for target in self._targets)
        try:
            with open(os.open(where, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(names)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Refused(f"{printable(where)}: {error.strerror}, {_NOTHING}") from error


def sweep(keep: str) -> None:
    """Remove the temporary files in the list under ``keep``, and the list. The caller has the lock."""
    where = os.path.join(keep, _LIST)
    try:
        with open(where, "rb") as file:
            names = file.read().split(b"\0")
    except OSError:
        return
    for name in names:
        temporary = os.fsdecode(name)
        if _is_temporary(temporary):
            _unlink(temporary)
    _unlink(where)


def write_beside(target: Target, content: bytes) -> None:
    """Write a target's temporary file, with the metadata of the target. Raises OSError."""
    handle = os.open(target.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(handle, "wb") as file:
        file.write(content)
        file.flush()
        _liken(handle, target)
        os.fsync(handle)


def _liken(handle: int, target: Target) -> None:
    """Give an open file the owner, extended attributes (including ACLs) and mode of a target, if allowed."""
    state, mine = target.state, os.fstat(handle)
    if (state.st_uid, state.st_gid) != (mine.st_uid, mine.st_gid):
        for owner, group in ((state.st_uid, state.st_gid), (-1, state.st_gid)):
            try:
                os.fchown(handle, owner, group)
                break
            except PermissionError:
                continue
    os.fchmod(handle, stat.S_IMODE(state.st_mode))
    if hasattr(os, "listxattr"):
        for name in _attributes(target.place):
            try:
                os.setxattr(handle, name, os.getxattr(target.place, name))
            except OSError:
                continue  # a flag that only the system may set


def _attributes(place: str) -> list[str]:
    try:
        return os.listxattr(place)
    except OSError:
        return []


def _read(place: str) -> tuple[os.stat_result, bytes]:
    """Return the state and the bytes of a regular file. Raises OSError or Refused."""
    handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(handle, "rb") as file:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise Refused(f"{printable(place)} is not a regular file, {_NOTHING}")
        return state, file.read()


def _demand_unchanged(target: Target) -> None:
    """Raise Refused if a file changed after its temporary file was written."""
    state, found = _guarded(target.path, lambda: _read(target.place))
    if found != target.before or not os.path.samestat(state, target.state):
        raise Refused(f"{printable(target.path)} changed meanwhile, {_NOTHING}")


def _finish(done: Iterable[Target]) -> None:
    """Flush the changed directories to disk, so that a crash cannot undo the renames."""
    for folder in sorted({os.path.dirname(target.place) for target in done}):
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            continue  # a directory that may be written but not read
        try:
            os.fsync(handle)
        except OSError:
            pass  # the file system does not support this
        finally:
            os.close(handle)


def _put_back(done: Iterable[Target]) -> str:
    """Restore the old bytes of files.

    Returns the paths of the files that could not be restored, "" if all were restored.
    """
    failed = []
    for target in done:
        try:
            write_beside(target, target.before)
            os.replace(target.temporary, target.place)
        except OSError:
            failed.append(printable(target.path))
    return ", ".join(failed)


def _temporary(place: str) -> str:
    folder, name = os.path.split(place)
    short = os.fsdecode(os.fsencode(name)[:_LONGEST_NAME])
    return os.path.join(folder, f".{short}{_MARK}{os.urandom(8).hex()}")


def _is_temporary(path: str) -> bool:
    """Tell by its name whether a file is a temporary file of authguard."""
    name = os.path.basename(path)
    end = name.rpartition(_MARK)[2]
    return os.path.isabs(path) and name[:1] == "." and _MARK in name and len(end) == 16 and set(end) <= _HEX


_HEX = frozenset("0123456789abcdef")


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def _guarded(path: str, act: Callable[[], T]) -> T:
    """Call a function on a file. If the system reports an error, raise Refused with a message of one line."""
    try:
        return act()
    except OSError as error:
        raise Refused(f"{printable(path)}: {error.strerror or error}, {_NOTHING}") from error
