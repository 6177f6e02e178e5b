"""The files in which tools pin sources: one row for each tool."""

from typing import NamedTuple


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
