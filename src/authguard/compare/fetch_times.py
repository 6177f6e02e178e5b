"""The time at which a program fetched a source, beside the hash in a data file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.data import DataOrigin
from authguard.outputs.record_names import FETCHED_WHEN

if TYPE_CHECKING:
    from authguard.compare.judgement import Move
    from authguard.outputs.model import FixedOutput

DATE = r"[dD]ate$"
"""The end of the name of a date."""
_LABELS = ("url", "owner", "repo", "version", "tag", "ref", "branch", "name", "pname")
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"


def is_dated_anew(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> bool:
    """Tell whether the fetch time beside a hash in a data file moved with the commit id."""
    then, now = _dates(old), _dates(new)
    names = then.keys() & now.keys()
    if new.record:
        return any(then[name] != now[name] for name in names)
    # Nix code fetches the pin, and a person may write the other names.
    if "lastModified" in names and then["lastModified"] != now["lastModified"]:
        return True
    is_alone = all(move.name == "rev" or re.search(DATE, move.name) for move in moved)
    return (
        is_alone and _labels(old) == _labels(new) and any(_is_later(then[name], now[name]) for name in names)
    )


def _is_later(then: object, now: object) -> bool:
    """Tell whether two texts are times of the day, as a program writes them, and the second is the later one."""
    if (
        not isinstance(then, str)
        or not isinstance(now, str)
        or not all(re.match(_TIME, each) for each in (then, now))
    ):
        return False
    from datetime import datetime

    try:
        return datetime.fromisoformat(now) > datetime.fromisoformat(then)
    except (ValueError, TypeError):  # no such day, or only one of the two has a time zone
        return False


def _labels(each: FixedOutput) -> list[object]:
    """Return what names the source of a data file, apart from its commit."""
    holder = each.origin.holder() if isinstance(each.origin, DataOrigin) else {}
    return [holder.get(name) for name in _LABELS]


def _dates(each: FixedOutput) -> dict[str, object]:
    """Return the fetch times in the object around a hash, by their names."""
    if not isinstance(each.origin, DataOrigin):
        return {}
    return {name: value for name, value in each.origin.holder().items() if re.fullmatch(FETCHED_WHEN, name)}
