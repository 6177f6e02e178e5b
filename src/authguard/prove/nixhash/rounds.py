"""One round: the script and the files that are sent, and the answers that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.errors import Refused, Unreachable
from authguard.prove.nixhash.derivation import BadDerivation
from authguard.prove.nixhash.derivation import read as read_derivation
from authguard.prove.nixhash.questions import Built

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from authguard.builder.job import File
    from authguard.digest import Digest
    from authguard.prove.nixhash.frames import Frame
    from authguard.prove.nixhash.questions import Substitution

    Target = tuple[str, str | None, str | None]
    Spans = Mapping[tuple[int, int], bytes]

_TREE = b"tree/"
_PLAIN = 0o100644


def script(token: str, targets: Mapping[Target, bool], options: Sequence[str], lanes: int) -> str:
    """The complete script of a round for the targets. Some are evaluated for the fetches of the evaluation itself.

    Raises Refused for an invalid file, attribute or platform.
    """
    import os

    from authguard.builder import nix

    calls = [
        f"  evaluate {number} {nix.shell(nix.instantiation(*target, [*options, *(nix.FRESH if fresh else ())]))}\n"
        for number, (target, fresh) in enumerate(targets.items())
    ]
    with open(os.path.join(os.path.dirname(__file__), "round.sh"), encoding="utf-8") as file:
        body = file.read()
    return f"token={token}\nlanes={lanes}\n{nix.functions(options)}evaluate_all() {{\n{''.join(calls)}  :\n}}\n{body}"


def sent(files: Iterable[File], edits: Iterable[Substitution], digests: Iterable[Digest]) -> Iterator[File]:
    """The input of a round: the files with their edits, and the patterns of the questioned hashes.

    Raises Refused for edits that overlap, exceed their file, or are for a file that does not exist.
    """
    spans = _by_path(edits)
    for path, mode, data in files:
        mine = spans.pop(path, None)
        yield _TREE + path, mode, data if mine is None else _spliced(path, data, mine)
    for path in spans:
        raise Refused(f"{_shown(path)} must receive a hash, and does not exist")
    yield b"wanted", _PLAIN, wanted(digests)


def wanted(digests: Iterable[Digest]) -> bytes:
    """Patterns of grep: the start of a derivation with an output that one of these digests fixes, in any mode."""
    return b"".join(
        f'^[^[]*\\[("out","[^"]*","[a-z:]*{digest.algorithm}","{digest.hex()}")\\]\n'.encode()
        for digest in digests
    )


def _by_path(edits: Iterable[Substitution]) -> dict[bytes, dict[tuple[int, int], bytes]]:
    spans: dict[bytes, dict[tuple[int, int], bytes]] = {}
    for edit in edits:
        mine = spans.setdefault(edit.path.encode("utf-8", "surrogateescape"), {})
        if mine.setdefault((edit.start, edit.end), edit.text) != edit.text:
            raise Refused(f"{edit.path} would receive two hashes in one place")
    return spans


def _spliced(path: bytes, data: bytes, spans: Spans) -> bytes:
    parts: list[bytes] = []
    at = 0
    for (start, end), text in sorted(spans.items()):
        if not at <= start <= end <= len(data):
            raise Refused(f"{_shown(path)} cannot receive a hash at the bytes {start} to {end}")
        parts += [data[at:start], text]
        at = end
    return b"".join([*parts, data[at:]])


def _shown(path: bytes) -> str:
    from authguard.printable import printable

    return printable(path.decode("utf-8", "surrogateescape"))


_DIGITS = 3
"""The most digits of an exit code."""
MAX_DERIVATIONS, MAX_BYTES = 10_000, 64 << 20
"""The most derivations in question, and the most bytes of one answer, that are accepted from a builder."""


class Round:
    """The output of Nix in one round, as far as the output has arrived.

    refused: the reason for each target that did not evaluate. built: the derivations in question, by .drv path.
    unread: the reason why the closures could not be read, or "". here: the directory of the run.
    """

    __slots__ = ("_bytes", "_targets", "built", "here", "refused", "unread")

    def __init__(self, targets: Sequence[Target]) -> None:
        """A round over these targets, before any output."""
        self._targets = targets
        self._bytes = 0
        self.refused: dict[Target, str] = {}
        self.built: dict[str, Built] = {}
        self.unread = ""
        self.here = ""

    def take(self, frame: Frame) -> None:
        """Take the next frame.

        Raises:
            Refused: there is no Nix.
            Unreachable: the answer is invalid, or names more derivations than any closure has.
        """
        self._bytes += len(frame.content)
        if len(self.built) >= MAX_DERIVATIONS or self._bytes > MAX_BYTES:
            raise Unreachable("the builder's answer is too long")
        if frame.kind == "missing":
            raise Refused(
                "Nix is not installed on the machine that computes the hashes (no nix-store on PATH)"
            )
        if frame.kind == "here":
            self.here = frame.text
        elif frame.kind == "refused":
            if not frame.key.isdecimal() or int(frame.key) >= len(self._targets):
                raise Unreachable("the builder's answer cannot be read")
            self.refused[self._targets[int(frame.key)]] = frame.text
        elif frame.kind == "unread":
            self.unread = frame.text
        elif frame.kind == "derivation":
            self._found(frame)
        elif frame.key in self.built:
            _report(self.built[frame.key], frame)

    def _found(self, frame: Frame) -> None:
        try:
            self.built[frame.key] = Built(frame.key, read_derivation(frame.text))
        except BadDerivation as error:
            self.unread = f"{frame.key}: {error}"


def _report(one: Built, frame: Frame) -> None:
    if frame.kind == "built":
        one.built = frame.text
    elif frame.kind == "log":
        one.log = frame.text
    elif frame.kind == "waits":
        one.how = "waits"
        one.awaits = frame.text.split()
    elif frame.kind == "result":
        how, _, code = frame.text.strip().partition(" ")
        one.how, one.code = how, int(code) if code.isdecimal() and len(code) <= _DIGITS else 1
