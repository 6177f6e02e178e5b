"""Both ways to read a mirror have the same results; a cut answer of git is damage, and no traceback."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from authguard.prove.mirrors import Limits
from authguard.prove.mirrors.failures import Damaged, NotACommit, TooLarge
from authguard.prove.mirrors.reading import ByGit, InProcess, reading
from authguard.prove.mirrors.run import MirrorGit
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from authguard.prove.mirrors.reading import Reading


class Cut(MirrorGit):
    """A git with answers that end early or have a changed byte, as those about damaged objects."""

    keep: int | None = None
    spoil: int | None = None

    def local(self, git_dir: str, *args: str, stdin: bytes = b"") -> bytes:
        """The damaged answer of git."""
        said = super().local(git_dir, *args, stdin=stdin)
        if self.spoil is not None and said:
            at = self.spoil % len(said)
            said = said[:at] + b"\xff" + said[at + 1 :]
        return said if self.keep is None else said[: self.keep]


def filled(path: Path) -> tuple[Repo, str]:
    """A repository with files, a link, an empty file and an odd name."""
    repo = Repo(path).write("a", "one\n" * 40).write("d/b", b"\0\n\n").write("empty", b"").link("link", "a")
    return repo.write("d/tab\tand\nline", "odd"), repo.commit("all")


def test_both_readers_give_the_same_answers(tmp_path: Path) -> None:
    """Each of the readers can read the repository."""
    repo, commit = filled(tmp_path / "r")
    git_dir = str(repo.path / ".git")
    repo.git("tag", "-a", "-m", "tag", "v1")
    missing = "1" * 40

    def said(reader: Reading) -> list[object]:
        listing = reader.listing(commit)
        oids = [entry.oid for entry in listing.values()]
        return [
            listing,
            reader.commit(commit),
            reader.commit(repo.oid("v1")),
            reader.commit(missing),
            reader.missing([*oids, missing]),
            reader.blobs([*oids, missing, commit]),
            reader.blobs([]),
        ]

    by_git, in_process = (reading(git_dir, MirrorGit(Limits()), by_git=each) for each in (True, False))
    assert (type(by_git), type(in_process)) == (ByGit, InProcess)
    assert said(by_git) == said(in_process)
    for reader in (by_git, in_process):
        with pytest.raises(NotACommit):
            reader.commit(repo.oid("HEAD:a"))


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_a_blob_that_is_too_large_is_not_read(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit applies to each of the readers."""
    monkeypatch.setattr("authguard.prove.mirrors.reading.LARGEST", 100)
    repo = Repo(tmp_path / "r", f"--object-format={form}").write("a", "x" * 101)
    repo.commit("all")
    with pytest.raises(TooLarge):
        reading(str(repo.path / ".git"), MirrorGit(Limits()), by_git=form == "sha256").blobs(
            [repo.oid("HEAD:a")]
        )


def test_a_damaged_answer_of_git_is_noticed(tmp_path: Path) -> None:
    """After a cut or a change at any byte, the answer is the same, or it is reported as damage."""
    repo, commit = filled(tmp_path / "r")
    git = Cut(Limits())
    reader = ByGit(str(repo.path / ".git"), git)
    oids = [entry.oid for entry in reader.listing(commit).values()]
    blobs = reader.blobs(oids)
    damaged = 0
    for at in range(0, 330, 6):
        git.keep, git.spoil = at, None
        for action in (reader.listing, reader.commit):
            with contextlib.suppress(Damaged):
                action(commit)
        with contextlib.suppress(Damaged):
            damaged += 1
            assert reader.missing(oids) == []
            damaged -= 1
        with contextlib.suppress(Damaged):
            assert reader.blobs(oids) == blobs
        git.keep, git.spoil = None, at
        for ask in (reader.listing, reader.commit):
            with contextlib.suppress(Damaged):
                ask(commit)
        for many in (reader.missing, reader.blobs):
            with contextlib.suppress(Damaged):
                many(oids)
    assert damaged > 10
