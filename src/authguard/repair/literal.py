"""The edit that replaces a hash literal with the correct digest, in Nix, JSON and TOML, in the present style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.functions import FAKES
from authguard.nix.lexical import chain
from authguard.nix.parse import Source, first_error, string_parts
from authguard.nix.values import Sym, string
from authguard.outputs.place import binding_names
from authguard.repair.edits import Edit, NotEditable
from authguard.repair.spelling import demand_algorithm, spell

if TYPE_CHECKING:
    from tree_sitter import Node

    from authguard.digest import Digest
    from authguard.outputs.model import FixedOutput

DATA = (".json", ".toml", ".lock")
_STRINGS = ("string_expression", "indented_string_expression")
_NAMES = ("select_expression", "variable_expression")


class Rewriter:
    """Makes edits. Each file is parsed once for all of its hashes."""

    def __init__(self) -> None:
        """Begin without a file."""
        self._sources: dict[str, Source] = {}

    def edit(self, each: FixedOutput, digest: Digest) -> tuple[Edit, str]:
        """Return the edit that sets the hash of ``each`` to the correct ``digest``, and the new text.

        Raises NotEditable if the hash is not written as one literal, or its attribute cannot have such a digest.
        """
        kind = kind_of(each)
        if kind == "data":
            from authguard.repair import datafile

            return datafile.edit(each, digest)
        if kind == "text":
            text = spell(each, digest, [])
            return _replaced(each, *each.origin.span(), text), text
        return self._in_nix(each, digest)

    def reads(self, path: str, data: bytes, start: int, end: int) -> str | None:
        """Return the text of the string that contains [start, end) of a Nix file; None if there is no string."""
        source = self._source(path, data)
        if first_error(source) is not None:
            return None
        for node in reversed(chain(source, start, end)):
            if node.type in (*_STRINGS, "uri_expression"):
                return _text(source, node)
        return None

    def _source(self, path: str, data: bytes) -> Source:
        kept = self._sources.get(path)
        if kept is None or kept.data != data:
            kept = self._sources[path] = Source(path, data)
        return kept

    def _in_nix(self, each: FixedOutput, digest: Digest) -> tuple[Edit, str]:
        source = self._source(each.path, each.origin.data)
        if first_error(source) is not None:
            raise NotEditable("its file cannot be parsed as Nix")
        start, end = each.origin.span()
        nodes = [
            node for node in chain(source, start, end) if node.type not in ("string_fragment", "identifier")
        ]
        node = nodes[-1]
        if (node.start_byte, node.end_byte) != (start, end):
            raise NotEditable("it is not written as one literal")
        names = binding_names(source, nodes)
        demand_algorithm(names, digest)
        if node.type == "uri_expression":
            text = spell(each, digest, names)  # `sha256:…` without quotes, which Nix reads as a uri
            return _replaced(each, start, end, text if ":" in text else f'"{text}"'), text
        if node.type in _STRINGS:
            if each.label is not None and any(child.type == "interpolation" for child in node.named_children):
                raise NotEditable("its value is computed")
            _demand_complete(nodes, each)
            text = spell(each, digest, names)
            return _of_string(source, node, each, text), text
        name = _bare(node)
        if not (each.placeholder and _is_fake(source, name)):
            raise NotEditable(
                "its placeholder is bound at another place" if each.placeholder else "its value is computed"
            )
        return _replaced(each, name.start_byte, name.end_byte, f'"{digest.sri()}"'), digest.sri()


def kind_of(each: FixedOutput) -> str:
    """Return the kind of file: "nix", "data" (JSON, TOML), or "text" (only the hash and a line break)."""
    origin = each.origin
    if origin.pointer is not None or each.path.endswith(DATA):
        return "data"
    entire = (0, len(origin.data.removesuffix(b"\n")))
    return "text" if origin.span() == entire and not each.path.endswith(".nix") else "nix"


def _replaced(each: FixedOutput, start: int, end: int, text: str) -> Edit:
    return Edit(each.path, start, end, each.origin.data[start:end], text.encode())


def _of_string(source: Source, node: Node, each: FixedOutput, text: str) -> Edit:
    """Return the edit of a string: it replaces the digest in the string or, if there is none, the whole text."""
    quote = 1 if node.type == "string_expression" else 2
    start, end = node.start_byte + quote, node.end_byte - quote
    inner, present = source.data[start:end], each.literal.encode("utf-8", "surrogateescape")
    if present and inner.strip() == present:
        start += inner.index(present)
        end = start + len(present)
    return _replaced(each, start, end, text)


def _demand_complete(nodes: list[Node], each: FixedOutput) -> None:
    """Raise NotEditable for a literal that is only a part of the hash, or that interpolates other values."""
    node = nodes[-1]
    if any(child.type == "interpolation" for child in node.named_children):
        raise NotEditable("other values are interpolated in it")
    above = next((outer for outer in reversed(nodes[:-1]) if outer.type != "parenthesized_expression"), None)
    if above is not None and above.type in ("binary_expression", "interpolation"):
        raise NotEditable("it is one part of a value that is computed")
    if each.record and each.placeholder and each.literal.endswith(("-", ":")):
        raise NotEditable("there is no complete hash")


def _bare(node: Node) -> Node:
    """Return an expression without the parentheses around it."""
    while node.type == "parenthesized_expression":
        inner = node.child_by_field_name("expression")
        if inner is None:
            break
        node = inner
    return node


def _is_fake(source: Source, node: Node) -> bool:
    """Tell whether an expression is the name of a placeholder: `fakeHash`, `lib.fakeHash`, `pkgs.lib.fakeSha256`."""
    if node.type not in _NAMES or node.child_by_field_name("default") is not None:
        return False
    return source.text(node).rpartition(".")[2].strip() in FAKES


def _text(source: Source, node: Node) -> str | None:
    """Return the text of a string without interpolations, or of a uri."""
    if node.type == "uri_expression":
        return source.text(node)
    if any(child.type == "interpolation" for child in node.named_children):
        return None
    return string(string_parts(source, node, lambda _: Sym("text"))).literal
