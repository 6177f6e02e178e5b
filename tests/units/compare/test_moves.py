"""The moved inputs of two identities, and the class of the move."""

from __future__ import annotations

import json

import pytest

from authguard.compare import classes
from authguard.compare.classify import classify
from authguard.compare.moves import moves, silent
from tests.support.collected import A, B, github, one

ID = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
SUBMODULES = github().replace("{", "{{").replace("}", "fetchSubmodules = {0}; }}")


def fetch(fetcher: str, url: str) -> str:
    """A fetch of a url."""
    return f'{fetcher} {{ url = "{url}"; hash = "{A}"; }}'


def judged(old: str, new: str, path: str = "x.nix") -> tuple[list[tuple[str, str]], str]:
    """Return the moves (name, role) from one text to another, and the name of their class."""
    before, after = one(old, path), one(new, path)
    moved = moves(before, after)
    return [(move.name, move.role) for move in moved], classify(before, after, moved).name


@pytest.mark.parametrize(
    ("old", "new", "moved", "name"),
    [
        (github(), github(), [], "unchanged"),
        (github(), github(hash=B), [], "unchanged"),
        (github(), github(rev="v1.1"), [("rev", "what")], "tag-moved"),
        (github(rev=ID), github(rev=OTHER), [("rev", "what")], "commit-moved-by-hand"),
        (github(), github(rev="", tag="v1.0"), [], "unchanged"),
        (github(), github(rev="refs/tags/v1.0"), [], "unchanged"),
        (github(), github(owner="p"), [("owner", "where")], "location-moved"),
        (github(rev=ID), github(rev=ID, repo="s"), [("repo", "where")], "location-moved"),
        (github(), github(repo="s"), [("repo", "what")], "repository-renamed"),
        (github(), SUBMODULES.format("true"), [("fetchSubmodules", "how")], "option-moved"),
        (github(), SUBMODULES.format("false"), [], "unchanged"),
        (github(), fetch("fetchzip", "https://github.com/o/r/archive/v1.0.tar.gz"), [], "unchanged"),
        (fetch("fetchurl", "https://a/x-1.0.tgz"), fetch("fetchurl", "https://b/x-1.0.tgz"), [("host", "where")],
         "location-moved"),
        (fetch("fetchurl", "https://a/x-1.0.tgz"), fetch("fetchurl", "https://a/x-1.1.tgz"), [("url", "what")],
         "version-in-url-moved"),
    ],
)  # fmt: skip
def test_the_role_of_the_moved_input_decides_the_class(
    old: str, new: str, moved: list[tuple[str, str]], name: str
) -> None:
    """To write down a default is not a move."""
    assert judged(old, new) == (moved, name)


def test_an_unresolved_input_is_no_error() -> None:
    """The class is a warning. But a number beside the same unknown part did move."""
    assert judged("x: " + github(rev="${x}.a"), "x: " + github(rev="${x}.b")) == (
        [("rev", "what")],
        "known-part-moved",
    )
    assert judged("x: " + github(rev="a-${x}"), "y: " + github(rev="${y}-b")) == (
        [("rev", "what")],
        "input-unresolved",
    )
    assert judged("x: " + github(rev="${x}.1"), "x: " + github(rev="${x}.2")) == (
        [("rev", "what")],
        "tag-moved",
    )
    assert classes.KNOWN_PART_MOVED.severity == "warning"


def test_scripts_are_compared_without_layout() -> None:
    """Indentation, comments and blank lines are ignored."""
    made = "stdenv.mkDerivation {{ name = \"n\"; outputHash = \"{0}\"; buildPhase = ''{1}''; }}"
    spread = made.format(A, "\n    # why\n    make\n\n      install\n")
    assert judged(made.format(A, "make\ninstall"), spread)[0] == []
    assert judged(made.format(A, "make"), made.format(A, "make all")) == (
        [("buildPhase", "script")],
        "script-edited",
    )


def test_nix_is_silent_if_the_store_path_is_the_same() -> None:
    """If a part of the store path is unknown, the answer is unknown."""
    assert silent(one(github()), one(github(rev="v1.1"))) is True
    url = 'fetchurl {{ url = "https://a/x-{0}.tgz"; hash = "{1}"; }}'
    assert silent(one(url.format("1.0", A)), one(url.format("1.1", A))) is False
    assert silent(one(url.format("1.0", A)), one("v: " + url.format("${v}", A))) is None


def test_a_file_and_a_tree_have_no_digest_in_common() -> None:
    """The digests differ even if all inputs are the same."""
    assert judged(fetch("fetchurl", "https://a/x-1.0.tgz"), github())[1] == "hash-mode-moved"
    name = judged(fetch("fetchzip", "https://a/x-1.0.tgz"), github())[1]
    assert next(each for each in classes.ALL if each.name == name).severity == "warning"


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (
            fetch("fetchurl", "https://a/f/x.chm"),
            fetch("fetchurl", "https://a/x.chm"),
            "folder-dropped",
        ),
        (fetch("fetchurl", "https://a/f/x.chm"), fetch("fetchurl", "https://a/g/x.chm"), "url-moved"),
        (
            fetch("fetchurl", "https://a/x-2-0.exe"),
            fetch("fetchurl", "https://b/y-2.0.exe"),
            "url-of-other-host",
        ),
        (
            fetch("fetchurl", "https://a/x-2-0.exe"),
            fetch("fetchurl", "https://b/y-2.1.exe"),
            "version-in-url-moved",
        ),
        (
            fetch("fetchurl", "https://a/x-2-0.exe"),
            fetch("fetchurl", "https://a/y-2.0.exe"),
            "version-in-url-moved",
        ),
        (
            fetch("fetchurl", "https://a/x.tgz"),
            fetch("fetchurl", "https://b/download?id=7"),
            "url-of-other-host",
        ),
        (github(rev="v1.1"), github(rev="1.1"), "tag-respelled"),
        (github(rev="v1.0"), github(rev="v1.0.post0"), "tag-moved"),
    ],
)
def test_moves_that_may_keep_the_file_have_softer_classes(old: str, new: str, name: str) -> None:
    """The urls or tags may name one file."""
    assert judged(old, new)[1] == name


def data(**stated: str) -> str:
    """Return a data file with these values and a hash."""
    return json.dumps({**stated, "hash": A})


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (
            {"version": f"x-{ID[:7]}", "rev": ID},
            {"version": f"y-{OTHER[:7]}", "rev": OTHER},
            "label-of-commit-moved",
        ),
        ({"version": "1.0", "rev": ID}, {"version": "1.1", "rev": OTHER}, "commit-moved-by-hand"),
        ({"version": f"x-{ID[:7]}", "rev": ID}, {"version": f"y-{ID[:7]}", "rev": ID}, "unchanged"),
        ({"version": "1.0", "rev": ID}, {"version": "1.1", "rev": ID}, "unchanged"),
        ({"badTag": "1.0", "rev": ID}, {"badTag": "1.1", "rev": ID}, "unchanged"),
        ({"badTag": "1.0", "rev": "v1"}, {"badTag": "1.1", "rev": "v1"}, "input-moved"),
    ],
)
def test_a_label_beside_an_unchanged_commit_decides_nothing(
    old: dict[str, str], new: dict[str, str], name: str
) -> None:
    """The label is the version, and may contain a commit id."""
    assert judged(data(**old), data(**new), "x.json")[1] == name


def test_every_class_is_described() -> None:
    """Each class has its own name, a sentence and an example."""
    assert len({each.name for each in classes.ALL}) == len(classes.ALL) > 30
    for each in classes.ALL:
        assert each.sentence.endswith(".")
        assert each.example
        assert each.severity in ("error", "warning", "note", None)
