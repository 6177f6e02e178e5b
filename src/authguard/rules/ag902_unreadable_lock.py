"""AG902: a lock file, pin file or other data that a verdict needed cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.outputs.reach import may_pin
from authguard.outputs.unjudged import is_elsewhere
from authguard.rules.finding import place_at
from authguard.rules.rule import Rule
from authguard.rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG902",
    name="unreadable-lock",
    severities=("warning", "note"),
    summary="A lock or pin file that a verdict needed cannot be read.",
    what="""
A file that decides a hash (a lock file, a pin file, a JSON or TOML that Nix imports) is damaged, too large,
of an unknown format, or missing from a partial clone. authguard never fetches the missing object. The hashes
that depend on the file were not judged, or judged with less evidence.
""",
    why="""
Without a finding these hashes would look right. Conflict markers in a lock file, left by a merge, are the usual
reason, and such a file fails in the build as well.
""",
    example="""
 package-lock.json
   <<<<<<< HEAD                       # AG902: not JSON at line 1203
     "version": "1.4.2",
   =======
""",
    fix="""
Let the package manager write the file again. For an object that is missing from a partial clone, fetch it
with `git cat-file -e REV:PATH`, or `git fetch --refetch --filter=blob:limit=1m`.
""",
    waive="""
List the file under `exclude` in the config, or give an [[allow]] table with rule, path and reason.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each changed data file that cannot be read, and each lock that a verdict needed.

    In a range, a file that was readable in the base is reported as AG904.
    """
    wanted: dict[str, tuple[str, int, list[str]]] = {}
    for each, answer in change.local_answers():
        if answer.decision == "unreadable" and not (answer.hides_move and change.scope.is_of_commits):
            reason, _, names = wanted.get(answer.lock, (answer.says, answer.line, []))
            wanted[answer.lock] = (reason, answer.line, [*names, each.attribute])
    for path, (reason, line, names) in wanted.items():
        yield _finding(path, line, reason, names)
    if change.scope.is_of_commits:
        return  # AG904 reports it
    changed = set(change.changed)
    for path, problem in change.target.collector.unreadable.items():
        if path in changed and may_pin(path) and not is_elsewhere(path, change.read(path), change.reach):
            before = [base.collector.unreadable.get(path) for base in change.bases]
            stood = bool(before) and all(one is not None and one.reason == problem.reason for one in before)
            yield _finding(path, problem.line or 1, problem.reason, [], "note" if stood else None)


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """Report each data file of a tree that cannot be read."""
    for path, kept in tree.files.items():
        if "u" in kept.flags and "n" not in kept.flags:
            tree.target.collector.records(path)
    for path, problem in tree.target.collector.unreadable.items():
        yield _finding(path, problem.line or 1, problem.reason, [])


def _finding(path: str, line: int, reason: str, wanted_by: list[str], severity: str | None = None) -> Finding:
    needed = f"; {listed(wanted_by)} cannot be judged by it" if wanted_by else ""
    return RULE.finding(
        place_at(path, line, 1),
        f"cannot be read: {reason}{needed}",
        severity=severity,
        help="write the file again with the tool that it belongs to",
    )
