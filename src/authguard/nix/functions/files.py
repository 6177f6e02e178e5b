"""Functions that read files of the repository, or use them as sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix import data
from authguard.nix.functions.files_by_platform import of_each_file
from authguard.nix.functions.known import attrs, distribute, items, literal, same, second, unknown
from authguard.nix.functions.sets import remove_attrs
from authguard.nix.local_source import path_of
from authguard.nix.operators import plus, update
from authguard.nix.values import (
    FALSE,
    TRUE,
    Apply,
    Attrs,
    Builtin,
    Function,
    List,
    Origin,
    Path,
    Str,
    Sym,
    Thunk,
    Value,
    relative,
    string,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.functions.known import Entry


MAX_FILES = 256
MAX_OVERLAYS = 200
"""A list of more files is unknown."""


def _located(value: Value) -> Value:
    """Return the path that a string with a path at its start means: `"${./.}/name"`; other values unchanged."""
    if isinstance(value, Str) and 1 <= len(value.parts) <= 2 and isinstance(value.parts[0], Path):
        start, rest = value.parts[0], value.parts[-1] if len(value.parts) == 2 else ""
        if start.inside and isinstance(rest, str) and rest[:1] in ("", "/"):
            return relative(start.path, f"./{rest}")
    return value


def place(ev: Evaluator, value: Value) -> Value:
    """Return the path that a text or a sum means, such as `self + "/name"`; other values unchanged."""
    value = _located(value)
    if isinstance(value, Str) or (isinstance(value, Sym) and value.key[0] == "select"):
        return path_of(ev, value) or value
    if isinstance(value, Sym) and value.key[:2] == ("operator", "+") and len(value.key) == 4:
        left, right = value.key[2:]
        text = right.literal if isinstance(right, Str) else None
        below = path_of(ev, left) if isinstance(left, Value) else None
        if below is not None and text is not None and text.startswith("/"):
            return relative(below.path, f"./{text}")
    return value


def _path_exists(ev: Evaluator, path: Thunk) -> Value:
    written = path.force()
    value = place(ev, written)
    if not isinstance(value, Path) or not value.inside or value.path.partition("/")[0] == ".git":
        return unknown("pathExists", path)  # a clone has .git, and the source of a flake does not
    kind = ev.kind(value.path)
    last = written.parts[-1] if isinstance(written, Str) and written.parts else ""
    if kind == "file" and isinstance(last, str) and last.endswith("/"):
        return FALSE  # only a directory may have a slash at its end
    if kind == "elsewhere":
        return unknown("pathExists", path)
    return TRUE if kind is not None else FALSE


def _type(ev: Evaluator, value: Value) -> str | None:
    """Return the type of the entry at a path, as builtins.readFileType names it; None if it is unknown."""
    if not isinstance(value, Path) or not value.inside or value.path.partition("/")[0] == ".git":
        return None
    kind = ev.kind(value.path)
    if kind not in ("file", "directory"):
        return None
    folder, _, name = value.path.rpartition("/")
    if folder and ev.kind(folder) != "directory":
        return None
    here = f"{ev.true(folder)}/{name}" if folder else name
    if ev.true(value.path) != here:
        return "symlink"
    return "regular" if kind == "file" else kind


def _read_file_type(ev: Evaluator, path: Thunk) -> Value:
    found = _type(ev, place(ev, path.force()))
    return unknown("readFileType", path) if found is None else text(found)


def _has_type(name: str, sought: str) -> Entry:
    """Return the table entry of a function that tests whether a path exists and has a type."""

    def call(ev: Evaluator, path: Thunk) -> Value:
        value = place(ev, path.force())
        found = _type(ev, value)
        if found is not None:
            return TRUE if found == sought else FALSE
        exists = _path_exists(ev, path)
        return exists if exists is FALSE else unknown(name, path)

    return 1, call


def _find_file(ev: Evaluator, places: Thunk, name: Thunk) -> Value:
    """builtins.findFile: the first path of a search path that exists. Unknown entries make the result unknown."""
    sought, given = literal(name), items(places)
    for each in given or ():
        entry = attrs(each)
        prefix, path = (entry.items.get(key) if entry else None for key in ("prefix", "path"))
        start = literal(prefix) if prefix is not None else ""
        if sought is None or path is None or start is None:
            break
        if start and not f"{sought}/".startswith(f"{start}/"):
            continue
        value = place(ev, path.force())
        rest = sought.removeprefix(start).strip("/") if start else sought
        found = relative(value.path, f"./{rest}") if isinstance(value, Path) and value.inside else None
        kind = ev.kind(found.path) if found is not None and found.inside else "elsewhere"
        if kind == "elsewhere":
            break
        if kind is not None and found is not None:
            return found
    return unknown("findFile", places, name)


def _import(ev: Evaluator, path: Thunk) -> Value:
    value = place(ev, path.force())
    if isinstance(value, Path) and value.inside:
        return ev.file(value.path)
    if isinstance(value, Attrs) and "outPath" in value.items:
        return _import(ev, value.items["outPath"])
    if isinstance(value, Sym) and (value.last or "").startswith("<nix/"):
        return value  # the fetcher that Nix itself has
    return Apply(Sym("free", "import"), (path,))


def _call_package(ev: Evaluator, package: Thunk, arguments: Thunk) -> Value:
    """Call a package's function; for `.override`, the result remembers the call."""
    value = place(ev, package.force())
    function = ev.file(value.path) if isinstance(value, Path) and value.inside else value
    if isinstance(function, Builtin):
        return ev.apply(function, arguments)
    return _made_by(ev, function, arguments) if isinstance(function, Function) else function


def _made_by(ev: Evaluator, function: Function, arguments: Thunk) -> Value:
    """Call a function; the result remembers the call for `.override`."""
    made = ev.apply(function, arguments)
    if isinstance(made, Apply):
        made.made_by = (function, arguments)
    return made


def _make_overridable(ev: Evaluator, function: Thunk, arguments: Thunk) -> Value:
    """lib.makeOverridable: call a function; the result has `.override`."""
    value = function.force()
    if isinstance(value, Function):
        return _made_by(ev, value, arguments)
    return ev.apply(value, arguments, arguments.source, arguments.node)


def _extend_mk_derivation(ev: Evaluator, options: Thunk, arguments: Thunk) -> Value:
    """lib.extendMkDerivation: a builder that calls another one with more attributes.

    https://github.com/NixOS/nixpkgs/blob/master/lib/customisation.nix
    """
    known = attrs(options)
    if known is None or "constructDrv" not in known.items or "extendDrvArgs" not in known.items:
        return unknown("extendMkDerivation", options, arguments)
    made: list[Value] = []
    final = Thunk(lambda: made[0] if made else Sym("cycle"))
    given = arguments.force()
    given = ev.apply(given, final) if isinstance(given, Function | Builtin) else given
    more = ev.apply(ev.apply(known.items["extendDrvArgs"].force(), final), Thunk.of(given))
    if "excludeDrvArgNames" in known.items:
        given = remove_attrs(ev, Thunk.of(given), known.items["excludeDrvArgNames"])
    made.append(update(ev, given, more))
    return ev.apply(known.items["constructDrv"].force(), Thunk.of(made[0]))


def _call_package_with(ev: Evaluator, given: Thunk, package: Thunk, arguments: Thunk) -> Value:
    """lib.callPackageWith: omitted arguments come from the set ``given``."""
    return _call_package(ev, package, scoped(ev, given, arguments))


def scoped(ev: Evaluator, given: Thunk, arguments: Thunk) -> Thunk:
    """Return the arguments of a call, completed by the arguments from its scope."""

    def compute() -> Value:
        scope, own = given.force(), arguments.force()
        return update(ev, Attrs(scope.items), own) if isinstance(scope, Attrs) else own

    return Thunk(compute, arguments.source, arguments.node)


_NEW_SCOPE = "newScope of a scope"


def call_package(given: Thunk) -> Builtin:
    """Return the `callPackage` of a scope, which passes the attributes of the set ``given``."""
    return Builtin(SCOPED, 3, _call_package_with, (given,))


def _make_scope(ev: Evaluator, new_scope: Thunk, function: Thunk) -> Value:
    """lib.makeScope: call a function with its own result as the argument. The result has its own `callPackage`."""
    return _fix(ev, function, "makeScope", new_scope)


def _make_scope_with_splicing(ev: Evaluator, arguments: Thunk) -> Value:
    """lib.makeScopeWithSplicing': like makeScope, with the function as attribute ``f``."""
    given = arguments.force()
    function = given.items.get("f") if isinstance(given, Attrs) else None
    return _fix(ev, function, "makeScope") if function else unknown("makeScopeWithSplicing'", arguments)


def _make_scope_with_four_arguments(
    ev: Evaluator, splices: Thunk, kept: Thunk, extra: Thunk, function: Thunk
) -> Value:
    """lib.makeScopeWithSplicing: like makeScope, with the function as its fourth argument."""
    return _fix(ev, function, "makeScope")


def _fixed(ev: Evaluator, function: Thunk) -> Value:
    """lib.fix: the set that a function returns for that same set."""
    return _fix(ev, function, "fix")


def _extensible(ev: Evaluator, function: Thunk) -> Value:
    """lib.makeExtensible: like lib.fix. The result has its own `extend`."""
    return _fix(ev, function, "makeExtensible")


def _fix(ev: Evaluator, function: Thunk, name: str, new_scope: Thunk | None = None) -> Value:
    made: list[Value] = []
    itself = Thunk(lambda: made[0] if made else Sym("cycle"))
    value = ev.apply(function.force(), itself)
    if not isinstance(value, Attrs):
        return unknown(name, function) if name == "makeScope" else value
    own = _of_scope(ev, itself, new_scope) if name == "makeScope" else {}
    if name == "makeExtensible":
        own = {"extend": Thunk.of(Builtin("extend", 2, _extend, (function,)))}
    made.append(Attrs({**own, **value.items}, value.rest))
    return made[0]


def _of_scope(ev: Evaluator, itself: Thunk, new_scope: Thunk | None) -> dict[str, Thunk]:
    """Return the functions that lib.makeScope adds: `callPackage`, and `newScope` for a scope inside of this scope."""

    def larger(_: Evaluator, given: Thunk) -> Value:
        return call_package(Thunk(lambda: update(ev, itself.force(), given.force())))

    around = new_scope.force() if new_scope is not None else None
    own = ev.apply(around, itself) if isinstance(around, Builtin) and around.name == _NEW_SCOPE else None
    calling = own if isinstance(own, Builtin) else call_package(itself)
    return {"callPackage": Thunk.of(calling), "newScope": Thunk.of(Builtin(_NEW_SCOPE, 1, larger))}


def _extends(ev: Evaluator, overlay: Thunk, base: Thunk, final: Thunk) -> Value:
    """lib.extends: the set that a function returns, updated by an overlay."""
    before = ev.apply(base.force(), final)
    changed = ev.apply(ev.apply(overlay.force(), final), Thunk.of(before))
    return update(ev, before, changed)


def _extend(ev: Evaluator, function: Thunk, overlay: Thunk) -> Value:
    """Return the set of lib.makeExtensible with an overlay over the function that makes it."""
    return _extensible(ev, Thunk.of(Builtin("extends", 3, _extends, (overlay, function))))


def _compose_extensions(ev: Evaluator, first: Thunk, second: Thunk, final: Thunk, before: Thunk) -> Value:
    """lib.composeExtensions: an overlay that consists of two overlays."""
    changed = ev.apply(ev.apply(first.force(), final), before)
    updated = update(ev, before.force(), changed)
    further = ev.apply(ev.apply(second.force(), final), Thunk.of(updated))
    return update(ev, changed, further)


def _compose_many_extensions(ev: Evaluator, overlays: Thunk, final: Thunk, before: Thunk) -> Value:
    """lib.composeManyExtensions: an overlay that consists of a list of overlays."""
    given = overlays.force()
    if not isinstance(given, List) or len(given.items) > MAX_OVERLAYS:
        return unknown("composeManyExtensions", overlays, final, before)
    changed: Value = Attrs({})
    for each in given.items:
        updated = update(ev, before.force(), changed)
        changed = update(ev, changed, ev.apply(ev.apply(each.force(), final), Thunk.of(updated)))
    return changed


def _to_extension(ev: Evaluator, change: Thunk, final: Thunk, before: Thunk) -> Value:
    """lib.toExtension: an overlay out of a set, a function of the old set, or an overlay."""
    value = change.force()
    if not isinstance(value, Function):
        return value if isinstance(value, Attrs) else unknown("toExtension", change, final, before)
    body = value.node.child_by_field_name("body")
    if body is None or body.type != "function_expression":
        return ev.apply(value, before)
    return ev.apply(ev.apply(value, final), before)


def _read(ev: Evaluator, path: Thunk) -> tuple[str, bytes] | None:
    """Return (path, bytes) of a file of the repository, or None if the file cannot be read."""
    value = place(ev, path.force())
    if not isinstance(value, Path) or not value.inside:
        return None
    ev.used.add(value.path)
    content = ev.read(value.path)
    return (value.path, content) if content is not None and len(content) <= data.MAX_BYTES else None


def _read_dir(ev: Evaluator, path: Thunk) -> Value:
    """builtins.readDir: the type of each entry of a directory by its name."""
    value = place(ev, path.force())
    found = ev.listing(value.path) if isinstance(value, Path) and value.inside else None
    if found is None:
        return unknown("readDir", path)
    return Attrs({name: Thunk.of(text(found[name])) for name in sorted(found)})


def _list_files(ev: Evaluator, path: Thunk) -> Value:
    """lib.filesystem.listFilesRecursive: the paths of all files below a directory."""
    value = place(ev, path.force())
    if not isinstance(value, Path) or not value.inside:
        return unknown("listFilesRecursive", path)
    files: list[Thunk] = []
    waiting = [value.path]
    while waiting:
        folder = waiting.pop()
        found = ev.listing(folder)
        if found is None or len(files) > MAX_FILES:
            return unknown("listFilesRecursive", path)
        for name in sorted(found, reverse=True):
            below = f"{folder}/{name}" if folder else name
            if found[name] == "directory":
                waiting.append(below)
            else:
                files.append(Thunk.of(Path(below)))
    return List(sorted(files, key=_path_of_file))


def _path_of_file(file: Thunk) -> list[str]:
    value = file.force()
    return value.path.split("/") if isinstance(value, Path) else []


def _read_file(ev: Evaluator, path: Thunk) -> Value:
    found = _read(ev, path)
    if found is None:
        return unknown("readFile", path)
    where, content = found
    return Str((content.decode("utf-8", "surrogateescape"),), _complete(where, content), (where,))


def _file_contents(ev: Evaluator, path: Thunk) -> Value:
    found = _read(ev, path)
    if found is None:
        return unknown("fileContents", path)
    where, content = found
    line = content.removesuffix(b"\n").decode("utf-8", "surrogateescape")
    return Str((line,), _complete(where, content), (where,))


def _complete(where: str, content: bytes) -> Origin:
    """Return the origin of a literal that is the complete content of a file."""
    return Origin(where, content, 0, len(content.removesuffix(b"\n")))


def _import_data(suffix: str) -> Callable[[Evaluator, Thunk], Value]:
    def call(ev: Evaluator, path: Thunk) -> Value:
        found = _read(ev, path)
        if found is None:
            known = _converted(ev, path.force()) if suffix == "json" else None
            return known if known is not None else unknown("import" + suffix.upper(), path)
        try:
            return data.value(found[0], found[1], data.parse("text." + suffix, found[1]))
        except data.Unreadable:
            return Sym("unreadable", found[0])

    return call


def _converted(ev: Evaluator, value: Value) -> Value | None:
    """Return the content of a YAML file that a command converts to JSON; None for any other value."""
    if not isinstance(value, Apply):
        return None
    from authguard.nix.yaml_values import converted

    return converted(ev, value)


def _from_text(suffix: str) -> Callable[[Evaluator, Thunk], Value]:
    def call(ev: Evaluator, subject: Thunk) -> Value:
        value = subject.force()
        known = value.literal if isinstance(value, Str) else None
        if known is None or not isinstance(value, Str):
            made = _converted(ev, value) if suffix == "json" else None
            return made if made is not None else unknown("from" + suffix.upper(), subject)
        path = value.blobs[0] if len(value.blobs) == 1 else "text." + suffix
        content = known.encode("utf-8", "surrogateescape")
        try:
            tree = data.parse("text." + suffix, content)
        except data.Unreadable:
            return Sym("unreadable", path)
        if value.blobs or value.origin is None:
            return data.value(path, content, tree)
        return data.value_in_literal(value.origin, tree)

    return call


def _clean_with(ev: Evaluator, arguments: Thunk) -> Value:
    """Return the unfiltered tree of a source with a filter."""
    value = arguments.force()
    for name in ("src", "root", "path"):
        found = ev.select(value, name)
        if found is not None and not isinstance(found, Sym):
            return found
    return unknown("cleanSourceWith", arguments)


def _path(ev: Evaluator, arguments: Thunk) -> Value:
    """Return the value of `builtins.path`: the tree or, with a hash, the call, which is a fixed output."""
    value = arguments.force()
    if isinstance(value, Attrs) and "sha256" in value.items:
        return Apply(Sym("select", ("free", "builtins"), "path"), (arguments,))
    return _clean_with(ev, arguments)


SCOPED = "callPackageWith"
"""The names of the functions that call a package with the arguments of a scope."""


def _dir_of(ev: Evaluator, subject: Thunk) -> Value:
    """builtins.dirOf of a path in the repository; the directory above the root is unknown."""
    value = subject.force()
    if isinstance(value, Path) and value.inside and value.path:
        return Path(value.path.rpartition("/")[0])
    return unknown("dirOf", subject)


def _append(ev: Evaluator, start: Thunk, below: Thunk) -> Value:
    """lib.path.append: a path and a text of names below it. Nix refuses a text that leaves the path."""
    before, after = place(ev, start.force()), below.force()
    names = after.literal if isinstance(after, Str) else None
    is_refused = names is not None and (names[:1] == "/" or ".." in names.split("/"))
    if not isinstance(before, Path) or is_refused:
        return unknown("append", start, below)
    return plus(before, string(["/", after]))


OF_PATHS: dict[str, Entry] = {"append": (2, distribute(_append))}
"""The functions of `lib.path`. Functions of other sets may have their names."""

TABLE: dict[str, Entry] = {
    "dirOf": (1, _dir_of),
    "import": (1, of_each_file(_import)),
    "readFile": (1, of_each_file(_read_file)),
    "readDir": (1, _read_dir),
    "listFilesRecursive": (1, _list_files),
    "pathExists": (1, _path_exists),
    "readFileType": (1, _read_file_type),
    "pathType": (1, _read_file_type),
    "pathIsDirectory": _has_type("pathIsDirectory", "directory"),
    "pathIsRegularFile": _has_type("pathIsRegularFile", "regular"),
    "findFile": (2, _find_file),
    "toPath": (1, same),
    "fileContents": (1, of_each_file(_file_contents)),
    "importJSON": (1, of_each_file(_import_data("json"))),
    "importTOML": (1, of_each_file(_import_data("toml"))),
    "fromJSON": (1, distribute(_from_text("json"))),
    "fromTOML": (1, distribute(_from_text("toml"))),
    "cleanSource": (1, same),
    "cleanSourceWith": (1, _clean_with),
    "toSource": (1, _clean_with),
    "path": (1, _path),
    "filterSource": (2, second),
    "callPackage": (2, _call_package),
    "callPackages": (2, _call_package),
    "callPackageWith": (3, _call_package_with),
    "callPackagesWith": (3, _call_package_with),
    "newScope": (3, _call_package_with),
    "makeOverridable": (2, _make_overridable),
    "extendMkDerivation": (2, _extend_mk_derivation),
    "makeScope": (2, _make_scope),
    "makeScopeWithSplicing": (4, _make_scope_with_four_arguments),
    "makeScopeWithSplicing'": (1, _make_scope_with_splicing),
    "makeExtensible": (1, _extensible),
    "fix": (1, _fixed),
    "extends": (3, _extends),
    "composeExtensions": (4, _compose_extensions),
    "toExtension": (3, _to_extension),
    "composeManyExtensions": (3, _compose_many_extensions),
    "gitignoreSource": (1, same),
}
