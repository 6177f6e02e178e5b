"""Packages as values: the known attributes in a call of an unknown function, and the pins in files that tools wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix import data
from authguard.nix.bound_names import is_extension
from authguard.nix.values import (
    MAX_NESTED,
    Apply,
    Attrs,
    Builtin,
    Function,
    Sym,
    Thunk,
    Value,
    free,
    string,
)
from authguard.producers.pins import CODE, PIN_FILES, data_of_code, pin_file

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.lexical import Lexical
    from authguard.nix.parse import Source

OVERRIDES = frozenset(
    {"overrideAttrs", "overridePythonAttrs", "overrideDerivation", "override", "overrideScope"}
)
SETS_BY_SYSTEM = frozenset({"legacyPackages", "pkgsFor", "nixpkgsFor", "pkgsBySystem"})
"""Sets that have one package set for each system. authguard reads each of them like the package set itself."""

_COMPUTED_AGAIN = frozenset({"overrideAttrs", "overridePythonAttrs"})
"""Overrides after which a package computes its attributes again, with the changed attributes as ``finalAttrs``."""
_FUNCTIONS = ("build", "mk", "fetch", "write", "run")
_NIXPKGS = frozenset({"import", "getFlake", "scopedImport"})


def attributes(ev: Evaluator, value: Apply) -> Attrs | None:
    """Return the attributes in a call: its last set or, for `finalAttrs: { … }`, the result for that same result."""
    if value.given is None:
        if ev.nested >= MAX_NESTED:
            return None
        ev.nested += 1
        try:
            value.given = _attributes(ev, value)
        finally:
            ev.nested -= 1
    return value.given


def extended(lexical: Lexical, source: Source, nodes: list[Node]) -> Thunk | None:
    """Return the value of ``finalAttrs`` in the argument `extendDrvArgs = finalAttrs: args: { … }` of a builder.

    ``nodes`` lead to the outer lambda. The result has the attributes of the set, and those that a caller passes.
    """
    binding, outer = nodes[-2] if len(nodes) > 1 else nodes[-1], nodes[-1]
    inner = outer.child_by_field_name("body")
    content = inner.child_by_field_name("body") if inner is not None else None
    if inner is None or content is None or not is_extension(source, binding):
        return None

    def compute() -> Value:
        value = lexical.value(source, [*nodes, inner, content])
        return Attrs(value.items, free("finalAttrs")) if isinstance(value, Attrs) else free("finalAttrs")

    return Thunk(compute)


def _attributes(ev: Evaluator, value: Apply) -> Attrs | None:
    if isinstance(value.base, Apply) and _overrides(value):
        made: list[Attrs | None] = []
        made.append(_layer(ev, value, Thunk(lambda: _final_of(made)), 0))
        return made[0]
    for argument in reversed(value.arguments):
        given = argument.force()
        if isinstance(given, Function):
            given = fixpoint(ev, given, value.base)
        elif isinstance(given, Builtin) and value.base is not None:
            old = Thunk(lambda: _attributes_or_unknown(ev, value.base))
            given = _composed(ev, given, old, old)
        if isinstance(given, Attrs):
            if value.base is None:
                return given
            from authguard.nix.operators import update

            below = ev.attributes(value.base)
            merged = update(ev, below if below is not None else Sym("select", value.base, "attrs"), given)
            return merged if isinstance(merged, Attrs) else given
    return ev.attributes(value.base) if value.base is not None else None


def _overrides(value: Apply) -> bool:
    return isinstance(value.function, Sym) and value.function.last in _COMPUTED_AGAIN


def _final_of(made: list[Attrs | None]) -> Value:
    return made[0] or Sym("final") if made else Sym("cycle")


def _layer(ev: Evaluator, value: Value, final: Thunk, depth: int) -> Attrs | None:
    """Return the attributes of a package or of one of its overrides, if ``finalAttrs`` is ``final``.

    ``finalAttrs`` has the attributes after all overrides, also in the functions of the layers below the last layer.
    """
    if not isinstance(value, Apply) or depth >= MAX_NESTED:
        return ev.attributes(value)
    base = value.base
    if base is not None and not (isinstance(base, Apply) and _overrides(value)):
        return ev.attributes(value)
    below = _layer(ev, base, final, depth + 1) if base is not None else None
    old = below if below is not None else Sym("old", base) if base is not None else Sym("old")
    for argument in reversed(value.arguments):
        given = argument.force()
        if isinstance(given, Function):
            body = given.node.child_by_field_name("body")
            two = body is not None and body.type == "function_expression"
            given = ev.call(given, final if base is None or two else Thunk.of(old))
            if isinstance(given, Function):
                given = ev.call(given, Thunk.of(old))
        elif isinstance(given, Builtin):
            given = _composed(ev, given, final, Thunk.of(old))
        if isinstance(given, Attrs):
            if base is None:
                return given
            from authguard.nix.operators import update

            merged = update(ev, old, given)
            return merged if isinstance(merged, Attrs) else given
    return below


def _composed(ev: Evaluator, overlay: Builtin, final: Thunk, old: Thunk) -> Value:
    """Return the changes of an overlay that a function of lib made: `composeExtensions`, `toExtension`."""
    return ev.apply(ev.apply(overlay, final), old)


def before(ev: Evaluator, value: Apply) -> Attrs | None:
    """Return the attributes of the package that an override changes, as its function gets them."""
    if isinstance(value.base, Apply) and _overrides(value):
        return _layer(ev, value.base, Thunk(lambda: ev.attributes(value) or Sym("final")), 0)
    return ev.attributes(value.base) if value.base is not None else None


def fixpoint(ev: Evaluator, function: Function, base: Value | None) -> Value:
    """Return the body of ``finalAttrs: { … }`` (or ``finalAttrs: prevAttrs:``) applied to its own result.

    With a ``base``, a function of one argument gets the old attributes, as in overrideAttrs.
    """
    old = Thunk(lambda: _attributes_or_unknown(ev, base))
    body = function.node.child_by_field_name("body")
    two = body is not None and body.type == "function_expression"
    if base is not None and not two:
        return ev.call(function, old)
    result: list[Value] = []
    itself = Thunk(lambda: _final(ev, result, base))
    value = ev.call(function, itself)
    if isinstance(value, Function):
        value = ev.call(value, old)
    result.append(value)
    return value


def _final(ev: Evaluator, result: list[Value], base: Value | None) -> Value:
    if not result:
        return Sym("cycle")
    if base is None:
        return result[0]
    from authguard.nix.operators import update

    return update(ev, _attributes_or_unknown(ev, base), result[0])


def _attributes_or_unknown(ev: Evaluator, base: Value | None) -> Value:
    known = ev.attributes(base) if base is not None else None
    return known if known is not None else Sym("old", base) if base is not None else Sym("old")


def member(ev: Evaluator, value: Apply, name: str) -> Value | None:
    """Return attribute ``name`` of the result of a call: an override, an argument, or unknown."""
    if name in OVERRIDES:
        return override(value, name)
    if name == "extend":
        return Sym("select", value, name)
    from authguard.nix.canonical import function_name

    if function_name(value) in _NIXPKGS:
        from authguard.nix.functions import anywhere

        return anywhere(name) or free(name)
    given = attributes(ev, value)
    if given is not None:
        if name in given.items:
            return given.items[name].force()
        if name == "rev" and "tag" in given.items:
            return string(["refs/tags/", given.items["tag"].force()])
        if "passthru" in given.items:
            found = ev.select(given.items["passthru"].force(), name)
            if found is not None and not isinstance(found, Sym):
                return found
    return Sym("select", value, name)


def override(value: Apply | Sym, name: str) -> Builtin:
    """Return the function that changes the package ``value``: `overrideAttrs` and the like."""

    def call(ev: Evaluator, change: Thunk) -> Value:
        if name == "override" and isinstance(value, Sym) and (value.last or "").startswith(_FUNCTIONS):
            return value  # buildGoModule.override { go = …; } is buildGoModule still
        if name == "override" and isinstance(value, Apply) and value.made_by is not None:
            return _called_again(ev, value.made_by, change)
        return Apply(Sym("free", name), (change,), change.source, change.node, value)

    return Builtin(name, 1, call)


def pins(ev: Evaluator) -> Value | None:
    """Return the pins of this repository for the name ``sources``: those in the first file that a tool wrote."""
    for path in CODE:
        if ev.kind(path) == "file":
            value = ev.file(path)
            if isinstance(value, Function):
                value = ev.call(value, Thunk.of(Sym("unbound")))
            return value if isinstance(value, Attrs) else None
    return None


def _called_again(ev: Evaluator, made_by: tuple[Function, Thunk], change: Thunk) -> Value:
    """Call a package's function again with some changed arguments."""
    from authguard.nix.operators import update

    function, arguments = made_by
    given = change.force()
    if isinstance(given, Function):
        given = ev.call(given, arguments)
    before = arguments.force()
    unbound = isinstance(before, Sym) and before.key[0] == "unbound"
    merged = Thunk.of(given if unbound else update(ev, before, given))
    made = ev.apply(function, merged)
    if isinstance(made, Apply):
        made.made_by = (function, merged)
    return made


def by_name(ev: Evaluator, name: str) -> Value | None:
    """Return the package with that name in this repository, if it has the layout of nixpkgs (pkgs/by-name)."""
    if ev.by_name is None:
        ev.by_name = ev.kind("pkgs/by-name") == "directory"
    path = f"pkgs/by-name/{name[:2].lower()}/{name}/package.nix"
    if not ev.by_name or path in ev.calling or ev.kind(path) != "file":
        return None
    known = ev.packages.get(path)
    if known is None:
        ev.calling.add(path)
        try:
            known = function = ev.file(path)
            if isinstance(function, Function):
                nothing = Thunk.of(Sym("unbound"))
                known = ev.call(function, nothing)
                if isinstance(known, Apply):
                    known.made_by = (function, nothing)
        finally:
            ev.calling.discard(path)
        ev.packages[path] = known
    return known


def generated(ev: Evaluator, path: str) -> Value | None:
    """Return the pins that a tool's own loader would return, or None if ``path`` is not such a loader.

    npins writes npins/default.nix beside npins/sources.json, niv writes nix/sources.nix beside nix/sources.json:
    their code only makes fetches from the data, so the value of such a loader is the data. A copy of flake-compat
    does the same with a flake.lock: its value is a set with the inputs of the flake. These pins are reported in the
    flake.lock.
    """
    folder, _, name = path.rpartition("/")
    if "flake-compat" in path and b"fetchTree" in (ev.read(path) or b""):
        ev.used.add(path)
        rest = Sym("import", path)
        inputs = {"inputs": Thunk.of(free("inputs"))}
        complete = Attrs({"defaultNix": Thunk.of(Attrs(inputs, rest)), **inputs}, rest)
        return Builtin("flake-compat", 1, lambda *_: complete)
    file = data_of_code(name)
    loader = ev.read(path) if file else None
    if not file or (loader is not None and file.encode("utf-8", "surrogateescape") not in loader):
        return None
    if loader is not None and not (b"outPath" in loader or b"mkSource" in loader or name == "lon.nix"):
        return None
    pins = f"{folder}/{file}" if folder else file
    if loader is None and pin_file(pins) is None:
        return None
    text = ev.read(pins)
    if text is None:
        return None
    ev.used.update((path, pins))
    tree = data.parsed(pins, text)
    for key in filter(None, (each.holder for each in PIN_FILES)) if isinstance(tree, dict) else ():
        if isinstance(tree, dict) and isinstance(tree.get(key), dict) and "version" in tree:
            return data.value(pins, text, tree[key], (key,))
    return data.value(pins, text, tree) if isinstance(tree, dict) else None
