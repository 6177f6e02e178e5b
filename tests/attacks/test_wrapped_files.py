"""The function of a file inside other expressions: parentheses, `let`, `with`, `assert`, `if`, other patterns."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.judging import codes
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).parents[1] / "cases"
NAMES = (
    "argument-of-callpackage-moved-hash-in-the-callee-hash-kept",
    "handed-over-by-callpackagewith-hash-kept",
    "option-default-moved-hash-kept",
    "packages-called-by-the-entries-of-a-directory-hash-kept",
    "scopes-hand-versions-over-hashes-kept",
    "table-of-a-scope-in-a-file-of-its-own-hash-kept",
)
PATTERN = r"\A\{([^{}=]*)\}:"
FORMS: dict[str, Callable[[str], str]] = {
    "parentheses": lambda text: f"(\n{text})\n",
    "a let": lambda text: f"let unused = 1; in\n{text}",
    "a with": lambda text: f"with {{ }};\n{text}",
    "an assertion": lambda text: f"assert true;\n{text}",
    "a branch": lambda text: f"if true then (\n{text}) else null\n",
    "a comment with a pattern": lambda text: f"/* {{ other }}: */ {text}",
    "a name for all arguments": lambda text: re.sub(PATTERN, r"everything@{\1}:", text),
    "a default of nested sets": lambda text: re.sub(PATTERN, r"{ x ? { a = { b = { }; }; }, \1}:", text),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_function_inside_other_expressions(tmp_path: Path, name: str, form: str) -> None:
    """The errors are those of the plain file."""
    expected = [line.split()[:2] for line in (CASES / name / "expected").read_text().splitlines()]
    repo = Repo(tmp_path / "r")
    for tree in ("base", "target"):
        shutil.copytree(CASES / name / tree, repo.path, dirs_exist_ok=True)
        for path in repo.path.rglob("*.nix"):
            path.write_text(FORMS[form](path.read_text()))
        repo.stage()
        if tree == "base":
            repo.record("right")
    code, found = codes(repo)
    errors = [[severity, rule] for severity, rule, _ in found]
    assert sorted(errors) == sorted(each for each in expected if each and each[0] != "#")
    assert code == 1
