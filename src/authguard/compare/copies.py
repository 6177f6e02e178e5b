"""One digest in two places: whether both can be right."""

from __future__ import annotations

import re

from authguard.compare.moves import moves
from authguard.compare.soft import form_of
from authguard.outputs import urls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.compare.moves import Move
    from authguard.outputs.model import FixedOutput, Input


def is_copy(one: FixedOutput, other: FixedOutput) -> str | None:
    """Return "error" or "warning" where two sources with one digest cannot both be right, or None where they may.

    Both must be concrete sources in hand-written Nix. They differ in repository or version: an error; only in a
    commit id: a warning (trees repeat). Platforms and members of one package share digests rightly.
    """
    if one.group is not None is not other.group:
        return _is_copied_file(one, other)
    if not is_concrete(one) or not is_concrete(other):
        return _is_copied_file(one, other)
    differing = [move for move in moves(one, other) if move.role == "what"]
    if not differing:
        return None
    if all(
        urls.is_full_id(form_of(move.before)) and urls.is_full_id(form_of(move.after)) for move in differing
    ):
        return "warning"
    if any(move.before is None or move.after is None for move in differing):
        return None
    for move in differing:
        if move.name in ("rev", "version", "repo", "pname", "tag"):
            return "error"
        if move.name == "url" and _versions(move.before) != _versions(move.after):
            return "error"
    return (
        "warning" if any(move.name == "url" and _is_of_another_commit(move) for move in differing) else None
    )


def _is_of_another_commit(move: Move) -> bool:
    """Tell whether both addresses name a commit by its full id, each its own."""
    one, other = (
        {each for each in urls.versions(str(form_of(side))) if urls.is_full_id(each)}
        for side in (move.before, move.after)
    )
    return bool(one) and bool(other) and one.isdisjoint(other)


def _is_copied_file(one: FixedOutput, other: FixedOutput) -> str | None:
    """Return "error" for two records of one digest whose urls end in files of two versions: no file is both."""
    if not (one.record and other.record) or "pin" in (one.kind, other.kind):
        return None
    names = [_last(each) for each in (one, other)]
    if None in names:
        return None
    first, second = (set(re.compile(r"\d+(?:[._u]\d+)+").findall(name or "")) for name in names)
    return "error" if first and second and first.isdisjoint(second) else None


def _last(each: FixedOutput) -> str | None:
    """Return the file name at the end of a record's url."""
    url = each.input("url")
    return url.form.rstrip("/").rpartition("/")[2] if url is not None and isinstance(url.form, str) else None


def _versions(side: Input | None) -> list[str]:
    return (
        re.compile(r"\d+(?:[._]\d+)+").findall(side.form)
        if side is not None and isinstance(side.form, str)
        else []
    )


def is_concrete(each: FixedOutput) -> bool:
    """Tell whether a fixed output is a source, written by hand and wholly known: one whose digest is its own."""
    return (
        each.kind in ("source", "patch")
        and not each.record
        and not each.tool
        and each.digest is not None
        and each.resolved
        and each.path.endswith(".nix")
        and "generated" not in each.path
    )
