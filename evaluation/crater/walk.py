"""Judge the commits of one repository, each in its own process, and write one row for each commit."""

from __future__ import annotations

import json
import os
import pkgutil
import shlex
import subprocess
import sys
import tempfile
import time
from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import authguard
from authguard.app.collected import Outcome
from authguard.app.judge import judge_range
from authguard.app.repository import Repository
from authguard.config.load import load
from authguard.errors import AuthguardError
from authguard.git.git import Git
from authguard.git.ranges import between
from authguard.nix.canonical import fingerprint
from authguard.rules.reported import SAME_FINDING, reported, without_repeats
from authguard.system import collect_rarely
from evaluation.crater.upstream import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.compare.pairs import Pairs
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.rules.finding import Finding

    Row = dict[str, Any]

RELEVANT = ("*.nix", "*.lock", "*.json", "*.toml", "*go.sum", "*go.mod", "*lock.yaml")
HALVES = ("look", "count", "all")
MERGES = 5
"""At most one in so many judged commits is a merge."""
SECONDS = 120
"""A check that takes longer is ended, and has no answer."""
FIX = len(("git", "authguard", "fix"))
"""The selectors of a command that mends several hashes follow these words."""


def repositories(folder: Path) -> dict[str, Path]:
    """Return the git directories below a folder by name: FOLDER/NAME, FOLDER/NAME/repo, and their .git."""
    found = {}
    for each in sorted(folder.iterdir()):
        for directory in (each, each / "repo", each / "repo" / ".git", each / ".git"):
            if (directory / "HEAD").is_file() and (directory / "objects").is_dir():
                found[each.name.removesuffix(".git")] = directory
                break
    return found


def half_of(name: str) -> str:
    """Return the half of a repository: a hash of its name decides, and no person chooses."""
    return HALVES[blake2b(name.lower().encode(), digest_size=1).digest()[0] & 1]


def commits(directory: Path, most: int) -> list[str]:
    """Return the newest commits that touch Nix, locks or pins, including merges, oldest first."""
    command = ["git", "-C", str(directory), "log", "--topo-order", "--full-history", "--format=%H"]
    found = set()
    for kind, number in (("--no-merges", most), ("--merges", most // MERGES)):
        chosen = [*command, kind, "--min-parents=1", f"-n{number}", "HEAD", "--", *RELEVANT]
        found.update(subprocess.run(chosen, check=True, capture_output=True, text=True).stdout.split())
    every = subprocess.run(
        ["git", "-C", str(directory), "rev-list", "--topo-order", "--reverse", "HEAD"],
        check=True,
        capture_output=True,
        text=True,
    )
    return [oid for oid in every.stdout.split() if oid in found]


def walk(name: str, directory: Path, most: int, out: Path, chosen: frozenset[str] | None = None) -> int:
    """Judge the commits of one repository that are not in ``out`` yet. Returns their number.

    The repository is not written to: a bare clone that shares its objects is judged.

    Args:
        name: the name of the repository, for the rows.
        directory: the git directory of the repository.
        most: how many of its newest commits to judge.
        out: the file of the rows.
        chosen: judge no other commits.
    """
    done = {row["commit"] for row in rows_of(out)}
    wanted = [
        oid for oid in commits(directory, most) if oid not in done and (chosen is None or oid in chosen)
    ]
    with tempfile.TemporaryDirectory() as folder:
        clone = clone_of(directory, Path(folder))
        with out.open("a") as file:
            for oid in wanted:
                row = {"repo": name, "commit": oid, **judged(clone, oid)}
                file.write(json.dumps(row, separators=(",", ":")) + "\n")
                file.flush()
    return len(wanted)


def clone_of(directory: Path, folder: Path) -> Path:
    """Return a bare clone in a folder, which shares the objects of a repository."""
    clone = folder / "clone.git"
    subprocess.run(
        ["git", "clone", "-q", "--bare", "--shared", str(directory), str(clone)],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return clone


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a file; an incomplete last line is skipped."""
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def judged(directory: Path, oid: str) -> Row:
    """Judge one commit in a child process. Returns the row of the commit, with the CPU time and the peak memory.

    The memory is in MiB on Linux. Above its limit the program has no answer, but the child goes on.
    """
    _import_all()
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            _child(directory, oid, answer.fileno())
        end = time.monotonic() + SECONDS
        while True:
            ended, status, usage = os.wait4(child, os.WNOHANG)
            if ended:
                break
            if time.monotonic() > end:
                os.kill(child, 9)
            time.sleep(0.004)
        answer.seek(0)
        data = answer.read()
    taken: Row = {
        "cpu": round(usage.ru_utime + usage.ru_stime, 4),
        "memory": round(usage.ru_maxrss / 1024, 1),
    }
    if os.waitstatus_to_exitcode(status) or not data:
        return {"error": "no answer", **taken}
    return {**taken, **json.loads(data)}


@cache
def _import_all() -> None:
    """Import every module of authguard here, so that the CPU time of a child is that of a check alone."""
    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if module.name != "authguard.__main__":
            import_module(module.name)


def _child(directory: Path, oid: str, out: int) -> None:
    """Judge, write the row, and end this process."""
    collect_rarely()  # as the program does, so that the CPU time is that of a check
    code = 1
    try:
        row = json.dumps(_row(directory, oid)).encode()
        while row:
            row = row[os.write(out, row) :]
        code = 0
    except AuthguardError as error:
        os.write(out, json.dumps({"error": str(error)}).encode())
        code = 0
    except Exception as error:  # the row says so; a crash is a defect, and is counted
        os.write(out, json.dumps({"error": repr(error)}).encode())
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _row(directory: Path, oid: str) -> Row:
    git = Git(str(directory))
    scope = between(git, None, oid)
    config = load(scope.target.read)
    around = Repository(git, scope)
    outcome = judge_range(scope, around, config)
    findings = without_repeats(
        reported(outcome.findings, outcome.read, scope.target, config, everything=False)
    )
    cpu = sum(os.times()[:4])  # the rest is no part of a check
    said = git.run("log", "-1", "--format=%ct %P%x00%s", oid, "--").decode("utf-8", "replace")
    facts, _, subject = said.partition("\0")
    when, *parents = facts.split()
    return {
        "cpu": round(cpu, 4),
        "time": int(when),
        "parents": len(parents),
        "subject": subject.strip()[:120],
        "outputs": outcome.fixed_outputs,
        "unresolved": outcome.unresolved,
        "changed": sorted({change.path for base in scope.bases for change in base.changes})[:400],
        "findings": [_finding(each, scope.target, outcome) for each in findings],
        "moves": list(_moves(outcome)),
    }


def _finding(each: Finding, target: Snapshot, outcome: Outcome) -> Row:
    found: Row = {
        "code": each.code,
        "severity": _severity(each),
        "class": each.move_class,
        "path": each.place.path,
        "line": each.place.line,
        "attribute": each.fixed_output.attribute if each.fixed_output is not None else None,
        "message": each.message[:400],
        "because": [[one.input, one.before, one.after, one.path] for one in each.because],
        "also": [
            *(
                one.says.removeprefix(SAME_FINDING)
                for one in each.evidence
                if one.says.startswith(SAME_FINDING)
            ),
            *(shlex.split(each.help or "")[FIX:] if each.further else ()),  # the hashes of one bump
        ],
    }
    if each.code == "AG901":
        found["nix_refuses"] = _nix_refuses(target.read(each.place.path) or b"")
    if each.code == "AG203" and each.fixed_output is not None:
        place = (each.place.path, each.fixed_output.attribute)
        judgements = (
            one for one in outcome.compared.values() if (one.output.path, one.output.attribute) == place
        )
        found["upstream"] = question(next(judgements, None))
    return found


def _severity(each: Finding) -> str:
    """Return the severity in a hook: what a range does not judge is an error, and a warning in a hook."""
    return "warning" if each.code == "AG904" and each.severity == "error" else each.severity


def _nix_refuses(data: bytes) -> bool | None:
    """Return whether Nix itself cannot parse a file; None if there is no Nix."""
    try:
        done = subprocess.run(
            ["nix-instantiate", "--parse", "-"], input=data, capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return done.returncode != 0


def _moves(outcome: Outcome) -> Iterator[Row]:
    """Yield each fixed output with a pair that no base has, and the earlier pair at its place or with its digest."""
    if len(outcome.outputs) > 20_000:
        return
    here: set[tuple[object, str | None]] = {(each.identity, _digest(each)) for each in outcome.outputs}
    for each in outcome.outputs:
        if any(base.holds(each) for base in outcome.bases):
            continue
        old, how = _before(each, outcome.bases, here)
        yield {
            "path": each.path,
            "line": each.origin.data.count(b"\n", 0, each.origin.span()[0]) + 1,
            "attribute": each.attribute,
            "kind": each.kind,
            "producer": each.producer,
            "tool": each.tool,
            "local": each.local is not None,
            "how": how,
            "digest": _digest(each),
            "identity": fingerprint(each.identity),
            "digest_before": _digest(old) if old is not None else None,
            "identity_before": fingerprint(old.identity) if old is not None else None,
            "resolved": each.resolved,
        }


def _before(
    each: FixedOutput, bases: Iterable[Pairs], here: set[tuple[object, str | None]]
) -> tuple[FixedOutput | None, str]:
    """Return the previous fixed output, and the kind of change: "kept", "alone", "both" or "new"."""
    at_place = [old for base in bases for old in base.at(each)]
    for old in at_place:
        if old.digest is not None and old.digest == each.digest:
            return old, "kept"
    for old in at_place:
        if old.identity == each.identity:
            return old, "alone"
    gone = [
        old
        for base in bases
        for old in (base.sharing(each) if each.digest is not None else ())
        if (old.identity, _digest(old)) not in here
    ]
    if gone:
        return gone[0], "kept"
    return (at_place[0], "both") if at_place else (None, "new")


def _digest(each: FixedOutput) -> str | None:
    return each.digest.key() if each.digest is not None else None
