"""Every place that states the version of a package is found, and only these places get another version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.config.model import Config, VersionPackage, VersionSite
from authguard.errors import Refused
from authguard.nix.references import CALL, references
from authguard.outputs.tree import OutputTree
from authguard.repair.edits import apply
from authguard.repair.latest import is_lower
from authguard.repair.version import Package, edits, one_of, packages, wanted
from tests.support.collected import A, B
from tests.support.repos import ROOT
from tests.units.repair.repairing import held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.units.repair.repairing import Files

OLD, NEW = "2025.12.4", "2026.2.0"


def half_of(files: Files) -> OutputTree:
    """A tree with files that know their callers."""
    snapshot = held(files)
    refers = {path: set(references(path, data)) for path, data in snapshot.files.items()}
    return OutputTree(snapshot, lambda path: [name for name, found in refers.items() if CALL + path in found])


def config_of(*sites: tuple[str, str, str], package: str = "p") -> Config:
    """A config with one [[version]] table."""
    config = Config()
    config.versions = [VersionPackage(package, [VersionSite(*site) for site in sites])]
    return config


def bumped(
    files: Files, directory: str = "", config: Config | None = None, version: str = NEW
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The files with the new version of the one package, and the places that could not be set."""
    output_tree = half_of(files)
    package = one_of(packages(output_tree, directory, config or Config()), directory)
    made, left = edits(package, version, output_tree)
    contents = {
        path: apply(output_tree.snapshot.read(path) or b"", made.get(path, ())).decode(
            "utf-8", "surrogateescape"
        )
        for path in files
    }
    return contents, [(each.words, each.reason) for each in left]


def found(files: Files, directory: str = "", config: Config | None = None) -> list[Package]:
    """The packages of a tree."""
    return packages(half_of(files), directory, config or Config())


SOURCES = """{ pkgs }:
let
  version = "2025.12.4"; # not 2025.12.4-rc1
in
{
  inherit version;
  src = pkgs.fetchgit {
    url = "https://forge.example.org/authentik.git";
    rev = "version/${version}";
    hash = "HASH";
  };
}
""".replace("HASH", A)
DEFAULT = """{ pkgs, sources ? import ./sources.nix { inherit pkgs; } }:
let
  version = "2025.12.4";
in
pkgs.dockerTools.buildLayeredImage { name = "authentik"; tag = "v${version}"; }
"""


def test_the_version_of_authentik_is_set_in_both_files() -> None:
    """One file imports the other. Only the two literals change."""
    files = {
        f"nix/authentik/{path.name}": path.read_bytes() for path in (ROOT / "nix/authentik").glob("*.nix")
    }
    (package,) = found(files, "nix/authentik")
    (old,) = package.versions
    assert [place.path.rpartition("/")[2] for place in package.places] == ["default.nix", "sources.nix"]
    assert len(package.outputs) > 2
    contents, left = bumped(files, "nix/authentik", version="9999.1")
    for path, content in files.items():
        literal = f'version = "{old}";'
        times = 1 if path.endswith(("/default.nix", "/sources.nix")) else 0
        assert content.decode().count(literal) == times
        assert contents[path] == content.decode().replace(literal, 'version = "9999.1";')
    assert left == []


def test_the_version_is_set_in_files_that_import_one_another() -> None:
    """A comment with the version is not changed."""
    files = {"a/sources.nix": SOURCES, "a/default.nix": DEFAULT, "b/default.nix": DEFAULT}
    contents, left = bumped(files, "a")
    assert contents == {
        "a/sources.nix": SOURCES.replace(f'"{OLD}"', f'"{NEW}"'),
        "a/default.nix": DEFAULT.replace(OLD, NEW),
        "b/default.nix": DEFAULT,
    }
    assert left == []


FETCH = 'fetchurl { url = "URL"; hash = "HASH"; }'.replace("HASH", A)


GITHUB = 'fetchFromGitHub { owner = "o"; repo = "r"; tag = "TAG"; hash = "HASH"; }'.replace("HASH", A)


@pytest.mark.parametrize(
    "text",
    [
        'rec { pname = "a"; version = "OLD"; src = GITHUB; }'.replace(
            "GITHUB", GITHUB.replace("TAG", "v${version}")
        ),
        'rec { version = "OLD"; src = GITHUB; }'.replace("GITHUB", GITHUB.replace("TAG", "vOLD")),
        'mkDerivation (finalAttrs: { version = "OLD"; src = FETCH; })'.replace(
            "FETCH", FETCH.replace("URL", "https://e.org/OLD/a-OLD.tar.gz")
        ),
        '{ version = "OLD"; url = "https://e.org/OLD/a.tgz"; hash = "HASH"; }'.replace("HASH", A),
        'let version = "OLD"; in { x = { version = "OLD"; src = FETCH; }; }'.replace(
            "FETCH", FETCH.replace("URL", "https://e.org/${version}")
        ),
        '{ version ? "OLD" }: FETCH'.replace(
            "FETCH", FETCH.replace("{", "{ inherit version;").replace("URL", "https://e.org/${version}")
        ),
    ],
)
def test_every_spelling_of_a_version_in_a_file_is_set(text: str) -> None:
    """Tags and urls may spell it out."""
    contents, left = bumped({"x.nix": text.replace("OLD", OLD)})
    assert (contents["x.nix"], left) == (text.replace("OLD", NEW), [])


@pytest.mark.parametrize("other", ["12025.12.4", "2025.12.40", "2025.12.4.1", "2025.12.4b", "x.2025.12.4"])
def test_other_versions_in_a_url_stay(other: str) -> None:
    """A text that only looks like the version is no version."""
    text = f'{{ version = "{OLD}"; src = fetchurl {{ url = "https://e.org/{other}/{OLD}.tgz"; hash = "{A}"; }}; }}'
    contents, _ = bumped({"x.nix": text})
    assert contents["x.nix"] == text.replace(f'"{OLD}"', f'"{NEW}"').replace(f"{OLD}.tgz", f"{NEW}.tgz")


def test_a_version_in_data_is_set() -> None:
    """The package reads the version, or the version is in a separate record. Pins of tools are not edited."""
    files = {
        "a/x.nix": "let pin = lib.importJSON ./p.json; in\n"
        + FETCH.replace("URL", "https://e.org/${pin.version}").replace(
            f'hash = "{A}"', "inherit (pin) hash version"
        ),
        "a/p.json": f'{{\n  "version": "v{OLD}",\n  "hash": "{A}"\n}}\n',
    }
    assert bumped(files, "a")[0] == {**files, "a/p.json": files["a/p.json"].replace(OLD, NEW)}
    record = {"b.json": f'{{"b": {{"version": "{OLD}", "url": "https://e.org/{OLD}/b", "hash": "{A}"}}}}'}
    assert bumped(record)[0] == {"b.json": record["b.json"].replace(OLD, NEW)}
    toml = {"b.toml": f'# {OLD}\n[b]\nversion = "{OLD}"\nurl = "https://e.org/b"\nhash = "{A}"\n'}
    assert bumped(toml)[0] == {"b.toml": toml["b.toml"].replace(f'"{OLD}"', f'"{NEW}"')}
    pins = {
        "npins/sources.json": f'{{"pins": {{"b": {{"version": "{OLD}", "url": "u", "hash": "{A}"}}}}, "version": 5}}'
    }
    assert found(pins) == []


def test_two_packages_of_one_version_are_two() -> None:
    """The user must name one of the packages."""
    fetch = 'fetchurl {{ url = "https://e.org/{0}/${{version}}"; hash = "{2}"; }}'
    line = '{0} = rec {{ version = "{1}"; src = ' + fetch + "; }};\n"
    files = {"x.nix": "{\n" + line.format("a", OLD, A) + line.format("b", OLD, B) + "}\n"}
    assert [len(package.places) for package in found(files)] == [1, 1]
    with pytest.raises(
        Refused, match=r"^this repository states the versions of 2 packages: .*name the directory, file or"
    ):
        bumped(files)
    apart = {"a/x.nix": "{" + line.format("a", OLD, A) + "}", "b/x.nix": "{" + line.format("b", OLD, B) + "}"}
    assert bumped(apart, "a")[0] == {**apart, "a/x.nix": apart["a/x.nix"].replace(OLD, NEW)}
    assert bumped(apart, "b/x.nix")[0] == {**apart, "b/x.nix": apart["b/x.nix"].replace(OLD, NEW)}


def test_a_version_of_something_else_stays() -> None:
    """No fetch uses this version."""
    files = {"sources.nix": SOURCES, "module.nix": '{ system.version = "1.0"; }', "default.nix": DEFAULT}
    contents, _ = bumped(files)
    assert contents["module.nix"] == files["module.nix"]
    assert NEW in contents["default.nix"]


def test_a_package_without_a_version_is_refused() -> None:
    """The error says that the package has no version to set."""
    with pytest.raises(Refused, match=r"^a states no version that can be set$"):
        bumped({"a/x.nix": FETCH.replace("URL", "https://e.org/latest")}, "a")


FILES: Mapping[str, str] = {
    "default.nix": f'{{ }}:\n{{\r\n  version = "{OLD}";\r\n  other = "{OLD}"; }}\n',
    "line.txt": f"# {OLD}\n  version: é v{OLD} # was {OLD}\n",
    "Dockerfile": f"FROM x:{OLD}\n# ARG V={OLD}\narg  A={OLD} V=\"v{OLD}\" Z='{OLD}'\n",
    "versions.yaml": f"\ufeffé: {OLD}\r\nservices:\r\n- name: authentik\r\n  current-version: {OLD} # {OLD}\r\n",
    "quoted.yml": f"a: '{OLD}'\nb: \"{OLD}\"\nc: {OLD}\n",
    "block.yaml": f"a: |\n  v{OLD}\n",
    "pyproject.toml": f'[other]\nversion = "{OLD}"\n[project]\nversion = "{OLD}" # {OLD}\n',
    "inline.toml": f"tool = {{ a = '{OLD}', version = '{OLD}' }}\n",
    "package.json": f'{{"other": "{OLD}", "version": "{OLD}", "n": 1.0}}',
    "same.json": f'{{"version": "{OLD}", "version": "{OLD}"}}',
    "import.nix": "import ./default.nix { }",
    "hash.txt": "x",
}
SITES = {
    "attribute": ("default.nix", "attribute", "version", (f'  version = "{OLD}"', f'  version = "{NEW}"')),
    "attribute elsewhere": ("import.nix", "attribute", "version", None),
    "regex": ("line.txt", "regex", r"version: \S+ (\S+)", (f"é v{OLD}", f"é v{NEW}")),
    "arg": ("Dockerfile", "arg", "V", (f'"v{OLD}"', f'"v{NEW}"')),
    "arg in quotes": ("Dockerfile", "arg", "Z", (f"'{OLD}'", f"'{NEW}'")),
    "arg without": ("Dockerfile", "arg", "A", (f"A={OLD} V", f"A={NEW} V")),
    "yaml": ("versions.yaml", "yaml", "services[name=authentik].current-version", (f"{OLD} #", f"{NEW} #")),
    "yaml beyond letters": ("versions.yaml", "yaml", '"é"', (f"é: {OLD}", f"é: {NEW}")),
    "yaml single": ("quoted.yml", "yaml", "a", (f"'{OLD}'", f"'{NEW}'")),
    "yaml double": ("quoted.yml", "yaml", "b", (f'"{OLD}"', f'"{NEW}"')),
    "yaml plain": ("quoted.yml", "yaml", "c", (f"c: {OLD}", f"c: {NEW}")),
    "yaml block": ("block.yaml", "yaml", "a", (OLD, NEW)),
    "toml": ("pyproject.toml", "toml", "project.version", (f'"{OLD}" #', f'"{NEW}" #')),
    "toml inline": ("inline.toml", "toml", "tool.version", (f"version = '{OLD}'", f"version = '{NEW}'")),
    "json": ("package.json", "json", "version", (f'"version": "{OLD}"', f'"version": "{NEW}"')),
    "json twice": ("same.json", "json", "version", (f'{OLD}"}}', f'{NEW}"}}')),
}


@pytest.mark.parametrize("name", SITES)
def test_each_site_of_the_config_is_set(name: str) -> None:
    """Each kind has one site, and its file has the same version elsewhere too."""
    path, kind, key, change = SITES[name]
    contents, left = bumped(FILES, "", config_of((path, kind, key)))
    assert left == []
    expected = dict(FILES)
    for each, (before, after) in (
        ((path, change),) if change else (("default.nix", SITES["attribute"][3] or ("", "")),)
    ):
        assert expected[each].count(before) == 1
        expected[each] = expected[each].replace(before, after)
    assert contents == expected


def test_a_version_that_looks_like_a_number_stays_a_text_in_yaml() -> None:
    """YAML would read 2026.10 as 2026.1. A number may become a text."""
    text = "a: 2025.12.4\nb: 2025.2\n"
    sites = [("v.yaml", "yaml", "a"), ("v.yaml", "yaml", "b")]
    contents, left = bumped({"v.yaml": text}, "", config_of(*sites), "2026.10")
    assert (contents["v.yaml"], left) == ('a: "2026.10"\nb: "2026.10"\n', [])
    contents, left = bumped({"v.yaml": text}, "", config_of(*sites), "2026.2")
    assert (contents["v.yaml"], left) == ('a: "2026.2"\nb: 2026.2\n', [])
    contents, left = bumped({"v.yaml": text}, "", config_of(*sites), "2026.10.1")
    assert (contents["v.yaml"], left) == ("a: 2026.10.1\nb: 2026.10.1\n", [])


def test_sites_and_found_literals_are_one_package() -> None:
    """A literal that the config does not name is set too, if an import links it; sites in other files too."""
    files = {"a/sources.nix": SOURCES, "a/default.nix": DEFAULT, "services.yaml": f"authentik: {OLD}\n"}
    config = config_of(("a/sources.nix", "attribute", "version"), ("services.yaml", "yaml", "authentik"))
    contents, left = bumped(files, "a", config)
    assert contents == {
        "a/sources.nix": SOURCES.replace(f'"{OLD}"', f'"{NEW}"'),
        "a/default.nix": DEFAULT.replace(OLD, NEW),
        "services.yaml": f"authentik: {NEW}\n",
    }
    assert left == []
    assert found(files, "elsewhere", config) == []


def test_two_packages_are_named_as_in_the_config() -> None:
    """The message does not name places that were found beside the sites."""
    files = {"a.yaml": "v: 1.0\n", "b.yaml": "v: 2.0\n", "sources.nix": SOURCES}
    config = config_of(("a.yaml", "yaml", "v"), package="one")
    config.versions += config_of(("b.yaml", "yaml", "v"), package="other").versions
    with pytest.raises(Refused, match=r"2 packages: one 1\.0 in a\.yaml; other 2\.0 in b\.yaml; name the"):
        bumped(files, "", config)
    assert bumped(files, "b.yaml", config)[0] == {**files, "b.yaml": f"v: {NEW}\n"}


def test_all_sites_that_disagree_are_set() -> None:
    """A person began the bump by hand."""
    files = {"a.yaml": "v: 1.0.0\n", "b.yaml": "v: v1.1.0\n", "c.yaml": f"v: {NEW}\n"}
    config = config_of(*((path, "yaml", "v") for path in files))
    (package,) = found(files, "", config)
    assert package.versions == ["1.0.0", "1.1.0", NEW]
    contents, _ = bumped(files, "", config)
    assert contents == {"a.yaml": f"v: {NEW}\n", "b.yaml": f"v: v{NEW}\n", "c.yaml": f"v: {NEW}\n"}


@pytest.mark.parametrize(
    ("path", "text", "kind", "key", "reason"),
    [
        ("x.nix", '{ v = "1" + ".2"; }', "attribute", "v", "its value is computed"),
        ("x.nix", '{ v = "1\\.2"; }', "attribute", "v", "it is not written there as plain text"),
        ("x.nix", "{ }", "attribute", "v", "there is no such attribute, or its value is not known"),
        ("x.yaml", "a: &v 1.2.0\nb: *v\n", "yaml", "a", "it is used at another place of the file, too"),
        ("x.yaml", 'a: "1.\\x32.0"\n', "yaml", "a", "it is not written there as plain text"),
        ("x.json", '{"v": "1\\u002e2"}', "json", "v", "it is not written there as plain text"),
        ("x.json", '{"v": 12}', "json", "v", "it is not written there as plain text"),
        ("x.toml", "v = 1.20\n", "toml", "v", "it is not written there as plain text"),
        ("x.toml", 'v = "1\\u002e2"\n', "toml", "v", "it is not written there as plain text"),
        ("x.txt", "none\n", "regex", "v=(.*)", "no line matches"),
        ("x.txt", "v=\n", "regex", "v=(.*)", "there is no version"),
        ("x.txt", "é v=1.2 \udcff\n", "regex", "v=([0-9.]*)", "its line is not UTF-8"),
        ("x.txt", "ARG v\n", "arg", "v", "that ARG has no default"),
    ],
)
def test_sites_that_cannot_be_set_are_reported(
    path: str, text: str, kind: str, key: str, reason: str
) -> None:
    """Each of these sites has its reason, and its file is not edited. The other site is set."""
    files = {path: text.encode("utf-8", "surrogateescape"), "ok.yaml": b"v: 1.2.0\n"}
    contents, left = bumped(files, "", config_of((path, kind, key), ("ok.yaml", "yaml", "v")))
    assert [why for _, why in left] == [reason]
    assert contents == {path: text, "ok.yaml": f"v: {NEW}\n"}


def test_a_site_that_would_match_another_line_is_reported() -> None:
    """The site would not state the new version."""
    files = {"x.txt": "v=1.2\nv=1.2.0\n"}
    _, left = bumped(files, "", config_of(("x.txt", "regex", r"v=(1[0-9.]*)"), package="p"))
    assert left == [("the line by regex in x.txt", "it would still state 1.2.0")]


def test_a_regex_works_in_a_file_that_is_no_data() -> None:
    """The file has a comment, so it is no JSON."""
    files = {"tsconfig.json": f'// comment\n{{"v": "{OLD}"}}\n'}
    contents, left = bumped(files, "", config_of(("tsconfig.json", "regex", r'"v": "([^"]*)"')))
    assert (contents["tsconfig.json"], left) == (files["tsconfig.json"].replace(OLD, NEW), [])


def test_an_edit_that_would_change_a_key_is_refused() -> None:
    """The regex matches the name of a key."""
    files = {"x.json": f'{{"{OLD}": "a"}}'}
    contents, left = bumped(files, "", config_of(("x.json", "regex", r'"([0-9.]*)":')))
    assert contents == files
    assert ("the line by regex in x.json", "the file would change in more than the version") in left


@pytest.mark.parametrize(
    "text", ["2026.2.0", "v2026.2.0", "1", "1.0-rc.1+build~2", "V1", "unstable-2026-01-01"]
)
def test_a_leading_v_is_removed(text: str) -> None:
    """A leading v is part of the tag."""
    assert wanted(text) == text.removeprefix("v").removeprefix("V")


@pytest.mark.parametrize(
    "text", ["", "v", "latest", '1"', "1 2", "${x}1", "1\n2", "1/2", "\x1b[1m", "../1", "1;"]
)
def test_a_text_that_is_no_version_is_refused(text: str) -> None:
    """Texts that are no version may have a meaning in a file, or no meaning."""
    with pytest.raises(Refused, match=r"is not a version"):
        wanted(text)


def test_excluded_files_are_not_read() -> None:
    """The config excludes the files."""
    from authguard.globs import Glob

    config = Config()
    config.exclude = [Glob("old/**")]
    files = {"old/sources.nix": SOURCES, "new/sources.nix": SOURCES}
    assert bumped(files, "", config)[0] == {
        **files,
        "new/sources.nix": SOURCES.replace(f'"{OLD}"', f'"{NEW}"'),
    }


def test_a_package_shows_itself() -> None:
    """The text is for a message, without control characters."""
    (package,) = found({"x\x1b.nix": SOURCES})
    assert package.words() == f"{OLD} in x\\x1b.nix"


@pytest.mark.parametrize(
    ("version", "other", "expected"),
    [
        ("1.9", "1.10", True),
        ("1.10", "1.9", False),
        ("2026.2.1", "2026.2.1", False),
        ("1.2", "2024.1", True),
        ("main", "1.0", False),
        ("1.0", "main", False),
        ("1.2-rc1", "1.2", False),
    ],
)
def test_a_lower_version_has_lower_numbers(version: str, other: str, expected: bool) -> None:
    """Numbers are compared by value; a version without numbers is not lower."""
    assert is_lower(version, other) is expected
