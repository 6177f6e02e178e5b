"""Proving fixed outputs one after another, the cheapest way first: what `verify`, `fix` and `bump` share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.cli.arguments import Arguments
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from authguard.prove.bynix import Site
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.nixhash.questions import Edit
    from authguard.prove.proving import Answer


def proved(
    git: Git,
    scope: Range,
    config: Config,
    given: Arguments,
    wanted: list[FixedOutput],
    doing: Callable[[str], None],
) -> Iterator[Answer]:
    """Yield an answer for each: natively where that can be, else by Nix here or on the builder.

    Raises:
        Refused: a builder that the user has not allowed, options that contradict each other.
    """
    if not wanted:
        return
    asked = asking(git, scope, config, given)
    try:
        proving = _Proving(git, scope, config, given, asked)
        yield from proving.natively(wanted)
        yield from proving.by_nix(doing)
    finally:
        asked.close()


def asking(git: Git, scope: Range, config: Config, given: Arguments) -> Inquiry:
    """Return who asks mirrors for a command that goes to the end: anybody, unless the user or the config says less."""
    from authguard.cli.network import network_of
    from authguard.prove.network import Network, inquiry

    return inquiry(git, network_of(given.flags, scope, config, default="all") or Network(), fresh=True)


class _Proving:
    """One run. ``left`` is what Nix must prove, ``known`` the edits of what was proved wrong without it."""

    def __init__(self, git: Git, scope: Range, config: Config, given: Arguments, asked: Inquiry) -> None:
        from authguard.cli.check import prefix_of
        from authguard.cli.sites import Sites, Writer
        from authguard.prove.proving import Prover

        self.git = git
        self.scope = scope
        self.sites = Sites(git, config, given, prefix_of(git))
        self.writer = Writer()
        self.without_nix = not {"offline", "no-nix"}.isdisjoint(given.flags)
        self.prover = Prover(asked, again="again" in given.flags, insist="online" in given.flags)
        self.left: list[tuple[FixedOutput, Site]] = []
        self.known: list[Edit] = []
        self.wrong: set[object] = set()

    def natively(self, wanted: list[FixedOutput]) -> Iterator[Answer]:
        """Yield what is answered without Nix, and what Nix cannot be asked."""
        from authguard.prove.proving import OPEN, WRONG

        for answer in self.prover.natively(wanted):
            if answer.verdict == WRONG and answer.true is not None:
                self.known.extend(self.writer(answer.each, answer.true))
                self.wrong.add(answer.each.identity)
            # Whoever could not be reached natively is not reached by Nix either.
            if answer.verdict != OPEN or answer.error is not None or self.without_nix:
                yield answer
                continue
            site = self.sites.of(answer.each)
            if isinstance(site, str):
                answer.says = f"{answer.says}, and {site}"
                yield answer
            else:
                self.left.append((answer.each, site))

    def by_nix(self, doing: Callable[[str], None]) -> Iterator[Answer]:
        """Yield Nix's answers.

        What is built from a wrong hash is not remembered: its pair is not the one that stands there.
        """
        if not self.left:
            return
        from authguard.prove.bynix import by_nix
        from authguard.prove.proving import OPEN, WRONG

        answers = list(by_nix(self.git, self.scope.target, self.left, self.writer, self.known, doing))
        self.wrong.update(answer.each.identity for answer in answers if answer.verdict == WRONG)
        for answer in answers:
            built_on = (output.identity for one in answer.each.inputs for output in one.outputs)
            if answer.verdict != OPEN and self.wrong.isdisjoint(built_on):
                self.prover.keep(answer)
            yield answer
