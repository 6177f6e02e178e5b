"""The function of a file inside other expressions (parentheses, `let`, `if`), in another file, or by another path."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import digest
from tests.support.judging import codes, of_range
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
PATH = r"(callPackage|import) \.(/[\w./-]+\.nix)"
PATTERN = r"\A\{([^{}=]*)\}:"
FORMS: dict[str, Callable[[str], str]] = {
    "parentheses": lambda text: f"(\n{text})\n",
    "a let": lambda text: f"let unused = 1; in\n{text}",
    "a with": lambda text: f"with {{ }};\n{text}",
    "an assertion": lambda text: f"assert true;\n{text}",
    "a branch": lambda text: f"if true then (\n{text}) else null\n",
    "a comment with a pattern": lambda text: f"/* {{ other }}: */ {text}",
    "a name for all arguments": lambda text: re.sub(PATTERN, r"everything@{\1}:", text),
    "a path with a text": lambda text: re.sub(PATH, r'\1 (./. + "\2")', text),
    "a path in a text": lambda text: re.sub(PATH, r'\1 "${./.}\2"', text),
    "an expression for a path": lambda text: re.sub(PATH, r"\1 (if true then .\2 else null)", text),
    "a function for a path": lambda text: re.sub(PATH, r"\1 ((path: path) .\2)", text),
    "the function of a file": lambda text: re.sub(
        PATH.replace("(callPackage|import)", "callPackage"), r"callPackage (import .\1)", text
    ),
    "a default of nested sets": lambda text: re.sub(PATTERN, r"{ x ? { a = { b = { }; }; }, \1}:", text),
}


@pytest.mark.parametrize(
    "arguments", ["({ GIVEN } // { })", "((x: x) { GIVEN })", "{ GIVEN; x.y.z.a = { b = { }; }; }"]
)
def test_computed_arguments_hide_no_stale_hash(tmp_path: Path, arguments: str) -> None:
    """The arguments are not written as one plain set after the path."""
    repo = Repo(tmp_path / "r")
    repo.write(
        "tool.nix",
        '{ fetchurl, version, ... }:\nfetchurl { url = "https://example.org/${version}"; '
        f'hash = "{digest(1)}"; }}\n',
    )
    code = "{ callPackage }: callPackage ./tool.nix ARGUMENTS\n".replace("ARGUMENTS", arguments)
    for version in ("1", "2"):
        given = f'version = "{version}"' + ("" if "GIVEN;" in arguments else ";")
        repo.write("default.nix", code.replace("GIVEN", given)).commit(version)
    assert of_range(repo) == (1, [("error", "AG201", "tool.nix")])


@pytest.mark.parametrize("form", [*FORMS, "another file"])
@pytest.mark.parametrize("name", NAMES)
def test_a_function_inside_other_expressions_has_the_same_errors(
    tmp_path: Path, name: str, form: str
) -> None:
    """The errors of the plain file are those of a case."""
    expected = [line.split()[:2] for line in (CASES / name / "expected").read_text().splitlines()]
    repo = Repo(tmp_path / "r")
    for tree in ("base", "target"):
        shutil.copytree(CASES / name / tree, repo.path, dirs_exist_ok=True)
        for path in list(repo.path.rglob("*.nix")):
            if form in FORMS:
                path.write_text(FORMS[form](path.read_text()))
            elif not path.name.endswith(".main.nix"):
                path.rename(path.with_suffix(".main.nix"))
                path.write_text(f"import ./{path.stem}.main.nix\n")
        repo.stage()
        if tree == "base":
            repo.record("right")
    code, found = codes(repo)
    errors = [[severity, rule] for severity, rule, _ in found if severity == "error"]
    assert errors == [each for each in expected if each[0] == "error"]
    assert code == 1
