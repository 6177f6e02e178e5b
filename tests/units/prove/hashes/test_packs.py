"""Blobs that are read directly from packs are those of git; unusual packs are left to git."""

from __future__ import annotations

import contextlib
import random
import subprocess
from pathlib import Path

import pytest

from authguard.errors import Refused
from authguard.prove.hashes import CHECKOUT, Uncomputable, gitrun, of_git
from authguard.prove.hashes.objects import Large, ObjectReader
from authguard.prove.hashes.packs import LARGEST, Packs
from tests.support.repos import Repo
from tests.units.prove.hashes.oracle import checked_out, hashed


def listed(repo: Repo, commit: str) -> list[bytes]:
    """The names of all blobs of a commit."""
    return [line.encode() for line in repo.git("ls-tree", "-r", "--format=%(objectname)", commit).split()]


def contents(repo: Repo, oids: list[bytes]) -> list[bytes]:
    """Return the blobs as authguard reads them."""
    found = []
    with ObjectReader(gitrun.environment(str(repo.path / ".git")), oids) as objects:
        for _ in oids:
            content = objects.next()
            found.append(b"".join(content.chunks) if isinstance(content, Large) else bytes(content))
    return found


def by_git(repo: Repo, oids: list[bytes]) -> list[bytes]:
    """Return the blobs as git reads them, one by one."""
    return [
        subprocess.run(
            ["git", "cat-file", "blob", oid.decode()], cwd=repo.path, capture_output=True, check=True
        ).stdout
        for oid in oids
    ]


def complete(repo: Repo, oids: list[bytes]) -> int:
    """The number of blobs that are read without git."""
    with Packs(str(repo.path / ".git")) as packs:
        return sum(place is not None and place[0].read(place[1]) is not None for place in packs.find(oids))


def varied(path: Path, *options: str) -> Repo:
    """A repository with blobs of all sizes, some of them similar, so that a pack has deltas."""
    chance = random.Random(1)  # noqa: S311 - the same blobs each time
    repo = Repo(path, *options)
    text = "\n".join(f"line {chance.random()}" for _ in range(400))
    for number in range(12):
        repo.write(f"alike/{number}", text.replace("line 0.1", f"line {number}"))
    for size in (0, 1, 15, 16, 17, 2047, 2048, 1 << 17):
        repo.write(f"random/{size}", chance.randbytes(size)).write(f"zeros/{size}", bytes(size))
    repo.write("large/fits", bytes(LARGEST)).write("large/not", b"x" * (LARGEST + 1))
    return repo.link("link", "alike/1")


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_the_blobs_of_a_pack_are_those_of_git(tmp_path: Path, form: str) -> None:
    """Complete blobs are read without git, deltas and large blobs by git; all come in one order."""
    repo = varied(tmp_path / "r", f"--object-format={form}")
    commit = repo.commit("all")
    oids = listed(repo, commit)
    assert complete(repo, oids) == 0
    wanted = by_git(repo, oids)
    assert contents(repo, oids) == wanted
    repo.git("repack", "-adfq")
    large = sum(len(each) > LARGEST for each in wanted)
    deltas = repo.git("cat-file", "--batch-check=%(deltabase)", stdin="\n".join(oid.decode() for oid in oids))
    undone = sum(bool(line.strip("0")) for line in deltas.split())
    assert large == 1
    assert undone > 5
    assert complete(repo, oids) == len(oids) - large - undone
    assert contents(repo, oids) == wanted
    assert of_git(str(repo.path / ".git"), commit, CHECKOUT) == hashed(
        checked_out(repo, commit, tmp_path / "checkout")
    )


def test_the_blobs_of_several_packs_are_those_of_git(tmp_path: Path) -> None:
    """The blobs of one tree are in two packs (one of them twice), in another repository, and loose."""
    other = Repo(tmp_path / "other").write("borrowed", "lent" * 100)
    other.commit("lent")
    other.git("repack", "-adq")
    repo = Repo(tmp_path / "r")
    (repo.path / ".git/objects/info/alternates").write_text(f"{other.path / '.git/objects'}\n")
    for name in ("first", "second", "third"):
        repo.write(name, name * 50).commit(name)
        if name != "third":
            repo.git("repack", "-dq" if name == "first" else "-adq", "--keep-unreachable", "-l")
            repo.git("pack-objects", "-q", ".git/objects/pack/pack", stdin=repo.oid(f"HEAD:{name}") + "\n")
    commit = repo.write("borrowed", "lent" * 100).commit("all")
    assert len(list((repo.path / ".git/objects/pack").glob("*.idx"))) > 1
    oids = listed(repo, commit)
    assert 0 < complete(repo, oids) < len(oids)
    assert contents(repo, oids) == by_git(repo, oids)


def test_git_reads_a_pack_with_an_index_of_another_form(tmp_path: Path) -> None:
    """The index has version 1, or offsets of 64 bits."""
    repo = varied(tmp_path / "r")
    oids = listed(repo, repo.commit("all"))
    wanted = by_git(repo, oids)
    for form in ("pack.indexVersion=1", ""):
        repo.git(*(("-c", form) if form else ()), "repack", "-adfq")
        if not form:
            pack = next((repo.path / ".git/objects/pack").glob("*.pack"))
            index = pack.with_suffix(".idx")
            for made in (index, pack.with_suffix(".rev")):
                made.unlink(missing_ok=True)
            repo.git("index-pack", "--index-version=2,0x100", "-o", str(index), str(pack))
        assert complete(repo, oids) <= 1
        assert contents(repo, oids) == wanted


def test_a_blob_with_another_size_than_stated_is_left_to_git(tmp_path: Path) -> None:
    """There are too many or too few bytes: git reports the damage."""
    repo = Repo(tmp_path / "r").write("a", "text" * 100)
    oids = listed(repo, repo.commit("all"))
    repo.git("repack", "-adq")
    path = next((repo.path / ".git/objects/pack").glob("*.pack"))
    path.chmod(0o644)
    with Packs(str(repo.path / ".git")) as packs:
        ((_, offset),) = [place for place in packs.find(oids) if place is not None]
    assert complete(repo, oids) == 1
    data = path.read_bytes()
    for size in (1, 15):
        path.write_bytes(data[:offset] + bytes([data[offset] ^ size]) + data[offset + 1 :])
        assert complete(repo, oids) == 0


def test_a_damaged_pack_gives_the_true_hash_or_an_error(tmp_path: Path) -> None:
    """A file of the pack is cut, or has a changed bit."""
    chance = random.Random(7)  # noqa: S311 - the same damage each time
    repo = Repo(tmp_path / "r")
    for number in range(6):
        repo.write(f"d{number % 2}/f{number}", "\n".join(str(chance.random()) for _ in range(30)))
    commit = repo.commit("all")
    repo.git("repack", "-adfq")
    git_dir = str(repo.path / ".git")
    wanted = of_git(git_dir, commit, CHECKOUT)
    refused = 0
    for path in sorted((repo.path / ".git/objects/pack").glob("*.[pi]*")):
        path.chmod(0o644)
        full_file = path.read_bytes()
        for step in range(42):
            data = bytearray(full_file)
            if step % 7 == 0:
                del data[chance.randrange(len(data)) :]
            else:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(data)
            with contextlib.suppress(Refused, Uncomputable):
                refused += 1
                assert of_git(git_dir, commit, CHECKOUT) == wanted, (path.name, step)
                refused -= 1
        path.write_bytes(full_file)
    assert refused > 20
    assert of_git(git_dir, commit, CHECKOUT) == wanted
