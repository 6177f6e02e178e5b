"""Who calls a lambda, and with what: the contexts in which a place of its body is evaluated."""

from __future__ import annotations

import re

from authguard.nix.lexical import UNBOUND, Context, Lexical, chain, lambdas
from authguard.nix.values import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source

MAX_CONTEXTS = 48
MAX_DEPTH = 3

_PATH = re.compile(rb"\.{1,2}/[\w./+-]*")
_EMPTY_CALL = re.compile(rb"\s*\)?\s*\{\s*\}")


class Callers:
    """Finds contexts. ``importers`` names the files that may refer to a path."""

    def __init__(self, lexical: Lexical, importers: Callable[[str], Iterable[str]]) -> None:
        """Hold both."""
        self.lexical = lexical
        self.importers = importers
        self._sites: dict[tuple[str, int], list[tuple[Source, list[Node], int]]] = {}

    def contexts(self, source: Source, nodes: list[Node], depth: int = 0) -> list[Context]:
        """Return the contexts in which the last of ``nodes`` stands: one a combination of call sites.

        A lambda that nobody in this repository calls stays unbound.
        """
        contexts = [UNBOUND]
        if depth >= MAX_DEPTH:
            return contexts
        for number in lambdas(nodes):
            found: list[Context] = []
            for context in contexts:
                found.extend(self._bind(source, nodes[: number + 1], context, depth))
                if len(found) >= MAX_CONTEXTS:
                    break
            contexts = found[:MAX_CONTEXTS] or contexts
        return contexts

    def _bind(self, source: Source, nodes: list[Node], context: Context, depth: int) -> Iterator[Context]:
        """Yield ``context`` with the lambda ``nodes[-1]`` bound, once for each call site; as it is if there is none."""
        outer = self.lexical.scope(source, nodes, context)
        found = False
        for site, call, argument in self._calls(source, nodes):
            if not self._matters(source, nodes[-1], site, argument):
                continue
            for inner in self.contexts(site, call, depth + 1):
                scope = self.lexical.scope(site, call, inner)
                thunk = self.lexical.evaluator.thunk(site, argument, scope)
                found = True
                yield context.bound(
                    source, nodes[-1], self.lexical.evaluator.bind(source, nodes[-1], outer, thunk)
                )
        if not found:
            yield context

    def _matters(self, source: Source, function: Node, site: Source, argument: Node) -> bool:
        """Tell whether a call site says more than ``callPackage ./x { }`` does."""
        if argument.type != "attrset_expression":
            return True
        return any(
            child.type == "binding_set" and child.named_child_count for child in argument.named_children
        )

    def _calls(self, source: Source, nodes: list[Node]) -> Iterator[tuple[Source, list[Node], Node]]:
        """Yield (file, chain to the call, argument node) of every call of the lambda ``nodes[-1]``."""
        node = nodes[-1]
        key = (source.path, node.start_byte)
        if key not in self._sites:
            self._sites[key] = list(self._find(source, nodes))
        for site, call, number in self._sites[key]:
            argument = call[number].child_by_field_name("argument")
            if argument is not None:
                yield site, call[: number + 1], argument

    def _find(self, source: Source, nodes: list[Node]) -> Iterator[tuple[Source, list[Node], int]]:
        position = 0
        at = len(nodes) - 2
        while at >= 0 and nodes[at].type == "function_expression":
            position += 1  # the second lambda of a curried function takes the second argument
            at -= 1
        while at >= 0 and nodes[at].type in (
            "parenthesized_expression",
            "let_expression",
            "with_expression",
            "assert_expression",
        ):
            at -= 1
        if at < 0 or nodes[at].type == "source_code":
            yield from self._imports(source.path, position)
        elif nodes[at].type == "binding" and not _is_let_body(nodes, at):
            attrpath = nodes[at].child_by_field_name("attrpath")
            name = source.text(attrpath).rpartition(".")[2] if attrpath is not None else ""
            if re.fullmatch(r"[A-Za-z_][\w'-]*", name):
                yield from _named_calls(source, name, position)

    def _imports(self, path: str, position: int) -> Iterator[tuple[Source, list[Node], int]]:
        """Yield the calls of the file at ``path`` in the files that refer to it."""
        evaluator = self.lexical.evaluator
        for importer in self.importers(path):
            data = evaluator.read(importer)
            if data is None or not importer.endswith(".nix") or importer == path:
                continue
            spans = [match.span() for match in _PATH.finditer(data) if _means(importer, match[0], path)]
            spans = [span for span in spans if not _EMPTY_CALL.match(data, span[1])]
            site = evaluator.source(importer) if spans else None
            if site is None:
                continue
            for start, end in spans[:MAX_CONTEXTS]:
                yield from _calls_of(site, chain(site, start, end), position)


def _is_let_body(nodes: list[Node], at: int) -> bool:
    """Tell whether the way from binding ``at`` to the lambda leaves the binding's own value."""
    return at + 1 < len(nodes) and nodes[at + 1].type == "attrpath"


def _means(importer: str, text: bytes, path: str) -> bool:
    from authguard.nix.evaluate import relative

    target: Path = relative(importer.rpartition("/")[0], text.decode("utf-8", "surrogateescape"))
    if not target.inside:
        return False
    return target.path == path or path == (f"{target.path}/default.nix" if target.path else "default.nix")


def _calls_of(source: Source, nodes: list[Node], position: int) -> Iterator[tuple[Source, list[Node], int]]:
    """Yield the call of ``import PATH`` or ``callPackage PATH``, or the calls of the name bound to it."""
    while nodes and nodes[-1].type in ("path_expression", "path_fragment", "parenthesized_expression"):
        nodes = nodes[:-1]
    if not nodes or nodes[-1].type != "apply_expression":
        return
    at = len(nodes) - 2
    while at >= 0 and nodes[at].type == "parenthesized_expression":
        at -= 1
    if at >= 0 and nodes[at].type == "apply_expression" and _is_function(nodes, at):
        yield from _argument(source, nodes[: at + 1], position)
    elif at >= 0 and nodes[at].type == "binding":
        attrpath = nodes[at].child_by_field_name("attrpath")
        name = source.text(attrpath).rpartition(".")[2] if attrpath is not None else ""
        if re.fullmatch(r"[A-Za-z_][\w'-]*", name):
            yield from _named_calls(source, name, position)


def _is_function(nodes: list[Node], at: int) -> bool:
    return nodes[at + 1] == nodes[at].child_by_field_name("function")


def _argument(source: Source, nodes: list[Node], position: int) -> Iterator[tuple[Source, list[Node], int]]:
    """Yield the apply node that hands over argument ``position``, given the first apply as ``nodes[-1]``."""
    at = len(nodes) - 1
    for _ in range(position):
        at -= 1
        while at >= 0 and nodes[at].type == "parenthesized_expression":
            at -= 1
        if at < 0 or nodes[at].type != "apply_expression" or not _is_function(nodes, at):
            return
    yield source, nodes[: at + 1], at


def _named_calls(source: Source, name: str, position: int) -> Iterator[tuple[Source, list[Node], int]]:
    """Yield the calls of ``name`` in its own file: ``name arg``, ``x.name arg``."""
    pattern = re.compile(rb"(?<![\w'-])" + re.escape(name.encode()) + rb"(?![\w'-])\s*[\w\"'({.\[<$~/]")
    for number, match in enumerate(pattern.finditer(source.data)):
        if number >= 4 * MAX_CONTEXTS:
            return
        nodes = chain(source, match.start(), match.start() + len(name.encode()))
        while nodes and nodes[-1].type in (
            "identifier",
            "attrpath",
            "variable_expression",
            "select_expression",
        ):
            nodes = nodes[:-1]
        if not nodes or nodes[-1].type != "apply_expression":
            continue
        function = nodes[-1].child_by_field_name("function")
        if function is not None and function.end_byte == match.start() + len(name.encode()):
            yield from _argument(source, nodes, position)
