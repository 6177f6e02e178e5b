"""AG205: this change put one digest under two identities."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import at, fix, shorten, silent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG205",
    name="one-hash-two-inputs",
    severities=("error", "warning", "note"),
    mendable=True,
    summary="This change put one digest under two identities.",
    what="""
Two fixed outputs with different inputs now carry the same digest, and this change made it so: usually a
block that was copied and edited, whose hash was not. It is an error where both are sources in Nix that
people write and they differ in repository or version, a warning where they differ in a commit id only,
and a note otherwise.

Digests that are rightly shared are left alone: commits of one tree, crates of one workspace, platforms of a
universal binary, dependency hashes of sibling packages.
""",
    why="""
The copied hash is in the store already, so Nix serves the *other* project's source under the new name and
says nothing: fetchers of forges and fetchzip all name their output `source`. What fails later is
something else entirely, or nothing at all.
""",
    example="""
   telescope = fetchFromGitHub {
     owner = "nvim-telescope"; repo = "telescope.nvim"; rev = "0.1.8";
     hash = "sha256-jYUJO5vdoWHrxeZN30H5+zvWTePgmEnHig52fnVXrg8=";
   };
+  neotree = fetchFromGitHub {
+    owner = "nvim-neo-tree"; repo = "neo-tree.nvim"; rev = "3.27";
+    # AG205:
+    hash = "sha256-jYUJO5vdoWHrxeZN30H5+zvWTePgmEnHig52fnVXrg8=";
+  };
""",
    mend="""
`git authguard fix PATH#ATTRIBUTE` for the newer of the two, or set its hash to lib.fakeHash and build.
""",
    waive="""
If both really have one content (a mirror, a re-tagged release), put `# authguard: allow AG205 REASON` on
the line of the reported hash or on the line above; in a file without comments use an [[allow]] table.
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    other: Place,
    here: str,
    there: str,
    because: list[Because] | None = None,
    evidence: list[Evidence] | None = None,
    nix_notices: bool | None = None,
    severity: str | None = None,
) -> Finding:
    """`here` and `there` say in a few words what the two are ("nvim-neo-tree/neo-tree.nvim 3.27").

    `place` is the literal that this change wrote, `other` the one that has the digest as well.
    """
    return RULE.found(
        place,
        f"{fixed_output.attribute}: the hash of {shorten(here)} is also that of {shorten(there)} "
        f"({at(other)}){silent(nix_notices)}",
        severity=severity,
        verdict="suspect" if severity in ("warning", "note") else "stale",
        nix_notices=nix_notices,
        fixed_output=fixed_output,
        because=because,
        evidence=evidence,
        mend=fix(place, fixed_output),
        order=(other.path, str(other.line)),
    )
