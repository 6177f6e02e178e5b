"""The lock that decides a dependency hash: the kind and directory of the lock, and the options that matter for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from authguard.compare.scripts import texts
from authguard.locks import KINDS, kind_of_file
from authguard.locks.comparing import IS_STORE, SCRIPT, SELECTION
from authguard.locks.unread import UNREAD
from authguard.outputs.facts import row_of
from authguard.prove.installs import selection_of

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput


def ecosystem(each: FixedOutput) -> str | None:
    """Return the kind of the lock that decides a dependency hash, found by its producer, its lock, or its script."""
    row = row_of(each)
    if row is not None and row.lock in KINDS:
        return row.lock
    if each.lock is None:
        return _kind_of_script(each) if each.kind == "handwritten" else None
    kind = kind_of_file(each.lock)
    return kind.name if kind is not None else None


def lock_root(each: FixedOutput, local: str, unpacked: str = "") -> str:
    """Return the directory of the lock: the directory that the options of the package name, below ``local``.

    ``unpacked`` is the name of the unpacked source, with which sourceRoot begins. For a local directory, Nix uses the
    directory's own name.
    """
    unpacked = unpacked or local.rpartition("/")[2] or "source"
    names = each.row.lock_root if each.row is not None and each.row.lock_root else ("sourceRoot",)
    options = [option for option in map(each.input, names) if option is not None]
    parts = [local, *(_inside(option.form, unpacked) for option in options)]
    return "/".join(part for part in parts if part and part != ".")


def roots(each: FixedOutput, unpacked: str = "source") -> tuple[str, str]:
    """Return sourceRoot, relative to the root of the source, and the directory of the lock below sourceRoot.

    ``unpacked`` is the name of the unpacked source, see `lock_root`.
    """
    names = each.row.lock_root if each.row is not None and each.row.lock_root else ("sourceRoot",)
    found = {name: option for name in names if (option := each.input(name)) is not None}
    outer = found.pop("sourceRoot", None)
    below = [_inside(option.form, unpacked) for option in found.values()]
    clean = [part for part in below if part and part != "."]
    return _inside(outer.form, unpacked) if outer is not None else "", "/".join(clean)


def _inside(form: object, unpacked: str) -> str:
    """Return a directory relative to the root of the source; "" if unknown, or outside of the source."""
    if isinstance(form, tuple) and form[:1] == ("str",):  # "${src.name}/web" with an unknown name
        form = form[-1].partition("/")[2] if isinstance(form[-1], str) else ""
    if not isinstance(form, str) or form.startswith(("/", "..")):
        return ""
    for prefix in (f"{unpacked}/", "source/", "./"):
        form = form.removeprefix(prefix)
    return "" if form in (unpacked, "source") else form.strip("/")


def options_of(each: FixedOutput) -> dict[str, object]:
    """Return the options of a package as Python values, by name."""
    values: dict[str, object] = {"text_copied": each.row is not None and each.row.lock_copied}
    for one in each.inputs:
        if one.form == ("const", "True"):
            values[one.name] = True
        elif isinstance(one.form, str):
            values[one.name] = one.form
        elif isinstance(one.form, tuple) and one.form[:1] == ("list",) and len(one.form) > 1:
            values[one.name] = one.form[1:]
        elif isinstance(one.form, tuple) and one.name == "env" and one.form[:1] == ("attrs",):
            pairs = (item for item in one.form[1:] if isinstance(item, tuple) and len(item) == 2)
            values.update((f"env.{name}", value) for name, value in pairs)
    values[IS_STORE] = each.kind != "handwritten"
    if each.kind == "handwritten":
        scripts = [text for one in each.inputs if one.role == "script" for text in texts(one.form)]
        values["hidden_lock"] = not any(".package-lock.json" in text for text in scripts)
        if all(one.known for one in each.inputs if one.role == "script") and each.input("builder") is None:
            values[SCRIPT] = "\n".join(scripts).replace("\\\n", " ")
    values["part_of_lock"] = _installs_part(each)
    values[SELECTION] = selection_of(each, ecosystem(each) or "")
    if each.version is not None and isinstance(each.version.form, str):
        values["version"] = each.version.form
    return values


_PART = r"--filter\b|--workspace\b|--omit\b|--prod(?:uction)?\b|--only[= ]|\bworkspaces? focus\b|\s-[Fw]\s"
"""The options with which npm, pnpm, yarn and bun install only some of the packages of a lock."""


def _installs_part(each: FixedOutput) -> bool:
    """Tell whether a hand-written script or the flags of a builder install only some packages of the lock."""
    if any(one.name in ("bunWorkspaces", "bunFilters") for one in each.inputs):
        return True
    if any(
        re.search(_PART, f" {text} ") for one in each.inputs if one.name in _FLAGS for text in texts(one.form)
    ):
        return True
    if each.kind != "handwritten":
        return False
    commands = [KINDS[name].commands for name in _FILTERING]
    scripts = (text for one in each.inputs if one.role == "script" for text in texts(one.form))
    lines = (line for text in scripts for line in text.replace("\\\n", " ").split("\n"))
    return any(re.search(_PART, line) and any(re.search(one, line) for one in commands) for line in lines)


_FLAGS = ("bunInstallFlags", "pnpmInstallFlags")
_NPX = (
    r"(?:\b(?:npx|bunx|(?:npm|pnpm|yarn)[ \t]+(?:exec|dlx)|pnpm|yarn)[ \t]+|node_modules/\.bin/)"
    r"(?:-[^\s;&|]*+[ \t]+){0,6}"
)
_BUILD_TOOLS = ("gradle", "maven", "nuget", "pub", "rebar")
_BUILDING = frozenset(
    {"add", "build", "bundle", "compile", "get", "metadata", "publish", "require", "run", "tidy"}
)
"""Subcommands that fetch packages only on the way."""
_FILTERING = ("bun", "npm", "pnpm", "yarn")
"""The tools with options in _PART."""


def _kind_of_script(each: FixedOutput) -> str | None:
    """Return the kind of lock that belongs to the first tool in a hand-written script.

    A tool that `npx` or `pnpm exec` runs comes before the others: npm or pnpm installed only the tool. Tools of
    languages with which scripts fetch packages come next: other tools are often only installed or asked for their
    version, and other commands mainly build. Tools with locks that are not read come last.
    """
    scripts = [text for one in each.inputs if one.role == "script" for text in texts(one.form)]
    is_continued = any(text.endswith("\\") for text in scripts)  # then the text after it belongs to it
    return _kind_of_texts(tuple(scripts if is_continued else dict.fromkeys(scripts)))


@lru_cache(maxsize=64)
def _kind_of_texts(scripts: tuple[str, ...]) -> str | None:
    """Return the kind of lock as `_kind_of_script` does, for the texts of a script.

    The packages of a set often have one script, and a text that a function makes often has the same parts many times.
    """
    script = "\n".join(scripts).replace("\\\n", " ")  # a command on several lines
    unread = {kind.name for kind in UNREAD}
    found = []
    for kind in KINDS.values():
        if not kind.commands:
            continue
        is_late = (kind.name in _BUILD_TOOLS) + 2 * (kind.name in unread)
        commands = list(re.finditer(kind.commands, script))
        is_run_by_npx = bool(commands) and re.search(f"{_NPX}(?:{kind.commands})", script) is not None
        for command in commands:
            late = max(is_late, command[0].split()[-1] in _BUILDING)
            found.append((-1 if is_run_by_npx else late, command.start(), kind.name))
    return min(found)[2] if found else None
