"""Crates from repositories: `outputHashes."foo-1.2"` belongs to the commit that Cargo.lock has of foo 1.2."""

from __future__ import annotations

from authguard.evidence.locks import cargo
from authguard.evidence.locks.answer import Unreadable
from authguard.rules.finding import Because, Evidence, Finding
from authguard.verdict import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.fod.model import FixedOutput
    from authguard.repo.snapshot import Snapshot
    from authguard.verdict.pairs import Pairs

_LOCK = "Cargo.lock"


def left_behind(
    found: Iterable[FixedOutput], bases: Sequence[tuple[Snapshot, Pairs]], target: Snapshot, changed: set[str]
) -> list[Finding]:
    """Return AG202 for each entry whose crate has another commit in the Cargo.lock beside it, the hash being kept.

    Of several crates of one commit importCargoLock takes the hash of the first by name; the others count for nothing.
    """
    entries = [each for each in found if each.input("key") is not None]
    findings: list[Finding] = []
    sources: dict[tuple[int, str], dict[str, str]] = {}

    def commits(snapshot: Snapshot, lock: str) -> dict[str, str]:
        key = (id(snapshot), lock)
        if key not in sources:
            sources[key] = _commits(snapshot.read(lock))
        return sources[key]

    for each in entries:
        key = each.input("key")
        folder = each.path.rpartition("/")[0]
        lock = f"{folder}/{_LOCK}" if folder else _LOCK
        if key is None or lock not in changed or not isinstance(key.form, str):
            continue
        after = commits(target, lock).get(key.form)
        stood = [commits(base, lock).get(key.form) for base, pairs in bases if pairs.holds(each)]
        if after is None or not stood or None in stood or after in stood:
            continue
        if any(
            _is_before(other, each) and commits(target, lock).get(_key(other)) == after for other in entries
        ):
            continue
        findings.append(_finding(each, key.form, lock, stood[0] or "", after))
    return findings


def _key(each: FixedOutput) -> str:
    key = each.input("key")
    return key.form if key is not None and isinstance(key.form, str) else ""


def _is_before(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether an entry of the same set comes before another one, as Nix sorts them."""
    return one.path == other.path and _key(one) < _key(other)


def _commits(lock: bytes | None) -> dict[str, str]:
    """Return the commits of the crates that a Cargo.lock takes from repositories, by "name-version"."""
    try:
        packages = cargo.packages_of(lock or b"")
    except Unreadable:
        return {}
    found: dict[str, str] = {}
    for name, versions in packages.items():
        for shown in versions:
            version, _, source = shown.partition(" (git+")
            if source:
                found[f"{name}-{version}"] = source.removesuffix(")").rpartition("#")[2]
    return found


def _finding(each: FixedOutput, crate: str, lock: str, before: str, after: str) -> Finding:
    from authguard.rules import ag202_stale_dependency_hash

    return ag202_stale_dependency_hash.finding(
        place=told.place(each.origin),
        fixed_output=told.reference(each),
        because=[Because(lock, "what", before, after, lock, None)],
        evidence=[Evidence("lock", f"it has {crate} at {after[:12]} now, and had it at {before[:12]}")],
        nix_notices=True,  # the commit is part of the store name
    )
