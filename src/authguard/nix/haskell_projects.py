"""The hashes of git repositories in comments of Haskell project files, for haskell.nix.

In `cabal.project` and its relatives, a `source-repository-package` has `--sha256: …` beside `location` and `tag`. In
`stack.yaml`, an item of `extra-deps` has `# nix-sha256: …` beside `git` and `commit`.
"""

from __future__ import annotations

import re

Pointer = tuple["str | int", ...]
Places = dict[Pointer, tuple[int, int]]

# These patterns are compiled at their first use, since few repositories have such files.
_CABAL = rb"(?m)^source-repository-package[ \t]*\r?$"
_CABAL_FIELD = rb"(?m)^[ \t]+(location|tag|--[ \t]*sha256)[ \t]*:[ \t]*([^\s]+)[ \t]*\r?$"
_NOT_INDENTED = rb"(?m)^[^\s]"
_STACK_START = rb"(?m)^([ \t]*)-[ \t]|^[^\s#-]"
"""The start of an item of a list, or of the next key of the file."""
_STACK_FIELD = (
    rb"(?m)^[ \t]*(?:-[ \t]+)?(git|commit|#[ \t]*nix-sha256)[ \t]*:[ \t]*[\"']?([^\s\"']+)[\"']?[ \t]*\r?$"
)
_NAMES = {"location": "url", "git": "url", "tag": "rev", "commit": "rev"}
_LIST = "source-repository-package"


def is_project(path: str) -> bool:
    """Tell by its name whether a file is one of cabal or stack: `cabal.project`, `cabal-ghc910.project`."""
    name = path.rpartition("/")[2]
    if name == "stack.yaml":
        return True
    return name.startswith("cabal") and name.endswith((".project", ".project.local"))


def parse(path: str, data: bytes) -> dict[str, object]:
    """Return the repositories with a hash: `{"source-repository-package": [{"url", "rev", "sha256"}, …]}`."""
    return {
        _LIST: [
            {name: match[2].decode("utf-8", "replace") for name, match in fields.items()}
            for fields in _repositories(path, data)
        ]
    }


def places(path: str, data: bytes) -> Places:
    """Return the span of each value by the keys that lead to it."""
    return {
        (_LIST, number, name): match.span(2)
        for number, fields in enumerate(_repositories(path, data))
        for name, match in fields.items()
    }


def _repositories(path: str, data: bytes) -> list[dict[str, re.Match[bytes]]]:
    """Return the fields of each repository with a hash, by name."""
    is_stack = path.endswith(".yaml")
    field = re.compile(_STACK_FIELD if is_stack else _CABAL_FIELD)
    found = []
    for start, end in _stack_items(data) if is_stack else _cabal_blocks(data):
        fields: dict[str, re.Match[bytes]] = {}
        for match in field.finditer(data, start, end):
            name = match[1].decode()
            fields.setdefault("sha256" if name.endswith("sha256") else _NAMES[name], match)
        if "sha256" in fields:
            found.append(fields)
    return found


def _cabal_blocks(data: bytes) -> list[tuple[int, int]]:
    """Return the span of each block. A block ends at the next line that is not indented."""
    found = []
    unindented = re.compile(_NOT_INDENTED)
    for match in re.finditer(_CABAL, data):
        after = unindented.search(data, match.end())
        found.append((match.end(), after.start() if after is not None else len(data)))
    return found


def _stack_items(data: bytes) -> list[tuple[int, int]]:
    """Return the span of each item of a list; the lists in an item (`subdirs`) are parts of it."""
    found = []
    start, indentation = None, None
    for match in re.finditer(_STACK_START, data):
        here: bytes | None = match[1]
        if here is not None and indentation is not None and len(here) > len(indentation):
            continue
        if start is not None:
            found.append((start, match.start()))
        start, indentation = (match.start() if here is not None else None), here
    return found if start is None else [*found, (start, len(data))]
