"""The cache: several processes at once, kills at any moment, damage, a full or read-only directory, a limit."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from authguard.prove.mirrors import Mirrors, Policy, cache_directory
from authguard.prove.mirrors.failures import NoCache, OutOfTime
from tests.support.servers import HttpGit
from tests.support.upstream import CLIENT, MONOREPO, Upstream
from tests.units.prove.mirrors.conftest import New
from tests.units.prove.mirrors.processes import program, runs, said, start

if TYPE_CHECKING:
    from filelock import AcquireReturnProxy, BaseFileLock

RELEASE = "version/2026.2.0"


def home_of(cache: Path, name: str = MONOREPO) -> Path:
    """The directory of the only mirror of that repository."""
    (home,) = [path for path in (cache / "1").iterdir() if path.is_dir() and f"-{name}-" in path.name]
    return home


def test_only_one_of_several_processes_fetches(made_upstream: Upstream, http: HttpGit, cache: Path) -> None:
    """The other processes wait, and find the result."""
    http.delay = 0.2
    url = f"{http.url}/{MONOREPO}"
    processes = [start(program(cache, url, f"mirror.complete(mirror.commit({RELEASE!r}))")) for _ in range(3)]
    assert len({said(process) for process in processes}) == 1
    assert http.count("fetch") == 2  # one for the trees, and one for the whole repository
    assert http.count("info") == 2
    assert (home_of(cache) / "whole" / "HEAD").is_file()
    assert (
        made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
        in (home_of(cache) / "whole" / "complete").read_text()
    )


def test_several_threads_share_one_mirror(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """Only one thread fetches."""
    mirror = new().at(f"{http.url}/{MONOREPO}")
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(mirror.commit(RELEASE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")] * 4
    assert http.count("fetch") == 1


def test_waiting_processes_share_one_fresh_answer(
    http: HttpGit, cache: Path, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that waited for a later request of another process does not ask again."""
    from filelock import FileLock

    url = f"{http.url}/{CLIENT}"
    new().at(url).tags()
    mirrors = [new().at(url) for _ in range(3)]
    found: list[str] = []
    wait = [
        threading.Thread(target=lambda each=each: found.append(each.commit("nightly", fresh=True)))
        for each in mirrors
    ]
    waiting = threading.Semaphore(0)
    acquire = FileLock.acquire

    def counted(lock: FileLock, timeout: float | None = None) -> AcquireReturnProxy[BaseFileLock]:
        waiting.release()
        return acquire(lock, timeout)

    with FileLock(f"{home_of(cache, CLIENT)}.lock"):
        monkeypatch.setattr(FileLock, "acquire", counted)
        for thread in wait:
            thread.start()
        for _ in wait:
            assert waiting.acquire(timeout=600)
    for thread in wait:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == http.count("fetch") == 1


@pytest.mark.parametrize("group", [False, True])
def test_a_run_after_a_killed_run_fetches_again(
    made_upstream: Upstream, http: HttpGit, cache: Path, new: New, group: bool
) -> None:
    """SIGKILL ended the run, with its git or without it. The next run ends that git."""
    url = f"{http.url}/{MONOREPO}"
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    http.stall = 700
    process = start(program(cache, url, f"mirror.complete({commit!r})"))
    assert http.stalled.wait(600)
    complete = home_of(cache) / "whole"
    git = int((complete / "running").read_text())
    assert runs(git)
    process.kill()
    process.communicate()
    if group:
        os.killpg(git, signal.SIGKILL)
    else:
        assert runs(git)
    http.stall = None
    assert Path(new().at(url).complete(commit)) == complete
    assert not runs(git)
    left = [path.name for path in complete.rglob("*") if path.is_file()]
    assert not [name for name in left if name.startswith("tmp_") or name.endswith((".lock", ".keep"))]
    assert "running" not in left
    subprocess.run(["git", "--git-dir", str(complete), "fsck", "--strict"], check=True, capture_output=True)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_git_at_once(
    made_upstream: Upstream, http: HttpGit, cache: Path, new: New, ending: int
) -> None:
    """After a SIGTERM, the next run ends git."""
    url = f"{http.url}/{MONOREPO}"
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    http.stall = 700
    process = start(program(cache, url, f"mirror.complete({commit!r})"))
    assert http.stalled.wait(600)
    git = int((home_of(cache) / "whole" / "running").read_text())
    process.send_signal(ending)
    process.communicate(timeout=600)
    if ending == signal.SIGINT:
        assert not runs(git)
    http.stall = None
    assert new().at(url).complete(commit)
    assert not runs(git)


def test_a_process_that_is_not_ours_is_not_ended(http: HttpGit, cache: Path, new: New) -> None:
    """The file `running` has the number of a process that is another program now."""
    url = f"{http.url}/{MONOREPO}"
    new().at(url).commit(RELEASE)
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as other:
        (home_of(cache) / "trees" / "running").write_text(str(other.pid))
        assert new().at(url).commit("version/2026.2.1")
        assert runs(other.pid)
        other.kill()


def test_a_stale_lock_does_not_block_a_process(http: HttpGit, cache: Path, new: New) -> None:
    """No running process holds the lock."""
    url = f"{http.url}/{MONOREPO}"
    new().at(url).commit(RELEASE)
    home = home_of(cache)
    Path(f"{home}.lock").write_text("")
    trees = home / "trees"
    for name in (
        "shallow.lock",
        "config.lock",
        "running",
        "objects/pack/tmp_pack_AbCdEf",
        "objects/pack/x.keep",
    ):
        (trees / name).write_text("")
    assert new().at(url).commit("version/2026.2.1")
    assert not [path.name for path in trees.rglob("*.lock")]
    assert not list(trees.glob("objects/pack/tmp_*"))


def test_a_process_waits_for_a_lock_that_is_held(http: HttpGit, cache: Path, new: New) -> None:
    """The process waits as long as it has time."""
    from filelock import FileLock

    url = f"{http.url}/{MONOREPO}"
    new().at(url).commit(RELEASE)
    with FileLock(f"{home_of(cache)}.lock"):
        assert new().at(url).commit(RELEASE)
        with pytest.raises(OutOfTime, match="another process has been fetching"):
            new(seconds=0.3).at(url).commit("version/2026.2.1")
    assert new().at(url).commit("version/2026.2.1")


def test_a_mirror_repairs_missing_and_damaged_files(
    made_upstream: Upstream, http: HttpGit, cache: Path, new: New
) -> None:
    """The answer is the same, but takes longer."""
    url = f"{http.url}/{MONOREPO}"
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    lock = made_upstream.monorepo.git("show", f"{RELEASE}:uv.lock").encode() + b"\n"

    def answers() -> None:
        mirror = new().at(url)
        assert mirror.commit(RELEASE) == commit
        assert mirror.read(commit, ["uv.lock"])["uv.lock"] == lock

    answers()
    home = home_of(cache)
    trees = home / "trees"
    (trees / "config").unlink()
    answers()
    (trees / "HEAD").unlink()
    answers()
    (trees / "shallow").write_text("rubbish\n")
    new().at(url).commit("version/2026.2.1")
    answers()
    for pack in trees.glob("objects/pack/*.pack"):
        pack.chmod(0o644)
        pack.write_bytes(pack.read_bytes()[:-40] + b"x" * 40)
    answers()
    for pack in trees.glob("objects/pack/*.idx"):
        pack.chmod(0o644)
        pack.write_bytes(b"rubbish")
    answers()
    for pack in trees.glob("objects/pack/*.pack"):
        pack.unlink()
    answers()
    for text in ("", "{", "[]", '{"refs": 5}', '{"refs": {"refs/tags/x": []}, "names": {}, "listed": 0}'):
        (home / "known.json").write_text(text)
        answers()
    (home / "known.json").unlink()
    answers()


def test_damage_in_an_open_pack_is_repaired(
    made_upstream: Upstream, http: HttpGit, cache: Path, new: New
) -> None:
    """The library libgit2 still reads an open pack after another pack replaced it, so libgit2 is not asked again."""
    url = f"{http.url}/{MONOREPO}"
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    lock = made_upstream.monorepo.git("show", f"{RELEASE}:uv.lock").encode() + b"\n"
    Path(new().at(url).complete(commit))
    for pack in home_of(cache).glob("whole/objects/pack/*.pack"):
        pack.chmod(0o644)
        data = pack.read_bytes()
        pack.write_bytes(data[:12] + b"x" * (len(data) - 32) + data[-20:])
    holding = [new().at(url) for _ in range(3)]
    for mirror in (*holding, *holding, new().at(url)):
        assert mirror.commit(RELEASE) == commit
        assert mirror.read(commit, ["uv.lock"]) == {"uv.lock": lock}


@pytest.mark.parametrize("config", [b"", b"\xff\xfe\x00", b"[core", b"[core]\n\tbare = true\n"])
def test_no_git_reads_a_damaged_configuration(
    made_upstream: Upstream, http: HttpGit, cache: Path, new: New, config: bytes
) -> None:
    """The configuration is not the one that authguard wrote."""
    url = f"{http.url}/{MONOREPO}"
    commit = new().at(url).commit(RELEASE)
    (home_of(cache) / "trees" / "config").write_bytes(config)
    assert new().at(url).commit(RELEASE) == commit == made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    assert new().at(url).read(commit, ["uv.lock"])["uv.lock"]


def test_a_repository_of_an_unfinished_fetch_is_not_complete(
    made_upstream: Upstream, http: HttpGit, cache: Path, new: New
) -> None:
    """The repository may have the commit without all of its objects."""
    url = f"{http.url}/{MONOREPO}"
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    complete = Path(new().at(url).complete(commit))
    (complete / "complete").unlink()
    visits = http.count("info")
    assert new().at(url).complete(commit)
    assert http.count("info") == visits + 1
    for file in [*complete.glob("objects/pack/*")]:
        file.unlink()
    assert new().at(url).complete(commit)
    subprocess.run(["git", "--git-dir", str(complete), "archive", commit], check=True, capture_output=True)


def test_damage_in_both_repositories_is_repaired(tmp_path: Path, cache: Path, new: New) -> None:
    """A mirror has a commit twice, but lost an object that it shares with an older commit: both are fetched again.

    With SHA-256, since git ignores an empty pack and libgit2 does not.
    """
    upstream, newer = Upstream(tmp_path / "sha256", "sha256"), "version/2026.2.1"
    with HttpGit(upstream.served) as server:
        url = f"{server.url}/{MONOREPO}"
        for tag in (RELEASE, newer):
            commit = new().at(url).commit(tag)
            new().at(url).complete(commit)
        damaged = 0
        for index in home_of(cache).glob("*/objects/pack/*.idx"):
            with index.open("rb") as file:
                command = ["git", "show-index", "--object-format=sha256"]
                shown = subprocess.run(command, stdin=file, capture_output=True, check=True).stdout
            if commit.encode() not in shown:
                damaged += 1
                index.with_suffix(".pack").unlink()
                index.with_suffix(".pack").write_bytes(b"")
        assert damaged == 2
        listing = [path.decode() for path in new().at(url).listing(commit)]
        assert listing == upstream.monorepo.git("ls-tree", "-r", "--name-only", newer).split("\n")


def test_a_reader_that_finds_damage_fetches_again(
    made_upstream: Upstream, http: HttpGit, cache: Path, new: New
) -> None:
    """The reader finds the damage while it hashes."""
    url = f"{http.url}/{MONOREPO}"
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    complete = Path(new().at(url).complete(commit))
    archive = ["git", "--git-dir", str(complete), "archive", commit]
    (pack,) = complete.glob("objects/pack/*.pack")
    content = bytearray(pack.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    pack.unlink()
    pack.write_bytes(content)
    assert subprocess.run(archive, check=False, capture_output=True).returncode != 0
    assert new().at(url).complete(commit, anew=True) == str(complete)
    subprocess.run(archive, check=True, capture_output=True)
    visits = http.count("info")
    new().at(url).complete(commit)
    assert http.count("info") == visits


def test_the_least_recently_used_repository_is_pruned(http: HttpGit, cache: Path, new: New) -> None:
    """Repositories are deleted until the rest is within the limit. A recent repository stays."""
    one, other = f"{http.url}/{MONOREPO}", f"{http.url}/{CLIENT}"
    for url, rev in ((one, RELEASE), (other, "v3.2026.2.0")):
        mirror = new().at(url)
        mirror.complete(mirror.commit(rev))
    for age, name in ((3000, MONOREPO), (2000, CLIENT)):
        for kind in ("trees", "whole"):
            moment = time.time() - age - (10 if kind == "whole" else 0)
            os.utime(home_of(cache, name) / kind / "used", (moment, moment))
    complete, kept = home_of(cache) / "whole", home_of(cache, CLIENT)
    size = sum(path.stat().st_size for path in (cache / "1").rglob("*") if path.is_file())
    new(cache=size - 500, growth=1 << 30).at(other).commit("v3.2026.2.1")
    assert not complete.exists()
    assert (home_of(cache) / "trees").is_dir()
    new(cache=1, growth=1 << 30).at(other).commit("nightly")
    assert [path for path in (cache / "1").iterdir() if path.is_dir()] == [kept]
    assert (kept / "trees").is_dir()
    assert not (kept / "whole").exists()
    assert new(cache=1, growth=1 << 30).at(one).commit(RELEASE)


def test_a_running_fetch_is_not_pruned(http: HttpGit, cache: Path, new: New) -> None:
    """A mirror with a held lock is not removed."""
    from filelock import FileLock

    new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    trees = home_of(cache) / "trees"
    os.utime(trees / "used", (1, 1))
    with FileLock(f"{trees.parent}.lock"):
        new(cache=1, growth=1 << 30).at(f"{http.url}/{CLIENT}").commit("v3.2026.2.0")
        assert trees.is_dir()
    new(cache=1, growth=1 << 30).at(f"{http.url}/{CLIENT}").commit("v3.2026.2.1")
    assert not trees.exists()


def test_files_of_killed_processes_are_removed(http: HttpGit, cache: Path, new: New) -> None:
    """Old files are removed; a new file may belong to a running process."""
    new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    home = home_of(cache)
    for parent in (cache / "1", home):
        for name in ("new-old", "gone-old", "new-young"):
            (parent / name).mkdir()
            (parent / name / "file").write_text("")
            if name.endswith("old"):
                os.utime(parent / name, (1, 1))
    new().at(f"{http.url}/{MONOREPO}").commit("version/2026.2.1")
    for parent in (cache / "1", home):
        assert [path.name for path in parent.iterdir() if path.name.startswith(("new-", "gone-"))] == [
            "new-young"
        ]


def test_a_cache_that_cannot_be_written_is_one_clear_error(http: HttpGit, cache: Path, new: New) -> None:
    """A file has the name of the cache."""
    cache.write_text("")
    with pytest.raises(NoCache, match="cannot be written: ") as caught:
        new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    assert caught.value.exit_code == 3
    with pytest.raises(NoCache):
        new().at(f"{http.url}/{MONOREPO}").tags()


def test_a_read_only_cache_is_still_read(http: HttpGit, cache: Path, new: New) -> None:
    """Only a fetch needs a cache that can be written."""
    url = f"{http.url}/{MONOREPO}"
    commit = new().at(url).commit(RELEASE)
    for path in [*cache.rglob("*"), cache]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert new().at(url).commit(RELEASE) == commit
        assert new().at(url).listing(commit)
        if os.geteuid() != 0:
            with pytest.raises(NoCache):
                new().at(url).commit("version/2026.2.1")
    finally:
        for path in [cache, *cache.rglob("*")]:
            path.chmod(0o700)


def test_the_cache_is_in_the_users_directory_for_caches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """XDG_CACHE_HOME is used if it is an absolute path, else the usual directory of the system below HOME."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/me")
    assert cache_directory() == "/var/cache/me/authguard/mirrors"
    for text in ("", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", text)
        monkeypatch.setattr("sys.platform", "linux")
        assert cache_directory() == str(tmp_path / ".cache/authguard/mirrors")
        monkeypatch.setattr("sys.platform", "darwin")
        assert cache_directory() == str(tmp_path / "Library/Caches/authguard/mirrors")


def test_urls_that_differ_have_mirrors_that_differ(cache: Path) -> None:
    """Two spellings of one url share a mirror; the name of its directory shows the url."""
    mirrors = Mirrors(str(cache), Policy("all"))
    assert mirrors.at("https://forge.example/x.git") is mirrors.at("HTTPS://Forge.Example:443/x.git/")
    urls = ["https://forge.example/x.git", "https://forge.example/x", "https://forge.example:444/x.git"]
    urls += ["http://forge.example/x.git", "ssh://forge.example/x.git", "https://me@forge.example/x.git"]
    urls += ["https://forge.example/" + "long/" * 80 + "x.git"]
    homes = {mirrors.at(url).home for url in urls}
    assert len(homes) == len(urls)
    assert all(len(Path(home).name) < 120 and "me@" not in home for home in homes)
    assert not cache.exists()
