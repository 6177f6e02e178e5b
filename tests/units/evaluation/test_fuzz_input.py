"""The fuzzer finds each kind of failure, and each package of authguard gets some hundred of its inputs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from benchmarks import fuzz_input, fuzz_targets
from benchmarks.fuzz_input import alone, fuzz, table
from benchmarks.fuzz_mutate import mutated
from benchmarks.fuzz_run import TARGETS, Job, Limits, problem
from benchmarks.fuzz_seeds import seeds
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_random_inputs_cause_no_problem(name: str) -> None:
    """The inputs are unchanged and changed seeds, and are the same in every run."""
    target = TARGETS[name]
    chance = random.Random(f"test {name}")  # noqa: S311 - to be repeated
    pool = seeds(name, [], target.longest)
    assert len(pool) > 4
    for number in range(30 if name in ("tree", "pins") else 150):
        seed = chance.choice(pool)
        data = seed if number % 5 == 0 else mutated(seed, pool, chance, target.longest)
        assert len(data) <= target.longest
        assert problem(fuzz_targets.FUNCTIONS[name], data) is None, data


def test_every_function_has_a_target() -> None:
    """The shares of the targets add up to a hundred."""
    assert set(TARGETS) == set(fuzz_targets.FUNCTIONS)
    assert sum(target.share for target in TARGETS.values()) == 100


LIMITS = Limits(seconds=20, megabytes=200, hung=60)
"""Before its first input a process of the fuzzer already has half of this; no input here is so slow."""


def fed(out: Path, function: str, inputs: int = 40, limits: Limits = LIMITS) -> fuzz_input.Figures:
    """Feed a function of fuzz_acts.py in place of the function that reads digests."""
    act = f"tests.units.evaluation.fuzz_acts:{function}"
    return fuzz(Job("digests", "chance", str(out), limits, inputs, function=act))


def test_a_run_without_a_failure_is_counted(tmp_path: Path) -> None:
    """Every input is counted, and is in the table; the memory of this process is not."""
    ballast = b"x" * (250 << 20)
    found = fed(tmp_path, "nothing")
    assert (found.inputs, found.failures) == (40, [])
    assert len(ballast) > found.peak * (1 << 20) > 1 << 20
    assert "digests" in table([found])
    assert " 40 " in table([found])


def test_an_exception_is_reported_once_and_the_run_goes_on(tmp_path: Path) -> None:
    """The report has the place of the exception, with the input that causes it."""
    found = fed(tmp_path, "odd")
    assert found.inputs == 40
    (stated,) = found.failures
    name, reason, file = stated.split(": ")
    assert (name, reason.split(" at ")[0]) == ("digests", "LookupError")
    with open(file, "rb") as saved:  # noqa: PTH123 - the name in the message
        assert len(saved.read()) % 3


ENDS = {"crash": "it ends with -15", "hang": "more than 1 s", "memory": " MB"}


@pytest.mark.parametrize("kind", ENDS)
def test_a_dead_process_is_reported_and_the_run_goes_on(tmp_path: Path, kind: str) -> None:
    """The report names the input that was being run, and the next process runs the other inputs."""
    limits = LIMITS._replace(hung=1) if kind == "hang" else LIMITS
    found = fed(tmp_path, kind, limits=limits)
    assert found.inputs == 40
    (stated,) = found.failures
    assert ENDS[kind] in stated


def test_an_input_that_comes_twice_is_reported_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The input ends two processes, and is run alone once more."""
    monkeypatch.setenv("FUZZ_MARK", str(tmp_path / "mark"))
    (stated,) = fed(tmp_path, "memory_more").failures
    lines = (tmp_path / "failures.jsonl").read_text().splitlines()
    assert len(lines) > len(set(lines)) == 1
    assert (tmp_path / "mark").stat().st_size == len(lines) + 1
    assert " MB" in stated


def test_a_single_slow_run_is_no_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A slow input is run again alone."""
    monkeypatch.setenv("FUZZ_MARK", str(tmp_path / "mark"))
    assert fed(tmp_path, "slow_once", 3, LIMITS._replace(seconds=0.05)).failures == []
    assert list(tmp_path.glob("digests-slow-*"))


def test_a_fuzzer_that_breaks_says_so(tmp_path: Path) -> None:
    """If no input can be run, nothing is tried again."""
    (stated,) = fed(tmp_path, "not_there").failures
    assert stated == f"digests: no input was run; see {tmp_path / 'digests'}.log"
    assert "AttributeError" in (tmp_path / "digests.log").read_text()


def test_one_input_can_be_run_alone(tmp_path: Path) -> None:
    """The option is `--again`."""
    file = tmp_path / "input"
    file.write_bytes(b"sha256-")
    assert alone(Job("digests", "alone", str(tmp_path)), file) is None


def test_seeds_are_read_from_a_repository_or_a_directory(tmp_path: Path) -> None:
    """No file is copied."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", "{ odd = 1; }").write("go.mod", "module odd\n").write("x.txt", "odd").commit("x")
    for name, held in (("tree", b"{ odd = 1; }"), ("locks", b"module odd\n")):
        own = seeds(name, [], 1 << 10)
        for place in (repo.path, repo.path / ".git"):
            (more,) = set(seeds(name, [place], 1 << 10)) - set(own)
            assert more.endswith(held)
    (plain,) = set(seeds("tree", [tmp_path], 1 << 10)) - set(seeds("tree", [], 1 << 10))
    assert plain == b"{ odd = 1; }"
