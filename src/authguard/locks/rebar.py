"""rebar.lock, Erlang terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import LockAnswer, LockKind, LockUnreadable, Packages, add, resolved, text_of

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCK = ("rebar.lock",)

_HEX = r'\{<<"([^"]+)">>,\s*\{pkg,\s*<<"([^"]+)">>,\s*<<"([^"]+)">>'
_GIT = r'\{<<"([^"]+)">>,\s*\{(?:git|git_subdir|hg),\s*"([^"]*)",\s*\{\w+,\s*"([^"]*)"'
_HASHES = r"\{pkg_hash,\s*\[([^\[\]]*)\]\}"
_HASH = r'\{<<"([^"]+)">>,\s*<<"([0-9A-Fa-f]+)">>\}'


def packages_of(data: bytes) -> Packages:
    """Return the dependencies of a rebar lock: version and checksum for hex, the commit for git."""
    text = text_of(data)
    if text.strip() and not text.rstrip().endswith("."):
        raise LockUnreadable("its last term is not ended")
    marks: dict[str, str] = {}
    for block in re.findall(_HASHES, text):
        for name, checksum in re.findall(_HASH, block):
            marks[name] = checksum.upper()
    found: Packages = {}
    for name, _, version in re.findall(_HEX, text):
        add(found, name, version, marks.get(name, ""))
    for name, url, commit in re.findall(_GIT, text):
        add(found, name, commit, url)
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Compare two versions of rebar.lock: the resolved packages decide."""
    return resolved(LOCK, before, after, packages_of, options=options)


KIND = LockKind(
    name="rebar",
    files=LOCK,
    compare=answer,
    commands=r"\brebar3 (?:as \S+ )?(?:get-deps|compile)\b",
    words=("rebar",),
)
