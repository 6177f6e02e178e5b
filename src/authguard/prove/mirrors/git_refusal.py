"""The meaning of git's messages: git's stderr and curl's headers become a failure with one clear line.

A caller can use only some of these answers (no such ref, no bare commits, no shallow clones, another object format).
All other messages become an Unanswered. Lines of the remote (`remote: …`) are ignored, unless git repeats them as its
own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.printable import printable, without_credentials
from authguard.prove.mirrors import failures

if TYPE_CHECKING:
    from authguard.prove.mirrors.address import Address
    from authguard.prove.mirrors.failures import Unanswered

_KINDS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("large", r"[Oo]ut of memory"),
        ("no-ref", r"couldn't find remote ref|no such remote ref"),
        ("withheld", r"Server does not allow request for unadvertised object"),
        ("withheld", r"want [0-9a-f]{40,64} not valid"),
        ("not-ours", r"not our ref"),
        ("no-shallow", r"dumb http transport does not support|Server does not support (?:shallow|--depth)"),
        ("format", r"mismatched algorithms|not support this repository's object format|expected sha/ref"),
        ("scheme", r"transport '[^']*' not allowed|is not a git command|Unable to find remote helper"),
        ("status", r"requested URL returned error: \d{3}|RPC failed; HTTP \d{3}"),
        ("denied", r"could not read (?:Username|Password)|unable to get password|Authentication failed"),
        ("stranger", r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED"),
        (
            "denied",
            r"Permission denied \(|Permission denied, please try again|Too many authentication failures",
        ),
        ("missing", r"repository '.*' not found|Repository not found|does not appear to be a git repository"),
        ("missing", r"access denied or repository not exported|not valid: is this a git repository"),
        ("name", r"[Cc]ould not resolve (?:host|proxy)|not known|name resolution|[Uu]nable to look up"),
        ("tls", r"\b(?:SSL|TLS|GnuTLS|certificate|schannel)\b"),
        ("slow", r"[Tt]imed out|timeout|Timeout was reached"),
        ("refused", r"[Cc]onnection refused|Failed to connect|[Cc]ould ?n[o']t connect|unable to connect"),
        ("refused", r"No route to host|Network is unreachable|Network is down"),
        ("disk", r"No space left on device|[Dd]isk quota exceeded|Read-only file system|File too large"),
        ("broken", r"early EOF|unexpected disconnect|hung up|transfer closed|RPC failed|[Cc]onnection reset"),
        (
            "broken",
            r"Broken pipe|unexpected EOF|[Cc]onnection closed|kex_exchange|Could not read from remote",
        ),
        ("broken", r"invalid server response|protocol error|bad line length|remote error|unable to access"),
        ("damaged", r"reference broken|unable to resolve reference|bad config|bad numeric config"),
        ("disk", r"unable to create|[Cc]ould not open|cannot create|unable to write|cannot lock ref"),
        ("damaged", r"corrupt|inflate|bad object|invalid object|bad pack|pack has|index-pack|unpack-objects"),
        (
            "damaged",
            r"missing necessary|not send all|unable to read|unresolved|not a git repository|bad config",
        ),
        ("damaged", r"shallow (?:file|line)|bad ref|loose object|packfile|not a valid"),
    )
]
_TRACED = re.compile(r"\d\d:\d\d:\d\d\.\d+ ")
_STATUS = re.compile(r"(?:returned error:|RPC failed; HTTP) (\d{3})")
_HEADER = re.compile(r"<= Recv header: *([A-Za-z-]+) *: *(.*)")
_REQUESTED = re.compile(r"unable to access '([^']*)'")
_PREFIXES = ("fatal: ", "error: ", "ssh: ", "ERROR: ")
_SERVICE = re.compile(r"/info/refs\b.*|/git-upload-pack\b.*|\?.*", re.DOTALL)


class GitRefusal(Exception):
    """A git that failed.

    Attributes:
        kind: one of the kinds of failure above, or "unknown".
        line: the message of git, in one line and without credentials.
        status: the HTTP status, or 0.
        wait: seconds of Retry-After, or None.
        moved: the target of a redirect: a repository's url, or None.
        asked: the url that git requested, if git names it (the user's insteadOf may have changed the url).
    """

    def __init__(self, kind: str, line: str, heard: str = "", requested: str | None = None) -> None:
        """Store the message of git, and the headers of the answer."""
        super().__init__(line)
        self.kind = kind
        self.line = line
        status = _STATUS.search(line)
        self.status = int(status[1]) if status else 0
        self.requested = requested
        self.wait: float | None = None
        self.moved: str | None = None
        for header in _HEADER.finditer(heard):
            name, value = header[1].lower(), header[2].strip()
            if name == "retry-after":
                self.wait = _seconds(value)
            elif name == "location":
                self.moved = _SERVICE.sub("", value)


def listen(stderr: str, code: int, heard: str = "") -> GitRefusal:
    """Return the meaning of a git that ended with `code`, from its stderr; `heard` is the trace of curl."""
    lines = [line.strip() for line in re.split(r"[\r\n]", stderr)]
    lines = [line for line in lines if line and not line.startswith("remote:") and not _TRACED.match(line)]
    text = "\n".join(lines)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(text)), "unknown")
    line = next((line for line in lines if kind != "unknown" and _pattern_of(kind, line)), None)
    if line is None:
        line = next(
            (line for line in lines if line.startswith(_PREFIXES)), f"git ended with exit code {code}"
        )
    requested = _REQUESTED.search(text)
    return GitRefusal(kind, _bare(line), heard, requested[1] if requested else None)


def failure(refusal: GitRefusal, address: Address) -> Unanswered:
    """The failure for a caller that cannot use the answer."""
    at = address.shown
    if refusal.kind == "status":
        return _by_status(refusal, address)
    kind, text = _FAILURES.get(refusal.kind, _FAILURES["unknown"])
    return kind(text.format(at=at, site=address.site, line=refusal.line))


_FAILURES: dict[str, tuple[type[Unanswered], str]] = {
    "no-ref": (failures.ConnectionBroken, "{at} named a revision, and then refused to send it"),
    "withheld": (failures.Withheld, "{at} sends only commits that a tag or branch points to"),
    "not-ours": (failures.Withheld, "{at} does not send that commit: {line}"),
    "no-shallow": (failures.Withheld, "{at} sends only its full history"),
    "format": (failures.Damaged, "{at} changed its object format (SHA-1 or SHA-256)"),
    "scheme": (failures.NotAllowed, "{at} is not fetched: {line}"),
    "denied": (failures.Denied, "{site} denies access to {at} ({line})"),
    "stranger": (failures.CannotReach, "the host key of {site} is unknown or has changed: {line}"),
    "missing": (failures.NoRepository, "there is no repository at {at}, or you may not read it"),
    "name": (failures.CannotReach, "{site} cannot be reached: its name is not known ({line})"),
    "tls": (failures.CannotReach, "{site} cannot be reached: no secure connection ({line})"),
    "slow": (failures.CannotReach, "{site} does not answer in time: {line}"),
    "late": (failures.OutOfTime, "{at} could not be fetched in the remaining time"),
    "refused": (failures.CannotReach, "{site} cannot be reached: {line}"),
    "broken": (failures.ConnectionBroken, "the connection to {at} broke: {line}"),
    "disk": (failures.NoCache, "the mirror of {at} cannot be written: {line}"),
    "damaged": (failures.Damaged, "the answer of {at} cannot be read: {line}"),
    "large": (failures.TooLarge, "{at} is too large to be fetched: {line}"),
    "unknown": (failures.ConnectionBroken, "{at} could not be fetched: {line}"),
}


def _by_status(refusal: GitRefusal, address: Address) -> Unanswered:
    at, site, status = address.shown, address.site, refusal.status
    if status in (401, 403, 407):
        return failures.Denied(f"{site} denies access to {at} (status {status})")
    if status in (404, 410):
        return failures.NoRepository(f"there is no repository at {at}, or you may not read it")
    if status == 429 or (status == 503 and refusal.wait is not None):
        stated = "" if refusal.wait is None else f", and asks to wait {refusal.wait:.0f} s"
        return failures.RateLimited(f"{site} limits requests (status {status}){stated}", refusal.wait)
    if 300 <= status < 400:
        to = f"to {_bare(refusal.moved)}" if refusal.moved else "elsewhere"
        return failures.Redirected(
            f"{at} redirects {to}, which is not followed; if that is the right url, write it"
        )
    return failures.ConnectionBroken(f"{at} could not be fetched: the server failed (status {status})")


def _pattern_of(kind: str, line: str) -> bool:
    return any(pattern.search(line) for name, pattern in _KINDS if name == kind)


def _bare(line: str) -> str:
    """A line of git without its prefix, credentials and characters that control a terminal."""
    for prefix in _PREFIXES:
        line = line.removeprefix(prefix)
    return printable(without_credentials(line))[:300]


def _seconds(value: str) -> float | None:
    """The seconds of a Retry-After header with a number or a date; None for any other header."""
    if value.isascii() and value.isdigit():
        return float(value[:9])
    import time
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
