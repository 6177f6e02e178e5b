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


def test_no_module_defines_a_name_twice() -> None:
    """A second assignment of a constant would silently replace the first, for all functions of the file."""
    found = []
    for path in files("src", "evaluation", "benchmarks"):
        defined: set[str] = set()
        for node in ast.parse(path.read_text()).body:
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.AnnAssign):
                targets = [node.target]
            names_of = [target.id for target in targets if isinstance(target, ast.Name)]
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                names_of = [node.name]
            for name in names_of:
                if name in defined:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {name}")
                defined.add(name)
    assert found == []


def test_no_file_and_no_function_is_too_long() -> None:
    """CONTRIBUTING.md gives both limits."""
    long = []
    for path in files("src"):
        text = path.read_text()
        if text.count("\n") > 600:
            long.append(path.relative_to(ROOT).as_posix())
        long.extend(
            f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
        )
    assert long == []
