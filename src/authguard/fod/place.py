"""What a fixed output is called: the attribute path of its hash, and the package that it belongs to."""

from __future__ import annotations

from authguard.nix.lexical import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.parse import Source
    from authguard.nix.values import Origin

_PLAIN = frozenset({"hash", "sha256", "sha512", "sha1", "md5", "narHash"})
"""Hash attributes that say nothing of what they are the hash of."""


def attribute(evaluator: Evaluator, origin: Origin) -> str:
    """Return the attribute path of a hash literal, without a last `hash` that says nothing."""
    names = names_of(evaluator, origin)
    if len(names) > 1 and names[-1] in _PLAIN:
        names = names[:-1]
    return ".".join(names) or "hash"


def package(evaluator: Evaluator, origin: Origin) -> str:
    """Return the attribute path of the set that holds the literal's fetch: what siblings of one package share."""
    names = names_of(evaluator, origin)
    return ".".join(names[:-2] if len(names) > 1 and names[-1] in _PLAIN else names[:-1])


def names_of(evaluator: Evaluator, origin: Origin) -> list[str]:
    """Return the names of all bindings around a literal, outermost first."""
    if origin.pointer is not None:
        return [str(part) for part in origin.pointer]
    source = evaluator.source(origin.path) if origin.path.endswith(".nix") else None
    if source is None:
        return []
    span = origin.span()
    if span not in source.names:
        source.names[span] = binding_names(source, chain(source, *span))
    return source.names[span]


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
