"""A git-authguard that records the arguments, the output and the written files of the real one.

It runs as a program, instead of git-authguard on the PATH of a test, so it imports only the standard library.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path


def state(root: Path, times: bool = True) -> dict[str, str]:
    """The entries below a directory with those of git: mode, digest and time of change of every file.

    Only the directory `authguard` of a git directory is left out, where authguard may write.
    """
    found = {}
    for folder, folders, files in os.walk(root):
        if "HEAD" in files and "authguard" in folders:
            folders.remove("authguard")
        for name in [*folders, *files]:
            path = Path(folder, name)
            found[str(path.relative_to(root))] = _stated(path, times)
    return found


def _stated(path: Path, times: bool) -> str:
    entry = path.lstat()
    if stat.S_ISLNK(entry.st_mode):
        return f"-> {path.readlink()}"
    if not stat.S_ISREG(entry.st_mode):
        return f"{entry.st_mode:o}"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    # A program that reads a split index, such as `git status`, changes the time of its shared part.
    changed = entry.st_mtime_ns if times and not path.name.startswith("sharedindex.") else ""
    return f"{entry.st_mode:o} {digest} {changed}"


def main(real: str, root: Path, log: Path, arguments: list[str]) -> int:
    """Run `real ARGUMENTS`, pass its output and status on, and add a line of JSON to `log`."""
    before = state(root)
    done = subprocess.run(
        [sys.executable, "-W", "error", real, *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )
    after = state(root)
    touched = [path for path in {*before, *after} if before.get(path) != after.get(path)]
    for stream, text in ((sys.stdout, done.stdout), (sys.stderr, done.stderr)):
        stream.buffer.write(os.fsencode(text))
        stream.flush()
    record = {
        "arguments": arguments,
        "directory": str(Path.cwd()),
        "code": done.returncode,
        "stdout": done.stdout,
        "stderr": done.stderr,
        "touched": sorted(touched),
    }
    with log.open("a", encoding="ascii") as file:
        file.write(f"{json.dumps(record)}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]))
