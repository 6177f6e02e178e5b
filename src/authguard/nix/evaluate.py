"""Symbolic evaluation on demand: what a piece of syntax is worth, within bounds."""

from __future__ import annotations

from authguard.nix import library, packages, strings
from authguard.nix.parse import MAX_BYTES, Source
from authguard.nix.scope import Scope, lookup
from authguard.nix.values import (
    FALSE,
    NULL,
    TRUE,
    Apply,
    Attrs,
    Builtin,
    Choice,
    Const,
    Function,
    List,
    Origin,
    Path,
    Str,
    Sym,
    Thunk,
    Value,
    string,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

MAX_DEPTH = 120
MAX_STEPS = 60_000
"""Bounds of one question; what lies beyond stays symbolic (the text itself)."""

MAX_OPTIONS = 64

_PACKAGE_SETS = frozenset({"pkgs", "final", "prev"})
_SETS_BY_SYSTEM = frozenset({"legacyPackages", "pkgsFor", "nixpkgsFor", "pkgsBySystem"})
"""What holds one package set a system: whichever is taken, it is the package set."""

_RENAMED = {"self": "final", "super": "prev"}


class Evaluator:
    """Evaluates the .nix files of one tree.

    ``read`` returns a file's bytes by its path (relative to the root) or None; ``kind`` tells "file", "directory"
    or None. ``parsed`` may be shared between evaluators: it is keyed by path and content.
    """

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        kind: Callable[[str], str | None],
        parsed: dict[tuple[str, bytes], Source] | None = None,
    ) -> None:
        """Hold the readers."""
        self.read = read
        self.kind = kind
        self.parsed: dict[tuple[str, bytes], Source] = {} if parsed is None else parsed
        self.files: dict[str, Value] = {}
        self.used: set[str] = set()
        self.by_name: bool | None = None
        self.packages: dict[str, Value] = {}
        self.calling: set[str] = set()
        self.depth = 0
        self.steps = 0
        self.top: dict[str, Thunk] = library.top_names()

    def source(self, path: str) -> Source | None:
        """Return the parsed file at ``path``, or None where there is none that can be read."""
        data = self.read(path)
        self.used.add(path)
        if data is None or len(data) > MAX_BYTES:
            return None
        key = (path, data)
        found = self.parsed.get(key)
        if found is None:
            found = self.parsed[key] = Source(path, data)
        return found

    def file(self, path: str) -> Value:
        """Return the value of the file that ``import`` of ``path`` reads: a directory means its default.nix."""
        if self.kind(path) == "directory":
            path = f"{path}/default.nix" if path else "default.nix"
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
        """Return the scope of a file's top: the names of the language."""
        return Scope(None, self.top)

    def thunk(self, source: Source, node: Node, scope: Scope) -> Thunk:
        """Return ``node`` to be evaluated later."""
        return Thunk(lambda: self.eval(source, node, scope), source, node)

    def eval(self, source: Source, node: Node, scope: Scope) -> Value:
        """Return the value of ``node``. Never raises: what is too deep or unknown is symbolic."""
        self.steps += 1
        if self.depth >= MAX_DEPTH or self.steps > MAX_STEPS:
            return Sym("text", " ".join(source.text(node)[:4096].split()))
        self.depth += 1
        try:
            rule = _RULES.get(node.type)
            return rule(self, source, node, scope) if rule else Sym("text", source.text(node)[:4096])
        finally:
            self.depth -= 1

    # -- application and selection -----------------------------------------------------------------

    def apply(
        self, function: Value, argument: Thunk, source: Source | None = None, node: Node | None = None
    ) -> Value:
        """Return ``function`` applied to ``argument``; ``node`` is the call's syntax, where it has one."""
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
        return Apply(function, (argument,), source, node)

    def call(self, function: Function, argument: Thunk) -> Value:
        """Return the body of a lambda with its parameters bound to ``argument``."""
        scope = self.bind(function.source, function.node, function.scope, argument)
        body = function.node.child_by_field_name("body")
        return self.eval(function.source, body, scope) if body is not None else Sym("text", "")

    def bind(self, source: Source, node: Node, outer: Scope, argument: Thunk) -> Scope:
        """Return the scope of a lambda's body, given its argument. What the argument lacks stays free."""
        names: dict[str, Thunk] = {}
        scope = Scope(outer, names)
        universal = node.child_by_field_name("universal")
        if universal is not None:
            names[source.text(universal)] = argument
        formals = node.child_by_field_name("formals")
        if formals is None:
            return scope
        for formal in formals.named_children:
            if formal.type == "formal":
                name_node = formal.child_by_field_name("name")
                if name_node is not None:
                    name = source.text(name_node)
                    default = formal.child_by_field_name("default")
                    names[name] = Thunk(
                        _formal(self, source, scope, name, default, argument), source, default
                    )
        return scope

    def select(self, value: Value, name: str) -> Value | None:
        """Return attribute ``name`` of ``value``; None where a set is known not to have it."""
        if isinstance(value, Attrs):
            thunk = value.items.get(name)
            if thunk is not None:
                return thunk.force()
            if value.name is not None:
                return library.member(value.name, name) or Sym("select", value.name, name)
            return self.select(value.rest, name) if value.rest is not None else None
        if isinstance(value, Choice):
            options: dict[str, Value] = {}
            for key, option in value.options.items():
                found = self.select(option, name)
                if found is not None:
                    options[key] = found
            return choice(value.selector, options) if options else None
        if isinstance(value, Apply):
            return packages.member(self, value, name)
        if isinstance(value, Sym):
            last = value.last
            known = library.member(last, name) if last in library.ROOTS else library.anywhere(name)
            if known is not None:
                return known
            if name in packages.OVERRIDES and value.key[0] in ("free", "select"):
                return packages.override(value, name)
            if last in _SETS_BY_SYSTEM:
                return Sym("free", "pkgs")
            if value.key[0] == "free" and last in _PACKAGE_SETS:
                return packages.by_name(self, name) or Sym("free", name)
            return Sym("select", value if value.key[0] not in ("free", "select") else value.key, name)
        return None if not isinstance(value, (Function, Builtin)) else Sym("select", "function", name)

    def attributes(self, value: Value) -> Attrs | None:
        """Return the attributes that a package or a set was made of, or None where they are unknown."""
        if isinstance(value, Attrs):
            return value
        return packages.attributes(self, value) if isinstance(value, Apply) else None


def choice(selector: object, options: dict[str, Value]) -> Value:
    """Return a `Choice`, or its one value where nothing is left to choose. What throws is no option."""
    kept = {
        key: option
        for key, option in options.items()
        if not (isinstance(option, Sym) and option.key[0] == "throw")
    }
    if not kept:
        return next(iter(options.values()), Sym("throw"))
    if len(kept) == 1 and isinstance(selector, tuple) and selector[0] == "if":
        return next(iter(kept.values()))
    if len(kept) > MAX_OPTIONS:
        kept = dict(list(kept.items())[:MAX_OPTIONS])
    return Choice(selector, kept)


def free(name: str) -> Sym:
    """Return the unknown that a name from outside stands for; package sets go by one name."""
    return Sym("free", _RENAMED.get(name, name))


def _formal(
    evaluator: Evaluator, source: Source, scope: Scope, name: str, default: Node | None, argument: Thunk
) -> Callable[[], Value]:
    """Return the computation of one formal: the argument's attribute, else the default, else free."""

    def compute() -> Value:
        given = argument.force()
        holder = evaluator.attributes(given)
        if holder is not None and name in holder.items:
            return holder.items[name].force()
        if holder is None and not (isinstance(given, Sym) and given.key[0] == "unbound"):
            found = evaluator.select(given, name)
            if found is not None and (default is None or not isinstance(found, Sym)):
                return found
        elif holder is not None and holder.rest is not None and default is None:
            found = evaluator.select(holder.rest, name)
            if found is not None:
                return found
        if default is not None:
            return evaluator.eval(source, default, scope)
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
        return library.anywhere(name) or free(name)

    return compute


# -- one function a node type ------------------------------------------------------------------------


def _variable(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    name = source.text(node)
    found = lookup(scope, name, lambda value, key: _opened(ev, value, key))
    return found if found is not None else library.anywhere(name) or free(name)


def _opened(ev: Evaluator, value: Value, name: str) -> Value | None:
    """Return what ``with value;`` binds ``name`` to: an unknown set binds only what the library knows."""
    if isinstance(value, Sym):
        return library.member(value.last, name) if value.last in library.ROOTS else None
    return ev.select(value, name)


def _string(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    pieces = strings.parts(source, node, lambda inner: interpolated(ev.eval(source, inner, scope)))
    joined = string(pieces)
    if joined.literal is not None and not any(child.type == "interpolation" for child in node.named_children):
        return Str(joined.parts, Origin(source.path, source.data, node.start_byte, node.end_byte))
    return joined


def interpolated(value: Value) -> Value:
    """Return what ``value`` contributes to a string: integers become text."""
    if isinstance(value, Const) and isinstance(value.value, int) and not isinstance(value.value, bool):
        return Str((str(value.value),))
    return value


def _uri(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return Str((source.text(node),), Origin(source.path, source.data, node.start_byte, node.end_byte))


def _path(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    pieces: list[str] = []
    for child in node.named_children:
        if child.type == "interpolation":
            inner = child.child_by_field_name("expression")
            value = ev.eval(source, inner, scope) if inner is not None else Sym("text", "")
            literal = value.literal if isinstance(value, Str) else None
            if literal is None:
                return Sym("path", source.path.rpartition("/")[0], string(["".join(pieces), value]))
            pieces.append(literal)
        else:
            pieces.append(source.text(child))
    return relative(source.path.rpartition("/")[0], "".join(pieces) or source.text(node))


def relative(directory: str, text: str) -> Path:
    """Return the path that ``text`` names in a file of ``directory``."""
    if text.startswith(("/", "~")):
        return Path(text, inside=False)
    parts = directory.split("/") if directory else []
    for piece in text.split("/"):
        if piece == "..":
            if not parts:
                return Path(text, inside=False)
            parts.pop()
        elif piece not in ("", "."):
            parts.append(piece)
    return Path("/".join(parts))


def _number(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    text = source.text(node)
    try:
        return Const(int(text) if node.type == "integer_expression" else float(text))
    except ValueError:
        return Sym("text", text)


def _list(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return List([ev.thunk(source, child, scope) for child in node.named_children if child.type != "comment"])


def _attrset(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    from authguard.nix import bindings

    return bindings.attrset(ev, source, node, scope)


def _let_attrset(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    from authguard.nix import bindings

    return ev.select(bindings.attrset(ev, source, node, scope), "body") or Sym("text", source.text(node))


def _let(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    from authguard.nix import bindings

    body = node.child_by_field_name("body")
    return ev.eval(source, body, bindings.recursive(ev, source, node, scope)) if body is not None else NULL


def _with(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    environment, body = node.child_by_field_name("environment"), node.child_by_field_name("body")
    if environment is None or body is None:
        return NULL
    return ev.eval(source, body, Scope(scope, {}, ev.thunk(source, environment, scope)))


def _function(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return Function(source, node, scope)


def _select(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    inner, attrpath = node.child_by_field_name("expression"), node.child_by_field_name("attrpath")
    default = node.child_by_field_name("default")
    if inner is None or attrpath is None:
        return NULL
    value: Value | None = ev.eval(source, inner, scope)
    for attr in attrpath.named_children:
        if attr.type == "comment":
            continue
        value = _select_one(ev, source, attr, scope, value) if value is not None else None
    if value is None or (default is not None and isinstance(value, Sym)):
        return ev.eval(source, default, scope) if default is not None else Sym("missing", source.text(node))
    return value


def _select_one(ev: Evaluator, source: Source, attr: Node, scope: Scope, value: Value | None) -> Value | None:
    """Select by one component; an unknown key chooses among everything that the set has."""
    key = attribute_name(ev, source, attr, scope)
    if value is None:
        return None
    if isinstance(key, str):
        return ev.select(value, key)
    if isinstance(value, Attrs) and value.items and value.name is None:
        from authguard.nix.canonical import selector

        return choice(selector(key), {name: item.force() for name, item in value.items.items()})
    if isinstance(value, Sym) and value.last in _SETS_BY_SYSTEM:
        return Sym("free", "pkgs")
    return Sym("select", value, key)


def attribute_name(ev: Evaluator, source: Source, attr: Node, scope: Scope) -> str | Value:
    """Return an attribute's name, or the unknown value that computes it."""
    if attr.type == "identifier":
        return source.text(attr)
    if attr.type == "string_expression":
        value = _string(ev, source, attr, scope)
    else:
        inner = attr.child_by_field_name("expression")
        value = ev.eval(source, inner, scope) if inner is not None else NULL
    if isinstance(value, Str):
        return value.literal if value.literal is not None else value
    return value


def _has(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    inner, attrpath = node.child_by_field_name("expression"), node.child_by_field_name("attrpath")
    value = ev.eval(source, inner, scope) if inner is not None else NULL
    names = attrpath.named_children if attrpath is not None else []
    if len(names) == 1 and names[0].type == "identifier" and isinstance(value, Attrs):
        if source.text(names[0]) in value.items:
            return TRUE
        if value.rest is None and value.name is None:
            return FALSE
    return Sym("text", source.text(node))


def _apply(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    function, argument = node.child_by_field_name("function"), node.child_by_field_name("argument")
    if function is None or argument is None:
        return NULL
    return ev.apply(ev.eval(source, function, scope), ev.thunk(source, argument, scope), source, node)


def _if(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    condition = node.child_by_field_name("condition")
    branches = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
    if condition is None or branches[0] is None or branches[1] is None:
        return NULL
    known = ev.eval(source, condition, scope)
    if isinstance(known, Const) and isinstance(known.value, bool):
        return ev.eval(source, branches[0] if known.value else branches[1], scope)
    from authguard.nix.canonical import selector

    options = {
        "then": ev.eval(source, branches[0], scope),
        "else": ev.eval(source, branches[1], scope),
    }
    return choice(("if", selector(known)), options)


def _body(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    inner = node.child_by_field_name("body") or node.child_by_field_name("expression")
    return ev.eval(source, inner, scope) if inner is not None else NULL


def _binary(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    from authguard.nix import operators

    return operators.binary(ev, source, node, scope)


def _unary(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    from authguard.nix import operators

    return operators.unary(ev, source, node, scope)


def _angle(ev: Evaluator, source: Source, node: Node, scope: Scope) -> Value:
    return Sym("free", source.text(node))


_RULES: dict[str, Callable[[Evaluator, Source, Node, Scope], Value]] = {
    "variable_expression": _variable,
    "string_expression": _string,
    "indented_string_expression": _string,
    "uri_expression": _uri,
    "path_expression": _path,
    "hpath_expression": _path,
    "spath_expression": _angle,
    "integer_expression": _number,
    "float_expression": _number,
    "list_expression": _list,
    "attrset_expression": _attrset,
    "rec_attrset_expression": _attrset,
    "let_attrset_expression": _let_attrset,
    "let_expression": _let,
    "with_expression": _with,
    "function_expression": _function,
    "select_expression": _select,
    "has_attr_expression": _has,
    "apply_expression": _apply,
    "if_expression": _if,
    "assert_expression": _body,
    "parenthesized_expression": _body,
    "binary_expression": _binary,
    "unary_expression": _unary,
}
