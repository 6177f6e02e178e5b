"""A question for Nix about a hash, and its answer."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from authguard.digest import Digest
    from authguard.prove.nixhash.derivation import Derivation


@dataclass(slots=True, eq=False)
class Substitution:
    """A span of a file and its new bytes: [start, end) refers to the original file."""

    path: str
    start: int
    end: int
    text: bytes

    @property
    def place(self) -> tuple[str, int, int]:
        """The place of the hash."""
        return self.path, self.start, self.end


@dataclass(slots=True, eq=False, repr=False)
class Question:
    """Is this the correct hash of its fixed output?

    file, attribute: the expression to evaluate, which has the fixed output in its closure (attribute None: the file
    itself).
    digest: the hash as written; for a placeholder, the hash that Nix reads (zeros).
    name: the store name, if known, which distinguishes fixed outputs with one hash.
    write: returns the edits that write a hash to the place; None if the place is unknown. Without `write`, placeholders
    differ only by their names, and an output that depends on a wrong hash cannot be verified.
    system: the platform to evaluate for; None is the builder's own.
    at_evaluation: Nix itself fetches during the evaluation (builtins.fetchTarball and the like).
    key: any key of the caller.
    """

    file: str
    attribute: str | None
    digest: Digest
    _: KW_ONLY
    placeholder: bool = False
    name: str | None = None
    write: Callable[[Digest], Sequence[Substitution]] | None = None
    system: str | None = None
    at_evaluation: bool = False
    key: object = None

    @property
    def target(self) -> tuple[str, str | None, str | None]:
        """The expression to evaluate for a question."""
        return self.file, self.attribute, self.system

    def __repr__(self) -> str:
        return f"Question({self.file}#{self.attribute or ''} {self.digest.sri()} {self.name or ''})"


@dataclass(slots=True, eq=False)
class Built:
    """The result of one derivation.

    path: the path of the .drv file. how: "fresh" (fetched for the first time), "check" (fetched again beside the old
    output), "inputs" (its inputs could not be built), "unseen" (Nix reported success, but not that it ran), "waits"
    (not run: it is built from another questioned derivation), "lost" or "" (no report yet). code: Nix's exit code.
    log: the messages of Nix. built: the end of its builder's output. awaits: the .drv paths of the derivations that
    must be proved first.
    """

    path: str
    derivation: Derivation
    how: str = ""
    code: int = 1
    log: str = ""
    built: str = ""
    awaits: list[str] = field(default_factory=list)


class NixAnswer:
    """The known facts about a hash.

    verdict: "right" (proved: this is the result of its fetcher), "wrong" (proved: `true` is the right hash; also for a
    placeholder) or "unknown" (`reason` says why, in one line; `needs` names a missing platform).
    how: "check" and "fresh" as in Built, "probe" (by an impossible hash in its place in a copy), "evaluation"
    (Nix fetched while evaluating) or "".
    built: the derivations with this hash. log: the end of the output of their builders and of Nix.
    """

    __slots__ = ("built", "how", "log", "needs", "question", "reason", "true", "verdict")

    def __init__(
        self,
        question: Question,
        verdict: str,
        true: Digest | None = None,
        *,
        how: str = "",
        reason: str = "",
        needs: str = "",
        log: str = "",
        built: Sequence[Built] = (),
    ) -> None:
        """Store the values."""
        self.question = question
        self.verdict = verdict
        self.true = true
        self.how = how
        self.reason = reason
        self.needs = needs
        self.log = log
        self.built = list(built)

    def __repr__(self) -> str:
        true = self.true.sri() if self.true else None
        return f"Answer({self.question!r}: {self.verdict}, {true}, {self.how}, {self.reason!r})"
