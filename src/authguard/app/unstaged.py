"""A config of the work tree that differs from the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.config.model import FILE, PYPROJECT

if TYPE_CHECKING:
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot


def unstaged_config(git: Git, target: Snapshot) -> str | None:
    """Return the path of the config of the index if the work tree has another config; None otherwise.

    In pyproject.toml, only the table [tool.authguard] is compared. A file that cannot be read or parsed is ignored.
    """
    top = git.facts().toplevel
    if top is None or target.label != ":index":
        return None
    for path in (FILE, PYPROJECT):
        staged = target.read(path)
        if staged is None:
            continue
        try:
            with open(f"{top}/{path}", "rb") as file:
                here = file.read()
        except OSError:
            return None
        return path if _settings(path, staged) != _settings(path, here) else None
    return None


def _settings(path: str, data: bytes) -> object:
    """Return the settings in a file; None if the file has no settings, or is no TOML."""
    import tomllib

    try:
        document = tomllib.loads(data.decode())
    except ValueError:
        return None
    table = document.get("tool") if path == PYPROJECT else {"authguard": document}
    return table.get("authguard") if isinstance(table, dict) else None
