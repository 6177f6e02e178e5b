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
    from authguard.rules.finding import Finding

_CODES = frozenset({"AG201", "AG205", "AG208"})
"""The rules that say nothing about a source with a proof."""
_MOST = 16
"""At most this many sources are fetched, since a commit waits."""


def right_places(git: Git, reach: Network, outcome: Outcome, inquiry: Inquiry) -> set[object]:
    """Return the places of findings about sources that have the right hash: their host sends this content now.

    `audit` asks the same. Otherwise the verdict of `check` would depend on an earlier `audit`, which stores the proof.
    A source that is not fetched within the time limit of ``inquiry`` has no answer.
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
        return set()
    # Without `fresh`, a tag that moved since the last question would prove a hash of its earlier commit.
    fresh = network.inquiry(git, reach, seconds, fresh=True)
    try:
        answers = Prover(fresh, is_limited=True).natively(wanted)
        right = {id(answer.each) for answer in answers if answer.verdict == RIGHT}
    finally:
        fresh.close()
    return {key for key, some in outputs.items() if all(id(each) in right for each in some)}


def without(findings: list[Finding], places: set[object]) -> list[Finding]:
    """Return the findings without those about a source at one of these places."""
    return [one for one in findings if one.code not in _CODES or one.place.key() not in places]
