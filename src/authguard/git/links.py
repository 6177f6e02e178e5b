"""The symbolic links of a tree: their targets, and the other names of a path through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    Links: TypeAlias = Mapping[str, Sequence[str]]
    """The links, by the paths to which they lead."""

_HOPS = 40  # the most links on the way to one path: the limit of Linux,
_TWICE = 3  # the maximum if a link comes twice in the path,
_MOST_NAMES = 10_000  # and the maximum of names of one path: links to "." would make endless names


def names(links: Links, path: str) -> set[str]:
    """The path and its other names, through links to the path or to a directory above it."""
    found = {path}
    latest: list[tuple[str, tuple[str, ...]]] = [(path, ())]
    for hop in range(_HOPS):
        further = []
        for each, used in latest:
            for name, link in _other_names(links, each):
                if name in found or (hop >= _TWICE and link in used):
                    continue
                found.add(name)
                further.append((name, (*used, link)))
                if len(found) >= _MOST_NAMES:
                    return found
        latest = further
    return found


def _other_names(links: Links, path: str) -> Iterator[tuple[str, str]]:
    """The names that a path has through links to the path and to the directories above it, each name with its link."""
    above, rest = path, ""
    while True:
        for link in links.get(above, ()):
            yield f"{link}{rest}", link
        if not above:
            return
        above, _, name = above.rpartition("/")
        rest = f"/{name}{rest}"


def target(path: str, text: str) -> str | None:
    """Return the target of the link at `path`, from its text; None if the target is outside of the tree."""
    if text.startswith("/"):
        return None
    parts = path.split("/")[:-1]
    for name in text.split("/"):
        if name == ".." and not parts:
            return None
        if name == "..":
            parts.pop()
        elif name not in ("", "."):
            parts.append(name)
    return "/".join(parts)
