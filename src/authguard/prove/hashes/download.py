"""A file from an HTTP server, streamed to a temporary file within limits of time and size.

Before each request, even after a redirect, `allowed` decides about the url. Messages quote the answer of a server
shortened and escaped, and never with the credentials of a url. A server that refuses is not asked again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from authguard.printable import printable, without_credentials
from authguard.prove.mirrors.failures import (
    CannotReach,
    ConnectionBroken,
    Denied,
    NotAllowed,
    RateLimited,
    TooLarge,
    Unanswered,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from typing import BinaryIO
    from urllib.request import Request

    from authguard.prove.hashes.connection import Line

    Allowed = Callable[[str], list[str] | None]
    """Raises an AuthguardError for a forbidden url; returns the addresses of its host, or None for any address."""

SECONDS = 1800.0
SILENCE = 60.0
LARGEST = 8 << 30
_CHUNK = 1 << 18
_MOVED = (301, 302, 303, 307, 308)
_REDIRECTS = 20  # as many as nixpkgs' fetchurl follows


class Gone(Unanswered):
    """The server has no such file (404, 410)."""


class Downloaded(NamedTuple):
    """A finished download: its last url, the number of bytes, and the hosts that redirected to another host."""

    url: str
    size: int
    redirected: tuple[str, ...]


def download(
    url: str,
    into: BinaryIO,
    *,
    allowed: Allowed,
    seconds: float = SECONDS,
    silence: float = SILENCE,
    largest: int = LARGEST,
    files: bool = False,
) -> Downloaded:
    """Write the content of a url to a file.

    Args:
        url: `http` or `https`. A user and a password in the url are sent only to the host of the url.
        into: the file for the content.
        allowed: a function that raises an AuthguardError for a forbidden url.
        seconds: the time limit of the download.
        silence: the time limit of one pause of the server.
        largest: the most bytes.
        files: whether `file://` is allowed too. Never use that for an untrusted url.

    Raises:
        Unanswered: the file could not be fetched; Gone if the server has no such file.
        OSError: the file cannot be written.
    """
    if files and url.startswith("file://"):
        return _from_disk(url, into, allowed, largest)
    from authguard.prove.hashes.connection import Line

    with Line(seconds) as line:
        shown = shown_url(url)
        redirected: list[str] = []
        response = _opened(url, allowed, line, min(silence, seconds), redirected)
        with response:
            if response.status != 200:
                raise status_failure(shown, response.status, "")
            size = _copy(response, into, shown, line, largest)
            return Downloaded(response.url, size, tuple(redirected))


def _opened(url: str, allowed: Allowed, line: Line, timeout: float, redirected: list[str]) -> HTTPResponse:
    """Send a request, and follow redirects."""
    import http.client
    from urllib.error import HTTPError, URLError

    shown = shown_url(url)

    def follow(request: Request, target: str) -> None:
        if not target.startswith(("http://", "https://")):
            raise NotAllowed(
                f"{shown_url(request.full_url)} redirects to {shown_url(target)}, which is not fetched"
            )
        _demand(target, allowed, line)
        redirected.append(target)

    try:
        _demand(url, allowed, line)
        request = _request(url)
        return line.open(request, timeout, follow, _REDIRECTS)
    except HTTPError as error:
        error.close()
        if redirected and error.code in _MOVED:
            raise ConnectionBroken(f"{shown} redirects too often") from None
        raise status_failure(shown, error.code, error.headers.get("Retry-After", "")) from None
    except (OSError, http.client.HTTPException) as error:
        if line.late:
            raise ConnectionBroken(f"{shown} took too long") from None
        reason = error.reason if isinstance(error, URLError) else error
        raise CannotReach(f"{shown} cannot be reached: {error_words(reason)}") from None
    except ValueError:
        raise NotAllowed(f"{shown} is not an address that authguard fetches from") from None


def _demand(url: str, allowed: Allowed, line: Line) -> None:
    """Check whether a url is allowed, and connect only to the checked addresses."""
    from urllib.parse import urlsplit

    addresses = allowed(url)
    host = urlsplit(url).hostname
    if addresses is not None and host:
        line.vet(host, addresses)


def _request(url: str) -> Request:
    import base64
    from urllib.parse import quote, unquote, urlsplit, urlunsplit
    from urllib.request import Request

    from authguard import __version__

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotAllowed(f"{shown_url(url)} is not fetched: it is not an http url")
    user, at, host = parts.netloc.rpartition("@")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    request = Request(urlunsplit((parts.scheme, host, path, parts.query, "")))  # noqa: S310 - http(s), see above
    request.add_header("User-Agent", f"authguard/{__version__}")
    request.add_header("Accept-Encoding", "identity")
    if at:
        stated = base64.b64encode(unquote(user).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {stated}")
    return request


def _copy(response: HTTPResponse, into: BinaryIO, shown: str, line: Line, largest: int) -> int:
    import http.client

    wanted = stated_length(response)
    if wanted is not None and wanted > largest:
        raise TooLarge(f"{shown} has {wanted} bytes, more than the limit of {largest}")
    taken = 0
    while True:
        try:
            chunk = response.read(_CHUNK)
        except (
            OSError,
            ValueError,
            http.client.HTTPException,
        ) as error:  # ValueError: a negative size of a chunk
            if line.late:
                break
            raise ConnectionBroken(f"{shown} broke off after {taken} bytes: {error_words(error)}") from None
        if not chunk:
            break
        taken += len(chunk)
        if taken > largest:
            raise TooLarge(f"{shown} has more bytes than the limit of {largest}")
        into.write(chunk)
    if line.late:
        raise ConnectionBroken(f"{shown} took too long: {taken} bytes in {line.seconds:.0f} s")
    if wanted is not None and taken != wanted:
        raise ConnectionBroken(f"{shown} broke off after {taken} of {wanted} bytes")
    return taken


def stated_length(response: HTTPResponse) -> int | None:
    """Return the length in the headers of a server, None for no length. A number with too many digits is cut."""
    stated: str = response.headers.get("Content-Length", "")
    return int(stated[:20]) if stated.isascii() and stated.isdigit() else None


def _from_disk(url: str, into: BinaryIO, allowed: Allowed, largest: int) -> Downloaded:
    import os
    import stat
    from urllib.parse import unquote, urlsplit

    allowed(url)
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise NotAllowed(f"{shown_url(url)} is not fetched: it names another machine")
    try:
        handle = os.open(unquote(parts.path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Gone(f"{shown_url(url)} cannot be read: {error_words(error)}") from None
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise NotAllowed(f"{shown_url(url)} is not a file")
    with open(handle, "rb", buffering=0) as file:
        if status.st_size > largest:
            raise TooLarge(f"{shown_url(url)} has {status.st_size} bytes, more than the limit of {largest}")
        taken = 0
        while taken <= largest and (chunk := file.read(_CHUNK)):
            taken += len(chunk)
            into.write(chunk)
    return Downloaded(url, taken, ())


def status_failure(shown: str, code: int, retry: str) -> Unanswered:
    """Return the failure for a status."""
    wait = _seconds(retry)
    stated = "" if wait is None else f", and asks to wait {wait:.0f} s"
    if code in (404, 410):
        return Gone(f"{shown} is not there ({code})")
    if code in (401, 403, 407):
        return Denied(f"access to {shown} is denied ({code})", code)
    if code == 429 or (code == 503 and wait is not None):
        return RateLimited(f"{shown} limits requests ({code}){stated}", wait)
    return ConnectionBroken(f"{shown} answers with {code}")


def _seconds(retry: str) -> float | None:
    """The seconds of a Retry-After header with a number or a date; None for any other header."""
    if retry.isascii() and retry.isdigit():
        return float(retry[:9])
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(retry).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def shown_url(url: str) -> str:
    """Return a url for a message: without credentials and query, shortened."""
    bare = printable(without_credentials(url).partition("?")[0])
    return bare if len(bare) <= 120 else f"{bare[:117]}…"


def error_words(error: object) -> str:
    """Return the text of a network error for a message."""
    from socket import EAI_NONAME, gaierror

    if isinstance(error, gaierror) and error.errno == EAI_NONAME:
        return "its name is not known"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return printable(without_credentials(str(text)))[:160]
