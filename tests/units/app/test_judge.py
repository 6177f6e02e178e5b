"""A change that moved nothing is not compared; it must be one that no rule reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from authguard.app import comparing, judge
from authguard.app.collected import Collected, Outcome
from authguard.config.model import Config
from tests.support.collected import A, B
from tests.support.snapshots import HeldSnapshots, between

CASES = Path(__file__).resolve().parents[2] / "cases"
SOURCE = f"""{{ fetchFromGitHub, buildGoModule }}:
buildGoModule rec {{
  pname = "tool";
  version = "1.0";
  src = fetchFromGitHub {{ owner = "o"; repo = "r"; rev = "v1.0"; hash = "{A}"; }};
  vendorHash = "{B}";
  meta.description = "A tool";
}}
"""
Tree = dict[str, bytes]


def is_quiet(base: Tree, target: Tree) -> bool:
    """Tell whether a change is not compared. If so, the comparison and all rules must report nothing."""
    collected = Collected(between(base, target), HeldSnapshots(base), Config(), {})
    if not collected.read(frozenset()) or not judge.is_quiet(collected):
        return False
    outcome = Outcome()
    comparing.compare(collected, outcome, None)
    assert outcome.findings == []
    assert outcome.compared == {}
    assert outcome.moved() == []
    return True


@pytest.mark.parametrize(
    ("before", "after", "quiet"),
    [
        ("A tool", "A good tool", True),
        ("{ fetch", "# A comment\n{ fetch", True),
        ("buildGoModule rec", "buildGoModule # again\n rec", True),
        ('"1.0"', '"1.1"', False),
        ('"v1.0"', '"v1.1"', False),
        ('owner = "o"', 'owner = "p"', False),
        (A, B, False),
        ("};", "}", False),
        ('"A tool"', "import ./other.txt", False),
        (f'vendorHash = "{B}";', "", False),
        (f'"{B}"', "lib.fakeHash", False),
        ("src = fetchFromGitHub", "src = ./.; old = fetchFromGitHub", False),
    ],
)
def test_an_edit_is_quiet_only_if_it_moves_nothing(before: str, after: str, quiet: bool) -> None:
    """A label or a comment is quiet. A moved input, hash, version or unreadable file is not."""
    beside = {"other.txt": f'fetchurl {{ url = "https://example.org/a"; hash = "{A}"; }}'.encode()}
    base = {"default.nix": SOURCE.encode(), **beside}
    target = {"default.nix": SOURCE.replace(before, after, 1).encode(), **beside}
    assert is_quiet(base, target) is quiet


def test_a_placeholder_that_stays_is_not_quiet() -> None:
    """A rule may report the placeholder in spite of the base, so the rules decide."""
    text = SOURCE.replace(f'"{B}"', "lib.fakeHash").encode()
    assert not is_quiet({"default.nix": text}, {"default.nix": text.replace(b"A tool", b"tool")})


def test_a_change_of_a_lock_or_pin_file_is_not_quiet() -> None:
    """The bytes of the file changed, or the file is gone."""
    base = {"default.nix": SOURCE.encode(), "go.sum": b"a\n", "flake.lock": b"{}"}
    for path, text in (("go.sum", b"b\n"), ("flake.lock", b"{ }"), ("flake.lock", None)):
        target = {**base, path: text}
        assert not is_quiet(base, {name: data for name, data in target.items() if data is not None})


def read(directory: Path) -> Tree:
    """Return the files of a tree."""
    found = (path for path in directory.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in found}


def test_no_rule_reports_a_quiet_case() -> None:
    """A quiet case is not compared."""
    pairs = ((read(case / "base"), read(case / "target")) for case in sorted(CASES.iterdir()))
    assert sum(is_quiet(base, target) for base, target in pairs) > 10
