"""Hooks of a Go package that may change the imports of its source, so that another tree is vendored.

authguard does not execute hooks. A replacement in the body of a Go file changes no import: Go has all imports of a file
before its first declaration. Every other change of a Go file may change imports.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_IMPORT = re.compile(r"^[ \t]*import\b", re.MULTILINE)
_BODY = re.compile(r"^(?:func|var|const|type)\b", re.MULTILINE)
# A sed command with a pattern that means the same in each dialect.
_REPLACEMENT = re.compile(r"s([,/|#!:%])(?P<old>[\w .@\"=-]+)\1(?P<new>[^\\\n]*)\1g?")
_REPLACES = ("--replace", "--replace-fail", "--replace-warn", "--replace-quiet")


def may_change_imports(commands: Iterable[Sequence[str]], folders: Sequence[str]) -> bool:
    """Tell whether a command may change an import of a Go file.

    Args:
        commands: the words of each command of the hooks.
        folders: the directories in which the hooks may run.
    """
    return any(_may_change(words, folders) for words in commands)


def _may_change(words: Sequence[str], folders: Sequence[str]) -> bool:
    if words[0] == "install":
        return True
    if words[0] in ("substitute", "touch"):
        return any(".go" in word or "$" in word for word in words)
    if words[0] == "substituteInPlace":
        found = _substituted(words[1:])
    elif words[0] == "sed":
        found = _edited(words[1:])
    else:
        is_redirected = any(">" in word for word in words)
        return any(".go" in word or (is_redirected and "$" in word) for word in words)
    if found is None:
        return True
    files, texts = found
    return any(_changes_head(file, texts, folders) for file in files)


def _substituted(words: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Return the files and the replaced texts of substituteInPlace; None if they are not certain."""
    options = next((number for number, word in enumerate(words) if word.startswith("--")), len(words))
    texts = []
    rest = list(words[options:])
    while rest:
        option = rest.pop(0)
        if option in _REPLACES and len(rest) > 1:
            texts.append(rest[0])
            del rest[:2]
        elif option == "--subst-var" and rest:
            texts.append(f"@{rest.pop(0)}@")
        elif option == "--subst-var-by" and len(rest) > 1:
            texts.append(f"@{rest[0]}@")
            del rest[:2]
        else:
            return None
    # A text with a variable may be any text.
    return list(words[:options]), ["" if "$" in text else re.escape(text) for text in texts]


def _edited(words: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Return the files and the patterns of sed; None if they are not certain, or it writes another Go file."""
    scripts = []
    rest = list(words)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option == "-e" and rest:
            scripts.append(rest.pop(0))
        elif option not in ("-i", "-E", "-r"):
            return None
    if not scripts and rest:
        scripts.append(rest.pop(0))
    matches = [_REPLACEMENT.fullmatch(script) for script in scripts]
    is_known = None not in matches
    if all(".go" not in file and "$" not in file for file in rest):
        # A script in an unknown form may write a file.
        return ([], []) if is_known or not any(".go" in script for script in scripts) else None
    if not is_known or any(">" in file for file in rest):
        return None
    return rest, [match["old"] for match in matches if match is not None]


def _changes_head(file: str, texts: Sequence[str], folders: Sequence[str]) -> bool:
    """Tell whether a pattern occurs before the first declaration of a file, or the file is not certain."""
    if "$" in file:
        return True
    if not file.endswith(".go"):
        return False
    contents = []
    for folder in folders:
        path = os.path.join(folder, file)
        if os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as opened:
                contents.append(opened.read())
    return not contents or any(_is_in_head(text, content) for text in texts for content in contents)


def _is_in_head(text: str, content: str) -> bool:
    """Tell whether a pattern occurs before the first declaration after the last import of a Go file.

    The comment before an import of cgo may have a line that begins as a declaration.
    """
    last = max((match.end() for match in _IMPORT.finditer(content)), default=0)
    body = _BODY.search(content, last)
    match = re.search(text, content)
    return match is not None and (body is None or match.start() < body.start())
