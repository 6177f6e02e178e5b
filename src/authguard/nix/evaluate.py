"""Symbolic evaluation on demand: finds the value of a piece of syntax, within limits."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from authguard.nix import functions, packages
from authguard.nix.compared import choosing
from authguard.nix.expressions import RULES
from authguard.nix.parse import MAX_BYTES, Source, is_encrypted
from authguard.nix.path_inputs import outputs_of_input
from authguard.nix.values import (
    BEYOND,
    Apply,
    Attrs,
    Builtin,
    Choice,
    Const,
    Function,
    List,
    Preset,
    PresetText,
    Scope,
    Str,
    Sym,
    Thunk,
    Value,
    choice,
    free,
)
from authguard.nix.values import relative as relative

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from authguard.nix.directories import Loaded

MAX_DEPTH = 120
MAX_STEPS = 60_000
"""The steps of one evaluation. Expressions beyond this limit are symbolic: only their text is compared."""
MAX_UNDECIDED = 2
"""A lambda that calls itself is entered again only if fewer than this many unknown conditions lead to the call."""

# Within these limits one evaluation nests some thousand Python calls, which need no C stack.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 8000))

_PACKAGE_SETS = frozenset({"pkgs", "final", "prev"})
_INPUT = ("select", ("free", "inputs"))
"""The beginning of the key of an input of the flake. Its path is the same source: `inputs.tool.outPath`."""
_OF_FLAKE = ("select", ("free", "inputs"), "self")
_OUTPUTS_OF_FLAKE = (_OF_FLAKE, ("select", _OF_FLAKE, "lib"))
"""The outputs of the flake, and those of them that most flakes use for their own functions and values."""
_FOR_THE_SYSTEM = (("free", "self'"), ("select", ("free", "inputs'"), "self"))
"""The outputs of the flake without the level of systems, as flake-parts passes them."""
_SYSTEM_NAME = r"\w+-(?:linux|darwin)"
_LIB = ("free", "lib")
_OF_LIB = frozenset({"version", "versions", "sources", "meta", "release", "revision"})
"""Names of nixpkgs' lib. A flake or an overlay may add others to it."""


MAX_KEPT = 1 << 20
"""The syntax tree of a file with more bytes is not kept for the next question: it takes some 30 times as much."""


class WrittenThunk(Thunk):
    """An expression in its scope, for a later evaluation. A large set has one for each attribute, so it is small."""

    __slots__ = ("_evaluate", "_scope")

    node: Node
    source: Source

    def __init__(
        self, evaluate: Callable[[Source, Node, Scope], Value], source: Source, node: Node, scope: Scope
    ) -> None:
        """Store the expression, and the function that evaluates it."""
        super().__init__(None, source, node)
        self._evaluate = evaluate
        self._scope: Scope | None = scope

    def _computed(self) -> Value:
        if self._scope is None:
            return Sym("cycle")
        value = self._evaluate(self.source, self.node, self._scope)
        self._scope = None
        return value


class Evaluator:
    """Evaluates the .nix files of one tree.

    ``read`` returns a file's bytes by its path (relative to the root) or None; ``kind`` returns "file", "directory" or
    None; ``true`` returns the path that symbolic links lead to, and ``listing`` the entries of a directory, of at most
    so many as a second argument says. ``parsed``
    may be shared between evaluators, since it is keyed by path and content. ``reduced`` has the content of large files
    without the parts that need no judgement. ``flake`` is the directory of the flake that the judged file belongs to.
    ``defined`` returns the value that overlays of this repository give to a name, ``packaged`` the package of the flake
    with a name. ``unread`` has the files beyond the limits.
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        kind: Callable[[str], str | None],
        parsed: dict[tuple[str, bytes], Source] | None = None,
        true: Callable[[str], str] = str,
        listing: Callable[..., dict[str, str] | None] = lambda path, most=0: None,
    ) -> None:
        """Store the functions that read files."""
        self.listing = listing
        self.read = read
        self.kind = kind
        self.true = true
        self.parsed: dict[tuple[str, bytes], Source] = {} if parsed is None else parsed
        self.files: dict[str, Value] = {}
        self.reduced: dict[str, bytes] = {}
        self.used: set[str] = set()
        self.unread: set[str] = set()
        self.flake = ""
        self.defined: Callable[[str], Value | None] = lambda name: None
        self.packaged: Callable[[str], Value | None] = lambda name: None
        self.by_name: bool | None = None
        self.packages: dict[str, Value] = {}
        self.inputs: dict[str, Attrs] = {}
        self.loaded: dict[tuple[str, int, int], tuple[Scope, Loaded]] = {}
        self._sources: dict[str, Source | None] = {}
        self._evaluate = self.eval  # one bound method for all thunks
        self.thunks = 0
        self._parsed_bytes = 0
        # Calls by node and scope: a call that is found twice (as a source, and as a part of another value) is one
        # value.
        self.applied: dict[tuple[int, int], tuple[Scope, Value]] = {}
        self.calling: set[str] = set()
        self.depth = 0
        self.undecided = 0
        self._running: dict[int, int] = {}
        self.nested = 0
        self.steps = 0
        self.top: dict[str, Thunk] = functions.top_names()
        self._top_scope = Scope(None, self.top)  # only one: scopes inside of it are stored by its id

    def renewed(self) -> Evaluator:
        """Return an evaluator of the same tree without values, and without the syntax trees of its files."""
        paths = {each.path for each in self._sources.values() if each is not None}
        for key in [key for key in self.parsed if key[0] in paths]:
            del self.parsed[key]
        made = Evaluator(self.read, self.kind, self.parsed, self.true, self.listing)
        made.reduced, made.used, made.unread = self.reduced, self.used, self.unread
        return made

    def parsed_bytes(self) -> int:
        """Return the size of all files that this evaluator parsed; their trees take some 30 times as much.

        Blanks in place of entries that need no judgement do not count.
        """
        return self._parsed_bytes

    def _size(self, path: str, source: Source) -> int:
        return len(source.data.translate(None, b" \n")) if path in self.reduced else len(source.data)

    def release(self, path: str) -> None:
        """Drop the syntax tree of a large file that was parsed for one question, unless the file has a value."""
        source = self._sources.get(path)
        if source is not None and len(source.data) > MAX_KEPT and source.path not in self.files:
            del self._sources[path]
            self._parsed_bytes -= self._size(path, source)
            self.parsed.pop((source.path, source.data), None)

    def source(self, path: str) -> Source | None:
        """Return the parsed file at ``path``, or None if there is no readable file."""
        self.used.add(path)
        if path not in self._sources:
            found = self._sources[path] = self._parsed(path)
            self._parsed_bytes += self._size(path, found) if found is not None else 0
        return self._sources[path]

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a file that are judged; None if there is no such file."""
        return self.reduced[path] if path in self.reduced else self.read(path)

    def _parsed(self, path: str) -> Source | None:
        data = self.content(path)
        if data is None or is_encrypted(data):
            return None
        if len(data) > MAX_BYTES and path not in self.reduced:
            self.unread.add(path)
            return None
        path = self.true(path)
        key = (path, data)
        found = self.parsed.get(key)
        if found is None:
            found = self.parsed[key] = Source(path, data)
        if found.huge:
            self.unread.add(path)
            return None
        return found

    def file(self, path: str) -> Value:
        """Return the value that ``import`` of ``path`` has. A directory means its default.nix."""
        if self.kind(path) == "directory":
            path = f"{path}/default.nix" if path else "default.nix"
        path = self.true(path)
        value = self.files.get(path)
        if value is None:
            self.files[path] = Sym("cycle")
            value = packages.generated(self, path)
            if value is None:
                source = self.source(path)
                node = source.expression if source is not None else None
                if source is None or node is None:
                    value = Sym("import", path)
                else:
                    value = self.eval(source, node, self.top_scope())
            self.files[path] = value
        return value

    def top_scope(self) -> Scope:
        """Return the outermost scope of a file: the names of the language."""
        return self._top_scope

    def thunk(self, source: Source, node: Node, scope: Scope) -> Thunk:
        """Return ``node`` for a later evaluation."""
        self.thunks += 1
        return WrittenThunk(self._evaluate, source, node, scope)

    def has_half_of_steps(self) -> bool:
        """Tell whether this evaluation has taken less than half of its steps."""
        return self.steps < MAX_STEPS // 2

    def eval(self, source: Source, node: Node, scope: Scope) -> Value:
        """Return the value of ``node``. Never raises: the value of code that is too deep or unknown is symbolic."""
        self.steps += 1
        is_beyond = self.depth >= MAX_DEPTH or self.steps > MAX_STEPS
        if is_beyond and not _is_literal(node):
            return Sym(BEYOND, " ".join(source.text(node)[:4096].split()))
        self.depth += 1
        try:
            rule = RULES.get(node.type)
            value = rule(self, source, node, scope) if rule else Sym("text", source.text(node)[:4096])
        except RecursionError:
            value = Sym(BEYOND, " ".join(source.text(node)[:4096].split()))
        finally:
            self.depth -= 1
        self.steps += _weight(value)
        return value

    # -- application and selection -----------------------------------------------------------------

    def apply(
        self, function: Value, argument: Thunk, source: Source | None = None, node: Node | None = None
    ) -> Value:
        """Return ``function`` applied to ``argument``; ``node`` is the syntax of the call, if there is a syntax."""
        if isinstance(function, Function):
            return self.call(function, argument)
        if isinstance(function, Builtin):
            arguments = (*function.arguments, argument)
            if len(arguments) < function.arity:
                return Builtin(function.name, function.arity, function.call, arguments)
            return function.call(self, *arguments)
        if isinstance(function, Choice):
            return choice(
                function.selector,
                {key: self.apply(option, argument, source, node) for key, option in function.options.items()},
            )
        if isinstance(function, Apply):
            return Apply(function.function, (*function.arguments, argument), source, node, function.base)
        if isinstance(function, Attrs) and "__functor" in function.items:
            inner = self.apply(function.items["__functor"].force(), Thunk.of(function))
            return self.apply(inner, argument, source, node)
        if isinstance(function, Attrs) and function.rest is None and function.name is None:
            return function  # the value of a tool's loader, which may be called: ``import ./nix/sources.nix { }``
        return Apply(function, (argument,), source, node)

    def text_of_set(self, value: Value) -> Value:
        """Return the text that the `__toString` of a set returns for the set; any other value is returned as it is."""
        if isinstance(value, Attrs) and "__toString" in value.items:
            return self.apply(value.items["__toString"].force(), Thunk.of(value))
        if isinstance(value, Choice):
            return choice(
                value.selector, {key: self.text_of_set(option) for key, option in value.options.items()}
            )
        return value

    def call(self, function: Function, argument: Thunk) -> Value:
        """Return the body of a lambda with its parameters bound to ``argument``.

        If a lambda calls itself under unknown conditions, the evaluation would never end, so the inner call is
        unknown.
        """
        body = function.node.child_by_field_name("body")
        if body is None:
            return Sym("text", "")
        outer = self._running.get(function.node.id)
        if outer is not None and self.undecided >= outer + MAX_UNDECIDED:
            return Sym("cycle")
        if outer is None:
            self._running[function.node.id] = self.undecided
        try:
            scope = self.bind(function.source, function.node, function.scope, argument)
            return self.eval(function.source, body, scope)
        finally:
            if outer is None:
                del self._running[function.node.id]

    def formals(self, function: Function) -> dict[str, bool]:
        """Return the names in the set pattern of a lambda, each with whether it has a default."""
        source, node = function.source, function.node
        found = source.formals.get(node.id)
        if found is None:
            found = source.formals[node.id] = _formals(source, node)
        return {name: default is not None for name, default in found.items()}

    def bind(self, source: Source, node: Node, outer: Scope, argument: Thunk) -> Scope:
        """Return the scope of a lambda's body, given its argument. A formal that the argument lacks is unknown."""
        names = _Parameters()
        scope = Scope(outer, names)
        universal = node.child_by_field_name("universal")
        if universal is not None:
            names[source.text(universal)] = argument
        formals = source.formals.get(node.id)
        if formals is None:
            formals = source.formals[node.id] = _formals(source, node)
        names.formals = formals

        def made(name: str, default: Node | None) -> Thunk:
            return Thunk(_formal(self, source, scope, name, default, argument), source, default)

        names.made = made
        return scope

    def _select_of_choice(self, value: Choice, name: str) -> Value | None:
        options: dict[str, Value] = {}
        for key, option in value.options.items():
            found = self.select(option, name)
            if found is not None:
                options[key] = found
        return choice(value.selector, options) if options else None

    def select(self, value: Value, name: str) -> Value | None:
        """Return attribute ``name`` of ``value``; None for a set that certainly does not have the attribute."""
        if isinstance(value, Attrs):
            thunk = value.items.get(name)
            if thunk is not None:
                return thunk.force()
            if value.name is not None:
                return functions.member(value.name, name) or Sym("select", value.name, name)
            return self.select(value.rest, name) if value.rest is not None else None
        if isinstance(value, Choice):
            at = (self.flake, name)
            if at in value.selected:
                return value.selected[at]
            cycles = Thunk.cycles
            chosen = self._select_of_choice(value, name)
            if Thunk.cycles == cycles:  # otherwise it depends on values that are not computed yet
                value.selected[at] = chosen
            return chosen
        if isinstance(value, Apply):
            return packages.member(self, value, name)
        if isinstance(value, Sym):
            if name == "outPath" and value.key[:2] == _INPUT and value.last != "self":
                return value
            of_input = outputs_of_input(self, value) if value.key[0] == "select" else None
            if of_input is not None and name in of_input.items:
                return of_input.items[name].force()
            last = value.last
            known = functions.member(last, name) if last in functions.ROOTS else functions.anywhere(name)
            if known is not None:
                return known
            if name in packages.OVERRIDES and value.key[0] in ("free", "select"):
                return packages.override(value, name)
            if last in packages.SETS_BY_SYSTEM:
                return Sym("free", "pkgs")
            if value.key[0] == "free" and last in _PACKAGE_SETS:
                return packages.by_name(self, name) or self.defined(name) or Sym("free", name)
            is_output = value.key in _OUTPUTS_OF_FLAKE or (value.key == _LIB and name not in _OF_LIB)
            if is_output and (own := self.defined(name)) is not None:
                return own
            if _has_own_packages(value) and (own := self.packaged(name)) is not None:
                return own
            return Sym("select", value if value.key[0] not in ("free", "select") else value.key, name)
        return None if not isinstance(value, (Function, Builtin)) else Sym("select", "function", name)

    def attributes(self, value: Value) -> Attrs | None:
        """Return the attributes from which a package or a set was made, or None if they are unknown."""
        if isinstance(value, Attrs):
            return value
        return packages.attributes(self, value) if isinstance(value, Apply) else None


def _has_own_packages(value: Sym) -> bool:
    """Tell whether a value is the set of the packages of this flake for one system: `self.packages.${system}`."""
    if value.key[0] != "select":
        return False
    inner = value.key[1]
    holder = inner.key if isinstance(inner, Sym) else inner
    if holder == ("select", _OF_FLAKE, "packages"):
        return True
    if holder == (
        "free",
        "packages",
    ):  # of `self` in a file that gets it by name, which may also be a package set
        return not isinstance(value.key[-1], str) or re.fullmatch(_SYSTEM_NAME, value.key[-1]) is not None
    return value.key[-1] == "packages" and holder in _FOR_THE_SYSTEM


def _is_literal(node: Node) -> bool:
    """Tell whether a node is a text without interpolations: its value takes no steps."""
    return node.type == "string_expression" and all(
        child.type == "string_fragment" for child in node.named_children
    )


def _weight(value: Value) -> int:
    """Return the number of steps for a value by its size. Otherwise, doubling a text would cost only one step."""
    if isinstance(value, Str):
        literal = value.literal
        return len(literal) >> 10 if literal is not None else 0
    return len(value.items) >> 6 if isinstance(value, List) else 0


class _Parameters(dict[str, Thunk]):
    """The bindings of a lambda. Most formals are never used, so a binding is made when it is read."""

    __slots__ = ("formals", "made")

    def __init__(self) -> None:
        self.formals: dict[str, Node | None] = {}
        self.made: Callable[[str, Node | None], Thunk] | None = None

    def get(self, name: str, default: Thunk | None = None) -> Thunk | None:  # type: ignore[override]
        """Return the binding of a name."""
        found = super().get(name)
        if found is None and name in self.formals and self.made is not None:
            found = self[name] = self.made(name, self.formals[name])
        return found or default


def _formals(source: Source, node: Node) -> dict[str, Node | None]:
    """Return the names that the set pattern of a lambda binds, with their defaults."""
    pattern = node.child_by_field_name("formals")
    found = {}
    for formal in pattern.named_children if pattern is not None else ():
        name = formal.child_by_field_name("name") if formal.type == "formal" else None
        if name is not None:
            found[source.text(name)] = formal.child_by_field_name("default")
    return found


def _chooses_texts(source: Source, name: str, default: Str) -> bool:
    """Tell whether a formal only chooses texts in its file. The default of the formal must not be a version."""
    text = default.literal
    return text is not None and re.search(r"\d", text) is None and name in choosing(source)


def _formal(
    evaluator: Evaluator, source: Source, scope: Scope, name: str, default: Node | None, argument: Thunk
) -> Callable[[], Value]:
    """Return the computation of one formal: the argument's attribute, otherwise the default, otherwise an unknown."""

    def compute() -> Value:
        given = argument.force()
        holder = evaluator.attributes(given)
        if holder is not None and name in holder.items:
            return holder.items[name].force()
        if holder is not None and isinstance(holder.rest, Sym) and holder.rest.key[0] == "unbound":
            given, holder = holder.rest, None
        if holder is None and not (isinstance(given, Sym) and given.key[0] == "unbound"):
            found = evaluator.select(given, name)
            if found is not None and (default is None or not isinstance(found, Sym)):
                return found
        elif holder is not None and holder.rest is not None and default is None:
            found = evaluator.select(holder.rest, name)
            if found is not None:
                return found
        if default is not None:
            value = evaluator.eval(source, default, scope)
            is_open = isinstance(given, Sym) and given.key[0] == "unbound"
            if is_open and isinstance(value, Const) and isinstance(value.value, bool):
                return Preset(value.value, f"{source.path} {name}")
            if is_open and isinstance(value, Str) and _chooses_texts(source, name, value):
                return PresetText(value, f"{source.path} {name}")
            return value
        own = (
            packages.by_name(evaluator, name)
            if source.path.endswith("/package.nix") or "/by-name/" in source.path
            else None
        )
        if own is not None:
            return own
        if name in ("sources", "nvSources", "pins"):
            known = packages.pins(evaluator)
            if known is not None:
                return known
        if isinstance(given, Sym) and given.key[0] == "unbound" and len(given.key) > 1:
            return Sym("select", ("free", str(given.key[1])), name)
        return functions.anywhere(name) or free(name)

    return compute
