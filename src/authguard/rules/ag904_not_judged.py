"""AG904: a file of the change that has hashes, or that a hash depends on, and that could not be judged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from authguard.git.ranges import MAX_CHANGES, MAX_NIX
from authguard.rules.finding import place_at
from authguard.rules.rule import Rule
from authguard.rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.config.model import Config
    from authguard.git.ranges import Base
    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG904",
    name="not-judged",
    severities=("warning", "error", "note"),
    summary="A file that decides hashes could not be judged.",
    what="""
The file is beyond a fixed limit (bytes, nodes of syntax, hashes), or this clone does not have it, or it is
hidden: Nix code in a file without the suffix .nix or in Git LFS, a symbolic link named .nix to such a file, a link to
no file of the repository, a submodule at another commit, names that `scopedImport` replaces. Or it is a lock file that
can no longer be read, or a file in Git LFS or encrypted that decides a kept hash or has pins. The limits are the same
on every machine. Of a generated .nix file with 1 to 16 MiB, only the changed entries are judged, if no other file
with hashes takes a value from it.

The finding is a warning for the staged change, and an error for a range of commits and for a push. It is a note for
Nix in a file such as `default.nix.bak` that no code and no link names, and only a computed name can mean. If more than
five files were not judged for one reason, the finding names the first, and the JSON report has the paths of the others.
""",
    why="""
A hash that was not judged must not look like a right hash. Otherwise a larger file, or another suffix, would
switch the guard off for one commit.
""",
    example="""
 default.nix
   import ./package.txt     # AG904: the hashes in it are not judged
""",
    fix="""
Split the file, give it the suffix .nix, or fetch what the clone lacks (`git fetch --refetch --no-filter`).
`git authguard verify` fetches the content and compares its hash.
""",
    waive="""
Add an [[allow]] table with the rule, the path and the reason. For a range it is used if the base has it.
""",
)

CUT = f"more than {MAX_CHANGES:,} paths, or {MAX_NIX:,} files of Nix"
_SPLIT = "split the change"
_FETCH = "git fetch --refetch --no-filter"
_FSCK = "git fsck"


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each file of a change that could not be judged."""
    from authguard.outputs import submodules
    from authguard.outputs.unjudged import LACKING, MANY, PUT_ASIDE, unjudged_files

    in_submodule = "judge the commits of the submodule in a clone of it"
    ways = {
        LACKING: _FETCH,
        MANY: _SPLIT,
        submodules.MOVED: in_submodule,
        submodules.ADDED: in_submodule,
        submodules.REPLACED: "compare the files with those of the submodule",
    }
    in_range = change.scope.is_of_commits
    severity = "error" if in_range else "warning"
    for base in change.scope.bases:
        if base.is_cut:
            last = base.changes[-1].path
            says = f"not judged: the change has {CUT}, and those after {last} are not read"
            yield RULE.finding(place_at(last, 1, 1), says, severity=severity, help=_SPLIT)
        for path in _twice(base, change.config):
            says = "not judged: a directory of the commit has two entries with this name"
            yield RULE.finding(place_at(path, 1, 1), says, severity=severity, help=_FSCK)
    found = unjudged_files(change.target, change.bases, change.reach)
    if in_range:
        found.update(_unreadable_locks(change))
    for path, reason in sorted(found.items()):
        if not in_range and path in change.target.collector.unreadable:
            continue  # AG902 reports it
        if not change.config.excluded(path):
            yield RULE.finding(
                place_at(path, 1, 1),
                f"not judged: {reason}",
                severity=severity if reason != PUT_ASIDE else "note",
                help=ways.get(reason, "change the file so that authguard can read its hashes"),
            )


def _twice(base: Base, config: Config) -> list[str]:
    """Return the paths that the target has twice: git checks out one of the contents, and shows the other."""
    added = Counter(change.path for change in base.changes if change.new_mode)
    return [path for path, count in added.items() if count > 1 and not config.excluded(path)]


def _unreadable_locks(change: Change) -> dict[str, str]:
    """Return the locks of kept dependency hashes that are readable in the base only, each with the reason."""
    names: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    for each, answer in change.local_answers():
        if answer.decision == "unreadable" and answer.hides_move:
            reasons[answer.lock] = answer.says
            names.setdefault(answer.lock, []).append(each.attribute)
    return {
        lock: f"{reason}, and {listed(names[lock])} cannot be judged by it"
        for lock, reason in reasons.items()
    }


def finding_of_lacking(paths: list[str]) -> Finding:
    """Return the warning about unchanged files that this clone does not have, since they may refer to changed files."""
    return RULE.finding(
        place_at(paths[0], 1, 1),
        f"not judged: this clone does not have {listed(paths)}, and the hashes that depend on them are unknown",
        help=_FETCH,
    )


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """Report each file of a tree that is beyond the limits, or that this clone does not have."""
    from authguard.outputs.unjudged import LACKING, LARGE

    large = [path for path, kept in tree.files.items() if "h" in kept.flags]
    lacking = [path for path in tree.target.snapshot.missing if not tree.config.excluded(path)]
    for path, reason in (*((one, LARGE) for one in large), *((one, LACKING) for one in lacking)):
        fetch = _FETCH if reason == LACKING else None
        yield RULE.finding(place_at(path, 1, 1), f"not judged: {reason}", help=fetch)
