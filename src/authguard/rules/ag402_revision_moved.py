"""AG402: a tag points elsewhere than when its hash was last proved."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import fix, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG402",
    name="revision-moved",
    severities=("error",),
    mendable=True,
    network=True,
    summary="A tag points elsewhere than when its hash was last proved.",
    what="""
When a hash is proved (by `verify`, `fix` or the gate), it is remembered under .git/authguard which commit its tag
was. Now the tag is another commit: upstream moved it, or somebody put another repository in its place.

Asked by `git authguard verify` and with --online. Where [evidence] network allows it, `check` asks too, but of a
tag that its mirror knows already it does not ask again.
""",
    why="""
Whoever has the old tree in the store builds it and notices nothing; everybody else gets a hash mismatch. And a
release that was changed after the fact deserves a look before its new hash is written down.
""",
    example="""
   src = fetchFromGitHub {
     owner = "someone"; repo = "tool";
     # AG402: 3f1c2d… when its hash was proved, 9b77e0… now
     tag = "v1.4.0";
     hash = "sha256-…";
   };
""",
    mend="""
Look at what changed between the two commits. If it is meant, `git authguard fix PATH#ATTRIBUTE` writes the new
hash; if you want the old content, name its commit id instead of the tag.
""",
    waive="""
Put `# authguard: allow AG402 REASON` on the line of the hash or on the line above.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    revision: str,
    before: str,
    after: str,
    day: str,
    evidence: list[Evidence],
    severity: str | None = None,
) -> Finding:
    """`before` is the commit that `revision` was on `day` (ISO), when the hash was proved; `after` what it is now."""
    return RULE.found(
        place,
        f"{fixed_output.attribute}: {shorten(revision)} is {shorten(after)} now, and was {shorten(before)} when its "
        f"hash was proved on {day}",
        severity=severity,
        verdict="suspect",
        nix_notices=False,
        fixed_output=fixed_output,
        evidence=evidence,
        mend=fix(place, fixed_output),
    )
