"""The names of repositories: can one be a fork of the other, by its name?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.moves import form_of

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput


_NO_SEPARATORS = str.maketrans("", "", "-_.")
_SHORT = 3
"""So few letters may be in a longer name by chance: `ern` in `kernel`."""
_ONE_SEPARATOR = str.maketrans("_.", "--")


def are_of_other_names(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the names of two repositories are not related: then neither repository is a fork of the other."""
    return not are_related_names(repository_name(one), repository_name(other))


def repository_name(each: FixedOutput) -> str:
    """Return the name of the repository of a source, in lower case."""
    return str(form_of(each.input("repo")) or "").lower()


def are_related_names(one: str, other: str) -> bool:
    """Tell whether one repository name contains the other, or is empty.

    A very short name must be at the start, at the end, or between dashes.
    """
    for name, longer in ((one, other), (other, one)):
        short, long = (each.translate(_NO_SEPARATORS) for each in (name, longer))
        if long.startswith(short) or long.endswith(short) or (len(short) > _SHORT and short in long):
            return True
        part, name_of_all = (f"-{each.translate(_ONE_SEPARATOR)}-" for each in (name, longer))
        if part in name_of_all:
            return True
    return False
