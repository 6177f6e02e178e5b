"""Read go.mod and go.sum (the Go modules reference, "go.mod files" and "go.sum files")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import LockUnreadable, clean, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.locks.comparing import Options

OTHER_VERBS = frozenset({"retract", "godebug", "ignore"})
"""Directives that do not change the downloaded or vendored modules (measured with Go 1.24; `ignore` is later)."""

LIST_OF_REQUIREMENTS, GO_OF_MODULES = (1, 14), (1, 17)
"""Go lines of the main module from which vendor/modules.txt lists every requirement and replacement,
and from which it records the go line of each module (cmd/go, `go mod vendor`; measured)."""

LONGEST_TEXT = 4000
"""If the versions or checksums of a module have more characters, it is listed more often than in any real file."""

_WORD = r'"[^"\n]*"|`[^`\n]*`|=>|[()\[\],]|[^\s()\[\],"`]+'
_GO_LINE = r"(\d{1,4})\.(\d{1,4})"


class GoMod:
    """One go.mod.

    module, go, toolchain: the texts of these lines, "" for an absent line. requires: module path → version.
    indirect: the paths of `requires` that are marked `// indirect`. replaces: (path, version or "") →
    (target, version or ""). excludes: "path version". tools: package paths. unknown: other directives, as written.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.module = ""
        self.go = ""
        self.toolchain = ""
        self.requires: dict[str, str] = {}
        self.indirect: set[str] = set()
        self.replaces: dict[tuple[str, str], tuple[str, str]] = {}
        self.excludes: set[str] = set()
        self.tools: set[str] = set()
        self.unknown: set[str] = set()

    def era(self) -> int:
        """Return 0 before go 1.14 or without a go line, 1 up to 1.16, 2 from 1.17: each vendors differently."""
        match = re.match(_GO_LINE, self.go)
        if match is None:
            return 0
        version = (int(match.group(1)), int(match.group(2)))
        return (version >= LIST_OF_REQUIREMENTS) + (version >= GO_OF_MODULES)

    def effective(self) -> dict[str, str]:
        """Return the download of each requirement: module path → "path version" after the replacements.

        A requirement that is replaced by a directory is not downloaded, so it is omitted.
        """
        found: dict[str, str] = {}
        for path, version in self.requires.items():
            target = self.replaces.get((path, version)) or self.replaces.get((path, "")) or (path, version)
            if target[1]:
                found[path] = f"{target[0]} {target[1]}"
        return found

    def owner(self, package: str) -> str | None:
        """Return the required module of a package path: the longest module path that is a prefix of it."""
        path = package if len(package) <= LONGEST_TEXT else ""
        while path:
            if path == self.module:
                return None
            if path in self.requires:
                return path
            path = path.rpartition("/")[0]
        return None


def parse(data: bytes) -> GoMod:
    """Read a go.mod. Raises Unreadable with the line that is not a directive."""
    mod = GoMod()
    block = ""
    for number, line in enumerate(text_of(data).split("\n"), 1):
        code, _, comment = line.partition("//")
        words = [_unquoted(token) for token in re.findall(_WORD, code)]
        if not words:
            continue
        if words == [")"]:
            if not block:
                raise LockUnreadable("a ) has no (", number)
            block = ""
            continue
        if not block and words[1:] == ["("]:
            block = words[0]
            continue
        if not block and words[1:] == ["(", ")"]:
            continue
        verb, *rest = [block, *words] if block else words
        _directive(mod, verb, rest, comment, number)
    if block:
        raise LockUnreadable(f"the block of {clean(block)} is not closed")
    return mod


def _unquoted(token: str) -> str:
    return token[1:-1] if token[:1] in ('"', "`") else token


def _directive(mod: GoMod, verb: str, rest: list[str], comment: str, number: int) -> None:
    if verb == "require":
        if len(rest) != 2:
            raise LockUnreadable("a requirement is not a module and a version", number)
        _require(mod, rest[0], rest[1], comment)
    elif verb == "replace":
        _replace(mod, rest, number)
    elif verb in ("module", "go", "toolchain"):
        setattr(mod, verb, rest[0] if rest else "")
    elif verb == "exclude":
        mod.excludes.add(" ".join(rest))
    elif verb == "tool":
        mod.tools.update(rest)
    elif verb not in OTHER_VERBS:
        mod.unknown.add(" ".join([verb, *rest]))


def _require(mod: GoMod, path: str, version: str, comment: str) -> None:
    known = mod.requires.get(path)
    mod.requires[path] = version if known is None else _both(known, version, ", ")
    note = comment.strip()
    if note == "indirect" or note.startswith("indirect;"):
        mod.indirect.add(path)


def _both(known: str, more: str, between: str) -> str:
    """Return both texts of a module that is listed twice. Raises Unreadable if the module is listed too often."""
    if len(known) > LONGEST_TEXT:
        raise LockUnreadable("it lists one module twice")
    return between.join(sorted({*known.split(between), more}))


def _replace(mod: GoMod, rest: list[str], number: int) -> None:
    if "=>" not in rest:
        raise LockUnreadable("a replacement has no =>", number)
    arrow = rest.index("=>")
    old, new = rest[:arrow], rest[arrow + 1 :]
    if len(old) not in (1, 2) or len(new) not in (1, 2):
        raise LockUnreadable("a replacement is not a module => a module or directory", number)
    mod.replaces[old[0], old[1] if len(old) == 2 else ""] = (new[0], new[1] if len(new) == 2 else "")


WORK = "go.work"


def work_lines(data: bytes | None, verb: str) -> list[list[str]]:
    """Return the words of each line of a go.work after a verb, `use` or `replace`, also of those in a block."""
    found: list[list[str]] = []
    block = ""
    for line in (data or b"").decode("utf-8", "replace").split("\n"):
        begun, words = block, []
        for part in re.findall(_WORD, line.partition("//")[0]):
            if part == "(":
                block = begun
            elif part == ")":
                begun = block = ""
            elif not begun:
                begun = _unquoted(part)
            elif begun == verb:
                words.append(_unquoted(part))
        found.extend([words] if words else [])
    return found


def work_members(data: bytes | None) -> list[str]:
    """Return the directories that a go.work uses."""
    return [word for words in work_lines(data, "use") for word in words]


def members(read: Callable[[str], bytes | None], options: Options) -> list[str]:
    """Return the directories of the modules that go.work uses, or that replace a module of go.mod."""
    found = work_members(read(WORK)) if is_workspace(options) else []
    try:
        replaces = parse(read("go.mod") or b"").replaces
    except LockUnreadable:
        replaces = {}
    found.extend(target for target, version in replaces.values() if not version and _is_directory(target))
    return found


def is_workspace(options: Options) -> bool:
    """Tell whether go reads go.work: not if the environment of the package switches it off."""
    return options.get("env.GOWORK") != "off"


def _is_directory(word: str) -> bool:
    return word == "." or word.startswith(("./", "../"))


def sums(data: bytes) -> dict[tuple[str, str], str]:
    """Return the lines of a go.sum: (module path, version, or version and "/go.mod") → its checksums.

    Raises Unreadable with the line that does not have three words, as Go itself does.
    """
    found: dict[tuple[str, str], str] = {}
    for number, line in enumerate(text_of(data).split("\n"), 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 3:
            raise LockUnreadable("a line is not a module, a version and a checksum", number)
        key = (words[0], words[1])
        known = found.get(key)
        found[key] = words[2] if known is None else _both(known, words[2], " ")
    return found
