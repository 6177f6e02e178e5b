"""The names of a fixed output: the attribute path of its hash, its package, and its platform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.lexical import chain
from authguard.system import blake2b

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source
    from authguard.nix.values import Apply, Origin

MAX_SHOWN = 640
"""The most characters of an attribute path in a report, since a report repeats the path for each hash below it."""

_PLAIN = frozenset({"hash", "sha256", "sha512", "sha1", "md5", "narHash"})
"""Names of hash attributes that do not describe the content."""


def attribute(evaluator: Evaluator, origin: Origin) -> str:
    """Return the attribute path of a hash literal, without a last `hash`."""
    names = names_of(evaluator, origin)
    return joined(names[:-1] if _says_nothing(evaluator, origin, names) else names) or "hash"


def package(evaluator: Evaluator, origin: Origin, call: Apply | None = None) -> str:
    """Return the attribute path of the set that has the fetch of a literal. All hashes of one package share this path.

    If the literal is outside of the ``call`` that fetches and is passed to it, return the path of the set with the
    literal.
    """
    names = names_of(evaluator, origin)
    if _says_nothing(evaluator, origin, names) and (call is None or _holds(call, origin)):
        return joined(names[:-2])
    return joined(names[:-1])


def joined(names: Iterable[str]) -> str:
    """Return an attribute path.

    If it is too long, return its start, a fingerprint of the complete path, and its end.
    """
    text = ".".join(names)
    if len(text) <= MAX_SHOWN:
        return text
    digest = blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return f"{text[: MAX_SHOWN // 4]}…{digest}…{text[-MAX_SHOWN // 4 :]}"


def _holds(call: Apply, origin: Origin) -> bool:
    if call.source is None or call.node is None:
        return True
    if call.source.path != origin.path:
        return False
    start, end = origin.span()
    return call.node.start_byte <= start and end <= call.node.end_byte


def _says_nothing(evaluator: Evaluator, origin: Origin, names: list[str]) -> bool:
    """Tell whether the last name is only the `hash` of a fetch. In a `let`, such a name distinguishes siblings."""
    if len(names) < 2 or names[-1] not in _PLAIN:
        return False
    source = evaluator.source(origin.path) if origin.pointer is None else None
    return source is None or origin.span() not in source.lets


def names_of(evaluator: Evaluator, origin: Origin) -> list[str]:
    """Return the names of all bindings around a literal, outermost first."""
    if origin.pointer is not None:
        return [str(part) for part in origin.pointer]
    source = evaluator.source(origin.path) if origin.path.endswith(".nix") else None
    if source is None:
        return []
    span = origin.span()
    if span not in source.names:
        nodes = chain(source, *span)
        source.names[span] = binding_names(source, nodes)
        if _is_of_let(nodes):
            source.lets.add(span)
    return source.names[span]


def _is_of_let(nodes: list[Node]) -> bool:
    """Tell whether the innermost binding of a chain is one of a `let`."""
    innermost = max((at for at, node in enumerate(nodes) if node.type == "binding"), default=0)
    return innermost > 1 and nodes[innermost - 2].type == "let_expression"


def binding_names(source: Source, nodes: list[Node]) -> list[str]:
    """Return the attribute names of the bindings in a chain, outermost first."""
    names: list[str] = []
    for node in nodes:
        if node.type == "binding":
            attrpath = node.child_by_field_name("attrpath")
            attrs = attrpath.named_children if attrpath is not None else ()
            names.extend(source.text(attr).strip('"') for attr in attrs)
        elif node.type == "formal":
            name = node.child_by_field_name("name")
            if name is not None:
                names.append(source.text(name))
    return names


def path_and_name(source: Source, binding: Node) -> tuple[str, str]:
    """Return the names of a binding before its last one, joined, and that one; `__assign` of infuse is no name."""
    names = binding_names(source, [binding]) or [""]
    while len(names) > 1 and names[-1].startswith("__"):
        names.pop()
    return ".".join(names[:-1]), names[-1]


_PLATFORM = re.compile(
    r"(?:x86_64|aarch64|i[36]86|armv\d\w*|riscv64|powerpc64\w*|ppc64\w*|s390x|amd64|arm64|x64|x86)"
    r"(?:[-_](?:linux|darwin|macos|windows|musl|gnu|apple|unknown|pc)[\w.-]*)?"
    r"|linux[-_](?:(?:32|64|[3-6]86)(?!\d)|[^\W\d])\w*|(?:darwin|macos|osx|win32|windows)[-_]\w+"
)


_MACHINES = {
    "x64": "x86_64",
    "amd64": "x86_64",
    "arm64": "aarch64",
    "aarch64": "aarch64",
    "riscv64": "riscv64",
}
_SYSTEMS = {"linux": "linux", "darwin": "darwin", "macos": "darwin", "osx": "darwin"}
SYSTEMS = (
    *(f"{machine}-linux" for machine in ("x86_64", "aarch64", "i686", "armv6l", "armv7l", "riscv64")),
    *("powerpc64le-linux", "s390x-linux", "x86_64-darwin", "aarch64-darwin", "x86_64-freebsd"),
)
"""The names that Nix has for platforms."""


def is_platform(name: str) -> bool:
    """Tell whether an attribute's name is that of a platform: x86_64-linux, aarch64-darwin, linux-x64, amd64.

    `linux_6_18` is a kernel.
    """
    return _PLATFORM.fullmatch(name) is not None


def plain_platform(name: str) -> str:
    """Return the name of a platform as Nix spells it (aarch64-darwin for `darwin-arm64`), or unchanged.

    Only a name with a machine and a system and nothing else is spelled anew: `linux-x64-musl` and `amd64` do not
    change.
    """
    parts = re.split("[-_]", name.replace("x86_64", "x64"))
    machine = next((_MACHINES[part] for part in parts if part in _MACHINES), None)
    system = next((_SYSTEMS[part] for part in parts if part in _SYSTEMS), None)
    return f"{machine}-{system}" if len(parts) == 2 and machine and system else name


def are_other_platforms(one: str, other: str) -> bool:
    """Tell whether two names contain different machines or different systems: `linux-x64` and `darwin-x64`."""
    first, second = (re.split("[-_]", name.replace("x86_64", "x64")) for name in (one, other))
    for names in (_MACHINES, _SYSTEMS):
        before, after = ({names[part] for part in parts if part in names} for parts in (first, second))
        if before and after and before.isdisjoint(after):
            return True
    return False


def platform_of(names: list[str], path: str) -> tuple[str | None, object]:
    """Return (platform, group) of a hash, by the attribute names that lead to the hash; (None, None) for no platform.

    The entries of one platform set share their group.
    """
    for number, name in enumerate(names):
        if is_platform(name):
            return name, ("names", path, tuple(names[:number]), tuple(names[number + 1 :]))
    return None, None
