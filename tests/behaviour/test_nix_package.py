"""authguard's own packaging, evaluated by real Nix over a stand-in package set; nothing is built."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from authguard import __version__
from tests.support.repos import ROOT

if TYPE_CHECKING:
    from tests.support.nix import Nix

pytestmark = pytest.mark.needs("nix-instantiate")

STANDIN = ROOT / "tests" / "support" / "nixpkgs.nix"
HEAD = f"""
let
  pkgs = import {STANDIN} {{ }};
  inherit (pkgs) lib;
  systems = [ "aarch64-darwin" "aarch64-linux" "x86_64-darwin" "x86_64-linux" ];
  flake = (import {ROOT}/flake.nix).outputs {{
    self = flake // {{ outPath = {ROOT}; }};
    nixpkgs = {{ inherit lib; legacyPackages = lib.genAttrs systems (_: pkgs); }};
  }};
  package = pkgs.callPackage {ROOT}/nix/package.nix {{ }};
in
"""


def evaluated(nix: Nix, expression: str) -> Any:  # noqa: ANN401 - the JSON of any Nix value
    """Return the value of an expression with the stand-in as the package set."""
    return json.loads(
        nix.run(
            "nix-instantiate",
            "--eval",
            "--read-write-mode",
            "--strict",
            "--json",
            "--expr",
            HEAD + expression,
        )
    )


def test_the_package_has_the_version_and_the_needed_files(nix: Nix) -> None:
    """The version is that of authguard, and the source has exactly the files that the build needs."""
    found = evaluated(
        nix,
        """{
          inherit (package) name meta strictDeps __structuredAttrs drvPath;
          source = builtins.attrNames (builtins.readDir "${package.src}");
        }""",
    )
    assert found["name"] == f"authguard-{__version__}"
    assert found["meta"]["mainProgram"] == "git-authguard"
    assert found["strictDeps"]
    assert found["__structuredAttrs"]
    wanted = {"pyproject.toml", "README.md", "LICENSE", "src", "scripts", "tests", "completions"}
    assert set(found["source"]) == wanted


def test_every_dependency_is_in_the_package(nix: Nix) -> None:
    """pyproject.toml and nix/package.nix name the same dependencies."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    wanted = {re.split(r"[^A-Za-z0-9_.-]", each)[0].lower() for each in declared}
    assert set(evaluated(nix, "map (each: each.pname) package.dependencies")) == wanted


def test_the_paths_of_the_tests_are_there(nix: Nix) -> None:
    """If a folder of tests moved, its new path must be in the list."""
    for path in evaluated(nix, "package.enabledTestPaths"):
        assert (ROOT / path).is_dir(), path


def test_the_flake_has_each_output_on_each_system(nix: Nix) -> None:
    """Each output is a derivation, and each module a file."""
    found = evaluated(
        nix,
        """{
          packages = lib.genAttrs systems (system: flake.packages.${system}.default.name);
          apps = lib.genAttrs systems (system: flake.apps.${system}.default.program);
          checks = lib.genAttrs systems (system: flake.checks.${system}.package.drvPath);
          shells = lib.genAttrs systems (system: flake.devShells.${system}.default.drvPath);
          formatter = lib.genAttrs systems (system: flake.formatter.${system}.name);
          overlay = (flake.overlays.default pkgs pkgs).authguard.name;
          modules = map toString [
            flake.gitHooksModules.default flake.flakeModules.default flake.homeModules.default
          ];
        }""",
    )
    assert set(found["packages"].values()) == {f"authguard-{__version__}"}
    assert all(program.endswith("/bin/git-authguard") for program in found["apps"].values())
    assert found["overlay"] == f"authguard-{__version__}"
    for module in found["modules"]:
        assert Path(module).is_file()


def test_the_git_hooks_module_agrees_with_the_hooks_file(nix: Nix) -> None:
    """A hook has the same stages and arguments in the module and in .pre-commit-hooks.yaml."""
    import yaml

    found = evaluated(
        nix,
        f"""let
          module = import {ROOT}/nix/git-hooks.nix {{ inherit lib pkgs; config = module.config; }};
        in lib.genAttrs (builtins.attrNames module.config.hooks)
          (id: removeAttrs module.config.hooks.${{id}} [ "package" ])""",
    )
    declared = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert set(found) == set(declared)
    for name, hook in found.items():
        entry = hook.pop("entry").rpartition("/")[2]
        assert entry == declared[name]["entry"]
        for key, value in hook.items():
            assert declared[name][key] == value, (name, key)


@pytest.mark.parametrize(("version", "code"), [("1", 0), ("2", 1)])
def test_the_check_of_the_flake_parts_module_judges_a_tree(
    nix: Nix, tmp_path: Path, version: str, code: int
) -> None:
    """The tree has no repository. The test runs the script of the check in the shell of the derivation."""
    script = evaluated(
        nix,
        f"""let
          module = import {ROOT}/nix/flake-module.nix {{
            inherit lib;
            self.outPath = {ROOT}/nix;
            flake-parts-lib.mkPerSystemOption = made: made;
          }};
          made = module.options.perSystem {{
            inherit pkgs;
            config.authguard = {{ inherit package; check = {{ enable = true; src = {ROOT}/nix; }}; }};
          }};
        in made.config.checks.authguard.buildCommand""",
    )
    tree = tmp_path / "tree"
    tree.mkdir()
    digest = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
    (tree / "a.nix").write_text(
        "{ fetchgit }: { "
        f'a = fetchgit {{ url = "https://example.org/a"; rev = "v1"; hash = "{digest}"; }}; '
        f'b = fetchgit {{ url = "https://example.org/a"; rev = "v{version}"; hash = "{"" if code else digest}"; }}; }}'
    )
    out = tmp_path / "out"
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        ["bash", "-euc", script],
        cwd=work,
        env={"PATH": os.environ["PATH"], "src": str(tree), "out": str(out), "TMPDIR": str(work)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert out.exists() is (code == 0)
