"""The settings with which a config judges less than the earlier config, compared by effect.

This package does not use git: the caller passes the files of a tree, their earlier names, and their contents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from authguard.config.model import Config, VersionPackage, VersionSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from authguard.config.model import Allow, Gate

MAX_NAMED = 3
"""At most this many files are named in a message. The others are counted."""

_HEADER = r"\[{1,2}([^\[\]]+)\]{1,2}[ \t]*(?:#.*)?"
_ENTRY = r"[\w.\"' \t-]+"
_RANKS = {"error": 0, "warning": 1, "note": 2, "off": 3}


class GuardedTree(Protocol):
    """The files of the head, and the paths that they had in the base."""

    def files(self) -> Iterable[str]:
        """Return the paths of the files that may contain hashes."""

    def exists(self, path: str) -> bool:
        """Tell whether there is a file."""

    def holds_hash(self, path: str) -> bool:
        """Tell whether a hash is written in a file."""

    def before(self, path: str) -> str:
        """Return the path that a file had in the base, if it was renamed; otherwise the same path."""

    def after(self, path: str) -> str:
        """Return the path that a file of the base has in the head, if it was renamed; otherwise the same path."""

    def stated_line(self, site: VersionSite) -> int | None:
        """Return the line at which a [[version]] site has a version, or None."""


@dataclass
class Loosening:
    """One way in which the head judges less.

    path, line  the place of the setting; the line is 1 until `setting_line` finds it.
    key     the dotted key of the config.
    says    the message of the finding.
    counts  whether the setting of the head has an effect although the base does not have the setting.
    """

    path: str
    line: int
    key: str
    says: str
    counts: bool = False


def loosenings(base: Config, head: Config, tree: GuardedTree, defaults: dict[str, str]) -> list[Loosening]:
    """Return the settings with which the head's config judges less than the config of the base.

    Args:
        base: the config before; an empty config if there was none.
        head: the config now.
        tree: the files of the head.
        defaults: the most severe default of each rule that can report under the base's config.
    """
    path = head.path or base.path or ""
    found = [
        *_excluded(base, head, tree, path),
        *_lowered(base, head, defaults, path),
        *_lowered_for(base, head, tree, defaults, path),
        *_mirrors(base, head, path),
        *_versions(base, head, tree, path),
        *_gates(base, head, tree, path),
        *_allows(base, head, path),
    ]
    loosened = [one for one in found if not one.counts]
    if base.path is None and loosened:
        keys = ", ".join(dict.fromkeys(one.key for one in loosened))
        says = f"the first config of this repository already loosens the guard: {keys}"
        return [Loosening(path, 1, loosened[0].key, says, counts=True), *(one for one in found if one.counts)]
    return found


def setting_line(text: str, key: str, code_of: Callable[[str], str | None]) -> int:
    """Return the line of a setting in a config file: of its key or, for an inline table, of the table.

    Returns 1 if there is no such line, or more than one: a report then names the file only. ``code_of`` returns the
    code of a rule by its code or name.
    """
    found: dict[str, list[int]] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        before, equals, _ = line.partition("=")
        if header := re.fullmatch(_HEADER, line.strip()):
            table = _plain_key(header[1], code_of)
            found.setdefault(table, []).append(number)
        elif equals and re.fullmatch(_ENTRY, before):
            name = _plain_key(before, code_of)
            found.setdefault(f"{table}.{name}" if table else name, []).append(number)
    parent = key.rpartition(".")[0]
    lines = found.get(key) or found.get(parent) or []
    return lines[0] if len(lines) == 1 else 1


def _plain_key(text: str, code_of: Callable[[str], str | None]) -> str:
    """Return a dotted key as `Loosening.key` has it: without quotes and prefix, a rule by its code."""
    parts = [part.strip(" \t\"'") for part in text.split(".")]
    parts = parts[2:] if parts[:2] == ["tool", "authguard"] else parts
    return ".".join(code_of(part) or part for part in parts)


def tightened(base: Config, head: Config, tree: GuardedTree, defaults: dict[str, str]) -> Config:
    """Return the config that judges a range: the config of the head, without settings that only the head loosens."""
    made = Config(head.path or base.path)
    made.exclude = head.exclude
    made.is_excluded_too = lambda path: base.excluded(tree.before(path))
    made.mirrors_allow = head.mirrors_allow or base.mirrors_allow
    made.is_mirrored_too = base.mirrored
    made.mirrors_renamed = {**head.mirrors_renamed, **base.mirrors_renamed}
    made.versions = [*head.versions, *_dropped_versions(base, head, tree)]
    made.network = head.network
    made.gates = head.gates
    known = [_allow_key(one) for one in base.allows]
    made.allows = [one for one in head.allows if one.digest is not None or _allow_key(one) in known]
    for code, default in defaults.items():
        kept = _stricter(head.severities.get(code), base.severities.get(code), default)
        if kept is not None:
            made.severities[code] = kept
    made.path_rules = head.path_rules or base.path_rules
    if made.path_rules:
        made.stricter = lambda code, path: _stricter(
            head.severity(code, path), base.severity(code, tree.before(path)), defaults.get(code, "error")
        )
    return made


def _stricter(one: str | None, other: str | None, default: str) -> str | None:
    return one if _rank(one, default) <= _rank(other, default) else other


def _rank(severity: str | None, default: str) -> int:
    return _RANKS[severity or default]


def _excluded(base: Config, head: Config, tree: GuardedTree, path: str) -> Iterator[Loosening]:
    if not head.exclude:
        return
    covered = [
        one
        for one in tree.files()
        if head.excluded(one) and not base.excluded(tree.before(one)) and tree.holds_hash(one)
    ]
    if covered:
        was = "was" if len(covered) == 1 else "were"
        yield Loosening(
            path, 1, "exclude", f"exclude now covers {_named(covered)}, which {was} judged before"
        )


def _lowered(base: Config, head: Config, defaults: dict[str, str], path: str) -> Iterator[Loosening]:
    for code, default in defaults.items():
        before, now = base.severities.get(code), head.severities.get(code)
        if is_lowered(default, before, now):
            says = f"{code} is {now or default} now, and was {before or default}"
            yield Loosening(path, 1, f"rules.{code}", says)


def _lowered_for(
    base: Config, head: Config, tree: GuardedTree, defaults: dict[str, str], path: str
) -> Iterator[Loosening]:
    """Yield the rules that [[rules-for]] lowers: in files with hashes, at version sites, and in the config itself."""
    if not head.path_rules and not base.path_rules:
        return
    named = {path, *(site.path for package in head.versions for site in package.sites)}
    files = sorted({*tree.files(), *named})
    for code, default in defaults.items():
        lowered = [
            one
            for one in files
            if is_lowered(default, base.severity(code, tree.before(one)), head.severity(code, one))
            and (one in named or tree.holds_hash(one))
        ]
        if lowered:
            yield Loosening(path, 1, "rules-for", f"{code} reports less in {_named(lowered)}")


def is_lowered(default: str, before: str | None, now: str | None) -> bool:
    """Tell whether a rule that reported errors or warnings reports less now; None is its default."""
    return (before or default) in ("error", "warning") and _rank(now, default) > _rank(before, default)


def _mirrors(base: Config, head: Config, path: str) -> Iterator[Loosening]:
    if base.mirrors_allow and not head.mirrors_allow:
        yield Loosening(
            path, 1, "mirrors.allow", "[mirrors] allow is empty now: any host may be fetched from"
        )
    elif base.mirrors_allow:
        new = [one for one in head.mirrors_allow if not base.mirrored(one)]
        if new:
            says = f"[mirrors] allows {', '.join(new[:MAX_NAMED])}, which the base does not"
            yield Loosening(path, 1, "mirrors.allow", says)
    gone = [old for old, new in base.mirrors_renamed.items() if head.mirrors_renamed.get(old) != new]
    if gone:
        says = f"[mirrors] no longer says that {', '.join(gone[:MAX_NAMED])} was renamed"
        yield Loosening(path, 1, "mirrors.renamed", says)


def _versions(base: Config, head: Config, tree: GuardedTree, path: str) -> Iterator[Loosening]:
    for package in _dropped_versions(base, head, tree):
        named = ", ".join(site.words() for site in package.sites[:MAX_NAMED])
        says = f"the versions of {package.package} are no longer compared at {named}"
        yield Loosening(path, 1, "version", says)


def _dropped_versions(base: Config, head: Config, tree: GuardedTree) -> list[VersionPackage]:
    """Return the packages of the base with sites that the head dropped, although their files still exist."""
    found = []
    for package in base.versions:
        now = [site for other in head.versions if other.package == package.package for site in other.sites]
        kept = [VersionSite(tree.after(site.path), site.kind, site.key) for site in package.sites]
        kept = [site for site in kept if tree.exists(site.path)]
        dropped = [site for site in kept if not any(_same_site(site, other, tree) for other in now)]
        if dropped and len(kept) > 1:
            found.append(VersionPackage(package.package, kept))
    return found


def _same_site(site: VersionSite, other: VersionSite, tree: GuardedTree) -> bool:
    """Tell whether a site of the head reads the same line, or replaces a site that reads nothing now."""
    if site.path != other.path:
        return False
    if (site.kind, site.key) == (other.kind, other.key):
        return True
    line = tree.stated_line(site)
    return line is None or line == tree.stated_line(other)


def _gates(base: Config, head: Config, tree: GuardedTree, path: str) -> Iterator[Loosening]:
    for gate in base.gates:
        guarded = [one for one in tree.files() if any(glob.matches(tree.before(one)) for glob in gate.paths)]
        file = tree.after(gate.file)
        if not guarded:
            continue
        same = [other for other in head.gates if other.file == file and other.attribute == gate.attribute]
        if not same:
            says = f"the gate {gate.name!r} was removed; it built pushes of {_named(guarded)}"
            yield Loosening(path, 1, "gate", says)
            continue
        here = [other for other in same if (other.builder, other.store) == (gate.builder, gate.store)]
        blocking = [other for other in here if other.when_unreachable == "block"]
        weaker = _not_built(same, guarded)
        if weaker:
            yield Loosening(
                path, 1, "gate.paths", f"the gate {gate.name!r} no longer covers {_named(weaker)}"
            )
        moved = _not_built(here, sorted({*guarded} - {*weaker}))
        if moved:
            where = "" if len(moved) == len(guarded) else f" for {_named(moved)}"
            yield Loosening(path, 1, "gate.builder", f"the gate {gate.name!r} is built elsewhere{where}")
        soft = _not_built(blocking, sorted({*guarded} - {*weaker, *moved}))
        if gate.when_unreachable == "block" and soft:
            where = "" if len(soft) == len(guarded) else f" of {_named(soft)}"
            says = f"the gate {gate.name!r} no longer stops a push{where} when its builder is unreachable"
            yield Loosening(path, 1, "gate.when-unreachable", says)


def _not_built(gates: list[Gate], paths: list[str]) -> list[str]:
    """Return the paths that no gate covers."""
    globs = [glob for gate in gates for glob in gate.paths]
    return [path for path in paths if not any(glob.matches(path) for glob in globs)]


def _allows(base: Config, head: Config, path: str) -> Iterator[Loosening]:
    known = [_allow_key(one) for one in base.allows]
    for one in head.allows:
        if _allow_key(one) in known:
            continue
        scope = "one digest" if one.digest is not None else "every hash"
        says = f"[[allow]] waives {one.rule} for {scope} in {one.path.pattern}: {one.reason}"
        yield Loosening(path, one.line, "allow", says, counts=one.digest is not None)


def _allow_key(one: Allow) -> tuple[object, ...]:
    return (one.rule, one.path.pattern, one.digest.key() if one.digest is not None else None)


def _named(paths: list[str]) -> str:
    named = ", ".join(paths[:MAX_NAMED])
    return f"{named} and {len(paths) - MAX_NAMED} more" if len(paths) > MAX_NAMED else named
