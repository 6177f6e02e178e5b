"""The index of a tree has the same answers with any database, without a database, and with a broken database."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from authguard import system
from authguard.git import links, objects, store
from authguard.git import tree_index as treeindex
from authguard.git.git import Git
from authguard.git.tree_index import Begun, TreeIndex
from tests.support.repos import ROOT, Repo

# A test file names its targets and digests in words: "-> target" and "# digest".
FACTS = r"""
import re
def facts(path, data):
    refs = [m.decode("utf-8", "surrogateescape") for m in re.findall(rb"-> (\S*)", data)]
    return refs, re.findall(rb"# (\S+)", data)
def relevant(path):
    return path.endswith(".nix")
from authguard.git import tree_index as treeindex
from authguard.git.git import Git
from authguard.git.tree_index import TreeIndex
treeindex._WORTH = 1
"""


@pytest.fixture(autouse=True)
def always_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database follow every change, however small."""
    monkeypatch.setattr(treeindex, "_WORTH", 1)


def facts(path: str, data: bytes) -> tuple[list[str], list[bytes]]:
    """The targets and digests that a test file names."""
    assert relevant(path)
    return [os.fsdecode(found) for found in re.findall(rb"-> (\S*)", data)], re.findall(rb"# (\S+)", data)


def relevant(path: str) -> bool:
    """Whether a path is a Nix file."""
    return path.endswith(".nix")


def index(
    repo: Repo, rev: str = "HEAD", edition: str = "", write: bool = True, begun: bool = False
) -> TreeIndex:
    """The index of a revision's tree; with `begun` its git starts before the first question."""
    git, tree = Git(str(repo.path)), repo.oid(f"{rev}^{{tree}}")
    early = Begun(git, tree, edition) if begun else None
    return TreeIndex.open(git, tree, facts, relevant, edition, write, early)


def all_paths(made: TreeIndex) -> list[str]:
    """The paths of all relevant files that an index knows, from the database and from memory; no links."""
    link = 0o120000
    kept = [path for path, *_ in made._kept("SELECT path FROM files WHERE mode != ?", link)]
    return kept + [path for path, file in made._new.items() if file.mode != link]


def importers(made: TreeIndex, paths: Iterable[str]) -> set[str]:
    """The files that refer to these targets by any name, and the files that refer to those in turn."""
    found: set[str] = set()
    waiting = set(paths)
    while waiting:
        names = {name for path in waiting for name in made.names(path)}
        folders = {name.rpartition("/")[0] for name in names if f"/{name}".endswith("/default.nix")}
        names.update(name for folder in folders for name in made.names(folder))
        waiting = made.referring(names) - found
        found |= waiting
    return found


def database(repo: Repo) -> Path:
    """The place of the index."""
    return Path(store.file_of(str(repo.path / ".git"), "tree"))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Files that refer to one another in every way."""
    made = Repo(tmp_path / "r")
    made.write("top.nix", "-> pkgs -> input:foo # d1")
    made.write("pkgs/default.nix", "-> pkgs/a/default.nix -> pkgs/b")
    made.write("pkgs/a/default.nix", "-> pkgs/a/src/ # d2")
    made.write("pkgs/b/default.nix", "-> versions.nix # d2 # d1")
    made.write("versions.nix", "1").write("pkgs/a/src/go.sum", "s").write("readme", "-> versions.nix # d1")
    made.write("self.nix", "-> /").write("loop1.nix", "-> loop2.nix").write("loop2.nix", "-> loop1.nix")
    made.commit("first")
    return made


def test_the_index_finds_files_by_target_and_by_digest(repo: Repo) -> None:
    """Only exact targets are found; irrelevant files have no effect."""
    made = index(repo)
    assert made.referring(["versions.nix"]) == {"pkgs/b/default.nix"}
    assert made.referring(["pkgs", "input:foo", "nowhere"]) == {"top.nix"}
    assert made.holders(b"d2") == {"pkgs/a/default.nix", "pkgs/b/default.nix"}
    assert made.holders(b"none") == set()
    pkgs = ["pkgs/a/default.nix", "pkgs/b/default.nix", "pkgs/default.nix"]
    assert sorted(all_paths(made)) == [
        "loop1.nix",
        "loop2.nix",
        *pkgs,
        "self.nix",
        "top.nix",
        "versions.nix",
    ]
    assert made.unknown() == set()


def test_a_file_has_the_same_references_read_or_stored(repo: Repo) -> None:
    """Files of another kind have none."""
    for made in (index(repo), index(repo)):
        assert made.references("top.nix") == ["input:foo", "pkgs"]
        assert made.references("versions.nix") == []
        assert made.references("nowhere.nix") is None
        assert made.references("pkgs") is None


def test_importers_are_found_indirectly(repo: Repo) -> None:
    """A directory, another word and a circle lead to importers too."""
    made = index(repo)
    assert importers(made, ["versions.nix"]) == {"pkgs/b/default.nix", "pkgs/default.nix", "top.nix"}
    assert importers(made, ["pkgs/a/src/"]) == {"pkgs/a/default.nix", "pkgs/default.nix", "top.nix"}
    assert importers(made, ["/"]) == {"self.nix"}
    assert importers(made, ["input:foo"]) == {"top.nix"}
    assert importers(made, ["loop1.nix"]) == {"loop1.nix", "loop2.nix"}
    assert importers(made, []) == set()


def test_a_file_has_names_through_links(repo: Repo) -> None:
    """Links to the file count, and links to the directories above it."""
    repo.link("alias.nix", "versions.nix").link("dir", "pkgs/b").link("chained", "alias.nix").link(
        "loop", "loop"
    )
    repo.link("here", ".").commit("links")
    made = index(repo)
    assert {"versions.nix", "alias.nix", "chained", "here/versions.nix"} <= made.names("versions.nix")
    assert "dir/default.nix" in made.names("pkgs/b/default.nix")
    assert "alias.nix" not in made.names("pkgs/b/default.nix")
    assert made.names("no/such") >= {"no/such"}


def test_the_number_of_names_is_limited(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each link to "." makes new names of all names; their number is limited."""
    for number in range(400):
        repo.link(f"here{number}", ".")
    repo.commit("links")
    made = index(repo)
    others = links._other_names
    asked: list[str] = []

    def counted(known: links.Links, path: str) -> Iterator[tuple[str, str]]:
        for name, link in others(known, path):
            asked.append(name)
            yield name, link

    monkeypatch.setattr(links, "_other_names", counted)
    assert len(made.names("versions.nix")) == links._MOST_NAMES
    assert len(asked) < 2 * links._MOST_NAMES


def test_a_reference_to_a_link_is_a_reference_to_its_target(repo: Repo) -> None:
    """Links to links and to directories are followed, but not links out of the tree."""
    repo.link("alias.nix", "versions.nix").link("dir", "pkgs/b").link("out", "../out").link("here", ".")
    repo.link("chained", "alias.nix").link("there", "here")
    repo.write("one.nix", "-> alias.nix").write("two.nix", "-> dir").write("three.nix", "-> chained")
    repo.write("four.nix", "-> dir/other.nix").write("five.nix", "-> out").commit("links")
    for made in (index(repo), index(repo)):
        assert {"one.nix", "three.nix", "two.nix"} <= importers(made, ["versions.nix"])
        assert "two.nix" in importers(made, ["pkgs/b/default.nix"])
        assert made.references("one.nix") == ["alias.nix"]
        assert made.references("alias.nix") is None
        assert "four.nix" in importers(made, ["pkgs/b/other.nix"])
        assert "five.nix" not in importers(made, ["out", "versions.nix"]) - made.referring(["out"])
        assert "alias.nix" not in all_paths(made)
        made.close()


def test_the_second_time_nothing_is_read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """If one file of the tree changed, only that file is read."""
    index(repo).close()
    read: list[str] = []
    monkeypatch.setattr(TreeIndex, "_blobs", recording(TreeIndex._blobs, read))
    made = index(repo)
    assert made.holders(b"d1") == {"top.nix", "pkgs/b/default.nix"}
    assert read == []
    repo.write("top.nix", "# d3").remove("loop2.nix").commit("second")
    made = index(repo)
    assert read == [repo.oid("HEAD:top.nix")]
    assert made.holders(b"d1") == {"pkgs/b/default.nix"}
    assert made.holders(b"d3") == {"top.nix"}
    assert made.referring(["loop1.nix"]) == set()
    assert "loop2.nix" not in all_paths(made)


def recording(blobs: Callable[..., object], read: list[str]) -> Callable[..., object]:
    """`TreeIndex._blobs` that also records its arguments."""

    def record(self: TreeIndex, oids: list[str]) -> object:
        read.extend(oids)
        return blobs(self, oids)

    return record


def everything(made: TreeIndex) -> object:
    """All answers of an index."""
    targets = [*(f"{number}.nix" for number in range(8)), "d", "d/", "/", "input:x", "d/default.nix"]
    return (
        sorted(all_paths(made)),
        made.unknown(),
        {target: made.referring([target]) for target in targets},
        {target: made.names(target) for target in targets},
        {target: importers(made, [target]) for target in targets},
        {target: made.references(target) for target in targets},
        {digest: made.holders(digest) for digest in (b"a", b"b", b"c")},
    )


def shuffled(repo: Repo, source: random.Random) -> str:
    """Change some files, links and directories at random. Returns the commit."""
    names = [
        *(f"{number}.nix" for number in range(8)),
        "d/default.nix",
        "d/e.nix",
        "x/\udcff.nix",
        "x/\n.nix",
    ]
    for name in source.sample(names, 4):
        where = repo.path / name
        if where.is_symlink() or where.exists():
            where.unlink()
        made = source.randrange(4)
        if made == 1:
            repo.link(name, os.path.relpath(repo.path / source.choice(names), where.parent))
        elif made > 1:
            targets = source.choices([*names[:9], "d", "d/", "/", "input:x"], k=2)
            repo.write(name, " ".join(f"-> {each}" for each in targets) + f" # {source.choice('abc')}")
    return repo.commit("shuffled")


@pytest.mark.parametrize("seed", range(4))
def test_any_way_to_a_tree_gives_the_same_answers(tmp_path: Path, seed: int) -> None:
    """The way is step by step, in one leap, backwards, or from nothing."""
    repo = Repo(tmp_path / "r")
    source = random.Random(seed)  # noqa: S311 - repeatable on purpose
    commits = [shuffled(repo, source) for _ in range(8)]
    expected = {}
    for rev in commits:
        bare = TreeIndex(Git(str(repo.path)), repo.oid(f"{rev}^{{tree}}"), facts, relevant, "")
        bare._follow("")
        expected[rev] = everything(bare)
    for rev in [*commits, *source.choices(commits, k=8)]:
        early, unwritten = index(repo, rev, write=False, begun=True), index(repo, rev, write=False)
        made = index(repo, rev, begun=source.random() < 0.5)
        assert everything(early) == everything(unwritten) == everything(made) == expected[rev]
        for each in (early, unwritten, made):
            each.close()


def broken_header(path: Path) -> None:
    """The file is no SQLite file at all."""
    path.write_bytes(b"garbage" * 1000)


def broken_middle(path: Path) -> None:
    """The database has a valid first page, and garbage after it."""
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


def cut_off(path: Path) -> None:
    """The second half is missing."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    """The file has no bytes."""
    path.write_bytes(b"")


def other_tables(path: Path) -> None:
    """The file is a valid database with other tables."""
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE meta (something TEXT)")
        db.execute("PRAGMA user_version=7")
    db.close()


@pytest.mark.parametrize("damage", [broken_header, broken_middle, cut_off, emptied, other_tables])
def test_a_damaged_database_is_replaced(repo: Repo, damage: Callable[[Path], None]) -> None:
    """The answers are the same at once, and at the end the database is valid."""
    first = index(repo)
    expected = everything(first)
    first.close()
    damage(database(repo))
    for _ in range(2):
        made = index(repo)
        assert everything(made) == expected
        made.close()
    made = index(repo)
    assert made._db is not None
    assert not made._all
    assert made._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize("there", [True, False])
def test_while_the_database_is_locked_answers_come_from_memory(repo: Repo, mode: str, there: bool) -> None:
    """Another process writes; the wait is short."""
    first = index(repo)
    expected = everything(first)
    first.close()
    if there:
        repo.write("top.nix", "# b").commit("second")
        expected = everything(index(repo, write=False))
    else:
        database(repo).unlink()
        database(repo).touch()
    with sqlite3.connect(database(repo), isolation_level=None) as other:
        other.execute(f"BEGIN {mode}")
        other.execute("CREATE TABLE other (x)")
        began = time.monotonic()
        assert everything(index(repo)) == expected
        assert time.monotonic() - began < 2
        other.execute("ROLLBACK")
    other.close()
    assert everything(index(repo)) == expected


def test_a_place_that_cannot_be_written_changes_no_answer(repo: Repo) -> None:
    """A file has the name of the directory, or a directory the name of the file."""
    expected = everything(index(repo, write=False))
    shutil.rmtree(database(repo).parent)
    database(repo).parent.write_text("a file")
    assert everything(index(repo)) == expected
    database(repo).parent.unlink()
    database(repo).mkdir(parents=True)
    assert everything(index(repo)) == expected


NO_FILE = pytest.mark.skipif(system.IS_PLAIN, reason="authguard itself needs a temporary file")


@pytest.mark.parametrize("size", [pytest.param(0, marks=NO_FILE), 1 << 12, 1 << 15, 1 << 16])
def test_a_full_disk_changes_no_answer(repo: Repo, size: int) -> None:
    """No file may grow beyond some bytes: the answers are right, then and later."""
    repo.write("big.nix", "".join(f"-> {number}.nix # {number}\n" for number in range(3000))).commit("big")
    script = (
        f"import resource, sys; sys.path.insert(0, {str(ROOT / 'src')!r})\n{FACTS}\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        f"made = TreeIndex.open(Git({str(repo.path)!r}), {repo.oid('HEAD^{tree}')!r}, facts, relevant)\n"
        "assert made.referring(['2999.nix']) == made.holders(b'2999') == {'big.nix'}\n"
        "made.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert index(repo).holders(b"2999") == {"big.nix"}


def test_after_a_kill_at_any_moment_the_answers_are_right(repo: Repo) -> None:
    """The next process reads the database that the killed process left."""
    commits = [repo.oid("HEAD")]
    for number in range(2):
        for file in range(300):
            repo.write(f"many/{file}.nix", f"-> {number}.nix # {number}{file}")
        commits.append(repo.commit("many"))
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r})\n{FACTS}\n"
        "print(flush=True)\n"
        "while True:\n  for tree in sys.argv[1:]:\n"
        f"    TreeIndex.open(Git({str(repo.path)!r}), tree, facts, relevant).close()\n"
    )
    trees = [repo.oid(f"{rev}^{{tree}}") for rev in commits]
    source = random.Random(1)  # noqa: S311 - repeatable on purpose
    for _ in range(12):
        victim = subprocess.Popen([sys.executable, "-c", script, *trees], stdout=subprocess.PIPE)
        assert victim.stdout is not None
        victim.stdout.readline()
        time.sleep(source.random() / 8)
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        made = index(repo, commits[2])
        assert len(made.referring(["1.nix"])) == 300
        assert made.holders(b"17") == {"many/7.nix"}
        assert made.holders(b"07") == set()
        made.close()


def test_many_processes_use_the_database_at_once(repo: Repo) -> None:
    """Each process uses a tree of its own all the time, and every answer is about this tree."""
    commits = [repo.write("turn.nix", f"# turn{number}").commit("turn") for number in range(3)]
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r})\n{FACTS}\n"
        "for _ in range(12):\n"
        f"  made = TreeIndex.open(Git({str(repo.path)!r}), sys.argv[1], facts, relevant)\n"
        "  held = [number for number in range(3) if made.holders(b'turn%d' % number)]\n"
        "  assert held == [int(sys.argv[2])], held\n"
        "  assert made.referring(['versions.nix']) == {'pkgs/b/default.nix'}\n"
        "  made.close()\n"
    )
    trees = [repo.oid(f"{rev}^{{tree}}") for rev in commits]
    running = [
        subprocess.Popen([sys.executable, "-c", script, tree, str(at)], stderr=subprocess.PIPE, text=True)
        for at, tree in [*enumerate(trees), *enumerate(trees)]
    ]
    assert [(each.communicate()[1], each.returncode) for each in running] == [("", 0)] * 6
    with sqlite3.connect(database(repo)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_a_reader_keeps_its_view_while_another_writes(repo: Repo) -> None:
    """An open index answers for its own tree, although the database moved on."""
    first = repo.oid("HEAD")
    open_one = index(repo)
    repo.write("top.nix", "# d9").commit("second")
    assert index(repo).holders(b"d9") == {"top.nix"}
    assert open_one.holders(b"d9") == set()
    assert open_one.holders(b"d1") == {"top.nix", "pkgs/b/default.nix"}
    open_one.close()
    assert index(repo, first).holders(b"d9") == set()


def test_few_changes_are_not_written(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is written after many changes; the answers are right in both cases."""
    monkeypatch.undo()
    index(repo).close()
    before = database(repo).read_bytes()
    repo.write("top.nix", "# d5").commit("one")
    read: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TreeIndex, "_blobs", recording(TreeIndex._blobs, read))
        made = index(repo)
    assert read == [repo.oid("HEAD:top.nix")]
    assert made.holders(b"d5") == {"top.nix"}
    made.close()
    assert database(repo).read_bytes() == before
    for number in range(30):
        repo.write(f"new/{number}.nix", "# d6")
    repo.commit("many")
    made = index(repo)
    assert (len(made.holders(b"d6")), made._new) == (30, {})
    made.close()
    assert database(repo).read_bytes() != before


def test_a_pruned_tree_is_read_again(repo: Repo) -> None:
    """The database was about a tree that git removed."""
    repo.write("top.nix", "# d7").commit("doomed")
    index(repo).close()
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "--quiet", "--prune=now")
    made = index(repo)
    assert (made.holders(b"d7"), made.holders(b"d2")) == (set(), {"pkgs/a/default.nix", "pkgs/b/default.nix"})


def test_linked_work_trees_share_the_database(repo: Repo, tmp_path: Path) -> None:
    """The only database is below the common directory."""
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", init=False)
    linked.write("top.nix", "# d8").commit("side")
    made = TreeIndex.open(Git(str(linked.path)), linked.oid("HEAD^{tree}"), facts, relevant)
    assert made.holders(b"d8") == {"top.nix"}
    assert [each.name for each in (repo.path / ".git").rglob("*.sqlite")] == [database(repo).name]
    assert index(repo).holders(b"d8") == set()


def test_a_started_git_without_a_reader_is_ended(repo: Repo) -> None:
    """The process ends with the other processes."""
    index(repo).close()
    repo.write("more.nix", "-> a.nix")
    repo.commit("more")
    early = Begun(Git(str(repo.path)), repo.oid("HEAD^{tree}"), "")
    running = early.differs
    assert running is not None
    early.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(running.pid, os.WNOHANG)


def test_another_edition_is_not_used(repo: Repo) -> None:
    """The results of another version of the reader are computed again."""
    index(repo, edition="1").close()

    def others(path: str, data: bytes) -> tuple[list[str], list[bytes]]:
        return [], [b"other"]

    tree = repo.oid("HEAD^{tree}")
    made = TreeIndex.open(Git(str(repo.path)), tree, others, lambda path: path == "top.nix", "2")
    assert (made.holders(b"other"), all_paths(made)) == ({"top.nix"}, ["top.nix"])
    assert index(repo, edition="1").holders(b"other") == set()


def test_a_missing_blob_is_unknown_until_it_is_fetched(repo: Repo, tmp_path: Path) -> None:
    """The index of a partial clone names the file."""
    clone = repo.clone(tmp_path / "c", "--filter=blob:none", "--no-checkout")
    made = index(clone)
    assert made.unknown() == set(all_paths(made)) == set(all_paths(index(repo)))
    assert made.holders(b"d1") == set()
    made.close()
    clone.git("cat-file", "blob", "HEAD:top.nix")
    for write in (False, True, False):
        made = index(clone, write=write)
        assert made.holders(b"d1") == {"top.nix"}
        assert made.unknown() == set(all_paths(made)) - {"top.nix"}
        made.close()


def test_a_missing_tree_is_unknown_until_it_is_fetched(repo: Repo, tmp_path: Path) -> None:
    """A directory that cannot be listed is named, and nothing is kept."""
    clone = repo.clone(tmp_path / "c", "--filter=tree:1", "--no-checkout")
    clone.git("cat-file", "blob", "HEAD:top.nix")
    made = index(clone)
    assert made.holders(b"d1") == {"top.nix"}
    assert "pkgs" in made.unknown()
    made.close()
    clone.git("fetch", "--quiet", "--refetch", "--filter=blob:none", "origin")
    assert "pkgs" not in index(clone).unknown()


def test_a_file_that_is_too_large_is_unknown(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is not read again each time."""
    repo.write("large.nix", "#" * 2000).commit("large")
    monkeypatch.setattr(objects, "LARGEST", 1000)
    assert index(repo).unknown() == {"large.nix"}
    assert index(repo).references("large.nix") is None
    read: list[str] = []
    monkeypatch.setattr(TreeIndex, "_blobs", recording(TreeIndex._blobs, read))
    assert index(repo).unknown() == {"large.nix"}
    assert read == []


def test_an_index_of_a_sha256_repository_works(tmp_path: Path) -> None:
    """The names of trees have 64 digits there."""
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    repo.write("a.nix", "# d1").commit("first")
    assert index(repo).holders(b"d1") == {"a.nix"}
    repo.write("a.nix", "# d2").commit("second")
    assert index(repo).holders(b"d2") == {"a.nix"}
