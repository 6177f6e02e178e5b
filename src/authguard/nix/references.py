"""The references of a file, from its bytes alone: fast enough for every file of a tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.values import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each pattern begins with fixed bytes where it can: `re` finds these many times faster than anything else.
_PATH = re.compile(
    rb"\.(?<![\w.~/-]\.)(?:\.?/[\w./+-]*|\.?(?=/\$\{|[\s;)}\]]))()"
    rb"(?=\s*+\)?\s*+(?:(\{\s*+\})|(\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\})"
    rb"|\(?\s*+(?:[a-z]\w*+\s*+(?=[;)}\]=])|(\w))))?"
)
"""A path and the text after it: arguments may contain paths too (`callPackage ./x.nix { src = ./.; }`)."""
_JOINED = re.compile(
    rb"\.(?<![\w.~/-]\.)(\.?(?:/[\w./+-]*)?)\s*+(?:\)\s*+)?(?:\+\s*+(?:\(\s*+)?\"|\})(/[\w./+-]+)"
)
"""A path and a text after it: `./. + "/name"`, `"${./.}/name"`."""
_NAMED = (
    re.compile(rb"\"\$\{[\w.'-]++\}(/[\w./+-]+)\""),
    re.compile(rb"\+\s*+\"(/[\w./+-]+)\""),
)
"""A text after a name that may mean a directory of the repository: `"${root}/name"`, `self + "/name"`."""
_READS = (
    rb"(?:\b(?:import|importJSON|importTOML|readFile|fileContents|pathExists|scopedImport)|callPackages?)"
    rb"\s++(?:\(\s*+)*(?:[\w.'-]++\s*+)?\Z"
)
"""The function that reads such a path."""
_LISTED = rb"callPackages?\s+(?:\(\s*)?\Z"
_INPUT = rb"(?<![\w-])(?:inputs|sources|pins)\.([A-Za-z_][\w'-]*)"
_SELF = (
    rb"(?:src|root|path)\s*+=\s*+(?:[^;\"]{0,200}?[\s(])?(?:inputs\.)?(?:self|flake)\b"
    rb"|\$\{(?:inputs\.)?(?:self|flake)\}"
)
_SOURCE = re.compile(
    rb"(?<![\w-])srcs?\s*+=\s*+(?:(?:[\w.'-]++\s++)?\(?\s*+([A-Za-z_][\w'-]*+)\s*+\)?\s*+;|\"\$\{([A-Za-z_][\w'-]*+)\})"
)
"""A source that is a name or a function of one; the name may be that of an input or a pin."""
_OF_HERE = frozenset({"self", "flake", "src", "null"})
_TELLING = rb"(?i)version|pname|rev|hash|sha|url|src|tag|ref|source|owner|repo|pin|commit|root|[\s=(]\.{1,2}/"
"""Names in an argument that may decide a fetch; a path may be the source itself."""
_HASHY = re.compile(rb"[hH]ash|[sS]ha(?:256|512)|fetch")
_SCOPE = rb"makeScope|newScope|callPackages?With|makeExtensible|\b(?:final|self)\s*+:\s*+(?:prev|super)\s*+:"
"""The code that makes a `callPackage` which passes more than nixpkgs has."""
_BOUND = rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)\s*+=(?!=)\s*+(?!\(?\s*[\w.'-]*callPackage)"
_TABLE = (
    rb"(?<![\w.'-])((?:[\w'-]*[a-z\d_-])?(?:(?i:sources?|srcs?|versions?|releases?|pins?|hashes)|common|shared|data|info|meta))"
    rb"\s*+=(?!=)\s*+\(?\s*[\w.'-]*callPackages?\s+(\.{1,2}/[\w./+-]*)?"
)
"""A table that a package is made of, from a file of its own: `sources = callPackage ./sources.nix { }`."""
_CALLED = rb"callPackage"
_TABLE_ENDS = (
    *(b"source", b"sources", b"src", b"srcs", b"version", b"versions", b"release", b"releases"),
    *(b"pin", b"pins", b"hashes", b"common", b"shared", b"data", b"info", b"meta"),
)
"""The ends of their names, in small letters."""
_INHERITED = rb"\binherit\s*+(?:\([^()]*\))?([\w\s'-]*+);"
_INPUTS = (b"inputs.", b"sources.", b"pins.")
_FAR = 200
"""The number of bytes before a path in which `callPackage` may begin."""

_NEAR = 80
"""The number of bytes before a name in which the function that reads it may begin."""

_MODULE = rb"\{([^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}\s*+(?:@\s*+[\w'-]++\s*+)?:"
"""The set pattern of a function; that of a module ends in three dots."""
_FORMAL = rb"(?:^|,)\s*+([A-Za-z_][\w'-]*+)"
OF_MODULES = frozenset(
    {
        b"config",
        b"options",
        b"lib",
        b"pkgs",
        b"modulesPath",
        b"inputs",
        b"self",
        b"system",
        b"utils",
        b"nixpkgs",
    }
)
"""The arguments of nearly every module: what they are made of is not written where they are given."""
_GIVING = (
    rb"(?:pecialArgs|_module\.args)(?:\.([A-Za-z_][\w'-]*+)(?:\.[\w.'-]++)?\s*+="
    rb"|\s*+=\s*+(?:[\w.'-]++\s*+//\s*+)?(?:rec\s*+)?"
    rb"\{([^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+)\})"
)
"""The set that gives arguments to modules, or one of its attributes."""
_GIVEN = rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)(?:\.[\w.'-]++)?\s*+=(?!=)"

EACH_CALL = (
    rb"\bcallPackages?\s++\(?\s*+(?:(\.{1,2}/[\w./+-]*|\./\.)|\"?\$?\{?([A-Za-z_][\w'-]*+)\}?)"
    rb"(?:\s*+\+\s*+\")?/?\$\{[^{}]++\}[\w./-]*+\"?\s*+\)?\s*+(\{\s*+\})?"
)
"""The call of each file of a directory: `callPackage (./pkgs + "/${name}") { }`, `callPackage ./pkgs/${name} { }`."""
_DIRECTORY = rb"(?<![\w.'-])%s\s*+=\s*+(\.{1,2}/[\w./+-]*)\s*;"

INPUT = "input:"
EACH = "/*"
"""The end of a reference to each file of a directory."""
ARGUMENT = "argument:"
CALL = "call:"
SCOPE = "scope:"
HUB = 100
"""A file that refers to more files is a list of packages."""


def gives(data: bytes, formals: set[str]) -> bool:
    """Tell whether a file that makes a scope may bind any of ``formals`` to anything except a package."""
    return bool(formals) and re.search(_SCOPE, data) is not None and binds(data, formals)


def binds(data: bytes, formals: set[str]) -> bool:
    """Tell whether a file may bind any of ``formals`` to anything except a package."""
    if any(match[1].decode() in formals for match in re.finditer(_BOUND, data)):
        return True
    if any(match[1].decode() in formals for match in re.finditer(_TABLE, data)):
        return True
    return any(
        word.decode() in formals for match in re.finditer(_INHERITED, data) for word in match[1].split()
    )


def _below_paths(directory: str, data: bytes) -> Iterator[str]:
    """Yield the files that a path and a text after it name: `./. + "/name"`."""
    for match in _JOINED.finditer(data):
        target = relative(directory, (b"." + match[1] + match[2]).decode("ascii", "replace"))
        if target.inside:
            yield target.path


def _below_names(directory: str, data: bytes) -> Iterator[str]:
    """Yield the paths of files that are read below a name: of the root, or of any directory above the file."""
    for pattern in _NAMED:
        for match in pattern.finditer(data):
            if not re.compile(_READS).search(data, max(match.start() - _NEAR, 0), match.start()):
                continue
            above = directory
            while True:
                target = relative(above, "." + match[1].decode("ascii", "replace"))
                if target.inside:
                    yield target.path
                if not above:
                    break
                above = above.rpartition("/")[0]


def _tables(directory: str, data: bytes) -> Iterator[str]:
    """Yield the paths of tables. A list of packages has thousands of calls, so the names before them are read first."""
    for call in re.finditer(_CALLED, data):
        equals = data.rfind(b"=", max(call.start() - _NEAR, 0), call.start())
        start = max(equals - _NEAR, 0)
        if equals < 0 or not data[start:equals].rstrip().lower().endswith(_TABLE_ENDS):
            continue
        for match in re.finditer(_TABLE, data[start : call.end() + _FAR]):
            target = relative(directory, (match[2] or b"/").decode("ascii", "replace"))
            if target.inside:
                yield target.path


def _inputs(data: bytes) -> set[str]:
    """Return the names of pinned inputs in a file, and those of its sources."""
    named: set[str] = set()
    if any(word in data for word in _INPUTS):
        named.update(match[1].decode() for match in re.finditer(_INPUT, data))
    if b"src" in data:
        sources = {(match[1] or match[2]).decode() for match in _SOURCE.finditer(data)}
        named.update(sources - _OF_HERE)
    return named


def _called_directories(directory: str, data: bytes) -> Iterator[str]:
    """Yield the directories with files that are called by a computed name, with arguments or with those of a scope."""
    for match in re.finditer(EACH_CALL, data):
        if match[3] and not re.search(_SCOPE, data):
            continue
        paths = [match[1]] if match[1] else re.findall(_DIRECTORY % re.escape(match[2]), data)
        for path in paths:
            target = relative(directory, path.decode("ascii", "replace"))
            if target.inside:
                yield target.path


def module_arguments(data: bytes) -> set[str]:
    """Return the names of the arguments that only `specialArgs` or `_module.args` can give to a module."""
    if b"..." not in data:
        return set()
    patterns = (match[1] for match in re.finditer(_MODULE, data) if match[1].rstrip().endswith(b"..."))
    found = {name for pattern in patterns for name in re.findall(_FORMAL, pattern)}
    return {name.decode() for name in found - OF_MODULES}


def _gives_arguments(data: bytes) -> set[str]:
    """Return the names of the arguments that a file gives to modules."""
    found: set[bytes] = set()
    for match in re.finditer(_GIVING, data):
        if match[1]:
            found.add(match[1])
            continue
        found.update(re.findall(_GIVEN, match[2]))
        found.update(word for names in re.finditer(_INHERITED, match[2]) for word in names[1].split())
    return {name.decode() for name in found - OF_MODULES}


def references(path: str, data: bytes) -> list[str]:
    """Return the references that the .nix file at ``path`` may have.

    A path inside the repository (relative to its root; a directory means its default.nix and, as a source, everything
    below it), ``input:NAME`` for a pinned input, and ``call:PATH`` for a file that is called with arguments that may
    decide its fetches; ``call:DIRECTORY/*`` for each file of a directory. A plain ``callPackage ./x { }`` in a list of
    packages is not a reference, since nothing in the list depends on the package. In a file that makes a scope it is
    ``scope:PATH``, and so is any ``./x { }`` (`callPackageWith scope ./x { }`): the scope may pass the inputs of the
    package. ``argument:NAME`` is an argument of a module with hashes; files that give it have ``call:argument:NAME``.
    """
    if not path.endswith(".nix"):
        return []
    directory = path.rpartition("/")[0]
    found: set[str] = set()
    listed: set[str] = set()
    applied: set[str] = set()
    calls = re.compile(_LISTED)
    end = 0
    for match in _PATH.finditer(data):
        start, begun = match.start(), end
        end = match.end()
        called = calls.search(data, max(begun, start - _FAR), start)
        decides = match[4] or (match[3] and re.search(_TELLING, match[3]))
        if called is not None and not decides and len(listed) > HUB:
            continue  # one more item of an omitted list
        target = relative(directory, data[start : match.start(1)].decode("ascii", "replace"))
        if not target.inside:
            continue
        (found if called is None else listed).add(target.path)
        if match[2]:
            applied.add(target.path)
        if decides:
            found.add(CALL + target.path)
    if b'"/' in data or b"}/" in data:
        found.update(_below_paths(directory, data), _below_names(directory, data))
    if len(listed) <= HUB and _HASHY.search(data):
        found |= listed
    if listed:
        found.update(_tables(directory, data))
    if (listed or applied) and re.search(_SCOPE, data):
        found.update(SCOPE + each for each in listed | applied)
    return sorted(found | _by_words(directory, data))


def _by_words(directory: str, data: bytes) -> set[str]:
    """Return the references by names: of inputs, of each file of a directory, of module arguments, and of itself."""
    found = {INPUT + name for name in _inputs(data)}
    if b"callPackage" in data and b"${" in data:
        found.update(f"{CALL}{target}{EACH}" for target in _called_directories(directory, data))
    if b"pecialArgs" in data or b"_module.args" in data:
        found.update(f"{CALL}{ARGUMENT}{name}" for name in _gives_arguments(data))
    if _HASHY.search(data):
        found.update(ARGUMENT + name for name in module_arguments(data))
    if (b"self" in data or b"flake" in data) and re.search(_SELF, data):
        found.add("")
    return found
