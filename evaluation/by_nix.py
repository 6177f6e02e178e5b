"""Fetchers of nixpkgs as derivations: a fixed output that runs a command, and the phases of goModules."""

from __future__ import annotations

import json
import shlex
import subprocess
from typing import TYPE_CHECKING

from authguard.digest import Digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

OUT = "OUT"
"""The output in a command."""
_DERIVATION = """
derivation {{
  name = "{name}";
  system = builtins.currentSystem;
  builder = "/bin/sh";
  args = [ "-c" {script} ];
  outputHashMode = "recursive";
  outputHash = "{hash}";
  {more}
}}
"""

_GO_MODULES = """
let
  lib = {{
    extendMkDerivation = {{ constructDrv, extendDrvArgs, ... }}: given:
      let final = given // extendDrvArgs final given; in constructDrv final;
    optionalString = condition: text: if condition then text else "";
    fetchers.proxyImpureEnvVars = [ ];
    removePrefix = _: text: text;
    removeSuffix = _: text: text;
    toExtension = one: one;
    warnIf = _: _: one: one;
    any = builtins.any;
    hasPrefix = _: _: false;
  }};
  stdenv.mkDerivation = given: given // {{ overrideAttrs = _: given; }};
  go = {{ CGO_ENABLED = 1; GOOS = ""; GOARCH = ""; meta.platforms = [ ]; }};
  inputs = {{ inherit go lib stdenv; cacert = {{ }}; git = {{ }}; gitMinimal = {{ }}; }};
  build = import {module};
  made = build (builtins.intersectAttrs (builtins.functionArgs build) inputs) {{
    pname = "app"; version = "1"; src = ./.; vendorHash = ""; modRoot = "$modRoot"; {options}
  }};
  modules = made.goModules or made.passthru.goModules;
in [ modules.configurePhase modules.buildPhase modules.installPhase ]
"""
"""Evaluates module.nix of nixpkgs to the phases of goModules, with the few functions of nixpkgs that it calls."""
_GO_START = """
set -e
runHook() { :; }
export TMPDIR=$(mktemp -d)
out=$3; modRoot=$2
cp -r "$1" "$TMPDIR/source"; chmod -R u+w "$TMPDIR/source"; cd "$TMPDIR/source"
"""


def fixed_output(
    name: str,
    command: Sequence[str],
    digest: bytes,
    env: Mapping[str, str],
    sources: Mapping[str, Path] | None = None,
) -> str:
    """Return the Nix expression of a fixed output that a command writes.

    The word `OUT` of the command is the output. Nix copies each source to the store, and the word `$NAME` is the
    path of the copy.
    """
    sources = sources or {}
    places = {OUT: '"$out"', **{f"${one}": f'"${one}"' for one in sources}}
    script = " ".join(places.get(word) or shlex.quote(word) for word in command)
    lines = [f"{one} = {_text(value)};" for one, value in env.items()]
    for one, path in sources.items():
        lines.append(f'{one} = builtins.path {{ name = "{one}"; path = {_text(str(path.resolve()))}; }};')
    sri = Digest("sha256", digest).sri()
    return _DERIVATION.format(name=name, script=_text(script), hash=sri, more=" ".join(lines))


def go_phases(module: Path, *, delete: bool = False, proxied: bool = False) -> str:
    """Return a bash script of the phases of goModules, as Nix evaluates them from module.nix.

    Its arguments are the source, modRoot and the output; the options are deleteVendor and proxyVendor.
    """
    options = f"deleteVendor = {_bool(delete)}; proxyVendor = {_bool(proxied)};"
    text = _GO_MODULES.format(module=module.resolve(), options=options)
    words = ["nix-instantiate", "--eval", "--strict", "--json", "--expr", text]
    done = subprocess.run(words, check=True, capture_output=True, encoding="utf-8")
    return _GO_START + "\n".join(json.loads(done.stdout))


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _text(text: str) -> str:
    """Return a text as Nix writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("${", "\\${")
    return f'"{escaped}"'
