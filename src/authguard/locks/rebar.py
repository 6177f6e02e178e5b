"""rebar.lock, Erlang terms."""

from __future__ import annotations

import re

from authguard.locks.answer import LockAnswer, Unreadable, text_of
from authguard.locks.engine import resolved
from authguard.locks.packages import Packages, add

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Files = Mapping[str, bytes | None]

LOCK = ("rebar.lock",)

_HEX = re.compile(r'\{<<"([^"]+)">>,\s*\{pkg,\s*<<"([^"]+)">>,\s*<<"([^"]+)">>')
_GIT = re.compile(r'\{<<"([^"]+)">>,\s*\{(?:git|git_subdir|hg),\s*"([^"]*)",\s*\{\w+,\s*"([^"]*)"')
_HASHES = re.compile(r"\{pkg_hash,\s*\[([^\[\]]*)\]\}")
_HASH = re.compile(r'\{<<"([^"]+)">>,\s*<<"([0-9A-Fa-f]+)">>\}')


def packages_of(data: bytes) -> Packages:
    """The dependencies of a rebar lock: hex ones with version and checksum, git ones with their commit."""
    text = text_of(data)
    if text.strip() and not text.rstrip().endswith("."):
        raise Unreadable("its last term is not ended")
    marks: dict[str, str] = {}
    for block in _HASHES.findall(text):
        for name, checksum in _HASH.findall(block):
            marks[name] = checksum.upper()
    found: Packages = {}
    for name, _, version in _HEX.findall(text):
        add(found, name, version, marks.get(name, ""))
    for name, url, commit in _GIT.findall(text):
        add(found, name, commit, url)
    return found


def answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """The resolved set decides."""
    return resolved(LOCK, before, after, packages_of, options=options)
