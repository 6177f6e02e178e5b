"""Loading the config of a snapshot: authguard.toml, or [tool.authguard] in pyproject.toml.

If both exist, authguard.toml is the config and the table in pyproject.toml is ignored, as ruff and pytest do.
The modules that read and check TOML are only imported if there is a config.
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

    `read` returns a file of the snapshot by its path from the root, in exactly this spelling, or None. `leaves_tree`
    tells whether a path leads out of the tree through a symlink. Raises Refused for an error in the config, with the
    file and the dotted key. Also raises it if the config requires another version of authguard, unless `is_base`.
    """
    data = read(FILE)
    if data is not None:
        from authguard.config.schema import parse

        return parse(FILE, data, leaves_tree, is_base=is_base)
    data = read(PYPROJECT)
    # Each TOML spelling of the table contains this word, so a file without the word is not parsed.
    if data is not None and b"authguard" in data:
        from authguard.config.schema import parse_pyproject

        return parse_pyproject(PYPROJECT, data, leaves_tree, is_base=is_base)
    return Config()


def load_base(read: Callable[[str], bytes | None]) -> Config:
    """Return the config of a base. An unreadable config is read as an empty config, since the change may repair it."""
    try:
        return load(read, is_base=True)
    except Refused:
        return Config()
