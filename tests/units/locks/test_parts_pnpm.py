"""The part of a pnpm-lock.yaml that an install with filters needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from authguard.locks import compare, pnpm
from authguard.locks.comparing import MANIFESTS, SELECTION, InstallSelection, Undecidable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.locks.comparing import InstalledPart, LockAnswer, Packages

LOCK = """\
lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

patchedDependencies:
  ms@2.1.3:
    hash: aaaa
    path: patches/ms.patch

importers:

  .:
    devDependencies:
      turbo:
        specifier: ^2.0.0
        version: 2.5.0

  apps/docs:
    dependencies:
      marked:
        specifier: ^15.0.0
        version: 15.0.1

  apps/site:
    dependencies:
      '@app/kit':
        specifier: workspace:*
        version: link:../../packages/kit
      fork:
        specifier: npm:@s/fork@^1.0.0
        version: '@s/fork@1.0.0'
    devDependencies:
      debug:
        specifier: ^4.0.0
        version: 4.3.4(ms@2.1.3)

  packages/empty: {}

  packages/kit:
    dependencies:
      tap:
        specifier: ^1.0.0
        version: 1.0.0

packages:

  '@s/fork@1.0.0':
    resolution: {integrity: sha512-fork}

  debug@4.3.4:
    resolution: {integrity: sha512-debug}
    engines: {node: '>=6.0'}
    deprecated: |-
      first: line

      : second
    peerDependencies:
      ms: '*'

  esbuild@1.0.0:
    resolution: {integrity: sha512-esbuild}
    os: [linux]

  marked@15.0.1:
    resolution:
      integrity: sha512-marked
      tarball: https://registry.example.org/marked.tgz

  ms@2.1.3:
    resolution: {integrity: sha512-ms}

  tap@1.0.0:
    resolution: {integrity: sha512-tap}

  turbo@2.5.0:
    resolution: {integrity: sha512-turbo}

snapshots:

  '@s/fork@1.0.0':
    optionalDependencies:
      esbuild: 1.0.0

  debug@4.3.4(ms@2.1.3):
    dependencies:
      ms: 2.1.3
    transitivePeerDependencies:
      - ms

  esbuild@1.0.0:
    optional: true

  marked@15.0.1: {}

  ms@2.1.3: {}

  tap@1.0.0: {}

  turbo@2.5.0: {}
"""

NAMES = {
    "package.json": "app",
    "apps/docs/package.json": "docs",
    "apps/site/package.json": "@app/site",
    "packages/empty/package.json": "empty",
    "packages/kit/package.json": "@app/kit",
}

OLDER = """\
lockfileVersion: '6.0'

importers:

  a:
    dependencies:
      ms:
        specifier: ^2.0.0
        version: 2.1.3

  b:
    dependencies:
      tap:
        specifier: ^1.0.0
        version: 1.0.0(ms@2.1.3)

packages:

  /ms@2.1.3:
    resolution: {integrity: sha512-ms}
    dev: false

  /tap@1.0.0(ms@2.1.3):
    resolution: {integrity: sha512-tap}
    dev: false
"""


def manifests(paths: Iterable[str]) -> dict[str, bytes]:
    """Read the package.json of the workspaces."""
    return {path: json.dumps({"name": NAMES[path]}).encode() for path in paths if path in NAMES}


def part(text: str, *filters: str, omitted: tuple[str, ...] = ()) -> InstalledPart:
    """Return the installed part of a lock."""
    return pnpm.part(
        {"pnpm-lock.yaml": text.encode()}, InstallSelection(filters, frozenset(omitted)), manifests
    )


def names(packages: Packages) -> set[str]:
    """Return the packages with their versions."""
    return {f"{name}@{version}" for name, versions in packages.items() for version in versions}


def judged(old: str, new: str, *filters: str) -> LockAnswer:
    """Compare two locks under filters."""
    options = {
        SELECTION: InstallSelection(filters),
        MANIFESTS: (manifests, manifests),
        "part_of_lock": True,
        "pnpmWorkspaces": True,
    }
    return compare("pnpm", {"pnpm-lock.yaml": old.encode()}, {"pnpm-lock.yaml": new.encode()}, options)


SITE = {"@s/fork@1.0.0", "debug@4.3.4", "ms@2.1.3"}
ROOT = {"turbo@2.5.0"}
DOCS, KIT = {"marked@15.0.1"}, {"tap@1.0.0"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("@app/site",), SITE),
        (("site",), SITE),
        (("@app/site...",), SITE | KIT),
        (("@app/site^...",), KIT),
        (("...@app/kit",), SITE | KIT),
        (("...^kit",), SITE),
        (("{apps/docs}...",), DOCS),
        (("./apps/docs",), DOCS),
        (("./apps/*", "!docs"), SITE),
        (("{apps/**}",), SITE | DOCS),
        (("@app/*",), SITE | KIT),
        (("*ocs",), DOCS),
        (("!docs",), SITE | KIT),
        (("empty",), set()),
        (("./",), set()),
        ((), SITE | KIT | DOCS),
    ],
)
def test_a_filter_of_pnpm_chooses_workspaces(filters: tuple[str, ...], expected: set[str]) -> None:
    """The mark `...` adds dependencies or dependents of a workspace. The root is always added."""
    assert names(part(LOCK, *filters).sure) == expected | ROOT


@pytest.mark.parametrize(
    "filters",
    [
        ("other",),
        ("kit", "!kit"),
        ("!*",),
        ("./apps/docs...",),
        ("./apps",),
        ("../x",),
        ("[main]",),
        ("{apps/docs",),
        ("./apps/{docs,site}",),
        ("packages/kit",),
    ],
)
def test_an_unknown_filter_is_not_decided(filters: tuple[str, ...]) -> None:
    """The filter chooses nothing, or has another syntax."""
    with pytest.raises(Undecidable):
        part(LOCK, *filters)
    assert judged(LOCK, LOCK.replace("ms@2.1.3", "ms@2.1.4"), *filters).decision == "unknown"


def test_optional_packages_are_only_possibly_installed() -> None:
    """A package for some platforms, or an optional package for some versions of Node.js, is possibly installed."""
    found = part(LOCK, "site")
    assert names(found.possible) - names(found.sure) == {"esbuild@1.0.0"}
    optional = LOCK.replace("  debug@4.3.4(ms@2.1.3):\n", "  debug@4.3.4(ms@2.1.3):\n    optional: true\n")
    assert names(part(optional, "site").sure) == {"@s/fork@1.0.0", "turbo@2.5.0"}


def test_a_negated_first_filter_installs_all_workspaces() -> None:
    """Newer pnpm installs all workspaces if the first of several filters is negated."""
    found = part(LOCK, "!docs", "site")
    assert names(found.sure) == SITE | ROOT
    assert names(found.possible) > DOCS


def test_development_dependencies_can_be_omitted() -> None:
    """Some optional dependencies may remain."""
    assert names(part(LOCK, "site", omitted=("dev",)).sure) == {"@s/fork@1.0.0"}
    assert "esbuild@1.0.0" in names(part(LOCK, "site", omitted=("optional",)).possible)


@pytest.mark.parametrize(
    ("old", "new", "decision"),
    [
        ("sha512-ms", "sha512-other", "moved"),
        ("fork@1.0.0", "fork@1.0.1", "moved"),
        ("turbo@2.5.0:", "turbo@2.5.1:", "unknown"),
        ("2.5.0", "2.5.1", "moved"),
        ("15.0.1", "15.0.2", "same"),
        ("sha512-marked", "sha512-other", "same"),
        ("^15.0.0", "^15.0.1", "same"),
        ("esbuild@1.0.0", "esbuild@1.0.1", "unknown"),
        ("hash: aaaa", "hash: bbbb", "unknown"),
        ("autoInstallPeers: true", "autoInstallPeers: false", "same"),
        ("  packages/empty: {}", "  packages/empty: {}\n\n  packages/new: {}", "same"),
    ],
)
def test_only_changes_in_the_chosen_part_matter(old: str, new: str, decision: str) -> None:
    """Packages of other workspaces may move."""
    assert old in LOCK
    assert judged(LOCK, LOCK.replace(old, new), "@app/site").decision == decision


def test_the_patch_of_another_package_does_not_matter() -> None:
    """The package is not installed."""
    assert judged(LOCK, LOCK.replace("hash: aaaa", "hash: bbbb"), "docs").decision == "same"


def test_settings_beside_the_lock_are_a_doubt() -> None:
    """A setting in pnpm-workspace.yaml may act beside the lock; its list of workspaces does not."""
    options = {
        SELECTION: InstallSelection(("docs",)),
        MANIFESTS: (manifests, manifests),
        "part_of_lock": True,
    }
    old = {"pnpm-lock.yaml": LOCK.encode(), "pnpm-workspace.yaml": b"packages:\n  - apps/*\n"}
    new = {**old, "pnpm-lock.yaml": LOCK.replace("2.1.3", "2.1.4").encode()}
    assert compare("pnpm", old, new, options).decision == "same"
    new["pnpm-workspace.yaml"] = b"packages:\n  - '*/*'\n"
    assert compare("pnpm", old, new, options).decision == "same"
    new["pnpm-workspace.yaml"] = b"nodeLinker: hoisted\n"
    assert compare("pnpm", old, new, options).decision == "unknown"


def test_a_lock_of_version_6_installs_all_workspaces() -> None:
    """The pnpm that writes version 6 installs all workspaces, unless a setting says otherwise."""
    found = part(OLDER, "./a")
    assert (names(found.sure), names(found.possible)) == ({"ms@2.1.3"}, {"ms@2.1.3", "tap@1.0.0"})
    assert judged(OLDER, OLDER.replace("ms@2.1.3:", "ms@2.1.4:"), "./a").decision == "unknown"
    assert judged(OLDER, OLDER.replace("sha512-ms", "sha512-x"), "./a").decision == "moved"
    assert judged(OLDER, OLDER.replace("sha512-tap", "sha512-x"), "./a").decision == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        LOCK.replace("'9.0'", "'10.0'"),
        LOCK.replace("'9.0'", "5.4"),
        f"{LOCK}---\n{LOCK}",
        LOCK.replace("  ms@2.1.3: {}", "  ? ms@2.1.3\n  : {}"),
        LOCK.replace("      ms: 2.1.3", "      ms: 2.1.4"),
        LOCK.partition("importers:")[0],
        LOCK.replace("  packages/empty:", "  ../outside:"),
        LOCK.replace("  packages/empty:", "  /outside:"),
        LOCK.replace("  packages/empty:", "  a\0b:"),
    ],
)
def test_a_lock_that_authguard_cannot_read_is_not_decided(text: str) -> None:
    """The lock has another version, several documents, unusual keys, or a workspace outside of the repository."""
    with pytest.raises(Undecidable):
        part(text, "@app/site")


@pytest.mark.parametrize(
    ("name", "content"),
    [(".npmrc", b"node-linker=hoisted\n"), ("pnpm-workspace.yaml", b"nodeLinker: hoisted\n")],
)
def test_node_modules_without_links_may_have_all_workspaces(name: str, content: bytes) -> None:
    """With this setting, most versions of pnpm install all of them."""
    found = pnpm.part(
        {"pnpm-lock.yaml": LOCK.encode(), name: content}, InstallSelection(("site",)), manifests
    )
    assert names(found.sure) == SITE | ROOT
    assert names(found.possible) > DOCS


@pytest.mark.parametrize(
    ("name", "content"),
    [(".npmrc", b"node-linker = isolated\n"), ("pnpm-workspace.yaml", b"nodeLinker: isolated\n")],
)
def test_node_modules_with_links_have_the_chosen_workspaces(name: str, content: bytes) -> None:
    """The usual setting changes nothing."""
    found = pnpm.part(
        {"pnpm-lock.yaml": LOCK.encode(), name: content}, InstallSelection(("site",)), manifests
    )
    assert names(found.sure) == SITE | ROOT
    assert names(found.possible).isdisjoint(DOCS - SITE - ROOT)


def test_a_broken_manifest_has_no_known_names() -> None:
    """The package.json is no JSON."""
    with pytest.raises(Undecidable):
        pnpm.part(
            {"pnpm-lock.yaml": LOCK.encode()},
            InstallSelection(("docs",)),
            lambda paths: dict.fromkeys(paths, b"{"),
        )
