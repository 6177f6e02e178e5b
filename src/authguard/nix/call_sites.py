"""The calls of a function in a file: by the path of its file, by a name bound to it, or directly."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from authguard.nix.bound_names import RECURSIVE, bindings_of, is_extension, parameters
from authguard.nix.lexical import AROUND, chain
from authguard.nix.local_source import joined_paths, joins_paths, named_folders, named_paths, paths_below
from authguard.nix.parse import call_parts
from authguard.nix.selected import OF_FILES, Selections
from authguard.nix.values import relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from authguard.nix.directories import Entry, Tree
    from authguard.nix.parse import Source

MAX_CONTEXTS = 1000
"""A function is evaluated for at most this many calls."""
_PATH = rb"\.{1,2}/[\w./+-]*"
_NAME = r"[A-Za-z_][\w'-]*"
_BEFORE_NAME = rb"[^\w'-]"
_PIPED = rb"\|>\s*+(?:[\w'-]+\.)*\Z"
_HANDED = rb"[\w'\])}\":]\s++\(?\Z"
_EACH_ITEM = frozenset({"map", "mapAttrs"})
_FAR = 200
"""A pipe into a function (`x |> f`) is searched in this many bytes before its name."""
_ARGUMENT = rb"(?![\w'-])\s*[\w\"'({.\[<$~/#]"
_PACKAGE_SETS = frozenset({"final", "pkgs", "prev", "self", "super"})
_IN_NAMES = frozenset({"identifier", "attrpath", "variable_expression", "select_expression"})
_IN_PATHS = frozenset({"path_expression", "path_fragment", "parenthesized_expression"})
_IN_JOINED = _IN_PATHS | {"binary_expression", "interpolation", "string_expression"}
IN_NAMED = _IN_JOINED | {"apply_expression"}
"""The nodes of a path below a name, which may mean another directory: `root + "/name"`, `append root "name"`."""


class Call:
    """A call: its file, its nested applications, its arguments, and the `callPackage` that makes it.

    ``handed``: the function is an argument of the call (`lib.mapAttrs f set`), and the called function calls ``f``.
    ``skipped``: the called function gets this many arguments that ``f`` does not get (`lib.mapAttrs (_: f) set`).
    ``entry``: the call is made for each file of a directory; this is the entry of the called file.
    ``partial``: the earlier call in the same file that passed the first arguments; its result has a name.
    ``through``: the call that passes the file to a lambda around this call, and the lambda.
    """

    __slots__ = (
        "arguments",
        "entry",
        "function",
        "handed",
        "nodes",
        "partial",
        "skipped",
        "source",
        "through",
    )

    def __init__(
        self, source: Source, nodes: list[Node], arguments: list[Node], handed: bool = False
    ) -> None:
        """Take the parts of a call that no `callPackage` makes."""
        self.source = source
        self.nodes = nodes
        self.arguments = arguments
        self.function: Node | None = None
        self.handed = handed
        self.skipped = 0
        self.entry: Entry | Tree | None = None
        self.partial: Call | None = None
        self.through: tuple[Call, Node] | None = None


Places = dict[str, list[tuple[int, int, int, frozenset[str]]]]
"""The paths in a file, by the file or directory that each means: (number, start, end, types of the nodes of the path).
"""


def places_of_paths(importer: str, data: bytes, true: Callable[[str], str]) -> Places:
    """Return the paths in a file. A path that leads through links also stands under the path that ``true`` returns."""
    folder = importer.rpartition("/")[0]
    places = [
        (target.path, (*match.span(), _IN_PATHS))
        for match in re.finditer(_PATH, data)
        if (target := relative(folder, match[0].decode("utf-8", "surrogateescape"))).inside
    ]
    if joins_paths(data):
        joined = joined_paths(folder, data)
        places += [(file, (start, end, _IN_JOINED)) for file, start, end in joined]
        folders = named_folders(folder, data)
        places += [
            (file, (start, end, IN_NAMED))
            for name, start, end in named_paths(data)
            for file in paths_below(folders, name)
        ]
    found: Places = {}
    for number, (meant, place) in enumerate(places):
        for name in {meant, true(meant)}:
            found.setdefault(name, []).append((number, *place))
    return found


def spans_of_path(places: Places, path: str) -> list[tuple[int, int, frozenset[str]]]:
    """Return the places of the paths that mean the file at ``path``, with the types of the nodes of each."""
    folder, _, name = path.rpartition("/")
    names = (path, folder) if name == "default.nix" else (path,)
    return [place[1:] for place in sorted({place for name in names for place in places.get(name, ())})]


def is_value_of_file(source: Source, nodes: list[Node], kinds: frozenset[str]) -> bool:
    """Tell whether the value of a file is the import of a path: ``import ./other.nix``."""
    while nodes and nodes[-1].type in kinds:
        nodes = nodes[:-1]
    parts = call_parts(source, nodes[-1]) if nodes else None
    if parts is None or source.text(parts[0]) not in ("import", "builtins.import"):
        return False
    at = outward(nodes, len(nodes) - 2, AROUND)
    return at < 0 or nodes[at].type == "source_code"


def binding_of_import(source: Source, nodes: list[Node], kinds: frozenset[str]) -> list[Node]:
    """Return the nodes from the root to the binding of an imported path; none if the path is called.

    The binding is `mkApp = import ./mk-app.nix;`.
    """
    while nodes and nodes[-1].type in kinds:
        nodes = nodes[:-1]
    if not nodes or call_parts(source, nodes[-1]) is None:
        return []
    at = outward(nodes, len(nodes) - 2, frozenset({"parenthesized_expression"}))
    return nodes[: at + 1] if at >= 0 and nodes[at].type == "binding" else []


def arity_of(source: Source, node: Node) -> int:
    """Return the number of lambdas that directly follow one another, from ``node`` on.

    A builder that lib.extendMkDerivation makes has one argument.
    """
    count = 0
    inner: Node | None = node
    while inner is not None and inner.type == "function_expression":
        count += 1
        inner = inner.child_by_field_name("body")
    while inner is not None and inner.type in AROUND:
        inner = inner.child_by_field_name("body") or inner.child_by_field_name("expression")
    return count + (inner is not None and _makes_builder(source, inner))


def runs(source: Source, nodes: list[Node], numbers: list[int]) -> list[list[int]]:
    """Group the lambdas ``numbers`` of ``nodes``: those that follow one another form a function of several arguments.

    In `extendDrvArgs = finalAttrs: args: …`, a caller of the builder passes only ``args``.
    """
    found: list[list[int]] = []
    for number in numbers:
        if _builder(source, nodes, number) >= 0:
            continue
        made = _builder(source, nodes, number - 1)
        last = found[-1][-1] if found else number
        if last == number - 1 or (last < made and all(one.type in AROUND for one in nodes[last + 1 : made])):
            found[-1].append(number)
        else:
            found.append([number])
    return found


def function_of(source: Source, nodes: list[Node]) -> list[Node]:
    """Return the nodes to the function that the callers of the lambda ``nodes[-1]`` call: the lambda or its builder."""
    made = _builder(source, nodes, len(nodes) - 2)
    return nodes[: made + 1] if made >= 0 else nodes


def _builder(source: Source, nodes: list[Node], at: int) -> int:
    """Return the index of the call of lib.extendMkDerivation in which ``nodes[at]`` is `finalAttrs: args: …`, or -1."""
    if at < 4 or at + 1 >= len(nodes) or nodes[at - 1].type != "binding":
        return -1
    is_outer = nodes[at].type == nodes[at + 1].type == "function_expression"
    is_of_builder = is_extension(source, nodes[at - 1]) and _makes_builder(source, nodes[at - 4])
    return at - 4 if is_outer and is_of_builder else -1


def _makes_builder(source: Source, node: Node) -> bool:
    parts = call_parts(source, node)
    return parts is not None and source.text(parts[0]).endswith("extendMkDerivation")


def continued(call: Call, arity: int) -> list[Call]:
    """Return the calls that pass the rest, if a call of a function of ``arity`` passes only the first arguments.

    `make = import ./make.nix lib;` is completed by `make { … }`, and `make lib` by `map (make lib) list`, also in
    `mapAttrs (_: make lib) set`.
    """
    if call.handed or call.entry is not None or not 0 < len(call.arguments) < arity:
        return [call]
    at = outward(call.nodes, len(call.nodes) - 2, frozenset({"parenthesized_expression"}))
    if at >= 0 and call_parts(call.source, call.nodes[at]) is not None:
        found = [Call(call.source, call.nodes[: at + 1], [], handed=True)]
    elif at >= 0 and call.nodes[at].type == "binding":
        found = list(calls_by_name(call.source, call.nodes[: at + 1]))
    elif at >= 0 and call.nodes[at].type == "function_expression":
        around = _returning(call.source, call.nodes[: at + 1], call.nodes[at].end_byte)
        found = [] if around is None else [around]
    else:
        return [call]
    for each in found:
        each.partial = call
    return found or [call]


def is_overridable(source: Source, nodes: list[Node], at: int) -> bool:
    """Tell whether ``nodes[at]`` is `lib.makeOverridable f`, which is called like its argument ``f``."""
    parts = call_parts(source, nodes[at])
    return (
        parts is not None and parts[1] == nodes[at + 1] and source.text(parts[0]).endswith("makeOverridable")
    )


def passes_values(argument: Node) -> bool:
    """Tell whether an argument passes any value: the `{ }` of ``callPackage ./x { }`` passes none."""
    if argument.type != "attrset_expression":
        return True
    return any(child.type == "binding_set" and child.named_child_count for child in argument.named_children)


def is_file(target: str, path: str) -> bool:
    """Tell whether the import of ``target``, a file or a directory, reads the file at ``path``."""
    return target == path or path == (f"{target}/default.nix" if target else "default.nix")


def outward(nodes: list[Node], at: int, kinds: frozenset[str]) -> int:
    """Return the first index at or before ``at`` with a node of another kind."""
    while at >= 0 and nodes[at].type in kinds:
        at -= 1
    return at


def calls_of_path(source: Source, nodes: list[Node], kinds: frozenset[str]) -> Iterator[Call]:
    """Yield the call of ``import PATH`` or ``callPackage PATH``, or the calls of the name bound to it.

    ``kinds`` are the types of the nodes that make up the path.
    """
    while nodes and nodes[-1].type in kinds:
        nodes = nodes[:-1]
    if not nodes:
        return
    if call_parts(source, nodes[-1]) is None:
        for name, scope in _names_of_item(source, nodes):
            for inner in _given_as(source, name, scope):
                yield from calls_of_path(source, inner, frozenset())
        return
    if (passed := _passed_to_lambda(source, nodes)) is not None:
        through, function, formal, inside = passed
        for inner in _given_as(source, formal, inside):
            for call in calls_of_path(source, inner, frozenset()):
                call.through = call.through or (through, function)
                yield call
        return
    at = outward(nodes, len(nodes) - 2, frozenset({"parenthesized_expression"}))
    if at >= 0 and is_function(source, nodes, at):
        parts = call_parts(source, nodes[-1])
        call = complete(source, nodes, at)
        call.function = parts[0] if parts is not None else None
        yield call
    elif at >= 0 and nodes[at].type == "binding":
        yield from calls_by_name(source, nodes[: at + 1])
    elif at >= 0 and call_parts(source, nodes[at]) is not None:
        yield Call(source, nodes[: at + 1], [], handed=True)
    elif at >= 0 and nodes[at].type == "function_expression":
        around = _returning(source, nodes[: at + 1], nodes[at].end_byte)
        yield from () if around is None else (around,)


def _is_bound_to_lambda(data: bytes, name: bytes) -> bool:
    """Tell by the bytes of a file whether it may bind a name to a lambda."""
    # The name first: `re` finds fixed bytes at the beginning many times faster.
    pattern = rb"%s(?<![\w.'-]%s)\s*+=\s*+(?:[A-Za-z_][\w'-]*+\s*+[:@]|\{)" % (name, name)
    return re.search(pattern, data) is not None


def _passed_to_lambda(source: Source, nodes: list[Node]) -> tuple[Call, Node, str, Node] | None:
    """Return (call, lambda, name, inner lambda) if ``nodes[-1]`` passes its argument to a lambda of its own file.

    The lambda is bound in a `let` or a `rec` set: `call = file: callPackage file { … };`. The inner lambda binds the
    argument to the name. None for other functions.
    """
    function = nodes[-1]
    before: list[Node] = []
    while (parts := call_parts(source, function)) is not None:
        function = parts[0]
        before.insert(0, parts[1])
    name = source.text(function)
    if not re.fullmatch(_NAME, name) or not _is_bound_to_lambda(source.data, name.encode()):
        return None
    for node in reversed(nodes):
        if node.type == "function_expression" and name in parameters(source, node):
            return None
        for binding in bindings_of(source, node, name) if node.type in RECURSIVE else ():
            outer = inner = binding.child_by_field_name("expression")
            for _ in before[1:]:
                inner = inner.child_by_field_name("body") if inner is not None else None
            formal = inner.child_by_field_name("universal") if inner is not None else None
            if outer is None or inner is None or formal is None:
                return None
            call = complete(source, nodes, len(nodes) - 1)
            call.arguments[:0] = before[:-1]
            return call, outer, source.text(formal), inner
    return None


def _names_of_item(source: Source, nodes: list[Node]) -> Iterator[tuple[str, Node]]:
    """Yield (name, node with its scope) for each name that means the path in ``nodes[-1]``.

    The path is bound to the name (`let file = ./x.nix; in …`), or is an item of a list or a set that a function of the
    name gets (`map (file: …) [ ./x.nix ]`).
    """
    at = outward(nodes, len(nodes) - 1, frozenset({"binding", "binding_set", "parenthesized_expression"}))
    if at < 0:
        return
    if nodes[-1].type == "binding" and nodes[at].type in RECURSIVE:
        attrpath = nodes[-1].child_by_field_name("attrpath")
        if attrpath is not None and re.fullmatch(_NAME, source.text(attrpath)):
            yield source.text(attrpath), nodes[at]
    if nodes[at].type not in ("list_expression", "attrset_expression"):
        return
    outer = outward(nodes, at - 1, frozenset({"parenthesized_expression"}))
    parts = call_parts(source, nodes[outer]) if outer >= 0 else None
    inner = call_parts(source, parts[0]) if parts is not None and parts[0] != nodes[outer + 1] else None
    if inner is None or source.text(inner[0]).rpartition(".")[2] not in _EACH_ITEM:
        return
    function = _without_parentheses(inner[1])
    if source.text(inner[0]).endswith("Attrs"):
        function = _without_parentheses(function.child_by_field_name("body") or function)
    universal = function.child_by_field_name("universal")
    if function.type == "function_expression" and universal is not None:
        yield source.text(universal), function


def _without_parentheses(node: Node) -> Node:
    while node.type == "parenthesized_expression":
        inner = node.child_by_field_name("expression")
        if inner is None:
            break
        node = inner
    return node


def _given_as(source: Source, name: str, scope: Node) -> Iterator[list[Node]]:
    """Yield the chain to each call in ``scope`` with a name as its argument: `callPackage file`."""
    text = source.data[: scope.end_byte]
    for match in islice(
        re.finditer(
            rb"(?<![\w.'-])%s(?![\w'-])" % name.encode("utf-8", "surrogateescape"), text[scope.start_byte :]
        ),
        MAX_CONTEXTS,
    ):
        start, end = match.start() + scope.start_byte, match.end() + scope.start_byte
        nodes = chain(source, start, end)
        while nodes and nodes[-1].type in _IN_NAMES | {"parenthesized_expression"}:
            nodes = nodes[:-1]
        parts = call_parts(source, nodes[-1]) if nodes else None
        if parts is not None and parts[1].start_byte <= start and source.text(parts[0]).endswith(OF_FILES):
            yield nodes


def is_function(source: Source, nodes: list[Node], at: int) -> bool:
    """Tell whether ``nodes[at]`` is a call, and the next node is the function that it calls."""
    parts = call_parts(source, nodes[at])
    return parts is not None and nodes[at + 1] == parts[0]


def complete(source: Source, nodes: list[Node], at: int) -> Call:
    """Return the call that begins with the apply ``nodes[at]``, with all following arguments."""
    arguments: list[Node] = []
    while True:
        parts = call_parts(source, nodes[at])
        if parts is not None:
            arguments.append(parts[1])
        outer = outward(nodes, at - 1, frozenset({"parenthesized_expression"}))
        if outer < 0 or not is_function(source, nodes, outer):
            return Call(source, nodes[: at + 1], arguments)
        at = outer


def _applied(data: bytes, name: bytes) -> Iterator[int]:
    """Yield the places where a name may be called with an argument, or may be an argument itself."""
    at = data.find(name)
    while at >= 0:
        called = (
            re.compile(_ARGUMENT).match(data, at + len(name))
            or re.compile(_PIPED).search(data, max(at - _FAR, 0), at)
            or re.compile(_HANDED).search(data, max(at - _FAR, 0), at)
        )
        if called and (not at or re.compile(_BEFORE_NAME).match(data, at - 1)):
            yield at
        at = data.find(name, at + 1)


def calls_by_name(source: Source, definition: list[Node]) -> Iterator[Call]:
    """Yield the calls of a name in its own file: ``name arg``, ``x.name arg``.

    ``definition`` are the nodes around the binding of the name, and the binding.
    """
    binding = definition[-1]
    attrpath = binding.child_by_field_name("attrpath")
    name = source.text(attrpath).rpartition(".")[2] if attrpath is not None else ""
    if not re.fullmatch(_NAME, name):
        return
    encoded, selections = name.encode("utf-8", "surrogateescape"), Selections(source, definition)
    for number, start in enumerate(_applied(source.data, encoded)):
        if number >= 4 * MAX_CONTEXTS:
            return
        end = start + len(encoded)
        nodes = chain(source, start, end)
        while nodes and nodes[-1].type in _IN_NAMES:
            nodes = nodes[:-1]
        parts = call_parts(source, nodes[-1]) if nodes else None
        if parts is None:
            around = _returning(source, nodes, end) if nodes else None
            if around is not None and _binds(source, nodes, name, binding):
                yield around
            continue
        function = parts[0]
        if function.end_byte != end:
            if (parts[1].start_byte, parts[1].end_byte) == (start, end) and _binds(
                source, nodes, name, binding
            ):
                yield Call(source, nodes, [], handed=True)
            continue
        selects = function.start_byte < start and not (
            _is_of_package_set(source, nodes, function, name)
            if _is_passed_to_override(source, definition)
            else not selections.may_mean(nodes, function)
        )
        if selects or (function.start_byte == start and _binds(source, nodes, name, binding)):
            yield complete(source, nodes, len(nodes) - 1)


def calls_of_formal(source: Source, function: Node, name: str) -> Iterator[Call]:
    """Yield the calls of a formal of ``function``, the function of a file: `{ mkApp }: mkApp { … }`."""
    encoded = name.encode("utf-8", "surrogateescape")
    for start in _applied(source.data, encoded):
        nodes = chain(source, start, start + len(encoded))
        while nodes and nodes[-1].type in _IN_NAMES:
            nodes = nodes[:-1]
        parts = call_parts(source, nodes[-1]) if nodes else None
        if parts is None or (parts[0].start_byte, parts[0].end_byte) != (start, start + len(encoded)):
            continue
        if function in nodes and _binds(source, nodes[nodes.index(function) + 1 :], name, function):
            yield complete(source, nodes, len(nodes) - 1)


def _returning(source: Source, nodes: list[Node], end: int) -> Call | None:
    """Return the call that gets the function up to ``end`` inside of another lambda: `mapAttrs (_: f) set`."""
    at = len(nodes) - 1
    while at >= 0 and nodes[at].type == "function_expression" and nodes[at].end_byte == end:
        at -= 1
    skipped = len(nodes) - 1 - at
    at = outward(nodes, at, frozenset({"parenthesized_expression"}))
    parts = call_parts(source, nodes[at]) if skipped and at >= 0 else None
    if parts is None or parts[1] != nodes[at + 1]:
        return None
    call = Call(source, nodes[: at + 1], [], handed=True)
    call.skipped = skipped
    return call


def _is_passed_to_override(source: Source, nodes: list[Node]) -> bool:
    """Tell whether the last of ``nodes``, a binding, is an argument of an override: `x.override { name = …; }`."""
    at = outward(nodes, len(nodes) - 2, frozenset({"binding_set"}))
    if at < 0 or nodes[at].type not in ("attrset_expression", "rec_attrset_expression"):
        return False
    at = outward(nodes, at - 1, frozenset({"parenthesized_expression", "function_expression"}))
    parts = call_parts(source, nodes[at]) if at >= 0 else None
    return (
        parts is not None
        and not is_function(source, nodes, at)
        and source.text(parts[0]).rpartition(".")[2] == "override"
    )


def _is_of_package_set(source: Source, nodes: list[Node], function: Node, name: str) -> bool:
    """Tell whether a call means the function of a package set: `final.build …` in an argument `build` of an override.

    ``nodes`` lead to the call. Many overrides with such an argument do not call one another.
    """
    root = source.text(function).removesuffix(f".{name}")
    if root not in _PACKAGE_SETS:
        return False
    is_in_argument = is_formal = False
    for at, node in enumerate(nodes):
        if node.type == "function_expression":
            is_formal = is_formal or root in parameters(source, node)
        elif node.type in RECURSIVE and any(bindings_of(source, node, root)):
            is_formal = False
        elif node.type == "binding":
            attrpath = node.child_by_field_name("attrpath")
            is_same = attrpath is not None and source.text(attrpath) == name
            is_in_argument = is_in_argument or (is_same and _is_passed_to_override(source, nodes[: at + 1]))
    return is_in_argument and is_formal


def _binds(source: Source, nodes: list[Node], name: str, binding: Node) -> bool:
    """Tell whether a name means ``binding`` at the last of ``nodes``: no nearer binding has the name."""
    for node in reversed(nodes):
        if node.type == "function_expression":
            if name in parameters(source, node):
                return False
        elif node.type in RECURSIVE:
            for found in bindings_of(source, node, name):
                return found.start_byte == binding.start_byte
    return True
