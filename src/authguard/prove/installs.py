"""The part of a lock that is installed: by the commands of a hand-written script, or by the flags of a producer."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from authguard.locks import KINDS
from authguard.locks.comparing import InstallSelection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.outputs.model import FixedOutput, Input

_UNKNOWN = "\x00"
"""A word in place of an interpolation without a known text."""

_SHELL = frozenset("$`" + _UNKNOWN)
"""Characters of a word that the shell or Nix replaces."""


class _Options(NamedTuple):
    """The options of an install command that authguard knows.

    filters  the options that name workspaces, with a value.
    omits    the options that leave out dependencies: each with the kind of these, or "" if the value is the kind.
    values   the other options with a value, which do not change the installed packages.
    flags    the options without a value that do not change the installed packages.
    """

    filters: frozenset[str]
    omits: dict[str, str]
    values: frozenset[str]
    flags: frozenset[str]


_KNOWN = {
    "bun": _Options(
        frozenset({"--filter", "-F"}),
        {"--omit": "", "--production": "dev", "-p": "dev"},
        frozenset({
            "--backend", "--cache-dir", "--concurrent-scripts", "--cpu", "--linker", "--network-concurrency", "--os",
            "--registry",
        }),
        frozenset({
            "--force", "-f", "--frozen-lockfile", "--ignore-scripts", "--no-cache", "--no-progress", "--no-save",
            "--no-summary", "--no-verify", "--quiet", "--save-text-lockfile", "--silent", "--verbose",
        }),
    ),
    "npm": _Options(
        frozenset({"--workspace", "-w"}),
        {"--omit": "", "--only": "", "--production": "dev"},
        frozenset({
            "--audit", "--cache", "--fetch-retries", "--fund", "--loglevel", "--maxsockets", "--progress", "--registry",
        }),
        frozenset({
            "--force", "-f", "--foreground-scripts", "--ignore-scripts", "--legacy-peer-deps", "--no-audit",
            "--no-bin-links", "--no-fund", "--no-progress", "--no-save", "--no-update-notifier", "--offline",
            "--prefer-offline", "--silent", "-s", "--verbose",
        }),
    ),
    "pnpm": _Options(
        frozenset({"--filter", "-F"}),
        {"--prod": "dev", "-P": "dev", "--production": "dev", "--no-optional": "optional"},
        frozenset({
            "--child-concurrency", "--fetch-retries", "--fetch-timeout", "--loglevel", "--network-concurrency",
            "--package-import-method", "--registry", "--reporter", "--store-dir",
        }),
        frozenset({
            "--force", "--frozen-lockfile", "--ignore-pnpmfile", "--ignore-scripts", "--offline", "--prefer-offline",
            "--recursive", "-r", "--shamefully-hoist", "--silent", "-s",
        }),
    ),
}  # fmt: skip

_INSTALLING = frozenset({"ci", "i", "install"})
"""The subcommands that install the packages of a lock."""

_CHANGING = frozenset({"add", "dedupe", "deploy", "fetch", "import", "prune", "remove", "rm", "up", "update"})
"""Other subcommands that change the installed packages or the lock."""

_BUILDERS = {"pnpm": (("pnpmWorkspace", "pnpmWorkspaces"), ("pnpmInstallFlags",))}
"""The inputs of producers that are filters, and those that are flags of the command."""

_CONFIGURED = (
    r"NODE_ENV|(?i:npm_config_|config set )[ '\"]*"
    r"(?i:dev|filter|include|node.?linker|omit|only|optional|prod|recursive|workspace)"
)
"""Settings of npm and pnpm that leave out dependencies like an option of the command."""

_DOUBTFUL = (
    r"NODE_ENV|(?i:npm_config_(?!nodedir|cache))|\bprune\b|\brm\b[^\n;&|]*node_modules(?!/\.package-lock)"
    r"|\b(?:npx|bunx|corepack)\b|prePnpmInstall (?s:.*)\bpnpm (?!config\b)"
)
"""Settings, scripts and programs that may install more or fewer packages than the command says."""

_PUNCTUATION = ";&|()<>"
_SEPARATORS = r"[\"'{},;\s" + _UNKNOWN + "]+"
_ONLY = {"prod": "dev", "production": "dev"}
_KINDS = frozenset({"dev", "optional", "peer"})
_MOVES = r"(?m)(?:^|[;&|(]|\bthen\b|\bdo\b)[ \t]*(?:cd|pushd)[ \t]|--cwd\b|--dir\b|--prefix\b|\s-C[ \t]"
_REDIRECTION = r"\s\d?>>?(?:&\d|[ \t]*[^\s;&|]+)"
_COPIES = r"\b(?:cp|mv|install|rsync|ln|cat|tar)\b"
_OUTPUT = r"\$\{?out\b|" + _UNKNOWN
_ENTERS_OUTPUT = r"\b(?:cd|pushd)[ \t]+[\"']?(?:\$\{?out\b|" + _UNKNOWN + ")"
_EVERYTHING = frozenset({".", "./", "./.", "./*", "*", "$src", "$PWD", "$(pwd)"})
"""Arguments of a copy command that include the lock with all other files."""


def selection_of(each: FixedOutput, kind: str) -> InstallSelection | None:
    """Return the part of the lock that a package installs; None for the complete lock, and for an unknown part."""
    options = _KNOWN.get(kind)
    if options is None:
        return None
    if kind != "bun" and any(re.search(_CONFIGURED, _setting(one)) for one in each.inputs):
        return None
    if any(re.search(_DOUBTFUL, f"{one.name} {_setting(one)}") for one in each.inputs):
        return None
    if each.kind == "handwritten":
        scripts = [_text(one.form) for one in each.inputs if one.role == "script"]
        return _of_scripts(scripts, kind, options)
    found = _of_flags(each, kind, options) if kind in _BUILDERS else None
    return None if found == InstallSelection() else found


def _setting(one: Input) -> str:
    """Return the text of a script, or of the variables in `env`."""
    if one.name == "env":
        return repr(one.form)
    return _text(one.form) if one.role == "script" else ""


def _of_flags(each: FixedOutput, kind: str, options: _Options) -> InstallSelection | None:
    """Return the selection of the inputs of a producer; None if an input is not known."""
    filters, flags = _BUILDERS[kind]
    arguments: list[str] = []
    for name in (*filters, *flags):
        one = each.input(name)
        if one is None:
            continue
        listed = one.form[1:] if isinstance(one.form, tuple) and one.form[:1] == ("list",) else (one.form,)
        for item in listed:
            if not isinstance(item, str):
                return None
            arguments.append(f"--filter={item}" if name in filters else item)
    return _parsed(arguments, options)


def _of_scripts(scripts: list[str], kind: str, options: _Options) -> InstallSelection | None:
    """Return the selection of the only install command of some scripts, or of several equal commands."""
    found = {one for text in scripts for one in _commands(text, kind, options)}
    if len(found) != 1:
        return None
    one = found.pop()
    if one is None or one == InstallSelection():
        return None
    is_path = kind == "npm" or any("{" in part or part.lstrip("!").startswith(".") for part in one.filters)
    if is_path and one.filters and any(re.search(_MOVES, text) for text in scripts):
        return None  # its paths are relative to another directory
    return None if any(_copies_lock(text, KINDS[kind].files) for text in scripts) else one


def _copies_lock(script: str, locks: tuple[str, ...]) -> bool:
    """Tell whether a script copies the lock to the output, alone or with all other files."""
    if re.search(_ENTERS_OUTPUT, script):
        return True
    for line in _lines(script):
        copied = re.search(_COPIES, line)
        if copied is not None and re.search(_OUTPUT, line):
            words = re.split(_SEPARATORS, re.sub(r"\$\{(\w+)\}", r"$\1", line[copied.end() :]))
            if _EVERYTHING.intersection(words) or any(word.rpartition("/")[2] in locks for word in words):
                return True
    return False


def _lines(script: str) -> list[str]:
    return script.replace("\\\n", " ").split("\n")


def _commands(script: str, kind: str, options: _Options) -> Iterator[InstallSelection | None]:
    """Yield the selection of each install command in a script; None for an unknown command."""
    for line in _lines(script):
        for match in re.finditer(rf"(?<![\w.$-]){kind}[ \t]+", line):
            words = _words(line[match.end() :])
            if words is None:
                yield None
                continue
            at = _subcommand(words, options)
            if at < len(words) and words[at] in _INSTALLING:
                yield _parsed(words[:at] + words[at + 1 :], options)
            elif _CHANGING.intersection(words[at : at + 1]) or (at > 0 and _INSTALLING.intersection(words)):
                yield None


def _subcommand(words: list[str], options: _Options) -> int:
    """Return the position of the first word that is neither an option nor the value of an option."""
    with_value = options.filters | options.values
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in with_value and words[at] not in options.flags else 1
    return at


def _parsed(words: list[str], options: _Options) -> InstallSelection | None:
    """Return the selection that the arguments of a command make; None if an argument is not known."""
    filters: list[str] = []
    omitted: set[str] = set()
    while words:
        name, equals, value = words.pop(0).partition("=")
        if name in options.flags and not equals:
            continue
        takes_value = name in options.filters or name in options.values or options.omits.get(name) == ""
        if takes_value and not equals:
            if not words:
                return None
            value = words.pop(0)
        elif not takes_value and (equals or name not in options.omits):
            return None
        if name in options.values:
            continue
        if name in options.filters:
            if not value or _SHELL.intersection(value):
                return None
            filters.append(value)
            continue
        kind = options.omits[name] or _ONLY.get(value, value)
        if kind not in _KINDS:
            return None
        omitted.add(kind)
    return InstallSelection(tuple(filters), frozenset(omitted))


def _words(arguments: str) -> list[str] | None:
    """Return the words of a shell command up to its end; None if the words cannot be separated."""
    arguments = re.sub(_REDIRECTION, " ", arguments)
    reader = shlex.shlex(arguments, posix=True, punctuation_chars=_PUNCTUATION)
    reader.whitespace_split = True
    words: list[str] = []
    try:
        for word in reader:
            if word and set(word) <= set(_PUNCTUATION):
                break
            words.append(word)
    except ValueError:
        return None
    return words


def _text(form: object) -> str:
    """Return the text of a script. An interpolation with an unknown text becomes _UNKNOWN."""
    if isinstance(form, str):
        return form
    if not isinstance(form, tuple):
        return _UNKNOWN
    if form[:1] == ("str",):
        return "".join(_text(part) for part in form[1:])
    if form[:2] == ("apply", "escapeShellArg") and len(form) == 3 and isinstance(form[2], str):
        return f" {shlex.quote(form[2])} "
    if form[:2] in (("apply", "escapeShellArgs"), ("apply", "toString")) and len(form) == 3:
        listed = form[2]
        if (
            isinstance(listed, tuple)
            and listed[:1] == ("list",)
            and all(isinstance(one, str) for one in listed)
        ):
            return f" {shlex.join(map(str, listed[1:]))} "
    return _UNKNOWN
