"""Explain: a rule, or why a hash of a change was reported or not."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.app.audit_cache import AuditCache
from authguard.app.judge import judge_range
from authguard.app.list import lock_of, source_of
from authguard.app.repository import Repository, cached_tree
from authguard.app.selection import Selector, demand_output, leaves_tree, prefix_of
from authguard.compare import classes
from authguard.config.load import load
from authguard.errors import Refused
from authguard.git.ranges import all_of, between
from authguard.messages import did_you_mean
from authguard.outputs.reach import is_nix, may_pin
from authguard.outputs.urls import first_urls, part_of
from authguard.prove.ecosystems import lock_root
from authguard.report.context import shown_path
from authguard.rules.describe import place_of
from authguard.rules.registry import RULES, code_of
from authguard.rules.waivers import find_waivers
from authguard.rules.words import command, listed
from authguard.trace import Step, Trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.app.audit import Audit
    from authguard.app.comparing import Surroundings
    from authguard.compare.move_class import MoveClass
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput, Input
    from authguard.rules.rule import Rule


@dataclass
class ExplainRequest:
    """Rules or selectors. For selectors also the range, as in `check`."""

    subjects: list[str] = field(default_factory=list)
    base: str | None = None
    head: str | None = None


@dataclass(frozen=True)
class InputThenAndNow:
    """One input of a fixed output: its role, its value in the base (None: absent) and in the target."""

    name: str
    role: str
    before: str | None
    after: str | None
    known: bool


@dataclass
class Explanation:
    """Why one hash was reported or not.

    output      the fixed output of the target.
    other       the fixed output of a base that was compared with ``output``, otherwise the output at the same place, or
    None. move_class  the class of the move, if both outputs have the same digest.
    steps       the questions about the hash, with their answers.
    lock        the lock file that decides a dependency hash, or None.
    """

    output: FixedOutput
    other: FixedOutput | None
    move_class: MoveClass | None
    inputs: list[InputThenAndNow]
    steps: list[Step]
    lock: str | None = None

    @property
    def codes(self) -> list[str]:
        """The codes of the rules that report it."""
        return [step.question for step in self.steps if step.question in RULES]


def rule(name: str) -> Rule | None:
    """Return the rule with this code or name, in upper or lower case; None for an unknown rule."""
    code = code_of(name)
    return RULES[code] if code is not None else None


def demand_rule(name: str) -> Rule:
    """Return a rule. Raises Refused for an unknown rule, with the most similar name."""
    found = rule(name)
    if found is None:
        begun = [code for code in RULES if len(name) > 2 and code.startswith(name.upper())]
        if begun:
            raise Refused(f"{name!r} is the beginning of {listed(begun)}; name one rule")
        names = (*RULES, *(each.name for each in RULES.values()))
        near = did_you_mean(name, names) or "; git authguard list shows the selector of each hash"
        raise Refused(f"{name!r} is neither a rule nor a file of this repository{near}")
    return found


def explain_selectors(git: Git, request: ExplainRequest) -> list[Explanation]:
    """Judge a range and return the explanations of the selected fixed outputs.

    Raises:
        Refused: a selector matches nothing.
    """
    scope = between(git, request.base, request.head or ":index")
    config = load(scope.target.read_exact, lambda path: leaves_tree(scope.target, path))
    prefix = prefix_of(git)
    selectors = [Selector(text, prefix) for text in request.subjects]
    files = cached_tree(git, scope.target).files
    paths = [path for path in files if any(one.file(path) for one in selectors)]
    around = Repository(git, scope)
    try:
        found = explain(
            scope, around, config, paths, lambda each: any(one.selects(each) for one in selectors)
        )
    finally:
        around.close()
    demand_output(git, scope, config, selectors, [each.output for each in found])
    for one in found:
        one.steps.insert(0, _change(git, request, scope))
    if request.base is None:
        _add_audit(git, prefix, found)
    _add_waivers(scope, config, found)
    return found


def _add_waivers(scope: Range, config: Config, found: list[Explanation]) -> None:
    """Add the comments and the tables that waive findings about a hash."""
    for one in found:
        place = place_of(one.output.origin)
        of_file = find_waivers(place.path, scope.target.read(place.path) or b"")
        shown = [
            f"line {waiver.line} allows {listed(list(waiver.codes))}: {waiver.reason}"
            for waiver in of_file
            if not waiver.fault and place.line <= waiver.target <= place.end_line
        ]
        shown += [
            f"{config.path}:{table.line} allows {table.rule}: {table.reason}"
            for table in config.allows
            if table.path.matches(place.path) and table.digest in (None, one.output.digest)
        ]
        one.steps.extend(Step("waiver", text) for text in shown)


def _add_audit(git: Git, prefix: str, found: list[Explanation]) -> None:
    """Add the result of the last `audit` of HEAD for hashes that no rule reports in the change.

    An audit of a large repository takes minutes, so `explain` starts no audit, but names the command.
    """
    quiet = [each for each in found if not each.codes]
    oid = git.resolve("HEAD") if quiet else None
    audited = AuditCache(git, oid).get() if oid is not None else None
    for one in quiet:
        if audited is not None:
            one.steps.extend(_audit_steps(audited, one.output))
        elif oid is not None and one.other is not None:
            selector = f"{shown_path(one.output.path, prefix)}#{one.output.attribute}"
            one.steps.append(Step("audit", "earlier changes were not judged; this command judges them:"))
            one.steps.append(Step("", command("git", "authguard", "audit", selector)))


def _audit_steps(audited: Audit, each: FixedOutput) -> list[Step]:
    """Return the findings of an audit about a hash; without findings, the state of the hash in the audit."""
    steps = []
    for finding in audited.findings:
        stated = finding.fixed_output
        if stated is not None and (finding.place.path, stated.digest) == (each.path, each.literal):
            history = "".join(f"; {one.says}" for one in finding.evidence if one.kind == "history")
            says = f"{finding.severity} by git authguard audit: {finding.message}{history}"
            steps.append(Step(finding.code, says))
    places = ((one.path, one.state) for one in audited.hashes if each.attribute in one.attributes)
    state = next((state for path, state in places if path == each.path), None)
    return steps or ([Step("audit", f"{state} in HEAD")] if state is not None else [])


def _change(git: Git, request: ExplainRequest, scope: Range) -> Step:
    """Return the step that names the judged change, and that `check` also judges the commits of a range."""
    names = {":index": "the index", ":worktree": "the work tree"}
    target = names.get(scope.target.label, request.head or "HEAD")
    if not scope.bases:
        return Step("change", f"{target}, without an earlier commit")
    ends = f"from {request.base or 'HEAD'} to {target}"
    if scope.walk is None:
        return Step("change", ends)
    left_out = [f"^{oid}" for oid in scope.walk.known]
    number = int(git.run("rev-list", "--count", *scope.walk.tips, *left_out))
    return Step("change", f"{ends}; check also judges each of the {number} commits" if number > 1 else ends)


def explain(
    scope: Range,
    around: Surroundings,
    config: Config,
    paths: list[str],
    selects: Callable[[FixedOutput], bool],
) -> list[Explanation]:
    """Judge a range and return the explanations of the selected fixed outputs in the files at ``paths``."""
    trace = Trace()
    outcome = judge_range(scope, around, config, trace=trace, also=paths)
    found: dict[tuple[object, ...], Explanation] = {}
    for each in sorted(outcome.outputs, key=lambda each: (each.path, each.origin.span())):
        if not selects(each):
            continue
        one = outcome.compared.get(id(each))
        move_class = one.move_class if one is not None and one.move_class is not classes.UNCHANGED else None
        at_place = (old for base in outcome.bases for old in base.at(each))
        other = one.other if one is not None and one.other is not None else next(at_place, None)
        lock = _lock_in(scope.target, each)
        steps = list(dict.fromkeys(trace.of(each)))
        made = Explanation(each, other, move_class, _inputs(other, each), steps, lock)
        found.setdefault(_content(made), made)
    return list(found.values())


def _content(one: Explanation) -> tuple[object, ...]:
    """Return everything that an explanation says. Several calls of one function may use one hash in the same way."""
    move_class = one.move_class.name if one.move_class is not None else None
    place = place_of(one.output.origin)
    return (place, one.output.attribute, move_class, tuple(one.inputs), tuple(one.steps), one.lock)


def _lock_in(target: Snapshot, each: FixedOutput) -> str | None:
    """Return the name of the lock that decides a dependency hash; for a local source, of the lock that exists."""
    names = each.row.lock_files if each.local is not None and each.row is not None else ()
    root = lock_root(each, each.local or "")
    return next(
        (name for name in names if target.kind(f"{root}/{name}".lstrip("/")) == "file"), lock_of(each)
    )


def _inputs(old: FixedOutput | None, new: FixedOutput) -> list[InputThenAndNow]:
    before = {each.name: each for each in old.inputs} if old is not None else {}
    after = {each.name: each for each in new.inputs}
    return [_input(before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))]


def _input(old: Input | None, new: Input | None) -> InputThenAndNow:
    one = new or old
    assert one is not None  # noqa: S101 - one of the two arguments has the name
    before, after = (_shown(each) if each is not None else None for each in (old, new))
    if before != after:
        before, after = first_urls(before, after)
    return InputThenAndNow(
        one.written,
        one.role,
        before,
        after,
        all(each.known for each in (old, new) if each is not None),
    )


def _shown(one: Input) -> str:
    """Return the value of an input for people; a fixed output is shown by its source."""
    source = source_of(one.outputs[0]) if one.outputs else None
    return part_of(one.shown, one.form) if source is None else source


@dataclass
class Setting:
    """A waiver of a rule, or the severity of a rule in the config: the place and the text."""

    place: str
    says: str


def _may_waive(path: str, config: Config) -> bool:
    """Tell by its name whether a comment in a file can waive a finding: there may be a hash or a version."""
    is_site = any(site.path == path for package in config.versions for site in package.sites)
    return is_nix(path) or may_pin(path) or path.endswith((".yaml", ".yml", ".lock")) or is_site


def settings_of(git: Git, code: str) -> list[Setting]:
    """Return the waivers of a rule in the index, and its severities in the config.

    Paths are relative to the current directory.

    Raises:
        AuthguardError: there is no index, or the config cannot be read.
    """
    target = all_of(git).target
    config = load(target.read_exact)
    prefix = prefix_of(git)
    words = (
        "grep",
        "--cached",
        "-l",
        "-z",
        "-I",
        "-F",
        "--no-textconv",
        "--full-name",
        "-e",
        "authguard",
        "--",
        ":/",
    )
    paths = [os.fsdecode(path) for path in git.run(*words, ok=(0, 1)).split(b"\0")[:-1]]
    found = [
        Setting(f"{shown_path(path, prefix)}:{one.line}", one.reason)
        for path in sorted(paths)
        if not config.excluded(path) and _may_waive(path, config)
        for one in find_waivers(path, target.read(path) or b"")
        if code in one.codes and not one.fault
    ]
    if config.path is None:
        return found
    path = shown_path(config.path, prefix)
    found += [
        Setting(f"{path}:{one.line}", f"{one.path.pattern}: {one.reason}")
        for one in config.allows
        if one.rule == code
    ]
    if code in config.severities:
        found.append(Setting(path, f"severity {config.severities[code]}"))
    for table in config.path_rules:
        if code in table.severities:
            patterns = ", ".join(glob.pattern for glob in table.paths)
            found.append(Setting(path, f"severity {table.severities[code]} in {patterns}"))
    return found
