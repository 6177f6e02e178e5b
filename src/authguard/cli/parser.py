"""The command line. Only this module defines it: argparse, help, manual, completions and docs use the definition.

All words after a command that are not options go to one list. The command decides about the meaning of the words.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from authguard.errors import Refused
from authguard.messages import did_you_mean, nearest
from authguard.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WIDTH = 79
HOOKS = ("pre-commit", "pre-merge-commit", "pre-push")
COLORS = ("auto", "always", "never")

SUMMARY = (
    "Flags every fixed-output hash in the Nix files of a repository that no longer belongs to its inputs, "
    "before the commit."
)
EXIT_CODES = {
    "0": "nothing wrong",
    "1": "findings of severity error (with --strict also warnings), a wrong hash, or a failed build",
    "2": "no answer: bad usage or config, no repository, a missing tool, something is not allowed yet",
    "3": "a builder or mirror cannot be reached, or not every hash could be proved",
    "130": "interrupted",
}


class Parser(argparse.ArgumentParser):
    """An argument parser that raises Refused, and that takes options and words in any order."""

    def __init__(self, name: str, usage: str, description: str, epilog: str | None = None) -> None:
        """Begin with the option -h.

        Args:
            name: the name of the command; empty for git-authguard itself.
            usage: the usage line after `git authguard`.
            description: paragraphs, separated by blank lines.
            epilog: the exit codes that differ from the usual exit codes.
        """
        super().__init__(
            prog=f"git authguard {name}".rstrip(),
            usage=f"git authguard {usage}",
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
            argument_default=argparse.SUPPRESS,
        )
        self.name = name
        self.width = WIDTH
        self.add_argument("-h", "--help", action="store_true", help="show this help")

    def help(self, width: int = WIDTH) -> str:
        """Return the help in at most ``width`` columns."""
        self.width = width
        return self.format_help()

    def _get_formatter(self) -> argparse.HelpFormatter:
        return _Formatter(self.prog, self.width)

    def error(self, message: str) -> NoReturn:
        """Raise Refused."""
        raise Refused(f"{self.name}: {message}" if self.name else message)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            known = f"it can be {_listed(action.choices)}"
            near = did_you_mean(str(value), action.choices)
            raise argparse.ArgumentError(action, f"{value!r} is not known{near or f'; {known}'}")

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except argparse.ArgumentError:
            if action.choices is None:
                raise
            raise argparse.ArgumentError(action, f"it needs a value: {_listed(action.choices)}") from None

    def read(self, words: list[str]) -> dict[str, Any]:
        """Return the values by name, without options that the user did not pass.

        Raises:
            Refused: an unknown option, an option without its value, options that exclude each other.
        """
        end = words.index("--") if "--" in words else len(words)
        namespace, unknown = self.parse_known_intermixed_args(words[:end])
        given = vars(namespace)
        if unknown:
            word = unknown[0]
            options = {name.lstrip("-"): name for action in self._actions for name in action.option_strings}
            name = word.partition("=")[0].lstrip("-")
            near = _ELSEWHERE[name] if _ELSEWHERE.get(name) in options else nearest(name, options)
            end_of_line = f"; did you mean {options[near]}?" if near is not None else ""
            self.error(f"there is no option {word!r}{end_of_line}")
        dest = next((action.dest for action in self._actions if not action.option_strings), None)
        if dest is not None:
            given[dest] = [*given.get(dest, []), *words[end + 1 :]]
        return given


_ELSEWHERE = {"from-ref": "base", "to-ref": "head", "from": "base", "to": "head", "source": "base"}
"""Names that other tools have for the options of a range."""


def _listed(choices: Iterable[str]) -> str:
    """Return `text, short or json`."""
    *names, last = choices
    return f"{', '.join(names)} or {last}"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help of a given width, the same in every version of Python."""

    def __init__(self, prog: str, width: int = WIDTH) -> None:
        super().__init__(prog, max_help_position=22, width=width)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        return spelled(action)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from textwrap import wrap

        return wrap(text, width, break_on_hyphens=False)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from textwrap import fill

        return "\n\n".join(fill(part, width, break_on_hyphens=False) for part in text.split("\n\n"))


def spelled(action: argparse.Action) -> str:
    """Return an option as the help shows it: `-A, --attribute ATTRIBUTE`."""
    if not action.option_strings:
        return str(action.metavar)
    if action.nargs == 0:
        return ", ".join(action.option_strings)
    names = action.metavar if isinstance(action.metavar, tuple) else (action.metavar or action.dest.upper(),)
    return " ".join([", ".join(action.option_strings), *names])


@dataclass
class Command:
    """One command: its line in the list of commands, and the function that makes its parser.

    values  the kind of completion of options and words, by their dest: "rev", "snapshot", "selector", "path",
            "directory", "file", "host", "rule" or "hook"; choices need no entry.
    """

    summary: str
    parser: Callable[[], Parser]
    values: dict[str, str] = field(default_factory=dict)


def top() -> Parser:
    """Return the parser of the words before the command."""
    parser = Parser("", "[-C DIR] COMMAND [ARGUMENT...]", SUMMARY)
    parser.add_argument("-V", "--version", action="store_true", help="show the version")
    parser.add_argument(
        "-C", dest="directory", metavar="DIR", action="append", help="run as if started in DIR"
    )
    return parser


def _check() -> Parser:
    parser = Parser(
        "check",
        "check [OPTION...] [SELECTOR...]",
        "Judges the staged change: the index against HEAD and, in a merge, against every parent. With --base and "
        "--head it judges a range of commits, from their merge base.\n\n"
        "A SELECTOR is PATH, PATH:LINE or PATH#ATTRIBUTE, as list prints them. It narrows the report; the whole "
        "change is read.",
        "exit codes: 0 no error found, 1 errors found, 2 no answer, 3 with --online a repository could not be "
        "reached",
    )
    add = parser.add_argument
    add("selectors", nargs="*", metavar="SELECTOR", help=argparse.SUPPRESS)
    add("--base", metavar="REV", help="the revision to judge against (default: HEAD)")
    add("--head", metavar="REV", help="the snapshot to judge: a revision, :index (default) or :worktree")
    add(
        "--all",
        action="store_true",
        help="judge every fixed output of the head by the rules that need no earlier commit; audit finds stale hashes",
    )
    add("--select", metavar="CODES", action="append", help="report only these rules: AG201,AG2,not-nix")
    add("--ignore", metavar="CODES", action="append", help="do not report these rules")
    add(
        "--pre-receive",
        action="store_true",
        help="on a server: judge a push by the lines that git writes to the hook pre-receive",
    )
    add("--strict", action="store_true", help="exit with 1 for warnings too")
    add("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    add(
        "--no-cache",
        dest="no_cache",
        action="store_true",
        help="do not use the remembered results of earlier checks",
    )
    _network(parser)
    _output(parser, FORMATS)
    add("--gate", action="store_true", help=argparse.SUPPRESS)
    add("--pre-push", metavar="REMOTE", help=argparse.SUPPRESS)
    return parser


def _audit() -> Parser:
    parser = Parser(
        "audit",
        "audit [OPTION...] [SELECTOR...]",
        "Finds the hashes that are stale today. For each hash of HEAD it finds the commit that wrote it, even through "
        "moves, renames and other spellings, and reports the hash if its inputs moved since. It needs neither Nix nor "
        "the network. A SELECTOR (PATH, PATH:LINE or PATH#ATTRIBUTE, as list prints them) narrows the report.",
        "exit codes: 0 no hash is stale, 1 a hash is stale, 2 no answer, 3 with --online a repository could not be "
        "reached",
    )
    add = parser.add_argument
    add("selectors", nargs="*", metavar="SELECTOR", help=argparse.SUPPRESS)
    add("--rev", metavar="REV", help="the revision to audit (default: HEAD)")
    add(
        "--since",
        metavar="WHEN",
        help="only hashes with inputs that moved since WHEN: a date that git reads, or a revision (its day counts)",
    )
    add(
        "--fail-on",
        metavar="STATE",
        choices=("stale", "suspect", "unknown"),
        help="exit with 1 for stale hashes (stale, the default) or for suspect ones too (suspect), unless "
        "the config gives them another severity; unknown is like suspect, and 2 if the clone is too shallow or partial",
    )
    add("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    _network(parser)
    _output(parser, FORMATS, verbose="show on stderr how many commits were read")
    return parser


def _list() -> Parser:
    parser = Parser(
        "list",
        "list [OPTION...] [SELECTOR...]",
        "Lists all fixed outputs of a snapshot, with a row for each hash and each call that uses it: its place, "
        "producer, source, digest, "
        "lock file, and whether Nix would notice a stale hash (loud) or not (silent).",
    )
    add = parser.add_argument
    add("selectors", nargs="*", metavar="SELECTOR", help=argparse.SUPPRESS)
    add("--rev", metavar="REV", help="a revision, :index (default) or :worktree")
    add("--producer", metavar="NAME", help="list only hashes of the function NAME (fetchurl, buildGoModule)")
    add(
        "--platform",
        metavar="SYSTEM",
        help="list only hashes for SYSTEM (x86_64-linux), and hashes for every platform",
    )
    add(
        "--silent",
        action="store_true",
        help="list only hashes for which Nix does not notice a stale hash",
    )
    add("--loud", action="store_true", help="list only hashes that fail the build when they are stale")
    add("--selectors", dest="only_selectors", action="store_true", help=argparse.SUPPRESS)
    add("--unresolved", action="store_true", help="list only hashes with an input that is not fully known")
    _output(parser, ("text", "json", "markdown", "mermaid"), verbose=None)
    return parser


def _verify() -> Parser:
    parser = Parser(
        "verify",
        "verify [OPTION...] [SELECTOR...]",
        "Obtains the true hash of the fixed outputs that the staged change moved, and compares. A SELECTOR "
        "(PATH, PATH:LINE or PATH#ATTRIBUTE, as list prints them) chooses others.\n\n"
        "Sources are fetched without Nix if possible. The others are built by Nix, here or on the builder that a "
        "[[gate]] of the config or --builder names. A hash that was proved once is not proved again.",
        "exit codes: 0 all hashes are right, 1 a hash is wrong, 2 no answer, 3 a hash could not be proved",
    )
    add = parser.add_argument
    add("selectors", nargs="*", metavar="SELECTOR", help=argparse.SUPPRESS)
    add("--all", action="store_true", help="take every fixed output, even those that did not move")
    add(
        "--audited",
        metavar="STATE",
        choices=("stale", "suspect"),
        help="take the hashes that audit reports for HEAD: stale, or suspect ones too",
    )
    add("--base", metavar="REV", help="take the fixed outputs that moved since REV")
    add("--head", metavar="REV", help="the snapshot: a revision, :index (default) or :worktree")
    _proving(parser)
    _output(parser, ("text", "json"), verbose="also name the hashes that were proved before")
    return parser


def _fix() -> Parser:
    parser = Parser(
        "fix",
        "fix [OPTION...] [SELECTOR...]",
        "Verifies the fixed outputs that moved between HEAD and the work tree, or those of the SELECTORs, and "
        "writes the true hashes. Only the bytes of the literals change, in all files or in none. A hash that "
        "could not be proved is named, and stays as it is.\n\n"
        "fix --base origin/main --commit repairs what a bot forgot on its branch, in a commit of its own.",
        "exit codes: 0 every hash is right now, 1 a hash could not be written, 2 no answer, 3 a hash could "
        "not be proved",
    )
    add = parser.add_argument
    add("selectors", nargs="*", metavar="SELECTOR", help=argparse.SUPPRESS)
    add("--stage", action="store_true", help="put exactly these edits into the index as well")
    add(
        "--commit",
        action="store_true",
        help="commit exactly these edits, with all hooks; other staged changes stay staged",
    )
    add("-n", "--dry-run", action="store_true", help="show what would be written, and write nothing")
    add("--all", action="store_true", help="take every fixed output, even those that did not move")
    add(
        "--audited",
        metavar="STATE",
        choices=("stale", "suspect"),
        help="take the hashes that audit reports for HEAD: stale, or suspect ones too",
    )
    add("--base", metavar="REV", help="take the fixed outputs that moved since REV")
    _proving(parser)
    _output(parser, ("text", "json"), verbose="also name the hashes that were proved before")
    return parser


def _bump() -> Parser:
    parser = Parser(
        "bump",
        "bump [OPTION...] VERSION [DIR]",
        "Sets the version of the package in DIR where its Nix code and the [[version]] sites of the config state it, "
        "proves the hashes that move with it, shows the difference, writes it, and checks the result. Other lines "
        "with the old version are named, not edited. DIR is the current directory by default. It may also be a "
        "file, or PATH#ATTRIBUTE for one of the packages in a file.\n\n"
        "The VERSION latest is the newest tag that is written like the present one. If a tag is missing, nothing "
        "is changed, and the output names the nearest tags. Hashes that could not be proved are named, and a second "
        "run continues where the first stopped.",
        "exit codes: those of check (and of build), 1 if a hook refused the commit, 2 if no source has the version, "
        "3 if a hash could not be proved",
    )
    add = parser.add_argument
    add("words", nargs="*", metavar="VERSION", help=argparse.SUPPRESS)
    add("--stage", action="store_true", help="put exactly these edits into the index as well")
    add(
        "--commit",
        action="store_true",
        help="commit exactly these edits, with all hooks; other staged changes stay staged",
    )
    add("--build", action="store_true", help="build the gates of the edited files afterwards")
    add(
        "--rev",
        metavar="SOURCE=TAG",
        action="append",
        help="fetch a source at this tag: client-src=v1.2.3 (SOURCE is its attribute)",
    )
    add("--pre", action="store_true", help="for latest: release candidates and betas are allowed too")
    add("-n", "--dry-run", action="store_true", help="show the difference, and write nothing")
    _proving(parser, again=False)
    _output(parser, ("text", "json"), verbose="also name the hashes that were proved before")
    return parser


def _build() -> Parser:
    parser = Parser(
        "build",
        "build [OPTION...] [DIR]",
        "Builds the files of a revision, never the work tree, as the [[gate]] tables of the config say: on an ssh "
        "builder, in another store, or with Nix here. DIR chooses gates. Without a gate, the "
        "test-build.nix or default.nix in DIR is built.\n\n"
        "A build is remembered for seven days, and a push of the same content does not wait for it again.",
        "exit codes: 0 built, 1 the build failed or a hash is wrong, 2 it cannot be built (bad config, not allowed "
        "yet, no Nix there), 3 the builder cannot be reached, or a moved output could not be fetched again",
    )
    add = parser.add_argument
    add("directories", nargs="*", metavar="DIR", help=argparse.SUPPRESS)
    add("--rev", metavar="REV", help="the revision to build (default: HEAD)")
    add("-A", "--attribute", metavar="ATTR", help="the attribute to build")
    add(
        "--builder",
        metavar="HOST",
        help="build on this host, by ssh, even if the config names another host; local: on this machine",
    )
    _nix(parser)
    add("--again", action="store_true", help="build again, even if the same content was built before")
    add("--tag", action="store_true", help="build nothing, and print the tag that CI gives to this revision")
    add("-q", "--quiet", action="store_true", help="no log, no progress, only failures")
    return parser


def _explain() -> Parser:
    parser = Parser(
        "explain",
        "explain [OPTION...] [RULE|SELECTOR...]",
        "Explains a rule: what it means, why it matters, an example, how to fix it, how to waive it. RULE is a code "
        "(AG201) or a name (stale-source-hash). In a repository it also lists the waivers of the rule. Without an "
        "argument it lists all rules.\n\n"
        "For a SELECTOR (PATH, PATH:LINE or PATH#ATTRIBUTE) it prints why this hash was reported or not: its inputs "
        "then and now, what moved, the class of the move, and each decision.",
    )
    add = parser.add_argument
    add("subjects", nargs="*", metavar="RULE|SELECTOR", help=argparse.SUPPRESS)
    add("--base", metavar="REV", help="for a SELECTOR: the revision to judge against (default: HEAD)")
    add("--head", metavar="REV", help="for a SELECTOR: a revision, :index (default) or :worktree")
    return parser


def _allow() -> Parser:
    parser = Parser(
        "allow",
        "allow [OPTION...] [NAME...]",
        "Lists the permissions that the config asks for, and whether you gave them: builders, Nix on this machine, "
        "the network. With a NAME it gives one, in your git config: a builder, local (Nix on this machine), "
        "network:mirrors, network:all, or host:NAME (a host with a private address).\n\n"
        "A repository can never allow anything itself.",
    )
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help=argparse.SUPPRESS)
    add("--global", dest="everywhere", action="store_true", help="allow it in all of your repositories")
    return parser


def _install() -> Parser:
    parser = Parser(
        "install",
        "install [OPTION...] [HOOK...]",
        "Writes the git hooks pre-commit, pre-merge-commit and pre-push into this repository, so that each commit, "
        "merge and push is judged. With one or more HOOKs it writes only these. A hook that is already there is kept, "
        "and runs first.",
    )
    _hooks(parser)
    return parser


def _uninstall() -> Parser:
    parser = Parser(
        "uninstall",
        "uninstall [OPTION...] [HOOK...]",
        "Removes exactly the hooks that install wrote, and restores the hooks that were there before. A hook that "
        "was edited since is kept, and named.",
    )
    _hooks(parser)
    return parser


def _doctor() -> Parser:
    parser = Parser(
        "doctor",
        "doctor [OPTION...]",
        "Shows the versions of authguard, Python, git and Nix, the caches and their sizes, the config, your git "
        "config, the allowed builders, and the hooks of this repository and who wrote them. A line with ! is a "
        "problem. It writes nothing. It asks the builders that you allow for their version of Nix, and no other "
        "host.",
        "exit codes: 0 no problem, 1 a problem",
    )
    parser.add_argument("--offline", action="store_true", help="ask no builder")
    return parser


def _help() -> Parser:
    parser = Parser(
        "help",
        "help [OPTION...] [COMMAND]",
        "Shows the manual, or the help of a command. This works without an installed man page too, where "
        "`git help authguard` finds none (uv tool).",
    )
    add = parser.add_argument
    add("commands", nargs="*", metavar="COMMAND", choices=None, help=argparse.SUPPRESS)
    add(
        "--link",
        action="store_true",
        help="copy the man page to your own man directory, for `git help authguard`; repeat it after an update",
    )
    return parser


def _hooks(parser: Parser) -> None:
    add = parser.add_argument
    add("hooks", nargs="*", metavar="HOOK", help=argparse.SUPPRESS)
    add("-n", "--dry-run", action="store_true", help="show what would be done, and do nothing")
    add("-q", "--quiet", action="store_true", help="do not show what was done")


def _network(parser: Parser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--online", action="store_true", help="ask every host for evidence, even if the config forbids it"
    )
    group.add_argument("--offline", action="store_true", help="use no network, even if the config allows it")


def _nix(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "-I",
        dest="include",
        metavar="PATH",
        action="append",
        help="as in nix-build: -I nixpkgs=flake:nixpkgs",
    )
    add(
        "--option",
        metavar=("NAME", "VALUE"),
        nargs=2,
        action="append",
        help="as in nix-build: set an option of Nix",
    )


def _proving(parser: Parser, again: bool = True) -> None:
    add = parser.add_argument
    if again:
        add("--again", action="store_true", help="prove hashes again that were proved before")
    add(
        "-f",
        "--file",
        metavar="FILE",
        help="a Nix file that needs the fixed outputs; Nix builds them from it",
    )
    add("-A", "--attribute", metavar="ATTR", help="the attribute in the file of --file")
    add("--builder", metavar="HOST", help="use Nix on this host, by ssh; local: on this machine")
    _nix(parser)
    add("--no-nix", action="store_true", help="do not use Nix")
    _network(parser)


def _output(
    parser: Parser,
    formats: tuple[str, ...],
    verbose: str | None = "print the numbers of files and hashes to stderr",
) -> None:
    add = parser.add_argument
    words = f"{', '.join(formats[1:-1])} or {formats[-1]}".removeprefix(" or ")
    add(
        "--format", metavar="FORMAT", choices=formats, help=f"the form of the report: text (default), {words}"
    )
    add(
        "--color", metavar="WHEN", choices=COLORS, help="when to use colours: auto (default), always or never"
    )
    if verbose is not None:
        add("-q", "--quiet", action="store_true", help="no report, only the exit code")
        add("-v", "--verbose", action="store_true", help=verbose)


_REVS = {"base": "rev", "head": "snapshot", "rev": "snapshot"}
_PROVING = {"file": "file", "builder": "host", "selectors": "selector", **_REVS}

COMMANDS = {
    "check": Command(
        "judge the staged change, or a range of commits", _check, {"selectors": "selector", **_REVS}
    ),
    "audit": Command(
        "report the hashes of HEAD that are older than their inputs",
        _audit,
        {"selectors": "selector", "rev": "rev"},
    ),
    "list": Command("list every fixed output of a snapshot", _list, {"selectors": "path", **_REVS}),
    "verify": Command("obtain the true hashes, and compare", _verify, _PROVING),
    "fix": Command("obtain the true hashes, and write them", _fix, _PROVING),
    "bump": Command(
        "set a version, and the hashes that move with it", _bump, {**_PROVING, "words": "version"}
    ),
    "build": Command(
        "build a revision here or on a builder, as a push does",
        _build,
        {"rev": "rev", "builder": "host", "directories": "directory"},
    ),
    "explain": Command("explain a rule, or the verdict on a hash", _explain, {"subjects": "rule", **_REVS}),
    "allow": Command("show and give the permissions that the config needs", _allow, {"names": "host"}),
    "install": Command("write authguard's git hooks into this repository", _install, {"hooks": "hook"}),
    "uninstall": Command("remove these hooks", _uninstall, {"hooks": "hook"}),
    "doctor": Command("show the facts for a bug report", _doctor, {}),
    "help": Command("show the manual, or the help of a command", _help, {"commands": "command"}),
}


def find(name: str) -> Command:
    """Return a command. Raises Refused for an unknown command, with the most similar name."""
    if name not in COMMANDS:
        raise Refused(f"there is no command {name!r}{did_you_mean(name, COMMANDS)}")
    return COMMANDS[name]
