"""The crater's counts of the move classes: errors and warnings in 860 public repositories.

`python -m evaluation.crater classes` writes this file. Each set of repositories was judged by the authguard
of its day, and the false classes of a set were corrected later: a class may be better now than its count.
"""

from typing import NamedTuple


class Counted(NamedTuple):
    """The count of a class: moves, repositories, and how many moves are known as stale and as honest."""

    moves: int
    repositories: int
    stale: int
    honest: int


COUNTS = {
    "beyond-limits": Counted(1, 1, 0, 1),
    "commit-in-query": Counted(2, 1, 1, 1),
    "commit-moved-by-hand": Counted(35, 17, 19, 16),
    "commit-moved-by-tool": Counted(25, 17, 14, 11),
    "commit-to-tag": Counted(4, 1, 0, 4),
    "commit-to-tag-of-same-version": Counted(19, 12, 0, 19),
    "commits-share-hash": Counted(10, 6, 3, 7),
    "copied-hash": Counted(20, 12, 16, 4),
    "daily-folder-moved": Counted(13, 1, 0, 13),
    "daily-tag-moved": Counted(20, 2, 0, 20),
    "file-at-other-commit": Counted(5, 3, 0, 5),
    "file-at-other-tag": Counted(5, 3, 1, 4),
    "file-of-moved-source": Counted(11, 1, 0, 11),
    "files-of-moved-folder": Counted(3, 1, 0, 3),
    "fork-merged": Counted(1, 1, 0, 1),
    "hash-mode-moved": Counted(1, 1, 1, 0),
    "input-added-or-removed": Counted(11, 5, 0, 11),
    "input-moved": Counted(21, 6, 6, 15),
    "input-unresolved": Counted(105, 21, 7, 98),
    "lock-moved": Counted(825, 93, 822, 3),
    "members-share-hash": Counted(2, 1, 0, 2),
    "moved-to-mirror": Counted(1, 1, 0, 1),
    "option-moved": Counted(24, 15, 18, 6),
    "other-crate": Counted(1, 1, 0, 1),
    "other-repository": Counted(3, 3, 1, 2),
    "part-shares-hash": Counted(1, 1, 0, 1),
    "patch-rebased": Counted(4, 2, 0, 4),
    "patches-moved": Counted(9, 5, 0, 9),
    "pin-beside-old-pin": Counted(1, 1, 1, 0),
    "repository-renamed": Counted(8, 7, 1, 7),
    "script-edited": Counted(40, 25, 10, 30),
    "sibling-fetched-anew": Counted(15, 3, 0, 15),
    "source-at-other-commit": Counted(7, 4, 3, 4),
    "source-moved": Counted(123, 54, 24, 99),
    "tag-moved": Counted(104, 26, 67, 37),
    "tag-respelled": Counted(8, 5, 5, 3),
    "tags-share-hash": Counted(17, 6, 1, 16),
    "url-moved": Counted(31, 12, 26, 5),
    "url-of-other-host": Counted(2, 1, 0, 2),
    "version-in-url-moved": Counted(209, 37, 163, 46),
    "version-moved": Counted(287, 10, 285, 2),
}
"""The count of each class, by its name."""
