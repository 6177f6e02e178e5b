"""Proving fixed outputs one after another, the cheapest way first, for `verify`, `fix` and `bump`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from authguard.prove.bynix import BuildSite
    from authguard.prove.dependencies.answering import DependencyProver
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network
    from authguard.prove.nixhash.questions import Substitution
    from authguard.prove.proving import Answer


@dataclass
class ProvingOptions:
    """How hashes are proved.

    again      also prove hashes that were proved before.
    online     connect to any host, whatever the config says; ``offline``: connect to no host.
    no_nix     do not use Nix.
    file       the expression that needs the fixed outputs, with ``attribute``; None: the expressions of the gates.
    builder    the machine that runs Nix; None: the builder of the gates.
    include    entries that -I adds to Nix's search path; ``option``: pairs of a setting of Nix and its value.
    """

    again: bool = False
    online: bool = False
    offline: bool = False
    no_nix: bool = False
    file: str | None = None
    attribute: str | None = None
    builder: str | None = None
    include: list[str] = field(default_factory=list)
    option: list[list[str]] = field(default_factory=list)

    def nix_words(self) -> list[str]:
        """Return the user's options for Nix, as words of its command line."""
        return nix_words(self.include, self.option)


def nix_words(include: list[str], option: list[list[str]]) -> list[str]:
    """Return -I and --option as words of a command line of Nix."""
    words = [word for path in include for word in ("-I", path)]
    return [*words, *(word for pair in option for word in ("--option", *pair))]


def proved(
    git: Git,
    scope: Range,
    config: Config,
    options: ProvingOptions,
    wanted: list[FixedOutput],
    doing: Callable[[str], None],
) -> Iterator[Answer]:
    """Yield an answer for each fixed output: natively if possible, else by Nix here or on the builder.

    Raises:
        Refused: a builder that the user has not allowed, options that contradict each other.
    """
    if not wanted:
        return
    open_inquiry = mirrors(git, scope, config, options)
    try:
        proving = _Proving(git, scope, config, options, open_inquiry, doing)
        yield from proving.natively(wanted)
        yield from proving.by_nix(doing)
    finally:
        open_inquiry.close()


def mirrors(git: Git, scope: Range, config: Config, options: ProvingOptions) -> Inquiry:
    """Return the mirrors for a command that needs the network: all hosts, unless the user or the config forbids it."""
    from authguard.prove.network import inquiry

    return inquiry(git, _reach(git, scope, config, options), fresh=True)


def _reach(git: Git, scope: Range, config: Config, options: ProvingOptions) -> Network:
    from authguard.app.network import network_of
    from authguard.prove.network import Network

    reach = network_of(git, scope, config, online=options.online, offline=options.offline, default="all")
    return reach or Network()


def _dependencies(
    git: Git, scope: Range, config: Config, options: ProvingOptions, doing: Callable[[str], None]
) -> DependencyProver:
    """Return the prover of the target's dependency hashes. The prover tests itself on the bases or on HEAD."""
    from authguard.app.computing import dependency_prover
    from authguard.app.earlier import EarlierTrees
    from authguard.prove.network import fetcher

    reach = _reach(git, scope, config, options)
    return dependency_prover(
        git, scope, EarlierTrees(git, scope), reach, lambda: fetcher(reach, doing=doing), doing
    )


class _Proving:
    """One run.

    ``left`` has the outputs that Nix must prove, ``known`` has the edits of hashes that were proved wrong without Nix.
    """

    def __init__(
        self,
        git: Git,
        scope: Range,
        config: Config,
        options: ProvingOptions,
        open_inquiry: Inquiry,
        doing: Callable[[str], None],
    ) -> None:
        from authguard.app.selection import prefix_of
        from authguard.app.sites import Sites, SiteWriter
        from authguard.prove.proving import Prover

        self.git = git
        self.scope = scope
        self.sites = Sites(git, config, options, prefix_of(git))
        self.writer = SiteWriter()
        self.without_nix = options.offline or options.no_nix
        self.prover = Prover(
            open_inquiry,
            again=options.again,
            insist=options.online,
            dependencies=_dependencies(git, scope, config, options, doing),
            doing=doing,
        )
        self.left: list[tuple[FixedOutput, BuildSite]] = []
        self.known: list[Substitution] = []
        self.wrong: set[object] = set()

    def natively(self, wanted: list[FixedOutput]) -> Iterator[Answer]:
        """Yield the answers found without Nix, and answers about outputs that Nix cannot prove."""
        from authguard.prove.mirrors.private import PRIVATE
        from authguard.prove.proving import OPEN, WRONG

        for answer in self.prover.natively(wanted):
            if answer.verdict == WRONG and answer.true is not None:
                self.known.extend(self.writer(answer.each, answer.true))
                self.wrong.add(answer.each.identity)
            # If authguard cannot reach a host, Nix cannot either. But a builder may have the
            # registry, or the packages, of dependencies.
            is_over = answer.error is not None and answer.each.is_source
            if answer.verdict != OPEN or is_over or self.without_nix:
                yield answer
                continue
            site = self.sites.of(answer.each)
            if not isinstance(site, str):
                self.left.append((answer.each, site))
                continue
            if answer.error is None and PRIVATE not in answer.says:
                answer.says = f"{answer.says}, and {site}"
            yield answer

    def by_nix(self, doing: Callable[[str], None]) -> Iterator[Answer]:
        """Yield Nix's answers.

        If the hash of a source is wrong, no proof of a hash that depends on it is stored: both will change.
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
