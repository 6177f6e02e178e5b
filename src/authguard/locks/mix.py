"""mix.lock, an Elixir map with one tuple on each line, and the environments of mix.exs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockKind,
    LockUnreadable,
    PackageChange,
    Packages,
    add,
    resolved,
    text_of,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options

LOCK, MANIFEST = ("mix.lock",), "mix.exs"

_ENTRY = r'(?m)^[ \t]*(?:"([^"\n]+)"|([a-z_]\w*)):\s*\{:(\w+),\s*(.*)$'
_STRING = r'"((?:[^"\\]|\\.)*)(?:"|\\?\Z)'
_DEPENDS = r"\{:(\w+),(?![^{}]*\boptional: true\b)"
"""A package that another package needs. mix fetches an optional package only if mix.exs has it too."""
_ONLY = r"\{\s*:(\w+)\s*,[^{}]*?\bonly:\s*(\[[^\]]*\]|:\w+)"


def _entries(data: bytes) -> dict[str, tuple[str, str]]:
    """Return name → (source, the rest of its line). Raises Unreadable if the text is not an Elixir map."""
    text = text_of(data).strip()
    if not (text.startswith("%{") and text.endswith("}")):
        raise LockUnreadable("it is not an Elixir map", 1)
    found = {one or two: (source, rest) for one, two, source, rest in re.findall(_ENTRY, text)}
    if not found and text.strip("%{} \r\n\t"):
        raise LockUnreadable("no entry is of the form that mix writes", 2)
    return found


def packages_of(data: bytes) -> Packages:
    """Return the packages of a mix lock: hex packages with their version, git packages with their commit."""
    found: Packages = {}
    for name, (source, rest) in _entries(data).items():
        strings = re.findall(_STRING, rest.partition("[")[0])
        if source == "hex":
            add(found, name, strings[0] if strings else "?", strings[1] if len(strings) > 1 else "")
        else:
            add(found, name, strings[1][:40] if len(strings) > 1 else "?", strings[0] if strings else "")
    return found


def _left_out(lock: bytes, manifest: bytes, env: str) -> set[str]:
    """Return the packages that mix.exs needs only in other environments, with their own dependencies.

    mix.exs is a program, so its plain tuples can raise a doubt, but are not a proof.
    """
    text = re.sub(r"#[^\n]*", "", manifest.decode("utf-8", "replace"))
    roots = {
        name
        for name, only in re.findall(_ONLY, text)
        if not re.search(rf":{re.escape(env)}\b|\b{re.escape(env)}\b", only)
    }
    depends = {name: set(re.findall(_DEPENDS, rest)) for name, (_, rest) in _entries(lock).items()}
    named = set(re.findall(r"\{\s*:(\w+)\s*,", text))
    held = _reached((named & depends.keys()) - roots, depends)
    return _reached(roots & depends.keys(), depends) - held


def _reached(roots: set[str], depends: dict[str, set[str]]) -> set[str]:
    found, waiting = set(roots), list(roots)
    while waiting:
        for name in depends.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """The resolved packages decide; mix.lock is not in the output.

    Option "mixEnv" (text, default "prod", "" for all): packages of other environments are not fetched.
    """
    env = options.get("mixEnv", "prod")
    lock, manifest = after.get(LOCK[0]), after.get(MANIFEST)

    def fetched(moved: list[PackageChange]) -> bool:
        if not isinstance(env, str) or not env or lock is None or manifest is None:
            return True
        out = _left_out(lock, manifest, env)
        return any(change.name not in out for change in moved)

    doubt = f"which mix.exs does not use in {env!r}"
    return resolved(
        LOCK, before, after, packages_of, options=options, sure=fetched, doubt=doubt, unlikely=True
    )


KIND = LockKind(
    name="mix",
    files=LOCK,
    beside=(MANIFEST,),
    compare=answer,
    commands=r"\bmix (?:do [^\n]{0,120})?deps\.get\b",
    words=("mix",),
    alone=("mixEnv", ""),
)
