"""Versions: two places that state one (AG101), and a version whose source stayed behind (AG102)."""

from __future__ import annotations

import re

from authguard.nix.evaluate import relative
from authguard.nix.lexical import chain
from authguard.nix.parse import line_and_column
from authguard.nix.values import Function, Str, Sym, Thunk
from authguard.rules import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.compare.pairs import Pairs
    from authguard.config.model import Config
    from authguard.nix.parse import Source
    from authguard.nix.values import Value
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import Side
    from authguard.rules.finding import Finding

_VERSION = re.compile(rb'(version)(?<![\w.-]version)\s*=\s*("[^"$\\\n]+")\s*;')
_IMPORT = re.compile(rb"import(?<![\w-]import)\s+(\.{1,2}/[\w./+-]*)")


class Stated:
    """A literal ``version = "…";`` with the span of the set or `let` that it stands in."""

    __slots__ = ("container", "data", "key", "offset", "path", "value")

    def __init__(self, source: Source, match: re.Match[bytes]) -> None:
        """Find the container of one match."""
        self.path = source.path
        self.data = source.data
        self.offset = match.start(2)
        self.value = match[2][1:-1].decode("utf-8", "surrogateescape")
        from authguard.outputs.place import binding_names

        nodes = chain(source, *match.span(2))
        self.key = ".".join(binding_names(source, nodes))
        holder = next(
            (
                node
                for node in reversed(nodes)
                if node.type.endswith("attrset_expression") or node.type == "let_expression"
            ),
            source.root,
        )
        self.container = (holder.start_byte, holder.end_byte)


def stated(side: Side, path: str) -> list[Stated]:
    """Return the version literals of a file."""
    data = side.evaluator.read(path)
    if data is None or _VERSION.search(data) is None:
        return []  # what states no version need not be parsed
    source = side.evaluator.source(path)
    return [Stated(source, match) for match in _VERSION.finditer(source.data)] if source is not None else []


def left_behind(base: Side, target: Side, changed: Iterable[str], importers: Iterable[str]) -> list[Finding]:
    """Find literals that agreed in the base, one file importing the other, of which one alone moved."""
    changed = [path for path in changed if path.endswith(".nix") and _may_have_moved(base, target, path)]
    found: list[Finding] = []
    importing: dict[str, set[str]] = {}
    for other in importers if changed else ():
        for path in _imports(target, other):
            importing.setdefault(path, set()).add(other)
    for path in changed:
        partners = _partners(base, target, path, importing.get(path, set()))
        for before, after in _moved(base, target, path) if partners else ():
            for other in partners:
                old = {one.key: one.value for one in stated(base, other)}
                left = [
                    one
                    for one in stated(target, other)
                    if one.value == old.get(one.key) == before.value and not _are_two(target, one, after)
                ]
                if not left:
                    continue
                from authguard.rules import ag101_version_disagrees

                found.extend(
                    ag101_version_disagrees.finding(
                        place=told.point(other, one.data, one.offset),
                        value=one.value,
                        other=told.point(path, after.data, after.offset),
                        other_value=after.value,
                        before=before.value,
                        directory=other.rpartition("/")[0],
                    )
                    for one in left
                )
    return found


def _moved(base: Side, target: Side, path: str) -> Iterator[tuple[Stated, Stated]]:
    """Yield (before, after) of the version literals of a file that moved, matched by attribute path."""
    before = stated(base, path)
    after = stated(target, path)
    for one in before:
        others = [other for other in after if other.key == one.key]
        if (
            len(others) == 1
            and others[0].value != one.value
            and sum(each.key == one.key for each in before) == 1
        ):
            yield one, others[0]


def _are_two(side: Side, one: Stated, other: Stated) -> bool:
    """Tell whether two versions are of two packages: each stands beside the source of another repository."""
    first, second = _repositories(side, one), _repositories(side, other)
    return bool(first) and bool(second) and first.isdisjoint(second)


def _repositories(side: Side, stated: Stated) -> set[object]:
    """Return the repositories of the sources that are fetched in the set or `let` that states a version."""
    start, end = stated.container
    return {
        each.form
        for found in side.collector.calls(stated.path)
        if found.path == stated.path and found.is_source and start <= found.origin.span()[0] < end
        for each in found.inputs
        if each.name == "repo" and found.attribute.rpartition(".")[2] == "src"
    }


def _may_have_moved(base: Side, target: Side, path: str) -> bool:
    """Tell by its text whether a version literal of a file can have moved, before the file is parsed for it."""
    before, after = base.evaluator.read(path), target.evaluator.read(path)
    return before is not None and after is not None and _VERSION.findall(before) != _VERSION.findall(after)


def _partners(base: Side, target: Side, path: str, importers: set[str]) -> set[str]:
    """Return the files of the same directory that import ``path`` or are imported by it, in both trees."""
    folder = path.rpartition("/")[0]
    partners = {
        other
        for other in importers | _imports(target, path)
        if other.rpartition("/")[0] == folder and other != path
    }
    return {other for other in partners if base.kind(other) == "file" and target.kind(other) == "file"}


def _imports(side: Side, path: str) -> set[str]:
    """Return what a file imports (not what it calls as a package of its own)."""
    data = side.evaluator.read(path) or b""
    folder = path.rpartition("/")[0]
    return {relative(folder, match[1].decode("ascii", "replace")).path for match in _IMPORT.finditer(data)}


def without_source(
    base: Side, target: Side, changed: Iterable[str], stood: Pairs, found: list[FixedOutput]
) -> list[Finding]:
    """Find versions that moved while every source of their package stayed as it was."""
    findings = []
    kept = {each.path for each in found if each.is_source and stood.holds(each)}
    for path in sorted(kept.intersection(changed)):
        if not _may_have_moved(base, target, path):
            continue
        for before, after in _moved(base, target, path):
            start, end = after.container
            sources = [
                each
                for each in found
                if each.path == path
                and each.is_source
                and start <= each.origin.span()[0] < end
                and not each.record
            ]
            own = [each for each in sources if each.attribute.rpartition(".")[2] == "src"]
            if before.value in after.value or after.value in before.value:
                continue  # the same version in another form
            if not own or not all(_stayed(each, stood) and each.resolved for each in own):
                continue
            if not all(stood.holds(each) for each in sources):
                continue
            from authguard.rules import ag102_version_without_source
            from authguard.rules.finding import Because

            findings.append(
                ag102_version_without_source.finding(
                    place=told.point(path, after.data, after.offset),
                    before=before.value,
                    after=after.value,
                    sources=[each.attribute for each in own],
                    because=[Because("version", "what", before.value, after.value, path, None)],
                )
            )
    return findings


def _stayed(each: FixedOutput, stood: Pairs) -> bool:
    """Tell whether a source is what it was at the same place: two packages may have changed places."""
    before = stood.by_literal.get((each.path, each.attribute), ())
    return stood.holds(each) and any(old.identity == each.identity for old in before)


def configured(config: Config, side: Side, changed: set[str] | None) -> list[Finding]:
    """Compare the sites that the config names for each package; with ``changed`` only where one of them changed."""
    from authguard.config.version_sites import read_sites
    from authguard.rules import ag101_version_disagrees as rule
    from authguard.rules.finding import Place

    found: list[Finding] = []
    for package in config.versions:
        if changed is not None and not any(site.path in changed for site in package.sites):
            continue
        statements, problems = read_sites(package, side.snapshot.read, _Attributes(side))
        found.extend(
            rule.missing(
                place=Place(problem.site.path, 1, 1),
                package=package.package,
                site=problem.site.words(),
                reason=problem.reason,
            )
            for problem in problems
        )
        if not statements:
            continue
        leader = next(
            (one for one in statements if changed is not None and one.site.path in changed), statements[0]
        )
        found.extend(
            rule.finding(
                place=Place(one.site.path, one.line, one.column),
                value=one.value,
                other=Place(leader.site.path, leader.line, leader.column),
                other_value=leader.value,
                package=package.package,
                directory=leader.site.path.rpartition("/")[0],
            )
            for one in statements
            if one.version() != leader.version()
        )
    return found


class _Attributes:
    """Looks up an attribute of a .nix file for `read_sites`."""

    def __init__(self, side: Side) -> None:
        self.side = side

    def __call__(self, path: str, attribute: str) -> tuple[str, int, int] | None:
        """Return (value, line, column) of a string attribute, or None where there is none that is known."""
        evaluator = self.side.evaluator
        value: Value | None = evaluator.file(path)
        if isinstance(value, Function):
            value = evaluator.call(value, Thunk.of(Sym("unbound")))
        for name in attribute.split("."):
            value = evaluator.select(value, name) if value is not None else None
        if not isinstance(value, Str) or value.literal is None:
            return None
        if value.origin is None:
            return value.literal, 1, 1
        return (value.literal, *line_and_column(value.origin.data, value.origin.span()[0] + 1))
