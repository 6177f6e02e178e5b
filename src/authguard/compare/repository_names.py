"""The names of repositories: can one be a fork of the other, by its name?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.moves import form_of

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput


_NO_SEPARATORS = str.maketrans("", "", "-_.")
_ONE_SEPARATOR = str.maketrans("_.", "--")


def are_of_other_names(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the names of two repositories are not related: then neither repository is a fork of the other."""
    return not are_related_names(repository_name(one), repository_name(other))


def repository_name(each: FixedOutput) -> str:
    """Return the name of the repository of a source, in lower case."""
    return str(form_of(each.input("repo")) or "").lower()


def are_related_names(one: str, other: str) -> bool:
    """Tell whether one repository name begins or ends with the other, has it as a part between dashes, or is empty."""
    for name, longer in ((one, other), (other, one)):
        short, long = (each.translate(_NO_SEPARATORS) for each in (name, longer))
        if long.startswith(short) or long.endswith(short):
            return True
        part, whole = (f"-{each.translate(_ONE_SEPARATOR)}-" for each in (name, longer))
        if part in whole:
            return True
    return False
