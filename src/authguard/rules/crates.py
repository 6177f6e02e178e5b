"""Sets of hashes by package, whose commits a lock has: `outputHashes."foo-1.2"`, `gitHashes.foo`."""

from __future__ import annotations

from typing import NamedTuple

from authguard.locks import cargo, pub
from authguard.locks.answer import Unreadable
from authguard.outputs.reach import KEYED
from authguard.rules import told
from authguard.rules.finding import Because, Evidence, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.compare.pairs import Pairs
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput

_CARGO = "Cargo.lock"


class _Checkout(NamedTuple):
    """What a lock takes from a repository: the commit, and what of it the store name says."""

    commit: str
    named: str


def left_behind(
    found: Iterable[FixedOutput], bases: Sequence[tuple[Snapshot, Pairs]], target: Snapshot, changed: set[str]
) -> list[Finding]:
    """Return AG202 for each entry whose package has another commit in its lock, the hash being kept.

    Of several crates of one commit importCargoLock takes the hash of the first by name; the others count for nothing.
    """
    entries = [each for each in found if _key(each)]
    findings: list[Finding] = []
    read: dict[tuple[int, str], dict[str, _Checkout]] = {}

    def checkouts(snapshot: Snapshot, lock: str) -> dict[str, _Checkout]:
        key = (id(snapshot), lock)
        if key not in read:
            read[key] = _checkouts(lock, snapshot.read(lock))
        return read[key]

    for each in entries:
        key = _key(each)
        lock = next((lock for lock in _locks_of(each) if lock in changed), "")
        after = checkouts(target, lock).get(key) if lock else None
        stood = [
            next((one for path in _locks_of(other) if (one := checkouts(base, path).get(key))), None)
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
        findings.append(_finding(each, key, lock, known[0], after))
    return findings


def _locks_of(each: FixedOutput) -> list[str]:
    """Return the lock that is named beside a set of hashes, else those that may stand beside its file."""
    if each.lock is not None and each.local is not None:
        return [f"{each.local}/{each.lock}" if each.local else each.lock]
    folder = each.path.rpartition("/")[0]
    return [f"{folder}/{name}" if folder else name for name in KEYED]


def _key(each: FixedOutput) -> str:
    """Return the key of an entry, "" for what is none; of data that holds nothing else the keys are all there is."""
    key = each.input("key")
    if key is not None:
        return key.form if isinstance(key.form, str) else ""
    alone = each.record and not each.inputs and not each.path.endswith(".nix")
    return each.attribute if alone else ""


def _is_before(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether an entry of the same set comes before another one, as Nix sorts them."""
    return one.path == other.path and _set_of(one) == _set_of(other) and _key(one) < _key(other)


def _set_of(each: FixedOutput) -> str:
    return each.attribute.removesuffix(_key(each))


def _checkouts(lock: str, data: bytes | None) -> dict[str, _Checkout]:
    """Return what a lock takes from repositories, by the keys that a set of hashes has for it."""
    of_cargo = lock.endswith(_CARGO)
    try:
        packages = (cargo if of_cargo else pub).packages_of(data or b"")
    except Unreadable:
        return {}
    found: dict[str, _Checkout] = {}
    for name, versions in packages.items():
        for shown in versions:
            version, _, source = shown.partition(" (")
            commit = source.removesuffix(")").rpartition("#")[2]
            if of_cargo and source.startswith("git+"):
                found[f"{name}-{version}"] = _Checkout(commit, commit)
            elif source and not of_cargo:
                found[name] = _Checkout(commit, version)
    return found


def _finding(each: FixedOutput, package: str, lock: str, before: _Checkout, after: _Checkout) -> Finding:
    from authguard.rules import ag202_stale_dependency_hash

    return ag202_stale_dependency_hash.finding(
        place=told.place(each.origin),
        fixed_output=told.reference(each),
        because=[Because(lock, "what", before.commit, after.commit, lock, None)],
        evidence=[
            Evidence(
                "lock", f"it has {package} at {after.commit[:12]} now, and had it at {before.commit[:12]}"
            )
        ],
        nix_notices=before.named != after.named,
    )
