"""Trees of Nix packaging, made by rule: the same seed gives the same bytes on every machine.

The shapes are those of real repositories: packages in the styles that are in use (rec, let, finalAttrs, platform
sets, JSON pins, a versions.nix that a family shares, a builder called with version and hash), lists of packages that
call them, and modules that fetch nothing. Names and hashes are random words.
"""

from __future__ import annotations

import json
import random
from base64 import b64encode

Tree = dict[str, str]

_SYLLABLES = "ka lo mi ren tas vel dor qui sar nim pol bex ari ulm fen gor hyd isk jot wex yar zil".split()  # noqa: SIM905 - a line of words reads best
_WORDS = (  # noqa: SIM905 - likewise
    "fast small library server client for of the with terminal network parser daemon storage graph simple modern "
    "tool command line interface and plugin format image audio index cache query file system protocol secure"
).split()
_INPUTS = "openssl zlib sqlite libffi pcre2 ncurses readline curl libxml2 icu protobuf zstd lz4 expat".split()  # noqa: SIM905 - likewise
_PLATFORMS = ("x86_64-linux", "aarch64-linux", "x86_64-darwin", "aarch64-darwin")

FAMILY = 9
"""The number of packages that share one versions.nix."""


class Package:
    """One package (or a family that shares a versions.nix), from which its files are rendered.

    Attributes:
        directory: of its files.
        style: a key of _STYLES.
        bumps: the number of new versions, each with new hashes.
        edits: the number of changes that only affect its description.
    """

    __slots__ = ("bumps", "directory", "edits", "name", "seed", "style")

    def __init__(self, directory: str, style: str, seed: str) -> None:
        """Make an unchanged package."""
        self.directory = directory
        self.name = directory.rpartition("/")[2]
        self.style = style
        self.seed = seed
        self.bumps = 0
        self.edits = 0

    def files(self) -> Tree:
        """Return the package's files by path."""
        made = _STYLES[self.style](self)
        return {f"{self.directory}/{name}": text for name, text in made.items()}

    def hash(self, what: str) -> str:
        """Return the SRI hash of one of its fixed outputs, another after each bump."""
        raw = random.Random(f"{self.seed} {what} {self.bumps}").randbytes(32)  # noqa: S311 - no secret
        return f"sha256-{b64encode(raw).decode()}"

    def version(self, member: str = "") -> str:
        """Return the version, a higher one after each bump."""
        dice = self.dice(f"version {member}")
        return f"{dice.randrange(9)}.{dice.randrange(30)}.{dice.randrange(9) + self.bumps}"

    def dice(self, what: str) -> random.Random:
        """Return a random generator that gives the same numbers for the same question."""
        return random.Random(f"{self.seed} {what}")  # noqa: S311 - no secret

    def meta(self, member: str = "") -> str:
        """Return the meta block, with another description after each edit."""
        dice = self.dice(f"meta {member}")
        name = member or self.name
        described = " ".join(dice.choices(_WORDS, k=dice.randrange(5, 9))) + " again" * self.edits
        report = "\n".join(
            "      " + " ".join(dice.choices(_WORDS, k=dice.randrange(10, 14)))
            for _ in range(dice.randrange(8))
        )
        long = f"    longDescription = ''\n{report}\n    '';\n" if report else ""
        return (
            f'  meta = with lib; {{\n    description = "{described.capitalize()}";\n{long}'
            f'    homepage = "https://{name}.example.org";\n'
            f'    changelog = "https://github.com/{name}-org/{name}/releases";\n'
            f"    license = licenses.{dice.choice(['mit', 'asl20', 'gpl3Plus', 'bsd3'])};\n"
            f"    maintainers = with maintainers; [ {word(dice)} {word(dice)} ];\n"
            f"    platforms = platforms.{dice.choice(['linux', 'unix', 'all'])};\n"
            f'    mainProgram = "{name}";\n  }};\n'
        )

    def body(self, member: str = "") -> str:
        """Return the rest of a derivation, besides its source and meta."""
        dice = self.dice(f"body {member}")
        inputs = dice.sample(_INPUTS, dice.randrange(1, 6))
        lines = [f"  nativeBuildInputs = [ pkg-config ];\n\n  buildInputs = [ {' '.join(inputs)} ];\n"]
        if dice.random() < 0.5:
            flags = "\n".join(f'    "--with-{each}=${{{each}}}"' for each in inputs)
            lines.append(f"  configureFlags = [\n{flags}\n  ];\n")
        if dice.random() < 0.5:
            steps = "\n".join(
                f"    substituteInPlace src/{word(dice)}.c --replace-fail /usr/{word(dice)} $out/{word(dice)}"
                for _ in range(dice.randrange(1, 6))
            )
            lines.append(f"  postPatch = ''\n{steps}\n  '';\n")
        if dice.random() < 0.6:
            steps = "\n".join(
                f"    install -Dm644 {word(dice)}.{word(dice)} -t $out/share/{word(dice)}"
                for _ in range(dice.randrange(1, 9))
            )
            lines.append(f"  postInstall = ''\n    # {' '.join(dice.choices(_WORDS, k=8))}\n{steps}\n  '';\n")
        return "\n".join(lines)


def word(dice: random.Random) -> str:
    """Return a made-up name."""
    return "".join(dice.choices(_SYLLABLES, k=dice.randrange(2, 4)))


def _head(*more: str) -> str:
    names = ["lib", *more, "pkg-config", *_INPUTS]
    return "{\n" + "".join(f"  {name},\n" for name in names) + "}:\n\n"


def _github(package: Package, version: str) -> str:
    return (
        f'  src = fetchFromGitHub {{\n    owner = "{package.name}-org";\n    repo = "{package.name}";\n'
        f'    rev = "v${{{version}}}";\n    hash = "{package.hash("src")}";\n  }};\n'
    )


def _plain(package: Package) -> Tree:
    text = (
        _head("stdenv", "fetchFromGitHub")
        + f'stdenv.mkDerivation rec {{\n  pname = "{package.name}";\n  version = "{package.version()}";\n\n'
        + f"{_github(package, 'version')}\n{package.body()}\n{package.meta()}}}\n"
    )
    return {"default.nix": text}


def _golang(package: Package) -> Tree:
    text = (
        _head("buildGoModule", "fetchFromGitHub")
        + f'buildGoModule (finalAttrs: {{\n  pname = "{package.name}";\n  version = "{package.version()}";\n\n'
        + f'{_github(package, "finalAttrs.version")}\n  vendorHash = "{package.hash("vendor")}";\n\n'
        + '  ldflags = [\n    "-s"\n    "-w"\n    "-X main.version=${finalAttrs.version}"\n  ];\n\n'
        + f"{package.body()}\n{package.meta()}}})\n"
    )
    return {"default.nix": text}


def _rust(package: Package) -> Tree:
    text = (
        _head("rustPlatform", "fetchFromGitHub")
        + f'rustPlatform.buildRustPackage rec {{\n  pname = "{package.name}";\n'
        + f'  version = "{package.version()}";\n\n{_github(package, "version")}\n'
        + f'  cargoHash = "{package.hash("cargo")}";\n\n{package.body()}\n{package.meta()}}}\n'
    )
    return {"default.nix": text}


def _npm(package: Package) -> Tree:
    text = (
        _head("buildNpmPackage", "fetchFromGitHub")
        + f'buildNpmPackage (finalAttrs: {{\n  pname = "{package.name}";\n'
        + f'  version = "{package.version()}";\n\n{_github(package, "finalAttrs.version")}\n'
        + f'  npmDepsHash = "{package.hash("npm")}";\n\n{package.body()}\n{package.meta()}}})\n'
    )
    return {"default.nix": text}


def _python(package: Package) -> Tree:
    text = (
        _head("buildPythonPackage", "fetchPypi", "setuptools")
        + f'buildPythonPackage rec {{\n  pname = "{package.name}";\n  version = "{package.version()}";\n'
        + "  pyproject = true;\n\n  src = fetchPypi {\n    inherit pname version;\n"
        + f'    hash = "{package.hash("src")}";\n  }};\n\n  build-system = [ setuptools ];\n\n'
        + f"{package.body()}\n{package.meta()}}}\n"
    )
    return {"default.nix": text}


def _letting(package: Package) -> Tree:
    text = (
        _head("stdenv", "fetchurl", "fetchpatch")
        + f'let\n  pname = "{package.name}";\n  version = "{package.version()}";\nin\n'
        + "stdenv.mkDerivation {\n  inherit pname version;\n\n  src = fetchurl {\n"
        + f'    url = "https://{package.name}.example.org/releases/${{pname}}-${{version}}.tar.xz";\n'
        + f'    hash = "{package.hash("src")}";\n  }};\n\n  patches = [\n    (fetchpatch {{\n'
        + f'      name = "{package.name}-fix-${{version}}.patch";\n'
        + f'      url = "https://{package.name}.example.org/patches/${{version}}/fix.patch";\n'
        + f'      hash = "{package.hash("patch")}";\n    }})\n  ];\n\n{package.body()}\n{package.meta()}}}\n'
    )
    return {"default.nix": text}


def _platforms(package: Package) -> Tree:
    hashes = "".join(f'    {name} = "{package.hash(name)}";\n' for name in _PLATFORMS)
    text = (
        _head("stdenvNoCC", "fetchurl")
        + f'let\n  version = "{package.version()}";\n  system = stdenvNoCC.hostPlatform.system;\n'
        + f'  hashes = {{\n{hashes}  }};\nin\nstdenvNoCC.mkDerivation {{\n  pname = "{package.name}";\n'
        + "  inherit version;\n\n  src = fetchurl {\n"
        + f'    url = "https://{package.name}.example.org/${{version}}/{package.name}-${{system}}.tar.gz";\n'
        + '    hash = hashes.${system} or (throw "unsupported system ${system}");\n  };\n\n'
        + f"{package.body()}\n{package.meta()}}}\n"
    )
    return {"default.nix": text}


def _pinned(package: Package) -> Tree:
    raw = package.dice(f"rev {package.bumps}").randbytes(20)
    pin = {
        "owner": f"{package.name}-org",
        "repo": package.name,
        "rev": raw.hex(),
        "version": package.version(),
        "hash": package.hash("src"),
    }
    text = (
        _head("stdenv", "fetchFromGitHub")
        + "let\n  pin = lib.importJSON ./pin.json;\nin\nstdenv.mkDerivation {\n"
        + f'  pname = "{package.name}";\n  inherit (pin) version;\n\n  src = fetchFromGitHub {{\n'
        + f"    inherit (pin) owner repo rev hash;\n  }};\n\n{package.body()}\n{package.meta()}}}\n"
    )
    return {"default.nix": text, "pin.json": json.dumps(pin, indent=2) + "\n"}


def _called(package: Package) -> Tree:
    """A builder, and a file that calls it with version and hash."""
    generic = (
        "{ version, hash }:\n\n"
        + _head("stdenv", "fetchurl")
        + f'stdenv.mkDerivation {{\n  pname = "{package.name}";\n  inherit version;\n\n  src = fetchurl {{\n'
        + f'    url = "https://{package.name}.example.org/{package.name}-${{version}}.tar.gz";\n'
        + f"    inherit hash;\n  }};\n\n{package.body()}\n{package.meta()}}}\n"
    )
    calls = "".join(
        f"  {package.name}_{number} = callPackage (import ./generic.nix {{\n"
        f'    version = "{number}.{package.version()}";\n'
        f'    hash = "{package.hash(str(number))}";\n  }}) {{ }};\n'
        for number in range(3)
    )
    return {"generic.nix": generic, "default.nix": f"{{ callPackage }}:\n\n{{\n{calls}}}\n"}


def _family(package: Package) -> Tree:
    """Packages of one release, which all import a versions.nix with their version and hashes."""
    names = [f"{package.name}-{number}" for number in range(FAMILY)]
    hashes = "".join(f'    {name} = "{package.hash(name)}";\n' for name in names)
    files = {
        "versions.nix": f'{{\n  version = "{package.version()}";\n  hashes = {{\n{hashes}  }};\n}}\n',
        "default.nix": "{ callPackage }:\n\n{\n"
        + "".join(f"  {name} = callPackage ./{name}.nix {{ }};\n" for name in names)
        + "}\n",
    }
    for name in names:
        files[f"{name}.nix"] = (
            _head("buildGoModule", "fetchFromGitHub")
            + "let\n  versions = import ./versions.nix;\nin\nbuildGoModule {\n"
            + f'  pname = "{name}";\n  inherit (versions) version;\n\n  src = fetchFromGitHub {{\n'
            + f'    owner = "{package.name}-org";\n    repo = "{name}";\n'
            + f'    rev = "v${{versions.version}}";\n    hash = versions.hashes.{name};\n  }};\n\n'
            + f'  vendorHash = "{package.hash(name + " vendor")}";\n\n{package.body(name)}\n{package.meta(name)}}}\n'
        )
    return files


def _module(package: Package) -> Tree:
    """A module of a system's configuration, which fetches nothing."""
    dice = package.dice("module")
    options = "".join(
        f"    {name} = lib.mkOption {{\n      type = lib.types.{dice.choice(['str', 'int', 'bool', 'path'])};\n"
        f"      default = {dice.choice(['null', '8080', 'false', 'true'])};\n"
        f'      description = "{" ".join(dice.choices(_WORDS, k=9)).capitalize()}.";\n    }};\n\n'
        for name in dict.fromkeys(word(dice) for _ in range(dice.randrange(2, 9)))
    )
    text = (
        "{\n  config,\n  lib,\n  pkgs,\n  ...\n}:\n\nlet\n"
        f"  cfg = config.services.{package.name};\nin\n{{\n  options.services.{package.name} = {{\n"
        f'    enable = lib.mkEnableOption "{package.name}{" again" * package.edits}";\n\n{options}  }};\n\n'
        f"  config = lib.mkIf cfg.enable {{\n    systemd.services.{package.name} = {{\n"
        '      wantedBy = [ "multi-user.target" ];\n      serviceConfig = {\n'
        f'        ExecStart = "${{pkgs.{package.name}}}/bin/{package.name} --port ${{toString cfg.port}}";\n'
        '        DynamicUser = true;\n        Restart = "on-failure";\n      };\n    };\n  };\n}\n'
    )
    return {"default.nix": text}


_STYLES = {
    "plain": _plain,
    "golang": _golang,
    "rust": _rust,
    "npm": _npm,
    "python": _python,
    "letting": _letting,
    "platforms": _platforms,
    "pinned": _pinned,
    "called": _called,
    "family": _family,
    "module": _module,
}
_SHARES = {
    "plain": 20,
    "golang": 12,
    "rust": 8,
    "npm": 4,
    "python": 16,
    "letting": 8,
    "platforms": 4,
    "pinned": 3,
    "called": 2,
    "family": 1,
    "module": 22,
}


class Repository:
    """A complete tree: its packages, and the lists that call them."""

    def __init__(self, nix_files: int, seed: str = "authguard") -> None:
        """Make packages until the tree has ``nix_files`` files that end in .nix, including the lists."""
        dice = random.Random(seed)  # noqa: S311 - no secret
        self.packages: list[Package] = []
        names: set[str] = set()
        left = nix_files - 2
        while left > 0:
            style = dice.choices(list(_SHARES), list(_SHARES.values()))[0]
            name = "-".join((word(dice), word(dice)))
            if name in names or (style == "family" and left < FAMILY + 2):
                continue
            names.add(name)
            folder = "modules" if style == "module" else f"pkgs/{name[:2]}"
            package = Package(f"{folder}/{name}", style, f"{seed} {name}")
            left -= sum(path.endswith(".nix") for path in package.files())
            self.packages.append(package)

    def styled(self, *styles: str) -> list[Package]:
        """Return the packages of these styles, in the order of the list."""
        return [package for package in self.packages if package.style in styles]

    def files(self) -> Tree:
        """Return every file of the tree by path."""
        made = self.lists()
        for package in self.packages:
            made.update(package.files())
        return made

    def lists(self) -> Tree:
        """Return the list of all packages and the list of all modules."""
        entries = []
        modules = []
        for package in self.packages:
            if package.style == "module":
                modules.append(f"  ../{package.directory}\n")
            elif package.dice("listed").random() < 0.02:
                entries.append(
                    f"  {package.name} = callPackage ../{package.directory} {{ stdenv = gccStdenv; }};\n"
                )
            else:
                entries.append(f"  {package.name} = callPackage ../{package.directory} {{ }};\n")
        packages = "".join(sorted(entries))
        return {
            "top/packages.nix": f"{{ callPackage, gccStdenv }}:\n\n{{\n{packages}}}\n",
            "top/modules.nix": f"[\n{''.join(sorted(modules))}]\n",
        }
