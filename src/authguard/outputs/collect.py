"""Find the fixed outputs of a file, with each hash literal and each call once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard import locks
from authguard.nix import data, packages
from authguard.nix.call_sites import is_function
from authguard.nix.callers import Callers
from authguard.nix.evaluate import Evaluator
from authguard.nix.expressions import select_attribute
from authguard.nix.lexical import UNBOUND, Lexical, chain
from authguard.nix.parse import has_conflict
from authguard.nix.values import Apply, Attrs, Choice, Function, List, Thunk, Value, relative
from authguard.outputs import records
from authguard.outputs.anchors import LEAST_BYTES, Anchor, anchors, digests_in, has_only_hashes, may_hold
from authguard.outputs.anchors import is_function as begins_as_function
from authguard.outputs.calls import CallReader
from authguard.outputs.hash_names import table_around
from authguard.outputs.model import FixedOutput, Input
from authguard.outputs.overridden import calls_around, overridden, overriding, source_beside
from authguard.outputs.passed import is_script, passes_no_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.keyed import Keyed
    from authguard.nix.lexical import LexicalContext
    from authguard.nix.parse import Source
    from authguard.nix.values import Origin
    from authguard.outputs.unchanged import Changed

MAX_FILE_STEPS = 600_000
"""The evaluation steps for one file. Even a generated file with thousands of entries takes fewer."""

MAX_HASHES = 4000
"""A .nix file with more possible hashes is not judged: each hash costs about 0.1 ms in each tree."""

MAX_ATTRIBUTES, MAX_ELEMENTS = 64, 512
"""This many attributes of a wrapper's result, or items of its outermost list, are searched for fixed outputs."""
_CRATE = "crateName"
_OTHER_CRATES = frozenset({"dependencies", "buildDependencies", "devDependencies"})
"""The attributes of an argument of buildRustCrate that have other crates."""
_SOURCES = ("src", "srcs", "patches")
_SETS = ("attrset_expression", "rec_attrset_expression", "let_expression")
MAX_OUTWARD = 5
"""The producer of a hash is searched in this many calls around it."""

_TEXTS = frozenset({"string_expression", "indented_string_expression"})


class Collector:
    """Collects the fixed outputs of one tree.

    ``importers`` returns the files that may refer to a path. The literals that calls use are stored, so that a data
    record with a known fetcher is not reported twice. ``skipped`` has the spans of large .nix files that need not be
    collected, and ``changed`` the only entries of large data files that must be. An entry with one of the digests in
    ``wanted`` is collected all the same (see `unchanged`), and in a data file that ``searched`` names, one with the
    digests that are searched there. If the files have more than ``most`` hashes together, the files with the most are
    omitted, and ``beyond_budget`` names them.
    """

    def __init__(self, evaluator: Evaluator, importers: Callable[[str], Iterable[str]]) -> None:
        """Keep the evaluator."""
        self.evaluator = evaluator
        self.lexical = Lexical(evaluator)
        self.callers = Callers(self.lexical, importers)
        self.reader = CallReader(evaluator)
        self.reader.version_beside = self._version_beside
        self.consumed: set[tuple[object, ...]] = set()
        self._own_tables: set[tuple[object, ...]] = set()
        """The tables of data files with a hash that decides the dependencies of code in this repository."""
        self.joined: dict[str, set[tuple[int, int]]] = {}
        self.unreadable: dict[str, data.Unreadable] = {}
        self.most: int | None = None
        self.edited: frozenset[str] = frozenset()
        self.beyond_budget: set[str] = set()
        self._counted = 0
        self._uncounted: list[str] = []
        self._spent: dict[str, int] = {}
        self.steps = 0
        """The steps of all finished evaluations."""
        self._places: dict[str, list[Anchor]] = {}
        self._holding: dict[str, bool] = {}
        self._pinned: dict[str, list[FixedOutput]] = {}
        self._flakes: dict[str, bool] = {}
        self.wanted: frozenset[str] = frozenset()
        self.skipped: dict[str, list[tuple[int, int]]] = {}
        self.changed: dict[str, Changed] = {}
        self.searched: dict[str, frozenset[str]] = {}
        self.by_path: dict[tuple[str, int], dict[str, list[tuple[str, list[Node]]]]] = {}
        self.beside: dict[tuple[str, int], list[Input]] = {}
        self.bindings: dict[tuple[str, int], dict[str, tuple[Node, Node, Node]]] = {}
        self.by_form: dict[tuple[str, int], list[Input]] = {}
        self.named: dict[tuple[str | int, ...], str | None] = {}
        self.naming: dict[tuple[str, int], dict[tuple[str, ...], list[Node]]] = {}
        self.keys: dict[tuple[str, int], frozenset[str]] = {}

    def renewed(self, evaluator: Evaluator) -> Collector:
        """Return a collector that keeps what was collected, and none of the values and syntax trees."""
        made = Collector(evaluator, self.callers.importers)
        made.consumed, made.joined, made.unreadable = self.consumed, self.joined, self.unreadable
        made._own_tables = self._own_tables
        made.most, made.beyond_budget, made._counted = self.most, self.beyond_budget, self._counted
        made.wanted, made.skipped, made.edited = self.wanted, self.skipped, self.edited
        made.changed, made.searched = self.changed, self.searched
        made._uncounted, made.steps = self._uncounted, self.steps
        return made

    def demand_budget(self, paths: list[str]) -> None:
        """Omit files until the rest is within the budget: first the unchanged files, and those with the most hashes."""
        if self.most is None:
            return
        self._uncounted += [path for path in paths if path.endswith(".nix")]
        possible = sum(len(self.evaluator.content(path) or b"") for path in self._uncounted) // LEAST_BYTES
        if self._counted + possible <= self.most:
            return  # nothing needs to be counted yet
        counts = [(path not in self.edited, self._digests(path), path) for path in self._uncounted]
        self._uncounted = []
        for _, count, path in sorted(counts):
            if count > MAX_HASHES:
                continue  # it is omitted in any case
            self._counted += count
            if self._counted > self.most and path in paths:
                self._counted -= count
                self.evaluator.unread.add(path)
                self.beyond_budget.add(path)
                self._holding[path] = False

    def _digests(self, path: str) -> int:
        content = self.evaluator.content(path)
        return digests_in(content, self.skipped.get(path, [])) if content is not None else 0

    def calls(self, path: str) -> list[FixedOutput]:
        """Return the fixed outputs of the calls of a .nix file; none for other files."""
        self.evaluator.applied.clear()  # only the same file leads to a call again
        self.evaluator.flake = self._flake_of(path)
        if packages.generated(self.evaluator, path) is not None:
            return []  # a tool's own loader: its data has the fetches
        source = self._source(path)
        return once(self._calls(source, self.anchors(source))) if source is not None else []

    def records(self, path: str) -> list[FixedOutput]:
        """Return the records of a file: the hashes that no call used so far."""
        if not path.endswith(".nix"):
            return self._data(path)
        source = self._source(path)
        found: list[FixedOutput] = []
        for anchor in self.anchors(source) if source is not None else ():
            if source is None or anchor.literal is None:
                continue
            start = anchor.literal.start_byte
            if (path, start) not in self.consumed and not self._is_joined(path, start):
                self._begin(path)
                found.extend(records.of_literal(self, source, anchor))
        return once(found)

    def _is_joined(self, path: str, start: int) -> bool:
        """Tell whether a text is a part of a hash that a call joins from several (`"sha256-" + digest`)."""
        return any(begin <= start < end for begin, end in self.joined.get(path, ()))

    def holding(self, path: str, texts: Iterable[str]) -> list[FixedOutput]:
        """Return the fixed outputs of a file that have one of these hash literals, or a hash that is passed on."""
        self._spent.pop(path, None)
        wanted = frozenset(texts)
        if not path.endswith(".nix"):
            if path not in self._pinned:
                self._pinned[path] = self._data(path)
            return [each for each in self._pinned[path] if any(text in each.literal for text in wanted)]
        source = self._source(path)
        if source is None:
            return []
        every = self._places.pop(path, None)
        encoded = frozenset(text.encode("utf-8", "surrogateescape") for text in wanted)
        self._places[path] = anchors(source, texts=encoded)
        try:
            return once([*self.calls(path), *self.records(path)])
        finally:
            del self._places[path]
            if every is not None:
                self._places[path] = every

    def is_complete(self, path: str) -> bool:
        """Tell whether all hashes of a .nix file are collected with it, and not only those that may have moved."""
        return path.endswith(".nix") and path not in self.skipped and path not in self.evaluator.unread

    def _source(self, path: str) -> Source | None:
        """Return a parsed .nix file that may have a hash; None for other files, and for one with a conflict."""
        if path not in self._holding:
            content = self.evaluator.content(path) if path.endswith(".nix") else None
            self._holding[path] = content is not None and may_hold(content)
        source = self.evaluator.source(path) if self._holding[path] else None
        return source if source is None or not has_conflict(source) else None

    def _flake_of(self, path: str) -> str:
        """Return the nearest directory at or above a file that has a flake.nix; "" if there is none.

        A flake at the root may import the files of a directory that has another flake, so it takes precedence, but not
        for a flake.nix with locks of its own.
        """
        if path.endswith("/flake.nix") and self._is_own_flake(path):
            return path.rpartition("/")[0]
        folder = path if self.evaluator.kind("flake.nix") != "file" else ""
        while folder:
            folder = folder.rpartition("/")[0]
            kept = self._flakes.get(folder)
            if kept is None:
                file = f"{folder}/flake.nix" if folder else "flake.nix"
                kept = self._flakes[folder] = self.evaluator.kind(file) == "file"
            if kept:
                return folder
        return ""

    def _is_own_flake(self, path: str) -> bool:
        """Tell whether a flake.nix below the root is a flake with locks of its own, and no part of the flake there."""
        folder = path.rpartition("/")[0]
        content, outer = (self.evaluator.content(each) or b"" for each in (path, "flake.nix"))
        is_part = content == outer or begins_as_function(content) or f"{folder}/flake.nix".encode() in outer
        if is_part or re.search(rb"\boutputs\s*=", content) is None:
            return False
        entries = self.evaluator.listing(folder) or {}
        folders = [folder, *(f"{folder}/{name}" for name, kind in entries.items() if kind == "directory")]
        names = {name for each in folders for name in self.evaluator.listing(each) or ()}
        return not names.isdisjoint(locks.FILES - {"flake.lock"})

    def _begin(self, path: str) -> None:
        """Let the evaluator begin a new evaluation, unless the file has used up its steps."""
        spent = self._spent.get(path, 0) + self.evaluator.steps
        self._spent[path] = spent
        self.steps += self.evaluator.steps
        if spent < MAX_FILE_STEPS:
            self.evaluator.steps = 0

    def anchors(self, source: Source) -> list[Anchor]:
        """Return the places in a file that may have a hash, without those that need not be collected."""
        kept = self._places.get(source.path)
        if kept is None:
            skipped = self.skipped.get(source.path, [])
            if skipped:
                from authguard.outputs.unchanged import spans_without

                skipped = spans_without(source.data, skipped, self.wanted)
            kept = anchors(source, skipped)
            if sum(not each.override for each in kept) > MAX_HASHES or source.beyond:
                self.evaluator.unread.add(source.path)
                kept = []
            self._places[source.path] = kept
        return kept

    def _data(self, path: str) -> list[FixedOutput]:
        content = self.evaluator.content(path)
        if content is None:
            return []
        from authguard.outputs import pin_files as pinfiles

        wanted = self.searched.get(path, self.wanted)
        try:
            found = pinfiles.of_data(path, content, self.consumed, self.changed.get(path), wanted)
        except data.Unreadable as error:
            self.unreadable[path] = error
            return []
        own = {table for table in self._own_tables if pinfiles.is_table_of_hashes(path, content, table)}
        return [each for each in found if table_around(each) not in own and not self._is_of_local_file(each)]

    def _is_of_local_file(self, each: FixedOutput) -> bool:
        """Tell whether a record of a data file only names a file beside it: a list of files with their hashes."""
        deciding = [one for one in each.inputs if one.role == "what"]
        if len(deciding) != 1 or deciding[0].name not in ("file", "path"):
            return False
        text = deciding[0].form
        target = relative(each.path.rpartition("/")[0], text) if isinstance(text, str) else None
        return target is not None and target.inside and self.evaluator.kind(target.path) == "file"

    def _calls(self, source: Source, places: list[Anchor]) -> list[FixedOutput]:
        """Return the fixed outputs of the calls around the anchors.

        Sets that are arguments come first: they show wrappers.
        """
        found: dict[int, FixedOutput] = {}
        seen: dict[tuple[int, int], list[tuple[FixedOutput, bool | None]]] = {}
        by_literal: dict[object, list[FixedOutput]] = {}
        ordered = sorted(places, key=lambda each: each.literal is not None)
        for anchor in (each for each in ordered if not each.override):
            literal = anchor.literal
            if literal is None:
                self._begin(source.path)
                if passes_no_set(self.callers, source, anchor.nodes):
                    continue
            key = (source.path, literal.start_byte) if literal is not None else None
            for at in calls_around(source, anchor.nodes)[:MAX_OUTWARD]:
                node = anchor.nodes[at]
                span = (node.start_byte, node.end_byte)
                is_first = span not in seen
                if is_first:
                    seen[span] = self._of_call(source, anchor.nodes[: at + 1])
                    for each, _ in seen[span]:
                        by_literal.setdefault((span, each.origin.key), []).append(each)
                mine = by_literal.get((span, key), [])
                if is_first or key is None:  # its own outputs are claimed once, not once for each literal
                    mine = [
                        each
                        for each, own in seen[span]
                        if own or (key is None and own is not None) or each.origin.key == key
                    ]
                for each in mine:
                    if id(each) not in found:
                        found[id(each)] = each
                        self._claim(each, source, anchor.nodes[: at + 1])
                if key is None:
                    if mine:
                        break
                elif key in self.consumed:
                    break
        for anchor in (each for each in ordered if each.override):
            for each in self._of_override(source, anchor.nodes):
                if id(each) not in found:
                    found[id(each)] = each
                    self.consumed.add(each.origin.key)
        return list(found.values())

    def _of_call(self, source: Source, nodes: list[Node]) -> list[tuple[FixedOutput, bool | None]]:
        """Return the fixed outputs of a call in each of its contexts, each with True if the call itself makes it.

        An output comes with None if it is a source of the package that the call makes with the function of another
        file: `(callPackage …).override`.
        """
        self._begin(source.path)
        contexts = self.callers.contexts(source, nodes) or [UNBOUND]
        call = source.data[nodes[-1].start_byte : nodes[-1].end_byte]
        keyed = self.callers.tables(source)
        used = keyed.uses(nodes, contexts) if keyed is not None else [(each, {}) for each in contexts]
        assumed = [(each, given, self.lexical.assumed(source, nodes, each)) for each, given in used]
        taken = [(each, {**given, **assume}) for each, given, assume in assumed if assume is not None]
        digests = digests_in(call, [])
        undecided = list(self.lexical.undecided(source, nodes))
        if not taken and digests:
            assumed = [(each, {}, self.lexical.assumed(source, nodes, each)) for each in undecided]
            taken = [(each, assume) for each, _, assume in assumed if assume is not None][:1] or [
                (UNBOUND, {})
            ]
        found: list[tuple[FixedOutput, bool | None]] = []
        for context, assume in taken:
            made = self._within(self.lexical.value(source, nodes, context), source, nodes[-1], assume)
            self._with_source_beside(source, nodes, context, assume, made)
            found += made
        own = {each.origin.key for each, _ in found if _is_within(each.origin, source, nodes[-1])}
        is_complete = bool(digests) and len(own) >= digests
        others = keyed.others(nodes, contexts) if keyed is not None and not is_complete else []
        if is_complete:
            undecided = []  # other arguments lead to no other hash
        for context in (*others, *undecided):
            known = {each.origin.key for each, _ in found}
            conditions = self.lexical.assumed(source, nodes, context)
            if conditions is not None:
                value = self.lexical.value(source, nodes, context)
                other = self._within(value, source, nodes[-1], conditions)
                found += [pair for pair in other if pair[0].origin.key not in known]
        if keyed is not None:
            found = [pair for pair in found if not self._is_of_entry(pair[0], keyed, source, nodes[-1])]
        return found

    def _with_source_beside(
        self,
        source: Source,
        nodes: list[Node],
        context: LexicalContext,
        assume: dict[object, str],
        made: list[tuple[FixedOutput, bool | None]],
    ) -> None:
        """Add the source of a package to the dependency hashes of its overridden part ``nodes[-1]``."""
        open_ = [each for each, _ in made if not each.is_source and each.input("src") is None]
        if not open_ or b"verride" not in source.data:
            return
        path = source_beside(source, nodes)
        if path is not None:
            beside = self.lexical.value(source, path, context)
            for each in open_:
                self.reader.add_source(each, beside, assume)

    def _is_of_entry(self, each: FixedOutput, keyed: Keyed, source: Source, call: Node) -> bool:
        """Tell whether the hash of a call is written in another call, which is an entry of a table.

        A computed name chooses the entry. So the conditions are in the other call, not in the function that it calls:
        `mk = args: fetchurl args; srcs.beta = mk { url = "…"; hash = "…"; };`.
        """
        if each.path != source.path or each.origin.pointer is not None:
            return False
        if _is_within(each.origin, source, call):
            return False
        nodes = chain(source, *each.origin.span())
        calls = calls_around(source, nodes)
        return bool(calls) and keyed.has(nodes[: calls[0] + 1])

    def _of_override(self, source: Source, nodes: list[Node]) -> list[FixedOutput]:
        """Return the fixed outputs that differ after the last override of a package.

        ``nodes`` lead to the name of one of its overrides.
        """
        at = len(nodes) - 1
        while at > 0 and nodes[at].type != "select_expression":
            at -= 1
        if at < 1 or nodes[at].end_byte != nodes[-1].end_byte or not is_function(source, nodes, at - 1):
            return []
        at -= 1
        while outer := overriding(source, nodes, at):
            at = outer[0]
        found = [each for each, _ in self._of_call(source, nodes[: at + 1])]
        if not found:
            return []
        before: dict[object, set[object]] = {}
        for each in self._before(source, nodes[: at + 1]):
            before.setdefault(each.origin.key, set()).add(each.identity)
        # If the override has a source from another place, the source is read in that place.
        return [each for each in found if each.identity not in before.get(each.origin.key, {each.identity})]

    def _before(self, source: Source, nodes: list[Node]) -> Iterator[FixedOutput]:
        """Yield the fixed outputs of the package that the override ``nodes[-1]`` changes."""
        inner = overridden(source, nodes)
        if not inner:
            return
        package, attrpath = map(inner[-1].child_by_field_name, ("expression", "attrpath"))
        if package is None or attrpath is None:
            return
        for context in self.callers.contexts(source, nodes) or [UNBOUND]:
            value: Value | None = self.lexical.value(source, [*inner, package], context)
            scope = self.lexical.scope(source, [*inner, package], context)
            for name in attrpath.named_children[:-1]:
                value = select_attribute(self.evaluator, source, name, scope, value)
            if value is not None:
                yield from (each for each, _ in self._within(value, source, package, {}))

    def _claim(self, each: FixedOutput, source: Source, nodes: list[Node]) -> None:
        """Note that a call uses a hash, so that the hash does not become a record."""
        if each.path == source.path:
            each.find_version = self._around(each.find_version, source, nodes, each.origin)
        elif each.path.endswith(".nix"):
            each.find_version = self._around_literal(each.find_version, each.origin)
        elif each.origin.pointer is None:  # the hash is alone in a text file
            stated = each.find_version
            each.find_version = lambda: (
                (stated() if stated is not None else None) or records.version_around(self, source, nodes)
            )
        self.consumed.add(each.origin.key)
        if each.kind == "dependency" and each.local is not None and (table := table_around(each)) is not None:
            self._own_tables.add(table)
        start, end = each.origin.span() if each.origin.pointer is None else (0, 0)
        if each.origin.data.count(b'"', start, end) > 2:
            self.joined.setdefault(each.path, set()).add((start, end))

    def _around(
        self, stated: Callable[[], Input | None] | None, source: Source, nodes: list[Node], origin: Origin
    ) -> Callable[[], Input | None]:
        """Return a function that returns the version of a call or, if it has none, the nearest version around it."""
        return lambda: self._version(stated, source, nodes, origin)

    def _around_literal(
        self, stated: Callable[[], Input | None] | None, origin: Origin
    ) -> Callable[[], Input | None]:
        """Return the same function for a literal in another file than the call: `import ./package.nix { … }`."""

        def version() -> Input | None:
            own = stated() if stated is not None else None
            source = self.evaluator.source(origin.path) if own is None else None
            if source is None:
                return own
            return records.version_around(self, source, chain(source, *origin.span()))

        return version

    def _version(
        self, stated: Callable[[], Input | None] | None, source: Source, nodes: list[Node], origin: Origin
    ) -> Input | None:
        own = stated() if stated is not None else None
        if own is None:
            own = records.version_around(self, source, nodes)
        if (
            own is None and origin.pointer is None
        ):  # the hash may be in an argument of the call: `mk { version; hash; }`
            own = records.version_around(self, source, chain(source, *origin.span()))
        return own

    def _version_beside(self, origin: Origin) -> Input | None:
        """Return the version that the set of a hash literal states or inherits from the set or `let` around it.

        A set with nothing but hashes, in the argument of one call, has the version of the set around it.
        """
        source = self.evaluator.source(origin.path)
        nodes = chain(source, *origin.span()) if source is not None else []
        called = [at for at, node in enumerate(nodes) if node.type == "apply_expression"]
        sets = [node for node in nodes[called[-1] if called else 0 :] if node.type in _SETS]
        if source is None or not sets:
            return None
        most = 1
        while most < len(sets) and has_only_hashes(source, sets[-most]):
            most += 1
        if b"version" not in source.data[sets[-most].start_byte : sets[-most].end_byte]:
            return None
        return records.version_around(self, source, nodes, most=most + 1)

    def _within(
        self, value: Value, source: Source, node: Node, assume: dict[object, str], depth: int = 0
    ) -> list[tuple[FixedOutput, bool | None]]:
        """Return the fixed outputs of a call: its own outputs (True), or the outputs in the result of a local wrapper.

        ``assume`` has the conditions around the call, by their selectors.
        """
        if isinstance(value, Choice):
            return [
                each
                for option in value.options.values()
                for each in self._within(option, source, node, assume, depth)
            ]
        if isinstance(value, Apply):
            own = self.reader.fixed_outputs(value, assume)
            if own:
                return [(each, depth == 0) for each in own] + self._sources_of(
                    value, source, node, assume, depth
                )
            if value.node is not None and value.source is source and _same(value.node, node):
                return []  # the call of the literal is unknown; calls inside it have anchors of their own
            inner: Value | None = self.evaluator.attributes(value)
        else:
            inner = value
        if depth >= 3:
            return []
        found: list[tuple[FixedOutput, bool | None]] = []
        for item in _items(inner, MAX_ELEMENTS if depth == 0 else MAX_ATTRIBUTES):
            nested = item.force()
            if not isinstance(nested, Function):
                found.extend(self._within(nested, source, node, assume, depth + 1))
        return found

    def _sources_of(
        self, value: Apply, source: Source, node: Node, assume: dict[object, str], depth: int
    ) -> list[tuple[FixedOutput, bool | None]]:
        """Return the sources of a package that a wrapper made, since their hashes came with the package."""
        made_here = value.source is source and value.node is not None and _same(value.node, node)
        inner = self.evaluator.attributes(value) if not made_here else None
        if inner is None:
            return []
        found = [
            each
            for name in _SOURCES
            if name in inner.items
            for each in self._within(inner.items[name].force(), source, node, assume, depth + 1)
        ]
        return found if depth else [(each, None) for each, _ in found]


def _items(value: Value | None, most: int) -> Iterator[Thunk]:
    """Yield the attributes of a set (or the items of a list, at most ``most``) that may be fixed outputs.

    The dependencies of a crate are other crates, perhaps hundreds.
    """
    if isinstance(value, List):
        yield from value.items[:most]
    elif isinstance(value, Attrs):
        others = _OTHER_CRATES if _CRATE in value.items else ()
        for name, item in list(value.items.items())[:MAX_ATTRIBUTES]:
            if name not in others and (item.node is None or not _is_text(name, item)):
                yield item


def _is_text(name: str, item: Thunk) -> bool:
    return item.node is not None and (item.node.type in _TEXTS or is_script(name, item))


def _same(one: Node, other: Node) -> bool:
    return one.start_byte == other.start_byte and one.end_byte == other.end_byte


def once(found: list[FixedOutput]) -> list[FixedOutput]:
    """Drop duplicates: one fixed output for each literal and identity."""
    kept: dict[object, FixedOutput] = {}
    for each in found:
        kept.setdefault((each.origin.key, each.label, each.identity), each)
    return list(kept.values())


def _is_within(origin: Origin, source: Source, node: Node) -> bool:
    """Tell whether a place is in a node of a file."""
    start, end = origin.span()
    return origin.path == source.path and node.start_byte <= start and end <= node.end_byte
