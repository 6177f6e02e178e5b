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
    if words[0] == "substituteInPlace":
        found = _substituted(words[1:])
    elif words[0] == "sed":
        found = _edited(words[1:])
    else:
        return any(".go" in word or ("$" in word and ">" in word) for word in words)
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
    return list(words[:options]), [re.escape(text) for text in texts]


def _edited(words: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Return the files and the patterns of sed; None if they are not certain."""
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
    if all(not file.endswith(".go") and "$" not in file for file in rest):
        return [], []
    return None if None in matches else (rest, [match["old"] for match in matches if match is not None])


def _changes_head(file: str, texts: Sequence[str], folders: Sequence[str]) -> bool:
    """Tell whether a pattern occurs before the first declaration of a file, or the file is not certain."""
    if "$" in file or any("$" in text.replace(r"\$", "") for text in texts):
        return True
    if not file.endswith(".go"):
        return False
    heads = []
    for folder in folders:
        path = os.path.join(folder, file)
        if os.path.isfile(path):
            with open(path, encoding="utf-8", errors="replace") as opened:
                heads.append(_BODY.split(opened.read(), maxsplit=1)[0])
    return not heads or any(re.search(text, head) for text in texts for head in heads)
