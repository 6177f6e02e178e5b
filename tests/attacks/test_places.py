"""A stale hash in an unusual place: links, names, data files, attributes and submodules of git."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import digest, package
from tests.support.judging import codes, of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RIGHT, STALE = package(1), package(2, 1)
GIVEN = (
    package(1)
    .replace('version = "1.0";', "version = lib.fileContents ./VERSION;")
    .replace("{ fetchFromGitHub }", "{ fetchFromGitHub, lib }")
)
"""A package that reads its version from a file."""


def named(name: str) -> Callable[[Repo, bool], object]:
    """Return a function that writes the package under a name."""
    return lambda repo, is_stale: repo.write(name, STALE if is_stale else RIGHT)


def reading(expression: str, path: str, content: str) -> Callable[[Repo, bool], object]:
    """Return a function that writes a package with its version in a file; `@` in the content is the version."""

    def write(repo: Repo, is_stale: bool) -> None:
        repo.write("tool.nix", GIVEN.replace("lib.fileContents ./VERSION", expression))
        repo.write(path, content.replace("@", "2.0" if is_stale else "1.0"))

    return write


def pointing(one: str, two: str) -> Callable[[Repo, bool], object]:
    """Return a function that writes a package with its version behind a link, which moves between two files."""

    def write(repo: Repo, is_stale: bool) -> None:
        repo.write("tool.nix", GIVEN).write(one, "1.0\n").write(two, "2.0\n")
        if is_stale:
            repo.remove("VERSION")
        repo.link("VERSION", two if is_stale else one)

    return write


def attributes(line: str) -> Callable[[Repo, bool], object]:
    """Return a function that sets an attribute of git, and writes the package."""
    return lambda repo, is_stale: named("tool.nix")(repo.write(".gitattributes", line), is_stale)


def behind_a_folder(repo: Repo, is_stale: bool) -> None:
    """A link to a folder decides which of two versions a file has."""
    repo.write("tool.nix", GIVEN.replace("./VERSION", "./now/VERSION"))
    repo.write("one/VERSION", "1.0\n").write("two/VERSION", "2.0\n")
    if is_stale:
        repo.remove("now")
    repo.link("now", "two" if is_stale else "one")


def behind_many_links(repo: Repo, is_stale: bool) -> None:
    """A chain of 39 links leads to the version; Linux follows 40."""
    repo.write("tool.nix", GIVEN.replace("./VERSION", "./l0")).write("v", "2.0\n" if is_stale else "1.0\n")
    if not is_stale:
        for number in range(39):
            repo.link(f"l{number}", f"l{number + 1}" if number < 38 else "v")


def from_link_to_file(repo: Repo, is_stale: bool) -> None:
    """A link becomes a file of the same name."""
    if is_stale:
        repo.remove("right.nix").remove("tool.nix").write("tool.nix", STALE)
    else:
        repo.write("right.nix", RIGHT).link("tool.nix", "right.nix")


def from_file_to_folder(repo: Repo, is_stale: bool) -> None:
    """A file becomes a folder of the same name with a default.nix."""
    if is_stale:
        repo.remove("tool.nix").write("default.nix", "import ./tool\n").write("tool/default.nix", STALE)
    else:
        repo.write("default.nix", "import ./tool.nix\n").write("tool.nix", RIGHT)


def behind_a_link(link: str, before: str, after: str, **more: str) -> Callable[[Repo, bool], object]:
    """Return a function that writes a file of another name, to which a link with a telling name leads."""

    def write(repo: Repo, is_stale: bool) -> None:
        repo.write("l.txt", after if is_stale else before)
        for path, content in more.items():
            repo.write(path.replace("_", "."), content)
        if not is_stale:
            repo.link(link, "../" * link.count("/") + "l.txt")

    return write


def replaced_by_a_link(repo: Repo, is_stale: bool) -> None:
    """A lock becomes a link to another lock, which existed before."""
    repo.write("tool.nix", NPM).write(
        "other.json", NPM_LOCK.replace("1.0.0", "2.0.0").replace("z4Ph", "z5Ph")
    )
    if is_stale:
        repo.remove("package-lock.json").link("package-lock.json", "other.json")
    else:
        repo.write("package-lock.json", NPM_LOCK)


def unnoticed_submodule(repo: Repo, is_stale: bool) -> None:
    """`.gitmodules`, a file of the repository, makes git ignore a submodule that moved."""
    inner = Repo(repo.path.parent / "inner", init=not is_stale)
    inner.write("tool.nix", STALE if is_stale else RIGHT).commit("inner")
    if is_stale:
        repo.git("-C", "sub", "-c", "protocol.file.allow=always", "pull", "--quiet")
        repo.git("update-index", "--cacheinfo", f"160000,{inner.oid('HEAD')},sub")
        return
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(inner.path), "sub")
    repo.git("config", "--file", ".gitmodules", "submodule.sub.ignore", "all")
    repo.write("default.nix", "import ./sub/tool.nix\n")


NPM = (
    "{ buildNpmPackage }: buildNpmPackage "
    f'{{ pname = "a"; version = "1"; src = ./.; npmDepsHash = "{digest(1)}"; }}\n'
)
NPM_LOCK = json.dumps(
    {
        "name": "a",
        "lockfileVersion": 3,
        "packages": {
            "node_modules/a": {
                "version": "1.0.0",
                "resolved": "https://packages.example/a/-/a-1.0.0.tgz",
                "integrity": f"sha512-z4Ph{'A' * 82}==",
            }
        },
    }
)
PIN_FILE = json.dumps(
    {"pins": {"a": {"type": "Git", "url": "https://example.org/1.0.tar.gz", "hash": digest(1)}}, "version": 3}
)
FLAKE_LOCK = json.dumps(
    {
        "nodes": {
            "a": {
                "locked": {"type": "tarball", "url": "https://example.org/1.0.tar.gz", "narHash": digest(1)}
            },
            "root": {"inputs": {"a": "a"}},
        },
        "root": "root",
        "version": 7,
    }
)

PLACES: dict[str, Callable[[Repo, bool], object]] = {
    "a name that begins with a dash": named("-tool.nix"),
    "a name that is a magic pathspec": named(":(exclude)tool.nix"),
    "a name that is a short magic pathspec": named(":!tool.nix"),
    "a name that is a pattern": named("[a-z]*?.nix"),
    "a name with a line break": named("to\nol.nix"),
    "a name with a quotation mark": named('"tool".nix'),
    "a name of decomposed letters": named("to\u0308ol.nix"),
    "a name that is a suffix": named(".nix"),
    "a name that is no text": named("t\udcff.nix"),
    "a folder named .nix": named("tool.nix/default.nix"),
    "a hidden folder": named(".config/nix/tool.nix"),
    "a deep folder": named("d/" * 400 + "tool.nix"),
    "no textual differences": attributes("*.nix -diff binary\n"),
    "an encoding in the work tree": attributes("*.txt working-tree-encoding=UTF-16\n"),
    "line ends of the work tree": attributes("* text eol=crlf\n"),
    "a driver of differences": attributes("* diff=none merge=none\n"),
    "a version in a text": reading("lib.fileContents ./VERSION", "VERSION", "@\n"),
    "a version in a text with a suffix": reading(
        'lib.removeSuffix "\\n" (builtins.readFile ./version.txt)', "version.txt", "@\n"
    ),
    "a version in JSON": reading("(lib.importJSON ./v.json).version", "v.json", '{"version": "@"}'),
    "a version in JSON by escapes": reading(
        "(builtins.fromJSON (builtins.readFile ./v.json)).version", "v.json", '{"\\u0076ersion": "@"}'
    ),
    "a version in JSON, stated twice": reading(
        "(lib.importJSON ./v.json).version", "v.json", '{"version": "1.0", "version": "@"}'
    ),
    "a version in TOML": reading(
        "(builtins.fromTOML (builtins.readFile ./Cargo.toml)).package.version",
        "Cargo.toml",
        '[package]\nversion = "@"\n',
    ),
    "a version in a folder of its own": reading('lib.fileContents (./. + "/a/VERSION")', "a/VERSION", "@\n"),
    "a version by a path in a string": reading('lib.fileContents "${./.}/a/VERSION"', "a/VERSION", "@\n"),
    "a version by an imported path in a string": reading('import "${./.}/a/v.nix"', "a/v.nix", '"@"\n'),
    "a version by the way of another folder": reading("lib.fileContents ./a/../VERSION", "VERSION", "@\n"),
    "a version beside a path": reading('lib.fileContents (dirOf ./a/x + "/VERSION")', "a/VERSION", "@\n"),
    "a version by a computed path": reading('import (./. + "/${"v"}.nix")', "v.nix", '"@"\n'),
    "a version by a name of a list": reading(
        'lib.concatMapStrings (name: import (./. + "/${name}.nix")) [ "v" ]', "v.nix", '"@"\n'
    ),
    "a version by a name of a set": reading(
        '(lib.genAttrs [ "v" ] (name: import ./a/${name}.nix)).v', "a/v.nix", '"@"\n'
    ),
    "a version in a folder with a computed name": reading(
        'lib.fileContents ((name: "${./.}/a/${name}/VERSION") "v")', "a/v/VERSION", "@\n"
    ),
    "a version in an imported list": reading("builtins.head (import ./v.nix)", "v.nix", '[ "@" ]\n'),
    "a version behind a link": pointing("one", "two"),
    "a version behind a link to a folder's file": pointing("a/one", "a/two"),
    "a version behind a linked folder": behind_a_folder,
    "a version behind many links": behind_many_links,
    "a link that becomes a file": from_link_to_file,
    "a file that becomes a folder": from_file_to_folder,
    "a submodule that is to be ignored": unnoticed_submodule,
    "a pin file behind a link": behind_a_link(
        "npins/sources.json", PIN_FILE, PIN_FILE.replace("1.0.tar", "2.0.tar")
    ),
    "the lock of a flake behind a link": behind_a_link(
        "flake.lock", FLAKE_LOCK, FLAKE_LOCK.replace("1.0.tar", "2.0.tar")
    ),
    "a package behind a link": behind_a_link("tool.nix", RIGHT, STALE),
    "a lock behind a link": behind_a_link(
        "package-lock.json",
        NPM_LOCK,
        NPM_LOCK.replace("1.0.0", "2.0.0").replace("z4Ph", "z5Ph"),
        tool_nix=NPM,
    ),
    "a lock replaced by a link": replaced_by_a_link,
}


@pytest.mark.parametrize("name", PLACES)
def test_a_stale_hash_in_an_unusual_place_is_an_error(tmp_path: Path, name: str) -> None:
    """The range has an error, and the staged change is not clean either."""
    repo = Repo(tmp_path / "r")
    PLACES[name](repo, False)
    repo.commit("right")
    PLACES[name](repo, True)
    repo.stage()
    assert codes(repo, "--strict")[0] == 1
    repo.record("stale")
    code, found = of_range(repo)
    assert code == 1, found
    assert {each[1] for each in found} <= {"AG201", "AG202", "AG208", "AG904"}, found


FLAKE = (
    '{ inputs.nixpkgs.url = "nixpkgs"; outputs = { self, nixpkgs }: let pkgs = nixpkgs.legacyPackages.x86_64-linux; '
    "in { packages.x86_64-linux.default = pkgs.callPackage ./sub/tool.nix { GIVEN }; }; }\n"
)
BELOW = {
    "inherit self;": ('lib.fileContents "${self}/VERSION"', "VERSION", "@\n"),
    "inherit self; ": ('import (self + "/nix/v.nix")', "nix/v.nix", '"@"\n'),
    "inputs = { inherit self; };": ('(lib.importJSON "${inputs.self}/v.json").v', "v.json", '{"v": "@"}'),
    "root = ./.;": ('lib.fileContents (root + "/VERSION")', "VERSION", "@\n"),
    "root = ./sub;": ('builtins.readFile "${root}/v"', "sub/v", "@"),
    "root = self.outPath;": ('if builtins.pathExists (root + "/two") then "2.0" else "1.0"', "two", ""),
}
"""The arguments of a package, its version by a path below an argument, the file, and the content of the file."""


@pytest.mark.parametrize("given", BELOW)
def test_a_moved_version_below_a_name_is_reported(tmp_path: Path, given: str) -> None:
    """The name means the flake, or a directory that the caller passes."""
    expression, path, content = BELOW[given]
    name = given.split()[1 if given.startswith("inherit") else 0].rstrip(";")
    tool = GIVEN.replace("lib.fileContents ./VERSION", expression).replace("lib }", f"lib, {name} }}")
    repo = Repo(tmp_path / "r")
    repo.write("flake.nix", FLAKE.replace("GIVEN", given)).write("sub/tool.nix", tool)
    if "two" in path:
        repo.commit("right")
        repo.write("two", "").commit("stale")
    else:
        repo.write(path, content.replace("@", "1.0")).commit("right")
        repo.write(path, content.replace("@", "2.0")).commit("stale")
    assert of_range(repo) == (1, [("error", "AG201", "sub/tool.nix")])


MODULE = GIVEN.replace("lib.fileContents ./VERSION", "EXPRESSION").replace("lib }", "lib, FORMAL, ... }")
ARGUMENTS = {
    'specialArgs = { toolVersion = "@"; };': "toolVersion",
    'specialArgs.toolVersion = "@";': "toolVersion",
    'specialArgs = { versions.tool = "@"; };': "versions.tool",
    'specialArgs.versions.tool = "@";': "versions.tool",
    'modules = [ { _module.args.toolVersion = "@"; } ./tool.nix ];': "toolVersion",
    'extraSpecialArgs = { toolVersion = "@"; };': "toolVersion",
}


@pytest.mark.parametrize("given", ARGUMENTS)
def test_a_moved_version_that_a_module_gets_is_reported(tmp_path: Path, given: str) -> None:
    """The flake passes the version to all modules, by the name of an argument."""
    repo = Repo(tmp_path / "r")
    name = ARGUMENTS[given]
    modules = "" if "modules" in given else "modules = [ ./tool.nix ];"
    flake = (
        f"{{ outputs = {{ self, nixpkgs }}: {{ h = nixpkgs.lib.nixosSystem {{ {given} {modules} }}; }}; }}\n"
    )
    repo.write("tool.nix", MODULE.replace("EXPRESSION", name).replace("FORMAL", name.partition(".")[0]))
    repo.write("flake.nix", flake.replace("@", "1.0")).commit("right")
    repo.write("flake.nix", flake.replace("@", "2.0")).commit("stale")
    assert of_range(repo) == (1, [("error", "AG201", "tool.nix")])


PIN = {
    "pins": {
        "a": {"type": "Git", "url": "https://example.org/1.0.tar.gz", "hash": digest(1), "revision": None}
    },
    "version": 3,
}
PINNED = json.dumps(PIN, indent=1)
MOVED = PINNED.replace("1.0.tar", "2.0.tar")
PINS: dict[str, str | bytes] = {
    "plain": MOVED,
    "escaped keys": MOVED.replace('"url"', '"\\u0075rl"').replace('"hash"', '"h\\u0061sh"'),
    "an escaped hash": MOVED.replace("sha256-", "sha256\\u002d"),
    "a key that is stated twice": PINNED.replace('"hash"', '"url": "https://example.org/2.0.tar.gz", "hash"'),
    "a number of many digits": MOVED.replace("null", "9" * 5000),
    "a number that is none": MOVED.replace("null", "NaN"),
    "a number beyond all": MOVED.replace("null", "1e999"),
    "half a character": MOVED.replace("null", '"\\ud800"'),
    "a nested list": MOVED.replace("null", "[" * 3000 + "]" * 3000),
    "a byte order mark": "\ufeff" + MOVED,
    "16 bits a character": MOVED.encode("utf-16"),
    "bytes that are no text": MOVED.replace("null", '"x"').encode().replace(b'"x"', b'"\xff"'),
}


@pytest.mark.parametrize("name", PINS)
@pytest.mark.parametrize("path", ["npins/sources.json", "data.json"])
def test_an_unusual_spelling_of_a_pin_hides_no_stale_hash(tmp_path: Path, path: str, name: str) -> None:
    """The url moves and the hash stays, in a file that other parsers read in another way, or not at all."""
    repo = Repo(tmp_path / "r")
    repo.write("default.nix", f"builtins.fromJSON (builtins.readFile ./{path})\n")
    repo.write(path, PINNED).commit("right")
    repo.write(path, PINS[name]).commit("stale")
    code, found = of_range(repo)
    assert code == 1, found
    assert all(each[2] == path for each in found), found


@pytest.mark.parametrize("path", ["./two", "./two/etc", "./sub/v", "./.git"])
def test_a_choice_by_a_path_outside_of_the_repository_is_reported(tmp_path: Path, path: str) -> None:
    """A link out of the repository, a file of a submodule, a directory of git: Nix may find the path."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", RIGHT).commit("right")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.oid('HEAD')},sub")
    repo.record("submodule")
    version = f'version = if builtins.pathExists {path} then "2.0" else "1.0";'
    repo.link("two", "/").write("tool.nix", RIGHT.replace('version = "1.0";', version)).stage(
        "two", "tool.nix"
    )
    repo.record("stale")
    assert ("AG201", "tool.nix") in [each[1:] for each in of_range(repo)[1]]


def test_a_copy_of_a_pin_in_another_file_hides_no_stale_hash(tmp_path: Path) -> None:
    """One push copies the pin file, and the next push moves the version of the first pin only."""
    repo = Repo(tmp_path / "r")
    repo.write("npins/sources.json", PINNED).write("copy/npins/sources.json", PINNED).commit("right")
    repo.write("npins/sources.json", MOVED).commit("stale")
    assert of_range(repo) == (1, [("error", "AG208", "npins/sources.json")])
