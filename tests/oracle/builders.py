"""The functions that make a package, and the fetches that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.families import Family, name, one_of, text, version
from tests.oracle.model import Named, Ref

if TYPE_CHECKING:
    from tests.oracle.model import Value

_ROOTED: dict[str, tuple[Value, ...]] = {"sourceRoot": (text("source/a"), text("source/b"))}
_SCRIPTED = ("postPatch",)

BUILDERS = (
    Family("stdenv.mkDerivation", {}, hashes=(), scripts=("buildPhase",)),
    Family(
        "buildGoModule",
        {},
        hashes=("vendorHash",),
        options={
            **_ROOTED,
            "modRoot": (text("cmd"), text("./")),
            "proxyVendor": (True, False),
            "deleteVendor": (True, False),
            "subPackages": ([text("cmd/a")],),
            "doCheck": (False,),
        },
        scripts=("postPatch", "preBuild", "postInstall"),
    ),
    Family(
        "buildNpmPackage",
        {},
        hashes=("npmDepsHash",),
        options={
            **_ROOTED,
            "forceGitDeps": (True, False),
            "npmDepsFetcherVersion": (1, 2),
            "npmFlags": ([text("--legacy-peer-deps")],),
            "makeCacheWritable": (True,),
        },
        scripts=("postPatch", "postInstall"),
    ),
    Family(
        "rustPlatform.buildRustPackage",
        {},
        hashes=("cargoHash",),
        options={**_ROOTED, "cargoRoot": (text("rs"),), "buildFeatures": ([text("full")],)},
        scripts=("postUnpack", "postPatch"),
    ),
    Family(
        "maven.buildMavenPackage",
        {},
        hashes=("mvnHash",),
        options={"mvnParameters": (text("-Pdist"), text(""))},
        scripts=("postPatch",),
    ),
    Family("vscode-utils.buildVscodeMarketplaceExtension", {}, hashes=()),
    Family(
        "buildBazelPackage",
        {},
        hashes=("hash", "sha256"),
        options={
            **_ROOTED,
            "bazelTargets": ([text("//cmd")], [text("//cmd"), text("//lib")]),
            "bazelFlags": ([text("-c"), text("opt")],),
            "removeRulesCC": (False,),
        },
        scripts=_SCRIPTED,
        block="fetchAttrs",
    ),
    Family(
        "php.buildComposerProject",
        {},
        hashes=("vendorHash",),
        options={"composerNoDev": (False, True), "composerNoScripts": (False,)},
    ),
    Family(
        "php.buildComposerProject2",
        {},
        hashes=("vendorHash",),
        options={"composerNoDev": (False, True), "composerNoPlugins": (False,)},
    ),
    Family(
        "buildDenoPackage",
        {},
        hashes=("denoDepsHash",),
        options={
            **_ROOTED,
            "denoInstallFlags": ([text("--frozen")], [text("--frozen"), text("--allow-scripts")]),
            "denoFlags": ([text("--quiet")],),
            "denoTaskScript": (text("bundle"),),
        },
        scripts=_SCRIPTED,
    ),
    Family(
        "sbt.mkDerivation",
        {},
        hashes=("depsSha256",),
        options={
            "depsArchivalStrategy": (text("tar"), text("copy"), text("link"), text("tar+zstd")),
            "depsOptimize": (True, False),
            "depsWarmupCommand": (text("sbt compile"), text("sbt update")),
        },
        scripts=_SCRIPTED,
    ),
)
"""The functions that make a package; those with a hash fetch their dependencies separately."""

DEPENDENCIES = {
    "npmDeps": Family(
        "fetchNpmDeps",
        {"name": one_of("deps")},
        optional=("name",),
        hashes=("hash",),
        options={**_ROOTED, "fetcherVersion": (1, 2), "forceGitDeps": (True, False)},
        scripts=_SCRIPTED,
    ),
    "pnpmDeps": Family(
        "pnpm.fetchDeps",
        {"pname": name, "version": version},
        hashes=("hash",),
        options={"fetcherVersion": (1, 2, 3), "pnpmWorkspaces": ([text("app")], [text("app"), text("lib")])},
        scripts=("prePnpmInstall",),
    ),
    "pnpmDeps2": Family(
        "fetchPnpmDeps",
        {"pname": name, "version": version},
        hashes=("hash",),
        options={"fetcherVersion": (2, 3)},
    ),
    "yarnOfflineCache": Family("fetchYarnDeps", {}, options=_ROOTED, scripts=_SCRIPTED),
    "yarnCache": Family("fetchYarnDeps", {"yarnLock": lambda _: text(Ref("src"), "/yarn.lock")}),
    "offlineCache": Family("yarn-berry.fetchYarnBerryDeps", {}, scripts=_SCRIPTED),
    "cargoDeps": Family(
        "rustPlatform.fetchCargoVendor",
        {"pname": name, "version": version},
        hashes=("hash",),
        options={**_ROOTED, "cargoRoot": (text("rs"),)},
        scripts=_SCRIPTED,
    ),
    "cargoTarball": Family(
        "rustPlatform.fetchCargoTarball",
        {"pname": name, "version": version},
        options=_ROOTED,
        scripts=_SCRIPTED,
    ),
    "denoDeps": Family("fetchDenoDeps", {}, hashes=("hash",), options=_ROOTED, scripts=_SCRIPTED),
    "bunDeps": Family(
        "fetchBunDeps",
        {"name": one_of("bun-deps")},
        optional=("name",),
        hashes=("hash",),
        options={**_ROOTED, "bunInstallFlags": ([text("--production")],)},
        scripts=_SCRIPTED,
    ),
    "swiftpmDeps": Family(
        "fetchSwiftPMDeps",
        {"pname": name, "version": version, "name": one_of("package-deps")},
        optional=("pname", "version", "name"),
        hashes=("hash",),
        options={**_ROOTED, "nativeBuildInputs": ([Named("git")],)},
        scripts=_SCRIPTED,
    ),
    "modpack": Family(
        "fetchPackwizModpack",
        {"pname": name, "version": version},
        hashes=("packHash",),
        options={"side": (text("server"), text("both"))},
    ),
    "gxDeps": Family("fetchgx", {"name": name}, hashes=("sha256",)),
    "blob": Family(
        "runCommandWith",
        {"name": lambda _: text("blob-", Ref("version")), "outputHashMode": one_of("recursive")},
        hashes=("outputHash",),
        scripts=("buildCommand",),
        positional=("*", "buildCommand"),
        block="derivationArgs",
        in_block=("outputHashMode",),
    ),
    "mixFodDeps": Family(
        "beamPackages.fetchMixDeps",
        {"pname": lambda draw: text("mix-deps-", Ref("pname")), "version": version},
        options={"mixEnv": (text("prod"), text("dev"))},
    ),
    "beamDeps": Family(
        "beamPackages.fetchRebar3Deps", {"name": name, "version": version}, hashes=("sha256",)
    ),
    "modules": Family(
        "stdenvNoCC.mkDerivation",
        {
            "pname": lambda draw: text(Ref("pname"), "-modules"),
            "version": version,
            "outputHashMode": one_of("recursive", "nar", "flat"),
        },
        hashes=("outputHash",),
        options={
            "nativeBuildInputs": ([Named("git")], [Named("git"), Named("uv")]),
            "dontFixup": (True,),
            "FLAVOUR": (text("plain"), text("hot")),
        },
        scripts=("buildPhase", "installPhase"),
    ),
    "data": Family(
        "runCommand",
        {"name": lambda draw: text("data-", Ref("version")), "outputHashMode": one_of("recursive")},
        hashes=("outputHash",),
        options={"nativeBuildInputs": ([Named("git")],)},
        scripts=("buildCommand",),
        positional=("name", "*", "buildCommand"),
    ),
    "zigDeps": Family("zig.fetchDeps", {"pname": name, "version": version}, hashes=("hash",)),
}
"""Dependencies that a package fetches by a call of its own, by its attribute."""
