"""Files of registries over HTTP: sixteen at once, over connections that stay open. Each file is verified by its digest.

Before each request, even after a redirect, `allowed` decides about the url. Credentials of the user's configuration
go only to their own host, and no message contains them.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import threading
import time
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from authguard.prove.dependencies.cache import LARGEST_FILE
from authguard.prove.hashes.download import error_words, shown_url, stated_length, status_failure
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.mirrors.failures import (
    CannotReach,
    ConnectionBroken,
    Damaged,
    NotAllowed,
    OutOfTime,
    TooLarge,
    Unanswered,
)

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future, ThreadPoolExecutor

    from authguard.prove.dependencies.cache import ContentCache

    Allowed = Callable[[str], list[str] | None]
    Address = Callable[[str], tuple[str, Mapping[str, str]]]
    """Returns the url to request for a url in a lock, and the headers that the user's configuration adds."""

CONNECTIONS = 16
"""The number of files that are fetched at once. A larger number was slower."""
SECONDS = 1800.0
CONNECT = 15.0
SILENCE = 60.0
MOST_FILES = 20_000
MOST_BYTES = 8 << 30
"""The most bytes of one run, since an untrusted lock must not fill the disk."""
_TRIES = 3
_REDIRECTS = 10
_MOVED = (301, 302, 303, 307, 308)
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file of a registry: its url, its digest in the lock, and the paths where other tools may have it.

    ``headers`` are credentials for this url alone.
    """

    url: str
    algorithm: str
    digest: bytes
    near: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(slots=True, eq=False)
class _Line:
    """The connections of one thread, by scheme and host, with a copy of each socket.

    Another thread ends a connection by the copy, since TLS detaches the original socket. A busy thread closes its
    connections itself.
    """

    connections: dict[tuple[str, str], http.client.HTTPConnection] = field(default_factory=dict)
    copies: dict[http.client.HTTPConnection, socket.socket] = field(default_factory=dict)
    is_busy: bool = False

    def cut(self) -> None:
        """Shut down all sockets, even those that still connect. The server gets no close message of TLS."""
        for copy in self.copies.values():
            try:
                copy.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def close(self) -> None:
        """Close all connections."""
        for connection in self.connections.values():
            connection.close()
        for copy in self.copies.values():
            copy.close()
        self.connections.clear()
        self.copies.clear()


class Fetcher:
    """Fetches files into a cache. All threads of a run share one object."""

    def __init__(
        self,
        cache: ContentCache,
        allowed: Allowed,
        address: Address = lambda url: (url, {}),
        trusted: Callable[[], ssl.SSLContext] | None = None,
        *,
        by_path: bool = False,
        seconds: float = SECONDS,
        most: int | None = None,
        doing: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Store the arguments.

        Args:
            cache: the place for the files.
            allowed: raises an AuthguardError for a forbidden url, otherwise returns the addresses of its host.
            address: returns the url to request, and headers.
            trusted: makes the TLS settings.
            by_path: call `allowed` for each url, not only once for each host.
            seconds: the time of the run.
            most: the number of files that may be downloaded; None: as many as a lock names.
            doing: is called with a description of the progress, by any thread.
        """
        self.cache = cache
        self._allowed = allowed
        self._address = address
        self._trusted = trusted
        self._lines: list[_Line] = []
        self._pool: ThreadPoolExecutor | None = None
        self._guard = threading.Lock()
        self._resolving = threading.Lock()
        self._local = threading.local()
        self._vetted: dict[str, list[str]] = {}
        self._tls: ssl.SSLContext | None = None
        self._by_path = by_path
        self._fetched = 0
        self._stopped = False
        self._until = time.monotonic() + seconds
        self._most = most
        self._doing = doing
        self._missing = 0
        self._timer: threading.Timer | None = None

    def fetch(self, wanted: Iterable[WantedFile]) -> dict[WantedFile, str]:
        """Return the path of each file. All files are verified.

        Raises:
            Unanswered: a file cannot be fetched; the other files are kept for the next run.
            Uncomputable: more files are missing than may be downloaded.
            Refused: the cache cannot be written.
        """
        from concurrent.futures import as_completed

        files = dict.fromkeys(wanted)
        if len(files) > MOST_FILES:
            raise TooLarge(f"a lock names {len(files)} packages, more than the limit of {MOST_FILES}")
        if self._most is not None:
            self._demand_few(files, self._most)
        waiting: dict[Future[tuple[str, bool]], WantedFile] = {}
        found: dict[WantedFile, str] = {}
        is_new = False
        try:
            for one in files:
                waiting[self._submitted(one)] = one
            for done in as_completed(waiting):
                path, was_fetched = done.result()
                found[waiting[done]] = path
                is_new = is_new or was_fetched
                if is_new:
                    self._doing(f"{len(found)} of {len(files)} packages")
        finally:
            for begun in waiting:
                begun.cancel()
        if is_new:
            self.cache.prune()
        return found

    def read_all(
        self, url: str, take: Callable[[bytes], object], headers: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Pass on the content of a url in pieces. The request has the user's credentials for that url.

        ``headers`` replace headers of the npm configuration.

        Raises:
            Unanswered: the url cannot be fetched.
        """
        address, configured = self._address(url)
        self.read(address, {**configured, **headers}, take)

    def _demand_few(self, files: Iterable[WantedFile], most: int) -> None:
        """Refuse to download more files than a run may. The count includes the files of earlier locks."""
        missing = [one for one in files if self.cache.get(one.algorithm, one.digest, one.near) is None]
        with self._guard:
            self._missing += len(missing)
            if self._missing > most:
                self._missing -= len(missing)
                raise Uncomputable(
                    f"more than {most} packages would be downloaded (git authguard verify does it)"
                )

    def expire(self) -> None:
        """End the time of the run. Open requests fail within moments, and no new ones start.

        The reading threads close their connections themselves.
        """
        self._until = time.monotonic()
        self._cut()

    def stop(self) -> None:
        """End each request within moments, and start no new ones. A thread in `fetch` gets OutOfTime.

        The pool does not cancel waiting files, since `as_completed` would wait for them for ever.
        """
        with self._guard:
            self._stopped = True
            pool, self._pool = self._pool, None
            if self._timer is not None:
                self._timer.cancel()
        if pool is not None:
            pool.shutdown(wait=False)
        self._cut()
        with self._guard:
            for line in self._lines:
                if not line.is_busy:
                    line.close()

    def _cut(self) -> None:
        with self._guard:
            for line in self._lines:
                line.cut()

    def _submitted(self, wanted: WantedFile) -> Future[tuple[str, bool]]:
        """Submit a file to the pool.

        Raises:
            OutOfTime: the run was stopped.
        """
        from concurrent.futures import ThreadPoolExecutor

        with self._guard:
            if self._stopped:
                raise OutOfTime(f"{shown_url(wanted.url)} is not asked: the run is over")
            if self._pool is None:
                self._pool = ThreadPoolExecutor(CONNECTIONS)
            return self._pool.submit(self._obtained, wanted)

    def _obtained(self, wanted: WantedFile) -> tuple[str, bool]:
        """Return the path of a file, and whether this call fetched it."""
        if self._stopped:
            raise OutOfTime(f"{shown_url(wanted.url)} is not asked: the run is over")
        path = self.cache.get(wanted.algorithm, wanted.digest, wanted.near)
        if path is not None:
            return path, False
        url, headers = self._address(wanted.url)
        for attempt in range(_TRIES):
            try:
                return self._downloaded(url, {**headers, **dict(wanted.headers)}, wanted), True
            except (ConnectionBroken, CannotReach):
                if attempt + 1 == _TRIES or self._is_over():
                    raise
                time.sleep(0.2 * 4**attempt)
        raise AssertionError

    def _downloaded(self, url: str, headers: Mapping[str, str], wanted: WantedFile) -> str:
        file = self.cache.incoming()
        try:
            with file:
                total = hashlib.new(wanted.algorithm, usedforsecurity=False)

                def take(chunk: bytes) -> None:
                    total.update(chunk)
                    file.write(chunk)

                self.read(url, headers, take)
            if total.digest() != wanted.digest:
                raise Damaged(
                    f"{shown_url(url)} serves another file than the lock states ({wanted.algorithm} differs)"
                )
            return self.cache.keep(file.name, wanted.algorithm, wanted.digest)
        except BaseException:
            if os.path.exists(file.name):
                os.unlink(file.name)
            raise

    def read(self, url: str, headers: Mapping[str, str], take: Callable[[bytes], object]) -> None:
        """Request a url, follow redirects, and pass on its content in pieces.

        Raises:
            Unanswered: the url cannot be fetched.
        """
        line = self._line()
        with self._guard:
            line.is_busy = True
        try:
            self._followed(url, headers, take)
        except (ValueError, http.client.InvalidURL) as error:  # no host, port or size can look like that
            raise NotAllowed(
                f"{shown_url(url)} answers with no valid url or size: {error_words(error)}"
            ) from None
        finally:
            with self._guard:
                line.is_busy = False
                if self._stopped:
                    line.close()

    def _followed(self, url: str, headers: Mapping[str, str], take: Callable[[bytes], object]) -> None:
        first = urlsplit(url)
        for _ in range(_REDIRECTS + 1):
            parts = urlsplit(url)
            same = (parts.scheme, parts.netloc) == (first.scheme, first.netloc)
            target = self._asked(url, parts, headers if same else {}, take)
            if target is None:
                return
            url = target
        raise ConnectionBroken(f"{shown_url(url)} redirects too often")

    def _line(self) -> _Line:
        """Return the connections of this thread."""
        found: _Line | None = getattr(self._local, "line", None)
        if found is None:
            found = self._local.line = _Line()
            with self._guard:
                self._lines.append(found)
                self._begin_timer()
        return found

    def _begin_timer(self) -> None:
        """End the run at its time limit. Some answers have no end that the reading thread notices: 100, trailers."""
        if self._timer is None and not self._stopped:
            self._timer = threading.Timer(max(0.1, self._until - time.monotonic()), self.expire)
            self._timer.daemon = True
            self._timer.start()

    def _asked(
        self, url: str, parts: SplitResult, headers: Mapping[str, str], take: Callable[[bytes], object]
    ) -> str | None:
        """Send one request to the server. Returns the url of a redirect, or None after the content was passed on."""
        for is_fresh in (False, True):
            connection, was_open = self._connection(url, parts, is_fresh)
            try:
                response = self._response(connection, parts, headers)
            except (OSError, http.client.HTTPException) as error:
                self._drop(connection, parts)
                if was_open and not self._is_over():
                    continue  # the server closed the connection meanwhile
                if self._is_over():  # the time limit cut the connection
                    raise OutOfTime(f"{shown_url(url)} does not answer in time") from None
                raise CannotReach(f"{shown_url(url)} cannot be reached: {error_words(error)}") from None
            return self._taken(url, connection, response, parts, take)
        raise AssertionError

    def _taken(
        self,
        url: str,
        connection: http.client.HTTPConnection,
        response: http.client.HTTPResponse,
        parts: SplitResult,
        take: Callable[[bytes], object],
    ) -> str | None:
        target = response.headers.get("Location") if response.status in _MOVED else None
        if target is not None or response.status != 200:
            self._drop(connection, parts)
            if target is not None:
                return urljoin(url, target)
            raise status_failure(shown_url(url), response.status, response.headers.get("Retry-After", ""))
        stated = stated_length(response)
        taken = 0
        try:
            while chunk := response.read1(_CHUNK):
                taken += len(chunk)
                self._demand(url, len(chunk), taken)
                take(chunk)
        except (OSError, http.client.HTTPException) as error:
            self._drop(connection, parts)
            self._demand(url, 0, taken)
            raise ConnectionBroken(
                f"{shown_url(url)} broke off after {taken} bytes: {error_words(error)}"
            ) from None
        except BaseException:
            self._drop(connection, parts)
            raise
        self._demand(url, 0, taken)  # the time limit may have cut the connection
        if stated is not None and taken != stated:
            self._drop(connection, parts)
            raise ConnectionBroken(f"{shown_url(url)} broke off after {taken} of {stated} bytes")
        if response.will_close:
            self._drop(connection, parts)
        return None

    def _demand(self, url: str, size: int, taken: int) -> None:
        """Refuse content that is too large, or takes too long."""
        with self._guard:
            self._fetched += size
        if taken > LARGEST_FILE:
            raise TooLarge(f"{shown_url(url)} has more bytes than the limit of {LARGEST_FILE}")
        if self._fetched > MOST_BYTES:
            raise TooLarge(f"the packages have more bytes than the limit of {MOST_BYTES}")
        if self._is_over():
            raise OutOfTime(f"{shown_url(url)} is not fetched: there is no time left")

    def _is_over(self) -> bool:
        return self._stopped or time.monotonic() >= self._until

    def _within(self, seconds: float) -> float:
        """Return the time limit of one step, which is at most the remaining time of the run."""
        return max(0.1, min(seconds, self._until - time.monotonic()))

    def _response(
        self, connection: http.client.HTTPConnection, parts: SplitResult, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        from authguard import __version__

        path = parts.path or "/"
        if parts.query:
            path = f"{path}?{parts.query}"
        if parts.scheme == "http" and getattr(connection, "is_proxy", False):
            path = f"http://{parts.netloc}{path}"
        base = {"User-Agent": f"authguard/{__version__}", "Accept-Encoding": "identity", "Accept": "*/*"}
        connection.request("GET", path, headers={**base, **headers})
        return connection.getresponse()

    def _connection(
        self, url: str, parts: SplitResult, is_fresh: bool
    ) -> tuple[http.client.HTTPConnection, bool]:
        """Return a connection of this thread to the host of a url, and whether it was already open."""
        if self._is_over():
            raise OutOfTime(f"{shown_url(url)} is not asked: there is no time left")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotAllowed(f"{shown_url(url)} is not fetched: it is not an http url")
        mine = self._line().connections
        key = (parts.scheme, parts.netloc)
        if key in mine and not is_fresh:
            if self._by_path:
                self._allowed(url)
            return mine[key], True
        made = self._made(url, parts)
        mine[key] = made
        return made, False

    def _made(self, url: str, parts: SplitResult) -> http.client.HTTPConnection:
        host = parts.hostname or ""
        proxy = None if proxy_bypass(host) else getproxies().get(parts.scheme)
        addresses = self._addresses(url, parts) if proxy is None else self._allowed(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        where = urlsplit(proxy if "//" in proxy else f"http://{proxy}") if proxy else None
        at = (where.hostname or "", where.port or 80) if where is not None else (host, port)
        made: http.client.HTTPConnection
        if parts.scheme == "https":
            made = http.client.HTTPSConnection(*at, timeout=self._within(CONNECT), context=self._context())
            if where is not None:
                made.set_tunnel(host, port, headers=_proxy_headers(where))
        else:
            made = http.client.HTTPConnection(*at, timeout=self._within(CONNECT))
            made.is_proxy = where is not None  # type: ignore[attr-defined]
        known = None if where is not None else addresses
        connect = lambda to, timeout, source: self._connected(made, to, timeout, known)  # noqa: E731
        made._create_connection = connect  # type: ignore[attr-defined]
        return made

    def _connected(
        self,
        connection: http.client.HTTPConnection,
        to: tuple[str, int],
        timeout: float,
        addresses: list[str] | None,
    ) -> socket.socket:
        """Connect to one of the checked addresses, and allow some seconds of silence."""
        failed: OSError = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        for host in [to[0]] if addresses is None else addresses:
            for family, kind, protocol, _, address in socket.getaddrinfo(
                host, to[1], type=socket.SOCK_STREAM
            ):
                made = socket.socket(family, kind, protocol)
                try:
                    made.settimeout(timeout)
                    self._register(connection, made)
                    made.connect(address)
                    made.settimeout(self._within(SILENCE))
                except OSError as error:
                    made.close()
                    failed = error
                else:
                    return made
        raise failed

    def _register(self, connection: http.client.HTTPConnection, sock: socket.socket) -> None:
        """Store a copy of a socket, by which the connection can be cut, since TLS detaches the original.

        Raises:
            OSError: the time of the run is over.
        """
        copies, copy = self._line().copies, sock.dup()
        with self._guard:
            before, copies[connection] = copies.get(connection), copy
            is_over = self._is_over()
        if before is not None:
            before.close()
        if is_over:
            raise TimeoutError("there is no time left")

    def _addresses(self, url: str, parts: SplitResult) -> list[str]:
        """Return the allowed addresses of a host. The host is resolved once for the run, not by each thread."""
        with self._resolving:
            key = url if self._by_path else f"{parts.scheme}://{parts.netloc}"
            found = self._vetted.get(key)
            if not found:
                found = self._allowed(url)
                self._vetted[key] = _resolved(parts) if found is None else found
            return self._vetted[key]

    def _context(self) -> ssl.SSLContext:
        with self._guard:
            if self._tls is None:
                from authguard.prove.hashes.connection import trusted

                self._tls = (self._trusted or trusted)()
            return self._tls

    def _drop(self, connection: http.client.HTTPConnection, parts: SplitResult) -> None:
        line = self._line()
        if line.connections.get((parts.scheme, parts.netloc)) is connection:
            del line.connections[parts.scheme, parts.netloc]
        with self._guard:
            copy = line.copies.pop(connection, None)
        if copy is not None:
            copy.close()
        connection.close()


def _resolved(parts: SplitResult) -> list[str]:
    """Return the addresses of a host; none if its name cannot be resolved."""
    try:
        infos = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


def _proxy_headers(where: SplitResult) -> dict[str, str]:
    import base64
    from urllib.parse import unquote

    if where.username is None:
        return {}
    stated = f"{unquote(where.username)}:{unquote(where.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(stated.encode()).decode()}"}


def is_refusal(error: Unanswered) -> bool:
    """Tell whether a server refused, so that another attempt would be useless."""
    from authguard.prove.hashes.download import Gone
    from authguard.prove.mirrors.failures import Denied

    return isinstance(error, (Gone, Denied, NotAllowed))
