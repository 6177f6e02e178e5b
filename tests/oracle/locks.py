"""Locks of many hashes: the files that tools write, or read together with hashes in Nix.

A lock is a call among the arguments of its builder, and each of its entries is a call among those of the lock: so every
edit of hashes applies to the entries too. The layout of the file is another argument, which no content depends on.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha1
from typing import TYPE_CHECKING, NamedTuple

from tests.oracle import lockfiles
from tests.oracle.families import IDS, REPOS, VERSIONS, Family, call_of, commit, one_of, text
from tests.oracle.model import Call, Hash, Text, calls_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.oracle.lockfiles import Entries
    from tests.oracle.model import Draw, Tree, Value

LAYOUT = "layout"
_NAMES = one_of("alpha", "beta", "gamma-x", "delta_y")
_RELEASES = one_of("1.0.0", "1.2.3", "2.0.1", "0.9.0-pre.1")
_URLS = one_of(*(f"https://git.example.org/acme/{name}.git" for name in ("alpha", "beta", "gamma", "delta")))
_NAMED = {"name": _NAMES, "version": _RELEASES}
_COMMITTED = {**_NAMED, "url": _URLS, "rev": commit}


class Kind(NamedTuple):
    """One kind of lock.

    builder   the function that takes the lock; ``argument`` is its attribute.
    entries   the families of its entries.
    write     the content of the file; ``shape`` is the expression around its path ({0}) and the hashes in Nix.
    rows      more rows of the catalogue that are drawn with this kind.
    call      the function that gets the lock ({call}), with a result for the builder.
    """

    builder: str
    argument: str
    file: str
    entries: tuple[Family, ...]
    write: Callable[[Entries, int], str]
    shape: str = "{0}"
    rows: tuple[str, ...] = ()
    call: str = ""


def entries_of(call: Call) -> list[str]:
    """Return the arguments of a lock that are its entries."""
    return [name for name, value in call.args.items() if isinstance(value, Call)]


def lock_of(draw: Draw, tree: Tree) -> tuple[Kind, Call]:
    """Draw a lock of one to four entries, and its kind."""
    kind = draw.pick(tuple(KINDS))
    lock = Call(f"locks.{kind}", {LAYOUT: 0})
    for _ in range(draw.number(1, 4)):
        add_entry(draw, tree, lock)
    return KINDS[kind], lock


def add_entry(draw: Draw, tree: Tree, lock: Call) -> None:
    """Add a new entry, or another package of the repository of an entry, with the same digest."""
    kind = KINDS[lock.function.partition(".")[2]]
    entry = call_of(draw.pick(kind.entries), draw, tree)
    known = [lock.args[name] for name in entries_of(lock)]
    other = draw.pick(known) if known and draw.chance(30) else None
    if isinstance(other, Call) and "rev" in other.args and other.function == entry.function:
        held = entry.hash_name or ""
        entry.args.update({name: other.args[name] for name in ("url", "rev")})
        value = other.args.get(held)
        if isinstance(value, Hash):
            entry.args[held] = Hash(value.number, value.algorithm, value.spelling, value.unfinished)
    elif "rev" in entry.args:
        entry.args["rev"] = _commit_of(entry, entry.args["rev"])
    free = next(number for number in range(100) if f"e{number}" not in lock.args)
    lock.args[f"e{free}"] = entry


def _commit_of(entry: Call, revision: Value) -> Value:
    """Return a commit id that no other repository has; a tag is returned unchanged."""
    assert isinstance(revision, Text)
    stated = "".join(part for part in revision.parts if isinstance(part, str))
    if len(stated) < len(IDS[0]):
        return revision
    return text(sha1(f"{entry.args['url']} {stated}".encode()).hexdigest())  # noqa: S324 - a commit id


def write(
    files: dict[str, str], path: str, lock: Call, plain: Callable[[Value], str | bool | int]
) -> tuple[str, str]:
    """Write the file of a lock. Returns its path, and its expression in Nix with {0} for that path, with the hashes."""
    kind = KINDS[lock.function.partition(".")[2]]
    calls = [each for each in lock.args.values() if isinstance(each, Call)]
    layout = lock.args.get(LAYOUT)
    turn = layout if isinstance(layout, int) else 0
    written = [
        {
            "hash" if isinstance(value, Hash) else name: _written(kind, value)
            if isinstance(value, Hash)
            else str(plain(value))
            for name, value in each.args.items()
        }
        for each in calls
    ]
    entries = list({_key(kind, each): each for each in written}.values())[:: -1 if turn % 2 else 1]
    where = f"{path}/{kind.file}" if path else kind.file
    files[where] = kind.write(entries, turn)
    return where, kind.shape.replace("{hashes}", _stated(kind, entries))


def _key(kind: Kind, entry: Mapping[str, str]) -> str:
    """Return a key that no two entries of a lock share."""
    return lockfiles.crate(entry) if kind.file == "Cargo.lock" else entry["name"]


def _written(kind: Kind, digest: Hash) -> str:
    """Return the spelling of a digest; the tool of Gradle has only one."""
    return (replace(digest, spelling="sri") if kind.call.startswith("gradle.") else digest).text()


def _stated(kind: Kind, entries: Entries) -> str:
    """Return the set of hashes in Nix beside a lock."""
    keyed = {_key(kind, each): each["hash"] for each in entries}
    inner = "".join(f"      {json.dumps(key)} = {json.dumps(value)};\n" for key, value in keyed.items())
    return f"{{\n{inner}    }}"


def _entry(kind: str, texts: dict[str, Callable[[Draw], Value]], *hashes: str) -> Family:
    """Return the family of an entry; for an entry of a repository only the commit moves alone."""
    return Family(f"locks.{kind}.entry", texts, hashes=hashes or ("hash",))


def _tagged(draw: Draw) -> Value:
    return commit(draw) if draw.chance(30) else text(draw.pick(("v1.0", "v1.1", "v2.0")))


KINDS: dict[str, Kind] = {
    "cargo": Kind(
        "rustPlatform.buildRustPackage",
        "cargoLock",
        "Cargo.lock",
        (_entry("cargo", _COMMITTED),),
        lockfiles.cargo,
        "{\n    lockFile = {0};\n    outputHashes = {hashes};\n  }",
    ),
    "crates": Kind(
        "stdenv.mkDerivation",
        "cargoDeps",
        "Cargo.lock",
        (_entry("crates", _COMMITTED),),
        lockfiles.cargo,
        "{call} {\n    lockFile = {0};\n    outputHashes = {hashes};\n  }",
        call="rustPlatform.importCargoLock",
    ),
    "gem": Kind(
        "bundlerEnv",
        "gemset",
        "gemset.nix",
        (_entry("gem", _NAMED, "sha256"), _entry("gemgit", _COMMITTED, "sha256")),
        lockfiles.gemset,
        rows=("gemset.nix",),
    ),
    "nuget": Kind(
        "buildDotnetModule",
        "nugetDeps",
        "deps.json",
        (_entry("nuget", _NAMED),),
        lockfiles.nuget,
        rows=("nuget deps.json",),
    ),
    "dub": Kind(
        "buildDubPackage",
        "dubLock",
        "dub-lock.json",
        (_entry("dub", _NAMED, "sha256"), _entry("dubgit", _COMMITTED, "sha256")),
        lockfiles.dub,
        rows=("dub-lock.json",),
    ),
    "nim": Kind(
        "buildNimPackage",
        "lockFile",
        "lock.json",
        (_entry("nim", _COMMITTED, "sha256"),),
        lockfiles.nim,
        rows=("nim lock.json",),
    ),
    "shards": Kind(
        "crystal.buildCrystalPackage",
        "shardsFile",
        "shards.nix",
        (_entry("shards", {**_NAMED, "url": _URLS, "rev": _tagged}, "sha256"),),
        lockfiles.shards,
        rows=("shards.nix",),
    ),
    "gomod": Kind(
        "buildGoApplication", "modules", "gomod2nix.toml", (_entry("gomod", _NAMED),), lockfiles.gomod
    ),
    "dart": Kind(
        "buildDartApplication",
        "pubspecLock",
        "pubspec.lock.json",
        (_entry("dart", _COMMITTED),),
        lockfiles.pub,
        "builtins.fromJSON (builtins.readFile {0});\n    gitHashes = {hashes}",
    ),
    "flutter": Kind(
        "flutter.buildFlutterApplication",
        "pubspecLock",
        "pubspec.lock.json",
        (_entry("flutter", _COMMITTED),),
        lockfiles.pub,
        "builtins.fromJSON (builtins.readFile {0});\n    gitHashes = {hashes}",
    ),
    "npm": Kind(
        "stdenv.mkDerivation",
        "npmDeps",
        "package-lock.json",
        (_entry("npm", _NAMED),),
        lockfiles.npm,
        "{call} { packageLock = builtins.fromJSON (builtins.readFile {0}); }",
        call="importNpmLock",
    ),
    "gradle": Kind(
        "stdenv.mkDerivation",
        "mitmCache",
        "deps.json",
        (_entry("gradle", _NAMED),),
        lockfiles.gradle,
        '{call} { pname = "app"; data = {0}; }',
        call="gradle.fetchDeps",
    ),
}
FAMILIES = tuple(family for kind in KINDS.values() for family in kind.entries)


def is_lock(value: Value) -> bool:
    """Tell whether a value is a lock."""
    return isinstance(value, Call) and value.function.removeprefix("locks.") in KINDS


def producers() -> set[str]:
    """Return the names of all functions for a lock, and of the rows of locks."""
    return {name for kind in KINDS.values() for name in (kind.builder, kind.call, *kind.rows) if name}


def package_of(draw: Draw, tree: Tree) -> Call:
    """Draw the call of a builder that takes a lock."""
    args: dict[str, Value] = {
        "pname": text(draw.pick(REPOS)),
        "version": text(draw.pick(VERSIONS)),
    }
    kind, lock = lock_of(draw, tree)
    return Call(kind.builder, {**args, kind.argument: lock})


def found(tree: Tree) -> list[Call]:
    """Return the locks of a tree."""
    return [call for package in tree.packages for _, call in calls_of(package.call) if is_lock(call)]


def move_entry(draw: Draw, tree: Tree) -> None:
    """An entry moves to another release or commit; its hash moves too, or is forgotten."""
    lock = draw.pick(found(tree))
    for name in entries_of(lock) and [draw.pick(entries_of(lock))]:
        entry = lock.args[name]
        assert isinstance(entry, Call)
        before = entry.args.get("rev")
        if before is not None:
            entry.args["rev"] = _commit_of(entry, (_tagged if "shards" in entry.function else commit)(draw))
        if before is None or (entry.args["rev"] != before and draw.chance(40)):
            entry.args["version"] = _RELEASES(draw)  # one commit has one version
        if draw.chance(15) and "rev" not in entry.args:
            entry.args["name"] = _NAMES(draw)
        held = entry.args.get(entry.hash_name or "")
        if draw.chance(50) and isinstance(held, Hash):
            held.number, held.unfinished = tree.next_hash(), ""


def add_lock_entry(draw: Draw, tree: Tree) -> None:
    """An entry is added."""
    add_entry(draw, tree, draw.pick(found(tree)))


def drop_lock_entry(draw: Draw, tree: Tree) -> None:
    """An entry is removed."""
    lock = draw.pick(found(tree))
    if len(entries_of(lock)) > 1:
        lock.args.pop(draw.pick(entries_of(lock)))


def lay_out_lock(draw: Draw, tree: Tree) -> None:
    """The entries get another order, or another indentation."""
    draw.pick(found(tree)).args[LAYOUT] = draw.number(0, 3)


EDITS: tuple[Callable[[Draw, Tree], None], ...] = (
    move_entry,
    move_entry,
    move_entry,
    add_lock_entry,
    drop_lock_entry,
    lay_out_lock,
)
