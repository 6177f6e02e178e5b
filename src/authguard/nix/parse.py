"""Nix source to syntax tree, with tree-sitter.

tree-sitter-nix rejects some code that Nix accepts. `dialect` replaces it by code of the same length before parsing.
So offsets stay the same, and text always comes from the original bytes.

Code that only Nix accepts is first replaced by code of the same length that tree-sitter-nix accepts too.

A string loses its escapes, and the indentation of an indented string.
"""

from __future__ import annotations

import re
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

from tree_sitter import Language, Parser, Query, QueryCursor

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

    from authguard.nix.modules import Definitions

    Binding = tuple[str, list[str | Node], Node | None, list[tuple[str, Node]]]
    """The kind of a binding; its attribute path, with plain names as texts; its value, or the source of an inherit; the
    inherited names."""
    from collections.abc import Callable

    from tree_sitter import Node

    from authguard.nix.values import Value

LONG = 1 << 14
"""A longer text is parsed with a time limit."""

_DEEPEST = 1000

_APART = bytes.maketrans(b";{/", b"   ")
"""The bytes that may precede an attribute path: the end of a binding, the start of a set, the end of a comment."""

_ENCRYPTED = (
    b"\0GITCRYPT\0",
    b"age-encryption.org/v1\n",
    b"-----BEGIN AGE ENCRYPTED FILE-----",
    b"U2FsdGVkX1",
    b"Salted__",
    b"-----BEGIN PGP MESSAGE-----",
    b"$ANSIBLE_VAULT;",
)
"""The first bytes of a file that git-crypt, age, transcrypt (OpenSSL), OpenPGP or Ansible encrypted."""
_BY_SOPS = rb'\s*\{\s*"data"\s*:\s*"ENC\[AES'
"""The start of a file that sops encrypted as a whole."""

MAX_BYTES = 2 << 20
MAX_NODES = 600_000
"""A .nix file with more bytes or more nodes of syntax is not read. No person writes such a file, and few programs do.

The largest of some thirty public repositories, a Cargo.nix, has 1.4 MB and 380,000 nodes. A node takes 150 bytes.
"""


def _grammar() -> object:
    """Return the grammar in tree_sitter_nix without its `__init__`.

    The `__init__` imports importlib.resources for files that are not used here. That import takes a tenth of a clean
    check, so only the extension module is loaded.

    Raises:
        ImportError: it is not installed.
    """
    package = PathFinder.find_spec("tree_sitter_nix")
    spec = PathFinder.find_spec("_binding", package.submodule_search_locations) if package else None
    binding = spec.loader.create_module(spec) if spec is not None and spec.loader is not None else None
    if spec is None or spec.loader is None or binding is None:
        raise ImportError("tree_sitter_nix is not installed")
    spec.loader.exec_module(binding)
    return binding.language()


LANGUAGE = Language(_grammar())
PARSER = Parser(LANGUAGE)
_SETS = Query(LANGUAGE, "(binding_set) @set")


def _parse(data: bytes) -> Tree | None:
    """Return the syntax tree of ``data``, or None if tree-sitter takes too long.

    tree-sitter tries to repair syntax that it cannot parse. The time for this can grow with the square of the text's
    length.
    """
    if len(data) < LONG:
        return PARSER.parse(data)
    from time import (
        monotonic,
        thread_time,
    )  # the CPU time of this thread, since other processes must not affect the result

    seconds = 0.5 + len(data) / (4 << 20)
    # CPU time is never more than the elapsed time, and the elapsed time is read without a system call.
    earliest, until = monotonic() + seconds, thread_time() + seconds
    try:
        return PARSER.parse(
            lambda offset, _: data[offset : offset + (1 << 16)],
            progress_callback=lambda *_: monotonic() > earliest and thread_time() > until,
        )
    except ValueError:
        PARSER.reset()
        return None


class Source:
    """One parsed .nix file.

    data      the original bytes; all spans are offsets in it.
    root      tree-sitter's root node.
    names     the names of the bindings around a span.
    lets      the spans that are bound in a `let`.
    formals   the formals of lambdas, by the id of the node, since reading the tree is slow.
    bindings  the bindings of sets, in the same way.
    bound     the bindings of a name to other files, see `selected`.
    firsts    the first names of the bindings of a `let` or a set, by the id of the node.
    choosing  the formals that only choose texts, see `compared.choosing`; None before they are needed.
    defined   the options that a module defines, see `options`; None before they are needed.
    looked    the number of steps of the searches for places in the tree, see `lexical.chain`.
    beyond    whether there were too many steps, so that some places were not found.
    huge      whether there are more than MAX_NODES nodes, or the parser did not finish; then there is no tree.
    """

    __slots__ = (
        "beyond",
        "bindings",
        "bound",
        "choosing",
        "data",
        "defined",
        "firsts",
        "formals",
        "huge",
        "lets",
        "looked",
        "names",
        "path",
        "root",
        "tree",
    )

    def __init__(self, path: str, data: bytes) -> None:
        """Parse ``data``, the content of ``path`` (relative to the repository's root)."""
        self.path = path
        self.data = data
        self.looked = 0
        self.beyond = False
        plain = without_trailing_commas(with_line_feeds(data))
        tree = _parse(plain)
        if tree is not None and tree.root_node.has_error:
            replaced = with_known_syntax(plain)
            tree = _parse(replaced) if replaced != plain else tree
        self.huge = tree is None or tree.root_node.descendant_count > MAX_NODES
        self.tree = PARSER.parse(b"") if tree is None or self.huge else tree
        self.root = self.tree.root_node
        self.names: dict[tuple[int, int], list[str]] = {}
        self.lets: set[tuple[int, int]] = set()
        self.formals: dict[int, dict[str, Node | None]] = {}
        self.bindings: dict[int, list[Binding]] = {}
        self.bound: dict[str, dict[str, list[list[Node]]]] = {}
        self.firsts: dict[int, set[str]] = {}
        self.choosing: frozenset[str] | None = None
        self.defined: Definitions | None = None

    def text(self, node: Node) -> str:
        """Return the source text of ``node``."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "surrogateescape")

    @property
    def expression(self) -> Node | None:
        """The expression of the whole file, or None if the file has no expression."""
        for child in self.root.named_children:
            if child.type != "comment":
                return child
        return None


CONFLICT = rb"(?m)^(?:<{7} |>{7} |\|{7} |={7}$)"
"""A line that git writes into a file with a conflict."""
_CONFLICTED = (
    rb"(?m)^(<{7} [^\n]*\n)((?:(?![<|=>]{7})[^\n]*\n)*+)((?:\|{7} [^\n]*\n(?:(?![<=>]{7})[^\n]*\n)*+)?"
    rb"={7}\n(?:(?![<=>]{7})[^\n]*\n)*+>{7} [^\n]*)$"
)
"""The lines of a conflict: the first side, perhaps those of the merge base, and the second side."""


def has_conflict(source: Source) -> bool:
    """Tell whether a file has the two sides of a conflict, so that nobody knows which of them counts."""
    return source.root.has_error and re.search(_CONFLICTED, source.data) is not None


def without_conflicts(data: bytes) -> bytes:
    """Return a file with the first side of each conflict, of the same length: blanks are in place of the others."""
    return re.sub(_CONFLICTED, lambda match: _blank(match[1]) + match[2] + _blank(match[3]), data)


def _blank(data: bytes) -> bytes:
    return re.sub(rb"[^\n]", b" ", data)


def is_encrypted(data: bytes) -> bool:
    """Tell whether a file is encrypted. Then git has only the encrypted bytes, and the text is only in a work tree."""
    return data.startswith(_ENCRYPTED) or re.match(_BY_SOPS, data) is not None


def call_parts(source: Source, node: Node) -> tuple[Node, Node] | None:
    """Return (function, argument) of a call: `f x`, `x |> f` or `f <| x`. None for another node."""
    if node.type == "apply_expression":
        function, argument = node.child_by_field_name("function"), node.child_by_field_name("argument")
    elif node.type == "binary_expression":
        operator = node.child_by_field_name("operator")
        text = source.data[operator.start_byte : operator.end_byte] if operator is not None else b""
        if text not in (b"|>", b"<|"):
            return None
        function, argument = node.child_by_field_name("left"), node.child_by_field_name("right")
        if text == b"|>":
            function, argument = argument, function
    else:
        return None
    return (function, argument) if function is not None and argument is not None else None


def first_error(source: Source) -> tuple[int, str] | None:
    """Return (byte offset, reason) of the first syntax error, or None if Nix would parse the file."""
    if source.expression is None:
        return (0, "it has no expression")
    if not source.root.has_error:
        return _duplicate(source)
    node = source.root
    while True:
        for child in node.children:
            if child.has_error or child.is_missing or child.type == "ERROR":
                break
        else:
            break
        node = child
        if node.is_missing:
            rest = source.data[node.start_byte :]  # tree-sitter puts a missing token before the blanks
            return (node.start_byte + len(rest) - len(rest.lstrip()), f"'{node.type}' is missing")
        if node.type == "ERROR" and not any(child.has_error for child in node.children):
            break
    return (node.start_byte, "syntax error")


def _duplicate(source: Source) -> tuple[int, str] | None:
    """Find an attribute that one set defines twice. tree-sitter accepts this, but Nix does not."""
    places = _repeated(source.data)
    if places is not None and not places:
        return None
    sets = _binding_sets(source.root)
    for node in sets if places is None else _with_two(sets, places):
        seen: dict[str, Node] = {}
        for binding in node.named_children:
            attrpath = binding.child_by_field_name("attrpath") if binding.type == "binding" else None
            if attrpath is None:
                continue
            name = source.text(attrpath)
            if "${" in name:
                continue
            if name in seen and not (_is_of_set(seen[name]) and _is_of_set(binding)):
                return (binding.start_byte, f"attribute '{name}' is defined twice")
            seen[name] = binding
    return None


def _repeated(data: bytes) -> list[tuple[int, bytes]] | None:
    """Return the words that occur before more than one `=` of a file, with their ends; None for unclear text.

    Two equal attribute paths have the same word before the `=`, unless there is a comment between word and `=`.
    """
    pieces = data.translate(_APART).split(b"=")
    pieces.pop()
    words = [b"".join(each.rsplit(None, 1)[-1:]) for each in pieces]
    if (b"#" in data or b"*/" in data) and any(
        each.endswith(b"*/") or (b"#" in each and b"#" in each[each.rfind(b"\n") + 1 :])
        for each in map(bytes.rstrip, data.split(b"=")[:-1])
    ):
        return None
    if len(set(words)) == len(words):
        return []
    once: set[bytes] = set()
    twice: set[bytes] = set()
    for word in words:
        (twice if word in once else once).add(word)
    found = []
    at = 0
    for word, each in zip(words, pieces, strict=True):
        if word and word in twice:
            found.append((at + len(each.rstrip()) - 1, word))
        at += len(each) + 1
    return found


def _with_two(sets: list[Node], places: list[tuple[int, bytes]]) -> list[Node]:
    """Return those of ``sets`` that contain a word twice outside of their inner sets."""
    spans = [(node.start_byte, node.end_byte, index) for index, node in enumerate(sets)][::-1]
    around: list[tuple[int, int]] = []  # (end, set) for each set around the place, the innermost last
    seen: set[tuple[int, bytes]] = set()
    found: set[int] = set()
    for at, word in places:
        while spans and spans[-1][0] <= at:
            start, end, index = spans.pop()
            while around and around[-1][0] <= start:
                around.pop()
            around.append((end, index))
        while around and around[-1][0] <= at:
            around.pop()
        if around:
            key = around[-1][1], word
            if key in seen:
                found.add(key[0])
            seen.add(key)
    return [sets[each] for each in sorted(found)]


def _is_of_set(binding: Node) -> bool:
    """Tell whether a binding's value is written as a set. Nix merges two such bindings of one name."""
    value = binding.child_by_field_name("expression")
    return value is not None and value.type in ("attrset_expression", "rec_attrset_expression")


def _binding_sets(root: Node) -> list[Node]:
    """Return the nodes with the bindings of each set and `let`, in the order of their places."""
    cursor = QueryCursor(_SETS)
    cursor.set_max_start_depth(_DEEPEST)  # the time of a query grows with the square of the depth
    found: list[Node] = cursor.captures(root).get("set", [])
    return sorted(found, key=lambda node: node.start_byte)  # the matches of a query have no fixed order


def line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    """Return the 1-based line and the 1-based column in characters of byte ``offset``."""
    if offset >= LONG:
        from authguard.nix.places import far

        return far(data, offset)
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode("utf-8", "replace")) + 1


_COMMENT = rb"(?:\s|#[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*+"
_COMMA = re.compile(rb",(?=\s*+(?:\}|#|/\*))")
_SPACE = re.compile(rb"\s*+")
_NAME = rb"[A-Za-z_][\w'-]*+"
_EMPTY_INHERIT = rb"\binherit(?:" + _COMMENT + rb"\([^()]*\))?" + _COMMENT + rb";"
_PIPE = rb"\|>|<\|"
_AT_END = b"\0 \t\r\n"
_ENDS_A_NAME = rb"[\w'-]"

_IN_CODE = rb"#[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|[A-Za-z_][\w'-]*+|[{}\"]|''"
_IN_STRING = rb"(?s)\\.|\$[^{\"\\]|\$\{|\""
_IN_INDENTED = rb"(?s)''(?:\$|'|\\.)|''|\$[^{']|\$\{|'(?=\$\{)"
_MODES = {b"{": _IN_CODE, b"${": _IN_CODE, b'"': _IN_STRING, b"''": _IN_INDENTED}


def with_known_syntax(data: bytes) -> bytes:
    """Return Nix source without syntax that tree-sitter does not know, and without NUL bytes at the end.

    The syntax is: empty inherits, pipes, single quotes before interpolations, and paths such as `~/${name}`.
    """
    code = data.rstrip(_AT_END)
    replaced = re.sub(_EMPTY_INHERIT, lambda match: b" " * len(match[0]), code).ljust(len(data))
    replaced = replaced.replace(b"~/${", b"./${")
    if b"|>" in replaced or b"<|" in replaced:
        replaced = re.sub(_PIPE, _operator, replaced)
    if b"'${" in replaced:
        changed = bytearray(replaced)
        for at in _single_quotes(replaced):
            changed[at] = 0x78
        replaced = bytes(changed)
    return replaced


def _operator(match: re.Match[bytes]) -> bytes:
    """Return the operator for a pipe. In a string or a comment, any text of the same length would do."""
    glued = match.start() > 0 and re.compile(_ENDS_A_NAME).match(match.string, match.start() - 1) is not None
    return b"->" if match[0] == b"<|" and not glued else b"||"


def _single_quotes(data: bytes) -> list[int]:
    """Return the offsets of the single quotes of indented strings that are just before an interpolation."""
    found: list[int] = []
    modes = [b"{"]
    at = 0
    while (match := re.compile(_MODES[modes[-1]]).search(data, at)) is not None:
        token, at = match[0], match.end()
        if token == b"'":
            found.append(match.start())
        elif token in (b"${", b"{") or (token in (b'"', b"''") and _MODES[modes[-1]] is _IN_CODE):
            modes.append(token)
        elif token in (b'"', b"''", b"}") and len(modes) > 1:
            modes.pop()
    return found


def with_line_feeds(data: bytes) -> bytes:
    """Return Nix source with a line feed in place of each carriage return that has no line feed after it."""
    return re.sub(rb"\r(?!\n)", b"\n", data) if b"\r" in data else data


def without_trailing_commas(data: bytes) -> bytes:
    """Return Nix source without trailing commas in formals.

    Each comma becomes a space, so all offsets stay the same.
    """
    cuts = []
    blanks = _Blanks(data)
    for match in _COMMA.finditer(data):
        at = blanks.end(match.end())
        if data[at : at + 1] != b"}":
            continue
        at = blanks.end(at + 1)
        if data[at : at + 1] == b"@":
            name = re.compile(_NAME).match(data, blanks.end(at + 1))
            at = blanks.end(name.end()) if name is not None else len(data)
        if data[at : at + 1] == b":" and _follows_a_formal(data, match.start()):
            cuts.append(match.start())
    if not cuts:
        return data
    blanked = bytearray(data)
    for at in cuts:
        blanked[at] = 0x20
    return bytes(blanked)


def _follows_a_formal(data: bytes, comma: int) -> bool:
    """Tell whether there is an element before a comma: ``{ , }:`` is not Nix."""
    at = comma - 1
    while at >= 0 and data[at : at + 1].isspace():
        at -= 1
    return at >= 0 and data[at : at + 1] not in (b"{", b",")


class _Blanks:
    """Finds where whitespace and comments end. No part of a text is searched twice."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._ends: dict[int, int] = {}
        self._next: dict[bytes, tuple[int, int]] = {}

    def end(self, at: int) -> int:
        """Return the offset of the first byte from ``at`` on that is neither whitespace nor in a comment."""
        passed = []
        while at not in self._ends:
            passed.append(at)
            match = _SPACE.match(self.data, at)
            here = match.end() if match is not None else at
            if self.data[here : here + 1] == b"#":
                at = self._after(b"\n", here)
            elif self.data[here : here + 2] == b"/*":
                at = self._after(b"*/", here + 2)
            else:
                self._ends[at] = here
        found = self._ends[at]
        for each in passed:
            self._ends[each] = found
        return found

    def _after(self, token: bytes, at: int) -> int:
        """Return the offset behind the next ``token``, or the end of the text."""
        start, found = self._next.get(token, (0, -1))
        if not start <= at <= found:
            found = self.data.find(token, at)
            found = len(self.data) if found < 0 else found
            self._next[token] = (at, found)
        return min(found + len(token), len(self.data))


_LINE_END = re.compile(r"\r\n?")
_FIRST_LINE = re.compile(r"\A *\n")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


_LONGEST_PLAIN = 4096


def plain_string(source: Source, node: Node) -> str | None:
    """Return the text of a string in `"` without escapes, interpolations and line breaks; None for others."""
    start, end = node.start_byte, node.end_byte
    if end - start > _LONGEST_PLAIN or source.data[start] != 0x22:
        return None
    text = source.data[start + 1 : end - 1]
    if b"\\" in text or b"$" in text or b"\n" in text or b'"' in text or node.has_error:
        return None
    return text.decode("utf-8", "surrogateescape")


def string_parts(source: Source, node: Node, value: Callable[[Node], Value]) -> list[str | Value]:
    """Return the pieces of a string node: text as Nix reads it, and ``value`` of each interpolation."""
    indented = node.type == "indented_string_expression"
    pieces: list[str | Value] = []
    plain: list[bool] = []
    for child in node.named_children:
        kind = child.type
        if kind == "interpolation":
            inner = child.child_by_field_name("expression")
            if inner is not None:
                pieces.append(value(inner))
                plain.append(False)
        elif kind == "string_fragment":
            text = source.text(child)
            pieces.append(text if indented else _LINE_END.sub("\n", text))
            plain.append(True)
        elif kind == "escape_sequence":
            pieces.append(_escape(source.text(child), indented))
            plain.append(False)
    if indented:
        return _unindent(pieces, plain)
    return pieces


def _escape(text: str, indented: bool) -> str:
    r"""Return the text of one escape sequence."""
    if not indented:
        return _ESCAPES.get(text[1:], text[1:])
    if text == "'''":
        return "''"
    return _ESCAPES.get(text[3:], text[3:])


def _unindent(pieces: list[str | Value], plain: list[bool]) -> list[str | Value]:
    """Remove the common indentation like Nix's lexer and parser (src/libexpr/parser-state.hh, stripIndentation).

    Only spaces indent. A line with only spaces has no indentation to compare; if no other lines exist, all spaces are
    removed. The first line is removed if it is blank, and so is the text after the last line break.
    """
    if pieces and plain[0] and isinstance(pieces[0], str):
        pieces[0] = _FIRST_LINE.sub("", pieces[0], count=1)
    out = _cut(pieces, _width(pieces, plain))
    if out and isinstance(out[-1], str):
        head, line_break, tail = out[-1].rpartition("\n")
        out[-1] = head + line_break + (tail if not line_break else tail.lstrip(" ") and tail)
    return out


def _width(pieces: list[str | Value], plain: list[bool]) -> int | None:
    """Return the common indentation of all lines, or None if all lines are blank."""
    width: int | None = None
    at_start, current = True, 0
    for piece, is_text in zip(pieces, plain, strict=True):
        lines = piece.split("\n") if is_text and isinstance(piece, str) else ["!"]
        for number, line in enumerate(lines):
            if number:
                at_start, current = True, 0
            if at_start:
                bare = line.lstrip(" ")
                current += len(line) - len(bare)
                if bare:
                    at_start = False
                    width = current if width is None else min(width, current)
    return width


def _cut(pieces: list[str | Value], width: int | None) -> list[str | Value]:
    """Drop ``width`` spaces (None: all) from the start of each line. An escaped line break begins a line, too."""
    out: list[str | Value] = []
    at_start, seen = True, 0
    for piece in pieces:
        if not isinstance(piece, str):
            at_start, seen = False, 0
            out.append(piece)
            continue
        lines = piece.split("\n")
        for number, line in enumerate(lines):
            if number:
                at_start, seen = True, 0
            if at_start:
                bare = line.lstrip(" ")
                spaces = len(line) - len(bare)
                lines[number] = line[spaces if width is None else min(spaces, max(width - seen, 0)) :]
                seen += spaces
                at_start = not bare
        out.append("\n".join(lines))
    return out
