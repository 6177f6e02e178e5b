"""What one tree says for itself: unfinished hashes, moving revisions, houses, files that are no Nix."""

from __future__ import annotations

import re

from authguard.nix.lexical import chain
from authguard.nix.parse import MAX_BYTES, Source, first_error
from authguard.nix.values import Origin
from authguard.rules import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node

    from authguard.config.model import Config
    from authguard.nix.data import Unreadable
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import Side
    from authguard.rules.finding import Finding

_BRANCH = re.compile(r"master|main|HEAD|trunk|develop|devel|dev|nightly|latest|refs/heads/.+|origin/.+")


_HASH_GIVEN = re.compile(r"\b\w*(?:[hH]ash|[sS]ha256)\w*\b")

_HEAD_BY_DEFAULT = frozenset({"fetchgit", "fetchhg"})
"""Producers that take the newest commit where no rev is given."""


def unfinished(each: FixedOutput, source: Callable[[str], Source | None]) -> Finding | None:
    """Return AG207 for a placeholder, an empty hash or a digest that Nix would reject."""
    if not each.placeholder and each.problem is None:
        return None
    from authguard.rules import ag207_unfinished_hash as rule

    if _is_default(each.origin, source):
        return None
    fault = (
        rule.MALFORMED if each.problem is not None else rule.EMPTY if _is_empty(each) else rule.PLACEHOLDER
    )
    return rule.finding(
        place=told.place(each.origin),
        fixed_output=told.reference(each),
        fault=fault,
        reason=each.problem or "",
    )


def _is_empty(each: FixedOutput) -> bool:
    start, end = each.origin.span()
    return each.origin.data[start:end] in (b'""', b"''''")


def _is_default(origin: Origin, source: Callable[[str], Source | None]) -> bool:
    """Tell whether a literal is for whom no hash is given: a formal's default, a branch of asking for one."""
    parsed = source(origin.path) if origin.path.endswith(".nix") else None
    if parsed is None:
        return False
    nodes = chain(parsed, *origin.span())
    if any(node.type == "formal" for node in nodes[-3:]):
        return True
    if any(node.type == "if_expression" and _asks_for_hash(parsed, node) for node in nodes):
        return True
    start, end = origin.span()
    name = origin.data[start:end]
    return any(_has_default(parsed, node, name) for node in nodes if node.type == "function_expression")


def _asks_for_hash(source: Source, node: Node) -> bool:
    """Tell whether a condition asks whether there is a hash: ``if hash != "" then … else …``."""
    condition = node.child_by_field_name("condition")
    return condition is not None and _HASH_GIVEN.search(source.text(condition)) is not None


def _has_default(source: Source, function: Node, name: bytes) -> bool:
    """Tell whether a function has a formal ``name`` with a default."""
    formals = function.child_by_field_name("formals")
    for formal in formals.named_children if formals is not None else ():
        called = formal.child_by_field_name("name") if formal.type == "formal" else None
        if called is not None and source.data[called.start_byte : called.end_byte] == name:
            return formal.child_by_field_name("default") is not None
    return False


def moving(each: FixedOutput) -> Finding | None:
    """Return AG303 for a fixed hash over a branch or HEAD."""
    if not each.is_source or each.tool or each.digest is None:
        return None
    revision = each.input("rev")
    if revision is None:
        name = "" if each.producer in _HEAD_BY_DEFAULT and not each.record else None
    else:
        name = revision.form if isinstance(revision.form, str) and _BRANCH.fullmatch(revision.form) else None
    if name is None:
        return None
    from authguard.rules import ag303_moving_revision

    return ag303_moving_revision.finding(
        place=told.place(each.origin), fixed_output=told.reference(each), revision=name
    )


def houses(each: FixedOutput, config: Config) -> list[Finding]:
    """Return AG301 and AG302: what the config says of where things are had."""
    location = location_of(each)
    if location is None:
        return []
    found: list[Finding] = []
    host = location.partition("/")[0]
    if host in config.mirrors_renamed:
        from authguard.rules import ag302_retired_host

        found.append(
            ag302_retired_host.finding(
                place=told.place(each.origin),
                fixed_output=told.reference(each),
                host=host,
                renamed=config.mirrors_renamed[host],
            )
        )
    elif config.mirrors_allow and not config.mirrored(location):
        from authguard.rules import ag301_not_from_mirror

        found.append(
            ag301_not_from_mirror.finding(
                place=told.place(each.origin),
                fixed_output=told.reference(each),
                location=location,
                allowed=list(config.mirrors_allow),
            )
        )
    return found


_HOSTS = {
    "fetchFromGitHub": "github.com",
    "fetchFromGitLab": "gitlab.com",
    "fetchFromCodeberg": "codeberg.org",
    "fetchFromSourcehut": "git.sr.ht",
    "fetchFromBitbucket": "bitbucket.org",
    "fetchCrate": "crates.io",
}


def location_of(each: FixedOutput) -> str | None:
    """Return host and path that a source is fetched from, where they are known."""
    if not each.is_source or each.record:
        return None
    for name in ("url", "host", "owner"):
        found = each.input(name)
        if found is not None and "://" in found.shown:
            return found.shown.partition("://")[2].rpartition("@")[2]
    host = _HOSTS.get(each.producer)
    for name in ("githubBase", "domain"):
        stated = each.input(name)
        if stated is not None and isinstance(stated.form, str):
            host = stated.form
    if host is None:
        return None
    parts = [host]
    for name in ("owner", "repo"):
        stated = each.input(name)
        if stated is not None and isinstance(stated.form, str) and "://" not in stated.form:
            parts.append(stated.form)
    return "/".join(parts)


def not_nix(side: Side, path: str) -> Finding | None:
    """Return AG901 for a .nix file that Nix would not parse."""
    data = side.snapshot.read(path)
    if data is None or len(data) > MAX_BYTES:
        return None
    source = side.evaluator.source(path)
    error = first_error(source) if source is not None else None
    if error is None:
        return None
    from authguard.rules import ag901_not_nix

    return ag901_not_nix.finding(place=told.point(path, data, error[0]), reason=error[1])


def unreadable(problems: Iterable[tuple[str, Unreadable]]) -> list[Finding]:
    """Return AG902 for data files that a verdict needed and that cannot be read."""
    from authguard.rules import ag902_unreadable_lock
    from authguard.rules.finding import Place

    return [
        ag902_unreadable_lock.finding(place=Place(path, problem.line or 1, 1), reason=problem.reason)
        for path, problem in problems
    ]
