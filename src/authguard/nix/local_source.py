"""Paths in code that lead into this repository: sources that are trees of it, and paths with a text or value behind.

Such a source is a path, `self`, or a filter of one of them.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from authguard.nix.canonical import function_name
from authguard.nix.path_inputs import path_of_input
from authguard.nix.values import Apply, Attrs, List, Path, Str, Sym, Value, relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.nix.evaluate import Evaluator

_SELVES = (("free", "final"), ("free", "flake"), ("select", ("free", "inputs"), "self"))
_OF_SELF = ("outPath", "sourceInfo")
_TREES = ("root", "src", "path", "url", "paths")
_MADE = frozenset(
    {
        "pname",
        "sha256",
        "hash",
        "outputHash",
        "buildPhase",
        "installPhase",
        "buildCommand",
        "postFetch",
        "patches",
    }
)
"""Attributes of calls that do more than select a part of a tree, or that fetch the tree by its hash."""

SCRIPTS = frozenset(
    {"runCommand", "runCommandLocal", "runCommandNoCC", "runCommandNoCCLocal", "runCommandCC"}
)
"""Functions that run a script, their last argument."""
_COPY = r"(?:^|[\n;&])\s*cp\s+(?:-[-\w=]+\s+)*\"?$"
_TO_OUT = r"(?:/\.|/\*|/)?\"?\s+\"?\$(?:out|\{out\})\"?(?:/\.?)?\"?\s*(?:[\n;&]|$)"
"""The text before and after a directory that a script copies into its output."""
_OTHER_LOCK = (
    r"lock|shrinkwrap|go\.(?:mod|sum)|\b(?:mv|ln|git|patch|unzip|tar)\b|\brm\b[^\n;&|]*[*?\[{$](?!out\b)"
)
"""Text of a script that may replace a lock of the copied directory."""
_PATCHED_LOCK = rb"(?m)^(?:---|\+\+\+)[ \t].*(?:lock|shrinkwrap|go\.(?:mod|sum))"
"""The line of a patch with the name of a lock."""
_COPIES = r"\b(?:cp|install|rsync|tee|sed)\b"
"""Commands that write files. One of them in a script is the copy of the directory; another may bring a lock."""

READ_PATH = rb"(?:\b(?:import|fromJSON|readFile)|[cC]allPackages?)\s++\(*+\s*+(\.{1,2}/[\w./+-]*)"
"""The uses of a path in an expression: an imported file, a called package, a file that is read."""

MAX_FILTERS = 8
"""At most this many nested filters are followed."""


def read_path(path: str, name: bytes) -> str | None:
    """Return the path that a relative path in the file at ``path`` means, or None if it leads out of the repository."""
    target = relative(path.rpartition("/")[0], name.decode())
    return target.path if target.inside else None


def path_of(ev: Evaluator, value: Value, depth: int = 0) -> Path | None:
    """Return the path of a source inside the repository; None for a source that is not in the repository.

    ``self`` is the directory of the flake. A list with one source is that source. An unknown function over a path
    (`nix-filter { root = ./.; }`, `gitignoreSource ./.`, `craneLib.cleanCargoSource ./.`) filters the tree at that
    path.
    """
    if isinstance(value, Path):
        return value if value.inside else None
    if depth > MAX_FILTERS:
        return None
    if isinstance(value, Sym):
        if value.key in _SELVES:
            return Path(ev.flake)
        of_input = path_of_input(ev, value)
        if of_input is not None:
            return of_input
        if value.key[0] == "select" and value.key[-1] in _OF_SELF:
            inner = value.key[1]
            holder = inner if isinstance(inner, Value) else Sym(*inner) if isinstance(inner, tuple) else None
            found = path_of(ev, holder, depth + 1) if holder is not None else None
            return Path("") if found is not None and value.key[-1] == "sourceInfo" else found
        return None
    if isinstance(value, List):
        return path_of(ev, value.items[0].force(), depth + 1) if len(value.items) == 1 else None
    if isinstance(value, Str):
        return _local_text(ev, value, depth)
    return _filtered(ev, value, depth) if isinstance(value, Apply) and value.base is None else None


def copied_by_script(ev: Evaluator, value: Value) -> Path | None:
    """Return the only directory of this repository that a script copies as its output; None for any other value.

    `runCommand "src" { } "mkdir $out; cp -r ${./.}/* $out; …"`: the locks of this directory are those of the output,
    if nothing else in the script names a lock or copies files. `applyPatches` copies its `src`.
    """
    if not isinstance(value, Apply) or not value.arguments:
        return None
    if function_name(value) == "applyPatches":
        given = value.arguments[0].force()
        return _patched(ev, given) if isinstance(given, Attrs) else None
    if function_name(value) not in SCRIPTS:
        return None
    script = value.arguments[-1].force()
    parts = script.parts if isinstance(script, Str) else ()
    text = "".join(part for part in parts if isinstance(part, str))
    found = None
    for before, each, after in zip(("", *parts), parts, (*parts[1:], ""), strict=False):
        path = path_of(ev, each) if isinstance(each, Value) else None
        if path is None or ev.kind(path.path) != "directory":
            continue
        if found is not None or not isinstance(before, str) or not isinstance(after, str):
            return None
        if re.search(_COPY, before) is None or re.match(_TO_OUT, after) is None:
            return None
        found = path
    is_alone = re.search(_OTHER_LOCK, text) is None and len(re.findall(_COPIES, text)) == 1
    return found if is_alone else None


def _patched(ev: Evaluator, given: Attrs) -> Path | None:
    """Return the directory that applyPatches copies, if no script and no patch of it may change a lock."""
    if not given.items.keys() <= {"name", "src", "patches"} or "src" not in given.items:
        return None
    patches = given.items["patches"].force() if "patches" in given.items else List([])
    for patch in patches.items if isinstance(patches, List) else [None]:
        path = path_of(ev, patch.force()) if patch is not None else None
        data = ev.content(path.path) if path is not None else None
        if data is None or re.search(_PATCHED_LOCK, data) is not None:
            return None
    return path_of(ev, given.items["src"].force())


def _local_text(ev: Evaluator, value: Str, depth: int) -> Path | None:
    """Return the path in a text like `"${self}/web"`."""
    first, *rest = value.parts or ("",)
    if isinstance(first, str) or not all(isinstance(part, str) for part in rest):
        return None
    below = path_of(ev, first, depth + 1)
    text = "".join(part for part in rest if isinstance(part, str))
    if below is None or (text and not text.startswith("/")):
        return None
    return relative(below.path, f"./{text}")


def _filtered(ev: Evaluator, value: Apply, depth: int) -> Path | None:
    """Return the tree in the arguments of an unknown function: a directory, or its ``root``, ``src`` or ``path``."""
    for argument in value.arguments:
        given = argument.force()
        if isinstance(given, Attrs):
            if not _MADE.isdisjoint(given.items):
                return None
            named = (given.items[name].force() for name in _TREES if name in given.items)
            found = next((path for each in named if (path := path_of(ev, each, depth + 1))), None)
        else:
            found = path_of(ev, given, depth + 1)
        if found is not None and ev.kind(found.path) == "directory":
            return found
    return None


_TEXT = rb"(?:[^\"\\$\n']|'(?!'))+"
"""The letters of a text up to its end, or to a computed part."""
_NAME = rb"/" + _TEXT
_ADDED = rb"/[\w./+-]++(?!\$\{)"
"""A path that code adds to another: `./. + /name`."""
_JOINED = re.compile(
    rb"\.(?<![\w.~/-]\.)(\.?/[\w./+-]*)\s*+(?:\)\s*+)?"
    rb"(?:\+\s*+(?:\(\s*+)?(?:(?:\"|'')(" + _TEXT + rb")|(" + _ADDED + rb"))|\}(" + _NAME + rb"))"
)
"""A path and a text or a path after it: `./. + "/name"`, `./name + ".nix"`, `./. + /name`, `"${./.}/name"`."""
_STRING = rb"(?:\"" + _TEXT + rb"\"|''" + _TEXT + rb"''|" + _ADDED + rb")(?!\s*+\)*+\s*+\+)"
_BEGUN = rb"[\"'][^\"'$]*+\$\{"
_SUM = re.compile(
    rb"\.(?<![\w.~/-]\.)(\.?/[\w./+-]*)\s*+(?:\)\s*+)?"
    rb"(?:\+(?!\+)\s*+(?:\(\s*+)*+(?!" + _STRING + rb"|" + _BEGUN + rb")|\}/[^\"$\n]{0,255}+\\)"
)
"""A path and a value after it that is more than a text: `./. + name`, `./. + "/a" + "b"`, `./. + "/\\a"`."""

_APPENDED = re.compile(
    rb"append(?<![\w'-]append)\s++(\.(?:\.?/[\w./+-]*+|\.))\s*+(?:\"(" + _TEXT + rb")\"|([A-Za-z_(\";)]))"
)
"""A path and a text below it, or a name or nothing: `lib.path.append ../. "name"`, `append ./pkgs name`."""
_NAMED = (
    re.compile(rb"\"\$\{[\w.'-]++\}(" + _NAME + rb")\""),
    re.compile(rb"\+\s*+\"(" + _NAME + rb")\""),
    re.compile(rb"\+\s++(" + _ADDED + rb")"),
    re.compile(rb"append(?<![\w'-]append)\s++[A-Za-z_][\w.'-]*+\s++\"(" + _TEXT + rb")\""),
)
"""A text after a name that may mean a directory: `"${root}/name"`, `self + "/name"`, `append root "name"`.

Or a path: `self + /name`.
"""
_COMPUTED = (
    rb"(?:(\.{1,2}/[\w./+-]*|\./\.)|\"?\$?\{?([A-Za-z_][\w'-]*+)\}?)"
    rb"(?:\s*+\+\s*+\")?/?\$\{[^{}]++\}[\w./-]*+\"?"
)
_APPENDED_NAME = (
    rb"(?:[\w'-]++\.)*+append\s++(?:(\.{1,2}/[\w./+-]*|\./\.)|([A-Za-z_][\w'-]*+))\s++"
    rb"(?:[A-Za-z_][\w'-]*+|\"[^\"\\$]*+\$\{[^{}]++\}[\w./-]*+\")"
)
_SUMMED = (
    rb"(?:(\.{1,2}/[\w./+-]*|\./\.)|([A-Za-z_][\w'-]*+))\s*+\+\s*+(?:\(\s*+)*+\"[^\"\\$]*+\"\s*+\+\s*+"
    rb"[A-Za-z_][\w'-]*+(?:\s*+\+\s*+\"[^\"\\$]*+\")?(?:\s*+\))*+"
)
_PATHS = (_COMPUTED, _SUMMED, _APPENDED_NAME)
_EACH_CALLS = tuple(re.compile(path + rb"\s*+\)?\s*+(\{\s*+\})?") for path in _PATHS)
_EACH_NAMES = tuple(re.compile(path + rb"\s*+\)*+\s*+;") for path in _PATHS)
_CALL = re.compile(rb"\b(?:callPackages?|import)\s++\(?\s*+")
_BOUND = re.compile(rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)\s*+=\s*+(?:\(\s*+)*+")
NAMED_FOLDER = re.compile(rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)\s*+=\s*+(\.{1,2}/[\w./+-]*)\s*+;")
"""A directory with a name: `packages = ./pkgs;`."""
MAX_FOLDERS = 8
"""At most this many directories with a name in a file, and this many above the file, are tried."""
MAX_NAMED = 1000
"""At most this many paths below a name are searched in a file."""
_CALLED_NAME = rb"\b(?:callPackages?|import)\s++([A-Za-z_][\w'-]*+)"


class EachCall(NamedTuple):
    """The call of each file of a directory: `callPackage (./pkgs + "/${name}") { }`, `import ./pkgs/${name} { }`.

    The path may be a sum of names and texts, or a call of `lib.path.append`. It may also have a name
    (`file = ./pkgs + "/${name}"; … callPackage file { }`).

    start     the byte offset of the call, or of the name of the path.
    path      the directory; empty if the directory has a name.
    name      the name of the directory, or empty.
    is_empty  the call passes an empty set.
    """

    start: int
    path: bytes
    name: bytes
    is_empty: bool


@lru_cache(maxsize=16)  # a list of packages is read again for each of its packages
def calls_of_each(data: bytes) -> list[EachCall]:
    """Return the calls in code that call each file of a directory by a computed name."""
    if (b"callPackage" not in data and b"import" not in data) or not joins_paths(data, b"${"):
        return []
    found = [
        EachCall(call.start(), match[1] or b"", match[2] or b"", bool(match[3]))
        for call in _CALL.finditer(data)
        for match in [pattern.match(data, call.end()) for pattern in _EACH_CALLS]
        if match is not None
    ]
    called = set(re.findall(_CALLED_NAME, data))
    for bound in _BOUND.finditer(data) if called else ():
        if bound[1] in called:
            found += [
                EachCall(bound.start(), match[1] or b"", match[2] or b"", False)
                for match in [pattern.match(data, bound.end()) for pattern in _EACH_NAMES]
                if match is not None
            ]
    return found


def named_paths(data: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield the texts that code adds to the name of a directory, each with the place of the sum: `root + "/name"`."""
    matches = (match for pattern in _NAMED for match in pattern.finditer(data))
    for match in islice(matches, MAX_NAMED):
        yield os.fsdecode(match[1]), *match.span()


def named_folders(directory: str, data: bytes) -> list[str]:
    """Return the directories that such a name may mean in a file in ``directory``.

    They are this directory, those above it, the root, and those to which the file gives a name (`root = ../pkgs;`).
    """
    named = (
        relative(directory, os.fsdecode(match[2]))
        for match in islice(NAMED_FOLDER.finditer(data), MAX_FOLDERS)
    )
    found = {each.path: None for each in named if each.inside}
    for _ in range(MAX_FOLDERS):
        found[directory] = None
        directory = directory.rpartition("/")[0]
    return list({**found, "": None})


def paths_below(folders: list[str], name: str) -> Iterator[str]:
    """Yield the path of ``name`` below each directory."""
    for folder in folders:
        target = relative(folder, "./" + name)
        if target.inside:
            yield target.path


def joins_paths(data: bytes, computed: bytes = b"}/") -> bool:
    """Tell whether code may add a text to a path: by a sum, in a string (``computed`` is in it), or by a function."""
    return b"+" in data or computed in data or b"append" in data


def joined_paths(directory: str, data: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield the files that a path with a text after it means, with its place: `./. + "/name"`, `"${./.}/name"`.

    `lib.path.append ./. "name"` means the same file.
    """
    for match in _JOINED.finditer(data):
        target = relative(directory, os.fsdecode(b"." + match[1] + (match[2] or match[3] or match[4])))
        if target.inside:
            yield target.path, match.start(), match.end() + data.startswith(b'"', match.end())
    for match in _APPENDED.finditer(data):
        target = relative(directory, os.fsdecode(match[1] + b"/" + (match[2] or b"")))
        if match[2] and target.inside:
            yield target.path, match.start(1), match.end()


def summed_paths(directory: str, data: bytes) -> Iterator[str]:
    """Yield the directories below which a computed path may lead: `./. + name`, `lib.path.append ./. name`."""
    for match in _SUM.finditer(data):
        target = relative(directory, (b"." + match[1]).decode("ascii", "replace"))
        if target.inside:
            yield target.path
    for match in _APPENDED.finditer(data):
        target = relative(directory, match[1].decode("ascii", "replace"))
        if match[3] and target.inside:
            yield target.path
