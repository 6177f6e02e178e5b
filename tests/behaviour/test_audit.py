"""`git authguard audit`: the hashes of HEAD that are older than their inputs, and since when."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from authguard.digest import encode_base32
from evaluation.planted import audited, build, make
from tests.support import forked
from tests.support.guarded import digest, package
from tests.support.repos import Repo

GO = """\
{ buildGoModule }:
buildGoModule {
  pname = "tool";
  version = "1.0";
  src = ./.;
  vendorHash = "%s";
}
"""


def audit(repo: Repo, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a repository."""
    return forked.run(["audit", *arguments], cwd=repo.path, env=repo.environment(PYTHONWARNINGS="error"))


def report(repo: Repo, *arguments: str) -> dict[str, Any]:
    """Return the JSON report."""
    done = audit(repo, "--format", "json", *arguments)
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A package at version 1, committed."""
    made = Repo(tmp_path / "repo").write("tool.nix", package(1))
    made.commit("version 1")
    return made


def test_an_audit_of_right_hashes_prints_only_the_counts(repo: Repo) -> None:
    """The bump has its hash."""
    repo.write("tool.nix", package(2)).commit("version 2")
    done = audit(repo)
    assert (done.returncode, done.stdout) == (0, "1 hash: 0 stale, 0 suspect, 0 not resolved\n")


def test_a_kept_hash_names_both_commits(repo: Repo) -> None:
    """The output names the commit that wrote the hash, and the commit that moved the inputs."""
    repo.write("other.nix", package(1, repository="other")).commit("another")
    wrote = repo.write("tool.nix", package(2)).commit("version 2")
    repo.write("other.nix", package(2, repository="other")).commit("another bump")
    moved = repo.write("tool.nix", package(3, 2)).commit("version 3, hash kept")
    repo.write("tool.nix", package(3, 2) + "# a comment\n").commit("a comment")
    found = report(repo)
    (finding,) = found["findings"]
    assert (finding["code"], finding["path"], finding["verdict"]) == ("AG201", "tool.nix", "stale")
    assert (finding["written"]["commit"], finding["moved"]["commit"]) == (wrote, moved)
    assert finding["nix_notices"] is False
    assert found["audit"] == {
        "hashes": 2,
        "stale": 1,
        "suspect": 0,
        "not_resolved": 0,
        "unknown": 0,
        "unfinished": 0,
        "files_not_judged": 0,
        "history_begins": None,
        "objects_missing": 0,
    }


def test_the_text_ends_with_the_counts(repo: Repo) -> None:
    """The report names the first stale commit, and the command that fixes the hash."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    done = audit(repo)
    assert done.returncode == 1
    assert "wrote this hash on 2023-11-14" in " ".join(done.stdout.split())
    assert "git authguard fix" in done.stdout
    assert done.stdout.endswith("\n1 hash: 1 stale, 0 suspect, 0 not resolved\n")


@pytest.mark.parametrize("entries", [8, 400])
def test_an_audit_finds_a_kept_hash_in_a_data_file(tmp_path: Path, entries: int) -> None:
    """A pin was edited by hand, and then the tool updated another pin. The file is short or long."""

    def pins(**moved: str) -> str:
        found = {
            f"p{number}": {
                "repository": {"type": "GitHub", "owner": "o", "repo": f"r{number}"},
                "revision": moved.get(f"p{number}", f"{number:040x}"),
                "hash": digest(f"{number}{'b' if number == 3 and 'p3' in moved else ''}"),
            }
            for number in range(entries)
        }
        return json.dumps({"pins": found, "version": 3}, indent=2)

    repo = Repo(tmp_path / "repo").write("npins/sources.json", pins())
    wrote = repo.commit("pins")
    moved = repo.write("npins/sources.json", pins(p2="a" * 40)).commit("by hand")
    repo.write("npins/sources.json", pins(p2="a" * 40, p3="b" * 40)).commit("by the tool")
    found = report(repo)
    (finding,) = found["findings"]
    assert (finding["code"], finding["fixed_output"]["attribute"]) == ("AG208", "pins.p2")
    assert (finding["written"]["commit"], finding["moved"]["commit"]) == (wrote, moved)
    assert found["audit"]["hashes"] == entries


def test_the_counts_follow_the_verdicts_and_not_the_severities_of_the_config(repo: Repo) -> None:
    """`--audited stale` takes the stale hashes, whatever severity they have."""
    go = """{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "tool";
  version = "%s";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "go";
    rev = "v${version}";
    hash = "%s";
  };
  vendorHash = "%s";
}
"""
    severities = '[rules]\nAG201 = "warning"\nAG203 = "error"\n'
    repo.write("go.nix", go % ("1.0", digest("one"), digest("modules"))).commit("a package in Go")
    repo.write("go.nix", go % ("2.0", digest("two"), digest("modules"))).commit("its modules kept")
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    repo.write("authguard.toml", severities).commit("other severities")
    done = audit(repo)
    assert "warning[AG201]" in done.stdout
    assert "error[AG203]" in done.stdout
    assert done.stdout.endswith("\n3 hashes: 1 stale, 1 suspect, 0 not resolved\n")
    for state, names in (("stale", {"tool.nix"}), ("suspect", {"tool.nix", "go.nix"})):
        arguments = ["verify", "--audited", state, "--offline", "--format", "json"]
        found = forked.run(arguments, cwd=repo.path, env=repo.environment())
        assert {each["path"] for each in json.loads(found.stdout)["results"]} == names, found


def test_a_config_that_is_not_committed_is_named(repo: Repo) -> None:
    """Audit uses the config of HEAD, and `list` that of the index."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    repo.write("authguard.toml", '[rules]\nAG201 = "off"\n')
    says = (
        "authguard: authguard.toml is not committed, so nothing of it counts: audit uses the config of HEAD\n"
    )
    for _ in range(2):
        done = audit(repo)
        assert (done.returncode, done.stderr) == (1, says)
        repo.stage()
    assert audit(repo, "--quiet").stderr == ""
    repo.commit("the config")
    assert (audit(repo).returncode, audit(repo).stderr) == (0, "")


def test_placeholders_are_counted_apart(tmp_path: Path) -> None:
    """Placeholders have no digest that could be older than its inputs."""
    repo = Repo(tmp_path / "repo").write(
        "tool.nix", GO % "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    )
    repo.commit("new")
    assert audit(repo).stdout == "0 hashes: 0 stale, 0 suspect, 0 not resolved, 1 unfinished\n"


def test_a_file_that_cannot_be_read_is_named(repo: Repo) -> None:
    """The hashes of the file are not counted, and the last line says so."""
    repo.write("pins.json", '{"a": {"url": "https://example.org/a", "hash": "sha256-').commit("cut off")
    done = audit(repo)
    assert done.returncode == 0
    assert "warning[AG902] cannot be read" in done.stdout
    assert done.stdout.endswith("\n1 hash: 0 stale, 0 suspect, 0 not resolved, 1 file not judged\n")
    assert report(repo)["audit"]["files_not_judged"] == 1


def test_a_stale_hash_is_found_after_it_was_moved_and_respelled(repo: Repo) -> None:
    """The file is moved and renamed, and the hash gets another spelling."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    text = package(2, 1)
    sri = digest("tool 1")
    moved = repo.oid("HEAD")
    repo.remove("tool.nix").write("pkgs/between.nix", text).commit("moved")
    repo.remove("pkgs/between.nix").write("pkgs/renamed.nix", text).commit("renamed")
    raw = base64.b64decode(sri.partition("-")[2])
    text = text.replace(f'hash = "{sri}"', f'sha256 = "{encode_base32(raw)}"')
    repo.write("pkgs/renamed.nix", text).commit("respelled")
    (finding,) = report(repo)["findings"]
    assert (finding["path"], finding["moved"]["commit"]) == ("pkgs/renamed.nix", moved)
    repo.write("pkgs/renamed.nix", package(2)).commit("mended")
    assert report(repo)["findings"] == []


def test_a_revert_is_right(repo: Repo) -> None:
    """The old version came back with its hash, in one commit or in two."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    repo.write("tool.nix", package(1)).commit("reverted")
    assert report(repo)["findings"] == []
    repo.write("tool.nix", package(2)).commit("version 2")
    repo.write("tool.nix", package(2, 1)).commit("the hash alone goes back")
    repo.write("tool.nix", package(1)).commit("and the version")
    assert report(repo)["findings"] == []


GONE = "gone"
STALE = package(2, 1)
COMING_BACK: dict[str, list[str]] = {
    "a reverted repair": [STALE, package(2), STALE],
    "a reverted removal": [STALE, GONE, STALE],
    "an emptied hash": [STALE, STALE.replace(digest("tool 1"), ""), STALE],
    "a hash in a comment": [STALE, STALE.replace("    hash =", "#   hash ="), STALE],
    "a return to a stale release": [STALE, package(2), package(3), STALE],
    "a hash of another version after all": [package(2), package(3), package(3, 1)],
}
OTHER = package(1).replace('repo = "tool"', 'repo = "other"').replace('pname = "tool"', 'pname = "other"')
RETURNING: dict[str, list[str]] = {
    "a hash that was written before its version": [package(1, 2), package(1), package(2)],
    "another source of this content": [GONE, OTHER],
    "a return to a right release": [package(2), package(1)],
    "a right release after a return": [package(2), package(1), package(2), package(3)],
    "a removal and its revert": [GONE, package(1)],
    "a stale hash that was repaired": [STALE, package(2), package(1), package(2)],
}


def with_history(repo: Repo, contents: list[str]) -> Repo:
    """Commit each content after the first version."""
    for content in contents:
        if content is GONE:
            repo.write("README", "gone").remove("tool.nix")
        else:
            repo.write("tool.nix", content)
        repo.commit("next")
    return repo


@pytest.mark.parametrize("name", COMING_BACK)
def test_a_stale_hash_that_left_the_tree_and_came_back_is_stale(repo: Repo, name: str) -> None:
    """The first commit with the hash shows which inputs it had."""
    (finding,) = report(with_history(repo, COMING_BACK[name]))["findings"]
    assert (finding["code"], finding["verdict"]) == ("AG201", "stale")


@pytest.mark.parametrize("name", RETURNING)
def test_a_right_hash_that_left_the_tree_and_came_back_is_right(repo: Repo, name: str) -> None:
    """Each pair of the last commit is that of an earlier one."""
    assert report(with_history(repo, RETURNING[name]))["findings"] == []


def test_the_commit_of_a_merged_branch_is_named(repo: Repo) -> None:
    """The hash was kept on this branch."""
    repo.branch("side")
    moved = repo.write("tool.nix", package(2, 1)).commit("hash kept")
    repo.git("switch", "--quiet", "main")
    repo.write("other.nix", package(1, repository="other")).commit("another")
    repo.git("merge", "--quiet", "--no-edit", "side")
    (finding,) = report(repo)["findings"]
    assert finding["moved"]["commit"] == moved


def test_a_lock_that_moved_in_its_own_commit_makes_a_hash_stale(tmp_path: Path) -> None:
    """The lock is go.mod, and the hash is vendorHash."""
    repo = Repo(tmp_path / "go").write("package.nix", GO % digest("vendor"))
    repo.write("go.mod", "module x\n\ngo 1.22\n\nrequire golang.org/x/net v0.17.0\n").commit("first")
    assert report(repo)["findings"] == []
    moved = repo.write("go.mod", "module x\n\ngo 1.22\n\nrequire golang.org/x/net v0.19.0\n").commit("bump")
    repo.write("README.md", "text").commit("text")
    (finding,) = report(repo)["findings"]
    assert (finding["code"], finding["moved"]["commit"]) == ("AG202", moved)


def test_an_audit_of_a_shallow_clone_names_the_date_of_its_cut(repo: Repo, tmp_path: Path) -> None:
    """Hashes from before the cut are unknown; the other hashes have an answer."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    repo.write("other.nix", package(1, repository="other")).commit("another")
    repo.write("other.nix", package(2, repository="other")).commit("another bump")
    repo.write("other.nix", package(3, 2, "other")).commit("another hash kept")
    clone = repo.clone(tmp_path / "clone", "--depth=3")
    done = audit(clone)
    assert "2 hashes: 1 stale, 0 suspect, 0 not resolved, 1 unknown" in done.stdout
    assert "hashes written before 2023-11-14 are unknown" in done.stderr
    clone.git("fetch", "--quiet", "--unshallow")
    assert "2 hashes: 2 stale" in audit(clone).stdout


def test_an_audit_of_a_partial_clone_calls_no_hash_clean(repo: Repo, tmp_path: Path) -> None:
    """Without the earlier contents, no hash has an answer. After they are fetched, no such result is remembered."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    repo.write("other.nix", package(1, repository="other")).commit("another")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    fetch = "git fetch --refetch --no-filter"
    for _ in range(2):
        done = audit(clone)
        counts = "2 hashes: 0 stale, 0 suspect, 0 not resolved, 2 unknown (this clone is partial)\n"
        assert (done.returncode, done.stdout) == (0, counts)
        assert (
            f"this clone is partial: it lacks 1 file of the history, so hashes are unknown ({fetch}"
            in done.stderr
        )
    assert audit(clone, "--fail-on", "unknown").returncode == 2
    assert report(clone)["audit"]["objects_missing"] == 1
    clone.git(*fetch.split()[1:])
    assert "2 hashes: 1 stale, 0 suspect, 0 not resolved\n" in audit(clone).stdout


def test_a_lock_that_a_partial_clone_lacks_decides_nothing(tmp_path: Path) -> None:
    """All Nix files are there, and go.mod of the commit that wrote the hash is not."""
    padding = "".join(f"// {number:08x} a long comment\n" for number in range(200))
    module = "module x\n\ngo 1.22\n\nrequire golang.org/x/net v0.%d.0\n" + padding
    repo = Repo(tmp_path / "go").write("package.nix", GO % digest("vendor")).write("go.mod", module % 17)
    repo.commit("first")
    repo.write("go.mod", module % 19).commit("bump")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:limit=1k")
    assert "0 stale, 0 suspect, 0 not resolved, 1 unknown (this clone is partial)\n" in audit(clone).stdout
    clone.git("fetch", "--quiet", "--refetch", "--no-filter")
    assert report(clone)["audit"] == report(repo)["audit"]
    assert report(clone)["audit"]["stale"] == 1


def test_an_audit_without_the_trees_of_the_history_names_the_command(repo: Repo, tmp_path: Path) -> None:
    """The clone has only the trees of HEAD."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    clone = repo.clone(tmp_path / "clone", "--filter=tree:0")
    done = audit(clone)
    assert done.returncode == 2
    assert done.stderr.startswith("authguard: git log: ")
    assert "git fetch --refetch --no-filter" in done.stderr
    clone.git("fetch", "--quiet", "--refetch", "--no-filter")
    assert "1 hash: 1 stale" in audit(clone).stdout


def test_a_deeper_shallow_clone_is_audited_again(repo: Repo, tmp_path: Path) -> None:
    """The clone is still shallow, and the result of the shorter history is not used."""
    repo.write("other.nix", package(1, repository="other")).commit("another")
    repo.write("other.nix", package(2, repository="other")).commit("right")
    repo.write("other.nix", package(3, 2, "other")).commit("hash kept")
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    assert "2 hashes: 0 stale, 0 suspect, 0 not resolved, 2 unknown" in audit(clone).stdout
    clone.git("fetch", "--quiet", "--deepen=2")
    assert "2 hashes: 1 stale, 0 suspect, 0 not resolved, 1 unknown" in audit(clone).stdout


def test_selectors_and_options_limit_the_report_and_the_exit_code(repo: Repo) -> None:
    """A selector that matches nothing ends with exit code 2."""
    repo.write("other.nix", package(1, repository="other")).commit("another")
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    later = repo.oid("HEAD")
    repo.git("commit", "--allow-empty", "-m", "much later", env={"GIT_COMMITTER_DATE": "1800000000 +0000"})
    assert audit(repo, "other.nix").returncode == 0
    assert audit(repo, "tool.nix#hash").returncode == 1
    assert audit(repo, "tool.nix:1").returncode == 2
    assert audit(repo, "--since", later).returncode == 1
    assert audit(repo, "--since", "2024-01-01").returncode == 0
    assert audit(repo, "--exit-zero").returncode == 0
    assert audit(repo, "--fail-on", "suspect").returncode == 1
    assert audit(repo, "--fail-on", "errors").returncode == 2
    assert audit(repo, "--rev", "HEAD~2").returncode == 0


def test_a_waiver_with_a_reason_clears_the_hash(repo: Repo) -> None:
    """The waived hash is not counted as stale."""
    waived = package(2, 1).replace("  hash =", "  # authguard: allow AG201 two tags, one content\n  hash =")
    repo.write("tool.nix", waived).commit("hash kept")
    done = audit(repo)
    assert (done.returncode, done.stdout) == (0, "1 hash: 0 stale, 0 suspect, 0 not resolved\n")


def test_the_second_answer_is_the_same_as_the_first(repo: Repo) -> None:
    """The second answer comes from .git/authguard, and the third one after these files are deleted."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    first = audit(repo, "--format", "json").stdout
    assert audit(repo, "--format", "json").stdout == first
    for each in (repo.path / ".git" / "authguard").iterdir():
        each.unlink()
    assert audit(repo, "--format", "json").stdout == first


def test_the_short_format_has_one_line_for_each_finding(repo: Repo) -> None:
    """The counts go to stderr."""
    repo.write("tool.nix", package(2, 1)).commit("hash kept")
    done = audit(repo, "--format", "short")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["tool.nix"]
    assert done.stderr.endswith("1 hash: 1 stale, 0 suspect, 0 not resolved\n")


def test_an_audit_finds_all_planted_hashes_and_no_others(tmp_path: Path) -> None:
    """The hashes were kept up to 150 commits ago, and then moved, renamed and respelled."""
    history = make(seed=3, commits=150, packages=24, stale=12)
    found, _ = audited(build(history, tmp_path / "made.git"))
    assert found == history.stale()
