"""Path patterns of the config: git's glob pathspecs, matched in linear time.

`*` and `?` do not cross a slash, `[a-z]` and `[!a-z]` are sets, `**` as a full part is any number of directories. A
pattern is anchored at the root. A pattern that matches a directory matches all files below it, as in a pathspec:
`tests/cases`, `tests/cases/` and `tests/cases/**` mean the same for a directory.
"""

from __future__ import annotations


class Glob:
    """One pattern, split into parts once."""

    __slots__ = ("below", "parts", "pattern")

    def __init__(self, pattern: str) -> None:
        """Take a pattern; config/schema.py has checked that it is relative and has no `..`."""
        self.pattern = pattern
        parts = [part for part in pattern.split("/") if part not in ("", ".")]
        # `a/**` and `a/` match all files below `a`, but not `a` itself.
        self.below = pattern.endswith(("/", "/**"))
        while parts and parts[-1] == "**":
            parts.pop()
        # `**/**` means `**`, and repetition must not change the meaning or the time.
        self.parts = [part for at, part in enumerate(parts) if part != "**" or parts[at - 1 : at] != ["**"]]

    def matches(self, path: str) -> bool:
        """Whether a path, or a directory above it, matches."""
        names = path.split("/")
        # `reached` has the possible numbers of pattern parts that match the names so far.
        reached = self._skip({0})
        for name in names:
            following = set()
            for used in reached:
                if used == len(self.parts):
                    return True
                part = self.parts[used]
                if part == "**":
                    following.add(used)
                elif part_matches(part, name):
                    following.add(used + 1)
            reached = self._skip(following)
        return len(self.parts) in reached and not (self.below and self.parts)

    def _skip(self, reached: set[int]) -> set[int]:
        """Add the matches in which `**` matches no directory."""
        for used in sorted(reached):
            step = used
            while step < len(self.parts) and self.parts[step] == "**":
                step += 1
                reached.add(step)
        return reached


def part_matches(part: str, name: str) -> bool:
    """Match one part without slashes, with a greedy algorithm that backtracks only to the last star."""
    at_part = at_name = 0
    star = retry = -1
    while at_name < len(name):
        step = _token(part, at_part, name[at_name])
        if step > 0:
            at_part += step
            at_name += 1
        elif at_part < len(part) and part[at_part] == "*":
            star, retry = at_part, at_name
            at_part += 1
        elif star >= 0:
            retry += 1
            at_part, at_name = star + 1, retry
        else:
            return False
    return part[at_part:].strip("*") == ""


def _token(part: str, at: int, character: str) -> int:
    """Return the length of the token at `at` in the pattern if it matches this character; 0 if it does not match."""
    if at >= len(part) or part[at] == "*":
        return 0
    if part[at] == "?":
        return 1
    if part[at] == "[":
        closing = part.find("]", at + 2 + (part[at + 1 : at + 2] in ("!", "^")))
        if closing > 0:
            return closing - at + 1 if _in_set(part[at + 1 : closing], character) else 0
    if part[at] == "\\" and at + 1 < len(part):
        return 2 if part[at + 1] == character else 0
    return 1 if part[at] == character else 0


def _in_set(inside: str, character: str) -> bool:
    """Whether a character is in `a-z_`, or out of `!a-z_`."""
    negated = inside[:1] in ("!", "^")
    members = inside[1:] if negated else inside
    found = False
    at = 0
    while at < len(members):
        if members[at + 1 : at + 2] == "-" and at + 2 < len(members):
            found = found or members[at] <= character <= members[at + 2]
            at += 3
        else:
            found = found or members[at] == character
            at += 1
    return found != negated
