"""AG201: a source's identity moved, its digest did not."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import fix, reasons, silent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG201",
    name="stale-source-hash",
    severities=("error", "warning"),
    mendable=True,
    summary="A source's identity moved, its digest did not.",
    what="""
What decides the content of a fetched source changed: its rev, tag or version, a version in its url, its
repository, or how it is fetched (fetchSubmodules, sparseCheckout, the excludes of a patch). The hash
beside it is the one that belonged to the old source. Re-encoding a hash, moving it, renaming a variable,
or naming the same tag in another way is no change.

It is a warning instead of an error where an honest keep is common: a literal commit id that moved alone
inside a pin that a tool wrote, an imageDigest, a tag that became a commit id while the version stood
still, or an identity that cannot be resolved wholly.
""",
    why="""
Nix finds a fixed output in the store by its name and its hash, never by its inputs. fetchFromGitHub and
the other fetchers of forges, fetchzip, and fetchgit of a tag give the same store name for every version
(`source`, or the repository's name). So Nix takes the old source from the store, or from a binary cache,
and builds it under the new version without a word. Where the version is part of the name (fetchurl of
foo-1.2.tar.gz, fetchPypi, fetchCrate), the build fails with a hash mismatch: late, but loud.
""",
    example="""
   version = "2026.2.0";
   src = fetchgit {
     url = "https://forge.example/mirrors/authentik.git";
-    rev = "version/2025.12.4";
+    rev = "version/2026.2.0";
     hash = "sha256-…";           # still that of 2025.12.4: AG201
   };
""",
    mend="""
`git authguard fix PATH#ATTRIBUTE` obtains the true hash and writes it in place, and nothing else. By
hand: set the hash to lib.fakeHash, build, and copy what Nix says it got. Mend sources before the
dependency hashes that are computed from them.
""",
    waive="""
When two tags really have one content, say so on the line of the hash or the line above:

`hash = "sha256-…"; # authguard: allow AG201 2.3.1 was re-tagged as 2.3.2`

In a file without comments (JSON, lock files) use an [[allow]] table of the config, with rule, path,
digest and reason.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    because: list[Because],
    evidence: list[Evidence] | None = None,
    nix_notices: bool | None = None,
    owner: str | None = None,
    verdict: str = "stale",
    severity: str | None = None,
) -> Finding:
    """`place` is the hash literal; `owner` says in a few words whose hash it still is ("foo 1.2").

    For the softer cases the caller gives severity "warning" and verdict "suspect".
    """
    stayed = f"the hash is still that of {owner}" if owner else "the hash did not"
    return RULE.found(
        place,
        f"{fixed_output.attribute}: {reasons(because)}, {stayed}{silent(nix_notices)}",
        severity=severity,
        verdict=verdict,
        nix_notices=nix_notices,
        fixed_output=fixed_output,
        because=because,
        evidence=evidence,
        mend=fix(place, fixed_output),
    )
