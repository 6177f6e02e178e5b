"""The part of a lock that an install with filters needs."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from authguard.locks import bun, compare
from authguard.locks.comparing import MANIFESTS, SELECTION, InstallSelection, Undecidable

if TYPE_CHECKING:
    from authguard.locks.comparing import InstalledPart, LockAnswer, Packages

Lock = dict[str, dict[str, object]]


def record(name: str, version: str, mark: str = "sha512-a", **details: object) -> list[object]:
    """Return the record of a package from the registry."""
    return [f"{name}@{version}", "", details, mark]


def lock() -> Lock:
    """Return a lock with three workspaces: site needs kit and debug, docs needs marked, the root needs turbo."""
    return {
        "workspaces": {
            "": {"name": "app", "devDependencies": {"turbo": "2"}},
            "packages/docs": {"name": "docs", "dependencies": {"marked": "15", "shared": "1"}},
            "packages/kit": {
                "name": "@app/kit",
                "dependencies": {"ms": "2.1.2"},
                "devDependencies": {"tap": "1"},
            },
            "packages/site": {
                "name": "site",
                "dependencies": {"@app/kit": "workspace:*", "shared": "2"},
                "devDependencies": {"debug": "4"},
                "peerDependencies": {"react": "19", "vue": "3"},
                "optionalPeers": ["vue"],
            },
        },
        "packages": {
            "@app/kit": ["@app/kit@workspace:packages/kit"],
            "debug": record("debug", "4.3.4", dependencies={"ms": "2.1.3"}),
            "docs": ["docs@workspace:packages/docs"],
            "esbuild": record("esbuild", "1.0.0", optionalDependencies={"esbuild-linux": "1"}),
            "esbuild-linux": record("esbuild-linux", "1.0.0", os="linux", dependencies={"inner": "1"}),
            "inner": record("inner", "1.0.0"),
            "marked": record("marked", "15.0.1", dependencies={"esbuild": "1"}),
            "ms": record("ms", "2.1.2"),
            "react": record("react", "19.0.0"),
            "shared": record("shared", "1.0.0"),
            "site": ["site@workspace:packages/site"],
            "tap": record("tap", "1.0.0"),
            "turbo": record("turbo", "2.5.0"),
            "vue": record("vue", "3.0.0"),
            "debug/ms": record("ms", "2.1.3"),
            "site/shared": record("shared", "2.0.0"),
        },
    }


def text(content: Lock) -> bytes:
    """Return the bytes of a bun.lock."""
    return json.dumps({"lockfileVersion": 1, **content}).encode()


def names(packages: Packages) -> set[str]:
    """Return the packages with their versions."""
    return {f"{name}@{version}" for name, versions in packages.items() for version in versions}


def part_of_bun(content: Lock, selection: InstallSelection) -> InstalledPart:
    """Return the installed part of a lock."""
    return bun.part({"bun.lock": text(content)}, selection, lambda _: {})


def judged(before: Lock, after: Lock, *filters: str, omitted: tuple[str, ...] = ()) -> LockAnswer:
    """Compare two locks under filters."""
    options = {SELECTION: InstallSelection(filters, frozenset(omitted)), "part_of_lock": True}
    return compare("bun", {"bun.lock": text(before)}, {"bun.lock": text(after)}, options)


SITE = {"debug@4.3.4", "ms@2.1.2", "ms@2.1.3", "react@19.0.0", "shared@2.0.0", "tap@1.0.0"}
DOCS = {"marked@15.0.1", "shared@1.0.0", "esbuild@1.0.0"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("site",), SITE),
        (("./packages/site",), SITE),
        (("./packages/site/", "docs"), SITE | DOCS),
        (("@app/*",), {"ms@2.1.2", "tap@1.0.0"}),
        (("./packages/{docs,kit}",), DOCS | {"ms@2.1.2", "tap@1.0.0"}),
        (("./",), {"turbo@2.5.0"}),
        (("app",), {"turbo@2.5.0"}),
        (("!site", "!./packages/docs", "!app"), {"ms@2.1.2", "tap@1.0.0"}),
        (("!./", "docs"), DOCS),
        (("!./",), SITE | DOCS),
        (("*", "!./"), SITE | DOCS),
        (("./packages/*",), SITE | DOCS),
        (("./**",), SITE | DOCS),
        (("*",), SITE | DOCS | {"turbo@2.5.0"}),
    ],
)
def test_a_filter_of_bun_chooses_workspaces(filters: tuple[str, ...], expected: set[str]) -> None:
    """A filter names a workspace or a path; a negated filter chooses all others."""
    part = part_of_bun(lock(), InstallSelection(filters))
    assert names(part.sure) == expected


def test_a_negated_filter_beside_another_may_install_more() -> None:
    """Before 1.4, bun installs all workspaces that a negated filter does not name."""
    part = part_of_bun(lock(), InstallSelection(("!./", "docs")))
    assert names(part.possible) > SITE
    assert "turbo@2.5.0" not in names(part.possible)


def test_some_packages_of_bun_are_only_possibly_installed() -> None:
    """Packages of some platforms with their dependencies, and optional peers, belong to them."""
    part = part_of_bun(lock(), InstallSelection(("docs", "site")))
    unsure = {"esbuild-linux@1.0.0", "inner@1.0.0", "vue@3.0.0"}
    assert names(part.possible) - names(part.sure) == unsure


@pytest.mark.parametrize(
    ("omitted", "missing"),
    [
        ("dev", {"debug@4.3.4", "ms@2.1.3", "tap@1.0.0"}),
        ("peer", {"react@19.0.0"}),
        ("optional", set[str]()),
    ],
)
def test_omitted_kinds_of_dependencies_are_not_installed(omitted: str, missing: set[str]) -> None:
    """The options `--omit` and `--production` also count for linked workspaces."""
    part = part_of_bun(lock(), InstallSelection(("site",), frozenset({omitted})))
    assert names(part.sure) == SITE - missing


@pytest.mark.parametrize(
    "filters", [("other",), ("../site",), ("./packages/[ds]*",), ("s?te",), ("a**",), ("{a,{b,c}}",)]
)
def test_an_unknown_filter_is_not_decided(filters: tuple[str, ...]) -> None:
    """The filter chooses nothing, or has another syntax."""
    with pytest.raises(Undecidable):
        part_of_bun(lock(), InstallSelection(filters))
    changed = lock()
    changed["packages"]["debug"] = record("debug", "4.3.5")
    assert judged(lock(), changed, *filters).decision == "unknown"


def test_a_binary_lock_is_not_read() -> None:
    """The answer about bun.lockb is unknown."""
    files = {"bun.lockb": b"\x00old"}, {"bun.lockb": b"\x00new"}
    assert compare("bun", *files, {SELECTION: InstallSelection(("site",))}).decision == "unknown"


@pytest.mark.parametrize(
    ("place", "key", "value", "decision"),
    [
        ("packages", "debug", record("debug", "4.3.5", dependencies={"ms": "2.1.3"}), "moved"),
        ("packages", "debug/ms", record("ms", "2.1.4"), "moved"),
        ("packages", "tap", record("tap", "1.0.0", mark="sha512-b"), "moved"),
        ("packages", "marked", record("marked", "15.0.2"), "same"),
        ("packages", "shared", record("shared", "1.0.1"), "same"),
        ("packages", "site/shared", record("shared", "2.0.1"), "moved"),
        ("packages", "vue", record("vue", "3.0.1"), "unknown"),
        ("packages", "esbuild-linux", record("esbuild-linux", "1.0.1", os="linux"), "same"),
        ("workspaces", "", {"name": "app", "devDependencies": {"turbo": "^2"}}, "same"),
        ("workspaces", "packages/docs", {"name": "docs"}, "same"),
        ("workspaces", "packages/kit", {"name": "@app/kit", "dependencies": {"marked": "15"}}, "moved"),
        ("workspaces", "packages/new", {"name": "new", "dependencies": {"inner": "1"}}, "same"),
    ],
)
def test_only_a_change_in_the_chosen_part_matters(place: str, key: str, value: object, decision: str) -> None:
    """A package moved there, or a workspace needs another package."""
    changed = lock()
    changed[place][key] = value
    assert judged(lock(), changed, "site").decision == decision


def test_a_config_of_bun_that_omits_dependencies_is_not_decided() -> None:
    """A bunfig.toml that changed proves nothing."""
    changed = lock()
    changed["packages"]["turbo"] = record("turbo", "2.6.0")

    def decision(old: bytes, new: bytes) -> str:
        readers = (lambda _: {"bunfig.toml": old}, lambda _: {"bunfig.toml": new})
        options = {SELECTION: InstallSelection(("site",)), MANIFESTS: readers, "part_of_lock": True}
        return compare("bun", {"bun.lock": text(lock())}, {"bun.lock": text(changed)}, options).decision

    linker = b"[install]\nlinker = 'isolated'\n"
    assert decision(linker, linker) == "same"
    assert decision(b"", linker) == "unknown"
    assert decision(b"[install]\nproduction = true\n", b"[install]\nproduction = true\n") == "unknown"


def test_another_layout_is_not_proved_the_same() -> None:
    """The same packages have other settings, or other links between them."""
    version = {"bun.lock": text(lock())}, {"bun.lock": text(lock()).replace(b'Version": 1', b'Version": 2')}
    options = {SELECTION: InstallSelection(("site",)), "part_of_lock": True}
    changed = lock()
    changed["packages"]["turbo"] = record("turbo", "2.6.0")
    version[1]["bun.lock"] = text(changed).replace(b'Version": 1', b'Version": 2')
    assert compare("bun", *version, options).decision == "unknown"
    changed["packages"]["debug"] = record("debug", "4.3.4", dependencies={"ms": "2", "react": "1"})
    assert judged(lock(), changed, "site").decision == "unknown"


def test_a_peer_with_the_key_of_another_record_is_not_followed() -> None:
    """No package can have this name."""
    odd = lock()
    odd["workspaces"]["packages/kit"] = {"name": "@app/kit", "peerDependencies": {"debug/ms": "1"}}
    assert "ms@2.1.3" not in names(part_of_bun(odd, InstallSelection(("@app/kit",))).sure)


def test_a_new_link_within_the_part_is_a_doubt() -> None:
    """With configVersion 1, the lock links a package that another package of the same part needs now."""
    changed = lock()
    changed["workspaces"]["packages/kit"] = {
        "name": "@app/kit",
        "dependencies": {"ms": "2", "tap": "1", "react": "1"},
    }
    assert judged(lock(), changed, "site").decision == "same"
    linked = (json.dumps({"configVersion": 1, **content}).encode() for content in (lock(), changed))
    before, after = ({"bun.lock": one} for one in linked)
    assert compare("bun", before, after, {SELECTION: InstallSelection(("site",))}).decision == "unknown"


def random_lock(rnd: random.Random) -> Lock:
    """Return a lock with random edges between 12 packages and 4 workspaces."""
    every = [f"p{number}" for number in range(12)]
    some = {f"w{number}": rnd.sample(every, 2) for number in range(4)}
    packages: dict[str, object] = {
        name: record(name, "1.0.0", dependencies=dict.fromkeys(rnd.sample(every, rnd.randint(0, 2)), "1"))
        for name in every
    }
    packages |= {name: [f"{name}@workspace:{name}"] for name in some}
    workspaces: dict[str, object] = {
        name: {"name": name, "dependencies": dict.fromkeys(needs, "1")} for name, needs in some.items()
    }
    return {"workspaces": {"": {"name": "root"}, **workspaces}, "packages": packages}


@pytest.mark.parametrize("seed", range(40))
def test_a_random_move_is_reported_only_if_a_path_leads_to_it(seed: int) -> None:
    """The path begins at the chosen workspace and follows the dependencies."""
    rnd = random.Random(seed)  # noqa: S311
    before = random_lock(rnd)
    after = json.loads(json.dumps(before))
    moved = f"p{rnd.randrange(12)}"
    after["packages"][moved][0] = f"{moved}@1.0.1"
    reached = set(before["workspaces"]["w1"]["dependencies"])  # type: ignore[index]
    for _ in range(12):
        reached |= {one for name in reached for one in before["packages"][name][2]["dependencies"]}  # type: ignore[index]
    assert judged(before, after, "w1").decision == ("moved" if moved in reached else "same")
