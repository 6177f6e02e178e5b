"""The hash of a file or directory of this repository, for a call of `builtins.path` that declares one."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from authguard.digest import Digest
from authguard.prove.hashes import nar

if TYPE_CHECKING:
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput

MOST_FILES = 10_000
MOST_BYTES = 64 << 20


def local_path(each: FixedOutput) -> str | None:
    """Return the path that a call of `builtins.path` hashes; None for another call, or if a filter omits files."""
    if (
        each.row is None
        or each.row.name_rule != "path"
        or any(one.name not in ("path", "recursive") for one in each.inputs)
    ):
        return None
    stated = each.input("path")
    form = stated.form if stated is not None else None
    if not isinstance(form, tuple) or len(form) != 2 or form[0] != "path" or not isinstance(form[1], str):
        return None
    return form[1]


def digest_of(snapshot: Snapshot, path: str, mode: str) -> Digest | None:
    """Return the sha256 that Nix computes for a path of a tree; None if the content is unknown or too large.

    The content of a submodule is unknown. ``mode`` is "flat" or "recursive".
    """
    where = snapshot.resolve(path) if path else path
    if where is None:
        return None
    if snapshot.kind(where) != "directory":
        entry, data = snapshot.entry(where), snapshot.read(where)
        if entry is None or data is None:
            return None
        if mode == "flat":
            return Digest("sha256", hashlib.sha256(data).digest())
        listed = {"": (entry[0], data)}
    else:
        found = snapshot.entries(where) if mode == "recursive" else {}
        if not found or len(found) > MOST_FILES:
            return None
        snapshot.prefetch(found)
        listed, total = {}, 0
        for name, (kind, _) in found.items():
            content = snapshot.raw(name) if stat.S_ISREG(kind) or stat.S_ISLNK(kind) else None
            total += len(content or b"")
            if content is None or total > MOST_BYTES:
                return None
            listed[name[len(where) + 1 if where else 0 :]] = (kind, content)
    writer = nar.NarWriter()
    for name, (kind, content) in sorted(listed.items(), key=lambda item: nar.order(os.fsencode(item[0]))):
        if stat.S_ISLNK(kind):
            writer.symlink(os.fsencode(name), content)
        else:
            writer.content(os.fsencode(name), bool(kind & 0o100), content)
    return Digest("sha256", writer.digest())
