"""AG207: a placeholder, an empty hash, or a digest that Nix would reject."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG207",
    name="unfinished-hash",
    severities=("error",),
    mendable=True,
    summary="A placeholder, an empty hash, or a digest that Nix would reject.",
    what="""
The hash is not one: lib.fakeHash, lib.fakeSha256 or lib.fakeSha512, a digest of nothing but zeros in any
encoding, an empty string, or a text that Nix refuses to read as a digest: a wrong length, a character
that is not in the alphabet, a missing `=` at the end, another algorithm than the attribute says. A
default of a function's argument (`{ hash ? lib.fakeHash }:`) is none of these, and neither is `vendorHash
= null`, which says that the source brings its own vendor directory.
""",
    why="""
Nix notices all of them: a malformed digest at evaluation, a placeholder at the first build. They are
reported because they are how a hash is obtained by hand, and are sometimes committed in the middle of
that.
""",
    example="""
   src = fetchFromGitHub {
     owner = "goauthentik"; repo = "authentik"; tag = "version/2026.2.0";
     hash = lib.fakeHash;                                    # AG207
   };
   # AG207: its last = is missing
   vendorHash = "sha256-bdILiCQgDuzp+VJDVW3z2JxTtxlHkm9tmMHiA/Sx6ts";
""",
    mend="""
`git authguard fix PATH#ATTRIBUTE` writes the true hash. A digest that lost its last `=` only needs that
back.
""",
    waive="""
For a template that is never built, list the file under `exclude` in the config. For one hash, put
`# authguard: allow AG207 REASON` on its line or on the line above.
""",
)

PLACEHOLDER = "placeholder"
EMPTY = "empty"
MALFORMED = "malformed"


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    fault: str,
    reason: str = "",
    severity: str | None = None,
) -> Finding:
    """`fault` is PLACEHOLDER, EMPTY or MALFORMED; `reason` is that of BadDigest ("has 43 …")."""
    says = {
        PLACEHOLDER: "the hash is a placeholder",
        EMPTY: "the hash is empty",
        MALFORMED: f"the hash {reason}" if reason else "the hash is one that Nix rejects",
    }[fault]
    return RULE.found(
        place,
        f"{fixed_output.attribute}: {says}",
        severity=severity,
        nix_notices=True,
        fixed_output=fixed_output,
        mend=fix(place, fixed_output),
    )
