"""Inputs that may move without the content: where a kept digest is a warning and no error."""

from __future__ import annotations

import re

from authguard.outputs import urls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.compare.moves import Move
    from authguard.outputs.model import FixedOutput, Input


def is_soft(old: FixedOutput, new: FixedOutput, move: Move, moved: list[Move]) -> bool:
    """Tell whether one moved input may leave the content as it was more often than one would think."""
    one = move.before.form if move.before is not None else None
    other = move.after.form if move.after is not None else None
    if move.name == "imageDigest" or re.compile(r"[dD]ate$").search(move.name):
        return True
    if move.name == "repo":
        return all(each is move or is_soft(old, new, each, [each]) for each in moved)
    if one is None or other is None:
        return True
    ids = urls.is_full_id(one), urls.is_full_id(other)
    if move.name in ("rev", "version") and _names_its_commit(old) and _names_its_commit(new):
        return True
    if move.name in ("rev", "key", "version") and all(ids):
        return new.tool
    if move.name == "rev" and ids[0] != ids[1]:
        return (
            not (_has_version(old) and _has_version(new)) or _same_version(old, new) or _was_unreleased(old)
        )
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if move.name == "rev" and _release(one) is not None and _release(one) == _release(other):
        return True  # v1.3.290 and sdk-1.3.290.0
    if move.name == "version":
        return _bare_version(one) == _bare_version(other) or (
            _was_unreleased(old) and old.input("rev") is not None
        )
    if move.name == "key" and _crate(one) != _crate(other):
        return True  # the crates of one workspace share their digest
    if move.name == "url" and _is_soft_url(old, new, one, other):
        return True
    if move.name == "url" and new.kind == "patch" and (ids[0] or _without_ids(one) == _without_ids(other)):
        return True  # a commit that was rebased changes the same lines
    # A url in a data file that differs in nothing but commit ids is a commit id that moved alone.
    return new.record and not new.path.endswith(".nix") and _without_ids(one) == _without_ids(other)


def _names_its_commit(each: FixedOutput) -> bool:
    """Tell whether a data file's version says its commit id in short: a tool wrote both, and fetched that commit."""
    revision, version = form_of(each.input("rev")), form_of(each.input("version"))
    return (
        each.record
        and not each.path.endswith(".nix")
        and urls.is_full_id(revision)
        and isinstance(revision, str)
        and isinstance(version, str)
        and revision[:7] in version
    )


def _is_soft_url(old: FixedOutput, new: FixedOutput, one: str, other: str) -> bool:
    """Tell whether the path of a url moved in a way that keeps the file more often than one would think."""
    if urls.same_file_elsewhere_in_history(one, other) or urls.same_versioned_file(one, other):
        return True
    if urls.same_comparison(one, other) or ("patch" in (old.kind, new.kind) and urls.same_change(one, other)):
        return True
    if other_version(old, new):
        return False
    if not _has_other_host(old, new):
        return urls.same_folder_dropped(one, other)
    return urls.same_numbers(one, other) or urls.says_nothing(one) or urls.says_nothing(other)


def _has_other_host(old: FixedOutput, new: FixedOutput) -> bool:
    one, other = old.input("host"), new.input("host")
    return one is not None and other is not None and one.form != other.form


def _crate(key: str) -> str:
    """Return the name in the key of an entry: "foo-bar" of "foo-bar-1.2.0"."""
    return re.compile(r"-\d[^-]*(?:-.*)?").split(key)[0]


def _without_ids(text: str) -> str:
    return re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])").sub("", text)


def _release(tag: str) -> tuple[object, ...] | None:
    """Return the numbers in a tag, without zeros at their end, and the words that make it a pre-release."""
    numbers = re.compile(r"\d+").findall(tag)
    while numbers and numbers[-1] == "0":
        numbers.pop()
    return (
        (*numbers, *re.compile(r"alpha|beta|rc|pre|post|dev|a(?=\d)|b(?=\d)").findall(tag))
        if len(numbers) > 1
        else None
    )


def _has_version(each: FixedOutput) -> bool:
    """Tell whether a version that is known is this source's own: that of the package whose `src` it is."""
    return each.input("version") is not None or (
        each.version is not None and each.attribute.rpartition(".")[2] in ("src", "source", "hash")
    )


def _was_unreleased(old: FixedOutput) -> bool:
    """Tell whether the version was a date or no release: its first tag may be the very commit that was fetched."""
    if old.version is None or not isinstance(old.version.form, str):
        return False
    if urls.is_full_id(old.version.form):
        return True
    return re.compile(r"unstable|\d{4}-\d{2}-\d{2}|git").search(old.version.form) is not None


def _same_version(old: FixedOutput, new: FixedOutput) -> bool:
    one, other = old.version, new.version
    return one is not None and other is not None and one.form == other.form


def other_version(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether the source's own version moved, came or went."""
    return (_has_version(old) or _has_version(new)) and not _same_version(old, new)


def _bare_version(version: str) -> str:
    return version.lower().lstrip("v")


def form_of(side: Input | None) -> object:
    """Return the form of an input; None where it is not stated."""
    return side.form if side is not None else None
