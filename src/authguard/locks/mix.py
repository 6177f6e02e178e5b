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
    no_files,
    resolved,
    text_of,
)

if TYPE_CHECKING:
    from authguard.locks.comparing import Files, Options, ReadFiles

LOCK, MANIFEST = ("mix.lock",), "mix.exs"

_ENTRY = r'(?m)^[ \t]*(?:"([^"\n]+)"|([a-z_]\w*)):\s*\{:(\w+),\s*(.*)$'
_STRING = r'"((?:[^"\\]|\\.)*)(?:"|\\?\Z)'
_DEPENDS = r"\{:(\w+),(?![^{}]*\boptional: true\b)"
"""A package that another package needs. mix fetches an optional package only if mix.exs has it too."""
_APPS = r'\bapps_path:\s*"([^"*\n]+)"'
_PATH = r'\{\s*:\w+\s*,[^{}]*?\bpath:\s*"([^"*\n]+)"'
_REQUIRED = r'\bCode\.(?:require|eval)_file\(?\s*"([^"*\n]+)"'
_ENVIRONMENT = r"\benv:\s*:"
_NAMED = r":(\w+)|\b(\w+):"
_COMMENT = r'(?s)("(?:[^"\\]|\\.)*+")|#[^\n]*'
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

    mix.exs is a program, so its plain tuples can raise a doubt, but are not a proof. Each other mention of a package
    counts as a need. A package of git does not state its dependencies in the lock.
    """
    in_env = rf"\b{re.escape(env)}\b"
    roots, held = set[str](), set[str]()
    for text in manifests:
        limited = [match for match in re.finditer(_ONLY, text) if not re.search(in_env, match[2])]
        roots.update(match[1] for match in limited)
        kept = [0, *(at for match in limited for at in match.span()), len(text)]
        others = " ".join(text[begin:end] for begin, end in zip(kept[::2], kept[1::2], strict=True))
        held.update(name for names in re.findall(_NAMED, others) for name in names)
    entries = _entries(lock)
    depends = {name: set(re.findall(_DEPENDS, rest)) for name, (_, rest) in entries.items()}
    needed = _reached(held & depends.keys(), depends)
    own = roots & depends.keys()
    is_complete = all(entries[name][0] == "hex" for name in needed & depends.keys())
    return (_reached(own, depends) if is_complete else own) - needed


def _manifests(root: bytes, read: ReadFiles) -> list[str] | None:
    """Return the texts of mix.exs, of the apps of its umbrella, and of the packages and files to which they refer.

    None if one of them cannot be read, or if an environment is chosen for a package.
    """
    texts: dict[str, str] = {}
    waiting = {MANIFEST: root}
    while waiting:
        path, data = waiting.popitem()
        text = texts[path] = re.sub(_COMMENT, lambda match: match[1] or "", data.decode("utf-8", "replace"))
        folder, apps = path.rpartition("/")[0], re.findall(_APPS, text)
        is_umbrella = "apps_path" in text
        if re.search(_ENVIRONMENT, text) or (is_umbrella and (path != MANIFEST or len(apps) != 1)):
            return None
        named = [f"{package}/{MANIFEST}" for package in re.findall(_PATH, text)] + re.findall(_REQUIRED, text)
        paths = {normpath(f"{folder}/{each}").lstrip("/") for each in named} - texts.keys()
        found = read([*paths, *(normpath(f"{each}/*/{MANIFEST}") for each in apps)])
        if not paths <= found.keys() or len(texts) + len(waiting) + len(found) > _MOST_MANIFESTS:
            return None
        waiting.update((each, content) for each, content in found.items() if each not in texts)
    return list(texts.values())


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
        read = readers[1] if isinstance(readers, tuple) else no_files
        texts = _manifests(manifest, read)
        out = _left_out(lock, texts, env) if texts is not None else set[str]()
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
