"""What of a url decides the content."""

from __future__ import annotations

import pytest

from authguard.fod import urls

ID = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("url", "where", "what"),
    [
        ("https://example.org/a//b.tgz", "https://example.org", "/a/b.tgz"),
        ("mirror://gnu/hello/x.tar.gz", "mirror://gnu", "/hello/x.tar.gz"),
        ("git@github.com:o/r.git", "git@github.com:", "o/r.git"),
        ("no url at all", "", "no url at all"),
    ],
)
def test_split(url: str, where: str, what: str) -> None:
    """Scheme and host, and the path with doubled slashes made one."""
    assert urls.split(url) == (where, what)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://github.com/o/r/archive/v1.tar.gz", ("o", "r", "v1")),
        ("https://github.com/o/r/archive/refs/tags/v1.tar.gz", ("o", "r", "v1")),
        (f"https://github.com/o/r/archive/{ID}.zip", ("o", "r", ID)),
        ("https://codeload.github.com/o/r/tar.gz/v1", ("o", "r", "v1")),
        ("https://api.github.com/repos/o/r/tarball/v1", ("o", "r", "v1")),
        ("https://gitlab.com/g/s/r/-/archive/v1/r-v1.tar.gz", ("g/s", "r", "v1")),
        ("https://git.example.org/o/r/archive/v1.tar.gz", ("https://git.example.org/o", "r", "v1")),
        ("https://github.com/o/r/releases/download/v1/r.tar.gz", None),
    ],
)
def test_archives_of_forges(url: str, found: tuple[str, str, str] | None) -> None:
    """Are a repository at a revision."""
    assert urls.archive(url) == found


def test_repositories() -> None:
    """By their last component, without .git."""
    assert urls.repository("https://example.org/a/r.git/") == ("https://example.org/a", "r")
    assert urls.repository("git@example.org:r.git") == ("git@example.org", "r")


def test_revisions() -> None:
    """A tag by either name, and what a full commit id is."""
    assert urls.bare_revision("refs/tags/v1") == "v1"
    assert urls.bare_revision("refs/heads/x") == "refs/heads/x"
    assert [urls.is_full_id(each) for each in (ID, ID[:39], "a" * 64, ID.upper(), None)] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_the_same_file_in_two_houses() -> None:
    """Has the same name, and no other version."""
    assert urls.same_file("/a/x-1.0.tgz", "/b/c/x-1.0.tgz")
    assert not urls.same_file("/a/x-1.0.tgz", "/b/x-1.1.tgz")
    assert urls.same_file("/1.0/download", "/x/1.0/download")
    assert not urls.same_file("/1.0/download", "/1.1/download")
