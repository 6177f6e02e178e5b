"""Check: judge the staged change, a range of commits, a push, or a whole tree."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from authguard import trace
from authguard.app.selection import Selector, demand_match, leaves_tree, prefix_of
from authguard.errors import Refused
from authguard.git.ranges import Base, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.app.collected import Outcome
    from authguard.app.computing import Computing
    from authguard.app.guard import Guard
    from authguard.app.repository import Repository
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.git.store import Clean
    from authguard.git.tree_index import Begun
    from authguard.prove.network import Network
    from authguard.rules.finding import Finding


class CheckRequest(NamedTuple):
    """The request for one check.

    selectors  limit the report, never the files that are read.
    base       the revision to judge against; None: HEAD, or the parents of a revision ``head``.
    head       a revision, ":index" or ":worktree".
    all        judge every fixed output of the head, moved or not.
    strict     warnings are errors.
    exit_zero  findings do not change the exit code.
    select     codes of rules, or their beginnings: only these rules are reported. ``ignore``: the same for rules that
    are not reported. no_cache   do not use the verdicts that earlier checks remember.
    gate       judge the push that a hook manager announces in the environment.
    pre_push   the name of the remote of a push; ``pushed`` has the refs of the push, as git writes them for its hook.
    pre_receive  whether this repository receives a push; ``pushed`` has its refs, as git writes them for that hook.
    """

    selectors: Sequence[str] = ()
    base: str | None = None
    head: str | None = None
    all: bool = False
    online: bool = False
    offline: bool = False
    strict: bool = False
    exit_zero: bool = False
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    no_cache: bool = False
    gate: bool = False
    pre_push: str | None = None
    pre_receive: bool = False
    pushed: bytes = b""

    @property
    def is_push(self) -> bool:
        """Whether a push is judged."""
        return self.gate or self.pre_push is not None


class Checked(NamedTuple):
    """The answer for one range.

    findings     not sorted; after waivers, severities and selectors.
    counts       files, fixed outputs, and fixed outputs with an unknown input.
    missing      needed files that this clone does not have.
    large        files beyond the limits of judging.
    unreachable  a line for each repository that did not answer.
    insisted     whether the user requested evidence from hosts, so that the run fails without this evidence.
    hidden       the number of findings that the selectors and codes of the request exclude.
    faults       a line for each gate that can never pass.
    """

    scope: Range
    prefix: str
    counts: tuple[int, int, int]
    findings: list[Finding]
    missing: Sequence[str] = ()
    large: Sequence[str] = ()
    unreachable: Sequence[str] = ()
    insisted: bool = False
    hidden: int = 0
    faults: Sequence[str] = ()

    @property
    def is_idle(self) -> bool:
        """Whether the index is judged against a base (unlike with --all) and nothing is staged."""
        bases = self.scope.bases
        return self.scope.target.label == ":index" and bool(bases) and not any(base.changes for base in bases)

    def code(self, request: CheckRequest) -> int:
        """Return the exit code: 2 for a gate that can never pass, 1 for an error, 3 for a missing answer, or 0."""
        if self.faults:
            return Refused.exit_code
        severities = ("error", "warning") if request.strict else ("error",)
        if not request.exit_zero and any(finding.severity in severities for finding in self.findings):
            return 1
        return 3 if self.unreachable and self.insisted else 0


def skipped() -> bool:
    """Tell whether the user skips this check by AUTHGUARD_SKIP, or by SKIP of a hook manager."""
    own = _skips()
    hooks = [word.strip() for word in os.environ.get("SKIP", "").split(",")]
    return "check" in own or "authguard-check" in hooks


def unknown_skips() -> list[str]:
    """Return the words of AUTHGUARD_SKIP that skip nothing."""
    return [word for word in _skips() if word not in ("", "check", "build")]


def _skips() -> list[str]:
    return [word.strip() for word in os.environ.get("AUTHGUARD_SKIP", "").split(",")]


def has_unstaged(git: Git) -> bool:
    """Tell whether a tracked file of the work tree differs from HEAD."""
    from authguard.git.ranges import between

    return any(base.changes for base in between(git, None, ":worktree").bases)


def is_partly_staged(git: Git, index: Snapshot) -> bool:
    """Tell whether a tracked file that may decide a hash differs in the work tree from both HEAD and the index."""
    from authguard.git.ranges import between
    from authguard.outputs.reach import can_matter

    try:
        scope = between(git, None, ":worktree")
    except Refused:
        return False
    changed = {one.path for base in scope.bases for one in base.changes if can_matter(one.path)}
    return any(scope.target.read(path) != index.read(path) for path in changed)


def reads_index(request: CheckRequest) -> bool:
    """Tell whether request and environment ask for nothing but the index against HEAD."""
    if request.all or request.is_push or request.pre_receive:
        return False
    if request.base is not None or request.head is not None:
        return False
    return "PRE_COMMIT_FROM_REF" not in os.environ and "PRE_COMMIT_TO_REF" not in os.environ


def ranges(git: Git, request: CheckRequest) -> list[Range]:
    """Return the ranges to judge."""
    from authguard.git.ranges import all_of, between, staged

    head = request.head or ":index"
    if request.all:
        return [all_of(git, head)]
    if request.pre_push is not None:
        from authguard.git.pushes import from_push_lines

        return from_push_lines(git, request.pre_push, request.pushed)
    if request.pre_receive:
        from authguard.git.pushes import from_receive_lines

        return from_receive_lines(git, request.pushed)
    if request.gate:
        from authguard.git.pushes import from_environment, unpushed

        announced = from_environment(git)
        return unpushed(git, "HEAD") if announced is None else announced
    if request.base is not None or request.head is not None:
        return [between(git, request.base, head)]
    if any(name.startswith("PRE_COMMIT") for name in os.environ):
        from authguard.git.pushes import from_environment

        found = from_environment(git)
        if found is not None:
            return found
    return [staged(git)]


def check(git: Git, scopes: list[Range], request: CheckRequest) -> Iterator[Checked]:
    """Judge ranges, one after another.

    Raises:
        Refused: the config is wrong, or a selector matches nothing.
    """
    for scope in scopes:
        yield _check(git, scope, request)


def _check(git: Git, scope: Range, request: CheckRequest) -> Checked:
    from authguard.app.guard import guard
    from authguard.config.load import load

    prefix = prefix_of(git)
    if request.select or request.ignore:
        codes((*request.select, *request.ignore))
    if not scope.is_judged:
        return Checked(scope, prefix, (0, 0, 0), [])
    selectors = [Selector(text, prefix) for text in request.selectors]
    traced = trace.from_environment()
    clean = _remembered(git, scope, request) if traced is None else None
    known = clean.known() if clean is not None and not selectors else None
    if known is not None:
        return Checked(scope, prefix, known, [])
    trees = [base.snapshot.tree for base in scope.bases]
    git.objects.begin([*trees, *scope.oids(".nix")])
    begun = _begun(git, scope) if scope.bases and not request.all else None
    stated = load(scope.target.read_exact, lambda path: leaves_tree(scope.target, path))
    gate_faults = _gate_faults(scope, stated, request.all)
    guarded = guard(git, scope, stated)
    config = guarded.config

    asked: list[Network | None] = []

    def network() -> Network | None:
        asked.append(_network(git, scope, config, request))
        return asked[-1]

    outcome, unreachable = (
        _judge_tree(git, scope, config, network())
        if request.all
        else _judge_range(git, scope, config, begun, network, traced, fetches=request.online)
    )
    checked = Checked(
        scope,
        prefix,
        (outcome.files, outcome.fixed_outputs, outcome.unresolved),
        _findings(outcome, guarded, scope, everything=request.all),
        missing=outcome.missing,
        large=outcome.large,
        unreachable=unreachable,
        insisted=request.online and not request.offline,
        faults=gate_faults,
    )
    is_certain = not (outcome.missing or outcome.large or unreachable or request.offline or git.lacks_objects)
    if clean is not None and outcome.read and not (checked.findings or gate_faults) and is_certain:
        clean.keep(checked.counts, by_network=bool(asked))
    return _shown(git, checked, config, request, selectors)


def _network(git: Git, scope: Range, config: Config, request: CheckRequest) -> Network | None:
    from authguard.app.network import network_of

    return network_of(git, scope, config, online=request.online, offline=request.offline)


def _remembered(git: Git, scope: Range, request: CheckRequest) -> Clean | None:
    """Return the record of clean changes; None if the request wants a new answer."""
    if request.no_cache:
        from authguard.git.store import use_none

        use_none()
    return None if request.all or request.online or request.no_cache else _clean(git, scope, request.offline)


def _gate_faults(scope: Range, config: Config, everything: bool) -> list[str]:
    """Return a line for each gate that can never pass.

    A range that edits the config, or ``everything``, takes each gate; another range the gates with a removed file.
    """
    gates, bases = config.gates, scope.bases
    if not gates:
        return []
    if not everything and not any(change.path == config.path for base in bases for change in base.changes):
        gates = [gate for gate in gates if bases and all(_removes(base, scope, gate.file) for base in bases)]
    if not gates:
        return []
    from authguard.gate.faults import faults

    changes = bases[0].changes if bases else ()
    new = {change.new_oid: change.path for change in changes if change.status == "A" and change.new_oid}
    renamed = {change.path: new[change.old_oid] for change in changes if change.old_oid in new}
    if renamed:
        links = {gate.file: bases[0].snapshot.resolve(gate.file) for gate in gates}
        renamed |= {file: renamed[path] for file, path in links.items() if path in renamed}
    return [f"{config.path}: {fault}" for fault in faults(gates, scope.target, renamed)]


def _removes(base: Base, scope: Range, path: str) -> bool:
    """Tell whether a file of a base is not in the target. Links lead to the file."""
    if not any(change.status in ("D", "T") or change.is_link for change in base.changes):
        return False
    return _has(base.snapshot, path) and not _has(scope.target, path)


def _has(snapshot: Snapshot, path: str) -> bool:
    place = snapshot.resolve(path)
    return place is not None and snapshot.kind(place) == "file"


def _shown(
    git: Git, checked: Checked, config: Config, request: CheckRequest, selectors: list[Selector]
) -> Checked:
    """Return the answer with the findings of the selected rules and places, and one finding for many similar ones."""
    findings = _narrowed(git, checked, config, selectors) if selectors else checked.findings
    if request.select or request.ignore:
        findings = _of_rules(findings, request)
    hidden = len(checked.findings) - len(findings)
    if findings:
        from authguard.rules.reported import without_repeats

        findings = without_repeats(findings)
    return checked._replace(findings=findings, hidden=hidden)


def _findings(outcome: Outcome, guarded: Guard, scope: Range, everything: bool) -> list[Finding]:
    """Return the findings of the judge after waivers and severities, and those about the config."""
    config = guarded.config
    is_marked = any(b"authguard" in (scope.target.read(path) or b"") for path in outcome.read)
    if not (outcome.findings or guarded.findings or config.allows or is_marked):
        return []
    from authguard.rules.reported import apply_severities, reported

    changed = {change.path for base in scope.bases for change in base.changes} if config.allows else set()
    found = reported(
        *(outcome.findings, outcome.read, scope.target, config, everything, guarded.before, changed),
        in_range=scope.is_of_commits,
        moved=lambda: _moved(outcome),
        bases=() if everything else scope.bases,
    )
    # The first config cannot lower the warning about itself or switch it off.
    loosened = guarded.findings if guarded.is_first else apply_severities(guarded.findings, config)
    return [*found, *loosened]


def _moved(outcome: Outcome) -> dict[tuple[str, int], bool]:
    """Return whether the change moved a pair, for each line with hashes of the judged files."""
    from authguard.rules.describe import place_of

    found: dict[tuple[str, int], bool] = {}
    for each in outcome.outputs:
        place = place_of(each.origin)
        at = (place.path, place.line)
        found[at] = found.get(at, False) or id(each) in outcome.compared
    return found


def _of_rules(findings: Sequence[Finding], request: CheckRequest) -> list[Finding]:
    """Return the findings of the selected rules."""
    select, ignore = codes(request.select), codes(request.ignore)
    return [
        each
        for each in findings
        if (not select or each.code.startswith(select)) and not (ignore and each.code.startswith(ignore))
    ]


def codes(given: Sequence[str]) -> tuple[str, ...]:
    """Return the codes in `--select AG2,AG301,not-nix`. Raises Refused for an unknown word."""
    from authguard.rules.registry import RULES, code_of, similar

    found = []
    for word in (part.strip() for text in given for part in text.split(",")):
        code = code_of(word) or word.upper()
        if word and not any(known.startswith(code) for known in RULES):
            near = similar(word)
            raise Refused(f"no rule has the code or name {word!r}{f'; did you mean {near}?' if near else ''}")
        found += [code] if word else []
    return tuple(found)


def _narrowed(git: Git, checked: Checked, config: Config, selectors: list[Selector]) -> list[Finding]:
    """Return the findings that a selector selects. Raises Refused for a selector that matches nothing."""
    idle = [one for one in selectors if not any(one.reports(each) for each in checked.findings)]
    demand_match(git, checked.scope, config, idle)
    return [each for each in checked.findings if any(one.reports(each) for one in selectors)]


def _begun(git: Git, scope: Range) -> Begun:
    from authguard.git.store import edition
    from authguard.git.tree_index import Begun

    return Begun(git, scope.bases[0].snapshot.tree, edition())


def _clean(git: Git, scope: Range, is_offline: bool) -> Clean | None:
    """Return the memory of clean checks, for a check of the index, since only these are often repeated."""
    if scope.target.label != ":index" or not scope.bases:
        return None
    from authguard.git.store import Clean, edition

    def reach() -> str:
        from authguard.app.network import words_of_user

        return "offline" if is_offline else repr(words_of_user(git))

    state = edition()
    if git.facts().is_shallow:  # with more history, the answer may differ
        from authguard.git.writers import shallow_commits

        state = " ".join([state, *sorted(shallow_commits(git))])
    return Clean(git.facts().common_dir, scope, state, reach)


def _judged(scope: Range, around: Repository, config: Config, traced: trace.Trace | None) -> Outcome:
    """Judge the ends of a range, and its commits if there are any."""
    if scope.walk is None:
        from authguard.app.judge import judge_range

        return judge_range(scope, around, config, trace=traced)
    from authguard.app.judge_commits import judge_with_commits

    return judge_with_commits(scope, around, config, traced)


def _without_right(
    git: Git, around: Repository, outcome: Outcome, judged: Callable[[Repository], Outcome]
) -> Outcome:
    """Return the outcome without findings about sources that their hosts prove right.

    A proof decides about other hashes too, about dependencies or the other place of a copy, so all are judged again.
    """
    from authguard.app.fetched import right_places, without

    if around.network is None or around.open_inquiry is None:
        return outcome
    right = right_places(git, around.network, outcome, around.open_inquiry)
    if not right:
        return outcome
    anew = around.renewed()
    try:
        again = judged(anew)
    finally:
        anew.open_inquiry = None  # it belongs to the first run
        anew.close()
    right |= right_places(git, around.network, again, around.open_inquiry)
    again.findings = without(again.findings, right)
    return again


def _judge_range(
    git: Git,
    scope: Range,
    config: Config,
    begun: Begun | None,
    network: Callable[[], Network | None],
    traced: trace.Trace | None,
    *,
    fetches: bool,
) -> tuple[Outcome, list[str]]:
    """Judge a range. Also returns a line for each repository that did not answer.

    ``fetches``: fetch the sources that would be reported. A hook that may use the network asks mirrors only, since a
    download may take all of its time.
    """
    from authguard.app.repository import Repository

    def computing(reach: Network) -> Computing:
        from authguard.app.computing import Computing
        from authguard.prove.network import CHECK_DOWNLOADS

        return Computing(git, scope, reach, CHECK_DOWNLOADS)

    around = Repository(git, scope, begun, network, computing)
    try:
        outcome = _judged(scope, around, config, traced)
        if fetches and outcome.findings and around.open_inquiry is not None and around.online:
            outcome = _without_right(git, around, outcome, lambda anew: _judged(scope, anew, config, traced))
        unknown = [path for path in around.unknown() if not config.excluded(path)]
        outcome.missing = sorted({*outcome.missing, *unknown})
        reported = {finding.place.path for finding in outcome.findings}
        lacking = [path for path in outcome.missing if path not in reported]
        if lacking:
            from authguard.rules.ag904_not_judged import finding_of_lacking

            outcome.findings.append(finding_of_lacking(lacking))
        if around.open_inquiry is None:
            return outcome, []
        from authguard.app.network import unreachable

        return outcome, unreachable(around.open_inquiry)
    finally:
        around.close()


def _judge_tree(git: Git, scope: Range, config: Config, network: Network | None) -> tuple[Outcome, list[str]]:
    from authguard.app.comparing import judge_everything
    from authguard.app.network import unreachable
    from authguard.app.repository import cached_tree
    from authguard.prove.network import Network, inquiry

    online = network is not None
    open_inquiry = inquiry(git, network or Network())
    try:
        outcome = judge_everything(scope, cached_tree(git, scope.target), config, open_inquiry, online=online)
        return outcome, unreachable(open_inquiry) if online else []
    finally:
        open_inquiry.close()
