"""The hosts that a run may ask, and the objects that ask them. A clean check does not load this module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.git.git import Git
    from authguard.prove.dependencies.fetching import Fetcher
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.mirrors import Mirrors, Policy

CHECK_SECONDS = 20.0
"""The seconds in which `check` may ask mirrors and registries, while a commit waits. `verify` may take longer."""

CHECK_DOWNLOADS = 50
"""The number of packages that `check` may download to compute dependency hashes."""


class Network:
    """The allowed sources of evidence: ``reach`` is "off", "mirrors" (only ``hosts`` of the config) or "all".

    ``renamed`` has the new names of hosts. ``insist`` is the user's option --online: the run fails if a repository
    does not answer. ``listed`` has the hosts that may have a private address. ``retries``: the user runs a command that
    needs the network, so that hosts are asked again that could not be reached a moment ago.
    """

    __slots__ = ("hosts", "insist", "listed", "reach", "renamed", "retries")

    def __init__(
        self,
        reach: str = "off",
        hosts: list[str] | None = None,
        renamed: dict[str, str] | None = None,
        insist: bool = False,
        listed: tuple[str, ...] = (),
        retries: bool = False,
    ) -> None:
        """Store the settings."""
        self.reach = reach
        self.retries = retries
        self.listed = listed
        self.hosts = hosts or []
        self.renamed = renamed or {}
        self.insist = insist

    def demand(self, url: str) -> list[str] | None:
        """Return the IP addresses to which requests for the url of a file may go; see `Policy.addresses`.

        Some parts are suspicious in a repository's url (`/-/archive/`, a query) and normal in the url of a file.

        Raises:
            AuthguardError: the file must not be downloaded.
        """
        from urllib.parse import urlsplit

        from authguard.prove.mirrors import NotAllowed

        parts = urlsplit(url)
        names = parts.path.split("/")
        if parts.scheme not in ("http", "https") or ".." in names:
            raise NotAllowed("only http and https urls are fetched, and no path with ..")
        path = "/".join(name if name.strip(".") and not name.startswith("-") else "_" for name in names[1:])
        policy = self.policy()
        policy.demand(f"{parts.scheme}://{parts.netloc}/{path}")
        return policy.addresses(policy.address(f"{parts.scheme}://{parts.netloc}/{path}"))

    def policy(self) -> Policy:
        """Return the policy that decides about each url."""
        from authguard.prove.mirrors import Policy

        return Policy(self.reach, self.hosts, self.renamed, listed=self.listed)

    def mirrors(self, seconds: float | None = None) -> Mirrors:
        """Return mirrors that never use the network; they answer only from their own objects.

        ``seconds``: the time limit for their questions from now on.
        """
        import time

        from authguard.prove.mirrors import Limits, Mirrors, cache_directory

        limits = Limits(until=None if seconds is None else time.monotonic() + seconds)
        return Mirrors(cache_directory(), self.policy(), limits, insist=self.insist, retries=self.retries)


def fetcher(
    network: Network,
    seconds: float | None = None,
    most: int | None = None,
    doing: Callable[[str], None] = lambda _: None,
) -> Fetcher:
    """Return an object that downloads from registries, as the network and the user's npm and cargo settings allow.

    ``seconds`` is its time limit, ``most`` the number of files that it may download; ``doing`` is called with a
    description of the progress.
    """
    from authguard.prove.dependencies.cache import ContentCache, default_directory
    from authguard.prove.dependencies.cargo_config import CargoConfig
    from authguard.prove.dependencies.fetching import SECONDS, Fetcher
    from authguard.prove.dependencies.npmrc import NpmConfig

    npm = NpmConfig.of_user()
    listed = (*network.listed, *npm.hosts, *CargoConfig.of_user().hosts)
    reach = Network(network.reach, network.hosts, network.renamed, network.insist, listed)
    cache = ContentCache(default_directory(), npm.contents())
    return Fetcher(
        cache,
        reach.demand,
        npm.address,
        npm.trusted,
        by_path=network.reach != "all",
        seconds=SECONDS if seconds is None else seconds,
        most=most,
        doing=doing,
    )


def inquiry(git: Git, network: Network, seconds: float | None = None, fresh: bool = False) -> Inquiry:
    """Return the object that knows the proofs of this repository, and may ask the mirrors that the network allows.

    With ``fresh``, or if the user insists on the network, the hosts are asked again for the present commits of tags.
    """
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.proofs import Proofs

    proofs = Proofs(git.facts().common_dir, network.renamed)
    return Inquiry(
        proofs,
        lambda: network.mirrors(seconds),
        fresh,
        network.reach == "off",
        network.demand,
        anew=network.insist,
    )
