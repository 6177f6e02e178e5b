"""A repository on a machine without Nix."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from authguard.digest import Digest
from authguard.prove.hashes import of_path
from tests.support import forked
from tests.support.packaging import Said
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path


def nar_hash(path: Path) -> str:
    """Return the hash of the NAR of a file or directory, as Nix writes it."""
    return Digest("sha256", of_path(str(path))).sri()


class Laptop(Repo):
    """A repository on a machine without Nix; its npm uses a registry of the test."""

    def __init__(self, path: Path, registry: str = "", tools: tuple[str, ...] = ("git", "sh")) -> None:
        """Make the repository, with its own home and a PATH with only ``tools``."""
        super().__init__(path)
        self.home = path.parent / "home"
        self.home.mkdir()
        self.bin = path.parent / "bin"
        self.bin.mkdir()
        for tool in tools:
            (self.bin / tool).symlink_to(shutil.which(tool) or "")
        if registry:
            (self.home / ".npmrc").write_text(f"registry={registry}\n")

    def surroundings(self, **more: str) -> dict[str, str]:
        """Return the environment of this machine; ``more`` replaces some variables."""
        own = {
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "PATH": str(self.bin),
            "GIT_CONFIG_COUNT": "0",
        }
        return self.environment(**{**own, **more})

    def authguard(self, *arguments: str, **more: str) -> Said:
        """Run git-authguard in this repository."""
        env = self.surroundings(PYTHONWARNINGS="error", **more)
        done = forked.run([*arguments], cwd=self.path, env=env)
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    def verify(self, *arguments: str, code: int, **more: str) -> dict[str, Any]:
        """Return the answer of `verify` about the only hash."""
        said = self.authguard("verify", "--format", "json", *arguments, **more)
        assert said.code == code, said
        (found,) = json.loads(said.out)["results"]
        return dict(found)
