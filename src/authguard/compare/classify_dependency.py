"""Chooses the class of a move of a dependency hash, which a lock in its source decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.fetch_times import DATE
from authguard.compare.lock_directories import is_local_directory
from authguard.compare.moves import form_of, has_commit, moves
from authguard.compare.pins import parts_of_pin
from authguard.compare.releases import is_same_release
from authguard.compare.rewritten import are_rewritten, is_known, shows_other_content
from authguard.outputs import urls
from authguard.outputs.facts import keeps_git
from authguard.outputs.pnpm_store import NAME as PNPM_STORE

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.compare.judgement import Move
    from authguard.compare.move_class import MoveClass
    from authguard.outputs.model import FixedOutput, Input

_PLAIN = ("what", "where", "label")
"""The roles of the inputs of a fetch without options."""

_OF_COMMIT = frozenset({"url", "rev", "ref", "name", "shallow", "allRefs"})
"""The arguments of `builtins.fetchGit` that change nothing beside a full commit id."""

_OF_NIXPKGS = r"\$\{[\w.-]*nixpkgs[\w-]*\}/"
_OF_LOCK = r"(?i)lock|sum|deps|vendor|depend|mod|cargo|toml|package\.json"
"""Words in the name of a patch that may change a lock."""

_PARAMETERS = frozenset({"mvnParameters", "mvnDepsParameters"})
"""Parameters of a command: `-Pnative` can change the downloads, and `-T4` cannot."""


def class_of_dependency(
    old: FixedOutput,
    new: FixedOutput,
    moved: list[Move],
    *,
    is_wrapped: bool,
    has_kept_hash: Callable[[Move], bool],
) -> MoveClass:
    """Return the class of a dependency hash. The inputs are sources and options; a lock in the source decides the hash.

    ``is_wrapped``: an unknown function makes the package now, and may set options itself; but a directory belongs to
    the package. ``has_kept_hash`` tells whether a source kept its own hash.
    """
    if any(move.name in ("fetcher", PNPM_STORE) and None not in (move.before, move.after) for move in moved):
        return classes.OPTION_MOVED
    others = [move for move in moved if not (move.name == "src" and is_local_directory(move))]
    if not any(move.name.endswith("Root") for move in others):
        moved = others or moved  # the package is in another directory, and its options moved too
    options = [move for move in moved if move.name != "patches"]
    if options and all(move.role == "how" and is_known(move) for move in options):
        moved = options  # a patch explains no option
    sources = [move for move in moved if move.name in ("src", "srcs")]
    if len(sources) == len(moved) and all(_is_same_commit(move) for move in sources):
        return classes.UNCHANGED
    if len(sources) == len(moved) and all(_is_cloned_anew(move) for move in sources):
        return classes.CLONED_ANEW
    if sources and all(_is_fetched_at_other_commit(move) for move in sources):
        return classes.SOURCE_AT_OTHER_COMMIT
    if len(sources) == len(moved) and all(has_kept_hash(move) for move in sources):
        return classes.SOURCE_KEPT
    if any(is_known(move) for move in sources):
        return classes.SOURCE_MOVED
    if not all(is_known(move) for move in moved):
        return class_of_unknown(old, new, moved)
    if any(move.role == "what" and move.name != "patches" for move in moved):
        return classes.SOURCE_MOVED
    patches = [move for move in moved if move.role == "what"]
    if patches and all(_are_of_other_nixpkgs(move) for move in patches):
        return classes.PATCHES_OF_OTHER_NIXPKGS
    if patches:
        return classes.PATCHES_MOVED
    if all(move.name == "deleteVendor" for move in moved):
        return classes.VENDOR_OPTION_MOVED
    if all(move.name == PNPM_STORE and None in (move.before, move.after) for move in moved):
        return classes.UNCHANGED  # the other pnpm is that of nixpkgs
    if all(move.name in _PARAMETERS for move in moved):
        return classes.SCRIPT_EDITED
    if is_wrapped and all(move.after is None and not move.name.endswith("Root") for move in moved):
        return classes.KNOWN_PART_MOVED  # the function may set the option
    return classes.OPTION_MOVED


def class_of_unknown(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> MoveClass:
    """Return the class of the moves if an input is not fully known. The version of the package counts as known."""
    if are_rewritten(moved):
        return classes.REWRITTEN
    is_shown = _is_bumped(old, new) or any(map(shows_other_content, moved))
    return classes.KNOWN_PART_MOVED if is_shown else classes.INPUT_UNRESOLVED


def _is_bumped(old: FixedOutput, new: FixedOutput) -> bool:
    one, other = form_of(old.version), form_of(new.version)
    if not isinstance(one, str) or not isinstance(other, str) or is_same_release(one, other):
        return False
    return bool(urls.versions(one)) and bool(urls.versions(other))


def _is_same_commit(move: Move) -> bool:
    """Tell whether a pin of flake.lock became a fetch of its full commit id and its hash, or the reverse.

    `builtins.fetchGit` needs no hash. A folder, a filter or an option around the fetch may change the lock.
    """
    for one, other in ((move.before, move.after), (move.after, move.before)):
        pin, fetch = _of_pin(form_of(one)), _of_fetch(other)
        if pin is not None and fetch is not None and pin[0] == fetch[0] and fetch[1] in (None, pin[1]):
            return True
    return False


def _of_pin(form: object) -> tuple[str, str] | None:
    """Return the full commit id and the hash of a pin without other parts."""
    parts = parts_of_pin(form)
    revision, digest = parts.pop("rev", None), parts.pop("narHash", None)
    if parts:
        return None
    return (revision, digest) if revision and digest and urls.is_full_id(revision) else None


def _of_fetch(stated: Input | None) -> tuple[str, str | None] | None:
    """Return the full commit id and, for a fetch with one, the hash of a source that is fetched without options."""
    form = form_of(stated)
    each = stated.output if stated is not None else None
    revision: object = None
    if each is not None:
        is_plain = (
            form == each.pair and each.mode == "recursive" and all(one.role in _PLAIN for one in each.inputs)
        )
        revision = form_of(each.input("rev")) if is_plain else None
    elif isinstance(form, tuple) and form[:2] == ("apply", "fetchGit") and len(form) == 3:
        pairs = [part for part in form[2][1:] if isinstance(part, tuple) and len(part) == 2]
        given = dict(pairs) if len(pairs) == len(form[2]) - 1 else {}
        revision = given.get("rev") if given.keys() <= _OF_COMMIT else None
    if not isinstance(revision, str) or not urls.is_full_id(revision):
        return None
    return revision, each.digest.sri() if each is not None and each.digest is not None else None


def _are_of_other_nixpkgs(move: Move) -> bool:
    """Tell whether the same patches are taken from another nixpkgs, which moves every day: `${nixpkgs}/pkgs/x.patch`.

    The text is the same, so only the revision moved. A patch of a lock is made for one revision.
    """
    if move.before is None or move.after is None or move.before.shown != move.after.shown:
        return False
    shown = move.after.shown
    return len(re.findall(_OF_NIXPKGS, shown)) == shown.count("${") and re.search(_OF_LOCK, shown) is None


def _is_cloned_anew(move: Move) -> bool:
    """Tell whether a source has the same inputs as before, but its hash differs with each clone."""
    one, other = (stated.output if stated is not None else None for stated in (move.before, move.after))
    return one is not None and other is not None and one.identity == other.identity and keeps_git(other)


def _is_fetched_at_other_commit(move: Move) -> bool:
    """Tell whether a source moved from one full commit id to another with its hash, and no label beside them moved."""
    one, other = (stated.output if stated is not None else None for stated in (move.before, move.after))
    if one is None and other is None:
        return _is_cloned_at_other_commit(form_of(move.before), form_of(move.after))
    if one is None or other is None or (one.digest is None) != (other.digest is None):
        return False
    if one.digest is not None and one.digest == other.digest:
        return False
    if not (has_commit(one) and has_commit(other)):
        return False
    return not any(is_moved_label(move) for move in moves(one, other))


def _is_cloned_at_other_commit(one: object, other: object) -> bool:
    """Tell whether two fetches without a hash (`fetchGit`) differ only in a full commit id."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        if one[:1] == ("file",):
            return False  # the digest of a file is as long as a commit id
        pairs = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
        return (
            len(one) == len(other)
            and bool(pairs)
            and all(_is_cloned_at_other_commit(*pair) for pair in pairs)
        )
    return urls.is_full_id(one) and urls.is_full_id(other)


def is_moved_label(move: Move) -> bool:
    """Tell whether the version or tag of a pin's commit moved too. Then its tool would have fetched the new commit."""
    return (
        move.role == "label"
        and move.before is not None
        and move.after is not None
        and move.name != "lastModified"
        and not re.search(DATE, move.name)
    )
