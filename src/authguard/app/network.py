"""The hosts that a run may connect to. The user decides first, then the config (in a range, the config of the base)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.printable import printable

if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network

REACHES = ("off", "mirrors", "all")
"""The values of git config authguard.network, from the narrowest to the widest."""


def network_of(
    git: Git, scope: Range, config: Config, *, online: bool, offline: bool, default: str = "off"
) -> Network | None:
    """Return the hosts that may be asked for evidence; None means no host.

    The user decides: `--online`, otherwise git config authguard.network, otherwise ``default``. The config of the
    repository can remove hosts, but never add a host. In a range of commits, the config of the base is used: a pull
    request must not decide where CI connects to, or which host proves the hashes of another host.

    Args:
        git: the repository; its git config is set by the user.
        scope: the range that is judged.
        config: the config of its target.
        online: the user allows every public host.
        offline: the user forbids every host.
        default: the value of authguard.network if the user has not set it, for commands that need the network.

    Raises:
        Refused: authguard.network is not off, mirrors or all.
    """
    if offline:
        return None
    reach, listed = words_of_user(git)
    hosts, renamed, stated = config.mirrors_allow, config.mirrors_renamed, config.network
    if scope.is_of_commits and scope.bases[0].oid is not None:
        from authguard.config.load import load_base

        before = load_base(scope.bases[0].snapshot.read_exact)
        hosts, renamed, stated = before.mirrors_allow, before.mirrors_renamed, before.network
    elif scope.target.label not in (":index", ":worktree"):
        hosts, renamed = list(listed), {}  # without a base only the user can name mirrors
    if online:
        from authguard.prove.network import Network

        return Network("all", hosts, renamed, insist=True, listed=listed)
    reach = reach or default
    if stated is not None and not (stated == "off" and default != "off"):
        reach = min(reach, stated, key=REACHES.index)
    if reach == "off":
        return None
    from authguard.prove.network import Network

    return Network(reach, hosts, renamed, listed=listed, retries=default != "off")


def words_of_user(git: Git) -> tuple[str, tuple[str, ...]]:
    """Return git config authguard.network ("" without one) and authguard.hosts."""
    settings = git.settings()
    reach = next((value for key, value in reversed(settings) if key == "authguard.network"), "")
    if reach and reach not in REACHES:
        raise Refused(f"git config authguard.network is {reach!r}; it can be off, mirrors or all")
    return reach, tuple(value.lower() for key, value in settings if key == "authguard.hosts")


def unreachable(inquiry: Inquiry | None) -> list[str]:
    """Return a line for each repository that did not answer."""
    if inquiry is None or not inquiry.unanswered:
        return []
    from authguard.prove.mirrors import NotAllowed

    failed = (error for error in inquiry.unanswered.values() if not isinstance(error, NotAllowed))
    return [printable(str(error)) for error in failed]
