"""Fetchers of patches. The filters decide the content too, since the hash is computed from the filtered patch."""

from __future__ import annotations

from authguard.producers.record import ANY, HASH, SRI, Producer, Reason

_HOW = ("relative", "stripLen", "extraPrefix", "excludes", "includes", "hunks", "revert", "decode")
_DEFAULTS: dict[str, object] = {
    "relative": None,
    "stripLen": 0,
    "extraPrefix": None,
    "excludes": [],
    "includes": [],
    "hunks": [],
    "revert": False,
    "decode": "cat",
}


ROWS = (
    Producer(
        ("fetchpatch",),
        "patch",
        ANY,
        what=("url", "urls"),
        how=_HOW,
        script=("postFetch",),
        where=("curlOpts", "curlOptsList"),
        tool=("nativeBuildInputs",),
        defaults=_DEFAULTS,
        aliases=(("url", "urls", ""),),
        mode="flat",
        name_rule="fetchurl",
        location="{url}",
        recipe=Reason("filterdiff rewrites the patch"),
        reference="nixpkgs pkgs/build-support/fetchpatch/default.nix (patchutils 0.3.3)",
    ),
    Producer(
        ("fetchpatch2",),
        "patch",
        ANY,
        what=("url", "urls"),
        how=_HOW,
        script=("postFetch",),
        where=("curlOpts", "curlOptsList"),
        tool=("nativeBuildInputs",),
        defaults=_DEFAULTS,
        aliases=(("url", "urls", ""),),
        mode="flat",
        name_rule="fetchurl",
        location="{url}",
        recipe=Reason("filterdiff rewrites the patch"),
        reference="nixpkgs pkgs/build-support/fetchpatch/default.nix (patchutils 0.4.2)",
    ),
    Producer(
        ("fetchDebianPatch",),
        "patch",
        HASH,
        what=("pname", "version", "debianRevision", "patch"),
        how=("area",),
        defaults={"debianRevision": None, "area": "main"},
        mode="flat",
        name_rule="debian-patch",
        location="https://sources.debian.org/data/{area}",
        recipe=Reason("filterdiff rewrites the patch"),
        reference="nixpkgs pkgs/build-support/fetchdebianpatch/default.nix",
    ),
    Producer(
        ("fetchRadiclePatch",),
        "patch",
        SRI,
        what=("repo", "revision"),
        script=("postFetch",),
        where=("seed", "node"),
        name_rule="radicle-patch",
        location="https://{seed}/{repo}.git",
        recipe=Reason("each node has refs of its own"),
        reference="nixpkgs pkgs/build-support/fetchradiclepatch/default.nix",
    ),
)
