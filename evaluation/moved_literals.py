"""Move one literal of a public package, keep its hash, and count how many of these changes `check` reports.

    python -m evaluation.moved_literals --repositories DIR --out FILE [--each 6] [--seed 1]

The text of the newest commit chooses the literals, so what authguard cannot read counts too. There are five kinds:

    rev      a full commit id, beside a hash
    tag      a `rev`, `tag` or `ref` with a version, beside a hash
    url      a url with a version, beside a hash
    version  the only `version` of a file whose url, rev or tag uses it
    lock     one package of the only go.sum, Cargo.lock or package-lock.json, beside a hash of the dependencies

"Beside" means that no brace is between the two. Each literal is moved twice: alone (stale: an error is right), and
together with the hashes (right: no error is right). `--list` prints the other answers of FILE.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path
from typing import TYPE_CHECKING, Any

from authguard.digest import encode_base32
from evaluation.crater.walk import clone_of, judged, repositories, rows_of
from evaluation.put_back import git_in, highest, with_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, Any]

_DIGEST = re.compile(
    rb"sha(?:256|512)-[A-Za-z0-9+/]{43,86}={1,2}|(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9abcdf-np-sv-z]{52})(?![0-9A-Za-z])"
)
_LITERALS = {
    "rev": re.compile(rb'\b(?:rev|revision|commit)"?\s*[=:]\s*"([0-9a-f]{40})"'),
    "tag": re.compile(rb'\b(?:rev|tag|ref)"?\s*[=:]\s*"(v?\d+(?:\.\d+)+)"'),
    "url": re.compile(rb'\burl"?\s*[=:]\s*"(https?://[^"$\s]*\d\.\d[^"$\s]*)"'),
}
_VERSION = re.compile(rb'(?m)^[ \t]*version = "([^"$\s]*\d[^"$\s]*)";')
_USES_VERSION = re.compile(
    rb"(?m)^[ \t]*(?:url|rev|tag|ref) = "
    rb"(?:[^#\n]*\$\{(?:finalAttrs\.|attrs\.|self\.)?version\}|(?:finalAttrs\.)?version;)"
)
_DEPENDENCIES = {"go.sum": b"vendorHash", "Cargo.lock": b"cargoHash", "package-lock.json": b"npmDepsHash"}
_PACKAGES = {
    "go.sum": re.compile(rb"(?m)^(\S+ )(v\d+\.\d+\.)(\d+)( h1:)(\S+)$"),
    "Cargo.lock": re.compile(
        rb'(?m)^(name = "[^"]+"\nversion = ")(\d+\.\d+\.)(\d+)'
        rb'("\nsource = "[^"]+"\nchecksum = ")([0-9a-f]{64})'
    ),
    "package-lock.json": re.compile(
        rb'("version": ")(\d+\.\d+\.)(\d+)(",\s*"resolved": "[^"]+",\s*"integrity": ")([^"]+)'
    ),
}
"""A package of each lock: its name, the version without its last number, that number, and its hash."""
_OWN_SOURCE = re.compile(rb"\bsrc = (?:\./|\.\./|self\b|lib\.clean|lib\.fileset|builtins\.path)")
_NUMBER = re.compile(rb"\d+(?!.*\d)", re.DOTALL)
_NOT = ("flake.lock", "package.json", "tsconfig.json", *_DEPENDENCIES)
_LARGEST = 1 << 18
_FAR = 400
"""At most this many bytes are between a literal and its hash."""


@dataclass(frozen=True)
class Site:
    """A literal to move: its kind, its file and line, and the files as they are after each of the two changes."""

    kind: str
    path: str
    line: int
    stale: dict[str, bytes]
    right: dict[str, bytes]


def sites(files: dict[str, bytes]) -> Iterator[Site]:
    """Yield the literals that can be moved in the files of a tree."""
    for path, data in files.items():
        if path.rpartition("/")[2] in _NOT or not _DIGEST.search(data):
            continue
        for kind, pattern in _LITERALS.items():
            for match in pattern.finditer(data):
                digest = _beside(data, match.span(1))
                if digest is not None and not _is_comment(data, match.start()):
                    yield _site(kind, path, data, match, digest)
        versions = list(_VERSION.finditer(data))
        if path.endswith(".nix") and len(versions) == 1 and _USES_VERSION.search(data):
            yield _site("version", path, data, versions[0], None)
    yield from _of_locks(files)


def _site(kind: str, path: str, data: bytes, match: re.Match[bytes], digest: bytes | None) -> Site:
    old = match[1]
    start, end = match.span(1)
    moved = data.replace(old, _another_id(old)) if kind == "rev" else data[:start] + _raised(old) + data[end:]
    digests = [digest] if digest is not None else _DIGEST.findall(data)
    line = data.count(b"\n", 0, start) + 1
    return Site(kind, path, line, {path: moved}, {path: _with_others(moved, digests)})


def _of_locks(files: dict[str, bytes]) -> Iterator[Site]:
    """Yield a package of each lock that is the only one of its kind, if one file has a hash of its dependencies."""
    for lock, attribute in _DEPENDENCIES.items():
        locks = [path for path in files if path.rpartition("/")[2] == lock]
        holders = [
            path
            for path, data in files.items()
            if path.endswith(".nix") and re.search(attribute + rb' = "sha256-', data)
        ]
        if len(locks) != 1 or len(holders) != 1 or not _OWN_SOURCE.search(files[holders[0]]):
            continue
        moved = _with_moved_package(files, locks[0], lock)
        if moved:
            data = files[holders[0]]
            found = re.search(attribute + rb' = "(sha256-[^"]*)"', data)
            line = data.count(b"\n", 0, data.index(attribute)) + 1
            other = _with_others(data, [found[1]] if found else [])
            yield Site("lock", holders[0], line, moved, {**moved, holders[0]: other})


def _with_moved_package(files: dict[str, bytes], path: str, lock: str) -> dict[str, bytes]:
    """Return the lock with another version and another hash of one package, for Go with its go.mod.

    The result is empty if no package can be moved.
    """
    data, module = files[path], path.removesuffix("go.sum") + "go.mod"
    for found in _PACKAGES[lock].finditer(data):
        version = found[2] + b"%d" % (int(found[3]) + 1)
        moved = {path: data[: found.start(2)] + version + found[4] + _other(found[5]) + data[found.end() :]}
        if lock != "go.sum":
            return moved
        required = found[1] + found[2] + found[3] + b"\n"
        if required in files.get(module, b""):
            return {**moved, module: files[module].replace(required, found[1] + version + b"\n")}
    return {}


def _beside(data: bytes, span: tuple[int, int]) -> bytes | None:
    """Return the nearest hash with no brace between it and a literal."""
    start, end = span
    before, after = data[max(start - _FAR, 0) : start], data[end : end + _FAR]
    found = [(start - offset, digest) for offset, digest in _clear(before, len(before), start)][-1:]
    first = next(iter(_DIGEST.finditer(after)), None)
    if first is not None and not _has_brace(after[: first.start()]):
        found.append((first.start(), first[0]))
    return min(found)[1] if found else None


def _clear(before: bytes, length: int, start: int) -> Iterator[tuple[int, bytes]]:
    for match in _DIGEST.finditer(before):
        if not _has_brace(before[match.end() :]):
            yield start - length + match.end(), match[0]


def _has_brace(text: bytes) -> bool:
    return re.search(rb"[{}]", re.sub(rb"\$\{[^{}]*\}", b"", text)) is not None


def _is_comment(data: bytes, at: int) -> bool:
    return data[data.rfind(b"\n", 0, at) + 1 : at].lstrip().startswith((b"#", b"//"))


def _raised(text: bytes) -> bytes:
    """Return a text with its last number raised by one. In a url, only a version is raised."""
    versions = list(re.finditer(rb"\d+(?:\.\d+)+", text))
    if versions:
        start, end = versions[-1].span()
        return text[:start] + _NUMBER.sub(_plus_one, text[start:end]) + text[end:]
    return _NUMBER.sub(_plus_one, text)


def _plus_one(match: re.Match[bytes]) -> bytes:
    return b"%d" % (int(match[0]) + 1)


def _another_id(oid: bytes) -> bytes:
    return sha512(oid).hexdigest()[: len(oid)].encode()


def _with_others(data: bytes, digests: list[bytes]) -> bytes:
    for digest in digests:
        data = data.replace(digest, _other(digest))
    return data


def _other(digest: bytes) -> bytes:
    """Return another hash of the same algorithm in the same spelling; the text after it stays."""
    made = sha512(digest).digest()
    for algorithm, size in ((b"sha256-", 32), (b"sha512-", 64), (b"sha1-", 20)):
        if digest.startswith(algorithm):
            return algorithm + b64encode(made[:size])
    if re.fullmatch(rb"[0-9a-f]{64}", digest):
        return made[:32].hex().encode()
    if re.fullmatch(rb"[0-9a-z]{52}", digest):
        return encode_base32(made[:32]).encode()
    return b64encode(made[:32])


def files_of(clone: Path) -> dict[str, bytes]:
    """Return the Nix files, JSON files and locks of the newest commit, except large ones."""
    found = {}
    for entry in git_in(clone, "ls-tree", "-r", "-l", "-z", "HEAD").split(b"\0"):
        facts, _, name = entry.partition(b"\t")
        path = os.fsdecode(name)
        if not facts.startswith(b"100") or not path.endswith((".nix", ".json", "go.mod", *_DEPENDENCIES)):
            continue
        size = facts.split()[3]
        if not size.isdigit():
            continue  # the snapshot does not have this file
        if int(size) <= _LARGEST or path.endswith(tuple(_DEPENDENCIES)):
            found[path] = git_in(clone, "cat-file", "blob", f"HEAD:{path}")
    return found


def answers(name: str, directory: Path, each: int, seed: int) -> Iterator[Row]:
    """Yield a row for each chosen literal: what `check` reports if it moves alone, and with its hashes."""
    with tempfile.TemporaryDirectory() as folder:
        clone = clone_of(directory, Path(folder))
        kinds: dict[str, list[Site]] = {}
        for site in sites(files_of(clone)):
            kinds.setdefault(site.kind, []).append(site)
        chance = random.Random(f"{seed} {name}")  # noqa: S311 - no secret
        for found in kinds.values():
            for site in chance.sample(found, min(each, len(found))):
                row: Row = {"repo": name, "kind": site.kind, "path": site.path, "line": site.line}
                for change, files in (("stale", site.stale), ("right", site.right)):
                    copy = with_files(clone, "HEAD", files, parent="HEAD")
                    answer = judged(clone, copy)
                    findings = answer.get("findings", [])
                    row[change] = highest(findings) if "error" not in answer else "failed"
                    row[f"{change}_codes"] = sorted(
                        {f"{one['code']} {one['class'] or ''} {one['message'][:150]}" for one in findings}
                    )
                yield row


def main() -> None:
    """Move literals, or print the answers that are not right."""
    parser = argparse.ArgumentParser(prog="evaluation.moved_literals", description=__doc__.split("\n")[0])
    parser.add_argument("--repositories", type=Path, required=True, help="a folder of repositories")
    parser.add_argument("--out", type=Path, required=True, help="the file of the rows")
    parser.add_argument("--each", type=int, default=6, help="at most this many literals of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="names of repositories")
    parser.add_argument("--list", action="store_true", help="print the answers that are not right")
    given = parser.parse_args()
    done = {row["repo"] for row in rows_of(given.out)}
    for name, directory in repositories(given.repositories).items() if not given.list else ():
        if name not in done and (not given.only or name in given.only):
            with given.out.open("a") as file:
                for row in answers(name, directory, given.each, given.seed):
                    file.write(json.dumps(row) + "\n")
                    file.flush()
    rows = list(rows_of(given.out))
    if given.list:
        for row in rows:
            place = f"{row['kind']:8}{row['repo']} {row['path']}:{row['line']}"
            if row["stale"] != "error":
                print(f"stale {row['stale']:8}{place} {row['stale_codes']}")
            if row["right"] in ("error", "warning", "failed"):
                print(f"right {row['right']:8}{place} {row['right_codes']}")
    for kind in sorted({row["kind"] for row in rows}):
        for change in ("stale", "right"):
            counts = dict(Counter(row[change] for row in rows if row["kind"] == kind))
            print(f"{kind:8}{change}: {counts}")
    print(len({row["repo"] for row in rows}), "repositories,", len(rows), "literals")


if __name__ == "__main__":
    main()
