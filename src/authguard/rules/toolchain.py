"""What dependency hashes are computed with: the nixpkgs pin, whose move is one note a commit (AG209)."""

from __future__ import annotations

import re

from authguard.nix import data
from authguard.outputs import flake
from authguard.outputs.hash_names import classify
from authguard.rules.finding import Because, Finding, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.tree import Side

_PINS = ("flake.lock", "npins/sources.json", "nix/sources.json")
_HASH = re.compile(rb"(?<![\w-])([\w-]*(?:[hH]ash|[sS]ha256))\s*=(?!=)\s*([^;]*)")


def toolchain_findings(scope: Range, target: Side, bases: list[Side]) -> list[Finding]:
    """Return the one note of a change that moved nixpkgs, where a dependency hash that was computed with it stayed."""
    moved = moved_pins(scope)
    dependents = kept_dependency_hashes(scope) if moved else 0
    if not dependents:
        return []
    from authguard.rules import ag209_toolchain_moved

    return [
        ag209_toolchain_moved.finding(
            place=Place(moved[0].path or "", 1, 1), because=moved[:3], dependents=dependents
        )
    ]


def moved_pins(scope: Range) -> list[Because]:
    """Return the pins of nixpkgs that a range moved."""
    moved: list[Because] = []
    for path in sorted({change.path for base in scope.bases for change in base.changes}):
        if any(path == name or path.endswith("/" + name) for name in _PINS):
            after = nixpkgs_pins(path, scope.target)
            for base in scope.bases:
                before = nixpkgs_pins(path, base.snapshot)
                moved.extend(
                    Because(name, "with what", before[name], revision, path, None)
                    for name, revision in after.items()
                    if name in before and before[name] != revision
                )
    return moved


def nixpkgs_pins(path: str, snapshot: Snapshot) -> dict[str, str]:
    """Return the revision of each pin of nixpkgs in a pin file, by its name."""
    content = snapshot.read(path)
    if content is None:
        return {}
    try:
        tree = data.parse(path, content)
    except data.Unreadable:
        return {}
    found: dict[str, str] = {}
    if path.endswith("flake.lock"):
        for name, node in flake.nodes(tree).items():
            locked = node.get("locked")
            if isinstance(locked, dict) and flake.is_nixpkgs(locked):
                found[name] = str(locked.get("rev") or locked.get("url") or "")
        return found
    pins = tree.get("pins", tree) if isinstance(tree, dict) else {}
    for name, pin in pins.items() if isinstance(pins, dict) else ():
        if isinstance(pin, dict) and flake.is_nixpkgs(pin):
            found[str(name)] = str(pin.get("revision") or pin.get("rev") or pin.get("url") or "")
    return found


def kept_dependency_hashes(scope: Range) -> int:
    """Count the dependency hashes of the target that stood in a base too, by the names of their attributes.

    One that moved in step with the toolchain has its answer already.
    """
    changed = {change.path for base in scope.bases for change in base.changes}
    paths = [path for path in scope.target.paths() if path.endswith(".nix")]
    scope.target.prefetch(paths)
    count = 0
    for path in paths:
        stated = _stated(scope.target.read(path))
        if stated and path in changed:
            stood = {each for base in scope.bases for each in _stated(base.snapshot.read(path))}
            stated = [each for each in stated if each in stood]
        count += len(stated)
    return count


def _stated(content: bytes | None) -> list[tuple[bytes, bytes]]:
    """Return (name, value) of the dependency hashes that a file states, as written."""
    return [
        (match[1], match[2])
        for match in _HASH.finditer(content or b"")
        if classify(match[1].decode("ascii", "replace")) == "dependency"
    ]
