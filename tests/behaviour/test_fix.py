"""`fix` against a real git server: the hashes that it writes, and those that it does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.packaging import SOURCES, Packaging

if TYPE_CHECKING:
    from tests.support.servers import HttpGit


def changed(packaging: Packaging, *more: str) -> list[str]:
    """Return the lines that differ, without the names of the files."""
    diff = packaging.git("diff", "--unified=0", *more).splitlines()
    return [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_fix_writes_both_source_hashes_of_a_bump(packaging: Packaging) -> None:
    """Hashes that need Nix are named, and `check` reports only these."""
    packaging.bump("2026.2.1")
    said = packaging.authguard("fix", "--no-nix")
    assert said.code == 3
    assert said.err == "authguard: wrote 2 hashes in 1 file\nauthguard: 2 fixed, 3 not verified\n"
    lines = changed(packaging)
    assert len(lines) == 4
    assert all("hash = " in line for line in lines)
    packaging.git("add", "--all")
    left = {
        each["code"] for each in json.loads(packaging.authguard("check", "--format", "json").out)["findings"]
    }
    assert left == {"AG202"}
    assert packaging.authguard("fix", SOURCES) == (0, "", "authguard: 2 right\n")


def test_fix_stages_exactly_its_own_edits(packaging: Packaging) -> None:
    """With --stage, other hunks stay unstaged."""
    packaging.bump("2026.2.1")
    file = packaging.path / SOURCES
    file.write_text(file.read_text().replace("# The version that is built", "# The version that we build"))
    said = packaging.authguard("fix", "--no-nix", "--stage")
    assert "wrote and staged 2 hashes in 1 file" in said.err
    assert [line[:1] + line.strip("+-").split()[0] for line in changed(packaging)] == ["-#", "+#"]
    staged = changed(packaging, "--cached", "--", SOURCES)
    assert sum("hash = " in line for line in staged) == 4
    assert not any("that we build" in line for line in staged)


def test_a_dry_run_writes_nothing(packaging: Packaging) -> None:
    """The dry run prints the edits that `fix` would make."""
    packaging.bump("2026.2.1")
    before = packaging.git("status", "--porcelain")
    said = packaging.authguard("fix", "--no-nix", "--dry-run", "--stage")
    assert "would write 2 hashes in 1 file" in said.err
    assert packaging.git("status", "--porcelain") == before
    assert changed(packaging) == []


def test_a_mirror_out_of_reach_is_named_and_changes_nothing(packaging: Packaging, http: HttpGit) -> None:
    """A second run writes the hashes."""
    packaging.bump("2026.2.1")
    http.refuse = 503
    said = packaging.authguard("fix", "--no-nix")
    assert said.code == 3
    assert "503" in said.out
    assert changed(packaging) == []
    http.refuse = None
    assert packaging.authguard("fix", "--no-nix", "--online").code == 3
    assert len(changed(packaging)) == 4


def test_a_source_is_fixed_although_the_tag_of_another_is_missing(packaging: Packaging) -> None:
    """The missing tag is named, and the exit code is 1."""
    packaging.bump("2026.2.2")
    said = packaging.authguard("fix", "--no-nix", SOURCES)
    assert said.code == 1
    assert "v3.2026020.2" in said.out
    assert len(changed(packaging)) == 2


CHANNELS = """\
{ fetchgit }:
{
  # Both are HASH since the last release.
  stable = fetchgit {
    url = "URL/client-go.git";
    rev = "v3.2026.2.0";
    hash = "HASH";
  };
  canary = fetchgit {
    url = "URL/client-go.git";
    rev = "v3.2026.2.0";
    hash = "HASH"; # not HASH
  };
  cached = "https://cache.example/HASH.nar";
}
"""


def test_fix_changes_only_the_channel_that_moved(packaging: Packaging, http: HttpGit) -> None:
    """Two channels have one hash. The other channel, comments and the url stay."""
    packaging.write("channels.nix", CHANNELS.replace("URL", http.url).replace("HASH", f"sha256-{'A' * 43}="))
    packaging.commit("placeholders")
    assert packaging.authguard("fix", "channels.nix").code == 0
    fixed = (packaging.path / "channels.nix").read_text()
    old = fixed.split('hash = "')[1].split('"')[0]
    text = CHANNELS.replace("URL", http.url).replace("HASH", old)
    packaging.write("channels.nix", text).commit("stable and canary")
    stable, mark, canary = text.partition("canary")
    moved = stable + mark + canary.replace("v3.2026.2.0", "v3.2026.2.1")
    packaging.write("channels.nix", moved).stage()
    said = packaging.authguard("fix", "--stage")
    assert said.code == 0, said
    new = said.out.split("true  ")[1].split()[0]
    assert new != old
    stands = (packaging.path / "channels.nix").read_text()
    assert stands == stable + mark + moved.partition("canary")[2].replace(f'"{old}"', f'"{new}"', 1)
    assert packaging.git("diff") == ""
    assert packaging.authguard("check") == (0, "", "")


def test_the_table_shows_written_and_unproved_hashes(packaging: Packaging) -> None:
    """The remaining work is below the table, which has no colours and is 80 columns wide."""
    packaging.bump("2026.2.1")
    said = packaging.authguard("fix", "--no-nix", "--color", "never")
    table = said.out[said.out.index("\nfixed output") + 1 :].splitlines()
    assert table[0].split() == ["fixed", "output", "old", "new", "proved", "took"]
    rows = table[: table.index("")]
    assert max(map(len, rows)) <= 80
    words = "\n".join(rows[1:]).replace("\n ", " ").splitlines()  # a long name has a line of its own
    by_name = {line.split()[0].rpartition("#")[2]: line.split()[1:] for line in words}
    assert by_name["src"][1].endswith("…")
    assert by_name["src"][2] == "fetched"
    assert by_name["vendorHash"][1:] == ["unknown", "no"]
    *left, help_ = table[table.index("to do by hand") + 1 :]
    assert len(left) == 3
    assert help_ == "  = help: git authguard fix -f FILE --builder HOST"
    assert all("not verified: " in line for line in left)
    assert "\x1b" not in said.out


def test_fix_prints_nothing_without_a_change(packaging: Packaging) -> None:
    """There is nothing to prove."""
    assert packaging.authguard("fix") == (0, "", "")
