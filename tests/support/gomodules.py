"""A proxy of Go modules in a local directory."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def publish(
    proxy: Path,
    module: str,
    version: str,
    requires: str,
    source: str,
    more: Mapping[str, str] | None = None,
    release: str = "1.11",
) -> None:
    """Write one version of a module into a proxy directory, as GOPROXY=file:// reads it.

    The go.mod states a release of Go. A version that ends with "+incompatible" has no go.mod.
    """
    folder = proxy / re.sub("[A-Z]", lambda one: f"!{one[0].lower()}", module) / "@v"
    folder.mkdir(parents=True, exist_ok=True)
    is_old = version.endswith("+incompatible")
    mod = f"module {module}\n" if is_old else f"module {module}\n\ngo {release}\n{requires}"
    (folder / f"{version}.mod").write_text(mod)
    (folder / f"{version}.info").write_text(json.dumps({"Version": version, "Time": "2024-01-01T00:00:00Z"}))
    with zipfile.ZipFile(folder / f"{version}.zip", "w") as archive:
        if not is_old:
            archive.writestr(zipfile.ZipInfo(f"{module}@{version}/go.mod"), mod)
        for path, text in {"a.go": source, **(more or {})}.items():
            archive.writestr(zipfile.ZipInfo(f"{module}@{version}/{path}"), text)
    with (folder / "list").open("a") as listing:
        listing.write(f"{version}\n")
