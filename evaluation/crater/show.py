"""Show open cases for readers, ten lines each: the finding, the change, and the next change."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from evaluation.crater.later import Case

_LINES = 10
_WIDTH = 150


def shown(case: Case, directory: Path | None) -> str:
    """Return a case in at most ten lines; without the repository the change is omitted."""
    row, one = case.row, case.finding
    day = time.strftime("%Y-%m-%d", time.gmtime(row["time"]))
    lines = [
        f"## {row['repo']} {row['commit'][:12]} {day} {row['subject'][:80]}",
        f"{one['severity']} {one['code']} {one['class'] or '-'} {one['path']}:{one['line']}#{one['attribute']}",
        f"  {one['message'][: 2 * _WIDTH]}",
    ]
    lines.extend(f"  {name}: {before} -> {after}"[:_WIDTH] for name, before, after, _ in one["because"][:2])
    if case.why:
        lines.append(f"  {case.why}")
    if directory is not None:
        lines.extend(_hunk(directory, row["commit"], one["path"], one["line"], _LINES - len(lines)))
    return "\n".join(lines[:_LINES]) + "\n"


def _hunk(directory: Path, commit: str, path: str, line: int, room: int) -> list[str]:
    """Return the changed lines of a file that are nearest to a line."""
    command = ["git", "-C", str(directory), "diff", "--no-color", "-U0", f"{commit}^1", commit, "--", path]
    output = subprocess.run(command, check=False, capture_output=True).stdout.decode("utf-8", "replace")
    found: list[tuple[int, str]] = []
    at = 0
    for text in output.split("\n")[4:]:
        if text.startswith("@@"):
            at = int(text.split("+")[1].split(" ")[0].split(",")[0])
        elif text[:1] in "+-" and text:
            found.append((abs(at - line), f"  {text}"[:_WIDTH]))
            at += text[0] == "+"
    nearest = {id(each) for each in sorted(found, key=lambda each: each[0])[: max(room, 0)]}
    return [each[1] for each in found if id(each) in nearest]
