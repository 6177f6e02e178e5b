"""The rules of the config and the command line for network requests, applied to a url.

Schemes: https, http, git, ssh and the scp form. A file (`file://` or an absolute path) is only allowed if the user's
own GIT_ALLOW_PROTOCOL names it: a pin of a repository must not make git read the user's disk. A transport helper
(`ext::`, `anything::`) is never allowed.

The user's own `url.<base>.insteadOf` applies, since real git runs. Then the host in the url must be allowed, but git
asks the host that the user chose, which may even be a path on disk.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.prove.mirrors.address import PORTS, Address, parse
from authguard.prove.mirrors.failures import NotAllowed
from authguard.prove.mirrors.private import demand_public

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


class Policy:
    """The hosts that may be asked.

    Attributes:
        network: "off", "mirrors" (only the hosts) or "all".
    """

    __slots__ = ("_files", "_hosts", "_listed", "_renamed", "network")

    def __init__(
        self,
        network: str,
        hosts: Iterable[str] = (),
        renamed: Mapping[str, str] | None = None,
        files: bool | None = None,
        listed: Collection[str] | None = None,
    ) -> None:
        """Store the config's values.

        Args:
            network: "off", "mirrors" or "all".
            hosts: `[mirrors] allow`, each a host, or a host and a path; with :PORT if it is not the usual port.
            renamed: `[mirrors] renamed`: a url of the old host over http or https is fetched from the new host.
            files: whether a repository on this disk is allowed; None: if GIT_ALLOW_PROTOCOL allows it.
            listed: git config authguard.hosts: only these hosts may have a private address. None: any host may have a
                private address.
        """
        self.network = network
        self._listed = listed
        self._hosts = [_entry(host) for host in hosts]
        self._renamed = {old.lower(): new.lower() for old, new in (renamed or {}).items()}
        self._files = (
            "file" in os.environ.get("GIT_ALLOW_PROTOCOL", "").split(":") if files is None else files
        )

    def address(self, url: str) -> Address:
        """The address of a url, with the new name of its host. The host may still be forbidden.

        Raises:
            NotAllowed: a url of this form is never fetched.
        """
        address = parse(url)
        if address.scheme == "file" and not self._files:
            raise NotAllowed(f"{address.shown} is not fetched: it is on this disk, not on a forge")
        new = self._renamed.get(address.site) if address.scheme in ("http", "https") else None
        if new is None:
            return address
        host, _, port = new.partition(":")
        return address.on(host, int(port) if port else None)

    def demand(self, url: str) -> Address:
        """The address of a url, if requests to it are allowed now.

        Raises:
            NotAllowed: the network is off, the host is no mirror or has a private address, or a url of
                this form is never fetched.
        """
        address = self.address(url)
        if self.network == "off":
            raise NotAllowed(f"{address.shown} is not asked: the network is off")
        if self.network != "all" and address.scheme != "file" and not self._mirrored(address):
            raise NotAllowed(f"{address.shown} is not asked: {address.site} is not one of the mirrors")
        self.addresses(address)
        return address

    def addresses(self, address: Address) -> list[str] | None:
        """Return the IP addresses at which a host may be asked; None: any address, since addresses are not checked.

        Raises:
            NotAllowed: the host has a private address, and the user does not list the host.
        """
        if self._listed is None or address.scheme == "file":
            return None
        return demand_public(address.host, address.port, self._listed)

    def _mirrored(self, address: Address) -> bool:
        parts = address.path.removeprefix("/").split("/")
        return any(
            host == address.host
            and (port or PORTS[address.scheme]) == address.port
            and parts[: len(prefix)] == prefix
            for host, port, prefix in self._hosts
        )


def _entry(host: str) -> tuple[str, int, list[str]]:
    """An entry of `[mirrors] allow`: host, port (0: the usual port), components of the path."""
    site, _, path = host.strip("/").partition("/")
    name, port = site, ""
    if not site.endswith("]") and ":" in site:
        name, _, port = site.rpartition(":")
    return name.lower(), int(port) if port.isdecimal() else 0, path.split("/") if path else []
