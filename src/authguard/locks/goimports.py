"""The imports of Go sources, as `go mod vendor` reads them.

`go mod vendor` reads every .go file of the main module with any build tags, including tests; only files that require
the tag `ignore` are skipped (measured with Go 1.24: cmd/go's imports.AnyTags).
"""

from __future__ import annotations

import re

from authguard.locks.comparing import LockAnswer, LockUnreadable, clean
from authguard.locks.gomod import parse

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
    value, at = _both(tokens, at, wish)
    while at < len(tokens) and tokens[at] == "||":
        other, at = _both(tokens, at + 1, wish)
        value = value or other
    return value, at


def _both(tokens: list[str], at: int, wish: bool) -> tuple[bool, int]:
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
