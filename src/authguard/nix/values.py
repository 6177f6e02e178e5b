"""Symbolic values: the value of an expression, as far as it can be known without Nix.

A value is never wrong, only incomplete. An unknown part is a `Sym` with a canonical key, so that two unknown parts
can be compared. A `Choice` has each value that an `if` or a selection by an unknown key may have.

A scope has the meanings of names at a place. Lexical scopes come first, then `with`, as in Nix.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.digest import SRI
from authguard.system import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node

    from authguard.nix.parse import Source

BEYOND = "beyond"
"""The kind of a value that is unknown only because of the limits of the evaluation."""

MAX_TEXT = 1 << 17
"""A string that becomes longer than this by concatenation is replaced by its fingerprint."""

MAX_PARTS = 1 << 10
"""The most pieces of a string."""

MAX_OPTIONS = 1000
"""An unknown key chooses among this many first entries of a set."""

MAX_CHOICES = 1024
"""The most values of nested choices."""

MAX_UNITED = 12
"""If a choice has more sets than this, the sets are not united into one set."""

MAX_ITEMS = 1 << 16
"""A list that would become longer is symbolic."""

MAX_PRESETS = 3
"""A string is a choice by at most this many formals with a default."""

MAX_NESTED = 24
"""At most this many packages that are made from one another are followed."""


_RENAMED = {"self": "final", "super": "prev"}


class Origin:
    """The place of a literal: byte span [start, end) of ``data``, the text of the file at ``path``.

    In a data file, ``pointer`` has the keys that lead to the literal.
    """

    __slots__ = ("data", "end", "path", "start")
    pointer: tuple[str | int, ...] | None = None

    def __init__(self, path: str, data: bytes, start: int, end: int) -> None:
        """Keep the span."""
        self.path = path
        self.data = data
        self.start = start
        self.end = end

    def span(self) -> tuple[int, int]:
        """Return the byte span of the literal, quotes included."""
        return self.start, self.end

    @property
    def key(self) -> tuple[object, ...]:
        """Identify the literal within one snapshot."""
        return (self.path, self.start)


class Value:
    """Base of all values. ``plain`` stores the canonical form of the value after it was first computed.

    ``cut`` stores the forms that are incomplete since a part is too deep, by the depth of the value itself.
    """

    __slots__ = ("cut", "plain")

    cut: object
    plain: object


class Str(Value):
    """A string, as a sequence of literal and unknown pieces.

    ``origin`` is set if the complete string is one literal. ``blobs`` has the paths of files that the text was read
    from.
    """

    __slots__ = ("blobs", "origin", "parts")

    def __init__(
        self, parts: tuple[str | Value, ...], origin: Origin | None = None, blobs: tuple[str, ...] = ()
    ) -> None:
        """Store ``parts`` unchanged; `string` joins neighbouring texts."""
        self.parts = parts
        self.origin = origin
        self.blobs = blobs

    @property
    def literal(self) -> str | None:
        """The text, if it is completely known."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return "" if not self.parts else None


class Path(Value):
    """A path inside the repository (relative to its root), or outside of it (``inside`` False)."""

    __slots__ = ("inside", "path")

    def __init__(self, path: str, inside: bool = True) -> None:
        """Store a normalised path; "" is the root."""
        self.path = path
        self.inside = inside


class Const(Value):
    """An integer, a float, a boolean or null (None)."""

    __slots__ = ("value",)

    def __init__(self, value: int | float | bool | None) -> None:
        """Store the Python value."""
        self.value = value


class Preset(Const):
    """The default truth value of a formal, if no caller is known: `{ unstable ? false }`.

    A caller may pass another value, so an `if` on the formal keeps both texts. Its value is the text for the default,
    unless a condition selects the other text. ``name`` is the name of the formal.
    """

    __slots__ = ("name",)

    def __init__(self, value: bool, name: str) -> None:
        """Store the default and the name."""
        super().__init__(value)
        self.name = name


class PresetText(Str):
    """The default text of a formal, if no caller is known and it only chooses texts: `{ channel ? "stable" }`.

    A caller may pass another text. A comparison with it is a `Preset`. ``name`` is the name of the formal.
    """

    __slots__ = ("name",)

    def __init__(self, text: Str, name: str) -> None:
        """Store the default and the name."""
        super().__init__(text.parts, text.origin, text.blobs)
        self.name = name


class Respelled(Str):
    """A digest with its algorithm or without, unlike its literal: `"sha256:${hex}"`, `removePrefix "sha256:" digest`.

    ``origin`` and ``written`` are of the literal.
    """

    __slots__ = ("written",)

    def __init__(self, spelled: str, literal: Str) -> None:
        """Store the digest as it is used, and its literal."""
        self.written: str = literal.written if isinstance(literal, Respelled) else literal.literal or ""
        super().__init__((spelled,), literal.origin, literal.blobs)


class List(Value):
    """A list; the items are thunks."""

    __slots__ = ("items",)

    def __init__(self, items: list[Thunk]) -> None:
        """Keep the items."""
        self.items = items


class Attrs(Value):
    """An attribute set. ``rest`` is an unknown set that was merged in, or None."""

    __slots__ = ("items", "name", "rest")

    def __init__(self, items: dict[str, Thunk], rest: Value | None = None, name: str | None = None) -> None:
        """Keep the items; ``name`` marks a set with a special meaning (builtins)."""
        self.items = items
        self.rest = rest
        self.name = name


class Function(Value):
    """A lambda of this repository, with the scope that it closes over."""

    __slots__ = ("node", "scope", "source")

    def __init__(self, source: Source, node: Node, scope: Scope) -> None:
        """Keep the syntax and its scope."""
        self.source = source
        self.node = node
        self.scope = scope


class Builtin(Value):
    """A function of the language or of nixpkgs' lib that the evaluator implements."""

    __slots__ = ("arguments", "arity", "call", "name")

    def __init__(
        self, name: str, arity: int, call: Callable[..., Value], arguments: tuple[Thunk, ...] = ()
    ) -> None:
        """Keep the implementation, which gets the evaluator and ``arity`` thunks."""
        self.name = name
        self.arity = arity
        self.call = call
        self.arguments = arguments


class Sym(Value):
    """An unknown value. Equal keys (``key``) mean the same unknown value."""

    __slots__ = ("key",)

    def __init__(self, *key: object) -> None:
        """Store the canonical key, made of strings and tuples."""
        self.key = key

    @property
    def last(self) -> str | None:
        """The last component of the name, if there is a name."""
        if self.key[0] in ("free", "select") and isinstance(self.key[-1], str):
            return self.key[-1]
        return None


class Fake(Sym):
    """A placeholder that is used by its name, such as `lib.fakeHash`. ``origin`` is the expression with that name."""

    __slots__ = ("origin",)

    def __init__(self, key: tuple[object, ...], origin: Origin) -> None:
        """Store the key of this unknown value, and its place."""
        super().__init__(*key)
        self.origin = origin


class Apply(Value):
    """An unknown function applied to something: a derivation, a fetch, or anything unknown.

    ``base`` is the package that `overrideAttrs` or `.override` changes. ``given`` has the attributes that the call
    passes, after their first use. ``made_by`` is the function of this repository that callPackage called, with its
    arguments, so that `.override` can call it again.
    """

    __slots__ = ("arguments", "base", "function", "given", "made_by", "node", "source")

    def __init__(
        self,
        function: Value,
        arguments: tuple[Thunk, ...],
        source: Source | None = None,
        node: Node | None = None,
        base: Value | None = None,
    ) -> None:
        """Store function and arguments; ``node`` is the call's syntax."""
        self.function = function
        self.arguments = arguments
        self.source = source
        self.node = node
        self.base = base
        self.given: Attrs | None = None
        self.made_by: tuple[Function, Thunk] | None = None


class Choice(Value):
    """One of several values. An unknown ``selector`` (a canonical key) decides which value is used.

    ``size`` is the number of possible values, including those of inner choices. ``weight`` is the number of parts of
    the selector, once they are counted. ``selectors`` has the hashes of this selector and of the selectors of inner
    choices. ``selected`` has the attributes that were selected, by the directory of the flake and the name.
    """

    __slots__ = ("options", "selected", "selector", "selectors", "size", "weight")

    def __init__(self, selector: object, options: dict[str, Value]) -> None:
        """Store the options, keyed by the value of the selector as text."""
        self.selector = selector
        self.options = options
        self.weight: int | None = None
        self.selected: dict[tuple[str, str], Value | None] = {}
        inner = [option for option in options.values() if isinstance(option, Choice)]
        self.size: int = len(options) - len(inner) + sum(option.size for option in inner)
        self.selectors: frozenset[int] = frozenset((hash(selector),)).union(
            *(option.selectors for option in inner)
        )


class Thunk:
    """A value that is computed on first use. ``node`` is its syntax, if it was written.

    ``cycles`` counts how many times any thunk was needed while it was computed.
    """

    cycles = 0

    __slots__ = ("_busy", "_compute", "_value", "node", "source")

    def __init__(
        self, compute: Callable[[], Value] | None, source: Source | None = None, node: Node | None = None
    ) -> None:
        """Store the computation."""
        self._compute = compute
        self._value: Value | None = None
        self._busy = False
        self.source = source
        self.node = node

    @classmethod
    def of(cls, value: Value, source: Source | None = None, node: Node | None = None) -> Thunk:
        """Return a thunk that already has its value."""
        thunk = cls(None, source, node)
        thunk._value = value
        return thunk

    @property
    def known(self) -> Value | None:
        """The value, if it was computed."""
        return self._value

    def force(self) -> Value:
        """Return the value. A value that needs itself is the unknown value ``cycle``."""
        if self._value is None:
            if self._busy:
                Thunk.cycles += 1
                return Sym("cycle")
            self._busy = True
            try:
                self._value = self._computed()
            finally:
                self._busy = False
        return self._value

    def _computed(self) -> Value:
        """Compute the value, and drop what only the computation needs."""
        if self._compute is None:
            return Sym("cycle")
        value = self._compute()
        self._compute = None
        return value


def choice(selector: object, options: dict[str, Value]) -> Value:
    """Return a `Choice`, or its only value if there is just one. A branch that throws is omitted.

    Nested choices with too many values become one unknown value.
    """
    kept = {
        key: option
        for key, option in options.items()
        if not (isinstance(option, Sym) and option.key[0] == "throw")
    }
    hashed = hash(selector)
    kept = {
        key: _chosen(option, selector, key)
        if isinstance(option, Choice) and hashed in option.selectors
        else option
        for key, option in kept.items()
    }
    if not kept:
        return next(iter(options.values()), Sym("throw"))
    if len(kept) == 1 and isinstance(selector, tuple) and selector[0] == "if":
        return next(iter(kept.values()))
    if len(kept) > MAX_OPTIONS:
        kept = dict(list(kept.items())[:MAX_OPTIONS])
    found = Choice(selector, kept)
    return found if found.size <= MAX_CHOICES else Sym("choice", selector)


def united(value: Choice) -> Attrs | None:
    """Return a choice among sets as one set with a choice for each attribute.

    None if an option is not a known set, or if there are too many options.
    """
    if value.size > MAX_UNITED:
        return None
    sets: dict[str, Attrs] = {}
    for key, option in value.options.items():
        inner = united(option) if isinstance(option, Choice) else option
        if not isinstance(inner, Attrs) or inner.name is not None:
            return None
        sets[key] = inner
    names = dict.fromkeys(name for each in sets.values() for name in each.items)
    return Attrs({name: _chosen_item(value.selector, sets, name) for name in names})


def _chosen_item(selector: object, sets: dict[str, Attrs], name: str) -> Thunk:
    """Return the choice among the attributes with one name; if they are all the same, that attribute.

    A set that certainly does not have the attribute gives null.
    """
    absent = Thunk.of(NULL)
    items = {
        key: each.items.get(name, absent)
        for key, each in sets.items()
        if name in each.items or each.rest is None
    }
    first, *others = items.values()
    if all(item is first for item in others):
        return first
    return Thunk(lambda: choice(selector, {key: item.force() for key, item in items.items()}))


def _chosen(value: Value, selector: object, key: str) -> Value:
    """Return a value for a selected option. An inner choice with the same selector is selected too."""
    if not isinstance(value, Choice) or hash(selector) not in value.selectors:
        return value
    if value.selector == selector:
        return _chosen(value.options[key], selector, key) if key in value.options else value
    options = {name: _chosen(option, selector, key) for name, option in value.options.items()}
    if all(options[name] is option for name, option in value.options.items()):
        return value
    return Choice(value.selector, options)


def free(name: str) -> Sym:
    """Return the unknown value for a free name. All names of package sets have the same unknown value."""
    return Sym("free", _RENAMED.get(name, name))


def relative(directory: str, text: str) -> Path:
    """Return the path of ``text`` in a file of ``directory``."""
    if text.startswith(("/", "~")):
        return Path(text, inside=False)
    parts = directory.split("/") if directory else []
    for piece in text.split("/"):
        if piece == "..":
            if not parts:
                return Path(text, inside=False)
            parts.pop()
        elif piece not in ("", "."):
            parts.append(piece)
    return Path("/".join(parts))


def string(parts: Iterable[str | Value], blobs: tuple[str, ...] = ()) -> Str:
    """Join ``parts``: nested strings are opened, and neighbouring texts become one."""
    out: list[str | Value] = []
    texts: list[str] = []  # adding the texts one by one would take quadratic time
    for part in parts:
        pieces: tuple[str | Value, ...] = (part,)
        if isinstance(part, Str):
            pieces = part.parts
            blobs = (*blobs, *(blob for blob in part.blobs if blob not in blobs))
        for piece in pieces:
            if isinstance(piece, str):
                texts.append(piece)
                continue
            if joined := "".join(texts):
                out.append(joined)
            texts.clear()
            out.append(piece)
    if joined := "".join(texts):
        out.append(joined)
    if len(out) > MAX_PARTS or sum(len(piece) for piece in out if isinstance(piece, str)) > MAX_TEXT:
        out = [*_hash_before(out), _fingerprint(out)]
    return Str(tuple(out), None, blobs)


def joined(parts: list[str | Value], most: int = MAX_PRESETS) -> Value:
    """Join ``parts`` to a string. If defaults of formals choose some of them, return a choice among strings.

    So a function that reads the text gets a known text for each choice. At most ``most`` formals are followed.
    """
    for part in parts if most else ():
        if isinstance(part, Choice) and is_preset(part.selector):
            return choice(
                part.selector,
                {
                    key: joined([_option(each, part.selector, key) for each in parts], most - 1)
                    for key in part.options
                },
            )
    return string(parts)


def is_preset(selector: object) -> bool:
    """Tell whether the selector of a choice is a formal with a default."""
    if not isinstance(selector, tuple) or len(selector) != 2 or selector[0] != "if":
        return False
    return isinstance(selector[1], tuple) and selector[1][:1] == ("preset",)


def _option(part: str | Value, selector: object, key: str) -> str | Value:
    return part if isinstance(part, str) else _chosen(part, selector, key)


def _hash_before(pieces: list[str | Value]) -> list[str | Value]:
    """Return the hash at the start of a string that is too long: some versions of Nix ignore the text after it."""
    match = re.match(SRI, pieces[0]) if isinstance(pieces[0], str) else None
    return [match[0]] if match is not None else []


def _fingerprint(pieces: list[str | Value]) -> Sym:
    """Return a replacement for a string that is too long, so that equal texts have equal replacements."""
    complete = blake2b(digest_size=16)
    for piece in pieces:
        if isinstance(piece, Sym) and piece.key[0] == BEYOND:
            piece = str(piece.key[1])
        complete.update(piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else b"\0")
    return Sym(BEYOND, complete.hexdigest())


def text(value: str) -> Str:
    """Return ``value`` as a string value."""
    return Str((value,) if value else ())


NULL = Const(None)
TRUE = Const(True)
FALSE = Const(False)


class Scope:
    """One link of the chain of scopes. ``names`` are the bound names; ``environment`` is set only for `with`."""

    __slots__ = ("environment", "names", "parent")

    def __init__(
        self, parent: Scope | None, names: dict[str, Thunk], environment: Thunk | None = None
    ) -> None:
        """Link to ``parent``. The code that makes a recursive scope fills ``names`` later."""
        self.parent = parent
        self.names = names
        self.environment = environment

    def lexical(self, name: str) -> Thunk | None:
        """Return the binding of ``name`` by let, rec or a function, or None."""
        scope: Scope | None = self
        while scope is not None:
            if scope.environment is None:
                found = scope.names.get(name)
                if found is not None:
                    return found
            scope = scope.parent
        return None

    def withs(self) -> list[Thunk]:
        """Return the sets opened by `with`, innermost first."""
        found = []
        scope: Scope | None = self
        while scope is not None:
            if scope.environment is not None:
                found.append(scope.environment)
            scope = scope.parent
        return found


def lookup(scope: Scope, name: str, select: Callable[[Value, str], Value | None]) -> Value | None:
    """Return the value of ``name`` in ``scope``, or None if no known scope binds it.

    ``select`` returns an attribute of a set, or None if the set is unknown or certainly does not have it.
    """
    thunk = scope.lexical(name)
    if thunk is not None:
        return thunk.force()
    for environment in scope.withs():
        value = select(environment.force(), name)
        if value is not None:
            return value
    return None
