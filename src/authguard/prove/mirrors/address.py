"""The address of a git repository. An untrusted url is read strictly, and rebuilt from its parts.

A url is refused if git, curl and ssh might read it differently: an unusual host, a second @, an encoded slash, a
component `..`. So the host that is compared with a list is really the host that is asked.
"""

from __future__ import annotations

import re

from authguard.printable import printable, without_credentials
from authguard.prove.mirrors.failures import NotAllowed

PORTS = {"https": 443, "http": 80, "git": 9418, "ssh": 22, "file": 0}
"""The known schemes, with their ports."""

_STRANGE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_HELPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_AUTHORITY = re.compile(r"(?:([^@]*)@)?(\[[0-9A-Fa-f:.]+\]|[^@:\[\]]*)(?::([0-9]{1,5}))?")
_SCP = re.compile(r"(?:([^@/:]+)@)?(?:\[([^@/\[\]]+)\]|([^@/:\[\]]+)):(.*)", re.DOTALL)
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]+\]")
_USER = re.compile(r"[^-@:/][^@:/]*(?::[^@/]*)?")
_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})|%(?:[01][0-9A-Fa-f]|25|2[Ff]|5[Cc]|7[Ff])")


class Address:
    """A repository's url in parts.

    Attributes:
        scheme: a key of PORTS; the scp form `user@host:path` is ssh.
        host: the host in lower case, "" for a file.
        port: a number; the port of the scheme if the url has none.
        path: the path in the url, without slashes at its end.
        url: the url for git, with credentials.
        shown: the url for messages, without credentials.
    """

    __slots__ = ("_user", "host", "path", "port", "scheme", "scp")

    def __init__(self, scheme: str, user: str, host: str, port: int, path: str, scp: bool = False) -> None:
        """Store checked parts. `user` may contain a password."""
        self.scheme = scheme
        self._user = user
        self.host = host
        self.port = port
        self.path = path
        self.scp = scp

    @property
    def site(self) -> str:
        """The host, and the port if it is not the usual port.

        After a failure, requests to this host and port are paused.
        """
        return self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The url for git."""
        return self._written(self._user)

    @property
    def shown(self) -> str:
        """The url for a message. A user of ssh is not secret, but a user of http may be a token."""
        return printable(self._written(self._user if self.scheme == "ssh" else ""))

    def on(self, host: str, port: int | None = None) -> Address:
        """The same repository on another host, at the port of the scheme if ``host`` has none."""
        return Address(self.scheme, self._user, host, port or PORTS[self.scheme], self.path)

    def _written(self, user: str) -> str:
        at = f"{user}@" if user else ""
        if self.scp:
            host = self.host.strip("[]") if self.port == PORTS["ssh"] else f"{self.host}:{self.port}"
            return f"{at}{f'[{host}]' if ':' in host else host}:{self.path}"
        return f"{self.scheme}://{at}{self.site}{self.path}"


def parse(url: str) -> Address:
    """Read a url as git does, if only one reading is possible.

    Raises:
        NotAllowed: an unknown scheme, a helper (`ext::`), a relative path, or anything that two programs
            could read in two ways.
    """
    if url.startswith("-"):
        raise _refusal(url, "begins with -")
    if _STRANGE.search(url):
        raise _refusal(url, "contains white space, control characters or a backslash")
    if _HELPER.match(url):
        raise _refusal(url, "names a program to fetch it with")
    schemed = _SCHEME.fullmatch(url)
    if schemed is not None:
        return _schemed(url, schemed[1].lower(), schemed[2])
    if url.startswith("/"):
        if "?" in url or "#" in url:
            raise _refusal(url, "holds a ? or #")
        return Address("file", "", "", 0, _path(url, url, encoded=False))
    if "://" in url:
        raise _refusal(url, "has :// without a scheme before it")
    return _scp(url)


def _schemed(url: str, scheme: str, rest: str) -> Address:
    if scheme not in PORTS:
        raise _refusal(url, f"has the scheme {scheme}, and only {', '.join(sorted(PORTS))} are fetched from")
    if "?" in rest or "#" in rest:
        raise _refusal(url, "holds a ? or #")
    authority, slash, path = rest.partition("/")
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise _refusal(url, "does not name one plain host")
    user, host, port = found[1] or "", found[2].lower(), int(found[3] or PORTS[scheme])
    path = _path(url, f"{slash}{path}", encoded=scheme != "file")
    if scheme == "file":
        if authority not in ("", "localhost"):
            raise _refusal(url, "is a file on another host")
        return Address(scheme, "", "", 0, path)
    if found[1] is not None and (not _USER.fullmatch(user) or scheme == "git"):
        raise _refusal(url, "does not name a plain user")
    if scheme == "ssh" and ":" in user:
        raise _refusal(url, "contains a password, and ssh takes none from a url")
    if not _HOST.fullmatch(host) or not 0 < port < 1 << 16:
        raise _refusal(url, "does not name one plain host")
    return Address(scheme, user, host, port, path)


def _scp(url: str) -> Address:
    found = _SCP.fullmatch(url)
    if found is None:
        raise _refusal(url, "is neither a url nor an absolute path")
    user, bracketed, plain, path = found[1] or "", found[2], found[3], found[4]
    host, port = (bracketed or plain).lower(), ""
    if bracketed and host.count(":") == 1:
        host, _, port = host.partition(":")
    elif ":" in host:
        host = f"[{host}]"
    if (user and not _USER.fullmatch(user)) or not _HOST.fullmatch(host):
        raise _refusal(url, "does not name one plain host")
    if port and not (port.isdecimal() and len(port) < 6 and 0 < int(port) < 1 << 16):
        raise _refusal(url, "does not name one plain host")
    path = _path(url, path, encoded=False)
    return Address("ssh", user, host, int(port or PORTS["ssh"]), path, scp=True)


def _path(url: str, path: str, encoded: bool) -> str:
    """The path without slashes at its end.

    Raises:
        NotAllowed: the path is empty, begins with -, or has encoded or relative components.
    """
    if encoded and _ENCODED.search(path):
        raise _refusal(url, "has a percent-encoded character in its path")
    path = path.rstrip("/")
    if not path:
        raise _refusal(url, "names no repository")
    parts = (
        re.sub("%2[eE]", ".", path).removeprefix("/").split("/")
        if encoded
        else path.removeprefix("/").split("/")
    )
    if path.startswith("-") or any(part in ("", ".", "..") for part in parts):
        raise _refusal(url, "has a path with a component that is empty, . or .., or that begins with -")
    return path


def _refusal(url: str, says: str) -> NotAllowed:
    return NotAllowed(f"{without_credentials(printable(url[:200]))} is not fetched: it {says}")
