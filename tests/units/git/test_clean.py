"""Remembered clean checks: the same question gets the answer, any other question does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from authguard.git.git import Git
from authguard.git.ranges import staged
from authguard.git.store import MOST, Clean
from tests.support.repos import Repo


def asked(repo: Repo, edition: str = "1") -> Clean:
    """Return the remembered answer about the staged change."""
    git = Git(str(repo.path))
    try:
        return Clean(git.facts().common_dir, staged(git), edition)
    finally:
        git.close()


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a repository with one commit and one staged change."""
    made = Repo(tmp_path / "r")
    made.write("a.nix", "1")
    made.commit("first")
    made.write("a.nix", "2")
    made.stage()
    return made


def kept_file(repo: Repo) -> Path:
    """Return the only stored file."""
    (found,) = (repo.path / ".git" / "authguard").glob("clean-*")
    return found


def test_the_same_question_is_known(repo: Repo) -> None:
    """The counts are returned for the same index and HEAD."""
    assert asked(repo).known() is None
    asked(repo).keep((3, 2, 1))
    assert asked(repo).known() == (3, 2, 1)


def test_an_answer_that_depends_on_the_network_is_known_for_the_same_settings(repo: Repo) -> None:
    """The seal of the settings belongs to the answer: without this seal, the line is no answer."""
    reach = ["off"]
    git = Git(str(repo.path))
    clean = Clean(git.facts().common_dir, staged(git), "1", lambda: reach[0])
    git.close()
    clean.keep((3, 2, 1), by_network=True)
    assert clean.known() == (3, 2, 1)
    reach[0] = "all"
    assert clean.known() is None
    mark, sealed, *counts = kept_file(repo).read_text().split()
    for words in ([mark, *counts], [sealed, *counts], [mark]):
        kept_file(repo).write_text(" ".join(words) + "\n")
        assert clean.known() is None
    clean.keep((1, 1, 1))
    reach.clear()
    assert clean.known() == (1, 1, 1)


def test_other_questions_are_not_known(repo: Repo) -> None:
    """Other content, another path, another HEAD or another edition makes another question."""
    asked(repo).keep((1, 0, 0))
    assert asked(repo, "2").known() is None
    repo.write("b.nix", "2")
    repo.stage()
    assert asked(repo).known() is None
    repo.git("rm", "--quiet", "--force", "b.nix")
    assert asked(repo).known() == (1, 0, 0)
    repo.write("a.nix", "3")
    repo.stage()
    assert asked(repo).known() is None
    repo.write("a.nix", "2")
    repo.stage()
    repo.git("commit", "--quiet", "--allow-empty", "--message", "second", "--only", "--no-verify")
    assert asked(repo).known() is None


def test_a_damaged_file_gives_no_answer(repo: Repo) -> None:
    """The file was cut, or has other bytes. The next answer replaces the file."""
    asked(repo).keep((1, 0, 0))
    complete = kept_file(repo).read_bytes()
    for damaged in (
        complete[:-1],
        complete[:30],
        b"\xff\0" * 90,
        complete.replace(b" 1 0 0", b" x 0 0"),
        b"",
    ):
        kept_file(repo).write_bytes(damaged)
        assert asked(repo).known() is None
        asked(repo).keep((1, 0, 0))
        assert asked(repo).known() == (1, 0, 0)


def test_a_named_pipe_gives_no_answer(repo: Repo) -> None:
    """Nothing writes to the pipe, so a read would wait for ever. The next answer replaces the pipe."""
    asked(repo).keep((3, 2, 1))
    path = kept_file(repo)
    path.unlink()
    os.mkfifo(path)
    assert asked(repo).known() is None
    asked(repo).keep((3, 2, 1))
    assert asked(repo).known() == (3, 2, 1)


def test_the_oldest_go_first(repo: Repo) -> None:
    """No more than MOST answers stay."""
    answers = asked(repo)
    for number in range(MOST + 5):
        answers._seal = f"{number:040x}"
        answers.keep((number, 0, 0))
    lines = kept_file(repo).read_text().splitlines()
    assert len(lines) == MOST
    assert lines[-1].startswith(f"{MOST + 4:040x} ")


def test_a_place_that_cannot_be_written_is_no_error(repo: Repo) -> None:
    """If a file has the name of the directory, nothing is remembered, and nothing is raised."""
    (repo.path / ".git" / "authguard").write_text("in the way")
    asked(repo).keep((1, 0, 0))
    assert asked(repo).known() is None
