"""Messages of git, curl and ssh in several versions, and of forges, with the failure that each means."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from authguard.prove.mirrors import failures
from authguard.prove.mirrors.address import parse
from authguard.prove.mirrors.git_refusal import failure, listen

ADDRESS = parse("https://me:geheim@forge.example/x.git")


@pytest.mark.parametrize(
    ("stderr", "kind"),
    [
        ("fatal: couldn't find remote ref refs/tags/v1", "no-ref"),
        ("fatal: remote error: upload-pack: not our ref 1234", "not-ours"),
        ("error: Server does not allow request for unadvertised object 1234", "withheld"),
        (f"fatal: remote error: want {'1' * 40} not valid", "withheld"),
        ("fatal: dumb http transport does not support shallow capabilities", "no-shallow"),
        ("fatal: Server does not support shallow clients", "no-shallow"),
        ("fatal: mismatched algorithms: client sha1; server sha256", "format"),
        ("fatal: could not read Username for 'https://github.com': terminal prompts disabled", "denied"),
        ("fatal: could not read Username for 'https://github.com': No such device or address", "denied"),
        ("remote: Invalid username or password.\nfatal: Authentication failed for 'https://x/'", "denied"),
        ("remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://x/'", "denied"),
        (
            "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.",
            "denied",
        ),
        ("Host key verification failed.\nfatal: Could not read from remote repository.", "stranger"),
        ("ERROR: Repository not found.\nfatal: Could not read from remote repository.", "missing"),
        ("remote: Repository not found.\nfatal: repository 'https://github.com/x/y/' not found", "missing"),
        (
            "fatal: '/srv/x' does not appear to be a git repository\nfatal: Could not read from remote",
            "missing",
        ),
        ("fatal: https://x/y/info/refs not valid: is this a git repository?", "missing"),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "name"),
        ("ssh: Could not resolve hostname x: nodename nor servname provided, or not known", "name"),
        ("ssh: Could not resolve hostname x: Temporary failure in name resolution", "name"),
        ("fatal: unable to access 'https://x/': SSL certificate problem: certificate has expired", "tls"),
        (
            "fatal: unable to access 'https://x/': OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version",
            "tls",
        ),
        (
            "fatal: unable to access 'https://x/': Failed to connect to x port 443 after 2 ms: Connection refused",
            "refused",
        ),
        (
            "fatal: unable to access 'https://x/': Failed to connect to x port 443: Connection timed out",
            "slow",
        ),
        ("ssh: connect to host x port 22: Connection timed out\nfatal: Could not read from remote", "slow"),
        ("ssh: connect to host x port 22: No route to host", "refused"),
        (
            "error: RPC failed; curl 56 GnuTLS recv error (-54): Error in the pull function.\nfatal: early EOF",
            "tls",
        ),
        (
            "error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF",
            "broken",
        ),
        ("kex_exchange_identification: Connection closed by remote host", "broken"),
        ("error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429", "status"),
        ("fatal: unable to write new index file: No space left on device", "disk"),
        ("fatal: pack has bad object at offset 12: inflate returned 1\nfatal: index-pack failed", "damaged"),
        ("fatal: transport 'ext' not allowed", "scheme"),
        ("remote: fatal: couldn't find remote ref, says the far side", "unknown"),
        ("21:13:13.178510 trace: fatal: early EOF", "unknown"),
        ("", "unknown"),
    ],
)
def test_each_message_has_its_kind_of_failure(stderr: str, kind: str) -> None:
    """The failure has one line without credentials."""
    said = listen(f"Enumerating objects: 5\r{stderr}\n", 128)
    assert said.kind == kind
    text = str(failure(said, ADDRESS))
    assert text.isprintable()
    assert "geheim" not in text


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, failures.Denied) for status in (401, 403, 407)),
        *((status, failures.NoRepository) for status in (404, 410)),
        *((status, failures.Redirected) for status in (301, 302, 307, 308)),
        *((status, failures.ConnectionBroken) for status in (400, 418, 500, 502, 503)),
        (429, failures.RateLimited),
    ],
)
def test_each_http_status_has_its_failure(status: int, kind: type[failures.Unanswered]) -> None:
    """Forges send each of these HTTP statuses."""
    said = listen(f"fatal: unable to access 'https://x/': The requested URL returned error: {status}", 128)
    assert type(failure(said, ADDRESS)) is kind


def test_headers_have_the_pause_and_the_new_place() -> None:
    """Retry-After is a number or a date, Location has no service; the last answer is used, in any case of letters."""
    stderr = "fatal: unable to access 'https://x/': The requested URL returned error: 503"
    heard = "<= Recv header: HTTP/2 503\n<= Recv header: retry-after: 9\n<= Recv header: Retry-After: 120\n"
    said = listen(stderr, 128, heard)
    assert said.wait == 120
    assert isinstance(failure(said, ADDRESS), failures.RateLimited)
    date = formatdate(time.time() + 60, usegmt=True)
    wait = listen(stderr, 128, f"<= Recv header: Retry-After: {date}\n").wait
    assert wait is not None
    assert 55 < wait <= 60
    for text in ("soon", "", "-1", "1e9", "٣"):
        assert listen(stderr, 128, f"<= Recv header: Retry-After: {text}\n").wait is None
    moved = "<= Recv header: location: https://y/new.git/info/refs?service=git-upload-pack\r\n"
    assert listen(stderr, 128, moved).moved == "https://y/new.git"


def test_the_credentials_of_a_redirect_are_in_no_message() -> None:
    """The url of the repository has credentials too."""
    heard = "<= Recv header: Location: https://me:anders@y/x.git/info/refs?service=git-upload-pack\n"
    said = listen(
        "fatal: unable to access 'https://me:geheim@x/': The requested URL returned error: 302", 128, heard
    )
    text = str(failure(said, ADDRESS))
    assert "redirects to https://y/x.git" in text
    assert "anders" not in text
    assert "geheim" not in text
