"""AG202: evidence shows that what decides a dependency hash moved, and the digest did not."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import fix, reasons, silent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG202",
    name="stale-dependency-hash",
    severities=("error",),
    mendable=True,
    summary="What decides a dependency hash has moved, the digest has not.",
    what="""
A dependency hash (vendorHash, cargoHash, npmDepsHash, the hash of fetchPnpmDeps, fetchYarnDeps and so on)
is decided by a lock file and by options of its producer. Here there is proof that one of them moved: the
lock file of this repository changed in the same commit, the lock file of upstream differs between the two
revs, or an option such as proxyVendor, fetcherVersion or modRoot changed. The digest stayed.

What counts as proof differs. Cargo.lock, package-lock.json, yarn.lock and composer.lock are copied into the
output, so any edit is proof. go.sum is not copied, and an edit of it alone is none; a direct `require` of
go.mod that moved is. pnpm-lock.yaml and mix.lock are proof where the set of packages changed.
""",
    why="""
With a new version most of these fail loudly, since the version is in the store name; without one, as when a
bot updates a lock file, Nix serves the old dependencies from the store. fetchYarnDeps (named `offline`),
fetchPnpmDeps (no version in the name) and fetchNpmDeps with its default name are silent in every case. The
machine that has the old output builds; a fresh one, usually CI, fails.
""",
    example="""
 go.mod
-require golang.org/x/net v0.17.0
+require golang.org/x/net v0.19.0

 package.nix
   # AG202:
   vendorHash = "sha256-UBm+debRps5XRCJBXjik1akjUgoY5prQ+2v0Hzy9jfQ=";
""",
    mend="""
`git authguard fix PATH#vendorHash` (or cargoHash, npmDepsHash, ...) computes the hash and writes it. If the
src hash of the package is reported as well, mend that first: a dependency hash computed from a stale source
is stale again once the source is right.
""",
    waive="""
Put `# authguard: allow AG202 REASON` on the line of the hash or on the line above.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    because: list[Because],
    evidence: list[Evidence],
    nix_notices: bool | None = None,
    severity: str | None = None,
) -> Finding:
    """`because` starts with what is proved to have moved (a lock file's path, a package, an option)."""
    return RULE.found(
        place,
        f"{fixed_output.attribute}: {reasons(because)}, the hash did not{silent(nix_notices)}",
        severity=severity,
        verdict="stale",
        nix_notices=nix_notices,
        fixed_output=fixed_output,
        because=because,
        evidence=evidence,
        mend=fix(place, fixed_output),
    )
