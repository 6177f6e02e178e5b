"""Loading the config of a snapshot: authguard.toml, or [tool.authguard] in pyproject.toml.

If both are there, authguard.toml is the config and the table in pyproject.toml is ignored, as ruff and pytest do.
Reading TOML and checking it is imported when there is a config.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.config.model import FILE, PYPROJECT, Config
from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable


def load(
    read: Callable[[str], bytes | None],
    leaves_tree: Callable[[str], bool] | None = None,
    *,
    is_base: bool = False,
) -> Config:
    """The config of a snapshot.

    `read` gives a file of the snapshot by its path from the root, or None. `leaves_tree` tells of a path
    whether it leaves the tree through a symlink. Without a config this costs the two reads. Raises Refused for an
    error in it, with the file and the dotted key; also for a required-version that this is not, unless `is_base`.
    """
    data = read(FILE)
    if data is not None:
        from authguard.config.schema import parse

        return parse(FILE, data, leaves_tree, is_base=is_base)
    data = read(PYPROJECT)
    # Any TOML spelling of the table holds the word, so that a file without it need not be parsed.
    if data is not None and b"authguard" in data:
        from authguard.config.schema import parse_pyproject

        return parse_pyproject(PYPROJECT, data, leaves_tree, is_base=is_base)
    return Config()


def load_base(read: Callable[[str], bytes | None]) -> Config:
    """Return the config of a base. One that cannot be read states nothing: the change may be what repairs it."""
    try:
        return load(read, is_base=True)
    except Refused:
        return Config()
