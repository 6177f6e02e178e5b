"""The parts of a url that decide the content."""

from __future__ import annotations

import pytest

from authguard.outputs import urls

ID = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("url", "where", "what"),
    [
        ("https://example.org/a//b.tgz", "https://example.org", "/a/b.tgz"),
        ("mirror://gnu/hello/x.tar.gz", "mirror://gnu", "/hello/x.tar.gz"),
        ("git@github.com:o/r.git", "git@github.com:", "o/r.git"),
        ("no url at all", "", "no url at all"),
        (
            "https://b.example.org/a.zip?versionId=3&X-Amz-Date=20260620T002910Z&X-Amz-Expires=300&X-Amz-Signature=8f",
            "https://b.example.org",
            "/a.zip?versionId=3",
        ),
        ("https://a.example.org/x?id=1&X-Goog-Date=2&X-Goog-Signature=8", "https://a.example.org", "/x?id=1"),
        (
            "https://a.example.org/x?rscd=a-1.2.zip&sv=2&se=3&sig=8",
            "https://a.example.org",
            "/x?rscd=a-1.2.zip",
        ),
        (
            "https://c.example.org/a.exe?Expires=1&Signature=sQ~&Key-Pair-Id=AP",
            "https://c.example.org",
            "/a.exe",
        ),
        ("https://d.example.org/a.exe?sv=2&se=2026-01-01&sr=b&sig=x%3D", "https://d.example.org", "/a.exe"),
        ("https://e.example.org/get?sig=x&st=2&file=a", "https://e.example.org", "/get?sig=x&st=2&file=a"),
        ("https://e.example.org/get?policy=2&expires=7", "https://e.example.org", "/get?policy=2&expires=7"),
    ],
)
def test_a_url_is_split_into_host_and_path(url: str, where: str, what: str) -> None:
    """The scheme belongs to the host, and the path has single slashes. A signature is removed."""
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
def test_an_archive_of_a_forge_is_a_repository_at_a_revision(
    url: str, found: tuple[str, str, str] | None
) -> None:
    """A release file is no archive."""
    assert urls.archive(url) == found


def test_a_repository_is_compared_by_its_last_component() -> None:
    """The suffix .git is removed."""
    assert urls.repository("https://example.org/a/r.git/") == ("https://example.org/a", "r")
    assert urls.repository("git@example.org:r.git") == ("git@example.org", "r")


def test_both_names_of_a_tag_are_one_revision() -> None:
    """A full commit id has 40 or 64 small digits."""
    assert urls.bare_revision("refs/tags/v1") == "v1"
    assert urls.bare_revision("refs/heads/x") == "refs/heads/x"
    assert [urls.is_full_id(each) for each in (ID, ID[:39], "a" * 64, ID.upper(), None)] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_one_file_name_in_two_locations_is_the_same_file() -> None:
    """The two paths have no other version."""
    assert urls.same_file("/a/x-1.0.tgz", "/b/c/x-1.0.tgz")
    assert not urls.same_file("/a/x-1.0.tgz", "/b/x-1.1.tgz")
    assert urls.same_file("/1.0/download", "/x/1.0/download")
    assert not urls.same_file("/1.0/download", "/1.1/download")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/file/o/a.chm", "/a.chm", True),
        ("/a.chm", "/file/o/a.chm", True),
        ("/r7/a.chm", "/a.chm", False),
        ("/a.chm", "/a.chm", False),
        ("/o/a.chm", "/p/a.chm", False),
    ],
)
def test_a_removed_folder_leaves_the_file_the_same(one: str, other: str, same: bool) -> None:
    """A folder with a number in its name is an exception."""
    assert urls.same_folder_dropped(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"/o/r/compare/main...{ID}.patch", f"/o/r/compare/{'f' * 40}...{ID}.patch", True),
        (f"/o/r/compare/main..{ID}.diff", f"/o/r/compare/v1...{ID}.diff", True),
        (f"/o/r/compare/main...{ID}.patch", "/o/r/compare/main...v2.patch", False),
        (f"/o/r/commit/{ID}.patch", f"/o/r/compare/main...{ID}.patch", False),
    ],
)
def test_two_comparisons_of_a_branch_and_its_commit_are_one_change(one: str, other: str, same: bool) -> None:
    """The two comparisons end alike, and begin at a branch and at its commit."""
    assert urls.same_comparison(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"/o/r/commit/{ID}.patch", "/o/r/compare/a...b.diff", True),
        ("/o/r/pull/7.patch", f"/p/r/commit/{ID}.patch", True),
        ("/o/r/pull/7.patch?full_index=1", f"/o/r/commit/{ID}.patch?full_index=1", True),
        (f"/o/r/commit/{ID}.patch", f"/o/r/commit/{'f' * 40}.patch", False),
        ("/o/r/pull/7.patch", f"/o/s/commit/{ID}.patch", False),
        ("/o/r/archive/v1.tar.gz", "/o/r/compare/a...b.diff", False),
    ],
)
def test_one_change_may_have_two_kinds_of_urls(one: str, other: str, same: bool) -> None:
    """A commit, a pull request and a comparison may show it, even under two owners of one repository."""
    assert urls.same_change(one, other) is same


@pytest.mark.parametrize(
    ("path", "nothing"),
    [
        ("/download?id=1HkQ", True),
        ("/api/files/771", True),
        ("/a/theme.tar.gz?ex=66", False),
        ("/v1.2/download", False),
        ("/plugins/a/1.2/download/", False),
    ],
)
def test_some_addresses_have_no_file_and_no_version(path: str, nothing: bool) -> None:
    """A path with a known file name or a version says something about the content."""
    assert urls.says_nothing(path) is nothing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/a-2-0-4410/a-2-0-4410.exe", "/b-2.0.4410.exe", True),
        ("/a-2.0.exe", "/a-2.1.exe", False),
        ("/a.exe", "/b.exe", False),
        ("/20240101/a.exe", "/20240102/a.exe", False),
    ],
)
def test_two_urls_may_have_the_same_numbers(one: str, other: str, same: bool) -> None:
    """The numbers may be in each spelling."""
    assert urls.same_numbers(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "is_id"),
    [
        ("5etZBKls", "LubPCq8c", True),
        ("openjdk17", "openjdk21", False),
        ("build1234", "build1250", False),
        ("jdk8u312b07", "jdk8u322b07", False),
        ("V12b34", "V12b35", False),
    ],
)
def test_an_id_in_a_folder_has_capital_letters(one: str, other: str, is_id: bool) -> None:
    """The folder of a release has none."""
    assert urls.same_but_an_id(f"/data/{one}/a.zip", f"/data/{other}/a.zip") is is_id


def test_a_file_may_have_another_name_at_another_commit() -> None:
    """A name with another version is another file."""
    one, other = "1" * 40, "2" * 40
    assert urls.other_file_of_other_commit(f"/a/x/{one}/inptu.png", f"/a/x/{other}/input.png")
    assert not urls.other_file_of_other_commit(f"/a/x/{one}/eff-1.0.woff2", f"/a/x/{other}/eff-2.0.woff2")


def test_a_magnet_link_without_a_topic_keeps_its_other_parts() -> None:
    """The names decide in this link."""
    assert urls.split("magnet:?dn=one") != urls.split("magnet:?dn=two")


@pytest.mark.parametrize(
    ("url", "form", "shown"),
    [
        ("https://github.com/o/r/archive/v1.0.tar.gz", "v1.0", "v1.0"),
        ("https://github.com/o/r/archive/refs/tags/v1.0.tar.gz", "v1.0", "v1.0"),
        ("mirror://pypi/b/b/b-2.0.tar.gz", "2.0", "2.0"),
        ("https://forge.example.org/o/r.git", "r", "https://forge.example.org/o/r.git"),
        ("https://example.org/a-1.0.zip", "/a-1.0.zip", "https://example.org/a-1.0.zip"),
        ("v1.0", "v1.0", "v1.0"),
        ("refs/tags/v1.0", "v1.0", "refs/tags/v1.0"),
        (
            "https://github.com/o/r/archive/v1.0.tar.gz",
            ("str", "v", None),
            "https://github.com/o/r/archive/v1.0.tar.gz",
        ),
    ],
)
def test_a_url_is_shown_by_its_revision_or_version(url: str, form: object, shown: str) -> None:
    """An input that is no archive and no release is shown by its own text."""
    assert urls.part_of(url, form) == shown
