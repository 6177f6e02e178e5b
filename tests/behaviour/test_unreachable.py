"""Hosts that cannot be reached are reported once each, and each output keeps its own url."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

from tests.support.repos import Repo
from tests.support.terminal import on_terminal

DIGEST = "sha256-O6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="


def test_the_outputs_of_each_host_are_one_group(tmp_path: Path) -> None:
    """Offline, a group shows some places, and with --verbose all places. The order is fixed."""
    repo = Repo(tmp_path / "repository")
    for number in range(8):
        host = "a.example" if number < 7 else "b.example"
        repo.write(
            f"p{number}.nix",
            "{ fetchurl }: fetchurl {\n"
            f'  url = "https://{host}/{number}.tar.gz";\n'
            f'  hash = "{DIGEST[:-2]}{"AEIMQUYc"[number]}=";\n}}\n',
        )
    repo.commit("packages")
    runs = [
        subprocess.run(
            [sys.executable, "-m", "authguard", "verify", "--all", "--offline", "--no-nix", *more],
            cwd=repo.path,
            env=repo.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        for more in ([], [], ["--verbose"])
    ]
    assert [run.returncode for run in runs] == [3, 3, 3]
    short, again, full = (run.stdout.splitlines() for run in runs)
    assert short == again
    heads = [line for line in short if not line.startswith(" ")]
    assert re.fullmatch(r"not verified: a\.example .*network is off.* \(7 outputs\)", heads[0]), runs[0]
    assert re.fullmatch(r"not verified: b\.example .* \(1 output\)", heads[1])
    assert short[1].split() == ["p0.nix#hash", "https://a.example/0.tar.gz"] or short[1].startswith(
        "    p0.nix#"
    )
    assert "    and 2 more (--verbose shows all)" in short
    assert len(full) == 2 + 8 + 1
    assert full[-1] == "  = help: with the network: git authguard verify --all --no-nix"
    assert runs[0].stderr == "authguard: 8 not verified\n"


def test_a_long_url_has_its_own_line_on_a_narrow_terminal(tmp_path: Path) -> None:
    """Neither the url nor its selector is broken."""
    repo = Repo(tmp_path / "repository")
    repo.write(
        "tool.nix",
        f'{{ fetchurl }}: fetchurl {{ url = "https://a.example/t-1.0.tar.gz"; hash = "{DIGEST}"; }}\n',
    )
    repo.commit("a package")
    words = [sys.executable, "-m", "authguard", "verify", "--all", "--offline", "--no-nix"]
    shown = on_terminal(words, repo.path, repo.environment(), columns=42).text
    assert "    tool.nix#hash\n        https://a.example/t-1.0.tar.gz\n" in shown
    shown = on_terminal(words, repo.path, repo.environment(), columns=80).text
    assert "    tool.nix#hash  https://a.example/t-1.0.tar.gz\n" in shown


def test_the_network_is_the_reason_and_not_nix(tmp_path: Path) -> None:
    """This dependency hash could be computed without Nix, but its source is on a host."""
    repo = Repo(tmp_path / "repository")
    repo.write(
        "default.nix",
        "{ buildGoModule, fetchFromGitHub }: buildGoModule {\n"
        '  pname = "tool"; version = "1.0";\n'
        f'  src = fetchFromGitHub {{ owner = "o"; repo = "tool"; rev = "v1.0"; hash = "{DIGEST}"; }};\n'
        f'  vendorHash = "{DIGEST}";\n}}\n',
    )
    repo.commit("a package")
    run = subprocess.run(
        [sys.executable, "-m", "authguard", "verify", "--all", "--offline", "--no-nix"],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3
    assert "github.com is not asked: the network is off (2 outputs)" in " ".join(run.stdout.split())
    assert "needs Nix" not in run.stdout


def test_fix_asks_again_after_the_network_is_back(tmp_path: Path) -> None:
    """Nothing was proved, so there is no table. The next run does not wait for the end of a pause."""
    repo = Repo(tmp_path / "repository")
    repo.write(
        "default.nix",
        "{ fetchgit }: fetchgit {\n"
        '  url = "https://nowhere.invalid/tool.git"; rev = "v1.0";\n'
        f'  hash = "{DIGEST}";\n}}\n',
    )
    repo.commit("a package")
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-m", "authguard", "fix", "--all", "--no-nix"],
            cwd=repo.path,
            env={**repo.environment(), "GIT_ALLOW_PROTOCOL": "https"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 3
        assert (
            "nowhere.invalid cannot be reached: its name is not known (Could not resolve host: " in run.stdout
        )
        assert "will retry" not in run.stdout
        assert "fixed output" not in run.stdout


def test_fix_lists_the_outputs_of_one_host_together(tmp_path: Path) -> None:
    """The run is offline. The outputs are a source and a dependency hash, and none is left to do by hand."""
    repo = Repo(tmp_path / "repository")
    repo.write(
        "default.nix",
        "{ buildGoModule, fetchFromGitHub }: buildGoModule {\n"
        '  pname = "tool"; version = "1.0";\n'
        f'  src = fetchFromGitHub {{ owner = "o"; repo = "tool"; rev = "v1.0"; hash = "{DIGEST}"; }};\n'
        f'  vendorHash = "{DIGEST}";\n}}\n',
    )
    repo.commit("a package")
    run = subprocess.run(
        [sys.executable, "-m", "authguard", "fix", "--all", "--offline"],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3
    assert "not verified: github.com is not asked: the network is off (2 outputs)" in run.stdout
    assert "by hand" not in run.stdout


def test_a_reason_that_many_outputs_share_is_printed_once(tmp_path: Path) -> None:
    """The names of more than three outputs are below it."""
    repo = Repo(tmp_path / "repository")
    for number in range(5):
        repo.write(
            f"p{number}.nix",
            f"{{ stdenv }}: stdenv.mkDerivation {{ name = \"p{number}\"; buildPhase = ''make'';\n"
            f'  outputHash = "{DIGEST[:-2]}{"AEIMQ"[number]}="; outputHashMode = "recursive";\n}}\n',
        )
    repo.commit("packages")
    words = [sys.executable, "-m", "authguard", "fix", "--all", "--no-nix"]
    run = subprocess.run(
        words, cwd=repo.path, env=repo.environment(), capture_output=True, text=True, check=False
    )
    assert run.returncode == 3
    left = run.stdout[run.stdout.index("to do by hand\n") :].splitlines()[1:]
    assert re.fullmatch(r"  not verified: it needs Nix: .* \(5 outputs\)", left[0]), run.stdout
    assert left[1:6] == [f"    p{number}.nix#outputHash" for number in range(5)]


def test_a_lock_that_cannot_be_computed_is_left_to_nix(tmp_path: Path) -> None:
    """The reason says so once."""
    repo = Repo(tmp_path / "repository")
    repo.write("package-lock.json", '{"name": "a", "lockfileVersion": 9, "packages": {}}\n')
    repo.write(
        "default.nix",
        "{ buildNpmPackage }: buildNpmPackage {\n"
        f'  pname = "a"; version = "1"; src = ./.; npmDepsHash = "{DIGEST}";\n}}\n',
    )
    repo.commit("a package")
    words = [sys.executable, "-m", "authguard", "verify", "--all", "--no-nix"]
    run = subprocess.run(
        words, cwd=repo.path, env=repo.environment(), capture_output=True, text=True, check=False
    )
    assert re.search(r"^    not computed without Nix \(npm\): ", run.stdout, re.MULTILINE), run
    assert "it needs Nix: not" not in run.stdout
