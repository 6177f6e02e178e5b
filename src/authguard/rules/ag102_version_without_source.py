"""AG102: the version moved, and no source of the package moved with it."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import listed, pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Finding, Place

RULE = Rule(
    code="AG102",
    name="version-without-source",
    severities=("warning",),
    summary="A version moved, and no input of the package's source moved with it.",
    what="""
The `version` of a package changed, its source is fetched, and nothing that decides which source is
fetched changed: not the rev, not the tag, not the url. The rev does not follow the version; it is stated
on its own, and was forgotten. A package whose source is local (`src = ./.`, `self`, a fileset) is exempt.
""",
    why="""
The package is then built from the old source under the new version's name. Its hash is right for that old
source, so neither Nix nor any other rule has something to complain about: the build succeeds, and the
program that it makes is yesterday's.
""",
    example="""
   pname = "evtest";
-  version = "1.33";
+  version = "1.34";
   src = fetchgit {
     url = "https://git.example.org/evtest.git";
     rev = "evtest-1.33";                         # forgotten
     hash = "sha256-…";                           # right, for 1.33
   };
""",
    mend="""
Move the rev or tag as well, and then the hash (`git authguard fix PATH#src`). So that it cannot be
forgotten again, let the source follow the version: rev = "evtest-${version}".
""",
    waive="""
Where a version is yours and not upstream's (a packaging date, a suffix), put
`# authguard: allow AG102 REASON` on the line of the version or on the line above.
""",
)


def finding(
    *,
    place: Place,
    before: str,
    after: str,
    package: str | None = None,
    sources: list[str] | None = None,
    because: list[Because] | None = None,
    severity: str | None = None,
) -> Finding:
    """`place` is the version literal; `sources` the attributes of the sources that did not move."""
    subject = f"{package}: " if package else ""
    old, new = pair(before, after)
    stayed = listed(sources) if sources else "its source"
    return RULE.found(
        place,
        f"{subject}version moved from {old} to {new}, and no input of {stayed} moved with it",
        severity=severity,
        nix_notices=False,
        because=because,
        mend="move the source's rev or tag and then its hash, or let the rev follow ${version}",
    )
