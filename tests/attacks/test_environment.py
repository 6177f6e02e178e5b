"""An environment of the user in which files of the repository are near: search paths and letters of the locale."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from authguard.errors import Refused
from authguard.prove.dependencies.cargo_config import CargoConfig
from authguard.prove.dependencies.npmrc import NpmConfig
from authguard.prove.network import Network
from authguard.system import seal
from tests.support.guarded import REAL, package
from tests.support.repos import Repo
from tests.support.servers import HttpGit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAMS = ("git", "nix", "nix-instantiate", "nix-build", "nix-store", "ssh", "npm", "go", "cargo", "ps")
COMMANDS = (
    ("check",),
    ("check", "--base", "HEAD~1", "--head", "HEAD"),
    ("list",),
    ("audit",),
    ("doctor",),
    ("verify", "--all"),
)
SEARCHED = ("", ".", "bin")
"""Entries of PATH that mean a directory of the repository; an empty entry means the current directory."""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository that contains programs, in its root and in bin/."""
    made = Repo(tmp_path / "r")
    made.write("tool.nix", package(1))
    for name in PROGRAMS:
        for path in (name, f"bin/{name}"):
            made.write(path, f'#!/bin/sh\necho "$0" >>{tmp_path}/mark\nexit 1\n')
            (made.path / path).chmod(0o755)
    made.commit("right")
    made.write("tool.nix", package(2, 1)).commit("stale")
    return made


def run(repo: Repo, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run git-authguard in a repository."""
    return subprocess.run(
        [str(REAL), *arguments],
        cwd=repo.path,
        env=repo.environment(**environment),
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("entry", SEARCHED)
def test_a_search_path_into_the_repository_is_not_followed(repo: Repo, entry: str) -> None:
    """Programs are only found in directories with an absolute path."""
    searched = os.pathsep.join((entry, os.environ["PATH"], entry))
    for arguments in COMMANDS:
        done = run(repo, *arguments, PATH=searched, GIT_CONFIG_COUNT="0")
        assert b"internal error" not in done.stderr
        assert done.returncode == 1 or "--base" not in arguments
    assert not (repo.path.parent / "mark").exists()


LOCALES = (
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
)


@pytest.mark.parametrize("number", range(len(LOCALES)))
def test_letters_that_the_locale_lacks_become_escapes(repo: Repo, number: int) -> None:
    """No command ends with an internal error."""
    repo.write("\u00fc\u2192.nix", package(1, repository="other")).commit("letters")
    for arguments in (
        *COMMANDS[:5],
        ("explain", "AG201"),
        ("explain", "AG904"),
        ("--help",),
        ("check", "--help"),
    ):
        done = run(repo, *arguments, **LOCALES[number])
        assert b"internal error" not in done.stderr, (arguments, done.stderr)
        assert done.returncode in (0, 1), (arguments, done.stderr)


@pytest.fixture
def homeless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without a home directory, in a repository with files for a home in a directory of a relative name."""
    for folder in ("~", ".", "home"):
        where = tmp_path / folder
        (where / ".cargo").mkdir(parents=True)
        (where / ".cargo" / "config.toml").write_text(
            '[registries.x]\nindex = "sparse+http://127.0.0.1:9/"\n'
        )
        (where / ".npmrc").write_text("registry=http://127.0.0.1:9/\n")

    def nobody(_: int) -> object:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", nobody)
    for name in ("XDG_CACHE_HOME", "CARGO_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("home", [None, "", ".", "home", "~"])
def test_no_file_is_read_or_written_without_a_home(
    homeless: Path, monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    """The current directory is the repository, and stays as it was."""
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    before = sorted(homeless.rglob("*"))
    assert CargoConfig.of_user().hosts == []
    assert NpmConfig.of_user().hosts == []
    assert NpmConfig.of_user().contents() == []
    assert seal("x") is None
    with pytest.raises(Refused, match="set XDG_CACHE_HOME"):
        Network("all").mirrors()
    assert sorted(homeless.rglob("*")) == before


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[HttpGit]:
    """A server with one repository, which asks for a password from the second release on."""
    source = Repo(tmp_path / "source")
    for version in ("v1", "v2"):
        source.write("a", version).commit(version)
        source.git("tag", version)
    source.git("clone", "--quiet", "--bare", ".", str(tmp_path / "served" / "a.git"))
    with HttpGit(tmp_path / "served") as server:
        yield server


STRANGER = 54321
"""The id of another user."""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of another user")
@pytest.mark.parametrize("owner", [0, STRANGER])
def test_a_cache_that_another_user_can_write_is_refused(
    tmp_path: Path, upstream: HttpGit, monkeypatch: pytest.MonkeyPatch, owner: int
) -> None:
    """Git would read the configuration of a mirror, which names a program, from the directory in `commondir`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    url = f"{upstream.url}/a.git"
    assert Network("all", listed=("127.0.0.1",)).mirrors().at(url).commit("v1")
    other = Repo(tmp_path / "other", "--bare")
    other.git("config", "credential.helper", f"!touch {tmp_path}/mark; false")
    for config in (tmp_path / "cache").rglob("config"):
        (config.parent / "commondir").write_text(f"{other.path}\n")
    cache = tmp_path / "cache" / "authguard"
    cache.chmod(0o755 if owner else 0o777)
    for path in (cache, *cache.rglob("*")):
        os.chown(path, owner, owner)
    upstream.credentials = ("user", "password")
    with pytest.raises(Refused, match="set XDG_CACHE_HOME to a directory of your own"):
        Network("all", listed=("127.0.0.1",)).mirrors().at(url).commit("v2")
    assert not (tmp_path / "mark").exists()
    assert seal("x") is None
