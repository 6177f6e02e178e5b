"""Simpler examples than a given example, the simplest first."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING

from tests.oracle.draws import Example
from tests.oracle.model import Package, Style, calls_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEEDED = ("src", "pname", "version", "url", "owner", "repo", "rev", "tag", "name", "mktplcRef")


def simpler(made: Example) -> Iterator[Example]:
    """Yield examples with one package or argument less, a plainer style, or a smaller change."""
    keys = sorted({package.key for tree in (made.base, made.target) for package in tree.packages})
    if len(keys) > 1:
        for key in keys:
            yield _without(made, key)
    for key in keys:
        one, other = _of(made, key)
        if one is not None and other is not None and one.style != other.style:
            yield _with(made, key, partial(_restyle, deepcopy(one.style)))
        for output_tree in ("base", "target"):
            if (package := _find(made, output_tree, key)) is not None and package.style != Style():
                yield _with(made, key, partial(_restyle, Style()), (output_tree,))
        styles = [package.style for package in (one, other) if package is not None]
        for field in ("homes", "wraps", "strings"):
            for slot in sorted({slot for style in styles for slot in getattr(style, field)}):
                yield _with(made, key, partial(_forget, field, slot))
        for field in ("form", "layout", "reach", "suffix", "by_system", "noise"):
            plain = getattr(Style(), field)
            if any(getattr(style, field) != plain for style in styles):
                yield _with(made, key, partial(_reset, field))
        yield from _shorter(made, key)


def _restyle(style: Style, package: Package) -> None:
    package.style = style


def _forget(field: str, slot: str, package: Package) -> None:
    getattr(package.style, field).pop(slot, None)


def _reset(field: str, package: Package) -> None:
    setattr(package.style, field, getattr(Style(), field))


def _shorter(made: Example, key: str) -> Iterator[Example]:
    """Yield examples with one optional argument less, or with a text without references."""
    packages = [package for package in _of(made, key) if package is not None]
    slots = sorted(
        {
            (path, name)
            for package in packages
            for path, call in calls_of(package.call)
            for name in call.args
            if name not in _NEEDED and name != call.hash_name and name not in call.positional
        }
    )
    for path, name in slots:
        yield _with(made, key, partial(_drop, path, name))


def _drop(path: str, name: str, package: Package) -> None:
    for slot, call in calls_of(package.call):
        if slot == path:
            call.args.pop(name, None)


def _of(made: Example, key: str) -> tuple[Package | None, Package | None]:
    return _find(made, "base", key), _find(made, "target", key)


def _find(made: Example, output_tree: str, key: str) -> Package | None:
    tree = made.base if output_tree == "base" else made.target
    return next((package for package in tree.packages if package.key == key), None)


def _without(made: Example, key: str) -> Example:
    found = deepcopy(made)
    for tree in (found.base, found.target):
        tree.packages = [package for package in tree.packages if package.key != key]
    return found


def _with(
    made: Example, key: str, change: Callable[[Package], object], sides: tuple[str, ...] = ("base", "target")
) -> Example:
    found = deepcopy(made)
    for output_tree in sides:
        package = _find(found, output_tree, key)
        if package is not None:
            change(package)
    return found
