"""The examples on which Nix and authguard disagree."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from tests.oracle import ours
from tests.oracle.edits import REWRITING
from tests.oracle.oracle import Expected, expected, fixed_outputs
from tests.oracle.parts import PARTS
from tests.oracle.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from authguard.outputs.model import FixedOutput
    from authguard.rules.finding import Finding
    from tests.oracle.draws import Example
    from tests.oracle.projection import Fixed
    from tests.support.nix import Nix

_NEVER = frozenset({"AG301", "AG302", "AG901", "AG902", "AG903"})
"""Findings that no example has: none has mirrors, waivers, or files that cannot be read."""
_STATED = ("rev", "url", "repo")


def disagreements(nix: Nix, folder: Path, store: str, examples: Sequence[Example]) -> list[list[str]]:
    """Return the errors of each example. One Nix process judges all examples."""
    trees = [render(tree) for each in examples for tree in (each.base, each.target)]
    known = fixed_outputs(nix, folder, trees)
    return [
        _of_one(each, trees[2 * at], trees[2 * at + 1], known[2 * at], known[2 * at + 1], store)
        for at, each in enumerate(examples)
    ]


def _of_one(
    example: Example,
    base: Mapping[str, bytes],
    target: Mapping[str, bytes],
    stood: list[Fixed],
    stands: list[Fixed],
    store: str,
) -> list[str]:
    try:
        rows = ours.listed(target)
        wrong = _of_list(ours.collected(base), stood, store) + _of_list(rows, stands, store)
        found = ours.findings(base, target)
        if REWRITING.issuperset(example.edits):
            wrong += [f"check: nothing moved, {each.code} said: {each.message}" for each in found]
        wrong += [f"check: {each.code} said: {each.message}" for each in found if each.code in _NEVER]
        return wrong or _of_check(found, rows, stood, stands, store)
    except Exception:  # a traceback is a disagreement too
        return [traceback.format_exc()]


def _of_list(rows: list[FixedOutput], known: list[Fixed], store: str) -> list[str]:
    """Compare the fixed outputs of one tree: digests, store names and paths, revisions and urls."""
    mine = {_key(each, store) for each in rows if not _is_said_again(each, rows)}
    its = {_key_of(each) for each in known}
    extra = {key for key in mine - its if _nameless(key) not in its}
    wrong = [f"only Nix: {key}" for key in its - mine] + [f"only authguard: {key}" for key in extra]
    wrong += [f"not resolved: {each.path}#{each.attribute}" for each in rows if not each.resolved]
    return [f"list: {line}" for line in sorted(wrong)]


def _nameless(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return the key of the same package and hash in an entry of another lock, for an entry without a store name.

    Nix makes one derivation of both entries.
    """
    return (key[0], "?", "", *key[-len(_STATED) :])


def _is_said_again(each: FixedOutput, rows: list[FixedOutput]) -> bool:
    """Tell whether a record repeats another hash of its file: both hashes must be fixed, and one is fetched."""
    return each.producer == "nix-prefetch-git" and any(
        other.path == each.path and other.digest == each.digest and other.kind == "source" for other in rows
    )


def _key(each: FixedOutput, store: str) -> tuple[str, ...]:
    """Return the parts of a fixed output of authguard that are compared."""
    stated = {}
    if each.kind in ("source", "patch") and not each.record:
        stated = {one.name: str(one.form) for one in each.inputs if one.name != "url" or one.role == "what"}
    return (
        each.digest.key() if each.digest is not None else "",
        each.store_name or "?",
        ours.store_path(each, store),
        *(stated.get(name, "") for name in _STATED),
    )


def _key_of(each: Fixed) -> tuple[str, ...]:
    """Return the parts of a fixed output that are compared, as Nix evaluates them."""
    if each.kind == "record":
        return (each.digest, "?", "", *("" for _ in _STATED))
    stated = {**each.where, **each.which} if each.kind in ("source", "patch") else {}
    named = PARTS[each.producer].named
    return (
        each.digest,
        each.name if named else "?",
        each.path if each.digest and named else "",
        *(str(stated.get(name, "")) for name in _STATED),
    )


def _instead_of_copy(
    key: tuple[str, ...], said: dict[tuple[str, ...], list[ours.Said]], is_pinned: bool
) -> set[str]:
    """Return the kinds that are right too for a fixed output with a copied hash."""
    right = {"stale"}  # if the same literal had the digest before, and its inputs moved
    shared = [found for other, found in said.items() if other[0] == key[0] and other != key]
    if any(each.kind == "copy" for found in shared for each in found):
        right.add("none")  # one finding for the two that share a digest
    if is_pinned:
        right.add("none")  # only hand-written hashes are reported as copies
    return right


def _of_check(
    found: list[Finding],
    rows: list[FixedOutput],
    stood: list[Fixed],
    stands: list[Fixed],
    store: str,
) -> list[str]:
    """Compare the verdicts on each fixed output of the target."""
    said: dict[tuple[str, ...], list[ours.Said]] = {}
    places: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        said.setdefault(_key(row, store), []).append(ours.said_of(row, found))
        places.setdefault(_key(row, store), set()).add(row.path)
    wrong = []
    pinned = {key[0] for key, paths in places.items() if not all(path.endswith(".nix") for path in paths)}
    wanted: dict[tuple[str, ...], list[Expected]] = {}
    for each, one in zip(stands, expected(stood, stands), strict=True):
        wanted.setdefault(_key_of(each), []).append(one)
    unfinished = {_key_of(each) for each in stands if not each.digest}
    if all(each.digest for each in stood):
        wrong += [
            f"check: AG207 is due of {key}"
            for key in unfinished
            if not any("AG207" in each.codes for each in said[key])
        ]
    for key, ones in wanted.items():
        heard = said.get(key, [])
        kinds = {each.kind for each in heard}
        due = {one.kind for one in ones}
        codes = ", ".join(sorted({each.codes for each in heard}))
        if "open" in due:
            continue
        right = due - {"none"} or {"none"}
        if "copy" in due:
            right |= _instead_of_copy(key, said, key[0] in pinned)
        if not kinds & right or (right == {"none"} and kinds != right):
            wrong.append(f"check: {sorted(due)} due, {sorted(kinds)} said ({codes}) of {key}")
            continue
        for kind in kinds - {"none"}:
            silent = {one for each in heard if each.kind == kind for one in each.silent}
            quiet: set[bool | None] = {each for one in ones if one.kind == kind for each in one.silent}
            if quiet and key[1] == "?":
                quiet |= {None}  # if the name is not known, the answer is open
            if quiet and not silent & quiet:
                wrong.append(f"check: silent should be {quiet}, not {silent} of {key}")
        if all(one.sure for one in ones) and "error" not in {each.severity for each in heard}:
            wrong.append(f"check: an error is due ({codes}) of {key}")
    return wrong
