"""The part of a lock that the install commands of a script choose."""

from __future__ import annotations

import pytest

from authguard.locks.comparing import SELECTION, InstallSelection
from authguard.prove.ecosystems import options_of
from tests.support.collected import A, one


def selection(build: str, install: str = "cp -R node_modules $out") -> object:
    """Return the selection of a hand-written output with these phases."""
    return options_of(
        one(
            "{ stdenv, lib, bun, name }:\n"
            f"stdenv.mkDerivation {{ pname = \"a\"; src = ./.; buildPhase = ''\n{build}\n''; "
            f"installPhase = ''\n{install}\n''; outputHash = \"{A}\"; }}"
        )
    )[SELECTION]


@pytest.mark.parametrize(
    ("script", "filters", "omitted"),
    [
        ("bun install --filter a", "a", ""),
        ("HOME=$TMP bun i -F a --frozen-lockfile || true", "a", ""),
        ("bun install --filter='./packages/*' 2>&1 | tee log", "./packages/*", ""),
        ("bun install \\\n  --filter '!./' \\\n  --filter \"b\" --os linux", "!./ b", ""),
        ('bun install --cpu="${name}" --filter a --no-progress', "a", ""),
        ('bun install --filter a ${lib.escapeShellArgs [ "--filter" "c" ]}', "a c", ""),
        ('bun install --filter ${lib.escapeShellArg "c"}', "c", ""),
        ("(${bun}/bin/bun install --production --filter a); ls", "a", "dev"),
        ("bun install --omit=optional --omit peer", "", "optional peer"),
        ("bun install --filter a && bun run build\nbun install --filter a", "a", ""),
        ("bun install --filter a # and nothing else", "a", ""),
        ("cd app\nbun install --filter a", "a", ""),
        ("bun ci --filter a; bun run install", "a", ""),
    ],
)
def test_the_filters_of_a_script_are_read(script: str, filters: str, omitted: str) -> None:
    """The filters and the omitted kinds of dependencies are read."""
    assert selection(script) == InstallSelection(tuple(filters.split()), frozenset(omitted.split()))


@pytest.mark.parametrize(
    "script",
    [
        "bun install",
        "bun install --frozen-lockfile",
        "bun install --filter $SITE",
        "bun install --filter ${name}",
        "bun install --filter a${name}",
        "bun install --filter a ${name}",
        "bun install ${lib.escapeShellArgs name} --filter a",
        "bun install --filter a --new-option",
        "bun install --filter a lodash",
        "bun install --filter 'a",
        "bun install --filter",
        "bun install --omit test --filter a",
        "bun install --filter a\nbun install --filter b",
        "bun install --filter a\nbun install",
        "bun install --filter a\nbun add b",
        "cd app && bun install --filter ./a",
        "bun install --cwd app --filter a",
    ],
)
def test_a_part_that_is_not_known_exactly_is_no_selection(script: str) -> None:
    """All packages, or a part that is not known exactly, is no selection."""
    assert selection(script) is None


@pytest.mark.parametrize(
    "install",
    [
        "cp bun.lock $out",
        'mkdir $out\ncp -r node_modules ./bun.lock "$out/"',
        "cp -r . $out",
        "mv * $out/",
        "tar -czf $out .",
        "cd $out",
        "cp -r . ${name}",
        "cp -r $src $out",
        "cp $src/{package.json,bun.lock} $out",
        "cp -r \"''${PWD}\" $out",
    ],
)
def test_a_lock_in_the_output_is_compared_completely(install: str) -> None:
    """There is no selection."""
    assert selection("bun install --filter a", install) is None


def test_a_lock_that_is_copied_elsewhere_is_not_in_the_output() -> None:
    """The lock is copied for the installation."""
    found = selection("cp $src/bun.lock .\nbun install --filter a", "cp -R node_modules packages $out")
    assert found == InstallSelection(("a",))


def pnpm(inputs: str, producer: str = "fetchPnpmDeps") -> object:
    """Return the selection of a call with these inputs."""
    return options_of(one(f'{{ {producer}, name }}: {producer} {{ src = ./.; hash = "{A}"; {inputs} }}'))[
        SELECTION
    ]


@pytest.mark.parametrize(
    ("inputs", "filters", "omitted"),
    [
        ('pnpmWorkspaces = [ "a..." "./b" ];', "a... ./b", ""),
        ('pnpmWorkspace = "a";', "a", ""),
        ('pnpmInstallFlags = [ "--filter=a" "--filter" "b" "-F" "c" ];', "a b c", ""),
        ('pnpmWorkspaces = [ "a" ]; pnpmInstallFlags = [ "--prod" "--shamefully-hoist" ];', "a", "dev"),
        (
            'pnpmWorkspaces = [ "a" ]; prePnpmInstall = "pnpm config set dedupe-peer-dependents false";',
            "a",
            "",
        ),
    ],
)
def test_the_flags_of_a_producer_are_read(inputs: str, filters: str, omitted: str) -> None:
    """The flags that fetchPnpmDeps passes to pnpm are read."""
    assert pnpm(inputs) == InstallSelection(tuple(filters.split()), frozenset(omitted.split()))


@pytest.mark.parametrize(
    "inputs",
    [
        "",
        "pnpmWorkspaces = [ ];",
        "pnpmWorkspaces = [ name ];",
        "pnpmWorkspaces = name;",
        'pnpmWorkspaces = [ "a" ]; pnpmInstallFlags = [ "--lockfile-only" ];',
        'pnpmWorkspaces = [ "a" ]; env.NODE_ENV = "production";',
        'pnpmWorkspaces = [ "a" ]; prePnpmInstall = "pnpm config set production true";',
    ],
)
def test_other_flags_of_a_producer_are_no_selection(inputs: str) -> None:
    """Flags without filters, computed flags, and settings with the same effect are no selection."""
    assert pnpm(inputs) is None


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("pnpm install --frozen-lockfile --filter a...", InstallSelection(("a...",))),
        ("pnpm i --prod", InstallSelection((), frozenset({"dev"}))),
        ("pnpm config set store-dir $out\npnpm install --filter a", InstallSelection(("a",))),
        ("pnpm --filter a... install --frozen-lockfile", InstallSelection(("a...",))),
        ("pnpm --filter=a -r i", InstallSelection(("a",))),
        ("pnpm --dir a install --prod", None),
        ("pnpm config set x install; pnpm run install; pnpm install --filter a", InstallSelection(("a",))),
        ("rm -r .pnpm-store; pnpm install --filter a", InstallSelection(("a",))),
        ("pnpm install --filter a\npnpm update", None),
        ("pnpm install --filter a\npnpm 'b", None),
        ("pnpm install --filter a\npnpm fetch", None),
        ("pnpm -w add b && pnpm install --filter a", None),
        ("pnpm install --filter a --ignore-workspace", None),
        ("NODE_ENV=production pnpm install --filter a", None),
        ("pnpm config set node-linker hoisted\npnpm install --filter a", None),
        ("export npm_config_omit=dev\npnpm install --filter a", None),
        ("export npm_config_nodedir=x\npnpm install --filter a", InstallSelection(("a",))),
    ],
)
def test_the_filters_of_a_script_with_pnpm_are_read(script: str, expected: InstallSelection | None) -> None:
    """A part that is not known exactly is no selection."""
    assert selection(script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("npm ci --workspace=a -w b --ignore-scripts --no-audit --fund=false", InstallSelection(("a", "b"))),
        ("npm ci --omit=dev", InstallSelection((), frozenset({"dev"}))),
        ("npm install --only=production", InstallSelection((), frozenset({"dev"}))),
        ("npm ci --workspace a --include-workspace-root", None),
        ("npm ci --workspaces", None),
        ("npm ci --workspace a\nnpm prune --omit=dev", None),
        ("npm --prefix app ci --omit=dev", None),
        ("cd app\nnpm ci --workspace a", None),
        ("npm config set omit dev\nnpm ci --workspace a", None),
        ("npm ci", None),
    ],
)
def test_the_workspaces_of_a_script_with_npm_are_read(script: str, expected: InstallSelection | None) -> None:
    """A part that is not known exactly is no selection."""
    assert selection(script) == expected
