"""The cache of tarballs: kills, damage, the limit; and the requests that fill it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent import futures
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from authguard.errors import Refused
from authguard.prove.dependencies import npm
from authguard.prove.dependencies.cache import SPARE, ContentCache, chunks_of
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.fetching import CONNECT, Fetcher, WantedFile
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes.gittree import write_git
from authguard.prove.mirrors.failures import (
    Damaged,
    NotAllowed,
    OutOfTime,
    RateLimited,
    TooLarge,
    Unanswered,
)
from tests.support.repos import ROOT, Repo
from tests.support.servers import Files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.prove.hashes.nar import TreeWriter

KILLS = int(os.environ.get("AUTHGUARD_KILLS", "5"))
PROGRAM = """
import sys
from tests.units.prove.test_dependency_cache import computed
cache, lock, repository = sys.argv[1:]
print("begun", flush=True)
computed(cache, lock, repository)
"""


def computed(cache: str, lock: str, repository: str) -> bytes:
    """Return the digest of npm packages, with a cache, for the path of a lock and of a repository of git packages."""

    def write(writer: TreeWriter, prefix: bytes, _: str, rev: str, rules: str) -> None:
        write_git(writer, repository, rev, rules, prefix=prefix)

    fetching = Fetcher(ContentCache(cache), lambda _: None)
    tools = Tools(fetching.fetch, fetching.read_all, write, Programs(), is_open=True)
    try:
        return npm.digest(Path(lock).read_bytes(), tools)
    finally:
        fetching.stop()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Files]:
    """Serve a directory."""
    root = tmp_path / "files"
    root.mkdir()
    with Files(root) as made:
        yield made


def file(server: Files, name: str, size: int = 5000) -> WantedFile:
    """Write a file to the server, and return the file as a lock names it."""
    data = name.encode() * size
    (server.root / name).write_bytes(data)
    return WantedFile(f"{server.url}/{name}", "sha512", hashlib.sha512(data).digest())


def fetcher(tmp_path: Path) -> Fetcher:
    """Return a fetcher for a cache of the test."""
    return Fetcher(ContentCache(str(tmp_path / "cache")), lambda _: None)


def test_kills_leave_no_wrong_file(server: Files, tmp_path: Path) -> None:
    """After each kill at a random moment, the cache has only right files, and the next computation is right."""
    repo = Repo(tmp_path / "r").write("package.json", "{}").write("big", "x" * 500_000)
    at = f"git+ssh://git@github.com/o/r.git#{repo.commit('first')}"
    packages: dict[str, Any] = {"node_modules/r": {"version": "1.0.0", "resolved": at}}
    for number in range(40):
        one = file(server, f"f{number}")
        integrity = f"sha512-{base64.b64encode(one.digest).decode()}"
        url = f"http://localhost:{server.port}/f{number}"
        packages[f"node_modules/f{number}"] = {"resolved": url, "integrity": integrity}
    lock = tmp_path / "package-lock.json"
    lock.write_text(json.dumps({"lockfileVersion": 3, "packages": packages}))
    inputs = (str(lock), str(tmp_path / "r/.git"))
    right = computed(str(tmp_path / "first"), *inputs)
    chance = random.Random(7)  # noqa: S311 - for moments
    for number in range(KILLS):
        cache = tmp_path / f"cache-{number % 3}"
        command = [sys.executable, "-c", PROGRAM, str(cache), *inputs]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            time.sleep(chance.random() * 0.3)
            process.send_signal(signal.SIGKILL)
        for path in cache.glob("sha512/*/*"):
            assert hashlib.sha512(path.read_bytes()).hexdigest() == path.parent.name + path.name
        assert computed(str(cache), *inputs) == right
        if number % 3 == 2:
            subprocess.run(["rm", "-rf", *(str(tmp_path / f"cache-{each}") for each in range(3))], check=True)


def test_the_least_recently_used_file_is_deleted_first(server: Files, tmp_path: Path) -> None:
    """A recent file stays."""
    cache = ContentCache(str(tmp_path / "cache"), largest=12_000)
    fetching = Fetcher(cache, lambda _: None)
    old, other, new = (file(server, name) for name in "abc")
    paths = fetching.fetch([old, other])
    for number, one in enumerate((old, other)):
        moment = time.time() - 2 * SPARE + number
        os.utime(paths[one], (moment, moment))
    fetching.fetch([new])
    fetching.stop()
    assert cache.get("sha512", old.digest) is None
    assert cache.get("sha512", other.digest) is not None
    assert cache.get("sha512", new.digest) is not None


@pytest.mark.parametrize(
    ("status", "kind"), [(404, Unanswered), (401, Unanswered), (429, RateLimited), (500, Unanswered)]
)
def test_a_status_of_a_server_other_than_200_is_a_failure(
    server: Files, tmp_path: Path, status: int, kind: type[Unanswered]
) -> None:
    """A limit of requests is a failure of its own kind."""
    wanted = file(server, "a")
    server.refuse = status
    with pytest.raises(kind):
        fetcher(tmp_path).fetch([wanted])


def test_a_path_that_is_not_allowed_is_not_fetched(server: Files, tmp_path: Path) -> None:
    """A mirror may be a part of a host: each url is checked, also on an open connection."""
    (server.root / "mirrors").mkdir()
    wanted = [file(server, name) for name in ("mirrors/a", "mirrors/b", "c")]

    def allowed(url: str) -> None:
        if "/mirrors/" not in url:
            raise NotAllowed("not a mirror")

    fetching = Fetcher(ContentCache(str(tmp_path / "cache")), allowed, by_path=True)
    fetching.fetch(wanted[:2])
    with pytest.raises(NotAllowed):
        fetching.fetch(wanted)
    fetching.stop()
    assert "/c" not in [one.path for one in server.asked]


def test_a_lock_of_too_many_packages_is_refused(tmp_path: Path) -> None:
    """No request is sent."""
    many = (WantedFile(f"http://127.0.0.1:1/{number}", "sha1", b"") for number in range(20_001))
    with pytest.raises(TooLarge, match="20001"):
        fetcher(tmp_path).fetch(many)


def test_another_file_is_not_kept(server: Files, tmp_path: Path) -> None:
    """No byte of the wrong file is left in the cache."""
    file(server, "a")
    wrong = WantedFile(f"{server.url}/a", "sha512", hashlib.sha512(b"").digest())
    with pytest.raises(Damaged):
        fetcher(tmp_path).fetch([wrong])
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_a_limited_number_of_redirects_is_followed(server: Files, tmp_path: Path) -> None:
    """Each target is checked."""
    asked = []
    (tmp_path / "other").mkdir()
    with Files(tmp_path / "other") as other:
        wanted = file(other, "a")
        server.redirect = other.url
        fetching = Fetcher(ContentCache(str(tmp_path / "cache")), lambda url: asked.append(url))
        fetching.fetch([WantedFile(f"{server.url}/a", "sha512", wanted.digest)])
        assert [url.rpartition("/")[0] for url in asked] == [server.url, other.url]
        other.redirect = server.url
        with pytest.raises(Unanswered, match="redirects"):
            Fetcher(ContentCache(str(tmp_path / "new")), lambda _: None).fetch([wanted])
    server.redirect = "file:///etc"
    with pytest.raises(NotAllowed):
        Fetcher(ContentCache(str(tmp_path / "third")), lambda _: None).fetch([file(server, "b")])


def test_credentials_do_not_follow_a_redirect(server: Files, tmp_path: Path) -> None:
    """Credentials are sent only to their own host."""
    (tmp_path / "other").mkdir()
    with Files(tmp_path / "other") as other:
        other.credentials = ("user", "word")
        wanted = file(other, "a")
        server.redirect = other.url
        secret = {"Authorization": "Basic dXNlcjp3b3Jk"}
        fetching = Fetcher(ContentCache(str(tmp_path / "cache")), lambda _: None, lambda url: (url, secret))
        with pytest.raises(Unanswered, match="401"):
            fetching.fetch([WantedFile(f"{server.url}/a", "sha512", wanted.digest)])


@pytest.mark.parametrize("is_answered", [False, True])
def test_a_stop_ends_a_request_that_waits(server: Files, tmp_path: Path, is_answered: bool) -> None:
    """The server sends no bytes at all, or no more. The error names the time, and not the server."""
    wanted = file(server, "a", 200_000)
    if is_answered:
        server.stall = 1000
    else:
        server.delay = 1000
    fetching = fetcher(tmp_path)
    failed: list[Exception] = []

    def run() -> None:
        try:
            fetching.fetch([wanted])
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    if is_answered:
        assert server.stalled.wait(600)
    while not server.asked:
        time.sleep(0.01)
    fetching.stop()
    thread.join(600)
    assert not thread.is_alive()
    assert [type(error) for error in failed] == [OutOfTime]


def test_a_stop_reaches_files_that_wait(
    server: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are more files than connections: a thread whose files all wait ends too."""
    wanted = [file(server, f"f{number}", 100_000) for number in range(60)]
    server.stall = 1000
    fetching = fetcher(tmp_path)
    failed: list[Exception] = []
    waiting = threading.Semaphore(0)
    plain = futures.as_completed

    def seen(begun: Iterable[futures.Future[Any]]) -> Iterator[futures.Future[Any]]:
        waiting.release()
        return plain(begun)

    monkeypatch.setattr(futures, "as_completed", seen)

    def run() -> None:
        try:
            fetching.fetch(wanted)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
        assert waiting.acquire(timeout=600)
    assert server.stalled.wait(600)
    fetching.stop()
    for thread in threads:
        thread.join(600)
    assert [thread.is_alive() for thread in threads] == [False] * 3
    assert [type(error) for error in failed] == [OutOfTime] * 3
    with pytest.raises(OutOfTime):
        fetching.fetch(wanted)


def connecting(port: int) -> int:
    """Return the number of sockets of this machine that wait for a connection to a port."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(line.split()[3] == "02" and line.split()[2].endswith(f":{port:04X}") for line in lines)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="the state of sockets is read from Linux")
@pytest.mark.parametrize("end", ["stop", "expire"])
def test_the_end_of_a_run_ends_a_socket_that_connects(tmp_path: Path, end: str) -> None:
    """The server does not accept the connection."""
    with ExitStack() as held:
        deaf = held.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = deaf.getsockname()[1]
        for _ in range(4):  # they fill the queue, so that the next one waits
            one = held.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())
        before = connecting(port)
        fetching = fetcher(tmp_path)
        wanted = WantedFile(f"http://127.0.0.1:{port}/a", "sha1", b"")
        failed: list[Exception] = []

        def run() -> None:
            try:
                fetching.fetch([wanted])
            except Unanswered as error:
                failed.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        until = time.monotonic() + 600
        while connecting(port) <= before and time.monotonic() < until:
            time.sleep(0.01)
        getattr(fetching, end)()
        thread.join(CONNECT / 2)
        assert not thread.is_alive()
        assert failed
        fetching.stop()


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a directory", "a terabyte"])
def test_a_path_that_is_no_file_in_another_cache_is_not_read(tmp_path: Path, kind: str) -> None:
    """Other users may write to the cache of another tool."""
    digest = hashlib.sha512(b"tarball").digest()
    name = digest.hex()
    path = tmp_path / "others" / "sha512" / name[:2] / name[2:4] / name[4:]
    path.parent.mkdir(parents=True)
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a device":
        path.symlink_to("/dev/zero")
    elif kind == "a directory":
        path.mkdir()
    else:
        path.touch()
        os.truncate(path, 1 << 40)
    assert ContentCache(str(tmp_path / "mine"), [str(tmp_path / "others")]).get("sha512", digest) is None


def test_a_file_that_changes_after_its_check_is_refused(tmp_path: Path) -> None:
    """The bytes that are used are hashed once more."""
    path = tmp_path / "file"
    path.write_bytes(b"tarball")
    digest = hashlib.sha512(b"tarball").digest()
    assert b"".join(chunks_of(str(path), "sha512", digest)) == b"tarball"
    path.write_bytes(b"forged!")
    with pytest.raises(Refused, match="changed"):
        list(chunks_of(str(path), "sha512", digest))
