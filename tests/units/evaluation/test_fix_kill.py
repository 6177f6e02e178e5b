"""Some kills of `git authguard fix --stage`; `python -m benchmarks.fix_kill` does hundreds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks.fix_kill import Killed
from tests.support.servers import HttpGit
from tests.support.upstream import Upstream

if TYPE_CHECKING:
    from pathlib import Path


def test_a_few_kills_leave_every_file_old_or_new(tmp_path: Path) -> None:
    """A second run finishes after each kill; a torn file would be found."""
    chance = random.Random(6)  # noqa: S311 - nothing is secret
    with HttpGit(Upstream(tmp_path / "upstream").served) as server:
        killed = Killed(tmp_path, server.url)
        states = [killed.round_of(tmp_path / "repo", chance, number) for number in range(4)]
        assert [wrong for _, wrong in states] == [[]] * 4
        assert any(state != "ended before" for state, _ in states)
        repo = killed.copy(tmp_path / "torn")
        repo.write("a.nix", killed.work["a.nix"][:-9]).write("sub/pin.json", "{}").stage("sub/pin.json")
        _, _, wrong = killed.look(repo)
        assert [line.partition(":")[0] for line in wrong] == [
            "a.nix is torn",
            "sub/pin.json is torn",
            "the staged text of sub/pin.json is torn",
        ]
