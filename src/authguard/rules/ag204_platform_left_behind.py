"""AG204: inputs of a platform set moved, and some of its hashes moved while others did not."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import fix, listed, reasons

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG204",
    name="platform-left-behind",
    severities=("error",),
    mendable=True,
    summary="A platform set moved, and the hash of some of its platforms did not.",
    what="""
A set holds one hash for each platform. Its inputs moved, the hashes of some platforms moved with them,
and this one stayed. That the others moved shows that the content is a new one. Two platforms with the
same content from the start (a universal binary) are no such case, and neither is a set of which nothing
moved but one platform's url.
""",
    why="""
Nix only ever checks the hash of the platform that it builds for. A CI on x86_64-linux leaves the hash of
aarch64-darwin stale without any sign, until somebody with a Mac gets a mismatch; and where the store name
holds no version, that Mac silently keeps using the old binary.
""",
    example="""
-  version = "1.4.0";
+  version = "1.5.0";
   hash = {
-    x86_64-linux = "sha256-old…";
+    x86_64-linux = "sha256-new…";
     aarch64-darwin = "sha256-still-1.4.0…";   # AG204
   }.${system};
""",
    mend="""
`git authguard fix PATH#hash.aarch64-darwin` writes the hash of that platform. A source can be fetched on
any platform; a hash that is the result of a build needs a builder of that platform.
""",
    waive="""
If that platform is dropped or frozen at the old release, put `# authguard: allow AG204 REASON` on its
line or on the line above.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    because: list[Because],
    platform: str,
    moved: list[str],
    evidence: list[Evidence] | None = None,
    nix_notices: bool | None = None,
    severity: str | None = None,
) -> Finding:
    """`platform` is the key that stayed behind, `moved` the keys of the set whose hashes moved."""
    hashes = "hash" if len(moved) == 1 else "hashes"
    return RULE.found(
        place,
        f"{fixed_output.attribute}: {reasons(because)}, the {hashes} of {listed(moved)} moved too, "
        f"that of {platform} did not",
        severity=severity,
        verdict="stale",
        nix_notices=nix_notices,
        fixed_output=fixed_output,
        because=because,
        evidence=evidence,
        mend=fix(place, fixed_output),
    )
