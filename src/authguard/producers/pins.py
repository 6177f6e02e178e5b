"""Pin files that a tool writes: one record has the revision and the hash, and Nix code reads both.

Inputs have the names that the file uses. A dot separates the names of nested objects. The files of each tool are in one
row of PIN_FILES.
"""

from __future__ import annotations

from typing import NamedTuple

from authguard.producers.record import HASH, SHA256, SRI, Producer, Reason

_FROM_CODE = Reason("it depends on the Nix code that reads the file")

ROWS = (
    Producer(
        ("flake.lock",),
        "pin",
        {"narHash": None},
        what=("rev", "url", "repo", "path", "ref"),
        how=("type", "submodules", "lfs", "exportIgnore"),
        where=("owner", "host"),
        defaults={"submodules": False, "lfs": False},
        name_rule="fixed:source",
        location="{url}",
        recipe="fetchTree",
        evaluated=True,
        reference="nix src/libflake/lockfile.cc",
    ),
    Producer(
        ("npins",),
        "pin",
        {"hash": "sha256"},
        what=(
            "revision",
            "url",
            "version",
            "name",
            "repository.repo",
            "repository.url",
            "repository.repo_path",
            "image_name",
            "image_digest",
        ),
        how=("type", "submodules", "artifact"),
        where=("repository.owner", "repository.server", "repository.type", "mirror_url"),
        defaults={"submodules": False},
        name_rule="npins",
        location="{url}",
        recipe="npins",
        evaluated=True,
        reference="andir npins src/default.nix",
    ),
    Producer(
        ("niv",),
        "pin",
        SHA256,
        what=("rev", "url", "version", "repo", "ref"),
        how=("type", "submodules"),
        where=("owner",),
        tool=("builtin",),
        defaults={"type": "tarball", "builtin": True, "submodules": False},
        flips=(("type", "file", "flat"),),
        name_rule="niv",
        location="{url}",
        recipe="niv",
        evaluated=True,
        reference="nmattia niv nix/sources.nix",
    ),
    Producer(
        ("nvfetcher",),
        "pin",
        {"src.sha256": "sha256"},
        what=("src.rev", "src.url", "src.repo", "src.imageName", "src.imageDigest"),
        how=(
            "src.type",
            "src.fetchSubmodules",
            "src.leaveDotGit",
            "src.deepClone",
            "src.sparseCheckout",
            "src.os",
            "src.arch",
            "src.finalImageName",
            "src.finalImageTag",
        ),
        where=("src.owner",),
        defaults={
            "src.fetchSubmodules": False,
            "src.leaveDotGit": False,
            "src.deepClone": False,
            "src.sparseCheckout": [],
        },
        flips=(("src.type", "url", "flat"), ("src.type", "docker", "flat")),
        name_rule="nvfetcher",
        location=_FROM_CODE,
        recipe="nvfetcher",
        reference="berberman nvfetcher src/NvFetcher/NixExpr.hs",
    ),
    Producer(
        ("gemset.nix",),
        "pin",
        {"source.sha256": "sha256"},
        what=("version", "source.url", "source.rev"),
        how=("source.type", "source.fetchSubmodules"),
        where=("source.remotes",),
        defaults={"source.type": "gem"},
        mode="flat",
        flips=(("source.type", "git", "recursive"),),
        name_rule="gem",
        location=_FROM_CODE,
        recipe=_FROM_CODE,
        reference="nixpkgs pkgs/development/ruby-modules/gem/default.nix",
    ),
    Producer(
        ("nuget deps.json",),
        "pin",
        SRI,
        what=("pname", "version"),
        where=("url",),
        mode="flat",
        name_rule="nuget:nupkg",
        location=_FROM_CODE,
        recipe=_FROM_CODE,
        reference="nixpkgs pkgs/build-support/dotnet/add-nuget-deps/default.nix",
    ),
    Producer(
        ("gomod2nix.toml", "buildGoApplication"),
        "pin",
        HASH,
        what=("version", "replaced"),
        name_rule="unknown",
        location=_FROM_CODE,
        recipe=_FROM_CODE,
        reference="nix-community gomod2nix builder/default.nix",
    ),
    Producer(
        ("dub-lock.json",),
        "pin",
        SHA256,
        what=("version", "repository"),
        name_rule="unknown",
        location=_FROM_CODE,
        recipe=_FROM_CODE,
        reference="nixpkgs pkgs/build-support/dlang/builddubpackage/import-dub-lock.nix",
    ),
    Producer(
        ("shards.nix",),
        "pin",
        SHA256,
        what=("url", "rev"),
        name_rule="git",
        location="{url}",
        recipe=_FROM_CODE,
        reference="nixpkgs pkgs/development/compilers/crystal/build-package.nix",
    ),
    Producer(
        ("nim lock.json",),
        "pin",
        SHA256,
        what=("rev", "url", "ref"),
        how=("method", "subDir", "fetchSubmodules", "leaveDotGit"),
        name_rule="unknown",
        location="{url}",
        recipe=_FROM_CODE,
        reference="nixpkgs pkgs/build-support/build-nim-package.nix",
    ),
    Producer(
        ("nix-prefetch-git",),
        "pin",
        SRI,
        what=("url", "rev"),
        how=("fetchSubmodules", "fetchLFS", "deepClone", "leaveDotGit", "rootDir"),
        defaults={
            "fetchSubmodules": False,
            "fetchLFS": False,
            "deepClone": False,
            "leaveDotGit": False,
            "rootDir": "",
        },
        name_rule="git",
        location="{url}",
        recipe="clone",
        reference="nixpkgs pkgs/build-support/fetchgit/nix-prefetch-git",
    ),
    Producer(
        ("lon",),
        "pin",
        HASH,
        what=("revision", "url", "repo"),
        how=("type", "fetchType", "submodules"),
        where=("owner",),
        defaults={"submodules": False},
        name_rule="fixed:source",
        location="{url}",
        recipe=_FROM_CODE,
        evaluated=True,
        reference="nikstur lon lib/lon.nix",
    ),
)


class PinFile(NamedTuple):
    """The files of one tool.

    producer  the record of the tool's pins (pins.py), or "pin" for a tool without a record.
    data      the suffixes of the paths of the files that have the pins.
    code      Nix files that the tool writes, with paths from the root of the repository. Other code imports them.
    reads     the file beside ``code`` from which the code makes fetches; "" if the code itself has the pins.
    holder    the key of the object that has the pins by name; "" if the file itself is that object.
    update    the command that updates a pin, to be followed by the name of the pin; () for none.
    """

    producer: str
    data: tuple[str, ...]
    code: tuple[str, ...] = ()
    reads: str = ""
    holder: str = ""
    update: tuple[str, ...] = ()

    def pins(self, tree: object) -> dict[str, object]:
        """Return the pins of the parsed file by name; nothing if the file has another format."""
        found = tree.get(self.holder, tree) if self.holder and isinstance(tree, dict) else tree
        return {str(name): pin for name, pin in found.items()} if isinstance(found, dict) else {}


PIN_FILES = (
    PinFile(
        "nvfetcher",
        data=("_sources/generated.json", "_sources/generated.nix"),
        code=("_sources/generated.nix", "pkgs/_sources/generated.nix"),
    ),
    PinFile(
        "npins",
        data=("npins/sources.json",),
        code=("npins/default.nix",),
        reads="sources.json",
        holder="pins",
        update=("npins", "update"),
    ),
    PinFile(
        "niv",
        data=("nix/sources.json",),
        code=("nix/sources.nix",),
        reads="sources.json",
        update=("niv", "update"),
    ),
    PinFile(
        "lon",
        data=("lon.lock",),
        code=("lon.nix",),
        reads="lon.lock",
        holder="sources",
        update=("lon", "update"),
    ),
    PinFile("flake.lock", data=("flake.lock",), holder="nodes", update=("nix", "flake", "update")),
    PinFile("pin", data=("devenv.lock",), holder="nodes"),
)
"""All pin files, in the order in which code is searched for the names `sources` and `pins`."""

BY_FLAKE = ("flake.lock", "pin")
"""Producers with the format of flake.lock, in which pins are nodes."""

NAMES = frozenset(
    end.rpartition("/")[2] for each in PIN_FILES for end in each.data if not end.endswith(".nix")
)
"""The names of all data files without Nix code, without directories."""

CODE = tuple(path for each in PIN_FILES for path in each.code)
"""The paths of all Nix files that tools write."""

AT_ROOT = (*CODE, *(end for each in PIN_FILES for end in each.data if end not in CODE), "flake.nix")
"""The files at the root of a repository to which the names `inputs`, `sources` and `pins` may refer."""


def pin_file(path: str) -> PinFile | None:
    """Return the row of a file by its path. The files of nvfetcher may be in a directory below `_sources`."""
    *folders, name = path.split("/")
    if "_sources" in folders and name.startswith("generated."):
        path = f"_sources/{name}"
    return next(
        (each for each in PIN_FILES if any(f"/{path}".endswith(f"/{end}") for end in each.data)), None
    )


def data_of_code(name: str) -> str:
    """Return the name of the data file that a tool's Nix file with this name reads; "" for other names."""
    return next(
        (each.reads for each in PIN_FILES for path in each.code if path.rpartition("/")[2] == name), ""
    )
