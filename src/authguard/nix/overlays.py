"""The texts that overlays, and the outputs of a flake, define for code that reads them from a package set or `self`."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from authguard.nix.canonical import Canonical, fingerprint, function_name
from authguard.nix.lexical import chain, overlay_body
from authguard.nix.references import OPTION, OVERLAYS, TELLING_NAME
from authguard.nix.values import Apply, Attrs, Str, Thunk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.lexical import Lexical
    from authguard.nix.parse import Source
    from authguard.nix.values import Value

MAX_FILES = 16
"""A name that overlays in more files than this may define is unknown."""
MAX_OVERLAYS = 60
"""The overlays of one file that are read for the names of the others: their cost is quadratic."""
MOST_PLACES = 1000
"""The overlays of one file that are searched."""
MAX_PLAIN = 400
"""A set with more nodes of syntax than this counts as no plain data."""

_SETS = frozenset({"attrset_expression", "rec_attrset_expression"})
_PLAIN = _SETS | {"binding_set", "binding", "attrpath", "identifier", "string_fragment", "integer_expression"}
_OUTPUTS = rb"(?<![\w.'-])outputs\s*+="


class Overlays:
    """Finds the names that overlays define. ``importers`` returns the files that may define a name."""

    def __init__(self, lexical: Lexical, importers: Callable[[str], Iterable[str]]) -> None:
        """Store both."""
        self.lexical = lexical
        self.importers = importers
        self._named: dict[str, Value | None] = {}
        self._placed: dict[str, list[list[Node]]] = {}
        self._evaluated: dict[str, list[Value]] = {}

    def named(self, name: str) -> Value | None:
        """Return the text or set that overlays of this repository define under a name; None if they do not agree.

        Only names that tell of a version or a source are looked up.
        """
        if re.fullmatch(TELLING_NAME, name.encode("utf-8", "replace")) is None:
            return None
        if name not in self._named:
            self._named[name] = None  # an overlay may read its own name
            self._named[name] = self._defined(name)
        return self._named[name]

    def beside(self, source: Source, own: Node) -> dict[str, Thunk]:
        """Return the texts and plain sets that exactly one of the other overlays in a file defines, by their names.

        A package counts as that of nixpkgs: overlays of one file may be alternatives.
        """
        places = self._places(source)
        mine = next((nodes for nodes in places if any(node == own for node in nodes[-3:])), None)
        holder = _holder(source, mine) if mine is not None else None
        others = [nodes for nodes in places if nodes is not mine]
        near = [nodes for nodes in others if holder is not None and _holder(source, nodes) == holder]
        found, named = self._plain(source, near) if len(near) < MAX_OVERLAYS else ({}, set())
        far = [nodes for nodes in others if nodes not in near] if len(places) <= MAX_OVERLAYS else []
        return {key: item for key, item in self._plain(source, far)[0].items() if key not in named} | found

    def _plain(self, source: Source, places: list[list[Node]]) -> tuple[dict[str, Thunk], set[str]]:
        """Return the texts and plain sets that exactly one of some overlays defines, by name; and all defined names."""
        found: dict[str, Thunk] = {}
        twice: set[str] = set()
        for nodes in places:
            value = self.lexical.value(source, nodes)
            for key, item in value.items.items() if isinstance(value, Attrs) else ():
                twice.update({key} & found.keys())
                found[key] = item
        plain = {key: item for key, item in found.items() if key not in twice and _is_plain(item.node)}
        return plain, set(found)

    def _places(self, source: Source) -> list[list[Node]]:
        """Return the places of the overlays in a file."""
        if source.path not in self._placed:
            self._placed[source.path] = list(islice(_places(source), MOST_PLACES))
        return self._placed[source.path]

    def _values(self, source: Source) -> list[Value]:
        """Return the values of the overlays in a file, and of the outputs of a flake; none beyond the limit."""
        kept = self._evaluated.get(source.path)
        if kept is None:
            places = self._places(source)
            wanted = [*places, *_outputs(source)] if len(places) <= MAX_OVERLAYS else []
            kept = [
                _of_flake_parts(self.lexical.evaluator, self.lexical.value(source, nodes)) for nodes in wanted
            ]
            self._evaluated[source.path] = kept
        return kept

    def _defined(self, name: str) -> Value | None:
        evaluator = self.lexical.evaluator
        files = [file for file in self.importers(OPTION + name) if evaluator.kind(file) == "file"]
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


def _of_flake_parts(evaluator: Evaluator, value: Value) -> Value:
    """Return the set `flake` of the module in `mkFlake { … } { flake = { … }; }`; another value is unchanged."""
    if not isinstance(value, Apply) or function_name(value) != "mkFlake":
        return value
    module = value.arguments[-1].force()
    own = module.items.get("flake") if isinstance(module, Attrs) else None
    return own.force() if own is not None else value


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
