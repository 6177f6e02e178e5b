"""Inputs of a flake that are directories or files of this repository: `inputs.tool.url = "path:./tool";`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.values import FALSE, Attrs, Function, Path, Str, Sym, Thunk, relative

if TYPE_CHECKING:
    from authguard.nix.evaluate import Evaluator
    from authguard.nix.values import Value

_INPUTS = (("free", "inputs"), ("unbound", "inputs"))
_URL = rb"\"(?:path:)?(\.{1,2}(?:/[\w./+-]*)?)\""
"""The text of such a url, and perhaps other texts."""
_NAMED = rb"(?<![\w'-])([A-Za-z_][\w'-]*+)\s*+(?:\.\s*+url\s*+=|=\s*+\{[^{}]*?\burl\s*+=)\s*+" + _URL
"""The name and the url of an input: `inputs.tool.url = "path:./tool";`, `tool = { url = "path:./tool"; … };`."""
_FLAKE = "flake.nix"


def stated(path: str, data: bytes) -> set[str]:
    """Return the paths that may be inputs of the flake in the file at ``path``; none for another file."""
    folder, _, name = path.rpartition("/")
    if name != _FLAKE:
        return set()
    found = (relative(folder, match.decode("ascii")) for match in re.findall(_URL, data))
    return {each.path for each in found if each.inside and each.path}


def named(path: str, data: bytes) -> dict[str, str]:
    """Return the paths of such inputs of the flake in the file at ``path``, by the names of the inputs."""
    folder = path.rpartition("/")[0]
    found = {
        match[1].decode(): relative(folder, match[2].decode("ascii")) for match in re.finditer(_NAMED, data)
    }
    return {name: each.path for name, each in found.items() if each.inside and each.path}


def path_of_input(ev: Evaluator, value: Sym) -> Path | None:
    """Return the path of an input of the flake, such as `inputs.tool`; None for another value or a fetched input."""
    found = _input(ev, value)
    return found[0] if found is not None else None


def outputs_of_input(ev: Evaluator, value: Sym) -> Attrs | None:
    """Return the outputs of an input that is a flake of this repository, with its path; None for another value."""
    found = _input(ev, value)
    if found is None:
        return None
    path, is_flake = found
    if path.path not in ev.inputs:
        ev.inputs[path.path] = made = Attrs({"outPath": Thunk.of(path)})
        if is_flake:
            made.items.update(_outputs(ev, path, made))
    return ev.inputs[path.path]


def _outputs(ev: Evaluator, path: Path, itself: Attrs) -> dict[str, Thunk]:
    """Return the outputs of the flake in a directory; its own inputs are unknown."""
    flake = ev.file(f"{path.path}/{_FLAKE}")
    outputs = flake.items.get("outputs") if isinstance(flake, Attrs) else None
    function = outputs.force() if outputs is not None else None
    if not isinstance(function, Function):
        return {}
    made = ev.call(function, Thunk.of(Attrs({"self": Thunk.of(itself)}, Sym("unbound"))))
    return dict(made.items) if isinstance(made, Attrs) and made.name is None else {}


def _input(ev: Evaluator, value: Sym) -> tuple[Path, bool] | None:
    """Return the path of an input, and whether the input is a flake."""
    if value.key[0] != "select" or not isinstance(value.key[-1], str):
        return None
    holder = value.key[1]
    if (holder.key if isinstance(holder, Sym) else holder) not in _INPUTS:
        return None
    flake = ev.file(f"{ev.flake}/{_FLAKE}" if ev.flake else _FLAKE)
    inputs = ev.select(flake, "inputs") if isinstance(flake, Attrs) else None
    given = inputs.items.get(value.key[-1]) if isinstance(inputs, Attrs) else None
    attributes = given.force() if given is not None else None
    if not isinstance(attributes, Attrs):
        return None
    url = _literal(attributes, "url")
    if url is None or re.fullmatch(_URL, f'"{url}"'.encode("utf-8", "replace")) is None:
        return None
    path = relative(ev.flake, url.removeprefix("path:"))
    is_flake = attributes.items.get("flake")
    return (path, is_flake is None or is_flake.force() is not FALSE) if path.inside and path.path else None


def _literal(attributes: Attrs, name: str) -> str | None:
    item = attributes.items.get(name)
    value: Value | None = item.force() if item is not None else None
    return value.literal if isinstance(value, Str) else None
