"""Local servers: package files with the git repositories beside them, and the archives of forges."""

from __future__ import annotations

import re
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from tests.support.servers import Files, HttpGit, _Handler

if TYPE_CHECKING:
    from pathlib import Path

FORGES = ("codeload.github.com", "bitbucket.org", "git.sr.ht")
_ARCHIVE = re.compile(
    r"/~?owner/(?P<name>[^/]+)/(?:tar\.gz|get|archive)/(?P<revision>[0-9a-z]+)(?:\.tar\.gz)?"
)


class Registry(HttpGit):
    """Files below a directory, and the git repositories there."""

    def __init__(self, root: Path) -> None:
        """Serve a directory, and ignore clients that end a connection."""
        super().__init__(root)
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]

    def respond(self, request: _Handler) -> None:
        """Send a file, or the answer of git."""
        if "/info/refs?" in request.path or request.path.endswith("/git-upload-pack"):
            super().respond(request)
        else:
            Files.respond(self, request)


def _certificate(room: Path) -> Path:
    """Write a certificate of the forges and its key into a directory. Return the path of the certificate."""
    certificate = room / "forges.pem"
    names = ",".join(f"DNS:{name}" for name in FORGES)
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=forges",
    ]
    files = ["-keyout", str(room / "forges.key"), "-out", str(certificate)]
    subprocess.run([*words, *files, "-addext", f"subjectAltName={names}"], check=True, capture_output=True)
    return certificate


class Forges:
    """A proxy that answers for the forges of `FORGES` with archives of the repositories of a directory.

    `environment` has the variables for a program: the proxy, and the certificate to trust.
    """

    def __init__(self, root: Path, room: Path) -> None:
        """Serve the repositories below a directory; the certificate is written to another directory."""
        certificate = _certificate(room)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, room / "forges.key")

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_CONNECT(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.connection = context.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
                self.wfile = self.connection.makefile("wb")

            def do_GET(self) -> None:
                match = _ARCHIVE.fullmatch(self.path)
                data = _archive(root, match["name"], match["revision"]) if match else None
                self.send_response(404 if data is None else 200)
                self.send_header("Content-Length", str(len(data or b"")))
                self.end_headers()
                self.wfile.write(data or b"")
                self.wfile.flush()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self.environment = {
            "https_proxy": f"http://127.0.0.1:{self._http.server_port}",
            "SSL_CERT_FILE": str(certificate),
        }

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _archive(root: Path, name: str, revision: str) -> bytes | None:
    """Return the archive of a revision as a forge makes it; None if the folder does not have it."""
    words = ["git", "archive", "--format=tar.gz", f"--prefix={name}-{revision}/", revision]
    if not (root / name).is_dir():
        return None
    done = subprocess.run(words, cwd=root / name, capture_output=True, check=False)
    return done.stdout if not done.returncode else None
