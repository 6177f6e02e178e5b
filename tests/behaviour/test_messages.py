"""Every message that can be printed, kept in tests/golden to be read: findings at three widths, errors, notes.

`GOLDEN=write` writes the files again. Read the difference before it is committed.
"""

from __future__ import annotations

import ast
import os
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import authguard
from authguard.app.check import CheckRequest, check, ranges
from authguard.app.list import ListRequest, listing
from authguard.errors import AuthguardError
from authguard.git.git import Git
from authguard.prove.inquiry import Elsewhere, Missing
from authguard.report import render
from authguard.report.context import ReportContext, StreamFacts
from authguard.rules import ag401_no_such_revision, ag402_revision_moved, ag904_not_judged
from authguard.rules.registry import RULES
from tests.behaviour.test_cases import CASES, fill
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.rules.finding import Finding

GOLDEN = CASES.parent / "golden"
SOURCES = Path(authguard.__file__).parent
STREAMS = {
    "50 columns": StreamFacts(width=50),
    "80 columns": StreamFacts(width=80),
    "120 columns": StreamFacts(width=120),
    "80 columns, ASCII": StreamFacts(width=80, unicode=False),
    "80 columns, colour": StreamFacts(width=80, color=True),
}
MOVED = "1f2e3d4c5b6a79880716253443526170f1e2d3c4"


def compare(path: Path, text: str) -> None:
    """Hold a text against its golden file, or write it."""
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert path.exists(), f"{path} is missing: GOLDEN=write"
    assert path.read_text() == text


def case_of(code: str) -> Path | None:
    """Return the case with the fewest findings that has one of a rule."""
    found = []
    for path in CASES.iterdir():
        lines = [line for line in (path / "expected").read_text().splitlines() if line and line[0] != "#"]
        if any(line.split()[1] == code for line in lines) and not (path / "arguments").exists():
            found.append((len(lines), path.name, path))
    return min(found)[2] if found else None


def judged(
    case: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Finding], ReportContext]:
    """Judge a case, and return its findings and what a report needs besides."""
    repo = Repo(directory)
    for tree in [*sorted(case.glob("elder-*"), reverse=True), case / "elder", case / "base"]:
        if tree.is_dir():
            fill(repo, tree)
            repo.record(tree.name)
    fill(repo, case / "target")
    monkeypatch.chdir(repo.path)
    git = Git()
    try:
        request = CheckRequest()
        checked = next(check(git, ranges(git, request), request))
        target = checked.scope.target
        files = {each.place.path: target.read(each.place.path) for each in checked.findings}
    finally:
        git.close()
    context = ReportContext(
        bases=[], head=":index", files=1, fixed_outputs=1, unresolved=0, reader=files.get, prefix=""
    )
    return checked.findings, context


def of_a_mirror(
    code: str, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Finding], ReportContext]:
    """Return the findings of rules that no case has, as their modules make them."""
    case = case_of("AG201")
    assert case is not None
    _, context = judged(case, directory, monkeypatch)
    git = Git()
    try:
        each = listing(git, ListRequest()).fixed_outputs[0]
    finally:
        git.close()
    context.reader = {each.path: each.origin.data}.get
    url = "https://forge.example/mirrors/tool.git"
    if code == "AG401":
        return [ag401_no_such_revision._finding(each, Missing(url, "v1.3", ["v1.2", "v1.30"]))], context
    if code == "AG402":
        moved = Elsewhere(url, "refs/tags/v1.2", "0" * 40, MOVED, "2026-03-01")
        return [ag402_revision_moved._finding(each, moved)], context
    return [ag904_not_judged.finding_of_lacking(["packages/tool.nix", "packages/go.sum"])], context


@pytest.mark.parametrize("code", RULES)
def test_findings(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One report for each rule: at 50, 80 and 120 columns, in ASCII and in colour."""
    case = case_of(code)
    where = tmp_path / "repository"
    made = judged(case, where, monkeypatch) if case is not None else of_a_mirror(code, where, monkeypatch)
    findings, context = made
    assert code in {each.code for each in findings}
    parts = [f"== {name}\n\n{render('text', findings, context, stream)}" for name, stream in STREAMS.items()]
    compare(GOLDEN / "findings" / f"{code}.txt", "\n".join(parts).replace("\x1b", "␛"))


def errors(of: type[AuthguardError] = AuthguardError) -> Iterator[str]:
    """Yield the names of all errors that carry a message for the user."""
    yield of.__name__
    for each in of.__subclasses__():
        yield from errors(each)


def templates(name: str, paths: list[Path], functions: set[str]) -> str:
    """Return the text of the first argument of each call of these functions, with its values as `{expression}`."""
    lines = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
                words = [_template(each) for each in node.args[:1]]
                lines += [f"{path.relative_to(SOURCES)}: {word}" for word in words if word]
    return f"# {name}, by the file that prints them\n" + "".join(f"{line}\n" for line in sorted(set(lines)))


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            f"{{{ast.unparse(part.value)}}}" if isinstance(part, ast.FormattedValue) else _template(part)
            for part in node.values
        )
    if isinstance(node, ast.BinOp):
        return _template(node.left) + _template(node.right)
    if isinstance(node, ast.IfExp):
        return " | ".join(filter(None, (_template(node.body), _template(node.orelse))))
    return ""


def test_errors() -> None:
    """Every message of a run without an answer."""
    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if module.name != "authguard.__main__":
            import_module(module.name)
    paths = sorted(SOURCES.rglob("*.py"))
    compare(GOLDEN / "errors.txt", templates("Errors", paths, set(errors())))


def test_notes() -> None:
    """Every line on stderr."""
    paths = sorted((SOURCES / "cli").glob("*.py"))
    compare(GOLDEN / "notes.txt", templates("Notes", paths, {"note", "warning"}))
