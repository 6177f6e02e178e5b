"""Dates of `audit --since`: everything that git documents, and no misspelt revision."""

from __future__ import annotations

import pytest

from authguard.git.dates import is_date

DATES = """\
2 weeks ago
2.weeks.ago
two weeks ago
2.weeks
3 days
yesterday
yesterday noon
today
now
never
noon
last friday
last week
last-month
1 year 3 months ago
6am yesterday
2026-01-31
2026-01-31T22:13:20
2026-01-31T22:13:20Z
2026-01-31 22:13:20 +0100
2026.01.31
1/31/2026
31.1.2026
Jan 31 2026
31 January 2026
January 31, 2026
Thu, 07 Apr 2005 22:13:13 +0200
Sep 3rd
12:00
@1700000000
1700000000
1700000000 +0100
""".splitlines()
OTHERS = """\
nonsense
2026-13-45
2026-02-30
31/31/2026
HEAD~99
main2
v1.2
1.2.3
origin/main
release-2026
fix/2-weeks
tool-2026-01-31
3
2026
1234567
ago
last
yesterdy
2 wekes ago

""".splitlines()


@pytest.mark.parametrize("text", DATES)
def test_texts_that_git_reads_as_dates_are_dates(text: str) -> None:
    """Git documents these spellings."""
    assert is_date(text)


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts_are_no_dates(text: str) -> None:
    """Git would read these as the present, or as another day."""
    assert not is_date(text)
