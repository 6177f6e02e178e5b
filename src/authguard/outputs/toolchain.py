"""The pins of nixpkgs: the toolchain that computes dependency hashes."""

from typing import TYPE_CHECKING, NamedTuple

from authguard.nix import data
from authguard.outputs import flake
from authguard.outputs.reach import is_nix
from authguard.producers.pins import BY_FLAKE, pin_file

if TYPE_CHECKING:
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot


class ToolchainMove(NamedTuple):
    """A pin of nixpkgs that moved: its name, both revisions, and the file that pins it."""

    name: str
    before: str
    after: str
    path: str


def toolchain_moves(scope: "Range") -> list[ToolchainMove]:
    """Return the pins of nixpkgs that a range moved."""
    moved: list[ToolchainMove] = []
    for path in sorted({change.path for base in scope.bases for change in base.changes}):
        if pin_file(path) is not None:
            after = _nixpkgs_pins(path, scope.target)
            for base in scope.bases:
                before = _nixpkgs_pins(path, base.snapshot)
                moved.extend(
                    ToolchainMove(name, before[name], revision, path)
                    for name, revision in after.items()
                    if name in before and before[name] != revision
                )
    return moved


def toolchain_of(snapshot: "Snapshot") -> tuple[tuple[str, str, str], ...]:
    """Return (file, name, revision) of each pin of nixpkgs in a tree."""
    paths = [path for path in snapshot.paths() if pin_file(path) is not None]
    snapshot.prefetch(paths)
    pins = ((path, _nixpkgs_pins(path, snapshot)) for path in sorted(paths))
    return tuple((path, name, revision) for path, found in pins for name, revision in sorted(found.items()))


def _nixpkgs_pins(path: str, snapshot: "Snapshot") -> dict[str, str]:
    """Return the revision of each pin of nixpkgs in a pin file, by its name."""
    found: dict[str, str] = {}
    file = pin_file(path)
    if file is None or is_nix(path):
        return {}
    tree = data.parsed(path, snapshot.read(path))
    if file.producer in BY_FLAKE:
        for name, node in flake.nodes(tree).items():
            locked = node.get("locked")
            if isinstance(locked, dict) and flake.is_nixpkgs(locked):
                found[name] = str(locked.get("rev") or locked.get("url") or "")
        return found
    for name, pin in file.pins(tree).items():
        if isinstance(pin, dict) and flake.is_nixpkgs(pin):
            found[name] = str(pin.get("revision") or pin.get("rev") or pin.get("url") or "")
    return found
