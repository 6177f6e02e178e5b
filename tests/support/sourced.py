"""A package of two sources, in a repository of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.packaging import Packaging

if TYPE_CHECKING:
    from tests.support.packaging import Said

FAKE = f"sha256-{'A' * 43}="
SOURCES = f"""\
{{ fetchgit }}:
# What we build
rec {{
  version = "2026.2.0";
  src = fetchgit {{
    url = "URL/monorepo.git";
    rev = "version/${{version}}";
    hash = "{FAKE}";
  }};
  client = fetchgit {{
    url = "URL/client-go.git";
    rev = "v3.${{version}}";
    hash = "{FAKE}";
  }};
}}
"""
DEFAULT = """\
{ pkgs }:
let
  sources = import ./sources.nix { inherit (pkgs) fetchgit; };
  version = "2026.2.0";
in
pkgs.stdenv.mkDerivation { pname = "tool"; inherit version; inherit (sources) src; }
"""


class Sourced(Packaging):
    """A package of two sources in `tool/`, and the other files of the repository."""

    def begin(self, url: str) -> Sourced:
        """Commit the package at 2026.2.0 with the true hashes."""
        self.git("rm", "--quiet", "-r", "containers")
        self.write("tool/sources.nix", SOURCES.replace("URL", url)).write("tool/default.nix", DEFAULT)
        self.write("other", "1\n").commit("a placeholder each")
        assert self.authguard("fix", "tool/sources.nix").code == 0
        self.commit("true hashes")
        self.git("tag", "true")
        return self

    @property
    def first(self) -> str:
        """The first commit."""
        return self.oid("true")

    def text(self, name: str = "tool/sources.nix", rev: str = "") -> str:
        """A file as it is on disk, in the index (":") or in a revision."""
        if not rev:
            return (self.path / name).read_bytes().decode()
        return self.git("cat-file", "blob", f"{rev.rstrip(':')}:{name}") + "\n"

    def bumped(self, *more: str, **env: str) -> Said:
        """Bump to 2026.2.1 and commit."""
        return self.authguard("bump", "2026.2.1", "tool", "--commit", *more, **env)

    def lines(self, *diff: str) -> list[str]:
        """The lines of a diff that were added."""
        shown = self.git("diff", "--unified=0", *diff).splitlines()
        return [line[1:].strip() for line in shown if line[:1] == "+" and line[:3] != "+++"]
