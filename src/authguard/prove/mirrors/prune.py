"""Keep the cache small: repositories are deleted, the least recently used first, unless a process may use them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.prove.mirrors.repository import KINDS, remove
from authguard.prove.mirrors.run import disk_size

if TYPE_CHECKING:
    from authguard.prove.mirrors.limits import Limits

_OLD = 3600  # seconds after which the half-made files of a killed process are removed


def prune(cache: str, limits: Limits) -> None:
    """Remove repositories until the rest is within `limits.cache`; also remove the files that killed processes left."""
    import time

    now = time.time()
    _sweep(cache, now)
    repositories = []
    for home in _directories(cache):
        _sweep(home, now)
        for kind in KINDS:
            path = os.path.join(home, kind)
            used = _used(path)
            if used is not None:
                repositories.append((used, path, disk_size(path)))
    total = sum(size for _, _, size in repositories)
    for used, path, size in sorted(repositories):
        if total <= limits.cache or now - used < limits.spare:
            return
        if _take_away(path, used):
            total -= size


def _take_away(path: str, used: float) -> bool:
    """Remove a repository if no process fetches into the repository, and no process used it meanwhile."""
    from filelock import FileLock, Timeout

    home = os.path.dirname(path)
    lock = FileLock(f"{home}.lock", timeout=0)
    try:
        with lock:
            if _used(path) != used:
                return False
            remove(path)
            if not any(os.path.isdir(os.path.join(home, kind)) for kind in KINDS):
                remove(home)
            return True
    except (Timeout, OSError):
        return False


def _used(path: str) -> float | None:
    """The time of the last use of a repository; None if there is no repository."""
    try:
        return os.stat(os.path.join(path, "used")).st_mtime
    except OSError:
        return None


def _directories(cache: str) -> list[str]:
    try:
        entries = list(os.scandir(cache))
    except OSError:
        return []
    names = [entry for entry in entries if not entry.name.startswith(("new-", "gone-"))]
    return [entry.path for entry in names if entry.is_dir(follow_symlinks=False)]


def _sweep(directory: str, now: float) -> None:
    """Remove half-made and half-deleted repositories that are so old that no process will finish them."""
    import shutil

    try:
        entries = list(os.scandir(directory))
    except OSError:
        return
    for entry in entries:
        try:
            if not entry.name.startswith(("new-", "gone-")) or now - entry.stat().st_mtime < _OLD:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)
        except OSError:
            continue
