"""Judge a change: collect the fixed outputs that it may affect, and compare them if any of them may have moved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from authguard.app.collected import Collected, Outcome
from authguard.outputs.facts import may_pin_twice, syntax_error
from authguard.outputs.reach import is_nix
from authguard.outputs.unjudged import unjudged_files
from authguard.outputs.version_literals import may_have_moved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.app.comparing import Surroundings
    from authguard.config.model import Config
    from authguard.git.ranges import ChangedFile, Range
    from authguard.nix.parse import Source
    from authguard.outputs.model import FixedOutput
    from authguard.trace import Trace

_REGULAR = 0o100000


def judge_range(
    scope: Range,
    around: Surroundings,
    config: Config,
    parsed: dict[tuple[str, bytes], Source] | None = None,
    trace: Trace | None = None,
    also: Iterable[str] = (),
) -> Outcome:
    """Judge the target of a range against its bases.

    Args:
        scope: the target and its bases.
        around: the unchanged files and the history.
        config: the config of the target.
        parsed: parsed sources that several runs may share.
        trace: takes the steps of each decision.
        also: further files to collect, although the change does not affect them.
    """
    collected = Collected(scope, around, config, parsed if parsed is not None else {})
    if not collected.read(frozenset(also)):
        return Outcome()
    outcome = Outcome()
    if trace is not None or not is_quiet(collected):
        # The comparison and all rules are 45 modules. Their import takes 12 ms, and a clean check does not need them.
        from authguard.app.comparing import compare

        compare(collected, outcome, trace)
    _count(outcome, collected)
    return outcome


def is_quiet(collected: Collected) -> bool:
    """Tell whether a change moved nothing that a rule may report, so that it need not be compared.

    Only .nix files changed. All fixed outputs are as they were in each base, in their files, and complete. No version
    literal moved. All files were read and judged, and Nix would parse them.
    """
    config, scope, target = collected.config, collected.scope, collected.target
    trees = (target, *collected.bases)
    if config.versions or not scope.bases or collected.reach.linked:
        return False
    if any(
        base.is_cut or len(base.changes) != len({one.path for one in base.changes}) for base in scope.bases
    ):
        return False
    if not all(_is_edited_nix(one) for base in scope.bases for one in base.changes):
        return False
    if any(tree.snapshot.missing or tree.evaluator.unread or tree.collector.unreadable for tree in trees):
        return False
    if not all(map(_is_finished, target.found)):
        return False
    now = Counter(map(_key, target.found))
    if any(Counter(map(_key, base.found)) != now for base in collected.bases):
        return False
    if may_pin_twice(target.found) and collected.around.online:
        return False
    for path in collected.reach.changed:
        if syntax_error(target, path) is not None:
            return False
        if any(may_have_moved(base, target, path) for base in collected.bases):
            return False
    return not unjudged_files(target, collected.bases, collected.reach)


def _is_edited_nix(change: ChangedFile) -> bool:
    """Tell whether a change is a new content of a .nix file."""
    modes = change.old_mode, change.new_mode
    return change.status == "M" and is_nix(change.path) and all(mode & ~0o7777 == _REGULAR for mode in modes)


def _is_finished(each: FixedOutput) -> bool:
    """Tell whether a hash is complete, and no file of this repository decides it."""
    is_of_files = each.row is not None and each.row.name_rule == "path"
    return (
        each.digest is not None
        and not each.placeholder
        and each.problem is None
        and each.local is None
        and not is_of_files
    )


def _key(each: FixedOutput) -> object:
    """Return a value that two trees share if they have the same pair in the same file."""
    digest = each.digest.key() if each.digest is not None else ""
    return each.path, each.literal, digest, each.identity, each.full_identity


def _count(outcome: Outcome, collected: Collected) -> None:
    """Write the counts of the judged files and outputs."""
    trees = (collected.target, *collected.bases)
    outcome.files = len(collected.files)
    outcome.fixed_outputs = len(collected.target.found)
    outcome.unresolved = sum(not each.resolved for each in collected.target.found)
    outcome.read = set(collected.files)
    outcome.reach = collected.reach
    outcome.outputs = collected.target.found
    outcome.missing = sorted({path for tree in trees for path in tree.snapshot.missing})
    outcome.large = sorted({path for tree in trees for path in tree.evaluator.unread})
