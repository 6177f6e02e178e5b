"""One digest at two dependency hashes: can two locks have one content?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.repository_names import are_of_other_names
from authguard.locks import KINDS
from authguard.producers import of_call

if TYPE_CHECKING:
    from authguard.compare.move_class import MoveClass
    from authguard.outputs.model import FixedOutput

_PLAIN = rb"\bstdenv(?:NoCC|_32bit)?\.mkDerivation\b"
EMPTY_DIRECTORY = "sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo="


def are_of_two_ecosystems(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether one file has one hash for the dependencies of two ecosystems: Go modules and a cache of yarn."""
    return (
        one.kind == other.kind == "dependency"
        and one.path == other.path
        and one.path.endswith(".nix")
        and all(map(_is_of_known_producer, (one, other)))
        and not any(
            each.record or each.tool or each.row is None or not each.row.lock for each in (one, other)
        )
        and one.lock != other.lock
        and None not in (one.lock, other.lock)
        and one.digest is not None
        and one.digest.sri() != EMPTY_DIRECTORY
    )


def class_of_projects(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return a warning for dependency hashes of two fetched projects with unrelated names.

    It is no error: a fork may have any name, and two small projects may have the same few dependencies. None for
    anything else: for an empty directory, which any project can have, and for a lock of this repository that a script
    copies into both.
    """
    if (
        not all(each.kind == "dependency" and each.path.endswith(".nix") for each in (one, other))
        or any(each.record or each.tool for each in (one, other))
        or any(stated.files for each in (one, other) for stated in each.inputs)
        or not all(map(_is_of_known_producer, (one, other)))
        or one.digest is None
        or one.digest.sri() == EMPTY_DIRECTORY
    ):
        return None
    pairs = [(mine, its) for mine in sources_of(one) for its in sources_of(other)]
    is_of_two = bool(pairs) and all(are_of_other_names(*pair) for pair in pairs)
    return classes.DEPENDENCIES_SHARE_HASH if is_of_two else None


def sources_of(each: FixedOutput) -> list[FixedOutput]:
    """Return the sources that a dependency hash has its lock from."""
    stated = each.input("src")
    return stated.outputs if stated is not None else []


def are_of_other_locks(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two dependency hashes are of two ecosystems, by the kinds of locks that decide them.

    An empty directory, without any dependency, can be of both.
    """
    if one.digest is not None and one.digest.sri() == EMPTY_DIRECTORY:
        return False
    kinds = [each.row.lock for each in (one, other) if each.kind == "dependency" and each.row is not None]
    is_known = all(map(_is_of_known_producer, (one, other)))
    return is_known and len(kinds) == 2 and kinds[0] != kinds[1] and all(kind in KINDS for kind in kinds)


def is_unread(each: FixedOutput) -> bool:
    """Tell whether a dependency hash is only a variable of a build: `stdenv.mkDerivation { vendorHash = …; }`.

    The function of the standard environment reads no such attribute. The file must not name the attribute again
    (`finalAttrs.vendorHash`), and has no other function of that name.
    """
    row, data = each.row, each.origin.data
    name = each.attribute.rpartition(".")[2].encode("utf-8", "surrogateescape")
    if each.producer != "mkDerivation" or row is None or not row.builder or each.origin.pointer is not None:
        return False
    is_plain = len(re.findall(_PLAIN, data)) == data.count(b"mkDerivation")
    return is_plain and len(re.findall(rb"\b" + re.escape(name) + rb"\b", data)) == 1


def _is_of_known_producer(each: FixedOutput) -> bool:
    """Tell whether the called function is known. `vendorHash` of another function may be of Go, PHP or any language."""
    return of_call(each.producer, each.row) is not None
