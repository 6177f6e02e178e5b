"""The most memory that a process uses."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.repos import ROOT

MEGABYTES = 100
"""The memory that no hash may exceed, for a file of any size."""

# On Linux ru_maxrss stays when a process runs another program, so it would be that of the tests.
_PEAK = """
import os, resource, sys
if os.path.exists("/proc/self/status"):
    kilobytes = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(found.hex(), kilobytes // 1024)
"""


def measured(script: str, *words: str) -> tuple[str, int]:
    """Run a script that binds a digest to `found`. Returns it in base 16, and the peak of memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", script + _PEAK, *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    digest, peak = done.stdout.split()
    return digest, int(peak)
