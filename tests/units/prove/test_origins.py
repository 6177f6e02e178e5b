"""The places from which an output comes, in every spelling."""

from __future__ import annotations

import pytest

from authguard.prove import origins
from tests.support.collected import A, github, one


@pytest.mark.parametrize(
    "url",
    [
        "https://real.example/o/r",
        "https://Real.Example:443/o/r.git/",
        "http://user@real.example:80/o/r.git",
        "ssh://git@real.example/o/r",
        "git@real.example:o/r.git",
    ],
)
def test_a_spelling_of_a_revision(url: str) -> None:
    """All urls of a repository, and all names of a tag, make one line; each has its host."""
    assert origins.revision_line(url, "refs/tags/v1") == origins.revision_line(
        "https://real.example/o/r", "v1"
    )


def test_revisions() -> None:
    """Another tag or repository is another line."""
    found = origins.revisions(one(github()))
    assert found == origins.revision_line("https://github.com/o/r", "v1.0")
    assert found not in origins.revisions(one(github(rev="v1.0.1")))


@pytest.mark.parametrize("name", ["real.example", "Real.Example:443", "real.example:8080"])
def test_the_host_of_a_file(name: str) -> None:
    """A port or a capital letter makes no other host."""
    each = one(f'fetchurl {{ url = "https://{name}/a?b=1#c"; hash = "{A}"; }}')
    assert origins.is_at(each, ["real.example"])
    assert not origins.is_at(each, ["other.example"])


def test_a_host_that_no_url_names() -> None:
    """The fetcher of a forge has the host of the forge."""
    assert origins.is_at(one(github()), ["github.com"])


def test_files_of_a_repository_have_its_line() -> None:
    """A proof of a file by its url ends when any revision of the repository moves."""
    line = origins.repository_line("https://github.com/O/r.git")
    assert line == origins.repository_line("https://raw.githubusercontent.com/o/r/nightly/a.txt")
    assert origins.repository_line("https://example.org/a.tar.gz") == ""
