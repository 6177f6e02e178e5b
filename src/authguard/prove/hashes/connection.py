"""The connections of one download.

The connections use only HTTP, with the proxies of the environment, until the time limit.
"""

from __future__ import annotations

import http.client
import os
import socket
from typing import TYPE_CHECKING
from urllib import request

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from typing import IO, Self

    Follow = Callable[[request.Request, str], None]
    """Called before a redirect to a url is followed; raises an error if the redirect is not allowed."""


class Line:
    """The connections of one download, as a context manager. All connections end after ``seconds``.

    The timeout of a socket limits only one pause, so a server that sends a byte now and then could continue for ever.

    Attributes:
        seconds: the time limit of the download.
        late: whether the connections were cut.
    """

    def __init__(self, seconds: float) -> None:
        """Store the seconds, which begin with the context."""
        import threading

        self.seconds = seconds
        self.late = False
        self._vetted: dict[str, list[str]] = {}
        self._lock = threading.Lock()
        self._copy: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Begin."""
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the timer."""
        self._timer.cancel()
        with self._lock:
            if self._copy is not None:
                self._copy.close()
            self._copy = None

    def open(
        self, requested: request.Request, timeout: float, follow: Follow, redirects: int
    ) -> http.client.HTTPResponse:
        """Send a request, and follow a limited number of redirects.

        Raises:
            OSError, http.client.HTTPException: as urllib does.
        """
        opener = request.OpenerDirector()
        for handler in (
            request.ProxyHandler(),
            _plain(self),
            _secure(self),
            request.HTTPDefaultErrorHandler(),
            _redirects(follow, redirects),
            request.HTTPErrorProcessor(),
        ):
            opener.add_handler(handler)
        found: http.client.HTTPResponse = opener.open(requested, timeout=timeout)
        return found

    def connect(
        self, address: tuple[str, int], timeout: float, source: tuple[str, int] | None
    ) -> socket.socket:
        """Connect a socket, and store a copy of it. Only the copy can end the connection: TLS detaches the original."""
        made = self._connected(address, timeout, source)
        with self._lock:
            if self._copy is not None:
                self._copy.close()
            self._copy = made.dup()
            late = self.late
        if late:
            made.close()
            raise TimeoutError("the time limit is reached")
        return made

    def vet(self, host: str, addresses: list[str]) -> None:
        """Connect to a host only at these addresses, since its name may resolve to others a moment later."""
        self._vetted[host.lower()] = addresses

    def _connected(
        self, address: tuple[str, int], timeout: float, source: tuple[str, int] | None
    ) -> socket.socket:
        host, port = address
        vetted = self._vetted.get(host.lower())
        if vetted is None:  # a proxy, or a host that was not checked
            return socket.create_connection(address, timeout, source)
        failed: OSError = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        for one in vetted:
            try:
                return socket.create_connection((one, port), timeout, source)
            except OSError as error:
                failed = error
        raise failed

    def _cut(self) -> None:
        with self._lock:
            self.late = True
            if self._copy is not None:
                try:
                    self._copy.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # it is closed already


def _plain(line: Line) -> request.HTTPHandler:
    class Connection(http.client.HTTPConnection):
        def __init__(self, host: str, timeout: float) -> None:
            super().__init__(host, timeout=timeout)
            self._create_connection = line.connect

    class Handler(request.HTTPHandler):
        def http_open(self, req: request.Request) -> http.client.HTTPResponse:
            return self.do_open(Connection, req)  # type: ignore[arg-type]

    return Handler()


def _secure(line: Line) -> request.HTTPSHandler:
    context = trusted()

    class Connection(http.client.HTTPSConnection):
        def __init__(self, host: str, timeout: float) -> None:
            super().__init__(host, timeout=timeout, context=context)
            self._create_connection = line.connect

    class Handler(request.HTTPSHandler):
        def https_open(self, req: request.Request) -> http.client.HTTPResponse:
            return self.do_open(Connection, req)  # type: ignore[arg-type]

    return Handler(context=context)


def trusted() -> ssl.SSLContext:
    """Return the certificates that TLS trusts: Python's own, or those that the user configured for Nix."""
    import ssl

    named = os.environ.get("NIX_SSL_CERT_FILE")
    if named and "SSL_CERT_FILE" not in os.environ and os.path.isfile(named):
        return ssl.create_default_context(cafile=named)
    return ssl.create_default_context()


def _redirects(follow: Follow, most: int) -> request.HTTPRedirectHandler:
    class Handler(request.HTTPRedirectHandler):
        max_redirections = most

        def redirect_request(
            self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
        ) -> request.Request | None:
            follow(req, newurl)
            fp.close()  # the body may have no end, so it is not read
            found = super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
            known = req.unredirected_hdrs.get("Authorization")
            if found is not None and known and (found.type, found.host) == (req.type, req.host):
                found.add_unredirected_header("Authorization", known)
            return found

    return Handler()
