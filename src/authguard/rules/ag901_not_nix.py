"""AG901: a staged .nix file that Nix would not parse."""

from __future__ import annotations

from authguard.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Finding, Place

RULE = Rule(
    code="AG901",
    name="not-nix",
    severities=("error",),
    summary="A staged .nix file is one that Nix would not parse.",
    what="""
The file has a syntax error at the place given: a merge's conflict markers, a missing semicolon, an
unbalanced brace. It is judged as far as nothing; all other files are judged as usual. A file that stood
like this in the base and was not touched is left alone.
""",
    why="""
Nothing that imports it evaluates. And hashes in it cannot be judged, which must not look like silence.
""",
    example="""
   src = fetchgit {
     url = "https://forge.example/mirrors/a.git"   # AG901: no semicolon
     rev = "version/2026.2.0";
   };
""",
    mend="""
`nix-instantiate --parse PATH` says what Nix itself expected there.
""",
    waive="""
A file that is meant to be broken, as in the tests of a parser, belongs under `exclude` in the config.
""",
)


def finding(*, place: Place, reason: str = "", severity: str | None = None) -> Finding:
    """`place` is where parsing stops; `reason` what stands there, in a few words."""
    return RULE.found(
        place,
        f"Nix would not parse this file: {reason}" if reason else "Nix would not parse this file",
        severity=severity,
        nix_notices=True,
        mend=f"correct the syntax at line {place.line}",
    )
