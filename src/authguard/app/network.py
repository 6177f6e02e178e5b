"""The hosts that a run may connect to: the user decides, then the config; in a range the config of the base."""

from __future__ import annotations

from authguard.harmless import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network


def network_of(
    scope: Range, config: Config, *, online: bool, offline: bool, default: str = ""
) -> Network | None:
    """Return the hosts that may be asked for evidence; None: no host.

    In a range of commits the config of the base counts: a pull request must not decide where CI connects to. In the
    index or the work tree its own config counts.

    Args:
        scope: the range that is judged.
        config: the config of its target.
        online: the user allows every host.
        offline: the user forbids every host.
        default: the reach if the config does not mention it, for commands that need the network.
    """
    if offline or not (online or config.network != "off" or default):
        return None
    from authguard.prove.network import Network

    if online:
        return Network("all", config.mirrors_allow, config.mirrors_renamed, insist=True)
    if scope.target.label not in (":index", ":worktree") and scope.bases and scope.bases[0].oid is not None:
        from authguard.config.model import load

        config = load(scope.bases[0].snapshot.read)
    reach = config.network if config.network != "off" else default
    return Network(reach, config.mirrors_allow, config.mirrors_renamed) if reach else None


def unreachable(inquiry: Inquiry | None) -> list[str]:
    """Return a line for each repository that should have answered and could not."""
    if inquiry is None or not inquiry.unanswered:
        return []
    from authguard.prove.mirrors import NotAllowed

    failed = (error for error in inquiry.unanswered.values() if not isinstance(error, NotAllowed))
    return [harmless(str(error)) for error in failed]
