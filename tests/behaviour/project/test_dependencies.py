"""The imports of authguard are its declared dependencies."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]


def imported(path: Path) -> set[str]:
    """The top-level packages that a source file imports, anywhere in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_every_import_is_declared() -> None:
    """An import of a package that only developers have would fail for users."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    names = set().union(*(imported(path) for path in (ROOT / "src").rglob("*.py")))
    foreign = names - sys.stdlib_module_names - {"authguard"}
    assert "tree_sitter" in foreign
    made_by = packages_distributions()
    undeclared = {
        name for name in foreign if not declared & {canonicalize_name(dist) for dist in made_by.get(name, ())}
    }
    assert undeclared == set()
