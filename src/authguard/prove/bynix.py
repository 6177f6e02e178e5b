"""Correct hashes from Nix, for outputs that only Nix can fetch: on this machine or on a builder.

Nix evaluates an expression of this repository that has the fixed output in its closure. Nix reads a copy of the files
of the snapshot, never the work tree.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError
from authguard.outputs.facts import row_of
from authguard.printable import printable
from authguard.prove.proving import OPEN, RIGHT, WRONG, Answer, algorithm_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from authguard.builder.job import Job, Output
    from authguard.digest import Digest
    from authguard.git.git import Git
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.prove.nixhash.questions import Question, Substitution

    Write = Callable[[FixedOutput, Digest], Sequence[Substitution]]

_PLATFORMS = ("-linux", "-darwin")


class BuildSite:
    """The expression to evaluate, its place and its options.

    file       the expression, from the root of the repository.
    attribute  the attribute in the file; None for the file itself.
    options    options for Nix, which the user allowed.
    where      runs a job and returns its exit code: builder.here or builder.ssh.
    builder    the destination, "" for this machine.
    """

    __slots__ = ("attribute", "builder", "file", "options", "where")

    def __init__(
        self,
        file: str,
        attribute: str | None,
        where: Callable[[Job, Output], int],
        options: Sequence[str] = (),
        builder: str = "",
    ) -> None:
        """Store the arguments."""
        self.file = file
        self.attribute = attribute
        self.where = where
        self.options = list(options)
        self.builder = builder

    def key(self) -> tuple[object, ...]:
        """The key of a site."""
        return (self.file, self.attribute, self.builder, tuple(self.options))


def by_nix(
    git: Git,
    snapshot: Snapshot,
    requested: Iterable[tuple[FixedOutput, BuildSite]],
    write: Write,
    known: Sequence[Substitution],
    doing: Callable[[str], None],
) -> Iterator[Answer]:
    """Yield an answer for each fixed output. All outputs of one site are obtained together.

    Args:
        git: the repository.
        snapshot: the files to evaluate.
        requested: each output with its site.
        write: returns the edits that write a digest to a fixed output; empty if the digest cannot be written.
        known: the edits with the correct hashes that were found without Nix. Other outputs may be built from these
            outputs.
        doing: called with a description of the present step.

    Raises:
        Refused: there is no Nix, or an option is not allowed.
    """
    groups: dict[tuple[object, ...], list[tuple[FixedOutput, BuildSite]]] = {}
    for each, site in requested:
        groups.setdefault(site.key(), []).append((each, site))
    for group in groups.values():
        yield from _of_site(git, snapshot, group[0][1], [each for each, _ in group], write, known, doing)


def _of_site(
    git: Git,
    snapshot: Snapshot,
    site: BuildSite,
    wanted: list[FixedOutput],
    write: Write,
    known: Sequence[Substitution],
    doing: Callable[[str], None],
) -> Iterator[Answer]:
    from authguard.builder.source import BuildSource
    from authguard.prove.nixhash.obtain import obtain

    how = "builder" if site.builder else "nix"
    begun = time.monotonic()
    try:
        source = BuildSource(git, snapshot, site.file)
        for each in (outside := _outside(wanted, write, source.entries)):
            says = f"{printable(each.path)} is not among the files that {printable(site.file)} is built from"
            yield Answer(each, OPEN, how, says)
        wanted = [each for each in wanted if each not in outside]
        answers = obtain(
            [_question(each, site, write) for each in wanted],
            list(source.files()) if wanted else [],
            site.where,
            options=site.options,
            known=[edit for edit in known if edit.path in source.entries],
            doing=doing,
        )
    except AuthguardError as error:
        for each in wanted:
            answer = Answer(each, OPEN, how, str(error))
            answer.error = error
            yield answer
        return
    for each, answer_of_nix in zip(wanted, answers, strict=True):
        verdict = {"right": RIGHT, "wrong": WRONG}.get(answer_of_nix.verdict, OPEN)
        answer = Answer(each, verdict, how, answer_of_nix.reason or "its fetcher ran again")
        answer.true = each.digest if verdict == RIGHT else answer_of_nix.true
        answer.is_built = bool(answer_of_nix.built) and not answer_of_nix.needs
        answer.seconds = time.monotonic() - begun
        yield answer


def _outside(
    wanted: Iterable[FixedOutput], write: Write, files: Container[str]
) -> dict[FixedOutput, list[Substitution]]:
    """Return the outputs with a hash in a file that is not sent; no output of the expression can have this hash."""
    edits = {each: list(write(each, _digest(each))) for each in wanted}
    return {each: found for each, found in edits.items() if any(edit.path not in files for edit in found)}


def _digest(each: FixedOutput) -> Digest:
    """Return the written digest; for a placeholder zeros, as Nix reads it."""
    from authguard.digest import Digest

    if each.digest is not None:
        return each.digest
    algorithm = algorithm_of(each)
    return Digest(algorithm, bytes({"sha1": 20, "md5": 16, "sha512": 64}.get(algorithm, 32)))


def _question(each: FixedOutput, site: BuildSite, write: Write) -> Question:
    from authguard.prove.nixhash.questions import Question

    digest, row = _digest(each), row_of(each)
    platform = each.platform if each.platform and each.platform.endswith(_PLATFORMS) else None
    return Question(
        site.file,
        site.attribute,
        digest,
        placeholder=each.digest is None,
        name=each.store_name,
        write=(lambda true: write(each, true)) if write(each, digest) else None,
        system=platform,
        at_evaluation=row is not None and row.evaluated,
        key=each,
    )
