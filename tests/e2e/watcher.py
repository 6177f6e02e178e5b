"""A git-authguard that watches the real one: what it was asked, what it said, and whether it touched anything.

Runs as a program, in place of git-authguard on a test's PATH, so it imports nothing but the standard library.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys


def state(root: str) -> dict[str, str]:
    """What stands below a directory, git's own files included: mode, time of change and digest of every file.

    The one directory left out is `authguard` of a git directory, where authguard may write.
    """
    found = {}
    for folder, folders, files in os.walk(root):
        if "HEAD" in files and "authguard" in folders:
            folders.remove("authguard")
        for name in [*folders, *files]:
            path = os.path.join(folder, name)
            found[os.path.relpath(path, root)] = _told(path)
    return found


def _told(path: str) -> str:
    entry = os.lstat(path)
    if stat.S_ISDIR(entry.st_mode):
        return f"{entry.st_mode:o}"
    if stat.S_ISLNK(entry.st_mode):
        return f"-> {os.readlink(path)}"
    if not stat.S_ISREG(entry.st_mode):
        return f"{entry.st_mode:o}"
    with open(path, "rb") as file:  # noqa: PTH123 - a path may be bytes that are no text
        digest = hashlib.sha256(file.read()).hexdigest()
    # Whoever reads a split index, `git status` for one, tells by its time that its shared part is in use.
    changed = 0 if os.path.basename(path).startswith("sharedindex.") else entry.st_mtime_ns
    return f"{entry.st_mode:o} {changed} {digest}"


def main(real: str, root: str, log: str, arguments: list[str]) -> int:
    """Run `real ARGUMENTS`, hand on what it says and its status, and add a line of JSON to `log`."""
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
        "directory": os.getcwd(),  # noqa: PTH109 - as above
        "code": done.returncode,
        "stdout": done.stdout,
        "stderr": done.stderr,
        "touched": sorted(touched),
    }
    with open(log, "a", encoding="ascii") as file:  # noqa: PTH123 - as above
        file.write(f"{json.dumps(record)}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
