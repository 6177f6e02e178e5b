"""Questions that new users asked in a wrong way, or too early: each gets a true answer, or one line and exit code 2."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import REAL, package
from tests.support.repos import Repo
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path


def said(repo: Repo, *words: str) -> tuple[int, str, str]:
    """Run the real command. Returns its exit code, stdout and stderr."""
    done = subprocess.run(
        [REAL, *words], cwd=repo.path, env=repo.environment(), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A package at version 2 with the hash of version 1, committed."""
    made = Repo(tmp_path / "repo").write("pkgs/tool.nix", package(1))
    made.commit("version 1")
    made.write("pkgs/tool.nix", package(2, 1)).commit("version 2, hash kept")
    return made


def test_all_with_nothing_staged(repo: Repo) -> None:
    """`check --all` read the files, and names the command that finds the stale hash."""
    shown = on_terminal([REAL, "check", "--all"], repo.path, repo.environment(), 200)
    assert (shown.code, shown.text) == (
        0,
        "no findings: 1 file, 1 fixed output; git authguard audit finds stale hashes\n",
    )
    shown = on_terminal([REAL, "check"], repo.path, repo.environment(), 200)
    assert shown.text == "nothing is staged, so nothing was checked\n"


@pytest.mark.parametrize("text", ["nonsense", "2026-13-45", "HEAD~99", "release-2"])
def test_audit_since_a_misspelt_revision(repo: Repo, text: str) -> None:
    """Git would read it as a date, so the audit would be green."""
    assert said(repo, "audit", "--since", text) == (
        2,
        "",
        f"authguard: audit: '{text}' is neither a revision nor a date (2026-01-31, '2 weeks ago', yesterday)\n",
    )


@pytest.mark.parametrize(
    ("text", "code"), [("HEAD~1", 1), ("20 years ago", 1), ("2023-11-14", 1), ("yesterday", 0)]
)
def test_audit_since(repo: Repo, text: str, code: int) -> None:
    """A revision, and dates as git reads them."""
    assert said(repo, "audit", "--since", text)[0] == code


@pytest.mark.parametrize("words", ["audit", "build", "check --base HEAD", "list --rev HEAD~1"])
def test_before_the_first_commit(tmp_path: Path, words: str) -> None:
    """HEAD is a known revision, which has no commit yet."""
    repo = Repo(tmp_path / "repo").write("tool.nix", package(1)).stage()
    assert said(repo, *words.split()) == (2, "", "authguard: HEAD has no commit yet\n")


def test_absolute_paths_and_parents(repo: Repo) -> None:
    """Editors pass them. A path that leads out of the repository, or past it, is refused."""
    name = repo.path.name
    for path in (
        f"{repo.path}/pkgs/tool.nix#hash",
        f"../{name}/pkgs",
        str(repo.path),
        f"{repo.path}/../{name}/pkgs/",
    ):
        code, out, _ = said(repo, "list", path)
        assert (code, out.count("\n")) == (0, 1), path
    (repo.path.parent / "link").symlink_to(repo.path)
    assert said(repo, "list", f"{repo.path.parent}/link/pkgs/tool.nix")[0] == 0
    for path in (str(repo.path.parent), f"{repo.path}2/tool.nix", "../tool.nix"):
        assert said(repo, "list", path) == (2, "", f"authguard: {path!r} is outside this repository\n")


def test_explain_a_directory(repo: Repo) -> None:
    """A directory is a selector with and without a slash. A word that is neither a rule nor a path is still refused."""
    assert "pkgs/tool.nix:" in said(repo, "explain", "pkgs")[1]
    assert said(repo, "explain", "pkgs") == said(repo, "explain", "pkgs/")
    assert said(repo, "explain", "pkg")[0] == 2


def test_an_option_without_its_value(repo: Repo) -> None:
    """The message lists the values, if there are few."""
    assert said(repo, "audit", "--fail-on") == (
        2,
        "",
        "authguard: audit: argument --fail-on: it needs a value: stale or suspect\n",
    )
    assert "it needs a value: text, short, json, " in said(repo, "check", "--format")[2]
    assert said(repo, "check", "--base")[2] == "authguard: check: argument --base: expected one argument\n"


@pytest.mark.parametrize(
    ("command", "remedy"),
    [
        ("list", "a revision with --rev"),
        ("check --all", "a revision with --head"),
        ("check", "a range with --base and --head"),
    ],
)
def test_a_bare_repository(repo: Repo, tmp_path: Path, command: str, remedy: str) -> None:
    """The message names an option that the command has."""
    repo.git("clone", "--quiet", "--bare", ".", "../bare.git")
    bare = Repo(tmp_path / "bare.git", init=False)
    assert said(bare, *command.split())[2] == f"authguard: a bare repository has no index: name {remedy}\n"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (
            "check HEAD~1..HEAD",
            "matches no file of the index; a range of commits is --base HEAD~1 --head HEAD",
        ),
        ("check HEAD", "matches no file of the index; it is a revision: use --head, --base or --rev"),
        ("list pkgs/tol.nix", "matches no file of the index; did you mean pkgs/tool.nix?"),
        ("list pkg/tool.nix", "matches no file of the index; did you mean pkgs/tool.nix?"),
        ("list pkg/other.nix", "matches no file of the index"),
        ("list nothing/alike", "matches no file of the index"),
        ("-C pkgs list tol.nix", "matches no file of the index; did you mean tool.nix?"),
        ("check pkgs/tool.nix:1", "matches no fixed output of the index; did you mean pkgs/tool.nix:16?"),
    ],
)
def test_a_selector_that_matches_nothing(repo: Repo, words: str, end: str) -> None:
    """The message names the probable intention."""
    code, out, err = said(repo, *words.split())
    assert (code, out) == (2, "")
    assert err.endswith(f"' {end}\n")


@pytest.mark.parametrize("option", ["--base", "--head"])
def test_a_range_as_one_revision(repo: Repo, option: str) -> None:
    """As git log takes it."""
    assert said(repo, "check", option, "HEAD~1..HEAD") == (
        2,
        "",
        "authguard: unknown revision: HEAD~1..HEAD; a range of commits is --base HEAD~1 --head HEAD\n",
    )


def test_the_options_of_other_tools(repo: Repo) -> None:
    """Hook managers call them --from-ref and --to-ref."""
    for theirs, own in (("--from-ref", "--base"), ("--to-ref=HEAD", "--head")):
        _, _, err = said(repo, "check", theirs, "HEAD")
        assert err == f"authguard: check: there is no option '{theirs}'; did you mean {own}?\n"


def test_a_selection_without_findings(repo: Repo) -> None:
    """It does not say that nothing is stale, if findings are outside of it."""
    repo.write("pkgs/tool.nix", package(3, 1)).write("other.nix", "{ }\n").stage()
    for words in (["--ignore", "AG2"], ["--ignore", "stale-source-hash"], ["--select", "AG9"], ["other.nix"]):
        shown = on_terminal([REAL, "check", *words], repo.path, repo.environment(), 200)
        assert shown.code == 0
        assert shown.text == "no findings in this selection, 1 outside of it: 2 files, 1 fixed output\n"


def test_rules_by_name(repo: Repo) -> None:
    """--select and --ignore take names, and a misspelt one is an error, even if there is nothing to report."""
    for words in (["--select", "stale-source-hsh"], ["--ignore", "stale-source-hsh"]):
        for _ in range(2):
            code, _, err = said(repo, "check", *words)
            assert (code, err) == (
                2,
                "authguard: no rule has the code or name 'stale-source-hsh'; did you mean stale-source-hash?\n",
            )
    repo.write("pkgs/tool.nix", package(3, 1)).stage()
    assert said(repo, "check", "--select", "stale-source-hash,AG9")[0] == 1
    assert said(repo, "check", "--ignore", "Stale-Source-Hash")[0] == 0
