"""The config that judges a range.

A looser setting has an effect only if the base has the setting too; a new looser setting is a finding.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from authguard.config.load import load_base
from authguard.config.model import FILE, PYPROJECT, Config

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.config.loosening import Loosening
    from authguard.config.model import VersionSite
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot, TreeSnapshot
    from authguard.rules.finding import Finding

ACCEPTED = "AUTHGUARD_ACCEPT_LOOSENING"
_MAX_READ = 2000
"""At most this many newly excluded files are searched for a hash. Further files are treated as files with a hash."""


class Guard:
    """The config that judges, and findings about looser settings of the head.

    before a snapshot of the base, for its waivers; None if there is no base. is_first whether the base has no config.
    """

    __slots__ = ("before", "config", "findings", "is_first")

    def __init__(
        self, config: Config, findings: list[Finding], before: Snapshot | None = None, is_first: bool = False
    ) -> None:
        """Store the arguments."""
        self.is_first = is_first
        self.config = config
        self.findings = findings
        self.before = before


def guard(git: Git, scope: Range, config: Config) -> Guard:
    """Compare the head's config with the config of the base.

    Args:
        git: the repository.
        scope: the target and its bases. Only the first base is used.
        config: the config of the target.
    """
    if not scope.bases:
        return Guard(config, [])
    snapshot = scope.bases[0].snapshot
    can_differ, hides = (
        _can_differ(scope, config),
        bool(config.exclude or config.path_rules) and _may_hide(scope),
    )
    if not can_differ and not hides:
        return Guard(config, [], snapshot)
    accepted = _accepted(git, scope)
    before = load_base((accepted or snapshot).read_exact)
    is_all_accepted = accepted is not None and _tree_of(accepted) == _tree_of(scope.target)
    tree = _Tree(git, scope, accepted if accepted is not None and is_all_accepted else snapshot)
    from authguard.config.loosening import loosenings, tightened
    from authguard.rules.ag905_guard_loosened import finding

    defaults = _defaults(before, config)
    found = loosenings(before, config, tree, defaults) if can_differ else []
    if hides and not is_all_accepted and before.path is not None:
        from authguard.app.hidden import hidden
        from authguard.git.ranges import against

        hiding = list(hidden(scope, before, config, defaults, tree.before))
        if hiding and accepted is not None:
            later = against(git, scope, [accepted.label])
            again = {one.path for one in hidden(later, before, config, defaults, tree.before)}
            hiding = [one for one in hiding if one.path in again]
        found.extend(hiding)
    if not found:
        return Guard(config, [], snapshot)
    _locate(found, config, scope.target)
    severity = "error" if scope.is_of_commits else "warning"
    counts = before.path is None or not scope.is_of_commits
    used = config if counts else tightened(before, config, tree, defaults)
    commit = git.resolve(scope.target.label) if scope.is_of_commits else None
    return Guard(used, [finding(one, severity, commit) for one in found], snapshot, before.path is None)


def _locate(found: list[Loosening], config: Config, target: Snapshot) -> None:
    """Set the lines of settings that are in the config of the head. A removed table has no line."""
    from authguard.config.loosening import setting_line
    from authguard.rules.registry import code_of

    data = target.read(config.path) if config.path is not None else None
    text = (data or b"").decode("utf-8", "replace")
    for one in found:
        if one.path == config.path and one.line == 1 and one.key not in ("gate", "version"):
            one.line = setting_line(text, one.key, code_of)


def _can_differ(scope: Range, config: Config) -> bool:
    """Tell whether the configs may differ in effect. Without any config this takes no time."""
    changes, before = scope.bases[0].changes, scope.bases[0].snapshot
    if any(change.path in (FILE, PYPROJECT) for change in changes):
        return True
    links = [name for name in (FILE, PYPROJECT) if scope.target.kind(name) == "symlink"]
    if any(scope.target.read(name) != before.read(name) for name in links):
        return True
    new = (
        [change.path for change in changes if change.status == "A"]
        if config.exclude or config.path_rules
        else []
    )
    lenient = [glob for one in config.path_rules for glob in one.paths]
    return any(config.excluded(path) or any(glob.matches(path) for glob in lenient) for path in new)


def _may_hide(scope: Range) -> bool:
    """Tell whether a change touches a file that may have a hash, or may refer to a file with a hash."""
    from authguard.outputs.reach import is_nix, may_pin

    return any(is_nix(change.path) or may_pin(change.path) for change in scope.bases[0].changes)


def _defaults(before: Config, now: Config) -> dict[str, str]:
    """Return the most severe default of each rule that can report under the base's config."""
    from authguard.rules.finding import SEVERITIES
    from authguard.rules.registry import RULES

    off = set()
    if not before.mirrors_allow:
        off.add("AG301")
    if not before.mirrors_renamed:
        off.add("AG302")
    tables = [one.severities for config in (before, now) for one in config.path_rules]
    named = {code for one in (before.severities, now.severities, *tables) for code in one}
    return {
        code: min(rule.severities, key=SEVERITIES.index)
        for code, rule in RULES.items()
        if code in named and code not in off
    }


def _accepted(git: Git, scope: Range) -> TreeSnapshot | None:
    """Return the tree of the last commit of the range that the user accepts, or None."""
    if not scope.is_of_commits:
        return None
    output = git.run("config", "--null", "--get-all", "authguard.acceptLoosening", ok=(0, 1))
    named = [*os.fsdecode(output).split("\0")[:-1], *os.environ.get(ACCEPTED, "").split()]
    from authguard.git.ranges import snapshot_of

    best = None
    for oid in named:
        if not git.facts().is_oid(oid) or git.resolve(oid) != oid:
            continue
        head = git.resolve(scope.target.label) or ""
        start = scope.bases[0].oid
        inside = _is_ancestor(git, oid, head) and (start is None or not _is_ancestor(git, oid, start))
        if inside and (best is None or _is_ancestor(git, best, oid)):
            best = oid
    return snapshot_of(git, best) if best is not None else None


def _tree_of(snapshot: Snapshot) -> str | None:
    return getattr(snapshot, "tree", None)


def _is_ancestor(git: Git, one: str, other: str) -> bool:
    return bool(other) and git.run("rev-list", "-1", one, f"^{other}", ok=(0,)) == b""


class _Tree:
    """The files of the head, as config/loosening.py needs them."""

    def __init__(self, git: Git, scope: Range, base: TreeSnapshot) -> None:
        self.git = git
        self.scope = scope
        self.target = scope.target
        self.base = base
        self._holding: dict[str, bool] = {}

    @cached_property
    def _paths(self) -> list[str]:
        from authguard.outputs.reach import is_nix, may_pin

        return sorted(path for path in self.target.paths() if is_nix(path) or may_pin(path))

    def files(self) -> Iterable[str]:
        return self._paths

    def exists(self, path: str) -> bool:
        return self.target.kind(path) is not None

    def holds_hash(self, path: str) -> bool:
        if path not in self._holding:
            if len(self._holding) >= _MAX_READ:
                return True
            from authguard.outputs.anchors import may_hold

            data = self.target.read(path)
            self._holding[path] = data is None or may_hold(data)
        return self._holding[path]

    @cached_property
    def _renames(self) -> dict[str, str]:
        """The path in the base of each renamed file, by its path in the head."""
        from authguard.git.ranges import renames

        return renames(self.git, self.base, self.target)

    @cached_property
    def _renamed(self) -> dict[str, str]:
        return {old: new for new, old in self._renames.items()}

    def before(self, path: str) -> str:
        return self._renames.get(path, path)

    def after(self, path: str) -> str:
        return self._renamed.get(path, path)

    def stated_line(self, site: VersionSite) -> int | None:
        from authguard.config.model import VersionPackage
        from authguard.config.version_sites import read_sites
        from authguard.outputs.tree import OutputTree
        from authguard.rules.ag101_version_disagrees import Attributes

        attributes = Attributes(OutputTree(self.target, lambda _: ()))
        stated, _ = read_sites(VersionPackage("", [site]), self.target.read, attributes)
        return stated[0].line if stated else None


def unstaged_config(git: Git, target: Snapshot) -> str | None:
    """Return the path of the config of the index if the work tree has another config; None otherwise.

    In pyproject.toml, only the table [tool.authguard] is compared. A file that cannot be read or parsed is ignored.
    """
    top = git.facts().toplevel
    if top is None or target.label != ":index":
        return None
    for path in (FILE, PYPROJECT):
        staged = target.read(path)
        if staged is None:
            continue
        try:
            with open(f"{top}/{path}", "rb") as file:
                here = file.read()
        except OSError:
            return None
        return path if _settings(path, staged) != _settings(path, here) else None
    return None


def _settings(path: str, data: bytes) -> object:
    """Return the settings in a file; None if the file has no settings, or is no TOML."""
    import tomllib

    try:
        document = tomllib.loads(data.decode())
    except (ValueError, RecursionError):
        return None
    table = document.get("tool") if path == PYPROJECT else {"authguard": document}
    return table.get("authguard") if isinstance(table, dict) else None
