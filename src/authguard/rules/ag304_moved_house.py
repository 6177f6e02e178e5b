"""AG304: only host, owner, mirror or protocol moved."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import command, reasons, selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG304",
    name="moved-house",
    severities=("note",),
    summary="Only the host, owner, mirror or protocol of a source moved.",
    what="""
A source is fetched from another place, and everything that decides its content is as it was: the same rev
of the same repository, under another host, owner or protocol. The hash stayed, as it should.
""",
    why="""
It is a note because it is right by definition as long as the new place has the same content under that
rev. That is certain for a full commit id, and a promise of the mirror for a tag. Nix will not ask: it has
the old tree under the same name and hash, so a mirror that lacks the rev is noticed only by a fresh
machine.
""",
    example="""
-  url = "https://github.com/goauthentik/authentik.git";
+  url = "https://forge.eblu.me/mirrors/authentik.git";
   rev = "version/2026.2.0";     # as before
   hash = "sha256-…";            # as before: AG304
""",
    mend="""
Nothing has to be done. `git authguard verify PATH#ATTRIBUTE` fetches from the new place and compares.
""",
    waive="""
Set AG304 = "off" under [rules] in the config, or put `# authguard: allow AG304 REASON` on the line of the
hash or on the line above.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    because: list[Because],
    evidence: list[Evidence] | None = None,
    severity: str | None = None,
) -> Finding:
    """`because` holds the inputs of role "where" that moved."""
    return RULE.found(
        place,
        f"{fixed_output.attribute}: {reasons(because)}, its rev and hash stayed",
        severity=severity,
        nix_notices=False,
        fixed_output=fixed_output,
        because=because,
        evidence=evidence,
        mend=command("git", "authguard", "verify", selector(place, fixed_output)),
    )
