"""pnpm-lock.yaml (lockfileVersion 5 to 9): the packages that it resolves to, and the settings beside it.

The texts are read by lines: pnpm writes block mappings and short flow mappings. For lockfileVersion 6 and 9, the part
that `pnpm install --filter` installs is read too.
"""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING

from authguard.globs import part_matches
from authguard.locks.comparing import (
    LockAnswer,
    LockedPackage,
    LockKind,
    LockUnreadable,
    Packages,
    Undecidable,
    add,
    chosen,
    command,
    join,
    resolved,
    table,
    text_of,
    word,
)
from authguard.locks.installed import part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from authguard.locks.comparing import Files, InstalledPart, InstallSelection, Options, ReadFiles

LOCK = ("pnpm-lock.yaml",)
WORKSPACE, NPMRC = "pnpm-workspace.yaml", ".npmrc"

WITHOUT_EFFECT = frozenset(
    {"packages", "catalog", "catalogs", "overrides", "onlyBuiltDependencies", "ignoredBuiltDependencies",
     "neverBuiltDependencies", "minimumReleaseAge", "minimumReleaseAgeExclude"}
)  # fmt: skip
"""Keys of pnpm-workspace.yaml that act through the lock or on scripts, which a fetch does not run."""
_INTEGRITY = r"integrity:\s*(?:>-?\s+)?['\"]?([^\s,'\"}]+)"
_NEWER = r"/?((?:@[^/@]+/)?[^/@]+)@(.+)"
_OLDER = r"/((?:@[^/]+/)?[^/@]+)/([^/_]+)(?:_.*)?"


def sections(data: bytes) -> dict[str, list[str]]:
    """Return the lines under each top-level key, without blank lines and comments. Raises Unreadable."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, raw in enumerate(text_of(data).split("\n"), 1):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#") or line == "---":
            continue
        if line[0] in " -" and lines is not None:
            lines.append(line)
            continue
        key, colon, rest = line.partition(":")
        if not colon or line[0] in " \t-":
            raise LockUnreadable("a line is not a key", number)
        lines = found.setdefault(key.strip("'\""), [])
        if rest.strip():
            lines.append(rest.strip())
    return found


def identified(key: str, resolution: str) -> tuple[str, str, str] | None:
    """Return name, version and mark of a package, from its key and its `resolution:`; None for a directory."""
    name, version = _identity(key)
    if re.search(r"type:\s*directory|directory:", resolution):
        return None
    integrity = re.search(_INTEGRITY, resolution)
    if integrity:
        return name, version, integrity.group(1)
    return name, f"{version} {resolution}".strip() if "commit:" in resolution else version, resolution


def _identity(key: str) -> tuple[str, str]:
    """Return name and version of a key: `a@1.0.0(peer@2)` (9), `/a@1.0.0(peer@2)` (6) or `/a/1.0.0_peer@2` (5)."""
    bare = key.partition("(")[0]
    match = re.fullmatch(_NEWER, bare) or re.fullmatch(_OLDER, bare)
    if match is not None:
        return match.group(1), match.group(2)
    name, _, version = bare.rpartition("/")
    return (name, version) if name else (bare, "?")


def settings(files: Files) -> dict[str, list[str]]:
    """Return the keys of pnpm-workspace.yaml that decide the installed packages beside the lock. Raises Unreadable."""
    found = sections(files.get(WORKSPACE) or b"")
    return {key: value for key, value in found.items() if key not in WITHOUT_EFFECT}


Tree = dict[str, object]

_GROUPS = (("dependencies", ""), ("devDependencies", "dev"), ("optionalDependencies", "optional"))
"""The groups of dependencies of a workspace or a package, and the word for those that an option leaves out."""

_LIMITS = frozenset({"os", "cpu", "libc"})
"""Fields of a package that some platforms do not install. pnpm may skip any optional package."""

_SPECIAL = frozenset("'\"?:#[]{}&*!|>%@`,")
"""The first characters of a key that is not plain."""

_HOISTED = rb"(?m)node-linker(?![ \t]*=[ \t]*isolated[ \t\r]*$)"
"""An unusual way of linking."""

_QUOTED = r"""(?:'((?:[^']|'')*)'|"([^"\\]*)"):(?: (.*))?"""


def key_of(bare: str) -> tuple[str, str]:
    """Return the key and the value of a line without its indentation. Raises Undecidable."""
    if bare[0] not in _SPECIAL:
        key, colon, value = bare.partition(": ")
        if colon:
            return key, value
        if bare[-1] == ":":
            return bare[:-1], ""
        raise Undecidable
    found = re.fullmatch(_QUOTED, bare)
    if found is None:
        raise Undecidable
    quoted, double, value = found.groups()
    return double if quoted is None else quoted.replace("''", "'"), value or ""


def tree_of(lines: Iterable[str]) -> Tree:
    """Return the mappings of YAML as pnpm writes it: blocks, one entry a line. Lists are left out.

    Raises:
        Undecidable: a key is written in another way.
    """
    root: Tree = {}
    open_trees: list[tuple[int, Tree]] = [(-1, root)]
    text_of = -1  # the indentation of a key with a text of several lines
    for line in lines:
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if 0 <= text_of < indent:
            continue
        text_of = -1
        if bare.startswith("- "):
            continue
        key, value = key_of(bare)
        while open_trees[-1][0] >= indent:
            open_trees.pop()
        if value:
            open_trees[-1][1][key] = value.strip("'\"")
            text_of = indent if value[0] in "|>" else -1
        else:
            inner: Tree = {}
            open_trees[-1][1][key] = inner
            open_trees.append((indent, inner))
    return root


class PnpmEntries:
    """A part of a lock with one entry for each package or workspace. An entry is read when it is needed."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Split the lines into entries. Raises Undecidable."""
        self.lines: dict[str, list[str]] = {}
        self.trees: dict[str, Tree] = {}
        below: list[str] = []
        for line in lines:
            if line.startswith("   "):
                below.append(line)
                continue
            below = []
            self.lines[key_of(line.strip())[0]] = below

    def tree(self, key: str) -> Tree:
        """Return the entry of a key; an empty entry for an unknown key. Raises Undecidable."""
        if key not in self.trees:
            self.trees[key] = tree_of(self.lines.get(key, []))
        return self.trees[key]


class Graph:
    """The packages of a lock. A key is the key of a snapshot, or a colon and the path of a workspace."""

    def __init__(self, parts: Mapping[str, list[str]], selection: InstallSelection) -> None:
        """Read the parts of a lock. Raises LockUnreadable, Undecidable."""
        self.version = " ".join(parts.get("lockfileVersion", [])).strip("'\"")
        if self.version not in ("6.0", "6.1", "9.0"):
            raise Undecidable
        self.importers = PnpmEntries(parts.get("importers", []))
        self.packages = PnpmEntries(parts.get("packages", []))
        self.snapshots = PnpmEntries(parts.get("snapshots", [])) if self.version == "9.0" else self.packages
        self.patches = tree_of(parts.get("patchedDependencies", []))
        self.omitted = selection.omitted
        self.everywhere: dict[str, bool] = {}
        if not self.importers.lines:
            raise Undecidable

    def package(self, key: str) -> LockedPackage:
        """Return the package of a key."""
        if key.startswith((":", "link:")):
            return LockedPackage(key)
        details = self.details(key)
        resolution = details.get("resolution")
        if isinstance(resolution, dict):
            resolution = " ".join(f"{name}: {value}" for name, value in resolution.items())
        found = identified(key, word(resolution))
        return LockedPackage(key) if found is None else LockedPackage(key, *found)

    def details(self, key: str) -> Tree:
        """Return the entry of a package without its dependencies."""
        return self.packages.tree(key if self.version != "9.0" else key.partition("(")[0])

    def follow(self, key: str) -> list[tuple[str, bool]]:
        """Return the dependencies of a package; True for dependencies that are certainly installed.

        If optional dependencies are omitted (``--no-optional``), pnpm still installs some of them.
        """
        if key.startswith("link:"):
            return []
        is_local = key.startswith(":")
        entry = self.importers.tree(key[1:]) if is_local else self.snapshots.tree(key)
        found = []
        for group, kind in _GROUPS:
            if kind == "dev" and (not is_local or kind in self.omitted):
                continue
            is_sure = kind not in self.omitted
            for name, value in table(entry.get(group)).items():
                version = word(table(value).get("version")) if isinstance(value, dict) else word(value)
                target = self.target(name, version, key[1:] if is_local else "")
                found.append((target, is_sure and self.is_everywhere(target)))
        return found

    def target(self, name: str, version: str, folder: str) -> str:
        """Return the key of a dependency from a directory."""
        if version.startswith("link:"):
            return f"link:{normpath(join(folder, version.removeprefix('link:')))}"
        for key in (f"{name}@{version}", f"/{name}@{version}", version):
            if key in self.snapshots.lines:
                return key
        raise Undecidable

    def is_everywhere(self, key: str) -> bool:
        """Tell whether pnpm certainly installs a package that another package needs."""
        known = self.everywhere.get(key)
        if known is None:
            known = _LIMITS.isdisjoint(self.details(key)) and "optional" not in self.snapshots.tree(key)
            self.everywhere[key] = known
        return known


def part(files: Mapping[str, bytes | None], selection: InstallSelection, read: ReadFiles) -> InstalledPart:
    """Return the packages that `pnpm install` with filters installs. Raises LockUnreadable, Undecidable.

    pnpm always installs the root as well, often with the workspaces that the root needs. pnpm before 9.7 (with
    lockfileVersion 6) installs all workspaces. pnpm before 12 also does so if node_modules has no links.
    """
    data = files.get(LOCK[0]) or b""
    if data.count(b"\nlockfileVersion:") + data.startswith(b"lockfileVersion:") != 1:
        raise Undecidable
    graph = Graph(sections(data), selection)
    chosen = _chosen(graph, selection.filters, read)
    starts = [(f":{path}", True) for path in sorted(chosen | {"."}) if path in graph.importers.lines]
    starts += [(f":{path}", False) for path in _reached({"."}, lambda path: _links(graph, path))]
    is_mixed = selection.filters[:1] and selection.filters[0].startswith("!") and len(selection.filters) > 1
    linker = settings(files).get("nodeLinker", ["isolated"])
    is_hoisted = linker != ["isolated"] or re.search(_HOISTED, files.get(NPMRC) or b"") is not None
    if graph.version != "9.0" or is_mixed or is_hoisted:
        starts += [(f":{path}", False) for path in graph.importers.lines if path not in chosen]
    values = (graph.version, repr(settings(files)), repr(files.get(NPMRC)))
    found = part_of(starts, graph.follow, graph.package, values)
    import json

    used = {key: value for key, value in graph.patches.items() if _patched(key) in found.possible}
    return found._replace(settings=(*values, json.dumps(used, sort_keys=True)))


def _patched(key: str) -> str:
    """Return the name of the package of an entry of `patchedDependencies`: `name`, or `name@version`."""
    at = key.find("@", 1)
    return key if at < 0 else key[:at]


def _chosen(graph: Graph, filters: tuple[str, ...], read: ReadFiles) -> set[str]:
    """Return the paths of the workspaces that filters choose."""
    wanted: set[str] = set()
    unwanted: set[str] = set()
    names = _Names(graph, read)
    for text in filters:
        (unwanted if text.startswith("!") else wanted).update(
            _of_filter(graph, text.removeprefix("!"), names)
        )
    if all(text.startswith("!") for text in filters):
        wanted = set(graph.importers.lines)
    if not wanted - unwanted:
        raise Undecidable  # pnpm installs nothing, or the names are read in another way
    return wanted - unwanted


def _of_filter(graph: Graph, text: str, names: _Names) -> set[str]:
    """Return the workspaces of one filter: a name or a path, with `...` for its dependencies or dependents."""
    found = re.fullmatch(r"(\.\.\.\^?)?(.*?)(\^?\.\.\.)?", text)
    before, pattern, after = found.groups() if found is not None else ("", "", "")
    if not pattern or "[" in pattern:
        raise Undecidable
    if pattern.startswith("."):
        if before or after:
            raise Undecidable  # pnpm ignores the `...` of `./path...`; it reads the `...` of `{./path}...`
        return _by_path(graph, pattern)
    in_braces = re.fullmatch(r"\{([^{}]+)\}", pattern)
    if in_braces is None and "{" in pattern:
        raise Undecidable
    start = _by_path(graph, in_braces[1]) if in_braces is not None else names.matching(pattern)
    is_without = "^" in f"{before}{after}"
    chosen = set() if is_without else set(start)
    if after:
        chosen |= _reached(start, lambda path: _links(graph, path))
    if before:
        needed_by: dict[str, set[str]] = {}
        for path in graph.importers.lines:
            for other in _links(graph, path):
                needed_by.setdefault(other, set()).add(path)
        chosen |= _reached(start, lambda path: needed_by.get(path, set()))
    return chosen


def _reached(start: set[str], follow: Callable[[str], set[str]]) -> set[str]:
    """Return the workspaces that are reachable from some workspaces.

    A workspace of ``start`` is only included if a dependency leads back to it.
    """
    reached: set[str] = set()
    pending = list(start)
    while pending:
        for path in follow(pending.pop()):
            if path not in reached:
                reached.add(path)
                pending.append(path)
    return reached


def _links(graph: Graph, path: str) -> set[str]:
    """Return the workspaces that one depends on."""
    found = set()
    for group, _ in _GROUPS:
        for value in table(graph.importers.tree(path).get(group)).values():
            version = word(table(value).get("version"))
            other = ""
            if version.startswith("link:"):
                other = normpath(join(path, version.removeprefix("link:")))
            elif version.startswith("file:"):  # an injected workspace
                other = version.removeprefix("file:").partition("(")[0]
            if other in graph.importers.lines:
                found.add(other)
    return found


def _by_path(graph: Graph, pattern: str) -> set[str]:
    """Return the workspaces at a path relative to the root, which may have `*` as parts and `**` as its last one."""
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    if ".." in parts or re.search(r"[^\w@./*+~-]", pattern) or "**" in "/".join(parts[:-1]):
        raise Undecidable
    if parts and "**" in parts[-1] and parts[-1] != "**":
        raise Undecidable
    return {path for path in graph.importers.lines if _fits(parts or ["."], path)}


def _fits(parts: list[str], path: str) -> bool:
    """Tell whether a path has the names of a pattern, one for each part; `**` as the last part is any names."""
    names, fixed = path.split("/"), parts[:-1] if parts[-1] == "**" else parts
    is_long_enough = len(names) > len(fixed) or not fixed if parts[-1] == "**" else len(names) == len(fixed)
    return is_long_enough and all(part_matches(part, name) for part, name in zip(fixed, names, strict=False))


class _Names:
    """The names of the workspaces, which their package.json states."""

    def __init__(self, graph: Graph, read: ReadFiles) -> None:
        self.graph = graph
        self.read = read
        self.names: dict[str, str] | None = None

    def matching(self, pattern: str) -> set[str]:
        """Return the workspaces of a name.

        A name without a scope also means a package with a scope, if only one has that name.
        """
        if self.names is None:
            self.names = self._names()
        found = self._matching(pattern)
        if not found and not pattern.startswith("@") and "/" not in pattern:
            scoped = self._matching(f"@*/{pattern}")
            return scoped if len(scoped) == 1 else set()
        return found

    def _matching(self, pattern: str) -> set[str]:
        if re.search(r"[?\[\]]", pattern):
            raise Undecidable
        return {path for path, name in (self.names or {}).items() if part_matches(pattern, name)}

    def _names(self) -> dict[str, str]:
        import json

        paths = {path: normpath(join(path, "package.json")) for path in self.graph.importers.lines}
        if any(path.startswith(("../", "/")) or not path.isprintable() for path in paths.values()):
            raise Undecidable
        found = self.read(paths.values())
        names = {}
        for path, manifest in paths.items():
            try:
                names[path] = word(table(json.loads(found.get(manifest, b"{}"))).get("name"))
            except (ValueError, RecursionError):
                raise Undecidable from None
        return names


def packages_of(data: bytes) -> Packages:
    """Return the packages that a pnpm lock resolves to: the keys under `packages:` without their peers.

    The mark is the integrity, or the complete resolution of a package without one. Raises Unreadable.
    """
    parts = sections(data)
    if "lockfileVersion" not in parts:
        raise LockUnreadable("it has no lockfileVersion")
    found: Packages = {}
    key, body, count = "", list[str](), 0
    for line in [*parts.get("packages", []), "  :"]:
        if line.startswith("  : "):  # the value of a key of more than 1024 characters, which is after `? `
            body.append(f"    {line[4:]}")
        elif line[:2] == "  " and line[2:3] not in (" ", "-", ""):
            if key:
                count += 1
                _add(found, key, body)
            key, body = line.strip().removeprefix("? "), []
        else:
            body.append(line)
    if parts.get("packages", ["{}"]) != ["{}"] and count == 0:
        raise LockUnreadable("its packages are not laid out as pnpm writes them")
    return found


def _add(found: Packages, key: str, body: list[str]) -> None:
    """Add a package. Raises LockUnreadable: pnpm writes a resolution for each package, as a mapping."""
    resolution = _resolution(body)
    if ":" not in resolution:
        raise LockUnreadable(f"the package {key.removesuffix(':')} has no resolution as pnpm writes it")
    one = identified(key.removesuffix(":").strip().strip("'\""), resolution)
    if one is not None:
        add(found, *one)


def _resolution(body: list[str]) -> str:
    """Return the text of the `resolution:` of one package, on one line."""
    taken: list[str] = []
    for line in body:
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if taken and indent <= 4:
            break
        if taken or (indent == 4 and stripped.startswith("resolution:")):
            taken.append(stripped)
    return " ".join(" ".join(taken).removeprefix("resolution:").split())


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The resolved packages decide (the lock is not in the output); importers, settings and catalogs do not.

    Option "pnpmWorkspaces" (truth): only some importers are fetched, so a moved package or importer is not a proof.
    """
    filtered = bool(options.get("pnpmWorkspaces"))
    doubt = "which the chosen workspaces perhaps do not need"
    verdict = resolved(
        LOCK, before, after, packages_of, options=options, sure=lambda _: not filtered, doubt=doubt
    )
    found = chosen(LOCK, before, after)
    if verdict.decision != "same" or isinstance(found, LockAnswer):
        return verdict
    name, old, new = found
    if old != new:
        mine, other = sections(old), sections(new)
        watched = ("lockfileVersion", "patchedDependencies", *(("importers",) if filtered else ()))
        for key in watched:
            if mine.get(key) != other.get(key):
                return LockAnswer("unknown", f"{name} differs in its {key}", name)
    return _companions(before, after) or verdict


def _companions(before: Files, after: Files) -> LockAnswer | None:
    """Return the answer of pnpm-workspace.yaml and .npmrc if the lock has none."""
    try:
        old, new = settings(before), settings(after)
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{WORKSPACE} cannot be read", WORKSPACE, error.text(WORKSPACE))
    moved = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    if moved:
        return LockAnswer("unknown", f"{WORKSPACE} differs in its {moved[0]}", WORKSPACE)
    if before.get(NPMRC) != after.get(NPMRC):
        return LockAnswer("unknown", f"{NPMRC} differs", NPMRC)
    return None


KIND = LockKind(
    name="pnpm",
    files=LOCK,
    beside=(WORKSPACE, NPMRC),
    compare=answer,
    commands=command("pnpm", "install|i|fetch|deploy"),
    words=("pnpm",),
    part=part,
)
