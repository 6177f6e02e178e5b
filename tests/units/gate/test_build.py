"""Builds at the same time, and the proof of hashes before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.builder.job import Job
from authguard.builder.trust import Trust
from authguard.config.schema import parse
from authguard.errors import Refused, Unreachable
from authguard.gate.build import build_all
from authguard.gate.display import Display, span
from authguard.gate.plan import Plan
from authguard.git.git import Git
from authguard.git.pushes import unpushed
from tests.support.nix import Nix
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from authguard.gate.build import Where

pytestmark = pytest.mark.needs("nix-build")

PACKAGE = """\
{
  good = derivation {
    name = "good";
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-c" "echo > $out" ];
  };
}
"""
CONFIG = b"[[gate]]\nname = 'g'\npaths = ['x/**']\nfile = 'x/x.nix'\nattribute = 'good'\n"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A gate that builds on this machine, in a store of its own."""
    for name, value in Nix(tmp_path / "nix").environment.items():
        monkeypatch.setenv(name, value)
    repo = Repo(tmp_path / "r").write("x/x.nix", PACKAGE)
    repo.commit()
    repo.git("config", "authguard.builders", "local")
    git = Git(str(repo.path))
    (scope,) = unpushed(git, "HEAD")
    return Plan(git, parse("authguard.toml", CONFIG).gates[0], scope, Trust(git, {}))


def display() -> Display:
    """A display that shows nothing."""
    return Display(quiet=True, logs=False, several=False)


def test_hashes_are_proved_first(plan: Plan, tmp_path: Path) -> None:
    """Jobs in the place of the build prove the range of the push; if all hashes are right, it is built."""
    asked = []

    def prove(asks: Plan, where: Where) -> Sequence[str]:
        said = b""

        def heard(stream: str, data: bytes) -> None:
            nonlocal said
            said += data

        code = where(Job("command -v nix-store; exit 5"), heard)
        asked.append((asks, code, said.strip().endswith(b"/nix-store")))
        return []

    (outcome,) = build_all(str(tmp_path / "git"), [plan], display(), prove=prove)
    assert outcome.code == 0
    assert asked == [(plan, 5, True)]
    assert [change.path for change in plan.scope.bases[0].changes] == ["x/x.nix"]
    (again,) = build_all(str(tmp_path / "git"), [plan], display(), prove=prove)
    assert again.code == 0
    assert len(asked) == 1  # a hash that was right is not proved again


def test_a_wrong_hash_stops_the_build(plan: Plan, tmp_path: Path) -> None:
    """Nothing is remembered, and the error is reported."""
    for _ in range(2):
        (outcome,) = build_all(
            str(tmp_path / "git"), [plan], display(), prove=lambda *_: ["src: it is another"]
        )
        assert (outcome.code, outcome.details) == (1, ["src: it is another"])
        assert "depends on a hash that does not match its content" in outcome.says
    assert not list((tmp_path / "nix").glob("store/*-good"))


@pytest.mark.parametrize(("error", "code"), [(Refused("no"), 2), (Unreachable("away"), 3)])
def test_a_proof_that_cannot_be_made_fails_the_gate(
    plan: Plan, tmp_path: Path, error: Exception, code: int
) -> None:
    """The gate remembers nothing, although the build passes."""

    def prove(*_: object) -> Sequence[str]:
        raise error

    for _ in range(2):
        (outcome,) = build_all(str(tmp_path / "git"), [plan], display(), prove=prove)
        assert (outcome.code, outcome.says) == (code, str(error))


def test_a_defect_is_no_outcome(plan: Plan, tmp_path: Path) -> None:
    """An exception by a defect leaves the thread in which it was raised."""

    def prove(*_: object) -> Sequence[str]:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        build_all(str(tmp_path / "git"), [plan], display(), prove=prove)


def test_plans_of_one_content_are_built_once(plan: Plan, tmp_path: Path) -> None:
    """Two refs may have the same content."""
    outcomes = build_all(str(tmp_path / "git"), [plan, plan], display())
    assert [outcome.code for outcome in outcomes] == [0, 0]
    assert len(list((tmp_path / "git" / "authguard" / "logs").iterdir())) == 1


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0s"), (9.94, "9.9s"), (59, "59s"), (192, "3m12s"), (3720, "1h02m")]
)
def test_times_are_written_in_words(seconds: float, words: str) -> None:
    """Hours, minutes and seconds are for people."""
    assert span(seconds) == words
