"""gemset.nix (written by bundix) and Gemfile.lock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    command,
    command_alone,
    resolved,
    text_of,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

GEMSET, LOCK = "gemset.nix", "Gemfile.lock"

_GEM = r"""(?m)^  "?([\w.+-]+)"? = \{\n((?:(?: {3}.*)?\n)*)  \};$"""
_FIELD = r'\b(version|sha256|rev|url) = "([^"\n]*)"'
_SPEC = r" {4}([^\s()]+) \(([^()]+)\)"
_CHECKSUM = r" {2}(\S+) \(([^()]+)\)(?: (\S+))?"


def gemset_packages(data: bytes) -> Packages:
    """Return the gems of a gemset.nix of bundix. Raises Unreadable if the file has no gems in that form."""
    text = text_of(data).replace("\r\n", "\n")
    found: Packages = {}
    for name, body in re.findall(_GEM, text):
        fields = dict(re.findall(_FIELD, body))
        version = fields.get("version", "?")
        commit = fields.get("rev")
        add(found, name, f"{version} ({commit})" if commit else version, fields.get("sha256", ""))
    if not found and text.strip(" \n{}"):
        raise LockUnreadable("it is not of the form that bundix writes")
    return found


def lock_packages(data: bytes) -> Packages:
    """Return the gems of a Gemfile.lock, except the gems of PATH sections. Raises Unreadable."""
    sections: dict[str, list[tuple[str, str, str]]] = {"GEM": [], "GIT": []}
    marks: dict[tuple[str, str], str] = {}
    section = revision = ""
    for line in text_of(data).replace("\r\n", "\n").split("\n"):
        if line and line[0] != " ":
            section, revision = line.strip(), ""
        elif line.startswith("  revision: "):
            revision = line[len("  revision: ") :].strip()
        elif section in sections:
            match = re.fullmatch(_SPEC, line)
            if match:
                sections[section].append((match.group(1), match.group(2), revision))
        elif section == "CHECKSUMS":
            match = re.fullmatch(_CHECKSUM, line)
            if match:
                marks[match.group(1), match.group(2)] = match.group(3) or ""
    if not section:
        raise LockUnreadable("it has no section")
    found: Packages = {}
    for name, version, commit in sections["GEM"] + sections["GIT"]:
        add(found, name, f"{version} ({commit})" if commit else version, marks.get((name, version), ""))
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """gemset.nix decides, with a hash for each gem; without it, Gemfile.lock does. "package" limits this to one gem.

    If Gemfile.lock moved and gemset.nix did not, the gemset is outdated, which is a move too.
    """
    gemset = resolved((GEMSET,), before, after, gemset_packages, options=options)
    lock = resolved((LOCK,), before, after, lock_packages, options=options)
    if before.get(GEMSET) is None and after.get(GEMSET) is None:
        return lock
    return lock if gemset.decision == "same" and lock.decision == "moved" else gemset


KIND = LockKind(
    name="gem",
    files=(GEMSET, LOCK),
    compare=answer,
    commands=command("bundler?", "install|i|package|pack|cache") + "|" + command_alone("bundler?"),
    words=("bundle", "bundler", "gems"),
)
