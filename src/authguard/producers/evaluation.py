"""The fetches of the evaluator itself: the fetch* builtins and builtins.path."""

from __future__ import annotations

from authguard.producers.record import SHA256, Producer, Reason

_NAR: dict[str, str | None] = {"narHash": None}


ROWS = (
    Producer(
        ("builtins.fetchurl",),
        "source",
        SHA256,
        what=("url",),
        mode="flat",
        name_rule="fetchurl-boot",
        location="{url}",
        recipe="file",
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchurl)",
    ),
    Producer(
        ("builtins.fetchTarball", "fetchTarball"),
        "source",
        SHA256,
        what=("url",),
        name_rule="default:source",
        location="{url}",
        recipe="unpacked",
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchTarball)",
    ),
    Producer(
        ("builtins.fetchGit", "fetchGit"),
        "source",
        _NAR,
        what=("url", "rev", "ref"),
        how=("submodules", "exportIgnore", "lfs"),
        where=("allRefs", "shallow"),  # these inputs decide what Nix downloads to find the commit
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
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchGit)",
    ),
    Producer(
        ("builtins.fetchMercurial", "fetchMercurial"),
        "source",
        _NAR,
        what=("url", "rev"),
        name_rule="default:source",
        nix_checks=True,
        location="{url}",
        recipe=Reason("it is not a git repository"),
        evaluated=True,
        reference="nix src/libexpr/primops/fetchMercurial.cc",
    ),
    Producer(
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
        evaluated=True,
        reference="nix src/libexpr/primops/fetchTree.cc (fetchTree)",
    ),
    Producer(
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
        evaluated=True,
        reference="nix src/libexpr/primops.cc (prim_path)",
    ),
)
