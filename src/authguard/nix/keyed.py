"""Tables from which a computed name chooses an entry, `srcs.${channel}.${system}`, and the calls in them.

A call in such a table is only used if the names choose it, so it is evaluated with these names. If the same names
choose from a table of versions, the version of the same entry is found.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from authguard.nix.canonical import selector
from authguard.nix.expressions import recursive
from authguard.nix.lexical import UNBOUND, LexicalContext, chain
from authguard.nix.parse import call_parts
from authguard.nix.values import Apply, Attrs, Choice, Scope, Str, Sym, Thunk, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.lexical import Lexical
    from authguard.nix.parse import Source

    Use = tuple[LexicalContext, dict[object, str]]

MAX_SELECTIONS = 64
"""In a file with more selections by a computed name, only the first selections are used."""
MAX_ENTRIES = 16
"""A table with more entries is not tried entry by entry."""
MAX_REBOUND = 64
"""At most this many entries of a file are evaluated with their own name as the value of the variable."""
MAX_OTHERS = 16
"""A call has at most this many contexts for other entries."""

MAX_CHOOSING = 20_000
"""After this many steps of evaluation, the other contexts of a call are not asked which entry they choose."""

_COMPUTED = rb"\.\s*+(?:\"\s*+)?\$\{|\bgetAttr\s"
_WRITTEN = (
    rb"(?:rec\s*+)?\{|\(|$|(?:if|let|with|inherit)\b|[\w.]*"
    rb"(?:import|importJSON|importTOML|fromJSON|fromTOML|readFile|listToAttrs|mapAttrs'?|genAttrs|filterAttrs|pipe)\b"
    rb"|[\w.'-]++\s*+(?:;|//|\.)"
)
"""The start of a table that is written in the file, is another file, or is another name."""
_VERSION = r"v?\d+(?:[._]\d+)+.*"
_PLATFORM = r"(?:.*[-_])?(?:x86_64|aarch64|armv\w+|i686|riscv64|powerpc64le|linux|darwin|macos|amd64|arm64)(?:[-_].*)?"
_BINDERS = frozenset({"let_expression", "rec_attrset_expression", "function_expression"})
_SETS = frozenset({"attrset_expression", "rec_attrset_expression", "parenthesized_expression"})
_INSIDE = frozenset(
    {
        "attrset_expression",
        "rec_attrset_expression",
        "binding_set",
        "parenthesized_expression",
        "let_expression",
    }
)


_BY_SYSTEM = frozenset({"packages", "legacyPackages", "checks", "apps", "devShells", "formatter"})
"""The outputs of a flake that have a set for each system."""


class ComputedSelection(NamedTuple):
    """A selection by computed names: the last name of the table, its expression and the names after it.

    ``nodes`` lead to the selection, and ``keys`` are the expressions of the computed names.
    """

    name: str
    table: Node
    path: list[str]
    nodes: list[Node]
    keys: list[Node]


def is_keyed(source: Source) -> bool:
    """Tell whether a file selects by a computed name."""
    is_possible = b"${" in source.data or b"getAttr" in source.data
    return is_possible and re.search(_COMPUTED, source.data) is not None


class Keyed:
    """Finds the conditions under which the calls of one file are used. ``lexical`` has the scopes."""

    def __init__(self, lexical: Lexical, source: Source) -> None:
        """Read the selections of ``source``."""
        self.lexical = lexical
        self.source = source
        self.selections = list(_selections(source))
        self._rebound_to: dict[object, tuple[LexicalContext, LexicalContext]] = {}
        self._bound: dict[int, frozenset[str]] = {}
        self._made: dict[str, bool] = {}
        self._by_table: dict[object, list[ComputedSelection]] = {}
        for each in self.selections:
            key = each.name or (each.table.start_byte, each.table.end_byte)
            self._by_table.setdefault(key, []).append(each)

    def uses(self, nodes: list[Node], contexts: list[LexicalContext]) -> list[Use]:
        """Return the contexts of a call, each with the conditions under which tables have it as an entry.

        If the value of a variable is known, the context has the name of the entry in place of the variable. If callers
        pass only names of other entries, the call has the context without callers.
        """
        for each in self._of_tables_around(nodes):
            entry = _entry(self.source, each, nodes)
            if entry:
                found = [use for context in contexts for use in self._of_entry(each, entry, nodes, context)]
                found = found or list(self._of_entry(each, entry, nodes, UNBOUND))
                return found or [(context, {}) for context in contexts]
        return [(context, {}) for context in contexts]

    def chosen(self, nodes: list[Node], contexts: list[LexicalContext]) -> list[LexicalContext]:
        """Return the contexts of a call, without those in which the callers choose another entry of its table.

        All are returned if the table has another use or a default. So are they if no caller chooses the entry, and the
        arguments of the file decide: then an override or another repository may choose it.
        """
        found = [(each, _entry(self.source, each, nodes)) for each in self._of_tables_around(nodes)]
        used = [(each, entry) for each, entry in found if entry]
        if len(used) != 1 or not self._has_one_use(used[0][0]):
            return contexts
        evaluator = self.lexical.evaluator
        steps = evaluator.steps
        kept = [
            context
            for context in contexts
            if evaluator.steps - steps > MAX_CHOOSING or self._may_choose(*used[0], context)
        ]
        evaluator.steps = steps
        return kept if kept or self._is_of_inner_function(used[0][0], contexts) else contexts

    def _is_of_inner_function(self, each: ComputedSelection, contexts: list[LexicalContext]) -> bool:
        """Tell whether the arguments of a function that a `let` of the file binds decide which entry is chosen."""
        nodes = each.nodes
        lets = (at for at, node in enumerate(nodes) if node.type == "let_expression")
        let = next(lets, len(nodes))
        inner = {node.start_byte for node in nodes[let:] if node.type == "function_expression"}
        if not inner or not any(node.type == "binding" for node in nodes[let:]):
            return False
        scopes = contexts[0].scopes if contexts else {}
        outer = {
            key: scope for key, scope in scopes.items() if key[0] != self.source.path or key[1] not in inner
        }
        values = [self._value(each, key, LexicalContext(outer)) for key in each.keys]
        return not all(isinstance(value, Str) and value.literal is not None for value in values)

    def _has_one_use(self, each: ComputedSelection) -> bool:
        """Tell whether a selection is the only use of its table, without a default, and no entry uses another one."""
        selection, name = each.table.parent, re.escape(each.name.encode("utf-8", "surrogateescape"))
        if selection is None or selection.child_by_field_name("default") is not None:
            return False
        if (
            b"rec" in self.source.data
            and re.search(name + rb"\s*(?:=|\()\s*rec\b", self.source.data) is not None
        ):
            return False
        words = re.finditer(rb"(?<![\w'-])" + name + rb"(?![\w'-])", self.source.data) if name else ()
        return not name or sum(1 for _ in islice(words, 3)) == 2

    def _may_choose(self, each: ComputedSelection, entry: list[str], context: LexicalContext) -> bool:
        """Tell whether a selection may be that of an entry, as far as the callers decide it."""
        for key, name in zip(each.keys, entry, strict=False):
            value = self._value(each, key, context)
            literal = value.literal if isinstance(value, Str) else None
            if literal not in (None, name) and not self._is_without_callers(each, key, str(literal), context):
                return False
        return True

    def has(self, nodes: list[Node]) -> bool:
        """Tell whether a call is in a table from which a computed name chooses."""
        return any(_entry(self.source, each, nodes) for each in self._of_tables_around(nodes))

    def _of_tables_around(self, nodes: list[Node]) -> Iterator[ComputedSelection]:
        """Yield the selections from those tables that may contain the last node of ``nodes``."""
        for node in nodes:
            for name in _names(self.source, node) if node.type == "binding" else ():
                yield from self._by_table.get(name, ())
            yield from self._by_table.get((node.start_byte, node.end_byte), ())

    def others(self, nodes: list[Node], contexts: list[LexicalContext]) -> list[LexicalContext]:
        """Return further contexts of a call: those with the name of each other entry as the value of a variable."""
        known = contexts if any(not context.scopes for context in contexts) else [*contexts, UNBOUND]
        found = (
            other
            for each in self.selections
            if self._may_have_others(each, nodes)
            for context in known
            for other in self._with_others(each, nodes, context)
        )
        return list(islice(found, MAX_OTHERS))

    def _of_entry(
        self, each: ComputedSelection, entry: list[str], nodes: list[Node], context: LexicalContext
    ) -> Iterator[Use]:
        assume: dict[object, str] = {}
        for key, name in zip(each.keys, entry, strict=False):
            value = self._value(each, key, context)
            literal = value.literal if isinstance(value, Str) else None
            if literal is None:
                if isinstance(value, (Apply, Choice, Sym)):
                    assume[selector(value)] = name
                if isinstance(value, Choice):
                    assume.update(_option_with(value, name))
            elif literal != name:
                is_own = key.type == "variable_expression" and self._is_without_callers(
                    each, key, literal, context
                )
                bound = self._rebound(each, key, name, nodes, context) if is_own else None
                if bound is None:
                    return
                context = bound
        yield context, assume

    def _may_have_others(self, each: ComputedSelection, nodes: list[Node]) -> bool:
        """Tell without an evaluation, which may take long, whether a call may depend on the name that is selected."""
        key = each.keys[0]
        is_variable = key.type == "variable_expression" and self._binder(each, key, nodes) is not None
        return is_variable and not self._is_made(each)

    def _with_others(
        self, each: ComputedSelection, nodes: list[Node], context: LexicalContext
    ) -> Iterator[LexicalContext]:
        key = each.keys[0]
        at = self._binder(each, key, nodes)
        if at is None or (self.source.path, nodes[at].start_byte) in context.scopes:
            return  # a caller passes the variable
        value = self._value(each, key, context)
        literal = value.literal if isinstance(value, Str) else None
        if literal is None or not self._is_without_callers(each, key, literal, context):
            return
        table: Value | None = self.lexical.value(self.source, [*each.nodes, each.table], context)
        for name in each.path:
            table = self.lexical.evaluator.select(table, name) if table is not None else None
        names = list(table.items) if isinstance(table, Attrs) and table.name is None else []
        if literal not in names or len(names) > MAX_ENTRIES:
            return
        for name in names:
            if name == literal or re.fullmatch(_VERSION, name) or re.fullmatch(_PLATFORM, name):
                continue
            bound = self._rebound(each, key, name, nodes, context)
            if bound is not None:
                yield bound

    def _is_without_callers(
        self, each: ComputedSelection, key: Node, literal: str, context: LexicalContext
    ) -> bool:
        """Tell whether a variable has a value whatever the callers pass. Otherwise they choose the entry."""
        if not context.scopes:
            return True
        value = self._value(each, key, UNBOUND)
        return isinstance(value, Str) and value.literal == literal

    def _value(self, each: ComputedSelection, key: Node, context: LexicalContext) -> Value:
        return self.lexical.value(self.source, [*each.nodes, key], context)

    def _rebound(
        self, each: ComputedSelection, key: Node, name: str, nodes: list[Node], context: LexicalContext
    ) -> LexicalContext | None:
        """Return ``context`` with ``name`` as the value of a variable, if no caller passes the variable."""
        variable = self.source.text(key)
        at = self._binder(each, key, nodes)
        if at is None:
            return None
        node = nodes[at]
        if (self.source.path, node.start_byte) in context.scopes:
            return None
        known = (node.start_byte, variable, name, id(context))
        if known not in self._rebound_to and len(self._rebound_to) < MAX_REBOUND:
            self._rebound_to[known] = context, self._with(nodes[: at + 1], variable, name, context)
        return self._rebound_to[known][1] if known in self._rebound_to else None

    def _is_made(self, each: ComputedSelection) -> bool:
        """Tell whether a function of the file makes the table: crate2nix has such tables of thousands of features."""
        if not each.name:
            return each.table.type not in _SETS
        if each.name not in self._made:
            name = re.escape(each.name.encode("utf-8", "surrogateescape"))
            bound = re.findall(rb"(?<![\w.'-])" + name + rb"\s*+=(?!=)\s*+(.{0,40})", self.source.data)
            self._made[each.name] = bool(bound) and not any(re.match(_WRITTEN, value) for value in bound)
        return self._made[each.name]

    def _binder(self, each: ComputedSelection, key: Node, nodes: list[Node]) -> int | None:
        """Return which of ``nodes`` binds the variable ``key``, if this node is around the selection too."""
        variable = self.source.text(key)
        for number in range(len(nodes) - 2, -1, -1):
            if nodes[number].type in _BINDERS and self._binds(nodes[number], variable):
                return number if nodes[number] in each.nodes else None
        return None

    def _with(self, nodes: list[Node], variable: str, name: str, context: LexicalContext) -> LexicalContext:
        """Return ``context`` with ``name`` as the value of a variable that the last of ``nodes`` binds."""
        node = nodes[-1]
        outer = self.lexical.scope(self.source, nodes, context)
        given = Thunk.of(Str((name,)))
        evaluator = self.lexical.evaluator
        if node.type == "function_expression":
            argument = Thunk.of(Attrs({variable: given}, Sym("unbound")))
            return context.bound(self.source, node, evaluator.bind(self.source, node, outer, argument))
        made = recursive(evaluator, self.source, node, outer)
        made.names[variable] = given
        return context.bound(self.source, node, made)

    def _binds(self, node: Node, variable: str) -> bool:
        """Tell whether a `let`, a `rec` set or a lambda binds a variable."""
        if node.id not in self._bound:
            self._bound[node.id] = frozenset(self._names_in(node))
        return variable in self._bound[node.id]

    def _names_in(self, node: Node) -> list[str]:
        if node.type != "function_expression":
            return list(recursive(self.lexical.evaluator, self.source, node, Scope(None, {})).names)
        formals = node.child_by_field_name("formals")
        names = (each.child_by_field_name("name") for each in (formals.named_children if formals else ()))
        return [self.source.text(name) for name in names if name is not None]


def _selections(source: Source) -> Iterator[ComputedSelection]:
    for number, match in enumerate(re.finditer(_COMPUTED, source.data)):
        if number == MAX_SELECTIONS:
            return
        nodes = chain(source, match.end() - 1, match.end())
        if match[0].startswith(b"getAttr"):
            found = _by_function(source, chain(source, match.start(), match.end() - 1))
        else:
            at = next((at for at in range(len(nodes) - 1, 0, -1) if nodes[at].type == "select_expression"), 0)
            found = _selection(source, nodes[: at + 1], match.end() - 1) if at else None
        if found is not None:
            yield found


def _by_function(source: Source, nodes: list[Node]) -> ComputedSelection | None:
    """Return the selection `getAttr name table`, if ``nodes`` lead to the name of the function."""
    at = next((at for at in range(len(nodes) - 1, 0, -1) if call_parts(source, nodes[at]) is not None), 0)
    inner, outer = (call_parts(source, nodes[number]) if number >= 0 else None for number in (at, at - 1))
    if not at or inner is None or outer is None or outer[0] != nodes[at]:
        return None
    name = source.text(outer[1]).rpartition(".")[2]
    return ComputedSelection(name, outer[1], [], nodes[:at], [inner[1]])


def _selection(source: Source, nodes: list[Node], start: int) -> ComputedSelection | None:
    """Return the selection ``nodes[-1]``, if ``start`` is the first of the names that variables have."""
    table, attrpath = map(nodes[-1].child_by_field_name, ("expression", "attrpath"))
    parts = (
        [part for part in attrpath.named_children if part.type != "comment"] if attrpath is not None else []
    )
    first = next((at for at, part in enumerate(parts) if _computed(part) is not None), None)
    if table is None or first is None or not parts[first].start_byte <= start < parts[first].end_byte:
        return None
    keys: list[Node] = []
    for part in parts[first:]:
        key = _computed(part)
        if key is None:
            break
        keys.append(key)
    path = [source.text(part).strip('"') for part in parts[:first]]
    if source.text(table) == "self" and path and path[0] in _BY_SYSTEM:
        return None  # the systems of a flake, which a function such as `eachSystem` adds
    name = path[-1] if path else source.text(table) if table.type == "variable_expression" else ""
    return ComputedSelection(name, table, path, nodes, keys) if keys else None


def _computed(part: Node) -> Node | None:
    """Return the expression of a name that is only computed: `${name}` or `"${name}"`."""
    if part.type == "string_expression" and part.named_child_count == 1:
        part = part.named_children[0]
    return part.child_by_field_name("expression") if part.type == "interpolation" else None


def _option_with(value: Choice, name: str) -> dict[object, str]:
    """Return the condition under which a choice among texts is ``name``, if ``name`` is one of its options."""
    options = [
        key for key, option in value.options.items() if isinstance(option, Str) and option.literal == name
    ]
    return {value.selector: options[0]} if len(options) == 1 else {}


def _entry(source: Source, each: ComputedSelection, nodes: list[Node]) -> list[str]:
    """Return the keys under which a call is in the table of a selection; [] if the call is not in the table.

    A binding with a longer name may be an entry itself: `srcs.stable = fetchurl { … };`.
    """
    begin = None
    names: list[str] = []
    for at, node in enumerate(nodes):
        path = _names(source, node) if node.type == "binding" else []
        named = bool(each.name) and each.name in (path if each.path else path[:1] + path[-1:])
        if named and not each.path and nodes[at - 2] not in each.nodes:
            continue  # a variable of the same name at another place
        if named or (node == each.table and not each.path):
            begin = at + 1
            names = path[path.index(each.name) + 1 :] if named else []
    for node in nodes[begin:] if begin is not None else ():
        if node.type == "binding":
            names += _names(source, node)
        elif node.type not in _INSIDE:
            break
    return names[: len(each.keys)]


def _names(source: Source, binding: Node) -> list[str]:
    attrpath = binding.child_by_field_name("attrpath")
    return [source.text(part).strip('"') for part in attrpath.named_children] if attrpath is not None else []
