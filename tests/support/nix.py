"""Real Nix for tests: a store of its own in a temporary directory, without the network and the machine's settings.

On request an evaluation is restricted: then Nix may read only the named files, and fetch nothing.
"""

from __future__ import annotations

import ast
import base64
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STANDIN = Path(__file__).resolve().parents[1] / "oracle" / "standin"

_CONFIGURATION = """\
sandbox = false
build-users-group =
substituters =
experimental-features = nix-command flakes pipe-operators
flake-registry =
"""


class NixError(Exception):
    """Nix failed: `stderr` has its message."""

    def __init__(self, command: Sequence[str], stderr: str) -> None:
        """Keep the command and the message."""
        super().__init__(f"{' '.join(command)}\n{stderr}")
        self.stderr = stderr


class Derivation(NamedTuple):
    """One derivation as in its .drv file."""

    path: str
    name: str
    outputs: list[tuple[str, str, str, str]]
    """Of each output: name, store path, hash algorithm ("r:" before it if recursive), hash in base 16."""
    inputs: list[str]
    env: dict[str, str]


class FixedOutput(NamedTuple):
    """The key of a fixed output in the store, and the origin of its content."""

    name: str
    digest: str
    """The digest in SRI form."""
    algorithm: str
    mode: str
    """"flat" or "recursive"."""
    url: str | None
    revision: str | None
    store_path: str
    derivation: str


class Nix:
    """Nix over a private store."""

    def __init__(self, root: Path) -> None:
        """Make the store in the directory `root`, which is created."""
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(root / "home"),
            "XDG_CACHE_HOME": str(root / "cache"),
            "NIX_STORE_DIR": str(root / "store"),
            "NIX_STATE_DIR": str(root / "var"),
            "NIX_LOG_DIR": str(root / "log"),
            "NIX_CONF_DIR": str(root / "etc"),
            "NIX_PATH": "",
            "NIX_REMOTE": "",
        }
        for name in ("home", "etc"):
            (root / name).mkdir(parents=True)
        (root / "etc" / "nix.conf").write_text(_CONFIGURATION)

    def run(self, *command: str) -> str:
        """The standard output of a Nix command. Raises NixError if the command fails."""
        done = subprocess.run(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            raise NixError(command, done.stderr)
        return done.stdout

    def parse(self, file: Path) -> str:
        """The file as Nix prints it after parsing. Raises NixError if it is not Nix."""
        return self.run("nix-instantiate", "--parse", str(file))

    def instantiate(
        self,
        file: Path,
        attribute: str | None = None,
        arguments: Mapping[str, str] | None = None,
        restricted_to: Sequence[Path] | None = None,
    ) -> list[str]:
        """The .drv paths that a file, or one attribute of it, evaluates to.

        `arguments` are Nix expressions for the file's formals. With `restricted_to`, the evaluation may only read
        below these paths, and fetch nothing. Raises NixError if the evaluation fails.
        """
        selection = [] if attribute is None else ["-A", attribute]
        handed = [word for name, value in (arguments or {}).items() for word in ("--arg", name, value)]
        restriction = _restriction(restricted_to)
        return self.run("nix-instantiate", str(file), *selection, *handed, *restriction).split()

    def instantiate_expression(self, expression: str) -> list[str]:
        """The .drv paths that a Nix expression evaluates to. Raises NixError if the evaluation fails."""
        return self.run("nix-instantiate", "--expr", expression).split()

    def evaluate(self, expression: str, restricted_to: Sequence[Path] | None = None) -> object:
        """The value of a Nix expression, through JSON. Raises NixError if the evaluation fails."""
        options = ("--eval", "--strict", "--json", *_restriction(restricted_to))
        value: object = json.loads(self.run("nix-instantiate", *options, "--expr", expression))
        return value

    def closure(self, derivations: Iterable[str]) -> dict[str, Derivation]:
        """The derivations and all their inputs, by .drv path."""
        known: dict[str, Derivation] = {}
        waiting = list(derivations)
        while waiting:
            path = waiting.pop()
            if path not in known:
                known[path] = read_derivation(Path(path))
                waiting.extend(known[path].inputs)
        return known

    def fixed_outputs(self, derivations: Iterable[str]) -> list[FixedOutput]:
        """The fixed outputs among the derivations and their inputs, by name and url."""
        found = [fixed for each in self.closure(derivations).values() for fixed in _fixed_outputs_of(each)]
        return sorted(found, key=lambda fixed: (fixed.name, fixed.url or ""))

    def realise(self, derivation: str) -> Path:
        """Build a derivation with one output, and return its store path. Raises NixError if the build fails."""
        return Path(self.run("nix-store", "--realise", derivation).strip())

    def hash_path(self, path: Path) -> str:
        """The SHA-256 of the path's NAR, in SRI form."""
        return self.run("nix", "hash", "path", str(path)).strip()


def read_derivation(path: Path) -> Derivation:
    """Read a .drv file.

    Its format (ATerm) is `Derive([outputs],[inputs],[sources],"system","builder",[arguments],[environment])`,
    with lists, tuples and strings in the syntax of Python. It is read here, since the JSON of `nix derivation show`
    changes between versions.
    """
    text = path.read_text(encoding="utf-8")
    outputs, inputs, _sources, _system, _builder, _arguments, environment = ast.literal_eval(
        text.removeprefix("Derive")
    )
    env = dict(environment)
    return Derivation(str(path), env["name"], outputs, [drv for drv, _wanted in inputs], env)


def _fixed_outputs_of(derivation: Derivation) -> list[FixedOutput]:
    found = []
    for _output, store_path, algorithm, digest in derivation.outputs:
        if not digest:
            continue
        bare = algorithm.removeprefix("r:")
        found.append(
            FixedOutput(
                name=derivation.name,
                digest=f"{bare}-{base64.b64encode(bytes.fromhex(digest)).decode()}",
                algorithm=bare,
                mode="flat" if bare == algorithm else "recursive",
                url=derivation.env.get("url") or next(iter(derivation.env.get("urls", "").split()), None),
                revision=derivation.env.get("rev"),
                store_path=store_path,
                derivation=derivation.path,
            )
        )
    return found


def _restriction(paths: Sequence[Path] | None) -> list[str]:
    if paths is None:
        return []
    return ["--restrict-eval", *(word for path in paths for word in ("-I", str(path)))]
