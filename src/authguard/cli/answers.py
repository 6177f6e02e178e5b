"""The answers of `verify`, `fix` and `bump`: lines on stdout at once, progress on stderr if it is a terminal."""

from __future__ import annotations

import os
import re
import sys
from functools import partial
from typing import TYPE_CHECKING

from authguard.cli.next_run import needs_nix
from authguard.printable import inert, inert_json, printable
from authguard.prove.mirrors.private import PRIVATE
from authguard.report.context import shown_path
from authguard.report.text import wrap
from authguard.rules.words import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from typing import Any, Self

    from authguard.cli.output import OutputOptions
    from authguard.outputs.model import FixedOutput
    from authguard.prove.proving import Answer
    from authguard.prove.upstream_locks import SecondPin
    from authguard.repair.plan import Left, Repair, RepairPlan

_HOWS = {"native": "without Nix", "nix": "by Nix", "builder": "by the builder"}
_URL = re.compile(r"[a-z+]+://(?:[^@/\s'\"]*@)?([^/\s:'\"]+)[^\s'\"]*")
_HASH_LINE = re.compile(r" {4}(?:is|true) +\S+\Z")
_MOST = 5
"""At most this many outputs of an unreachable host are named without --verbose."""
_MOST_REPEATED = 3
"""A reason of more outputs than this is printed once, above their names."""
_WORDS = {"missing": "no such revision", "open": "not verified"}
_UNFINISHED = "unfinished"
"""The word for a wrong hash that is a placeholder, empty, or no digest."""
_COLORS = {"right": "32", "wrong": "31", "missing": "31", "open": "33"}


class Printed:
    """Prints answers, and returns the exit code at the end."""

    def __init__(
        self,
        options: OutputOptions,
        prefix: str,
        count: int,
        head: str,
        writes: bool = False,
        bumps: bool = False,
        help_of: Callable[[list[Answer]], list[str]] = lambda _: [],
    ) -> None:
        """Store the options, the current directory from the root, and the number of answers to come.

        ``writes``: wrong hashes will be written, and `wrote` reports the written hashes at the end. ``bumps``: an old
        hash is not a wrong hash, since its version moves in this run. The table at the end shows the hash.
        ``help_of`` returns lines of help for all answers: the next commands.
        """
        self.json = options.format == "json"
        self.quiet = options.quiet
        self.verbose = options.verbose
        self.prefix = prefix
        self.head = head
        self.writes = writes
        self.bumps = bumps
        self.help_of = help_of
        self.count = count
        self.stream = options.stream()
        self.done: list[Answer] = []
        self.pins: list[SecondPin] = []
        self._left: list[Left] = []
        self._progress: Any = None

    def __enter__(self) -> Self:
        """Begin to show progress, on a terminal."""
        if self.count and not self.quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            from authguard.prove.proving import PROVING

            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            # If rich redirected stdout, it would wrap the lines and write them to stderr.
            self._progress = Progress(
                *columns, console=Console(stderr=True), transient=True, redirect_stdout=False
            )
            self._progress.start()
            self._task = self._progress.add_task(PROVING, total=self.count)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the progress, and print the counts. An interrupt comes before the first file is written."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        if kind is KeyboardInterrupt and self.writes and not self.quiet:
            print("authguard: nothing was written", file=sys.stderr)
        if kind is None:
            self._unreachable()
            self._print_pins()
        if kind is None and not self.writes:
            self._print_help()
            self.finish()
            self._sum()

    def _unreachable(self) -> None:
        """Print the outputs with a host that did not answer, by host: a line with the reason, and then the urls."""
        hosts: dict[str, list[tuple[str, str]]] = {}
        for answer in sorted(self.done, key=_place):
            found = _URL.search(answer.says)
            if not _is_unreachable(answer):
                continue
            if found is None:  # a private address: the reason ends with a command
                hosts.setdefault(answer.says, []).append((_selector(answer, self.prefix), ""))
                continue
            url = found[0].rstrip(":")
            reason = answer.says.replace(url, found[1], 1)
            reason = reason.replace(f"unable to access '{found[1]}': ", "")
            hosts.setdefault(reason, []).append((_selector(answer, self.prefix), url))
        for said, outputs in sorted(hosts.items()) if not (self.json or self.quiet) else ():
            reason, mark, allow = said.partition("; to allow it: ")
            self._print_filled(f"not verified: {reason} ({_count(len(outputs), 'output', 'outputs')})")
            shown = outputs if self.verbose else outputs[:_MOST]
            for selector, url in shown:
                print(inert(self._beside(f"    {printable(selector)}", printable(url))))
            if len(outputs) > len(shown):
                print(f"    and {len(outputs) - len(shown)} more (--verbose shows all)")
            if mark:
                print(inert(printable(f"  = help: {allow}")))
        sys.stdout.flush()

    def _beside(self, name: str, url: str) -> str:
        """Return a name and a url in one line, or in two on a terminal that is too narrow for one."""
        line = f"{name}  {url}".rstrip()
        is_wide = len(line) > self.stream.width and sys.stdout.isatty()
        return f"{name}\n        {url}" if is_wide else line

    def _print_pins(self) -> None:
        """Print the sources for which the lock file of upstream has another commit."""
        for pin in self.pins if not (self.json or self.quiet) else ():
            name = _selected(pin.output, self.prefix)
            print(
                inert(printable(f"{name}  pinned to {pin.here[:12]}, and to {pin.there[:12]} in {pin.lock}"))
            )
        sys.stdout.flush()

    def doing(self, what: str) -> None:
        """Show the present step in the progress."""
        if self._progress is not None:
            most = min(40, self.stream.width // 2)  # the bar and the time need the rest
            self._progress.update(self._task, description=shorten(printable(what), most))

    def add(self, answer: Answer) -> None:
        """Print one answer at once."""
        self.done.append(answer)
        if self._progress is not None:
            self._progress.advance(self._task)
        if self.json or self.quiet:
            return
        if _is_unreachable(answer):
            return  # `_unreachable` groups these by host
        if self.writes and answer.verdict in ("open", "missing"):
            return  # the list "to do by hand" has these
        if self.bumps and answer.verdict in ("right", "wrong") and answer.moved is None and not self.verbose:
            return
        if answer.verdict == "right" and answer.moved is None and answer.how == "before" and not self.verbose:
            return
        head, *rest = [printable(line) for line in _lines(answer, self.prefix)]
        lines = [head, *(part for line in rest for part in self._filled(line))]
        if self.stream.color:
            word = _word(answer)
            lines[0] = lines[0].replace(f"  {word}", f"  \x1b[{_COLORS[answer.verdict]}m{word}\x1b[0m", 1)
        if self._progress is not None:
            self._progress.stop()  # the lines are printed above the bar, not inside the bar
        sys.stdout.write(inert("\n".join(lines) + "\n"))
        sys.stdout.flush()
        if self._progress is not None:
            self._progress.start()

    def note_idle(self, reason: str, word: str, has_others: bool) -> None:
        """Print on a terminal that there was nothing to do. ``word`` is "verified" or "fixed".

        ``has_others``: with --all there may be something to do.
        """
        if not (self.json or self.quiet) and sys.stdout.isatty():
            remedy = "; --all takes every fixed output" if has_others else ""
            print(f"{reason}, so nothing was {word}{remedy}")

    @property
    def code(self) -> int:
        """The exit code: 1 for a wrong hash or a missing revision, 3 if a hash could not be proved."""
        if any(each.verdict in ("wrong", "missing") for each in self.done):
            return 1
        return 3 if any(each.verdict == "open" for each in self.done) else 0

    def wrote(self, work: RepairPlan, index: RepairPlan | None, left: list[Left], dry: bool) -> None:
        """Report the hashes that were written (with ``dry``: would be written), and the hashes to fix by hand.

        With --format json `finish` reports them.
        """
        self._left = left
        repaired = {each for repair in work.repairs for each in repair.outputs}
        if not self.json and not self.quiet:
            self._table(repaired)
            self._print_left()
            self._print_help()
            sys.stdout.flush()
            for line in _written(work.repairs, index.repairs if index is not None else [], dry):
                print(f"authguard: {line}", file=sys.stderr)
        self._sum(repaired, "to fix" if dry else "fixed")

    def _still(self) -> list[Answer]:
        """Return the answers without a true hash, by place."""
        return sorted((each for each in self.done if each.verdict in ("open", "missing")), key=_place)

    def _table(self, repaired: set[FixedOutput]) -> None:
        still = [answer for answer in self._still() if not _is_unreachable(answer)]
        if self.done and (repaired or self._left or still):
            from authguard.cli.table import table

            name = partial(_selected, prefix=self.prefix)
            lines = table(self.done, repaired.__contains__, name, self.stream)
            print(inert("\n".join(["", *lines])))

    def _print_left(self) -> None:
        still = [answer for answer in self._still() if not _is_unreachable(answer)]
        if self._left or still:
            print("\nto do by hand")
            for one in self._left:
                self._print_filled(f"  {_selected(one.output, self.prefix)}  not {one.step}: {one.reason}")
            reasons: dict[str, list[str]] = {}
            for answer in still:
                reasons.setdefault(_reason(answer), []).append(_selector(answer, self.prefix))
            for reason, names in reasons.items():
                if len(names) > _MOST_REPEATED:
                    self._print_filled(f"  not verified: {reason} ({len(names)} outputs)")
                    self._print_lines(f"    {name}" for name in names)
                else:
                    for name in names:
                        self._print_filled(f"  {name}  not verified: {reason}")

    def _print_help(self) -> None:
        """Print the next commands for hashes that are not verified."""
        for line in self.help_of(self.done) if not (self.json or self.quiet) else ():
            print(line)
        sys.stdout.flush()

    def _print_lines(self, lines: Iterable[str]) -> None:
        print(inert("\n".join(map(printable, lines))))

    def _print_filled(self, line: str) -> None:
        print(inert("\n".join(self._filled(printable(line)))))

    def _filled(self, line: str) -> list[str]:
        """Return a line, broken between words for a terminal.

        A line with a command or a labelled hash, or for a pipe, is unchanged.
        """
        width = self.stream.width
        if len(line) <= width or " git " in line or _HASH_LINE.match(line) or not sys.stdout.isatty():
            return [line]
        text = line.lstrip(" ")
        indent = " " * (len(line) - len(text))
        first, *rest = wrap(text, width - len(indent), width - 4)
        return [f"{indent}{first}", *(f"    {part}" for part in rest)]

    def finish(self, **more: object) -> None:
        """Print the document of --format json, with the fields ``more`` added."""
        if self.json:
            import json

            document: dict[str, Any] = {
                "version": 1,
                "head": self.head,
                "results": [as_json(each) for each in sorted(self.done, key=_place)],
                **more,
            }
            if self.pins:
                document["pins"] = [
                    {
                        "selector": _selected(pin.output, ""),
                        "package": pin.package,
                        "here": pin.here,
                        "there": pin.there,
                        "lock": pin.lock,
                    }
                    for pin in self.pins
                ]
            if self.writes:
                document["left"] = [
                    {"selector": _selected(one.output, ""), "reason": one.reason} for one in self._left
                ]
            sys.stdout.write(inert_json(json.dumps(document, indent=2) + "\n"))

    def _sum(self, repaired: Iterable[FixedOutput] = (), word: str = "fixed") -> None:
        """Print on stderr the number of answers of each kind. ``word`` is the label of the hashes that were written."""
        wrong = [each for each in self.done if each.verdict == "wrong"]
        if self.done and not self.quiet:
            print(f"authguard: {_counts(self.done, set(repaired), word)}", file=sys.stderr)
            if wrong and not self.writes:
                fix = _fix(wrong, self.prefix, self.head == ":index")
                where = (
                    "" if self.head in (":index", ":worktree") else " into the work tree, not into the commit"
                )
                print(f"authguard: to write the true hashes{where}: {fix}", file=sys.stderr)


def _place(answer: Answer) -> tuple[str, tuple[int, int]]:
    return answer.each.path, answer.each.origin.span()


def _is_unreachable(answer: Answer) -> bool:
    """Tell whether the host of an output failed or may not be asked; `Printed` groups these by host."""
    if answer.verdict == "open" and f" {PRIVATE}; " in answer.says:
        return True
    if answer.verdict != "open" or _URL.search(answer.says) is None:
        return False
    return answer.error is not None or answer.says.endswith(" is not asked: the network is off")


def _word(answer: Answer) -> str:
    """Return the verdict on a hash for people."""
    if answer.verdict == "wrong" and answer.each.digest is None:
        return _UNFINISHED
    return _WORDS.get(answer.verdict, answer.verdict)


def _counts(done: list[Answer], repaired: set[FixedOutput], word: str) -> str:
    words = {
        "right": "right",
        "fixed": word,
        "wrong": "wrong",
        _UNFINISHED: _UNFINISHED,
        "missing": "without their revision",
        "open": "not verified",
    }
    verdicts = [
        "fixed" if each.each in repaired else _UNFINISHED if _word(each) == _UNFINISHED else each.verdict
        for each in done
    ]
    counts = {verdict: verdicts.count(verdict) for verdict in words}
    return ", ".join(f"{number} {words[verdict]}" for verdict, number in counts.items() if number)


def _written(work: list[Repair], index: list[Repair], dry: bool) -> list[str]:
    """Return the lines with the numbers of hashes that were (with ``dry``: would be) written and staged."""

    def line(verb: str, repairs: list[Repair]) -> str:
        files = len({repair.edit.path for repair in repairs})
        return f"{verb} {_count(len(repairs), 'hash', 'hashes')} in {_count(files, 'file', 'files')}"

    write, stage = ("would write", "would stage") if dry else ("wrote", "staged")
    written, staged = line(write, work), line(stage, index)
    if work and written.removeprefix(write) == staged.removeprefix(stage):
        return [line(write if dry else "wrote and staged", work)]
    return [*([written] if work else []), *([staged] if index else [])]


def _fix(wrong: list[Answer], prefix: str, of_index: bool) -> str:
    """Return the command that writes the true hashes: it names each wrong hash, and no other."""
    from authguard.rules.words import command

    names = dict.fromkeys(_selector(each, prefix) for each in wrong)
    return command("git", "authguard", "fix", *(["--stage"] if of_index else []), *names)


def _selector(answer: Answer, prefix: str) -> str:
    return _selected(answer.each, prefix)


def _selected(each: FixedOutput, prefix: str) -> str:
    return f"{shown_path(each.path, prefix)}#{each.attribute}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _line(answer: Answer) -> int:
    from authguard.nix.parse import line_and_column

    return line_and_column(answer.each.origin.data, answer.each.origin.span()[0])[0]


def _reason(answer: Answer) -> str:
    """Return the reason why a hash is not verified: an error, a refused url, or Nix was not run."""
    near = f"; nearest: {', '.join(answer.nearest[:3])}" if answer.nearest else ""
    if needs_nix(answer):
        return (
            answer.says
            if answer.says.startswith("not computed without Nix")
            else f"it needs Nix: {answer.says}"
        )
    return f"{answer.says}{near}"


def _lines(answer: Answer, prefix: str) -> list[str]:
    path, _, attribute = _selector(answer, prefix).partition("#")
    head = f"{path}:{_line(answer)}#{attribute}  {_word(answer)}"
    how = _HOWS.get(answer.how, "")
    if answer.verdict in ("right", "wrong"):
        took = f", {answer.seconds:.1f} s" if how else ""
        lines = [f"{head}  ({how or answer.says}{took})"]
    else:
        lines = [head, f"    {_reason(answer)}"]
    if answer.moved is not None:
        moved = answer.moved
        rev = moved.rev.removeprefix("refs/tags/")
        lines.append(f"    {rev} is {moved.after[:12]} now, and was {moved.before[:12]} on {moved.day}")
    if answer.computed is not None:
        lines.append(f"    is    {_stated(answer.each)}")
    if answer.verdict == "wrong" and answer.true is not None:
        lines.append(f"    is    {_stated(answer.each)}")
        lines.append(f"    true  {answer.true.sri()}")
    return lines


def _stated(each: FixedOutput) -> str:
    """Return a hash as the file has it; a placeholder that is no text is shown as its expression."""
    if each.literal:
        return each.literal
    start, end = each.origin.span()
    written = each.origin.data[start:end].decode("utf-8", "replace").strip()
    is_text = written[:1] in ("", '"', "'")
    return "(empty)" if is_text and not written.strip("\"'") else shorten(written.strip("\"'"))


def as_json(answer: Answer) -> dict[str, Any]:
    """Return one answer as an object. Future versions only add fields."""
    from authguard.app.list import head_as_json

    return {
        **head_as_json(answer.each),
        "verdict": answer.verdict,
        "true": answer.true.sri() if answer.true is not None else None,
        "computed": answer.computed.sri() if answer.computed is not None else None,
        "how": answer.how or None,
        "says": answer.says,
        "nearest": answer.nearest,
        "moved": None
        if answer.moved is None
        else {"before": answer.moved.before, "after": answer.moved.after, "day": answer.moved.day},
        "seconds": round(answer.seconds, 3),
    }
