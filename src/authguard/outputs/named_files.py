"""The files of this repository that a hand-written script names in a directory that it gets: `bash ./fetch.sh`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from authguard.locks import FILES
from authguard.nix import local_source
from authguard.nix.canonical import fingerprint, with_files
from authguard.nix.script_forms import script
from authguard.nix.values import Attrs, Path, Str, Value, relative
from authguard.outputs.model import Input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.nix.evaluate import Evaluator

MOST_SCRIPTS = 8
MOST_WORDS = 400
"""At most this many different words of the scripts are taken for names of files."""
MAX_TREE = 1 << 22
MOST_FILES = 256
"""A directory with more bytes or files is not compared."""
MAX_TEXT = 1 << 16
"""Of a longer file, only the fingerprint is compared."""

_PROGRAMS = (".sh", ".bash", ".zsh", ".fish", ".nu", ".py", ".pl", ".rb", ".js", ".mjs", ".ts", ".mk")
_WORD = r"(?<![\w$./{}+@:=%-])(?:\./)?(\w[\w.+-]*(?:/[\w.+-]+)*)(?![\w/:@=(])"
_OF_VARIABLE = r"\$\{?(\w+)\}?/([\w.+-]+(?:/[\w.+-]+)*)"
_WRITTEN = r"(?:>>?|(?:^|\s)(?:-[oO]|--output(?:-document)?|mkdir|touch|rm)(?:\s+-\w+)*)[=\s]*\Z"
_ENTERED = r"\b(?:cd|pushd)\s+[\"']?(?:\./)?(\w[\w.+-]*(?:/[\w.+-]+)*)"
_WORKS_ELSEWHERE = r"\(\s*cd\b|\b(?:cd\s+(?:\.\.|-|[\"']?\$)|pushd|popd)|--(?:prefix|cwd|dir)\b|\s-C\b"
_BY_OPTION = (
    r"(?<![\w.-])(?:bun|cargo|composer|deno|go|npm|pnpm|poetry|uv|yarn)\b[^\n;&|]{0,200}?"
    r"[ \t](?:--(?:prefix|cwd|dir|directory|project|working-dir)|-C)(?:=|[ \t]+)"
    r"[\"']?(?:\./)?(\w[\w.+-]*(?:/[\w.+-]+)*)"
)
"""The directory of the packages, by an option of the command."""
_BETWEEN = r"[\n;&|]+"
"""What is between two commands of a script."""
_MANIFESTS = frozenset(
    {
        "package.json", "Cargo.toml", "pyproject.toml", "composer.json", "pubspec.yaml", "Gemfile", "deno.json",
        "Package.swift", "rebar.config", "shard.yml", "gleam.toml",
    }
)  # fmt: skip
"""The files in which people write the packages of a lock."""
_SEPARATORS = r"[\n;&|(]"
_EDITING = frozenset({"chmod", "mkdir", "patchShebangs", "rm", "sed", "substituteInPlace", "touch"})
_LONGEST_COMMAND = 400
_BEFORE = 24
"""The command that writes a file ends at most this many characters before its name."""


def named_files(ev: Evaluator, attrs: Attrs, found: list[Input]) -> Iterator[Input]:
    """Yield an input for each file of this repository that the scripts in ``found`` name.

    A script names a file relative to its source (`bash ./fetch.sh`), or below a variable (`$scripts/fetch.sh`). Locks
    and the files beside them are left out, since their packages are compared.
    """
    text = "\n".join(_scripts(found))
    paths: dict[str, None] = {}
    for base, name in _names(ev, attrs, text):
        target = relative(base, name)
        if target.inside and not _is_compared_otherwise(target.path) and ev.kind(target.path) == "file":
            paths[target.path] = None
    yield from _trees(ev, found)
    taken = {path for each in found for path in each.files}
    for path in sorted(paths.keys() - taken):
        made = _input(ev, path)
        if made is not None:
            yield made


def entered_directory(inputs: list[Input]) -> str | None:
    """Return the only directory that the scripts in ``inputs`` enter by name: `cd ui && bun install`.

    None if they enter several, return from one, or may work in a directory without entering it.
    """
    texts = _scripts(inputs)
    if any(re.search(_WORKS_ELSEWHERE, text) for text in texts):
        return None
    found = {name for text in texts for name in re.findall(_ENTERED, text)}
    return found.pop() if len(found) == 1 else None


def directory_of_option(inputs: list[Input], commands: str) -> str | None:
    """Return the directory that an option of every install command names: `npm ci --prefix ui`.

    ``commands`` is the pattern of these commands. None if one of them has no such option, or another directory.
    """
    lines = [
        line for text in _scripts(inputs) for line in re.split(_BETWEEN, text) if re.search(commands, line)
    ]
    options = [re.search(_BY_OPTION, line) for line in lines]
    found = {option[1] if option is not None else None for option in options}
    return found.pop() if len(found) == 1 else None


def installs_after_entering(inputs: list[Input], commands: str) -> bool:
    """Tell whether a script enters a directory by name, and has one of the install commands after that."""
    entered = [(text, re.search(_ENTERED, text)) for text in _scripts(inputs)]
    return any(found is not None and re.search(commands, text[found.end() :]) for text, found in entered)


def _scripts(inputs: list[Input]) -> list[str]:
    """Return the texts of the scripts in ``inputs``, each command on one line."""
    return [
        piece.replace("\\\n", "  ") for each in inputs if each.role == "script" for piece in _texts(each.form)
    ]


def _trees(ev: Evaluator, found: list[Input]) -> Iterator[Input]:
    """Yield an input for each small directory with its path in a script: `cp -r ${./patches} .`.

    A directory with a lock or a manifest is left out, since its packages are compared.
    """
    paths = dict.fromkeys(path for each in found if each.role == "script" for path in _paths(each.form))
    for path in sorted(filter(None, paths)):
        files = _files_below(ev, path) if ev.kind(path) == "directory" else None
        if not files or any(map(_is_compared_otherwise, files)):
            continue
        contents = [(file.removeprefix(path), ev.read(file) or b"") for file in files]
        ev.used.update(files)
        if sum(len(content) for _, content in contents) <= MAX_TREE:
            form = ("tree", fingerprint(contents))
            yield Input(f"./{path}", "script", form, f"./{path}", True, files[0], 0)


def _files_below(ev: Evaluator, folder: str) -> list[str] | None:
    """Return the sorted paths of the files below a directory; None if there are too many."""
    found: list[str] = []
    waiting = [folder]
    while waiting:
        above = waiting.pop()
        entries = ev.listing(above)
        if entries is None or len(found) + len(entries) > MOST_FILES:
            return None
        for name, kind in entries.items():
            (waiting if kind == "directory" else found).append(f"{above}/{name}")
    return sorted(found)


def _paths(form: object) -> Iterator[str]:
    """Yield the paths of directories in the form of a script."""
    if isinstance(form, tuple) and form[:1] == ("path",):
        yield str(form[1])
    elif isinstance(form, tuple) and form[:1] in (("str",), ("list",)):
        for part in form[1:]:
            yield from _paths(part)


def with_scripts(ev: Evaluator, value: Value) -> tuple[Value, tuple[str, ...]]:
    """Return a value with the texts of scripts of this repository in place of their paths, and these paths.

    `bash ${./fetch.sh}` then means the same as `builtins.readFile ./fetch.sh`.
    """
    parts = with_files(value.parts) if isinstance(value, Str) else [value]
    texts = [
        _script_text(ev, part.path) if isinstance(part, Path) and part.inside else None for part in parts
    ]
    if not any(texts):
        return value, ()
    made = (part if text is None else f"\n{text}\n" for part, text in zip(parts, texts, strict=True))
    read = (part.path for part, text in zip(parts, texts, strict=True) if isinstance(part, Path) and text)
    return Str(tuple(made)), tuple(read)


def _script_text(ev: Evaluator, path: str) -> str | None:
    """Return the text of a program that a shell or another interpreter runs; None for any other file."""
    content = ev.read(path) if ev.kind(path) == "file" else None
    if content is None or len(content) > MAX_TEXT or b"\0" in content:
        return None
    ev.used.add(path)
    is_program = path.endswith(_PROGRAMS) or content.startswith(b"#!")
    return content.decode("utf-8", "surrogateescape") if is_program else None


def _names(ev: Evaluator, attrs: Attrs, text: str) -> Iterator[tuple[str, str]]:
    """Yield (directory, name): each word of a script, in each directory of the repository that it may be in."""
    source = _directory(ev, attrs, "src")
    if source is not None:
        folders = [source, *_entered(ev, attrs, source, text)]
        for word in _words(text):
            yield from ((folder, word) for folder in folders)
    for name, path in dict.fromkeys(re.findall(_OF_VARIABLE, text)):
        folder = _directory(ev, attrs, name)
        if folder is not None:
            yield folder, path


@lru_cache(maxsize=MOST_SCRIPTS)
def _words(text: str) -> list[str]:
    """Return the words of a script that may name a file which it reads. The packages of a set often have one script."""
    words = {match[1] for match in re.finditer(_WORD, text) if not _is_written(text, match.start())}
    return sorted(words)[:MOST_WORDS]


def _entered(ev: Evaluator, attrs: Attrs, source: str, text: str) -> Iterator[str]:
    """Yield the directories of a source that the build starts in or enters."""
    root = attrs.items["sourceRoot"].force() if "sourceRoot" in attrs.items else None
    below = (getattr(root, "literal", None) or "").partition("/")[2]
    for name in dict.fromkeys([below, *re.findall(_ENTERED, text)]):
        folder = relative(source, name)
        if name and folder.inside and ev.kind(folder.path) == "directory":
            yield folder.path


def _directory(ev: Evaluator, attrs: Attrs, name: str) -> str | None:
    """Return the directory of the repository that an attribute is; None for any other value."""
    value = attrs.items[name].force() if name in attrs.items else None
    path = local_source.path_of(ev, value) if value is not None else None
    return path.path if isinstance(path, Path) and ev.kind(path.path) == "directory" else None


def _is_written(text: str, start: int) -> bool:
    """Tell whether the command before ``start`` writes, edits or removes the file at ``start`` without reading it."""
    if re.search(_WRITTEN, text[max(start - _BEFORE, 0) : start]) is not None:
        return True
    command = re.split(_SEPARATORS, text[max(start - _LONGEST_COMMAND, 0) : start])[-1].split()
    return bool(command) and command[0] in _EDITING and (command[0] != "sed" or "-i" in command)


def _is_compared_otherwise(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name in FILES or name in _MANIFESTS or name.endswith(".nix")


def _input(ev: Evaluator, path: str) -> Input | None:
    content = ev.read(path)
    ev.used.add(path)
    if content is None:
        return None
    form: object
    if len(content) <= MAX_TEXT and b"\0" not in content:
        form = script(content.decode("utf-8", "surrogateescape"))
    else:
        from hashlib import sha256

        form = ("file", sha256(content).hexdigest())
    made = Input(f"./{path}", "script", form, f"./{path}", True, path, 0)
    made.files = (path,)
    return made


def _texts(form: object) -> Iterator[str]:
    """Yield the known pieces of text in the form of a script."""
    if isinstance(form, str):
        yield form
    elif isinstance(form, tuple) and form[:1] in (("str",), ("list",)):
        for part in form[1:]:
            yield from _texts(part)
