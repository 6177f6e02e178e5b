"""The texts that overlays, and the outputs of a flake, define for code that reads them from a package set or `self`."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from authguard.nix.canonical import SYSTEM, Canonical, fingerprint, function_name
from authguard.nix.lexical import chain, overlay_body
from authguard.nix.references import OPTION, OVERLAYS, TELLING_NAME
from authguard.nix.scopes import PER_SYSTEM
from authguard.nix.values import Apply, Attrs, Function, Str, Sym, Thunk, choice, free

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.lexical import Lexical
    from authguard.nix.parse import Source
    from authguard.nix.values import Value

MAX_FILES = 16
"""A name that overlays in more files than this may define is unknown."""
MAX_MODULES = 64
"""If more modules of flake-parts than this define packages, only those in flake.nix are known."""
MOST_PLACES = 4000
"""The overlays of one file that are searched."""
MAX_PLAIN = 400
"""A set with more nodes of syntax than this is not plain data."""

_SETS = frozenset({"attrset_expression", "rec_attrset_expression"})
_PLAIN = _SETS | {"binding_set", "binding", "attrpath", "identifier", "string_fragment", "integer_expression"}
_FLAKE = "flake.nix"
_OUTPUTS = rb"(?<![\w.'-])outputs\s*+="


class _Placed:
    """The overlays of one file.

    nodes    the nodes around the body of each overlay, and that body.
    holders  the set around each overlay (see `_holder`).
    numbers  the index of an overlay by the span of its function.
    """

    __slots__ = ("holders", "nodes", "numbers")

    def __init__(self, source: Source) -> None:
        """Find the overlays."""
        self.nodes = list(islice(_places(source), MOST_PLACES))
        self.holders = [_holder(source, nodes) for nodes in self.nodes]
        self.numbers = {
            (node.start_byte, node.end_byte): number
            for number, nodes in enumerate(self.nodes)
            for node in nodes[-3:]
        }


class Overlays:
    """Finds the names that overlays define. ``importers`` returns the files that may define a name."""

    def __init__(self, lexical: Lexical, importers: Callable[[str], Iterable[str]]) -> None:
        """Store both."""
        self.lexical = lexical
        self.importers = importers
        self._named: dict[str, Value | None] = {}
        self._placed: dict[str, _Placed] = {}
        self._evaluated: dict[tuple[str, int], Value] = {}
        self._tables: dict[str, dict[str, list[_Entry]]] = {}
        self._seen: dict[tuple[str, tuple[int, str] | None], dict[str, Thunk]] = {}
        self._running: Counter[tuple[str, int]] = Counter()
        self._asked: set[str] = set()
        self._packages: dict[tuple[str, str], Value | None] = {}
        self._building: set[tuple[str, str]] = set()
        self._cut = 0

    def named(self, name: str) -> Value | None:
        """Return the text or set that overlays of this repository define under a name; None if they do not agree.

        Only names with a word for a version or a source are searched.
        """
        if re.fullmatch(TELLING_NAME, name.encode("utf-8", "replace")) is None:
            return None
        if name in self._named:
            return self._named[name]
        if name in self._asked:  # an overlay may read its own name
            self._cut += 1
            return None
        before = self._cut
        self._asked.add(name)
        found = self._defined(name)
        self._asked.discard(name)
        if self._cut == before or not self._asked:
            self._named[name] = found
        return found

    def beside(self, source: Source, own: Node) -> dict[str, Thunk]:
        """Return the texts and plain sets that exactly one of the other overlays in a file defines, by their names.

        Overlays of the same set precede the others. A package is the package of nixpkgs, since overlays of one file may
        be alternatives.
        """
        placed = self._of(source)
        mine = placed.numbers.get((own.start_byte, own.end_byte))
        holder = placed.holders[mine] if mine is not None else None
        before = self._cut
        table = self._table(source)
        key = (source.path, holder)
        kept = self._seen.get(key)
        if kept is None:
            chosen = {name: _chosen(entries, placed, holder, None) for name, entries in table.items()}
            kept = {name: thunk for name, thunk in chosen.items() if thunk is not None}
            if self._cut == before:
                self._seen[key] = kept
        found = dict(kept)
        value = self._value(source, mine, placed.nodes[mine]) if mine is not None else None
        for name in value.items if isinstance(value, Attrs) else ():
            other = _chosen(table.get(name, []), placed, holder, mine)
            if other is not None:
                found[name] = other
            else:
                found.pop(name, None)
        return found

    def _of(self, source: Source) -> _Placed:
        if source.path not in self._placed:
            self._placed[source.path] = _Placed(source)
        return self._placed[source.path]

    def _table(self, source: Source) -> dict[str, list[_Entry]]:
        """Return the definitions of each name in the overlays of a file."""
        kept = self._tables.get(source.path)
        if kept is None:
            kept, before = {}, self._cut
            for number, nodes in enumerate(self._of(source).nodes):
                value = self._value(source, number, nodes)
                for name, item in value.items.items() if isinstance(value, Attrs) else ():
                    kept.setdefault(name, []).append(_Entry(number, item, _is_plain(item.node)))
            if self._cut == before:
                self._tables[source.path] = kept
        return kept

    def _value(self, source: Source, number: int, nodes: list[Node]) -> Value:
        """Return the value of one overlay; ``number`` is its index, or negative for the outputs of a flake.

        An overlay may read a name of an overlay that is being evaluated: that overlay is evaluated once again. If the
        overlay is needed a third time, the name is unknown, and the result is not stored.
        """
        key = (source.path, number)
        kept = self._evaluated.get(key)
        if kept is not None:
            return kept
        if self._running[key] > 1:
            self._cut += 1
            return Sym("cycle")
        evaluator = self.lexical.evaluator
        steps, before = evaluator.steps, self._cut
        is_outermost = not self._running.total()
        if is_outermost:
            evaluator.steps = 0
        self._running[key] += 1
        try:
            value = self.lexical.value(source, nodes)
        finally:
            self._running[key] -= 1
            evaluator.steps = steps if is_outermost else evaluator.steps
        if is_outermost or (self._cut == before and not self._running[key]):
            self._evaluated[key] = value
        return value

    def _values(self, source: Source) -> Iterator[Value]:
        """Yield the values of the overlays in a file, and of the outputs of a flake."""
        for number, nodes in enumerate(self._of(source).nodes):
            yield self._value(source, number, nodes)
        for number, nodes in enumerate(_outputs(source)):
            outputs = _of_flake_parts(self._value(source, -1 - number, nodes))
            yield outputs
            library = outputs.items.get("lib") if isinstance(outputs, Attrs) else None
            if library is not None:
                yield library.force()

    def packaged(self, name: str) -> Value | None:
        """Return `self.packages.${system}.NAME` of the flake of the judged file; None if it is unknown."""
        evaluator = self.lexical.evaluator
        path = f"{evaluator.flake}/{_FLAKE}" if evaluator.flake else _FLAKE
        key = (path, name)
        if key in self._packages:
            return self._packages[key]
        if key in self._building:  # a package may read itself
            self._cut += 1
            return None
        before = self._cut
        self._building.add(key)
        source = evaluator.source(path) if evaluator.kind(path) == "file" else None
        found: dict[str, Value] = {}
        for system, packages in self._packages_of_flake(source):
            value = packages.force()
            item = value.items.get(name) if isinstance(value, Attrs) and value.name is None else None
            if item is not None:
                found.setdefault(system, item.force())
        self._building.discard(key)
        made = found.pop("", None) or (choice(SYSTEM, found) if found else None)
        if self._cut == before or not self._building:
            self._packages[key] = made
        return made

    def _packages_of_flake(self, source: Source | None) -> Iterator[tuple[str, Thunk]]:
        """Yield the sets of packages in a flake.nix and in modules of flake-parts, as `_packages_of` does."""
        evaluator = self.lexical.evaluator
        for flake in filter(None, (source,)):
            for number, nodes in enumerate(_outputs(flake)):
                yield from _packages_of(evaluator, self._value(flake, -1 - number, nodes))
        modules = [file for file in self.importers(OPTION + PER_SYSTEM) if evaluator.kind(file) == "file"]
        for file in modules if len(modules) <= MAX_MODULES else ():
            if file.rpartition("/")[2] != _FLAKE:
                value = evaluator.file(file)
                made = (
                    evaluator.call(value, Thunk.of(free("module"))) if isinstance(value, Function) else value
                )
                yield from _for_each_system(evaluator, made)

    def _defined(self, name: str) -> Value | None:
        evaluator = self.lexical.evaluator
        files = [file for file in self.importers(OPTION + name) if evaluator.kind(file) == "file"]
        if files and _FLAKE not in files and evaluator.kind(_FLAKE) == "file":
            files.append(_FLAKE)  # it may import the set that defines the name
        values: list[Value] = []
        sources = map(evaluator.source, files if len(files) <= MAX_FILES else ())
        for source in (each for each in sources if each is not None):
            for value in self._values(source):
                item = value.items.get(name) if isinstance(value, Attrs) else None
                if item is not None:
                    values.append(item.force())
        if not values or not all(
            isinstance(one, Str) or (isinstance(one, Attrs) and one.name is None) for one in values
        ):
            return None
        different = len(values) > 1 and len({fingerprint(Canonical(evaluator).of(one)) for one in values}) > 1
        return None if different else values[0]


class _Entry(NamedTuple):
    """A definition of a name: the index of its overlay, its value, and whether the value is plain data."""

    number: int
    item: Thunk
    is_plain: bool


def _chosen(
    entries: list[_Entry], placed: _Placed, holder: tuple[int, str] | None, mine: int | None
) -> Thunk | None:
    """Return the plain value that one overlay other than ``mine`` gives to a name; those of one set precede others."""
    others = [each for each in entries if each.number != mine]
    near = [each for each in others if holder is not None and placed.holders[each.number] == holder]
    only = near or others
    return only[0].item if len(only) == 1 and only[0].is_plain else None


def _holder(source: Source, nodes: list[Node]) -> tuple[int, str]:
    """Return where the set or list around an overlay begins, and the names before its last one (`a` of `a.default`).

    ``nodes`` end with the body of the overlay.
    """
    names = ""
    for node in reversed(nodes[:-3]):
        if node.type == "binding" and not names:
            attrpath = node.child_by_field_name("attrpath")
            names = source.text(attrpath).rpartition(".")[0] if attrpath is not None else ""
        if node.type in (*_SETS, "list_expression"):
            return node.start_byte, names
    return -1, names


def _places(source: Source) -> Iterator[list[Node]]:
    """Yield the nodes around the body of each overlay `final: prev: …` in a file, and that body."""
    for match in re.finditer(OVERLAYS, source.data):
        nodes = chain(source, match.start(), match.start() + 1)
        while nodes and nodes[-1].type != "function_expression":
            nodes.pop()
        inner = overlay_body(source, nodes[-1]) if nodes else None
        content = inner.child_by_field_name("body") if inner is not None else None
        if inner is not None and content is not None:
            yield [*nodes, inner, content]


def _outputs(source: Source) -> Iterator[list[Node]]:
    """Yield the same for the function that makes the outputs of a flake."""
    if source.path.rpartition("/")[2] != "flake.nix":
        return
    for match in re.finditer(_OUTPUTS, source.data):
        nodes = chain(source, match.start(), match.end())
        function = nodes[-1].child_by_field_name("expression") if nodes[-1].type == "binding" else None
        content = function.child_by_field_name("body") if function is not None else None
        if function is not None and function.type == "function_expression" and content is not None:
            yield [*nodes, function, content]


def _of_flake_parts(value: Value) -> Value:
    """Return the set `flake` of the module in `mkFlake { … } { flake = { … }; }`; another value is unchanged."""
    if not isinstance(value, Apply) or function_name(value) != "mkFlake":
        return value
    module = value.arguments[-1].force()
    own = module.items.get("flake") if isinstance(module, Attrs) else None
    return own.force() if own is not None else value


def _packages_of(evaluator: Evaluator, outputs: Value) -> Iterator[tuple[str, Thunk]]:
    """Yield (system, set of packages) for each system in the outputs of a flake; the system is "" for all systems."""
    if isinstance(outputs, Attrs):
        stated = outputs.items.get("packages")
        packages = stated.force() if stated is not None else None
        if isinstance(packages, Attrs):
            yield from packages.items.items()
        elif (made := _for_a_system(evaluator, packages)) is not None:
            yield "", Thunk.of(made)
        if outputs.rest is not None:
            yield from _packages_of(evaluator, outputs.rest)
        return
    if isinstance(outputs, Apply) and function_name(outputs) == "mkFlake":
        yield from _for_each_system(evaluator, outputs.arguments[-1].force())
        return
    made = _for_a_system(evaluator, outputs)
    stated = made.items.get("packages") if isinstance(made, Attrs) else None
    if stated is not None:
        yield "", stated


def _for_each_system(evaluator: Evaluator, module: Value) -> Iterator[tuple[str, Thunk]]:
    """Yield the set of packages that a module of flake-parts defines for each system."""
    own = module.items.get(PER_SYSTEM) if isinstance(module, Attrs) else None
    made = own.force() if own is not None else None
    if isinstance(made, Function):
        made = evaluator.call(made, Thunk.of(free(PER_SYSTEM)))
    stated = made.items.get("packages") if isinstance(made, Attrs) else None
    if stated is not None:
        yield "", stated


def _for_a_system(evaluator: Evaluator, value: Value | None) -> Value | None:
    """Return the result of the function that code calls for each system: `eachDefaultSystem (system: { … })`."""
    function = value.arguments[-1].force() if isinstance(value, Apply) and value.base is None else None
    if not isinstance(function, Function) or function.node.child_by_field_name("formals") is not None:
        return None
    return evaluator.call(function, Thunk.of(free("system")))


def _is_plain(node: Node | None) -> bool:
    """Tell whether syntax is a text, or a set of texts and sets."""
    if node is None:
        return False
    if node.type == "string_expression":
        return True
    if node.type not in _SETS:
        return False
    waiting, looked = [node], 0
    while waiting and looked < MAX_PLAIN:
        looked += 1
        each = waiting.pop()
        if each.type != "string_expression":
            if each.type not in _PLAIN:
                return False
            waiting.extend(each.named_children)
    return not waiting
