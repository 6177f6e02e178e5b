"""The commands that fix findings, in the form that works in the current directory.

A rule names a command with paths from the root, as in `git authguard fix a/x.nix#src`. Here the paths become relative
to the current directory, and a fix of the index gets `--stage`, since a fix of only the work tree does not remove the
finding. `git commit -a` removes its index if the commit is refused, so commands about such an index use the work tree.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from authguard.producers.pins import PIN_FILES
from authguard.rules.finding import STALE, SUSPECT
from authguard.rules.words import command

if TYPE_CHECKING:
    from authguard.report.context import ReportContext
    from authguard.rules.finding import Finding

_PROGRAMS = {"git", *(each.update[0] for each in PIN_FILES if each.update)}
_WRITERS = ("fix", "bump")
_PATHS = ("--flake", "--directory", "--sources-file")
"""Options of other tools that take a path from the root."""
_AT_ROOT = {
    "nix": ("--flake", "."),
    "npins": ("--directory", "npins"),
    "niv": ("--sources-file", "nix/sources.json"),
}
"""The option for the path of a tool's pins, and the path that the tool uses without the option."""
MOST_FILES = 12
"""A command names at most this many files."""
MOST_AUDITED = 200
"""A command for the findings of an audit names at most this many hashes, if no option does."""
MOST_SELECTORS = 4
"""A command for a group names at most this many selectors; if there are more, it names their files and an option."""


def argv(finding: Finding, context: ReportContext) -> list[str] | None:
    """Return the command that fixes a finding, as a list of words; None if the help is a sentence."""
    text = finding.help or ""
    if text.partition(" ")[0] not in _PROGRAMS:
        return None
    try:
        words = shlex.split(text)
    except ValueError:  # an unbalanced quote: not a command of ours
        return None
    if words[:2] != ["git", "authguard"] or len(words) < 3:
        return _of_tool(words, context) if context.prefix else words
    name, rest = words[2], words[3:]
    kept = 1 if name == "bump" else 0
    paths = [word if word.startswith("-") else _relative(word, context) for word in rest[kept:]]
    is_staged = context.head_of_commands == ":index" and name in _WRITERS and "--stage" not in rest
    stage = ["--stage"] if is_staged else []
    return ["git", "authguard", name, *stage, *rest[:kept], *paths]


def _of_tool(words: list[str], context: ReportContext) -> list[str]:
    """Return a command of another tool, for a current directory that is not the root."""
    if words[0] in _AT_ROOT and not any(word in _PATHS for word in words):
        option, path = _AT_ROOT[words[0]]
        words = [*words, option, path] if words[0] == "nix" else [words[0], option, path, *words[1:]]
    made = []
    for before, word in zip(["", *words], words, strict=False):
        path = _relative(word, context) if before in _PATHS else word
        # A reference to a flake without ./ is a name of the registry.
        made.append(f"./{path}" if before == "--flake" and not path.startswith(".") else path)
    return made


FIX_INDEX = ("git", "authguard", "fix", "--stage")
"""The command that writes the correct hash of each output that moved between HEAD and the index."""


def fixes_index(context: ReportContext) -> bool:
    """Tell whether `FIX_INDEX` fixes the findings of a report, because the report is about all changes of the index."""
    return context.head_of_commands == ":index" and bool(context.bases) and not context.is_part


def _index_fix(fixes: list[Finding], context: ReportContext) -> list[str]:
    """Return `FIX_INDEX` with the base, and with the options that any of these findings needs, such as `--again`."""
    found = [argv(each, context) or [] for each in fixes if is_fix(each, context)]
    options = (word for words in found for word in words[3:] if word.startswith("-"))
    return [*dict.fromkeys([*FIX_INDEX, *options]), *_based(context)]


def _based(context: ReportContext) -> list[str]:
    """Return the option for the base of the index or work tree, if the user named a base."""
    return ["--base", context.base] if context.base is not None else []


def of_all(fixes: list[Finding], context: ReportContext) -> list[str] | None:
    """Return one `fix` for all findings of a report, or for all its errors; None if it would name too many files."""
    if fixes_index(context):
        return _index_fix(fixes, context)
    if len(fixes) > MOST_SELECTORS and context.words_of_fix is not None:
        return ["git", "authguard", "fix", *_audited(fixes), *context.words_of_fix]
    return of_rest(fixes, context)


def of_rest(fixes: list[Finding], context: ReportContext) -> list[str] | None:
    """Return one `fix` for the findings of several groups; None if it would name too many hashes or files."""
    if fixes_index(context):
        return _index_fix(fixes, context)
    (words, *_) = of_group(fixes, context)
    most = MOST_FILES if context.audit is None else MOST_AUDITED
    return words if len(words) <= most + len(FIX_INDEX) else None


def _audited(fixes: list[Finding]) -> list[str]:
    """Return the option of `fix` that takes the findings of an audit."""
    return ["--audited", STALE if all(each.is_stale for each in fixes) else SUSPECT]


def explain(finding: Finding, context: ReportContext) -> list[str] | None:
    """Return the command that explains a reported hash.

    None for a finding without a hash, and for a finding that is not about a change.
    """
    stated = finding.fixed_output
    if stated is None or not stated.attribute or (context.audit is None and not context.bases):
        return None
    judged = _based(context)
    if context.audit is None and context.head_of_commands == ":worktree":
        judged += ["--head", context.head_of_commands]
    elif context.audit is None and context.head_of_commands != ":index":
        base = finding.base or context.bases[0]
        judged = ["--base", base[:12], "--head", context.head_of_commands[:12]]
    place = f"{context.shown(finding.place.path)}#{stated.attribute}"
    return ["git", "authguard", "explain", *judged, place]


def is_fix(finding: Finding, context: ReportContext) -> bool:
    """Tell whether `git authguard fix` is the command of a finding."""
    return (argv(finding, context) or [])[:3] == ["git", "authguard", "fix"]


def shown(finding: Finding, context: ReportContext) -> str | None:
    """Return the help of a finding: a command quoted for the shell, or a sentence."""
    words = argv(finding, context)
    return finding.help if words is None else command(*words)


def of_group(findings: list[Finding], context: ReportContext, is_only: bool = False) -> list[list[str]]:
    """Return the commands that fix a group of findings: one `bump`, or one `fix` of all selectors, and others.

    ``is_only``: there is no other group, so a fix of the index needs no selectors.
    """
    found = [words for words in (argv(each, context) for each in findings) if words is not None]
    unique = [list(words) for words in dict.fromkeys(map(tuple, found))]
    bumps = [words for words in unique if words[:3] == ["git", "authguard", "bump"]]
    fixes = [words for words in unique if words[:3] == ["git", "authguard", "fix"]]
    others = [words for words in unique if words not in bumps and words not in fixes]
    if bumps:
        return [*bumps, *others]
    if len(fixes) < 2:
        return unique
    if is_only and fixes_index(context):
        return [_index_fix(findings, context), *others]
    selectors = [word for words in fixes for word in words[3:] if not word.startswith("-")]
    options = dict.fromkeys(word for words in fixes for word in words[3:] if word.startswith("-"))
    return [["git", "authguard", "fix", *options, *_shortened(selectors, findings, context)], *others]


def _shortened(selectors: list[str], findings: list[Finding], context: ReportContext) -> list[str]:
    """Return the selectors. If there are many: their files, with an option for only the reported hashes of the files.

    No option names the findings of an audit with selectors, or of an old revision: these findings are named one by one.
    """
    unique = list(dict.fromkeys(selectors))
    if len(unique) <= MOST_SELECTORS:
        return unique
    files = list(dict.fromkeys(each.partition("#")[0] for each in unique))
    if context.audit is None:
        is_next = context.head_of_commands in (":index", ":worktree")
        return ["--base", context.base or "HEAD", *files] if is_next and context.bases else files
    options = [word for word in context.words_of_fix or ["#"] if word.startswith("-")]
    if options != context.words_of_fix:
        return unique
    return [*_audited([each for each in findings if is_fix(each, context)]), *options, *files]


def _relative(word: str, context: ReportContext) -> str:
    """Return PATH or PATH#ATTRIBUTE relative to the current directory."""
    path, mark, attribute = word.partition("#")
    return f"{context.shown(path)}{mark}{attribute}"
