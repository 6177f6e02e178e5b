"""The command that `verify`, `fix` and `bump` print for hashes that could not be proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.printable import inert, printable
from authguard.rules.words import command

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.app.proving import ProvingOptions
    from authguard.errors import AuthguardError
    from authguard.prove.proving import Answer

_OFF = " is not asked: the network is off"
_FLAGS = ("all", "stage", "commit", "build", "pre", "dry_run", "again")
_VALUES = ("base", "head", "file", "attribute", "builder")


def words_of(name: str, request: ProvingOptions, arguments: Sequence[str]) -> list[str]:
    """Return the words of a command with these arguments and all options of a request, except --offline and --no-nix.

    An option that the request does not have is omitted.
    """
    words = ["git", "authguard", name, *arguments]
    words += [f"--{flag.replace('_', '-')}" for flag in _FLAGS if getattr(request, flag, False)]
    for option in _VALUES:
        value = getattr(request, option, None)
        if value is not None:
            words += ["-f" if option == "file" else f"--{option}", value]
    words += [word for rev in getattr(request, "rev", ()) for word in ("--rev", rev)]
    return [*words, *(["--online"] if request.online else []), *request.nix_words()]


def help_lines(done: Iterable[Answer], request: ProvingOptions, words: Sequence[str]) -> list[str]:
    """Return a line of help for each way to prove the other hashes: a later run, the network, Nix.

    ``words`` are the words of the same command (`words_of`).
    """
    answers = [answer for answer in done if answer.verdict == "open"]
    lines = []
    if any(answer.error is not None and _is_temporary(answer.error) for answer in answers):
        lines.append(f"when the host answers again: {command(*words)}")
    if any(answer.says.endswith(_OFF) for answer in answers):
        lines.append(f"with the network: {command(*words, *([] if request.offline else ['--online']))}")
    by_nix = _by_nix(request, words)
    if any(answer.computed is not None for answer in answers):
        hand = "the lock may be right: write its hash by hand"
        lines.append(f"{hand}, or prove it by Nix: {by_nix}" if by_nix else hand)
    elif by_nix and any(needs_nix(answer) for answer in answers):
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
    from authguard.prove.mirrors.failures import CannotReach, ConnectionBroken, OutOfTime, RateLimited

    return type(error) is Unreachable or isinstance(
        error, CannotReach | ConnectionBroken | OutOfTime | RateLimited
    )
