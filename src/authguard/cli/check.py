"""git authguard check: judge what is staged, a range, a push, or everything."""

from __future__ import annotations

import os
import sys

from authguard.cli.arguments import Arguments, read
from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.app.judge import Outcome
    from authguard.config.model import Config
    from authguard.git.clean import Clean
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.git.tree_index import Begun
    from authguard.prove.network import Network
    from authguard.rules.finding import Finding

_FLAGS = {
    "--all": "all",
    "--strict": "strict",
    "--online": "online",
    "--offline": "offline",
    "--gate": "gate",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
}
_OPTIONS = {
    "--base": "base",
    "--head": "head",
    "--format": "format",
    "--color": "color",
    "--pre-push": "pre-push",
}

_RANKS = (0, 3, 1, 2, 130)
"""Exit codes by their weight, where several hold (see the contract)."""

_NAMED = 5  # so many files that are not here are named, and the rest counted


def run(arguments: list[str], index: str | None = None) -> int:
    """Judge and report; of a push, build then. Returns 1 where an error was found (with --strict a warning), else 0.

    ``index`` is the file of an index to be judged for the user's own.
    """
    given = read("check", arguments, _FLAGS, _OPTIONS)
    _demand_words(given)
    is_push = "pre-push" in given.values or "gate" in given.flags
    left_out = skipped()
    if left_out:
        print("authguard: check is skipped, as AUTHGUARD_SKIP or SKIP says", file=sys.stderr)
        if not is_push:
            return 0
    from authguard.git.git import Git

    git = Git(index=index)
    git.begin(staged=_is_of_index(given))
    try:
        scopes = ranges(git, given)
        worst = 0
        for scope in () if left_out else scopes:
            worst = max(worst, _one(git, scope, given), key=_RANKS.index)
        if is_push and worst != 1:  # nobody waits for a build of what will not be pushed
            from authguard.cli.build import gated

            worst = max(worst, gated(git, scopes, given), key=_RANKS.index)
        return worst
    finally:
        git.close()


def _is_of_index(given: Arguments) -> bool:
    """Tell whether the index against HEAD will be asked for, as far as that can be told before anything is read."""
    if not {"all", "gate"}.isdisjoint(given.flags) or not {"pre-push", "base", "head"}.isdisjoint(
        given.values
    ):
        return False
    return "PRE_COMMIT_FROM_REF" not in os.environ and "PRE_COMMIT_TO_REF" not in os.environ


def skipped() -> bool:
    """Tell whether the user asked for this check to be left out."""
    own = [word.strip() for word in os.environ.get("AUTHGUARD_SKIP", "").split(",")]
    hooks = [word.strip() for word in os.environ.get("SKIP", "").split(",")]
    return "check" in own or "authguard-check" in hooks


def _demand_words(given: Arguments) -> None:
    if "format" in given.values:
        from authguard.report import demand_format

        demand_format(given.values["format"])
    color = given.values.get("color", "auto")
    if color not in ("auto", "always", "never"):
        raise Refused(f"--color takes auto, always or never, not {color!r}")
    if {"online", "offline"} <= given.flags:
        raise Refused("--online and --offline contradict each other")
    if "all" in given.flags and "base" in given.values:
        raise Refused("--all judges one tree and needs no --base")
    if "pre-push" in given.values and given.rest:
        raise Refused("--pre-push judges whole pushes and takes no PATH")
    others = {"all"} & given.flags or {"base", "head", "pre-push"} & {*given.values}
    if "gate" in given.flags and (given.rest or others):
        raise Refused(
            "--gate judges and builds the push that a hook manager tells of, and takes nothing else"
        )


def ranges(git: Git, given: Arguments) -> list[Range]:
    """Return what is to be judged."""
    from authguard.git.ranges import all_of, between, staged

    head = given.values.get("head", ":index")
    if "all" in given.flags:
        return [all_of(git, head)]
    if "pre-push" in given.values:
        from authguard.git.pushes import from_push_lines

        return from_push_lines(git, given.values["pre-push"], sys.stdin.buffer.read())
    if "gate" in given.flags:
        from authguard.git.pushes import from_environment, unpushed

        pushed = from_environment(git)
        return unpushed(git, "HEAD") if pushed is None else pushed
    if "base" in given.values or "head" in given.values:
        return [between(git, given.values.get("base"), head)]
    if any(name.startswith("PRE_COMMIT") for name in os.environ):
        from authguard.git.pushes import from_environment

        found = from_environment(git)
        if found is not None:
            return found
    return [staged(git)]


def _one(git: Git, scope: Range, given: Arguments) -> int:
    """Judge one range and print its report."""
    from authguard.config.model import load

    everything = "all" in given.flags
    prefix = prefix_of(git)
    paths = [from_root(path, prefix) for path in given.rest]
    clean = None if everything or "online" in given.flags else _clean(git, scope)
    known = clean.known() if clean is not None and given.values.get("format") != "json" else None
    if known is not None:
        _tell_counts(known, given)
        return 0
    trees = [base.snapshot.tree for base in scope.bases]
    git.objects.begin([*trees, *scope.oids(".nix")])
    begun = None
    if scope.bases and not everything:
        from authguard.git.store import edition
        from authguard.git.tree_index import Begun

        begun = Begun(git, scope.bases[0].snapshot.tree, edition())
    config = load(scope.target.read, lambda path: leaves_tree(scope.target, path))
    network = None
    if "online" in given.flags or config.network != "off":
        from authguard.cli.network import network_of

        network = network_of(given.flags, scope, config)
    if everything:
        outcome, unanswered = _everything(git, scope, config, network)
    else:
        outcome, unanswered = _range(git, scope, config, begun, network)
    findings = outcome.findings
    if findings or outcome.read:
        from authguard.rules.settle import narrowed, settled

        findings = settled(findings, outcome.read, scope.target, config, everything)
        sure = not (outcome.missing or outcome.large or unanswered or "offline" in given.flags)
        if clean is not None and not findings and sure:
            clean.keep((outcome.files, outcome.fixed_outputs, outcome.unresolved))
        findings = narrowed(findings, paths)
    _tell(outcome, given)
    if "quiet" not in given.flags and (findings or given.values.get("format") == "json"):
        _print(findings, outcome, scope, given, prefix)
    levels = ("error", "warning") if "strict" in given.flags else ("error",)
    if any(finding.severity in levels for finding in findings):
        return 1
    return 3 if unanswered and network is not None and network.insist else 0


def _clean(git: Git, scope: Range) -> Clean | None:
    """Return where it is kept that this question was answered before; only the index is asked about again and again."""
    if scope.target.label != ":index" or not scope.bases:
        return None
    from authguard.git.clean import Clean
    from authguard.git.store import edition

    return Clean(git.facts().common_dir, scope, edition())


def _range(
    git: Git, scope: Range, config: Config, begun: Begun | None, network: Network | None
) -> tuple[Outcome, bool]:
    """Judge a range. Returns also whether somebody could not be asked who might be."""
    from authguard.app.judge import judge_range
    from authguard.app.repository import Repository

    world = Repository(git, scope, begun, network)
    unanswered = False
    try:
        outcome = judge_range(scope, world, config)
        unknown = [path for path in world.unknown() if not config.excluded(path)]
        outcome.missing = sorted({*outcome.missing, *unknown})
        if network is not None:
            from authguard.cli.network import tell_unanswered

            unanswered = tell_unanswered(world.asked)
        return outcome, unanswered
    finally:
        world.close()


def _everything(git: Git, scope: Range, config: Config, network: Network | None) -> tuple[Outcome, bool]:
    from authguard.app.judge_tree import judge_everything
    from authguard.app.repository import whole_tree

    if network is None:
        return judge_everything(scope, whole_tree(git, scope.target), config), False
    from authguard.cli.network import tell_unanswered
    from authguard.prove.network import inquiry

    asked = inquiry(git, network)
    try:
        outcome = judge_everything(scope, whole_tree(git, scope.target), config, asked)
        return outcome, tell_unanswered(asked)
    finally:
        asked.close()


def prefix_of(git: Git) -> str:
    """Return the current directory relative to the root of the work tree ("" at the root, or where there is none)."""
    top = git.facts().toplevel
    if top is None:
        return ""
    relative = os.path.relpath(os.path.realpath(os.getcwd()), os.path.realpath(top))
    return "" if relative == "." or relative.startswith("..") else relative


def from_root(path: str, prefix: str) -> str:
    """Return a PATH argument relative to the root. Raises Refused for one that leaves the repository."""
    full = os.path.normpath(os.path.join(prefix, path)) if not os.path.isabs(path) else None
    if full is None or full == ".." or full.startswith("../"):
        raise Refused(f"{path!r} is outside of this repository")
    return "" if full == "." else full


def leaves_tree(target: Snapshot, path: str) -> bool:
    """Tell whether a path that the config names leads out of the tree through a symlink."""
    return target.kind(path) is not None and target.resolve(path) is None


def _tell(outcome: Outcome, given: Arguments) -> None:
    """Say on stderr what was not here, and with -v what was judged."""
    if outcome.missing:
        print(f"authguard: {_lacking(outcome.missing)} unknown", file=sys.stderr)
    if outcome.large:
        print(f"authguard: {too_large(outcome.large)}", file=sys.stderr)
    _tell_counts((outcome.files, outcome.fixed_outputs, outcome.unresolved), given)


def _tell_counts(counts: tuple[int, int, int], given: Arguments) -> None:
    if "verbose" in given.flags:
        print("authguard: {} files, {} fixed outputs, {} not fully resolved".format(*counts), file=sys.stderr)


def _lacking(paths: list[str]) -> str:
    are, them = ("is", "it") if len(paths) == 1 else ("are", "them")
    return f"{_named(paths)} {are} not in this clone (or too large), so what depends on {them} is"


def too_large(paths: list[str]) -> str:
    """Return what is said of files that are larger than any that is judged."""
    from authguard.nix.parse import MAX_BYTES, MAX_NODES
    from authguard.outputs.collect import MAX_HASHES

    are = "is" if len(paths) == 1 else "are"
    return (
        f"{_named(paths)} {are} not judged: larger than {MAX_BYTES >> 20} MiB, {MAX_HASHES} hashes "
        f"or {MAX_NODES} nodes of syntax"
    )


def _named(paths: list[str]) -> str:
    from authguard.harmless import harmless

    named = ", ".join(harmless(path) or "the tree itself" for path in paths[:_NAMED])
    return named + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")


def _print(findings: list[Finding], outcome: Outcome, scope: Range, given: Arguments, prefix: str) -> None:
    from authguard.report import render
    from authguard.report.context import ReportContext, stream_facts

    context = ReportContext(
        bases=[base.oid for base in scope.bases if base.oid is not None],
        head=scope.target.label,
        files=outcome.files,
        fixed_outputs=outcome.fixed_outputs,
        unresolved=outcome.unresolved,
        reader=scope.target.read,
        prefix=prefix,
    )
    stream = stream_facts(sys.stdout, given.values.get("color", "auto"), os.environ)
    sys.stdout.write(render(given.values.get("format", "text"), findings, context, stream))
