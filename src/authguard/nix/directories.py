"""Calls of each file of a directory: by a computed path (`callPackage (./pkgs + "/${name}") { }`), or of a tree."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from authguard.nix.functions.files import SCOPED, scoped
from authguard.nix.lexical import chain
from authguard.nix.local_source import calls_of_each
from authguard.nix.parse import call_parts
from authguard.nix.references import TREE
from authguard.nix.scopes import functions_called
from authguard.nix.values import Attrs, Builtin, Function, Path, Str, Sym, Thunk, relative, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.lexical import Lexical, LexicalContext
    from authguard.nix.parse import Source
    from authguard.nix.values import Scope, Value

_SOME_NAME = "([^/]+)"
_FILE = r"(?:/default\.nix)?"


MAX_LOADED = 10_000
"""A loader's sets of larger directories are unknown."""


class Entry:
    """One file of a directory, with a call that is made for each file of that directory.

    nodes     the nodes around the innermost call, which has the path as its argument, or around its binding.
    argument  the expression of the path.
    path      the file.
    variable  the name of the variable in the path, and the value of the variable for this file.
    """

    __slots__ = ("argument", "nodes", "path", "source", "variable")

    def __init__(
        self,
        source: Source,
        nodes: list[Node],
        argument: Node,
        path: str,
        variable: tuple[str, str],
    ) -> None:
        """Store the parts of the call."""
        self.source = source
        self.nodes = nodes
        self.argument = argument
        self.path = path
        self.variable = variable

    def paths_in(self, lexical: Lexical, context: LexicalContext) -> tuple[str, ...]:
        """Return the paths that the call may read in a context; none if the context has no value for the variable."""
        value = lexical.value(self.source, [*self.nodes, self.argument], context)
        if not isinstance(value, Path):
            return ()
        return tuple(map(lexical.evaluator.true, (value.path, f"{value.path}/default.nix")))

    def bound(self, lexical: Lexical, source: Source, context: LexicalContext) -> LexicalContext:
        """Return a context that binds the lambda with the variable of the path as its parameter."""
        name, value = self.variable
        for number in range(len(self.nodes) - 1, -1, -1):
            node = self.nodes[number]
            universal = node.child_by_field_name("universal") if node.type == "function_expression" else None
            if universal is not None and source.text(universal) == name:
                outer = lexical.scope(source, self.nodes[: number + 1], context)
                scope = lexical.evaluator.bind(source, node, outer, Thunk.of(text(value)))
                return context.bound(source, node, scope)
        return context


def entries(lexical: Lexical, importer: str, data: bytes, path: str) -> Iterator[Entry]:
    """Yield the calls in a file that mean the file at ``path`` by a computed path."""
    calls = calls_of_each(data)
    source = lexical.evaluator.source(importer) if calls else None
    for each in calls if source is not None else ():
        if source is None:
            return
        nodes = chain(source, each.start, each.start + 1)
        while nodes and nodes[-1].type != "binding" and call_parts(source, nodes[-1]) is None:
            nodes.pop()
        argument = _argument(source, nodes[-1]) if nodes else None
        if argument is None:
            continue
        variable = _named(lexical.value(source, [*nodes, argument]), path)
        if variable is not None:
            yield Entry(source, nodes, argument, path, variable)


def _argument(source: Source, node: Node) -> Node | None:
    """Return the argument of a call, or the value of a binding."""
    parts = call_parts(source, node)
    return parts[1] if parts is not None else node.child_by_field_name("expression")


def _named(value: Value, path: str) -> tuple[str, str] | None:
    """Return (the variable in a computed path, its value for a file) if the path may mean the file; otherwise None."""
    if not isinstance(value, Sym) or value.key[0] != "path" or not isinstance(value.key[2], Str):
        return None
    directory, parts = str(value.key[1]), value.key[2].parts
    unknown = [part for part in parts if not isinstance(part, str)]
    if len(unknown) != 1 or not isinstance(unknown[0], Sym) or unknown[0].key[0] != "free":
        return None
    start = parts[0] if isinstance(parts[0], str) else ""
    end = parts[-1] if isinstance(parts[-1], str) else ""
    above, _, beginning = start.rpartition("/")
    folder = relative(directory, f"./{above}")
    if not folder.inside:
        return None
    prefix = f"{folder.path}/{beginning}" if folder.path else beginning
    found = re.fullmatch(re.escape(prefix) + _SOME_NAME + re.escape(end) + _FILE, path)
    return (str(unknown[0].key[1]), found[1]) if found is not None else None


class Tree:
    """A call that reads all files below a directory, each of them as a function.

    ``nodes`` are those around the call, ``argument`` is its set. ``path`` is the file that is called.
    """

    __slots__ = ("argument", "nodes", "path", "source")

    def __init__(self, source: Source, nodes: list[Node], argument: Node, path: str) -> None:
        """Store the parts of the call."""
        self.source = source
        self.nodes = nodes
        self.argument = argument
        self.path = path

    def given(self, evaluator: Evaluator, scope: Scope) -> Thunk | None:
        """Return the set that the call passes to the file; None if it passes only what nixpkgs has."""
        key = (self.source.path, self.argument.start_byte, id(scope))
        kept = evaluator.loaded.get(key)
        if kept is not None:
            return Thunk.of(kept[1].arguments(self.path))
        value = evaluator.eval(self.source, self.argument, scope)
        items = value.items if isinstance(value, Attrs) else {}
        if "callPackage" in items:
            passed = _passed(evaluator, items["callPackage"].force())
            return passed if passed is not None else self._functions_beside(evaluator, items.get("directory"))
        folder = items["src"].force() if "src" in items else None
        inputs = items["inputs"].force() if "inputs" in items else Attrs({})
        if not isinstance(folder, Path) or not isinstance(inputs, Attrs):
            return None
        loaded = Loaded(evaluator, folder.path, inputs)
        evaluator.loaded[key] = (scope, loaded)  # the id of the scope is a key, so it must stay alive
        return Thunk.of(loaded.arguments(self.path))

    def _functions_beside(self, evaluator: Evaluator, directory: Thunk | None) -> Thunk | None:
        """Return the functions that the file calls, if the tree has them: `mkApp { … }` is in mkApp/package.nix."""
        root = directory.force() if directory is not None else None
        if not isinstance(root, Path):
            return None
        found: dict[str, Thunk] = {}
        for word in functions_called(evaluator.content(self.path) or b""):
            name = word.decode()
            files = (f"{root.path}/{name}/package.nix", f"{root.path}/{name}.nix")
            file = next(
                (each for each in files if each != self.path and evaluator.kind(each) == "file"), None
            )
            if file is not None:
                found[name] = Thunk(partial(_called, evaluator, file))
        return Thunk.of(Attrs(found)) if found else None


def _called(evaluator: Evaluator, file: str) -> Value:
    """Return the result of a file that nixpkgs' packages are passed to."""
    function = evaluator.file(file)
    return evaluator.call(function, Thunk.of(Sym("unbound"))) if isinstance(function, Function) else function


@lru_cache(maxsize=16)  # a list of packages is read again for each of its packages
def _tree_calls(data: bytes) -> list[re.Match[bytes]]:
    return list(re.finditer(TREE, data))


def trees(lexical: Lexical, importer: str, data: bytes, path: str) -> Iterator[Tree]:
    """Yield the calls in a file that read all files of a directory, if ``path`` may be below the directory."""
    for match in _tree_calls(data):
        folder = relative(importer.rpartition("/")[0], match[1].decode("ascii", "replace"))
        if not folder.inside or not (path.startswith(f"{folder.path}/") or not folder.path):
            continue
        source = lexical.evaluator.source(importer)
        nodes = chain(source, match.start(), match.start() + 1) if source is not None else []
        while source is not None and nodes:
            parts = call_parts(source, nodes[-1])
            if parts is not None and parts[1].start_byte > match.start():
                yield Tree(source, nodes, parts[1], path)
                break
            nodes.pop()


def _passed(evaluator: Evaluator, function: Value) -> Thunk | None:
    """Return the set that a `callPackage` passes to a package in addition to its own arguments."""
    if isinstance(function, Builtin) and function.name == SCOPED and function.arguments:
        return scoped(evaluator, function.arguments[0], Thunk.of(Attrs({})))
    found: list[Thunk] = []
    if isinstance(function, Function):

        def record(_: Evaluator, argument: Thunk) -> Value:
            found.append(argument)
            return Sym("recorded")

        made = evaluator.apply(function, Thunk.of(Builtin("recorded", 1, record)))
        evaluator.apply(made, Thunk.of(Attrs({})))
    return found[0] if found else None


class Loaded:
    """The tree of values that haumea makes of a directory: each file gets the inputs, and the sets around it."""

    def __init__(self, evaluator: Evaluator, root: str, inputs: Attrs) -> None:
        """Store the directory, and the inputs that each file gets."""
        self.evaluator = evaluator
        self.root = root
        self.inputs = inputs
        self.sets: dict[str, Attrs] = {}

    def arguments(self, path: str) -> Attrs:
        """Return the arguments of the file at ``path``."""
        folder = path.rpartition("/")[0]
        around = {
            "root": Thunk(lambda: self._of(self.root)),
            "super": Thunk(lambda: self._of(folder)),
            "self": Thunk(lambda: self._value(path)),
        }
        return Attrs({**self.inputs.items, **around})

    def _of(self, folder: str) -> Attrs:
        """Return the set of a directory."""
        if folder not in self.sets:
            items: dict[str, Thunk] = {}
            for name, kind in (self.evaluator.listing(folder, MAX_LOADED) or {}).items():
                below = f"{folder}/{name}" if folder else name
                if kind == "directory":
                    items[name] = Thunk(partial(self._of, below))
                elif name.endswith(".nix"):
                    items[name.removesuffix(".nix").lstrip("_")] = Thunk(partial(self._value, below))
            self.sets[folder] = Attrs(items)
        return self.sets[folder]

    def _value(self, path: str) -> Value:
        function = self.evaluator.file(path)
        if not isinstance(function, Function):
            return function
        return self.evaluator.call(function, Thunk.of(self.arguments(path)))
