"""The newest version among the tags of a repository that are written like the present tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def newest(rev: str, present: str, tags: Iterable[str], *, pre: bool = False) -> str | None:
    """Return the newest version in tags that are written like ``rev``, the tag of the present version; or None.

    Args:
        rev: the tag of the present version.
        present: the present version, as the package has it.
        tags: all tags.
        pre: whether release candidates, betas and similar versions are allowed.
    """
    before, found, after = rev.partition(present)
    if not found or not present:
        return None
    versions = []
    for tag in tags:
        if tag.startswith(before) and tag.endswith(after) and len(tag) > len(before) + len(after):
            version = tag[len(before) : len(tag) - len(after)]
            if re.compile(r"\d[0-9A-Za-z.+_-]*").fullmatch(version) and (pre or not _is_pre(version)):
                versions.append(version)
    return max(versions, key=_order, default=None)


LONGEST = 200
"""A longer version (in characters) is not compared."""


def is_lower(version: str, other: str) -> bool:
    """Tell whether the numbers of a version are lower than those of another; False if either has no numbers."""
    if max(len(version), len(other)) > LONGEST:
        return False
    numbers, others = _order(version)[0], _order(other)[0]
    return isinstance(numbers, list) and isinstance(others, list) and [] != numbers < others


def _is_pre(version: str) -> bool:
    return (
        re.compile(r"(?i)(?:^|[^a-z])(?:rc|alpha|beta|pre|dev|a|b|c|m)[.-]?\d*(?:[^a-z]|$)").search(version)
        is not None
    )


def _order(version: str) -> tuple[object, ...]:
    """Return a key that orders numbers by value, and a pre-release before its release."""
    numbers = [
        int(number) for number in re.compile(r"\d+").findall(re.compile(r"[A-Za-z].*").sub("", version))
    ]
    rest = [int(number) for number in re.compile(r"\d+").findall(version)]
    return numbers, not _is_pre(version), rest, version
