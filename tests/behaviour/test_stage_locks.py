"""`fix --stage` and `fix --commit` beside a lock: no hash is staged or committed without its lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.laptop import Laptop, nar_hash
from tests.support.npm import Registry
from tests.support.repos import LEAVE
from tests.support.servers import Files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.packaging import Said

pytestmark = pytest.mark.needs("git")

NIX, LOCK = "app/default.nix", "app/package-lock.json"
PLACE = f"{NIX}#npmDepsHash"
PACKAGE = """\
{ buildNpmPackage }:
buildNpmPackage {
  pname = "app";
  version = "1.0.0";
  src = ./.;
  npmDepsHash = "HASH";
}
"""
UNSTAGED = (
    f"{PLACE}  not staged: {LOCK} differs from the index, "
    "so the hash would be staged without this input; stage it"
)


class App(Laptop):
    """An npm package with its lock beside it, at 1.0.0; its registry has three versions of a dependency."""

    def __init__(self, path: Path, files: Files) -> None:
        """Write and commit the package."""
        super().__init__(path / "repo", files.url)
        registry = Registry(files.root)
        self.locks = {version: registry.lock(("left", version)) for version in ("1.0.0", "1.1.0", "1.2.0")}
        self.hashes = {
            version: nar_hash(registry.output(lock, path / version)) for version, lock in self.locks.items()
        }
        self.write(LOCK, self.locks["1.0.0"]).write(NIX, PACKAGE.replace("HASH", self.hashes["1.0.0"]))
        self.commit("1.0.0")

    def lock(self, version: str) -> App:
        """Write the lock of a version."""
        self.write(LOCK, self.locks[version])
        return self

    def asked(self, *words: str) -> Said:
        """Run authguard with permission to ask the registry."""
        return self.authguard(*words, **LEAVE)

    def state(self, rev: str | None = None) -> tuple[str, str]:
        """Return the versions of the hash and of the lock: on disk, in the index ("") or in a revision."""
        texts = [
            (self.path / path).read_text() if rev is None else self.git("cat-file", "blob", f"{rev}:{path}")
            for path in (NIX, LOCK)
        ]
        (of_hash,) = [version for version, digest in self.hashes.items() if digest in texts[0]]
        (of_lock,) = [version for version, lock in self.locks.items() if lock.strip() == texts[1].strip()]
        return of_hash, of_lock


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The package, and its registry."""
    (tmp_path / "files").mkdir()
    with Files(tmp_path / "files") as files:
        yield App(tmp_path, files)


@pytest.mark.parametrize("words", [(), (PLACE,)])
def test_the_hash_of_an_unstaged_lock_is_not_staged(app: App, words: tuple[str, ...]) -> None:
    """The work tree gets the hash, and the index keeps the old hash.

    With a staged lock, the index gets the hash too.
    """
    app.lock("1.1.0")
    for _ in range(2):
        said = app.asked("fix", "--stage", *words)
        assert said.code == 1, said
        assert UNSTAGED in said.out
        assert (app.state(), app.state("")) == (("1.1.0", "1.1.0"), ("1.0.0", "1.0.0"))
    app.stage(LOCK)
    said = app.asked("fix", "--stage", *words)
    assert said.code == 0, said
    assert said.err == "authguard: staged 1 hash in 1 file\nauthguard: 1 right\n"
    assert (app.state(), app.state("")) == (("1.1.0", "1.1.0"), ("1.1.0", "1.1.0"))
    assert app.asked("check") == (0, "", "")


def test_a_staged_lock_below_an_unstaged_change_gets_no_hash(app: App) -> None:
    """The printed command cannot compute its hash, and says so. `check` reports the hash again."""
    app.lock("1.1.0").stage()
    app.lock("1.2.0")
    said = app.asked("check")
    assert f"git authguard fix --stage '{PLACE}'" in said.out
    for words in ((), (PLACE,)):
        said = app.asked("fix", "--stage", *words)
        assert said.code == 1, said
        assert UNSTAGED in said.out
    assert (app.state(), app.state("")) == (("1.2.0", "1.2.0"), ("1.0.0", "1.1.0"))
    assert app.asked("check").code == 1


@pytest.mark.parametrize("words", [(), (PLACE,)])
def test_a_staged_lock_that_the_work_tree_lacks_gets_no_hash(app: App, words: tuple[str, ...]) -> None:
    """Nothing moved in the work tree, so nothing can be written; the command is not silent."""
    app.lock("1.1.0").stage()
    app.lock("1.0.0")
    said = app.asked("fix", "--stage", *words)
    assert said.code == 1, said
    assert UNSTAGED in said.out
    assert (app.state(), app.state("")) == (("1.0.0", "1.0.0"), ("1.0.0", "1.1.0"))


def test_a_staged_hash_that_the_work_tree_lacks_is_replaced(app: App) -> None:
    """Only the hash differs: the true hash of the work tree is true for the index too."""
    nix = (app.path / NIX).read_text()
    app.write(NIX, nix.replace(app.hashes["1.0.0"], app.hashes["1.2.0"])).stage()
    app.write(NIX, nix)
    said = app.asked("fix", "--stage")
    assert said.code == 0, said
    assert "authguard: staged 1 hash in 1 file\n" in said.err
    assert (app.state(), app.state("")) == (("1.0.0", "1.0.0"), ("1.0.0", "1.0.0"))


def test_a_staged_move_that_the_work_tree_lacks_gets_no_hash(app: App) -> None:
    """The inputs in the index differ from those in the work tree."""
    source = (
        '{ fetchurl }: rec { version = "1"; src = fetchurl { url = "https://e.org/${version}"; hash = "'
        f'{app.hashes["1.0.0"]}"; }}; }}\n'
    )
    app.write("a.nix", source).commit("a source")
    app.write("a.nix", source.replace('"1"', '"2"')).stage()
    app.write("a.nix", source)
    said = app.asked("fix", "--stage")
    assert said.code == 1, said
    assert "a.nix#src  not staged: its inputs in the index differ from those in the work tree" in said.out
    assert "fixed output" not in said.out


def test_an_untracked_lock_is_named(app: App) -> None:
    """Git does not track the lock of a new package, and nothing is written."""
    app.write("new/default.nix", PACKAGE.replace("HASH", "")).stage()
    app.write("new/package-lock.json", app.locks["1.1.0"])
    said = app.asked("fix", "--stage")
    assert said.code == 3, said
    assert "its source has no package-lock.json that git tracks" in said.out
    app.stage()
    assert "that git tracks" not in app.asked("fix", "--stage").out


@pytest.mark.parametrize("is_staged", [False, True])
def test_fix_commits_no_hash_without_its_lock(app: App, is_staged: bool) -> None:
    """`fix --commit` commits only its own edits, so it writes no hash of a lock that HEAD does not have."""
    app.lock("1.1.0")
    if is_staged:
        app.stage()
    said = app.asked("fix", "--commit", PLACE)
    assert said.code == 1, said
    assert (
        f"{PLACE}  not committed: {LOCK} differs from HEAD, so the hash would be committed without this input"
        in said.out
    )
    assert app.state("HEAD") == ("1.0.0", "1.0.0")
    assert app.git("rev-list", "--count", "HEAD") == "1"
    assert app.state("") == (("1.1.0", "1.1.0") if is_staged else ("1.0.0", "1.0.0"))


@pytest.mark.parametrize(("option", "named"), [("--stage", "the index"), ("--commit", "HEAD")])
def test_bump_is_refused_if_two_states_of_a_lock_differ(app: App, option: str, named: str) -> None:
    """The index, or HEAD, has another lock than the work tree."""
    app.lock("1.1.0").stage()
    app.lock("1.2.0")
    said = app.asked("bump", "1.1.0", "app", option)
    assert said.code == 2, said
    assert f"{LOCK}, an input of {PLACE}, differs from {named}" in said.err
    assert (app.state(), app.state("")) == (("1.0.0", "1.2.0"), ("1.0.0", "1.1.0"))
    app.stage()
    if option == "--stage":
        assert app.asked("bump", "1.1.0", "app", option).code == 0
        assert app.state("") == ("1.2.0", "1.2.0")


@pytest.mark.parametrize(
    ("lock", "digest", "says"),
    [
        ("1.1.0", "1.0.0", f"{LOCK}, an input of {PLACE}, differs from the index"),
        ("1.0.0", "1.2.0", f"{PLACE} has other inputs or another hash staged than in the work tree"),
    ],
)
def test_bump_is_refused_if_the_index_would_stay_stale(app: App, lock: str, digest: str, says: str) -> None:
    """The index has a stale hash that the work tree does not have."""
    nix = (app.path / NIX).read_text()
    app.lock(lock).write(NIX, nix.replace(app.hashes["1.0.0"], app.hashes[digest])).stage()
    app.lock("1.0.0").write(NIX, nix)
    said = app.asked("bump", "1.1.0", "app", "--stage")
    assert said.code == 2, said
    assert says in said.err
    assert (app.state(), app.state("")) == (("1.0.0", "1.0.0"), (digest, lock))


def test_other_files_of_the_source_may_have_unstaged_changes(app: App) -> None:
    """Only the lock decides this hash."""
    app.write("app/readme", "1").commit("a file")
    app.lock("1.1.0").stage()
    app.write("app/readme", "2")
    assert app.asked("fix", "--stage").code == 0
    assert app.state("") == ("1.1.0", "1.1.0")
