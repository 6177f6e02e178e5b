"""The sites in a [[version]] table, as places in bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.config.version_sites import comparable, read_sites
from authguard.nix.values import Function, Str, Sym, Thunk
from authguard.repair.edits import NotEditable
from authguard.repair.places import BOM, VersionPlace, offset_of, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from authguard.config.model import VersionPackage, VersionSite
    from authguard.config.version_sites import Statement
    from authguard.nix.evaluate import Evaluator
    from authguard.nix.values import Origin, Value
    from authguard.outputs.tree import OutputTree

    Attribute = Callable[[str, str], tuple[str, int, int] | None]

_PROBE = "0.0.0-is-it-here"
"""A version that no file has. After it is written to a place, the site with this value is the site at that place."""

_UNSURE = "its place in the file is not certain"
_NO_TEXT = "it is not written there as plain text"


@dataclass(slots=True, eq=False, repr=False)
class Unwritten:
    """A site or place that is not edited, and a clause with the reason."""

    words: str
    reason: str

    def __repr__(self) -> str:
        return f"Unwritten({self.words}: {self.reason})"


def locate(package: VersionPackage, output_tree: OutputTree) -> tuple[list[VersionPlace], list[Unwritten]]:
    """Return the places of the version at the sites of a package, and the sites without a certain place."""
    statements, problems = read_sites(package, output_tree.snapshot.read, attribute_of(output_tree.evaluator))
    left = [Unwritten(problem.site.words(), problem.reason) for problem in problems]
    found = []
    for one in statements:
        try:
            found.append(_place(one, output_tree))
        except NotEditable as error:
            left.append(Unwritten(one.site.words(), error.reason))
    return found, left


def attribute_of(evaluator: Evaluator) -> Attribute:
    """Return the function with which `read_sites` reads attributes. The function returns no real line and column."""

    def lookup(path: str, attribute: str) -> tuple[str, int, int] | None:
        value = attribute_value(evaluator, path, attribute)
        return (value.literal, 1, 1) if isinstance(value, Str) and value.literal is not None else None

    return lookup


def attribute_value(evaluator: Evaluator, path: str, attribute: str) -> Value | None:
    """Return an attribute of a Nix file, which may be a function with any arguments."""
    value: Value | None = evaluator.file(path)
    if isinstance(value, Function):
        value = evaluator.call(value, Thunk.of(Sym("unbound")))
    for name in attribute.split("."):
        value = evaluator.select(value, name) if value is not None else None
    return value


def _place(one: Statement, output_tree: OutputTree) -> VersionPlace:
    site = one.site
    if not one.version():
        raise NotEditable("there is no version")
    if site.kind == "attribute":
        value = attribute_value(output_tree.evaluator, site.path, site.key)
        origin = value.origin if isinstance(value, Str) else None
        if origin is None:
            raise NotEditable("its value is computed")
        return of_literal(origin, one.value, site.words())
    data = output_tree.snapshot.read(site.path) or b""
    if site.kind == "yaml":
        return _in_yaml(site, one, data)
    at = offset_of(data, one.line, one.column)
    if at is None:
        raise NotEditable("its line is not UTF-8")
    if site.kind in ("toml", "json"):
        return _near(site, one, data, at)
    if not data.startswith(one.value.encode(), at):
        raise NotEditable(_UNSURE)
    return within(site.path, at, one.value, site.words())


def of_literal(origin: Origin, text: str, words: str) -> VersionPlace:
    """Return the place of the version in a literal: a string of Nix or of a data file, or a text file.

    Raises NotEditable if the text in the file differs from the value (for example by escapes).
    """
    if origin.pointer is not None:
        from authguard.repair.datafile import edit_string

        at = edit_string(origin.path, origin.data, origin.pointer, text, _PROBE).start
        if not origin.data.startswith(text.encode(), at):
            raise NotEditable(_NO_TEXT)
        return within(origin.path, at, text, words)
    start, end = origin.span()
    present = origin.data[start:end]
    found = re.match(rb"\"|''\s*|'|", present)
    at = start + found.end() if found else start
    wanted = text.encode("utf-8", "surrogateescape")
    if not wanted or not origin.data.startswith(wanted, at) or at + len(wanted) > end:
        raise NotEditable(_NO_TEXT)
    return within(origin.path, at, text, words)


def _near(site: VersionSite, one: Statement, data: bytes, at: int) -> VersionPlace:
    """Return the place of a TOML or JSON value: the text in its line with which only this value changes."""
    end = data.find(b"\n", at)
    start = data.rfind(b"\n", 0, at) + 1 if site.kind == "toml" else at
    here = data[start : end if end >= 0 else len(data)]
    for match in re.finditer(re.escape(one.value.encode()), here):
        place = within(site.path, start + match.start(), one.value, site.words())
        if differs_in(site.kind, data, {place: _PROBE}) and _states(site, data, place):
            return place
    raise NotEditable(_NO_TEXT)


def _states(site: VersionSite, data: bytes, place: VersionPlace) -> bool:
    """Tell whether the site has another value after an edit of the text at a place."""
    from authguard.config import keypath

    find = keypath.find_in_toml if site.kind == "toml" else keypath.find_in_json
    text = (
        (data[: place.start] + _PROBE.encode() + data[place.end :])
        .removeprefix(BOM)
        .decode("utf-8", "replace")
    )
    try:
        found = find(text, keypath.parse_keypath(site.key))
    except keypath.KeyUnreadable:
        return False
    return found is not None and comparable(found.value) == _PROBE


def _in_yaml(site: VersionSite, one: Statement, data: bytes) -> VersionPlace:
    """Return the place of a YAML scalar, found by the marks of its node."""
    try:
        text = data.removeprefix(BOM).decode()
    except UnicodeDecodeError:
        raise NotEditable("the file is not UTF-8") from None
    nodes = {id(node): node for node in scalars(text)}.values()
    for node in nodes:
        mark = node.start_mark
        if (mark.line + 1, mark.column + 1, node.value) == (one.line, one.column, one.value):
            raw = text[mark.index : node.end_mark.index]
            if raw.count(one.value) != 1:
                raise NotEditable(_NO_TEXT)
            at = (
                len(text[: mark.index + raw.index(one.value)].encode())
                + len(data)
                - len(data.removeprefix(BOM))
            )
            place = within(site.path, at, one.value, site.words(), quoted=not node.style and raw == one.value)
            if not differs_in("yaml", data, {place: _PROBE}):
                raise NotEditable("it is used at another place of the file, too")
            return place
    raise NotEditable(_UNSURE)


def scalars(text: str) -> list[Any]:
    """Return all scalar nodes of a YAML text. A node with aliases is returned once for each alias."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[Any] = []
    waiting = [node for node in yaml.compose_all(text, Loader=loader) if node is not None]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            found.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            inner = node.value
            waiting.extend(each for pair in inner for each in (pair if isinstance(pair, tuple) else (pair,)))
    return found


def differs_in(kind: str, data: bytes, changed: dict[VersionPlace, str]) -> bool:
    """Tell whether new versions at places of a data file change only these values.

    ``kind`` is "json", "toml" or "yaml". Returns True for a file that could not be read before, since there are no
    values to compare.
    """
    from authguard.repair.edits import apply

    one = _values(kind, data)
    if one is None:
        return True
    other = _values(kind, apply(data, [place.edit(version) for place, version in changed.items()]))
    if other is None or len(one) != len(other):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if not 0 < len(differing) <= len(changed):
        return False
    pairs = {(place.value, version) for place, version in changed.items()}
    return all(
        (keys == others or keys is False) and any(_became(was, now, old, new) for old, new in pairs)
        for (keys, was), (others, now) in differing
    )


def _became(was: str, now: str, old: str, new: str) -> bool:
    return now in (was.replace(old, new), was.replace(old, new, 1)) or now.replace(new, old) == was


def _values(kind: str, data: bytes) -> list[tuple[object, str]] | None:
    """Return (keys, text) of all values of a data file, in order; None if the file cannot be read.

    For YAML, the type of the value is returned in place of the keys, since a text must not become a number.
    """
    if kind != "yaml":
        from authguard.repair import datafile

        return datafile.texts(data, kind)
    import yaml

    try:
        return [(node.tag.endswith(":str"), node.value) for node in scalars(data.removeprefix(BOM).decode())]
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return None
