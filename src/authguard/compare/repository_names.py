"""The names of repositories: can one be a fork of the other, by its name?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.moves import form_of

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput


_NO_SEPARATORS = str.maketrans("", "", "-_.")


def are_of_other_names(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether neither repository name contains the other name: then neither repository is a fork of the other."""
    return not are_related_names(repository_name(one), repository_name(other))


def repository_name(each: FixedOutput) -> str:
    """Return the name of the repository of a source, in lower case."""
    return str(form_of(each.input("repo")) or "").lower()


def are_related_names(one: str, other: str) -> bool:
    """Tell whether one repository name contains the other, or is empty."""
    first, second = (name.translate(_NO_SEPARATORS) for name in (one, other))
    return first in second or second in first
