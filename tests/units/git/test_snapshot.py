"""Snapshots read trees without a checkout, follow only links inside them, and name missing objects."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.git import objects
from authguard.git.git import Git
from authguard.git.ranges import snapshot_of
from authguard.git.snapshot import Overlay, Snapshot, TreeSnapshot, parse_tree
from authguard.git.worktree import WorktreeSnapshot, blob_oid
from tests.support.repos import Repo

ODD = "bad\udcff\nname\t.nix"  # a byte that is not UTF-8, a newline and a tab


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with files, an executable, links of every kind, a submodule and an odd name."""
    inner = Repo(tmp_path / "inner")
    inner.write("file", "inner").commit("inner")
    made = Repo(tmp_path / "r")
    made.write("a.nix", "A").write("d/e/f.nix", "F").write("d/g.nix", "G").write(ODD, "odd")
    (made.path / "d" / "g.nix").chmod(0o755)
    made.link("to-file.nix", "d/e/f.nix").link("to-dir", "d").link("d/e/up", "../g.nix")
    made.link("chain", "to-dir/e/up").link("out", "../inner/file").link("absolute", "/etc/passwd")
    made.link("loop", "loop2").link("loop2", "loop").link("nowhere", "nothing").link("root", ".")
    made.git("submodule", "--quiet", "add", inner.path.as_uri(), "sub")
    made.commit("first")
    return made


def head(repo: Repo, rev: str = "HEAD") -> TreeSnapshot:
    """The snapshot of a revision."""
    return snapshot_of(Git(str(repo.path)), repo.oid(rev))


READS = {
    "a.nix": b"A",
    "d/e/f.nix": b"F",
    "d/g.nix": b"G",
    ODD: b"odd",
    "to-file.nix": b"F",
    "to-dir/e/f.nix": b"F",
    "to-dir/e/up": b"G",
    "chain": b"G",
    "root/root/a.nix": b"A",
    "./d/../a.nix": b"A",
    "to-dir/../a.nix": b"A",
    "d//g.nix": b"G",
}
NOTHING = [
    "out",
    "absolute",
    "loop",
    "nowhere",
    "d",
    "",
    "sub",
    "sub/file",
    "a.nix/x",
    "no",
    "d/no",
    "../inner/file",
]


def test_files_and_links_inside_the_tree_are_read(repo: Repo) -> None:
    """A link out of the tree, in a circle or without a target is not read."""
    tree = head(repo)
    for path, data in READS.items():
        assert tree.read(path) == data, path
    for path in [*NOTHING, "/a.nix", "/etc/passwd", "a\0b"]:
        assert tree.read(path) is None, path
    assert tree.missing == set()


def test_each_path_has_the_kind_of_its_own_entry(repo: Repo) -> None:
    """Links above the path are followed, but not the path itself."""
    tree = head(repo)
    kinds = {
        path: tree.kind(path) for path in ("a.nix", "d/g.nix", "d", "", "to-dir", "out", "sub", "no", "sub/x")
    }
    assert kinds == {
        "a.nix": "file",
        "d/g.nix": "file",
        "d": "directory",
        "": "directory",
        "to-dir": "symlink",
        "out": "symlink",
        "sub": "submodule",
        "no": None,
        "sub/x": None,
    }
    assert tree.kind("to-dir/e") == "directory"


def test_resolve_returns_the_path_of_the_file_that_is_read(repo: Repo) -> None:
    """A link out of the tree, or in a circle, has no path."""
    tree = head(repo)
    assert tree.resolve("chain") == "d/g.nix"
    assert tree.resolve("to-dir/e/") == "d/e"
    assert (tree.resolve("out"), tree.resolve("loop")) == (None, None)


def test_every_file_and_link_is_listed(repo: Repo) -> None:
    """The list begins at the root, at a directory, or at a link to a directory."""
    tree = head(repo)
    listed = repo.git("ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")[:-1]
    assert sorted(tree.paths()) == sorted(set(listed) - {"sub"})
    assert sorted(tree.paths("d")) == ["d/e/f.nix", "d/e/up", "d/g.nix"]
    assert sorted(tree.paths("to-dir/e")) == ["to-dir/e/f.nix", "to-dir/e/up"]
    assert tree.paths("no") == tree.paths("a.nix") == tree.paths("out") == []
    assert tree.entries()["d/g.nix"] == (0o100755, repo.oid("HEAD:d/g.nix"))
    assert repo.oid("HEAD:d/g.nix") == blob_oid(b"G", "sha1")
    assert tree.entries()["sub"] == (0o160000, repo.oid("HEAD:sub"))
    assert tree.read(ODD) == b"odd"  # from the listing now


def test_prefetch_reads_all_existing_paths_at_once(repo: Repo) -> None:
    """A path that is no file, or does not exist, is no error."""
    tree = head(repo)
    tree.prefetch(["a.nix", "d/g.nix", "d", "sub", "no", "out"])
    assert {repo.oid("HEAD:a.nix"), repo.oid("HEAD:d/g.nix")} <= set(tree._git.objects._memo)
    assert tree.read("a.nix") == b"A"


def test_a_tree_of_a_sha256_repository_is_read(tmp_path: Path) -> None:
    """Object names have 32 bytes there."""
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    repo.write("d/a.nix", "A").commit("first")
    tree = head(repo)
    assert tree.read("d/a.nix") == b"A"
    oid = blob_oid(b"A", "sha256")
    assert oid == repo.oid("HEAD:d/a.nix")
    assert tree.entries() == {"d/a.nix": (0o100644, oid)}


def test_a_blob_that_a_partial_clone_lacks_is_missing(repo: Repo, tmp_path: Path) -> None:
    """The content is None and the path is named, unlike a path that does not exist; nothing is fetched."""
    clone = repo.clone(tmp_path / "c", "--filter=blob:none", "--no-checkout")
    tree = head(clone)
    assert tree.read("d/g.nix") is None
    assert tree.read("no.nix") is None
    assert tree.missing == {"d/g.nix"}
    assert tree.kind("d/g.nix") == "file"
    assert tree.entries("d")["d/g.nix"][1] == repo.oid("HEAD:d/g.nix")
    assert len(tree.paths()) == len(head(repo).paths())
    assert clone.run("cat-file", "-e", "HEAD:d/g.nix", env={"GIT_NO_LAZY_FETCH": "1"}).returncode != 0


def test_all_paths_below_a_missing_tree_are_missing(repo: Repo, tmp_path: Path) -> None:
    """A partial clone lacks the tree, so the content of the directory is unknown."""
    clone = repo.clone(tmp_path / "c", "--filter=tree:1", "--no-checkout")
    tree = head(clone)
    assert tree.read("d/g.nix") is None
    assert tree.read("no.nix") is None
    assert tree.missing == {"d/g.nix"}
    assert "a.nix" in tree.paths()
    assert tree.missing == {"d/g.nix", "d"}
    over = Overlay(tree._git, head(clone), {"n.nix": (0o100644, repo.oid("HEAD:a.nix"))}, ":index")
    assert over.read("d/e/f.nix") is None
    assert over.missing == {"d/e/f.nix"}


def test_a_file_that_is_too_large_is_missing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is unknown, and the path is named."""
    repo.write("big", "x" * 2000).commit("big")
    monkeypatch.setattr(objects, "LARGEST", 1000)
    tree = head(repo)
    assert tree.read("big") is None
    assert tree.missing == {"big"}
    repo.write("big", "y" * 2000)
    disk = WorktreeSnapshot(tree._git, tree, {"big": (0o100644, None)}, str(repo.path))
    assert disk.read("big") is None
    assert disk.missing == {"big"}


def test_a_path_deeper_than_the_stack_is_read(tmp_path: Path) -> None:
    """The file is below two thousand directories; a missing path of this depth is not found."""
    repo = Repo(tmp_path / "r")
    tree = repo.git("mktree", stdin=f"100644 blob {repo.git('hash-object', '-w', '--stdin', stdin='x')}\tz\n")
    for _ in range(1990):
        tree = repo.git("mktree", stdin=f"040000 tree {tree}\ta\n")
    snapshot = TreeSnapshot(Git(str(repo.path)), tree)
    assert snapshot.read("a/" * 1990 + "z") == b"x"
    assert snapshot.read("a/" * 3000 + "z") is None
    assert snapshot.kind("b/" * 3000) is None


def overlay(repo: Repo, changes: dict[str, str | None]) -> Overlay:
    """HEAD with some paths rewritten (None: removed)."""
    entries = {
        path: None if text is None else (0o100644, repo.git("hash-object", "-w", "--stdin", stdin=text))
        for path, text in changes.items()
    }
    tree = head(repo)
    return Overlay(tree._git, tree, dict(entries), ":index")


def test_an_overlay_has_the_changed_and_the_unchanged_paths(repo: Repo) -> None:
    """New and removed paths count, and directories that only exist for these."""
    over = overlay(
        repo, {"a.nix": "A2", "new/n.nix": "N", "d/e/f.nix": None, "d/e/up": None, "d/e/x/y": None}
    )
    assert over.label == ":index"
    assert over.read("a.nix") == b"A2"
    assert over.read("new/n.nix") == b"N"
    assert (over.kind("new"), over.kind("d"), over.kind("")) == ("directory",) * 3
    assert over.read("d/e/f.nix") is None
    assert over.kind("d/e") is None
    assert over.read("to-dir/g.nix") == over.read("d/g.nix") == b"G"
    assert over.read("to-file.nix") is None
    assert over.kind("sub") == "submodule"
    assert over.entries()["a.nix"][1] == blob_oid(b"A2", "sha1")
    assert "new/n.nix" in over.paths()
    assert over.paths("d") == ["d/g.nix"]
    assert over.paths("to-dir") == ["to-dir/g.nix"]
    assert over.paths("d/e") == []


def test_a_file_and_a_directory_can_replace_each_other(repo: Repo) -> None:
    """A directory can also replace a link and a submodule."""
    over = overlay(
        repo,
        {
            "d": "file",
            "d/e/f.nix": None,
            "d/e/up": None,
            "d/g.nix": None,
            "a.nix": None,
            "a.nix/in.nix": "I",
            "to-dir": None,
            "to-dir/t.nix": "T",
            "sub": None,
            "sub/s.nix": "S",
        },
    )
    assert over.read("d") == b"file"
    assert over.read("d/g.nix") is None
    assert over.kind("d/e") is None
    assert over.kind("a.nix") == "directory"
    assert over.read("a.nix/in.nix") == b"I"
    assert over.paths("to-dir") == ["to-dir/t.nix"]
    assert over.read("sub/s.nix") == b"S"
    assert {path for path in over.paths() if path.startswith(("d/", "sub"))} == {"sub/s.nix"}


def test_a_work_tree_reads_regular_files_and_links(repo: Repo, tmp_path: Path) -> None:
    """A directory, a pipe and an unreadable file are unknown."""
    (tmp_path / "secret").write_text("secret")
    repo.write("a.nix", "disk").remove("d/g.nix").link("d/g.nix", "../a.nix")
    repo.remove(ODD).link(ODD, str(tmp_path / "secret"))
    os.mkfifo(repo.path / "pipe")
    tree = head(repo)
    changes: dict[str, tuple[int, str | None] | None] = {
        "a.nix": (0o100644, None),
        "d/g.nix": (0o120000, None),
        ODD: (0o120000, None),
        "pipe": (0o100644, None),
        "dir": (0o100644, None),
        "gone": (0o100644, None),
    }
    disk = WorktreeSnapshot(tree._git, tree, changes, str(repo.path))
    (repo.path / "dir").mkdir()
    assert disk.label == ":worktree"
    assert disk.read("a.nix") == disk.read("d/g.nix") == disk.read("to-dir/g.nix") == b"disk"
    assert disk.read(ODD) is None
    assert [disk.read(path) for path in ("pipe", "dir", "gone")] == [None] * 3
    assert disk.missing == {"pipe", "dir", "gone"}
    repo.write("a.nix", "later")
    assert disk.read("a.nix") == b"disk"
    assert disk.read("d/e/f.nix") == b"F"


NAMES = st.binary(min_size=1, max_size=8).filter(lambda name: not set(name) & set(b"\0/"))
TREES = st.dictionaries(
    NAMES,
    st.tuples(st.sampled_from([0o40000, 0o100644, 0o120000, 0o160000]), st.binary(min_size=20, max_size=20)),
)


@given(TREES)
def test_parse_tree_reads_trees_of_git(tree: dict[bytes, tuple[int, bytes]]) -> None:
    """The mode, the name and the oid of an entry may have any bytes."""
    data = b"".join(b"%o %s\0%s" % (mode, name, oid) for name, (mode, oid) in tree.items())
    assert parse_tree(data, 20) == {
        os.fsdecode(name): (mode, oid.hex()) for name, (mode, oid) in tree.items()
    }


def test_unusual_modes_are_read_as_by_git() -> None:
    """Without the bits that git ignores; each other kind is a submodule."""
    modes = {
        b"0": 0o160000,
        b"10644": 0o160000,
        b"100664": 0o100644,
        b"100777": 0o100755,
        b"0100644": 0o100644,
        b"40755": 0o40000,
        b"120777": 0o120000,
        b"%o" % (1 << 70 | 0o100644): 0o100644,
    }
    data = b"".join(b"%s %s\0%s" % (mode, mode, b"\1" * 20) for mode in modes)
    assert [mode for mode, _ in parse_tree(data, 20).values()] == list(modes.values())


@pytest.mark.parametrize(
    "data",
    [
        b"garbage",
        b"100644",
        b"100644 a",
        b"100644 a\0",
        b"100644 a\0" + b"\1" * 19,
        b"\0 \0" + b"\1" * 20,
        b"100648 a\0" + b"\1" * 20,
        b"+100644 a\0" + b"\1" * 20,
        b"100644 \0" + b"\1" * 20,
    ],
)
def test_a_damaged_tree_object_is_missing(data: bytes) -> None:
    """The entries of the tree are unknown, and the path is named."""

    class Damaged:
        def read(self, oid: str) -> objects.Blob:
            return objects.Blob(oid, "tree", len(data), data)

    class DamagedGit:
        objects = Damaged()

    snapshot = TreeSnapshot(cast("Git", DamagedGit()), "1" * 40)
    assert snapshot.kind("a") is None
    assert snapshot.read("a") is None
    assert snapshot.missing == {"a"}


@given(st.lists(st.sampled_from(["a", "b", "c", ".", "..", ""]), max_size=8).map("/".join))
def test_any_path_is_answered(path: str) -> None:
    """Paths with dots of any kind neither crash nor leave the tree."""

    class Fixed(Snapshot):
        def _entry(self, path: str) -> tuple[int, str | None] | None:
            known = {"": 0o40000, "a": 0o40000, "a/b": 0o40000, "a/b/c": 0o100644, "b": 0o120000}
            return (known[path], path) if path in known else None

        def _content(self, path: str, entry: tuple[int, str | None]) -> bytes | None:
            return b"a/../a/b" if path == "b" else path.encode()

        def _under(self, path: str) -> dict[str, tuple[int, str | None]]:
            return {"a/b/c": (0o100644, ""), "b": (0o120000, "")} if not path else {}

        def prefetch(self, paths: Iterable[str]) -> None:
            """All is at hand."""

    resolved = Fixed("x").resolve(path)
    assert resolved in (None, "", "a", "a/b", "a/b/c")
