"""Hooks of a Go package: which commands may change its imports."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from authguard.prove.dependencies.go_hooks import may_change_imports

if TYPE_CHECKING:
    from pathlib import Path

CGO = """package main

/*
const int x = 1;
*/
import "C"
import "example.org/two/sub"

func main() { sub.Run(foo) }
"""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ('substituteInPlace main.go --replace-fail "$old" new', True),
        ('substituteInPlace README.md --replace-fail "$old" new', False),
        ("substituteInPlace main.go --replace-fail foo $new", False),
        ("substituteInPlace main.go --replace-fail two/sub two", True),
        ("substitute main.tmpl $target --replace-fail a b", True),
        ("substitute main.tmpl other.txt --replace-fail a b", False),
        ("echo hi > $target", True),
        ("cat a >> $target", True),
        ("touch $target", True),
        ("echo $target", False),
        ("sed s/foo/bar/ main.tmpl > main.go", True),
        ("sed s/foo/bar/ main.tmpl > $target", True),
        ("sed -i /foo/wmain.go README.md", True),
        ("sed -i s/foo/bar/ main.go", False),
        ("sed -i s,two/sub,two, main.go", True),
        ("sed -i /foo/d README.md", False),
    ],
)
def test_a_command_that_may_change_imports_is_found(tmp_path: Path, command: str, expected: bool) -> None:
    """An import may follow a comment of C. A variable may have any value."""
    (tmp_path / "main.go").write_text(CGO)
    assert may_change_imports([shlex.split(command)], [str(tmp_path)]) is expected
