"""git authguard verify: obtain the true hash of fixed outputs, and compare."""

from __future__ import annotations

from authguard.cli.arguments import Arguments, read
from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.config import Config
    from authguard.evidence.bynix import Site
    from authguard.evidence.nixhash.questions import Edit
    from authguard.evidence.proving import Answer
    from authguard.fod.model import FixedOutput
    from authguard.repo.git import Git
    from authguard.repo.ranges import Range

FLAGS = {
    "--all": "all",
    "--again": "again",
    "--online": "online",
    "--offline": "offline",
    "--no-nix": "no-nix",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
}
OPTIONS = {
    "--base": "base",
    "--head": "head",
    "--builder": "builder",
    "--file": "file",
    "-f": "file",
    "-A": "attribute",
    "--attribute": "attribute",
    "--format": "format",
    "--color": "color",
}


def run(arguments: list[str]) -> int:
    """Verify and report. Returns 1 where a hash is wrong, 3 where one could not be proved, else 0."""
    given = read("verify", arguments, FLAGS, OPTIONS)
    demand_words("verify", given)
    from authguard.cli.answers import Printed
    from authguard.repo.git import Git

    git = Git()
    try:
        scope, config, prefix = opened(git, given)
        wanted = chosen(git, scope, config, given, prefix)
        with Printed(given, prefix, len(wanted), scope.target.label) as printed:
            for answer in proved(git, scope, config, given, wanted, printed.begun):
                printed.add(answer)
        return printed.code
    finally:
        git.close()


def demand_words(command: str, given: Arguments) -> None:
    """Raise Refused for words that contradict each other."""
    if given.values.get("format", "text") not in ("text", "json"):
        raise Refused(f"{command} prints text or json, not {given.values['format']!r}")
    if given.values.get("color", "auto") not in ("auto", "always", "never"):
        raise Refused(f"--color takes auto, always or never, not {given.values['color']!r}")
    if {"online", "offline"} <= given.flags:
        raise Refused("--online and --offline contradict each other")
    if "all" in given.flags and (given.rest or "base" in given.values):
        raise Refused("--all means every fixed output, and takes no SELECTOR and no --base")


def opened(git: Git, given: Arguments) -> tuple[Range, Config, str]:
    """Return what is to be verified, the config of its target, and the current directory from the root."""
    from authguard.cli.check import leaves_tree, prefix_of
    from authguard.config import load
    from authguard.repo.ranges import all_of, between, staged

    head = given.values.get("head", ":index")
    if "all" in given.flags or (given.rest and "base" not in given.values):
        scope = all_of(git, head)
    elif "base" in given.values or "head" in given.values:
        scope = between(git, given.values.get("base"), head)
    else:
        scope = staged(git)
    config = load(scope.target.read, lambda path: leaves_tree(scope.target, path))
    return scope, config, prefix_of(git)


def chosen(git: Git, scope: Range, config: Config, given: Arguments, prefix: str) -> list[FixedOutput]:
    """Return the fixed outputs to verify, one a literal and identity, in the order of their places."""
    from authguard.cli import selection

    selectors = [selection.Selector(text, prefix) for text in given.rest]
    if scope.bases and "all" not in given.flags:
        found, _ = selection.moved(git, scope, config, None)
        if selectors:
            found = [each for each in found if any(one.selects(each) for one in selectors)]
    else:
        found = selection.selected(git, scope, config, selectors)
    return selection.one_a_literal(found)


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
    from authguard.cli.check import prefix_of
    from authguard.cli.network import network_of
    from authguard.cli.sites import Sites, Writer
    from authguard.evidence.proving import OPEN, WRONG, Prover
    from authguard.world import Network, inquiry

    sites = Sites(git, config, given, prefix_of(git))
    network = network_of(given.flags, scope, config, default="all") or Network()
    asked = inquiry(git, network, fresh=True)
    try:
        prover = Prover(asked, again="again" in given.flags, insist=network.insist, allowed=network.demand)
        writer = Writer()
        left: list[tuple[FixedOutput, Site]] = []
        known: list[Edit] = []
        wrong: set[object] = set()
        for answer in prover.natively(wanted):
            if answer.verdict == WRONG and answer.true is not None:
                known.extend(writer(answer.each, answer.true))
                wrong.add(answer.each.identity)
            site = sites.of(answer.each) if _goes_on(answer, given) else ""
            if not site:
                yield answer
            elif isinstance(site, str):
                answer.says = f"{answer.says}, and {site}"
                yield answer
            else:
                left.append((answer.each, site))
        if left:
            from authguard.evidence.bynix import by_nix

            answers = list(by_nix(git, scope.target, left, writer, known, doing))
            wrong.update(answer.each.identity for answer in answers if answer.verdict == WRONG)
            for answer in answers:
                if answer.verdict != OPEN and not _is_built_on(answer.each, wrong):
                    prover.keep(answer)
                yield answer
    finally:
        asked.close()


def _goes_on(answer: Answer, given: Arguments) -> bool:
    """Tell whether Nix is to be asked: whoever could not be reached natively is not reached by Nix either."""
    from authguard.evidence.proving import OPEN

    return answer.verdict == OPEN and answer.error is None and not {"offline", "no-nix"} & given.flags


def _is_built_on(each: FixedOutput, wrong: set[object]) -> bool:
    """Tell whether an input of it has a wrong hash: then the pair that stands here is not the one that was proved."""
    return any(output.identity in wrong for one in each.inputs for output in one.outputs)
