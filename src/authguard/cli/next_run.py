"""The command that `verify`, `fix` and `bump` print for hashes that could not be proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.printable import inert, printable
from authguard.report.context import shown_path
from authguard.rules.words import command

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from authguard.app.proving import ProvingOptions
    from authguard.errors import AuthguardError
    from authguard.prove.proving import Answer

_OFF = " is not asked: the network is off"
_FLAGS = ("all", "stage", "commit", "build", "pre", "dry_run", "again")
_MOST_SELECTORS = 3
_VALUES = ("audited", "base", "head", "file", "attribute", "builder")


class NextRun:
    """The words of the same command with all options of a request, except --offline and the form of the output."""

    def __init__(self, name: str, request: ProvingOptions, arguments: Sequence[str]) -> None:
        """Store the name of the command, its request and its arguments. An option that the request lacks is omitted."""
        self.request = request
        self._begin = ["git", "authguard", name]
        self._arguments = list(arguments)
        self._selects = bool(getattr(request, "selectors", []))
        words = [f"--{flag.replace('_', '-')}" for flag in _FLAGS if getattr(request, flag, False)]
        for option in _VALUES:
            value = getattr(request, option, None)
            if value is not None:
                words += ["-f" if option == "file" else f"--{option}", value]
        words += [word for rev in getattr(request, "rev", ()) for word in ("--rev", rev)]
        self._options = [*words, *(["--online"] if request.online else []), *request.nix_words()]
        self._no_nix = ["--no-nix"] if request.no_nix else []

    def words(
        self, some: Collection[Answer], done: Collection[Answer], prefix: str, by_nix: bool = False
    ) -> list[str]:
        """Return the words for some of the answers: the arguments, or fewer selectors than the command had outputs.

        ``by_nix``: the command is printed because Nix can prove them, so it is without --no-nix.
        """
        names = list(
            dict.fromkeys(f"{shown_path(one.each.path, prefix)}#{one.each.attribute}" for one in some)
        )
        most = max(_MOST_SELECTORS, len(self._arguments))
        is_narrower = self._selects and len(some) < len(done) and len(names) <= most
        return [
            *self._begin,
            *(names if is_narrower else self._arguments),
            *self._options,
            *([] if by_nix else self._no_nix),
        ]

    def on_parent(self, some: Collection[Answer], prefix: str) -> list[str]:
        """Return the words that prove some hashes from the commit before they were written; none if unknown."""
        bases = {one.base for one in some}
        base = bases.pop() if len(bases) == 1 else None
        if base is None or not hasattr(self.request, "base") or len(some) > _MOST_SELECTORS:
            return []
        names = [f"{shown_path(one.each.path, prefix)}#{one.each.attribute}" for one in some]
        head = getattr(self.request, "head", None)
        writes = [f"--{flag}" for flag in ("stage", "commit") if getattr(self.request, flag, False)]
        at_head = ["--head", head] if head else []
        return [*self._begin, *writes, *self._no_nix, "--base", base, *at_head, *names]


def help_lines(done: Collection[Answer], again: NextRun, prefix: str) -> list[str]:
    """Return a line of help for each way to prove the other hashes: a later run, the network, Nix.

    ``prefix`` is the current directory relative to the root.
    """
    answers = [answer for answer in done if answer.verdict == "open"]
    request = again.request
    lines = []
    failed = [answer for answer in answers if answer.error is not None and _is_temporary(answer.error)]
    if failed:
        lines.append(f"when the host answers again: {command(*again.words(failed, done, prefix))}")
    off = [answer for answer in answers if answer.says.endswith(_OFF)]
    if off:
        online = [] if request.offline else ["--online"]
        lines.append(f"with the network: {command(*again.words(off, done, prefix), *online)}")
    computed = [answer for answer in answers if answer.computed is not None]
    on_parent = again.on_parent(computed, prefix)
    if on_parent:
        lines.append(f"with the lock of an older commit: {command(*on_parent)}")
    for_nix = [answer for answer in answers if answer in computed or needs_nix(answer)]
    by_nix = _by_nix(request, again.words(for_nix, done, prefix, by_nix=True)) if for_nix else ""
    if computed:
        hand = "the lock may be right: write its hash by hand"
        lines.append(f"{hand}, or prove it by Nix: {by_nix}" if by_nix else hand)
    elif by_nix:
        lines.append(by_nix)
    return [inert(printable(f"  = help: {line}")) for line in lines]


def needs_nix(answer: Answer) -> bool:
    """Tell whether only Nix can prove a hash, and was not asked."""
    return answer.verdict == "open" and answer.error is None and not answer.how and "://" not in answer.says


def _by_nix(request: ProvingOptions, words: Sequence[str]) -> str:
    """Return the command with the options that Nix needs; empty if it has them already."""
    more = [] if request.file is not None else ["-f", "FILE"]
    more += [] if request.builder is not None else ["--builder", "HOST"]
    return command(*words, *more) if more else ""


def _is_temporary(error: AuthguardError) -> bool:
    """Tell whether a later run may succeed: a host or builder failed, and did not refuse."""
    from authguard.errors import Unreachable
    from authguard.prove.mirrors.failures import (
        CannotReach,
        ConnectionBroken,
        OutOfTime,
        RateLimited,
        Unanswered,
    )

    if isinstance(error, Unanswered):
        return isinstance(error, CannotReach | ConnectionBroken | OutOfTime | RateLimited)
    return isinstance(error, Unreachable)
