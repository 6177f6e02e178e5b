"""The meanings of a revision, and the revisions that are nearest to a missing revision."""

from __future__ import annotations

import pytest

from authguard.prove.mirrors import NotAllowed
from authguard.prove.mirrors.revisions import candidates, nearest_to

CLIENT = [
    "v3.2025.12.4",
    "v3.2026.2.0",
    "v3.2026.2.1",
    "v3.2026020.2",
    "v3.2026020.3-rc1",
    "v3.2026.2.0-rc1",
    "nightly",
]


@pytest.mark.parametrize(
    ("rev", "tags", "nearest"),
    [
        ("v3.2026.2.2", CLIENT, ["v3.2026020.2", "v3.2026.2.1", "v3.2026.2.0"]),
        ("v3.2025.12.5", CLIENT, ["v3.2025.12.4", "v3.2026.2.0", "v3.2026.2.1"]),
        ("2026.2.0", CLIENT, ["v3.2026.2.0", "v3.2026.2.1", "v3.2026.2.0-rc1"]),
        (
            "version/2026.2.0",
            ["version-2026.2.0", "v2026.2.0", "2026.2.1"],
            ["version-2026.2.0", "v2026.2.0"],
        ),
        ("1.4.0", ["v1.4.0", "v1.4.0-rc1", "1.3.9"], ["v1.4.0", "1.3.9"]),
        ("v2.10.0", ["v2.9.0", "v2.11.0", "v1.10.0", "v20.10.0"], ["v2.9.0", "v2.11.0", "v1.10.0"]),
        ("v1.2", ["v1.20", "v1.3", "v1.2.0"], ["v1.2.0", "v1.3", "v1.20"]),
        ("nightli", CLIENT, ["nightly"]),
        ("something-else", CLIENT, []),
        ("v1", [], []),
    ],
)
def test_the_nearest_refs_have_a_similar_version(rev: str, tags: list[str], nearest: list[str]) -> None:
    """The nearest refs have the same version with another prefix or padding, or the next versions in the same form."""
    refs = [f"refs/tags/{tag}" for tag in tags]
    assert nearest_to(rev, ["refs/heads/main", *refs]) == nearest
    assert nearest_to(f"refs/tags/{rev}", ["refs/heads/main", *refs]) == [
        f"refs/tags/{tag}" for tag in nearest
    ]


def test_the_nearest_ref_of_a_branch_is_a_branch() -> None:
    """The revision is the full name of a branch."""
    refs = ["refs/heads/release-2026.2", "refs/tags/release-2026.1"]
    assert nearest_to("refs/heads/release-2026.3", refs) == ["refs/heads/release-2026.2"]


def test_a_tag_comes_before_a_branch() -> None:
    """A full name means itself."""
    assert candidates("v1") == ["refs/tags/v1", "refs/heads/v1"]
    assert candidates("version/2026.2.0") == ["refs/tags/version/2026.2.0", "refs/heads/version/2026.2.0"]
    assert candidates("refs/pull/7/head") == ["refs/pull/7/head"]
    assert candidates("HEAD") == ["HEAD"]


@pytest.mark.parametrize(
    "rev",
    [
        "v1:refs/heads/x",
        "refs/tags/*",
        "v1^{commit}",
        "HEAD~1",
        "a b",
        "a..b",
        "a@{1}",
        "a.lock",
        "/a",
        "a//b",
        "@",
        "",
        "^a",
    ],
)
def test_a_text_that_is_no_ref_name_has_no_candidates(rev: str) -> None:
    """A text that git refuses as a ref name is never part of a refspec."""
    assert candidates(rev) == []


@pytest.mark.parametrize("rev", ["-x", "--upload-pack=id", "v1\n", "v1\x1b[2J", "\0"])
def test_an_option_or_a_control_character_is_refused(rev: str) -> None:
    """The message has no control character."""
    with pytest.raises(NotAllowed) as caught:
        candidates(rev)
    assert str(caught.value).isprintable()
