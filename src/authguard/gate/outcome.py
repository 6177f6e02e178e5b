"""The outcome of a build: an exit code and a message, from the log and the errors of Nix."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.builder.trust import SSH, STORE
from authguard.errors import AuthguardError, Refused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.gate.log import Log
    from authguard.gate.plan import Plan
    from authguard.gate.script import BuildReport

_LINES = 40  # of the messages of Nix, if no derivation failed
_SEARCHED = (
    1000  # characters of a line in which the reason is searched, since a pattern may take quadratic time
)


class BuildOutcome:
    """The outcome of one plan.

    Attributes:
        plan: the plan to build.
        code: the exit code: 0 built, 1 failed, 2 cannot be built, 3 no connection to the builder, 130 interrupted.
        says: one clause.
        details: lines below the clause.
        log: the path of the full log; "" if there is none.
        error: the reason if the builder gave no answer, otherwise None.
    """

    __slots__ = ("code", "details", "error", "log", "plan", "says")

    def __init__(
        self,
        plan: Plan,
        code: int,
        says: str,
        details: Iterable[str] = (),
        error: AuthguardError | None = None,
    ) -> None:
        """Store the parts of the message."""
        self.plan = plan
        self.code = code
        self.says = says
        self.details = list(details)
        self.log = ""
        self.error = error


def of_error(plan: Plan, error: AuthguardError) -> BuildOutcome:
    """Return the outcome of a build that could not start, or was ended."""
    return BuildOutcome(plan, error.exit_code, str(error), error=error)


def of_timeout(plan: Plan, log: Log) -> BuildOutcome:
    """Return the outcome of a build that took longer than its gate allows.

    The outcome is a failure, like a timeout of Nix.
    """
    from authguard.gate.display import span

    details = []
    for each in log.building.values():
        details.append(f"{each.name} was being built")
        details += [f"    > {line}" for line in log.tails.get(each.drv, ())]
    where = plan.builder.words()
    return BuildOutcome(
        plan, 1, f"was not built {where} within {span(plan.gate.timeout or 0)}, and was stopped", details
    )


def of_exit(plan: Plan, code: int, report: BuildReport, log: Log) -> BuildOutcome:
    """The outcome of a build that ended: `code` is Nix's (or a shell's) exit code."""
    if code == 0 and report.all("drv"):
        return BuildOutcome(plan, 0, "is built")
    where = plan.builder.words()
    lacking = report.one("lacks")
    if lacking:
        says = f"there is no {lacking} {where}: install Nix there, or name another builder"
        if plan.builder.kind == STORE:  # Nix here evaluates, and builds in that store
            says = f"there is no {lacking} here, which a build {where} needs: install Nix, or name a builder"
        return of_error(plan, Refused(says))
    if code > 128:
        return of_error(plan, Refused(f"Nix was stopped {where} by signal {code - 128}"))
    own = _errors(log)
    kept = _kept_from_it(plan, "\n".join(line[:_SEARCHED] for line in own))
    if kept is not None:
        made = of_error(plan, kept)
        made.details = own[-_LINES:] if len(own) > 1 else []
        return made
    if not report.all("drv"):
        return BuildOutcome(
            plan, 1, f"does not evaluate {where}", [*own[-_LINES:], *_hints(plan, log, report)]
        )
    return BuildOutcome(plan, 1, f"failed {where}{_why(code)}", _failed(plan, log))


def _errors(log: Log) -> list[str]:
    """The messages of Nix, from the first error that is not indented."""
    own = [line for line in log.own if line.strip()]
    begins = [at for at, line in enumerate(own) if line.startswith("error:")]
    return own[begins[0] :] if begins else own[-_LINES:]


# Messages of Nix that do not show whether the commit is right or wrong.
_NO_ANSWER: tuple[tuple[str, type[AuthguardError], str], ...] = (
    (r"in selection path '.*' not found", Refused, "there is no attribute {attribute} in {file}"),
    (r"No space left on device|database or disk is full", Refused, "there is no space left {where}"),
    (
        r"^error: .*experimental .*feature '([\w-]+)' is disabled",
        Refused,
        "Nix {where} has a feature disabled; enable it in {options}",
    ),
    (
        r"daemon-socket.*(?:Permission denied|Connection refused|No such file)|not allowed to connect",
        Refused,
        "Nix cannot be used {where}",
    ),
    (
        r"^error: .*(?:Permission denied|Read-only file system|[Oo]peration not permitted)",
        Refused,
        "Nix cannot be used {where}",
    ),
    (
        r"failed to start SSH connection|cannot connect to '|cannot open connection to",
        Unreachable,
        "{store} cannot be reached",
    ),
    (
        r"unable to (?:download|fetch|access) .*(?:[Cc]ould ?n[o']t (?:resolve|connect)|refused|reset|timed out)",
        Unreachable,
        "Nix cannot fetch its inputs {where}",
    ),
)


_OF_USER = "nix.conf, or in git config authguard.nixOptions"


def _kept_from_it(plan: Plan, text: str) -> AuthguardError | None:
    for pattern, kind, says in _NO_ANSWER:
        match = re.search(pattern, text, re.MULTILINE)
        if match is not None:
            line = _line_of(text, match.start()).removeprefix("error: ").strip()
            words = says.format(
                attribute=plan.attribute,
                file=plan.source.file,
                where=plan.builder.words(),
                store=plan.builder.name,
                options="nix-options" if plan.builder.kind == SSH else _OF_USER,
            )
            return kind(f"{words}: {line}")
    return None


def _line_of(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    return text[start:].partition("\n")[0]


def _why(code: int) -> str:
    """The meaning of Nix's exit codes: nix-build(1)."""
    return {
        101: ": a build took longer than Nix allows",
        102: ": a hash does not match its content",
        104: ": a build is not deterministic",
    }.get(code, "")


def _failed(plan: Plan, log: Log) -> list[str]:
    """The derivations that failed, each with the last lines of its log, and the command that shows the rest."""
    from authguard.prove.nixhash.messages import failures, mismatches

    text = "\n".join(log.own)
    details = []
    for wrong in mismatches(text):
        details.append(f"{_name(wrong.subject)}: the hash does not match the content")
        for label, digest in (("specified", wrong.specified), ("got", wrong.got)):
            details.append(f"    {label + ':':10} {digest.sri() if digest is not None else 'not printed'}")
        details.append("    `git authguard fix` writes the true one")
    for each in failures(text):
        if each.kind == "dependency":
            continue
        details.append(f"{_name(each.subject)}: {each.says}")
        tail = log.tails.get(each.subject, ())
        details += [f"    > {line}" for line in tail]
        if tail:
            details.append(f"    its full log: {_log_command(plan, each.subject)}")
    return details or _errors(log)[-_LINES:]


def _name(subject: str) -> str:
    from authguard.gate.log import name_of

    return name_of(subject)


def _log_command(plan: Plan, drv: str) -> str:
    """Return the command that shows a derivation's log, on the machine of the build.

    `nix-store` does not need an experimental feature for that.
    """
    import shlex

    from authguard.builder.trust import HERE

    command = f"nix-store --read-log {shlex.quote(drv)}"
    if plan.builder.kind == HERE:
        return command
    if plan.builder.kind == SSH:
        return f"ssh {plan.builder.name} {command}"
    return f"nix log --store {plan.builder.name} {shlex.quote(drv)}"


def _hints(plan: Plan, log: Log, report: BuildReport) -> list[str]:
    """Hints that are not in Nix's messages: the build has no clone, and only a part of the tree."""
    hints = []
    text = "\n".join(log.own)
    if re.search(
        r"not (?:appear to be )?a git repository|local working tree of a Git repository|not a Git repo", text
    ):
        hints.append(
            "only the files of the commit are sent, without .git: fileset.gitTracked, fetchGit ./. and similar calls "
            "need a clone, and cannot be built this way"
        )
    if "attribute 'getFlake' missing" in text and plan.builder.kind != SSH:
        hints.append(
            "getFlake reads any directory of this machine, so only you may enable flakes for evaluations here: in "
            f"{_OF_USER} (--extra-experimental-features flakes)"
        )
    for match in re.finditer(r"'([^'\n]+)' does not exist", text):
        path = match[1].removeprefix(f"{report.one('tree')}/")
        if path not in plan.source.entries and plan.has(path):
            hints.append(
                f"{path} is in the commit, but was not sent: no path literal of a sent file leads to it"
            )
    return hints
