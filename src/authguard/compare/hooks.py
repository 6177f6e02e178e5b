"""Decides whether the edited hooks of a package most likely keep its dependencies.

Such a hash is still a question, but only a note. `authguard.compare.scripts` finds the edits that cannot matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.scripts import BESIDE_NPM, BY_LOCK_ALONE, IMPORT, MANIFESTS, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.compare.judgement import Judgement, Move
    from authguard.outputs.model import Input

_HOOKS = frozenset({"prePatch", "postPatch", "preConfigure", "postConfigure", "preBuild"})
"""The hooks that change the source of a package. Other scripts write the fetched files."""
_MODULES = r"\bgo\.(?:mod|sum|work)\b|\bvendor\b|modules\.txt"
_GO = (
    _MODULES + r"|\bgo (?:get|mod|generate|install|work)\b|-mod=|=>|sourceRoot"
    r"|\b(?:rm|mv|cd|pushd|rsync|find|patch|git|tar|unzip|curl|eval)\b|^(?:require|replace|exclude)\b"
    r"|\b(?:cp|ln)\b.*\s\./?$|(?<![\w:/.@-])(?:[\w-]+\.)+[a-z]{2,}/[\w~-]"
)
"""A line that may change the vendored packages of Go: it names a module or the path of a package with a host, or it
moves or removes files."""
_COPIES = r"\b(?:cp|ln|install|cat|tar|rsync|source)\b"
_COPIES_TO_A_FILE = (
    r"(?:cp|ln|install|cat)(?:\s+-[\w=,-]+)*\s*\"?\0\"?\s*(?:>{1,2}\s*)?(?:[\w.-]*/)*([\w.-]*\w\.\w+)"
)
"""A line that copies a value to a file with a suffix. The white space around a value is not kept."""
_OF_OUTPUT = r"(?:\.\w+)?/(?:bin|lib|include)\b"
"""The text after a package if a line uses a program or a library in it."""
_VALUE = "\0"

Line = tuple[object, ...]
"""A line of a script: its pieces of text, and the values between them in canonical form."""


def most_likely_keep(
    judgement: Judgement, before: Callable[[str], bytes | None], after: Callable[[str], bytes | None]
) -> bool:
    """Tell whether only hooks of a package moved, and no edited line names what decides its dependencies.

    The vendored packages of Go also depend on the imports of the code, so the edited lines of files that a hook uses
    are read too: ``before`` returns the content of a file of the base, ``after`` that of a file of the target.
    """
    row = judgement.output.row
    moved = [move for move in judgement.moved if move.role in ("what", "how", "script")]
    if row is None or row.everything or row.lock not in {"go", *BY_LOCK_ALONE}:
        return False
    return all(
        move.role == "script" and move.name in _HOOKS and _keeps(move, row.lock, before, after)
        for move in moved
    )


def _keeps(
    move: Move, lock: str, before: Callable[[str], bytes | None], after: Callable[[str], bytes | None]
) -> bool:
    sides = [(move.before, before), (move.after, after)]
    edited = _lines(move.before) ^ _lines(move.after)
    if not all(_decides_nothing(line, lock) for line in edited):
        return False
    with_file = [line for line in edited if any(map(_is_file, line))]
    every = {_shown(line).strip() for line in (*_lines(move.before), *_lines(move.after))}
    if lock != "go":
        return all(_only_copies_a_file(line, every) for line in with_file)
    if not with_file:
        return True
    if any(re.search(_MODULES, line) for line in every):
        return False
    files = {path for stated, _ in sides if stated is not None for path in stated.files}
    return bool(files) and all(
        not _decides(line.strip(), lock, path)
        for path in files
        for line in set.symmetric_difference(
            *(
                _content(read, path) if stated is not None and path in stated.files else set()
                for stated, read in sides
            )
        )
    )


def _content(read: Callable[[str], bytes | None], path: str) -> set[str]:
    """Return the lines of a file."""
    return set((read(path) or b"").decode("utf-8", "replace").split("\n"))


def _lines(stated: Input | None) -> set[Line]:
    """Return the lines of a script without its comments. A line that ends in a backslash continues."""
    form = stated.form if stated is not None else ""
    parts = form[1:] if isinstance(form, tuple) and form[:1] == ("str",) else (form,)
    lines: list[list[object]] = [[]]
    for part in parts:
        if not isinstance(part, str):
            lines[-1].append(part)
            continue
        first, *later = part.replace("\\\n", " ").split("\n")
        lines[-1].append(first)
        lines.extend([text] for text in later)
    return {tuple(line) for line in lines if not re.match(r"\s*(?:#|\Z)", _shown(line))}


def _shown(line: Line | list[object]) -> str:
    """Return a line as text, with a mark for each value."""
    return "".join(part if isinstance(part, str) else _VALUE for part in line)


def _is_file(part: object) -> bool:
    return isinstance(part, tuple) and part[:1] == ("file",)


def _only_copies_a_file(line: Line, every: set[str]) -> bool:
    """Tell whether a line copies one file to a name that no other line of the script may mean."""
    shown = _shown(line).strip()
    match = re.fullmatch(_COPIES_TO_A_FILE, shown)
    return match is not None and not any(match[1] in other or "*" in other for other in every - {shown})


def _decides(line: str, lock: str, path: str = "") -> bool:
    """Tell whether a line of a script, or of the file at ``path``, names what decides the dependencies."""
    if lock == "go":
        is_code = re.search(r"\.go\b", path) is not None
        return re.search(IMPORT if is_code else _GO, line) is not None
    return re.search(MANIFESTS, re.sub(BESIDE_NPM, "", line) if lock == "npm" else line) is not None


def _decides_nothing(line: Line, lock: str) -> bool:
    """Tell whether neither the text of a line nor a value in it may change the dependencies.

    A file of this repository is read elsewhere. Of a package only programs and libraries may be used. Any other value
    may be a text in quotes, or after an equals sign.
    """
    shown = _shown(line).strip()
    if _decides(shown, lock):
        return False
    copies = re.search(_COPIES, shown) is not None
    for preceding, part, following in zip(("", *line[:-1]), line, (*line[1:], ""), strict=True):
        if isinstance(part, str) or _is_file(part):
            continue
        if isinstance(following, str) and re.match(_OF_OUTPUT, following):
            continue
        is_text = isinstance(preceding, str) and preceding.endswith(("'", '"', "="))
        if copies or not is_text or any(_decides(text, lock) for text in texts(part)):
            return False
    return True
