"""The arguments of modules.

`specialArgs` and `_module.args` pass arguments by name. No code of the repository calls the module.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from authguard.nix.canonical import Canonical, fingerprint
from authguard.nix.lexical import chain
from authguard.nix.options import Options
from authguard.nix.references import ANY_ARGUMENT, ARGUMENT, OF_MODULES, options_read
from authguard.nix.values import Attrs, Sym, Thunk, free

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from authguard.nix.lexical import Lexical, LexicalContext
    from authguard.nix.parse import Source
    from authguard.nix.values import Str, Value

    Contexts = Callable[[Source, list[Node], int], list[LexicalContext]]

MAX_FILES = 16
"""An argument that more files than this define is not followed."""

_GIVING = (b"pecialArgs", b"_module.args")
_MODULE = b"_module"


class ModuleArguments:
    """Finds the arguments of the modules of one tree.

    ``importers`` returns the files that define an argument, ``contexts`` the contexts of a place in a file.
    """

    def __init__(
        self, lexical: Lexical, importers: Callable[[str], Iterable[str]], contexts: Contexts
    ) -> None:
        """Store the arguments."""
        self.lexical = lexical
        self.importers = importers
        self.contexts = contexts
        self.options = Options(lexical.evaluator, importers)

    def arguments(self, source: Source, node: Node, depth: int) -> dict[str, Thunk]:
        """Return the arguments that files of this repository define for the lambda ``node``, if it may be a module."""
        pattern = node.child_by_field_name("formals")
        if pattern is None or pattern.child_by_field_name("ellipses") is None:
            return {}
        found = {}
        for formal in pattern.named_children:
            name = formal.child_by_field_name("name") if formal.type == "formal" else None
            text = source.text(name) if name is not None else ""
            if not text or text.encode() in OF_MODULES:
                continue
            files = list(
                {file: None for each in (text, ANY_ARGUMENT) for file in self.importers(ARGUMENT + each)}
            )
            if 0 < len(files) <= MAX_FILES:
                found[text] = Thunk(partial(self._value, text, files, depth))
        return found

    def configured(self, source: Source) -> Value:
        """Return the ``config`` of the module in ``source`` with the versions that other modules define as literals."""
        found: dict[tuple[str, ...], Str] = {}
        for name in sorted(options_read(source.data)):
            for option in self.options.named(name):
                if option.files != {source.path}:
                    found[option.at] = option.text
        return _tree(found, free("config"))

    def _value(self, name: str, files: list[str], depth: int) -> Value:
        """Return the value of an argument; an unknown value if the files that define the argument do not agree."""
        evaluator = self.lexical.evaluator
        values: list[Value] = []
        for source in filter(None, map(evaluator.source, files)):
            for nodes, names in _given(source):
                if names and names[0] != name:
                    continue
                for context in self.contexts(source, nodes, depth):
                    value: Value | None = self.lexical.value(source, nodes, context)
                    if value is not None and not names:
                        value = evaluator.select(value, name)
                    for each in reversed(names[1:]):
                        value = Attrs({each: Thunk.of(value)}) if value is not None else None
                    if value is not None and not any(value is other for other in values):
                        values.append(value)
        # A comparison of sets with all inputs takes long, and mostly only one file defines such a set.
        different = len(values) > 1 and len({fingerprint(Canonical(evaluator).of(one)) for one in values}) > 1
        return values[0] if values and not different else free(name)


def _tree(found: dict[tuple[str, ...], Str], rest: Value) -> Value:
    """Return the set with these values at their paths, and with the unknown ``rest``."""
    if not found:
        return rest
    inner: dict[str, dict[tuple[str, ...], Str]] = {}
    items: dict[str, Thunk] = {}
    for at, value in found.items():
        if len(at) == 1:
            items[at[0]] = Thunk.of(value)
        else:
            inner.setdefault(at[0], {})[at[1:]] = value
    for name, below in inner.items():
        key = rest.key if isinstance(rest, Sym) else ()
        items.setdefault(name, Thunk.of(_tree(below, Sym("select", key, name))))
    return Attrs(items, rest)


def _given(source: Source) -> Iterator[tuple[list[Node], list[str]]]:
    """Yield (the nodes around a value, the attribute path below the arguments) for each set that defines arguments."""
    for word in _GIVING:
        at = source.data.find(word)
        while at >= 0:
            nodes = chain(source, at, at + len(word))
            while nodes and nodes[-1].type != "binding":
                nodes.pop()
            value = nodes[-1].child_by_field_name("expression") if nodes else None
            attrpath = nodes[-1].child_by_field_name("attrpath") if nodes else None
            if value is not None and attrpath is not None and attrpath.start_byte <= at < attrpath.end_byte:
                below = source.data[at + len(word) : attrpath.end_byte].decode("utf-8", "replace")
                yield [*nodes, value], [name for name in below.split(".") if name]
            at = source.data.find(word, at + 1)
    yield from _given_in_set(source)


def _given_in_set(source: Source) -> Iterator[tuple[list[Node], list[str]]]:
    """Yield the same for `_module = { args = { … }; }`."""
    at = source.data.find(_MODULE)
    while at >= 0:
        nodes = chain(source, at, at + len(_MODULE))
        while nodes and nodes[-1].type != "binding":
            nodes.pop()
        value = nodes[-1].child_by_field_name("expression") if nodes else None
        inner = value.named_children[0] if value is not None and value.named_children else None
        for binding in inner.named_children if inner is not None and inner.type == "binding_set" else ():
            attrpath = binding.child_by_field_name("attrpath")
            given = binding.child_by_field_name("expression")
            first, *below = source.text(attrpath).split(".") if attrpath is not None else [""]
            if first == "args" and value is not None and given is not None and inner is not None:
                yield [*nodes, value, inner, binding, given], below
        at = source.data.find(_MODULE, at + 1)
