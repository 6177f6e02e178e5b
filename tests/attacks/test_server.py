"""The pre-receive hook of the guide, and the range of a merge queue: what reaches the branches of a server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import package
from tests.support.judging import codes
from tests.support.repos import ROOT, Repo

if TYPE_CHECKING:
    from collections.abc import Callable

GUIDE = (ROOT / "docs" / "guides" / "server.md").read_text()
STALE = package(2, 1)
GOOD = package(2)


class Served(Repo):
    """A repository of an attacker; its remote is a server with the hook of the guide."""

    def __init__(self, path: Path, *options: str) -> None:
        """Make the repository and the server, with one right commit on the server and options for `git init`."""
        super().__init__(path / "r", *options)
        self.server = Repo(path / "server.git", "--bare", *options)
        self.git("remote", "add", "origin", str(self.server.path))
        (script,) = re.findall(r"(?s)```sh title=.pre-receive.\n(.*?)```", GUIDE)
        self.server.hook("pre-receive", script.partition("\n")[2])
        self.write("tool.nix", package(1)).commit("one")
        self.git("push", "--quiet", "origin", "main")
        self.base = self.oid("HEAD")

    def made(self, content: str, *parents: str) -> str:
        """Make a commit of that package with those parents. Returns its oid."""
        blob = self.git("hash-object", "-w", "--stdin", stdin=content)
        tree = self.git("mktree", stdin=f"100644 blob {blob}\ttool.nix\n")
        return self.git("commit-tree", tree, "-m", "made", *(word for one in parents for word in ("-p", one)))

    def passes(self, *words: str) -> bool:
        """Push, and tell whether the server took it; a refused push leaves no ref behind."""
        before = self.server.git("for-each-ref")
        done = self.run("push", *words)
        if done.returncode != 0:
            assert self.server.git("for-each-ref") == before
        return done.returncode == 0


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """Return a server with the hook."""
    return Served(tmp_path)


REFS = (
    "refs/heads/main",
    "refs/heads/new",
    "refs/tags/v2",
    "refs/heads/gh-readonly-queue/main/pr-1",
    "refs/x/y",
)


@pytest.mark.parametrize("ref", REFS)
def test_a_server_refuses_a_stale_hash(served: Served, ref: str) -> None:
    """The push is to any ref, from the default branch or with an unrelated history. The correct push passes."""
    assert not served.passes("--force", "origin", f"{served.made(STALE, served.base)}:{ref}")
    assert not served.passes("--force", "origin", f"{served.made(STALE)}:{ref}")
    assert served.passes("origin", f"{served.made(GOOD, served.base)}:{ref}")


def test_a_server_with_sha256_refuses_a_stale_hash(tmp_path: Path) -> None:
    """In the hook's input, a new or deleted ref has an id of 64 zeros."""
    served = Served(tmp_path, "--object-format=sha256")
    assert not served.passes("origin", f"{served.made(STALE, served.base)}:refs/heads/new")
    assert served.passes("origin", f"{served.made(GOOD, served.base)}:refs/heads/new")
    assert served.passes("origin", ":refs/heads/new")


def test_one_stale_ref_of_several_refuses_the_push(served: Served) -> None:
    """The refs have any order, with a deletion, a tag of a tag, and a rewind beside them."""
    right, stale = served.made(GOOD, served.base), served.made(STALE, served.base)
    assert served.passes("origin", f"{right}:refs/heads/old")
    served.git("tag", "--annotate", "--message", "x", "v2", stale)
    served.git("tag", "--annotate", "--message", "x", "v3", "v2")
    assert not served.passes("origin", f"{right}:refs/heads/a", f"{stale}:refs/heads/b")
    assert not served.passes("origin", ":refs/heads/old", f"{stale}:refs/heads/main")
    assert not served.passes("origin", "v3")
    assert not served.passes("--force", "origin", f"{served.base}:refs/heads/old", "v2")
    assert served.passes("origin", ":refs/heads/old", f"{right}:refs/heads/main")


def test_a_rewound_branch_is_the_base_of_later_commits(served: Served) -> None:
    """A rewind has no new commits. Later commits are compared with the branch after the rewind."""
    second = served.made(GOOD, served.base)
    assert served.passes("origin", f"{second}:refs/heads/main")
    assert served.passes("--force", "origin", f"{served.base}:refs/heads/main")
    assert not served.passes("origin", f"{served.made(package(3, 1), served.base)}:refs/heads/main")
    assert served.passes("origin", f"{served.made(package(3), second)}:refs/heads/main")


def test_a_branch_that_goes_back_to_a_stale_commit_is_refused(served: Served) -> None:
    """The old commits are compared with the default branch, as those of a new branch."""
    stale = served.made(STALE, served.base)
    repaired = served.made(GOOD, stale)
    assert served.passes("origin", f"{repaired}:refs/heads/f")
    assert not served.passes("--force", "origin", f"{stale}:refs/heads/f")
    assert served.passes("--force", "origin", f"{served.base}:refs/heads/f")


@pytest.mark.parametrize("head", ["main", "unborn"])
def test_what_the_default_branch_has_is_not_judged_again(served: Served, head: str) -> None:
    """A stale commit is already in the default branch. Its name may have no commit on the server."""
    stale = served.made(STALE, served.base)
    assert not served.passes("origin", f"{stale}:refs/heads/main")
    hook = served.server.path / "hooks" / "pre-receive"
    script = hook.read_text()
    hook.unlink()
    assert served.passes("origin", f"{stale}:refs/heads/main")
    served.server.hook("pre-receive", script.partition("\n")[2])
    served.server.git("symbolic-ref", "HEAD", f"refs/heads/{head}")
    later = served.made(STALE + "# more\n", stale)
    assert served.passes("origin", f"{later}:refs/heads/topic")
    assert not served.passes("origin", f"{served.made(package(3, 1), stale)}:refs/heads/other")


def test_refs_without_packages_pass(served: Served) -> None:
    """Notes have an unrelated history, and a tag may name a file."""
    served.git("notes", "add", "--message", "a note", "HEAD")
    blob = served.git("hash-object", "-w", "--stdin", stdin="text")
    assert served.passes("origin", "refs/notes/commits")
    assert served.passes("origin", f"{blob}:refs/tags/text")


def test_a_protected_branch_of_the_server_excuses_its_commits(served: Served) -> None:
    """The server's git config names the branch."""
    stale = served.made(STALE, served.base)
    served.server.git("update-ref", "refs/heads/stable", served.base)
    served.server.git("config", "authguard.protectedBranches", "stable")
    (served.server.path / "hooks" / "pre-receive").rename(served.path.parent / "hook")
    assert served.passes("origin", f"{stale}:refs/heads/stable")
    (served.path.parent / "hook").rename(served.server.path / "hooks" / "pre-receive")
    assert served.passes("origin", f"{served.made(STALE + '# more', stale)}:refs/heads/stable-2")


def test_a_server_refuses_a_hash_that_comes_back(served: Served) -> None:
    """One push removes the pair, and the next push brings it back stale."""
    gone = served.made("{ }\n", served.base)
    assert served.passes("origin", f"{gone}:refs/heads/main")
    assert not served.passes("origin", f"{served.made(STALE, gone)}:refs/heads/main")
    assert served.passes("origin", f"{served.made(GOOD, gone)}:refs/heads/main")


QUEUES: dict[str, Callable[[Served], list[str]]] = {
    "one stale pull request": lambda one: [one.made(STALE, one.base)],
    "the second one is stale": lambda one: [one.made(package(1), one.base), one.made(STALE, one.base)],
    "stale first, then a right one": lambda one: [one.made(STALE, one.base), one.made(package(1), one.base)],
    "a pull request of many commits": lambda one: [
        one.made(package(3, 2), one.made(GOOD, one.base)),
    ],
}


def queued(served: Served, requests: list[str]) -> str:
    """Return the head of a queue: each request is merged into the request before, and its content wins."""
    head = served.base
    for request in requests:
        head = served.made(served.git("show", f"{request}:tool.nix"), head, request)
    return head


@pytest.mark.parametrize("name", QUEUES)
def test_the_head_of_a_merge_queue_is_judged(served: Served, name: str) -> None:
    """The base is the target branch, as in the workflow of the guide."""
    head = queued(served, QUEUES[name](served))
    code, found = codes(served, "--base", served.base, "--head", head)
    stands = served.git("show", f"{head}:tool.nix") + "\n" != package(1)
    assert (code, bool(found)) == ((1, True) if stands else (0, False))


def test_a_merge_queue_of_correct_requests_is_accepted(served: Served) -> None:
    """Two bumps of one package and a bump of another package, merged in turn."""
    head = queued(served, [served.made(GOOD, served.base), served.made(package(3), served.base)])
    assert codes(served, "--base", served.base, "--head", head) == (0, [])


def test_requests_that_are_correct_only_separately_are_refused(served: Served) -> None:
    """One request moves the version and the hash, the other edits the lines beside; the merge takes the old hash."""
    one = served.made(GOOD, served.base)
    other = served.made(f"# notes\n{package(1)}", served.base)
    first = served.made(GOOD, served.base, one)
    head = served.made(f"# notes\n{STALE}", first, other)
    code, found = codes(served, "--base", served.base, "--head", head)
    assert (code, [each[1] for each in found]) == (1, ["AG201"])
