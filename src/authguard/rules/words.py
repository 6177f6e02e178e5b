"""Texts for the messages of rules: values cut to a readable length, lists, moved inputs, commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.printable import without_credentials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.rules.finding import Because, FixedOutputRef, Place

SILENT = "; Nix will not notice"
VALUE_LIMIT = 48

_COMMIT = r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z"
_DIGEST = r"(sha256-|sha512-|sha1-|md5-)([A-Za-z0-9+/]{20,})=*\Z"
# With the option extendedglob of zsh, a # is part of a pattern; quotes protect it in every shell.
_PLAIN = r"[A-Za-z0-9_@%+=:,./-]+\Z"
_SPACE = r"\s+"


def shorten(value: str, limit: int = VALUE_LIMIT) -> str:
    """Return a value for the middle of a sentence: with single spaces, and with short commit ids and digests.

    A value longer than `limit` loses its middle, since the ends of urls and paths are more important.
    """
    folded = without_credentials(re.sub(_SPACE, " ", value).strip())
    if re.match(_COMMIT, folded):
        return folded[:12]
    digest = re.match(_DIGEST, folded)
    if digest:
        return f"{digest[1]}{digest[2][:8]}…"
    if len(folded) <= limit:
        return folded
    tail = limit // 2
    # The tail begins with a complete number, since a part of a version (`….0-linux`) names another version.
    number = re.search(r"[0-9.]*\Z", folded[:-tail])
    if number is not None and folded[-tail] in "0123456789." and len(number[0]) <= limit // 4:
        tail += len(number[0])
    return f"{folded[: limit - tail - 1]}…{folded[-tail:]}"


def pair(before: str, after: str) -> tuple[str, str]:
    """Return two values, shortened but still different."""
    short_before, short_after = shorten(before), shorten(after)
    if short_before != short_after:
        return short_before, short_after
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    lead = max(0, start - 12)
    prefix = "…" if lead else ""
    return prefix + shorten(before[lead:]), prefix + shorten(after[lead:])


def quote(value: str) -> str:
    """Return a short value for a sentence, and quotes in place of an empty or blank value."""
    return shorten(value) or '""'


def listed(words: list[str], limit: int = 4) -> str:
    """Return `a`, `a and b` or `a, b and c`; only the number of words beyond `limit`."""
    if len(words) > limit:
        words = [*words[: limit - 1], f"{len(words) - limit + 1} more"]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def alternatives(words: Sequence[str]) -> str:
    """Return `a, b or c`."""
    return " or ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def moved(because: Because) -> str:
    """Return how one input moved: `rev moved from v1 to v2`, `excludes was added`, `go.sum changed`."""
    name = quote(because.input)
    if because.before is None and because.after is None:
        return f"{name} changed"
    if because.before is None:
        return f"{name} was added"
    if because.after is None:
        return f"{name} was removed"
    before, after = pair(because.before, because.after)
    return f"{name} moved from {before or chr(34) * 2} to {after or chr(34) * 2}"


def why_moved(because: list[Because]) -> str:
    """Return the moved inputs as the start of a sentence: the first in full, the others by name or number."""
    if not because:
        return "an input moved"
    first = moved(because[0])
    names = [name for name in dict.fromkeys(one.input for one in because[1:]) if name != because[0].input]
    if not names:
        return first
    return f"{first} (with {listed([quote(name) for name in names], 3)})"


def silent(nix_notices: bool | None) -> str:
    """Return the end of a sentence if Nix itself would report nothing, else an empty text."""
    return SILENT if nix_notices is False else ""


def at(place: Place) -> str:
    """Return `PATH:LINE` for a sentence."""
    return f"{place.path}:{place.line}"


def command(*words: str) -> str:
    """Return a command that can be pasted into any shell."""
    import shlex

    return " ".join([word if re.match(_PLAIN, word) else shlex.quote(word) for word in words])


def selector(place: Place, fixed_output: FixedOutputRef) -> str:
    """`PATH#ATTRIBUTE`, as `list` prints it and `verify` and `fix` take it."""
    return f"{place.path}#{fixed_output.attribute}"


def fix(place: Place, fixed_output: FixedOutputRef, *options: str) -> str:
    """Return the command that writes the correct hash."""
    return command("git", "authguard", "fix", *options, selector(place, fixed_output))
