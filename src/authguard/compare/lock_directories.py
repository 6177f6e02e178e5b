"""Options that only say in which directory of the own source the lock of a package is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.moves import form_of

if TYPE_CHECKING:
    from authguard.compare.judgement import Move
    from authguard.outputs.model import FixedOutput


def is_local_directory(move: Move) -> bool:
    """Tell whether a source moved from one directory of this repository to another."""
    forms = form_of(move.before), form_of(move.after)
    return move.name in ("src", "path") and all(
        isinstance(each, tuple) and each[:1] == ("path",) for each in forms
    )


def names_other_directory_of_lock(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> bool:
    """Tell whether only the directory of the lock moved, below a source of this repository.

    The options of the package name it: `modRoot`, `cargoRoot`, `sourceRoot`. Then the two locks are compared.
    """
    if old.local is None or new.local is None or new.row is None:
        return False
    names = {"sourceRoot", *new.row.lock_root}
    roots = [move for move in moved if not is_local_directory(move)]
    return bool(roots) and all(move.name in names and _is_directory(move) for move in roots)


def _is_directory(move: Move) -> bool:
    """Tell whether both values are texts, or absent: a directory that is computed may be any."""
    return all(stated is None or isinstance(stated.form, str) for stated in (move.before, move.after))
