"""AG209: the toolchain that computes dependency hashes moved. There is one note for each commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.messages import count
from authguard.outputs.hash_names import classify
from authguard.rules.finding import place_at
from authguard.rules.rule import Rule
from authguard.rules.words import command, listed, moved, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.git.ranges import Range
    from authguard.rules.context import Change
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG209",
    name="toolchain-moved",
    severities=("note",),
    summary="A tool that dependency hashes were computed with moved.",
    what="""
The nixpkgs pin, or a tool such as uv, nodejs or go that a fixed output is made with, moved, but the dependency hashes
that were computed with it did not. That is nearly always right, so there is only one note for a commit, not a finding
for each hash.
""",
    why="""
A few producers do depend on their tool: fetchPnpmDeps on pnpm's major version, fetchYarnBerryDeps on the
yarn line, fetchCargoTarball on cargo (its hashes broke with Cargo 1.84), hand-written `uv sync` or `npm
ci` on all of uv, python and node. The old output stays in the store and in the caches under the same
name, so Nix keeps using it. The mismatch appears when the cache no longer has it.
""",
    example="""
 flake.lock
-  "rev": "…"   # nixpkgs 25.05
+  "rev": "…"   # nixpkgs 25.11: one AG209 for all kept hashes
""",
    fix="""
Nothing has to be done. To be sure, run `git authguard verify --all`, or build on a machine without the old
outputs; Nix itself checks a fixed output again with `nix-build --check`.
""",
    waive="""
Set AG209 = "off" under [rules] in the config.
""",
)


_HASH = rb"(?<![\w-])([\w-]*(?:[hH]ash|[sS]ha256))\s*=(?!=)\s*([^;]*)"
_IN_NAMES = (b"ash", b"ha256")
"""What each name of a hash has. Most files of a configuration have neither, and this search is much faster."""


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report once that nixpkgs moved, if dependency hashes that were computed with it did not."""
    pins = change.toolchain_moves
    dependents = _kept_dependency_hashes(change.scope) if pins else 0
    if not dependents:
        return
    because = pins[:3]
    others = [quote(name) for name in dict.fromkeys(one.input for one in because[1:])]
    subject = moved(because[0]) if not others else f"{listed([quote(because[0].input), *others])} moved"
    pronoun = "it" if not others else "them"
    yield RULE.finding(
        place_at(because[0].path or "", 1, 1),
        f"{subject}; {count(dependents, 'dependency hash')} computed with {pronoun} stayed",
        because=because,
        help=command("git", "authguard", "verify", "--all"),
    )


def _kept_dependency_hashes(scope: Range) -> int:
    """Count the dependency hashes of the target that a base has too, for each attribute name.

    A hash that moved together with the toolchain is not counted.
    """
    changed = {change.path for base in scope.bases for change in base.changes}
    paths = [path for path in scope.target.paths() if path.endswith(".nix")]
    scope.target.prefetch(paths)
    number = 0
    for path in paths:
        stated = _stated(scope.target.read(path))
        if stated and path in changed:
            before = {each for base in scope.bases for each in _stated(base.snapshot.read(path))}
            stated = [each for each in stated if each in before]
        number += len(stated)
    return number


def _stated(content: bytes | None) -> list[tuple[bytes, bytes]]:
    """Return (name, value) of the dependency hashes in a file, as written."""
    if content is None or not any(word in content for word in _IN_NAMES):
        return []
    return [
        (match[1], match[2])
        for match in re.finditer(_HASH, content)
        if classify(match[1].decode("ascii", "replace")) == "dependency"
    ]
