"""Ranges by name: both ends, and every commit between that touches a relevant file."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_cases import CASES
from tests.support.guarded import HASH_LINE, Guarded, check, checked, digest, package

if TYPE_CHECKING:
    from collections.abc import Sequence

STALE = [f"AG201 tool.nix:{HASH_LINE}"]
FETCH = """\
{{ fetchFromGitHub }}:
fetchFromGitHub {{
  owner = "example";
  repo = "tool";
  rev = import ./version.nix;
  hash = "{}";
}}
"""


def ranged(repo: Guarded, since: str, code: int) -> list[str]:
    """The findings of a range up to HEAD."""
    return check(repo, "--base", since, "--head", "HEAD", code=code)


def walk(repo: Guarded, *steps: tuple[float, float]) -> str:
    """Commit the package at each (version, version of its hash). Returns the commit before them."""
    before = repo.oid("HEAD")
    for version, content in steps:
        repo.unasked(package(version, content))
    return before


@pytest.mark.parametrize(
    "steps",
    [
        [(2, 2), (3, 2)],
        [(2, 2), (3, 2), (4, 2)],
        [(2, 2), (3, 2), (2, 2), (3, 2)],
        [(2, 1), (2, 2), (3, 2)],
        [(2, 2), (3, 3), (4, 3)],
        [(1, 2), (2, 2), (3, 2)],
    ],
)
def test_a_hash_that_was_right_on_the_way_is_reported(
    repo: Guarded, steps: Sequence[tuple[float, float]]
) -> None:
    """The head has the hash of an earlier commit of the range."""
    assert ranged(repo, walk(repo, *steps), 1) == STALE


@pytest.mark.parametrize(
    "steps",
    [
        [(2, 1), (2, 2)],
        [(2, 2), (3, 2), (3, 3)],
        [(2, 2), (3, 2), (2, 2)],
        [(2, 1), (3, 1), (3, 3)],
        [(2, 2), (1, 1)],
        [(2, 2), (3, 3), (2, 2), (3, 3)],
        [(2, 1), (1, 1), (2, 2)],
    ],
)
def test_a_hash_that_a_later_commit_repaired_is_not_reported(
    repo: Guarded, steps: Sequence[tuple[float, float]]
) -> None:
    """The hash was stale in between, and was repaired or restored."""
    assert ranged(repo, walk(repo, *steps), 0) == []


@pytest.mark.parametrize(
    "steps", [[(1, 2), (2, 2)], [(2, 1), (1, 1), (1, 3), (3, 3)], [(1, 2), (2, 2), (2, 3), (3, 3)]]
)
def test_a_hash_that_came_before_its_version_is_a_warning(
    repo: Guarded, steps: Sequence[tuple[float, float]]
) -> None:
    """The bump is in two commits, the hash first, so the hash can be right."""
    before = walk(repo, *steps)
    assert ranged(repo, before, 0) == STALE
    assert check(repo, "--base", before, "--head", "HEAD", "--strict", code=1) == STALE


def spelled(version: float, content: float) -> str:
    """Return a package with its hash in base 16."""
    stated = digest(f"tool {content}").removeprefix("sha256-")
    text = binascii.hexlify(base64.b64decode(stated)).decode()
    return package(version, content).replace(f"sha256-{stated}", f"sha256:{text}")


def test_a_stale_pair_that_was_repaired_explains_no_later_hash(repo: Guarded) -> None:
    """The old version comes back with its hash in another encoding; then the hash of the next version comes first."""
    before = walk(repo, (2, 1), (2, 2))
    repo.unasked(spelled(1, 1))
    walk(repo, (1, 3), (3, 3))
    assert ranged(repo, before, 0) == STALE


GO = """\
{{ buildGoModule }}:
buildGoModule {{
  pname = "tool";
  version = "1.0";
  src = ./tool;
  vendorHash = "{}";
}}
"""


def modules(repo: Guarded, version: int, content: int) -> str:
    """Commit the module list and the hash of a package with vendored modules."""
    repo.write("go.nix", GO.format(digest(content)))
    return repo.unasked(f"module tool\n\ngo 1.22\n\nrequire a.example/b v1.{version}.0\n", "tool/go.mod")


def test_a_stale_hash_of_another_lock_is_not_that_of_the_range(repo: Guarded) -> None:
    """A branch that is merged without its content kept the hash; then the hash of the next lock comes first."""
    modules(repo, 1, 1)
    before = repo.oid("HEAD")
    repo.branch("other")
    modules(repo, 2, 1)
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    repo.git("merge", "--quiet", "--no-edit", "--no-verify", "--strategy", "ours", "other")
    modules(repo, 1, 3)
    modules(repo, 3, 3)
    assert ranged(repo, before, 0) == ["AG202 go.nix:6"]


def test_a_hash_that_came_with_its_lock_did_not_come_alone(repo: Guarded) -> None:
    """The lock and the hash move in one commit, and the lock alone in the next one."""
    modules(repo, 1, 1)
    before = repo.oid("HEAD")
    modules(repo, 2, 2)
    modules(repo, 3, 2)
    assert ranged(repo, before, 1) == ["AG202 go.nix:6"]


def test_the_printed_explain_compares_with_the_parent_of_the_commit(repo: Guarded) -> None:
    """Between the ends of the range nothing is stale."""
    before = walk(repo, (2, 2), (3, 2))
    shown = checked(repo, "check", "--base", before, "--head", "HEAD").stdout
    (words,) = [line.split() for line in shown.splitlines() if "git authguard explain --base" in line]
    explained = checked(repo, *[word.strip("'") for word in words[words.index("explain") :]])
    assert "AG201" in explained.stdout


RECORD = '{{ version = "{}"; hash = "{}"; }}\n'
OF_RECORD = """\
{ fetchFromGitHub }:
let record = import ./record.nix; in
fetchFromGitHub { owner = "a"; repo = "b"; rev = "v${record.version}"; inherit (record) hash; }
"""


def test_the_revert_of_a_stale_record_is_not_reported(repo: Guarded) -> None:
    """The call of the fetcher is in another file than the version and the hash."""
    repo.write("call.nix", OF_RECORD).unasked(RECORD.format("1.0", digest("1")), "record.nix")
    repo.unasked(RECORD.format("1.1", digest("1")), "record.nix")
    assert ranged(repo, "HEAD~1", 1) == ["AG201 record.nix:1"]
    repo.unasked(RECORD.format("1.0", digest("1")), "record.nix")
    assert ranged(repo, "HEAD~1", 0) == []
    repo.unasked(RECORD.format("1.2", digest("1")), "record.nix")
    assert ranged(repo, "HEAD~1", 1) == ["AG201 record.nix:1"]


FETCHED_GO = """\
{{ buildGoModule, fetchFromGitHub }}:
buildGoModule rec {{
  pname = "tool";
  version = "{}";
  src = fetchFromGitHub {{
    owner = "example";
    repo = "tool";
    rev = "v${{version}}";
    hash = "{}";
  }};
  vendorHash = "{}";
}}
"""


def test_a_source_with_the_earlier_hash_of_its_dependencies_is_reported(repo: Guarded) -> None:
    """Somebody pasted an old vendorHash as the hash of the new source."""
    for version, source, modules_of in (("1.0", "a", "b"), ("1.1", "c", "d"), ("1.2", "b", "e")):
        before = repo.oid("HEAD")
        repo.unasked(FETCHED_GO.format(version, digest(source), digest(modules_of)), "go.nix")
    assert ranged(repo, before, 1) == ["AG201 go.nix:9"]


def test_later_commits_that_move_the_file_hide_nothing(repo: Guarded) -> None:
    """Later commits move and rewrite the file: the finding is at the present place, and names the commit."""
    before = walk(repo, (2, 2))
    stale = repo.unasked(package(3, 2))
    repo.git("mv", "tool.nix", "moved.nix")
    repo.record("moved", "--no-verify")
    repo.unasked("# A comment.\n" + package(3, 2), "moved.nix")
    done = repo.run("authguard", "check", "--base", before, "--head", "HEAD", "--format", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["code"], finding["path"], finding["line"]) == ("AG201", "moved.nix", HASH_LINE + 1)
    assert {"kind": "history", "says": f"commit {stale[:12]} brought this"} in finding["evidence"]


def test_another_encoding_in_between_hides_nothing(repo: Guarded) -> None:
    """A commit on the way writes the hash in another encoding, which is the same digest."""
    before = walk(repo, (2, 2), (3, 2))
    repo.unasked(spelled(3, 2))
    assert ranged(repo, before, 1) == STALE


def test_a_commit_of_a_text_file_that_nix_reads_is_judged(repo: Guarded) -> None:
    """The text file decides the version."""
    read = FETCH.replace("import ./version.nix", "builtins.readFile ./VERSION")
    repo.write("VERSION", "v1").unasked(read.format(digest("1")), "other.nix")
    before = repo.oid("HEAD")
    repo.write("VERSION", "v2").unasked(read.format(digest("2")), "other.nix")
    repo.unasked("v3", "VERSION")
    assert ranged(repo, before, 1) == ["AG201 other.nix:6"]


def test_a_merge_that_mixes_two_right_branches_is_reported(repo: Guarded) -> None:
    """The merge takes the version of one and the hash of the other, in two files."""
    repo.write("version.nix", '"v1"').unasked(FETCH.format(digest("1")), "other.nix")
    before = repo.oid("HEAD")
    repo.branch("side").write("version.nix", '"v3"').unasked(FETCH.format(digest("3")), "other.nix")
    repo.git("switch", "--quiet", "main")
    repo.write("version.nix", '"v2"').unasked(FETCH.format(digest("2")), "other.nix")
    repo.run("merge", "side")
    repo.write("version.nix", '"v3"').write("other.nix", FETCH.format(digest("2"))).commit(
        "merge", "--no-verify"
    )
    assert ranged(repo, before, 1) == ["AG201 other.nix:6"]
    repo.unasked(FETCH.format(digest("3")), "other.nix")
    assert ranged(repo, before, 0) == []


def test_the_staged_change_is_the_last_step_of_a_range(repo: Guarded) -> None:
    """A stale change is reported, a right one passes."""
    before = walk(repo, (2, 2))
    repo.write("tool.nix", package(3, 2)).stage()
    assert check(repo, "--base", before, code=1) == STALE
    repo.write("tool.nix", package(3)).stage()
    assert check(repo, "--base", before, code=0) == []


@pytest.mark.parametrize(
    ("repaired", "expected"),
    [([0], ["AG203 default.nix:5"]), ([1], ["AG203 default.nix:4"]), ([0, 1], [])],
)
def test_a_repair_of_one_of_two_hashes_leaves_the_other_in_doubt(
    repo: Guarded, repaired: list[int], expected: list[str]
) -> None:
    """One finding is about both hashes of a lock."""
    base = CASES / "bun-lock-moved-with-a-part-installed" / "base"
    text, lock = ((base / name).read_text() for name in ("default.nix", "bun.lock"))
    old = [line.split('"')[1] for line in text.splitlines()[3:5]]

    def step(version: int, contents: list[int]) -> None:
        made = text
        for at, number in enumerate(contents):
            made = made.replace(old[at], digest(f"{at} {number}"))
        repo.write("default.nix", made)
        repo.write("bun.lock", lock.replace("44.5.0", f"44.{version}.0"))
        repo.commit(f"{version} {contents}", "--no-verify")

    step(1, [1, 1])
    before = repo.oid("HEAD")
    step(2, [2, 2])
    step(3, [2, 2])
    step(3, [3 if at in repaired else 2 for at in range(2)])
    assert ranged(repo, before, 0) == expected


def test_a_pair_of_either_merge_base_is_not_reported(repo: Guarded) -> None:
    """A criss-cross merge has two merge bases."""
    repo.branch("one").unasked(package(2))
    repo.branch("two", "main").unasked("notes", "notes")
    one, two = repo.oid("one"), repo.oid("two")
    repo.git("merge", "--quiet", "--no-verify", "--no-edit", one)
    repo.git("switch", "--quiet", "one")
    repo.git("merge", "--quiet", "--no-verify", "--no-edit", two)
    assert len(repo.git("merge-base", "--all", "one", "two").split()) == 2
    repo.unasked(package(3))
    assert check(repo, "--base", "two", "--head", "one", code=0) == []
    repo.unasked(package(4, 3))
    assert check(repo, "--base", "two", "--head", "one", code=1) == STALE


def test_a_merge_that_head_names_is_judged_with_its_branch(repo: Guarded) -> None:
    """`--head MERGE` judges the merged branch too, as the hook did."""
    repo.branch("side").unasked(package(2, 1))
    repo.git("switch", "--quiet", "main")
    repo.unasked("notes", "notes")
    repo.git("merge", "--quiet", "--no-verify", "--no-edit", "side")
    assert check(repo, "--head", "HEAD", code=1) == STALE
