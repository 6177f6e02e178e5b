"""bun.lock, and bun.lockb, which is binary."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    MOST_READ,
    LockAnswer,
    LockedPackage,
    LockKind,
    LockUnreadable,
    PackageChange,
    Packages,
    Undecidable,
    add,
    chosen,
    command,
    json_of,
    name_and_version,
    pick,
    resolved,
    rows,
    table,
    text_of,
    word,
)
from authguard.locks.installed import part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authguard.locks.comparing import Files, InstalledPart, InstallSelection, Options, ReadFiles

LOCKS = ("bun.lock", "bun.lockb")
LOCAL = ("workspace:", "link:", "file:")

_JSONC = (
    r'(?s)((?:"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[^"/,]++|,(?!\s*[}\]]))++)'  # JSON
    r"|//[^\n]*|/\*.*?(?:\*/|\Z)|,"
)
"""Parts of JSON with comments and trailing commas; the group is plain JSON."""


def _bun_lock(data: bytes) -> Mapping[str, object]:
    """Return the parts of a bun.lock, which is JSON with comments and trailing commas."""
    plain = re.sub(_JSONC, lambda match: match.group(1) or "", text_of(data))
    return table(json_of(plain.encode()))


def _records(lock: Mapping[str, object]) -> list[list[object]]:
    """Return the records of the packages of a bun.lock."""
    packages = lock.get("packages")
    if not isinstance(packages, dict):
        raise LockUnreadable("it lists no packages")
    return [rows(record) for record in packages.values()]


def packages_of(data: bytes) -> Packages:
    """Return the packages of a bun.lock, except the packages of the repository. Raises Unreadable.

    If `bun install` patches a package, the version of the package includes the patch.
    """
    found: Packages = {}
    lock = _bun_lock(data)
    patches = table(lock.get("patchedDependencies"))
    for record in _records(lock):
        name, version, mark = package_of(record, patches)
        if not version.startswith(LOCAL):
            add(found, name, version, mark)
    return found


def package_of(record: list[object], patches: Mapping[str, object]) -> tuple[str, str, str]:
    """Return name, version and mark of a record. The version of a package with a patch names the patch."""
    full = word(record[0]) if record else ""
    name, version = name_and_version(full)
    patched = f" patched by {word(patches[full])}" if full in patches else ""
    return name, version + patched, word(record[-1]) if len(record) > 1 else ""


def layout(data: bytes) -> dict[str, str]:
    """Return the directory of each package, with its name and version."""
    return {key: _resolved(rows(record)) for key, record in table(_bun_lock(data).get("packages")).items()}


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The resolved set decides. A package for only some platforms is not a proof. bun.lockb is binary."""
    if pick(LOCKS, after) == "bun.lockb":
        found = chosen(LOCKS, before, after)
        if isinstance(found, LockAnswer):
            return found
        name, old, new = found
        same = old == new
        return LockAnswer(
            "same" if same else "unknown", f"{name} {'is the same' if same else 'differs'}", name
        )
    doubt = "which not every platform installs"
    return resolved(
        LOCKS,
        before,
        after,
        packages_of,
        options=options,
        sure=lambda m: _everywhere(m, after),
        doubt=doubt,
        layout=layout,
    )


def _everywhere(moved: list[PackageChange], after: Files) -> bool:
    """Tell whether a package without `os` or `cpu` changed. The lock is readable."""
    bound = _bound(after.get("bun.lock") or b"")
    return any(change.name not in bound for change in moved)


@lru_cache(maxsize=MOST_READ)
def _bound(data: bytes) -> set[str]:
    """Return the names of the packages with `os` or `cpu`. Several hashes of one change have the same lock."""
    return {
        name_and_version(word(record[0]))[0]
        for record in _records(_bun_lock(data))
        if any("os" in table(part) or "cpu" in table(part) for part in record)
    }


CONFIG = "bunfig.toml"
_LEFT_OUT = rb"(?m)^[ \t]*(?:install\.)?(?:dev|optional|peer|production)[ \t]*="
"""Settings of bunfig.toml that leave out dependencies like an option of the command."""

_DEPENDENCIES = (
    ("dependencies", ""),
    ("devDependencies", "dev"),
    ("optionalDependencies", "optional"),
    ("peerDependencies", "peer"),
)
"""The tables of dependencies in a record, and the word by which `bun install --omit` leaves them out."""


class _Graph:
    """The packages of a bun.lock. A key is the key of a record, or a colon and the path of a workspace."""

    def __init__(self, lock: Mapping[str, object], selection: InstallSelection) -> None:
        self.workspaces = {path: table(entry) for path, entry in table(lock.get("workspaces")).items()}
        self.records = {key: rows(record) for key, record in table(lock.get("packages")).items()}
        self.patches = table(lock.get("patchedDependencies"))
        self.omitted = selection.omitted
        self.versions: dict[str, set[str]] = {}
        for key, record in self.records.items():
            name = _names(key)[-1] if "/" in key else key
            self.versions.setdefault(name, set()).add(_resolved(record))
        self.targets: dict[str, tuple[str, bool]] = {}

    def package(self, key: str) -> LockedPackage:
        """Return the package of a key."""
        if key.startswith(":"):
            entry = self.workspaces[key[1:]]
            return LockedPackage(f"{key} {entry.get('name')} {entry.get('bin')} {entry.get('binDir')}")
        name, version, mark = package_of(self.records[key], self.patches)
        return LockedPackage(f"{name}@{version}", "" if version.startswith(LOCAL) else name, version, mark)

    def follow(self, key: str) -> list[tuple[str, bool]]:
        """Return the dependencies of a package; True for dependencies that are certainly installed.

        If the lock has several versions of a package, the parents choose one version for its peers.
        """
        is_local = key.startswith(":")
        entry = self.workspaces[key[1:]] if is_local else _details(self.records[key])
        levels = _levels(word(entry.get("name")) if is_local and key != ":" else "" if is_local else key)
        optional_peers = rows(entry.get("optionalPeers"))
        found = []
        for kind, word_of_kind in _DEPENDENCIES:
            if (
                word_of_kind in self.omitted
                or kind not in entry
                or not (is_local or kind != "devDependencies")
            ):
                continue
            for name in table(entry[kind]):
                at = next((level + name for level in levels if level + name in self.records), None)
                if at is None:
                    continue
                target, is_sure = self.target(at)
                if kind == "peerDependencies":
                    is_sure = is_sure and name not in optional_peers and len(self.versions.get(name, ())) == 1
                found.append((target, is_sure))
        return found

    def target(self, key: str) -> tuple[str, bool]:
        """Return the key to which a record leads, and whether every platform installs the package.

        If the record links to a workspace, the key of the workspace is returned.
        """
        if key not in self.targets:
            record = self.records[key]
            version = name_and_version(_resolved(record))[1]
            path = version.removeprefix("workspace:")
            if version.startswith("root:") or (path != version and path not in self.workspaces):
                raise Undecidable
            is_everywhere = _NOT_EVERYWHERE.isdisjoint(_details(record))
            self.targets[key] = (f":{path}" if path != version else key, is_everywhere)
        return self.targets[key]


_NOT_EVERYWHERE = frozenset({"os", "cpu", "libc", "bundled"})
"""Fields of a package that only some platforms install, or that another package has inside."""


def _resolved(record: list[object]) -> str:
    return word(record[0]) if record else ""


def _details(record: list[object]) -> dict[str, object]:
    return next((part for part in record[1:] if isinstance(part, dict)), {})


def _names(key: str) -> list[str]:
    """Return the names in a key: `a` and `@scope/b` for `a/@scope/b`."""
    return re.findall(r"(?:@[^/]*/)?[^/]+", key)


def _levels(key: str) -> list[str]:
    """Return the prefixes of the keys at which a package finds its dependencies, the nearest first."""
    if "/" not in key:
        return [f"{key}/", ""] if key else [""]
    names = _names(key)
    return ["".join(f"{name}/" for name in names[:count]) for count in range(len(names), -1, -1)]


def part(files: Files, selection: InstallSelection, read: ReadFiles) -> InstalledPart:
    """Return the packages that `bun install` with filters installs. Raises LockUnreadable, Undecidable.

    In a workspace with configVersion 1, bun links packages like pnpm.
    """
    if pick(LOCKS, files) != "bun.lock":
        raise Undecidable
    lock = _bun_lock(files.get("bun.lock") or b"")
    graph = _Graph(lock, selection)
    starts = []
    for path, entry in graph.workspaces.items():
        chosen_by = _choices(path, word(entry.get("name")), selection.filters)
        if any(chosen_by):
            starts.append((f":{path}", all(chosen_by)))
    if not starts:
        raise Undecidable
    config = read([CONFIG]).get(CONFIG, b"")
    if re.search(_LEFT_OUT, config):
        raise Undecidable
    settings = (repr(lock.get("lockfileVersion")), repr(lock.get("configVersion")), repr(config))
    found = part_of(starts, graph.follow, graph.package, settings, by_directory=True)
    return found._replace(linked=lock.get("configVersion") == 1)


def _choices(path: str, name: str, filters: tuple[str, ...]) -> tuple[bool, bool]:
    """Tell whether filters choose a workspace: before bun 1.4, and since then.

    A negated pattern leaves out the workspaces that it names. Before 1.4 it also chooses all others; since then it does
    so only if every pattern is negated. A path is relative to the root, and `./` is the root itself.
    """
    wanted, unwanted, unwanted_now, others = False, False, False, False
    for text in filters:
        pattern = text.lstrip("!")
        is_path = pattern.startswith(".")
        matches = _matches(*((_plain(pattern), _plain(path)) if is_path else (pattern, name)))
        is_all = pattern in ("*", "**")
        if _is_negated(text):
            unwanted = unwanted or matches
            unwanted_now = unwanted_now or matches or is_all
            others = others or not matches
        else:
            wanted = wanted or matches or is_all
    before = (wanted or others or not filters) and not unwanted
    return before, (wanted or all(map(_is_negated, filters))) and not unwanted_now


def _is_negated(text: str) -> bool:
    return (len(text) - len(text.lstrip("!"))) % 2 == 1


def _plain(path: str) -> str:
    """Return a path relative to the root with a slash before each part, "" for the root."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise Undecidable
    return "".join(f"/{part}" for part in parts)


def _matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern with `*`, `**` and `{a,b}` matches a name or a path."""
    if re.search(r"[^\w@./*{},+~-]", pattern) or re.search(r"\{[^}]*[{/*]|[^/]\*\*|\*\*[^/]", pattern):
        raise Undecidable
    stars = max(part.count("*") for part in pattern.split("/")), pattern.count("**")
    if max(stars) > _MOST_STARS or len(text) > _LONGEST:
        raise Undecidable
    return re.fullmatch(re.sub(_WILD, _expression, pattern), text) is not None


_MOST_STARS = 2
_LONGEST = 1000
"""A pattern with more stars, or a longer path, takes too much time."""
_WILD = r"\*\*/|/?\*\*$|\*|\{[^}]*\}|."
"""The parts of a pattern: any directories, the rest, a part of a name, a choice, a character."""


def _expression(found: re.Match[str]) -> str:
    text = found[0]
    if text == "**/":
        return "(?:[^/]+/)*"
    if text.endswith("**"):
        return f"{text[:-2]}.*"
    if text == "*":
        return "[^/]*"
    if text.startswith("{"):
        return f"(?:{'|'.join(map(re.escape, text[1:-1].split(',')))})"
    return re.escape(text)


KIND = LockKind(
    name="bun",
    files=LOCKS,
    compare=answer,
    commands=command("bun", "install|i|ci|add"),
    words=("bun",),
    part=part,
)
