"""A made-up history, tree, ref or merge that is meant to hide a stale hash."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from authguard.git import pushes
from authguard.git.git import Git
from authguard.git.protected import Protected, protected
from authguard.git.pushes import from_push_lines
from tests.support.guarded import HASH_LINE, Guarded, check, digest, package
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable

STALE = [f"AG201 tool.nix:{HASH_LINE}"]
WRONG = package(2, 1)


def committed(repo: Repo, content: str, *parents: str) -> str:
    """Make a commit with only that package and with those parents. Returns its oid."""
    blob = repo.git("hash-object", "-w", "--stdin", stdin=content)
    tree = repo.git("mktree", stdin=f"100644 blob {blob}\ttool.nix\n")
    return repo.git("commit-tree", tree, "-m", "made", *(word for one in parents for word in ("-p", one)))


def of_an_unrelated_parent(repo: Repo, base: str) -> str:
    """A second parent without a history has the stale pair."""
    return committed(repo, WRONG, base, committed(repo, WRONG))


def of_an_unrelated_first_parent(repo: Repo, base: str) -> str:
    """The unrelated parent comes first."""
    return committed(repo, WRONG, committed(repo, WRONG), base)


def after_an_unrelated_parent(repo: Repo, base: str) -> str:
    """The unrelated parent is merged without its content; the next commit adds it as if it were a revert."""
    merged = committed(repo, package(1), base, committed(repo, WRONG))
    return committed(repo, WRONG, merged)


def after_its_revert(repo: Repo, base: str) -> str:
    """The stale pair is added, removed and added again."""
    return committed(repo, WRONG, committed(repo, package(1), committed(repo, WRONG, base)))


def after_its_removal(repo: Repo, base: str) -> str:
    """The file is removed, and added again with a stale hash."""
    blob = repo.git("hash-object", "-w", "--stdin", stdin="1")
    tree = repo.git("mktree", stdin=f"100644 blob {blob}\tnotes\n")
    return committed(repo, WRONG, repo.git("commit-tree", tree, "-m", "made", "-p", base))


def of_the_same_parent_twice(repo: Repo, base: str) -> str:
    """A merge of a commit with itself: git does not make one, but an attacker can."""
    content = repo.git("cat-file", "commit", committed(repo, WRONG, base))
    line = f"parent {base}\n"
    return repo.git(
        "hash-object",
        "-t",
        "commit",
        "-w",
        "--stdin",
        "--literally",
        stdin=content.replace(line, line * 2) + "\n",
    )


def of_many_parents(repo: Repo, base: str) -> str:
    """An octopus merge of nine correct branches."""
    return committed(repo, WRONG, base, *(committed(repo, package(number), base) for number in range(11, 20)))


def of_our_branch(repo: Repo, base: str) -> str:
    """The correct branch is merged with `-s ours` into the stale branch."""
    return committed(repo, WRONG, committed(repo, WRONG, base), committed(repo, package(2), base))


def of_the_version_of_one_branch(repo: Repo, base: str) -> str:
    """A merge with the version of one branch and the hash of the other branch."""
    return committed(
        repo, package(3, 2), committed(repo, package(3), base), committed(repo, package(2), base)
    )


def of_a_crossing(repo: Repo, base: str) -> str:
    """A merge has two merge bases; one base has the stale pair."""
    right, wrong = committed(repo, package(2), base), committed(repo, WRONG, base)
    left = committed(repo, WRONG, right, wrong)
    return committed(repo, WRONG, left, committed(repo, package(2), wrong, right))


def of_an_entry_that_is_there_twice(repo: Repo, base: str) -> str:
    """A tree has two entries of one name: the correct package, and the stale package, which git checks out."""
    return of_two_entries(repo, base, package(1), WRONG)


def of_an_entry_that_is_there_first(repo: Repo, base: str) -> str:
    """The two entries have the other order: git shows the stale package, and checks out the correct package."""
    return of_two_entries(repo, base, WRONG, package(1))


def of_two_entries(repo: Repo, base: str, *contents: str) -> str:
    """Make a commit with a tree that has one name twice."""
    entries = b""
    for content in contents:
        oid = repo.git("hash-object", "-w", "--stdin", stdin=content)
        entries += b"100644 tool.nix\0" + bytes.fromhex(oid)
    (repo.path / ".git" / "made").write_bytes(entries)
    tree = repo.git("hash-object", "-t", "tree", "-w", "--literally", ".git/made")
    return repo.git("commit-tree", tree, "-m", "made", "-p", base)


HISTORIES: dict[str, Callable[[Repo, str], str]] = {
    made.__name__.replace("_", " "): made
    for made in (
        of_an_unrelated_parent,
        of_an_unrelated_first_parent,
        after_an_unrelated_parent,
        after_its_revert,
        after_its_removal,
        of_the_same_parent_twice,
        of_many_parents,
        of_our_branch,
        of_the_version_of_one_branch,
        of_a_crossing,
        of_an_entry_that_is_there_twice,
        of_an_entry_that_is_there_first,
    )
}


@pytest.fixture
def pushing(repo: Guarded) -> Guarded:
    """A repository with a remote that has its first commit."""
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.git("push", "--quiet", "--no-verify", "--set-upstream", "origin", "main")
    repo.git("remote", "set-head", "origin", "main")
    return repo


@pytest.mark.parametrize("name", HISTORIES)
def test_a_made_up_history_hides_no_stale_hash(pushing: Guarded, name: str) -> None:
    """The range and the push are errors."""
    base = pushing.oid("HEAD")
    head = HISTORIES[name](pushing, base)
    run = check(pushing, "--base", base, "--head", head, code=1)
    assert run, "no finding"
    pushing.git("update-ref", "refs/heads/main", head)
    assert pushing.run("push", "origin", f"{head}:refs/heads/main").returncode != 0


@pytest.mark.parametrize("name", ["version.nix", "notes"])
def test_an_entry_of_an_unusual_mode_hides_no_stale_hash(repo: Guarded, name: str) -> None:
    """Only `git fsck` refuses an entry of mode 0. The tree has it beside a file that moves a version, or notes."""
    repo.write("version.nix", '"1.0"').write("tool.nix", package(1).replace('"1.0"', "import ./version.nix"))
    base = repo.commit("one", "--no-verify")
    repo.write(name, '"2.0"').stage()
    lines = [line.split(None, 3) for line in repo.git("ls-tree", repo.git("write-tree")).split("\n")]
    entries = b"".join(f"{mode} {path}\0".encode() + bytes.fromhex(oid) for mode, _, oid, path in lines)
    (repo.path / ".git" / "made").write_bytes(b"0 a\0" + bytes.fromhex(lines[0][2]) + entries)
    tree = repo.git("hash-object", "-t", "tree", "-w", "--literally", ".git/made")
    head = repo.git("commit-tree", tree, "-m", "made", "-p", base)
    found = check(repo, "--base", base, "--head", head, code=1 if name == "version.nix" else 0)
    assert found == (STALE if name == "version.nix" else [])


OPTIONS: dict[str, tuple[str, str]] = {
    "an option gone": ("leaveDotGit = true;", ""),
    "an option at its default": ("fetchSubmodules = false;", ""),
    "a part of the repository gone": ('sparseCheckout = [ "a" ];', ""),
    "another option": ("fetchSubmodules = false;", "fetchSubmodules = false; leaveDotGit = true;"),
}
PIN = '{{ {url} = "https://e.example/tool"; {rev} = "v1"; {hash} = "HASH"; }}'.replace(
    "HASH", digest("tool 1")
)
FETCHES: dict[str, dict[str, str]] = {
    "a set of another file": {
        "pin.nix": PIN.format(url="url", rev="rev", hash="hash"),
        "tool.nix": "{ fetchgit }: fetchgit (import ./pin.nix // { OPTION })",
    },
    "a data file": {
        "pin.json": PIN.format(url='"url"', rev='"rev"', hash='"hash"')
        .replace(" = ", ": ")
        .replace("; }", " }")
        .replace(";", ","),
        "tool.nix": "{ fetchgit, lib }: fetchgit (lib.importJSON ./pin.json // { OPTION })",
    },
    "an argument of another file": {
        "pin.nix": PIN.format(url="url", rev="rev", hash="hash"),
        "tool.nix": "{ fetchgit, src }: fetchgit (src // { OPTION })",
        "default.nix": "{ callPackage }: callPackage ./tool.nix { src = import ./pin.nix; }",
    },
}


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("fetch", FETCHES)
def test_history_excuses_no_hash_if_an_option_in_another_file_moves(
    repo: Guarded, fetch: str, option: str
) -> None:
    """The file of the hash has the same record before, but other code fetched the record."""
    for path, content in FETCHES[fetch].items():
        repo.write(path, content.replace("OPTION", OPTIONS[option][0]))
    repo.commit("before", "--no-verify")
    repo.write("tool.nix", FETCHES[fetch]["tool.nix"].replace("OPTION", OPTIONS[option][1]))
    repo.commit("after", "--no-verify")
    assert any("AG201" in line for line in check(repo, "--base", "HEAD~1", "--head", "HEAD", code=1))


@pytest.mark.parametrize("fetch", FETCHES)
def test_history_excuses_the_revert_of_a_hash_in_another_file(repo: Guarded, fetch: str) -> None:
    """The same code fetched the earlier pair."""
    files = {
        path: content.replace("OPTION", "leaveDotGit = true;") for path, content in FETCHES[fetch].items()
    }
    pin = next(path for path in files if path.startswith("pin."))
    for version in ("1", "2", "1"):
        for path, content in files.items():
            text = content.replace("v1", f"v{version}").replace(digest("tool 1"), digest(f"tool {version}"))
            repo.write(path, text)
        repo.commit(f"version {version}", "--no-verify")
    repo.write(pin, repo.path.joinpath(pin).read_text().replace("v1", "v2"))
    repo.commit("stale", "--no-verify")
    assert check(repo, "--base", "HEAD~2", "--head", "HEAD~1", code=0) == []
    assert check(repo, "--base", "HEAD~1", "--head", "HEAD", code=1) != []


def test_history_excuses_the_revert_of_two_exchanged_hashes(repo: Guarded) -> None:
    """Two forks exchange their hashes, which is an error, and a revert puts them back."""
    fetch = '  %s = fetchFromGitHub { owner = "%s"; repo = "tool"; rev = "v1.0"; hash = "%s"; };\n'
    for first, second in (("one", "two"), ("two", "one"), ("one", "two")):
        outputs = fetch % ("a", "corp", digest(first)) + fetch % ("b", "fork", digest(second))
        repo.write("forks.nix", "{ fetchFromGitHub }:\n{\n" + outputs + "}\n")
        repo.commit(f"{first} first", "--no-verify")
    found = check(repo, "--base", "HEAD~2", "--head", "HEAD~1", code=1)
    assert sum("AG201" in line for line in found) == 2
    assert check(repo, "--base", "HEAD~1", "--head", "HEAD", code=0) == []


REFS: dict[str, tuple[str, ...]] = {
    "a tag named as the branch": ("refs/tags/main", "refs/tags/origin/main", "refs/tags/HEAD"),
    "a branch named as the remote's": ("refs/heads/origin/main", "refs/heads/remotes/origin/main"),
    "a ref named as a file of git": ("refs/heads/refs/remotes/origin/main", "refs/heads/HEAD"),
    "another remote": ("refs/remotes/origin2/main", "refs/remotes/upstream/HEAD"),
    "notes and stashes": ("refs/notes/commits", "refs/stash", "refs/original/main", "refs/bisect/good"),
}


@pytest.mark.parametrize("name", REFS)
def test_a_ref_with_a_similar_name_is_not_the_protected_branch(pushing: Guarded, name: str) -> None:
    """The commits of these refs are judged."""
    head = committed(pushing, WRONG, pushing.oid("HEAD"))
    for ref in REFS[name]:
        pushing.git("update-ref", ref, head)
    pushing.git("update-ref", "refs/heads/new", head)
    assert pushing.refused("push", "origin", "refs/heads/new:refs/heads/new") == STALE
    assert pushing.refused("push", "origin", f"{head}:refs/tags/v2") == STALE
    assert pushing.refused("push", "origin", f"{head}:refs/for/main") == STALE


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\u2029"])
def test_a_ref_whose_name_breaks_lines_is_not_the_protected_branch(pushing: Guarded, mark: str) -> None:
    """Some readers take such a character for the end of a line: then the name begins as that of the default branch."""
    head = committed(pushing, WRONG, pushing.oid("HEAD"))
    for name in ("HEAD", "main"):
        pushing.git("update-ref", f"refs/remotes/origin/{name}{mark}x", head)
    pushing.git("update-ref", "refs/heads/new", head)
    assert pushing.refused("push", "origin", "refs/heads/new:refs/heads/new") == STALE
    assert pushing.merged("--no-edit", "--no-ff", "new", code=1) == STALE


def test_a_right_branch_beside_such_a_ref_is_accepted(pushing: Guarded) -> None:
    """The name alone is no finding."""
    right = committed(pushing, package(2), pushing.oid("HEAD"))
    pushing.git("update-ref", "refs/remotes/origin/main\u2028x", right)
    assert pushing.accepted("push", "origin", f"{right}:refs/heads/new") == []


@pytest.mark.parametrize("pattern", ["upstream/main", "upstream/*", "up*/main"])
def test_a_protected_branch_of_one_remote_is_none_of_another(pushing: Guarded, pattern: str) -> None:
    """A stranger gives a branch of origin the name of a branch of the remote upstream."""
    pushing.git("config", "authguard.protectedBranches", pattern)
    pushing.git("remote", "add", "upstream", "../upstream.git")
    head = committed(pushing, WRONG, pushing.oid("HEAD"))
    pushing.git("update-ref", "refs/remotes/origin/upstream/main", head)
    assert pushing.refused("push", "origin", f"{head}:refs/heads/new") == STALE
    pushing.git("update-ref", "refs/remotes/upstream/main", head)
    assert pushing.accepted("push", "origin", f"{head}:refs/heads/new") == []


@pytest.mark.parametrize(
    "pattern", ["release/1", "release/*", "rel*", "origin/release/1", "refs/remotes/origin/*"]
)
def test_a_protected_branch_may_have_a_slash_in_its_name(pushing: Guarded, pattern: str) -> None:
    """There is no remote with the name before the slash."""
    pushing.git("config", "authguard.protectedBranches", pattern)
    head = committed(pushing, WRONG, pushing.oid("HEAD"))
    pushing.git("update-ref", "refs/remotes/origin/release/1", head)
    assert pushing.accepted("push", "origin", f"{head}:refs/heads/new") == []


@pytest.mark.parametrize("name", ["main", "master", "develop"])
def test_each_usual_name_is_guessed_if_the_default_branch_is_unknown(pushing: Guarded, name: str) -> None:
    """A remote may have an old main beside its default branch master."""
    pushing.git("remote", "set-head", "--delete", "origin")
    head = committed(pushing, WRONG, pushing.oid("HEAD"))
    pushing.git("update-ref", f"refs/remotes/origin/{name}", head)
    assert pushing.accepted("push", "origin", f"{head}:refs/heads/new") == []


def test_the_pattern_of_a_remote_without_settings_names_its_branches(pushing: Guarded) -> None:
    """The refs of the remote are here, as after a fetch by URL. `*/NAME` also names a branch with a slash."""
    head = committed(pushing, WRONG, pushing.oid("HEAD"))
    pushing.git("config", "authguard.protectedBranches", "other/main")
    pushing.git("update-ref", "refs/remotes/other/main", head)
    assert pushing.accepted("push", "origin", f"{head}:refs/heads/new") == []
    pushing.git("update-ref", "-d", "refs/remotes/other/main")
    pushing.git("config", "authguard.protectedBranches", "*/release")
    pushing.git("update-ref", "refs/remotes/origin/team/release", head)
    assert pushing.accepted("push", "origin", f"{head}:refs/heads/new") == []


BETWEEN: dict[str, tuple[str, str]] = {
    "the file is gone": ("notes", "x"),
    "the file has another name": ("tool.nix.bak", package(1)),
    "the code is a comment": ("tool.nix", f"/* {package(1)} */ {{ }}\n"),
    "the hash is a comment": ("tool.nix", package(1).replace("  hash =", "  # hash =")),
    "the file is no Nix": ("tool.nix", "{ broken"),
    "another repository": ("tool.nix", package(1, repository="other")),
    "the next version": ("tool.nix", package(2)),
    "a placeholder": ("tool.nix", package(1).replace("sha256-", "sha256-A")),
}


@pytest.mark.parametrize("name", BETWEEN)
def test_a_second_push_cannot_bring_back_an_old_hash(pushing: Guarded, name: str) -> None:
    """The first push removes or repairs the pair; the second push brings the old hash under a newer version."""
    pushing.remove("tool.nix").write(*BETWEEN[name]).commit("between", "--no-verify")
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    if (pushing.path / "tool.nix.bak").exists():
        pushing.remove("tool.nix.bak")
    pushing.unasked(WRONG)
    assert pushing.refused("push", "origin", "main") == STALE


def test_the_revert_of_a_repair_is_refused(pushing: Guarded) -> None:
    """The remote has had the stale pair before its repair, and that excuses nothing."""
    for content in (WRONG, package(2)):
        pushing.unasked(content)
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.git("revert", "--no-edit", "HEAD")
    assert pushing.refused("push", "origin", "main") == STALE


def test_an_amended_bump_with_the_old_hash_is_refused(repo: Guarded) -> None:
    """HEAD has the right hash of the new version. The amended commit has the hash of the old version."""
    repo.unasked(package(2))
    repo.write("tool.nix", WRONG).stage()
    assert repo.refused("commit", "--amend", "--no-edit") == STALE


def test_a_merge_with_the_hash_of_the_merge_base_is_refused(repo: Guarded) -> None:
    """Both parents of the merge are right. The resolution of the conflict has the hash that both replaced."""
    repo.branch("other").unasked(package(3))
    repo.git("switch", "--quiet", "main")
    repo.unasked(package(2))
    repo.run("merge", "other")
    repo.write("tool.nix", package(3, 1)).stage()
    assert repo.refused("commit", "--message", "merged") == STALE


def test_a_repair_that_is_undone_at_once_is_a_warning(repo: Guarded) -> None:
    """HEAD's parent has the stale pair, which may be a revert on purpose: the hash still moved alone."""
    for content in (WRONG, package(2)):
        repo.unasked(content)
    repo.write("tool.nix", WRONG).stage()
    assert repo.accepted("commit", "--message", "undone") == [f"AG206 tool.nix:{HASH_LINE}"]


def test_a_wrong_repair_that_is_undone_is_a_warning(repo: Guarded) -> None:
    """No other version had the hash that comes back."""
    for content in (package(1, 7), package(1)):
        repo.unasked(content)
    repo.write("tool.nix", package(1, 7)).stage()
    assert repo.accepted("commit", "--message", "undone") == [f"AG206 tool.nix:{HASH_LINE}"]


def test_a_package_that_comes_back_as_it_was_is_accepted(pushing: Guarded) -> None:
    """The same pair, or the next version with its own hash: nothing is reported."""
    pushing.remove("tool.nix").commit("gone", "--no-verify")
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    for content in (package(1), package(2)):
        pushing.unasked(content)
        assert pushing.accepted("push", "origin", "main") == []
        pushing.remove("tool.nix").commit("gone", "--no-verify")
        pushing.git("push", "--quiet", "--no-verify", "origin", "main")


def test_an_unrelated_history_hides_no_stale_hash(pushing: Guarded) -> None:
    """A branch, a tag or a tree without a common ancestor has the hash of a version that the remote has."""
    root = committed(pushing, WRONG)
    for pushed in (f"{root}:refs/heads/new", f"{root}:refs/tags/v2", f"{root}^{{tree}}:refs/tags/tree"):
        assert pushing.refused("push", "origin", pushed) == STALE


def test_an_unrelated_history_without_a_stale_hash_is_accepted(pushing: Guarded) -> None:
    """The histories have pages without hashes, another package, and right pairs of the same package."""
    for number, content in enumerate(("<html>", package(1, repository="other"), package(2), package(1))):
        root = committed(pushing, content)
        assert pushing.accepted("push", "origin", f"{root}:refs/heads/new{number}") == []


def test_a_commit_that_the_remote_dropped_is_judged_again(pushing: Guarded) -> None:
    """The remote dropped a stale commit. This clone still knows it as the newest commit of that branch."""
    base = pushing.oid("HEAD")
    pushing.unasked(WRONG)
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.git("-C", "../origin.git", "update-ref", "refs/heads/main", base)
    assert pushing.oid("origin/main") == pushing.oid("main")
    assert pushing.refused("push", "origin", "main") == STALE
    assert pushing.refused("push", "origin", "main", "main:new") == STALE


def test_thousands_of_refs_of_one_commit_are_one_range(
    pushing: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git is asked about this range once."""
    head = committed(pushing, WRONG, pushing.oid("HEAD"))
    lines = "".join(
        f"refs/heads/b{number} {head} refs/heads/b{number} {'0' * 40}\n" for number in range(20_000)
    )
    asked: list[str] = []
    resolve = Git.resolve

    def counted(git: Git, rev: str, peel: str = "commit") -> str | None:
        asked.append(rev)
        return resolve(git, rev, peel)

    monkeypatch.setattr(Git, "resolve", counted)
    monkeypatch.chdir(pushing.path)
    git = Git()
    try:
        assert len(from_push_lines(git, "origin", lines.encode())) == 1
    finally:
        git.close()
    assert len(asked) < 100


def test_the_remote_is_listed_once_for_many_pushed_branches(
    pushing: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pushed branch is judged."""
    heads = [committed(pushing, package(number, 1), pushing.oid("HEAD")) for number in range(2, 7)]
    lines = "".join(f"refs/heads/b {head} refs/heads/{head} {'0' * 40}\n" for head in heads)
    listed: list[str | None] = []

    def counted(git: Git, remote: str | None = None, **options: dict[str, str]) -> Protected:
        listed.append(remote)
        return protected(git, remote, truth=options["truth"])

    monkeypatch.setattr(pushes, "protected", counted)
    monkeypatch.chdir(pushing.path)
    git = Git()
    try:
        assert len(pushes.from_push_lines(git, "origin", lines.encode())) == len(heads)
    finally:
        git.close()
    assert listed == ["origin"]


WORDS = (
    "--help",
    "--output=made",
    "--exec=true",
    "-Sfoo",
    "--all",
    "@{-1}",
    "HEAD:",
    ":/made",
    "main..",
    "^main",
)


@pytest.mark.parametrize("word", WORDS)
def test_a_revision_that_looks_like_an_option_is_unknown(repo: Guarded, word: str) -> None:
    """Git does not read the revision as an option."""
    for option in ("--base", "--head"):
        done = repo.run("authguard", "check", f"{option}={word}")
        assert done.returncode == 2, (option, done.stdout)
        assert done.stderr.startswith("authguard: ")
        assert done.stderr.count("\n") <= 2
    assert not (repo.path / "made").exists()


def unknown(repo: Repo) -> str:
    """An object that the repository does not have."""
    del repo
    return "1" * 40


def damaged(repo: Repo) -> str:
    """A commit whose file is cut off."""
    oid = committed(repo, WRONG, repo.oid("HEAD"))
    file = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:20])
    return oid


def without_a_tree(repo: Repo) -> str:
    """A commit of a tree that the repository does not have."""
    content = f"tree {'9' * 40}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n"
    return repo.git("hash-object", "-w", "-t", "commit", "--literally", "--stdin", stdin=content)


def tag_of_nothing(repo: Repo) -> str:
    """A tag of a commit that the repository does not have."""
    content = f"object {'1' * 40}\ntype commit\ntag x\ntagger a <a> 1 +0000\n\nx\n"
    return repo.git("hash-object", "-w", "-t", "tag", "--literally", "--stdin", stdin=content)


@pytest.mark.parametrize(
    "made", [unknown, damaged, without_a_tree, tag_of_nothing], ids=lambda made: made.__name__
)
def test_a_push_of_an_object_that_cannot_be_read_is_refused(
    repo: Guarded, made: Callable[[Repo], str]
) -> None:
    """Without the object, nothing can be judged."""
    line = f"refs/heads/x {made(repo)} refs/heads/x {'0' * 40}\n"
    done = repo.run("authguard", "check", "--pre-push", "origin", stdin=line)
    assert (done.returncode, done.stdout) == (2, "")


RETURNS: dict[str, list[tuple[int, int] | None]] = {
    "to a newer version": [(2, 2), (3, 3), (3, 2)],
    "to a much newer version": [(2, 2), (3, 3), (4, 4), (4, 2)],
    "to an older version": [(2, 2), (3, 3), (2, 3)],
    "after the package was removed": [(2, 2), None, (3, 2)],
    "and then the version moves on": [(2, 2), (3, 3), (3, 2), (4, 2)],
}


@pytest.mark.parametrize("name", RETURNS)
def test_a_hash_that_comes_back_within_a_push_is_stale(pushing: Guarded, name: str) -> None:
    """The base has neither this hash nor its version, since an earlier commit of the same push brought both."""
    before = pushing.oid("HEAD")
    for pair in RETURNS[name]:
        if pair is None:
            pushing.remove("tool.nix").commit("gone", "--no-verify")
        else:
            pushing.unasked(package(*pair))
    assert check(pushing, "--base", before, "--head", "HEAD", code=1) == STALE
    assert pushing.refused("push", "origin", "main") == STALE


READ: dict[str, tuple[str, str]] = {
    "a text file": ("lib.fileContents ./version", "version"),
    "a text file in a directory": ('lib.fileContents (./sub + "/VERSION")', "sub/VERSION"),
    "YAML": ('lib.removePrefix "v: " (lib.fileContents ./v.yaml)', "v.yaml"),
}


@pytest.mark.parametrize("name", READ)
def test_a_file_that_only_the_middle_of_a_push_reads_is_judged(pushing: Guarded, name: str) -> None:
    """A right bump moves the version into a file; only this file moves; then the version is a literal again."""
    read, path = READ[name]
    before = pushing.oid("HEAD")
    text = "v: {}" if path.endswith(".yaml") else "{}"
    pushing.write(path, text.format("2.0"))
    pushing.unasked(package(2).replace('version = "2.0"', f"version = {read}"))
    pushing.write(path, text.format("3.0")).commit("moved", "--no-verify")
    pushing.remove(path)
    pushing.unasked(package(3, 2))
    assert check(pushing, "--base", before, "--head", "HEAD", code=1) == STALE
    assert pushing.refused("push", "origin", "main") == STALE


@pytest.mark.parametrize("path", ["versions/v.nix", "versions/v.json"])
def test_an_excluded_file_that_moves_last_in_a_push_is_judged(pushing: Guarded, path: str) -> None:
    """`exclude` hides the hashes of a file, not a version in it that a judged file reads."""
    read = f"import ./{path}" if path.endswith(".nix") else f"lib.importJSON ./{path}"
    content = package(1).replace('version = "1.0"', f"version = {read}")
    pushing.write("authguard.toml", 'exclude = ["versions/**"]\n').write(path, '"1.0"')
    pushing.unasked(content)
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.write(path, '"2.0"')
    pushing.unasked(content.replace(digest("tool 1"), digest("tool 2")))
    pushing.write(path, '"3.0"').commit("moved", "--no-verify")
    assert pushing.refused("push", "origin", "main") == STALE


def test_a_hash_in_parts_that_stays_within_a_push_is_stale(pushing: Guarded) -> None:
    """No file of the push has the whole text of the hash."""
    for pair in ((2, 2), (3, 2)):
        content = package(*pair)
        at = content.index("sha256-") + 20
        pushing.unasked(f'{content[:at]}" + "{content[at:]}')
    assert pushing.refused("push", "origin", "main") == STALE


def test_a_bump_with_a_hash_of_the_history_is_refused(pushing: Guarded) -> None:
    """A check of the index reads the history of the file, too."""
    pushing.unasked(package(2))
    pushing.unasked(package(3))
    pushing.write("tool.nix", package(4, 1)).stage()
    assert check(pushing, code=1) == STALE


@pytest.mark.parametrize("how", ["cherry-pick", "rebase"])
def test_a_conflict_with_the_version_of_one_side_and_the_hash_of_its_parent(repo: Guarded, how: str) -> None:
    """The picked commit moves version 2 to 3. The branch is at version 1, and gets version 3 with the hash of 2."""
    repo.git("branch", "release")
    repo.unasked(package(2))
    repo.unasked(package(3))
    if how == "cherry-pick":
        repo.git("checkout", "--quiet", "release")
        repo.run("cherry-pick", "main")
    else:
        repo.run("rebase", "--quiet", "--onto", "release", "HEAD~1")
    for mixed in (
        package(3, 2),
        package(4, 3),
    ):  # the last is the version of this branch with the picked hash
        repo.write("tool.nix", mixed).stage()
        assert check(repo, code=1) == STALE
    repo.write("tool.nix", package(3)).stage()
    assert check(repo, code=0) == []


def test_right_versions_that_come_back_within_a_push_are_accepted(pushing: Guarded) -> None:
    """A revert, a removal and the repair of a wrong hash: each pair of the last commit is right."""
    for content in (package(2), package(1), package(2), package(3), package(2), package(2, 9)):
        pushing.unasked(content)
    pushing.remove("tool.nix").commit("gone", "--no-verify")
    pushing.unasked(package(3))
    assert pushing.accepted("push", "origin", "main") == []


def in_a_comment(number: int) -> str:
    """Return the package at version 2, with the hash of version 1 in a comment."""
    return f"{package(2)}# {number}, before: {digest('tool 1')}\n"


def test_an_old_hash_that_was_in_a_comment_is_stale(pushing: Guarded) -> None:
    """Many versions of the file have the old hash in a comment; then a newer version gets the hash."""
    for number in range(10):
        pushing.unasked(in_a_comment(number))
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.unasked(package(3, 1))
    assert pushing.refused("push", "origin", "main") == STALE


def test_a_hash_that_comes_back_in_another_encoding_is_stale(pushing: Guarded) -> None:
    """The history has the hash in base64 only."""
    pushing.unasked(package(2))
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    encoded = base64.b64decode(digest("tool 1").removeprefix("sha256-")).hex()
    pushing.unasked(package(3).replace(digest("tool 3"), f"sha256:{encoded}"))
    assert pushing.refused("push", "origin", "main") == STALE


def test_a_hash_that_comes_back_among_many_new_packages_is_stale(pushing: Guarded) -> None:
    """The push has more new packages than the limit of sources for a search in history."""
    pushing.remove("tool.nix").commit("gone", "--no-verify")
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    for number in range(40):
        pushing.write(f"a{number}.nix", package(1, repository=f"other{number}"))
    pushing.unasked(WRONG)
    assert pushing.refused("push", "origin", "main") == STALE


def test_an_old_hash_is_stale_if_its_version_is_in_another_file(pushing: Guarded) -> None:
    """Only the file of the hash changes. Its caller shows which version the hash had."""
    tool = (
        package(1)
        .replace('  version = "1.0";', "  u = 1;")
        .replace("fetchFromGitHub }", "fetchFromGitHub, version }")
    )
    for version in (1, 2, 3):
        pushing.write(
            "default.nix", f'{{ callPackage }}: callPackage ./p.nix {{ version = "{version}.0"; }}\n'
        )
        pushing.unasked(tool.replace(digest("tool 1"), digest(f"tool {version}")), "p.nix")
    pushing.git("push", "--quiet", "--no-verify", "origin", "main")
    pushing.unasked(tool.replace(digest("tool 1"), digest("tool 2")), "p.nix")
    assert pushing.refused("push", "origin", "main") == [f"AG201 p.nix:{HASH_LINE}"]
