"""The references of a file. Only its bytes are read, which is fast enough for all files of a tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.folders import file_names, files_in_folders
from authguard.nix.local_source import (
    NAMED_FOLDER,
    calls_of_each,
    joined_paths,
    joins_paths,
    named_folders,
    named_paths,
    paths_below,
    summed_paths,
)
from authguard.nix.named_calls import BETWEEN, SET, called_by_name, is_passed_on, may_decide
from authguard.nix.path_inputs import stated as paths_stated
from authguard.nix.scopes import (
    BINDING,
    HASHES,
    INHERITED,
    PER_SYSTEM,
    TABLE,
    is_function_name,
    makes_scope,
    names_in,
    packages_read,
    passed_names,
    reads_own_packages,
)
from authguard.nix.values import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

# Most patterns begin with fixed bytes, since `re` finds those many times faster than anything else.
_PATH = re.compile(
    rb"\.(?<![\w.~/-]\.)(?:\.?/[\w./+-]*|\.?(?=/\$\{))()"
    rb"(?=\s*+\)?" + BETWEEN + rb"(?:(\{\s*+\})|(" + SET + rb")"
    rb"|\(?\s*+(?:([a-z]\w*+)\s*+(?=[;)}\]=])|([\w({]))))?"
)
"""A path and the text after it, since arguments may contain paths too (`callPackage ./x.nix { src = ./.; }`)."""
_APPLIED = rb"\s*+\)?\s*+(?:\{(?!\s*+\})|[(\w])"
"""Arguments after a path."""
_WITH_SET = rb"callPackages?\s++\(?\.{1,2}/[\w./+-]*+\)?\s*+(" + SET + rb")"
"""A call of a file with a set."""
_CALLED_AGAIN = rb"\s*+\)?\s*+(?:\{(?!\s*+\})|\")|\s++\(?(?!(?:or|then|else|in)\b)[A-Za-z_]"
"""A second argument: `callPackage ./make.nix { } { version = "1.4"; }`, a text or a name."""
_OTHER_FILE = rb"\bimport\s+\(?\s*+(\.{1,2}/[\w./+-]+)[\s)]*+\Z"
"""The import of another file at the end of a file, which then mostly is that file."""
_COMPUTED = re.compile(
    rb"\.(?<![\w.~/-]\.)(\.?/[\w./+-]*)(?:\s*+(?:\)\s*+)?(?:\+\s*+(?:\(\s*+)?\"|\})([\w./+-]*))?\$\{"
)
"""A path with a computed part: `./${name}.nix`, `./. + "/${name}"`, `"${./.}/${name}"`. A dot alone is no path."""
_READS = (
    rb"(?:\b(?:import|importJSON|importTOML|readFile|fileContents|pathExists|scopedImport)|callPackages?)"
    rb"\s++(?:\(\s*+)*(?:[\w.'-]++\s*+)?\Z"
)
"""A function that reads such a path."""
_BOUND_SUM = rb"=\s*+(?:\(\s*+)*(?:[\w.'-]++\s*+)?\Z"
"""The equals sign before a path that gets a name: `file = root + "/tool.nix";`."""
_CALLING = rb"(?:\bimport|callPackages?)\s++\Z"
_NAMED_FILE = (
    rb"(?<![\w'-])([A-Za-z_][\w'-]*+)\s*+=\s*+(?:\(\s*+)*+(?:[\w'-]++\.)*(?:import|callPackage)\s++\Z"
)
"""The name of the function in a file: `make = import ./make.nix;`."""
_READING = (b"import", b"callPackage")
_OF_PACKAGES = frozenset(
    {
        b"pkgs", b"lib", b"final", b"prev", b"self", b"super", b"inputs", b"nixpkgs", b"stdenv", b"config", b"system",
        b"callPackage", b"then", b"else", b"in", b"with", b"inherit", b"rec", b"let",
    }
)  # fmt: skip
"""Words after a path that pass no version: sets of packages and of configuration, and words of the language."""
_PARAMETER = rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)\s*+:\s"
"""A parameter of a function: `lib.mapAttrs (name: info: …)`."""
_LISTED = rb"callPackages?\s+(?:\(\s*)?\Z"
_OTHER_SUFFIX = r"\.(?!nix\Z)[A-Za-z][\w+-]*+\Z"
_HASHED_TREE = rb"\bpath\s*+[({]"
"""A call of `builtins.path`, perhaps by another name."""
_FILTERED = (
    rb"\b(?:toSource|clean(?:Cargo)?Source\w*|source\w*By\w+|filterSource"
    rb"|gitTracked|gitignore\w*|nix-?[fF]ilter)\b"
)
"""A function that filters a directory."""
_IN_FILTERS = (b"Source", b"By", b"gitTracked", b"gitignore", b"ilter")
"""The name of each such function has one of these texts."""
_READ_BELOW = (
    rb"\b(?:import|read(?:File|Dir)\w*|fileContents|from(?:JSON|TOML)|import(?:JSON|TOML))\s++(?:\(\s*+)*+"
    rb"(?:[\"']++\$\{|[\w.'-]{0,99}[sS]ource\w*+\s|[\w.'-]++\s*+\+)"
)
"""A file that is read below the value of an expression: `readFile "${src}/version"`."""
_INPUT = tuple(
    rb"%s\.(?<![\w-]%s\.)([A-Za-z_][\w'-]*)" % (word, word) for word in (b"inputs", b"sources", b"pins")
)
_SET_TO_SELF = rb"\s*+=\s*+(?:[^;\"]{0,200}?[\s(])?(?:inputs\.)?(?:self|flake)\b"
_SELF = (
    *(word + _SET_TO_SELF for word in (b"src", b"root", b"path")),
    rb"\$\{(?:inputs\.)?(?:self|flake)\}",
)
"""The repository itself as a source: `src = self;`, `"${inputs.self}"`."""
_SOURCE = re.compile(
    rb"src(?<![\w-]src)s?\s*+=\s*+(?:(?:[\w.'-]++\s++)?\(?\s*+([A-Za-z_][\w'-]*+)(?:\.outPath)?\s*+\)?\s*+;"
    rb"|\"\$\{([A-Za-z_][\w'-]*+)(?:\.outPath)?\})"
)
"""A source that is a name, or a function of a name. The name may belong to an input or a pin."""
_OF_HERE = frozenset({"self", "flake", "src", "null"})
_OVERRIDE = rb"\.override(?:Attrs|PythonAttrs)?(?=" + BETWEEN + rb"\(?\s*+[\w{])"
_OVERRIDDEN = rb"\b(?:version|rev|tag|ref|url|channel|release|edition|variant|flavou?r|track)\s*+[=;}]"
"""An attribute that may decide the fetches of a package, in the argument of an override."""
_CHANGE_BY_NAME = BETWEEN + (
    rb"(?:\(\s*+)*+(?:(?:\w++\.)*(?:import|fromJSON|fromTOML)(?:JSON|TOML)?\s"
    rb"|[A-Za-z_][\w'.-]*+\s*+(?:[;)\]}]|\Z))"
)
"""The argument of an override, if it is a named function or in another file."""
_PACKAGES = (
    *(b"callPackage", b"import", b"mkDerivation", b"makeOverridable"),
    *(b"buildGo", b"buildRust", b"buildNpm", b"buildPython"),
)
"""Words of a file in which a package of this repository can be overridden."""
_CALLED_BY_NAME = rb"\bcallPackages?\s++[a-z][\w'-]*+\s++(?:\{(?!\s*+\})|\()"
"""The call of a file, with arguments; its path is bound to a name."""
_CALLED = rb"callPackage"
_TABLE_ENDS = (
    *(b"source", b"sources", b"src", b"srcs", b"version", b"versions", b"release", b"releases"),
    *(b"pin", b"pins", b"hashes", b"common", b"shared", b"data", b"info", b"meta"),
)
"""The ends of the names of such tables, in lower case."""

_FAR = 200
"""`callPackage` begins at most this many bytes before the path."""

_FARTHEST = 4000
"""A name that is looked for before its value begins at most this many bytes before the equals sign."""
_OF_NAME = bytes(each for each in range(128) if chr(each).isalnum()) + b"_'-"
"""The characters of a name."""
_NEAR = 80
"""The function that reads a path below a name begins at most this many bytes before the name."""

_MODULE = rb"\{([^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+)\}\s*+(?:@\s*+[\w'-]++\s*+)?:"
"""The set pattern of a function; the set pattern of a module ends in three dots."""
_FORMAL = rb"(?:^|,)\s*+([A-Za-z_][\w'-]*+)"
OF_MODULES = frozenset(
    {
        b"config", b"options", b"lib", b"pkgs", b"modulesPath", b"inputs", b"self", b"system", b"utils",
        b"nixpkgs",
    }
)  # fmt: skip
"""The arguments of nearly all modules. No file of the repository shows their parts."""
_ARGUMENTS = rb"(?:pecialArgs|_module(?:\.|\s*+=\s*+\{\s*+)args)"
_GIVING = (
    _ARGUMENTS + rb"(?:\.([A-Za-z_][\w'-]*+)(?:\.[\w.'-]++)?\s*+="
    rb"|\s*+=\s*+(?:[\w.'-]++\s*+//\s*+)?(?:rec\s*+)?"
    rb"\{(?:([^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+)\})?)"
)
"""The set that defines arguments of modules, or one of its attributes. A set with deeper sets has no group."""
_GIVING_A_NAME = rb"(?s)" + _ARGUMENTS + rb"\s*+=(?!=)(?:(?!\s*+(?:rec\s*+)?\{)|.{0,400}?\}\s*+//)"
"""The set is written elsewhere, at least in part: `specialArgs = args;`, `specialArgs = { … } // args;`."""
_GIVEN = rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)(?:\.[\w.'-]++)?\s*+=(?!=)"

_READ_OPTION = rb"config\.(?<![\w.'-]config\.)([\w.'-]+)"
_OPTION_SET = rb"config\.[\w.'-]++\s*+;"
"""A set of options that is the value of a name: `cfg = config.services.app;`."""
_OPENED = rb"with(?<!\wwith)\s++([\w.'-]++)\s*+;"
_BARE = rb"\$\{\s*+([A-Za-z_][\w.'-]*+)(?=[\s}])|(?<![=!<>])=\s*+([A-Za-z_][\w.'-]*+)(?=\s*;)"
"""A name as a value: a `with` may define it."""
_INHERITED_FROM = (
    rb"inherit(?<!\winherit)\s*+\(\s*+(config(?:\.[\w.'-]++)?|[A-Za-z_][\w'-]*+)\s*+\)([\w\s'-]*+);"
)
_SELECTED = rb"(?<![\w.'-])([A-Za-z_][\w'-]*+)\.([\w.'-]+)"
VERSION = rb"(?:[vV]?\d+[._]\d[^\"$]*+|[0-9a-f]{40})"
"""The text of a version or a commit id."""
_DEFINED = (
    rb"=(?!=)\s*+(?:(?:[\w.]*mkOption\s*+)?(?:\{[^{}]*?\bdefault\s*+=\s*+)?\"" + VERSION + rb"\""
    rb"|(?:[\w.]*mk(?:Default|Force)\s++)?(?:\"[^\"\s]*+\""
    rb"|(?![\"\[{\d./]|''|(?:true|false|rec)\b|(?:lib\.)?mk\w++(?<=Option)|[\w'-]++\s*+:)))"
)
"""The definition of an option that may be a text, or a literal version as the default of an option; after its name."""
_NO_VERSIONS = frozenset(
    {
        "enable", "package", "packages", "user", "group", "port", "settings", "type", "types", "default",
        "defaultText", "example", "description", "src", "url", "hash", "sha256", "cfg", "lib", "pkgs",
        "inputs",
    }
)  # fmt: skip
"""Names of options and of variables that have no versions."""
_INHERIT = rb"inherit(?<!\winherit)(?=[\s(])"
_INHERITED_NAMES = rb"(?s)\s*+(?:\((?!\s*+(?:lib|builtins)\b).*\))?([\w\s'-]*+)"
_PLAIN_MODULE = rb"(?:\s|#[^\n]*\n)*+\{\s*+[\w.\"'-]++\s*+="
TREE = (
    rb"(?:\bpackagesFromDirectoryRecursive|(?<=haumea\.lib)\.load|(?<=haumea)\.load)\s++\{"
    rb"(?:[^{}]|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\})*?\b(?:directory|src)\s*+=\s*+(\.{1,2}/[\w./+-]*)"
)
"""A call that reads all files below a directory, each of them as a function."""

OVERLAYS = rb"(?<![\w'.-])(?:_?(?:final|self)\s*+:\s*+(?:_?(?:prev|super)|_)|_\s*+:\s*+_?(?:prev|super))\s*+:"
"""The parameters of an overlay."""
_PREVIOUS = rb":\s*+_?(?:prev|super)?\s*+:"
"""The second parameter of an overlay, which is faster to find than both."""
TELLING_NAME = (
    rb"(?i:[\w'-]*(?:version|release|commit|revision|source|src|pin|hash(?:e|file)?|checksum|info|meta|data"
    rb"|rev|tag|ver)s?)"
)
"""The name of an attribute of a package set that may tell of a version or a source."""
_OF_SETS = (b"final.", b"prev.", b"self.", b"pkgs.")
"""The package sets, and `self`, from which code reads names."""
_READ_NAME = rb"\.(?:lib\.)?([\w'-]++)"


_INTERPOLATED = rb"\$\{\s*+(\.{1,2}/[\w./+-]*+)\s*+\}"

INPUT = "input:"
BELOW = "/**"
"""The end of a reference to a complete directory: code may hash it, so all files below the path matter."""
EACH = "/*"
"""The end of a reference to each file directly in a directory."""
FILE = "file:"
PACKAGE = "package:"
OPTION = "option:"
ARGUMENT = "argument:"
ANY_ARGUMENT = "*"
"""In place of the name of an argument: some arguments of the module, with names that the file does not show."""
CALL = "call:"
SCOPE = "scope:"
HUB = 100
"""A file that refers to more files than this is a list of packages."""


def overrides(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the places of the names of overrides that may decide the fetches of a package of this repository."""
    if b".override" not in data or not (_has_any(data, _PACKAGES) or reads_own_packages(data)):
        return
    if data.count(_CALLED) > HUB:
        return
    deciding, named = re.compile(_OVERRIDDEN), re.compile(_CHANGE_BY_NAME)
    for match in re.finditer(_OVERRIDE, data):
        end = match.end()
        if named.match(data, end) or deciding.search(data, end, end + _FAR):
            yield match.span()


def other_file(path: str, data: bytes) -> list[str]:
    """Return the file that the file at ``path`` imports at its end, as a list of one. Mostly this file is its value."""
    match = re.search(_OTHER_FILE, data[-_FAR:])
    target = relative(path.rpartition("/")[0], match[1].decode("ascii", "replace")) if match else None
    return [target.path] if target is not None and target.inside else []


def _below_paths(directory: str, data: bytes) -> Iterator[str]:
    """Yield the references by a path with a text after it."""
    for target, _, end in joined_paths(directory, data):
        yield target
        if re.compile(_APPLIED).match(data, end):
            yield CALL + target


def _computed_paths(directory: str, data: bytes) -> Iterator[str]:
    """Yield the directories in which code computes the name of a file: any file there may be meant."""
    for match in _COMPUTED.finditer(data):
        text = (b"." + match[1] + (match[2] or b"")).decode("ascii", "replace")
        target = relative(directory, text.rpartition("/")[0])
        if target.inside:
            yield target.path + EACH


def _below_names(directory: str, data: bytes) -> Iterator[str]:
    """Yield the references by a text after a name, if a function reads the path or it is bound to another name."""
    may_be_bound = b"callPackage" in data
    folders: list[str] = []
    for name, start, end in named_paths(data):
        near = max(start - _NEAR, 0)
        is_bound = may_be_bound and re.compile(_BOUND_SUM).search(data, near, start) is not None
        if not is_bound and not re.compile(_READS).search(data, near, start):
            continue
        is_called = is_bound or re.compile(_APPLIED).match(data, end)
        folders = folders or named_folders(directory, data)
        for target in paths_below(folders, name):
            yield target
            if is_called:
                yield CALL + target


def _tables(directory: str, data: bytes) -> Iterator[str]:
    """Yield the paths of tables. The name before each call is tested first, since a list has thousands of calls."""
    for call in re.finditer(_CALLED, data):
        equals = data.rfind(b"=", max(call.start() - _NEAR, 0), call.start())
        start = max(equals - _NEAR, 0)
        if equals < 0 or not data[start:equals].rstrip().lower().endswith(_TABLE_ENDS):
            continue
        for match in re.finditer(TABLE, data[start : call.end() + _FAR]):
            target = relative(directory, (match[2] or b"/").decode("ascii", "replace"))
            if target.inside:
                yield target.path


def _inputs(data: bytes) -> set[str]:
    """Return the names of the pinned inputs and of the sources in a file."""
    named = {name.decode() for pattern in _INPUT for name in re.findall(pattern, data)}
    if b"src" in data:
        sources = {(match[1] or match[2]).decode() for match in _SOURCE.finditer(data)}
        named.update(sources - _OF_HERE)
    return named


def _trees(directory: str, data: bytes) -> Iterator[str]:
    """Yield the references of calls that read all files below a directory."""
    for match in re.finditer(TREE, data):
        target = relative(directory, match[1].decode("ascii", "replace"))
        if target.inside:
            yield f"{CALL}{target.path}{EACH}"
            if b".load" in match[0]:
                yield target.path + EACH


def _called_directories(directory: str, data: bytes) -> Iterator[str]:
    """Yield the directories that have files which are called by a computed name, with arguments or in a scope."""
    called = [call for call in calls_of_each(data) if not call.is_empty or makes_scope(data)]
    names = {call.name for call in called}
    paths = {call.path for call in called} | {
        match[2] for match in (NAMED_FOLDER.finditer(data) if called else ()) if match[1] in names
    }
    for path in sorted(paths - {b""}):
        target = relative(directory, path.decode("ascii", "replace"))
        if target.inside:
            yield target.path


def module_arguments(data: bytes) -> set[str]:
    """Return the names of the arguments that a module can get only from `specialArgs` or `_module.args`."""
    if b"..." not in data:
        return set()
    patterns = (match[1] for match in re.finditer(_MODULE, data) if match[1].rstrip().endswith(b"..."))
    found = {name for pattern in patterns for name in re.findall(_FORMAL, pattern)}
    return {name.decode() for name in found - OF_MODULES}


def options_read(data: bytes) -> set[str]:
    """Return the names in the paths of options that a module reads: `config.a.b`, and `cfg.b` for `cfg = config.a`.

    After `with config.a;`, any name may be one.
    """
    if b"config" not in data or b"..." not in data:
        return set()
    found = set(re.findall(_READ_OPTION, data))
    sets = {
        name for name in (_set_to(data, match.start()) for match in re.finditer(_OPTION_SET, data)) if name
    }
    for path, names in re.findall(_INHERITED_FROM, data):
        if path.startswith(b"config") or path in sets:
            found.update(names.split())
            sets.update(names.split())
    if sets:
        found.update(match[2] for match in re.finditer(_SELECTED, data) if match[1] in sets)
    opened = re.findall(_OPENED, data)
    if any(each.partition(b".")[0] == b"config" or each in sets for each in opened):
        found.update(name for names in re.findall(_BARE, data) for name in names)
    parts = {part for each in found for part in each.decode("ascii", "replace").split(".")}
    return parts - _NO_VERSIONS - {""}


def _options_defined(data: bytes) -> set[str]:
    """Return the last names of the options that a module may define as a text."""
    if b"..." not in data and not re.match(_PLAIN_MODULE, data):
        return set()
    named = {
        name for name in (_name_before(data, match.start()) for match in re.finditer(_DEFINED, data)) if name
    }
    for binding in re.findall(_INHERIT + rb"[^;]*+", data):
        names = re.fullmatch(_INHERITED_NAMES, re.split(_INHERIT, binding)[-1])
        named.update(names[1].split() if names else ())
    return {name.decode() for name in named} - _NO_VERSIONS


def _name_before(data: bytes, end: int) -> bytes | None:
    """Return the last part of the name that an equals sign at ``end`` binds: b for `a.b = …`."""
    before = data[max(end - _FARTHEST, 0) : end].rstrip()
    name = before[len(before.rstrip(_OF_NAME)) :]
    return name if name[:1].isalpha() or name[:1] == b"_" else None


def _set_to(data: bytes, start: int) -> bytes | None:
    """Return the name that is bound to the value at ``start``, or None."""
    first = max(start - _FARTHEST, 0)
    before = data[first:start].rstrip()
    return _name_before(data, first + len(before) - 1) if before.endswith(b"=") else None


def _gives_arguments(data: bytes) -> set[str]:
    """Return the names of the arguments of modules that a file defines."""
    found: set[bytes] = set()
    for match in re.finditer(_GIVING, data):
        if match[1]:
            found.add(match[1])
            continue
        if match[2] is None:
            return {ANY_ARGUMENT}
        found.update(re.findall(_GIVEN, match[2]))
        found.update(word for names in re.finditer(INHERITED, match[2]) for word in names[1].split())
    given = {name.decode() for name in found - OF_MODULES}
    return given | {ANY_ARGUMENT} if re.search(_GIVING_A_NAME, data) else given


def references(path: str, data: bytes) -> list[str]:
    """Return the references that the .nix file at ``path`` may have.

    PATH                a path inside the repository, relative to its root. A directory means its default.nix and, as
                        a source, all files below it.
    DIRECTORY/*         each file of a directory and of the directories in it, since their names are computed.
    PATH/**             a path that `builtins.path` or a script may hash or read.
    input:NAME          a pinned input.
    call:PATH           a file that is called with arguments that may decide its fetches.
    call:DIRECTORY/*    the same for each file of a directory.
    scope:PATH          in a file that makes a scope: the file of ``callPackage ./x { }`` or of another ``./x { }``
                        (`callPackageWith scope ./x { }`), since the scope may pass the inputs of the package.
    argument:NAME       an argument of a module with hashes.
    call:argument:NAME  an argument of modules that the file defines.
    option:NAME         an option with this name in its path that a module with hashes reads or passes to a package,
                        or a name in a set.
    call:option:NAME    a module that may define an option or a set of options of this last name, or an overlay.
    file:NAME           a file of this name, which a hand-written script may read in a directory.
    package:NAME        a package of the flake with this name, which mostly is in a file of this name.
    argument:*          any argument of a module with hashes; call:argument:* arguments with unknown names.

    A plain ``callPackage ./x { }`` in a list of packages is no reference, since nothing in the list depends on the
    package. For a file with another suffix than .nix it is one: only this call shows that the file is Nix.
    """
    if not path.endswith(".nix"):
        return []
    directory = path.rpartition("/")[0]
    found, listed, applied = _by_paths(directory, data)
    if b"callPackage" in data and len(found) <= HUB and re.search(_CALLED_BY_NAME, data):
        found.update(
            [CALL + each for each in found if ":" not in each and (each.endswith(".nix") or "." not in each)]
        )
    has_hashes = _has_any(data, HASHES)
    found.update(_computed(directory, data, found, has_hashes))
    found.update(CALL + each for each in other_file(path, data))
    if b"sha256" in data and b"builtins" in data and re.search(_HASHED_TREE, data):
        found.update(each + BELOW for each in list(found) if ":" not in each and not each.endswith(EACH))
    may_filter = has_hashes and _has_any(data, _IN_FILTERS)
    if may_filter and re.search(_READ_BELOW, data) and re.search(_FILTERED, data):
        found.update(each + BELOW for each in list(found) if ":" not in each and not each.endswith(EACH))
    if len(listed) <= HUB and (has_hashes or next(overrides(data), None)):
        found |= listed
    if listed:
        found.update(_tables(directory, data))
    joined = {target for target, _, _ in joined_paths(directory, data)} if joins_paths(data) else set()
    if (listed or applied or joined) and makes_scope(data):
        found.update(SCOPE + each for each in listed | applied | joined)
    of_modules = _of_modules_with_hashes(data) if has_hashes else _options_passed(data)
    return sorted(found | of_modules | _by_words(path, data))


def _by_paths(directory: str, data: bytes) -> tuple[set[str], set[str], set[str]]:
    """Return the references by a path, the items of lists of packages, and the paths with arguments."""
    found: set[str] = set()
    listed: set[str] = set()
    applied: set[str] = set()
    named: dict[bytes, set[str]] = {}
    count = data.count(_CALLED)
    bound = {*re.findall(BINDING, data)} if 1 < count <= HUB else set()
    values = _values(data) if 0 < count <= HUB else set()
    end = 0
    for match in _PATH.finditer(data):
        start, begun = match.start(), end
        end = match.end()
        at = data.rfind(b"callPackage", max(begun, start - _FAR), start)
        called = re.compile(_LISTED).match(data, at, start) if at >= 0 else None
        passed = passed_names(match[3], bound) if match[3] else set()
        decides = passed or match[5] or (match[3] and may_decide(match[3], values))
        if match[2]:
            decides = decides or re.compile(_CALLED_AGAIN).match(data, match.end(2))
        if match[4] and match[4] not in _OF_PACKAGES:
            decides = decides or re.compile(_CALLING).search(data, max(start - _NEAR, 0), start)
        if called is not None and not decides and len(listed) > HUB:
            continue  # an item of a list that is omitted
        target = relative(directory, data[start : match.start(1)].decode("ascii", "replace"))
        if not target.inside:
            continue
        (found if called is None or re.search(_OTHER_SUFFIX, target.path) else listed).add(target.path)
        before = data[max(start - _NEAR, 0) : start]
        name = re.search(_NAMED_FILE, before) if before.rstrip().endswith(_READING) else None
        if name is not None:
            named.setdefault(name[1], set()).add(target.path)
        if called is None and at >= 0 and data.count(b"(", at, start) > data.count(b")", at, start):
            found.add(CALL + target.path)  # in an expression that `callPackage` gets
        if match[2]:
            applied.add(target.path)
        if match[3] and any(map(is_function_name, values & names_in(match[3]))):
            found.add(target.path)
        if decides or is_passed_on(data, start, end, _NEAR):
            found.add(CALL + target.path)
            found.update(PACKAGE + name.decode() for name in passed)
    found.update(CALL + each for each in called_by_name(data, named, values))
    return found, listed, applied


def _values(data: bytes) -> set[bytes]:
    """Return the names in a file that may mean a version, or a set with a version: bindings and parameters."""
    return {*re.findall(BINDING, data), *re.findall(_PARAMETER, data)} - _OF_PACKAGES


def _computed(directory: str, data: bytes, stated: set[str], has_hashes: bool) -> set[str]:
    """Return the paths that a file computes from variables and texts, or from a path in ``stated``."""
    found: set[str] = set()
    plain = [each for each in stated if not each.startswith(CALL)]
    if b"dirOf" in data:  # files beside the path may be meant
        found.update(each.rpartition("/")[0] + EACH for each in plain)
    if b"readDir" in data or b"listFilesRecursive" in data:
        found.update(each + EACH for each in plain if not each.endswith(".nix"))
    if has_hashes or b"readFile" in data:
        names, is_folder = files_in_folders(data)
        found.update(FILE + name.decode() for name in names)
        found.update(each + EACH for each in plain if is_folder and has_hashes and not each.endswith(".nix"))
    if b"__nixPath" in data or b"findFile" in data:
        found.update(each + BELOW for each in plain)
    if b"${" in data:
        found.update(_computed_paths(directory, data))
    if joins_paths(data):
        found.update(_below_paths(directory, data), _below_names(directory, data))
        end = BELOW if has_hashes else EACH
        for each in summed_paths(directory, data):
            found.update((each + end, each.rpartition("/")[0] + EACH))
    return found


def _of_modules_with_hashes(data: bytes) -> set[str]:
    """Return the references by name to the options that a file with hashes reads."""
    arguments = module_arguments(data)
    found = {ARGUMENT + name for name in (*arguments, ANY_ARGUMENT)} if arguments else set()
    return found | {OPTION + name for name in options_read(data)}


def _options_passed(data: bytes) -> set[str]:
    """Return the references by name to the options that a file without hashes passes to the packages of other files."""
    if b"callPackage" not in data or b"config" not in data:
        return set()
    words = {word for match in re.finditer(_WITH_SET, data) for word in re.findall(rb"[\w'-]++", match[1])}
    return (
        {OPTION + name for name in options_read(data) if name.encode("utf-8", "surrogateescape") in words}
        if words
        else set()
    )


def _has_any(data: bytes, words: tuple[bytes, ...]) -> bool:
    return any(word in data for word in words)


def _has_overlay(data: bytes) -> bool:
    return re.search(_PREVIOUS, data) is not None and re.search(OVERLAYS, data) is not None


def _is_telling(name: bytes) -> bool:
    return re.fullmatch(TELLING_NAME, name) is not None


def _by_words(path: str, data: bytes) -> set[str]:
    """Return the references by name: to inputs, to each file of a directory, and to module arguments."""
    directory = path.rpartition("/")[0]
    found = {INPUT + name for name in _inputs(data)} | {each + BELOW for each in paths_stated(path, data)}
    found.update(f"{CALL}{target}{EACH}" for target in _called_directories(directory, data))
    if b"DirectoryRecursive" in data or b"haumea" in data:
        found.update(_trees(directory, data))
    if b"pecialArgs" in data or b"_module" in data:
        found.update(f"{CALL}{ARGUMENT}{name}" for name in _gives_arguments(data))
    found.update(f"{CALL}{OPTION}{name}" for name in _options_defined(data))
    sets = (re.escape(word[:-1]) + _READ_NAME for word in _OF_SETS if word in data)
    read = (name for pattern in sets for name in re.findall(pattern, data))
    found.update(OPTION + name.decode() for name in {*read} if _is_telling(name))
    if path.endswith("flake.nix") or _has_overlay(data):
        bound = {*re.findall(BINDING, data)}
        found.update(f"{CALL}{OPTION}{name.decode()}" for name in bound if _is_telling(name))
    if (b"self" in data or b"flake" in data) and any(re.search(pattern, data) for pattern in _SELF):
        found.add("")
    found.update(PACKAGE + name.decode() for name in packages_read(data))
    if reads_own_packages(data):
        found.add(OPTION + PER_SYSTEM)
    if b"perSystem" in data and b"packages" in data:
        found.add(CALL + OPTION + PER_SYSTEM)
    if b"outputHash" in data:
        found.update(FILE + name.decode() for name in file_names(data))
        trees = (relative(directory, path.decode()) for path in re.findall(_INTERPOLATED, data))
        found.update(each.path + BELOW for each in trees if each.inside and each.path)
    return found
