"""The pins of a file that differ between a base and the target, as references by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.references import INPUT
from authguard.producers.pins import BY_FLAKE, pin_file

if TYPE_CHECKING:
    from authguard.git.ranges import Range


_BLOCK = rb"(?m)^  ([\w\"'.+-]+) = \{\r?$"


def moved_names(scope: Range, path: str) -> set[str]:
    """Return ``input:NAME`` of every pin of a file, or of a flake's lock, that differs in a base; none if unknown."""
    file = pin_file(path)
    if file is not None and file.producer not in BY_FLAKE:
        return moved_pins(scope, path)
    return moved_inputs(scope, path) if path.rpartition("/")[2] == "flake.lock" else set()


def moved_pins(scope: Range, path: str) -> set[str]:
    """Return ``input:NAME`` of every pin of npins, niv or nvfetcher that differs between a base and the target."""
    after = _pins(path, scope.target.read(path) or b"")
    moved: set[str] = set()
    for base in scope.bases:
        before = _pins(path, base.snapshot.read(path) or b"")
        moved.update(INPUT + name for name in {*before, *after} if before.get(name) != after.get(name))
    return moved


def _pins(path: str, content: bytes) -> dict[str, object]:
    """Return the content of each pin in a pin file, by its name."""
    if path.endswith(".nix"):
        found = list(re.finditer(_BLOCK, content))
        ends = [match.start() for match in found[1:]] + [len(content)]
        return {
            match[1].decode("utf-8", "replace").strip('"'): content[match.end() : end]
            for match, end in zip(found, ends, strict=False)  # the last block ends at the end of the file
        }
    from authguard.nix import data

    tree = data.parsed(path, content)
    file = pin_file(path)
    return file.pins(tree) if file is not None else {}


def moved_inputs(scope: Range, path: str) -> set[str]:
    """Return ``input:NAME`` of every root input of a flake with another pin in a base than in the target."""
    from authguard.outputs.flake import aliases, root_inputs

    after = root_inputs(scope.target.read, path)
    moved: set[str] = set()
    for base in scope.bases:
        before = root_inputs(base.snapshot.read, path)
        moved.update(name for name in {*before, *after} if before.get(name) != after.get(name))
    named = aliases(scope.target.read, moved, path.removesuffix("lock") + "nix")
    return {INPUT + name for name in (*moved, *named)}
