"""A file from an HTTP server: streamed to a temporary file, within limits of time and size.

Every url that is asked, a redirect's too, is put to `allowed` first. What a server says is data: it comes into messages
shortened and made harmless, and credentials of a url never do.
"""

from __future__ import annotations

import time

from authguard.evidence.mirrors.address import without_credentials
from authguard.evidence.mirrors.failures import (
    Broken,
    CannotReach,
    Denied,
    NotAllowed,
    RateLimited,
    TooLarge,
    Unanswered,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from typing import IO, BinaryIO
    from urllib.request import OpenerDirector, Request

SECONDS = 1800.0
SILENCE = 60.0
LARGEST = 8 << 30
_CHUNK = 1 << 18
_REDIRECTS = 10


class Gone(Unanswered):
    """The server has no such file (404, 410)."""


def download(
    url: str,
    into: BinaryIO,
    *,
    allowed: Callable[[str], None],
    seconds: float = SECONDS,
    largest: int = LARGEST,
) -> str:
    """Write the content of a url to a file. Returns the url that it came from at last.

    Args:
        url: `http` or `https`; with a user and a password in it they are sent.
        into: where the content goes.
        allowed: raises an AuthguardError for a url that may not be asked.
        seconds: how long all of it may take.
        largest: bytes at most.

    Raises:
        Unanswered: it could not be had; Gone where there is no such file.
        OSError: the file cannot be written.
    """
    until = time.monotonic() + seconds
    shown = _shown(url)
    with _opened(url, allowed, until) as response:
        _copy(response, into, shown, until, largest)
        return response.url


def _opened(url: str, allowed: Callable[[str], None], until: float) -> HTTPResponse:
    """Ask for a url and follow where it leads."""
    import http.client
    from urllib.error import HTTPError, URLError

    shown = _shown(url)
    try:
        request = _request(url, allowed)
        found: HTTPResponse = _opener(allowed).open(
            request, timeout=max(1.0, min(SILENCE, until - time.monotonic()))
        )
        return found
    except HTTPError as error:
        with error:
            raise _status(shown, error.code, error.headers.get("Retry-After", "")) from None
    except URLError as error:
        raise CannotReach(f"{shown} cannot be reached: {_words(error.reason)}") from None
    except (OSError, http.client.HTTPException) as error:
        raise CannotReach(f"{shown} cannot be reached: {_words(error)}") from None
    except ValueError:
        raise NotAllowed(f"{shown} is no address that is fetched from") from None


def _opener(allowed: Callable[[str], None]) -> OpenerDirector:
    """An opener that knows HTTP alone, the proxies of the environment, and whom it may be sent to."""
    from urllib import request

    class Redirects(request.HTTPRedirectHandler):
        max_redirections = _REDIRECTS

        def redirect_request(
            self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
        ) -> Request | None:
            if not newurl.startswith(("http://", "https://")):
                raise NotAllowed(
                    f"{_shown(req.full_url)} sends us to {_shown(newurl)}, which is not fetched from"
                )
            allowed(newurl)
            found = super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
            if found is not None and found.host != req.host:
                found.remove_header("Authorization")
            return found

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        Redirects(),
        request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _request(url: str, allowed: Callable[[str], None]) -> Request:
    import base64
    from urllib.parse import quote, unquote, urlsplit, urlunsplit
    from urllib.request import Request

    from authguard import __version__

    allowed(url)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotAllowed(f"{_shown(url)} is not fetched: it is no http address")
    user, at, host = parts.netloc.rpartition("@")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    request = Request(urlunsplit((parts.scheme, host, path, parts.query, "")))  # noqa: S310 - http(s), see above
    request.add_header("User-Agent", f"authguard/{__version__}")
    request.add_header("Accept-Encoding", "identity")
    if at:
        request.add_unredirected_header(
            "Authorization", f"Basic {base64.b64encode(unquote(user).encode()).decode()}"
        )
    return request


def _copy(response: HTTPResponse, into: BinaryIO, shown: str, until: float, largest: int) -> None:
    import http.client

    told = response.headers.get("Content-Length", "")
    wanted = int(told) if told.isascii() and told.isdigit() else None
    if wanted is not None and wanted > largest:
        raise TooLarge(f"{shown} has {wanted} bytes, more than the limit of {largest}")
    taken = 0
    while True:
        if time.monotonic() > until:
            raise Broken(f"{shown} took too long")
        try:
            chunk = response.read(_CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise Broken(f"{shown} broke off after {taken} bytes: {_words(error)}") from None
        if not chunk:
            break
        taken += len(chunk)
        if taken > largest:
            raise TooLarge(f"{shown} has more bytes than the limit of {largest}")
        into.write(chunk)
    if wanted is not None and taken != wanted:
        raise Broken(f"{shown} broke off after {taken} of {wanted} bytes")


def _status(shown: str, code: int, retry: str) -> Unanswered:
    """What a status means."""
    if code in (404, 410):
        return Gone(f"{shown} is not there ({code})")
    if code in (401, 403, 407):
        return Denied(f"{shown} is not for us ({code})")
    if code == 429:
        wait = float(retry) if retry.isascii() and retry.isdigit() else None
        return RateLimited(f"{shown} says that it was asked too often (429)", wait)
    return Broken(f"{shown} answers with {code}")


def _shown(url: str) -> str:
    from authguard.report.harmless import harmless

    bare = harmless(without_credentials(url).partition("?")[0])
    return bare if len(bare) <= 120 else f"{bare[:117]}…"


def _words(error: object) -> str:
    from authguard.report.harmless import harmless

    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return harmless(without_credentials(str(text)))[:160]
