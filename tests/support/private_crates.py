"""A sparse registry on 127.0.0.1 that asks for cargo's token, as registries with `auth-required` do."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from tests.support.servers import Files, _Handler

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "Bearer s3cret-of-the-registry"  # noqa: S105 - of a test


class PrivateRegistry(Files):
    """A registry that answers 401 without the token.

    Attributes:
        required: the required header; None for a request without one.
        sent: the path and the Authorization header of each request.
    """

    def __init__(self, root: Path) -> None:
        """Serve a directory."""
        super().__init__(root)
        self.required: str | None = TOKEN
        self.sent: list[tuple[str, str | None]] = []

    def respond(self, request: _Handler) -> None:
        """Send a file, or 401."""
        stated = request.headers.get("Authorization")
        self.sent.append((request.path, stated))
        if stated != self.required:
            request.short(401, {"WWW-Authenticate": "Cargo"})
            return
        super().respond(request)

    def configure(self, **config: object) -> None:
        """Write config.json."""
        stated = {"dl": f"{self.url}/dl", "auth-required": True, **config}
        (self.root / "config.json").write_text(json.dumps(stated))

    def publish(self, name: str, data: bytes) -> None:
        """Write a crate."""
        path = self.root / "dl" / name / "1.0.0" / "download"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)

    def lock(self, name: str, data: bytes) -> str:
        """Return a lock with a crate of this registry."""
        return (
            f'version = 4\n\n[[package]]\nname = "{name}"\nversion = "1.0.0"\nsource = "sparse+{self.url}/"\n'
            f'checksum = "{hashlib.sha256(data).hexdigest()}"\n'
        )
