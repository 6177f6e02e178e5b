"""The attributes of a platform of nixpkgs that its name decides, and the values that an unknown platform chooses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.values import Attrs, Str, Sym, choice

if TYPE_CHECKING:
    from authguard.nix.values import Thunk, Value

_PLATFORM = "hostPlatform"
_MOST_NAMES = 5
"""The longest path: `stdenv.hostPlatform.parsed.cpu.name`. `pkgsCross.NAME.stdenv` has another platform."""

_OF_CPU: dict[tuple[str, ...], dict[str, str]] = {
    ("linuxArch",): {"x86_64": "x86_64", "aarch64": "arm64", "i686": "i386"},
    ("darwinArch",): {"x86_64": "x86_64", "aarch64": "arm64"},
    ("qemuArch",): {"x86_64": "x86_64", "aarch64": "aarch64", "i686": "i386"},
    ("go", "GOARCH"): {"x86_64": "amd64", "aarch64": "arm64", "i686": "386"},
    ("node", "arch"): {"x86_64": "x64", "aarch64": "arm64", "i686": "ia32"},
}
_OF_KERNEL: dict[tuple[str, ...], dict[str, str]] = {
    ("uname", "system"): {"linux": "Linux", "darwin": "Darwin"},
    ("go", "GOOS"): {"linux": "linux", "darwin": "darwin"},
    ("node", "platform"): {"linux": "linux", "darwin": "darwin"},
}


def attribute_of(key: tuple[object, ...], machine: str) -> str | None:
    """Return what the symbol ``key`` is on the platform ``machine`` (`x86_64-linux`); None if this is not known."""
    names = _names(key)
    names = names[1:] if names[:1] == ["stdenv"] else names
    if names[:1] != [_PLATFORM]:
        return None
    cpu, _, kernel = machine.partition("-")
    if cpu not in ("x86_64", "aarch64", "i686") or kernel not in ("linux", "darwin"):
        return None
    path = tuple(names[1:])
    if path == ("parsed", "cpu", "name"):
        return cpu
    if path == ("parsed", "kernel", "name"):
        return kernel
    if path == ("uname", "processor"):
        return "arm64" if machine == "aarch64-darwin" else cpu
    return _OF_CPU.get(path, {}).get(cpu) or _OF_KERNEL.get(path, {}).get(kernel)


def _names(key: tuple[object, ...]) -> list[str]:
    """Return the names of a path of attributes, from its first one on; none if the path is too long."""
    names: list[str] = []
    while (
        len(names) < _MOST_NAMES
        and len(key) > 1
        and isinstance(key[-1], str)
        and key[0] in ("select", "free")
    ):
        names.insert(0, key[-1])
        if key[0] == "free":
            return names
        inner = key[1]
        key = inner.key if isinstance(inner, Sym) else inner if isinstance(inner, tuple) else ()
    return []


_SYSTEM = r"-(?:linux|darwin)\Z"


def choice_by_key(selector: object, key: Value, items: dict[str, Thunk]) -> Value:
    """Return the choice among the values of a set by a partly unknown key: `set."lark-${system}"`.

    Only keys that begin and end with the known text can be chosen, if there are any. If the keys of systems have sets,
    an unknown system chooses no text, as the `version` beside them.
    """
    before = after = ""
    if isinstance(key, Str) and key.parts:
        first, last = key.parts[0], key.parts[-1]
        before, after = (part if isinstance(part, str) else "" for part in (first, last))
    fits = {name: item for name, item in items.items() if name.startswith(before) and name.endswith(after)}
    found = {name: item.force() for name, item in (fits or items).items()}
    if isinstance(key, Sym) and key.last == "system":
        kinds = {isinstance(value, Attrs) for name, value in found.items() if re.search(_SYSTEM, name)}
        found = {name: value for name, value in found.items() if isinstance(value, Attrs) in kinds} or found
    return choice(selector, found)
