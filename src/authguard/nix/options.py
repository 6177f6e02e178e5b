"""The options of modules: literal versions that one module defines, and another module reads.

Definitions are read from the syntax. A definition that is no literal makes the option unknown. So does a definition in
a place without a known path: a function, a list, an argument.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from authguard.nix.definitions import DEFAULT, ELSEWHERE, UNCERTAIN, Definitions
from authguard.nix.references import OPTION, VERSION
from authguard.nix.values import Str

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.definitions import At
    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source


MAX_FILES = 32
"""An option that more files than this may define is unknown."""

MAX_OPTIONS = 512
"""If more options have one last name, all these options are unknown."""

MAX_PLACES = 40_000
"""A file with more values than this is not examined."""

_PLAIN = -100
"""The priority of a definition without a function. A smaller number of `mkOverride` is a higher priority."""

_VERSION = re.compile(rb"\"" + VERSION + rb"\"")
_SETS = ("attrset_expression", "rec_attrset_expression")
_BODIES = ("with_expression", "assert_expression", "let_expression", "function_expression")
_MODULE_LISTS = frozenset({"modules", "imports", "sharedModules", "extraModules"})
_WRITTEN_MODULES = (*_SETS, "parenthesized_expression")
_RANKS = {"mkDefault": -1000, "mkImageMediaOverride": -60, "mkForce": -50, "mkVMOverride": -10}
_ORDERS = frozenset({"mkOrder", "mkBefore", "mkAfter"})
"""Functions that change only the order of several definitions."""
_CONDITIONAL = frozenset({"mkIf", "mkOverride", "optionalAttrs"})


class Option(NamedTuple):
    """A version that is known: the path of the option, its text, and the files that define it."""

    at: At
    text: Str
    files: frozenset[str]


class _Place(NamedTuple):
    """A value to examine, at the path of an option. ``rank`` is its priority, or shows that it is not understood."""

    at: At
    node: Node
    rank: int


class Options:
    """The literal versions among the options of one tree. ``importers`` returns the files that may define a name."""

    def __init__(self, evaluator: Evaluator, importers: Callable[[str], Iterable[str]]) -> None:
        """Store both."""
        self.evaluator = evaluator
        self.importers = importers
        self._named: dict[str, list[Option]] = {}
        self._files: dict[str, list[str]] = {}
        self._definitions: dict[str, Definitions] = {}

    def named(self, name: str) -> list[Option]:
        """Return the options with the last name ``name`` that are known."""
        if name not in self._named:
            files = self._defining(name)
            few = files if len(files) <= MAX_FILES else []
            paths = {at: None for file in few for at in self._of(file).known if at and at[-1] == name}
            found = [self._option(at) for at in paths] if len(paths) <= MAX_OPTIONS else []
            self._named[name] = [each for each in found if each is not None]
        return self._named[name]

    def _defining(self, name: str) -> list[str]:
        if name not in self._files:
            kind = self.evaluator.kind
            self._files[name] = sorted(
                {file for file in self.importers(OPTION + name) if kind(file) == "file"}
            )
        return self._files[name]

    def _option(self, at: At) -> Option | None:
        """Return the option at ``at``, if each file that may define it can be read, and they agree."""
        files = {file for name in at for file in self._defining(name)}
        if len(files) > MAX_FILES or any(self._of(file).hides(at) for file in files):
            return None
        found = [
            (each.rank, file, each.node)
            for file in sorted(files)
            for each in self._of(file).known.get(at, ())
            if each.node is not None
        ]
        highest = max((rank for rank, _, _ in found), default=DEFAULT)
        texts = [self._text(file, node) for rank, file, node in found if rank == highest]
        first = texts[0] if texts else None
        if first is None or any(each is None or each.literal != first.literal for each in texts):
            return None
        return Option(at, first, frozenset(file for _, file, _ in found))

    def _text(self, path: str, node: Node) -> Str | None:
        """Return the value of a literal."""
        source = self.evaluator.source(path)
        value = self.evaluator.eval(source, node, self.evaluator.top_scope()) if source is not None else None
        return value if isinstance(value, Str) and value.literal else None

    def _of(self, path: str) -> Definitions:
        found = self._definitions.get(path)
        if found is None:
            source = self.evaluator.source(path)
            found = self._definitions[path] = _definitions(source)
        return found


def _definitions(source: Source | None) -> Definitions:
    """Return the definitions of one file. Each file is searched once, since the trees of a change share their files."""
    if source is None or source.expression is None:
        return Definitions(is_complete=False)
    if source.defined is None:
        source.defined = Definitions()
        _Walk(source, source.defined).run(source.expression)
    return source.defined


def _modules(node: Node) -> Iterator[Node]:
    """Yield the modules that a list has as sets or functions: `modules = [ ./a.nix { … } ] ++ more;`."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type == "list_expression":
            yield from (item for item in each.named_children if item.type in _WRITTEN_MODULES)
        elif each.type in ("binary_expression", "parenthesized_expression"):
            waiting.extend(each.named_children)


def _is_update(node: Node) -> bool:
    """Tell whether an expression is `{ … } // { … }`. A name that both sides define has two definitions."""
    return node.type == "binary_expression" and any(child.type == "//" for child in node.children)


class _Walk:
    """The examination of the values of one file."""

    def __init__(self, source: Source, found: Definitions) -> None:
        self.source = source
        self.found = found

    def run(self, root: Node) -> None:
        """Store the definitions below ``root``."""
        waiting = [_Place((), root, _PLAIN)]
        looked = 0
        while waiting:
            looked += 1
            if looked > MAX_PLACES:
                self.found.is_complete = False
                return
            waiting.extend(self._below(waiting.pop()))

    def _below(self, place: _Place) -> Iterator[_Place]:
        """Yield the values in a value. A value that is no set is stored as a definition."""
        at, node, rank = place
        kind = node.type
        if kind in _SETS:
            yield from self._bindings(at, node, rank)
        elif kind == "parenthesized_expression" or _is_update(node):
            yield from (_Place(at, child, rank) for child in node.named_children)
        elif kind in _BODIES and (kind != "function_expression" or not at):
            body = node.child_by_field_name("body")
            for child in node.named_children:
                if child == body:
                    yield _Place(at, child, rank)
                elif child.type == "binding_set":
                    yield from self._bindings((), node, ELSEWHERE)
        elif kind == "apply_expression" and rank != ELSEWHERE:
            yield from self._applied(place)
        else:
            yield from self._leaf(place)

    def _leaf(self, place: _Place) -> Iterator[_Place]:
        at, node, rank = place
        version = self._version(node) if rank < UNCERTAIN else None
        if at[:1] != ("options",) or rank == ELSEWHERE:
            self.found.add(at, rank, version)
        if version is None:
            children = node.named_children
            if rank != ELSEWHERE and not all(child.named_child_count for child in children):
                self.found.add(at, ELSEWHERE, None)
            yield from (_Place(at, child, ELSEWHERE) for child in children if child.named_child_count)

    def _applied(self, place: _Place) -> Iterator[_Place]:
        """Yield the values in a call. For `mkOption`, only the default is a value."""
        at, node, rank = place
        function, arguments = node, []
        while function.type == "apply_expression":
            argument = function.child_by_field_name("argument")
            inner = function.child_by_field_name("function")
            if argument is None or inner is None:
                return
            arguments.append(argument)
            function = inner
        name = self.source.text(function).rpartition(".")[2]
        last = arguments[0]
        written = [version for each in arguments if (version := self._version(each)) is not None]
        if name == "mkOption" and at[:1] == ("options",):
            for child in self._bindings((), last, rank) if last.type in _SETS else ():
                version = self._version(child.node) if child.at == ("default",) else None
                if version is not None:
                    self.found.add(at, DEFAULT, version)
        elif name in _RANKS and len(arguments) == 1:
            yield _Place(at, last, _RANKS[name] if rank == _PLAIN else UNCERTAIN)
        elif name == "mkMerge" and last.type == "list_expression":
            yield from (_Place(at, child, rank) for child in last.named_children)
        elif name in _ORDERS:
            yield _Place(at, last, rank)
        elif name in _CONDITIONAL:
            yield _Place(at, last, self._under(name, arguments, rank))
        elif (
            at[:1] == ("options",) and len(written) == 1
        ):  # `mkOpt types.str "1.4" "…"`, a wrapper of mkOption
            self.found.add(at, DEFAULT, written[0])
        else:
            yield from self._leaf(place)

    def _under(self, name: str, arguments: list[Node], rank: int) -> int:
        """Return the priority below `mkIf true` or `mkOverride 10`; ``arguments`` has the last one first."""
        first = self.source.text(arguments[1]).strip("()") if len(arguments) == 2 else ""
        if first == "true" and name != "mkOverride":
            return rank
        if rank == _PLAIN and name == "mkOverride" and re.fullmatch(r"\d{1,4}", first):
            return -int(first) or 0
        return UNCERTAIN

    def _bindings(self, at: At, node: Node, rank: int) -> Iterator[_Place]:
        """Yield the values of a set or a `let`; an inherited name is a definition that is not understood."""
        for group in node.named_children:
            for binding in group.named_children if group.type == "binding_set" else ():
                names = binding.child_by_field_name("attrpath") or binding.child_by_field_name("attrs")
                parts = [self._name(each) for each in names.named_children] if names is not None else []
                value = binding.child_by_field_name("expression")
                if binding.type == "binding" and value is not None:
                    modules = list(_modules(value)) if parts[-1:] and parts[-1] in _MODULE_LISTS else []
                    yield from (_Place((), module, _PLAIN) for module in modules)
                    if not modules:
                        yield _Place((*at, *parts), value, rank)
                    continue
                for part in parts if node.type in _SETS else ():
                    self.found.add((*at, part), rank, None)

    def _name(self, node: Node) -> str:
        """Return a part of an attribute path; a computed part is empty."""
        text = self.source.text(node)
        if node.type == "identifier":
            return text
        return text[1:-1] if re.fullmatch(r'"[^"$\\]*"', text) else ""

    def _version(self, node: Node) -> Node | None:
        """Return the syntax of a literal version."""
        while node.type == "parenthesized_expression" and len(node.named_children) == 1:
            node = node.named_children[0]
        if node.type != "string_expression":
            return None
        return node if _VERSION.fullmatch(self.source.data, node.start_byte, node.end_byte) else None
