"""Sources that are new beside another source of a file, and have its hash: a copied entry of a table of platforms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.downloads import address_of
from authguard.compare.moves import form_of, moves
from authguard.compare.releases import is_same_release
from authguard.compare.shared_parts import are_chosen_by_key, is_of_a_mac
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
_VERSION = r"v?\d+(?:[._-]\w+)*"


def class_of_member(other: FixedOutput, each: FixedOutput, bases: Sequence[Pairs]) -> MoveClass | None:
    """Return the class of a source that no base has at its place, and that has the hash of another one of its file.

    A base has ``other`` with this hash. None if the hash can be that of both: one file for all platforms. Two platforms
    of a Mac, and members of a table that are no platforms, are a warning: their files can be the same.
    """
    if other.origin.path != each.origin.path or not (other.is_source and each.is_source):
        return None
    if any(base.at(each) for base in bases) or not any(base.holds(other) for base in bases):
        return None
    if _are_of_two_keys(other, each):
        return classes.TAGS_SHARE_HASH
    is_by_key = are_chosen_by_key(other, each)
    if not is_by_key and not all(map(is_concrete, (other, each))):
        return None
    if not is_by_key and not any(move.role == "what" for move in moves(other, each)):
        return None
    files = [urls.last(address_of(one) or "") for one in (other, each)]
    if any(re.search(_FOR_ALL, file) for file in files):
        return None
    if is_by_key or is_of_a_mac(other, each):
        return classes.MEMBERS_SHARE_HASH
    keys = [str(one.platform or "") for one in (other, each)]
    if are_other_platforms(*files) or (files[0] == files[1] and are_other_platforms(*keys)):
        return classes.PLATFORM_ADDED
    is_of_one_table = other.group is not None and other.group == each.group
    return classes.MEMBERS_SHARE_HASH if is_of_one_table else None


def _are_of_two_keys(other: FixedOutput, each: FixedOutput) -> bool:
    """Tell whether two entries of a table differ only in their key, which is a version in a url that is not known."""
    deciding = [move for move in moves(other, each) if move.role in ("what", "how")]
    if [move.name for move in deciding] != ["key"] or other.record or each.record:
        return False
    one, two = (form_of(stated) for stated in (deciding[0].before, deciding[0].after))
    if not isinstance(one, str) or not isinstance(two, str) or is_same_release(one, two):
        return False
    return all(re.fullmatch(_VERSION, key) for key in (one, two))


def had_two_pins(other: FixedOutput, each: FixedOutput, base: Pairs) -> bool:
    """Tell whether two pins of a lock had two hashes in a base, and now have one, although their revisions differ."""
    if not (other.tool and each.tool) or other.path != each.path or other.attribute == each.attribute:
        return False
    revisions = [form_of(one.input("rev")) for one in (other, each)]
    if not all(map(urls.is_full_id, revisions)) or revisions[0] == revisions[1]:
        return False
    before = [base.at(one) for one in (other, each)]
    digests = [found[0].digest for found in before if len(found) == 1]
    return len(digests) == 2 and None not in digests and digests[0] != digests[1]
