"""What a rule is: its name, its severities, and the explanation that `git authguard explain` prints."""

from __future__ import annotations

from authguard.rules.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, FixedOutputRef, Place


class Rule:
    """One rule of the contract.

    `severity` is the default; `severities` what it may be without the config's word (the first is the
    default); `network` whether it needs a mirror; `mendable` whether `git authguard fix` can repair it;
    `configured` the config table without which it never speaks (None: it needs none). `summary` is one line.
    `what`, `why`, `mend` and `waive` are paragraphs, separated by blank lines, that are wrapped when
    printed; `example` is printed as it stands.
    """

    __slots__ = (
        "code",
        "configured",
        "example",
        "mend",
        "mendable",
        "name",
        "network",
        "severities",
        "summary",
        "waive",
        "what",
        "why",
    )

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
        mend: str,
        waive: str,
        mendable: bool = False,
        network: bool = False,
        configured: str | None = None,
    ) -> None:
        """A rule; see the class for each field."""
        self.code = code
        self.name = name
        self.severities = severities
        self.summary = summary
        self.what = what
        self.why = why
        self.example = example
        self.mend = mend
        self.waive = waive
        self.mendable = mendable
        self.network = network
        self.configured = configured

    @property
    def severity(self) -> str:
        """The severity that a finding has when nobody says otherwise."""
        return self.severities[0]

    def found(
        self,
        place: Place,
        message: str,
        *,
        severity: str | None = None,
        verdict: str | None = None,
        nix_notices: bool | None = None,
        fixed_output: FixedOutputRef | None = None,
        because: list[Because] | None = None,
        evidence: list[Evidence] | None = None,
        mend: str | None = None,
        order: tuple[str, ...] = (),
    ) -> Finding:
        """A finding of this rule; `severity` None is the default one."""
        return Finding(
            code=self.code,
            rule=self.name,
            severity=severity or self.severity,
            place=place,
            message=message,
            verdict=verdict,
            nix_notices=nix_notices,
            fixed_output=fixed_output,
            because=because,
            evidence=evidence,
            mend=mend,
            order=order,
        )
