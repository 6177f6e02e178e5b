"""One process that feeds one target, and its results for the parent: the running input, figures, failures.

    python -m benchmarks.fuzz_run JOB

It is a new Python process, never a fork of its parent: the parent's memory would count as memory of an input, and the
parent's imports could no longer be measured.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import mmap
import os
import pkgutil
import random
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).resolve().parent.parent
_ROOM = 1 << 16
_FIELDS = 8
_BYTES = _FIELDS * 8


class Limits(NamedTuple):
    """The limits of one input.

    seconds    of processor time.
    megabytes  of memory of its process.
    hung       seconds of real time after which the process is killed.
    """

    seconds: float = 2.0
    megabytes: float = 500.0
    hung: float = 30.0


class Job(NamedTuple):
    """The job of a process.

    name      the target.
    way       "chance", "coverage", or "alone": one input and no more.
    folder    for failing inputs, and for the shared file of parent and child.
    limits    of an input.
    inputs    the number of inputs.
    seed      of the random generator: the same seed makes the same inputs.
    places    directories with more files for inputs.
    file      the one input that is run alone.
    function  "MODULE:NAME" of the function that runs an input, if it is not the target's own.
    """

    name: str
    way: str
    folder: str
    limits: Limits = Limits()
    inputs: int = 0
    seed: int = 0
    places: tuple[str, ...] = ()
    file: str = ""
    function: str = ""


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
        Target("locks", 14, 1 << 14),
        Target("config", 12, 1 << 12),
        Target("waivers", 14, 1 << 12),
        Target("git", 12, 1 << 12),
        Target("digests", 12, 1 << 10),
        Target("patterns", 10, 1 << 12),
        Target("archives", 8, 1 << 14),
        Target("answers", 6, 1 << 12),
    )
}
"""What is fed, in this order; an input of the first two takes twenty times as long as any other. Not beside their
functions: nothing of authguard may be imported before atheris is."""


class Shared:
    """The shared facts of parent and child: the number of inputs, the begin of the present one, and its bytes."""

    def __init__(self, file: Path) -> None:
        """Map a file, which is made where there is none: two processes that name the same one see the same."""
        with file.open("a+b") as handle:
            handle.truncate(_BYTES + _ROOM)
            self._memory = mmap.mmap(handle.fileno(), _BYTES + _ROOM)
        self.numbers = memoryview(self._memory)[:_BYTES].cast("Q")

    def begin(self, data: bytes) -> None:
        """Keep an input before it is run."""
        size = min(len(data), _ROOM)
        self._memory[_BYTES : _BYTES + size] = data[:size]
        self.numbers[2] = size
        self.numbers[1] = time.monotonic_ns()
        self.numbers[0] += 1

    def end(self) -> None:
        """Record that no input is running."""
        self.numbers[1] = 0

    @property
    def runs(self) -> int:
        """The number of inputs that were begun."""
        return self.numbers[0]

    @property
    def seconds(self) -> float:
        """The real time that the present input has taken; 0.0 if there is none."""
        begun = self.numbers[1]
        return (time.monotonic_ns() - begun) / 1e9 if begun else 0.0

    @property
    def data(self) -> bytes:
        """The last input that was begun."""
        return self._memory[_BYTES : _BYTES + self.numbers[2]]


class Feeder:
    """Runs inputs through one target and keeps count.

    ``slowest`` is in seconds of processor time; what took too much is to be run again alone, since coverage and a busy
    process have their own cost.
    """

    def __init__(self, job: Job, shared: Shared) -> None:
        """Do this job; failing inputs go to its folder."""
        self.job = job
        self.run = function_of(job)
        self.shared = shared
        self.folder = Path(job.folder)
        self.slowest = 0.0
        self.peak = peak()
        self.failed = 0
        self.known: set[str] = set()

    def one(self, data: bytes) -> None:
        """Run one input. Raises nothing, but ends the process if it took too much memory."""
        self.shared.begin(data)
        start = time.process_time()
        reason = problem(self.run, data)
        spent = time.process_time() - start
        if reason is not None:
            self.failed += 1
            self.save(reason, data)
        self.slowest = max(self.slowest, spent)
        if spent > self.job.limits.seconds:
            self.save("slow", data)
        before, self.peak = self.peak, peak()
        if self.peak > self.job.limits.megabytes and self.peak > before:
            self.save("memory", data)
            self.end()
            os._exit(3)
        self.shared.end()

    def save(self, reason: str, data: bytes) -> None:
        """Keep a failing input: for each reason the first and the shortest."""
        cause = f"{self.job.name}-{hashlib.sha256(reason.encode()).hexdigest()[:8]}"
        file = self.folder / cause
        if reason in ("slow", "memory"):
            file = self.folder / f"{self.job.name}-{reason}-{hashlib.sha256(data).hexdigest()[:8]}"
        elif reason in self.known and file.stat().st_size <= len(data):
            return
        self.known.add(reason)
        file.write_bytes(data)
        with (self.folder / "failures.jsonl").open("a") as log:
            log.write(json.dumps([self.job.name, reason, str(file)]) + "\n")

    def end(self) -> None:
        """Write the figures for the parent."""
        self.shared.end()
        figures = {"slowest": self.slowest, "peak": self.peak, "failed": self.failed}
        (self.folder / f"{self.job.name}.figures").write_text(json.dumps(figures))


def function_of(job: Job) -> Callable[[bytes], None]:
    """Return the function that runs the inputs of a job."""
    if job.function:
        module, _, name = job.function.partition(":")
        found: Callable[[bytes], None] = getattr(importlib.import_module(module), name)
        return found
    from benchmarks.fuzz_targets import FUNCTIONS

    return FUNCTIONS[job.name]


def problem(run: Callable[[bytes], None], data: bytes) -> str | None:
    """Run one input. Returns the place and kind of a forbidden error, or None."""
    from authguard.errors import AuthguardError

    try:
        run(data)
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
    """Return the most memory that this process ever used, in MB.

    On Linux getrusage also counts memory of the process that started this one, so it is used only on other systems.
    """
    try:
        status = Path("/proc/self/status").read_bytes()
        at = status.index(b"VmHWM:") + len(b"VmHWM:")
        return int(status[at : status.index(b"kB", at)]) / 1024
    except (OSError, ValueError):
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return held / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def load_all() -> None:
    """Import every module of authguard, since late imports would not be measured."""
    import authguard

    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if module.name != "authguard.__main__":
            importlib.import_module(module.name)


def random_inputs(job: Job, shared: Shared) -> None:
    """Feed a target with random inputs."""
    from benchmarks.fuzz_mutate import mutated
    from benchmarks.fuzz_seeds import seeds

    load_all()
    longest = TARGETS[job.name].longest
    chance = random.Random(f"{job.name} {job.seed}")  # noqa: S311 - to be repeated
    pool = seeds(job.name, [Path(place) for place in job.places], longest)
    feeder = Feeder(job, shared)
    for number in range(job.inputs):
        first = number < len(pool) and job.seed == 0
        feeder.one(pool[number] if first else mutated(chance.choice(pool), pool, chance, longest))
    feeder.end()


def covered_inputs(job: Job, shared: Shared) -> None:
    """Feed a target with inputs that atheris chooses by their coverage. Does not return."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["authguard"]):
        load_all()
    from benchmarks.fuzz_mutate import mutated
    from benchmarks.fuzz_seeds import seeds

    longest = TARGETS[job.name].longest
    feeder = Feeder(job, shared)
    pool = seeds(job.name, [Path(place) for place in job.places], longest)
    corpus, first = feeder.folder / "corpus" / job.name, feeder.folder / "seeds" / job.name
    for each in (corpus, first):
        each.mkdir(parents=True, exist_ok=True)
    for data in pool:
        (first / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    end = shared.runs + job.inputs

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
        f"-artifact_prefix={feeder.folder}/",
        f"-seed={job.seed + 1}",
        f"-max_len={longest}",
        "-timeout=3600",
        "-rss_limit_mb=0",
        "-detect_leaks=0",
        "-verbosity=0",
    ]
    atheris.Setup(options, one, custom_mutator=change)
    atheris.Fuzz()


def one_input(job: Job, shared: Shared) -> None:
    """Run one input exactly like the command line, and print its fault."""
    load_all()
    run, data = function_of(job), Path(job.file).read_bytes()
    shared.begin(data)
    start = time.process_time()
    reason = problem(run, data)
    spent, held = time.process_time() - start, peak()
    shared.end()
    if reason is None and spent > job.limits.seconds:
        reason = f"{spent:.1f} s"
    if reason is None and held > job.limits.megabytes:
        reason = f"{held:.0f} MB"
    print(f"{ANSWER}{reason or ''}")


ANSWER = "wrong: "
"""The beginning of the line that `one_input` prints."""
_WAYS = {"chance": random_inputs, "coverage": covered_inputs, "alone": one_input}


def started(job: Job, shared: Path, output: int) -> subprocess.Popen[bytes]:
    """Start a process for a job; its output goes to ``output`` (a descriptor, or one of subprocess's own)."""
    paths = [str(PROJECT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return subprocess.Popen(  # noqa: S603 - this very file
        [sys.executable, "-m", "benchmarks.fuzz_run", str(shared), json.dumps(job._asdict())],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, paths))},
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output if output >= 0 else subprocess.DEVNULL,
    )


def main(shared: str, stated: str) -> int:
    """Do the given job. Returns the exit code: 4 if the fuzzer itself failed."""
    data = json.loads(stated)
    job = Job(**{**data, "limits": Limits(*data["limits"]), "places": tuple(data["places"])})
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _WAYS[job.way](job, Shared(Path(shared)))
    except Exception:
        traceback.print_exc()
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
