"""`bump` on a machine without Nix: the version, the hash of the source, and the hash of its dependencies."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.laptop import Laptop, nar_hash
from tests.support.npm import Registry
from tests.support.repos import LEAVE, Repo
from tests.support.servers import Files, HttpGit

if TYPE_CHECKING:
    from collections.abc import Iterator

FAKE = f"sha256-{'A' * 43}="
PACKAGE = """{{ buildNpmPackage, fetchgit }}:
buildNpmPackage rec {{
  pname = "app";
  version = "1.0.0";
  src = fetchgit {{
    url = "{url}/upstream";
    rev = "v${{version}}";
    hash = "{source}";
  }};
  sourceRoot = "${{src.name}}/web";
  npmDepsHash = "{dependencies}";
}}
"""


class Upstream:
    """An upstream of two releases, a registry with their packages, and the true hashes."""

    def __init__(self, room: Path, git: HttpGit, files: Files) -> None:
        """Make the packages and their registries."""
        self.git = git
        self.files = files
        registry = Registry(files.root)
        repo = Repo(git.root / "upstream")
        self.hashes: dict[str, tuple[str, str]] = {}
        for version in ("1.0.0", "1.1.0"):
            lock = registry.lock(("left", version), ("@scope/right", "2.0.0"))
            repo.write("web/package-lock.json", lock).write("README.md", version)
            repo.write(".gitattributes", "README.md ident\n").commit(version)
            repo.git("tag", f"v{version}")
            tree = room / f"tree-{version}"
            shutil.copytree(repo.path, tree, ignore=shutil.ignore_patterns(".git"))
            output = registry.output(lock, room / f"output-{version}")
            self.hashes[version] = (nar_hash(tree), nar_hash(output))

    def package(self, version: str) -> str:
        """Return the package at the first version, with the hashes of a version."""
        source, dependencies = self.hashes[version]
        return PACKAGE.format(url=self.git.url, source=source, dependencies=dependencies)


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    """Serve an upstream and a registry."""
    (tmp_path / "git").mkdir()
    (tmp_path / "files").mkdir()
    with HttpGit(tmp_path / "git") as git, Files(tmp_path / "files") as files:
        yield Upstream(tmp_path, git, files)


@pytest.fixture
def laptop(tmp_path: Path, upstream: Upstream) -> Laptop:
    """Return a repository with the package at 1.0.0 and its true hashes, committed."""
    made = Laptop(tmp_path / "repo", upstream.files.url)
    made.write("default.nix", upstream.package("1.0.0"))
    made.commit("the package")
    return made


def test_bump_writes_every_hash(laptop: Laptop, upstream: Upstream) -> None:
    """The hashes are of the source and of its dependencies. Then `check` reports nothing."""
    said = laptop.authguard("bump", "1.1.0", "--stage", **_leave())
    assert said.code == 0, said
    text = (laptop.path / "default.nix").read_text()
    assert text == upstream.package("1.1.0").replace('"1.0.0"', '"1.1.0"')
    assert laptop.authguard("check").code == 0
    again = laptop.authguard("verify", **_leave())
    assert again.code == 0, again


def test_one_command_fixes_a_bump_of_six_findings(laptop: Laptop, upstream: Upstream) -> None:
    """Three packages share a version: the refused commit prints one command, and then the commit passes."""
    package = upstream.package("1.0.0")
    for name in ("one", "two", "three"):
        text = package.replace('version = "1.0.0"', "version = import ../version.nix")
        laptop.write(f"{name}/default.nix", text)
    laptop.write("version.nix", '"1.0.0"\n')
    laptop.git("rm", "--quiet", "default.nix")
    laptop.commit("three packages")
    laptop.write("version.nix", '"1.1.0"\n')
    laptop.git("add", "--all")
    refused = laptop.authguard("check")
    assert refused.code == 1
    shown = re.search(r"^  fix all 6\s+git authguard (.*)", refused.out, re.MULTILINE)
    assert shown is not None, refused.out
    mended = laptop.authguard(*shlex.split(shown[1]), **_leave())
    assert mended.code == 0, mended
    assert laptop.authguard("check") == (0, "", "")
    source, dependencies = upstream.hashes["1.1.0"]
    text = laptop.git("show", ":three/default.nix")
    assert source in text
    assert dependencies in text


def test_a_hash_that_was_forgotten_is_proved_wrong(laptop: Laptop, upstream: Upstream) -> None:
    """The version and the source moved, the hash of the dependencies did not."""
    text = upstream.package("1.1.0").replace('"1.0.0"', '"1.1.0"')
    old, new = upstream.hashes["1.0.0"][1], upstream.hashes["1.1.0"][1]
    laptop.write("default.nix", text.replace(new, old))
    laptop.git("add", "--all")
    found = laptop.verify("default.nix#npmDepsHash", "--base", "HEAD", code=1, **_leave())
    assert (found["verdict"], found["true"]) == ("wrong", new)


def test_a_placeholder_is_not_filled_without_a_test(laptop: Laptop, upstream: Upstream) -> None:
    """A new package has no earlier hash: the computed hash is shown, and Nix is asked for the proof."""
    laptop.write("new/default.nix", upstream.package("1.0.0").replace(upstream.hashes["1.0.0"][1], FAKE))
    laptop.git("add", "--all")
    found = laptop.verify("new/default.nix#npmDepsHash", code=3, **_leave())
    assert found["computed"] == upstream.hashes["1.0.0"][1]


def _leave() -> dict[str, str]:
    """Return the user's permission to use this machine as a host, and to fetch by http."""
    return {**LEAVE, "GIT_ALLOW_PROTOCOL": "http:https"}


@pytest.mark.parametrize(
    ("switch", "value"), [("refuse", 429), ("refuse", 503), ("cut", 50), ("redirect", "http://127.0.0.1:1")]
)
def test_a_second_run_finishes_a_bump_after_a_registry_failed(
    laptop: Laptop, upstream: Upstream, switch: str, value: object
) -> None:
    """The first run does not write the hash, and one line has the reason."""
    setattr(upstream.files, switch, value)
    said = laptop.authguard("bump", "1.1.0", "--stage", **_leave())
    assert said.code == 3, said
    assert (said.out + said.err).count("not verified: ") == 1, said
    text = (laptop.path / "default.nix").read_text()
    assert text.count(upstream.hashes["1.0.0"][1]) == 1
    assert upstream.hashes["1.1.0"][1] not in text
    setattr(upstream.files, switch, None)
    assert laptop.authguard("bump", "1.1.0", "--stage", **_leave()).code == 0
    assert laptop.authguard("verify", "--all", **_leave()).code == 0
