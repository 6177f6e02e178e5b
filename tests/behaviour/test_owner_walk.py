"""The owner's next release, command by command, in a repository like the owner's.

The packaging of nix/authentik, a table of services, a Dockerfile, a kustomization and prek; mirrors with histories; a
builder behind a real sshd, with fish as the login shell. The laptop has no Nix. Each walk ends with right hashes
after at most two commands, or one line says what the owner must decide.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_bump_nix import Shipped
from tests.behaviour.test_gate_authentik import CONFIG
from tests.support.packaging import REAL
from tests.support.repos import Repo
from tests.support.sshd import NEEDS
from tests.units.prove.nixhash.test_authentik import BELOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.gated import Said
    from tests.support.servers import HttpGit
    from tests.support.upstream import Upstream

pytestmark = pytest.mark.needs(*NEEDS, "nix-build", "prek", "fish")

OCI = "oci-python"
VERSIONS = f"""\

[[version]]
package = "authentik"
sites = [
  {{ path = "{BELOW}/sources.nix", attribute = "version" }},
  {{ path = "{BELOW}/default.nix", regex = '^\\s*version\\s*=\\s*"([^"]+)"' }},
  {{ path = "service-versions.yaml", yaml = "services[name=authentik].current-version" }},
]

[[version]]
package = "ntfy"
sites = [
  {{ path = "containers/ntfy/Dockerfile", arg = "CONTAINER_APP_VERSION" }},
  {{ path = "service-versions.yaml", yaml = "services[name=ntfy].current-version" }},
]
"""
SERVICES = """\
services:
  - name: ntfy
    current-version: v2.16.0
  - name: authentik
    current-version: "2026.2.0"
"""
KUSTOMIZATION = """\
images:
  - name: registry.example.org/blumeops/authentik
    newTag: v2026.2.0-78027eb-nix
"""
PREK = """\
default_install_hook_types = ["pre-commit", "pre-merge-commit"]

[[repos]]
repo = "local"

[[repos.hooks]]
id = "authguard-check"
name = "authguard"
language = "system"
entry = "git-authguard check"
pass_filenames = false
always_run = true
"""


class Owner(Shipped):
    """The owner's repository at 2026.2.0, with all hashes true, and his laptop."""

    def __init__(self, root: Path, upstream: Upstream, url: str) -> None:
        """Write all files; the config comes later."""
        super().__init__(root, upstream, url)
        self.oci = Repo(upstream.root / OCI)
        bare = Repo(upstream.served / f"{OCI}.git", "--bare")
        self.commits = []
        for number in ("1", "2"):
            self.oci.write("opencontainers/__init__.py", number)
            self.commits.append(self.oci.commit(number))
            self.to_builder(self.oci, self.commits[-1], f"{OCI}-{self.commits[-1][:7]}")
        self.oci.git("push", "--quiet", "--mirror", str(bare.path))
        self.to_builder(upstream.client, "v3.2026020.2", "client-go")
        django = f"{BELOW}/authentik-django.nix"
        text = (self.path / django).read_text()
        before, _, rest = text.partition("pkgs.fetchFromGitHub {")
        pin = f'pkgs.fetchgit {{\n    url = "{url}/{OCI}.git";\n    rev = "{self.commits[0]}";\n    hash = "";\n  }}'
        self.write(django, before + pin + rest.partition("}")[2])
        self.write("service-versions.yaml", SERVICES).write("prek.toml", PREK)
        self.write("containers/ntfy/Dockerfile", "ARG CONTAINER_APP_VERSION=v2.16.0\n")
        self.write("argocd/manifests/authentik/kustomization.yaml", KUSTOMIZATION)
        (self.path / "authguard.toml").unlink()
        self.commit("without a config")
        assert self.authguard("fix", "--no-nix", f"{django}#opencontainers-src").code == 0
        self.commit("2026.2.0")
        self.more["PATH"] = self._without_nix(root / "bin")
        self.more["GIT_CONFIG_COUNT"] = "2"  # the hosts alone: no build on this machine is allowed
        self.git("config", "--unset-all", "authguard.builders")
        subprocess.run(["prek", "install", "--quiet"], cwd=self.path, env=self.environment(), check=True)

    @staticmethod
    def _without_nix(place: Path) -> str:
        """Return a PATH with every program except Nix."""
        place.mkdir()
        for tool in Path("/usr/bin").iterdir():
            if not tool.name.startswith("nix"):
                (place / tool.name).symlink_to(tool)
        return f"{REAL.parent}{os.pathsep}{place}"

    def to_builder(self, repo: Repo, rev: str, name: str) -> None:
        """Copy a revision to where the builder's fetchers find it."""
        place = self.laid.upstream / name / rev.replace("/", "-")
        place.mkdir(parents=True)
        packed = subprocess.run(["git", "archive", rev], cwd=repo.path, stdout=subprocess.PIPE, check=True)
        subprocess.run(["tar", "-x", "-C", place], input=packed.stdout, check=True)

    def configure(self) -> Owner:
        """Write and commit the config, and allow the builder."""
        self.write("authguard.toml", CONFIG + VERSIONS).git("add", "authguard.toml")
        self.git("commit", "--quiet", "--no-verify", "--message=guarded", "--", "authguard.toml")
        self.git("config", "--add", "authguard.builders", "fish")
        return self

    def ends_true(self, version: str, commits: int = 1) -> None:
        """One commit has the new version everywhere and proved hashes, and no other change."""
        assert self.git("status", "--porcelain") == ""
        assert self.git("log", "-1", "--format=%s") == f"authentik: 2026.2.0 -> {version}"
        assert self.git("rev-list", "--count", "guarded..HEAD") == str(commits)
        for path in (f"{BELOW}/sources.nix", f"{BELOW}/default.nix", "service-versions.yaml"):
            assert f'"{version}"' in (self.path / path).read_text()
        said = self.authguard("verify", "--again", "--head", "HEAD", BELOW)
        assert said.code == 0, said
        assert self.authguard("check", "--online", "--base", "guarded", "--head", "HEAD").code == 0
        assert self.server is not None
        assert self.server.is_clean() == []


@pytest.fixture
def owner(upstream: Upstream, http: HttpGit, tmp_path: Path) -> Iterator[Owner]:
    """The owner, and the owner's builder."""
    made = Owner(tmp_path, upstream, http.url)
    assert made.server is not None
    with made.server:
        yield made


def begin(owner: Owner) -> Owner:
    """Configure, and tag the first commit of the walk."""
    owner.configure().git("tag", "guarded")
    return owner


def finished(owner: Owner, *words: str) -> Said:
    """Run a command that must succeed."""
    said = owner.authguard(*words)
    assert said.code == 0, said
    return said


def test_a_second_run_with_a_config_finishes_the_release(owner: Owner) -> None:
    """The first run writes the proved hashes and names the rest; the second proves, commits and builds."""
    said = owner.bump("2026.2.1")
    assert said.code == 3, said
    assert "git authguard bump 2026.2.1 containers/authentik -f FILE --builder HOST" in said.out
    assert '  service-versions.yaml:5  current-version: "2026.2.0"' in said.out
    assert "kustomization.yaml:3  newTag: v2026.2.0-78027eb-nix" in said.out
    assert len(owner.lines()) == 4
    again = owner.bump("2026.2.1")
    assert again.code == 3, again
    begin(owner)
    said = finished(owner, "bump", "2026.2.1", BELOW, "--commit", "--build")
    assert "is built on fish" in said.err
    assert "kustomization.yaml:3" in said.out
    owner.ends_true("2026.2.1")


def test_the_printed_command_sets_another_tag_of_the_client(owner: Owner) -> None:
    """One line names the tag and the command, which finishes the release."""
    begin(owner)
    said = owner.bump("2026.2.2", "--commit", "--build")
    assert said.code == 2
    command = said.err.splitlines()[-1].removeprefix("  = help: git authguard ").split()
    assert command[-2:] == ["--rev", "client-go-src=v3.2026020.2"]
    assert owner.bump("latest", "--dry-run").err.splitlines()[-1].endswith(" ".join(command))
    assert owner.git("status", "--porcelain") == ""
    finished(owner, *command, "--commit", "--build")
    owner.ends_true("2026.2.2")


def test_a_revision_that_the_owner_set_is_proved_and_committed(owner: Owner) -> None:
    """The owner edits rev of one source."""
    begin(owner)
    path = owner.path / BELOW / "sources.nix"
    path.write_text(path.read_text().replace('"v3.${version}"', '"v3.2026020.2"'))
    finished(owner, "bump", "2026.2.2", BELOW, "--commit", "--build")
    assert '"v3.2026020.2"' in owner.git("show", f"HEAD:{BELOW}/sources.nix")
    owner.ends_true("2026.2.2")


def test_a_bump_moves_the_pin_that_the_lock_of_upstream_moved(owner: Owner) -> None:
    """The lock of the new version pins opencontainers to another commit."""
    upstream = owner.upstream
    lock = (upstream.monorepo.path / "uv.lock").read_text()
    pin = '[[package]]\nname = "opencontainers"\nversion = "0.0.15"\n'
    text = (owner.path / BELOW / "authentik-django.nix").read_text()
    url = text.partition('url = "')[2].partition('.git"')[0]
    pin += f'source = {{ git = "{url}?rev=x#{owner.commits[1]}" }}\n'
    upstream.monorepo.write("uv.lock", lock + pin).commit("2026.2.3")
    upstream.monorepo.git("tag", "version/2026.2.3")
    upstream.client.git("tag", "v3.2026.2.3", "v3.2026.2.1")
    upstream.publish()
    owner.export("2026.2.3")
    begin(owner)
    said = finished(owner, "bump", "2026.2.3", BELOW, "--commit", "--build")
    assert f"opencontainers moves from {owner.commits[0][:12]} to {owner.commits[1][:12]}" in said.err
    assert owner.commits[1] in owner.git("show", f"HEAD:{BELOW}/authentik-django.nix")
    owner.ends_true("2026.2.3")


def test_the_same_command_finishes_after_a_builder_was_lost(owner: Owner) -> None:
    """The builder stops in the second round, and the proved hashes stay."""
    begin(owner)
    gate, begun = owner.path.parent / "wait", owner.path.parent / "begun"
    text = owner.overlay.read_text()
    wait = f"    while [ -e {gate} ]; do : > {begun}; sleep 0.1; done\n"
    owner.overlay.write_text(text.replace("    case $name in", f"{wait}    case $name in"))
    gate.touch()
    with owner.started("bump", "2026.2.1", BELOW, "--commit", "--build") as process:
        until = time.monotonic() + 600
        while not begun.exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.05)
        assert owner.server is not None
        owner.server.drop()
        out, err = process.communicate(timeout=120)
    assert process.returncode == 3, err
    assert (
        b"when the host answers again: git authguard bump 2026.2.1 containers/authentik --commit --build"
        in out
    )
    assert owner.git("log", "-1", "--format=%s") == "guarded"
    gate.unlink()
    finished(owner, "bump", "2026.2.1", BELOW, "--commit", "--build")
    owner.ends_true("2026.2.1")


def test_the_laptop_has_no_nix(owner: Owner) -> None:
    """The other walks rely on this: no Nix is on PATH, so only the builder has Nix."""
    begin(owner)
    said = owner.authguard("doctor")
    assert re.search(r"(?m)^  nix +not here$", said.out), said.out
    assert re.findall(r"(?m)^  builder +(\w+): reached", said.out) == ["fish"]
    assert re.findall(r"(?m)^  (pre-(?:merge-)?commit) +written by prek$", said.out) == [
        "pre-commit",
        "pre-merge-commit",
    ]
