"""Addresses that need the user's permission: loopback, link-local, private, reserved."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from authguard.prove.mirrors.failures import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Collection
    from ipaddress import IPv4Address, IPv6Address

_NAT64 = "64:ff9b::/96"
_GLOBAL = "2000::/3"
"""The IPv6 addresses that are routed on the Internet."""
_LOCAL = ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "3fff::/20")
"""Further addresses of a local network, and of the services of a cloud for its machines."""

PRIVATE = "is not asked: it has a private address"
"""The start of the reason for a host that the user has not listed."""


def is_private(address: str) -> bool:
    """Tell whether an IP address is not public.

    If an IPv6 address contains an IPv4 address, the IPv4 address decides.
    """
    from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

    found: IPv4Address | IPv6Address | None = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in ip_network(_NAT64):
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        elif inner is None and found not in ip_network(_GLOBAL):
            return True
        found = inner or found
    if any(found in ip_network(one) for one in _LOCAL):
        return True
    return found is None or not _is_public(found)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def demand_public(host: str, port: int, listed: Collection[str]) -> list[str]:
    """Return the addresses of a host, if all addresses are allowed.

    A name that cannot be resolved is allowed: the connection will fail, and the error has the reason. Names below
    `localhost` are private, since clients connect them to this machine without asking a resolver (RFC 6761, 6.3).

    Args:
        host: a name or an address, as in a url; an IPv6 address with or without its brackets.
        port: the port of the service.
        listed: the hosts of git config authguard.hosts, which may have any address.

    Raises:
        NotAllowed: the host has a private address and is not listed.
    """
    name = host.strip("[]").lower()
    try:
        infos = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        infos = []
    found = list(dict.fromkeys(str(info[4][0]) for info in infos))
    if host.lower() in listed or name in listed or f"{host.lower()}:{port}" in listed:
        return found
    if _is_below_localhost(name) or any(is_private(address) for address in found):
        import shlex

        raise NotAllowed(
            f"{host} {PRIVATE}; to allow it: git config --add authguard.hosts {shlex.quote(name)}"
        )
    return found


def _is_below_localhost(name: str) -> bool:
    """Tell whether a client takes a name for one of this machine, or may: a name that IDNA cannot write is unknown."""
    try:
        written = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return True
    return f".{written.lower().rstrip('.')}".endswith(".localhost")
