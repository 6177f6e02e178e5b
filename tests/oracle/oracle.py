"""The answers of real Nix about trees, and the consequences for a commit by the five steps of the architecture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.oracle.parts import PARTS
from tests.oracle.projection import Fixed, Pairs, Projector
from tests.support.nix import STANDIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.support.nix import Nix

PROBE = Path(__file__).with_name("probe.nix")
LOCKED = ("entry", "record")
"""Kinds of the entries in a lock of many hashes: with a store name by the row of the lock, or without."""
SYSTEMS = ("x86_64-linux", "aarch64-linux")


def fixed_outputs(nix: Nix, folder: Path, trees: Sequence[Mapping[str, bytes]]) -> list[list[Fixed]]:
    """Return the fixed outputs of many trees, by one process of Nix. The trees are written into ``folder``."""
    paths = [folder / str(number) for number in range(len(trees))]
    for path, tree in zip(paths, trees, strict=True):
        for name, data in tree.items():
            file = path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    systems = " ".join(f'"{system}"' for system in SYSTEMS)
    listed = "\n".join(map(str, paths))
    everything = folder / "all.nix"
    everything.write_text(
        f"import {PROBE} {{ standin = {STANDIN}; systems = [ {systems} ]; trees = [\n{listed}\n]; }}"
    )
    stated: Any = nix.evaluate(f"import {everything}")
    return [_united(each) for each in stated]


def _united(by_system: list[dict[str, list[dict[str, Any]]]]) -> list[Fixed]:
    """Return the fixed outputs of a tree on all systems, each once; ``system`` is "" if every system has it."""
    found: dict[object, Fixed] = {}
    for system, stated in zip(SYSTEMS, by_system, strict=True):
        for each in Projector(stated, system).all():
            if each.kind == "lock":
                continue  # the lock is the evidence: no person keeps such a hash by hand
            key = (each.kind, each.pair, frozenset(each.where.items()), each.name, each.path)
            if key in found:
                found[key].system = ""
            else:
                found[key] = each
    return list(found.values())


@dataclass
class Expected:
    """The expected finding for one fixed output of the target.

    kind    "none", "stale", "copy", or "open" if Nix cannot decide it.
    silent  whether Nix would not notice: the possible answers, by the compared fixed output.
    sure    whether an error is expected: a version, a tag or an option of a source moved.
    """

    kind: str
    silent: frozenset[bool] = frozenset()
    sure: bool = False


def expected(base: list[Fixed], target: list[Fixed]) -> list[Expected]:
    """Return the expected finding for each fixed output of the target."""
    stood = {each.pair for each in base}
    stands = {each.pair for each in target}
    by_digest: dict[str, list[Fixed]] = {}
    for each in base:
        by_digest.setdefault(each.digest, []).append(each)
    return [_expected(each, stood, stands, by_digest.get(each.digest, []), target) for each in target]


def _expected(
    each: Fixed, stood: set[object], stands: set[object], had: list[Fixed], target: list[Fixed]
) -> Expected:
    if "second" in each.where:
        return Expected("open")  # Nix uses the hash of another crate of that commit, and never this one
    if not each.digest:
        return Expected("none")
    if each.pair in stood:
        same = [other for other in had if other.pair == each.pair]
        if all((other.kind == "patch") != (each.kind == "patch") for other in same):
            return Expected(
                "open"
            )  # a patch and a tree of one commit: Nix does not show that their digests differ
        keys = {other.where.get("key") for other in same}
        # authguard checks in a lock whether two packages have one commit only if the lock moved.
        return Expected("none" if each.where.get("key") in keys else "open")
    gone = [other for other in had if other.pair not in stands]
    if gone:
        if any(not weighty(other, each) for other in gone):
            return Expected("none")
        if any({name for _, name in weighty(other, each)} == {"clone"} for other in gone):
            return Expected("open")  # an archive and a clone can differ, but the inputs do not show it
        pinned = _is_pinned(each, target)
        if all(_is_out_of_pins(one, each) or (_is_pinned(one, had) and not pinned) for one in gone):
            return Expected("open")
        by_tool = any(other.kind == "pin" and other.digest == each.digest for other in target)
        sure = not by_tool and all(_is_sure(other, each) for other in gone)
        silent = frozenset(_is_silent(other, each) for other in gone)
        named = all(PARTS[one.producer].named for one in (each, *gone))
        return Expected("stale", silent if named else frozenset(), sure)
    fetch = _fetch_of(each, target)
    copies = [
        other
        for other in target
        if other.digest == each.digest and other.identity != each.identity and _is_copy(other, fetch)
    ]
    if any((each.system and other.system) or not _is_stated(other, each) for other in copies):
        return Expected("open")  # Nix does not show whether two platforms may share a digest
    if copies:
        return Expected("copy", frozenset(_is_silent(other, each) for other in copies))
    # Nix does not show which lock decides dependencies, nor whether two ways to fetch have the same source.
    if any(other.digest == each.digest and other.producer != each.producer for other in target):
        return Expected("open")
    # Nor does it show whether two versions of a package in one lock may have one content.
    if each.kind in LOCKED and any(
        other.digest == each.digest and other.identity != each.identity for other in target
    ):
        return Expected("open")
    return Expected("open" if had else "none")


def _is_pinned(each: Fixed, others: list[Fixed]) -> bool:
    """Tell whether the file of a tool has the same pair as a fetch, since nvfetcher writes both."""
    return any(other.kind == "pin" and other.pair == each.pair for other in others)


def _fetch_of(each: Fixed, others: list[Fixed]) -> Fixed:
    """Return the fetch that a tool wrote beside its pin, since both are one source; without one, what is given."""
    is_pin = each.kind == "pin"
    return next((one for one in others if is_pin and one.kind == "source" and one.pair == each.pair), each)


def _is_out_of_pins(old: Fixed, new: Fixed) -> bool:
    """Tell whether a digest moved, with other inputs, from the file of a tool to a fetch or to another tool's file."""
    if old.kind in LOCKED or new.kind in LOCKED:
        return old.producer != new.producer
    return (old.kind == "pin") != (new.kind == "pin") and {old.kind, new.kind} <= {
        "pin",
        "source",
        "patch",
        "image",
    }


def _is_silent(old: Fixed, new: Fixed) -> bool:
    """Tell whether Nix does not notice: the path is the same, and the evaluator does not check the content again."""
    return old.path == new.path and new.producer not in ("fetchGit", "fetchTree")


def moves(old: Fixed, new: Fixed) -> list[tuple[str, str]]:
    """Return (role, name) of the differences between two fixed outputs that can change the content."""
    found = []
    for name in sorted({*old.which, *new.which}):
        one, other = old.which.get(name), new.which.get(name)
        if one == other or (isinstance(one, Pairs) and one.unfinished_like(other)):
            continue
        if name == "url" and _is_same_file(old, new):
            continue
        is_cloned = isinstance(one, Pairs) and one.cloned_like(other)
        found.append(("how", "clone") if is_cloned else ("what", name))
    found += [("how", name) for name in {*old.how, *new.how} if old.how.get(name) != new.how.get(name)]
    found += [
        ("script", name)
        for name in {*old.scripts, *new.scripts}
        if old.scripts.get(name) != new.scripts.get(name)
    ]
    return found


def weighty(old: Fixed, new: Fixed) -> list[tuple[str, str]]:
    """Return the moves that matter. A moved script of a package only matters if it changes a manifest."""
    found = moves(old, new)
    if new.kind != "dependency" or PARTS[new.producer].rest or any(role != "script" for role, _ in found):
        return found
    lines = {
        line for _, name in found for line in set(old.scripts.get(name, ())) ^ set(new.scripts.get(name, ()))
    }
    return (
        found
        if any(re.search(r"lock|package\.json|go\.mod|Cargo\.toml|\bsbt\b", line) for line in lines)
        else []
    )


def _is_same_file(old: Fixed, new: Fixed) -> bool:
    """Tell whether a file moved to another host, with the same name at the end and no other version in its path."""
    if (
        old.where.get("host_name") == new.where.get("host_name")
        or "url" not in old.which
        or "url" not in new.which
    ):
        return False
    one, other = (str(each.which["url"]).rstrip("/") for each in (old, new))
    if one.rpartition("/")[2] != other.rpartition("/")[2]:
        return False
    if _versions(one.rpartition("/")[2]):
        return True
    return _versions(one) <= _versions(other) or _versions(other) <= _versions(one)


def _versions(text: str) -> set[str]:
    return set(re.findall(r"[0-9a-f]{40}|\d+(?:[._-]\d+)+|(?<!\d)\d{6,}", text))


def _is_copy(one: Fixed, other: Fixed) -> bool:
    """Tell whether two sources cannot both have one digest: another repository, revision or version."""
    if {one.kind, other.kind} - {"source", "patch"}:
        return False
    names = [name for role, name in moves(one, other) if role == "what"]
    if not names or any(name not in {**each.which, **each.where} for name in names for each in (one, other)):
        return False
    urls = str(one.which.get("url")), str(other.which.get("url"))
    commits = [set(re.findall(r"[0-9a-f]{40}", url)) for url in urls]
    of_two_commits = all(commits) and commits[0].isdisjoint(commits[1])
    return any(name != "url" or of_two_commits or _dotted(urls[0]) != _dotted(urls[1]) for name in names)


def _is_sure(old: Fixed, new: Fixed) -> bool:
    """Tell whether the moves of a source prove that a kept hash is stale."""
    if new.kind not in ("source", "patch") or old.producer != new.producer:
        return False
    found = moves(old, new)
    if any(role == "how" for role, _ in found) and (old.where, old.name) == (new.where, new.name):
        return True
    for role, name in found:
        one, other = (str(each.which.get(name, "")) for each in (old, new))
        if role == "what" and name in ("rev", "url") and _numbers(one) and _numbers(other):
            return _numbers(one).isdisjoint(_numbers(other))
    return False


def _numbers(text: str) -> set[str]:
    """Return the numbers of the versions in a text, without those of commit ids."""
    return set(re.findall(r"(?<![0-9a-f])\d+(?:\.\d+)+", text))


def _is_stated(one: Fixed, other: Fixed) -> bool:
    """Tell whether two sources differ in an input of every source: a revision, a repository, a version in a url."""
    return any(role == "what" and name in ("rev", "repo", "url") for role, name in moves(one, other))


def _dotted(url: str) -> list[str]:
    return re.findall(r"\d+(?:[._]\d+)+", url)
