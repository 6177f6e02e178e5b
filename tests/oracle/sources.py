"""The possible values of a package's source and its patches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.oracle.families import (
    IDS,
    OWNERS,
    PEERS,
    REPOS,
    Family,
    arch_url,
    commit,
    file_url,
    git_url,
    local,
    name,
    number,
    one_of,
    pack_url,
    patch_url,
    plain_tag,
    revision,
    tag,
    text,
    version,
)
from tests.oracle.model import Ref
from tests.oracle.pins import PINNED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.model import Draw, Value

_GIT: dict[str, tuple[Value, ...]] = {
    "fetchSubmodules": (True, False),
    "leaveDotGit": (True, False),
    "deepClone": (True, False),
    "fetchLFS": (True, False),
    "sparseCheckout": ([text("src")], [text("src"), text("doc")], []),
    "rootDir": (text("sub/dir"), text("")),
}
_FORCE: dict[str, tuple[Value, ...]] = {**_GIT, "forceFetchGit": (True, False)}
_ANY = ("hash", "sha256", "sha512", "sha1")
_SOURCE_NAME = one_of("checkout", "src-of-it")
_OWNED: dict[str, Callable[[Draw], Value]] = {"owner": one_of(*OWNERS), "repo": one_of(*REPOS)}
_REVISED: dict[str, Callable[[Draw], Value]] = {"rev": revision, "tag": plain_tag}


def _forge(
    function: str,
    more: dict[str, Callable[[Draw], Value]] | None = None,
    options: dict[str, tuple[Value, ...]] | None = None,
) -> Family:
    """Return the family of a forge's fetcher."""
    return Family(
        function,
        {**(more or {}), **_OWNED, **_REVISED, "name": _SOURCE_NAME},
        options={**_FORCE, **(options or {})},
        scripts=("postFetch",),
        optional=("name",),
        choose=("rev", "tag"),
    )


SOURCES = (
    _forge("fetchFromGitHub", options={"githubBase": (text("git.corp.example"), text("github.com"))}),
    Family(
        "fetchgit",
        {"url": git_url, **_REVISED, "name": _SOURCE_NAME},
        options=_GIT,
        scripts=("postFetch",),
        optional=("name",),
        choose=("rev", "tag"),
    ),
    Family(
        "fetchurl",
        {"url": file_url, "name": one_of("file", "other.tar.gz")},
        hashes=_ANY,
        options={"executable": (True, False), "recursiveHash": (True, False)},
        scripts=("postFetch",),
        optional=("name",),
    ),
    Family(
        "fetchzip",
        {"url": file_url, "name": one_of("unpacked")},
        hashes=_ANY,
        options={"stripRoot": (False, True)},
        scripts=("postFetch",),
        optional=("name",),
    ),
    Family("fetchurl", {"url": arch_url}, hashes=_ANY),
    _forge(
        "fetchFromGitLab",
        options={"domain": (text("gitlab.example.com"), text("gitlab.com")), "group": (text("team"),)},
    ),
    _forge("fetchFromGitea", {"domain": one_of("git.example.com", "codeberg.org")}),
    _forge("fetchFromForgejo", {"domain": one_of("git.example.com", "code.example.net")}),
    _forge("fetchFromCodeberg"),
    _forge("fetchFromBitbucket"),
    _forge("fetchFromTangled"),
    Family(
        "fetchFromRadicle",
        {
            "seed": one_of("seed.example.org", "rad.example.net"),
            "repo": one_of(*PEERS),
            **_REVISED,
            "name": _SOURCE_NAME,
        },
        options=_GIT,
        scripts=("postFetch",),
        optional=("name",),
        choose=("rev", "tag"),
    ),
    Family(
        "fetchFromHuggingFace",
        {"repoId": one_of("acme/model", "blue/model"), **_REVISED, "name": _SOURCE_NAME},
        options={
            "repoType": (text("model"), text("dataset")),
            "fetchSubmodules": (True, False),
            "backend": (text("git"), text("xet")),
        },
        scripts=("postFetch",),
        optional=("name",),
        choose=("rev", "tag"),
    ),
    Family(
        "fetchRepoProject",
        {
            "name": one_of("project", "other-project"),
            "manifest": one_of("https://android.example.org/manifest", "https://android.example.org/other"),
            "rev": revision,
        },
        options={"useArchive": (True, False), "manifestName": (text("lite.xml"),)},
        hashes=("sha256",),
    ),
    Family(
        "builtins.fetchGit",
        {"url": git_url, "rev": commit, "name": _SOURCE_NAME},
        options={"submodules": (True, False)},
        optional=("name",),
        hashes=("narHash",),
    ),
    Family(
        "builtins.fetchTree",
        {"type": one_of("github"), "owner": one_of(*OWNERS), "repo": one_of(*REPOS), "rev": commit},
        hashes=("narHash",),
    ),
    Family("builtins.fetchTree", {"type": one_of("tarball"), "url": file_url}, hashes=("narHash",)),
    Family(
        "nix2container.pullImage",
        {
            "imageName": one_of("acme/layered", "quay.io/acme/layers"),
            "imageDigest": one_of("sha256:" + "3" * 64, "sha256:" + "4" * 64),
        },
        options={"os": (text("linux"),), "arch": (text("amd64"), text("arm64"))},
    ),
    Family(
        "fetchFromSourcehut",
        {"owner": one_of("~acme", "~blue"), "repo": one_of(*REPOS), **_REVISED, "name": _SOURCE_NAME},
        options={"fetchSubmodules": (True, False), "domain": (text("sr.ht"), text("hut.example.org"))},
        scripts=("postFetch",),
        optional=("name",),
        choose=("rev", "tag"),
    ),
    Family(
        "fetchFromGitiles",
        {
            "url": one_of("https://src.example.com/widget", "https://src.example.com/x/gadget"),
            "rev": revision,
        },
    ),
    Family("fetchFromSavannah", {"repo": one_of(*REPOS), "rev": revision}),
    Family("fetchFromRepoOrCz", {"repo": one_of(*REPOS), "rev": revision}),
    Family("fetchFrom9Front", {**_OWNED, "rev": revision}),
    Family(
        "fetchsvn",
        {
            "url": one_of("https://svn.example.org/x/trunk", "https://svn.example.org/y/tags/r1"),
            "rev": number,
        },
        options={"ignoreExternals": (True, False), "ignoreKeywords": (True,)},
    ),
    Family("fetchsvnssh", {"url": one_of("svn+ssh://svn.example.org/x"), "rev": number}, hashes=("sha256",)),
    Family(
        "fetchhg",
        {
            "url": one_of("https://hg.example.org/x", "https://hg.example.org/y"),
            "rev": revision,
            "name": name,
        },
        options={"fetchSubrepos": (True, False)},
        optional=("name",),
    ),
    Family("fetchfossil", {"url": one_of("https://fossil.example.org/x"), "rev": revision}),
    Family(
        "fetchcvs",
        {
            "cvsRoot": one_of(":pserver:anon@cvs.example.org:/x", ":ext:cvs.example.net:/x"),
            "module": one_of("m", "n"),
            "tag": tag,
        },
        hashes=("sha256",),
        options={"date": (text("2025-01-02"), text("2025-03-04"))},
    ),
    Family("fetchbzr", {"url": one_of("https://bzr.example.org/x"), "rev": number}, hashes=("sha256",)),
    Family("fetchdarcs", {"url": one_of("https://darcs.example.org/x"), "rev": tag}, hashes=("sha256",)),
    Family(
        "fetchpijul",
        {"url": one_of("https://nest.example.org/x", "https://nest.example.org/y"), "change": commit},
        hashes=("hash",),
        options={"channel": (text("main"), text("next"))},
    ),
    Family(
        "fetchmtn",
        {"dbs": one_of("mtn.example.org"), "branch": one_of("a.b", "a.c"), "selector": tag},
        hashes=("sha256",),
    ),
    Family(
        "fetchs3",
        {"s3url": one_of("s3://bucket/file-1.tar", "s3://bucket/file-2.tar")},
        hashes=("sha256",),
        options={"region": (text("us-east-1"), text("eu-west-1")), "recursiveHash": (True, False)},
    ),
    Family(
        "fetchtorrent",
        {
            "url": one_of(
                f"magnet:?xt=urn:btih:{IDS[0]}",
                f"magnet:?xt=urn:btih:{IDS[1]}",
                "https://t.example.org/a.torrent",
            )
        },
        hashes=("hash",),
    ),
    Family("fetchipfs", {"ipfs": one_of("QmYwAPJzv5CZsnA", "QmYwAPJzv5CZsnB")}, hashes=("sha256",)),
    Family(
        "fetchPypi",
        {"pname": name, "version": version},
        options={"extension": (text("zip"), text("tar.gz"))},
    ),
    Family(
        "fetchCrate",
        {"pname": name, "version": version},
        options={"unpack": (False, True)},
    ),
    Family(
        "fetchMavenArtifact",
        {
            "groupId": one_of("org.example", "net.acme.x"),
            "artifactId": one_of("lib", "core"),
            "version": version,
        },
        options={"classifier": (text("jar"), text("sources"))},
    ),
    Family(
        "fetchPypiLegacy",
        {"pname": name, "file": lambda _: text(Ref("pname"), "-", Ref("version"), ".tar.gz")},
        hashes=("hash",),
    ),
    Family("dotnetPackages.fetchNuGet", {"pname": name, "version": version}),
    Family(
        "vscode-utils.fetchVsixFromVscodeMarketplace",
        {"publisher": one_of(*OWNERS), "name": one_of(*REPOS), "version": version},
        options={"arch": (text("linux-x64"), text("linux-arm64"))},
    ),
    Family(
        "fetchbower",
        {
            "name": one_of("widget", "acme/gadget"),
            "version": lambda draw: draw.pick((text(Ref("version")), text("acme/gadget#", Ref("version")))),
            "target": one_of("~1.0", "latest"),
        },
        hashes=("outputHash",),
        positional=("name", "version", "target", "outputHash"),
    ),
    Family(
        "buildRubyGem",
        {"gemName": one_of(*REPOS), "version": version, "type": one_of("gem")},
        options={"platform": (text("ruby"), text("java"))},
        hashes=("sha256",),
        block="source",
        in_block=("type",),
    ),
    Family("buildHex", {"name": one_of(*REPOS), "version": version}, hashes=("sha256",)),
    Family("buildRustCrate", {"crateName": one_of(*REPOS), "version": version}, hashes=("sha256",)),
    Family("buildDotnetGlobalTool", {"pname": name, "version": version}, hashes=("nugetHash",)),
    Family("buildFirefoxXpiAddon", {"pname": name, "version": version, "url": file_url}),
    Family("stdenv.fetchurlBoot", {"url": file_url}, options={"executable": (True, False)}),
    Family("fetchHex", {"pkg": name, "version": version}),
    Family("fetchNupkg", {"pname": name, "version": version}),
    Family(
        "haskellPackages.callHackageDirect",
        {"pkg": name, "ver": version},
        hashes=("sha256",),
    ),
    Family(
        "builtins.fetchTarball",
        {"url": file_url, "name": one_of("tree")},
        optional=("name",),
        hashes=("sha256",),
    ),
    Family("builtins.fetchurl", {"url": file_url}, hashes=("sha256",)),
    Family(
        "builtins.path",
        {"path": local, "name": one_of("notes")},
        optional=("name",),
        hashes=("sha256",),
    ),
    *PINNED,
    Family("fetchNextcloudApp", {"url": file_url}),
    Family("fetchFirefoxAddon", {"name": one_of("addon"), "url": file_url}),
    Family(
        "requireFile",
        {"name": one_of("installer.run", "setup.run"), "url": one_of("https://vendor.example.com")},
        options={"hashMode": (text("recursive"), text("flat"))},
    ),
    Family(
        "dockerTools.pullImage",
        {
            "imageName": one_of("acme/widget", "docker.io/library/tool"),
            "imageDigest": one_of("sha256:" + "1" * 64, "sha256:" + "2" * 64),
        },
        options={
            "finalImageTag": (text(Ref("version")), text("latest")),
            "os": (text("linux"),),
            "arch": (text("amd64"), text("arm64")),
        },
    ),
    Family(
        "fetchPackwizModpack",
        {"url": pack_url, "pname": name, "version": version},
        optional=("pname", "version"),
        hashes=("packHash",),
        options={"side": (text("server"), text("both"))},
    ),
    Family(
        "builtin:fetchurl",
        {
            "name": one_of("tool", "tool.bin"),
            "url": file_url,
            "builder": one_of("builtin:fetchurl"),
            "system": one_of("builtin"),
            "outputHashMode": one_of("flat"),
        },
        hashes=("outputHash",),
        options={"executable": (True,), "unpack": (True,)},
    ),
)
"""The possible values of a package's `src`."""

_OF_PATCHES = Family(
    "fetchpatch",
    {"url": patch_url, "name": one_of("fix.patch", "other.patch")},
    options={
        "stripLen": (1, 2),
        "excludes": ([text("a.c")], [text("a.c"), text("b/*")], []),
        "includes": ([text("a.c")],),
        "revert": (True, False),
        "relative": (text("src"),),
        "extraPrefix": (text("lib/"),),
    },
    scripts=("postFetch",),
    optional=("name",),
)

PATCHES = (
    _OF_PATCHES,
    replace(_OF_PATCHES, function="fetchpatch2"),
    Family(
        "fetchRadiclePatch",
        {"seed": one_of("seed.example.org"), "repo": one_of(*PEERS), "revision": commit},
        scripts=("postFetch",),
    ),
    Family(
        "fetchDebianPatch",
        {"pname": name, "version": version, "patch": one_of("fix.patch", "port.patch")},
        hashes=("hash",),
        options={"debianRevision": (text("1"), text("2")), "area": (text("main"), text("contrib"))},
    ),
)
"""The possible entries of a package's patches."""
