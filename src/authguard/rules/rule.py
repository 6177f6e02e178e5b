"""The definition of a rule: its name, its severities, its explanation, and the functions that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Unpack

    from authguard.config.model import Config
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import Kept
    from authguard.rules.context import Change, Context, Everything
    from authguard.rules.finding import FindingParts, Place

    OnChange = Callable[[Change], Iterable[Finding]]
    OnTree = Callable[[Everything], Iterable[Finding]]
    OnOutput = Callable[[FixedOutput, Context], Finding | None]
    Files = Callable[[Kept, Config], bool]


class Rule:
    """One rule.

    severities  the possible severities of a finding without a setting in the config; the first is the default.
    network     whether the rule needs a mirror.
    fixable     whether `git authguard fix` can repair its findings.
    configured  the config table without which the rule reports nothing; None if it needs no table.
    summary     one line.
    what, why, fix, waive  paragraphs separated by blank lines, wrapped when printed.
    example     printed unchanged.

    The module of a rule registers its functions with `on_change`, `on_tree` and `on_output`. A rule with `on_output`
    runs on a change (for each fixed output that no base has at the same location) and on a tree (for each output).
    """

    def __init__(
        self,
        *,
        code: str,
        name: str,
        severities: tuple[str, ...],
        summary: str,
        what: str,
        why: str,
        example: str,
        fix: str,
        waive: str,
        fixable: bool = False,
        network: bool = False,
        configured: str | None = None,
    ) -> None:
        """Store the texts; the functions are registered later."""
        self.code = code
        self.name = name
        self.severities = severities
        self.summary = summary
        self.what = what
        self.why = why
        self.example = example
        self.fix = fix
        self.waive = waive
        self.fixable = fixable
        self.network = network
        self.configured = configured
        self.decides_change: list[OnChange] = []
        self.decides_tree: list[OnTree] = []
        self.decides_output: list[tuple[OnOutput, Files | None]] = []

    @property
    def severity(self) -> str:
        """The default severity."""
        return self.severities[0]

    def on_change(self, decide: OnChange) -> OnChange:
        """Register a function that reports the errors of a change."""
        self.decides_change.append(decide)
        return decide

    def on_tree(self, decide: OnTree) -> OnTree:
        """Register a function that reports the errors of a tree, changed or not."""
        self.decides_tree.append(decide)
        return decide

    def on_output(self, files: Files | None = None) -> Callable[[OnOutput], OnOutput]:
        """Return a decorator that registers a function about one fixed output by itself.

        In a tree it gets only the outputs of certain ``files``, so that other files need not be read; None means all
        files.
        """

        def register(decide: OnOutput) -> OnOutput:
            self.decides_output.append((decide, files))
            return decide

        return register

    def finding(
        self, place: Place, message: str, *, severity: str | None = None, **parts: Unpack[FindingParts]
    ) -> Finding:
        """Return a finding of this rule; without a severity, the finding has the default severity."""
        return Finding(
            code=self.code,
            rule=self.name,
            severity=severity or self.severity,
            place=place,
            message=message,
            **parts,
        )
