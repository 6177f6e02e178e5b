"""Tags and folders that are named by a day or a second."""

from __future__ import annotations

import pytest

from authguard.outputs.days import days_between, days_between_folders


@pytest.mark.parametrize(
    ("other", "days"),
    [
        ("https://d.example/2025-11-21/a-nightly.tar.gz", 1),
        ("https://d.example/2025-12-20/a-nightly.tar.gz", 30),
        ("https://d.example/2025-11-21/b-nightly.tar.gz", None),
        ("https://d.example/2025-11-21/x/a-nightly.tar.gz", None),
        ("https://e.example/2025-11-21/a-nightly.tar.gz", None),
        ("https://d.example/2.1/a-nightly.tar.gz", None),
    ],
)
def test_dated_folders_of_one_file_are_some_days_apart(other: str, days: int | None) -> None:
    """Nothing else may differ between the two urls."""
    assert days_between_folders("https://d.example/2025-11-20/a-nightly.tar.gz", other) == days


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ("1.22t-1786685586", "1.22t-1786834707", 1),
        ("t-1786685586", "t-1786695586", 0),
        ("t-1786685586", "t-1786685599", None),
        ("1786685586", "1786695586", None),
        ("ci-1786685586", "ci-1786795586", None),
        ("1.22t-1786685586", "1.23t-1786834707", None),
        ("r1286685586", "r1286834707", None),
        ("v1.1786685586", "v1.1796834707", None),
        ("build-17866855860", "build-17868347070", None),
    ],
)
def test_tags_with_a_second_are_some_days_apart(one: str, other: str, days: int | None) -> None:
    """The text before the second is the same. Seconds before 2014, or near each other, may be numbers of builds."""
    assert days_between(one, other) == days
