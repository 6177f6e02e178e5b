"""Regular expressions of a repository, run by RE2: linear in the text, whatever they hold.

The config of a repository is not trusted (a pull request can change it), and Python's own `re` can be made to
run for years by `(x+x+)+y`. RE2 has no look-around and no back references; a pattern with these is refused.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MEMORY = 8 << 20


class BadPattern(ValueError):
    """A pattern that RE2 does not take; the text says why, in a few words."""


class Pattern:
    """A compiled pattern with the number of its groups."""

    __slots__ = ("_compiled", "groups")

    def __init__(self, compiled: Any) -> None:  # noqa: ANN401 - re2 ships no types
        """Take what re2.compile gave."""
        self._compiled = compiled
        self.groups: int = compiled.groups

    def find(self, line: str) -> tuple[str, int] | None:
        """The first group's text in a line (without groups the whole match) and its offset, or None."""
        match = self._compiled.search(line)
        if match is None:
            return None
        group = 1 if self.groups else 0
        text: str | None = match.group(group)
        return None if text is None else (text, match.start(group))


def compile_pattern(pattern: str) -> Pattern:
    """Compile a pattern. Raises BadPattern."""
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return Pattern(re2.compile(pattern, options))
    except re2.error as error:
        says = error.args[0] if error.args else "it cannot be read"
        raise BadPattern(says.decode("utf-8", "replace") if isinstance(says, bytes) else str(says)) from None
