"""Downloads have limits of time and size: slow servers, endless answers, redirects, proxies, local files."""

from __future__ import annotations

import io
import os
import socket
import threading
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from authguard.errors import AuthguardError, Refused
from authguard.prove.hashes import Uncomputable
from authguard.prove.hashes import download as module
from authguard.prove.hashes.download import Gone, download
from authguard.prove.hashes.web import of_archive_at, of_file_at
from authguard.prove.mirrors.failures import CannotReach, ConnectionBroken, NotAllowed, RateLimited, TooLarge
from tests.support.servers import Files, Raw
from tests.units.prove.hashes.peak import MEGABYTES, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from authguard.prove.hashes.download import Downloaded


def anybody(url: str) -> None:
    """Allow everything."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Files]:
    """A server of the files below tmp_path/files, with one file there."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/file").write_bytes(b"content")
    with Files(tmp_path / "files") as server:
        yield server


def dripping(start: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Send something at once, and then a byte now and then, for ever."""

    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(0.05):
            connection.sendall(b"x")

    return answer


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
    ids=["status", "header", "body", "body-without-length"],
)
def test_the_total_time_of_a_download_is_limited(start: bytes) -> None:
    """The server is never silent, so only the total time ends the download."""
    with Raw(dripping(start)) as server:
        begun = time.monotonic()
        with pytest.raises(ConnectionBroken, match="took too long"):
            download(server.url, io.BytesIO(), allowed=anybody, seconds=0.5)
        assert time.monotonic() - begun < 5
        assert len(server.heard) == 1


def test_the_wait_for_a_silent_server_is_limited() -> None:
    """The server sends nothing."""

    def answer(_: socket.socket, over: threading.Event) -> None:
        over.wait()

    with Raw(answer) as server:
        begun = time.monotonic()
        with pytest.raises(CannotReach, match="timed out"):
            download(server.url, io.BytesIO(), allowed=anybody, silence=0.3)
        assert time.monotonic() - begun < 5


def test_a_download_ends_if_the_server_falls_silent(served: Files) -> None:
    """The server stops in the middle of a file."""
    (served.root / "file").write_bytes(bytes(100_000))
    served.stall = 50_000
    with pytest.raises(ConnectionBroken, match="broke off after"):
        download(f"{served.url}/file", io.BytesIO(), allowed=anybody, silence=0.3)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_endless_body_of_a_redirect_is_not_read(served: Files, code: int) -> None:
    """The download follows the redirect at once."""

    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(f"HTTP/1.1 {code} Moved\r\nLocation: {served.url}/file\r\n\r\n".encode())
        while not over.is_set():
            connection.sendall(bytes(1 << 16))

    with Raw(answer) as server:
        into = io.BytesIO()
        found = download(server.url, into, allowed=anybody, seconds=20)
    assert into.getvalue() == b"content"
    assert found.url == f"{served.url}/file"
    assert found.size == 7


def test_the_redirecting_host_is_reported(served: Files) -> None:
    """The caller can see the hosts of a download."""
    seen: list[Downloaded] = []
    with Files(served.root) as first:
        first.redirect = served.url
        of_file_at(f"{first.url}/file", "sha256", allowed=anybody, listener=seen.append)
        assert seen[0].redirected == (f"{served.url}/file",)
        assert seen[0].url == f"{served.url}/file"
        of_file_at(f"{served.url}/file", "sha256", allowed=anybody, listener=seen.append)
        assert seen[1].redirected == ()


def test_redirects_in_a_circle_end_the_download(served: Files) -> None:
    """The download ends after some redirects."""
    served.redirect = served.url
    with pytest.raises(ConnectionBroken, match="redirects too often"):
        download(f"{served.url}/file", io.BytesIO(), allowed=anybody)
    assert len(served.asked) <= 21


def test_credentials_stay_with_their_host(served: Files) -> None:
    """Credentials are sent again to their own host, and to no other host."""
    with Raw(lambda connection, _: connection.sendall(b"HTTP/1.1 404 No\r\n\r\n")) as other:
        served.moved = {"/there": other.url.removesuffix("/file"), "/here": "/files"}
        (served.root / "files").mkdir()
        (served.root / "files/x").write_bytes(b"x")
        with pytest.raises(Gone):
            of_file_at(f"http://me:secret@{served.host}/there/file", "sha256", allowed=anybody)
        assert b"uthorization" not in other.heard[0]
        served.credentials = ("me", "secret")
        assert of_file_at(f"http://me:secret@{served.host}/here/x", "sha256", allowed=anybody)


@pytest.mark.parametrize(("retry", "wait"), [("120", 120), ("date", 100), ("soon", None), ("", None)])
def test_the_message_has_the_pause_that_a_server_wants(served: Files, retry: str, wait: float | None) -> None:
    """A 503 without a pause is only a failure."""
    served.retry_after = formatdate(time.time() + 100, usegmt=True) if retry == "date" else retry
    for status in (429, 503):
        served.refuse = status
        kind = RateLimited if status == 429 or wait is not None else ConnectionBroken
        with pytest.raises(kind) as caught:
            of_file_at(f"{served.url}/file", "sha256", allowed=anybody)
        listener: float | None = getattr(caught.value, "wait", None)
        assert listener == pytest.approx(wait, abs=2) if wait is not None else listener is None
        assert ("asks to wait" in str(caught.value)) == (wait is not None)
    assert len(served.asked) == 2


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 500])
def test_only_the_status_200_is_an_answer(served: Files, status: int) -> None:
    """The message has the other status."""
    served.refuse = status
    with pytest.raises(ConnectionBroken, match=f"answers with {status}"):
        of_file_at(f"{served.url}/file", "sha256", allowed=anybody)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_a_server_of_another_kind_gives_one_error(answer: bytes) -> None:
    """Any answer of the server results in one line."""
    with (
        Raw(lambda connection, _: connection.sendall(answer)) as server,
        pytest.raises((CannotReach, ConnectionBroken)) as caught,
    ):
        download(server.url, io.BytesIO(), allowed=anybody, seconds=10)
    assert str(caught.value).isprintable()


def test_a_proxy_of_the_environment_is_asked(served: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy is asked instead of the host, unless the host needs none."""

    def answer(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")

    into = io.BytesIO()
    with Raw(answer) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/file"))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        download("http://forge.example/a/b", into, allowed=anybody)
        assert into.getvalue() == b"proxy"
        assert proxy.heard[0].startswith(b"GET http://forge.example/a/b HTTP/1.1\r\n")
        download(f"{served.url}/file", into, allowed=anybody)
    assert into.getvalue() == b"proxycontent"


def test_refused_hosts_are_not_asked(served: Files) -> None:
    """No request goes to a refused host, neither at first nor after a redirect."""

    def nobody(url: str) -> None:
        raise NotAllowed(f"not {url}")

    with pytest.raises(NotAllowed):
        download(f"{served.url}/file", io.BytesIO(), allowed=nobody)
    assert not served.asked


def test_secrets_of_a_url_are_not_printed(served: Files) -> None:
    """Passwords, tokens and control characters are in no message."""
    served.refuse = 500
    for url in (
        f"http://me:secret@{served.host}/file?token=secret",
        f"http://secret@{served.host}/f%1b[31m",
        f"http://me:secret@{served.host}/\x1b[31m",
        "http://me:secret@127.0.0.1:1/file",
        "http://me:secret@127.0.0.1:no/file",
        "gopher://me:secret@host/file",
    ):
        with pytest.raises(AuthguardError) as caught:
            of_file_at(url, "sha256", allowed=anybody)
        assert "secret" not in str(caught.value)
        assert str(caught.value).isprintable()


def test_a_file_of_this_disk_is_read_only_if_files_are_allowed(tmp_path: Path) -> None:
    """Only regular files are read, and no url with a host."""
    path = tmp_path / "a file"
    path.write_bytes(b"content")
    url = path.as_uri()
    into = io.BytesIO()
    assert download(url, into, allowed=anybody, files=True).size == 7
    assert into.getvalue() == b"content"
    os.mkfifo(tmp_path / "pipe")
    wrong: list[tuple[str, type[AuthguardError]]] = [
        ((tmp_path / "none").as_uri(), Gone),
        (tmp_path.as_uri(), NotAllowed),
        ((tmp_path / "pipe").as_uri(), NotAllowed),
        ("file:///dev/zero", NotAllowed),
        (url.replace("file://", "file://other.example"), NotAllowed),
    ]
    for each, kind in wrong:
        with pytest.raises(kind):
            download(each, io.BytesIO(), allowed=anybody, files=True)
    with pytest.raises(TooLarge):
        download(url, io.BytesIO(), allowed=anybody, files=True, largest=3)
    with pytest.raises(NotAllowed):
        download(url, io.BytesIO(), allowed=anybody)


OF_FILE = """
import sys
from authguard.prove.hashes.web import of_file_at
found = of_file_at(sys.argv[1], "sha256", allowed=lambda url: None)
"""


def test_a_large_download_takes_little_memory(served: Files) -> None:
    """The file has 200 MB."""
    with (served.root / "large").open("wb") as file:
        file.truncate(200 << 20)
    _, peak = measured(OF_FILE, f"{served.url}/large")
    assert peak < MEGABYTES


def test_a_page_that_is_no_archive_is_refused(served: Files) -> None:
    """The server sends a login page instead of the archive."""
    (served.root / "page.tar.gz").write_text("<html>Please log in</html>")
    with pytest.raises(Uncomputable, match="not an archive"):
        of_archive_at(f"{served.url}/page.tar.gz", "sha256", allowed=anybody)


def test_a_full_disk_is_named(served: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is that of the system."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_copy", full)
    with pytest.raises(Refused, match="No space left on device"):
        of_file_at(f"{served.url}/file", "sha256", allowed=anybody)
