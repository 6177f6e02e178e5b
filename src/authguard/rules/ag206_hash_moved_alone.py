"""AG206: the digest moved, nothing that decides it did, and the new pair is not proved."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import command, pair, selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG206",
    name="hash-moved-alone",
    severities=("warning",),
    mendable=True,
    summary="A digest moved, nothing that decides it did; it is not proved.",
    what="""
The inputs of a fixed output are those of the base, and its hash is another. Either the old hash was wrong
and this repairs it, or the new one is wrong, or upstream changed what the same rev or url delivers. A
placeholder that becomes a hash, or a hash that was only written in another encoding, is none of these.

Nothing is said where the new pair is proved: by history, by a mirror, or by `verify`.
""",
    why="""
A tag that upstream moved is a question of trust, not of arithmetic: the content under a name that was
reviewed once is not what was reviewed. And a hash pasted into the wrong attribute looks just like a
repair.
""",
    example="""
   src = fetchFromGitHub {
     owner = "a"; repo = "b"; tag = "v1.2.0";                 # as before
-    hash = "sha256-R4xWeqdHEAaje37VQaGlg+L2iYIOH4tXMHvZkZq4SDU=";
+    hash = "sha256-DWUjQmoojkzFv1p4Xyt0kOwwqQ216ocO5yR/ujhhMPA=";  # AG206
   };
""",
    mend="""
`git authguard verify PATH#ATTRIBUTE` obtains the true hash and compares. If it agrees, the pair is
remembered as proved and the finding stays away.
""",
    waive="""
Put `# authguard: allow AG206 REASON` on the line of the hash or on the line above.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    before: str,
    evidence: list[Evidence] | None = None,
    nix_notices: bool | None = None,
    severity: str | None = None,
) -> Finding:
    """`before` is the digest that the same inputs had in the base; the new one is that of `fixed_output`."""
    old, new = pair(before, fixed_output.digest)
    return RULE.found(
        place,
        f"{fixed_output.attribute}: the hash moved from {old} to {new}, and nothing that decides it moved",
        severity=severity,
        verdict="suspect",
        nix_notices=nix_notices,
        fixed_output=fixed_output,
        evidence=evidence,
        mend=command("git", "authguard", "verify", selector(place, fixed_output)),
    )
