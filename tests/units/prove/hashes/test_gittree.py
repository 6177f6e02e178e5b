"""A commit that is hashed from its objects has the hash of git and Nix."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authguard.errors import Refused
from authguard.prove.hashes import ARCHIVE, CHECKOUT, RAW, RAW_EXPORT, Incomplete, Uncomputable, of_git
from tests.support.repos import Repo
from tests.units.prove.hashes.oracle import archived, by_fetch_git, by_fetch_tree, checked_out, hashed
from tests.units.prove.hashes.trees import make, trees

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix


ODD_NAMES = [
    *(b"a", b"a.b", b"a-b", b"a0", b"A", b"a b", b"\xff\xfe", b"a\xff", "é".encode(), "e\u0301".encode()),
    *(b"new\nline", b"tab\there", b"-rf", b":(top)", b"quo\"te'", b"\\back", b"*", b"~", b".hidden", b"con"),
]


def git_dir(repo: Repo) -> str:
    """The git directory of a repository with a work tree."""
    return str(repo.path / ".git")


def agree(repo: Repo, commit: str, tmp_path: Path, nix: Nix) -> None:
    """Assert that all four contents of a commit have the hashes of the tools that make them."""
    where = git_dir(repo)
    assert of_git(where, commit, CHECKOUT) == hashed(checked_out(repo, commit, tmp_path / "checkout"))
    assert of_git(where, commit, ARCHIVE) == hashed(archived(repo, commit, tmp_path / "archive"))
    assert of_git(where, commit, RAW) == by_fetch_tree(nix, repo, commit)
    assert of_git(where, commit, RAW_EXPORT) == by_fetch_git(nix, repo, commit)


@pytest.mark.needs("nix-instantiate")
def test_a_commit_with_all_kinds_of_entries_has_the_hash_of_nix(tmp_path: Path, nix: Nix) -> None:
    """The entries are files, programs, links with any target, deep directories, odd names and equal files."""
    repo = Repo(tmp_path / "r")
    repo.write("plain", "text").write("run", "#!/bin/sh\n").write("empty", b"").write(
        "deep/er/and/deeper", b"\0\1"
    )
    (repo.path / "run").chmod(0o755)
    repo.link("to-file", "plain").link("dangling", "no/where").link("out", "../../etc").link("abs", "/nix")
    repo.link("deep/up", "..").write("Twin", "1").write("twin", "2").write("TWIN/x", "3").write(
        "a/b", "sorted"
    )
    repo.write("big", os.urandom(3 << 20))
    for name in map(os.fsdecode, ODD_NAMES):
        repo.write(f"odd/{name}", name.encode(errors="surrogateescape")).write(f"odd/{name}.d/x", "below")
    agree(repo, repo.commit("all"), tmp_path, nix)


@pytest.mark.needs("nix-instantiate")
def test_directories_sort_as_nar_sorts_them(tmp_path: Path, nix: Nix) -> None:
    """Git sorts a directory as if its name ended in a slash; NAR sorts by the name alone."""
    repo = Repo(tmp_path / "r")
    for path in ("a/x", "a.b", "a-b", "a0", "ab/y", "ab.c", "a b/z", "a+", "a/x.d/1", "a/x-1"):
        repo.write(path, path)
    agree(repo, repo.commit("all"), tmp_path, nix)


@pytest.mark.needs("nix-instantiate")
def test_an_empty_commit_is_an_empty_directory(tmp_path: Path, nix: Nix) -> None:
    """The checkout and the archive have the same hash."""
    repo = Repo(tmp_path / "r")
    commit = repo.commit("nothing")
    assert of_git(git_dir(repo), commit, CHECKOUT) == hashed(checked_out(repo, commit, tmp_path / "checkout"))
    assert of_git(git_dir(repo), commit, ARCHIVE) == of_git(git_dir(repo), commit, CHECKOUT)
    assert of_git(git_dir(repo), commit, RAW) == by_fetch_tree(nix, repo, commit)


@pytest.mark.needs("nix-instantiate")
def test_only_nix_makes_the_empty_directories_of_a_tree(tmp_path: Path, nix: Nix) -> None:
    """A tree may have an empty directory, which git does not make."""
    repo = Repo(tmp_path / "r")
    blob = repo.git("hash-object", "-w", "--stdin", stdin="text")
    nothing = repo.git("mktree", stdin="")
    inner = repo.git("mktree", stdin=f"040000 tree {nothing}\tempty\n")
    tree = repo.git("mktree", stdin=f"100644 blob {blob}\tfile\n040000 tree {inner}\tonly-empty\n")
    repo.git("update-ref", "refs/heads/main", repo.git("commit-tree", "-m", "all", tree))
    commit = repo.oid("HEAD")
    agree(repo, commit, tmp_path, nix)
    assert of_git(git_dir(repo), commit, RAW) != of_git(git_dir(repo), commit, CHECKOUT)


@pytest.mark.parametrize("name", [".git", ".GIT", ".Git", "..", "."])
def test_a_tree_with_a_name_that_git_refuses_is_refused(tmp_path: Path, name: str) -> None:
    """Git makes neither a checkout nor an archive of the tree."""
    repo = Repo(tmp_path / "r")
    blob = repo.git("hash-object", "-w", "--stdin", stdin="text")
    below = repo.git("mktree", stdin=f"100644 blob {blob}\tfile\n")
    tree = repo.git("mktree", stdin=f"040000 tree {below}\t{name}\n")
    for rules in (CHECKOUT, ARCHIVE):
        with pytest.raises(Uncomputable, match="git refuses a tree"):
            of_git(git_dir(repo), tree, rules)
    refused = repo.run("archive", tree)
    assert refused.returncode != 0
    assert "invalid path" in refused.stderr


@pytest.mark.parametrize("name", [".gitignore", ".github", "x.git", ".git2", "x\t.git", "\t"])
def test_a_name_that_only_looks_like_a_refused_name_is_allowed(tmp_path: Path, name: str) -> None:
    """The hash is that of the checkout."""
    repo = Repo(tmp_path / "r").write(f"deep/{name}/file", "text").write("other", "text")
    commit = repo.commit("all")
    assert of_git(git_dir(repo), commit, CHECKOUT) == hashed(checked_out(repo, commit, tmp_path / "checkout"))


def test_a_tag_and_a_tree_are_the_commit(tmp_path: Path) -> None:
    """A tag, a tree and the commit give the same content."""
    repo = Repo(tmp_path / "r").write("a", "text")
    commit = repo.commit("all")
    repo.git("tag", "--annotate", "-m", "tag", "v1")
    found = {of_git(git_dir(repo), repo.oid(rev), CHECKOUT) for rev in ("HEAD", "v1", "HEAD^{tree}")}
    assert found == {of_git(git_dir(repo), commit, CHECKOUT)}


def test_each_known_algorithm_has_a_hash_of_its_size(tmp_path: Path) -> None:
    """The algorithm blake3 is not known."""
    repo = Repo(tmp_path / "r").write("a", "text")
    commit = repo.commit("all")
    sizes = {"sha256": 32, "sha512": 64, "sha1": 20, "md5": 16}
    for algorithm, size in sizes.items():
        assert len(of_git(git_dir(repo), commit, CHECKOUT, algorithm=algorithm)) == size
    with pytest.raises(Uncomputable, match="blake3"):
        of_git(git_dir(repo), commit, CHECKOUT, algorithm="blake3")


def test_a_repository_of_sha256_has_the_same_hash(tmp_path: Path) -> None:
    """Object names are longer, and everything else is the same."""
    texts = []
    for form in ("sha1", "sha256"):
        repo = Repo(tmp_path / form, f"--object-format={form}")
        repo.write("a", "text\n").write("b/c", "$Id$\n").write(".gitattributes", "b/* text eol=crlf\n")
        commit = repo.commit("all")
        found = of_git(git_dir(repo), commit, CHECKOUT)
        assert found == hashed(checked_out(repo, commit, tmp_path / f"checkout-{form}"))
        texts.append(found)
    assert texts[0] == texts[1]


def test_missing_parts_are_named(tmp_path: Path) -> None:
    """One mirror lacks the blobs, and one mirror lacks the commit."""
    repo = Repo(tmp_path / "r").write("a", "text").write("b", "more")
    commit = repo.commit("all")
    bare = repo.clone(tmp_path / "bare", "--bare", "--filter=blob:none", "--depth=1")
    with pytest.raises(Incomplete) as caught:
        of_git(str(bare.path), commit, CHECKOUT)
    assert caught.value.oid in (repo.oid("HEAD:a"), repo.oid("HEAD:b"))
    with pytest.raises(Incomplete) as caught:
        of_git(str(bare.path), "1" * 40, CHECKOUT)
    assert caught.value.oid == "1" * 40


@pytest.mark.parametrize("commit", ["main", "--output=x", "HEAD", "", "1234", "G" * 40, "1" * 41])
def test_only_whole_names_of_objects_are_taken(tmp_path: Path, commit: str) -> None:
    """The mirror resolves other revisions."""
    repo = Repo(tmp_path / "r").write("a", "text")
    repo.commit("all")
    with pytest.raises(Refused, match="not a full object id"):
        of_git(git_dir(repo), commit, CHECKOUT)


def test_a_directory_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    """The directory is empty."""
    with pytest.raises(Refused, match="not a bare git repository"):
        of_git(str(tmp_path), "1" * 40, CHECKOUT)


def test_a_missing_git_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has no git."""
    repo = Repo(tmp_path / "r").write("a", "text")
    commit = repo.commit("all")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="git is not installed"):
        of_git(git_dir(repo), commit, CHECKOUT)


def test_a_damaged_repository_is_refused(tmp_path: Path) -> None:
    """The bytes of an object do not fit its name: git reports the damage, and there is no hash."""
    repo = Repo(tmp_path / "r").write("a", "text" * 1000).write("b", "more" * 1000)
    commit = repo.commit("all")
    oid = repo.oid("HEAD:a")
    loose = repo.path / ".git/objects" / oid[:2] / oid[2:]
    loose.chmod(0o644)
    data = bytearray(loose.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    loose.write_bytes(data)
    with pytest.raises(Refused):
        of_git(git_dir(repo), commit, CHECKOUT)


def test_a_damaged_tree_is_refused(tmp_path: Path) -> None:
    """A tree has two entries of one name, which no directory can have."""
    repo = Repo(tmp_path / "r")
    blob = repo.git("hash-object", "-w", "--stdin", stdin="x")
    below = repo.git("mktree", stdin=f"100644 blob {blob}\ty\n")
    for other in (f"100644 blob {blob}\tx\n", f"040000 tree {below}\tx\n"):
        tree = repo.git("mktree", stdin=f"100644 blob {blob}\tx\n{other}")
        with pytest.raises(Uncomputable, match=r"damaged: (two entries have one name|an entry is below)"):
            of_git(git_dir(repo), tree, CHECKOUT)


def test_a_symlink_that_no_system_stores_is_refused(tmp_path: Path) -> None:
    """The target of the symlink is too long, empty, or has a NUL."""
    repo = Repo(tmp_path / "r")
    for target in (b"x" * 5000, b"", b"a\0b"):
        (tmp_path / "target").write_bytes(target)
        blob = repo.git("hash-object", "-w", str(tmp_path / "target"))
        tree = repo.git("mktree", stdin=f"120000 blob {blob}\tlink\n")
        with pytest.raises(Uncomputable, match="link cannot be made a symlink"):
            of_git(git_dir(repo), tree, RAW)


def test_nothing_of_the_users_configuration_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Attributes of the user or the git directory, a hook's variables, and replaced objects have no effect."""
    repo = Repo(tmp_path / "r").write("a", "text\n").write("b", "$Id$\n").write(".gitattributes", "b ident\n")
    commit = repo.commit("all")
    wanted = {rules: of_git(git_dir(repo), commit, rules) for rules in (CHECKOUT, ARCHIVE, RAW, RAW_EXPORT)}
    home = tmp_path / "home"
    (home / ".config/git").mkdir(parents=True)
    (home / ".config/git/attributes").write_text("* text eol=crlf\n* export-ignore\n")
    (home / ".gitconfig").write_text("[core]\nautocrlf = true\neol = crlf\n")
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/attributes").write_text("* text eol=crlf\n* export-ignore\n")
    repo.git("config", "core.autocrlf", "true")
    other = repo.git("hash-object", "-w", "--stdin", stdin="other\n")
    repo.git("replace", repo.oid("HEAD:a"), other)
    for name, value in (
        ("HOME", home),
        ("XDG_CONFIG_HOME", home / ".config"),
        ("GIT_DIR", tmp_path),
        ("GIT_INDEX_FILE", tmp_path / "no-index"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "core.autocrlf"),
        ("GIT_CONFIG_VALUE_0", "true"),
    ):
        monkeypatch.setenv(name, str(value))
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    for rules, digest in wanted.items():
        assert of_git(git_dir(repo), commit, rules) == digest, rules


def test_nothing_is_written(tmp_path: Path) -> None:
    """Nothing is written to the git directory, and nothing is left in the temporary directory."""
    repo = Repo(tmp_path / "r").write("a", "$Format:%H$ $Id$\n").write("b", "text\n")
    repo.write(".gitattributes", "a export-subst ident\nb text eol=crlf\nc export-ignore\n")
    commit = repo.commit("all")
    repo.git("gc", "--quiet")

    def state() -> list[tuple[str, int]]:
        return sorted((str(path), path.lstat().st_mtime_ns) for path in repo.path.rglob("*"))

    before = state()
    for rules in (CHECKOUT, ARCHIVE, RAW, RAW_EXPORT):
        of_git(git_dir(repo), commit, rules)
    assert state() == before


def test_a_tree_of_many_files_is_hashed(tmp_path: Path) -> None:
    """Git has 100,000 files in 1,000 directories, without a work tree."""
    repo = Repo(tmp_path / "r", "--bare")
    lines = ["blob\nmark :1\ndata 5\nsame\n\n"]
    files = [f"d{n % 10}/e{n // 10 % 100}/file-{n}.txt" for n in range(100_000)]
    lines += ["commit refs/heads/main\ncommitter T <t@example.org> 1700000000 +0000\ndata 0\n"]
    lines += [f"M 100644 :1 {path}\n" for path in files]
    repo.git("fast-import", "--quiet", stdin="".join(lines))
    tree = repo.oid("main^{tree}")
    found = of_git(str(repo.path), repo.oid("main"), CHECKOUT)
    assert found == of_git(str(repo.path), tree, RAW)
    # One of its directories, as real files.
    where = checked_out(repo, repo.oid("main"), tmp_path / "part", sparse=["d3/e7"])
    part = of_git(str(repo.path), repo.oid("main:d3/e7"), CHECKOUT)
    assert part == hashed(where / "d3/e7")


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(trees(empty=False), min_size=4, max_size=8))
def test_any_committed_tree_has_the_hash_of_the_tree(
    tmp_path_factory: pytest.TempPathFactory, found: list[object]
) -> None:
    """The checkout, the archive and the raw content have this hash."""
    root = tmp_path_factory.mktemp("any")
    repo = Repo(root / "r")
    for number, tree in enumerate(found):
        made = make(root / f"made-{number}", tree)
        commit = _recorded(repo, made)
        wanted = hashed(made)
        assert {of_git(git_dir(repo), commit, rules) for rules in (CHECKOUT, ARCHIVE, RAW)} == {wanted}


def _recorded(repo: Repo, where: Path) -> str:
    """Commit a directory with an index of its own."""
    environment = repo.environment(GIT_DIR=git_dir(repo), GIT_INDEX_FILE=f"{where}.index")
    words = ["git", "--work-tree", str(where)]
    subprocess.run([*words, "add", "--all", "--force", "."], cwd=where, env=environment, check=True)
    tree = subprocess.run(
        [*words, "write-tree"], cwd=where, env=environment, check=True, capture_output=True, text=True
    )
    return repo.git("commit-tree", "-m", "any", tree.stdout.strip())
