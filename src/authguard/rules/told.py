"""From what was judged to what is told: places, reasons, references."""

from __future__ import annotations

from authguard.compare import moves as compare
from authguard.nix.parse import line_and_column
from authguard.rules.finding import Because, FixedOutputRef, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.values import Origin
    from authguard.outputs.model import FixedOutput

_ROLE_WORDS = {"tool": "with what"}


def place(origin: Origin) -> Place:
    """Return the place of a literal."""
    start, end = origin.span()
    return Place(origin.path, *line_and_column(origin.data, start), *line_and_column(origin.data, end))


def point(path: str, data: bytes, offset: int) -> Place:
    """Return the place of one byte of a file."""
    return Place(path, *line_and_column(data, offset))


def reference(each: FixedOutput) -> FixedOutputRef:
    """Return what a finding says of its fixed output."""
    return FixedOutputRef(each.attribute, each.producer, each.literal, each.store_name)


def because(moved: list[compare.Move], read: Callable[[str], bytes | None]) -> list[Because]:
    """Return the reasons of a finding, with the lines on which the new values stand."""
    found = []
    for move in _opened(moved):
        side = move.after or move.before
        data = read(side.path) if side is not None and side.path and side.offset >= 0 else None
        line = line_and_column(data, side.offset)[0] if data is not None and side is not None else None
        before, after = _texts(move)
        found.append(
            Because(
                move.name,
                _ROLE_WORDS.get(move.role, move.role),
                before,
                after,
                side.path or None if side is not None else None,
                line,
            )
        )
    return found


def _opened(moved: list[compare.Move]) -> list[compare.Move]:
    """Say of a source that moved what of it moved: src's rev, not src."""
    opened: list[compare.Move] = []
    for move in moved:
        before = move.before.output if move.before is not None else None
        after = move.after.output if move.after is not None else None
        inner = compare.moves(before, after) if before is not None and after is not None else []
        deciding = [one for one in inner if one.role in ("what", "how")]
        if deciding:
            opened.extend(
                compare.Move(f"{move.name}.{one.name}", one.role, one.before, one.after) for one in deciding
            )
        else:
            opened.append(move)
    return opened


def _texts(move: compare.Move) -> tuple[str | None, str | None]:
    """Return both values as text; None where a value has no short text."""
    before = move.before.shown if move.before is not None else None
    after = move.after.shown if move.after is not None else None
    if move.role == "script" or before == after:
        return None, None
    return before, after


def name_of(each: FixedOutput) -> str:
    """Return in a few words what a fixed output is: repository and revision, or the last part of its url."""
    parts = []
    for name in ("owner", "repo", "pname", "crateName", "url", "rev", "version"):
        found = each.input(name)
        if found is None or not isinstance(found.form, str) or (name == "version" and each.input("rev")):
            continue
        if (name == "owner" and "/" in found.form) or (name == "url" and found.role == "where"):
            continue
        text = found.form.rstrip("/").rpartition("/")[2] if name in ("url", "repo") else found.form
        parts.append(text)
    if len(parts) > 1 and each.input("owner") is not None and "/" not in parts[0]:
        parts[:2] = [f"{parts[0]}/{parts[1]}"]
    return " ".join(parts) or each.attribute
