"""npm packages from git: their archives are packed again, or they are refused."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from authguard.prove.dependencies import npm, npm_git
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes import of_path
from authguard.prove.hashes.gittree import write_git
from authguard.prove.hashes.limits import Uncomputable
from tests.support.npm import sri
from tests.support.repos import Repo
from tests.units.prove.test_npm import lock, old, write_package

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from authguard.prove.dependencies.fetching import WantedFile
    from authguard.prove.hashes.nar import TreeWriter

COMMIT = "a" * 40
ARCHIVE = f"https://codeload.github.com/o/r/tar.gz/{COMMIT}"


@pytest.mark.parametrize(
    ("url", "archive"),
    [
        (f"git+ssh://git@github.com/o/r.git#{COMMIT}", ARCHIVE),
        (f"git+https://github.com/o/r#{COMMIT}", ARCHIVE),
        (f"git+ssh://bitbucket.org/o/r#{COMMIT}", f"https://bitbucket.org/o/r/get/{COMMIT}.tar.gz"),
        (f"git+ssh://git.sr.ht/~o/r#{COMMIT}", f"https://git.sr.ht/~o/r/archive/{COMMIT}.tar.gz"),
    ],
)
def test_the_url_of_a_git_package_is_that_of_the_forges_archive(url: str, archive: str) -> None:
    """Each forge has its own form of the url."""
    assert npm_git.hosted(url).archive == archive


@pytest.mark.parametrize(
    "url",
    [
        "git+ssh://git@github.com/o/r.git#main",
        f"git+ssh://git@github.com/o/\u00fc.git#{COMMIT}",
        f"git+ssh://git@gitlab.com/o/r.git#{COMMIT}",
        f"git+ssh://git@example.org/o/r.git#{COMMIT}",
        f"git+ssh://git@github.com/o/r/tree/{COMMIT}",
        "git+ssh://git@github.com/o/r.git",
    ],
)
def test_a_revision_that_is_no_commit_on_a_forge_is_refused(url: str) -> None:
    """The revision is no commit, or the url is not that of a known forge."""
    with pytest.raises(Uncomputable, match="not at a commit"):
        npm_git.hosted(url)


def test_a_short_name_is_read_in_a_lock_of_version_1() -> None:
    """`github:` means a repository by ssh in a lock of version 1, and nothing in later versions."""
    (found,) = npm.packages_of(old({"a": {"version": f"github:o/r#{COMMIT}", "from": "x"}}))
    assert npm_git.hosted(found.url).archive == ARCHIVE
    with pytest.raises(Uncomputable, match="another way"):
        npm.packages_of(lock({"a": {"resolved": f"github:o/r#{COMMIT}"}}))


def repository(path: Path, **more: str) -> tuple[Repo, str]:
    """Return a repository with a package, an executable file and a link, and its commit."""
    repo = Repo(path)
    repo.write("package.json", json.dumps({"name": "r", "scripts": {"test": "x"}}))
    repo.write("bin/run", "#!/bin/sh\n")
    (repo.path / "bin/run").chmod(0o755)
    (repo.path / "link").symlink_to("bin/run")
    repo.write("tests/a.js", "//\n").write(".gitattributes", "tests export-ignore\n")
    for name, text in more.items():
        repo.write(name.replace("_", "-") + ".json", text)
    return repo, repo.commit("first")


def tools(repo: Repo) -> Tools:
    """Return tools with one repository for git."""

    def fetch(_: Sequence[WantedFile]) -> Mapping[WantedFile, str]:
        return {}

    def write(writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
        assert url == "https://github.com/o/r.git"
        write_git(writer, str(repo.path / ".git"), rev, rules, prefix=prefix)

    def read(*_: object) -> None:
        raise AssertionError

    return Tools(fetch, read, write, Programs(), is_open=True)


def tarball(repo: Repo, commit: str, work: Path) -> bytes:
    """Return what the program of nixpkgs makes of the archive of a forge."""
    (work / "package").mkdir(parents=True)
    archive = subprocess.run(
        ["git", "archive", "--format=tar.gz", "--prefix=r/", commit],
        cwd=repo.path,
        check=True,
        capture_output=True,
    )
    unpack = ["tar", "--extract", "--gzip", "--strip-components=1", "--no-same-permissions"]
    inside = ["sh", "-c", 'umask 022; exec "$@"', "sh", *unpack, "-C", str(work / "package")]
    subprocess.run(inside, input=archive.stdout, check=True)
    options = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"]
    pack = ["tar", *options, "-I", "gzip -n -9", "--create", "-f", "-", "-C", str(work), "package"]
    return subprocess.run(pack, check=True, capture_output=True).stdout


def output(into: Path, text: bytes, packages: Mapping[str, bytes]) -> bytes:
    """Return the digest of the output for a lock, with packages by their urls."""
    for folder in ("content-v2", "index-v5"):
        (into / "_cacache" / folder).mkdir(parents=True)
    (into / "package-lock.json").write_bytes(text)
    for url, data in packages.items():
        write_package(into / "_cacache", url, data, sri(data))
    return of_path(str(into))


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_tree_is_that_of_the_program_of_nixpkgs(tmp_path: Path, mask: int) -> None:
    """The archive of the forge is unpacked and packed again, with any umask."""
    repo, commit = repository(tmp_path / "r")
    text = lock({"node_modules/r": {"resolved": f"git+ssh://git@github.com/o/r.git#{commit}"}})
    packed = tarball(repo, commit, tmp_path / "work")
    made = output(tmp_path / "made", text, {f"https://codeload.github.com/o/r/tar.gz/{commit}": packed})
    before = os.umask(mask)
    try:
        assert npm.digest(text, tools(repo)) == made
    finally:
        os.umask(before)


def test_packages_below_a_package_from_git_are_read(tmp_path: Path) -> None:
    """The lock of the package is read, also a lock below it. Two spellings of one commit are one package."""
    deep, deepest = repository(tmp_path / "deep")
    below = lock(
        {"": {}, "node_modules/deep": {"resolved": f"git+ssh://git@bitbucket.org/o/deep.git#{deepest}"}}
    )
    repo, commit = repository(tmp_path / "r", package_lock=below.decode())
    spelled = ("git+ssh://git@github.com", "git+https://git@github.com", "ssh://git@github.com")
    entries = {
        f"node_modules/{at}": {"resolved": f"{one}/o/r.git#{commit}"} for at, one in enumerate(spelled)
    }
    text = lock(entries)
    expected = {
        f"https://codeload.github.com/o/r/tar.gz/{commit}": tarball(repo, commit, tmp_path / "1"),
        f"https://bitbucket.org/o/deep/get/{deepest}.tar.gz": tarball(deep, deepest, tmp_path / "2"),
    }
    made = output(tmp_path / "made", text, expected)

    def write(writer: TreeWriter, prefix: bytes, url: str, rev: str, rules: str) -> None:
        path = tmp_path / url.rpartition("/")[2].removesuffix(".git") / ".git"
        write_git(writer, str(path), rev, rules, prefix=prefix)

    used = tools(repo)
    used.git = write
    assert npm.digest(text, used) == made


def test_a_manifest_that_is_nested_too_deep_is_refused() -> None:
    """Python cannot read the manifest."""
    with pytest.raises(Uncomputable, match=r"no package\.json"):
        npm_git._demand_no_scripts(b"[" * 60_000, is_fine=False)


def test_install_scripts_need_a_lock(tmp_path: Path) -> None:
    """Nixpkgs refuses install scripts without forceGitDeps."""
    manifest = json.dumps({"name": "r", "scripts": {"prepare": "x"}})
    repo, commit = repository(tmp_path / "r", package=manifest)
    text = lock({"node_modules/r": {"resolved": f"git+ssh://git@github.com/o/r.git#{commit}"}})
    with pytest.raises(Uncomputable, match="install scripts"):
        npm.digest(text, tools(repo))
    assert npm.digest(text, tools(repo), is_forced=True)
    repo.write("package-lock.json", json.dumps({"lockfileVersion": 3, "packages": {}}))
    commit = repo.commit("a lock")
    text = lock({"node_modules/r": {"resolved": f"git+ssh://git@github.com/o/r.git#{commit}"}})
    assert npm.digest(text, tools(repo))


def test_another_tar_than_gnu_tar_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another tar writes other bytes, so the refusal names GNU tar."""
    repo, commit = repository(tmp_path / "r")
    text = lock({"node_modules/r": {"resolved": f"git+ssh://git@github.com/o/r.git#{commit}"}})
    (tmp_path / "bin").mkdir()
    for name, words in (("gzip", "gzip 1.13"), ("tar", "bsdtar 3.5"), ("gtar", "bsdtar 3.5")):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\necho {words}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(Uncomputable, match="no GNU tar"):
        npm.digest(text, tools(repo))
