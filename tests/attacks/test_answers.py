"""A hostile HTTP server: answers with false lengths, chunks, redirects and headers end in a result or in one error."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from authguard.errors import AuthguardError
from authguard.prove.dependencies.cache import ContentCache
from authguard.prove.dependencies.fetching import Fetcher
from authguard.prove.hashes.download import download
from authguard.prove.mirrors.git_refusal import GitRefusal
from authguard.prove.mirrors.limits import Limits
from authguard.prove.mirrors.run import REMOTE, MirrorGit
from tests.support.repos import Repo
from tests.support.servers import Raw

if TYPE_CHECKING:
    import socket
    import threading
    from collections.abc import Callable
    from pathlib import Path

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
SECONDS = 2.0


def moved(target: bytes) -> bytes:
    """A redirect."""
    return b"HTTP/1.1 302 Found\r\nLocation: " + target + b"\r\nContent-Length: 0\r\n\r\n"


REFUSED = {
    "a length of 5,000 digits": OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nabc",
    "a chunk of a terabyte": CHUNKED + b"ffffffffff\r\nabc",
    "a chunk of no number": CHUNKED + b"zz\r\nabc",
    "a chunk size without end": CHUNKED + b"0" * 100_000,
    "half a chunk": CHUNKED + b"5\r\nab",
    "half a file": OK + b"Content-Length: 9\r\n\r\nabc",
    "a header of 100,000 bytes": OK + b"X: " + b"y" * 100_000,
    "thousands of headers": OK + b"X: y\r\n" * 5000 + b"\r\n",
    "informational answers without end": b"HTTP/1.1 100 Continue\r\n\r\n" * 5000,
    "another protocol": b"SSH-2.0-x\r\n",
    "no protocol": b"abc",
    "a status of no number": b"HTTP/1.1 abc OK\r\n\r\n",
    "a status of many digits": b"HTTP/1.1 99999999999999999999 OK\r\n\r\n",
    "a part of the file": b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nab",
    "no content": b"HTTP/1.1 204 No\r\n\r\n",
    "a password is wanted": b'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="\x1b[2J"\r\nContent-Length: 0\r\n\r\n',
    "a proxy's password is wanted": b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
    "a wait of 5,000 digits": b"HTTP/1.1 429 No\r\nRetry-After: " + b"9" * 5000 + b"\r\n\r\n",
    "a wait until no date": b"HTTP/1.1 429 No\r\nRetry-After: Mon, 99 Foo 99999999999 99:99:99 GMT\r\n\r\n",
    "a redirect to nowhere": b"HTTP/1.1 302 Found\r\n\r\n",
    "an address that is not closed": moved(b"http://[::1/x"),
    "a port that is too large": moved(b"http://127.0.0.1:99999/x"),
    "a port of no number": moved(b"http://127.0.0.1:abc/x"),
    "a port of 5,000 digits": moved(b"http://127.0.0.1:" + b"9" * 5000 + b"/x"),
    "a name that is no host": moved("http://\u00e9\u2100.example/x".encode()),
    "a name that becomes a path": moved("http://a\uff0fb/x".encode()),
    "a label of 70 letters": moved(b"http://" + b"a" * 70 + b".example/x"),
    "an empty label": moved(b"http://a..example/x"),
    "a host with a zero byte": moved(b"http://127.0.0.1\0.example/x"),
    "no host": moved(b"http:///x"),
    "a file of the disk": moved(b"file:///etc/passwd"),
    "another scheme": moved(b"gopher://127.0.0.1/"),
    "a text as a url": moved(b"data:text/plain,abc"),
    "a url of backslashes": moved(b"http:\\\\127.0.0.1\\x"),
    "nothing": b"",
}
"""The answers that authguard must ignore completely."""


def answering(content: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Return a function that sends these bytes, and ends the connection."""

    def answer(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(content)

    return answer


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_answer_ends_with_one_error(tmp_path: Path, name: str) -> None:
    """Both ways to fetch a file end with an error of authguard, and the error has no control character."""
    with Raw(answering(REFUSED[name])) as server:
        with pytest.raises(AuthguardError) as error:
            download(server.url, io.BytesIO(), allowed=lambda _: None, seconds=SECONDS, silence=SECONDS)
        assert str(error.value).isprintable()
        fetcher = Fetcher(ContentCache(str(tmp_path)), lambda _: None, seconds=SECONDS)
        with pytest.raises(AuthguardError) as error:
            fetcher.read(server.url, {}, lambda _: None)
        assert str(error.value).isprintable()
        fetcher.stop()


ENDLESS = {
    "trailers": (CHUNKED + b"1\r\na\r\n0\r\n", b"X: y\r\n" * 500),
    "informational answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
    "a header": (OK + b"X: ", b"y"),
    "the size of a chunk": (CHUNKED + b"1;", b"x"),
}
"""The beginning of an answer, and a part that is sent again and again."""


@pytest.mark.parametrize("name", ENDLESS)
def test_the_time_limit_ends_an_endless_answer(tmp_path: Path, name: str) -> None:
    """The server is never silent, and no content arrives."""
    begin, part = ENDLESS[name]

    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(begin)
        while not over.wait(0.01):
            connection.sendall(part)

    with Raw(answer) as server:
        with pytest.raises(AuthguardError):
            download(server.url, io.BytesIO(), allowed=lambda _: None, seconds=SECONDS, silence=SECONDS)
        fetcher = Fetcher(ContentCache(str(tmp_path)), lambda _: None, seconds=SECONDS)
        with pytest.raises(AuthguardError):
            fetcher.read(server.url, {}, lambda _: None)
        fetcher.stop()


def test_a_chunk_of_negative_size_ends_the_download() -> None:
    """Python reads such a chunk as an empty chunk, or refuses the chunk."""
    with Raw(answering(CHUNKED + b"-5\r\nabc")) as server, pytest.raises(AuthguardError):
        download(server.url, io.BytesIO(), allowed=lambda _: None, seconds=SECONDS)


@pytest.mark.parametrize(
    "header",
    [
        b"Set-Cookie: a=b",
        b"Content-Encoding: gzip",
        b"X\xff: \xff",
        b"X: a\r\n b",
        b"Content-Range: bytes 5-9/9",
    ],
)
def test_an_unusual_header_does_not_change_the_content(header: bytes) -> None:
    """The content is used as it was received, and is not decoded."""
    with Raw(answering(OK + header + b"\r\nContent-Length: 3\r\n\r\nabc")) as server:
        into = io.BytesIO()
        download(server.url, into, allowed=lambda _: None, seconds=SECONDS)
    assert into.getvalue() == b"abc"


LISTED = OK + b"Content-Type: application/x-git-upload-pack-advertisement\r\n\r\n"


def packets(*lines: bytes) -> bytes:
    """Lines as git's protocol frames them."""
    return b"".join(b"%04x%s" % (len(line) + 4, line) for line in lines)


def refs(count: int | None) -> Callable[[socket.socket, threading.Event], None]:
    """Return a function that lists so many refs, None for refs without end."""

    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(LISTED + packets(b"# service=git-upload-pack\n") + b"0000")
        connection.sendall(packets(b"a" * 40 + b" HEAD\0agent=x\n"))
        sent = 0
        while not over.is_set() and (count is None or sent < count):
            names = (b"b" * 40 + b" refs/heads/%s%d\n" % (b"x" * 200, sent + at) for at in range(500))
            connection.sendall(packets(*names))
            sent += 500
        connection.sendall(b"0000")

    return answer


@pytest.mark.parametrize("count", [None, 10_000])
@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has no limit for the memory of a process")
def test_a_list_of_too_many_refs_is_refused(tmp_path: Path, count: int | None) -> None:
    """Neither the memory of git nor the list that it prints may grow beyond a limit."""
    mirror = Repo(tmp_path / "mirror", "--bare")
    git = MirrorGit(Limits(memory=200 << 20, answer=1 << 20, seconds=50, silence=50))
    with Raw(refs(count)) as server, pytest.raises(GitRefusal) as refusal:
        git.request(str(mirror.path), server.url, "ls-remote", "--heads", "--end-of-options", REMOTE)
    assert refusal.value.kind == "large", refusal.value.line
