"""The effects of a command on the machine, as strace sees them: programs, opened and changed files, connections."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CALLS = (
    "execve,execveat,open,openat,openat2,creat,truncate,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,"
    "symlink,symlinkat,link,linkat,chmod,fchmodat,chown,fchownat,mknod,mknodat,connect,chdir,clone,clone3,fork,vfork"
)
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")


class Seen(NamedTuple):
    """The started programs, the opened files, the changed files, and the connections."""

    code: int
    said: str
    programs: list[str]
    read: list[str]
    changed: list[str]
    connected: list[str]


def traced(command: Sequence[str], directory: Path, env: dict[str, str], into: Path, stdin: str = "") -> Seen:
    """Run a command under strace. Every path is absolute, as in the kernel."""
    log = into / "strace"
    done = subprocess.run(
        ["strace", "-f", "-y", "-s", "4096", "-e", f"trace={_CALLS}", "-o", log, *command],
        cwd=directory,
        env=env,
        input=stdin,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    seen = Seen(done.returncode, done.stdout + done.stderr, [], [], [], [])
    where: dict[str, str] = {}
    for line in _complete(log.read_text(errors="surrogateescape").splitlines()):
        found = _LINE.match(line)
        if found is None:
            continue
        process, call, rest = found.groups()
        here = where.setdefault(process, str(directory))
        failed = " = -1 " in rest
        texts = [_unescaped(text) for text in _TEXT.findall(rest)]
        if call in ("clone", "clone3", "fork", "vfork"):
            child = re.search(r" = (\d+)", rest)
            if child is not None:
                where.setdefault(child[1], here)
        elif call == "connect":
            seen.connected.append(rest)
        elif failed or not texts:
            continue
        elif call.startswith("exec"):
            seen.programs.append(_absolute(here, rest, texts[0]))
        elif call == "chdir":
            where[process] = _absolute(here, "", texts[0])
        elif call.startswith("open") and not _WRITES.search(rest):
            seen.read.append(_absolute(here, rest, texts[0]))
        elif "O_TMPFILE" not in rest:
            changed = (
                texts[-1:] if "link" in call and "unlink" not in call else texts
            )  # the target of a link does not change
            seen.changed.extend(_absolute(here, rest, text) for text in changed)
    return seen


def _complete(lines: list[str]) -> Iterator[str]:
    """Yield each call in one line: strace splits a call if another process comes between."""
    begun: dict[str, str] = {}
    for line in lines:
        process = line.partition(" ")[0]
        resumed = re.match(r"\d+ +<\.\.\. \w+ resumed>(.*)", line)
        if line.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>")
        elif resumed is not None:
            yield begun.pop(process, "") + resumed[1]
        else:
            yield line


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _absolute(here: str, rest: str, path: str) -> str:
    """Return an absolute path: relative to the directory of a descriptor (`5</a/b>`), or of the process."""
    descriptor = re.match(r"\d+<([^>]*)>", rest)
    return os.path.normpath(Path(descriptor[1] if descriptor else here, path))
