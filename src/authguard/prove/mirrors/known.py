"""The answers that a mirror got: the commit of each ref with the time, and the list of tags and branches.

The answers are in a small file of JSON. If it is missing, damaged or of another form, no answers are known.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class Known:
    """The known facts about one repository.

    Attributes:
        object_format: "sha1" or "sha256".
        filters: whether the server omits files on request; True until the server sends files all the same.
        refs: for each ref its oid, its commit, and the time of that answer (time.time()).
        names: all tags and branches with their oids, and and the oids of the targets of tags.
        listed: the time when `names` were fetched, 0 for never.
    """

    __slots__ = ("_path", "filters", "listed", "names", "object_format", "refs")

    def __init__(self, path: str) -> None:
        """Read the file."""
        self._path = path
        self.load()

    def load(self) -> None:
        """Read the file again: another process may have written it."""
        stated = read_json(self._path)
        self.object_format = "sha256" if stated.get("format") == "sha256" else "sha1"
        self.filters = stated.get("filters") is not False
        self.refs: dict[str, tuple[str, str, float]] = {}
        self.names: dict[str, tuple[str, str]] = {}
        try:
            self.refs = {
                ref: (str(one[0]), str(one[1]), float(one[2])) for ref, one in stated["refs"].items()
            }
            self.names = {ref: (str(one[0]), str(one[1])) for ref, one in stated["names"].items()}
            self.listed = float(stated["listed"])
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            self.refs, self.names, self.listed = {}, {}, 0.0

    def save(self) -> None:
        """Write the file: completely or not at all.

        Raises:
            OSError: the file cannot be written.
        """
        write_json(
            self._path,
            {
                "format": self.object_format,
                "filters": self.filters,
                "refs": self.refs,
                "names": self.names,
                "listed": self.listed,
            },
        )


def read_json(path: str) -> dict[str, Any]:
    """The JSON object in a file; {} if the file has no object."""
    import json

    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            stated = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return stated if isinstance(stated, dict) else {}


def write_json(path: str, stated: dict[str, Any]) -> None:
    """Write an object to a file: completely or not at all.

    Raises:
        OSError: the file cannot be written.
    """
    import json
    import tempfile

    handle, new = tempfile.mkstemp(prefix="new-", dir=os.path.dirname(path))
    try:
        with open(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            json.dump(stated, file)
        os.replace(new, path)
    except BaseException:
        os.unlink(new)
        raise


def is_since(at: float, moment: float) -> bool:
    """Return whether a time is ``since`` or later, but not in the future, which would mean a wrong clock."""
    return moment <= at <= time.time()
