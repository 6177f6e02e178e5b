"""From fixed outputs and moves to the parts of a finding: places, references, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.judgement import Move
from authguard.compare.moves import form_of, moves, silent
from authguard.compare.pins import parts_of_pin
from authguard.nix.parse import line_and_column
from authguard.outputs.urls import first_urls, part_of
from authguard.rules.finding import Because, FixedOutputRef, Place, moved_input, place_at
from authguard.rules.words import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.compare.judgement import Judgement
    from authguard.digest import Digest
    from authguard.nix.values import Origin
    from authguard.outputs.model import FixedOutput
    from authguard.producers.record import Producer

MOST_PARTS = 10_000
"""So many parts of two values are compared for a pin that moved."""

_ROLE_WORDS = {"tool": "with what"}


def place_of(origin: Origin) -> Place:
    """Return the place of a literal."""
    start, end = origin.span()
    return Place(origin.path, *line_and_column(origin.data, start), *line_and_column(origin.data, end))


def point(path: str, data: bytes, offset: int) -> Place:
    """Return the place of one byte of a file."""
    return place_at(path, *line_and_column(data, offset))


def reference_to(each: FixedOutput) -> FixedOutputRef:
    """Return the reference from a finding to its fixed output."""
    return FixedOutputRef(each.attribute, each.producer, each.literal, each.store_name)


def replacement_of(each: FixedOutput, true: Digest) -> str | None:
    """Return the text that replaces a literal with its correct hash; None if the literal is not an SRI hash."""
    start, end = each.origin.span()
    written = each.origin.data[start:end].decode("utf-8", "replace")
    if not each.literal.startswith(("sha256-", "sha512-")) or each.literal not in written:
        return None
    return written.replace(each.literal, true.sri())


def notices(old: FixedOutput | None, new: FixedOutput) -> bool | None:
    """Tell whether Nix itself would notice that a hash is stale; None if a store name is unknown."""
    quiet = silent(old, new) if old is not None else None
    return None if quiet is None else not quiet


def reasons(judgement: Judgement, roles: Iterable[str], read: Callable[[str], bytes | None]) -> list[Because]:
    """Return the moves of these roles as reasons, with the lines of the new values.

    ``read`` returns the files of the target.
    """
    row = judgement.output.row
    found = []
    for move in _opened([move for move in judgement.moved if move.role in roles]):
        stated = move.after or move.before
        data = read(stated.path) if stated is not None and stated.path and stated.offset >= 0 else None
        line = line_and_column(data, stated.offset)[0] if data is not None and stated is not None else None
        path = stated.path or None if stated is not None else None
        role = _ROLE_WORDS.get(move.role, move.role)
        found.append(moved_input(_written(move), role, *_texts(move, row), path, line))
    return found


def _opened(moved: list[Move]) -> list[Move]:
    """Replace the move of a source by the moves of its own inputs: "src.rev" instead of "src"."""
    opened: list[Move] = []
    for move in moved:
        before = move.before.output if move.before is not None else None
        after = move.after.output if move.after is not None else None
        inner = moves(before, after) if before is not None and after is not None else []
        deciding = [one for one in inner if one.role in ("what", "how")]
        opened.extend(
            [Move(f"{move.name}.{_written(one)}", one.role, one.before, one.after) for one in deciding]
            or [move]
        )
    return opened


def _written(move: Move) -> str:
    """Return the name of an input as the code has it: "tag" for a tag, which is compared as "rev"."""
    stated = move.after or move.before
    return stated.written if move.name == "rev" and stated is not None else move.name


def _texts(move: Move, row: Producer | None) -> tuple[str | None, str | None]:
    """Return both values as text; None for a value without a short text.

    An added number is compared with its default, since no input has the default (`fetcherVersion = 1`).
    """
    before = part_of(move.before.shown, move.before.form) if move.before is not None else None
    after = part_of(move.after.shown, move.after.form) if move.after is not None else None
    default = row.defaults.get(move.name) if row is not None else None
    if move.before is None and type(default) is int:
        before = str(default)
    if move.role == "script":
        return None, None
    return first_urls(before, after) if before != after else _pinned(move, before)


def _pinned(move: Move, shown: str | None) -> tuple[str | None, str | None]:
    """Return a text that did not move with the revisions of a pin in it that did: `${wren}/x.patch at 1f0c2d4e5b6a`.

    Both are None if no such pin is found in MOST_PARTS parts of the values.
    """
    waiting = [(form_of(move.before), form_of(move.after))]
    for _ in range(MOST_PARTS):
        if not waiting:
            break
        one, other = waiting.pop()
        if one is other or not isinstance(one, tuple) or not isinstance(other, tuple):
            continue
        if one[:1] == other[:1] == ("pin",) and one != other:
            revisions = [parts_of_pin(pin).get("rev") for pin in (one, other)]
            if None not in revisions and revisions[0] != revisions[1]:
                before, after = (f"{shown} at {shorten(revision or '')}" for revision in revisions)
                return before, after
        else:
            waiting.extend(zip(one, other, strict=False))
    return None, None


def _last_part(url: str) -> str:
    """Return the name of the file at a url, or the last part of the url with its query if that names the file."""
    path, _, query = url.partition("?")
    name = path.rstrip("/").rpartition("/")[2]
    return f"{name}?{query}" if query and "." not in name else name


def name_of(each: FixedOutput) -> str:
    """Return a short name of a fixed output: repository and revision (a commit id is shortened), or its file name."""
    parts: list[str] = []
    shows_owner = False
    for name in ("owner", "repo", "pname", "crateName", "url", "rev", "version"):
        found = each.input(name)
        if found is None or not isinstance(found.form, str) or (name == "version" and each.input("rev")):
            continue
        if (name == "owner" and "/" in found.form) or (name == "url" and found.role == "where"):
            continue
        text = _last_part(found.form) if name in ("url", "repo") else shorten(found.form)
        parts.append(text)
        shows_owner = shows_owner or name == "owner"
    if len(parts) > 1 and shows_owner and "/" not in parts[0]:
        parts[:2] = [f"{parts[0]}/{parts[1]}"]
    return " ".join(parts) or each.attribute
