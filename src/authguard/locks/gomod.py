"""Read go.mod and go.sum (the Go modules reference, "go.mod files" and "go.sum files"), and the imports of Go sources.

`go mod vendor` reads every .go file of the main module with any build tags, including tests; only files that require
the tag `ignore` are skipped (measured with Go 1.24: cmd/go's imports.AnyTags).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.locks.comparing import LockAnswer, LockUnreadable, clean, text_of

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


_TOKEN = rb"""(?xs)(?P<space>[\s;]+)|(?P<line>//[^\n]*)|(?P<block>/\*.*?(?:\*/|\Z))
      |"(?P<plain>(?:[^"\\\n]|\\.)*)"|`(?P<raw>[^`]*)`|(?P<word>[A-Za-z_\x80-\xff][\w\x80-\xff]*)|(?P<mark>.)"""
_CONDITION = r"\s*(&&|\|\||[!()]|[^\s!()&|]+)"
LONGEST_CONDITION = 400


def read_by_vendor(path: str) -> bool:
    """Tell whether `go mod vendor` reads a file at this path relative to its module (nested modules aside)."""
    *directories, name = path.split("/")
    if not name.endswith(".go") or name[0] in "_.":
        return False
    return not any(part[:1] in ("_", ".") or part in ("testdata", "vendor") for part in directories)


def imports_of(go_source: bytes) -> set[str]:
    """Return the import paths of one Go file, without "C"; nothing for a file with the build tag `ignore`.

    Only the head of the file is read, and nothing is raised: for a broken file, the imports before the error are
    returned.
    """
    head: list[tuple[str, bytes]] = []
    found: set[str] = set()
    state = "head"
    for match in re.finditer(_TOKEN, go_source.removeprefix(b"\xef\xbb\xbf")):
        kind = match.lastgroup or ""
        if state == "head":
            if kind in ("space", "line", "block"):
                head.append((kind, match.group()))
                continue
            if match.group() != b"package" or not _wanted(head):
                break
            state = "package"
        elif kind in ("space", "line", "block"):
            continue
        elif state == "package":
            state = "between"
        else:
            state = _next(state, kind, match, found)
            if not state:
                break
    found.discard("C")
    return found


def _next(state: str, kind: str, match: re.Match[bytes], found: set[str]) -> str:
    """Return the state after one token behind the package clause; "" at the end of the imports."""
    token = match.group()
    if state == "between":
        return "import" if token == b"import" else ""
    if kind in ("plain", "raw"):
        found.add((match.group(kind)).decode("utf-8", "replace"))
        return "between" if state == "import" else state
    if token == b"(" and state == "import":
        return "group"
    if token == b")" and state == "group":
        return "between"
    return state if kind == "word" or token == b"." else ""


def _wanted(head: list[tuple[str, bytes]]) -> bool:
    """Tell whether the build constraint before the package clause allows the file, with the tag `ignore` unset."""
    comments = [text for kind, text in head if kind == "line"]
    for text in comments:
        if text.startswith(b"//go:build"):
            return _holds(text[len(b"//go:build") :].decode("utf-8", "replace"))
    last = max(
        (at for at, (kind, text) in enumerate(head) if kind == "space" and text.count(b"\n") > 1), default=0
    )
    for kind, text in head[:last]:
        words = text[2:].split() if kind == "line" else []
        if words[:1] == [b"+build"] and not any(_option(word) for word in words[1:]):
            return False
    return True


def _option(word: bytes) -> bool:
    """Tell whether one space-separated option of a `+build` line is true: all its comma-separated terms are true."""
    return b"ignore" not in word.split(b",")


def _holds(condition: str) -> bool:
    """Tell whether a `//go:build` condition can be met while `ignore` is unset and any other tag may be set."""
    if "ignore" not in condition or len(condition) > LONGEST_CONDITION:
        return True
    tokens = re.findall(_CONDITION, condition)
    try:
        value, _ = _either(tokens, 0, True)
    except (IndexError, RecursionError):
        return True
    return value


def _either(tokens: list[str], at: int, wish: bool) -> tuple[bool, int]:
    value, at = _all_hold(tokens, at, wish)
    while at < len(tokens) and tokens[at] == "||":
        other, at = _all_hold(tokens, at + 1, wish)
        value = value or other
    return value, at


def _all_hold(tokens: list[str], at: int, wish: bool) -> tuple[bool, int]:
    value, at = _term(tokens, at, wish)
    while at < len(tokens) and tokens[at] == "&&":
        other, at = _term(tokens, at + 1, wish)
        value = value and other
    return value, at


def _term(tokens: list[str], at: int, wish: bool) -> tuple[bool, int]:
    part = tokens[at]
    if part == "!":
        value, at = _term(tokens, at + 1, not wish)
        return not value, at
    if part == "(":
        value, at = _either(tokens, at + 1, wish)
        return value, at + 1
    return (False if part == "ignore" else wish), at + 1


def compare_go_imports(
    before_imports: set[str], after_imports: set[str], go_mod: bytes, earlier_go_mod: bytes | None = None
) -> LockAnswer:
    """Tell whether changed imports change the packages that `go mod vendor` copies, if the modules are the same.

    The sets are the union of imports_of() over the files for which read_by_vendor() is true. ``earlier_go_mod`` is
    None if go.mod is unchanged. Go vendors the packages of required modules that the main module imports, directly or
    not. An added or removed package is never proof, since another dependency may need it too (measured): the answer is
    "same" or "unknown". The package is unlikely to matter if it has the path of its module, go.mod marks the module `//
    indirect`, and the main module does not import the package: then another module does.
    """
    try:
        mod = parse(go_mod)
        earlier = mod if earlier_go_mod is None else parse(earlier_go_mod)
    except LockUnreadable as error:
        return LockAnswer("unknown", "go.mod cannot be read", "go.mod", error.text("go.mod"))
    come = sorted(path for path in after_imports - before_imports if mod.owner(path))
    gone = sorted(path for path in before_imports - after_imports if mod.owner(path))
    if not come and not gone:
        return LockAnswer("same", "the sources import the same packages of the required modules", "go.mod")
    named = [f"{clean(path)} is imported now" for path in come] + [
        f"{clean(path)} is not imported now" for path in gone
    ]
    more = f" and {len(named) - 2} more" if len(named) > 2 else ""
    says = f"{', '.join(named[:2])}{more}, and vendor/ has only the packages that are imported"
    unlikely = earlier.indirect.issuperset(come) and mod.indirect.issuperset(gone)
    return LockAnswer("unknown", says, "go.mod", unlikely=unlikely, input="imports")
