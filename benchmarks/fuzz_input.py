"""Give authguard bad input: no text may make it crash, hang or take too much memory.

    python -m benchmarks.fuzz_input [--inputs N] [--corpus PLACE]... [--target NAME]... [--out DIR] [--seed S]
    python -m benchmarks.fuzz_input --again FILE --target NAME

Each target (fuzz_targets.py) gets its share of N inputs in its own process, one after the other. With atheris (`make
fuzz-input` installs it if this Python has one) inputs are chosen by the code that they reach, else at random. They are
made from the files of tests/cases and nix/authentik, and from the files at each PLACE: a directory or a git
repository, which is only read.

An input may take 2 s of processor time, and its process 500 MB; it may only raise authguard's own errors. An input that
fails is written to DIR, and the run continues. An input that took too much time or memory is run once more, alone and
without measuring coverage, and counts if it does so again. Exits with 1 if an input failed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.fuzz_run import ANSWER, TARGETS, Job, Shared, started

_REASONS = {3: "memory", 4: "the fuzzer itself broke; see its log"}


class Figures(NamedTuple):
    """The results for one target."""

    name: str
    inputs: int
    failures: list[str]
    slowest: float
    peak: float
    seconds: float


def fuzz(job: Job) -> Figures:
    """Give a target its inputs in several processes: one that dies names the input, and is replaced."""
    start = time.monotonic()
    out, name = Path(job.folder), job.name
    place = out / f"{name}.shared"
    place.unlink(missing_ok=True)
    shared = Shared(place)
    slowest = most = 0.0
    failures: list[str] = []
    seed = job.seed
    while shared.runs < job.inputs:
        begun = shared.runs
        shared.end()
        with (out / f"{name}.log").open("ab") as log:
            child = started(job._replace(inputs=job.inputs - begun, seed=seed), place, log.fileno())
        code = _wait(child, shared, job.limits.hung)
        figures = _figures(out / f"{name}.figures")
        slowest, most = max(slowest, figures.get("slowest", 0.0)), max(most, figures.get("peak", 0.0))
        if shared.runs == begun:
            failures.append(f"{name}: no input was run; see {out / name}.log")
            break
        if code not in (0, 3):
            failures.extend(_died(job, code, shared))
        seed += 1
    failures.extend(_reported(job))
    return Figures(name, shared.runs, list(dict.fromkeys(failures)), slowest, most, time.monotonic() - start)


def _wait(child: subprocess.Popen[bytes], shared: Shared, limit: float) -> int:
    """Wait for a process; end it if one input runs for too long. Returns its exit code."""
    while True:
        try:
            return child.wait(0.05)
        except subprocess.TimeoutExpired:
            if shared.seconds > limit:
                child.kill()
                return child.wait()


def _figures(file: Path) -> dict[str, float]:
    found: dict[str, float] = json.loads(file.read_text()) if file.exists() else {}
    file.unlink(missing_ok=True)
    return found


def _died(job: Job, code: int, shared: Shared) -> list[str]:
    """Report the input that killed a process, if it does so again alone."""
    name = job.name
    file = Path(job.folder) / f"{name}-died-{hashlib.sha256(shared.data).hexdigest()[:8]}"
    file.write_bytes(shared.data)
    reason = _REASONS.get(code) or f"signal {-code}"
    again = alone(job, file)
    if again is None:
        print(
            f"{name}: a process ended ({reason}) at an input that does no harm alone: {file}", file=sys.stderr
        )
        return []
    return [f"{name}: {reason}, {again}: {file}"]


def _reported(job: Job) -> list[str]:
    """Return the failing inputs that the processes of a target reported, each cause once."""
    log = Path(job.folder) / "failures.jsonl"
    causes: dict[str, str] = {}
    # An input that comes twice is reported twice, and takes a megabyte more or less when it is run again.
    for line in dict.fromkeys(log.read_text().splitlines() if log.exists() else ()):
        target, reason, file = json.loads(line)
        if target != job.name:
            continue
        if reason in ("slow", "memory"):
            again = alone(job, Path(file))
            if again is None:
                continue
            reason = f"{again} [{Path(file).name}]"
        causes[reason] = file
    return [f"{job.name}: {reason}: {file}" for reason, file in causes.items()]


def alone(job: Job, file: Path) -> str | None:
    """Run an input in a separate process, exactly like the command line. Returns the fault, or None."""
    with tempfile.TemporaryDirectory(prefix="fuzz-alone-") as folder:
        place = Path(folder) / "shared"
        shared = Shared(place)
        with (Path(folder) / "said").open("w+b") as said:
            child = started(job._replace(way="alone", file=str(file.resolve())), place, said.fileno())
            code = _wait(child, shared, job.limits.hung)
            said.seek(0)
            last = said.read().decode("utf-8", "replace").rstrip("\n").rpartition("\n")[2]
    if code == -signal.SIGKILL:
        return f"more than {job.limits.hung:.0f} s"
    if code == 0 and last.startswith(ANSWER):
        return last.removeprefix(ANSWER) or None
    return f"it ends with {code}"


def table(found: list[Figures]) -> str:
    """Return the figures as a table of text, with the sums below."""
    lines = [f"{'target':<10}{'inputs':>10}{'failures':>10}{'slowest':>11}{'peak':>9}{'inputs/s':>10}"]
    for one in found:
        rate = one.inputs / max(one.seconds, 0.001)
        lines.append(
            f"{one.name:<10}{one.inputs:>10}{len(one.failures):>10}{1000 * one.slowest:>8.0f} ms"
            f"{one.peak:>6.0f} MB{rate:>10.0f}"
        )
    failures = sum(len(one.failures) for one in found)
    slowest, most = max(one.slowest for one in found), max(one.peak for one in found)
    lines.append(
        f"{'all':<10}{sum(one.inputs for one in found):>10}{failures:>10}{1000 * slowest:>8.0f} ms{most:>6.0f} MB"
    )
    return "\n".join(lines)


def main() -> int:
    """Run the requested targets. Returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=20_000, metavar="N")
    parser.add_argument("--corpus", type=Path, action="append", default=[], metavar="PLACE")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS), metavar="NAME")
    parser.add_argument("--out", type=Path, metavar="DIR")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--by-chance", action="store_true", help="without atheris, even where it is here")
    parser.add_argument("--again", type=Path, metavar="FILE", help="run this one input alone")
    options = parser.parse_args()
    names = options.target or list(TARGETS)
    if options.again is not None:
        said = alone(Job(names[0], "alone", str(options.again.parent)), options.again)
        print(said or "nothing is wrong with it")
        return 1 if said else 0
    out = options.out or Path(tempfile.mkdtemp(prefix="fuzz-input-"))
    out.mkdir(parents=True, exist_ok=True)
    covered = not options.by_chance and importlib.util.find_spec("atheris") is not None
    if not covered:
        print("atheris is not used: inputs are made by chance", file=sys.stderr)
    shares = sum(TARGETS[name].share for name in names)
    complete = Job(
        "",
        "coverage" if covered else "chance",
        str(out.resolve()),
        seed=options.seed,
        places=tuple(str(place.resolve()) for place in options.corpus),
    )
    found = []
    for name in names:
        share = max(1, options.inputs * TARGETS[name].share // shares)
        found.append(fuzz(complete._replace(name=name, inputs=share)))
        for failure in found[-1].failures:
            print(failure, file=sys.stderr, flush=True)
        print(f"{name}: {found[-1].inputs} inputs, {found[-1].seconds:.0f} s", file=sys.stderr, flush=True)
    print(table(found))
    return 1 if any(one.failures for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
