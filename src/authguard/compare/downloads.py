"""The urls that a source and its script download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.moves import constants
from authguard.outputs import urls

if TYPE_CHECKING:
    from authguard.compare.judgement import Move
    from authguard.outputs.model import FixedOutput

_URL = r"\b(?:https?|ftp)://[^\s\"'<>|;)]+"
_GAP = "\0"


def address_of(each: FixedOutput) -> str | None:
    """Return the full url of a source, if it is known; the inputs only have the parts of the url."""
    shown = (
        one.shown for one in each.inputs if one.name in ("url", "urls", "rev", "host", "owner") and one.known
    )
    return next((text for text in shown if "://" in text), None)


def are_exchanged(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> bool:
    """Tell whether a source and its script, which moved too, download the same urls as before, in another order.

    The two files are of one version (a jar and its pom).
    """
    before, after = _downloads(old), _downloads(new)
    if len(before) < 2 or before != after or not any(move.role == "script" for move in moved):
        return False
    one, other = (re.findall(r"\d+", address_of(each) or "") for each in (old, new))
    return one == other


def _downloads(each: FixedOutput) -> list[str]:
    """Return the urls of a source and of its script, sorted; none if something is not known."""
    scripts = [one for one in each.inputs if one.role == "script"]
    found = [url for one in scripts for url in re.findall(_URL, _GAP.join(constants(one.form)))]
    address = address_of(each)
    return sorted([address, *found]) if address is not None and all(one.known for one in scripts) else []


def is_other_download(move: Move) -> bool:
    """Tell whether the urls in a script are the same as before, except for the versions in them."""
    if move.role != "script" or move.before is None or move.after is None:
        return False
    one, other = (re.findall(_URL, _GAP.join(constants(each.form))) for each in (move.before, move.after))
    if len(one) != len(other):
        return False
    pairs = [(before, after) for before, after in zip(one, other, strict=True) if before != after]
    return bool(pairs) and all(
        urls.split(before)[0] == urls.split(after)[0] and urls.other_version_only(before, after)
        for before, after in pairs
    )
