"""A proxy of Go modules in a local directory."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def publish(
    proxy: Path, module: str, version: str, requires: str, source: str, more: Mapping[str, str] | None = None
) -> None:
    """Write one version of a module into a proxy directory, as GOPROXY=file:// reads it."""
    folder = proxy / module / "@v"
    folder.mkdir(parents=True, exist_ok=True)
    mod = f"module {module}\n\ngo 1.11\n{requires}"
    (folder / f"{version}.mod").write_text(mod)
    (folder / f"{version}.info").write_text(json.dumps({"Version": version, "Time": "2024-01-01T00:00:00Z"}))
    with zipfile.ZipFile(folder / f"{version}.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"{module}@{version}/go.mod"), mod)
        for path, text in {"a.go": source, **(more or {})}.items():
            archive.writestr(zipfile.ZipInfo(f"{module}@{version}/{path}"), text)
    with (folder / "list").open("a") as listing:
        listing.write(f"{version}\n")
