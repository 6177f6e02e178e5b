"""What the evaluator itself fetches: the fetch* builtins and builtins.path."""

from __future__ import annotations

from authguard.producers.record import SHA256, Reason, Row

_NAR: dict[str, str | None] = {"narHash": None}


ROWS = (
    Row(
        ("builtins.fetchurl",),
        "source",
        SHA256,
        what=("url",),
        mode="flat",
        name_rule="fetchurl-boot",
        location="{url}",
        recipe="file",
        reference="nix src/libexpr/primops/fetchTree.cc (fetchurl)",
    ),
    Row(
        ("builtins.fetchTarball", "fetchTarball"),
        "source",
        SHA256,
        what=("url",),
        name_rule="default:source",
        location="{url}",
        recipe="unpacked",
        reference="nix src/libexpr/primops/fetchTree.cc (fetchTarball)",
    ),
    Row(
        ("builtins.fetchGit", "fetchGit"),
        "source",
        _NAR,
        what=("url", "rev", "ref"),
        how=("submodules", "exportIgnore", "lfs", "allRefs", "shallow"),
        defaults={
            "ref": "HEAD",
            "submodules": False,
            "exportIgnore": True,
            "lfs": False,
            "allRefs": False,
            "shallow": False,
        },
        name_rule="default:source",
        nix_checks=True,
        location="{url}",
        recipe="fetchGit",
        reference="nix src/libexpr/primops/fetchTree.cc (fetchGit)",
    ),
    Row(
        ("builtins.fetchMercurial", "fetchMercurial"),
        "source",
        _NAR,
        what=("url", "rev"),
        name_rule="default:source",
        nix_checks=True,
        location="{url}",
        recipe=Reason("it is no git repository"),
        reference="nix src/libexpr/primops/fetchMercurial.cc",
    ),
    Row(
        ("builtins.fetchTree", "fetchTree"),
        "source",
        _NAR,
        what=("url", "rev", "ref", "repo", "path"),
        how=("type", "submodules", "exportIgnore", "lfs"),
        where=("owner", "host"),
        defaults={"submodules": False, "lfs": False},
        name_rule="fixed:source",
        nix_checks=True,
        location="{url}",
        recipe="fetchTree",
        reference="nix src/libexpr/primops/fetchTree.cc (fetchTree)",
    ),
    Row(
        ("builtins.path",),
        "source",
        SHA256,
        what=("path",),
        how=("recursive",),
        script=("filter",),
        defaults={"recursive": True},
        flips=(("recursive", False, "flat"),),
        name_rule="path",
        location=Reason("it is on this machine"),
        recipe=Reason("it is on this machine"),
        reference="nix src/libexpr/primops.cc (prim_path)",
    ),
)
