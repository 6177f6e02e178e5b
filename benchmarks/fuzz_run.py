"""One process that feeds one target, and what it leaves for its parent: the input at work, figures, failures."""

from __future__ import annotations

import hashlib
import importlib
import json
import mmap
import os
import pkgutil
import random
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 2.0
"""Processor time that one input may take."""
MEGABYTES = 500
"""Memory that a process may take, whatever it is fed."""
_ROOM = 1 << 16
_FIELDS = 8
_BYTES = _FIELDS * 8


class Target(NamedTuple):
    """A target: its name, its share of all inputs (of 100), the longest input in bytes."""

    name: str
    share: int
    longest: int


TARGETS = {
    target.name: target
    for target in (
        Target("tree", 8, 1 << 14),
        Target("pins", 4, 1 << 14),
        Target("locks", 20, 1 << 14),
        Target("config", 16, 1 << 12),
        Target("waivers", 14, 1 << 12),
        Target("git", 12, 1 << 12),
        Target("digests", 16, 1 << 10),
        Target("patterns", 10, 1 << 12),
    )
}
"""What is fed, in this order; an input of the first two takes twenty times as long as any other. Not beside their
functions: nothing of authguard may be imported before atheris is."""


class Shared:
    """What parent and child both see: how many inputs were run, when the present one began, and its bytes."""

    def __init__(self) -> None:
        """Make room for it; a process that is forked off sees the same."""
        self._memory = mmap.mmap(-1, _BYTES + _ROOM)
        self.numbers = memoryview(self._memory)[:_BYTES].cast("Q")

    def begin(self, data: bytes) -> None:
        """Keep an input before it is run."""
        size = min(len(data), _ROOM)
        self._memory[_BYTES : _BYTES + size] = data[:size]
        self.numbers[2] = size
        self.numbers[1] = time.monotonic_ns()
        self.numbers[0] += 1

    def end(self) -> None:
        """No input is at work."""
        self.numbers[1] = 0

    @property
    def runs(self) -> int:
        """How many inputs were begun."""
        return self.numbers[0]

    @property
    def seconds(self) -> float:
        """For how long the present input has been at work by the clock; 0.0 where there is none."""
        begun = self.numbers[1]
        return (time.monotonic_ns() - begun) / 1e9 if begun else 0.0

    @property
    def data(self) -> bytes:
        """The input that was begun last."""
        return self._memory[_BYTES : _BYTES + self.numbers[2]]


class Feeder:
    """Runs inputs through one target and keeps count.

    ``slowest`` is in seconds of processor time, ``suspects`` are inputs that took too much and are to be run again
    alone, since coverage and a busy process have their own cost.
    """

    def __init__(self, target: Target, shared: Shared, folder: Path) -> None:
        """Feed ``target``; failing inputs are written into ``folder``."""
        self.target = target
        self.shared = shared
        self.folder = folder
        self.slowest = 0.0
        self.peak = peak()
        self.failed = 0
        self.known: set[str] = set()

    def one(self, data: bytes) -> None:
        """Run one input. Raises nothing, but ends the process where too much memory was taken."""
        self.shared.begin(data)
        start = time.process_time()
        reason = problem(self.target, data)
        spent = time.process_time() - start
        if reason is not None:
            self.failed += 1
            self.save(reason, data)
        self.slowest = max(self.slowest, spent)
        if spent > SECONDS:
            self.save("slow", data)
        before, self.peak = self.peak, peak()
        if self.peak > MEGABYTES and self.peak > before:
            self.save("memory", data)
            self.end()
            os._exit(3)
        self.shared.end()

    def save(self, reason: str, data: bytes) -> None:
        """Keep a failing input, the first and the shortest of each reason by name."""
        cause = f"{self.target.name}-{hashlib.sha256(reason.encode()).hexdigest()[:8]}"
        file = self.folder / cause
        if reason in ("slow", "memory"):
            file = self.folder / f"{self.target.name}-{reason}-{hashlib.sha256(data).hexdigest()[:8]}"
        elif reason in self.known and file.stat().st_size <= len(data):
            return
        self.known.add(reason)
        file.write_bytes(data)
        with (self.folder / "failures.jsonl").open("a") as log:
            log.write(json.dumps([self.target.name, reason, str(file)]) + "\n")

    def end(self) -> None:
        """Leave the figures for the parent."""
        self.shared.end()
        figures = {"slowest": self.slowest, "peak": self.peak, "failed": self.failed}
        (self.folder / f"{self.target.name}.figures").write_text(json.dumps(figures))


def problem(target: Target, data: bytes) -> str | None:
    """Run one input; the place and kind of what it raised and may not raise, or None."""
    from authguard.errors import AuthguardError
    from benchmarks.fuzz_targets import FUNCTIONS

    try:
        FUNCTIONS[target.name](data)
    except AuthguardError:
        return None
    except Exception as error:
        places = [
            frame for frame in traceback.extract_tb(error.__traceback__) if "authguard" in frame.filename
        ]
        last = places[-1] if places else traceback.extract_tb(error.__traceback__)[-1]
        said = f" ({error})" if isinstance(error, AssertionError) else ""
        return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}, {last.name}{said}"
    return None


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load_all() -> None:
    """Import every module of authguard: what is imported late would not be measured."""
    import authguard

    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if module.name != "authguard.__main__":
            importlib.import_module(module.name)


def random_inputs(name: str, places: list[Path], runs: int, seed: int, shared: Shared, folder: Path) -> None:
    """Feed a target with ``runs`` inputs by chance alone: the same ``seed`` makes the same inputs."""
    from benchmarks.fuzz_mutate import mutated
    from benchmarks.fuzz_seeds import seeds

    load_all()
    target = TARGETS[name]
    chance = random.Random(f"{name} {seed}")  # noqa: S311 - to be repeated
    pool = seeds(name, places, target.longest)
    feeder = Feeder(target, shared, folder)
    for number in range(runs):
        first = number < len(pool) and seed == 0
        feeder.one(pool[number] if first else mutated(chance.choice(pool), pool, chance, target.longest))
    feeder.end()


def covered_inputs(name: str, places: list[Path], runs: int, seed: int, shared: Shared, folder: Path) -> None:
    """Feed a target with ``runs`` inputs that atheris chooses by what they cover. Does not return."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["authguard"]):
        load_all()
    from benchmarks.fuzz_mutate import mutated
    from benchmarks.fuzz_seeds import seeds

    target = TARGETS[name]
    feeder = Feeder(target, shared, folder)
    pool = seeds(name, places, target.longest)
    corpus, first = folder / "corpus" / name, folder / "seeds" / name
    for each in (corpus, first):
        each.mkdir(parents=True, exist_ok=True)
    for data in pool:
        (first / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    end = shared.runs + runs

    def one(data: bytes) -> None:
        feeder.one(data)
        if shared.runs >= end:
            feeder.end()
            os._exit(0)

    def change(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 - to be repeated
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        return mutated(data, pool, chance, most)

    options = [
        sys.argv[0],
        str(corpus),
        str(first),
        f"-seed={seed + 1}",
        f"-max_len={target.longest}",
        "-timeout=3600",
        "-rss_limit_mb=0",
        "-detect_leaks=0",
        "-verbosity=0",
    ]
    atheris.Setup(options, one, custom_mutator=change)
    atheris.Fuzz()


def in_child(call: Callable[[], None], output: Path | None = None) -> int:
    """Fork a process that calls, its output in a file (None: nowhere). Returns its id."""
    child = os.fork()
    if child:
        return child
    code = 4
    try:
        handle = os.open(output or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        call()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
