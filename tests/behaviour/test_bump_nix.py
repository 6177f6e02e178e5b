"""`bump` from end to end: a real git server, real Nix behind a real sshd, the packaging in nix/authentik."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_gate_authentik import CONFIG
from tests.behaviour.test_nix_authentik import FIXED_OUTPUTS
from tests.support.gated import Gated
from tests.support.sshd import NEEDS, Sshd
from tests.units.prove.nixhash.test_authentik import BELOW, NAMES
from tests.units.prove.nixhash.test_authentik import Packaging as Laid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.gated import Said
    from tests.support.servers import HttpGit
    from tests.support.upstream import Upstream

pytestmark = pytest.mark.needs(*NEEDS, "nix-build")

PINNED = "source/ceb4fcc090851717a3069d78e85ceb1e86c2740c"
MIRRORS = "https://forge.eblu.me/mirrors"
LOCKS = dict(zip(NAMES[2:5], ("uv.lock", "go.sum", "web/package-lock.json"), strict=True))


class Shipped(Gated):
    """The packaging of 2026.2.0 with the true hashes of the stand-in upstream, and a builder with these files.

    Each bundle of dependencies is one lock file without the lines about the release itself. Nix makes it of the source,
    on the builder.
    """

    def __init__(self, root: Path, upstream: Upstream, url: str) -> None:
        """Write all files, start the builder, and commit."""
        self.laid = Laid(root / "laid")
        self.upstream = upstream
        shutil.rmtree(self.laid.upstream)
        self.laid.release(PINNED, {"opencontainers/x.py": "1"})
        for version in ("2026.2.0", "2026.2.1", "2026.2.2"):
            self.export(version)
        text = self.overlay.read_text()
        assert text.count('cp "$src/$lock" "$out"') == 1
        self.overlay.write_text(
            text.replace('cp "$src/$lock" "$out"', 'sed /2026/d "$src/$lock" >"$out/lock"')
        )
        super().__init__(root / "r", Sshd(root / "s", self.laid.nix.environment), config=CONFIG)
        home = root / "home"
        home.mkdir()
        self.more |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}
        self.more |= {"GIT_ALLOW_PROTOCOL": "http:https:git:ssh:file"}
        true = self.expected("2026.2.0")
        for path, data in self.laid.files.items():
            text = data.decode().replace(f"{MIRRORS}/authentik.git", f"{url}/monorepo.git")
            text = text.replace(f"{MIRRORS}/authentik-client-go.git", f"{url}/client-go.git")
            for name, digest in FIXED_OUTPUTS.items():
                text = text.replace(digest, true[name])
            self.write(path, text)
        self.commit("2026.2.0")

    @property
    def overlay(self) -> Path:
        """The builds of the builder's package set."""
        return self.laid.upstream.parent / "nixpkgs" / "overlay.nix"

    def export(self, version: str) -> None:
        """Copy a release to where the builder's fetchers find it, if upstream has it."""
        for repo, tag, name in (
            (self.upstream.monorepo, f"version/{version}", "monorepo"),
            (self.upstream.client, f"v3.{version}", "client-go"),
        ):
            place = self.laid.upstream / name / tag.replace("/", "-")
            if repo.run("rev-parse", "--verify", "--quiet", tag).returncode == 0 and not place.exists():
                place.mkdir(parents=True)
                packed = subprocess.run(
                    ["git", "archive", tag], cwd=repo.path, stdout=subprocess.PIPE, check=True
                )
                subprocess.run(["tar", "-x", "-C", place], input=packed.stdout, check=True)

    def expected(self, version: str) -> dict[str, str]:
        """The true hashes of a version, by the names of the fixed outputs of 2026.2.0."""
        source = self.laid.upstream / "monorepo" / f"version-{version}"
        trees = {
            "authentik": source,
            "authentik-client-go": self.laid.upstream / "client-go" / f"v3.{version}",
            "source": self.laid.upstream / PINNED,
        }
        for name, lock in LOCKS.items():
            trees[name] = self.laid.upstream.parent / "bundles" / version / name
            trees[name].mkdir(parents=True, exist_ok=True)
            kept = [line for line in (source / lock).read_text().splitlines() if "2026" not in line]
            (trees[name] / "lock").write_text("\n".join([*kept, ""]))
        return {name: self.laid.nix.hash_path(path) for name, path in trees.items()}

    def changed(self, before: str, after: str) -> list[str]:
        """The lines that a bump must write, sorted."""
        old, new = self.expected(before), self.expected(after)
        return sorted([*[after] * 2, *(new[name] for name in new if new[name] != old[name])])

    def lines(self, *diff: str) -> list[str]:
        """The quoted texts in the added lines of a diff, sorted; each text replaces a removed text."""
        shown = self.git("diff", "--unified=0", *diff).splitlines()
        added = [line for line in shown if line[:1] == "+" and line[:3] != "+++"]
        removed = [line for line in shown if line[:1] == "-" and line[:3] != "---"]
        assert len(added) == len(removed)
        return sorted(line.split('"')[1] for line in added)

    def bump(self, version: str, *more: str) -> Said:
        """Run the bump command."""
        return self.authguard("bump", version, BELOW, *more)


@pytest.fixture
def shipped(upstream: Upstream, http: HttpGit, tmp_path: Path) -> Iterator[Shipped]:
    """The packaging of 2026.2.0, and its builder."""
    made = Shipped(tmp_path, upstream, http.url)
    assert made.server is not None
    with made.server:
        yield made
        assert made.server.is_clean() == []


def test_one_command_moves_all_hashes_and_builds_them(shipped: Shipped) -> None:
    """The command bumps both versions, both sources and three bundles."""
    said = shipped.bump("2026.2.1", "--build")
    assert said.code == 0, said
    assert shipped.lines() == shipped.changed("2026.2.0", "2026.2.1")
    assert len(shipped.lines()) == 7
    assert "gate authentik: assembled of :worktree is built on fish" in said.err
    table = said.out[said.out.index("\nfixed output") :].splitlines()[1:]
    assert sum(" builder " in line for line in table) == 3
    assert sum(" fetched " in line for line in table) == 2
    assert max(map(len, table)) <= 80
    shipped.git("add", "--all")
    assert shipped.authguard("check", "--strict") == (0, "", "")
    shipped.record("2026.2.1")
    built = shipped.authguard("build")
    assert built.code == 0, built
    assert shipped.server is not None
    assert "Accepted publickey" in (shipped.server.root / "log").read_text()


def test_the_commit_of_a_bump_is_built_from_its_own_content(shipped: Shipped) -> None:
    """Only the source moved: the hashes of the bundles are proved again, and do not change."""
    assert shipped.bump("2026.2.1", "--commit").code == 0
    shipped.upstream.client.git("tag", "v3.2026.2.2", "v3.2026.2.1")
    shipped.upstream.publish()
    shipped.export("2026.2.2")
    shipped.write("README", "staged\n").stage()
    said = shipped.bump("2026.2.2", "--commit", "--build", "--format", "json")
    assert said.code == 0, said
    assert sorted((each["verdict"], each["how"]) for each in json.loads(said.out)["results"]) == [
        *[("right", "builder")] * 3,
        ("right", "native"),
        ("wrong", "native"),
    ]
    assert shipped.lines("HEAD^", "HEAD") == shipped.changed("2026.2.1", "2026.2.2")
    assert len(shipped.lines("HEAD^", "HEAD")) == 3
    head = shipped.oid("HEAD")
    assert json.loads(said.out)["committed"] == head
    assert f"gate authentik: assembled of {head[:12]} is built on fish" in said.err
    assert shipped.git("status", "--porcelain") == "M  README"
    assert shipped.authguard("check", "--strict", "--base", "HEAD^", "--head", "HEAD") == (0, "", "")


def test_a_missing_tag_of_the_client_asks_no_builder(shipped: Shipped) -> None:
    """The message names the nearest tag, and nothing is changed."""
    said = shipped.bump("2026.2.2", "--commit", "--build")
    assert said.code == 2
    assert "has no v3.2026.2.2; nearest: v3.2026020.2" in said.err
    assert shipped.git("status", "--porcelain") == ""
    assert shipped.server is not None
    assert "Accepted publickey" not in (shipped.server.root / "log").read_text()


def test_a_second_run_proves_the_hashes_that_a_lost_builder_left(shipped: Shipped) -> None:
    """The builder stops during the bundles, and the proved hashes are written."""
    gate, begun = shipped.path.parent / "wait", shipped.path.parent / "begun"
    text = shipped.overlay.read_text()
    assert text.count("    case $name in") == 1
    wait = f"    while [ -e {gate} ]; do : > {begun}; sleep 0.1; done\n"
    shipped.overlay.write_text(text.replace("    case $name in", f"{wait}    case $name in"))
    gate.touch()
    with shipped.started("bump", "2026.2.1", BELOW, "--commit", "--build") as process:
        until = time.monotonic() + 600
        while not begun.exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.05)
        assert shipped.server is not None
        shipped.server.drop()
        _, err = process.communicate(timeout=600)
    assert process.returncode == 3, err
    assert b"not committed: not every hash is proved; the edits are in the work tree" in err
    assert len(shipped.lines()) == 4
    assert shipped.git("diff", "--cached") == ""
    assert shipped.git("log", "-1", "--format=%s") == "2026.2.0"
    gate.unlink()
    assert shipped.server.is_clean() == []
    said = shipped.bump("2026.2.1", "--commit", "--build")
    assert said.code == 0, said
    assert shipped.lines("HEAD^", "HEAD") == shipped.changed("2026.2.0", "2026.2.1")
