"""Where a source is fetched from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

_HOSTS = {
    "fetchFromGitHub": "github.com",
    "fetchFromGitLab": "gitlab.com",
    "fetchFromCodeberg": "codeberg.org",
    "fetchFromSourcehut": "git.sr.ht",
    "fetchFromBitbucket": "bitbucket.org",
    "fetchCrate": "crates.io",
}


def location_of(each: FixedOutput) -> str | None:
    """Return host and path that a source is fetched from, where they are known."""
    if not each.is_source or each.record:
        return None
    for name in ("url", "host", "owner"):
        found = each.input(name)
        if found is not None and "://" in found.shown:
            return found.shown.partition("://")[2].rpartition("@")[2]
    host = _HOSTS.get(each.producer)
    for name in ("githubBase", "domain"):
        stated = each.input(name)
        if stated is not None and isinstance(stated.form, str):
            host = stated.form
    if host is None:
        return None
    parts = [host]
    for name in ("owner", "repo"):
        stated = each.input(name)
        if stated is not None and isinstance(stated.form, str) and "://" not in stated.form:
            parts.append(stated.form)
    return "/".join(parts)
