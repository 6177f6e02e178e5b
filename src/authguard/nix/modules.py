"""The module system: the arguments of modules, and their options.

`specialArgs` and `_module.args` pass arguments by name. No code of the repository calls the module.

An option is a literal version that one module defines, and another module reads. Definitions are read from the syntax.
A definition that is no literal makes its option unknown. So does a definition in a place without a known path: a
function, a list, an argument.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from authguard.nix.bound_names import RECURSIVE, parameters
from authguard.nix.canonical import Canonical, fingerprint
from authguard.nix.lexical import chain
from authguard.nix.references import ANY_ARGUMENT, ARGUMENT, OF_MODULES, OPTION, VERSION, options_read
from authguard.nix.scopes import PER_SYSTEM
from authguard.nix.values import Attrs, Str, Sym, Thunk, free

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.lexical import Lexical, LexicalContext
    from authguard.nix.parse import Source
    from authguard.nix.values import Value

    Contexts = Callable[[Source, list[Node], int], list[LexicalContext]]
    from tree_sitter import Node

    At = tuple[str, ...]
    """The path of an option. A computed part is empty."""
    from collections.abc import Callable

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source

DEFAULT, UNCERTAIN, ELSEWHERE = -1500, 1, 2
"""The priority of defaults (as numbers of `mkOverride`, less than zero), of definitions under an unknown condition, and
of definitions in a place without a known path."""


class Definition(NamedTuple):
    """A value that a file defines for an option: the priority, and the syntax if the value is a literal version."""

    rank: int
    node: Node | None


class Definitions:
    """The definitions of one file: those with a known path, and the ends of the paths of all others."""

    def __init__(self, *, is_complete: bool = True) -> None:
        """Make a list without definitions. If the list is not complete, its file may define any option."""
        self.known: dict[At, list[Definition]] = {}
        self.elsewhere: set[At] = set()
        self.is_complete = is_complete

    def add(self, at: At, rank: int, node: Node | None) -> None:
        """Store the definition of ``at``, which has ``config`` and ``options`` at its start."""
        if not at:
            return
        if rank == ELSEWHERE or "" in at:
            self.elsewhere.update((at[-2:],) if at[0] == PER_SYSTEM else (at[-1:], at[-2:]))
        else:
            self.known.setdefault(at[1:] if at[0] in ("config", "options") else at, []).append(
                Definition(rank, node)
            )

    def hides(self, at: At) -> bool:
        """Tell whether a definition that is not understood may define the option ``at``, or a set around it."""
        if not self.is_complete:
            return True
        for length in range(len(at)):
            if any(each.node is None for each in self.known.get(at[:length], ())):
                return True
        if any(each.node is None for each in self.known.get(at, ())):
            return True
        return any(
            end in self.elsewhere for length in range(1, len(at) + 1) for end in _ends(at[:length][-2:])
        )


def _ends(at: At) -> tuple[At, ...]:
    """Return ``at``, and its variants with computed parts in place of names."""
    if len(at) == 1:
        return (at, ("",))
    return (at, ("", at[1]), (at[0], ""), ("", ""))


MAX_FILES = 32
"""An option that more files than this may define is unknown."""

MAX_OPTIONS = 512
"""If more options have one last name, all these options are unknown."""

MAX_PLACES = 40_000
"""A file with more values than this is not examined."""

_MOST_OUTER = 1000
"""The names of more scopes around a value are not kept, since each scope has a copy of them."""

_PLAIN = -100
"""The priority of a definition without a function. A smaller number of `mkOverride` is a higher priority."""

_VERSION = rb"\"" + VERSION + rb"\""
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


Names = dict[str, "Node | None"]
"""The names of the scopes around a value. A name that means a literal version has its syntax."""


class _Place(NamedTuple):
    """A value to examine, at the path of an option. ``rank`` is its priority, or shows that it is not understood."""

    at: At
    node: Node
    rank: int
    names: Names


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
        waiting = [_Place((), root, _PLAIN, {})]
        looked = 0
        while waiting:
            looked += 1
            if looked > MAX_PLACES:
                self.found.is_complete = False
                return
            waiting.extend(self._below(waiting.pop()))

    def _below(self, place: _Place) -> Iterator[_Place]:
        """Yield the values in a value. A value that is no set is stored as a definition."""
        at, node, rank, names = place
        kind = node.type
        if kind in _SETS:
            yield from self._bindings(at, node, rank, self._names(node, names))
        elif kind == "parenthesized_expression" or _is_update(node):
            yield from (place._replace(node=child) for child in node.named_children)
        elif kind in _BODIES and (kind != "function_expression" or not at):
            body, names = node.child_by_field_name("body"), self._names(node, names)
            for child in node.named_children:
                if child == body:
                    yield _Place(at, child, rank, names)
                elif child.type == "binding_set":
                    yield from self._bindings((), node, ELSEWHERE, names)
        elif kind == "apply_expression" and rank != ELSEWHERE:
            yield from self._applied(place)
        else:
            yield from self._leaf(place)

    def _leaf(self, place: _Place) -> Iterator[_Place]:
        at, node, rank, names = place
        version = self._version(node, names) if rank < UNCERTAIN else None
        if at[:1] != ("options",) or rank == ELSEWHERE:
            self.found.add(at, rank, version)
        if version is None:
            children = node.named_children
            if rank != ELSEWHERE and not all(child.named_child_count for child in children):
                self.found.add(at, ELSEWHERE, None)
            yield from (_Place(at, child, ELSEWHERE, names) for child in children if child.named_child_count)

    def _applied(self, place: _Place) -> Iterator[_Place]:
        """Yield the values in a call. For `mkOption`, only the default is a value."""
        at, node, rank, names = place
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
        literal = [version for each in arguments if (version := self._version(each, {})) is not None]
        written = literal or [
            version for each in arguments if (version := self._version(each, names)) is not None
        ]
        if name == "mkOption" and at[:1] == ("options",):
            for child in self._bindings((), last, rank, names) if last.type in _SETS else ():
                version = self._version(child.node, names) if child.at == ("default",) else None
                if version is not None:
                    self.found.add(at, DEFAULT, version)
        elif name in _RANKS and len(arguments) == 1:
            yield _Place(at, last, _RANKS[name] if rank == _PLAIN else UNCERTAIN, names)
        elif name == "mkMerge" and last.type == "list_expression":
            yield from (_Place(at, child, rank, names) for child in last.named_children)
        elif name in _ORDERS:
            yield _Place(at, last, rank, names)
        elif name in _CONDITIONAL:
            yield _Place(at, last, self._under(name, arguments, rank), names)
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

    def _names(self, node: Node, outer: Names) -> Names:
        """Return the names in a `let`, a `rec` set or a function, and the ``outer`` ones, if these are few."""
        own: dict[str, Node | None] = {}
        if node.type == "function_expression":
            own = dict.fromkeys(parameters(self.source, node))
        elif node.type in RECURSIVE:
            groups = [each for each in node.named_children if each.type == "binding_set"]
            for binding in (each for group in groups for each in group.named_children):
                value = binding.child_by_field_name("expression")
                names = binding.child_by_field_name("attrpath") or binding.child_by_field_name("attrs")
                parts = [self._name(each) for each in names.named_children] if names is not None else []
                is_plain = binding.type == "binding" and value is not None and len(parts) == 1
                own.update(dict.fromkeys(parts, self._version(value, {}) if value and is_plain else None))
        return (outer | own if len(outer) < _MOST_OUTER else own) if own else outer

    def _bindings(self, at: At, node: Node, rank: int, scope: Names) -> Iterator[_Place]:
        """Yield the values of a set or a `let`; most inherited names are definitions that are not understood."""
        for group in node.named_children:
            for binding in group.named_children if group.type == "binding_set" else ():
                names = binding.child_by_field_name("attrpath") or binding.child_by_field_name("attrs")
                parts = [self._name(each) for each in names.named_children] if names is not None else []
                value = binding.child_by_field_name("expression")
                if binding.type == "binding" and value is not None:
                    modules = list(_modules(value)) if parts[-1:] and parts[-1] in _MODULE_LISTS else []
                    yield from (_Place((), module, _PLAIN, scope) for module in modules)
                    if not modules:
                        yield _Place((*at, *parts), value, rank, scope)
                    continue
                is_plain = binding.type == "inherit" and rank < UNCERTAIN
                for part in parts if node.type in _SETS else ():
                    self.found.add((*at, part), rank, scope.get(part) if is_plain else None)

    def _name(self, node: Node) -> str:
        """Return a part of an attribute path; a computed part is empty."""
        text = self.source.text(node)
        if node.type == "identifier":
            return text
        return text[1:-1] if re.fullmatch(r'"[^"$\\]*"', text) else ""

    def _version(self, node: Node, names: Names) -> Node | None:
        """Return the syntax of a literal version, which may have one of these names."""
        while node.type == "parenthesized_expression" and len(node.named_children) == 1:
            node = node.named_children[0]
        if node.type == "variable_expression":
            return names.get(self.source.text(node))
        if node.type != "string_expression":
            return None
        found = re.compile(_VERSION).fullmatch(self.source.data, node.start_byte, node.end_byte)
        return node if found else None


MAX_DEFINING = 16
"""An argument that more files than this define is not followed."""

_GIVING = (b"pecialArgs", b"_module.args")
_MODULE = b"_module"


class ModuleArguments:
    """Finds the arguments of the modules of one tree.

    ``importers`` returns the files that define an argument, ``contexts`` the contexts of a place in a file.
    """

    def __init__(
        self, lexical: Lexical, importers: Callable[[str], Iterable[str]], contexts: Contexts
    ) -> None:
        """Store the arguments."""
        self.lexical = lexical
        self.importers = importers
        self.contexts = contexts
        self.options = Options(lexical.evaluator, importers)

    def arguments(self, source: Source, node: Node, depth: int) -> dict[str, Thunk]:
        """Return the arguments that files of this repository define for the lambda ``node``, if it may be a module."""
        pattern = node.child_by_field_name("formals")
        if pattern is None or pattern.child_by_field_name("ellipses") is None:
            return {}
        found = {}
        for formal in pattern.named_children:
            name = formal.child_by_field_name("name") if formal.type == "formal" else None
            text = source.text(name) if name is not None else ""
            if not text or text.encode("utf-8", "surrogateescape") in OF_MODULES:
                continue
            files = list(
                {file: None for each in (text, ANY_ARGUMENT) for file in self.importers(ARGUMENT + each)}
            )
            if 0 < len(files) <= MAX_DEFINING:
                found[text] = Thunk(partial(self._value, text, files, depth))
        return found

    def configured(self, source: Source) -> Value:
        """Return the ``config`` of the module in ``source`` with the versions that other modules define as literals."""
        found: dict[tuple[str, ...], Str] = {}
        for name in sorted(options_read(source.data)):
            for option in self.options.named(name):
                if option.files != {source.path}:
                    found[option.at] = option.text
        return _tree(found, free("config"))

    def _value(self, name: str, files: list[str], depth: int) -> Value:
        """Return the value of an argument; an unknown value if the files that define the argument do not agree."""
        evaluator = self.lexical.evaluator
        values: list[Value] = []
        for source in filter(None, map(evaluator.source, files)):
            for nodes, names in _given(source):
                if names and names[0] != name:
                    continue
                for context in self.contexts(source, nodes, depth):
                    value: Value | None = self.lexical.value(source, nodes, context)
                    if value is not None and not names:
                        value = evaluator.select(value, name)
                    for each in reversed(names[1:]):
                        value = Attrs({each: Thunk.of(value)}) if value is not None else None
                    if value is not None and not any(value is other for other in values):
                        values.append(value)
        return values[0] if values and _are_equal(evaluator, values) else free(name)


def _are_equal(evaluator: Evaluator, values: list[Value]) -> bool:
    """Tell whether all values are equal. The forms of sets with all inputs are large."""
    if len(values) < 2:
        return True
    forms = (fingerprint(Canonical(evaluator).of(one)) for one in values)
    first = next(forms)
    return all(form == first for form in forms)


def _tree(found: dict[tuple[str, ...], Str], rest: Value) -> Value:
    """Return the set with these values at their paths, and with the unknown ``rest``."""
    if not found:
        return rest
    inner: dict[str, dict[tuple[str, ...], Str]] = {}
    items: dict[str, Thunk] = {}
    for at, value in found.items():
        if len(at) == 1:
            items[at[0]] = Thunk.of(value)
        else:
            inner.setdefault(at[0], {})[at[1:]] = value
    for name, below in inner.items():
        key = rest.key if isinstance(rest, Sym) else ()
        items.setdefault(name, Thunk.of(_tree(below, Sym("select", key, name))))
    return Attrs(items, rest)


def _given(source: Source) -> Iterator[tuple[list[Node], list[str]]]:
    """Yield (the nodes around a value, the attribute path below the arguments) for each set that defines arguments."""
    for word in _GIVING:
        at = source.data.find(word)
        while at >= 0:
            nodes = chain(source, at, at + len(word))
            while nodes and nodes[-1].type != "binding":
                nodes.pop()
            value = nodes[-1].child_by_field_name("expression") if nodes else None
            attrpath = nodes[-1].child_by_field_name("attrpath") if nodes else None
            if value is not None and attrpath is not None and attrpath.start_byte <= at < attrpath.end_byte:
                below = source.data[at + len(word) : attrpath.end_byte].decode("utf-8", "replace")
                yield [*nodes, value], [name for name in below.split(".") if name]
            at = source.data.find(word, at + 1)
    yield from _given_in_set(source)


def _given_in_set(source: Source) -> Iterator[tuple[list[Node], list[str]]]:
    """Yield the same for `_module = { args = { … }; }`."""
    at = source.data.find(_MODULE)
    while at >= 0:
        nodes = chain(source, at, at + len(_MODULE))
        while nodes and nodes[-1].type != "binding":
            nodes.pop()
        value = nodes[-1].child_by_field_name("expression") if nodes else None
        inner = value.named_children[0] if value is not None and value.named_children else None
        for binding in inner.named_children if inner is not None and inner.type == "binding_set" else ():
            attrpath = binding.child_by_field_name("attrpath")
            given = binding.child_by_field_name("expression")
            first, *below = source.text(attrpath).split(".") if attrpath is not None else [""]
            if first == "args" and value is not None and given is not None and inner is not None:
                yield [*nodes, value, inner, binding, given], below
        at = source.data.find(_MODULE, at + 1)
