"""Sources that have the hash of another source of their file, and are new or had another one: a table of platforms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.copies import are_versions_of_one_table
from authguard.compare.downloads import address_of
from authguard.compare.moves import form_of, has_commit, moves
from authguard.compare.releases import is_same_release
from authguard.compare.shared_parts import ARCHIVE, are_chosen_by_key, had_two_hashes, is_of_a_mac
from authguard.outputs import urls
from authguard.outputs.facts import is_concrete
from authguard.outputs.place import are_other_platforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.compare.move_class import MoveClass
    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput

_FOR_ALL = r"(?i)(?<![a-z])(?:noarch|any|all|universal2?|fat|generic|portable|multiarch|independent)(?![a-z])"
"""A word in the name of a file that is for all platforms."""
_MAY_BE_ONE = (
    r"(?i)(?<![a-z])(?:docs?|headers?|include|ios|licen[cs]es?|sources?|src|symbols)(?![a-z])"
    r"|\.(?:dmg|jar|pkg)$"
)
"""The name of a file that can be the same for two platforms, or that is for a Mac or an iPhone."""
_SUFFIX = r"\.[A-Za-z]{1,5}$"
_RELEASE = r"v?\d+\.\d+[\w.]*"
"""The release at the start of a version: 1.2 of `1.2-unstable-2025-07-09`."""
_VERSION = r"v?\d+(?:[._-]\w(?:[.-]?\w)*)?"


def class_of_members(
    other: FixedOutput, each: FixedOutput, bases: Sequence[Pairs], target: Pairs
) -> MoveClass | None:
    """Return the class of a source with the hash of another one of its file; None if the hash can be that of both."""
    if any(had_two_hashes(other, each, base, target) for base in bases):
        return classes.PLATFORMS_SHARE_HASH if _are_of_platforms(other, each) else classes.MEMBERS_SHARE_HASH
    if any(_had_two_pins(other, each, base) for base in bases):
        return classes.COMMITS_SHARE_HASH
    return _class_of_new_member(other, each, bases)


def are_bumped_together(one: FixedOutput, other: FixedOutput, bases: Sequence[Pairs]) -> bool:
    """Tell whether a tag and a commit id of one source both moved: that is the commit of the release."""
    had_both = any(base.at(one) and base.at(other) for base in bases)
    if not had_both or has_commit(one) == has_commit(other) or "flat" in (one.mode, other.mode):
        return False
    if any(move.role in ("how", "script") for move in moves(one, other)):
        return False
    labels = [re.match(_RELEASE, str(form_of(each.version))) for each in (one, other)]
    return None in labels or is_same_release(*(label[0] for label in labels if label is not None))


def _class_of_new_member(other: FixedOutput, each: FixedOutput, bases: Sequence[Pairs]) -> MoveClass | None:
    """Return the class of a source that no base has at its place, and that has the hash of another one of its file.

    A base has ``other`` at its place. None if the hash can be that of both: a text, one file for all platforms, or a
    hash that two sources of a base had already. Two platforms of a Mac, and members of a table that are no platforms,
    are a warning: their files can be the same.
    """
    if other.origin.path != each.origin.path or not (other.is_source and each.is_source):
        return None
    if any(base.at(each) for base in bases) or not any(base.at(other) for base in bases):
        return None
    if any(_is_shared(one, base) for base in bases for one in (each, *base.at(other))):
        return None
    if _are_of_two_keys(other, each) or (each.record and _is_new_version(other, each)):
        return classes.VERSIONS_SHARE_HASH
    if not are_chosen_by_key(other, each):
        is_source = all(map(is_concrete, (other, each))) and "patch" not in (other.kind, each.kind)
        if not is_source or not any(move.role == "what" for move in moves(other, each)):
            return None
    return _class_of_files(other, each)


def _is_shared(each: FixedOutput, base: Pairs) -> bool:
    """Tell whether two hashes of a base, in the file of a source, are equal to that of the source."""
    return len({one.origin.key for one in base.sharing(each) if one.path == each.path}) > 1


def _is_program(file: str) -> bool:
    """Tell whether a name is that of an archive, or of a file without a suffix such as `.md`."""
    return re.fullmatch(ARCHIVE, file) is not None or re.search(_SUFFIX, file) is None


def _files(other: FixedOutput, each: FixedOutput) -> list[str]:
    """Return the names of two files, without a query: a server may answer any query with one file."""
    return [urls.last((address_of(one) or "").partition("?")[0]) for one in (other, each)]


def _are_of_platforms(other: FixedOutput, each: FixedOutput) -> bool:
    """Tell whether the names of two programs or archives show that each is for one platform, and not both for a Mac."""
    files = _files(other, each)
    return (
        all(map(_is_program, files))
        and not all(re.search(_FOR_ALL, file) for file in files)
        and not any(re.search(_MAY_BE_ONE, file) for file in files)
        and not is_of_a_mac(other, each)
        and are_other_platforms(*(file.replace(".", "-") for file in files))
    )


def _class_of_files(other: FixedOutput, each: FixedOutput) -> MoveClass | None:
    """Return the class by the names of the two files."""
    files = _files(other, each)
    if all(re.search(_FOR_ALL, file) for file in files):
        return None
    if not all(map(_is_program, files)):
        return None
    if _are_of_platforms(other, each):
        return classes.PLATFORMS_SHARE_HASH
    is_of_one_table = other.group is not None and other.group == each.group
    return classes.MEMBERS_SHARE_HASH if is_of_one_table or are_chosen_by_key(other, each) else None


def _had_two_pins(other: FixedOutput, each: FixedOutput, base: Pairs) -> bool:
    """Tell whether two inputs of flake.lock had two hashes in a base, and now have one at two commits.

    Nix writes the date of a commit beside it. If the date of this input did not move with its commit, no program wrote
    the hash.
    """
    if not (other.tool and each.tool) or other.path != each.path or other.attribute == each.attribute:
        return False
    revisions = [form_of(one.input("rev")) for one in (other, each)]
    if not all(map(urls.is_full_id, revisions)) or revisions[0] == revisions[1]:
        return False
    before = [base.at(one) for one in (other, each)]
    if any(len(found) != 1 or found[0].digest is None for found in before):
        return False
    old = before[1][0]
    dates = [form_of(one.input("lastModified")) for one in (old, each)]
    is_by_hand = dates[0] is not None and dates[0] == dates[1] and old.identity != each.identity
    return is_by_hand and before[0][0].digest != old.digest


def _is_new_version(other: FixedOutput, each: FixedOutput) -> bool:
    """Tell whether a record is a new version in a table, and not a shorter name of a version, such as 1.9 of 1.9.1."""
    keys = [form_of(one.input("key")) or form_of(one.version) for one in (other, each)]
    one, two = map(str, keys)
    is_other = not _are_aliases(one, two) and not is_same_release(one, two)
    return is_other and are_versions_of_one_table(other, each)


def _are_aliases(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _are_of_two_keys(other: FixedOutput, each: FixedOutput) -> bool:
    """Tell whether two entries of a table differ only in their key, which is a version in a url that is not known."""
    deciding = [move for move in moves(other, each) if move.role in ("what", "how")]
    if [move.name for move in deciding] != ["key"] or other.record or each.record:
        return False
    one, two = (form_of(stated) for stated in (deciding[0].before, deciding[0].after))
    if not isinstance(one, str) or not isinstance(two, str) or is_same_release(one, two):
        return False
    return not _are_aliases(one, two) and all(re.fullmatch(_VERSION, key) for key in (one, two))
