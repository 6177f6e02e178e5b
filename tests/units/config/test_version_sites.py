"""Reading the sites of a [[version]] table."""

from __future__ import annotations

import pytest

from authguard.config.model import VersionPackage, VersionSite
from authguard.config.version_sites import comparable, read_sites
from authguard.errors import Refused

FILES = {
    "default.nix": b'{ }:\n  version = "2026.2.0";\r\n  version = "no";\n',
    "Dockerfile": b"FROM x\n# ARG V=no\nARG W V\narg  A=1 V=\"v2026.2.0\" Z='2'\nARG V=later\n",
    "versions.yaml": b"\xef\xbb\xbfservices:\n- name: authentik\n  current-version: 2026.2.0\n",
    "pyproject.toml": b'[project]\nversion = "2026.2.0"\n',
    "package.json": b'{"version": "2026.2.0"}',
    "broken.json": b'{"version": ',
}


def read_one(path: str, kind: str, key: str) -> tuple[str, int, int] | str:
    """Return the version of one site, or the reason why the site has no version."""
    package = VersionPackage("p", [VersionSite(path, kind, key)])
    nix = {("default.nix", "version"): ("2026.2.0", 2, 13)}
    statements, problems = read_sites(package, FILES.get, lambda *asked: nix.get(asked))
    if problems:
        assert not statements
        return problems[0].reason
    return statements[0].value, statements[0].line, statements[0].column


@pytest.mark.parametrize(
    ("path", "kind", "key", "expected"),
    [
        ("default.nix", "attribute", "version", ("2026.2.0", 2, 13)),
        ("default.nix", "attribute", "other", "there is no such attribute, or its value is not known"),
        ("none.nix", "attribute", "version", "there is no such file"),
        ("default.nix", "regex", r'^\s*version\s*=\s*"([^"]+)"', ("2026.2.0", 2, 14)),
        ("default.nix", "regex", r"[0-9]+\.[0-9.]+", ("2026.2.0", 2, 14)),
        ("default.nix", "regex", "absent", "no line matches"),
        ("default.nix", "regex", r'";$', ('";', 2, 22)),
        ("none", "regex", "x", "there is no such file"),
        ("Dockerfile", "arg", "V", ("v2026.2.0", 4, 13)),
        ("Dockerfile", "arg", "Z", ("2", 4, 27)),
        ("Dockerfile", "arg", "W", "that ARG has no default"),
        ("Dockerfile", "arg", "VV", "there is no such ARG"),
        ("versions.yaml", "yaml", "services[name=authentik].current-version", ("2026.2.0", 3, 20)),
        ("pyproject.toml", "toml", "project.version", ("2026.2.0", 2, 11)),
        ("package.json", "json", "version", ("2026.2.0", 1, 13)),
        ("package.json", "json", "versoin", "there is no such key"),
        ("broken.json", "json", "version", "the file is not JSON: expecting value at line 1"),
    ],
)
def test_a_site_has_a_version_or_a_reason(
    path: str, kind: str, key: str, expected: tuple[str, int, int] | str
) -> None:
    """The version has a line and a column."""
    assert read_one(path, kind, key) == expected


def test_all_sites_are_read_in_order() -> None:
    """If one site has no version, the other sites are still read."""
    sites = [
        VersionSite("Dockerfile", "arg", "V"),
        VersionSite("none", "json", "v"),
        VersionSite("package.json", "json", "version"),
    ]
    statements, problems = read_sites(VersionPackage("p", sites), FILES.get, lambda *_: None)
    assert [one.version() for one in statements] == ["2026.2.0", "2026.2.0"]
    assert [one.site.path for one in problems] == ["none"]


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v1.2", "1.2"),
        (" 1.2\n", "1.2"),
        ("V3", "3"),
        ("vanilla", "vanilla"),
        ("v", "v"),
        ("", ""),
        ("vv1", "vv1"),
    ],
)
def test_a_leading_v_before_a_number_is_ignored(text: str, version: str) -> None:
    """Any other text is compared as it is."""
    assert comparable(text) == version


def test_a_hostile_regex_is_stopped() -> None:
    """A backtracking engine would run for years: the check ends without an answer."""
    package = VersionPackage("p", [VersionSite("f", "regex", "(x+x+)+y")])
    with pytest.raises(Refused, match="takes more than 2 s"):
        read_sites(package, {"f": b"x" * 19_000 + b"\n" + b"x" * 2_000_000}.get, lambda *_: None)


def test_a_long_line_is_skipped() -> None:
    """No person writes such a line."""
    package = VersionPackage("p", [VersionSite("f", "regex", "x(x)")])
    _, problems = read_sites(package, {"f": b"x" * 2_000_000}.get, lambda *_: None)
    assert problems[0].reason == "no line matches"
