"""Every message that can be printed is kept in tests/golden, to be read: findings at three widths, errors, notes.

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
from authguard.cli import guarded
from authguard.errors import AuthguardError
from authguard.git.git import Git
from authguard.prove.inquiry import Elsewhere, Missing
from authguard.report import render
from authguard.report.context import ReportContext, StreamFacts
from authguard.rules import ag401_no_such_revision, ag402_revision_moved, ag904_not_judged
from authguard.rules.registry import RULES
from tests.behaviour.test_cases import CASES, fill
from tests.support.repos import Repo
from tests.support.texts import Module

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
    """Compare a text with its golden file, or write the file."""
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert path.exists(), f"{path} is missing: GOLDEN=write"
    assert path.read_text() == text


def case_of(code: str) -> Path | None:
    """Return the case with a finding of a rule that has the fewest findings."""
    found = []
    for path in CASES.iterdir():
        lines = [line for line in (path / "expected").read_text().splitlines() if line and line[0] != "#"]
        if any(line.split()[1] == code for line in lines) and not (path / "arguments").exists():
            found.append((len(lines), path.name, path))
    return min(found)[2] if found else None


def judged(
    case: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Finding], ReportContext]:
    """Judge a case. Returns its findings and the other facts for a report."""
    repo = Repo(directory)
    for tree in [*sorted(case.glob("parent-*"), reverse=True), case / "parent", case / "base"]:
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
    """Return findings of rules that no case has, made by their modules."""
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
def test_the_report_of_each_rule_is_in_its_golden_file(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is at 50, 80 and 120 columns, in ASCII and in colour."""
    case = case_of(code)
    where = tmp_path / "repository"
    made = judged(case, where, monkeypatch) if case is not None else of_a_mirror(code, where, monkeypatch)
    findings, context = made
    assert code in {each.code for each in findings}
    parts = [f"== {name}\n\n{render('text', findings, context, stream)}" for name, stream in STREAMS.items()]
    compare(GOLDEN / "findings" / f"{code}.txt", "\n".join(parts).replace("\x1b", "␛"))


def errors(of: type[AuthguardError] = AuthguardError) -> Iterator[type[AuthguardError]]:
    """Yield all errors that carry a message for the user."""
    yield of
    for each in of.__subclasses__():
        yield from errors(each)


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    """Every source file; all of them are imported, so that each error is known."""
    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if module.name != "authguard.__main__":
            import_module(module.name)
    paths = sorted(SOURCES.rglob("*.py"))
    return [Module.read(path, path.relative_to(SOURCES).as_posix()) for path in paths]


def golden(name: str, title: str, lines: set[str]) -> None:
    """Compare the lines of one kind of text with their golden file."""
    compare(
        GOLDEN / name, f"# {title}, by the file that has them\n" + "".join(map("{}\n".format, sorted(lines)))
    )


def raised(modules: list[Module]) -> Iterator[tuple[str, ast.Call, list[str]]]:
    """Yield each place that makes an error, with its file and its possible texts."""
    names = {each.__name__ for each in errors()}
    for module in modules:
        for call in module.calls(names):
            yield module.name, call, [text for each in call.args for text in module.texts(each)]
        if module.name == "cli/parser.py":
            for call in module.calls({"error"}):
                yield module.name, call, module.texts(call.args[0])


def own_texts(modules: list[Module]) -> dict[str, list[str]]:
    """Return the texts of each error class that makes its text from other values, by its name."""
    own = {each.__name__ for each in errors() if "__init__" in vars(each)}
    found = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name in own:
                calls = module.calls({"__init__"})
                texts = [
                    text
                    for call in calls
                    if node in module.around(call)
                    for text in module.texts(call.args[0])
                ]
                if texts:
                    found[node.name] = [f"{module.name}: {text}" for text in texts]
    return found


def test_every_error_is_one_ascii_line_in_the_golden_file(modules: list[Module]) -> None:
    """An error is the message of a run without an answer."""
    lines = {f"{name}: {text}" for name, _, texts in raised(modules) for text in texts}
    for texts in own_texts(modules).values():
        lines |= set(texts)
    golden("errors.txt", "Errors", lines)
    assert not [line for line in lines if "\n" in line or not line.isascii()]


def test_the_search_finds_the_text_of_every_error(modules: list[Module]) -> None:
    """An error text that the search does not find would be printed without a review."""
    own = own_texts(modules)
    unread = [
        f"{name}: {ast.unparse(call)}"
        for name, call, texts in raised(modules)
        if not texts and ast.unparse(call.func).rpartition(".")[2] not in own
    ]
    assert unread == []


@pytest.mark.parametrize("columns", ["50", "80", "120"])
@pytest.mark.parametrize("color", ["FORCE_COLOR", "NO_COLOR"])
def test_an_error_is_one_line_at_every_width(
    columns: str, color: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal wraps a long line. If authguard broke the line, a command in it would not work."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv(color, "1")
    words = [
        "list",
        "--producer",
        "fetchurl",
        "--platform",
        "x86_64-linux",
        "--unresolved",
        "--formt",
        "text",
        "packages/an-example",
    ]
    assert guarded(words) == 2
    assert (
        capsys.readouterr().err == "authguard: list: there is no option '--formt'; did you mean --format?\n"
    )


def test_every_note_is_in_the_golden_file(modules: list[Module]) -> None:
    """A note is a line that is printed beside a report."""
    lines = set()
    for module in modules:
        for call in module.calls({"note", "warning", "print", "_print", "_ended"}):
            if "trace" not in ast.unparse(call.func):
                texts = [text for each in call.args for text in module.texts(each)]
                lines |= {f"{module.name}: {text.strip()}" for text in texts if " " in text.strip()}
    golden("notes.txt", "Notes", lines)


def test_every_other_text_is_in_the_golden_file(modules: list[Module]) -> None:
    """The other texts are reasons, evidence and headings. The help is in docs/commands.md."""
    lines = {
        f"{module.name}: {text}"
        for module in modules
        if module.name != "cli/parser.py"
        for text in module.prose()
    }
    golden("texts.txt", "Texts", lines)
