"""All differences between systems in one place: Linux, macOS and the others.

AUTHGUARD_PLAIN=1 switches off features that only Linux has. `make plain` runs the tests with this variable.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    import _blake2 as _hashes  # hashlib would import OpenSSL, which takes as long as a git that reads the index
except ImportError:
    import hashlib as _hashes  # type: ignore[no-redef]

blake2b = _hashes.blake2b
IS_PLAIN = os.environ.get("AUTHGUARD_PLAIN") == "1"
_KEY_BYTES = 32
MAX_MEMORY_MB = 500
MAX_SECONDS = 600.0
_TICK = 0.05


def nameless_file() -> int | None:
    """Return a descriptor of a file in memory without a name; None on a system without such files."""
    if IS_PLAIN or not hasattr(os, "memfd_create"):
        return None
    return os.memfd_create("authguard")


def scratch(content: bytes = b"") -> int:
    """A nameless file with `content`, positioned at its start. Returns a descriptor that the caller closes.

    Unlike a pipe, a file never fills up, so one thread can write and read any number of files.
    """
    nameless = nameless_file()
    if nameless is not None:
        handle = _high(nameless)
    else:
        import tempfile

        with tempfile.TemporaryFile() as file:
            handle = _high(os.dup(file.fileno()))
    if content:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.lseek(handle, 0, os.SEEK_SET)
    return handle


def pipe() -> tuple[int, int]:
    """A pipe that never uses the descriptors 0, 1 or 2, which may be closed when a hook starts."""
    reader, writer = os.pipe()
    return _high(reader), _high(writer)


def _high(handle: int) -> int:
    """The same open file with a descriptor above 2, since the child's standard streams replace the low descriptors."""
    if handle > 2:
        return handle
    import fcntl

    moved = fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(handle)
    return moved


def command_of(process: int) -> list[bytes]:
    """Return the words of a process's command line; no words if the process ended.

    If ps is used, words with spaces are split.
    """
    if not _has_proc():
        return _by_ps("command", process).split()
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            return [word for word in file.read().split(b"\0") if word]
    except OSError:
        return []


def parent_of(process: int) -> int:
    """Return the parent of a process; 0 for an unknown parent."""
    try:
        if not _has_proc():
            return int(_by_ps("ppid", process))
        with open(f"/proc/{process}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def _has_proc() -> bool:
    return not IS_PLAIN and os.path.isdir("/proc/self")


def _by_ps(column: str, process: int) -> bytes:
    """Return the answer of ps about a process; b"" if the process ended."""
    import subprocess

    requested = ["ps", "-ww", "-o", f"{column}=", "-p", str(process)]
    try:
        return subprocess.run(requested, capture_output=True, check=False).stdout.strip()  # noqa: S603
    except OSError:
        return b""


def peak_memory_mb() -> float:
    """Return the largest memory use of this process so far, in MiB.

    On Linux, the value of getrusage() begins with the memory of the process that started this one.
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / (1 << 10)
    except (OSError, ValueError, IndexError):
        pass  # not Linux, or a sandbox without /proc
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / (1 << 10)


def collect_rarely() -> None:
    """Collect garbage rarely, since the objects of a check live until its end, and a search among them is slow."""
    import gc

    gc.set_threshold(100_000, 50, 100)


_objects = 0
"""The number of memory blocks after the last search for garbage."""
MANY_OBJECTS = 1_000_000


def collect_grown() -> None:
    """Collect garbage if there are many more objects than after the last collection. Called between two commits."""
    global _objects
    if sys.getallocatedblocks() > _objects + MANY_OBJECTS:
        import gc

        gc.collect()
        _objects = sys.getallocatedblocks()


_is_timed = True
"""Whether the time of this process is limited."""


def guard(is_timed: bool = True) -> None:
    """End this process, with exit code 2 and a message, if it uses too much memory or (``is_timed``) time.

    The fixed limits of each reader are lower, so a normal repository never reaches these limits. AUTHGUARD_MEMORY
    (MiB) and AUTHGUARD_SECONDS raise or lower the limits. A run that was ended in this way does not pass.
    """
    from _thread import start_new_thread  # threading would take a millisecond of each check

    if not is_timed:
        lift_time_limit()
    memory = _number("AUTHGUARD_MEMORY", MAX_MEMORY_MB)
    seconds = _number("AUTHGUARD_SECONDS", MAX_SECONDS)
    start_new_thread(_watch, (memory, seconds))


def lift_time_limit() -> None:
    """Remove the time limit of this process, since a build follows after the judgement. The memory limit is kept."""
    global _is_timed
    _is_timed = False


def _number(name: str, default: float) -> float:
    text = os.environ.get(name, "")
    return float(text) if text.isascii() and text.isdecimal() else default


def _watch(memory: float, seconds: float) -> None:
    from time import monotonic, sleep

    begun = monotonic()
    while True:
        sleep(_TICK)
        says = exceeded(memory, seconds, peak_memory_mb(), monotonic() - begun)
        if says is not None:
            _end(says)


def exceeded(memory: float, seconds: float, taken: float, passed: float) -> str | None:
    """Return the message about an exceeded limit (``memory`` in MiB, or ``seconds``); None within the limits."""
    if taken > memory:
        return f"no answer: more than {memory:.0f} MiB of memory (AUTHGUARD_MEMORY sets the limit)"
    if _is_timed and passed > seconds:
        return f"no answer after {seconds:.0f} seconds (AUTHGUARD_SECONDS sets the limit)"
    return None


def _end(says: str) -> None:
    try:
        os.write(2, f"authguard: {says}\n".encode())
    finally:
        os._exit(2)


def platform() -> str:
    """Return the name that Python has for this operating system: linux, darwin, win32."""
    return sys.platform


def folded(path: str) -> str:
    """Return a path in the form in which a Mac compares names: capital and small letters are alike.

    A letter with an accent has one form, whether it is one character or two.
    """
    if path.isascii():
        return path.lower()
    from unicodedata import normalize

    return normalize("NFD", normalize("NFD", path).casefold())


def user_home() -> str | None:
    """Return the user's home directory as an absolute path, from $HOME or else from the user database, or None.

    A relative path would mean a directory of the repository, and the repository may contain files for it.
    """
    home = os.environ.get("HOME", "")
    if not os.path.isabs(home):
        import pwd

        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            return None
    return home if os.path.isabs(home) else None


def cache_home() -> str | None:
    """Return the user's cache directory: $XDG_CACHE_HOME, ~/Library/Caches on a Mac, ~/.cache elsewhere.

    None if neither $XDG_CACHE_HOME nor a home directory is an absolute path.
    """
    cache = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(cache):
        return cache
    home = user_home()
    folders = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
    return None if home is None else os.path.join(home, *folders)


def own_cache() -> str:
    """Return the directory of authguard in the user's cache directory, which need not exist.

    git reads the configuration of the repositories in this directory, so another user must not write there.

    Raises:
        Refused: there is no place for the directory, or another user can write to it.
    """
    home = cache_home()
    if home is None:
        raise Refused("there is no place for the cache: set XDG_CACHE_HOME, or HOME, to an absolute path")
    path = os.path.join(home, "authguard")
    try:
        status = os.stat(path)
    except OSError:
        return path
    if status.st_uid != os.geteuid() or status.st_mode & 0o002:
        who = "every user can write to it" if status.st_uid == os.geteuid() else "it belongs to another user"
        raise Refused(f"the cache {path} is not used: {who}; set XDG_CACHE_HOME to a directory of your own")
    return path


def bytes_below(directory: str) -> int:
    """Return the size of all files below a directory; a file that is removed meanwhile is ignored."""
    total = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_size
            except OSError:
                continue
    return total


def seal(*parts: object) -> str | None:
    """Return a text that only this user can compute from these parts; None if the key cannot be stored.

    Verdicts that are remembered in a repository are sealed, so that write access to `.git` is not enough to forge one.
    """
    made = sealer()
    return None if made is None else made(*parts)


def sealer() -> Callable[..., str] | None:
    """Return a function that seals parts with the key of this user, see `seal`; None if the key cannot be stored."""
    key = _key()
    if key is None:
        return None

    def sealed(*parts: object) -> str:
        text = "\0".join(map(str, parts)).encode("utf-8", "surrogateescape")
        made: str = blake2b(text, key=key, digest_size=20).hexdigest()
        return made

    return sealed


def _key() -> bytes | None:
    """Return the user's key, which is made on first use; None if the key cannot be stored."""
    try:
        path = os.path.join(own_cache(), "key")
    except Refused:
        return None
    key = _read(path)
    if key is not None:
        return key
    made = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(handle, "wb") as file:
            file.write(os.urandom(_KEY_BYTES))
        if _is_cut_off(path):
            os.replace(made, path)
            return _read(path)
        try:
            os.link(made, path)  # if two processes make a key, the first process writes it
        finally:
            os.unlink(made)
    except OSError:
        return None
    return _read(path)


def _is_cut_off(path: str) -> bool:
    """Tell whether a file of this user is no complete key, as after a crash of the machine."""
    import stat

    try:
        status = os.lstat(path)
    except OSError:
        return False
    is_mine = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid()
    return is_mine and status.st_size != _KEY_BYTES


def _read(path: str) -> bytes | None:
    """Return a key that belongs to this user and that no other user can read or write."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with open(handle, "rb") as file:
            status = os.fstat(handle)
            key = file.read(_KEY_BYTES + 1)
    except OSError:
        return None
    is_mine = status.st_uid == os.geteuid() and not status.st_mode & 0o077
    return key if is_mine and len(key) == _KEY_BYTES else None
