"""What moved between two identities, and whether that proves a kept digest stale."""

from __future__ import annotations

import json

import pytest

from authguard.compare import moves as compare
from tests.support.collected import A, B, github, one

ID = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
SUBMODULES = github().replace("{", "{{").replace("}", "fetchSubmodules = {0}; }}")


def fetch(fetcher: str, url: str) -> str:
    """A fetch of a url."""
    return f'{fetcher} {{ url = "{url}"; hash = "{A}"; }}'


def judged(old: str, new: str) -> tuple[list[tuple[str, str]], str, bool]:
    """The moves between two texts' fixed outputs (name, role), and the verdict on them."""
    before, after = one(old), one(new)
    moved = compare.moves(before, after)
    return [(move.name, move.role) for move in moved], *compare.verdict(before, after, moved)


@pytest.mark.parametrize(
    ("old", "new", "moved", "outcome", "sure"),
    [
        (github(), github(), [], compare.SAME, False),
        (github(), github(hash=B), [], compare.SAME, False),
        (github(), github(rev="v1.1"), [("rev", "what")], compare.STALE, True),
        (github(rev=ID), github(rev=OTHER), [("rev", "what")], compare.STALE, True),
        (github(), github(rev="", tag="v1.0"), [], compare.SAME, False),
        (github(), github(rev="refs/tags/v1.0"), [], compare.SAME, False),
        (github(), github(owner="p"), [("owner", "where")], compare.ELSEWHERE, False),
        (github(rev=ID), github(rev=ID, repo="s"), [("repo", "where")], compare.ELSEWHERE, False),
        (github(), github(repo="s"), [("repo", "what")], compare.STALE, False),
        (github(), SUBMODULES.format("true"), [("fetchSubmodules", "how")], compare.STALE, True),
        (github(), SUBMODULES.format("false"), [], compare.SAME, False),
        (github(), fetch("fetchzip", "https://github.com/o/r/archive/v1.0.tar.gz"), [], compare.SAME, False),
        (fetch("fetchurl", "https://a/x-1.0.tgz"), fetch("fetchurl", "https://b/x-1.0.tgz"), [("host", "where")],
         compare.ELSEWHERE, False),
        (fetch("fetchurl", "https://a/x-1.0.tgz"), fetch("fetchurl", "https://a/x-1.1.tgz"), [("url", "what")],
         compare.STALE, True),
    ],
)  # fmt: skip
def test_moves_and_verdicts(
    old: str, new: str, moved: list[tuple[str, str]], outcome: str, sure: bool
) -> None:
    """The role of what moved decides; what the defaults say is no move."""
    assert judged(old, new) == (moved, outcome, sure)


def test_what_is_not_known_is_no_error() -> None:
    """Stale, and not sure."""
    moved, outcome, sure = judged("x: " + github(rev="${x}.1"), "x: " + github(rev="${x}.2"))
    assert (moved, outcome, sure) == ([("rev", "what")], compare.STALE, False)


def test_scripts_are_compared_without_their_clothes() -> None:
    """Indentation, comments and blank lines."""
    made = "stdenv.mkDerivation {{ name = \"n\"; outputHash = \"{0}\"; buildPhase = ''{1}''; }}"
    dressed = made.format(A, "\n    # why\n    make\n\n      install\n")
    assert judged(made.format(A, "make\ninstall"), dressed)[0] == []
    moved, outcome, sure = judged(made.format(A, "make"), made.format(A, "make all"))
    assert (moved, outcome, sure) == ([("buildPhase", "script")], compare.SUSPECT, False)


def test_silence() -> None:
    """Nix keeps quiet where the store path stays the same."""
    assert compare.silent(one(github()), one(github(rev="v1.1"))) is True
    url = 'fetchurl {{ url = "https://a/x-{0}.tgz"; hash = "{1}"; }}'
    assert compare.silent(one(url.format("1.0", A)), one(url.format("1.1", A))) is False
    assert compare.silent(one(url.format("1.0", A)), one("v: " + url.format("${v}", A))) is None


def test_a_file_and_a_tree_share_no_digest() -> None:
    """Whatever else may be the same."""
    moved, outcome, sure = judged(fetch("fetchurl", "https://a/x-1.0.tgz"), github())
    assert moved
    assert (outcome, sure) == (compare.STALE, True)
    assert not judged(fetch("fetchzip", "https://a/x-1.0.tgz"), github())[2]


@pytest.mark.parametrize(
    ("old", "new", "sure"),
    [
        (fetch("fetchurl", "https://a/f/x.chm"), fetch("fetchurl", "https://a/x.chm"), False),
        (fetch("fetchurl", "https://a/f/x.chm"), fetch("fetchurl", "https://a/g/x.chm"), True),
        (fetch("fetchurl", "https://a/x-2-0.exe"), fetch("fetchurl", "https://b/y-2.0.exe"), False),
        (fetch("fetchurl", "https://a/x-2-0.exe"), fetch("fetchurl", "https://b/y-2.1.exe"), True),
        (fetch("fetchurl", "https://a/x-2-0.exe"), fetch("fetchurl", "https://a/y-2.0.exe"), True),
        (fetch("fetchurl", "https://a/x.tgz"), fetch("fetchurl", "https://b/download?id=7"), False),
        (github(rev="v1.1"), github(rev="1.1"), False),
        (github(rev="v1.0"), github(rev="v1.0.post0"), True),
    ],
)
def test_urls_that_may_be_one_file(old: str, new: str, sure: bool) -> None:
    """They are told, and are no proof."""
    _, outcome, found = judged(old, new)
    assert (outcome, found) == (compare.STALE, sure)


def data(**stated: str) -> str:
    """A data file that states these and a hash."""
    return json.dumps({**stated, "hash": A})


@pytest.mark.parametrize(
    ("old", "new", "outcome", "sure"),
    [
        (
            {"version": f"x-{ID[:7]}", "rev": ID},
            {"version": f"y-{OTHER[:7]}", "rev": OTHER},
            compare.STALE,
            False,
        ),
        ({"version": "1.0", "rev": ID}, {"version": "1.1", "rev": OTHER}, compare.STALE, True),
        ({"version": f"x-{ID[:7]}", "rev": ID}, {"version": f"y-{ID[:7]}", "rev": ID}, compare.SAME, False),
        ({"version": "1.0", "rev": ID}, {"version": "1.1", "rev": ID}, compare.STALE, True),
        ({"badTag": "1.0", "rev": ID}, {"badTag": "1.1", "rev": ID}, compare.SAME, False),
        ({"badTag": "1.0", "rev": "v1"}, {"badTag": "1.1", "rev": "v1"}, compare.STALE, True),
    ],
)
def test_versions_that_name_a_commit(
    old: dict[str, str], new: dict[str, str], outcome: str, sure: bool
) -> None:
    """A tool wrote them; what only names the commit that stayed decides nothing."""
    before, after = one(data(**old), "x.json"), one(data(**new), "x.json")
    assert compare.verdict(before, after, compare.moves(before, after)) == (outcome, sure)
