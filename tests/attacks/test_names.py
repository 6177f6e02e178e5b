"""The version is in a file that the package names in an unusual way: each stale hash is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import digest
from tests.support.judging import codes, of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = """{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "o";
  repo = "r";
  rev = "v${%s}";
  hash = "HASH";
}
""".replace("HASH", digest("one"))
FUNCTION = PACKAGE.replace("}:", ", version }:", 1) % "version"
CALL = '{ callPackage }: callPackage %s { version = "%d"; }\n'
IN_DATA = "(builtins.fromJSON (builtins.readFile (%s))).v"

NAMES = (
    "a file.json",
    "v\u00e9.json",
    "a:b.json",
    "a@b.json",
    "a,b.json",
    "a{b.json",
    "a=b.json",
    "a#b.json",
    "~a.json",
    "a%20b.json",
    "a'b.json",
)
"""Names with letters that no path in Nix may have outside of a text."""
FORMS = {
    "a path and a text": './. + "/NAME"',
    "a path in a text": '"${./.}/NAME"',
    "a path in an indented text": "''${./.}/NAME''",
    "a path and an indented text": "./. + ''/NAME''",
    "a path that is continued": './DIR + "EXT"',
    "a path that a name continues": 'let rest = "EXT"; in ./DIR + rest',
    "two texts": './. + ("/" + "NAME")',
    "three summands": './. + "/d" + "/../NAME"',
    "a name for the text": 'let name = "/NAME"; in ./. + name',
    "a computed text": 'let name = "NAME"; in ./. + ("/" + name)',
    "a joined list": './. + (builtins.concatStringsSep "/" [ "" "NAME" ])',
    "a part of a text": './. + (builtins.substring 0 99 "/NAME")',
    "a needless escape": './. + "/\\NAME"',
    "builtins.path": 'builtins.path { path = ./. + "/NAME"; name = "x"; }',
}
WITH_FORMS = [(name, "a path and a text") for name in NAMES] + [
    (name, form) for form in FORMS for name in ("a.json", "a file.json")
]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return an empty repository."""
    return Repo(tmp_path / "r")


def demand_reported(repo: Repo, second: dict[str, str]) -> None:
    """Commit the files of a repository, change some, and demand AG201 for the staged change and the range."""
    repo.commit("one")
    for path, text in second.items():
        repo.write(path, text)
    repo.stage()
    assert codes(repo)[1] != []
    repo.commit("two")
    code, found = of_range(repo)
    assert (code, {each[1] for each in found}) == (1, {"AG201"})


@pytest.mark.parametrize(("name", "form"), WITH_FORMS)
def test_a_moved_version_in_an_unusually_named_file_is_reported(repo: Repo, name: str, form: str) -> None:
    """The package computes the path of a data file out of a path and texts."""
    path = FORMS[form].replace("NAME", name).replace("DIR", name[0]).replace("EXT", name[1:])
    repo.write("tool.nix", PACKAGE % IN_DATA % path).write(name, '{"v": "1"}').write("d/x", "")
    demand_reported(repo, {name: '{"v": "2"}'})


FILTERS = {
    "toSource": '"${lib.fileset.toSource { root = ./d; fileset = ./d; }}/v"',
    "a sum": '(lib.fileset.toSource { root = ./d; fileset = ./d; } + "/v")',
    "gitTracked": '"${lib.fileset.toSource { root = ./.; fileset = lib.fileset.gitTracked ./.; }}/d/v"',
    "cleanSourceWith": '"${lib.cleanSourceWith { src = ./d; }}/v"',
    "sourceByRegex": '"${lib.sourceByRegex ./d [ "v" ]}/v"',
    "sourceFilesBySuffices": '"${lib.sourceFilesBySuffices ./d [ "v" ]}/v"',
    "filterSource": '"${builtins.filterSource (path: type: true) ./d}/v"',
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_moved_version_below_a_filtered_directory_is_reported(repo: Repo, name: str) -> None:
    """A function of nixpkgs copies a part of the directory, and the version is in a file of the copy."""
    package = PACKAGE.replace("}:", ", lib }:", 1) % f"builtins.readFile {FILTERS[name]}"
    repo.write("tool.nix", package).write("d/v", "1")
    demand_reported(repo, {"d/v": "2"})


IN_OTHER_LETTERS = {
    "an imported file": (PACKAGE % "import ./Version.nix", "version.nix", '"%d"\n'),
    "a text": (PACKAGE % "builtins.readFile ./VERSION", "version", "%d"),
    "a directory": (PACKAGE % "import ./Lib/version.nix", "lib/version.nix", '"%d"\n'),
    "a file in capital letters": (PACKAGE % "import ./version.nix", "VERSION.NIX", '"%d"\n'),
    "an accent as a letter of its own": (
        PACKAGE % IN_DATA % './. + "/\u00e9.json"',
        "e\u0301.json",
        '{"v": "%d"}',
    ),
    "a called package": (FUNCTION, "default.nix", CALL.replace("%s", "./Tool.nix")),
}
"""The package, and a file that Nix on a Mac reads, though the package writes its name with other letters."""


@pytest.mark.parametrize("name", IN_OTHER_LETTERS)
def test_a_moved_version_in_a_file_that_only_a_mac_finds_is_reported(repo: Repo, name: str) -> None:
    """A Mac takes capital and small letters for the same, and both forms of an accent."""
    package, path, text = IN_OTHER_LETTERS[name]
    repo.write("tool.nix", package).write(path, text % 1)
    demand_reported(repo, {path: text % 2})


def test_a_file_that_gets_other_capital_letters_is_reported(repo: Repo) -> None:
    """The exact name is there first; then only a Mac finds the file."""
    repo.write("tool.nix", PACKAGE % "import ./v.nix").write("v.nix", '"1"\n').commit("one")
    repo.remove("v.nix").write("V.nix", '"2"\n').stage()
    assert codes(repo) == (1, [("error", "AG201", "tool.nix")])


LINKS = {
    "to the package": ({"link.nix": "tool.nix"}, "tool.nix", "./link.nix"),
    "to its directory": ({"link": "d"}, "d/tool.nix", "./link/tool.nix"),
    "to a directory with default.nix": ({"link": "d"}, "d/default.nix", "./link"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_moved_version_passed_through_a_link_is_reported(repo: Repo, name: str) -> None:
    """The call names a link, and the package behind the link has the hash."""
    links, path, called = LINKS[name]
    repo.write(path, FUNCTION).write("default.nix", CALL % (called, 1))
    for link, target in links.items():
        repo.link(link, target)
    demand_reported(repo, {"default.nix": CALL % (called, 2)})
