"""A hash that was kept at an earlier move too is only a note, unless that move had the right hash already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import forked
from tests.support.guarded import digest
from tests.support.repos import Repo

ICON = """\
{ fetchurl }:
fetchurl {
  url = "https://raw.githubusercontent.com/wren/wren/%s/%s";
  hash = "%s";
}
"""


def severities(repo: Repo) -> list[str]:
    """Return the severities of the findings about what is staged."""
    done = forked.run(["check", "--format", "json"], cwd=repo.path, env=repo.environment())
    return [each["severity"] for each in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize(
    ("before", "severity"),
    [
        ([("v1.0", "icon.png", 1)], "note"),
        ([("v1.0", "icon.png", 9), ("v1.0", "icon.png", 1)], "warning"),
        ([("v1.1", "old/icon.png", 1)], "warning"),
    ],
    ids=["kept", "corrected-first", "moved-in-the-tree"],
)
def test_a_hash_that_was_kept_at_an_earlier_tag_is_only_a_note(
    tmp_path: Path, before: list[tuple[str, str, int]], severity: str
) -> None:
    """Only a move to another tag with this hash shows that the file is often the same."""
    repo = Repo(tmp_path / "r")
    for number, (tag, path, content) in enumerate([*before, ("v1.1", "icon.png", 1)]):
        repo.write("icon.nix", ICON % (tag, path, digest(content))).commit(f"state {number}")
    repo.write("icon.nix", ICON % ("v1.2", "icon.png", digest(1))).stage()
    assert severities(repo) == [severity]
