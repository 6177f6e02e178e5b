"""The plain git hooks: their text, their directory in this repository, and the earlier hooks that run with them.

An earlier hook is renamed to NAME.before-authguard and runs first. A hook of authguard has a line with the digest of
all its other lines. So an edited hook is recognised and never overwritten, without any other record.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.git.git import Git

SUFFIX = ".before-authguard"

# The git-authguard command of each hook, and the git command that it can stop. Only the first argument of pre-push
# (the remote's name) is passed on, since authguard would read any other word as a path to report about.
HOOKS = {
    "pre-commit": ("check", "git commit"),
    "pre-merge-commit": ("check", "git merge"),
    "pre-push": ('check --pre-push "$1"', "git push"),
}

ABSENT, OURS, EDITED, FOREIGN = "absent", "ours", "edited", "foreign"

_SEAL = re.compile(rb"^# authguard-hook ([0-9a-f]{64})\n", re.MULTILINE)
_DEPENDS_ON_ITS_NAME = re.compile(rb"basename\W[^\n]*\$\{?0|\$\{0##|basename\(\$0\)|\$PROGRAM_NAME")

_ABSENT_PROGRAM = (
    "authguard: git-authguard is not on PATH: install it, or activate the environment that has it "
    "({command} --no-verify runs no hooks)"
)


def _names(name: str) -> str:
    """The checks in a hook, by their names in AUTHGUARD_SKIP."""
    return "check,build" if name == "pre-push" else "check"


def shim(name: str) -> str:
    """The text of the hook `name` for people who copy it: git-authguard must be on PATH."""
    runs, command = HOOKS[name]
    return f"""\
#!/bin/sh
# authguard as a plain git hook. {command} without it, once: AUTHGUARD_SKIP={_names(name)} {command} ...
if ! command -v git-authguard >/dev/null; then
  echo '{_ABSENT_PROGRAM.format(command=command)}' >&2
  exit 2
fi
exec git-authguard {runs}
"""


def installed(name: str, program: str | None) -> bytes:
    """The text of the hook `name` as `install` writes it.

    Args:
        name: a key of HOOKS.
        program: the absolute path of git-authguard, tried before PATH, since a hook that an editor starts often has
            another PATH; None: only PATH is searched.
    """
    import shlex

    runs, command = HOOKS[name]
    # git passes the pushed refs only once, and both hooks need them.
    read, feed, start = "", "", "exec "
    if name == "pre-push":
        read = 'refs=$(cat)\nfeed() {\n  [ -z "$refs" ] || printf \'%s\\n\' "$refs" 2>/dev/null\n}\n'
        feed, start = "feed | ", "feed | "
    text = f"""\
#!/bin/sh
# Written by `git authguard install`; `git authguard uninstall` removes it and restores the hook that was here.
# {command} without it, once: AUTHGUARD_SKIP={_names(name)} {command} ...
case $0 in
  */*) here=${{0%/*}} ;;
  *) here=. ;;
esac
{read}
earlier=$here/{name}{SUFFIX}
if [ -f "$earlier" ] && [ -x "$earlier" ]; then
  {feed}"$earlier" "$@" || exit
fi

program={shlex.quote(program or "")}
if ! [ -x "$program" ]; then
  program=$(command -v git-authguard) || {{
    echo '{_ABSENT_PROGRAM.format(command=command)}' >&2
    exit 2
  }}
fi
{start}"$program" {runs}
"""
    return _sealed(os.fsencode(text))


def _sealed(text: bytes) -> bytes:
    """The text, with a second line that has the digest of all other lines."""
    from hashlib import sha256

    first, _, rest = text.partition(b"\n")
    seal = f"# authguard-hook {sha256(text).hexdigest()}\n".encode()
    return first + b"\n" + seal + rest


def state(path: str) -> str:
    """The owner of the hook at `path`: ABSENT, OURS and unchanged, OURS but EDITED, or FOREIGN.

    A link is always FOREIGN, since `install` writes none.
    """
    from hashlib import sha256
    from stat import S_ISREG

    try:
        if not S_ISREG(os.lstat(path).st_mode):
            return FOREIGN
    except FileNotFoundError:
        return ABSENT
    text = _content(path)
    seal = _SEAL.search(text)
    if seal is None:
        return FOREIGN
    rest = text[: seal.start()] + text[seal.end() :]
    return OURS if sha256(rest).hexdigest().encode() == seal[1] else EDITED


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


class Managed(Refused):
    """The hooks are outside of the repository, or a hook manager owns them.

    Attributes:
        fact: the message without advice.
        folder: the directory of the hooks that the user can edit, by their names.
    """

    def __init__(self, fact: str, folder: str, advice: str = "") -> None:
        """Store the values."""
        super().__init__(f"{fact}{advice}")
        self.fact = fact
        self.folder = folder


def line(name: str) -> str:
    """The line that runs authguard in a hook of the user, with the arguments and the input of the hook.

    A hook continues after a command that fails, unless its shell has the option -e. So the line ends the hook.
    """
    return f"git authguard {HOOKS[name][0]} || exit 1"


def directory(git: Git, names: Sequence[str] = ()) -> str:
    """The absolute path of this repository's own hooks directory (which need not exist yet).

    Args:
        git: the repository.
        names: keys of HOOKS. If authguard cannot write these hooks, the error has the lines to add to them.

    Raises:
        Managed: the hooks are outside of the repository, or they belong to a hook manager, which is recognised by its
            file names.
        Refused: the repository is bare.
    """
    facts = git.facts()
    if facts.is_bare:
        raise Refused(
            "a bare repository makes no commits; its pre-receive hook can run "
            "`git authguard check --base OLD --head NEW`"
        )
    answer = git.run("rev-parse", "--path-format=absolute", "--git-path", "hooks")
    hooks = os.path.realpath(os.fsdecode(answer.removesuffix(b"\n")))
    owned = [os.path.realpath(root) for root in (facts.common_dir, facts.toplevel) if root is not None]
    if not any(hooks.startswith(root + "/") for root in owned):
        fact = (
            f"this repository keeps its hooks in {printable(hooks)}, outside of it (see core.hooksPath), and "
            "authguard writes none there"
        )
        raise Managed(fact, hooks, _advice(names, ""))
    if hooks.endswith("/.husky/_"):
        fact = "husky manages the hooks of this repository, and authguard writes none there"
        raise Managed(fact, os.path.dirname(hooks), _advice(names, ".husky/"))
    return hooks


def _advice(names: Sequence[str], folder: str) -> str:
    """The end of a message: the line to add to each of the hooks."""
    files: dict[str, list[str]] = {}
    for name in names:
        files.setdefault(line(name), []).append(f"{folder}{name}")
    each = [f"`{text}` to {' and '.join(paths)}" for text, paths in files.items()]
    return f": add the line {', '.join(each)}" if each else ""


def install(directory: str, names: Sequence[str], program: str | None, dry_run: bool) -> list[str]:
    """Write the hooks `names` into `directory`, or no hook if one of them cannot be written.

    Args:
        directory: the absolute path of the hooks directory, which is made if it is missing.
        names: keys of HOOKS.
        program: see `installed`.
        dry_run: only return the actions.

    Returns:
        The actions, one line each; nothing if all hooks were right already.

    Raises:
        Refused: a hook of authguard that was edited, or two earlier hooks, are in the way.
        OSError: the directory cannot be written. Then each hook is either unchanged or complete.
    """
    lines = []
    todo = []
    for name in names:
        path = os.path.join(directory, name)
        text = installed(name, program)
        kind = state(path)
        _refuse_obstacle(path, kind)
        if kind == OURS and _content(path) == text:
            continue
        todo.append((path, text, kind))
        lines.append(f"{shown(path)}: {'written again' if kind == OURS else 'written'}")
        if kind == FOREIGN:
            lines.append(f"{shown(path + SUFFIX)}: the hook that was there; it runs first from now on")
            if _depends_on_its_name(path):
                lines.append(f"{shown(path + SUFFIX)}: note: it reads its own file name, which has changed")
    if not dry_run:
        os.makedirs(directory, exist_ok=True)
        for path, text, kind in todo:
            _write(path, text, keep=kind == FOREIGN)
    return lines


def _refuse_obstacle(path: str, kind: str) -> None:
    if kind == EDITED:
        raise Refused(
            f"{shown(path)} was written by authguard and edited since: move it away, and install again"
        )
    kept = path + SUFFIX
    if kind == FOREIGN and os.path.lexists(kept) and not _are_one(path, kept):
        raise Refused(
            f"{shown(path)} and {shown(kept)} are both hooks that authguard did not write:"
            " move one away, and install again"
        )


def _are_one(path: str, kept: str) -> bool:
    """Whether both names are of one file: a kill during `_write` can leave such names."""
    return os.path.samestat(os.lstat(path), os.lstat(kept))


def _depends_on_its_name(path: str) -> bool:
    return os.path.isfile(path) and _DEPENDS_ON_ITS_NAME.search(_content(path)) is not None


def _write(path: str, text: bytes, keep: bool) -> None:
    """Write the hook in one step: after a kill, the directory has either the earlier hook or the new hook."""
    temporary, kept = f"{path}.authguard-{os.getpid()}", path + SUFFIX
    keep = keep and not os.path.lexists(kept)
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o777), "wb") as file:
            file.write(text)
        if keep:
            _keep(path, kept)
        os.replace(temporary, path)
    except BaseException:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        if keep and os.path.lexists(kept):
            _put_back(path, kept)
        raise


def _keep(path: str, kept: str) -> None:
    """Add a second name for the hook at `path`. On a file system without hard links, rename the hook."""
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):
        os.rename(path, kept)


def uninstall(directory: str, names: Sequence[str], dry_run: bool) -> tuple[list[str], list[str]]:
    """Remove the hooks that `install` wrote, and restore the earlier hooks.

    Args:
        directory: the absolute path of the hooks directory.
        names: keys of HOOKS.
        dry_run: only return the actions.

    Returns:
        The actions, one line each; and the hooks that were kept because they changed since, one line each.

    Raises:
        OSError: the directory cannot be read or written.
    """
    lines, left = [], []
    for name in names:
        path = os.path.join(directory, name)
        kept = path + SUFFIX
        kind, has_kept = state(path), os.path.lexists(kept)
        if kind == EDITED:
            left.append(
                f"{shown(path)} was edited since authguard wrote it, so it was kept: delete it by hand"
            )
        elif kind == FOREIGN and has_kept and not _are_one(path, kept):
            left.append(f"{shown(path)} is another hook now; {shown(kept)} is the hook that was there before")
        elif has_kept:
            lines.append(f"{shown(path)}: restored")
            if not dry_run:
                _put_back(path, kept)
        elif kind == OURS:
            lines.append(f"{shown(path)}: removed")
            if not dry_run:
                os.unlink(path)
    return lines, left


def _put_back(path: str, kept: str) -> None:
    """Restore the name of the earlier hook. A rename does nothing if both names belong to one file."""
    if os.path.lexists(path) and _are_one(path, kept):
        os.unlink(kept)
    else:
        os.replace(kept, path)


def shown(path: str) -> str:
    """The path for messages: relative to the current directory, for a path below this directory."""
    relative = os.path.relpath(path)
    return printable(path if relative.startswith("..") else relative)
