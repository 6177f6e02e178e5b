"""Compares authguard with Nix over many examples: `python -m tests.oracle.run --examples 10000`.

Prints the number of examples and disagreements, and the time. The simplified files of each disagreement are written
into a directory. An example is known by its number: one that failed can be run again by
`--first NUMBER --examples 1`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from authguard.producers import ROWS
from tests.oracle.bench import Bench, save, sort_of
from tests.oracle.catalogue import drawn_rows
from tests.oracle.draws import numbered

BATCH = 200


def share(numbers: range, directory: Path | None, keep: int) -> Counter[str]:
    """Judge the examples with some numbers.

    Returns the disagreements by kind, and saves the first example of each kind.
    """
    sorts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="fuzz-nix-") as root:
        bench = Bench(Path(root))
        made = [numbered(number)[0] for number in numbers]
        for number, each, wrong in zip(numbers, made, bench.judge(made), strict=True):
            if wrong:
                sorts[sort_of(wrong)] += 1
                if directory is not None and sorts.total() <= keep:
                    save(directory / str(number), *bench.shrunk(each, wrong))
    return sorts


def main(arguments: list[str]) -> int:
    """Run. Returns 1 if there was a disagreement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first example")
    parser.add_argument("--jobs", type=int, default=1, help="so many processes at a time")
    parser.add_argument("--save", type=Path, help="where the files of disagreements go")
    parser.add_argument("--keep", type=int, default=5, help="of each share so many disagreements are saved")
    given = parser.parse_args(arguments)
    started = time.monotonic()
    end = given.first + given.examples
    shares = [range(first, min(first + BATCH, end)) for first in range(given.first, end, BATCH)]
    sorts: Counter[str] = Counter()
    with get_context("spawn").Pool(given.jobs, maxtasksperchild=20) as pool:
        work = partial(share, directory=given.save, keep=given.keep)
        for done, found in enumerate(pool.imap(work, shares), 1):
            sorts += found
            if found or done % 10 == 0:
                judged = min(done * BATCH, given.examples)
                print(f"{judged} examples, {sorts.total()} disagreements", file=sys.stderr, flush=True)
    took = time.monotonic() - started
    for sort, times in sorts.most_common():
        print(f"{times:6} x {sort}")
    print(f"{len(drawn_rows())} of {len(ROWS)} rows of the catalogue are drawn")
    print(
        f"{given.examples} examples from {given.first}, {sorts.total()} disagreements, {took:.0f} s, "
        f"{given.examples / took:.0f} a second"
    )
    return 1 if sorts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
