"""Measure the cost of a second `verify` if nothing changed, as a ratio to `check`: at most 2.

It makes the packaging of nix/authentik with made sources on its own git server, stages a bump with true hashes,
proves them once, and runs `check` and `verify` in turn. Usage: python benchmarks/proofs.py [--rounds N]. Exits with 1
if the limit is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.packaging import REAL, Packaging
from tests.support.servers import HttpGit
from tests.support.upstream import Upstream

TIMES = 2.0


def prepared(directory: Path, url: str) -> Packaging:
    """Return the packaging with the correct hashes of both sources staged, and proved."""
    packaging = Packaging(directory / "packaging", url)
    packaging.bump("2026.2.1")
    said = packaging.authguard("verify", "--no-nix", "--format", "json")
    for each in json.loads(said.out)["results"]:
        if each["verdict"] == "wrong":
            packaging.edit("sources.nix", each["digest"], each["true"])
    packaging.authguard("verify", "--no-nix")
    return packaging


def taken(packaging: Packaging, *arguments: str) -> float:
    """Return the milliseconds of one run."""
    env = packaging.environment(HOME=str(packaging.home), XDG_CACHE_HOME=str(packaging.home / ".cache"))
    begun = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [REAL, *arguments], cwd=packaging.path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return (time.perf_counter() - begun) * 1000


def main() -> int:
    """Measure. Returns 1 if the limit is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as temporary:
        upstream = Upstream(Path(temporary) / "upstream")
        with HttpGit(upstream.served) as server:
            packaging = prepared(Path(temporary), server.url)
            selector = "containers/authentik/sources.nix"
            for arguments in (("check",), ("verify", selector)):
                taken(packaging, *arguments)
            asked = len(server.asked)
            pairs = [(taken(packaging, "check"), taken(packaging, "verify", selector)) for _ in range(rounds)]
            asked = len(server.asked) - asked
    ratio = median(verify / check for check, verify in pairs)
    check, verify = (median(each) for each in zip(*pairs, strict=True))
    verdict = "" if ratio <= TIMES else "  MISSED"
    print(f"second verify of two proved sources: {ratio:.2f}x check (at most {TIMES:g}x){verdict}")
    print(f"  check {check:.0f} ms, verify {verify:.0f} ms, {asked} requests to the server")
    return 0 if ratio <= TIMES else 1


if __name__ == "__main__":
    sys.exit(main())
