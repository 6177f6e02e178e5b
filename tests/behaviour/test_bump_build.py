"""`bump --build` builds the gate of the edited files, in the work tree or in the commit, with real Nix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_verify_nix import CONFIG, PACKAGE, Built

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix
    from tests.support.packaging import Said
    from tests.support.servers import HttpGit

pytestmark = pytest.mark.needs("nix-build", "git")

PARTS = """\
  good = derivation { name = "good"; system = builtins.currentSystem; builder = "/bin/sh";
    args = [ "-euc" "read -r line < ${./word}; echo $line > $out" ]; inherit src deps; };
  bad = derivation { name = "bad"; system = builtins.currentSystem; builder = "/bin/sh";
    args = [ "-euc" "echo it went wrong; exit 1" ]; inherit src deps; };
}
"""


class Gated(Built):
    """A package of 2026.2.0 with the true hashes. One part of it can be built, and one cannot."""

    def __init__(self, path: Path, http: HttpGit, nix: Nix) -> None:
        """Write and commit the package."""
        super().__init__(path, http, nix)
        package, _, _ = PACKAGE.format(url=self.url, **self.state).partition("  all = ")
        self.write("default.nix", package + PARTS).write("word", "one\n").gate("good")
        self.stage()
        assert self.asked("fix", "default.nix").code == 0
        self.first = self.commit("true hashes")

    def gate(self, attribute: str) -> None:
        """Have the gate build a part."""
        self.write("authguard.toml", CONFIG.replace('attribute = "all"', f'attribute = "{attribute}"'))

    def built(self, *more: str) -> Said:
        """Bump to the next version and build."""
        return self.asked("bump", "2026.2.1", *more, "--build")


@pytest.fixture
def gated(tmp_path: Path, http: HttpGit, nix: Nix) -> Gated:
    """A package of 2026.2.0."""
    return Gated(tmp_path / "gated", http, nix)


def test_bump_builds_tracked_files_as_they_are_on_disk(gated: Gated) -> None:
    """Nothing is staged, and no file stays in .git."""
    gated.write("word", "two\n")
    index = gated.git("ls-files", "-s")
    said = gated.built()
    assert said.code == 0, said
    assert "authguard: gate all: good of :worktree is built here" in said.err
    assert gated.git("ls-files", "-s") == index
    built = gated.nix.run("nix-build", "--no-out-link", str(gated.path / "default.nix"), "-A", "good",
                          "-I", f"library={gated.path}/lib.nix")  # fmt: skip
    assert open(built.strip()).read() == "two\n"  # noqa: SIM115, PTH123 - a store path
    assert not (gated.path / ".git/authguard/commit").exists()
    assert gated.asked("bump", "2026.2.1", "--build").code == 0  # the version is the requested one already


def test_a_gate_that_fails_ends_with_1_and_its_log(gated: Gated) -> None:
    """With --commit the commit is built, and it is kept."""
    gated.gate("bad")
    gated.commit("another gate")
    said = gated.built("--commit")
    assert said.code == 1, said
    oid = gated.oid("HEAD")
    assert gated.git("log", "-1", "--format=%s") == "gated: 2026.2.0 -> 2026.2.1"
    assert f"authguard: gate all: bad of {oid[:12]} " in said.out
    assert "it went wrong" in said.out
    gated.git("reset", "--quiet", "--hard", "HEAD^")
    said = gated.built("--quiet")
    assert said.code == 1, said
    assert "bad of :worktree" in said.out


def test_bump_builds_the_attribute_of_the_command_line(gated: Gated) -> None:
    """The config may lack the gate. An unfinished bump is not built."""
    said = gated.built("-f", "default.nix", "-A", "bad")
    assert said.code == 1, said
    gated.git("checkout", "--quiet", ".")
    gated.write("authguard.toml", "").commit("no gate")
    said = gated.built("--no-nix")
    assert said.code == 1, said  # the mirror shows that a hash is stale, and the new one could not be proved
    assert "not built: the bump is not finished" in said.err
    gated.git("checkout", "--quiet", ".")
    assert gated.asked("bump", "2026.2.1", "--dry-run", "--build").code == 2


def test_options_for_nix_have_the_same_effect_as_in_a_gate(gated: Gated) -> None:
    """The options are -I and --option, for bump, fix, verify and build."""
    gated.write(
        "authguard.toml", CONFIG.replace('"-I", "library=./lib.nix"', "").replace('"all"', '"good"', 2)
    )
    gated.commit("a gate without options")
    own = "-I", "library=./lib.nix", "--option", "show-trace", "true"
    assert gated.built().code != 0
    gated.git("checkout", "--quiet", ".")
    said = gated.built(*own, "--commit")
    assert said.code == 0, said
    assert gated.asked("build").code == 1
    assert gated.asked("build", *own).code == 0
    assert gated.asked("verify", "--again", *own, "default.nix").code == 0
    assert gated.asked("fix", "--again", *own, "default.nix").code == 0
    built = gated.asked("bump", "2026.2.1", *own, "--build")
    assert built.code == 0, built
    assert "is 2026.2.1 already" in built.err
    assert "is built here" in built.err or "was built" in built.err
