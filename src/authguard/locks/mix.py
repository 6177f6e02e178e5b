"""mix.lock, an Elixir map with one tuple on each line, and the environments of mix.exs."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    MANIFESTS,
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
    from collections.abc import Iterable

    from authguard.locks.comparing import Files, Options, ReadFiles

LOCK, MANIFEST = ("mix.lock",), "mix.exs"

_ENTRY = r'(?m)^[ \t]*(?:"([^"\n]+)"|([a-z_]\w*)):\s*\{:(\w+),\s*(.*)$'
_STRING = r'"((?:[^"\\]|\\.)*)(?:"|\\?\Z)'
_DEPENDS = r"\{:(\w+),(?![^{}]*\boptional: true\b)"
"""A package that another package needs. mix fetches an optional package only if mix.exs has it too."""
_APPS = r'\bapps_path:\s*"([^"*\n]+)"'
_PATH = r'\{\s*:\w+\s*,[^{}]*?\bpath:\s*"([^"*\n]+)"'
_REQUIRED = r'\bCode\.(?:require|eval)_file\(?\s*"([^"*\n]+)"'
_MOST_MANIFESTS = 200
"""At most this many files are read for one lock."""
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


def _left_out(lock: bytes, manifests: list[str], env: str) -> set[str]:
    """Return the packages that each mix.exs needs only in other environments, with their own dependencies.

    mix.exs is a program, so its plain tuples can raise a doubt, but are not a proof.
    """
    in_env = rf"\b{re.escape(env)}\b"
    roots, held = set[str](), set[str]()
    for text in manifests:
        limited = {name for name, only in re.findall(_ONLY, text) if not re.search(in_env, only)}
        roots |= limited
        held |= set(re.findall(r"\{\s*:(\w+)\s*,", text)) - limited
    depends = {name: set(re.findall(_DEPENDS, rest)) for name, (_, rest) in _entries(lock).items()}
    needed = _reached(held & depends.keys(), depends)
    return _reached(roots & depends.keys(), depends) - needed


def _manifests(root: bytes, read: ReadFiles) -> list[str]:
    """Return the texts of mix.exs, of the apps of its umbrella, and of the packages and files to which they refer."""
    texts: list[str] = []
    waiting, seen = [(MANIFEST, root)], {MANIFEST}
    while waiting and len(texts) < _MOST_MANIFESTS:
        path, data = waiting.pop()
        text = re.sub(r"(?m)#(?!\{)[^\n]*", "", data.decode("utf-8", "replace"))
        texts.append(text)
        folder = path.rpartition("/")[0]
        named = [f"{apps}/*/{MANIFEST}" for apps in re.findall(_APPS, text)]
        named += [f"{package}/{MANIFEST}" for package in re.findall(_PATH, text)]
        named += re.findall(_REQUIRED, text)
        paths = [normpath(f"{folder}/{each}" if folder else each) for each in named]
        for found, content in read([each for each in paths if not each.startswith(("..", "/"))]).items():
            if found not in seen:
                seen.add(found)
                waiting.append((found, content))
    return texts


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
        readers = options.get(MANIFESTS)
        read = readers[1] if isinstance(readers, tuple) else _no_files
        out = _left_out(lock, _manifests(manifest, read), env)
        return any(change.name not in out for change in moved)

    doubt = f"which mix.exs does not use in {env!r}"
    return resolved(
        LOCK, before, after, packages_of, options=options, sure=fetched, doubt=doubt, unlikely=True
    )


def _no_files(_: Iterable[str]) -> dict[str, bytes]:
    """Read no file."""
    return {}


KIND = LockKind(
    name="mix",
    files=LOCK,
    beside=(MANIFEST,),
    compare=answer,
    commands=r"\bmix (?:do [^\n]{0,120})?deps\.get\b",
    words=("mix",),
    alone=("mixEnv", ""),
)
