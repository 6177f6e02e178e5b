"""Runs one job in a process of its own, for tests that end it: CLIENT DESTINATION COMMAND SCRIPT ("" is here).

The client has the standard output of the job. It ends with the job's exit code, or prints the reason.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "src"))

from authguard.builder import here, ssh
from authguard.builder.job import Job
from authguard.errors import AuthguardError


def main(destination: str, command: str, script: str) -> int:
    """Run the job. Returns an exit code."""
    job = Job(script, [(b"data", 0o100644, b"x" * 300_000)])

    def heard(stream: str, data: bytes) -> None:
        os.write(1 if stream == "out" else 2, data)

    try:
        if destination:
            return ssh.run(destination, job, heard, command=command)
        return here.run(job, heard)
    except AuthguardError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 100 + error.exit_code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
