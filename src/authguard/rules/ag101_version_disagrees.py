"""AG101: two places that state the version of one package differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.config.version_sites import read_sites
from authguard.nix.evaluate import relative
from authguard.nix.parse import line_and_column
from authguard.nix.values import Function, Str, Sym, Thunk
from authguard.outputs.facts import may_pin_twice
from authguard.outputs.version_literals import may_have_moved, moved_literals, version_literals
from authguard.rules.describe import place_of, point
from authguard.rules.finding import Evidence, Place, place_at
from authguard.rules.rule import Rule
from authguard.rules.words import at, command, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from authguard.config.model import Config, VersionPackage
    from authguard.nix.values import Value
    from authguard.outputs.tree import OutputTree
    from authguard.outputs.version_literals import VersionLiteral
    from authguard.prove.upstream_locks import SecondPin
    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG101",
    name="version-disagrees",
    severities=("error", "warning"),
    summary="Two places that state the version of one package differ.",
    what="""
Without any config: two version literals agreed in the base, one of the two files imports the other (or calls a
`sources.nix` or `versions.nix`), and this change moved only one of them. An older disagreement is reported only with
--all.

If a source is pinned to a commit here, and also in upstream's uv.lock as a git dependency, the two commits are
compared. authguard reads that lock only if the network is allowed (--online, or git config `authguard.network`). A
disagreement is a warning.

With [[version]] tables in the config: each site in a table is read (a Nix attribute, a Dockerfile ARG, a key of a
YAML, TOML or JSON file, a line by a regular expression), and all sites of a table must have the same version. A
leading v does not count.
""",
    why="""
A version is often stated twice because something that is not Nix reads it: CI greps default.nix to name the image, or
the monitoring reads a table of services. When only one place moves, the image of the new release is pushed under the
old release's tag, or the old release under the new tag, and nothing fails.
""",
    example="""
sources.nix                    default.nix
  version = "2026.2.1";          version = "2026.2.0";   # left behind

[[version]]
package = "authentik"
sites = [
  { path = "authentik/sources.nix", attribute = "version" },
  { path = "authentik/Dockerfile", arg = "CONTAINER_APP_VERSION" },
  { path = "services.yaml", yaml = "services[name=authentik].version" },
]
""",
    fix="""
State the new version in both places: `git authguard bump VERSION DIR` sets it everywhere that the package
states it, and then writes the hashes that moved with it.
""",
    waive="""
Put `# authguard: allow AG101 REASON` on the line of the version, or on the line above. Where a file has no
comments, use an [[allow]] table with rule and path. If the two are different things that only happened to
agree, a waiver in either file is the right answer.
""",
)


_PACKAGE = rb'(?<![\w.-])pname\s*=\s*"([^"$\\\n]+)"'
_ATTRIBUTES = rb'[{}]|(?<![\w.-])(?:p?name\s*=\s*"(?P<name>[^"$\\\n]+)"|srcs?\s*=\s*(?:[\w.]+\.)?fetch)'
_VERSION = r"[0-9A-Za-z][0-9A-Za-z.+_~^-]*"
"""The versions that `bump` takes."""
_IMPORT = re.compile(rb"import(?<![\w-]import)\s+(\.{1,2}/[\w./+-]*)")
_CALL = re.compile(rb"callPackage(?<![\w-]callPackage)\s+(\.{1,2}/[\w./+-]*(?:source|version|pin)s?\.nix)")
"""A called file with the sources or the version of its caller, by its name."""
_OF_PACKAGE = re.compile(rb"(?<![\w.-])(?:p?name\s*=|(?:mk[A-Z]\w*|build[A-Z]\w*|runCommand\w*)\s)")
"""A file without these names is no package of its own: it has the sources of its caller."""
_FETCH = re.compile(rb"\bfetch[A-Za-z]*\s+[({r]")
"""A caller that fetches something has a source of its own."""
_STATED = re.compile(rb"[vV]ersion\s*=")
"""A called file that states several versions has those of other packages too."""


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report version literals that this change should have moved too, and sites and pins that disagree."""
    if change.config.versions:
        yield from _configured(change.config, change.target, set(change.changed), _added_tables(change))
    elif len(change.bases) == 1:
        importers = change.reach.importers_of([path for path in change.changed if path.endswith(".nix")])
        yield from _left_behind(change.bases[0], change.target, change.changed, importers)
    if may_pin_twice(change.outputs) and change.inquiry is not None:
        from authguard.prove.upstream_locks import second_pins

        for pin in second_pins(change.inquiry, change.outputs):
            if change.history.online or _is_moved(change, pin):
                yield pinned_twice(pin, change.read)


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """Report the sites of the config that disagree, and the pins that disagree with a lock of upstream."""
    yield from _configured(tree.config, tree.target, None)
    if tree.inquiry is not None:
        from authguard.prove.upstream_locks import second_pins

        found = tree.cache.output_tree().collect(
            path for path, kept in tree.files.items() if kept.text != "[]"
        )
        for pin in second_pins(tree.inquiry, found):
            yield pinned_twice(pin, tree.read)


def _is_moved(change: Change, pin: SecondPin) -> bool:
    """Tell whether the change moved the pin, or a dependency hash in the same folder."""
    folder = pin.output.path.rpartition("/")[0]
    beside = (each for each in change.outputs if each.path.rpartition("/")[0] == folder)
    return any(not change.is_kept(each) for each in beside)


def _left_behind(
    base: OutputTree, target: OutputTree, changed: list[str], importers: set[str]
) -> Iterator[Finding]:
    """Report two literals that agreed in the base, if one file imports the other and only one literal moved."""
    edited = [path for path in changed if path.endswith(".nix") and may_have_moved(base, target, path)]
    importing: dict[str, set[str]] = {}
    for other in {*importers, *changed} if edited else ():
        for path in _imports(target, other):
            importing.setdefault(path, set()).add(other)
    for path in edited:
        partners = _partners(base, target, path, importing.get(path, set()))
        for before, after in moved_literals(base, target, path) if partners else ():
            for other in partners:
                old = {one.key: one.value for one in version_literals(base, other)}
                for one in version_literals(target, other):
                    stayed = one.value == old.get(one.key) == before.value
                    if stayed and not _are_two_packages(target, one, after):
                        yield _literal_left(one, after, before.value)


def _literal_left(one: VersionLiteral, after: VersionLiteral, before: str) -> Finding:
    directory = one.path.rpartition("/")[0]
    there = point(after.path, after.data, after.offset)
    place = point(one.path, one.data, one.offset)
    quoted = f'"{one.value}"'
    literal = one.data.startswith(quoted.encode("utf-8", "surrogateescape"), one.offset)
    if literal:
        place = place._replace(end_column=place.end_column + len(quoted))
    return RULE.finding(
        place,
        f"the version is still {shorten(one.value)} here; "
        f"in {at(there)} it moved from {shorten(before)} to {shorten(after.value)}",
        help=command("git", "authguard", "bump", after.value, *([directory] if directory else [])),
        replacement=f'"{after.value}"' if literal else None,
        order=(there.path, str(there.line)),
    )


def _are_two_packages(tree: OutputTree, one: VersionLiteral, other: VersionLiteral) -> bool:
    """Tell whether two versions are in sets with different package names, or with sources of different repositories."""
    if _differ(_packages(one), _packages(other)) or _are_named_otherwise(one, other):
        return True
    return _differ(_repositories(tree, one), _repositories(tree, other))


def _differ(first: set[object], second: set[object]) -> bool:
    return bool(first) and bool(second) and first.isdisjoint(second)


def _packages(literal: VersionLiteral) -> set[object]:
    """Return the names of packages in the set or `let` that has a version literal."""
    start, end = literal.container
    return set(re.compile(_PACKAGE).findall(literal.data, start, end))


def _are_named_otherwise(one: VersionLiteral, other: VersionLiteral) -> bool:
    """Tell whether two sets have a fetch as `src` and a `name` each, and no name contains the other (`tool-source`)."""
    names = [_name_beside_source(each) for each in (one, other)]
    if names[0] is None or names[1] is None:
        return False
    return names[0] not in names[1] and names[1] not in names[0]


def _name_beside_source(literal: VersionLiteral) -> bytes | None:
    """Return the `name` of the set with a version, in lower case and with dashes; None without a name or a fetch.

    Attributes of sets inside of this set are no attributes of it.
    """
    depth, name, has_source = 0, None, False
    start, end = literal.container
    begin = literal.data.find(b"{", start, end) + 1
    if literal.data[start:begin].split() not in ([b"{"], [b"rec", b"{"]):
        return None  # a `let` is no package
    for found in re.compile(_ATTRIBUTES).finditer(literal.data, begin, end - 1):
        if found[0] in (b"{", b"}"):
            depth += 1 if found[0] == b"{" else -1
        elif depth == 0 and found["name"] is not None:
            name = found["name"].lower().replace(b"_", b"-")
        elif depth == 0:
            has_source = True
    return name if has_source else None


def _repositories(tree: OutputTree, literal: VersionLiteral) -> set[object]:
    """Return the repositories of the sources in the set or `let` that has a version literal."""
    start, end = literal.container
    return {
        each.form
        for found in tree.collector.calls(literal.path)
        if found.path == literal.path and found.is_source and start <= found.origin.span()[0] < end
        for each in found.inputs
        if each.name == "repo" and found.attribute.rpartition(".")[2] == "src"
    }


def _partners(base: OutputTree, target: OutputTree, path: str, importers: set[str]) -> set[str]:
    """Return the files of the same directory that import ``path``, or that ``path`` imports, in both trees."""
    folder = path.rpartition("/")[0]
    partners = {
        other
        for other in importers | _imports(target, path)
        if other.rpartition("/")[0] == folder and other != path
    }
    return {other for other in partners if base.kind(other) == "file" and target.kind(other) == "file"}


def _imports(tree: OutputTree, path: str) -> set[str]:
    """Return the paths that a file imports, and those with its sources or version that it calls."""
    data = tree.evaluator.read(path) or b""
    folder = path.rpartition("/")[0]

    def found(pattern: re.Pattern[bytes]) -> set[str]:
        return {
            relative(folder, match[1].decode("ascii", "replace")).path for match in pattern.finditer(data)
        }

    if _FETCH.search(data):
        return found(_IMPORT)
    called = {each: tree.evaluator.read(each) or b"" for each in found(_CALL)}
    own = {
        each
        for each, content in called.items()
        if not _OF_PACKAGE.search(content) and len(_STATED.findall(content)) == 1
    }
    return found(_IMPORT) | own


def _added_tables(change: Change) -> set[object]:
    """Return the keys of the [[version]] tables that this change adds to the config or edits."""
    if change.config.path not in change.changed:
        return set()
    before = [change.history.config_of(base.snapshot) for base in change.bases]
    known = {_key(package) for config in before for package in config.versions}
    return {_key(package) for package in change.config.versions} - known


def _key(package: VersionPackage) -> object:
    return (package.package, tuple((site.path, site.kind, site.key) for site in package.sites))


def _stated(config: Config, tree: OutputTree, path: str) -> Place:
    """Return the start of a file with a version; if there is no such file, the line of the config that names it."""
    if config.path is None or config.excluded(config.path) or tree.snapshot.kind(path) is not None:
        return place_at(path, 1, 1)
    lines = (tree.snapshot.read(config.path) or b"").split(b"\n")
    named = (
        number for number, line in enumerate(lines, 1) if path.encode("utf-8", "surrogateescape") in line
    )
    return place_at(config.path, next(named, 1), 1)


def _configured(
    config: Config, tree: OutputTree, changed: set[str] | None, added: Container[object] = ()
) -> Iterator[Finding]:
    """Compare the sites of each [[version]] table in the config.

    With ``changed``, only tables with a changed site, and tables with a key in ``added``.
    """
    for package in config.versions:
        is_added = _key(package) in added
        if changed is not None and not is_added and not any(site.path in changed for site in package.sites):
            continue
        statements, problems = read_sites(package, tree.snapshot.read, Attributes(tree))
        for problem in problems:
            site = problem.site.words()
            yield RULE.finding(
                _stated(config, tree, problem.site.path),
                f"{package.package}: the config says that {site} states the version, but {problem.reason}",
                help="correct the site under [[version]] in the config",
                order=(site,),
            )
        moved = [one for one in statements if changed is not None and one.site.path in changed]
        leader = next(iter(moved or statements), None)
        fix = _bump(config, package, {one.version() for one in moved}) or "state one version in both places"
        for one in statements if leader is not None else ():
            if leader is not None and one.version() != leader.version():
                there = place_at(leader.site.path, leader.line, leader.column)
                yield RULE.finding(
                    place_at(one.site.path, one.line, one.column),
                    f"{package.package}: the version is {shorten(one.value)} here "
                    f"and {shorten(leader.value)} in {at(there)}",
                    help=fix,
                    order=(there.path, str(there.line)),
                )


def _bump(config: Config, package: VersionPackage, moved: set[str]) -> str | None:
    """Return the command that sets the version of the changed sites everywhere.

    None if the changed sites have no version or several versions, or if every directory and file has sites of other
    packages too.
    """
    version = next(iter(moved), "")
    if len(moved) != 1 or re.compile(_VERSION).fullmatch(version) is None:
        return None
    paths = sorted((site.path for site in package.sites), key=lambda path: not path.endswith(".nix"))
    others = [site.path for other in config.versions if other is not package for site in other.sites]
    for place in (place for path in paths for place in (path.rpartition("/")[0], path)):
        is_alone = not any(f"{path}/".startswith(f"{place}/") for path in others) if place else not others
        if is_alone:
            return command("git", "authguard", "bump", version, *([place] if place else []))
    return None


class Attributes:
    """Looks up attributes of .nix files for `read_sites`."""

    def __init__(self, tree: OutputTree) -> None:
        """Take the tree."""
        self.tree = tree

    def __call__(self, path: str, attribute: str) -> tuple[str, int, int] | None:
        """Return (value, line, column) of a string attribute; None if the attribute is missing or unknown."""
        evaluator = self.tree.evaluator
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


def pinned_twice(pin: SecondPin, read: Callable[[str], bytes | None]) -> Finding:
    """Return the finding about a source that a lock of upstream pins at another commit. ``read`` returns a file."""
    rev = pin.output.input("rev")
    data = read(rev.path) if rev is not None and rev.path and rev.offset >= 0 else None
    known = rev is not None and data is not None
    place = point(rev.path, data, rev.offset) if known else place_of(pin.output.origin)  # type: ignore[union-attr, arg-type]
    there = shorten(pin.there)
    selector = f"{pin.output.path}#{pin.output.attribute}"
    return RULE.finding(
        place,
        f"{pin.package} is pinned to {shorten(pin.here)} here, and to {there} in {pin.lock}",
        severity="warning",
        evidence=[Evidence("mirror", f"{pin.lock} pins {pin.package} to {pin.there}")],
        help=f"pin {pin.there} here, then {command('git', 'authguard', 'fix', selector)}",
        order=(pin.lock, pin.package),
    )
