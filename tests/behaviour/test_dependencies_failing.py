"""A registry that stops half-way, lies, redirects or refuses: nothing is written, one line, exit code 3."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_dependencies import CARGO, FAKE, PACKAGE, YARN
from tests.support.gomodules import publish
from tests.support.laptop import Laptop
from tests.support.npm import Registry, sri
from tests.support.packaging import REAL
from tests.support.servers import Files

if TYPE_CHECKING:
    from collections.abc import Iterator

GO = """{{ buildGoModule }}:
buildGoModule {{
  pname = "tool";
  version = "1.0.0";
  src = ./.;
  vendorHash = "{hash}";
}}
"""
BIG = "// " + random.Random(1).randbytes(40_000).hex()  # noqa: S311 - content that no packer makes small
"""Content of this size can be cut half-way."""


class Failing:
    """A repository with one package of an ecosystem, and the registry of that ecosystem.

    Attributes:
        damage: replaces the content of the package.
    """

    def __init__(self, name: str, laptop: Laptop, server: Files) -> None:
        """Make the package, with a hash of nothing."""
        self.laptop = laptop
        self.server = server
        self.env = {"GOPROXY": server.url, "GOSUMDB": "off", "GOFLAGS": "-insecure"} if name == "go" else {}
        self.damage: Callable[[], object]
        getattr(self, f"_{name}")()
        laptop.commit("a package")

    def _npm(self) -> None:
        registry = Registry(self.server.root)
        lock = registry.lock(("left", "1.0.0"))
        lock = lock.replace(
            sri(registry.publish("left", "1.0.0")), sri(registry.publish("left", "1.0.0", BIG))
        )
        self.laptop.write("package-lock.json", lock).write("default.nix", PACKAGE.format(hash=FAKE))
        self.damage = lambda: registry.publish("left", "1.0.0", "// another")

    def _yarn(self) -> None:
        registry = Registry(self.server.root)
        data = registry.publish("left", "1.0.0", BIG)
        url = "https://registry.yarnpkg.com/left/-/left-1.0.0.tgz"
        lock = f'left@^1:\n  version "1.0.0"\n  resolved "{url}"\n  integrity {sri(data)}\n'
        self.laptop.write("yarn.lock", lock).write("default.nix", YARN.format(hash=FAKE))
        self.damage = lambda: registry.publish("left", "1.0.0", "// another")

    def _cargo(self) -> None:
        root, url = self.server.root, self.server.url
        (root / "config.json").write_text(json.dumps({"dl": f"{url}/dl"}))
        near = f'[source.crates-io]\nreplace-with = "near"\n[source.near]\nregistry = "sparse+{url}"\n'
        (self.laptop.home / ".cargo").mkdir()
        (self.laptop.home / ".cargo/config.toml").write_text(near)
        path = root / "dl/left/1.0.0/download"
        path.parent.mkdir(parents=True)
        path.write_text(BIG)
        lock = (
            'version = 4\n\n[[package]]\nname = "left"\nversion = "1.0.0"\n'
            'source = "registry+https://github.com/rust-lang/crates.io-index"\n'
            f'checksum = "{hashlib.sha256(BIG.encode()).hexdigest()}"\n'
        )
        self.laptop.write("Cargo.lock", lock).write("default.nix", CARGO.format(hash=FAKE))
        self.damage = lambda: path.write_text("another")

    def _go(self) -> None:
        publish(self.server.root, "example.org/one", "v1.0.0", "", f"package one\n{BIG}\n")
        self.laptop.write("go.mod", "module example.org/tool\n\ngo 1.17\n\nrequire example.org/one v1.0.0\n")
        self.laptop.write("main.go", 'package main\n\nimport _ "example.org/one"\n\nfunc main() {}\n')
        subprocess.run(
            ["go", "mod", "download", "all"],
            cwd=self.laptop.path,
            env={
                **{name: os.environ[name] for name in ("PATH",)},
                "HOME": str(self.laptop.home / "other"),
                "GOTOOLCHAIN": "local",
                "GOFLAGS": "-modcacherw",
                "GOPROXY": f"file://{self.server.root}",
                "GOSUMDB": "off",
            },
            check=True,
            capture_output=True,
        )
        self.laptop.write("default.nix", GO.format(hash=FAKE))

        def damage() -> None:
            publish(self.server.root, "example.org/one", "v1.0.0", "", "package one\n\n// another\n")

        self.damage = damage


@pytest.fixture(params=["npm", "yarn", "cargo", pytest.param("go", marks=pytest.mark.needs("go"))])
def failing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Failing]:
    """Return a package of each ecosystem, with its registry."""
    (tmp_path / "registry").mkdir()
    with Files(tmp_path / "registry") as server:
        tools = ("git", "sh", *(["go"] if request.param == "go" else []))
        yield Failing(request.param, Laptop(tmp_path / "repo", server.url, tools), server)


def lies(failing: Failing) -> str:
    """Serve content with another digest than that in the lock."""
    failing.damage()
    return r"serves another file|checksum mismatch"


def stops_half_way(failing: Failing) -> str:
    """Send a part of the stated length."""
    failing.server.cut = 1000
    return r"broke off|unexpected EOF|connection reset"


def stops_without_a_length(failing: Failing) -> str:
    """Send a part of an answer of unknown length."""
    failing.server.length = False
    failing.server.cut = 1000
    return r"broke off|unexpected EOF|connection reset"


def asks_for_patience(failing: Failing) -> str:
    """Answer 429."""
    failing.server.refuse, failing.server.retry_after = 429, "120"
    return "429"


def is_down(failing: Failing) -> str:
    """Answer 503."""
    failing.server.refuse = 503
    return "503"


def redirects_for_ever(failing: Failing) -> str:
    """Redirect every url to itself."""
    failing.server.redirect = failing.server.url
    return "redirect"


def redirects_into_the_network(failing: Failing) -> str:
    """Redirect to a private address which the configuration does not name."""
    failing.server.redirect = f"http://localhost:{failing.server.port}/elsewhere"
    return "private address|redirect|404"


FAILURES = [
    lies,
    stops_half_way,
    stops_without_a_length,
    asks_for_patience,
    is_down,
    redirects_for_ever,
    redirects_into_the_network,
]


@pytest.mark.parametrize("failure", FAILURES)
def test_nothing_is_written_after_a_failure_of_a_registry(
    failing: Failing, failure: Callable[[Failing], str]
) -> None:
    """One line has the reason."""
    before = (failing.laptop.path / "default.nix").read_bytes()
    words = failure(failing)
    said = failing.laptop.authguard("fix", "default.nix", **failing.env)
    assert said.code == 3, said
    reasons = [line for line in said.out.splitlines() if "not verified: " in line]
    assert len(reasons) == 1, said
    assert re.search(words, reasons[0]), reasons
    assert (failing.laptop.path / "default.nix").read_bytes() == before
    failing.server.cut = failing.server.refuse = failing.server.redirect = None
    failing.server.length = True
    if failure is not lies:
        again = failing.laptop.verify("default.nix", code=3, **failing.env)
        assert again["computed"] is not None, again


def test_nothing_is_written_after_an_interrupt(failing: Failing) -> None:
    """Ctrl-C while a server sends nothing more: the run ends within moments."""
    failing.server.stall = 1000
    before = (failing.laptop.path / "default.nix").read_bytes()
    env = failing.laptop.surroundings(**failing.env)
    with subprocess.Popen(
        [REAL, "fix", "default.nix"], cwd=failing.laptop.path, env=env, stderr=subprocess.PIPE, text=True
    ) as process:
        assert failing.server.stalled.wait(600)
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=600)[1]
    assert process.returncode == 130
    assert "Traceback" not in error
    assert (failing.laptop.path / "default.nix").read_bytes() == before
