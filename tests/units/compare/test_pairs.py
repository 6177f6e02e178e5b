"""The five steps by which a pair of the target is judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from authguard.compare.changed_outputs import MOST_SHARING, SOME_SHARING
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.pairs import Pairs, judge
from tests.support.collected import A, B, C, collected, github

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput


def outcome(base: str, target: str, attribute: str = "a") -> Judgement | None:
    """The judgement of one attribute, from one version of a file to the next."""
    before, after = collected({"x.nix": base}), collected({"x.nix": target})
    (each,) = [found for found in after if found.attribute == attribute]
    return judge(each, [Pairs(before)], Pairs(after))


def holding(**attributes: str) -> str:
    """A file of some attributes."""
    return "{ " + " ".join(f"{name} = {text};" for name, text in attributes.items()) + " }"


PLAIN = holding(a=github())


@pytest.mark.parametrize(
    ("base", "target", "kind"),
    [
        (PLAIN, PLAIN, None),
        (PLAIN, holding(b=github(rev="v2", hash=B), a=github()), None),
        (holding(b=github()), PLAIN, None),
        (PLAIN, holding(a=github(rev="v2")), Kind.STALE),
        (PLAIN, holding(a=github(rev="v2", hash=B)), Kind.NEW),
        (PLAIN, holding(a=github(hash=B)), Kind.ALONE),
        (PLAIN, holding(a=github(owner="p")), Kind.LOCATION),
        (holding(b=github()), holding(b=github(), a=github(rev="v2")), Kind.COPY),
        (PLAIN, holding(b=github(), a=github(rev="v2")), Kind.STALE),
        (PLAIN, holding(a=github(hash="sha256-" + "A" * 43 + "=")), None),
        ("{ }", PLAIN, Kind.NEW),
        (
            holding(a=github(), b=github(rev="v2", hash=B)),
            holding(a=github(hash=B), b=github(rev="v2", hash=A)),
            Kind.STALE,
        ),
        (
            holding(a=github(), b=github(rev="v2", hash=B)),
            holding(b=github(), a=github(rev="v2", hash=B)),
            None,
        ),
    ],
)
def test_each_step_judges_its_pairs(base: str, target: str, kind: Kind | None) -> None:
    """The steps are: held, stale, copied, alone, new. A pair that moved to another name is the same pair."""
    found = outcome(base, target)
    assert (found.kind if found is not None else None) == kind


def test_a_stale_pair_is_compared_with_its_own_place() -> None:
    """The pair at the same place comes before the others."""
    base = holding(a=github(), c=github(rev="v1.5", hash=A))
    found = outcome(base, holding(a=github(rev="v2")))
    assert found is not None
    assert found.other is not None
    assert (found.kind, found.other.attribute) == (Kind.STALE, "a")
    assert [move.name for move in found.moved] == ["rev"]


def test_a_pair_of_any_base_is_held() -> None:
    """A pair in any parent of a merge is not reported."""
    (each,) = collected({"x.nix": PLAIN})
    other = Pairs(collected({"x.nix": holding(a=github(hash=C))}))
    assert judge(each, [other, Pairs([each])], Pairs([each])) is None


def test_a_pair_among_very_many_is_compared_with_its_own_place() -> None:
    """All pairs have one digest, and only some of them are compared."""
    many = {f"b{number}": github(rev=f"v{number}.5") for number in range(3 * MOST_SHARING)}
    last = holding(**many, a=github())
    found = outcome(last, holding(**many, a=github(rev="v2")))
    assert found is not None
    assert found.other is not None
    assert (found.kind, found.other.attribute) == (Kind.STALE, "a")
    every = collected({"x.nix": last})
    assert len(Pairs(every).sharing(every[-1])) == SOME_SHARING + 1


def test_a_vendor_hash_depends_on_its_source() -> None:
    """The hash is stale if the revision of the source moved, and even if only the hash of the source was repaired."""
    go = 'buildGoModule {{ src = {0}; vendorHash = "{1}"; }}'
    base = holding(p=go.format(github(), C))
    moved = outcome(base, holding(p=go.format(github(rev="v2", hash=B), C)), "p.vendorHash")
    repaired = outcome(base, holding(p=go.format(github(hash=B), C)), "p.vendorHash")
    assert moved is not None
    assert repaired is not None
    assert (moved.kind, repaired.kind) == (Kind.STALE, Kind.STALE)


def lock(**nodes: tuple[str, str]) -> list[FixedOutput]:
    """The pins of a flake.lock: for each name the digit of its commit, and its hash."""
    locked = {
        name: {"locked": {"type": "github", "owner": "o", "repo": name, "rev": digit * 40, "narHash": digest}}
        for name, (digit, digest) in nodes.items()
    }
    text = json.dumps({"nodes": {**locked, "root": {"inputs": {}}}, "root": "root", "version": 7})
    return collected({"flake.lock": text})


def test_a_base_has_no_effect_on_the_next_base() -> None:
    """The command `audit` judges HEAD against many commits."""
    target = Pairs(lock(a=("2", A), b=("3", B)))
    fetched, kept = Pairs(lock(a=("1", A), b=("3", C))), Pairs(lock(a=("1", A), b=("3", B)))
    (each,) = [one for one in target.found if one.attribute == "nodes.a"]

    def class_of(base: Pairs) -> str:
        found = judge(each, [base], target)
        assert found is not None
        return found.move_class.name

    for order in ((fetched, kept), (kept, fetched)):
        assert {base is fetched: class_of(base) for base in order} == {
            True: "tool-ran",
            False: "commit-moved-by-tool",
        }
