"""The packaging in nix/authentik in a repository of its own, with sources of a stand-in upstream."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple, Self

from tests.support import forked
from tests.support.repos import ROOT, Repo

REAL = Path(sys.executable).parent / "git-authguard"
DIRECTORY = "containers/authentik"
SOURCES = f"{DIRECTORY}/sources.nix"


class Said(NamedTuple):
    """The result of one run of authguard."""

    code: int
    out: str
    err: str


class Packaging(Repo):
    """nix/authentik below containers/authentik, with both sources from ``url``; committed."""

    def __init__(self, path: Path, url: str, config: str = "") -> None:
        """Write and commit the packaging. ``config`` is the content of authguard.toml, if any."""
        super().__init__(path)
        self.home = path.parent / "home"
        self.home.mkdir()
        for file in sorted((ROOT / "nix/authentik").glob("*.nix")):
            text = file.read_text()
            text = text.replace("https://forge.eblu.me/mirrors/authentik.git", f"{url}/monorepo.git")
            text = text.replace(
                "https://forge.eblu.me/mirrors/authentik-client-go.git", f"{url}/client-go.git"
            )
            self.write(f"{DIRECTORY}/{file.name}", text)
        if config:
            self.write("authguard.toml", config)
        self.commit("the packaging")

    @classmethod
    def of(cls, path: Path) -> Self:
        """Use an existing copy of the packaging, with its home directory beside it."""
        made = cls.__new__(cls)
        Repo.__init__(made, path, init=False)
        made.home = path.parent / "home"
        return made

    def edit(self, name: str, before: str, after: str) -> None:
        """Replace a text that occurs once in a file of the packaging, and stage it."""
        file = self.path / DIRECTORY / name
        text = file.read_text()
        assert text.count(before) == 1, (name, before)
        file.write_text(text.replace(before, after))
        self.git("add", "--all")

    def bump(self, after: str, before: str = "2026.2.0") -> None:
        """Move the version in both places, but no hash; stage it."""
        for name in ("sources.nix", "default.nix"):
            self.edit(name, f'version = "{before}"', f'version = "{after}"')

    def surroundings(self, **more: str) -> dict[str, str]:
        """Return the environment of a run, with a home and a cache of the test."""
        env = self.environment(
            HOME=str(self.home),
            XDG_CACHE_HOME=str(self.home / ".cache"),
            PYTHONWARNINGS="error",
            GIT_ALLOW_PROTOCOL="http:https:git:ssh",
            **more,
        )
        env.pop("TMPDIR", None) if "TMPDIR" in os.environ else None
        return env

    def authguard(self, *arguments: str, **more: str) -> Said:
        """Run git-authguard in the packaging, with a home and a cache of the test."""
        env = self.surroundings(**more)
        done = forked.run([*arguments], cwd=self.path, env=env)
        assert "Traceback" not in done.stderr, done.stderr
        assert "internal error" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)
