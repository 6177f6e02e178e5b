"""Which files of a repository decide a hash, and whether they are the same in two trees."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from authguard.git.git import Git
from authguard.git.ranges import all_of
from authguard.git.worktree import Edited
from authguard.repair.own_files import different_file
from tests.support.repos import Repo
from tests.units.repair.repairing import held, outputs

if TYPE_CHECKING:
    from pathlib import Path

    from authguard.git.snapshot import Snapshot

GO = '{ buildGoModule }: buildGoModule { pname = "a"; version = "1"; src = ./.; vendorHash = ""; }\n'
NPM = '{ buildNpmPackage }: buildNpmPackage { pname = "a"; version = "1"; src = ./.; npmDepsHash = ""; }\n'
CARGO = (
    '{ rustPlatform, fetchurl }: rustPlatform.buildRustPackage { pname = "a"; version = "1"; cargoHash = "";\n'
    '  src = fetchurl { url = "https://e.org/a"; hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="; };\n'
    "  cargoPatches = [ ./lock.patch ]; }\n"
)
SCRIPT = '{ stdenv }: stdenv.mkDerivation { name = "a"; src = ./.; outputHash = ""; outputHashMode = "recursive"; }\n'
MAIN = 'package main\n\nimport "{}"\n'


@pytest.mark.parametrize(
    ("nix", "path", "before", "after", "decides"),
    [
        (NPM, "p/package-lock.json", "1", "2", True),
        (NPM, "p/package-lock.json", "1\n", "1\r\n", False),
        (NPM, "p/package-lock.json", "1", None, True),
        (NPM, "p/package-lock.json", None, "1", True),
        (NPM, "p/readme", "1", "2", False),
        (NPM, "other/package-lock.json", "1", "2", False),
        (GO, "p/go.sum", "1", "2", True),
        (GO, "p/main.go", MAIN.format("fmt"), MAIN.format("example.org/a"), True),
        (GO, "p/main.go", MAIN.format("fmt"), MAIN.format("fmt") + "// more\n", False),
        (CARGO, "p/lock.patch", "1", "2", True),
        (SCRIPT, "p/build.sh", "1", "2", True),
        (SCRIPT, "p/other.nix", "1", "2", False),
    ],
)
def test_some_files_of_the_repository_decide_a_hash(
    nix: str, path: str, before: str | None, after: str | None, decides: bool
) -> None:
    """A lock, a patch, or new imports of vendored code decide; of a script, every file but Nix code decides."""
    files = {"p/default.nix": nix}
    if nix == GO:
        files |= {"p/go.mod": "module a\n", "p/go.sum": "", "p/main.go": MAIN.format("fmt")}
    if nix == NPM:
        files |= {"p/package-lock.json": "{}"}
    trees: list[Snapshot] = [
        held({name: text for name, text in {**files, path: said}.items() if text is not None})
        for said in (before, after)
    ]
    if before is not None and after is not None:
        trees[1] = Edited(trees[0], {path: after.encode()})
    one, other = trees
    found = {different_file(each, one, other) for each in outputs(other) if not each.is_source}
    assert found == {path if decides else None}


@pytest.mark.parametrize("attribute", ["filter=up", "working-tree-encoding=UTF-16LE"])
def test_a_staged_lock_that_git_converts_is_the_same(tmp_path: Path, attribute: str) -> None:
    """The lock is the same in the work tree and in the index, although the bytes on disk differ."""
    repo = Repo(tmp_path / "r")
    repo.git("config", "filter.up.clean", "tr a-z A-Z")
    repo.write(".gitattributes", f"package-lock.json {attribute}\n").write("default.nix", NPM)
    for text in ("{}", '{ "a": 1 }'):
        repo.write("package-lock.json", text.encode("utf-16-le"))
        os.utime(repo.path / "package-lock.json", (1e9, 1e9))  # older than the index, so that git trusts it
        repo.git("add", "--all") if text != "{}" else repo.commit("one")
    work, index = (all_of(Git(str(repo.path)), head).target for head in (":worktree", ":index"))
    assert work.raw("package-lock.json") == index.raw("package-lock.json")
    (each,) = [one for one in outputs(index) if not one.is_source]
    assert different_file(each, work, index) is None
