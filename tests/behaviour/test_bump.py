"""`bump` against a real git server: one command for a version and its hashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.packaging import DIRECTORY, SOURCES, Packaging

if TYPE_CHECKING:
    from tests.support.servers import HttpGit
    from tests.support.sourced import Sourced
    from tests.support.upstream import Upstream


def changed(packaging: Packaging, *more: str) -> list[str]:
    """Return the lines that differ, without the names of the files."""
    diff = packaging.git("diff", "--unified=0", *more).splitlines()
    return [line[1:].strip() for line in diff if line[:1] == "+" and line[:3] != "+++"]


def test_a_bump_writes_the_version_and_the_source_hashes(packaging: Packaging) -> None:
    """Hashes that need Nix are stale and not proved, so the exit code is 1."""
    said = packaging.authguard("bump", "2026.2.1", DIRECTORY, "--no-nix")
    assert said.code == 1, (
        said
    )  # the dependency hashes are stale, as the mirror shows, and could not be proved
    lines = changed(packaging)
    assert len(lines) == 4
    assert lines.count('version = "2026.2.1";') == 2
    assert sum(line.startswith("hash = ") for line in lines) == 2
    assert '+  version = "2026.2.1";' in said.out
    assert packaging.authguard("verify", SOURCES) == (0, "", "authguard: 2 right\n")


def test_dependency_hashes_stay_if_only_the_source_moved(packaging: Packaging, upstream: Upstream) -> None:
    """Both versions have the same locks, and `check --online` reports nothing."""
    packaging.authguard("bump", "2026.2.1", DIRECTORY, "--no-nix")
    packaging.git("commit", "--quiet", "--all", "--message=2026.2.1")
    upstream.client.git("tag", "v3.2026.2.2", "v3.2026.2.1")
    upstream.publish()
    packaging.authguard("bump", "2026.2.2", DIRECTORY, "--no-nix", "--stage")
    assert (
        len(changed(packaging, "--cached")) == 4 - 1
    )  # the client's content is that of 2026.2.1: its hash stays
    assert packaging.authguard("check", "--online") == (0, "", "")


def test_a_missing_tag_of_the_client_changes_nothing(packaging: Packaging) -> None:
    """The message names the nearest tag."""
    said = packaging.authguard("bump", "2026.2.2", DIRECTORY)
    assert said.code == 2
    assert "v3.2026.2.2; nearest: v3.2026020.2" in said.err
    assert "nothing was changed" in said.err
    assert packaging.git("status", "--porcelain") == ""


def test_a_version_does_not_move_alone_over_a_commit_id(packaging: Packaging, upstream: Upstream) -> None:
    """The old source would get the new version. With --rev, the source moves too."""
    rev = upstream.client.oid("v3.2026.2.0^{commit}")
    url = (
        packaging.path.joinpath(DIRECTORY, "sources.nix")
        .read_text()
        .partition('url = "')[2]
        .partition("/monorepo")[0]
    )
    packaging.write(
        "q.nix",
        '{ fetchgit }: rec {\n  pname = "client"; version = "2026.2.0";\n'
        f'  src = fetchgit {{\n    url = "{url}/client-go.git";\n    rev = "{rev}";\n    hash = "";\n  }};\n}}\n',
    )
    packaging.git("add", "--all")
    assert packaging.authguard("fix", "--stage", "--no-nix", "q.nix").code == 0
    packaging.commit("a pinned source")
    before = packaging.path.joinpath("q.nix").read_text()
    said = packaging.authguard("bump", "2026.2.1", "q.nix", "--no-nix", "--commit")
    assert said.code == 2
    assert said.err.endswith("git authguard bump 2026.2.1 q.nix --rev src=COMMIT\n")
    assert packaging.path.joinpath("q.nix").read_text() == before
    new = upstream.client.oid("v3.2026.2.1^{commit}")
    assert packaging.authguard("bump", "2026.2.1", "q.nix", "--no-nix", "--rev", f"src={new}").code == 0
    after = packaging.path.joinpath("q.nix").read_text()
    assert new in after
    assert 'version = "2026.2.1"' in after


def test_a_bump_to_a_lower_version_says_that_it_goes_down(tool: Sourced) -> None:
    """The bump back up has no such line."""
    up = tool.bumped()
    assert (up.code, "goes down" in up.err) == (0, False)
    down = tool.authguard("bump", "2026.2.0", "tool", "--dry-run")
    assert down.code == 0
    paths = "tool/default.nix, tool/sources.nix"
    assert down.err.startswith(f"authguard: {paths}: the version goes down from 2026.2.1 to 2026.2.0\n")


def test_latest_is_the_newest_tag_with_the_pattern_of_the_present_one(
    packaging: Packaging, upstream: Upstream
) -> None:
    """A release candidate is used on request only."""
    upstream.monorepo.git("tag", "version/2026.10.0", "version/2026.2.1")
    upstream.monorepo.git("tag", "version/2026.12.0-rc1", "version/2026.2.1")
    upstream.client.git("tag", "v3.2026.10.0", "v3.2026.2.1")
    upstream.publish()
    said = packaging.authguard("bump", "latest", DIRECTORY, "--no-nix", "--dry-run")
    assert '+  version = "2026.10.0";' in said.out
    assert packaging.git("status", "--porcelain") == ""
    assert "wrong" not in said.out + said.err
    assert "authguard: would write 2 hashes in 1 file\nauthguard: 2 to fix, " in said.err
    said = packaging.authguard("bump", "latest", DIRECTORY, "--no-nix", "--dry-run", "--pre")
    assert "v3.2026.12.0-rc1" in said.err  # which the client does not have


def test_the_difference_has_colours_only_on_request(packaging: Packaging) -> None:
    """The text is the same with colours and without."""
    words = ("bump", "2026.2.1", DIRECTORY, "--no-nix", "--dry-run")
    plain = packaging.authguard(*words).out
    painted = packaging.authguard(*words, "--color", "always").out
    assert '\x1b[32m+  version = "2026.2.1";\x1b[0m\n' in painted
    assert '\x1b[31m-  version = "2026.2.0";\x1b[0m\n' in painted
    assert "\x1b" not in plain
    without = re.sub(r"\x1b\[\d*m", "", painted)
    assert without.partition("\nfixed output")[0] == plain.partition("\nfixed output")[0]


def test_a_bump_ends_with_3_if_its_server_is_out_of_reach(packaging: Packaging, http: HttpGit) -> None:
    """Nothing is changed."""
    http.refuse = 503
    said = packaging.authguard("bump", "2026.2.1", DIRECTORY, "--no-nix")
    assert said.code == 3
    assert packaging.git("status", "--porcelain") == ""


def test_a_bump_to_the_present_version_says_so_and_changes_nothing(packaging: Packaging) -> None:
    """The exit code is 0."""
    said = packaging.authguard("bump", "2026.2.0", DIRECTORY)
    assert said.code == 0
    assert "already" in said.err


@pytest.mark.parametrize(
    "words", [[], ["no version", DIRECTORY], ["1", "../x"], ["1", "a", "b"], ["1", "nowhere"]]
)
def test_contradictory_arguments_are_an_error_in_one_line(packaging: Packaging, words: list[str]) -> None:
    """The exit code is 2."""
    said = packaging.authguard("bump", *words)
    assert said.code == 2
    assert said.err.count("\n") == 1
