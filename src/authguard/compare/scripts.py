"""Decides whether an edited script or patch can change the dependencies of its package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks import deciding_files
from authguard.outputs.shell_variables import OF_PACKAGE, URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.compare.judgement import Judgement, Move
    from authguard.outputs.model import FixedOutput, Input

MANIFESTS = (
    r"lock|package\.json|go\.(?:mod|sum|work)|Cargo\.toml|pyproject|composer\.json|mix\.exs|pubspec|Gemfile|pom\.xml"
    r"|vendor|node_modules|\bnpm\b|\byarn\b|pnpm|\bbun\b|\bgo (?:get|mod|generate)\b|\bcargo\b|\bcd\b|pushd|sourceRoot"
    r"|\b(?:mv|cp|rsync)\b.*\s\./?$"
    r"|requirements|dependenc|workspace|\bpatch\b|registry|deno|nuget|\.csproj|gradle|maven|\bsbt\b"
)

BESIDE_NPM = r"package\.json|node_modules"
"""Words that matter for all dependencies except those of npm, which fetches only by the lock."""

BY_LOCK_ALONE = frozenset({"bun", "cargo", "npm", "pnpm", "yarn"})
"""Locks that decide all dependencies. (Go's vendor directory also depends on the imports of the code.)"""
_COPIES = r"\s*(?:cp|ln)(?:\s+-[\w=,-]+)*\s*"
_TO_FOLDER = r"(?:/(?!\S*(?:\.\.|/\.))[\w.*/-]*\s)?\s*\"?(?:\./)?\w[\w/-]*(?:\.\w+)?\"?\s*"
"""The text before and after a package in the line of a script that copies it to a folder."""
_PREPARES = r"\s*(?:runHook \w+|(?:mkdir|chmod)\s[\w ./+=-]*)?\s*"
"""A line that only makes folders, or sets permissions."""

_TOUCHED = r"(?m)^(?:\+\+\+|---|rename to|diff --git) ([^\t\n]+)"
_DECIDES = (
    r"(?i)lock(?:file)?(?:\.\w+)*$|lockb$|package\.json|\.npmrc|\.yarnrc|pnpm-workspace|Cargo\.toml|pyproject|requirements"
    r"|composer\.json|mix\.exs|rebar\.config|pubspec|Gemfile|pom\.xml|gradle|\.sbt$|\.(?:cs|fs)proj|\.props$|nuget"
    r"|deno\.json|import_map|build\.zig|vendor/|node_modules|patches/"
)
"""Paths of files that can change the fetched dependencies."""

_DECIDES_GO = r"go\.(?:mod|sum|work)|vendor/"
"""Paths of such files for Go."""
IMPORT = r'["`][^"`/\s]+\.[^"`/\s]+/[^"`\s]+["`]'
"""The path of a package of another module in Go code: it begins with a host."""
_IMPORTS = r"(?m)^[+-](?![+-]{2} ).*" + IMPORT
"""A line of a patch that adds or removes an import of another module; Go's vendor directory has imported modules."""

_CHANGED = r"(?m)^[+-](?![+-]{2} ).*"
_GO_LINE = r"[+-]\s*(?:(?:go|toolchain)\s+\S+\s*)?"
"""A line of go.mod that downloads nothing: the version of the language or of the compiler."""

_NUMBER = r"\d"

_UNKNOWN = "$value"
_BETWEEN_COMMANDS = r"[;&|\n]+|\$\(|`|(?<!\w)(?:if|then|else|elif|do|while|until|!|\{|\()(?!\w)"
_COMMAND = r"\s*(?:\w+=\S*\s+)*([^\s#]+)"
_KEEP_FILES = frozenset(
    {
        "[", "[[", ":", "}", ")", "cat", "chmod", "chown", "done", "echo", "esac", "exit", "export", "false",
        "fi", "for", "in", "ls", "mkdir", "patch", "printf", "rm", "rmdir", "runHook", "sed", "set",
        "substituteInPlace", "test", "touch", "true",
    }
)  # fmt: skip
"""Programs and words of the shell that move no file to another folder."""


def can_matter(judgement: Judgement) -> bool:
    """Tell whether a suspect dependency hash is worth a report.

    If only the package's own scripts moved (postPatch, preBuild), its dependencies can differ only if the edited
    lines mention a manifest, a lock or the vendored tree. The script of a hand-written fixed output makes its
    content, so every edit of that script matters. So does a script of `fetchAttrs`, which only the fetch runs.
    """
    each = judgement.output
    heavy = [move for move in judgement.moved if move.role in ("what", "how")]
    if heavy and not each.is_source and all(_states_the_same(move) for move in judgement.moved):
        return False
    if heavy or each.row is None or each.row.everything or not each.row.script:
        return True
    scripts = [move for move in judgement.moved if move.role == "script"]
    if any(move.name.startswith("fetchAttrs.") for move in scripts):
        return True
    by_npm = each.row.lock == "npm"
    others = [stated for stated in each.inputs if stated.role == "script" or stated.name == "patches"]
    by_lock = (
        each.row.lock in BY_LOCK_ALONE
        and len(others) == 1
        and not any(stated.name.endswith("Root") for stated in each.inputs)
    )
    return any(
        _touches(_lines(move.before, by_lock), _lines(move.after, by_lock), by_npm) for move in scripts
    )


def only_patches_of_code(
    judgement: Judgement, before: Callable[[str], bytes | None], after: Callable[[str], bytes | None]
) -> bool:
    """Tell whether only patches of this repository moved, and no patch touches a file that names dependencies.

    ``before`` returns the content of a file of the base, ``after`` that of a file of the target.
    """
    moved = [move for move in judgement.moved if move.role in ("what", "how", "script")]
    if [move.name for move in moved] != ["patches"] or judgement.output.kind != "dependency":
        return False
    if _without_files(moved[0].before) != _without_files(moved[0].after):
        return False
    old, new = (
        {read(path) for path in stated.files} if stated is not None else set()
        for stated, read in ((moved[0].before, before), (moved[0].after, after))
    )
    lock = judgement.output.row.lock if judgement.output.row is not None else ""
    changed = old ^ new
    return bool(changed) and all(_is_of_code(patch, lock) for patch in changed)


def _without_files(stated: Input | None) -> list[object]:
    """Return the items of a list of patches that are not files of this repository."""
    if stated is None:
        return []
    form = stated.form if isinstance(stated.form, tuple) else (stated.form,)
    return [
        item for item in form if not (isinstance(item, tuple) and item[:1] == ("file",)) and item != "list"
    ]


def _is_of_code(patch: bytes | None, lock: str) -> bool:
    """Tell whether a patch names its files, and no such file decides the dependencies of this kind of lock."""
    text = patch.decode("utf-8", "replace") if patch is not None else ""
    paths = re.findall(_TOUCHED, text)
    if lock == "go" and re.search(_IMPORTS, text):
        return False
    if lock == "go" and all(re.fullmatch(_GO_LINE, line) for line in re.findall(_CHANGED, text)):
        return bool(paths)
    decides = _DECIDES_GO if lock == "go" else _DECIDES
    names = deciding_files(lock, {})
    return bool(paths) and not any(
        re.search(decides, path) or path.rpartition("/")[2] in names for path in paths
    )


def _states_the_same(move: Move) -> bool:
    """Tell whether an unresolved value is only written differently, with the same versions and files."""
    one, other = move.before, move.after
    if one is None or other is None or one.known or other.known:
        return False
    first, second = (
        sorted(text for text in texts(each.form) if re.search(_NUMBER, text)) for each in (one, other)
    )
    return bool(first) and first == second


def _lines(stated: Input | None, by_lock: bool) -> set[str]:
    """Return the lines of a script, and the texts of the values in it.

    If the lock alone decides (``by_lock``), packages that the script only copies to a folder are left out.
    """
    form = stated.form if stated is not None else ""
    if by_lock and isinstance(form, tuple) and form[:1] == ("str",) and _only_copies(form[1:]):
        form = tuple(part for part in form if isinstance(part, str))
    text = form if isinstance(form, str) else "\n".join(texts(form))
    return {line.strip() for line in text.split("\n") if line.strip()}


def _only_copies(parts: tuple[object, ...]) -> bool:
    """Tell whether a script only copies a package to a folder that decides no dependencies: `cp -r ${wasm} pkg`."""
    if len(parts) != 3 or not isinstance(parts[0], str) or not isinstance(parts[2], str):
        return False
    package, (before, after) = parts[1], (parts[0], parts[2].lstrip())
    if not isinstance(package, tuple) or package[:1] != ("apply",):
        return False
    *earlier, start = before.split("\n")
    end, *later = after.split("\n")
    return (
        all(re.fullmatch(_PREPARES, line) for line in (*earlier, *later))
        and re.fullmatch(_COPIES, start) is not None
        and re.fullmatch(_TO_FOLDER, end) is not None
        and not re.search(MANIFESTS, end)
    )


def copied_directories(each: FixedOutput) -> Iterator[tuple[str, str, str]]:
    """Yield (directory of this repository, text before it, text after it) for each that a script of a hash names."""
    for one in each.inputs:
        for before, part, after in _parts(one.form) if one.role == "script" else ():
            if part[0] == "path" and isinstance(part[1], str):
                yield part[1], before, after


def copied_files(stated: Input) -> Iterator[tuple[str, str]]:
    """Yield the text before and after each file of this repository in a script."""
    return ((before, after) for before, part, after in _parts(stated.form) if part[0] == "file")


def _parts(form: object) -> Iterator[tuple[str, tuple[object, object], str]]:
    """Yield the paths and files in the texts of a form, each with the text before and after it."""
    waiting = [form]
    while waiting:
        inner = waiting.pop()
        if not isinstance(inner, tuple):
            continue
        waiting.extend(inner)
        around = ("", *inner[1:], "") if inner[:1] == ("str",) else ()
        for before, part, after in zip(around, around[1:], around[2:], strict=False):
            if isinstance(part, tuple) and len(part) == 2:
                yield before if isinstance(before, str) else "", part, after if isinstance(after, str) else ""


def may_have_lock(each: FixedOutput) -> bool:
    """Tell whether files of this repository may decide a dependency hash, though no input of it moved."""
    return each.local is not None or (not each.is_source and next(copied_directories(each), None) is not None)


def may_move_files(form: object) -> bool:
    """Tell whether a script runs a program that may move files to another folder."""
    parts = form[1:] if isinstance(form, tuple) and form[:1] == ("str",) else (form,)
    script = "".join(part if isinstance(part, str) else _UNKNOWN for part in parts)
    commands = (re.match(_COMMAND, each) for each in re.split(_BETWEEN_COMMANDS, script))
    return any(found is not None and found[1] not in _KEEP_FILES for found in commands)


def texts(form: object) -> list[str]:
    """Return the pieces of text and the fingerprints of files in a form."""
    if isinstance(form, str):
        return [form]
    if isinstance(form, tuple):
        if form[:1] == ("file",):
            return [f"lock {form[1]}"]
        return [text for part in form for text in texts(part)]
    return []


def is_text_of_scripts(only: Input, old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether an input of one of two hand-written outputs is in the urls of both, which have the same scripts.

    `version` is an input only if a script reads it: `$version` in a url may have become its text.
    """
    if not old.kind == new.kind == "handwritten" or only.name not in OF_PACKAGE:
        return False
    if not isinstance(only.form, str) or not only.form:
        return False
    before, after = (
        {each.name: each.form for each in output.inputs if each.role == "script"} for output in (old, new)
    )
    found = [url for form in after.values() for text in texts(form) for url in re.findall(URL, text)]
    return before == after and any(only.form in url for url in found)


def _touches(before: set[str], after: set[str], by_npm: bool) -> bool:
    lines = before ^ after
    return any(re.search(MANIFESTS, re.sub(BESIDE_NPM, "", line) if by_npm else line) for line in lines)
