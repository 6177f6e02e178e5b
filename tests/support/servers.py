"""Real servers on 127.0.0.1 for tests: smart and dumb git over HTTP, git's own daemon, and plain files.

Every server records its requests, and its attributes can be changed while it runs: refuse, wait, redirect, break off
in the middle. `with HttpGit(directory) as server:` starts one at a free port.
"""

from __future__ import annotations

import base64
import gzip
import io
import os
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


class Asked(NamedTuple):
    """One request: `kind` is "info" (the features), "refs" (ls-refs), "fetch" (objects) or "file"."""

    method: str
    path: str
    kind: str


class Server:
    """An HTTP server with switches. A subclass returns the answer, in respond().

    Attributes:
        refuse: the status of every answer, or None.
        retry_after: the Retry-After header of such an answer, or None.
        credentials: the required user and password, or None.
        delay: seconds before each answer.
        cut: bytes after which an answer with content breaks off, or None.
        stall: bytes after which such an answer stops until the server ends, or None.
        stalled: is set when an answer stopped.
        redirect: the target of every request (scheme and host, and a prefix of the path), or None.
        moved: paths that redirect to other paths of this server, with the rest of the url.
        asked: all requests so far.
    """

    def __init__(self, root: Path) -> None:
        """Serve the files below a directory."""
        self.root = root
        self.refuse: int | None = None
        self.retry_after: str | None = None
        self.credentials: tuple[str, str] | None = None
        self.delay = 0.0
        self.cut: int | None = None
        self.stall: int | None = None
        self.stalled = threading.Event()
        self.redirect: str | None = None
        self.moved: dict[str, str] = {}
        self.asked: list[Asked] = []
        self.over = threading.Event()
        server = self

        class Handler(_Handler):
            server_of = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """The port that the system chose."""
        return self._http.server_port

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The root of the server, without a slash at its end."""
        return f"http://{self.host}"

    def count(self, kind: str) -> int:
        """The number of requests of a kind."""
        return sum(1 for one in self.asked if one.kind == kind)

    def respond(self, request: _Handler) -> None:
        """Answer one request, if no attribute decides the answer.

        Raises:
            NotImplementedError: a subclass says how.
        """
        raise NotImplementedError

    def kind(self, path: str, body: bytes) -> str:
        """The kind of a request."""
        del path, body
        return "file"

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and end all open requests."""
        self.over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection of a Server."""

    protocol_version = "HTTP/1.1"
    server_of: Server
    body: bytes

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer a HEAD."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""

    def _answer(self) -> None:
        server = self.server_of
        self.body = self._read()
        plain = gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body
        server.asked.append(Asked(self.command, self.path, server.kind(self.path, plain)))
        if server.delay and server.over.wait(server.delay):
            self.close_connection = True
            return
        try:
            old = next((old for old in server.moved if self.path.startswith(f"{old}/")), None)
            if old is not None:
                self.short(301, {"Location": server.moved[old] + self.path.removeprefix(old)})
            elif server.redirect is not None:
                self.short(302, {"Location": server.redirect + self.path})
            elif server.refuse is not None:
                wait = {} if server.retry_after is None else {"Retry-After": server.retry_after}
                asks = {"WWW-Authenticate": 'Basic realm="forge"'} if server.refuse == 401 else {}
                self.short(server.refuse, {**wait, **asks})
            elif server.credentials is not None and not self._entitled(server.credentials):
                self.short(401, {"WWW-Authenticate": 'Basic realm="forge"'})
            else:
                server.respond(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _read(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _entitled(self, wanted: tuple[str, str]) -> bool:
        given = self.headers.get("Authorization", "")
        return given == "Basic " + base64.b64encode(":".join(wanted).encode()).decode()

    def short(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        """Send a whole answer at once."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hand_over(self, content: bytes, sent: int) -> int | None:
        """Write a part of a body; `sent` bytes were written before. Breaks off or waits if an attribute says so.

        Returns:
            The number of bytes that are written now, or None if the connection is over.
        """
        cut, stall = self.server_of.cut, self.server_of.stall
        if stall is not None and sent + len(content) > stall:
            self.wfile.write(content[: stall - sent])
            self.wfile.flush()
            self.server_of.stalled.set()
            self.server_of.over.wait()
            self.close_connection = True
            return None
        if cut is not None and sent + len(content) > cut:
            self.wfile.write(content[: cut - sent])
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return None
        self.wfile.write(content)
        return sent + len(content)


class Files(Server):
    """Serves the files of a directory, unchanged. Without `length` their size is not announced (chunked)."""

    length = True

    def respond(self, request: _Handler) -> None:
        """Send a file, or 404."""
        path = self.root / unquote(urlsplit(request.path).path).lstrip("/")
        if not path.resolve().is_relative_to(self.root.resolve()) or not path.is_file():
            request.short(404, {}, b"not found")
            return
        request.send_response(200)
        request.send_header("Content-Type", "application/octet-stream")
        if self.length:
            request.send_header("Content-Length", str(path.stat().st_size))
        else:
            request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        if request.command == "HEAD":
            return
        sent: int | None = 0
        with path.open("rb") as file:
            while sent is not None and (chunk := file.read(1 << 16)):
                sent = request.hand_over(chunk if self.length else _framed(chunk), sent)
        if not self.length and sent is not None:
            request.wfile.write(b"0\r\n\r\n")


class HttpGit(Files):
    """Every repository below a directory, by `git http-backend`; `url`/NAME is one.

    Attributes:
        filters: whether the server can omit objects (uploadpack.allowFilter).
        any_commit: whether protocol 0 serves commits without a ref (uploadpack.allowAnySHA1InWant).
        protocol: the newest of git's protocols that the server speaks, 2 or 0.
        dumb: no http-backend, only files; the repository needs `git update-server-info`.
    """

    def __init__(self, root: Path) -> None:
        """Serve the repositories below a directory."""
        super().__init__(root)
        self.filters = True
        self.any_commit = True
        self.protocol = 2
        self.dumb = False

    def kind(self, path: str, body: bytes) -> str:
        """The kind of a request."""
        if path.endswith("/git-upload-pack"):
            return "refs" if b"command=ls-refs" in body else "fetch"
        return "info" if "service=git-upload-pack" in path else "file"

    def respond(self, request: _Handler) -> None:
        """Pass the request to http-backend, and return its answer as it arrives."""
        if self.dumb:
            super().respond(request)
            return
        process = subprocess.Popen(
            ["git", "http-backend"],
            env=self._environment(request),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            threading.Thread(target=_feed, args=(process.stdin, request.body), daemon=True).start()
            try:
                self._forward(request, process)
            finally:
                process.kill()

    def _environment(self, request: _Handler) -> dict[str, str]:
        split = urlsplit(request.path)
        heads = {
            "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding"),
            "HTTP_GIT_PROTOCOL": request.headers.get("Git-Protocol") if self.protocol == 2 else None,
        }
        return {
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": unquote(split.path),
            "QUERY_STRING": split.query,
            "REQUEST_METHOD": request.command,
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(request.body)),
            "REMOTE_ADDR": "127.0.0.1",
            **{name: value for name, value in heads.items() if value is not None},
            **_configured(
                {
                    "uploadpack.allowFilter": str(self.filters).lower(),
                    "uploadpack.allowAnySHA1InWant": str(self.any_commit).lower(),
                    "safe.directory": "*",
                }
            ),
        }

    def _forward(self, request: _Handler, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        status, headers = 200, {}
        while line := process.stdout.readline().strip().decode("latin-1"):
            name, _, value = line.partition(":")
            if name == "Status":
                status = int(value.split()[0])
            else:
                headers[name] = value.strip()
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        sent: int | None = 0
        while sent is not None and (chunk := _some(process.stdout)):
            sent = request.hand_over(_framed(chunk), sent)
        if sent is not None:
            request.wfile.write(b"0\r\n\r\n")


def _framed(chunk: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(chunk), chunk)


def _some(pipe: IO[bytes]) -> bytes:
    """The bytes that a pipe has now, at least one; b"" at its end."""
    assert isinstance(pipe, io.BufferedReader)
    return pipe.read1(1 << 16)


def _feed(pipe: IO[bytes], body: bytes) -> None:
    try:
        with pipe:
            pipe.write(body)
    except (BrokenPipeError, ValueError):
        return  # it answered before it read everything


def _configured(settings: dict[str, str]) -> dict[str, str]:
    """Settings for a git, by its environment."""
    stated = {
        "GIT_CONFIG_COUNT": str(len(settings)),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    for at, (name, value) in enumerate(settings.items()):
        stated[f"GIT_CONFIG_KEY_{at}"] = name
        stated[f"GIT_CONFIG_VALUE_{at}"] = value
    return stated


class Raw:
    """A server that answers with a function, and counts its connections."""

    def __init__(self, answer: Callable[[socket.socket, threading.Event], None]) -> None:
        """Take the function; it gets the connection, and an event that is set when the test is over."""
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """The url of a file on this server."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/file"

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.heard.append(connection.recv(1 << 16))
                try:
                    self._answer(connection, self._over)
                except OSError:
                    continue

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


class GitDaemon:
    """Every repository below a directory, by `git daemon` behind a socket of the test: `url`/NAME is one.

    Attributes:
        exports: whether the repositories are served.
        asked: the number of connections.
    """

    def __init__(self, root: Path) -> None:
        """Serve the repositories below a directory."""
        self.root = root
        self.exports = True
        self.asked = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        """The root of the server."""
        return f"git://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and end all processes."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()
        for process in self._running:
            process.kill()
            process.wait()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.asked += 1
            with connection:
                process = subprocess.Popen(
                    [
                        *("git", "daemon", "--inetd", f"--base-path={self.root}"),
                        *(("--export-all",) if self.exports else ()),
                        str(self.root),
                    ],
                    env={
                        "PATH": os.environ["PATH"],
                        "HOME": os.environ["HOME"],
                        **_configured({"uploadpack.allowFilter": "true", "safe.directory": "*"}),
                    },
                    stdin=connection.fileno(),
                    stdout=connection.fileno(),
                    stderr=subprocess.DEVNULL,
                )
            self._running.append(process)
