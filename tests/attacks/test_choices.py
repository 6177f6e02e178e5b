"""A file, a directory, a link or an input of the flake chooses the version: each stale hash is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import digest
from tests.support.judging import codes, of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = """{ fetchFromGitHub, lib }:
fetchFromGitHub {
  owner = "o";
  repo = "r";
  rev = "v${%s}";
  hash = "HASH";
}
""".replace("HASH", digest("one"))
CALLED = PACKAGE.replace("lib }:", "version }:") % "version"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return an empty repository."""
    return Repo(tmp_path / "r")


def demand(repo: Repo, files: dict[str, str | None], expected: set[str]) -> None:
    """Commit the files of a repository, change some, and demand these errors for the range."""
    repo.commit("one")
    for path, text in files.items():
        if text is None:
            repo.remove(path)
        else:
            repo.write(path, text)
    repo.stage()
    assert (codes(repo)[1] == []) == (expected == set())
    repo.commit("two")
    code, found = of_range(repo)
    assert (code, {each[1] for each in found if each[0] == "error"}) == (1 if expected else 0, expected)


CHOICES: dict[str, tuple[str, dict[str, str], dict[str, str | None]]] = {
    "a new directory": ('if builtins.pathExists ./d then "2" else "1"', {}, {"d/e/f": ""}),
    "a directory that is gone": ('if builtins.pathExists ./d then "2" else "1"', {"d/e": ""}, {"d/e": None}),
    "a directory inside a new directory": ('if lib.pathIsDirectory ./d/e then "2" else "1"', {}, {"d/e/f": ""}),
    "a directory by a text": ('if builtins.pathExists (./. + "/d") then "2" else "1"', {}, {"d/e": ""}),
    "a directory by a text with a slash at its end": (
        'if builtins.pathExists (toString ./d + "/") then "2" else "1"',
        {"d": ""},
        {"d": None, "d/e": ""},
    ),
    "a new entry of the root": ('if (builtins.readDir ./.) ? d then "2" else "1"', {}, {"d/e/f": ""}),
    "the type of a file": ("builtins.readFileType ./d", {"d": ""}, {"d": None, "d/e": ""}),
    "the type of a file, read elsewhere": (
        "import ./v.nix",
        {"v.nix": 'if builtins.readFileType ./d == "regular" then "1" else "2"', "d": ""},
        {"d": None, "d/e": ""},
    ),
    "a search path of the code": (
        "let __nixPath = [ { prefix = \"x\"; path = ./d; } ]; in import <x/v.nix>",
        {"d/v.nix": '"1"'},
        {"d/v.nix": '"2"'},
    ),
    "the second entry of a search path": (
        'import (builtins.findFile [ { prefix = ""; path = ./d; } { prefix = ""; path = ./e; } ] "v.nix")',
        {"d/x": "", "e/v.nix": '"1"'},
        {"d/v.nix": '"2"'},
    ),
    "a path by toPath": (
        'builtins.readFile (builtins.toPath (toString ./. + "/a b"))',
        {"a b": "1"},
        {"a b": "2"},
    ),
    "the formals of a function": (
        'if (builtins.functionArgs (import ./f.nix)).a then "1" else "2"',
        {"f.nix": "{ a ? 1 }: a"},
        {"f.nix": "{ a }: a"},
    ),
    "a closure": (
        ("toString (map (x: x.key) (builtins.genericClosure { startSet = [ { key = 1; } ];"
        " operator = x: if x.key < import ./n.nix then [ { key = x.key + 1; } ] else [ ]; }))"),
        {"n.nix": "2"},
        {"n.nix": "3"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHOICES)
def test_a_version_that_another_file_chooses_makes_a_hash_stale(repo: Repo, name: str) -> None:
    """The package itself does not change."""
    code, first, second = CHOICES[name]
    repo.write("tool.nix", PACKAGE % code)
    for path, text in first.items():
        repo.write(path, text)
    demand(repo, second, {"AG201"})


def test_a_file_that_becomes_a_link_makes_a_hash_stale(repo: Repo) -> None:
    """The content is the same, and only the type of the file changes."""
    repo.write("tool.nix", PACKAGE % "builtins.readFileType ./x").write("x", "").write("y", "").commit("one")
    repo.remove("x").link("x", "y").commit("two")
    assert of_range(repo) == (1, [("error", "AG201", "tool.nix")])


def test_a_second_call_through_a_link_makes_a_hash_stale(repo: Repo) -> None:
    """One file calls the package by its path and by a link; only the version in the second call moves."""
    calls = '(callPackage ./tool.nix { version = "1"; }) (callPackage ./l.nix { version = "%d"; })'
    both = f"{{ callPackage }}: [ {calls} ]\n"
    repo.write("tool.nix", CALLED).link("l.nix", "tool.nix").write("default.nix", both % 1)
    demand(repo, {"default.nix": both % 2}, {"AG201"})


@pytest.mark.parametrize(
    ("files", "moved"),
    [
        ({"default.nix": '{ callPackage }: callPackage ./tool { version = "1"; }\n'}, "default.nix"),
        ({"default.nix": "{ callPackage }: callPackage ./tool { version = builtins.readFile ./1; }\n"}, "1"),
        ({"default.nix": "import ./mid.nix (import ./v.nix)\n", "mid.nix": "a: import ./tool a\n"}, "v.nix"),
    ],
)
def test_a_changed_call_of_a_file_without_a_suffix_is_reported(
    repo: Repo, files: dict[str, str], moved: str
) -> None:
    """The file with the hash has no suffix, so its hashes are not read."""
    given = {"1": "1", "v.nix": '{ version = "1"; }', **files}
    for path, text in given.items():
        repo.write(path, text)
    repo.write("tool", CALLED)
    demand(repo, {moved: given[moved].replace('"1"', '"2"') if '"1"' in given[moved] else "2"}, {"AG904"})


FLAKE = """{
  inputs.sub.url = "path:./sub";
  inputs.plain = { url = "./plain"; flake = false; };
  outputs = { self, nixpkgs, ... }@inputs: {
    tool = nixpkgs.callPackage ./tool.nix { inherit inputs; };
  };
}
"""
OUTPUTS = '{ outputs = { self }: { version = "%d"; full = "x${self.version}"; other = "%d"; }; }\n'
READS = {
    "an output": ("inputs.sub.version", "sub/flake.nix", OUTPUTS),
    "an output that reads another": ("inputs.sub.full", "sub/flake.nix", OUTPUTS),
    "a file of a flake": ('builtins.readFile "${inputs.sub}/VERSION"', "sub/VERSION", "%d"),
    "a file of a directory": ('import (inputs.plain + "/v.nix")', "plain/v.nix", '"%d"'),
}


def flake(repo: Repo, code: str, path: str, text: str) -> None:
    """Write a flake with two inputs in the repository, and a package that reads one of them."""
    repo.write("flake.nix", FLAKE).write("sub/flake.nix", OUTPUTS % (1, 1)).write("plain/x", "")
    repo.write("tool.nix", PACKAGE.replace("lib }:", "inputs }:") % code).write(path, text)


@pytest.mark.parametrize("name", READS)
def test_a_version_in_a_path_input_of_a_flake_makes_a_hash_stale(repo: Repo, name: str) -> None:
    """The version is in a directory that is an input of the flake."""
    code, path, text = READS[name]
    flake(repo, code, path, text.replace("%d", "1"))
    demand(repo, {path: text.replace("%d", "2")}, {"AG201"})


def test_an_unread_output_of_a_path_input_is_ignored(repo: Repo) -> None:
    """The package does not read the output that changes."""
    flake(repo, "inputs.sub.version", "sub/flake.nix", OUTPUTS % (1, 1))
    demand(repo, {"sub/flake.nix": OUTPUTS % (1, 2), "sub/README": "x"}, set())


def test_another_path_of_an_input_makes_a_hash_stale(repo: Repo) -> None:
    """The input gets another url."""
    flake(repo, "inputs.sub.version", "tub/flake.nix", OUTPUTS % (2, 2))
    demand(repo, {"flake.nix": FLAKE.replace("./sub", "./tub")}, {"AG201"})


ESCAPES = {
    "all letters that must be escaped": {"+": "%2B", "/": "%2F", "=": "%3D"},
    "in small letters": {"+": "%2b", "/": "%2f", "=": "%3d"},
    "the dash, too": {"-": "%2D"},
    "a letter": {"s": "%73"},
}


@pytest.mark.parametrize("name", ESCAPES)
def test_an_escaped_hash_in_a_flake_reference_is_stale(repo: Repo, name: str) -> None:
    """The reference has the hash of the old commit in another spelling."""
    stated = digest("a reference")
    code = 'builtins.fetchTree "github:o/r/%s?narHash=%s"\n'
    repo.write("tool.nix", code % ("a" * 40, stated))
    escaped = stated
    for letter, escape in ESCAPES[name].items():
        escaped = escaped.replace(letter, escape)
    demand(repo, {"tool.nix": code % ("b" * 40, escaped)}, {"AG201"})
