"""`python -m benchmarks.dependencies` lets Nix run the fetch of each round, with stand-ins for nixpkgs' programs."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import dependencies
from tests.support.npm import HOST, Registry
from tests.support.repos import ROOT
from tests.support.servers import Files

if TYPE_CHECKING:
    from pathlib import Path

STAND_IN_PROGRAM = f"""#!{sys.executable}
import sys
from pathlib import Path
sys.path[:0] = ["{ROOT}", "{ROOT}/src"]
from tests.support.npm import Registry
Registry(Path("@registry@")).output(Path(sys.argv[1]).read_text(), Path(sys.argv[2]))
"""
"""Writes the output of prefetch-npm-deps from a directory."""
STAND_IN_MODULE = """
{ go, lib, stdenv }: lib.extendMkDerivation {
  constructDrv = stdenv.mkDerivation;
  extendDrvArgs = _: _: {
    goModules = {
      configurePhase = "export GOCACHE=$TMPDIR/go-cache GOPATH=$TMPDIR/go; cd \\"$modRoot\\"";
      buildPhase = "go mod vendor";
      installPhase = "cp -r vendor $out; @more@";
    };
  };
}
"""
"""Has the phases of goModules."""


@pytest.mark.needs("nix-build")
def test_nix_runs_the_program_in_each_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stand-in for nixpkgs' program runs by itself and by Nix: twice in each round. `npm` is a stand-in too."""
    registry = Registry(tmp_path / "registry")
    lock = registry.lock(("left", "1.0.0"), ("@scope/right", "2.0.0"))
    app, program = tmp_path / "app", tmp_path / "stand-in-prefetch"
    app.mkdir()
    manifest = {"name": "app", "version": "1.0.0", "dependencies": {"left": "1.0.0", "@scope/right": "2.0.0"}}
    locked = json.loads(lock)
    locked["packages"][""] = manifest
    (app / "package.json").write_text(json.dumps(manifest))
    (app / "package-lock.json").write_text(json.dumps(locked))
    program.write_text(
        STAND_IN_PROGRAM.replace("@registry@", str(registry.root))
        + f"print('ran', file=open('{tmp_path}/runs', 'a'))\n"
    )
    program.chmod(0o755)
    (tmp_path / "room").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "npm").write_text("#!/bin/sh\nmkdir -p node_modules/left\n")
    (tmp_path / "bin" / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with Files(registry.root) as server:
        monkeypatch.setenv("npm_config_registry", server.url)
        bench = dependencies.Bench(tmp_path / "room", 2)
        dependencies.npm(bench, app, program, by_nix=True)
    assert HOST in lock
    assert (tmp_path / "runs").read_text().splitlines() == ["ran"] * 4  # alone and by Nix, in two rounds
    assert "nix-build of npmDepsHash, empty store" in capsys.readouterr().out


@pytest.mark.needs("nix-build", "go")
@pytest.mark.parametrize(("more", "fails"), [("true", ""), ("echo > $out/more", "hash mismatch")])
def test_nix_runs_the_phases_of_go_modules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: str, fails: str
) -> None:
    """A different output ends the measurement."""
    module = tmp_path / "stand-in-module.nix"
    module.write_text(STAND_IN_MODULE.replace("@more@", more))
    (tmp_path / "room").mkdir()
    bench = dependencies.Bench(tmp_path / "room", 1)
    if fails:
        with pytest.raises(RuntimeError, match=fails):
            dependencies.go(bench, module)
        return
    dependencies.go(bench, module)
    assert "nix-build of 20 modules, empty store and module cache" in capsys.readouterr().out
