"""npm packages that a lock takes from git: nixpkgs packs the forge's archive of the commit again, and stores it.

GNU tar and GNU gzip make the package, as in nixpkgs, since other programs write other bytes. No script of the package
is run.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from authguard.prove.dependencies.programs import program, user_environment
from authguard.prove.dependencies.trees import Staging, temporary_directory
from authguard.prove.hashes import of_file
from authguard.prove.hashes.entries import ARCHIVE
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from authguard.prove.dependencies.ecosystem import Tools

_SCRIPTS = ("postinstall", "build", "preinstall", "install", "prepack", "prepare")
_TAR = (
    *("--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"),
    *("-I", "gzip -n -9", "--create"),
)
_LOCATED = re.compile(
    r"(?:git|git\+ssh|git\+https|ssh)://(?:[\w.-]+@)?(?P<host>github\.com|bitbucket\.org|git\.sr\.ht)/"
    r"(?P<user>[\w.~-]+)/(?P<name>[\w.-]+?)(?:\.git)?#(?P<commit>[0-9a-f]{40})",
    re.ASCII,  # nixpkgs' program escapes other letters
)
_ARCHIVES = {
    "github.com": "https://codeload.github.com/{user}/{name}/tar.gz/{commit}",
    "bitbucket.org": "https://bitbucket.org/{user}/{name}/get/{commit}.tar.gz",
    "git.sr.ht": "https://git.sr.ht/{user}/{name}/archive/{commit}.tar.gz",
}


class Hosted(NamedTuple):
    """A commit on a forge: the url of its archive, the url of its repository, and its name."""

    archive: str
    repository: str
    commit: str


class Packed(NamedTuple):
    """A packed package: its sha512, the path of its file, and its own lock (None for no lock)."""

    digest: bytes
    path: str
    lock: bytes | None


def hosted(url: str) -> Hosted:
    """Return the commit in a git url of a lock.

    Raises:
        Uncomputable: nixpkgs does not accept the url, or it has no full commit id.
    """
    match = _LOCATED.fullmatch(url)
    if match is None:
        raise Uncomputable(
            "a package of the lock is in git, but not at a commit on GitHub, Bitbucket or sourcehut"
        )
    parts = match.groupdict()
    host = parts["host"]
    suffix = "" if host == "git.sr.ht" else ".git"
    repository = f"https://{host}/{parts['user']}/{parts['name']}{suffix}"
    return Hosted(_ARCHIVES[host].format(**parts), repository, parts["commit"])


def packed(source: Hosted, tools: Tools, directory: str, *, is_forced: bool) -> Packed:
    """Pack a commit as nixpkgs does.

    Args:
        source: the commit.
        tools: returns the files of the commit, and runs tar.
        directory: the directory for the packed file.
        is_forced: the option forceGitDeps.

    Raises:
        Uncomputable: nixpkgs would refuse the package, or GNU tar or gzip is missing.
        AuthguardError: the repository cannot be asked.
    """
    tar = _gnu_tar(tools, directory)
    with temporary_directory() as work:
        folder = os.path.join(work, "package")
        os.mkdir(folder, 0o755)
        os.chmod(folder, 0o755)  # noqa: S103 - with any umask of the user
        writer = Staging(folder)
        tools.git(writer, b"", source.repository, source.commit, ARCHIVE)
        lock = _read(folder, "package-lock.json")
        _demand_no_scripts(_read(folder, "package.json"), lock is not None or is_forced)
        path = os.path.join(directory, f"{len(os.listdir(directory))}.tgz")
        done = tools.programs.run([tar, *_TAR, "-f", path, "-C", work, "package"], work, user_environment())
        if done.code:
            raise Uncomputable("tar cannot pack a package from git")
    return Packed(of_file(path, "sha512"), path, lock)


def _read(folder: str, name: str) -> bytes | None:
    path = os.path.join(folder, name)
    inside = os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)
    if not inside or not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def _demand_no_scripts(manifest: bytes | None, is_fine: bool) -> None:
    """Refuse a package with install scripts and without a lock, since nixpkgs refuses it."""
    try:
        parsed = json.loads(manifest.decode("utf-8")) if manifest is not None else None
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise Uncomputable("a package from git has no package.json")
    scripts = parsed.get("scripts")
    if isinstance(scripts, dict) and not is_fine and any(name in scripts for name in _SCRIPTS):
        raise Uncomputable("a package from git has install scripts and no lock, which nixpkgs refuses")


def _gnu_tar(tools: Tools, directory: str) -> str:
    """Return the path of GNU tar, which finds GNU gzip.

    Raises:
        Uncomputable: GNU tar or GNU gzip is missing.
    """
    env = user_environment()
    gzip = program("gzip")
    if gzip is None or not tools.programs.run([gzip, "--version"], directory, env).out.startswith(b"gzip "):
        raise Uncomputable("a package of the lock is in git, and there is no GNU gzip to pack it")
    for name in ("tar", "gtar"):
        path = program(name)
        if path is not None and b"GNU tar" in tools.programs.run([path, "--version"], directory, env).out:
            return path
    raise Uncomputable("a package of the lock is in git, and there is no GNU tar to pack it")
