"""Builds plans on their builders at the same time. Equal content is built only once, even by several processes."""

from __future__ import annotations

import os
import threading
from functools import partial
from time import monotonic, time
from typing import TYPE_CHECKING

from authguard.builder.job import TimedOut
from authguard.errors import AuthguardError, Refused
from authguard.gate.display import span
from authguard.gate.memory import Memory, Pass
from authguard.gate.outcome import BuildOutcome, of_error, of_exit, of_timeout
from authguard.git.git import own_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from filelock import BaseFileLock

    from authguard.builder.job import Job, Output
    from authguard.gate.display import Display
    from authguard.gate.log import Log
    from authguard.gate.plan import Plan
    from authguard.gate.script import BuildReport

    Where = Callable[[Job, Output], int]
    Prove = Callable[[Plan, Where], Sequence[str]]
    """Proves hashes before a build, in the thread of the build.

    The jobs fetch every fixed output that moved in `plan.scope`, and every suspect, again. `Where` runs them on the
    builder of the plan. Returns a line for each wrong hash. Raises Stopped, TimedOut, or AuthguardError if there is no
    answer. After a Refused the build still runs, since its log may show the cause, but the build never passes.
    """

_STEP = 0.1
_WAIT = 12.0  # after an interrupt, the builders have this many seconds to end all processes
_LOCK_DAYS = 1


def build_all(
    common_dir: str,
    plans: Sequence[Plan],
    display: Display,
    *,
    prove: Prove | None = None,
    again: bool = False,
) -> list[BuildOutcome]:
    """Build all plans, and return their outcomes in the same order.

    Args:
        common_dir: the git directory that all linked work trees share; memory, logs and locks are below this directory.
        plans: the builds. Plans with equal content are built once.
        display: shows the progress.
        prove: see Prove; None: nothing is proved before the build.
        again: also build plans that passed before.

    Raises:
        KeyboardInterrupt: all builds have been ended.
    """
    stop = threading.Event()
    builds = {plan.key: _Build(common_dir, plan, display, stop, prove, again) for plan in plans}
    threads = [threading.Thread(target=build.run, daemon=True) for build in builds.values()]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(_STEP)
                display.tick()
    except BaseException:
        stop.set()
        until = monotonic() + _WAIT
        for thread in threads:
            if thread.ident is not None:
                thread.join(max(0.0, until - monotonic()))
        raise
    finally:
        display.close()
    for build in builds.values():
        if build.failure is not None:
            raise build.failure
    return [builds[plan.key].outcome or of_error(plan, Refused("it was not built")) for plan in plans]


class _Build:
    """The build of one plan."""

    def __init__(
        self,
        common_dir: str,
        plan: Plan,
        display: Display,
        stop: threading.Event,
        prove: Prove | None,
        again: bool,
    ) -> None:
        self.outcome: BuildOutcome | None = None
        self.failure: BaseException | None = None
        self._common_dir = common_dir
        self._plan = plan
        self._display = display
        self._stop = stop
        self._prove = prove
        self._again = again
        self._memory = Memory(common_dir)
        self._begun = monotonic()

    def run(self) -> None:
        """Make the outcome. Any unexpected error is stored, and raised in the main thread."""
        try:
            self.outcome = self._made()
        except AuthguardError as error:
            self.outcome = of_error(self._plan, error)
        except BaseException as error:
            self.failure = error

    def _made(self) -> BuildOutcome:
        known = self._known()
        if known is not None:
            return known
        lock = self._lock()
        try:
            # The process with the lock may have built the same content.
            return self._known() or self._built()
        finally:
            if lock is not None:
                lock.release()

    def _known(self) -> BuildOutcome | None:
        passed = None if self._again else self._memory.passed(self._plan.key)
        if passed is None:
            return None
        return BuildOutcome(self._plan, 0, f"was built {_ago(time() - passed.at)} ago")

    def _lock(self) -> BaseFileLock | None:
        """Wait for processes that build the same content. None: no lock (as in a read-only repository)."""
        from filelock import FileLock, Timeout

        try:
            directory = own_directory(self._common_dir, "locks")
            _sweep(directory)
            path = os.path.join(directory, f"gate-{self._plan.key}.lock")
            if os.path.islink(path):  # some versions of filelock would empty its target
                os.unlink(path)
            lock = FileLock(path, mode=0o600)
            has_reported = False
            while not lock.is_locked:
                try:
                    lock.acquire(timeout=_STEP)
                except Timeout:
                    if self._stop.is_set():
                        raise Refused("interrupted") from None
                    if self._left() == 0:
                        return None  # that process is stuck, or another program holds the lock
                    if not has_reported:
                        gate = self._plan.gate
                        self._display.say(
                            f"{gate.kind} {gate.name}: another process builds the same; waiting for it"
                        )
                    has_reported = True
            return lock
        except (OSError, NotImplementedError):
            return None

    def _built(self) -> BuildOutcome:
        from authguard.gate.log import Log, LogFile
        from authguard.gate.script import BuildReport

        plan, name = self._plan, self._plan.gate.name
        where = plan.builder.words()
        self._begun = monotonic()
        self._display.say(f"{plan.gate.kind} {name}: building {plan.attribute} of {plan.oid[:12]} {where}")
        file = LogFile(self._common_dir, name)
        report = BuildReport()

        def line(text: str, is_error: bool) -> None:
            file.write(text)
            if not is_error:  # errors are reported at the end
                self._display.line(name, text)

        log = Log(line, monotonic)
        self._display.running[name] = lambda: self._progress(log)

        def heard(stream: Literal["out", "err"], data: bytes) -> None:
            if stream == "out":
                report.feed(data)
                log.tree = report.one("tree")
            else:
                log.feed(data)

        try:
            wrong, unasked = self._proved()
            if wrong:
                outcome = BuildOutcome(plan, 1, "depends on a hash that does not match its content", wrong)
            else:
                code = plan.run(plan.job(), heard, self._left(), self._stop)
                log.end()
                outcome = of_exit(plan, code, report, log)
                if unasked is not None and outcome.code == 0:
                    outcome = of_error(plan, unasked)
        except TimedOut:
            log.end()
            outcome = of_timeout(plan, log)
        except AuthguardError as error:
            outcome = of_error(plan, error)
        finally:
            self._display.running.pop(name, None)
            file.close()
        if outcome.code == 0:
            outcome.says = f"is built {where} ({self._kept(report)})"
        outcome.log = file.path or ""
        return outcome

    def _kept(self, report: BuildReport) -> str:
        """Remember a pass. Returns the time that the build took."""
        seconds = monotonic() - self._begun
        made = Pass(report.all("drv"), report.all("out"), report.system, time(), seconds)
        self._memory.keep(self._plan.key, self._plan.builder, made)
        return span(seconds)

    def _proved(self) -> tuple[Sequence[str], Refused | None]:
        """The lines about wrong hashes, and the error if the outputs could not be fetched."""
        if self._prove is None:
            return (), None
        try:
            return self._prove(
                self._plan, partial(self._plan.run, timeout=self._left(), stop=self._stop)
            ), None
        except Refused as error:
            return (), error

    def _left(self) -> float | None:
        """The remaining seconds of the gate's time limit."""
        timeout = self._plan.gate.timeout
        return None if timeout is None else max(0.0, timeout - (monotonic() - self._begun))

    def _progress(self, log: Log) -> str:
        now = monotonic()
        parts = [f"{self._plan.gate.name} {self._plan.builder.words()} {span(now - self._begun)}"]
        if log.expected:
            parts.append(f"{log.done}/{log.expected}")
        parts += [f"{each.name} ({span(now - each.since)})" for each in list(log.building.values())]
        return "  ".join(parts)


def _ago(seconds: float) -> str:
    days = int(seconds // 86400)
    return f"{days} day{'s' if days > 1 else ''}" if days else span(max(0.0, seconds))


def _sweep(directory: str) -> None:
    """Remove old locks.

    If a process still holds such a lock, the worst result is that the same content is built twice.
    """
    for entry in os.scandir(directory):
        try:
            if time() - entry.stat().st_mtime > _LOCK_DAYS * 86400:
                os.unlink(entry.path)
        except OSError:
            continue
