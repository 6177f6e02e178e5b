"""Objects are read by name, many at once; if git dies, it is started again, or that is reported."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from authguard.errors import Refused
from authguard.git import objects
from authguard.git.git import Git
from tests.support.repos import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a thousand blobs, small and large, with and without newlines at their ends."""
    made = Repo(tmp_path / "r")
    for number in range(1000):
        made.write(f"d/{number}", f"{number}\n" * (number % 50))
    made.write("large", b"\n\0x" * 300_000)
    made.commit("first")
    return made


def names(repo: Repo) -> dict[str, str]:
    """The oid of every file in HEAD."""
    lines = repo.git("ls-tree", "-r", "HEAD").splitlines()
    return {line.split("\t")[1]: line.split()[2] for line in lines}


def test_a_blob_a_tree_and_a_commit_are_read(repo: Repo) -> None:
    """A missing object is None."""
    store = Git(str(repo.path)).objects
    blob = store.read(names(repo)["d/7"])
    assert blob is not None
    assert (blob.kind, blob.size, blob.data) == ("blob", 14, b"7\n" * 7)
    commit = store.read(repo.oid("HEAD"))
    assert commit is not None
    assert commit.kind == "commit"
    assert store.read("1" * 40) is None


def test_objects_are_requested_before_they_are_read(repo: Repo) -> None:
    """The answers to early requests may be used in any order, and only a used answer is waited for."""
    git = Git(str(repo.path))
    wanted = [(path, oid) for oid, path in {oid: path for path, oid in names(repo).items()}.items()]
    git.objects.begin([oid for _, oid in wanted])
    first = git.objects.read(wanted[0][1])
    assert first is not None
    assert 50 < len(git.objects._ahead) < len(wanted) - 1
    for path, oid in (wanted[7], wanted[-1], *wanted):
        blob = git.objects.read(oid)
        assert blob is not None
        assert blob.data == (repo.path / path).read_bytes()
    assert git.objects._ahead == []
    git.close()


def test_many_objects_are_loaded_in_one_round_trip(repo: Repo) -> None:
    """Thousands of requests and answers of any size, with missing objects between them, cause no deadlock."""
    git = Git(str(repo.path))
    wanted = names(repo)
    git.objects.load([each for oid in wanted.values() for each in (oid, oid[::-1])])
    for path, oid in wanted.items():
        blob = git.objects.read(oid)
        assert blob is not None
        assert blob.data == (repo.path / path).read_bytes()
        assert git.objects.read(oid[::-1]) is None


def test_a_stream_keeps_the_order_and_allows_other_reads(repo: Repo) -> None:
    """Each requested object comes once; read() works in between, and the loop can end early."""
    git = Git(str(repo.path))
    wanted = [*names(repo).values(), "2" * 40]
    seen = []
    for oid, blob in git.objects.stream(wanted):
        assert (blob is None) == (oid == "2" * 40)
        assert git.objects.read(wanted[0]) is not None
        seen.append(oid)
    assert seen == wanted
    early = git.objects.stream(wanted)
    next(early)
    assert list(git.objects.stream([])) == []


def test_an_object_that_is_too_large_is_known_but_not_read(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An object above the limit has a size and no bytes, and the next answer is right."""
    monkeypatch.setattr(objects, "LARGEST", 1000)
    store = Git(str(repo.path)).objects
    wanted = names(repo)
    store.load([wanted["large"], wanted["d/3"]])
    large, small = store.read(wanted["large"]), store.read(wanted["d/3"])
    assert large is not None
    assert (large.data, large.size) == (None, 900_000)
    assert small is not None
    assert small.data == b"3\n3\n3\n"
    assert [blob and blob.data for _, blob in store.stream([wanted["large"], wanted["d/3"]])] == [
        None,
        b"3\n3\n3\n",
    ]


def test_the_memo_is_bounded(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that was dropped from the cache is read again."""
    monkeypatch.setattr(objects, "_MEMO", 10)
    store = Git(str(repo.path)).objects
    for path, oid in names(repo).items():
        blob = store.read(oid)
        assert blob is not None
        assert blob.data == (repo.path / path).read_bytes()
        assert len(store._memo) <= 12


def test_a_killed_git_is_started_again(repo: Repo) -> None:
    """The process is killed between two questions: the second question gets its answer."""
    store = Git(str(repo.path)).objects
    wanted = list(names(repo).values())
    assert store.read(wanted[0]) is not None
    process = store._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert store.read(wanted[1]) is not None


def test_a_git_that_dies_at_once_is_reported(tmp_path: Path) -> None:
    """Without a repository git is not started again and again."""
    with pytest.raises(Refused, match="not a git repository"):
        Git(str(tmp_path)).objects.read("1" * 40)
    with pytest.raises(Refused, match="not a git repository"):
        list(Git(str(tmp_path)).objects.stream(["1" * 40]))


@pytest.mark.parametrize("keep", [0, 30])
def test_a_damaged_object_is_reported(repo: Repo, keep: int) -> None:
    """An object with a damaged beginning is missing; an object that breaks off is an error message."""
    repo.write("d/7", os.urandom(5000)).commit("random")
    oid = names(repo)["d/7"]
    where = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    where.chmod(0o644)
    where.write_bytes(where.read_bytes()[:keep] or b"garbage")
    git = Git(str(repo.path))
    assert git.objects.read(repo.oid("HEAD")) is not None
    if keep:
        with pytest.raises(Refused, match="git cat-file"):
            git.objects.read(oid)
    else:
        assert git.objects.read(oid) is None
    assert git.objects.read(names(repo)["d/8"]) is not None


def test_an_interrupted_round_trip_does_not_disturb_the_next(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C between many answers: later questions get their own answers."""
    store = Git(str(repo.path)).objects
    wanted = list(names(repo).values())
    answer = objects._answer
    left = [50]

    def interrupted(*args: object) -> object:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return answer(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(objects, "_answer", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.load(wanted)
    for oid in wanted[-5:]:
        blob = store.read(oid)
        assert blob is not None
        assert blob.data is not None
        assert repo.git("hash-object", "--stdin", stdin=blob.data.decode()) == oid
