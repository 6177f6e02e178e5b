"""A local registry of npm packages, locks for it, and the tree that nixpkgs' fetcher makes of a lock.

The tree is written file by file, by the description of its layout and without code of authguard.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

from authguard.prove.dependencies.npmrc import PUBLIC

HOST = f"https://{PUBLIC[0]}"
"""The host in locks; the user's configuration names another host, which serves the tarballs."""


def tarball(name: str, version: str, text: str = "") -> bytes:
    """Return a package of two files."""
    manifest = json.dumps({"name": name, "version": version})
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for path, content in (("package.json", manifest), ("index.js", text or f"// {name} {version}\n")):
            entry = tarfile.TarInfo(f"package/{path}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content.encode()))
    return gzip.compress(made.getvalue(), mtime=0)


def sri(data: bytes, algorithm: str = "sha512") -> str:
    """Return the integrity of some bytes."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def path_of(name: str, version: str) -> str:
    """Return the path of a package below the root of a registry."""
    return f"{name}/-/{name.rpartition('/')[2]}-{version}.tgz"


class Registry:
    """Packages below a directory, as a server has them."""

    def __init__(self, root: Path) -> None:
        """Begin without packages."""
        self.root = root

    def publish(self, name: str, version: str, text: str = "") -> bytes:
        """Write a package to the registry. Returns the tarball."""
        data = tarball(name, version, text)
        path = self.root / path_of(name, version)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return data

    def lock(self, *packages: tuple[str, str], version: int = 3) -> str:
        """Publish some packages, and return a lock of them."""
        entries: dict[str, Any] = {"": {"name": "app", "version": "1.0.0"}}
        for name, release in packages:
            data = self.publish(name, release)
            entries[f"node_modules/{name}"] = {
                "version": release,
                "resolved": f"{HOST}/{path_of(name, release)}",
                "integrity": sri(data),
            }
        return json.dumps({"name": "app", "lockfileVersion": version, "packages": entries}, indent=2)

    def output(self, lock: str, into: Path) -> Path:
        """Write the output of nixpkgs' fetcher for a lock with packages of this registry."""
        for folder in ("content-v2", "index-v5"):
            (into / "_cacache" / folder).mkdir(parents=True)
        (into / "package-lock.json").write_text(lock)
        for entry in json.loads(lock)["packages"].values():
            if "resolved" not in entry or entry.get("link"):
                continue
            url, integrity = entry["resolved"], entry["integrity"]
            data = (self.root / url.removeprefix(f"{HOST}/")).read_bytes()
            algorithm, _, text = integrity.partition("-")
            name = base64.b64decode(text).hex()
            content = into / "_cacache/content-v2" / algorithm / name[:2] / name[2:4] / name[4:]
            content.parent.mkdir(parents=True, exist_ok=True)
            content.write_bytes(data)
            key = f"make-fetch-happen:request-cache:{url}"
            line = (
                f'{{"key":"{key}","integrity":"{integrity}","time":0,"size":{len(data)},'
                f'"metadata":{{"url":"{url}","options":{{"compress":true}}}}}}'
            )
            place = hashlib.sha256(key.encode()).hexdigest()
            index = into / "_cacache/index-v5" / place[:2] / place[2:4] / place[4:]
            index.parent.mkdir(parents=True, exist_ok=True)
            index.write_text(f"{hashlib.sha1(line.encode()).hexdigest()}\t{line}")  # noqa: S324 - npm's checksum
        return into
