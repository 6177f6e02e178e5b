"""`verify` with hashes that need Nix: real Nix, a store of its own, sources from a real git server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.packaging import Packaging, Said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix
    from tests.support.servers import HttpGit

pytestmark = pytest.mark.needs("nix-instantiate", "git")

# fetchgit in its simplest form, and a builder of dependencies: the text of the lock, and an added line.
LIBRARY = """\
rec {
  run = args: script: derivation ({
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-euc" "PATH=/usr/local/bin:/usr/bin:/bin; export PATH HOME=$TMPDIR; ${script}" ];
    outputHashMode = "recursive";
  } // args);
  fetchgit = { url, rev, hash, fetchSubmodules ? true }:
    run
      {
        name = baseNameOf url;
        inherit url rev;
        outputHash = hash;
        outputHashAlgo = if hash == "" then "sha256" else null;
      }
      "git clone -q $url $out; cd $out; git checkout -q $rev; rm -rf .git";
  mkDerivation = args: run args args.buildPhase;
}
"""
PACKAGE = """\
{{ lib ? import <library> }}:
rec {{
  version = "{version}";
  src = lib.fetchgit {{
    url = "{url}/monorepo.git";
    rev = "version/${{version}}";
    hash = "{source}";
  }};
  deps = lib.mkDerivation {{
    name = "deps";
    inherit src;
    buildPhase = "mkdir $out; cat $src/uv.lock > $out/lock; echo uv sync > $out/how";
    outputHash = "{deps}";
  }};
  all = lib.run {{ name = "all"; inherit src deps; outputHash = "{all}"; }} "mkdir $out";
}}
"""
FAKE = f"sha256-{'A' * 43}="
EMPTY = "sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo="
CONFIG = """\
[[gate]]
name = "all"
paths = ["*.nix"]
file = "default.nix"
attribute = "all"
nix-options = ["-I", "library=./lib.nix"]
"""


class Built(Packaging):
    """A package; Nix builds its dependencies from its source."""

    def __init__(self, path: Path, http: HttpGit, nix: Nix) -> None:
        """Write and commit the package, with a placeholder for each hash."""
        super().__init__(path, http.url, CONFIG)
        self.git("rm", "--quiet", "-r", "containers")
        self.nix = nix
        self.url = http.url
        self.write("lib.nix", LIBRARY)
        self.state = {"version": "2026.2.0", "source": FAKE, "deps": FAKE, "all": EMPTY}
        self.change()
        self.commit("the package")

    def change(self, **more: str) -> None:
        """Change the stated texts, and stage the file."""
        self.state.update(more)
        self.write("default.nix", PACKAGE.format(url=self.url, **self.state))
        self.git("add", "--all")

    def verify(self, *arguments: str, code: int) -> dict[str, dict[str, Any]]:
        """Return the answers of `verify`, by attribute."""
        said = self.asked("verify", "--format", "json", *arguments)
        assert said.code == code, said
        return {each["attribute"]: each for each in json.loads(said.out)["results"]}

    def asked(self, *arguments: str) -> Said:
        """Run authguard with a private Nix store."""
        own = {name: value for name, value in self.nix.environment.items() if name.startswith("NIX")}
        return self.authguard(*arguments, **own)


@pytest.fixture
def built(tmp_path: Path, http: HttpGit, nix: Nix) -> Built:
    """A package of 2026.2.0 without any true hash."""
    return Built(tmp_path / "built", http, nix)


def verdicts(found: dict[str, dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Return how each hash was proved, and the verdict."""
    return {name: (each["how"], each["verdict"]) for name, each in found.items()}


def test_verify_proves_the_source_and_the_output_that_nix_builds(built: Built) -> None:
    """One run: the source without Nix, and the output that Nix builds from the true source.

    Then the same for a bump that forgot both hashes, while both old outputs are in the store under these names.
    """
    found = built.verify("default.nix", code=1)
    assert verdicts(found) == {
        "src": ("native", "wrong"),
        "deps.outputHash": ("nix", "wrong"),
        "all.outputHash": ("nix", "right"),
    }
    built.change(source=found["src"]["true"], deps=found["deps.outputHash"]["true"])
    assert {each["verdict"] for each in built.verify("default.nix", code=0).values()} == {"right"}
    built.commit("true hashes")
    built.change(version="2026.2.1")
    again = built.verify(code=1)
    assert {name: each["verdict"] for name, each in again.items()} == {
        "src": "wrong",
        "deps.outputHash": "wrong",
        "all.outputHash": "right",
    }
    built.change(source=again["src"]["true"], deps=again["deps.outputHash"]["true"])
    assert {each["verdict"] for each in built.verify(code=0).values()} == {"right"}
    assert built.verify(code=0)["deps.outputHash"]["how"] == "before"


def test_a_gate_fetches_again_in_spite_of_a_warm_store(built: Built) -> None:
    """The store has both old outputs under these names: without a new fetch the build would pass."""
    found = built.verify("default.nix#src", "default.nix#deps.outputHash", code=1)
    built.change(source=found["src"]["true"], deps=found["deps.outputHash"]["true"])
    built.commit("true hashes")
    assert built.asked("build").code == 0
    built.git("update-ref", "refs/remotes/origin/main", "HEAD")
    built.change(version="2026.2.1")
    built.commit("a bump that forgot both")
    said = built.asked("build")
    assert said.code == 1, said
    assert "default.nix:7#src is " in said.out
    assert "git authguard fix 'default.nix#src'" in said.out
    assert built.asked("fix", "--base", "origin/main").code == 0
    built.git("commit", "--quiet", "--all", "--message=mended")
    said = built.asked("build")
    assert said.code == 0, said


def test_an_output_that_cannot_be_built_is_named_with_the_reason(built: Built) -> None:
    """There is no gate, no Nix, or a builder that is not allowed. Nothing is guessed."""
    without = built.environment()["PATH"]
    only = built.path.parent / "bin"
    only.mkdir()
    (only / "git").symlink_to("/usr/bin/git")
    said = built.authguard("verify", "default.nix#deps.outputHash", PATH=str(only))
    assert said.code == 3
    assert "there is no Nix here, and no builder is named" in said.out
    built.write("authguard.toml", "")
    built.git("add", "--all")
    said = built.asked("verify", "default.nix#deps.outputHash")
    assert said.code == 3
    assert "-f FILE -A ATTRIBUTE says where it is built" in said.out
    assert built.verify("-f", "default.nix", "-A", "nothing", "default.nix#deps.outputHash", code=3)
    built.write("authguard.toml", f'{CONFIG}builder = "ringtail"\n')
    built.git("add", "--all")
    said = built.authguard("verify", "default.nix#deps.outputHash", PATH=without)
    assert said.code == 2
    assert "git config --add authguard.builders ringtail" in said.err
    said = built.authguard("verify", "--builder", "127.0.0.1", "default.nix#deps.outputHash", PATH=without)
    assert said.code == 3
    assert "cannot be reached" in said.out
