"""AG401: the mirror does not have the revision or tag that a source names."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import listed, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG401",
    name="no-such-revision",
    severities=("error",),
    network=True,
    summary="The repository has no such revision or tag.",
    what="""
A source that this change brings or moves names a tag, a branch or a commit id that its repository does not have.
The tags nearest to it are named.

Asked is the repository that the source is fetched from, by git, in a mirror under your cache directory. It is
asked where the network is allowed ([evidence] network, or --online), and `git authguard verify` asks it always.
""",
    why="""
A rev that is put together from a version ("v3.${version}") follows every bump, whether upstream made such a tag
or not: goauthentik's client had v3.2026.2.0 and v3.2026.2.1, and then v3.2026020.2. With the old hash left in
place Nix finds the old source in its store and says nothing; on a fresh machine the fetch fails.
""",
    example="""
   client-go-src = pkgs.fetchgit {
     url = "https://forge.example/mirrors/client-go.git";
     # AG401: v3.2026.2.2; nearest: v3.2026020.2
     rev = "v3.${version}";
     hash = "sha256-…";
   };
""",
    mend="""
Name a tag that there is, or wait for upstream to make it, and then run `git authguard fix PATH#ATTRIBUTE`.
""",
    waive="""
Put `# authguard: allow AG401 REASON` on the line of the hash or on the line above.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    revision: str,
    nearest: list[str],
    evidence: list[Evidence],
    severity: str | None = None,
) -> Finding:
    """`revision` is what the source names; `nearest` the tags closest to it, the closest first."""
    near = f"; nearest: {listed([shorten(one) for one in nearest], 3)}" if nearest else ""
    return RULE.found(
        place,
        f"{fixed_output.attribute}: its repository has no {shorten(revision)}{near}",
        severity=severity,
        fixed_output=fixed_output,
        evidence=evidence,
        mend="name a revision that the repository has",
    )
