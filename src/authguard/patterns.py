"""Regular expressions that are compiled when somebody asks, and kept in their compiled form between runs.

Importing ``re`` and compiling what a clean check asks for takes as long as starting the interpreter does. What
compiling makes is a list of numbers, from which the engine below ``re`` builds the pattern at once; these lists are
kept in a file of plain text, for this very Python. Where the file is missing, damaged or of another Python, ``re``
compiles. A line of it has the pattern in hexadecimal digits, and behind tabs its flags, how many groups it has, their
names with their numbers, and the program, eight digits a number.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable
    from typing import Any, AnyStr

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


def lazily(pattern: AnyStr) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` would, at no cost before its first use and none after it.

    An error in ``pattern`` shows at the first use; only its methods can be asked for. Flags stand in the pattern.
    """
    _registered.append(pattern)
    return _Lazy(lambda: compiled(pattern))  # type: ignore[return-value]


def compiled(pattern: AnyStr) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` would. For patterns of this program, of which there are so many and no more."""
    made = _made.get(pattern)
    if made is None:
        made = _made[pattern] = _kept.pattern(pattern)
    return made


def keep_in(common_dir: str) -> None:
    """Take compiled patterns from `<common dir>/authguard`, and keep what is compiled from now on for `save`."""
    _kept.begin(os.path.join(common_dir, "authguard", f"patterns-{sys.implementation.cache_tag}"))


def save(also: Iterable[str] = ()) -> None:
    """Write what was compiled since `keep_in`, as far as possible. A kill at any moment leaves the file as it was.

    ``also`` names modules whose patterns are kept along, though nobody asked for these modules yet.
    """
    _kept.save(also)


class _Lazy:
    """Becomes the pattern's methods at the first question."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        made = self._make()
        for each in _METHODS:
            self.__dict__[each] = getattr(made, each)
        found: object = self.__dict__[name]
        return found


class _Kept:
    """The compiled forms, each as its line has it, by the pattern as its line begins."""

    def __init__(self) -> None:
        self.path: str | None = None
        self.known: dict[str, str] = {}
        self.new = False

    def pattern(self, pattern: str | bytes) -> re.Pattern[Any]:
        """Return the compiled pattern."""
        key = _key(pattern)
        if key in self.known:
            try:
                return _built(pattern, self.known[key])
            except (IndexError, OverflowError, RuntimeError, TypeError, ValueError):
                del self.known[key]
        import re

        if self.path is not None:
            self._add(pattern, key)
        return re.compile(pattern)

    def begin(self, path: str) -> None:
        """Read the file at ``path``, where it is ours and whole."""
        self.path = path
        try:
            with open(path, "rb") as file:
                seal, _, content = file.read().partition(b"\n")
            if seal == _seal(content):
                lines = [line.partition("\t") for line in content.decode("ascii").splitlines()]
                self.known = {key: rest for key, _, rest in lines}
        except (OSError, ValueError):
            return

    def save(self, also: Iterable[str] = ()) -> None:
        """Write the file where something was added."""
        if self.path is None or not self.new:
            return
        for module in also:
            __import__(module)
        for pattern in _registered:  # the next change may ask for others, and `re` is here now
            self._add(pattern, _key(pattern))
        content = "".join(f"{key}\t{rest}\n" for key, rest in self.known.items()).encode("ascii")
        made = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(made), exist_ok=True)
            with open(made, "wb") as file:
                file.write(_seal(content) + b"\n" + content)
            os.replace(made, self.path)
        except OSError:
            try:
                os.unlink(made)
            except OSError:
                return
        self.new = False

    def _add(self, pattern: str | bytes, key: str) -> None:
        line = _line(pattern) if key not in self.known else None
        if line is not None:
            self.known[key] = line
            self.new = True


_kept = _Kept()
_made: dict[str | bytes, re.Pattern[Any]] = {}
_registered: list[str | bytes] = []


def _seal(content: bytes) -> bytes:
    """Return what a whole file of this Python and this engine begins with."""
    import _sre  # type: ignore[import-not-found]
    from _blake2 import blake2b  # hashlib asks OpenSSL first, which takes longer than reading the file

    made_by = f"{sys.version} {_sre.MAGIC}".encode()
    return blake2b(made_by + content, digest_size=20).hexdigest().encode()


def _key(pattern: str | bytes) -> str:
    """Return a pattern in hexadecimal digits, behind a letter that says whether it is of text or of bytes."""
    if isinstance(pattern, str):
        return f"t{pattern.encode('utf-8', 'surrogatepass').hex()}"
    return f"b{pattern.hex()}"


def _built(pattern: str | bytes, line: str) -> re.Pattern[Any]:
    """Return the pattern that the engine makes of what is kept. Raises what the engine does of what is no program."""
    import _sre  # it checks the numbers

    flags, groups, named, program = line.split("\t")
    index = {name: int(number) for name, _, number in (each.partition("=") for each in named.split())}
    names: list[str | None] = [None] * (int(groups) + 1)
    for name, number in index.items():
        names[number] = name
    numbers = memoryview(bytes.fromhex(program)).cast("I").tolist()
    made: re.Pattern[Any] = _sre.compile(pattern, int(flags), numbers, int(groups), index, tuple(names))
    return made


def _line(pattern: str | bytes) -> str | None:
    """Return what is kept of a pattern; None where ``re`` does not come to the engine, or is built otherwise."""
    import re

    try:
        compiler = __import__("re._compiler", fromlist=["_code"])
        parsed = __import__("re._parser", fromlist=["parse"]).parse(pattern)
        named = " ".join(f"{name}={number}" for name, number in parsed.state.groupdict.items())
        program = b"".join(int(number).to_bytes(4, sys.byteorder) for number in compiler._code(parsed, 0))
        return f"{int(parsed.state.flags)}\t{parsed.state.groups - 1}\t{named}\t{program.hex()}"
    except (ImportError, AttributeError, TypeError, OverflowError, re.error):
        return None
