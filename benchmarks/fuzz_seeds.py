"""The first inputs of the fuzzer: files of the project's own cases, and real ones, which are only read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from authguard.git.git import Git
from authguard.git.objects import LARGEST
from authguard.locks import KINDS, deciding_files
from benchmarks.fuzz_remote import answer_seeds, archive_seeds
from benchmarks.fuzz_samples import LOCKS, PART, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    Files = dict[str, bytes]

PROJECT = Path(__file__).resolve().parent.parent
MOST = 400
"""At most this many files of one kind are used from each named place."""

_MADE = {"archives": archive_seeds, "answers": answer_seeds}
_LOCKS = {name: kind for kind in sorted(KINDS, reverse=True) for name in deciding_files(kind, {})}
_KINDS = sorted(KINDS)
_PIN_NAMES = ("flake.lock", "sources.json", "generated.json", "deps.json", "pins.json", "hashes.json")


def seeds(name: str, places: list[Path], longest: int) -> list[bytes]:
    """Return the first inputs of the target ``name``: its own, those of the project's files, those at ``places``."""
    found = list(SAMPLES.get(name, ()))
    if name in _MADE:
        found = _MADE[name]()
    if name == "locks":
        found = [_lock(kind, text) for kind, text in LOCKS.items()]
    if name in ("tree", "pins", "locks", "config", "waivers"):
        for base, target in _cases():
            found.extend(_of_commit(name, base, target))
        for place in places:
            taken = 0
            for path, content in _files(place):
                new = _of_file(name, path, content[: longest - 64])
                found.extend(new)
                taken += bool(new)
                if taken >= MOST:
                    break
    return sorted({each for each in found if len(each) <= longest})


def _cases() -> Iterator[tuple[Files, Files]]:
    """The base and the target of every case, and the project's own packaging."""
    for case in sorted((PROJECT / "tests" / "cases").iterdir()):
        yield _read(case / "base"), _read(case / "target")
    packaging = _read(PROJECT / "nix" / "authentik")
    yield packaging, packaging


def _read(folder: Path) -> Files:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _of_commit(name: str, base: Files, target: Files) -> Iterator[bytes]:
    if name == "tree":
        pieces = []
        for path in sorted({*base, *target}):
            if base.get(path) == target.get(path):
                pieces.append(f"* {path}\n".encode() + base[path])
                continue
            for output_tree, files in (("b", base), ("t", target)):
                if path in files:
                    pieces.append(f"{output_tree} {path}\n".encode() + files[path])
        yield PART.join(pieces)
        return
    for path in sorted({*base, *target}):
        pair = [files[path] for files in (base, target) if path in files]
        if name == "locks":
            kind = _LOCKS.get(path.rpartition("/")[2])
            if kind is not None:
                yield _lock(kind, PART.join(pair))
        else:
            yield from _of_file(name, path, pair[-1])


def _of_file(name: str, path: str, content: bytes) -> list[bytes]:
    """Return the inputs that one file of a tree is for a target; none if the target does not read it."""
    file = path.rpartition("/")[2]
    if name == "tree":
        return [content] if file.endswith(".nix") else []
    if name == "pins":
        by_name = {"flake.lock": 1, "generated.json": 4, "deps.json": 6}
        kind = by_name.get(file, 5 if file.endswith(".toml") else 3 if path.startswith("nix/") else 2)
        is_pins = file in _PIN_NAMES or (b"sha256" in content and file.endswith((".json", ".toml")))
        return [b"p" * kind + b"\n" + content] if is_pins else []
    if name == "locks":
        kind_of = _LOCKS.get(file)
        return [_lock(kind_of, content)] if kind_of is not None else []
    wanted = b"authguard" in content and (name == "waivers") == file.endswith(".nix")
    return [content] if wanted else []


def _lock(kind: str, content: bytes) -> bytes:
    """Return an input of the target "locks", in which the length of the first line selects the kind."""
    return b"k" * _KINDS.index(kind) + b"\n" + content


def _is_wanted(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name in _LOCKS or name.endswith((".nix", ".json", ".toml", ".lock"))


def _files(place: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a directory, or of the newest commit of a git repository."""
    if not (place / "HEAD").is_file() and not (place / ".git").exists():
        for file in sorted(place.rglob("*")):
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST:
                yield file.relative_to(place).as_posix(), file.read_bytes()
        return
    git = Git(str(place))
    try:
        for line in git.run("ls-tree", "-r", "-z", "HEAD").split(b"\0")[:-1]:
            words, path = line.split(b"\t", 1)
            name = path.decode("utf-8", "replace")
            if not _is_wanted(name):
                continue
            blob = git.objects.read(words.split()[2].decode())
            if blob is not None and blob.data is not None:
                yield name, blob.data
    finally:
        git.close()
