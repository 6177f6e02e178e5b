"""The fuzzer sees what it is there to see, and authguard's rooms take a few hundred of its inputs each."""

from __future__ import annotations

import argparse
import os
import random
import signal
from typing import TYPE_CHECKING

import pytest

from benchmarks import fuzz_input, fuzz_run, fuzz_targets
from benchmarks.fuzz_input import alone, fuzz, table
from benchmarks.fuzz_mutate import mutated
from benchmarks.fuzz_run import TARGETS, peak, problem
from benchmarks.fuzz_seeds import seeds
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_inputs_by_chance(name: str) -> None:
    """Whole seeds, and what is made of them; the same ones every time."""
    target = TARGETS[name]
    chance = random.Random(f"test {name}")  # noqa: S311 - to be repeated
    pool = seeds(name, [], target.longest)
    assert len(pool) > 4
    for number in range(30 if name in ("tree", "pins") else 150):
        seed = chance.choice(pool)
        data = seed if number % 5 == 0 else mutated(seed, pool, chance, target.longest)
        assert len(data) <= target.longest
        assert problem(target, data) is None, data


def test_every_function_has_a_target() -> None:
    """And the shares are parts of a hundred."""
    assert set(TARGETS) == set(fuzz_targets.FUNCTIONS)
    assert sum(target.share for target in TARGETS.values()) == 100


def fed(
    monkeypatch: pytest.MonkeyPatch, out: Path, run: Callable[[bytes], None], inputs: int = 40
) -> fuzz_input.Figures:
    """Feed a function of our own in the place of one that reads digests."""
    monkeypatch.setattr(fuzz_targets, "FUNCTIONS", {**fuzz_targets.FUNCTIONS, "digests": run})
    options = argparse.Namespace(covered=False, corpus=[], out=out, seed=0)
    return fuzz("digests", inputs, options)


def test_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every input is counted, and the table says so."""
    found = fed(monkeypatch, tmp_path, lambda data: None)
    assert (found.inputs, found.failures) == (40, [])
    assert found.peak > 1
    assert "digests" in table([found])
    assert " 40 " in table([found])


def test_an_exception_is_told_once_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By its place, with the input that raises it again."""

    def run(data: bytes) -> None:
        if len(data) % 3:
            raise LookupError("odd")

    found = fed(monkeypatch, tmp_path, run)
    assert found.inputs == 40
    (told,) = found.failures
    name, reason, file = told.split(": ")
    assert (name, reason.split(" at ")[0]) == ("digests", "LookupError")
    with open(file, "rb") as saved:  # noqa: PTH123 - the name that a user is told
        assert len(saved.read()) % 3


ENDS: dict[str, tuple[Callable[[], object], str]] = {
    "crash": (lambda: os.kill(os.getpid(), signal.SIGTERM), "it ends with -15"),
    "hang": (lambda: signal.pause(), "more than 1 s"),
    "memory": (lambda: (b"x" * (int(peak() + 100) << 20)).count(b"y"), " MB"),
}


@pytest.mark.parametrize("kind", ENDS)
def test_what_ends_a_process_is_told_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    """The input at work is named, and the others are run by the next process."""
    act, says = ENDS[kind]
    monkeypatch.setattr(fuzz_input, "HUNG", 1.0 if kind == "hang" else 20.0)
    for module in (fuzz_input, fuzz_run):
        monkeypatch.setattr(module, "MEGABYTES", peak() + 50)
    bad = seeds("digests", [], 1 << 10)[2]

    def run(data: bytes) -> None:
        if data == bad:
            act()

    found = fed(monkeypatch, tmp_path, run)
    assert found.inputs == 40
    (told,) = found.failures
    assert says in told


def test_what_is_slow_only_once_is_no_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An input that took long is run again, alone."""
    mark = tmp_path / "mark"
    monkeypatch.setattr("benchmarks.fuzz_run.SECONDS", 0.05)
    monkeypatch.setattr(fuzz_input, "SECONDS", 0.05)

    def run(data: bytes) -> None:
        if not mark.exists():
            mark.touch()
            sum(range(5_000_000))

    assert fed(monkeypatch, tmp_path, run, 3).failures == []
    assert list(tmp_path.glob("digests-slow-*"))


def test_one_input_alone(tmp_path: Path) -> None:
    """What `--again` does."""
    file = tmp_path / "input"
    file.write_bytes(b"sha256-")
    assert alone("digests", file) is None


def test_seeds_of_a_repository_and_of_a_directory(tmp_path: Path) -> None:
    """Its files are read where they stand."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", "{ odd = 1; }").write("go.mod", "module odd\n").write("x.txt", "odd").commit("x")
    for name, held in (("tree", b"{ odd = 1; }"), ("locks", b"module odd\n")):
        own = seeds(name, [], 1 << 10)
        for place in (repo.path, repo.path / ".git"):
            (more,) = set(seeds(name, [place], 1 << 10)) - set(own)
            assert more.endswith(held)
    (plain,) = set(seeds("tree", [tmp_path], 1 << 10)) - set(seeds("tree", [], 1 << 10))
    assert plain == b"{ odd = 1; }"
