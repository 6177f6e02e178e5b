"""The findings of an audit after waivers and severities, and the fixed outputs that they are about."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from authguard.app import selection
from authguard.app.audit import CLEAN, STALE, SUSPECT, Audit, audit
from authguard.app.audit_cache import AuditCache
from authguard.app.network import network_of, unreachable
from authguard.app.repository import cached_tree
from authguard.config.load import load
from authguard.errors import Refused
from authguard.git.ranges import all_of, commit
from authguard.prove.network import Network, inquiry
from authguard.prove.proving import Prover
from authguard.rules.finding import NOTE
from authguard.rules.reported import reported
from authguard.rules.waivers import find_waivers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.rules.finding import Finding
    from authguard.rules.waivers import Waiver

_IDLE = "AG903"
_AUDITED = frozenset({"AG201", "AG202", "AG203", "AG208"})
"""The rules that decide about each hash of an audit. An unused waiver of such a rule is idle."""
_OF_TREE = frozenset({"AG205", "AG301", "AG302", "AG303"})
"""The rules that judge a tree without its history. An audit reports only their idle waivers, not their findings."""
_FIX = "git authguard fix "


def audited(
    git: Git,
    oid: str,
    scope: Range,
    config: Config,
    *,
    online: bool,
    offline: bool,
    selectors: Sequence[selection.Selector] = (),
    slow: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> tuple[Audit, list[str]]:
    """Audit a commit; a stored audit is used if a new one would be the same.

    Args:
        git: the repository.
        oid: the commit.
        scope: its tree.
        config: its config.
        online: the user allows every public host.
        offline: the user forbids every host.
        selectors: if hosts are asked, only these hashes are audited. Otherwise all are, and the audit is stored.
        slow: takes the name of slow work, and is active while the work runs.

    Returns:
        The audit, and a line for each repository that did not answer.
    """
    network = network_of(git, scope, config, online=online, offline=offline)
    cache = AuditCache(git, oid)
    kept = cache.get() if network is None else None
    if kept is not None:
        return kept, []
    asked = inquiry(git, network or Network())
    prover = Prover(asked, insist=network.insist) if network is not None else None
    computing = only = None
    if network is not None:
        only = (lambda each: any(one.selects(each) for one in selectors)) if selectors else None
        from authguard.app.computing import Computing

        computing = Computing(git, scope, network)
    with slow("reading the fixed outputs"):
        tree = cached_tree(git, scope.target)
    try:
        with slow("reading the history of each hash"):
            found = audit(git, oid, tree, scope.target, config, asked, prover, only, computing)
        if network is None and found.is_final and not git.lacks_objects:
            cache.put(found)
        return found, unreachable(asked) if network is not None else []
    finally:
        asked.close()


def kept_findings(
    git: Git, found: Audit, scope: Range, config: Config, since: str | None = None
) -> list[Finding]:
    """Return the findings after waivers, severities and ``since`` (a day, ISO), and the waivers that waive nothing.

    The hashes of other findings become clean.
    """
    known = {(each.path, each.line) for each in found.hashes if each.state in (CLEAN, STALE, SUSPECT)}
    judged = {finding.place.path for finding in found.findings} | {path for path, _ in known}

    def decides(waiver: Waiver, code: str) -> bool:
        return code in _AUDITED and (waiver.path, waiver.target) in known

    left = reported(list(found.findings), judged, scope.target, config, everything=False, decides=decides)
    codes = {one.code for one in found.findings}
    idle = [each for each in left if each.code == _IDLE and each.severity == NOTE]
    idle += _idle_of_tree(git, scope, config, found, known)
    left = [each for each in left if each.code in codes]
    if since is not None:
        left = [each for each in left if each.moved is None or each.moved.date >= since]
    states = {(each.place.path, each.place.line): STALE if each.is_stale else SUSPECT for each in left}
    for each in found.hashes:
        if each.state in (STALE, SUSPECT):
            each.state = states.get((each.path, each.line), CLEAN)
    return [*left, *idle]


def _idle_of_tree(
    git: Git, scope: Range, config: Config, found: Audit, known: set[tuple[str, int]]
) -> list[Finding]:
    """Return the idle waivers of rules on trees. The tree is only judged if a known hash has such a waiver."""
    paths = {path for path, _ in known}
    waived = {
        path
        for path in sorted(paths)
        for one in find_waivers(path, scope.target.read(path) or b"")
        if not _OF_TREE.isdisjoint(one.codes) and (path, one.target) in known
    }
    if not waived:
        return []
    from authguard.app.comparing import judge_everything

    known_proofs = inquiry(git, Network())
    try:
        of_tree = judge_everything(scope, cached_tree(git, scope.target), config, known_proofs).findings
    finally:
        known_proofs.close()
    findings = [*found.findings, *of_tree]

    def decides(waiver: Waiver, code: str) -> bool:
        return code in _OF_TREE and (waiver.path, waiver.target) in known

    here = [each for each in findings if each.place.path in waived]
    left = reported(here, waived, scope.target, config, everything=False, decides=decides)
    return [each for each in left if each.code == _IDLE and each.severity == NOTE]


def audited_outputs(
    git: Git,
    tree: Range,
    state: str,
    selectors: list[selection.Selector],
    view: Snapshot | None = None,
    *,
    online: bool,
    offline: bool,
) -> list[FixedOutput]:
    """Return the fixed outputs of a tree that an audit of HEAD reports, and that `fix` can write.

    An output is not returned if its hash was edited since HEAD.

    Args:
        git: the repository.
        tree: the tree.
        state: "stale" for stale hashes only, "suspect" for suspect ones too.
        selectors: limit the outputs; all without selectors.
        view: another view of the same tree.
        online: the user allows every public host.
        offline: the user forbids every host.

    Raises:
        Refused: a selector selects none of these outputs.
    """
    oid = commit(git, "HEAD")
    scope = all_of(git, oid)
    config = load(scope.target.read_exact, lambda path: selection.leaves_tree(scope.target, path))
    found, _ = audited(git, oid, scope, config, online=online, offline=offline, selectors=selectors)
    rows = {
        (finding.place.path, finding.fixed_output.attribute, finding.fixed_output.digest)
        for finding in kept_findings(git, found, scope, config)
        if finding.fixed_output is not None
        and (finding.help or "").startswith(_FIX)
        and (state == SUSPECT or finding.is_stale)
    }
    here = [
        each
        for each in selection.collected(git, tree, config, {path for path, _, _ in rows}, view)
        if (each.path, each.attribute, each.literal) in rows
    ]
    for one in selectors:
        if not any(one.selects(each) for each in here):
            named = [path for path, name, _ in rows if one.file(path) and one.attribute in (None, name)]
            if named and one.line is None:
                raise Refused(f"{one.text!r} matches only hashes that were edited since HEAD; commit them")
            raise Refused(f"{one.text!r} matches no hash that git authguard audit reports")
    return [each for each in here if not selectors or any(one.selects(each) for one in selectors)]
