"""How a fixed output is fetched again, or why it cannot be."""

from __future__ import annotations

import pytest

from authguard.prove.recipes import ARCHIVE, CHECKOUT, RAW, RAW_EXPORT, Unclear, recipe, repository
from tests.support.collected import A, github, one

COMMIT = "ceb4fcc090851717a3069d78e85ceb1e86c2740c"

GITS = [
    (
        f'fetchgit {{ url = "https://f.org/m/a.git"; rev = "version/1"; hash = "{A}"; }}',
        ("https://f.org/m/a.git", "refs/tags/version/1", CHECKOUT, True),
    ),
    (
        f'fetchgit {{ url = "https://f.org/m/a"; rev = "{COMMIT}"; fetchSubmodules = false; hash = "{A}"; }}',
        ("https://f.org/m/a", COMMIT, CHECKOUT, False),
    ),
    (
        f'fetchgit {{ url = "ssh://git@f.org/m/a"; rev = "refs/heads/x"; hash = "{A}"; }}',
        ("ssh://git@f.org/m/a", "refs/heads/x", CHECKOUT, True),
    ),
    (github(), ("https://github.com/o/r.git", "refs/tags/v1.0", ARCHIVE, False)),
    (github(rev="", tag="v2"), ("https://github.com/o/r.git", "refs/tags/v2", ARCHIVE, False)),
    (
        f'fetchFromGitHub {{ owner = "o"; repo = "r"; rev = "v1"; fetchSubmodules = true; hash = "{A}"; }}',
        ("https://github.com/o/r.git", "refs/tags/v1", CHECKOUT, True),
    ),
    (
        f'fetchFromGitLab {{ domain = "l.org"; group = "g"; owner = "o"; repo = "r"; rev = "v1"; hash = "{A}"; }}',
        ("https://l.org/g/o/r.git", "refs/tags/v1", ARCHIVE, False),
    ),
    (
        f'fetchFromGitea {{ domain = "t.org"; owner = "o"; repo = "r"; rev = "v1"; hash = "{A}"; }}',
        ("https://t.org/o/r.git", "refs/tags/v1", ARCHIVE, False),
    ),
    (
        f'fetchFromSourcehut {{ owner = "~o"; repo = "r"; rev = "1"; hash = "{A}"; }}',
        ("https://git.sr.ht/~o/r", "refs/tags/1", ARCHIVE, False),
    ),
    (
        f'builtins.fetchGit {{ url = "https://f.org/a"; rev = "{COMMIT}"; narHash = "{A}"; }}',
        ("https://f.org/a", COMMIT, RAW_EXPORT, False),
    ),
    (
        f'builtins.fetchGit {{ url = "https://f.org/a"; rev = "{COMMIT}"; submodules = true; narHash = "{A}"; }}',
        ("https://f.org/a", COMMIT, RAW, True),
    ),
]


@pytest.mark.parametrize(("text", "expected"), GITS)
def test_a_git_source_has_its_repository_and_revision(
    text: str, expected: tuple[str, str, str, bool]
) -> None:
    """The recipe also has the rules of the content, and says whether submodules are part of it."""
    found = recipe(one(text))
    assert (found.url, found.rev, found.rules, found.submodules) == expected


def test_a_part_of_a_tree_has_its_lines() -> None:
    """A sparse checkout has its lines; a rootDir is the only line of a checkout without a cone."""
    sparse = recipe(
        one(f'fetchgit {{ url = "u://f/a"; rev = "1"; sparseCheckout = [ "x" "y/z" ]; hash = "{A}"; }}')
    )
    assert (sparse.sparse, sparse.cone, sparse.root_dir) == (("x", "y/z"), True, "")
    rooted = recipe(one(f'fetchgit {{ url = "u://f/a"; rev = "1"; rootDir = "x/y"; hash = "{A}"; }}'))
    assert (rooted.sparse, rooted.cone, rooted.root_dir) == (("x/y",), False, "x/y")


PINNED = """\
{
  "a": {
    "name": "a", "version": "v1", "pinned": false, "extract": null,
    "src": {
      "type": "github", "owner": "o", "repo": "r", "rev": "v1", "sha256": "%s", "name": null,
      "deepClone": false, "leaveDotGit": false, "fetchSubmodules": false, "sparseCheckout": %s
    }
  }
}
"""


@pytest.mark.parametrize(
    ("stated", "rules", "lines"), [("[]", ARCHIVE, ()), ('["x", "y/z"]', CHECKOUT, ("x", "y/z"))]
)
def test_the_list_that_nvfetcher_wrote_is_read(stated: str, rules: str, lines: tuple[str, ...]) -> None:
    """The file always has the list of a sparse checkout; an empty list is no sparse checkout."""
    found = recipe(one(PINNED % (A, stated), "_sources/generated.json"))
    assert (found.url, found.rev, found.rules, found.sparse) == (
        "https://github.com/o/r.git",
        "refs/tags/v1",
        rules,
        lines,
    )


@pytest.mark.parametrize("stated", ["[1]", f"{'[' * 150}{']' * 150}"])
def test_a_list_that_is_no_sparse_checkout_is_unclear(stated: str) -> None:
    """Only Nix knows the meaning of the list."""
    with pytest.raises(Unclear, match="sparseCheckout is not known"):
        recipe(one(PINNED % (A, stated), "_sources/generated.json"))


FILES = [
    (
        f'fetchurl {{ url = "https://pypi.io/packages/source/b/b/b-2.0.tar.gz"; hash = "{A}"; }}',
        "file",
        ["https://pypi.io/packages/source/b/b/b-2.0.tar.gz"],
    ),
    (
        f'fetchurl {{ url = "https://static.crates.io/crates/ab/ab-1.0.crate"; hash = "{A}"; }}',
        "file",
        ["https://static.crates.io/crates/ab/ab-1.0.crate"],
    ),
    (f'fetchurl {{ url = "https://f.org/a-1.tar.gz"; hash = "{A}"; }}', "file", ["https://f.org/a-1.tar.gz"]),
    (
        f'fetchurl {{ urls = [ "https://f.org/a-1.gz" "https://g.org/a-1.gz" ]; hash = "{A}"; }}',
        "file",
        ["https://f.org/a-1.gz", "https://g.org/a-1.gz"],
    ),
    (
        f'fetchzip {{ url = "https://github.com/o/r/archive/v1.tar.gz"; hash = "{A}"; }}',
        "unpacked",
        ["https://github.com/o/r/archive/v1.tar.gz"],
    ),
    (
        f'fetchTarball {{ url = "https://f.org/a.tar.gz"; sha256 = "{A}"; }}',
        "unpacked",
        ["https://f.org/a.tar.gz"],
    ),
    (
        f'fetchCrate {{ pname = "a"; version = "1"; hash = "{A}"; }}',
        "unpacked",
        ["https://crates.io/api/v1/crates/a/1/download"],
    ),
    (
        f'fetchHex {{ pkg = "a"; version = "1"; sha256 = "{A}"; }}',
        "file",
        ["https://repo.hex.pm/tarballs/a-1.tar"],
    ),
    (
        f'callHackageDirect {{ pkg = "a"; ver = "1"; sha256 = "{A}"; }} {{ }}',
        "unpacked",
        ["https://hackage.haskell.org/package/a-1/a-1.tar.gz"],
    ),
]


@pytest.mark.parametrize(("text", "kind", "urls"), FILES)
def test_a_file_or_an_archive_has_all_of_its_urls(text: str, kind: str, urls: list[str]) -> None:
    """The archive is unpacked. The urls are as they are written."""
    found = recipe(one(text))
    assert (found.kind, found.urls) == (kind, urls)


UNCLEAR = [
    (f'callHackageDirect {{ pkg = "a"; ver = "1"; candidate = true; sha256 = "{A}"; }}', "candidate"),
    (f'fetchFrom9Front {{ owner = "o"; repo = "r"; rev = "1"; hash = "{A}"; }}', "archives"),
    (f'fetchsvn {{ url = "svn://f/a"; rev = "1"; hash = "{A}"; }}', "not a git repository"),
    (f'fetchgit {{ url = "u://f/a"; rev = "1"; leaveDotGit = true; hash = "{A}"; }}', "leaveDotGit"),
    (f'fetchgit {{ url = "u://f/a"; rev = "1"; fetchLFS = true; hash = "{A}"; }}', "large files"),
    (f'fetchgit {{ url = "u://f/a"; rev = "1"; postFetch = "rm x"; hash = "{A}"; }}', "postFetch"),
    (f'fetchgit {{ url = "u://f/a"; rev = version; hash = "{A}"; }}', "rev"),
    (f'fetchurl {{ url = "mirror://gnu/a-1.gz"; hash = "{A}"; }}', "mirror://"),
    (f'fetchpatch {{ url = "https://f.org/a.patch"; hash = "{A}"; }}', "filterdiff"),
    (f'buildGoModule {{ pname = "a"; src = ./.; vendorHash = "{A}"; }}', "build"),
    (f'stdenv.mkDerivation {{ name = "a"; buildPhase = "x"; outputHash = "{A}"; }}', "script"),
]


@pytest.mark.parametrize(("text", "word"), UNCLEAR)
def test_an_unclear_input_is_a_question_for_nix(text: str, word: str) -> None:
    """The reason names the input."""
    with pytest.raises(Unclear, match=word):
        recipe(one(text))


def test_the_commit_behind_an_archive_is_known() -> None:
    """The repository is known for each way to fetch a commit, and with any script after the fetch."""
    archive = one(f'fetchzip {{ url = "https://github.com/o/r/archive/v1.tar.gz"; hash = "{A}"; }}')
    assert repository(archive) == ("https://github.com/o/r.git", "v1")
    changed = one(f'fetchgit {{ url = "u://f/a"; rev = "1"; postFetch = "rm x"; hash = "{A}"; }}')
    assert repository(changed) == ("u://f/a", "refs/tags/1")
    assert repository(one(f'fetchurl {{ url = "https://f.org/a-1.gz"; hash = "{A}"; }}')) is None
