"""A cache never changes a verdict: it may be missing, damaged, full, read-only, or locked."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import HASH_LINE, REAL, SECONDS, Guarded, check, checked, package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHARED = f"AG201 shared.nix:{HASH_LINE}"


@pytest.fixture
def stale(repo: Guarded) -> Guarded:
    """A stale hash that is found by the index of the tree: versions.nix moved, and its importer did not."""
    text = package(1, repository="shared").replace('"1.0"', "(import ./versions.nix).v")
    repo.write("shared.nix", text).unasked('{ v = "1.0"; }\n', "versions.nix")
    for number in range(30):
        repo.write(f"more/{number}.nix", package(1, repository=f"r{number}"))
    repo.commit("more", "--no-verify")
    return repo.write("versions.nix", '{ v = "2.0"; }\n').stage()


def verdicts(repo: Guarded) -> None:
    """Every command has the same answer as without a cache, twice, and prints nothing about the cache."""
    for _ in range(2):
        run = checked(repo, "check")
        assert (run.code, run.findings, run.stderr) == (1, [SHARED], "")
        run = checked(repo, "check", "--all")
        assert (run.code, run.stdout, run.stderr) == (0, "", "")


def cache(repo: Guarded) -> Path:
    """The directory of the cache."""
    return repo.path / ".git" / "authguard"


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _garbage(file: Path) -> None:
    file.write_bytes(b"garbage " * 1000)


def _truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _half_overwritten(file: Path) -> None:
    data = file.read_bytes()
    middle = len(data) // 2
    file.write_bytes(data[:200] + os.urandom(middle) + data[200 + middle :])


def _other_database(file: Path) -> None:
    import sqlite3

    file.unlink()
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE files (other)")
    database.execute("CREATE VIEW summaries AS SELECT 1")
    database.close()


def _directory(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _link_to_nowhere(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere/at/all")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    "damage",
    [
        *(_emptied, _garbage, _truncated, _half_overwritten, _other_database),
        *(_directory, _link_to_nowhere, _pipe),
    ],
    ids=lambda damage: damage.__name__.strip("_"),
)
def test_a_damaged_file_changes_no_verdict(stale: Guarded, damage: Callable[[Path], None]) -> None:
    """Each file of the cache is damaged in turn."""
    verdicts(stale)
    files = sorted(path for path in cache(stale).iterdir() if path.suffix == ".sqlite")
    assert [file.name.partition("-")[0] for file in files] == ["summaries", "tree"]
    for file in files:
        for beside in cache(stale).glob(f"{file.name}-*"):
            beside.unlink()
        damage(file)
        verdicts(stale)


def test_a_damaged_journal_changes_no_verdict(stale: Guarded) -> None:
    """SQLite keeps new data in this file (WAL)."""
    verdicts(stale)
    for file in sorted(cache(stale).glob("*.sqlite")):
        for suffix in ("-wal", "-shm", "-journal"):
            file.with_name(file.name + suffix).write_bytes(os.urandom(40_000))
    verdicts(stale)


@pytest.mark.parametrize("damage", [_directory, _garbage], ids=["directory", "file"])
def test_a_missing_or_blocked_directory_changes_no_verdict(
    stale: Guarded, damage: Callable[[Path], None]
) -> None:
    """In place of the directory there is a file, or nothing."""
    if cache(stale).exists():
        shutil.rmtree(cache(stale))
    if damage is _garbage:
        cache(stale).write_bytes(b"a file")
    verdicts(stale)
    assert cache(stale).is_dir() == (damage is _directory)


def test_locked_databases_block_no_other_process(stale: Guarded) -> None:
    """A process keeps the databases locked, and the verdicts are the same."""
    import sqlite3

    verdicts(stale)
    held = []
    for file in cache(stale).glob("*.sqlite"):
        database = sqlite3.connect(file, isolation_level=None)
        database.execute("PRAGMA locking_mode=EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("CREATE TABLE held (x)")
        held.append(database)
    try:
        verdicts(stale)
        stale.write("more/new.nix", package(1, repository="new")).stage()
        verdicts(stale)
    finally:
        for database in held:
            database.execute("ROLLBACK")
            database.close()
    verdicts(stale)


def test_a_limit_on_file_sizes_changes_no_verdict(stale: Guarded) -> None:
    """The disk seems full, and no database can be made."""
    for arguments, code in ((["check"], 1), (["check", "--all"], 0), (["check"], 1)):
        done = subprocess.run(
            [sys.executable, "-W", "error", REAL, *arguments],
            cwd=stale.path,
            env=stale.environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000)),
            check=False,
        )
        assert (done.returncode, done.stderr) == (code, ""), done
        assert ("AG201" in done.stdout) == (code == 1)
    verdicts(stale)


@pytest.fixture
def tiny(stale: Guarded) -> Iterator[Path]:
    """The cache on a disk of its own, of 64 kB."""
    cache(stale).mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", cache(stale)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("not here: permission to mount a tmpfs")
    yield cache(stale)
    subprocess.run(["umount", cache(stale)], check=True)


@pytest.mark.needs("root")
@pytest.mark.parametrize("left", [0, 8, 20, 36, 44])
def test_a_full_disk_changes_no_verdict(stale: Guarded, tiny: Path, left: int) -> None:
    """The disk has no space, or space for only a part of a database."""
    (tiny / "ballast").write_bytes(b"x" * (64 - left) * 1024)
    verdicts(stale)
    (tiny / "ballast").unlink()
    verdicts(stale)


@pytest.mark.needs("root")
def test_a_disk_that_fills_up_changes_no_verdict(stale: Guarded, tiny: Path) -> None:
    """The databases exist, but cannot grow after a large change."""
    verdicts(stale)
    free = shutil.disk_usage(tiny).free
    (tiny / "ballast").write_bytes(b"x" * free)
    for number in range(60):
        stale.write(f"many/{number}.nix", package(1, repository=f"many{number}"))
    stale.commit("many", "--no-verify")
    stale.write("versions.nix", '{ v = "3.0"; }\n').stage()
    assert check(stale, "--all", code=0) == []
    # HEAD has the stale version now, so only a further move is stale.
    assert check(stale, "--base", "HEAD~1", code=1) == [SHARED]


@pytest.mark.needs("root")
def test_a_disk_that_is_read_only_changes_no_verdict(stale: Guarded, tiny: Path) -> None:
    """The databases exist, but cannot be written to."""
    verdicts(stale)
    subprocess.run(["mount", "-o", "remount,ro", tiny], check=True)
    verdicts(stale)
    stale.write("more/new.nix", package(1, repository="new")).stage()
    verdicts(stale)


def test_a_linked_work_tree_shares_the_cache(stale: Guarded) -> None:
    """Two work trees at different commits use the cache in turns."""
    stale.git("worktree", "add", "--quiet", "-b", "side", "../linked", "HEAD~1")
    linked = Guarded(stale.path.parent / "linked", stale.watch, init=False)
    linked.write("versions.nix", '{ v = "3.0"; }\n').stage()
    for _ in range(2):
        assert check(linked, code=1) == [SHARED]
        verdicts(stale)
    assert not (linked.path / ".git").is_dir()
