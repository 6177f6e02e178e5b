"""AG209: what dependency hashes were computed with moved; one note a commit."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import command, count, listed, moved, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Finding, Place

RULE = Rule(
    code="AG209",
    name="toolchain-moved",
    severities=("note",),
    mendable=True,
    summary="What dependency hashes were computed with moved.",
    what="""
The nixpkgs pin, or a tool such as uv, nodejs or go that a fixed output is made with, moved, and the
dependency hashes that were computed with it stayed. That is nearly always right, so there is one note for
a whole commit and not a finding for each hash.
""",
    why="""
A few producers do depend on their tool: fetchPnpmDeps on pnpm's major version, fetchYarnBerryDeps on the
yarn line, fetchCargoTarball on cargo (its hashes broke with Cargo 1.84), hand-written `uv sync` or `npm
ci` on all of uv, python and node. The old output stays in the store and in the caches under the same
name, so Nix keeps serving it; the mismatch appears the day that the cache is gone.
""",
    example="""
 flake.lock
-  "rev": "…"   # nixpkgs 25.05
+  "rev": "…"   # nixpkgs 25.11: AG209, once for all hashes kept
""",
    mend="""
Nothing has to be done. To be sure, run `git authguard verify --all`, or build on a machine without the old
outputs; Nix itself checks a fixed output again with `nix-build --check`.
""",
    waive="""
Set AG209 = "off" under [rules] in the config.
""",
)


def finding(
    *,
    place: Place,
    because: list[Because],
    dependents: int,
    severity: str | None = None,
) -> Finding:
    """`because` holds what moved (at least one), `place` where; `dependents` counts the hashes behind it."""
    others = [quote(name) for name in dict.fromkeys(one.input for one in because[1:])]
    subject = moved(because[0]) if not others else f"{listed([quote(because[0].input), *others])} moved"
    pronoun = "it" if not others else "them"
    return RULE.found(
        place,
        f"{subject}; {count(dependents, 'dependency hash')} computed with {pronoun} stayed",
        severity=severity,
        because=because,
        mend=command("git", "authguard", "verify", "--all"),
    )
