"""The names of the code are words of the field, and each class of a package has its own."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from tests.support.repos import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE_WORDS = {
    *("asking", "elder", "elders", "harmless", "house", "houses", "mend", "mends"),
    *("onto", "settle", "settled", "side", "told", "whoever", "whole", "world"),
}
"""Metaphors that once named a host, a parent commit, a report, a tree and other things."""
SHARED = {"Connection", "Handler"}
"""Classes that functions of one file define for each connection."""


def files(*folders: str) -> Iterator[Path]:
    """Yield the Python files of the project, without the packages that the cases judge."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "cases" not in path.parts:
                yield path


def names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what a file defines: classes, functions, arguments, variables and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def words(name: str) -> set[str]:
    """Return the words of a name in snake or camel case."""
    return set(re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower().split("_"))


def test_no_name_is_a_private_metaphor() -> None:
    """Names of tests are sentences, so they may have the word whole."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in files("src", "tests", "evaluation", "benchmarks", "scripts")
        for line, name in names(ast.parse(path.read_text()))
        if not name.startswith("test_") and words(name) & PRIVATE_WORDS
    ]
    assert found == []


def test_no_two_public_classes_share_a_name() -> None:
    """A search for a class finds only one."""
    places = defaultdict(list)
    for path in files("src"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in SHARED:
                places[node.name].append(path.relative_to(ROOT).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
