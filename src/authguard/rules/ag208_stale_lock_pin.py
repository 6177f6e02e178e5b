"""AG208: the pinned url, version, tag or revision of a lock file moved, its hash did not."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import command, fix, reasons, shorten, silent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG208",
    name="stale-lock-pin",
    severities=("error", "warning"),
    mendable=True,
    summary="A pin in a lock file moved, its hash did not.",
    what="""
An entry of flake.lock, npins, niv, nvfetcher's output or the like, or a record that holds a hash beside a
rev, version, tag or url, was moved by hand or by a merge, and its hash (narHash, hash, sha256) is that of
the old entry. It is a warning where only a commit id moved: the tools that write these files fetch first,
and two commits may well have one tree.
""",
    why="""
A lock file reads as if a machine wrote it, so nobody looks. But a merge of two branches can take the rev
of one side and the narHash of the other, and Nix accepts it. The inputs of a flake and the tarballs of
npins have the store name `source`, those of niv the name of the source, whatever their rev is: on a
machine that has the old tree, the old tree is used without a word. A fresh machine reports a mismatch.
""",
    example="""
   "nixpkgs": {
     "locked": {
       "narHash": "sha256-…",                              # kept: AG208
       "owner": "NixOS", "repo": "nixpkgs",
-      "rev": "8f3e1f807051e32d8c95cd12b9b421623850a34d",
+      "rev": "ceb4fcc090851717a3069d78e85ceb1e86c2740c",
""",
    mend="""
Let the tool write the entry again: `nix flake update NAME`, `npins update NAME`, `niv update NAME`,
`nvfetcher`. To keep the rev and only mend the hash, `git authguard fix PATH#NAME`.
""",
    waive="""
These files have no comments; use the config:

`[[allow]]`
`rule = "AG208"`
`path = "npins/sources.json"`
`digest = "sha256-…"`
`reason = "two channels, one tree"`
""",
)

_UPDATE = {
    "flake": ("nix", "flake", "update"),
    "npins": ("npins", "update"),
    "niv": ("niv", "update"),
}


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    because: list[Because],
    pin: str,
    tool: str | None = None,
    evidence: list[Evidence] | None = None,
    nix_notices: bool | None = None,
    verdict: str = "stale",
    severity: str | None = None,
) -> Finding:
    """`pin` is the name of the entry; `tool` what writes the file (flake, npins, niv), if it is one of these.

    The mend is the tool's own command, where it takes the name of a pin, else `git authguard fix`.
    """
    update = _UPDATE.get(tool or "")
    usable = update is not None and not pin.startswith("-")
    return RULE.found(
        place,
        f"pin {shorten(pin)}: {reasons(because)}, its hash did not{silent(nix_notices)}",
        severity=severity,
        verdict=verdict,
        nix_notices=nix_notices,
        fixed_output=fixed_output,
        because=because,
        evidence=evidence,
        mend=command(*update, pin) if update and usable else fix(place, fixed_output),
    )
