"""Mirrors that lie: another host in place of the real one proves nothing, and a moved tag ends the proofs."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from authguard.prove.hashes import of_git
from authguard.prove.hashes.entries import CHECKOUT
from authguard.prove.proofs import Proofs
from tests.support.guarded import digest
from tests.support.repos import Repo
from tests.support.servers import HttpGit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REAL = "real.invalid"
HTTP = {"GIT_ALLOW_PROTOCOL": "http"}


def package(version: int, stated: str) -> str:
    """Return a package that is fetched from the real host."""
    return f'{{ fetchgit }}: fetchgit {{ url = "http://{REAL}/tool.git"; rev = "v{version}"; hash = "{stated}"; }}\n'


@pytest.fixture
def forged(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Yield the host of an attacker, and the hash of its v2."""
    source = Repo(tmp_path / "source").write("a", "forged")
    commit = source.commit("forged")
    source.git("tag", "v2")
    source.git("clone", "--quiet", "--bare", ".", str(tmp_path / "served" / "tool.git"))
    raw = of_git(str(tmp_path / "served" / "tool.git"), commit, CHECKOUT)
    with HttpGit(tmp_path / "served") as server:
        yield server.host, f"sha256-{base64.b64encode(raw).decode()}"


@pytest.fixture
def request_of_stranger(tmp_path: Path, forged: tuple[str, str]) -> Repo:
    """Return a repository: HEAD has the forged hash, and the config names the attacker's host."""
    host, stated = forged
    repo = Repo(tmp_path / "r").write("tool.nix", package(1, digest(1)))
    repo.commit("one")
    repo.write("authguard.toml", f'[mirrors]\nrenamed = {{ "{REAL}" = "{host}" }}\n')
    repo.write("tool.nix", package(2, stated)).commit("two")
    return repo


RANGE = ("--base", "HEAD~1", "--head", "HEAD")


@pytest.mark.parametrize(
    "words",
    [RANGE, (*RANGE, "--online"), ("--all", "--head", "HEAD"), ("--all", "--head", "HEAD", "--online")],
)
def test_another_host_proves_nothing(request_of_stranger: Repo, words: tuple[str, ...]) -> None:
    """Only the config of the base can say that a host was renamed."""
    done = request_of_stranger.run("authguard", "verify", *words, env=HTTP)
    assert done.returncode == 3
    assert "right" not in done.stdout


@pytest.mark.parametrize("stated", [REAL, f"{REAL}:80", "Real.Invalid"])
def test_an_answer_of_another_host_is_not_remembered(request_of_stranger: Repo, stated: str) -> None:
    """In the tree of the user, the config of the tree is used, but only for this run.

    Neither the tag nor the hash is stored.
    """
    repo = request_of_stranger
    text = (repo.path / "tool.nix").read_text()
    repo.write("tool.nix", text.replace(REAL, stated)).commit("another spelling")
    assert repo.run("authguard", "verify", "--all", env=HTTP).returncode == 0
    repo.remove("authguard.toml").commit("three")
    assert repo.run("authguard", "verify", "--all", "--offline").returncode == 3
    proofs = Proofs(str(repo.path / ".git"))
    assert proofs.commit_of(f"http://{stated}/tool.git", "refs/tags/v2") is None
    proofs.close()


def test_a_repair_by_another_host_is_not_remembered(request_of_stranger: Repo) -> None:
    """`fix` writes the hash of the host that the config of the work tree names. It is no proof for a later run."""
    repo = request_of_stranger
    repo.write("tool.nix", package(2, digest(2))).commit("another hash")
    assert repo.run("authguard", "fix", "--all", env=HTTP).returncode == 0
    assert digest(2) not in (repo.path / "tool.nix").read_text()
    repo.remove("authguard.toml").commit("the hash")
    assert repo.run("authguard", "verify", "--all", "--offline").returncode == 3


def test_a_moved_tag_ends_no_proof_of_another_repository(tmp_path: Path) -> None:
    """The nightly tag of one repository moves. The proof of the other repository stays."""
    served = tmp_path / "served"
    texts = {}
    for name, tag in (("tool", "v1"), ("other", "nightly")):
        source = Repo(tmp_path / name).write("a", name)
        commit = source.commit("one")
        source.git("tag", tag)
        source.git("clone", "--quiet", "--bare", ".", str(served / f"{name}.git"))
        raw = base64.b64encode(of_git(str(served / f"{name}.git"), commit, CHECKOUT)).decode()
        texts[name] = (
            f'{{ fetchgit }}: fetchgit {{ url = "URL/{name}.git"; rev = "{tag}"; hash = "sha256-{raw}"; }}\n'
        )
    source.write("a", "two").commit("two")
    with HttpGit(served) as server:
        repo = Repo(tmp_path / "r")
        for name, text in texts.items():
            repo.write(f"{name}.nix", text.replace("URL", server.url))
        repo.commit("one")
        assert repo.run("authguard", "verify", "--all", env=HTTP).returncode == 0
        source.git("push", "--quiet", "--force", str(served / "other.git"), "HEAD:refs/tags/nightly")
        assert repo.run("authguard", "verify", "--again", "other.nix", env=HTTP).returncode == 1
        assert repo.run("authguard", "verify", "--offline", "tool.nix").returncode == 0
        assert repo.run("authguard", "verify", "--offline", "other.nix").returncode != 0


def test_a_tag_that_moves_ends_the_proof_of_its_old_hash(tmp_path: Path) -> None:
    """The old hash was right before. A run that sees the new commit ends this proof, even for another package."""
    source = Repo(tmp_path / "source").write("a", "one")
    first = source.commit("one")
    source.git("tag", "v1")
    second = source.write("a", "two").commit("two")
    served = tmp_path / "served" / "tool.git"
    source.git("clone", "--quiet", "--bare", ".", str(served))
    stated = f"sha256-{base64.b64encode(of_git(str(served), first, CHECKOUT)).decode()}"
    with HttpGit(tmp_path / "served") as server:
        text = package(1, stated).replace(f"http://{REAL}", server.url)
        repo = (
            Repo(tmp_path / "r")
            .write("tool.nix", text)
            .write("other.nix", text.replace("tool.git", "tool.git/"))
        )
        repo.commit("one")
        assert repo.run("authguard", "verify", "--all", env=HTTP).returncode == 0
        Repo(served, init=False).git("update-ref", "refs/tags/v1", second)
        assert repo.run("authguard", "verify", "--again", "tool.nix", env=HTTP).returncode == 1
        for path in ("tool.nix", "other.nix"):
            assert repo.run("authguard", "verify", path, env=HTTP).returncode == 1, path
