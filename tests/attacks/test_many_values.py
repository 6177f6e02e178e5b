"""Repositories with many values: what is kept in memory is limited, and the findings stay the same."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING

from authguard.git.commits import oids_that_touched
from authguard.git.git import Git
from authguard.git.ranges import snapshot_of
from authguard.nix.evaluate import Evaluator
from authguard.outputs import tree as trees
from authguard.outputs.model import FixedOutput
from authguard.outputs.tree import OutputTree
from tests.support.collected import collected as collected_files
from tests.support.guarded import digest
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PACKAGES = 12


def package(number: int) -> str:
    """Return a package with a dependency hash and a source, which is an input of the hash."""
    return f"""{{ buildGoModule, fetchFromGitHub }}:

buildGoModule rec {{
  pname = "tool{number}";
  version = "1.{number}";
  src = fetchFromGitHub {{
    owner = "example";
    repo = "tool{number}";
    rev = "v${{version}}";
    hash = "{digest(f"source {number}")}";
  }};
  vendorHash = "{digest(f"vendor {number}")}";
}}
"""


def repository(path: Path) -> Repo:
    """Return a repository of packages that one file calls."""
    repo = Repo(path)
    calls = "".join(f"  tool{number} = callPackage ./{number}.nix {{ }};\n" for number in range(PACKAGES))
    repo.write("default.nix", f"{{ callPackage }}:\n{{\n{calls}}}\n")
    for number in range(PACKAGES):
        repo.write(f"{number}.nix", package(number))
    repo.commit("packages")
    return repo


def collected(repo: Repo) -> tuple[list[tuple[str, str, object]], int]:
    """Return the fixed outputs of the last commit, and how many evaluators the search left in memory."""
    gc.collect()
    before = sum(isinstance(each, Evaluator) for each in gc.get_objects())
    git = Git(str(repo.path))
    output_tree = OutputTree(snapshot_of(git, git.facts().head or ""), lambda _: ("default.nix",))
    found = output_tree.collect([f"{number}.nix" for number in range(PACKAGES)])
    gc.collect()
    kept = sum(isinstance(each, Evaluator) for each in gc.get_objects()) - before
    git.close()
    return sorted((each.path, each.attribute, each.identity) for each in found), kept


def test_the_values_of_earlier_files_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fixed outputs are the same if all values are dropped after each file, and only the last values are kept."""
    repo = repository(tmp_path / "r")
    usual, _ = collected(repo)
    assert len(usual) == 2 * PACKAGES
    monkeypatch.setattr(trees, "MAX_THUNKS_BETWEEN", 0)
    assert collected(repo) == (usual, 1)


def test_the_sources_of_a_chain_are_kept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each derivation names the one before it three times, and the visits must not grow threefold with each link."""
    links = "".join(
        f'p{at} = stdenv.mkDerivation {{ name = "p{at}"; src = p{at - 1}; srcs = [ p{at - 1} p{at - 1} ]; '
        f'outputHashMode = "recursive"; buildPhase = "cp -r $src $out"; outputHash = "{digest(2)}"; }};\n'
        for at in range(1, 10)
    )
    first = f'p0 = fetchurl {{ url = "https://example.org/a.tgz"; hash = "{digest(1)}"; }};\n'
    found = collected_files({"x.nix": f"{{ fetchurl, stdenv }}:\nlet\n{first}{links}in p9\n"})
    visits = 0
    keep_all = FixedOutput.keep_all

    def counted(each: FixedOutput) -> None:
        nonlocal visits
        visits += 1
        keep_all(each)

    monkeypatch.setattr(FixedOutput, "keep_all", counted)
    for each in found:
        each.keep_all()
    assert len(found) == 10
    assert visits < 1000


def test_a_text_is_searched_in_the_newest_changes_of_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git reads all versions of the file for such a search, which can take minutes."""
    monkeypatch.setattr("authguard.git.commits.LEAST_SEARCHED", 3)
    monkeypatch.setattr("authguard.git.commits.MAX_SEARCHED", 1)
    repo = Repo(tmp_path / "r")
    for text in ("oldest", "first", "second", "third", "fourth"):
        repo.write("data.json", json.dumps({"hash": text}))
        repo.commit(text)
    git = Git(str(repo.path))

    def found(text: str, size: int) -> int:
        return len(oids_that_touched(git, "HEAD", text, "data.json", 8, size))

    assert found("oldest", 100) == 2
    assert found("oldest", 1 << 20) == 0
    assert found("third", 1 << 20) == 2
    git.close()
