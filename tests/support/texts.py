"""The texts that a program can print, read from its source: errors, lines on stderr, and other prose."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROSE = re.compile(r"[A-Za-z]{2,}[',:;]? [a-z]{2,}")
_NO_PROSE = re.compile(r"[\\\n|]|^(SELECT|INSERT|CREATE|DELETE|UPDATE) ")
_VALUE = re.compile(r"\{[^{}]*\}")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class Module:
    """One source file: its tree, and the node around each node."""

    name: str
    tree: ast.Module
    outer: dict[ast.AST, ast.AST] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, name: str) -> Module:
        """Parse a file; ``name`` is its path in the golden files."""
        made = cls(name, ast.parse(path.read_text()))
        for node in ast.walk(made.tree):
            made.outer.update(dict.fromkeys(ast.iter_child_nodes(node), node))
        return made

    def calls(self, names: set[str]) -> Iterator[ast.Call]:
        """Yield the calls of functions, classes and methods with these names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and _called(node) in names:
                yield node

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around a node, the nearest first."""
        while node in self.outer:
            node = self.outer[node]
            yield node

    def texts(self, node: ast.expr, depth: int = 3) -> list[str]:
        """Return the possible texts of an expression, with inserted values as their source in braces; [] if none."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.JoinedStr):
            return [template(node)]
        if isinstance(node, ast.BinOp):
            pairs = self.texts(node.left, depth), self.texts(node.right, depth)
            return [a + b for a in pairs[0] or [f"{{{ast.unparse(node.left)}}}"] for b in pairs[1]]
        if isinstance(node, ast.IfExp):
            return self.texts(node.body, depth) + self.texts(node.orelse, depth)
        if isinstance(node, ast.BoolOp):
            return [text for each in node.values for text in self.texts(each, depth)]
        return self._followed(node, depth) if depth else []

    def _followed(self, node: ast.expr, depth: int) -> list[str]:
        """Return the texts of a local name, or of the value that a function of this file returns."""
        found: list[str] = []
        if isinstance(node, ast.Name):
            around = self.around(node)
            for each in ast.walk(next((one for one in around if isinstance(one, _FUNCTIONS)), self.tree)):
                if isinstance(each, ast.Assign) and any(ast.unparse(to) == node.id for to in each.targets):
                    found += self.texts(each.value, depth - 1)
        elif isinstance(node, ast.Call):
            for each in ast.walk(self.tree):
                if isinstance(each, _FUNCTIONS) and each.name == _called(node):
                    returned = (one.value for one in ast.walk(each) if isinstance(one, ast.Return))
                    found += [text for one in returned if one for text in self.texts(one, depth - 1)]
        return found

    def prose(self) -> Iterator[str]:
        """Yield each line of two words or more that is not a docstring, a pattern or a query."""
        for node in ast.walk(self.tree):
            if isinstance(self.outer.get(node), (ast.Expr, ast.JoinedStr, ast.FormattedValue)):
                continue
            if isinstance(node, ast.JoinedStr) or (
                isinstance(node, ast.Constant) and isinstance(node.value, str)
            ):
                text = template(node)
                shown = _VALUE.sub("X", text.strip())
                if _PROSE.search(shown) and not _NO_PROSE.search(shown):
                    yield text.strip()


def template(node: ast.expr) -> str:
    """Return a literal with its values as ``{expression}``."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(template, node.values))
    if isinstance(node, ast.FormattedValue):
        return f"{{{ast.unparse(node.value)}}}"
    raise TypeError(node)


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
