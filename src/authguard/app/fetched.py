"""The hashes of sources that `check` reports and that their hosts prove right, if the network is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.prove import network
from authguard.prove.proving import RIGHT, Prover
from authguard.rules.describe import place_of
from authguard.rules.finding import NOTE

if TYPE_CHECKING:
    from authguard.app.collected import Outcome
    from authguard.git.git import Git
    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network

_CODES = frozenset({"AG201", "AG205", "AG206", "AG208"})
"""The rules that say nothing about a source with a proof."""
_MOST = 16
"""At most this many sources are fetched, since a commit waits."""


def drop_right(git: Git, reach: Network, outcome: Outcome, inquiry: Inquiry) -> None:
    """Drop the findings about sources whose hash is right by the content that their host sends now.

    `audit` asks the same. Otherwise the verdict of `check` would depend on an earlier `audit`, which stores the proof.
    A source that is not fetched within the time limit of ``inquiry`` keeps its finding.
    """
    places = {one.place.key() for one in outcome.findings if one.code in _CODES and one.severity != NOTE}
    outputs: dict[object, list[FixedOutput]] = {}
    for each in outcome.outputs:
        key = place_of(each.origin).key()
        if key in places:
            outputs.setdefault(key, []).append(each)
    wanted = [each for some in outputs.values() if all(one.is_source for one in some) for each in some][
        :_MOST
    ]
    seconds = inquiry.seconds_left() if wanted else 0.0
    if seconds <= 0:
        return
    # Without `fresh`, a tag that moved since the last question would prove a hash of its earlier commit.
    fresh = network.inquiry(git, reach, seconds, fresh=True)
    try:
        answers = Prover(fresh, is_limited=True).natively(wanted)
        right = {id(answer.each) for answer in answers if answer.verdict == RIGHT}
    finally:
        fresh.close()
    proved = {key for key, some in outputs.items() if all(id(each) in right for each in some)}
    outcome.findings = [
        one for one in outcome.findings if one.code not in _CODES or one.place.key() not in proved
    ]
