"""AG203: what a dependency hash is computed from moved, and nothing here can tell whether its content did."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import command, listed, reasons, selector, silent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG203",
    name="suspect-dependency-hash",
    severities=("warning",),
    mendable=True,
    summary="A dependency hash may be stale: its source or its script moved.",
    what="""
A dependency hash stayed while the source that it is computed from moved, or while the script of a
hand-written fixed output (buildPhase, postFetch) changed. Its content may or may not have moved with it:
that is decided by a lock file inside the source, which is not at hand. There is one finding for each
package.

With the mirrors allowed as evidence ([evidence] network = "mirrors", or --online), upstream's lock files of
both revs are compared. Then the suspicion becomes AG202, or it disappears.
""",
    why="""
In real histories a dependency hash is rightly kept in some 29 of 100 version bumps, so this is a question
and not an accusation. But it is worth an answer: where the store name holds no version (fetchPnpmDeps,
fetchYarnDeps, a changed script under an unchanged name), Nix will serve the old dependencies silently.
Where it does, a stale hash fails on the builder an hour later.
""",
    example="""
-  version = "2026.2.0";
+  version = "2026.2.1";
   src = fetchFromGitHub { …; hash = "sha256-new…"; };  # moved, rightly
   vendorHash = "sha256-bdILiCQgDuzp…";                 # AG203: go.sum?
""",
    mend="""
`git authguard fix PATH#ATTRIBUTE` computes the true hash and writes it if it differs; `git authguard
verify` only tells. After either, the finding stays away, since the pair has been proved.
""",
    waive="""
Put `# authguard: allow AG203 REASON` on the line of the hash or on the line above. To be asked about no
dependency hash at all, set AG203 = "off" under [rules] in the config; to be stopped by each, "error".
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    because: list[Because],
    evidence: list[Evidence] | None = None,
    nix_notices: bool | None = None,
    others: list[tuple[Place, FixedOutputRef]] | None = None,
    severity: str | None = None,
) -> Finding:
    """`others` are further suspect hashes of the same package for the same reason, told in the same line."""
    rest = others or []
    names = [fixed_output.attribute, *(one.attribute for _, one in rest)]
    targets = [selector(place, fixed_output), *(selector(where, one) for where, one in rest)]
    message = (
        f"{listed(names)} stayed: {reasons(because)}, and nothing here tells whether the "
        f"{'dependencies' if len(names) == 1 else 'dependencies of these'} moved too{silent(nix_notices)}"
    )
    return RULE.found(
        place,
        message,
        severity=severity,
        verdict="suspect",
        nix_notices=nix_notices,
        fixed_output=fixed_output,
        because=because,
        evidence=evidence,
        mend=command("git", "authguard", "fix", *targets),
    )
