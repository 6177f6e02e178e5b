"""Judging a tree, changed or not: what needs no base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.app.judge import Outcome
from authguard.outputs.tree import OutputTree
from authguard.rules.context import Everything
from authguard.rules.registry import run_on_tree

if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.outputs.tree_cache import TreeCache
    from authguard.prove.inquiry import Inquiry


def judge_everything(
    scope: Range, cache: TreeCache, config: Config, inquiry: Inquiry | None = None
) -> Outcome:
    """Judge every fixed output of the head: form, moving revisions, locations, copies, agreement of versions.

    With ``inquiry`` its mirrors are asked for the revision of each source.
    """
    files = {path: kept for path, kept in cache.files.items() if not config.excluded(path)}
    tree = Everything(
        OutputTree(scope.target, lambda _: ()), config, cache=cache, files=files, inquiry=inquiry
    )
    outcome = Outcome(run_on_tree(tree))
    outcome.files = len(files)
    outcome.fixed_outputs = sum(kept.counts[0] for kept in files.values())
    outcome.unresolved = sum(kept.counts[1] for kept in files.values())
    outcome.missing = sorted(scope.target.missing)
    outcome.large = sorted(path for path, kept in files.items() if "h" in kept.flags)
    outcome.read = {path for path, kept in files.items() if "w" in kept.flags}
    return outcome
