"""git authguard verify: obtain the true hash of fixed outputs, and compare."""

from __future__ import annotations

from authguard.cli.arguments import Arguments, read
from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput

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
    from authguard.cli.proving import proved
    from authguard.git.git import Git

    git = Git()
    try:
        scope, config, prefix = opened(git, given)
        wanted = chosen(git, scope, config, given, prefix)
        with Printed(given, prefix, len(wanted), scope.target.label) as printed:
            for answer in proved(git, scope, config, given, wanted, printed.doing):
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
    from authguard.config.model import load
    from authguard.git.ranges import all_of, between, staged

    head = given.values.get("head", ":index")
    if "all" in given.flags or (given.rest and "base" not in given.values):
        scope = all_of(git, head)
    elif "base" in given.values or "head" in given.values:
        scope = between(git, given.values.get("base"), head)
    else:
        scope = staged(git)
    config = load(scope.target.read, lambda path: leaves_tree(scope.target, path))
    return scope, config, prefix_of(git)


def chosen(
    git: Git,
    scope: Range,
    config: Config,
    given: Arguments,
    prefix: str,
    whole: Range | None = None,
) -> list[FixedOutput]:
    """Return the fixed outputs to verify, one a literal and identity, in the order of their places.

    ``whole`` is the tree of ``scope``, where the target of that is another view of it.
    """
    from authguard.cli import selection

    selectors = [selection.Selector(text, prefix) for text in given.rest]
    if scope.bases and "all" not in given.flags:
        found = selection.moved(git, scope, config)
        if selectors:
            found = [each for each in found if any(one.selects(each) for one in selectors)]
    else:
        found = selection.selected(git, whole or scope, config, selectors, scope.target)
    return selection.one_a_literal(found)
