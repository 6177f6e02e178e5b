"""The deciding inputs, by the environment of each producer: a second model, without code of authguard."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Part:
    """The variables in the environment of a producer's builder that decide the content.

    which   by variable, how it names the content: "url" for the address of a file, "repository" for that of a
            clone, "revision", "address" for one that a registry makes of name and version, "plain" unchanged,
            "made" with the pairs of the fixed outputs in it, "aside" if it decides nothing.
    how     options, with their defaults.
    scripts shell that can change the content.
    rest    whether all other variables decide too, like a script.
    by_mode whether a file and a tree of one address are two contents.
    """

    which: dict[str, str]
    how: dict[str, str] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    kind: str = "source"
    rest: bool = False
    by_mode: bool = False
    named: bool = True
    """Whether every fetcher of this name uses the same store name."""


_GIT_HOW = dict.fromkeys(
    ("fetchSubmodules", "leaveDotGit", "deepClone", "fetchLFS", "sparseCheckout", "rootDir"), ""
)
_CURL = {"executable": "", "recursiveHash": "", "downloadToTemp": "", "showURLs": ""}
_MADE = {"src": "made", "srcs": "made", "patches": "made"}
_GIT_ENTRY = {"url": "repository", "rev": "revision"}
_UNPACK = ("preUnpack", "unpackPhase", "postUnpack")
_PATCH = ("prePatch", "postPatch")


def _all(**how: str) -> Part:
    """Return the part of a fetcher of dependencies that takes all attributes of its call."""
    return Part({**_MADE, "yarnLock": "made"}, {"sourceRoot": "", **how}, (), "dependency", rest=True)


PARTS = {
    "fetchurl": Part({"url": "url", "urls": "url"}, _CURL, ("postFetch",)),
    "registry": Part(
        {"url": "address"}, {"stripRoot": "1", "unpack": "", **_CURL}, ("postFetch",), by_mode=True
    ),
    "fetchzip": Part(
        {"url": "url", "urls": "url"},
        {"stripRoot": "1", "extension": "", "withUnzip": "1"},
        ("postFetch", "extraPostFetch"),
    ),
    "fetchgit": Part({"url": "repository", "rev": "revision"}, _GIT_HOW, ("postFetch",)),
    "fetchurlBoot": Part({"url": "url"}, {"executable": "", "unpack": ""}),
    "fetchbower": Part({"package": "plain", "release": "plain"}, {"target": ""}),
    "huggingFace": Part(
        {"repoId": "plain", "repoType": "plain", "rev": "revision"},
        {**_GIT_HOW, "backend": "xet"},
        ("postFetch",),
    ),
    "radiclePatch": Part({"repo": "plain", "revision": "revision"}, {}, ("postFetch",), "patch"),
    "fetchRepoProject": Part(
        {"manifest": "plain", "rev": "revision", "localManifests": "plain"},
        {"manifestName": "", "createMirror": "", "useArchive": ""},
    ),
    "fetchGit": Part({"url": "repository", "rev": "revision"}, {"submodules": "", "exportIgnore": "1"}),
    "fetchTree": Part({"url": "url", "repo": "plain", "rev": "revision"}, {"type": "", "submodules": ""}),
    "path": Part({"path": "plain"}),
    "fetchpatch": Part(
        {"url": "url"},
        {
            "relative": "",
            "stripLen": "0",
            "extraPrefix": "",
            "excludes": "",
            "includes": "",
            "hunks": "",
            "revert": "",
        },
        ("postFetch",),
        "patch",
    ),
    "fetchsvn": Part({"url": "repository", "rev": "revision"}, {"ignoreExternals": "", "ignoreKeywords": ""}),
    "fetchsvnssh": Part({"url": "repository", "rev": "revision"}),
    "fetchhg": Part({"url": "repository", "rev": "revision"}, {"fetchSubrepos": ""}),
    "fetchfossil": Part({"url": "repository", "rev": "revision"}),
    "fetchcvs": Part({"module": "plain", "tag": "revision", "date": "plain"}),
    "fetchbzr": Part({"url": "repository", "rev": "revision"}),
    "fetchdarcs": Part({"url": "repository", "rev": "revision", "context": "plain"}),
    "fetchpijul": Part({"url": "url", "change": "plain", "state": "plain", "channel": "plain"}),
    "fetchmtn": Part({"branch": "plain", "selector": "plain"}),
    "fetchs3": Part({"s3url": "plain"}, {"recursiveHash": ""}, ("postFetch",)),
    "fetchtorrent": Part({"url": "url"}, {"recursiveHash": "1"}, ("postFetch", "postUnpack")),
    "fetchipfs": Part({"ipfs": "plain"}, {}, ("postFetch",)),
    "requireFile": Part({"url": "url", "name": "plain"}, {"hashMode": "flat"}),
    "pullImage": Part(
        {"imageName": "plain", "imageDigest": "plain"},
        {"os": "linux", "arch": "amd64", "finalImageName": "", "finalImageTag": "latest"},
        (),
        "image",
    ),
    "buildGoModule": Part(
        {"src": "made", "patches": "made"},
        {
            "modRoot": "./",
            "sourceRoot": "",
            "setSourceRoot": "",
            "proxyVendor": "",
            "deleteVendor": "",
            "patchFlags": "",
        },
        (*_PATCH, "preBuild", "postBuild"),
        "dependency",
    ),
    "buildNpmPackage": Part(
        _MADE,
        {
            "sourceRoot": "",
            "patchFlags": "",
            "fetcherVersion": "1",
            "forceGitDeps": "",
            "forceEmptyCache": "",
        },
        _PATCH,
        "dependency",
    ),
    "buildRustPackage": Part(_MADE, {"sourceRoot": "", "cargoRoot": ""}, _UNPACK, "dependency"),
    "buildMavenPackage": Part(_MADE, {"sourceRoot": "", "mvnParameters": ""}, _PATCH, "dependency"),
    "buildComposerProject2": Part(
        _MADE,
        {"composerNoDev": "1", "composerNoPlugins": "1", "composerNoScripts": "1"},
        (),
        "dependency",
    ),
    "fetchNpmDeps": _all(fetcherVersion="1", forceGitDeps="", forceEmptyCache=""),
    "fetchYarnDeps": _all(forceEmptyCache=""),
    "fetchPnpmDeps": _all(fetcherVersion="1", pnpmWorkspaces="", pnpmInstallFlags=""),
    "fetchCargoVendor": _all(cargoRoot=""),
    "buildComposerProject": Part(
        _MADE,
        {"composerNoDev": "1", "composerNoPlugins": "1", "composerNoScripts": "1"},
        (),
        "dependency",
    ),
    "buildBazelPackage": Part(
        _MADE,
        {"sourceRoot": "", "bazelTargets": "", "bazelFlags": "", "bazelFetchFlags": "", "removeRulesCC": "1"},
        (*_PATCH, "preInstall"),
        "dependency",
    ),
    "fetchDenoDeps": Part(
        {"src": "made", "denoLock": "plain"}, {"sourceRoot": "", "vendorDir": ""}, _PATCH, "dependency"
    ),
    "fetchBunDeps": replace(_all(), named=False),
    "fetchSwiftPMDeps": _all(),
    "buildDenoPackage": Part(
        {"src": "made"}, {"denoFlags": "", "denoInstallFlags": "", "denoDir": ""}, (), "dependency"
    ),
    "sbt": Part(
        _MADE,
        {"archivalStrategy": "tar+zstd", "optimize": "1"},
        ("warmupCommand",),
        "dependency",
    ),
    "fetchPackwizModpack": Part({"url": "url", "src": "made"}, {"side": "server"}),
    "builtin:fetchurl": Part(
        {"url": "url", "urls": "url"}, {"executable": "", "unpack": ""}, (), "handwritten", by_mode=True
    ),
    "fetchgx": Part({"src": "made"}, {}, (), "dependency"),
    "fetchMixDeps": _all(mixEnv="prod", mixTarget="host", debug=""),
    "fetchRebar3Deps": Part(_MADE, {"sourceRoot": ""}, (), "dependency"),
    "zig.fetchDeps": Part(_MADE, {}, (), "dependency"),
    "lockedAlone": Part({"url": "url"}, kind="lock"),
    "lockedCheckout": Part(_GIT_ENTRY, kind="entry"),
    "lockedFile": Part({"url": "address"}, kind="entry"),
    "lockedRepository": Part(_GIT_ENTRY, kind="record"),
    "lockedTree": Part(_GIT_ENTRY, kind="record"),
    "lockedByKey": Part({**_GIT_ENTRY, "second": "aside", "key": "aside"}, kind="record"),
    "lockedArchive": Part({"url": "address"}, kind="record"),
    "lockedModule": Part({"goPackagePath": "plain", "version": "plain"}, kind="record"),
    "mkDerivation": Part(
        {**_MADE, "url": "url", "urls": "url", "rev": "revision"},
        {},
        (),
        "handwritten",
        rest=True,
        by_mode=True,
    ),
}
