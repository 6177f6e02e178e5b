"""The callers of a lambda and their arguments: the contexts in which a place in the body of the lambda is evaluated."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from authguard.nix.bound_names import default_hashes, formals_of
from authguard.nix.call_sites import (
    IN_NAMED,
    MAX_CONTEXTS,
    Call,
    Places,
    arity_of,
    binding_of_import,
    calls_by_name,
    calls_of_path,
    complete,
    continued,
    function_of,
    is_file,
    is_function,
    is_overridable,
    is_value_of_file,
    outward,
    passes_values,
    places_of_paths,
    runs,
    spans_of_path,
)
from authguard.nix.directories import Entry, Tree, entries, trees
from authguard.nix.equal_arguments import FEW, EqualArguments
from authguard.nix.evaluate import MAX_STEPS
from authguard.nix.functions.files import SCOPED, place, scoped
from authguard.nix.guessed import with_hashes
from authguard.nix.keyed import Keyed, is_keyed
from authguard.nix.lexical import AROUND, FIXED, UNBOUND, Lexical, LexicalContext, chain, lambdas
from authguard.nix.modules import ModuleArguments
from authguard.nix.overlays import Overlays
from authguard.nix.parse import call_parts
from authguard.nix.recursion import Recursion
from authguard.nix.scopes import gives, gives_package
from authguard.nix.values import (
    Apply,
    Attrs,
    Builtin,
    Function,
    List,
    Path,
    Scope,
    Sym,
    Thunk,
    Value,
    string,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source


MAX_DEPTH = 8
MOST_OF_ITSELF = 16
"""A call of a function in its own body has at most this many contexts.

Otherwise a function that calls itself at five places would have 5^8 contexts.
"""
MAX_RECORDING = 8_000
"""The most evaluation steps to find the arguments that another function passes to a function."""
MAX_LAMBDAS = 32
"""The calls of the lambdas around a place are searched only if there are at most this many lambdas."""

_CALLS_PACKAGE = r"(?:^|\.)callPackages?\)*\Z"
_EMPTY_CALL = rb"\s*+\)?\s*+\{\s*+\}"
_CALLS_FILE = r"(?:^|\.)(?:callPackages?|import)\)*\Z"
_NAMING = frozenset({"mapAttrs'", "genAttrs'", "concatMapAttrs"})
"""Functions that need a set from each call: with a name and a value, or with any attributes."""


class _TooMany(Exception):
    """A function is called with more arguments than the limit for contexts."""


class Callers:
    """Finds contexts. ``importers`` names the files that may refer to a path."""

    def __init__(self, lexical: Lexical, importers: Callable[[str], Iterable[str]]) -> None:
        """Store both."""
        self.lexical = lexical
        self.importers = importers
        self._true = cache(lexical.evaluator.true)
        self._places: dict[str, Places] = {}
        self._calls: dict[tuple[str, int], list[Call]] = {}
        self._defaults: dict[tuple[str, int], frozenset[str]] = {}
        self._contexts: dict[tuple[object, ...], list[LexicalContext]] = {}
        self._recursion = Recursion()
        self._tables: dict[str, Keyed | None] = {}
        self._passed: dict[tuple[object, ...], tuple[list[Value], list[tuple[Thunk, ...]]]] = {}
        self._read: dict[tuple[str, int, int], tuple[LexicalContext, tuple[str, ...]]] = {}
        self._modules = ModuleArguments(lexical, importers, self.contexts)
        lexical.configured = self._modules.configured
        overlays = Overlays(lexical, importers)
        lexical.beside = overlays.beside
        lexical.evaluator.defined = overlays.named
        lexical.evaluator.packaged = overlays.packaged

    def contexts(self, source: Source, nodes: list[Node], depth: int = 0) -> list[LexicalContext]:
        """Return the contexts of the last node in ``nodes``: one context for each combination of call sites.

        A lambda without a call in this repository stays unbound.
        """
        around = lambdas(nodes)
        if depth >= MAX_DEPTH or not 0 < len(around) <= MAX_LAMBDAS:
            return [UNBOUND]
        key = (source.path, tuple(nodes[number].start_byte for number in around), depth)
        kept = self._contexts.get(key)
        if kept is None:
            if not self._recursion.may_go_on():
                return [UNBOUND]
            kept = self._combine(source, nodes, around, depth, UNBOUND)
            if not self._recursion.is_over:
                self._contexts[key] = kept
        return kept

    def tables(self, source: Source) -> Keyed | None:
        """Return the tables of a file from which computed names choose an entry; None if there is no such table."""
        if source.path not in self._tables:
            self._tables[source.path] = Keyed(self.lexical, source) if is_keyed(source) else None
        return self._tables[source.path]

    def _inside(
        self, site: Source, call: list[Node], outer: list[Node], context: LexicalContext, depth: int
    ) -> list[LexicalContext]:
        """Return the contexts of a call; the lambdas of ``outer`` around it are already bound in ``context``."""
        bound = {outer[number].start_byte for number in lambdas(outer)}
        around = lambdas(call)
        left = [number for number in around if call[number].start_byte not in bound]
        if len(left) == len(around):
            return self.contexts(site, call, depth)
        if depth >= MAX_DEPTH or len(around) > MAX_LAMBDAS or not self._recursion.may_go_on():
            return [UNBOUND]
        return self._combine(site, call, left, depth, context)

    def _combine(
        self, source: Source, nodes: list[Node], around: list[int], depth: int, context: LexicalContext
    ) -> list[LexicalContext]:
        """Return the contexts of the lambdas ``around``, each of them as a continuation of ``context``."""
        contexts = [context]
        for run in runs(source, nodes, around):
            found: list[LexicalContext | None] = []
            with self._recursion.inside(source, nodes[run[0]]):
                for each in contexts:
                    bound = self._bind(source, nodes, run, each, depth)
                    found.extend(islice(bound, MAX_CONTEXTS - len(found)))
                    if len(found) >= MAX_CONTEXTS:
                        break
            contexts = [each for each in found if each is not None] or contexts
        return contexts

    def _bind(
        self, source: Source, nodes: list[Node], run: list[int], context: LexicalContext, depth: int
    ) -> Iterator[LexicalContext | None]:
        """Yield ``context`` with the lambdas of a curried function bound, for each call; None for a known context.

        For a call without arguments, and if there is no call, it yields the context in which the formals have their
        defaults. It does so too if all calls pass a hash that has a default.
        """
        found = plain = False
        unused = self._default_hashes(source, nodes, run)
        own: list[Call] = []
        others: list[Call] = []
        for each in self._calls_of(source, nodes[: run[0] + 1]):
            is_inside = each.source is source and each.nodes[run[0] : run[0] + 1] == [nodes[run[0]]]
            (own if is_inside else others).append(each)
        for at, each in enumerate((*others, *own)):
            decides = each.partial is not None or any(passes_values(argument) for argument in each.arguments)
            if each.function is None and not each.handed and not decides:
                plain = True
                continue
            # A call of a lambda where it is written has the context of that lambda.
            site, call = each.source, each.nodes
            here = site is source and len(call) <= run[0] and nodes[len(call) - 1] == call[-1]
            outer = nodes[: run[0]] if site is source else []
            if each.through is not None:
                inners = list(self._through(each, *each.through, depth + 1))
            else:
                inners = [context] if here else self._inside(site, call, outer, context, depth + 1)
                inners = inners[:MOST_OF_ITSELF] if at >= len(others) else inners
            if any(node.type == "if_expression" for node in call):
                inners = [inner for inner in inners if self.lexical.assumed(site, call, inner) is not None]
            tables = self.tables(site)
            inners = tables.chosen(call, inners) if tables is not None else inners
            for arguments, is_known in self._passed_in(each, inners, len(run), depth, decides=decides):
                plain, found = plain or arguments is None, found or arguments is not None
                if arguments is not None:
                    unused = unused and unused - _left_out(unused, arguments)
                    yield None if is_known else self._bound(source, nodes, run, context, arguments)
        if not found or plain or unused:
            by_name = self._modules.arguments(source, nodes[run[0]], depth + 1)
            given_by_name = [Thunk.of(Attrs(by_name))] if by_name else []
            yield self._bound(source, nodes, run, context, given_by_name)

    def _default_hashes(self, source: Source, nodes: list[Node], run: list[int]) -> frozenset[str]:
        key = source.path, nodes[run[0]].start_byte
        if key not in self._defaults:
            self._defaults[key] = default_hashes(source, nodes, run)
        return self._defaults[key]

    def _is_of_other_file(self, entry: Entry, context: LexicalContext) -> bool:
        """Tell whether a call with a computed path reads another file in a context. Each path is computed once."""
        key = entry.source.path, entry.argument.start_byte, id(context)
        kept = self._read.get(key)
        if kept is None:  # the context is kept alive, since its id is a key
            kept = self._read[key] = context, entry.paths_in(self.lexical, context)
        return bool(kept[1]) and entry.path not in kept[1]

    def _passed_in(
        self, each: Call, inners: list[LexicalContext], arity: int, depth: int, *, decides: bool
    ) -> Iterator[tuple[Sequence[Thunk] | None, bool]]:
        """Yield the arguments of a call in each of its contexts, and whether an earlier context had the same arguments.

        The arguments are None for a call that decides no argument. ``decides``: the written arguments have values.
        """
        evaluator, site, call = self.lexical.evaluator, each.source, each.nodes
        earlier = EqualArguments(evaluator) if len(inners) > FEW else None
        for context in inners:
            if isinstance(each.entry, Entry) and self._is_of_other_file(each.entry, context):
                continue
            inner = (
                each.entry.bound(self.lexical, site, context) if isinstance(each.entry, Entry) else context
            )
            scope = self.lexical.scope(site, call, inner)
            if isinstance(each.entry, Tree):
                passed = each.entry.given(evaluator, scope)
                yield [passed] if passed is not None else None, False
                continue
            first = self._first(each, inner, depth + 1)
            if each.handed:
                for values in self._recorded(each, scope, each.skipped + arity - len(first)):
                    passed_on = (*first, *values[each.skipped :])
                    yield passed_on, earlier is not None and earlier.are_known(site, scope, (), passed_on)
                continue
            given = self._scope_of(site, each.function, scope)
            if given is None and not decides:
                yield None, False
                continue
            is_known = earlier is not None and earlier.are_known(site, scope, each.arguments, (given, *first))
            thunks = [evaluator.thunk(site, argument, scope) for argument in each.arguments]
            if given is not None:
                thunks[0] = scoped(evaluator, given, thunks[0])
            yield (*first, *thunks), is_known

    def _through(self, each: Call, call: Call, function: Node, depth: int) -> Iterator[LexicalContext]:
        """Yield the contexts of a call inside of the lambda ``function``, for the arguments of a call of the lambda."""
        source, nodes = each.source, each.nodes
        first = nodes.index(function) if function in nodes else len(nodes)
        beyond = (at for at in range(first, len(nodes)) if nodes[at].type != "function_expression")
        run = list(range(first, next(beyond, len(nodes))))
        if not run:
            return  # a broken file has no such lambda
        for context in self.contexts(source, call.nodes, depth):
            for arguments, _ in self._passed_in(call, [context], len(run), depth, decides=True):
                bound = self._bound(source, nodes, run, context, arguments or ())
                yield from self._inside(source, nodes, nodes[: run[-1] + 2], bound, depth)

    def _first(self, call: Call, context: LexicalContext, depth: int) -> list[Thunk]:
        """Return the arguments that an earlier call passed, in this file or in another."""
        earlier = call.partial
        if earlier is None:
            return []
        evaluator, site = self.lexical.evaluator, earlier.source
        if site is not call.source:
            contexts = self.contexts(site, earlier.nodes, depth)
            context = contexts[0] if len(contexts) == 1 else UNBOUND
        scope = self.lexical.scope(site, earlier.nodes, context)
        thunks = [evaluator.thunk(site, argument, scope) for argument in earlier.arguments]
        given = self._scope_of(site, earlier.function, scope)
        if given is not None and thunks:
            thunks[0] = scoped(evaluator, given, thunks[0])
        return thunks

    def _bound(
        self,
        source: Source,
        nodes: list[Node],
        run: list[int],
        context: LexicalContext,
        arguments: Iterable[Thunk],
    ) -> LexicalContext:
        """Return ``context`` with the lambdas of a curried function bound to ``arguments``."""
        for number, argument in zip(run, arguments, strict=False):
            outer = self.lexical.scope(source, nodes[: number + 1], context)
            scope = self.lexical.evaluator.bind(source, nodes[number], outer, argument)
            context = context.bound(source, nodes[number], scope)
        return context

    def _recorded(self, call: Call, scope: Scope, arity: int) -> list[tuple[Thunk, ...]]:
        """Return the arguments that the function of a call (`lib.mapAttrs`) passes to a function of ``arity``.

        The called function gets a function that records its arguments. If that records too many, none are returned.
        """
        parts = call_parts(call.source, call.nodes[-1])
        if parts is not None and re.search(_CALLS_PACKAGE, call.source.text(parts[0])):
            return self._of_package(call, parts[0], scope)
        evaluator = self.lexical.evaluator
        before = evaluator.steps
        evaluator.steps = start = max(before, MAX_STEPS - MAX_RECORDING)
        try:
            function = evaluator.eval(call.source, parts[0], scope) if parts is not None else None
            others, at = self._after(call, scope)
            values = [each.force() for each in (*_arguments(function), *others)]
            node = call.nodes[-1]
            at_call = (call.source.path, node.start_byte, node.end_byte)
            key = (*at_call, arity, _name(function), *map(id, values))
            kept = self._passed.get(key) if others else None
            if kept is None:
                found = self._passed_by(call, scope, arity, function, others, at)
                kept = self._passed[key] = (values, found)  # the ids are keys, so the values must stay alive
        finally:
            evaluator.steps += before - start
        return kept[1]

    def _after(self, call: Call, scope: Scope) -> tuple[list[Thunk], int]:
        """Return the arguments after a function that is itself an argument, and the index of the outermost call."""
        found: list[Thunk] = []
        at = len(call.nodes) - 1
        while at > 0:
            outer = outward(call.nodes, at - 1, frozenset({"parenthesized_expression"}))
            if outer < 0 or not is_function(call.source, call.nodes, outer):
                break
            outside = call_parts(call.source, call.nodes[outer])
            if outside is not None:
                found.append(self.lexical.evaluator.thunk(call.source, outside[1], scope))
            at = outer
        return found, at

    def _passed_by(
        self, call: Call, scope: Scope, arity: int, function: Value | None, others: list[Thunk], at: int
    ) -> list[tuple[Thunk, ...]]:
        """Return the values that a function passes on, or may pass on if it is unknown; nothing for too many."""
        found: list[tuple[Thunk, ...]] = []
        try:
            self._record(call, scope, arity, function, others, at, found)
        except _TooMany:
            return []
        if not found and arity <= 2:
            guessed = islice(with_hashes([*_arguments(function), *others]), MAX_CONTEXTS)
            found.extend((Thunk.of(name), thunk)[-arity:] for name, thunk in guessed)
        return found

    def _of_package(self, call: Call, function: Node, scope: Scope) -> list[tuple[Thunk, ...]]:
        """Return the set that `callPackage f { … }` passes to ``f``, without the additions of the package set."""
        source, nodes = call.source, call.nodes
        at = outward(nodes, len(nodes) - 2, frozenset({"parenthesized_expression"}))
        outside = call_parts(source, nodes[at]) if at >= 0 and is_function(source, nodes, at) else None
        if outside is None:
            return []
        given = self.lexical.evaluator.thunk(source, outside[1], scope)
        of_scope = self._scope_of(source, function, scope)
        return [(given if of_scope is None else scoped(self.lexical.evaluator, of_scope, given),)]

    def _record(
        self,
        call: Call,
        scope: Scope,
        arity: int,
        function: Value | None,
        others: list[Thunk],
        at: int,
        found: list[tuple[Thunk, ...]],
    ) -> None:
        evaluator = self.lexical.evaluator
        if not isinstance(function, Builtin) or function.name in (*FIXED, SCOPED, "callPackage", "import"):
            return

        named = function.name in _NAMING

        def record(_: Evaluator, *arguments: Thunk) -> Value:
            found.append(arguments)
            if len(found) > MAX_CONTEXTS:
                raise _TooMany
            made = Sym("recorded", len(found))
            if not named:
                return made
            return Attrs({"name": Thunk.of(string([f"recorded {len(found)}"])), "value": Thunk.of(made)})

        recorder = Thunk.of(Builtin("recorded", arity, record))
        value = evaluator.apply(function, recorder)
        for other in others:
            value = evaluator.apply(value, other)
        if isinstance(value, Builtin):
            value = self._of_pipe(call, at, scope, value) or value
        items = (
            value.items.values()
            if isinstance(value, Attrs)
            else value.items
            if isinstance(value, List)
            else ()
        )
        if len(items) > MAX_CONTEXTS:
            return
        for item in items:
            item.force()

    def _of_pipe(self, call: Call, at: int, scope: Scope, step: Value) -> Value | None:
        """Return the result of a `lib.pipe` after ``step``, or None if ``step`` is in no list of a `lib.pipe`.

        ``step`` is the value of ``call.nodes[at]``.
        """
        source, nodes = call.source, call.nodes
        outer = outward(nodes, at - 1, frozenset({"parenthesized_expression", "list_expression"}))
        outside = call_parts(source, nodes[outer]) if outer >= 0 else None
        if outside is None or outside[1] != nodes[outer + 1] or outside[1].type != "list_expression":
            return None
        evaluator = self.lexical.evaluator
        before = [
            evaluator.thunk(source, item, scope)
            for item in outside[1].named_children
            if item.type != "comment" and item.end_byte <= nodes[outer + 2].start_byte
        ]
        function = evaluator.eval(source, outside[0], scope)
        return evaluator.apply(step, Thunk.of(evaluator.apply(function, Thunk.of(List(before)))))

    def _scope_of(self, site: Source, function: Node | None, scope: Scope) -> Thunk | None:
        """Return the set from which a `callPackage` takes the arguments that a call omits."""
        value = self.lexical.evaluator.eval(site, function, scope) if function is not None else None
        if isinstance(value, Builtin) and value.name == SCOPED and value.arguments:
            return value.arguments[0]
        return None

    def _calls_of(self, source: Source, nodes: list[Node]) -> list[Call]:
        """Return the calls of the lambda ``nodes[-1]``."""
        key = (source.path, nodes[-1].start_byte)
        if key not in self._calls:
            arity = arity_of(source, nodes[-1])
            found: list[Call] = []
            for call in self._find(source, nodes):
                found += [*continued(call, arity), *self._elsewhere(call, arity)]
            self._calls[key] = found
        return self._calls[key]

    def _elsewhere(self, call: Call, arity: int) -> Iterator[Call]:
        """Yield calls in other files that pass the rest: `mkApp = import ./mk-app.nix lib;` goes to ./app.nix."""
        if call.handed or call.entry is not None or not 0 < len(call.arguments) < arity:
            return
        at = outward(call.nodes, len(call.nodes) - 2, frozenset({"parenthesized_expression"}))
        if at >= 0 and call.nodes[at].type == "binding":
            for each in self._handed_on(call.source, call.nodes[: at + 1]):
                each.partial = call
                yield each

    def _handed_on(self, source: Source, definition: list[Node]) -> Iterator[Call]:
        """Yield the calls of a function in the files to which its own file hands it."""
        from authguard.nix.handed import calls_elsewhere

        evaluator = self.lexical.evaluator

        def read(path: str, word: bytes) -> Source | None:
            file = f"{path}/default.nix" if evaluator.kind(path) == "directory" else path
            return evaluator.source(file) if word in (evaluator.content(file) or b"") else None

        return calls_elsewhere(source, definition, read)

    def _find(self, source: Source, nodes: list[Node]) -> Iterator[Call]:
        nodes = function_of(source, nodes)
        at = outward(nodes, len(nodes) - 2, AROUND)
        while at >= 0 and is_overridable(source, nodes, at):
            at = outward(nodes, at - 1, AROUND)
        if at < 0 or nodes[at].type == "source_code":
            curried = arity_of(source, nodes[-1]) > 1
            yield from self._imports(source.path, formals_of(source, nodes[-1]), curried)
        elif nodes[at].type == "binding":
            yield from calls_by_name(source, nodes[: at + 1])
            yield from self._handed_on(source, nodes[: at + 1])
        elif is_function(source, nodes, at):
            yield complete(source, nodes, at)
        elif call_parts(source, nodes[at]) is not None:
            yield Call(source, nodes[: at + 1], [], handed=True)

    def _imports(self, path: str, formals: set[str], curried: bool, depth: int = 0) -> Iterator[Call]:
        """Yield the calls of the file at ``path``, a function of ``formals``, in the files that refer to this file.

        An empty call of a ``curried`` function returns a function, which may be called with arguments.
        """
        evaluator = self.lexical.evaluator
        for importer in self.importers(path):
            data = evaluator.read(importer)
            if data is None or not importer.endswith(".nix") or importer == path:
                continue
            if importer not in self._places:
                self._places[importer] = places_of_paths(importer, data, self._true)
            spans = spans_of_path(self._places[importer], path)
            is_given = gives(data, formals) or gives_package(data, formals, evaluator.read(path) or b"")
            if not curried and not is_given:
                empty = [each for each in spans if re.compile(_EMPTY_CALL).match(data, each[1])]
                others = [each for each in spans if each not in empty]
                spans = [*others, *empty[:1]] if others else []
            site = evaluator.source(importer) if spans else None
            for start, end, kinds in spans[:MAX_CONTEXTS] if site is not None else ():
                if site is None:
                    continue
                nodes = chain(site, start, end)
                inner = self._computed(site, nodes, path)
                if kinds is IN_NAMED:
                    yield from inner if inner is not None else self._of_name(site, nodes, path)
                    continue
                yield from calls_of_path(site, nodes, kinds) if inner is None else inner
                bound = binding_of_import(site, nodes, kinds)
                yield from self._handed_on(site, bound) if bound else ()
                if depth < MAX_DEPTH and is_value_of_file(site, nodes, kinds):
                    yield from self._imports(importer, formals, curried, depth + 1)
            for tree in trees(self.lexical, importer, data, path):
                call = Call(tree.source, tree.nodes, [tree.argument])
                call.entry = tree
                yield call
            for entry in entries(self.lexical, importer, data, path):
                at = outward(entry.nodes, len(entry.nodes) - 2, frozenset({"parenthesized_expression"}))
                if entry.nodes[-1].type == "binding":
                    calls = calls_of_path(entry.source, entry.nodes, frozenset())
                elif at >= 0 and entry.nodes[at].type == "binding":
                    calls = calls_by_name(entry.source, entry.nodes[: at + 1])
                elif at >= 0 and is_function(entry.source, entry.nodes, at):
                    calls = calls_of_path(entry.source, entry.nodes, frozenset())
                else:
                    continue
                for call in calls:
                    call.entry = entry
                    yield call

    def _computed(self, site: Source, nodes: list[Node], path: str) -> Iterator[Call] | None:
        """Return the calls of `callPackage` or `import` with an argument that means the path or its function.

        None if the path itself, or nothing of the kind, is the argument.
        """
        for at in range(len(nodes) - 2, -1, -1):
            parts = call_parts(site, nodes[at])
            if parts is None or nodes[at + 1] != parts[1] or parts[1].type == "path_expression":
                continue
            if re.search(_CALLS_FILE, site.text(parts[0])):
                is_meant = self._means(site, [*nodes[: at + 1], parts[1]], path)
                return calls_of_path(site, nodes[: at + 1], frozenset()) if is_meant else None
        return None

    def _of_name(self, site: Source, nodes: list[Node], path: str) -> Iterator[Call]:
        """Yield the calls of the name that is bound to a path below another name: `file = root + "/tool.nix";`."""
        at = next((at for at in range(len(nodes) - 2, -1, -1) if nodes[at].type == "binding"), -1)
        value = nodes[at].child_by_field_name("expression") if at >= 0 else None
        if value is not None and value == nodes[at + 1] and self._means(site, nodes[: at + 2], path):
            yield from calls_of_path(site, nodes[: at + 1], frozenset())

    def _means(self, site: Source, nodes: list[Node], path: str) -> bool:
        """Tell whether an expression is the path of a file, or the function in the file."""
        value = place(self.lexical.evaluator, self.lexical.value(site, nodes))
        file = value.path if isinstance(value, Path) else _file_of(value)
        return file is not None and is_file(file, path)


def _file_of(value: Value) -> str | None:
    """Return the path of the file that has a function as its value; None for another value."""
    node = value.source.expression if isinstance(value, Function) else None
    while node is not None and node.type in AROUND:
        node = node.child_by_field_name("body") or node.child_by_field_name("expression")
    if not isinstance(value, Function) or node is None or node.start_byte != value.node.start_byte:
        return None
    return value.source.path


def _arguments(function: Value | None) -> tuple[Thunk, ...]:
    """Return the arguments that an unknown function, or one of nixpkgs' lib, already has."""
    return function.arguments if isinstance(function, (Apply, Builtin)) else ()


def _name(function: Value | None) -> str | None:
    return function.name if isinstance(function, Builtin) else None


def _left_out(names: frozenset[str], arguments: Sequence[Thunk]) -> frozenset[str]:
    """Return the names that the sets among the arguments of a call do not have, so that their defaults are used."""
    values = [each.force() for each in arguments]
    passed = [value for value in values if isinstance(value, Attrs) and value.rest is None]
    return names.difference(*(value.items for value in passed)) if passed else frozenset()
