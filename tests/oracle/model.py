"""The content of a tree of packages, apart from its spelling: calls of producers with their arguments.

A package is one call of a builder; its source, its patches and its separately fetched dependencies are calls among
its arguments. The spelling of a package (see `Style`) is drawn separately from its content, so that an edit can change
one without the other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, Union

from authguard.digest import encode_base32

T = TypeVar("T")


class Draw(Protocol):
    """The source of the choices. The first of several alternatives is the simplest one."""

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of several."""

    def chance(self, percent: int) -> bool:
        """Return True in so many of a hundred cases."""

    def number(self, low: int, high: int) -> int:
        """Return a number between two, both included."""


@dataclass(frozen=True)
class Ref:
    """The value of another argument of the same package: its version in a tag, its source in a fetch.

    ``through`` names a function (of `THROUGH`) that changes the text.
    """

    name: str
    through: str = ""


THROUGH: dict[str, tuple[str, Callable[[str], str]]] = {
    "": ("{0}", lambda text: text),
    "underscored": ('(builtins.replaceStrings [ "." ] [ "_" ] {0})', lambda text: text.replace(".", "_")),
    "majorMinor": ("({1}.versions.majorMinor {0})", lambda text: ".".join(re.split(r"[.-]", text)[:2])),
    "major": ("({1}.versions.major {0})", lambda text: re.split(r"[.-]", text)[0]),
    "upper": ("({1}.toUpper {0})", str.upper),
    "bare": ('({1}.removePrefix "v" {0})', lambda text: text.removeprefix("v")),
    "start": ("(builtins.substring 0 3 {0})", lambda text: text[:3]),
    "first": ('(builtins.head ({1}.splitString "-" {0}))', lambda text: text.split("-")[0]),
}
"""Functions of texts: the expression ({0} is the text, {1} is lib), and the same function in Python."""


@dataclass
class Text:
    """A text in parts; some parts are the values of other arguments of the package."""

    parts: tuple[str | Ref, ...]


@dataclass
class Script:
    """Lines of shell; ``@version@`` in the lines is that argument of the package.

    ``noise`` are lines of comments; ``indent`` is the indentation of all lines.
    """

    lines: tuple[str, ...]
    noise: tuple[str, ...] = ()
    indent: int = 6


@dataclass
class Hash:
    """The digest of a number in some spelling, or a placeholder for an unknown one."""

    number: int
    algorithm: str = "sha256"
    spelling: str = "sri"
    unfinished: str = ""
    """"" for a digest, else "fake" or "zeros" or "empty"."""

    def raw(self) -> bytes:
        """The bytes of the digest."""
        return hashlib.new(self.algorithm, f"content {self.number}".encode()).digest()

    def text(self) -> str:
        """The text between the quotes."""
        if self.unfinished == "empty":
            return ""
        raw = bytes(len(self.raw())) if self.unfinished else self.raw()
        if self.spelling == "base16":
            return raw.hex()
        if self.spelling == "base32":
            return encode_base32(raw)
        if self.spelling == "typed":
            return f"{self.algorithm}:{encode_base32(raw)}"
        return f"{self.algorithm}-{base64.b64encode(raw).decode()}"


@dataclass
class BySystem:
    """A value for each system."""

    values: dict[str, Value]


@dataclass
class Local:
    """A file or directory of this repository, by its path from the root."""

    path: str


@dataclass(frozen=True)
class Named:
    """A member of the package set."""

    name: str


@dataclass
class Call:
    """A call of a producer or builder. ``hash_name`` is the argument with its hash, if the call has a hash.

    A dotted ``hash_name`` is a path into a set among the arguments.
    """

    function: str
    args: dict[str, Value]
    hash_name: str | None = None
    positional: tuple[str, ...] = ()


Value = Union[
    Text, Script, Hash, BySystem, Local, Named, Call, Ref, bool, int, None, "list[Value]", "dict[str, Value]"
]


@dataclass
class Style:
    """The spelling of a package.

    form    "plain": a set, "rec": a recursive one, "final": a function of the final attributes, "override": a
            package with an override of the moving attributes.
    layout  its place: "inline" in default.nix, otherwise the way in which default.nix refers to the package's own file.
    homes   by slot ("version", "src.rev"): the place of the binding, if the value is not written in place.
    wraps   by call ("src"): the code around the call.
    strings by slot: how the parts of a text are joined.
    reach   how functions of the package set are named: as formals, by `with`, or through `pkgs`.
    suffix  the end of the names of this package's variables.
    by_system  how one of several values is chosen by the platform; `by_slot` is for one slot.
    noise   the number of comments and blank lines.
    """

    form: str = "plain"
    layout: str = "inline"
    homes: dict[str, str] = field(default_factory=dict)
    wraps: dict[str, str] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)
    reach: str = "pkgs"
    suffix: str = ""
    by_system: str = "select"
    by_slot: dict[str, str] = field(default_factory=dict)
    noise: int = 0


@dataclass
class Package:
    """One attribute of the tree."""

    key: str
    call: Call
    style: Style


@dataclass
class Tree:
    """A repository: its packages, and other files that they use."""

    packages: list[Package]
    files: dict[str, bytes] = field(default_factory=dict)
    root: str = "set"
    """The form of default.nix: "set", "rec", "inherit" or "overlay"."""
    fresh: int = 0
    """The number of the next new digest."""

    def next_hash(self) -> int:
        """Return the number of a new digest."""
        self.fresh += 1
        return self.fresh

    def copy(self) -> Tree:
        """Return a copy. Edits of the copy do not change this object."""
        return deepcopy(self)


def calls_of(value: Value, path: str = "") -> Iterator[tuple[str, Call]]:
    """Yield all calls below a value and the value itself, with their slots."""
    if isinstance(value, Call):
        yield path, value
        for name, inner in value.args.items():
            yield from calls_of(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from calls_of(inner, f"{path}.{number}")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from calls_of(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, BySystem):
        for name, inner in value.values.items():
            yield from calls_of(inner, f"{path}.{name}")


def hashes_of(complete: Call) -> Iterator[tuple[Call, str, Hash]]:
    """Yield (call, argument, hash) for all hashes in the call of a package, also for each platform."""
    for _, call in calls_of(complete):
        *outer, name = (call.hash_name or "").split(".")
        holder: object = call.args
        for step in outer:
            holder = holder.get(step) if isinstance(holder, dict) else None
        value = holder.get(name) if isinstance(holder, dict) else None
        for each in value.values.values() if isinstance(value, BySystem) else [value]:
            if isinstance(each, Hash):
                yield call, name, each
