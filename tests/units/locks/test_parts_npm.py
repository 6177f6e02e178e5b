"""The part of a package-lock.json that an install of workspaces needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from authguard.locks import compare, npm
from authguard.locks.comparing import SELECTION, InstallSelection, Undecidable

if TYPE_CHECKING:
    from authguard.locks.comparing import InstalledPart, LockAnswer, Packages

PnpmEntries = dict[str, dict[str, object]]


def package(version: str, **fields: object) -> dict[str, object]:
    """Return the entry of a package from the registry."""
    return {"version": version, "integrity": f"sha512-{version}", **fields}


def entries() -> PnpmEntries:
    """Return a lock with three workspaces: site needs kit and debug, docs needs marked, the root needs turbo."""
    return {
        "": {
            "name": "app",
            "version": "1.0.0",
            "workspaces": ["packages/*", "docs"],
            "devDependencies": {"turbo": "2"},
        },
        "docs": {"version": "1.0.0", "dependencies": {"marked": "15"}},
        "node_modules/@app/kit": {"resolved": "packages/kit", "link": True},
        "node_modules/debug": package("4.3.4", dev=True, dependencies={"ms": "2.1.3"}),
        "node_modules/debug/node_modules/ms": package("2.1.3", dev=True),
        "node_modules/docs": {"resolved": "docs", "link": True},
        "node_modules/fsevents": package("1.0.0", os=["darwin"], optional=True),
        "node_modules/marked": package("15.0.1"),
        "node_modules/ms": package("2.1.2"),
        "node_modules/react": package("19.0.0", peer=True),
        "node_modules/site": {"resolved": "packages/site", "link": True},
        "node_modules/turbo": package("2.5.0", dev=True),
        "packages/kit": {
            "name": "@app/kit",
            "version": "1.0.0",
            "dependencies": {"ms": "2.1.2"},
            "optionalDependencies": {"fsevents": "1"},
            "peerDependencies": {"react": "19"},
        },
        "packages/site": {
            "version": "1.0.0",
            "dependencies": {"@app/kit": "*", "marked": "14"},
            "devDependencies": {"debug": "4", "absent": "1"},
        },
        "packages/site/node_modules/marked": package("14.0.0"),
    }


def text(packages: PnpmEntries, version: int = 3) -> bytes:
    """Return the bytes of a package-lock.json."""
    return json.dumps({"name": "app", "lockfileVersion": version, "packages": packages}).encode()


def part(
    packages: PnpmEntries, *filters: str, omitted: tuple[str, ...] = (), version: int = 3
) -> InstalledPart:
    """Return the installed part of a lock."""
    files = {"package-lock.json": text(packages, version)}
    return npm.part(files, InstallSelection(filters, frozenset(omitted)), lambda _: {})


def names(packages: Packages) -> set[str]:
    """Return the packages with their versions."""
    return {f"{name}@{version}" for name, versions in packages.items() for version in versions}


def judged(before: PnpmEntries, after: PnpmEntries, *filters: str) -> LockAnswer:
    """Compare two locks under filters."""
    options = {
        SELECTION: InstallSelection(filters),
        "part_of_lock": True,
        "text_copied": False,
        "hidden_lock": True,
    }
    files = {"package-lock.json": text(before)}, {"package-lock.json": text(after)}
    return compare("npm", *files, options)


KIT = {"ms@2.1.2"}
SITE = {"debug@4.3.4", "ms@2.1.3", "marked@14.0.0"} | KIT
DOCS = {"marked@15.0.1"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("site",), SITE),
        (("packages/site",), SITE),
        (("./packages/kit/",), KIT),
        (("@app/kit", "docs"), KIT | DOCS),
        (("packages",), SITE),
        ((), SITE | DOCS | {"turbo@2.5.0"}),
    ],
)
def test_npm_chooses_a_workspace_by_name_or_directory(filters: tuple[str, ...], expected: set[str]) -> None:
    """The directory above counts too. The links of the workspace are followed."""
    assert names(part(entries(), *filters).sure) == expected


def test_some_packages_of_npm_are_only_possibly_installed() -> None:
    """Packages of some platforms and peers belong to them."""
    found = part(entries(), "@app/kit")
    assert names(found.possible) - names(found.sure) == {"fsevents@1.0.0", "react@19.0.0"}


def test_packages_only_for_development_are_possibly_omitted() -> None:
    """The lock of npm marks them."""
    found = part(entries(), "site", omitted=("dev",))
    assert names(found.sure) == KIT | {"marked@14.0.0"}
    assert names(found.possible) > SITE


@pytest.mark.parametrize("filters", [("other",), ("../site",), ("site", "other")])
def test_an_unknown_workspace_is_not_decided(filters: tuple[str, ...]) -> None:
    """The lock does not have the workspace."""
    with pytest.raises(Undecidable):
        part(entries(), *filters)


def test_a_lock_without_the_needed_data_is_not_decided() -> None:
    """Version 1 has no workspaces. Which packages are omitted as peers is not known."""
    with pytest.raises(Undecidable):
        part(entries(), "site", version=1)
    with pytest.raises(Undecidable):
        part(entries(), "site", omitted=("peer",))
    dangling = entries()
    dangling["node_modules/@app/kit"]["resolved"] = "packages/gone"
    with pytest.raises(Undecidable):
        part(dangling, "site")


@pytest.mark.parametrize(
    ("path", "fields", "decision"),
    [
        ("node_modules/debug", {"version": "4.3.5"}, "moved"),
        ("node_modules/debug", {"integrity": "sha512-x"}, "moved"),
        ("node_modules/debug/node_modules/ms", {"version": "2.1.4"}, "moved"),
        ("packages/site/node_modules/marked", {"version": "14.0.1"}, "moved"),
        ("node_modules/marked", {"version": "15.0.2"}, "same"),
        ("node_modules/turbo", {"version": "2.6.0"}, "same"),
        ("docs", {"version": "2.0.0"}, "same"),
        ("node_modules/fsevents", {"version": "1.0.1"}, "unknown"),
        ("node_modules/react", {"version": "19.0.1"}, "unknown"),
        ("packages/kit", {"dependencies": {"ms": "2", "marked": "15"}}, "moved"),
    ],
)
def test_only_a_change_in_the_chosen_part_of_npm_matters(
    path: str, fields: dict[str, object], decision: str
) -> None:
    """Packages of other workspaces may move."""
    changed = entries()
    changed[path].update(fields)
    assert judged(entries(), changed, "site").decision == decision


@pytest.mark.parametrize("path", ["", "packages/kit"])
def test_a_version_in_the_hidden_lock_is_a_doubt(path: str) -> None:
    """Npm writes the versions of the root and of each workspace into node_modules."""
    changed = entries()
    changed[path]["version"] = "1.0.1"
    changed["node_modules/turbo"]["version"] = "2.6.0"
    assert judged(entries(), changed, "site").decision == "unknown"
