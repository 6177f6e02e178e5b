"""A kill at any moment leaves each file old or new and the index valid, and a second run finishes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.collected import A
from tests.support.repos import ROOT, Repo
from tests.units.repair.children import killed_at
from tests.units.repair.repairing import NEW, repair

if TYPE_CHECKING:
    from collections.abc import Callable

TRUE = NEW.sri()
MOMENTS = 12

FETCH = f'# one\n{{ fetchurl }}:\nfetchurl {{\n  url = "https://e.org/1.0/a";\n  hash = "{A}";\n}}\n# two\n'
PIN = f'{{"version": "1.0", "url": "https://e.org/1.0/b",\n"hash": "{A}"}}\n'
FILES = {"a.nix": FETCH, "sub/b.json": PIN}


def hunks(text: str, mark: str) -> str:
    """The text with another line at its end, or (in data) another space."""
    return f"{text}# {mark}\n" if "fetchurl" in text else text + " " * len(mark)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a staged and an unstaged hunk in every file."""
    made = Repo(tmp_path_factory.mktemp("kill") / "template")
    for path, text in FILES.items():
        made.write(path, text)
    made.commit("first")
    for path, text in FILES.items():
        made.write(path, hunks(text, "staged"))
    made.stage()
    for path, text in FILES.items():
        made.write(path, hunks(hunks(text, "staged"), "unstaged"))
    return made.path


def copied(template: Path, place: Path) -> Repo:
    """A copy of the repository."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place, symlinks=True)
    return Repo(place, init=False)


def fixed(text: str) -> str:
    """The text with the true hash."""
    return text.replace(A, TRUE)


def look(repo: Repo) -> tuple[int, int]:
    """The number of new files in the work tree and in the index; every other file must be old."""
    work = index = 0
    staged = repo.git("ls-files", "-s")
    assert len(staged.split("\n")) == len(FILES)
    for path, text in FILES.items():
        for_index, for_work = hunks(text, "staged"), hunks(hunks(text, "staged"), "unstaged")
        stands, is_staged = (repo.path / path).read_text(), repo.git("cat-file", "blob", f":{path}") + "\n"
        if not for_index.endswith("\n"):
            is_staged = is_staged[:-1]
        assert stands in (for_work, fixed(for_work))
        assert is_staged in (for_index, fixed(for_index))
        work += stands == fixed(for_work)
        index += is_staged == fixed(for_index)
    return work, index


def finish(repo: Repo) -> None:
    """Run the repair again; then everything is done, and no other file is left."""
    lock = repo.path / ".git/index.lock"
    if lock.exists():
        lock.unlink()  # the lock of a git that was killed; git asks its users to delete it
    repair(repo.path)
    assert look(repo) == (len(FILES), len(FILES))
    stands = sorted(
        str(each.relative_to(repo.path)) for each in repo.path.rglob("*") if ".git" not in each.parts
    )
    assert stands == sorted([*FILES, "sub"])
    assert not (repo.path / ".git/authguard/writing").exists()


def _begun(path: Path, begin: Callable[[], None]) -> None:
    repair(path, begin=begin)


def test_a_kill_between_any_two_steps_leaves_files_old_or_new(template: Path, tmp_path: Path) -> None:
    """The run is killed before each step in turn, until a run is not killed."""
    seen = set()
    for number in range(500):
        repo = copied(template, tmp_path / "r")
        done = not killed_at(number, partial(_begun, repo.path))
        work, index = look(repo)
        assert index in (0, len(FILES))
        assert work == 0 or index  # the index comes first
        seen.add((work, index))
        finish(repo)
        if done:
            break
    assert done
    assert number > 25
    assert seen == {(0, 0), (0, 2), (1, 2), (2, 2)}


RUN = """\
import sys
sys.path[:0] = [{src!r}, {root!r}]
from pathlib import Path
from tests.units.repair.repairing import repair
print("ready", flush=True)
repair(Path({path!r}))
"""


def test_a_kill_at_a_random_moment_leaves_files_old_or_new(template: Path, tmp_path: Path) -> None:
    """The run and its git processes are killed."""
    random_ = random.Random(6)  # noqa: S311 - nothing secret
    repo = copied(template, tmp_path / "r")
    begun = time.monotonic()
    complete = run_for(repo, 60.0)
    length = time.monotonic() - begun
    assert complete == 0
    assert look(repo) == (2, 2)
    statuses = set()
    for _ in range(MOMENTS):
        repo = copied(template, tmp_path / "r")
        statuses.add(run_for(repo, random_.uniform(0.0, length)))
        look(repo)
        finish(repo)
    assert -signal.SIGKILL in statuses


def run_for(repo: Repo, seconds: float) -> int:
    """Run a repair in its own session, and kill the session after so many seconds. Returns the exit code."""
    script = RUN.format(src=str(ROOT / "src"), root=str(ROOT), path=str(repo.path))
    running = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert running.stdout is not None
    running.stdout.readline()
    try:
        return running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        return running.wait()
    finally:
        running.stdout.close()
