"""AG902: a lock file, pin file or other data that a verdict needed cannot be read."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Finding, Place

RULE = Rule(
    code="AG902",
    name="unreadable-lock",
    severities=("warning",),
    summary="A lock or pin file that a verdict needed cannot be read.",
    what="""
A hash is decided by a file (a lock file, a pin file, a JSON or TOML that Nix imports) which is damaged,
too large, of an unknown format, or missing from a partial clone. Its object is never fetched for you. The
hashes that depend on it were not judged, or less sharply.
""",
    why="""
Silence would read as "all is well". Conflict markers in a lock file, left by a merge, are the usual
reason, and such a file fails in the build as well.
""",
    example="""
 package-lock.json
   <<<<<<< HEAD                       # AG902: not JSON at line 1203
     "version": "1.4.2",
   =======
""",
    mend="""
Let the package manager write the file again. For an object that is missing from a partial clone, fetch it
with `git cat-file -e REV:PATH`, or `git fetch --refetch --filter=blob:limit=1m`.
""",
    waive="""
List the file under `exclude` in the config, or give an [[allow]] table with rule, path and reason.
""",
)


def finding(
    *,
    place: Place,
    reason: str,
    wanted_by: list[str] | None = None,
    severity: str | None = None,
) -> Finding:
    """`reason` says why it cannot be read ("not JSON: …"); `wanted_by` the attributes that it decides."""
    needed = f"; {listed(wanted_by)} cannot be judged by it" if wanted_by else ""
    return RULE.found(
        place,
        f"cannot be read: {reason}{needed}",
        severity=severity,
        mend="write the file again with the tool that it belongs to",
    )
