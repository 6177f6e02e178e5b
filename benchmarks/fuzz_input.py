"""Bad input by the hundred thousand: nothing that anybody writes makes authguard crash, hang or eat the memory.

    python -m benchmarks.fuzz_input [--inputs N] [--corpus PLACE]... [--target NAME]... [--out DIR] [--seed S]
    python -m benchmarks.fuzz_input --again FILE --target NAME

Each target (fuzz_targets.py) gets its share of N inputs in a process of its own, one after the other. With atheris
(`make fuzz-input` installs it where there is one for this Python) inputs are chosen by the code that they reach, else
by chance. They are made of the files of tests/cases and nix/authentik and of the real files at each PLACE: a directory,
or a git repository, which is only read.

An input may take 2 s of processor time, and its process 500 MB; it may raise nothing but authguard's own errors. One
that fails is written to DIR, and the run goes on. What took too long or too much is run once more, alone and without
measuring coverage, and counts if it does so again. Exits with 1 where an input failed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.fuzz_run import (
    MEGABYTES,
    SECONDS,
    TARGETS,
    Shared,
    covered_inputs,
    in_child,
    load_all,
    peak,
    problem,
    random_inputs,
)

HUNG = 30.0
"""Seconds by the clock after which a process is ended from outside."""
_REASONS = {3: "memory", 4: "the fuzzer itself broke; see its log"}


class Figures(NamedTuple):
    """What came of one target."""

    name: str
    inputs: int
    failures: list[str]
    slowest: float
    peak: float
    seconds: float


def fuzz(name: str, inputs: int, options: argparse.Namespace) -> Figures:
    """Give a target its inputs, in as many processes as it takes: one that dies names the input, and is replaced."""
    feed = covered_inputs if options.covered else random_inputs
    start = time.monotonic()
    shared = Shared()
    slowest = most = 0.0
    failures: list[str] = []
    seed = options.seed
    while shared.runs < inputs:
        begun = shared.runs
        shared.end()
        child = in_child(
            lambda: feed(name, options.corpus, inputs - begun, seed, shared, options.out),  # noqa: B023 - run at once
            options.out / f"{name}.log",
        )
        code = _wait(child, shared, HUNG)
        figures = _figures(options.out / f"{name}.figures")
        slowest, most = max(slowest, figures.get("slowest", 0.0)), max(most, figures.get("peak", 0.0))
        if code not in (0, 3):
            failures.extend(_died(name, code, shared, options.out))
        if shared.runs == begun:
            failures.append(f"{name}: no input was run; see {options.out / name}.log")
            break
        seed += 1
    failures.extend(_told(name, options.out))
    return Figures(name, shared.runs, list(dict.fromkeys(failures)), slowest, most, time.monotonic() - start)


def _wait(child: int, shared: Shared, limit: float) -> int:
    """Wait for a process, or end it where one input is at work for too long. Returns what os.waitstatus says of it."""
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        if shared.seconds > limit:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return -signal.SIGKILL
        time.sleep(0.05)


def _figures(file: Path) -> dict[str, float]:
    found: dict[str, float] = json.loads(file.read_text()) if file.exists() else {}
    file.unlink(missing_ok=True)
    return found


def _died(name: str, code: int, shared: Shared, out: Path) -> list[str]:
    """Say by which input a process died, if it does so again alone."""
    file = out / f"{name}-died-{hashlib.sha256(shared.data).hexdigest()[:8]}"
    file.write_bytes(shared.data)
    reason = _REASONS.get(code) or f"signal {-code}"
    again = alone(name, file)
    if again is None:
        print(
            f"{name}: a process ended ({reason}) at an input that does no harm alone: {file}", file=sys.stderr
        )
        return []
    return [f"{name}: {reason}, {again}: {file}"]


def _told(name: str, out: Path) -> list[str]:
    """What the processes of a target told of failing inputs, each cause once; what took too much is run again."""
    log = out / "failures.jsonl"
    told: dict[str, str] = {}
    for line in log.read_text().splitlines() if log.exists() else ():
        target, reason, file = json.loads(line)
        if target != name:
            continue
        if reason in ("slow", "memory"):
            again = alone(name, Path(file))
            if again is None:
                continue
            reason = f"{again} [{Path(file).name}]"
        told[reason] = file
    return [f"{name}: {reason}: {file}" for reason, file in told.items()]


def alone(name: str, file: Path) -> str | None:
    """Run an input in a process of its own, as plain as the command line runs: what is wrong with it, or None."""
    reader, writer = os.pipe()
    shared = Shared()

    def call() -> None:
        load_all()
        target, data = TARGETS[name], file.read_bytes()
        shared.begin(data)
        start = time.process_time()
        reason = problem(target, data)
        spent, held = time.process_time() - start, peak()
        if reason is None and spent > SECONDS:
            reason = f"{spent:.1f} s"
        if reason is None and held > MEGABYTES:
            reason = f"{held:.0f} MB"
        os.write(writer, (reason or "").encode()[:4000])

    code = _wait(in_child(call), shared, HUNG)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    if code == -signal.SIGKILL:
        return f"more than {HUNG:.0f} s"
    return said or None if code == 0 else f"it ends with {code}"


def table(found: list[Figures]) -> str:
    """The figures as a table of text, the sums below."""
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
    """Run what was asked for. Returns the exit code."""
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
        said = alone(names[0], options.again)
        print(said or "nothing is wrong with it")
        return 1 if said else 0
    options.out = options.out or Path(tempfile.mkdtemp(prefix="fuzz-input-"))
    options.out.mkdir(parents=True, exist_ok=True)
    options.covered = not options.by_chance and importlib.util.find_spec("atheris") is not None
    if not options.covered:
        print("atheris is not used: inputs are made by chance", file=sys.stderr)
    shares = sum(TARGETS[name].share for name in names)
    found = []
    for name in names:
        found.append(fuzz(name, max(1, options.inputs * TARGETS[name].share // shares), options))
        for failure in found[-1].failures:
            print(failure, file=sys.stderr, flush=True)
        print(f"{name}: {found[-1].inputs} inputs, {found[-1].seconds:.0f} s", file=sys.stderr, flush=True)
    print(table(found))
    return 1 if any(one.failures for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
