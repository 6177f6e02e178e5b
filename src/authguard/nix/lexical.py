"""The scope of any place in a file, found from the outside inwards: an evaluation can start in the middle.

A parameter of a lambda around the place is bound if its value is known (from a call, or for the ``finalAttrs:`` of a
package). Otherwise the parameter is free, with its default.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from authguard.nix import packages
from authguard.nix.bound_names import default_of
from authguard.nix.canonical import function_name, of_condition
from authguard.nix.evaluate import Evaluator
from authguard.nix.expressions import recursive, within_with
from authguard.nix.functions.files import call_package
from authguard.nix.functions.known import choices_of_truth
from authguard.nix.parse import call_parts
from authguard.nix.values import (
    Apply,
    Attrs,
    Builtin,
    Choice,
    Const,
    List,
    Preset,
    Scope,
    Str,
    Sym,
    Thunk,
    Value,
    free,
    string,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

    LambdaKey = tuple[str, int]

MAX_LOOKED = 100_000
LOOKED_PER_BYTE = 4
"""The most steps of searches for places in a file's tree: a constant, and some for each byte of the file."""

MAX_NESTED = 4000
"""A place inside of more nodes of syntax than this is not found."""

MAX_COMPARED, MAX_TEXTS = 2, 8
"""The most formals of a lambda that are followed, and the most texts that a file compares one of them with."""

MAX_MERGED = 32
"""At most this many modules of a `lib.mkMerge` are read."""

LONGEST_SCOPE = 2000
"""A longer argument (in bytes) of a call that makes a scope is the scope itself, not the name of a function."""

MAX_OPTIONS_DEEP = 8
"""Options in deeper sets than this have no known default."""

_SETS = frozenset({"attrset_expression", "rec_attrset_expression", "function_expression"})
AROUND = frozenset(
    {"parenthesized_expression", "let_expression", "with_expression", "assert_expression", "if_expression"}
)
"""The expressions around a function that is still the value of its file or binding."""
_LET = frozenset({"let_expression", "rec_attrset_expression", "let_attrset_expression"})
_ITSELF = frozenset(
    {"finalAttrs", "final", "self", "fa", "this", "finalPackage", "finalAttr", "attrs", "finalPkg", "o", "p"}
)
FIXED = frozenset({"makeScope", "makeScopeWithSplicing", "makeScopeWithSplicing'", "makeExtensible", "fix"})
_FIXING = rb"\b(?:makeScope(?:WithSplicing'?)?|makeExtensible|fix)(?=\s)"
MAX_FIXED = 16
"""In a file with more calls that make a scope, only the first calls are searched."""
_COMPARED = (
    rb"(?<![\w.'-])([A-Za-z_][\w'-]{0,100}+)\s{0,9}+[!=]=\s*+\"([^\"$\\]{0,100}+)\""
    rb"|\"([^\"$\\]{0,100}+)\"\s*+[!=]=\s*+([A-Za-z_][\w'-]{0,100}+)(?!\.)"
)
FINAL = ("final", "self", "_final", "_self", "_")
PREVIOUS = ("prev", "super", "_prev", "_super", "_")
"""The names of the two parameters of an overlay. At least one of them is not `_`."""
_RANKED = rb"\bmk(?:Force|(?:Option)?Default|\w*Override|If)\b"
_RANKED_NAME = rb"([\w'-]++)\s*=\s*(?:[\w'-]+\.)*mk(?:Force|(?:Option)?Default|\w*Override|If)(?:\s+\d+)?\s*;"
"""A binding with one of these functions as its value."""
_CONDITIONAL = frozenset({"mkIf", "optional", "optionals", "optionalAttrs", "optionalString"})
"""Functions that return their second argument if their first one is true, and nothing otherwise."""
_BUILDER = r"mk|[bB]uild|derivation|runCommand|stdenv"
_OF_NIXPKGS = r"mkDerivation|build[A-Z]\w*"
"""Builders of nixpkgs that pass a function the result of that same function. The parameter may have any name."""


class LexicalContext:
    """The arguments of the lambdas around a place: their scopes, by file and offset of the lambda."""

    __slots__ = ("scopes",)

    def __init__(self, scopes: dict[LambdaKey, Scope] | None = None) -> None:
        """Store the bound lambdas."""
        self.scopes = scopes or {}

    def bound(self, source: Source, node: Node, scope: Scope) -> LexicalContext:
        """Return this context with one more lambda bound."""
        return LexicalContext({**self.scopes, (source.path, node.start_byte): scope})


UNBOUND = LexicalContext()


def chain(source: Source, start: int, end: int) -> list[Node]:
    """Return the nodes around the byte span, from the root to the smallest; beyond the limits, only the root.

    A search takes longer in a deeper tree and with more siblings. No file that people write comes near a limit.
    """
    nodes = [source.root]
    most = MAX_LOOKED + LOOKED_PER_BYTE * len(source.data)
    if source.looked > most:
        source.beyond = True
        return nodes
    # Not first_named_child_for_byte: if there is no such child it returns a node that crashes the process.
    smallest = source.root.named_descendant_for_byte_range(start, end)
    while smallest is not None and nodes[-1] != smallest:
        child = nodes[-1].child_with_descendant(smallest)
        if child is None:
            break
        source.looked += 1 + (nodes[-1].child_count >> 6)
        nodes.append(child)
        if source.looked > most or len(nodes) > MAX_NESTED:
            source.beyond = True
            return nodes[:1]
    return nodes


class Lexical:
    """Finds scopes in the files of one evaluator. Results are cached, so that each scope is evaluated once."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Store the evaluator."""
        self.evaluator = evaluator
        self._kept: dict[tuple[int, str, int, int], Scope] = {}
        self._makers: dict[tuple[str, int, int, int], tuple[int, ...]] = {}
        self._contexts: list[LexicalContext] = []
        self._undecided: dict[LambdaKey, list[LexicalContext]] = {}
        self._scopes: dict[str, list[tuple[list[Node], str]]] = {}
        self._compared: dict[str, dict[str, list[str]]] = {}
        self.configured: Callable[[Source], Value] = lambda source: free("config")
        self.beside: Callable[[Source, Node], dict[str, Thunk]] = lambda source, overlay: {}

    def scope(self, source: Source, nodes: list[Node], context: LexicalContext = UNBOUND) -> Scope:
        """Return the scope in which the last of ``nodes`` (a `chain`) is evaluated."""
        scope = self.evaluator.top_scope()
        self._contexts.append(context)  # its id() is a key, so the object must stay alive
        numbers = self._entered(source, nodes)
        first = 0
        for at in range(len(numbers) - 1, -1, -1) if context.scopes else ():
            known = context.scopes.get((source.path, nodes[numbers[at]].start_byte))
            if known is not None:  # the scopes around it do not matter
                scope, first = known, at + 1
                break
        for number in numbers[first:]:
            scope = self._enter(source, nodes, number, scope)
        return scope

    def _entered(self, source: Source, nodes: list[Node]) -> tuple[int, ...]:
        """Return the indices of the nodes that make a scope for the next node."""
        key = (source.path, nodes[-1].start_byte, nodes[-1].end_byte, len(nodes))
        kept = self._makers.get(key)
        if kept is None:
            kept = self._makers[key] = tuple(
                number
                for number, (node, child) in enumerate(pairwise(nodes))
                if node.type in _LET
                or node.type == "function_expression"
                or (node.type == "with_expression" and child == node.child_by_field_name("body"))
            )
        return kept

    def value(self, source: Source, nodes: list[Node], context: LexicalContext = UNBOUND) -> Value:
        """Return the value of the last of ``nodes``."""
        return self.evaluator.eval(source, nodes[-1], self.scope(source, nodes, context))

    def assumed(self, source: Source, nodes: list[Node], context: LexicalContext) -> dict[object, str] | None:
        """Return the conditions under which the last of ``nodes`` is used: the option of each `if` around this node.

        `lib.mkIf` and `lib.optional` are such conditions too. None if the node is in a branch that these arguments do
        not select.
        """
        found: dict[object, str] = {}
        for number, node in enumerate(nodes[:-1]):
            if (default := default_of(source, node, nodes[number + 1])) is not None:
                holder = self.value(source, [*nodes[: number + 1], default[0]], context)
                if isinstance(holder, Attrs) and default[1] in holder.items:
                    return None
            taken = _condition(source, node, nodes[number + 1])
            if taken is None:
                continue
            condition, branch = taken
            known = self.value(source, [*nodes[: number + 1], condition], context)
            if isinstance(known, Const) and isinstance(known.value, bool) and not isinstance(known, Preset):
                if known.value != (branch == "then"):
                    return None
                continue
            truths = choices_of_truth(known)
            if truths is not None and isinstance(known, Choice):
                keys = [key for key, truth in truths.items() if truth == (branch == "then")]
                if not keys:
                    return None
                found.update({known.selector: keys[0]} if len(keys) == 1 else {})
                continue
            chosen, is_negated = of_condition(known)
            found[chosen] = branch if not is_negated else "else" if branch == "then" else "then"
        return found

    def undecided(self, source: Source, nodes: list[Node]) -> Iterator[LexicalContext]:
        """Yield contexts with other values for each formal with a default text that the file compares with texts.

        First each of these texts, then an unknown value.
        """
        for number in lambdas(nodes):
            key = (source.path, nodes[number].start_byte)
            if key not in self._undecided:
                self._undecided[key] = list(self._with_other_texts(source, nodes[: number + 1]))
            yield from self._undecided[key]

    def _with_other_texts(self, source: Source, nodes: list[Node]) -> Iterator[LexicalContext]:
        """Yield the contexts of `undecided` for one lambda, the last of ``nodes``."""
        for name, texts in self._compared_formals(source, nodes[-1]).items():
            outer = self.scope(source, nodes, UNBOUND)
            for value in (*(string([text]) for text in texts[:MAX_TEXTS]), free(name)):
                given = Attrs({name: Thunk.of(value)}, Sym("unbound"))
                scope = self.evaluator.bind(source, nodes[-1], outer, Thunk.of(given))
                yield UNBOUND.bound(source, nodes[-1], scope)

    def _compared_formals(self, source: Source, node: Node) -> dict[str, list[str]]:
        """Return the formals of a lambda with a default text, each with the other texts that it is compared with.

        Defaults with a digit are included, since they may be versions.
        """
        pattern = node.child_by_field_name("formals")
        defaults: dict[str, str] = {}
        for formal in pattern.named_children if pattern is not None else ():
            name, default = map(formal.child_by_field_name, ("name", "default"))
            if name is not None and default is not None and default.type == "string_expression":
                defaults[source.text(name)] = source.text(default)
        if not defaults:
            return {}
        if source.path not in self._compared:
            self._compared[source.path] = _compared_names(source.data)
        compared = self._compared[source.path]
        found: dict[str, list[str]] = {}
        for given, text in defaults.items():
            if given in compared and re.search(r"\d", text) is None:
                found[given] = [other for other in compared[given] if other != text.strip('"')]
            if len(found) == MAX_COMPARED:
                break
        return found

    def _enter(self, source: Source, nodes: list[Node], number: int, scope: Scope) -> Scope:
        """Return the scope inside ``nodes[number]``, which is in ``scope``."""
        node = nodes[number]
        key = (id(scope), source.path, node.start_byte, node.end_byte)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._make(source, nodes[: number + 1], scope)
        return kept

    def _make(self, source: Source, nodes: list[Node], scope: Scope) -> Scope:
        node = nodes[-1]
        if node.type == "with_expression":
            return within_with(self.evaluator, source, node, scope)
        if node.type == "function_expression":
            return self._parameters(source, nodes, scope)
        return recursive(self.evaluator, source, node, scope)

    def _parameters(self, source: Source, nodes: list[Node], scope: Scope) -> Scope:
        """Return the scope of a lambda without a known caller."""
        node = nodes[-1]
        outputs = _is_flake_outputs(source, nodes)
        unbound = Sym("unbound", "inputs") if outputs else Sym("unbound")
        inner = self.evaluator.bind(source, node, scope, Thunk.of(unbound))
        if all(each.type in AROUND for each in nodes[1:-1]) and inner.lexical("config") is not None:
            inner.names["config"] = self._config(source, node, inner)
        if all(each.type in AROUND for each in nodes[1:-1]) and inner.lexical("options") is not None:
            inner.names["options"] = self._options(source, node, inner)
        universal = node.child_by_field_name("universal")
        if universal is None:
            return inner
        name = source.text(universal)
        inner.names[name] = Thunk.of(free("inputs" if outputs else name))
        package = (
            self._package_around(source, nodes, scope)
            or self._overlay(source, nodes, name)
            or packages.extended(self, source, nodes)
            or self._scope_around(source, nodes, scope)
        )
        if package is not None:
            inner.names[name] = package
        return inner

    def _config(self, source: Source, node: Node, inner: Scope) -> Thunk:
        """Return the value of ``config`` in a module: the plain values in the file, and the values in other modules."""

        def compute() -> Value:
            body = node.child_by_field_name("body")
            value = self.evaluator.eval(source, body, inner) if body is not None else None
            own = value.items.get("config") if isinstance(value, Attrs) else None
            options = value.items.get("options") if isinstance(value, Attrs) else None
            below = self.configured(source)
            if options is not None:
                below = self._defaults(options.force(), below, 0)
            value = own.force() if own is not None else value
            return self._opened(value, below, 0) if value is not None else below

        return Thunk(compute)

    def _options(self, source: Source, node: Node, inner: Scope) -> Thunk:
        """Return the value of ``options`` in a module: the declarations in the file, and unknown ones."""

        def compute() -> Value:
            body = node.child_by_field_name("body")
            value = self.evaluator.eval(source, body, inner) if body is not None else None
            stated = value.items.get("options") if isinstance(value, Attrs) else None
            own = stated.force() if stated is not None else None
            return self._opened(own, free("options"), 0) if isinstance(own, Attrs) else free("options")

        return Thunk(compute)

    def _opened(self, value: Value, rest: Value, depth: int) -> Value:
        """Return a set of a module with the unknown ``rest`` that other modules may define, also in its inner sets."""
        if isinstance(value, Apply) and function_name(value) == "mkMerge" and depth <= MAX_OPTIONS_DEEP:
            listed = value.arguments[-1].force()
            merged = listed.items[:MAX_MERGED] if isinstance(listed, List) else []
            below = rest
            for each in merged:
                rest = self._opened(each.force(), rest, depth + 1) if not _is_ranked(each) else rest
            # A priority or a condition decides which definition is used.
            unknown = {name for each in merged if _is_ranked(each) for name in _defined_by(each.force())}
            hidden = {
                name: self.evaluator.select(below, name) or Sym("select", below, name) for name in unknown
            }
            return Attrs({name: Thunk.of(found) for name, found in hidden.items()}, rest) if hidden else rest
        if not isinstance(value, Attrs) or value.name is not None or depth > MAX_OPTIONS_DEEP:
            return rest

        def opened(name: str, item: Thunk) -> Value:
            found = item.force()
            below = self.evaluator.select(rest, name)
            return (
                self._opened(found, below or Sym("select", rest, name), depth + 1)
                if isinstance(found, Attrs)
                else found
            )

        items = {
            name: Thunk(partial(opened, name, item), item.source, item.node)
            for name, item in value.items.items()
            if item.node is None or item.node.type != "function_expression"
        }
        return Attrs(items, rest)

    def _defaults(self, options: Value, rest: Value, depth: int) -> Value:
        """Return a set with the default texts of options, and the unknown ``rest`` of the configuration."""
        if not isinstance(options, Attrs) or depth > MAX_OPTIONS_DEEP:
            return rest
        found: dict[str, Thunk] = {}
        for name, item in options.items.items():
            value = item.force()
            inner = self.evaluator.select(rest, name) or rest
            if isinstance(value, Attrs):
                below = self._defaults(value, inner, depth + 1)
                if below is not inner:
                    found[name] = Thunk.of(below)
            elif isinstance(value, Apply) and function_name(value) == "mkOption":
                given = self.evaluator.attributes(value)
                default = given.items.get("default") if given is not None else None
                text = default.force() if default is not None else None
                if isinstance(text, Str):
                    found[name] = Thunk.of(text)
        return Attrs(found, rest) if found else rest

    def _package_around(self, source: Source, nodes: list[Node], scope: Scope) -> Thunk | None:
        """Return the value of ``finalAttrs`` or ``old``, if the lambda ``nodes[-1]`` is the argument of a package."""
        lambdas = [nodes[-1]]
        at = len(nodes) - 2
        if at >= 0 and nodes[at].type == "function_expression":
            lambdas.insert(0, nodes[at])
            at -= 1
        while at >= 0 and nodes[at].type == "parenthesized_expression":
            at -= 1
        if at < 0 or (parts := call_parts(source, nodes[at])) is None or nodes[at + 1] == parts[0]:
            return None
        outer = self.scope(source, nodes[: at + 1]) if len(lambdas) == 2 else scope
        call = self.evaluator.eval(source, nodes[at], outer)
        if not isinstance(call, Apply) or function_name(call) == "overrideScope":
            return None
        old = call.base is not None and not (len(lambdas) == 1 and _two(nodes[-1]))
        if old:
            return Thunk(lambda: self._old(call))
        universal = lambdas[0].child_by_field_name("universal")
        named = universal is not None and source.text(universal) in _ITSELF
        name = function_name(call)
        says_so = universal is not None and source.text(universal) == "finalAttrs"
        is_fixed = universal is not None and (says_so or re.fullmatch(_OF_NIXPKGS, name) is not None)
        if not is_fixed and not (named and re.search(_BUILDER, name)) and call.base is None:
            return None
        return Thunk(lambda: _final(self.evaluator.attributes(call)))

    def _overlay(self, source: Source, nodes: list[Node], name: str) -> Thunk | None:
        """Return the value of ``final`` in ``final: prev: { … }``: the set, and unknown attributes.

        Names that the set lacks are those of the other overlays in the file. ``prev`` has only the names of these.
        """
        if name in PREVIOUS and len(nodes) > 1 and overlay_body(source, nodes[-2]) == nodes[-1]:
            return Thunk(lambda: self._previous(source, nodes[-2], name))
        if name not in FINAL or (body := overlay_body(source, nodes[-1])) is None:
            return None

        def compute() -> Value:
            content = body.child_by_field_name("body")
            if content is None:
                return free(name)
            value = self.value(source, [*nodes, body, content])
            if not isinstance(value, Attrs):
                return free(name)
            others = self.beside(source, nodes[-1])
            return Attrs(
                {"callPackage": Thunk.of(call_package(complete)), **others, **value.items}, free(name)
            )

        complete = Thunk(compute)
        return complete

    def _previous(self, source: Source, overlay: Node, name: str) -> Value:
        """Return the value of ``prev`` in an overlay."""
        others = self.beside(source, overlay)
        return Attrs(others, free(name)) if others else free(name)

    def _scope_around(self, source: Source, nodes: list[Node], scope: Scope) -> Thunk | None:
        """Return the value of ``self`` in `lib.makeScope newScope (self: { … })`: the set that the call makes.

        The function may also be the attribute ``f`` of the argument.
        """
        at = len(nodes) - 2
        while at >= 0 and nodes[at].type == "parenthesized_expression":
            at -= 1
        named = _name_of(source, nodes[at]) if at > 0 and nodes[at].type == "binding" else ""
        if named and (given := self._call_with(source, named)):
            outer = self.scope(source, given)
            return Thunk(lambda: self.evaluator.eval(source, given[-1], outer))
        if named == "f":
            at -= 1
            while at >= 0 and nodes[at].type in (
                "binding_set",
                "attrset_expression",
                "parenthesized_expression",
            ):
                at -= 1
        parts = call_parts(source, nodes[at]) if at >= 0 else None
        if parts is None or nodes[at + 1] == parts[0]:
            return None
        function = self.evaluator.eval(source, parts[0], scope)
        if not isinstance(function, Builtin) or function.name not in FIXED:
            return None
        call = nodes[at]
        return Thunk(lambda: self.evaluator.eval(source, call, scope))

    def _call_with(self, source: Source, name: str) -> list[Node]:
        """Return the nodes to the call that makes a scope of a named function: `lib.makeScope newScope name`."""
        if source.path not in self._scopes:
            self._scopes[source.path] = _calls_of_scopes(source)
        word = re.escape(name)
        for nodes, argument in self._scopes[source.path]:
            if re.fullmatch(rf"\(?{word}\)?|\{{.*?\b(?:inherit|f\s*=)\s+{word}\s*;.*", argument, re.DOTALL):
                parts = call_parts(source, nodes[-1])
                function = self.value(source, [*nodes, parts[0]]) if parts is not None else None
                if isinstance(function, Builtin) and function.name in FIXED:
                    return nodes
        return []

    def _old(self, call: Apply) -> Value:
        known = packages.before(self.evaluator, call)
        return (
            known
            if isinstance(known, Attrs)
            else Sym("old", call.base)
            if call.base is not None
            else Sym("old")
        )


def _condition(source: Source, node: Node, inner: Node) -> tuple[Node, str] | None:
    """Return the condition of ``node`` under which its part ``inner`` is used, and the option that ``inner`` is."""
    if node.type == "if_expression":
        condition = node.child_by_field_name("condition")
        if condition is None or inner == condition:
            return None
        return condition, "then" if inner == node.child_by_field_name("consequence") else "else"
    parts = call_parts(source, node)
    given = call_parts(source, parts[0]) if parts is not None and parts[1] == inner else None
    if given is None or source.text(given[0]).rpartition(".")[2] not in _CONDITIONAL:
        return None
    return given[1], "then"


def _compared_names(data: bytes) -> dict[str, list[str]]:
    """Return the names that a file compares with a text, `channel == "stable"`, each with these texts."""
    found: dict[str, list[str]] = {}
    for match in re.finditer(_COMPARED, data) if re.search(rb"[!=]=", data) else ():
        name, text = (match[1], match[2]) if match[1] else (match[4], match[3])
        texts = found.setdefault(name.decode(), [])
        if text.decode("utf-8", "surrogateescape") not in texts[:MAX_TEXTS]:
            texts.append(text.decode("utf-8", "surrogateescape"))
    return found


def _final(attributes: Attrs | None) -> Value:
    """Return the value of ``finalAttrs`` for a package with these attributes.

    Its `finalPackage` has the same attributes.
    """
    if attributes is None:
        return Sym("final")
    return Attrs({"finalPackage": Thunk.of(attributes), **attributes.items}, attributes.rest)


def overlay_body(source: Source, node: Node) -> Node | None:
    """Return the inner lambda of an overlay `final: prev: …`, or None if ``node`` is no overlay."""
    universal = node.child_by_field_name("universal")
    body = node.child_by_field_name("body")
    if universal is None or source.text(universal) not in FINAL or body is None:
        return None
    inner = body.child_by_field_name("universal") if body.type == "function_expression" else None
    if inner is None or source.text(inner) not in PREVIOUS:
        return None
    return body if source.text(universal) != "_" or source.text(inner) != "_" else None


def _name_of(source: Source, binding: Node) -> str:
    attrpath = binding.child_by_field_name("attrpath")
    return source.text(attrpath) if attrpath is not None else ""


def _calls_of_scopes(source: Source) -> list[tuple[list[Node], str]]:
    """Return the nodes to each call that makes a scope, with the text of its last argument."""
    found: list[tuple[list[Node], str]] = []
    for match in islice(re.finditer(_FIXING, source.data), MAX_FIXED):
        nodes = chain(source, match.start(), match.end())
        while len(nodes) > 1 and call_parts(source, nodes[-1]) is None:
            nodes.pop()
        while (
            len(nodes) > 1 and (outer := call_parts(source, nodes[-2])) is not None and outer[0] == nodes[-1]
        ):
            nodes.pop()
        parts = call_parts(source, nodes[-1]) if nodes else None
        if parts is not None and parts[1].end_byte - parts[1].start_byte <= LONGEST_SCOPE:
            found.append((nodes, source.text(parts[1])))
    return found


def _two(node: Node) -> bool:
    body = node.child_by_field_name("body")
    return body is not None and body.type == "function_expression"


def _is_ranked(item: Thunk) -> bool:
    """Tell whether the text of a definition has a function that gives it a priority or a condition."""
    if item.source is None or item.node is None:
        return True
    text = item.source.data[item.node.start_byte : item.node.end_byte]
    if re.search(_RANKED, text) is not None:
        return True
    names = set(re.findall(_RANKED_NAME, item.source.data))
    return any(word in names for word in re.findall(rb"[\w'-]+", text)) if names else False


def _defined_by(value: Value) -> list[str]:
    """Return the names that a definition in a `mkMerge` has, also inside of `mkIf`."""
    if isinstance(value, Apply) and value.arguments:
        value = value.arguments[-1].force()
    return list(value.items) if isinstance(value, Attrs) else []


def _is_flake_outputs(source: Source, nodes: list[Node]) -> bool:
    """Tell whether the lambda ``nodes[-1]`` is `outputs` of a flake.nix."""
    if source.path.rpartition("/")[2] != "flake.nix" or len(nodes) < 2 or nodes[-2].type != "binding":
        return False
    attrpath = nodes[-2].child_by_field_name("attrpath")
    return attrpath is not None and source.text(attrpath) == "outputs"


def lambdas(nodes: list[Node]) -> list[int]:
    """Return the indices of the lambdas in a chain, outermost first, without the last node."""
    return [number for number, node in enumerate(nodes[:-1]) if node.type == "function_expression"]
