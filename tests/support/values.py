"""Trees of files as a dictionary, the values of Nix expressions in them, and these values in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from authguard.nix.evaluate import Evaluator
from authguard.nix.parse import Source
from authguard.nix.values import Attrs, Choice, Const, List, Str, Value

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unknown:
    """The form of a value that is not fully known."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


def tree(files: Mapping[str, str | bytes]) -> Evaluator:
    """Return an evaluator of a tree with only these files."""
    held = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def kind(path: str) -> str | None:
        if path in held:
            return "file"
        inside = path == "" or any(each.startswith(path + "/") for each in held)
        return "directory" if inside else None

    def listing(path: str) -> dict[str, str] | None:
        below = [each[len(path) + bool(path) :] for each in held if not path or each.startswith(path + "/")]
        return {each.partition("/")[0]: "directory" if "/" in each else "regular" for each in below} or None

    return Evaluator(held.get, kind, listing=listing)


def value_of(expression: str, files: Mapping[str, str | bytes] | None = None, path: str = "x.nix") -> Value:
    """Return authguard's value of an expression, which is in the file at ``path`` of a tree."""
    return tree({**(files or {}), path: expression}).file(path)


def plain(value: Value) -> object:
    """Return a value as Python's json has it, fully computed; UNKNOWN for an unknown part."""
    if isinstance(value, Str):
        return UNKNOWN if value.literal is None else value.literal
    if isinstance(value, Const):
        return value.value
    if isinstance(value, List):
        items = [plain(item.force()) for item in value.items]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    if isinstance(value, Attrs) and value.rest is None and value.name is None:
        members = {name: plain(item.force()) for name, item in value.items.items()}
        return UNKNOWN if any(item is UNKNOWN for item in members.values()) else members
    return UNKNOWN


def known(expression: str, files: Mapping[str, str | bytes] | None = None) -> object:
    """Return authguard's value of an expression as a Python value, or UNKNOWN."""
    return plain(value_of(expression, files))


def options(value: Value) -> dict[str, object]:
    """Return the options of a choice."""
    assert isinstance(value, Choice), value
    return {key: plain(option) for key, option in value.options.items()}


def parsed(text: str | bytes) -> Source:
    """Return a parsed file."""
    return Source("x.nix", text.encode() if isinstance(text, str) else text)
