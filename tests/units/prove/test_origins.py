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
def test_all_spellings_of_a_revision_are_one_line(url: str) -> None:
    """The spellings are urls of one repository, and names of one tag."""
    assert origins.revision_line(url, "refs/tags/v1") == origins.revision_line(
        "https://real.example/o/r", "v1"
    )


def test_another_tag_is_another_line() -> None:
    """The line has the url of the repository, and the tag."""
    found = origins.revisions(one(github()))
    assert found == origins.revision_line("https://github.com/o/r", "v1.0")
    assert found not in origins.revisions(one(github(rev="v1.0.1")))


@pytest.mark.parametrize("name", ["real.example", "Real.Example:443", "real.example:8080"])
def test_a_port_or_a_capital_letter_makes_no_other_host(name: str) -> None:
    """The url is that of a file."""
    each = one(f'fetchurl {{ url = "https://{name}/a?b=1#c"; hash = "{A}"; }}')
    assert origins.is_at(each, ["real.example"])
    assert not origins.is_at(each, ["other.example"])


def test_the_fetcher_of_a_forge_has_the_host_of_the_forge() -> None:
    """No url names the host."""
    assert origins.is_at(one(github()), ["github.com"])


def test_files_of_a_repository_have_its_line() -> None:
    """A proof of a file by its url ends when any revision of the repository moves."""
    line = origins.repository_line("https://github.com/O/r.git")
    assert line == origins.repository_line("https://raw.githubusercontent.com/o/r/nightly/a.txt")
    assert origins.repository_line("https://example.org/a.tar.gz") == ""
