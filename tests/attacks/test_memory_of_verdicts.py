"""A user who can write into .git cannot forge a verdict: each remembered verdict is sealed with a key of the user."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from authguard.system import seal
from tests.support.guarded import digest, package
from tests.support.repos import Repo
from tests.support.servers import Files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a correct commit that was judged, and a stale change that is staged."""
    made = Repo(tmp_path / "r")
    made.write("tool.nix", package(1)).commit("one")
    return made


def check(repo: Repo, cache: Path, *words: str) -> int:
    """Run a check with the caches of a user, and return its exit code."""
    env = {"XDG_CACHE_HOME": str(cache), "GIT_ALLOW_PROTOCOL": "file:http"}
    return repo.run("authguard", "check", *words, env=env).returncode


def memories(repo: Repo) -> list[Path]:
    """The files that remember clean checks."""
    return sorted((repo.path / ".git" / "authguard").glob("clean-*"))


def test_a_line_that_another_user_made_is_not_used(repo: Repo, tmp_path: Path) -> None:
    """Another user's authguard seals its line about the same commit with another key."""
    repo.write("tool.nix", package(2)).stage()
    assert check(repo, tmp_path / "mine") == 0
    (memory,) = memories(repo)
    right = memory.read_text()
    assert check(repo, tmp_path / "theirs") == 0
    both = memory.read_text()
    assert both.startswith(right)
    assert len(set(both.splitlines())) == 2, "one question, two seals"


def test_forged_lines_hide_no_stale_hash(repo: Repo, tmp_path: Path) -> None:
    """The stale hash is found with any content of the cache file."""
    from authguard.git.git import Git
    from authguard.git.ranges import staged
    from authguard.git.store import _fingerprint, edition

    repo.write("tool.nix", package(3)).stage()
    assert check(repo, tmp_path / "c") == 0
    repo.write("tool.nix", package(2, 1)).stage()
    (memory,) = memories(repo)
    git = Git(str(repo.path))
    key = _fingerprint(staged(git), edition())
    git.close()
    lines = [f"{key} 1 1 0", f"{memory.read_text().split()[0]} 1 1 0", " 1 1 0", "None 1 1 0"]
    memory.write_text("".join(f"{line}\n" for line in lines))
    assert check(repo, tmp_path / "c") == 1
    assert check(repo, tmp_path / "c", "--no-cache") == 1


FETCH = '{{ fetchgit }}: fetchgit {{ url = "{url}/up.git"; rev = "refs/tags/{tag}"; hash = "{digest}"; }}\n'


def test_a_verdict_without_the_network_is_not_used_with_it(repo: Repo, tmp_path: Path) -> None:
    """Without the network the change is clean. With it, the repository has no such tag."""
    repo.git("tag", "v1")
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "served" / "up.git"))
    repo.git("--git-dir", str(tmp_path / "served" / "up.git"), "update-server-info")
    with Files(tmp_path / "served") as server:
        repo.write("a.nix", FETCH.format(url=server.url, tag="v1", digest=digest(1))).commit("two")
        repo.write("a.nix", FETCH.format(url=server.url, tag="v9", digest=digest(9))).stage()
        assert check(repo, tmp_path / "c") == 0
        repo.git("config", "--add", "authguard.hosts", "127.0.0.1")
        assert check(repo, tmp_path / "c") == 0
        repo.git("config", "authguard.network", "all")
        assert check(repo, tmp_path / "c") == 1
        repo.git("config", "authguard.network", "off")
        assert check(repo, tmp_path / "c", "--offline") == 0
        assert server.asked


def test_a_verdict_that_needs_no_network_stays_known(repo: Repo, tmp_path: Path) -> None:
    """No rule asks for a change without a hash, so its verdict does not depend on the settings, which are not read."""
    repo.write("b.nix", "{ }").stage()
    assert check(repo, tmp_path / "c") == 0
    (memory,) = memories(repo)
    before = memory.read_text()
    assert len(before.split()) == 4
    repo.git("config", "authguard.network", "all")
    assert check(repo, tmp_path / "c") == 0
    assert memory.read_text() == before


def test_a_forged_proof_hides_no_stale_hash(repo: Repo, tmp_path: Path) -> None:
    """A row claims that the stale pair was proved."""
    repo.write("tool.nix", package(2, 1)).stage()
    assert check(repo, tmp_path / "c") == 1
    from authguard.git.git import Git
    from authguard.git.ranges import staged
    from authguard.git.store import connect, file_of
    from authguard.outputs.tree import OutputTree
    from authguard.prove import proofs

    git = Git(str(repo.path))
    common = git.facts().common_dir
    (each,) = OutputTree(staged(git).target, lambda _: ()).collect(["tool.nix"])
    git.close()
    db = connect(common, "proofs", proofs._SCHEMA)
    assert db is not None
    assert each.digest is not None
    for sealed in (None, "", "0" * 40):
        row = (proofs._key(each), each.digest.key(), "native", 20_000, sealed, "")
        db.execute("INSERT OR REPLACE INTO proofs VALUES (?, ?, ?, ?, ?, ?)", row)
        assert check(repo, tmp_path / "c") == 1
    db.close()
    with sqlite3.connect(file_of(common, "proofs")) as left:
        assert left.execute("SELECT count(*) FROM proofs").fetchone() == (1,)


def test_the_option_no_cache_opens_and_writes_no_database(repo: Repo, tmp_path: Path) -> None:
    """The repository has no directory of authguard after the check."""
    repo.write("tool.nix", package(2)).stage()
    assert check(repo, tmp_path / "c", "--no-cache") == 0
    assert not (repo.path / ".git" / "authguard").exists()


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o600])
def test_a_key_that_others_can_read_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    """Only its owner may read and write the key."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = seal("a")
    assert first is not None
    assert first == seal("a") != seal("b")
    (tmp_path / "authguard" / "key").chmod(mode)
    assert (seal("a") == first) == (mode == 0o600)


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_key_of_a_wrong_length_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    """Otherwise no verdict could be remembered again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    key = tmp_path / "authguard" / "key"
    key.parent.mkdir()
    key.write_bytes(content)
    key.chmod(0o600)
    first = seal("a")
    assert first is not None
    assert (first, key.stat().st_mode & 0o777) == (seal("a"), 0o600)
    assert [each.name for each in key.parent.iterdir()] == ["key"]


def test_nothing_is_remembered_without_a_place_for_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run does not fail."""
    file = tmp_path / "file"
    file.write_text("x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert seal("a") is None
    link = tmp_path / "linked"
    (link / "authguard").mkdir(parents=True)
    (link / "authguard" / "key").symlink_to(file)
    monkeypatch.setenv("XDG_CACHE_HOME", str(link))
    assert seal("a") is None


def databases(repo: Repo) -> list[Path]:
    """The databases in .git/authguard."""
    return sorted((repo.path / ".git" / "authguard").glob("*.sqlite"))


def test_a_forged_audit_hides_no_stale_hash(repo: Repo, tmp_path: Path) -> None:
    """The stored result of an audit says that nothing is stale."""
    repo.write("tool.nix", package(2, 1)).commit("stale")
    env = {"XDG_CACHE_HOME": str(tmp_path / "c")}
    assert [repo.run("authguard", "audit", env=env).returncode for _ in range(2)] == [1, 1]
    (file,) = [each for each in databases(repo) if each.name.startswith("summaries-")]
    with sqlite3.connect(file) as db:
        found = db.execute(
            "SELECT key, value FROM summaries WHERE CAST(key AS TEXT) LIKE 'audit:%'"
        ).fetchall()
        for key, value in found:
            start = value.index(b"{")
            plain = {**json.loads(value[start:]), "hashes": [], "findings": []}
            forged = value[:start] + json.dumps(plain).encode()
            db.execute("UPDATE summaries SET value = ? WHERE key = ?", (forged, key))
    db.close()
    assert found
    assert repo.run("authguard", "audit", env=env).returncode == 1


def test_a_forged_commit_of_a_tag_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row says which commit a tag had when its hash was proved, so that the tag has not moved since."""
    from authguard.prove.proofs import Proofs

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    proofs = Proofs(str(tmp_path))
    proofs.keep_commit("https://forge.example.org/a", "v1", "1" * 40)
    assert proofs.commit_of("https://forge.example.org/a", "v1") is not None
    (file,) = (tmp_path / "authguard").glob("proofs-*.sqlite")
    with sqlite3.connect(file) as db:
        db.execute("UPDATE revisions SET commit_id = ?", ("2" * 40,))
    db.close()
    assert proofs.commit_of("https://forge.example.org/a", "v1") is None


def test_an_option_in_place_of_a_tree_writes_no_file(repo: Repo, tmp_path: Path) -> None:
    """Git would write its output to a file of the user."""
    for number in range(30):
        repo.write(f"p{number}.nix", package(1, repository=f"r{number}"))
    repo.write("versions.nix", "{ a = 1; }\n").commit("more")
    repo.write("versions.nix", "{ a = 2; }\n").stage()
    assert check(repo, tmp_path / "c") == 0
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (file,) = [each for each in databases(repo) if each.name.startswith("tree-")]
    with sqlite3.connect(file) as db:
        assert db.execute("UPDATE meta SET tree = ?", (f"--output={victim}",)).rowcount == 1
    db.close()
    repo.write("versions.nix", "{ a = 3; }\n").stage()
    assert check(repo, tmp_path / "c") == 0
    assert victim.read_text() == "precious"


VALUES = (None, 0, 1 << 62, 1e308, float("inf"), "", "x", "[[[", "\x1b[2J::error::", b"", b"\xff", "9" * 5000)
COMMANDS = (
    ["check"],
    ["list"],
    ["audit"],
    ["verify", "--all", "--offline"],
    ["explain", "tool.nix#hash"],
    ["check", "--all"],
)


@pytest.mark.parametrize("seed", range(3))
def test_stored_values_of_a_wrong_type_change_no_answer(repo: Repo, tmp_path: Path, seed: int) -> None:
    """A database with such values is damaged. Each command answers as before."""
    repo.write("tool.nix", package(2)).commit("two")
    repo.write("tool.nix", package(3, 2)).stage()
    env = {"XDG_CACHE_HOME": str(tmp_path / "c")}
    for words in COMMANDS:
        repo.run("authguard", *words, env=env)
    before = [repo.run("authguard", *words, env=env) for words in COMMANDS]
    chosen = random.Random(seed)  # noqa: S311 - values of a test
    for file in databases(repo):
        with sqlite3.connect(file) as db:
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for _, column, *_ in db.execute(f"PRAGMA table_info({table})").fetchall():
                    with suppress(sqlite3.IntegrityError):
                        value = (chosen.choice(VALUES),)
                        db.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", value)  # noqa: S608
        db.close()
    for words, expected in zip(COMMANDS, before, strict=True):
        done = repo.run("authguard", *words, env=env)
        assert (done.returncode, done.stdout) == (expected.returncode, expected.stdout), (words, done)


def test_a_view_in_place_of_a_table_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query of a view may have no end; so the file is removed."""
    from authguard.gate import memory

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    memory.Memory(str(tmp_path)).skip("g", "1" * 40, "x")
    (file,) = (tmp_path / "authguard").glob("gate-*.sqlite")
    with sqlite3.connect(file) as db:
        db.execute("DROP TABLE pass")
        endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
        columns = ", ".join(
            f"x AS {name}" for name in ("key", "drv", "out", "system", "at", "seconds", "seal")
        )
        db.execute(f"CREATE VIEW pass AS {endless} SELECT {columns} FROM c")  # noqa: S608
    db.close()
    assert memory.Memory(str(tmp_path)).passed("x") is None
    assert memory.Memory(str(tmp_path)).skipped() == []


def test_damaged_rows_about_pushes_without_a_build_are_ignored(tmp_path: Path) -> None:
    """The table has a date that is no date, and texts that are no texts."""
    from authguard.gate import memory

    kept = memory.Memory(str(tmp_path))
    kept.skip("g", "1" * 40, "x")
    (file,) = (tmp_path / "authguard").glob("gate-*.sqlite")
    with sqlite3.connect(file) as db:
        db.execute("INSERT INTO skipped VALUES ('g', 'x', 'y', 9e99)")
    db.close()
    assert [each.oid for each in kept.skipped()] == ["1" * 40]
    with sqlite3.connect(file) as db:
        db.execute("UPDATE skipped SET why = x'ff'")
    db.close()
    assert kept.skipped() == []
