"""Judges commits of a repository, and commits with one file put otherwise, in this process."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
import signal
import subprocess
import time
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import authguard
from authguard.app.judge import judge_range
from authguard.app.repository import Repository
from authguard.config.model import load
from authguard.errors import Refused
from authguard.git.git import Git
from authguard.git.ranges import Range, between, commit
from authguard.rules.settle import settled
from benchmarks.overlay import edited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from authguard.nix.parse import Source
    from authguard.rules.finding import Finding

Result = dict[str, Any]
"""What came of judging once: "findings", "ms", and where it failed "failure". Plain values, ready to be JSON."""

UNDONE = "undone: with this hash put back the commit changes nothing"

KEPT_SOURCE = 32 << 20
"""How many bytes of parsed source are shared with the commits that follow."""

_SELECTOR = re.compile(r"(?:^|\s)'?([^\s'#]+)#([^\s']+)'?")


class Overtime(Exception):
    """A commit took longer than allowed."""


def load_everything() -> None:
    """Import all of authguard, so that who edits it meanwhile does not change what is measured."""
    for module in pkgutil.walk_packages(authguard.__path__, "authguard."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def apart(repository: str, scratch: Path) -> Path:
    """Return a bare clone at ``scratch`` that shares the objects of ``repository``.

    authguard keeps its databases beside the objects, and a measured repository is not to be written to. What
    another state of its code may have left there is taken away.

    Raises:
        subprocess.CalledProcessError: there is no repository.
    """
    if not scratch.exists():
        scratch.parent.mkdir(parents=True, exist_ok=True)
        clone = ["git", "clone", "--quiet", "--bare", "--shared", repository, str(scratch)]
        subprocess.run(clone, check=True)  # noqa: S603 - no shell
        graph = ["git", "-C", str(scratch), "commit-graph", "write", "--reachable", "--changed-paths"]
        subprocess.run([*graph, "--no-progress"], check=True)  # noqa: S603 - no shell
    shutil.rmtree(scratch / "authguard", ignore_errors=True)
    return scratch


class Court:
    """Judges ranges of one repository. ``limit`` is in seconds a range."""

    def __init__(self, repository: str, limit: float) -> None:
        """Open the repository, which is written to (see `apart`)."""
        self.git = Git(repository)
        self.limit = limit
        self.parsed: dict[tuple[str, bytes], Source] = {}
        self._scope: tuple[str, Range, Repository] | None = None

    def close(self) -> None:
        """Let the repository go."""
        self._leave()
        self.git.close()

    def has(self, oid: str) -> bool:
        """Tell whether a commit is here."""
        blob = self.git.objects.read(oid)
        return blob is not None and blob.kind == "commit"

    def scope(self, oid: str) -> Range:
        """Return the commit as its author had it: the target against its parents, with theirs as elders.

        Raises:
            Refused: the commit or a parent of it is not here.
        """
        if self._scope is None or self._scope[0] != oid:
            self._leave()
            made = between(self.git, None, oid)
            first = made.bases[0].oid if made.bases else None
            made.elder_oids = _parents(self.git, first) if first is not None else []
            made._git = self.git
            self._scope = oid, made, Repository(self.git, made)
        return self._scope[1]

    def judge(self, oid: str, path: str | None = None, text: bytes = b"") -> Result:
        """Judge a commit; with a path, the commit in which that file has another text."""
        started = time.perf_counter()
        findings: list[Finding] = []
        failure = None
        try:
            with _limited(self.limit):
                scope = self.scope(oid)
                if path is not None:
                    scope = edited(self.git, scope, path, text)
                if path is None or any(base.changes for base in scope.bases):
                    findings = self._findings(scope)
                else:
                    failure = UNDONE
        except (Refused, KeyError, Overtime) as error:
            failure = f"{type(error).__name__}: {error}"
        except Exception:  # whatever is raised is a finding about authguard, and the history goes on
            failure = traceback.format_exc()
        result: Result = {
            "findings": [plain(each) for each in findings],
            "ms": round(1000 * (time.perf_counter() - started), 1),
        }
        if failure is not None:
            result["failure"] = failure
            self._leave()
        self._forget()
        return result

    def world(self) -> Repository:
        """Return what answers for the unchanged files of the commit that `scope` was asked for last."""
        assert self._scope is not None  # noqa: S101 - for the type checker; scope() set it
        return self._scope[2]

    def _findings(self, scope: Range) -> list[Finding]:
        config = load(scope.target.read, lambda _: False)
        outcome = judge_range(scope, self.world(), config, self.parsed)
        return settled(outcome.findings, outcome.read, scope.target, config, False)

    def _leave(self) -> None:
        if self._scope is not None:
            self._scope[2].close()
            self._scope = None

    def _forget(self) -> None:
        """Drop the sources that were parsed first, until the rest is small enough; the rest is as if new."""
        for source in self.parsed.values():
            source.looked = 0
        held = sum(len(data) for _, data in self.parsed)
        for key in list(self.parsed):
            if held <= KEPT_SOURCE:
                break
            held -= len(key[1])
            del self.parsed[key]


def plain(finding: Finding) -> dict[str, Any]:
    """Return of a finding what a score needs, and a reader."""
    output = finding.fixed_output
    return {
        "code": finding.code,
        "severity": finding.severity,
        "path": finding.place.path,
        "line": finding.place.line,
        "attribute": output.attribute if output is not None else None,
        "message": finding.message,
        "because": [[each.input, each.before, each.after] for each in finding.because],
        "told": [list(pair) for pair in _SELECTOR.findall(finding.mend or "")],
    }


def _parents(git: Git, oid: str) -> list[str]:
    blob = git.objects.read(commit(git, oid))
    if blob is None or blob.data is None:
        return []
    head = blob.data.partition(b"\n\n")[0].decode("utf-8", "replace")
    return [line[7:] for line in head.split("\n") if line.startswith("parent ")]


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def over(number: int, frame: FrameType | None) -> None:
        raise Overtime(f"longer than {seconds:g} s")

    signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
