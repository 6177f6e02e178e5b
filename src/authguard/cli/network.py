"""Whom a run may ask: the command line's word stands above the config's, and the base's config above a stranger's."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network


def network_of(flags: Container[str], scope: Range, config: Config, default: str = "") -> Network | None:
    """Return whom evidence may be asked of; None: nobody.

    Of a range of commits the config is that of its base: what a pull request says of hosts must not decide where CI
    connects to. What is staged here, its own author stages.

    Args:
        flags: "online", "offline" or neither.
        scope: what is judged.
        config: that of the target.
        default: the reach where the config says nothing of it, for commands that ask by nature.
    """
    if "offline" in flags or not ("online" in flags or config.network != "off" or default):
        return None
    from authguard.prove.network import Network

    if "online" in flags:
        return Network("all", config.mirrors_allow, config.mirrors_renamed, insist=True)
    if scope.target.label not in (":index", ":worktree") and scope.bases and scope.bases[0].oid is not None:
        from authguard.config.model import load

        config = load(scope.bases[0].snapshot.read)
    reach = config.network if config.network != "off" else default
    return Network(reach, config.mirrors_allow, config.mirrors_renamed) if reach else None


def tell_unanswered(inquiry: Inquiry | None) -> bool:
    """Say on stderr which repositories could not be asked, and why. Returns whether there were any."""
    if inquiry is None or not inquiry.unanswered:
        return False
    from authguard.harmless import harmless
    from authguard.prove.mirrors import NotAllowed

    failed = {url: error for url, error in inquiry.unanswered.items() if not isinstance(error, NotAllowed)}
    for error in failed.values():
        print(f"authguard: {harmless(str(error))}", file=sys.stderr)
    return bool(failed)
