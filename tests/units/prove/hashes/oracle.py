"""The results of the real tools for a commit: git's checkout and archive, GNU tar, Nix's fetchers."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from authguard.digest import parse
from authguard.prove.hashes import of_path
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.support.nix import Nix


def checked_out(
    repo: Repo,
    commit: str,
    where: Path,
    *,
    sparse: Sequence[str] = (),
    cone: bool = True,
    submodules: bool = False,
) -> Path:
    """Check a commit out as nixpkgs' fetchgit does, step by step. Returns the directory, without any `.git`."""
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    form = repo.git("rev-parse", "--show-object-format")
    clone = Repo(where, f"--object-format={form}")
    clone.git("remote", "add", "origin", repo.path.as_uri())
    if sparse:
        clone.git("config", "remote.origin.partialclonefilter", "blob:none")
        lines = "".join(f"{line}\n" for line in sparse)
        clone.git("sparse-checkout", "set", "--stdin", *([] if cone else ["--no-cone"]), stdin=lines)
    clone.git("fetch", "--quiet", "--depth=1", "origin", commit)
    clone.git("checkout", "--quiet", "-b", "fetchgit", "FETCH_HEAD")
    if submodules:
        clone.git("submodule", "--quiet", "update", "--init", "--recursive", "--depth", "1")
    for entry in sorted(where.rglob(".git")):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink(missing_ok=True)
    return where


def archived(repo: Repo, commit: str, where: Path) -> Path:
    """Pack a commit as a forge does, and unpack it by tar. Returns the top directory, as fetchzip takes it."""
    where.mkdir(parents=True)
    tar = where / "archive.tar"
    repo.git("archive", "--format=tar", "--prefix=top/", f"--output={tar}", commit)
    subprocess.run(["tar", "--extract", "--file", str(tar), "--directory", str(where)], check=True)
    return where / "top"


def by_fetch_tree(nix: Nix, repo: Repo, commit: str, submodules: bool = False) -> bytes:
    """Return the NAR digest of `builtins.fetchTree { type = "git"; … }`."""
    wanted = "true" if submodules else "false"
    return _nar_hash(nix, f'builtins.fetchTree {{ type = "git"; submodules = {wanted};', repo.path, commit)


def by_fetch_git(nix: Nix, repo: Repo, commit: str) -> bytes:
    """Return the NAR digest of `builtins.fetchGit`.

    The repository is bare, so Nix treats it as a remote one. In a local work tree Nix would look for directories, and
    read `docs/ export-ignore` in another way.
    """
    bare = repo.path.with_name(f"{repo.path.name}.git")
    if not bare.exists():
        repo.clone(bare, "--bare")
    return _nar_hash(nix, "builtins.fetchGit {", bare, commit)


def _nar_hash(nix: Nix, call: str, where: Path, commit: str) -> bytes:
    options = f'allRefs = true; url = "{where.as_uri()}"; rev = "{commit}"; }}'
    found = nix.evaluate(f"({call} {options}).narHash")
    assert isinstance(found, str)
    return parse(found).raw


def hashed(directory: Path) -> bytes:
    """Return the NAR digest of a directory."""
    return of_path(bytes(directory))
