"""gemset.nix (written by bundix) and Gemfile.lock."""

from __future__ import annotations

import re

from authguard.locks.answer import LockAnswer, Unreadable, text_of
from authguard.locks.engine import resolved
from authguard.locks.packages import Packages, add

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Files = Mapping[str, bytes | None]

GEMSET, LOCK = "gemset.nix", "Gemfile.lock"

_GEM = re.compile(r"""^  "?([\w.+-]+)"? = \{\n((?:(?: {3}.*)?\n)*)  \};$""", re.MULTILINE)
_FIELD = re.compile(r'\b(version|sha256|rev|url) = "([^"\n]*)"')
_SPEC = re.compile(r" {4}([^\s()]+) \(([^()]+)\)")
_CHECKSUM = re.compile(r" {2}(\S+) \(([^()]+)\)(?: (\S+))?")


def gemset_packages(data: bytes) -> Packages:
    """The gems of a gemset.nix as bundix writes it. Raises Unreadable where it holds none in that form."""
    text = text_of(data).replace("\r\n", "\n")
    found: Packages = {}
    for name, body in _GEM.findall(text):
        fields = dict(_FIELD.findall(body))
        version = fields.get("version", "?")
        commit = fields.get("rev")
        add(found, name, f"{version} ({commit})" if commit else version, fields.get("sha256", ""))
    if not found and text.strip(" \n{}"):
        raise Unreadable("it is not of the form that bundix writes")
    return found


def lock_packages(data: bytes) -> Packages:
    """The gems of a Gemfile.lock, those of PATH sections left out. Raises Unreadable."""
    sections: dict[str, list[tuple[str, str, str]]] = {"GEM": [], "GIT": []}
    marks: dict[tuple[str, str], str] = {}
    section = revision = ""
    for line in text_of(data).replace("\r\n", "\n").split("\n"):
        if line and line[0] != " ":
            section, revision = line.strip(), ""
        elif line.startswith("  revision: "):
            revision = line[len("  revision: ") :].strip()
        elif section in sections:
            match = _SPEC.fullmatch(line)
            if match:
                sections[section].append((match.group(1), match.group(2), revision))
        elif section == "CHECKSUMS":
            match = _CHECKSUM.fullmatch(line)
            if match:
                marks[match.group(1), match.group(2)] = match.group(3) or ""
    if not section:
        raise Unreadable("it has no section")
    found: Packages = {}
    for name, version, commit in sections["GEM"] + sections["GIT"]:
        add(found, name, f"{version} ({commit})" if commit else version, marks.get((name, version), ""))
    return found


def answer(before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """gemset.nix decides, each gem with its own hash; without one, Gemfile.lock. "package" asks for one.

    A Gemfile.lock that moved while gemset.nix did not leaves the gemset behind: that is a move too.
    """
    gemset = resolved((GEMSET,), before, after, gemset_packages, options=options)
    lock = resolved((LOCK,), before, after, lock_packages, options=options)
    if before.get(GEMSET) is None and after.get(GEMSET) is None:
        return lock
    return lock if gemset.decision == "same" and lock.decision == "moved" else gemset
