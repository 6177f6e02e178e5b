"""Evidence from locks about sets that have a hash for each package: `outputHashes."foo-1.2"`, `gitHashes.foo`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from authguard.locks import cargo, pub
from authguard.locks.comparing import LockUnreadable, rows, table
from authguard.nix.data import parsed
from authguard.outputs.reach import KEYED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.compare.pairs import Pairs
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput

_CARGO = "Cargo.lock"
_SWIFT = "workspace-state.json"
_INSIDE = "pubspecLock"
"""The key of a lock of Dart inside of another JSON file."""
_OF_GIT = "gitHashes."


class Checkout(NamedTuple):
    """A package that a lock takes from a repository: the commit, the part of it in the store name, and the url."""

    commit: str
    named: str
    url: str = ""


class KeyedMove(NamedTuple):
    """An entry with a kept hash in a set of hashes, and its package, which the lock has at another commit."""

    output: FixedOutput
    package: str
    lock: str
    before: Checkout
    after: Checkout


def keyed_moves(
    found: Iterable[FixedOutput], bases: Sequence[tuple[Snapshot, Pairs]], target: Snapshot, changed: set[str]
) -> list[KeyedMove]:
    """Return each entry with a kept hash if the lock has its package at another commit.

    If several crates come from one commit, importCargoLock uses the hash of the first crate by name and ignores the
    other hashes.
    """
    entries = [each for each in found if _key(each)]
    moved: list[KeyedMove] = []
    read: dict[tuple[int, str], dict[str, Checkout]] = {}

    def checkouts(snapshot: Snapshot, lock: str) -> dict[str, Checkout]:
        key = (id(snapshot), lock)
        if key not in read:
            read[key] = _checkouts(lock, snapshot.read(lock))
        return read[key]

    for each in entries:
        key = _key(each)
        places = [*_locks_of(each), *_above(each, target), *_others_beside(each, changed)]
        lock = next((lock for lock in places if lock in changed), "")
        if lock.endswith("/pubspec.lock") or lock == "pubspec.lock":
            lock = "" if key in checkouts(target, f"{lock}.json") else lock  # Nix cannot read YAML
        after = checkouts(target, lock).get(key) if lock else None
        stood = [
            next(
                (one for path in [*_locks_of(other), lock] if (one := checkouts(base, path).get(key))),
                None,
            )
            for base, pairs in bases
            for other in pairs.by_identity.get(each.identity, ())
            if after is not None and other.digest == each.digest
        ]
        known = [one for one in stood if one is not None]
        if after is None or not known or len(known) < len(stood):
            continue
        if after.commit in [one.commit for one in known]:
            continue
        now = {name: one.commit for name, one in checkouts(target, lock).items()}
        if lock.endswith(_CARGO) and any(
            _is_before(other, each) and now.get(_key(other)) == after.commit for other in entries
        ):
            continue
        moved.append(KeyedMove(each, key, lock, known[0], after))
    return moved


def checkout_of(each: FixedOutput, target: Snapshot, read: dict[str, dict[str, Checkout]]) -> Checkout | None:
    """Return the commit of an entry's package in the lock of its set; None if no lock has the package.

    ``read`` keeps the packages of each lock.
    """
    key = _key(each)
    for lock in [*_locks_of(each), *_above(each, target)] if key else ():
        if lock not in read:
            read[lock] = _checkouts(lock, target.read(lock))
        if key in read[lock]:
            return read[lock][key]
    return None


def _locks_of(each: FixedOutput) -> list[str]:
    """Return the lock that is named beside a set of hashes, otherwise the possible locks near its file."""
    if each.lock is not None and each.local is not None:
        return [f"{each.local}/{each.lock}" if each.local else each.lock]
    folder = each.path.rpartition("/")[0]
    return [f"{folder}/{name}" if folder else name for name in KEYED]


def _above(each: FixedOutput, target: Snapshot) -> list[str]:
    """Return the nearest lock above the directory of a file that only has a hash for each package."""
    folder = each.path.rpartition("/")[0]
    if each.lock is not None or each.attribute != _key(each):
        return []
    while True:
        here = [f"{folder}/{name}" if folder else name for name in KEYED]
        found = [path for path in here if target.kind(path) == "file"]
        if found or not folder:
            return found
        folder = folder.rpartition("/")[0]


def _others_beside(each: FixedOutput, changed: set[str]) -> list[str]:
    """Return the other changed JSON files in the directory of an entry, which may have a lock of Dart inside."""
    folder = each.path.rpartition("/")[0]
    return sorted(path for path in changed if path.endswith(".json") and path.rpartition("/")[0] == folder)


def _key(each: FixedOutput) -> str:
    """Return the key of an entry; "" if the text is not an entry. Some files have only keys."""
    if each.record and f".{each.attribute}".rpartition(".")[0].endswith(f".{_OF_GIT[:-1]}"):
        return each.attribute.rpartition(".")[2]
    key = each.input("key")
    if key is not None:
        return key.form if isinstance(key.form, str) else ""
    alone = each.record and not each.inputs and not each.path.endswith(".nix")
    return each.attribute if alone else ""


def _is_before(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether another entry of the same set comes before this entry in the order of Nix."""
    return one.path == other.path and _set_of(one) == _set_of(other) and _key(one) < _key(other)


def _set_of(each: FixedOutput) -> str:
    return each.attribute.removesuffix(_key(each))


def _checkouts(lock: str, data: bytes | None) -> dict[str, Checkout]:
    """Return the packages that a lock fetches from repositories, by the keys of a set of hashes for these packages."""
    of_cargo = lock.endswith(_CARGO)
    if lock.endswith(_SWIFT):
        return _checkouts_of_swift(lock, data)
    if not lock.endswith((_CARGO, *KEYED)):
        inside = table(parsed(lock, data)).get(_INSIDE)
        data = json.dumps(inside).encode() if isinstance(inside, dict) else None
    try:
        packages = (cargo if of_cargo else pub).packages_of(data or b"")
    except LockUnreadable:
        return {}
    found: dict[str, Checkout] = {}
    for name, versions in packages.items():
        for shown in versions:
            version, _, source = shown.partition(" (")
            commit = source.removesuffix(")").rpartition("#")[2]
            if of_cargo and source.startswith("git+"):
                url = source.partition("#")[0].partition("?")[0].removesuffix(".git")
                found[f"{name}-{version}"] = Checkout(commit, commit, url)
            elif source and not of_cargo:
                found[name] = Checkout(commit, version)
    return found


def _checkouts_of_swift(lock: str, data: bytes | None) -> dict[str, Checkout]:
    """Return the packages of a workspace-state.json by identity and by directory, the keys that swiftpm2nix writes.

    None if the file has another format.
    """
    found: dict[str, Checkout] = {}
    dependencies = table(table(parsed(lock, data)).get("object")).get("dependencies")
    for each in rows(dependencies):
        entry = table(each)
        identity = table(entry.get("packageRef")).get("identity")
        state = table(table(entry.get("state")).get("checkoutState"))
        commit, version = state.get("revision"), state.get("version")
        for key in (identity, entry.get("subpath")):
            if isinstance(key, str) and isinstance(commit, str):
                found[key] = Checkout(commit, version if isinstance(version, str) else commit)
    return found
