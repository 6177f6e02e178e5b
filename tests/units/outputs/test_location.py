"""The host and path that a source is fetched from."""

from __future__ import annotations

import pytest

from authguard.outputs.facts import locations_of
from authguard.outputs.summary import dump, load
from tests.support.collected import A, one

CALLS = [
    ('fetchFromGitHub { owner = "o"; repo = "r"; rev = "1";', "github.com/o/r"),
    (
        'fetchFromGitHub { githubBase = "git.acme.org"; owner = "o"; repo = "r"; rev = "1";',
        "git.acme.org/o/r",
    ),
    ('fetchFromGitLab { group = "g"; owner = "o"; repo = "r"; rev = "1";', "gitlab.com/g/o/r"),
    ('fetchFromCodeberg { owner = "o"; repo = "r"; rev = "1";', "codeberg.org/o/r"),
    ('fetchFromSourcehut { owner = "~o"; repo = "r"; rev = "1";', "git.sr.ht/~o/r"),
    ('fetchFromSourcehut { owner = "~o"; repo = "r"; rev = "1"; vc = "hg";', "hg.sr.ht/~o/r"),
    ('fetchFromSavannah { repo = "r"; rev = "1";', "git.savannah.gnu.org/git/r"),
    ('fetchFromRepoOrCz { repo = "r"; rev = "1";', "repo.or.cz/r"),
    ('fetchFrom9Front { owner = "o"; repo = "r"; rev = "1";', "git.9front.org/o/r"),
    ('fetchFromTangled { did = "did:plc:x"; rev = "1";', "tangled.org/did:plc:x"),
    ('fetchFromTangled { owner = "@o"; repo = "r"; rev = "1";', "tangled.org/@o/r"),
    ('fetchFromHuggingFace { repoId = "o/r"; rev = "1";', "huggingface.co/o/r"),
    ('fetchPypi { pname = "a"; version = "1";', None),
    ('fetchCrate { pname = "a"; version = "1";', "crates.io/api/v1/crates/a/1/download"),
    ('fetchCratesIo { name = "a"; version = "1";', "crates.io/api/v1/crates/a/1/download"),
    ('fetchgit { url = "https://user:secret@f.org/m/a.git"; rev = "1";', "f.org/m/a.git"),
    ('fetchurl { urls = [ "https://f.org/a-1.gz" ];', "f.org/a-1.gz"),
    ('dockerTools.pullImage { imageName = "nginx"; imageDigest = "x";', "docker.io/nginx"),
    ('dockerTools.pullImage { imageName = "ghcr.io/o/r"; imageDigest = "x";', "ghcr.io/o/r"),
    ('fetchFromGitHub { owner = unknown; repo = "r"; rev = "1";', "github.com"),
    ('requireFile { name = "a"; message = "m";', None),
    ('buildGoModule { pname = "a"; src = ./.;', None),
]


@pytest.mark.parametrize(("call", "location"), CALLS)
def test_the_record_of_a_producer_defines_the_location(call: str, location: str | None) -> None:
    """The location ends at the first unknown input."""
    name = "vendorHash" if call.startswith("buildGo") else "sha256"
    found = locations_of(one(f'{call} {name} = "{A}"; }}'))
    assert found == ([] if location is None else [location])


def test_each_url_of_a_list_is_a_location() -> None:
    """A download may use any url of the list."""
    urls = '[ "https://f.org/a-1.gz" "https://user@g.org/b/a-1.gz" ]'
    assert locations_of(one(f'fetchurl {{ urls = {urls}; sha256 = "{A}"; }}')) == [
        "f.org/a-1.gz",
        "g.org/b/a-1.gz",
    ]


def test_each_url_of_a_long_list_is_a_location() -> None:
    """The text for people has only the first urls, but a download may use the last url too."""
    hosts = [f"m{number}.org/a-1.gz" for number in range(20)]
    urls = " ".join(f'"https://{each}"' for each in hosts)
    assert locations_of(one(f'fetchurl {{ urls = [ {urls} ]; sha256 = "{A}"; }}')) == hosts
    stored = dump([one(f'fetchurl {{ urls = [ {urls} ]; sha256 = "{A}"; }}')])
    assert locations_of(load(stored, lambda _: b"")[0]) == hosts


def test_each_url_of_an_unknown_choice_is_a_location() -> None:
    """A download may use each alternative, however long the first url is."""
    long = f"f.org/{'a' * 200}/a-1.gz"
    urls = f'if mirrored then [ "https://{long}" ] else [ "https://g.org/a-1.gz" ]'
    found = locations_of(one(f'fetchurl {{ urls = {urls}; sha256 = "{A}"; }}'))
    assert sorted(found) == [long, "g.org/a-1.gz"]
