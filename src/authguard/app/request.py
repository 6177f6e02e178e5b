"""The request for one check, and its answer for one range."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from authguard.git.ranges import Range

if TYPE_CHECKING:
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
    """

    scope: Range
    prefix: str
    counts: tuple[int, int, int]
    findings: "list[Finding]"
    missing: Sequence[str] = ()
    large: Sequence[str] = ()
    unreachable: Sequence[str] = ()
    insisted: bool = False
    hidden: int = 0

    @property
    def is_idle(self) -> bool:
        """Whether the index is judged against a base (unlike with --all) and nothing is staged."""
        bases = self.scope.bases
        return self.scope.target.label == ":index" and bool(bases) and not any(base.changes for base in bases)

    def code(self, request: CheckRequest) -> int:
        """Return the exit code: 1 for an error, 3 if a requested answer is missing, otherwise 0."""
        severities = ("error", "warning") if request.strict else ("error",)
        if not request.exit_zero and any(finding.severity in severities for finding in self.findings):
            return 1
        return 3 if self.unreachable and self.insisted else 0
