"""The attributes of a platform of nixpkgs that its name decides: `stdenv.hostPlatform.parsed.cpu.name`."""

from __future__ import annotations

from authguard.nix.values import Sym

_PLATFORMS = frozenset({"hostPlatform", "buildPlatform", "targetPlatform"})
_MOST_NAMES = 4
"""A platform and the longest path in it: `hostPlatform.parsed.cpu.name`."""

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
    if len(names) < 2 or names[0] not in _PLATFORMS:
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
    """Return the last names of a path of attributes: `stdenv.hostPlatform.linuxArch` has two from a platform on."""
    names: list[str] = []
    for _ in range(_MOST_NAMES):
        if len(key) < 2 or not isinstance(key[-1], str) or key[0] not in ("select", "free"):
            break
        names.insert(0, key[-1])
        inner = key[1]
        if key[-1] in _PLATFORMS or key[0] == "free":
            break
        key = inner.key if isinstance(inner, Sym) else inner if isinstance(inner, tuple) else ()
    return names
