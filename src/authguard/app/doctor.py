"""Doctor: the facts about this machine and this repository, for a bug report."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from shutil import which
from typing import TYPE_CHECKING

from authguard import __version__
from authguard.app.network import REACHES
from authguard.app.selection import untracked
from authguard.builder.job import Job
from authguard.builder.ssh import run
from authguard.builder.trust import LOCAL, Trust
from authguard.config.load import load
from authguard.config.model import FILE, PYPROJECT
from authguard.errors import AuthguardError
from authguard.gate.faults import faults
from authguard.git import hooks
from authguard.git.ranges import INDEX, all_of
from authguard.messages import did_you_mean
from authguard.printable import printable
from authguard.prove.mirrors.store import cache_directory
from authguard.report.text import wrap
from authguard.system import bytes_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.git.git import Git

_SECONDS = 20
_MANAGERS = {b"prek": "prek", b"pre-commit": "pre-commit", b"husky": "husky", b"lefthook": "lefthook"}
"""The marks of hook managers. prek comes first: the name of the hook in its text is pre-commit."""
_STATES = {hooks.OURS: "installed", hooks.EDITED: "installed, then edited", hooks.ABSENT: "none"}
_SETTINGS = (
    "acceptLoosening",
    "builders",
    "hosts",
    "network",
    "nixOptions",
    "protectedBranches",
    "sshCommand",
)
"""The keys that the user can set in git config, below authguard."""
_MOST_BYTES = 64 << 10
_LEAST = 20
"""The smallest width of the values, on each terminal."""
_NIX_THERE = "nix-instantiate --version"


@dataclass
class Fact:
    """One line: a label, a fact, and whether it keeps authguard from working."""

    label: str
    value: str
    is_problem: bool = False


def examine(git: Git, offline: bool = False) -> list[Fact]:
    """Return the facts, without writing anything. Only allowed builders are asked, and none with ``offline``."""
    facts = list(_machine())
    try:
        git.facts()
    except AuthguardError as error:
        return [*facts, Fact("repository", str(error))]
    return [*facts, *_repository(git, offline)]


def _machine() -> Iterator[Fact]:
    yield Fact("authguard", f"{__version__} ({os.path.dirname(os.path.dirname(os.path.abspath(__file__)))})")
    found = which("git-authguard")
    yield Fact(
        "on PATH",
        found or "no: git does not find git-authguard, so the printed commands do not work",
        found is None,
    )
    yield _manual()
    yield Fact("python", f"{platform.python_version()} ({sys.executable})")
    yield Fact("system", f"{platform.system()} {platform.machine()}")
    yield Fact("git", _version("git"), which("git") is None)
    yield Fact("nix", _version("nix"))
    try:
        cache = cache_directory()
    except AuthguardError as error:
        yield Fact("mirrors", str(error), True)
        return
    yield Fact("mirrors", f"{cache} ({_size(cache)})")


def _version(program: str) -> str:
    """Return the version and the path of a program."""
    path = which(program)
    if path is None:
        return "not here"
    try:
        done = subprocess.run(  # noqa: S603 - a program of the PATH, by its path
            [path, "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not answer: {error}"
    return f"{(done.stdout or done.stderr).strip().partition(chr(10))[0]} ({path})"


def _manual() -> Fact:
    """Tell whether `git authguard --help` works, for which git runs man."""
    man = which("man")
    if man is None:
        return Fact("man page", "no man here; git authguard help shows the manual")
    done = subprocess.run([man, "-w", "git-authguard"], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return Fact("man page", done.stdout.strip().partition("\n")[0])
    return Fact("man page", "not found; git authguard help --link copies it for git authguard --help")


def _size(directory: str) -> str:
    """Return the size of a directory in MiB, or in KiB for a small directory."""
    size = bytes_below(directory)
    return f"{size / (1 << 20):.1f} MiB" if size >= 1 << 20 else f"{size >> 10} KiB"


def _repository(git: Git, offline: bool) -> Iterator[Fact]:
    facts = git.facts()
    yield Fact("repository", facts.toplevel or f"{facts.common_dir} (bare)")
    own = os.path.join(facts.common_dir, "authguard")
    yield Fact("own files", f"{own} ({_size(own)})")
    yield _config(git)
    yield from _idle(git)
    output = git.run("config", "--null", "--show-origin", "--get-regexp", r"^authguard\.", ok=(0, 1))
    words = os.fsdecode(output).split("\0")[:-1]
    for origin, setting in zip(words[::2], words[1::2], strict=True):
        key, _, value = setting.partition("\n")
        fault = _fault(key, value)
        yield Fact(
            "git config", f"{key} = {value} ({origin.removesuffix(':')}){fault}", is_problem=bool(fault)
        )
    yield from _builders(git, offline)
    yield from _hooks(git)


def _fault(key: str, value: str) -> str:
    """Return the end of a line about a setting of git config that is not read, or has a wrong value; otherwise ""."""
    known = {f"authguard.{name}".lower(): f"authguard.{name}" for name in _SETTINGS}
    if key not in known:
        return f": nothing reads this{did_you_mean(key, known.values())}"
    if key == "authguard.network" and value not in REACHES:
        return f": it can be off, mirrors or all{did_you_mean(value, REACHES)}"
    return ""


def _builders(git: Git, offline: bool) -> Iterator[Fact]:
    """Yield each builder that the user allows, and whether a connection is possible."""
    try:
        trust = Trust(git)
        command = trust.ssh_command
    except AuthguardError as error:
        yield Fact("builder", str(error), is_problem=True)
        return
    if not trust.builders:
        yield Fact("builder", "none is allowed")
    for name in trust.builders:
        if name == LOCAL:
            yield Fact("builder", f"{name}: builds on this machine are allowed")
        elif offline or "://" in name:
            yield Fact("builder", f"{name}: allowed, not asked")
        else:
            yield _reached(name, command)


def _reached(name: str, command: str) -> Fact:
    """Ask a builder for its version of Nix, as a gate would ask it to build."""
    said: list[bytes] = []

    def take(stream: str, data: bytes) -> None:
        if stream == "out":
            said.append(data)

    try:
        code = run(name, Job(_NIX_THERE), take, command=command, timeout=_SECONDS)
    except AuthguardError as error:
        return Fact("builder", f"{name}: {error}", is_problem=True)
    version = b"".join(said).decode("utf-8", "replace").strip()
    if code or not version:
        return Fact("builder", f"{name}: reached, but it has no nix-instantiate", is_problem=True)
    return Fact("builder", f"{name}: reached, {version}")


def _judged(git: Git) -> str:
    """Return the snapshot with the config: the index or, in a bare repository, HEAD."""
    return "HEAD" if git.facts().is_bare else INDEX


def _config(git: Git) -> Fact:
    """Return the path of the config, and the error in the config, if there is an error."""
    try:
        if git.facts().is_bare and git.facts().head is None:
            return Fact("config", "none: there is no commit yet")
        target = all_of(git, _judged(git)).target
        path = load(target.read).path
        if path is not None:
            return Fact("config", path)
        hint = untracked(git, target, FILE)
        if hint:
            return Fact("config", f"{FILE} is not used{hint}", is_problem=True)
        named = "HEAD" if git.facts().is_bare else "the index"
        return Fact("config", f"none in {FILE} or {PYPROJECT} of {named}")
    except AuthguardError as error:
        return Fact("config", str(error), is_problem=True)


def _idle(git: Git) -> Iterator[Fact]:
    """Yield the gates of the config that can never pass, and the patterns that match no file."""
    try:
        target = all_of(git, _judged(git)).target
        config = load(target.read)
    except AuthguardError:
        return  # `_config` reports it
    gates = config.gates
    paths = target.paths() if config.path is not None else []
    for fault in faults(gates, target):
        yield Fact("gate", fault, is_problem=True)
    for gate in gates:
        if not any(glob.matches(path) for glob in gate.paths for path in paths):
            shown = ", ".join(glob.pattern for glob in gate.paths)
            yield Fact("gate", f"no file is in the paths of {gate.name!r}: {shown}", is_problem=True)
    for key, globs in (
        ("exclude", config.exclude),
        ("rules-for", [glob for table in config.path_rules for glob in table.paths]),
        ("allow", [table.path for table in config.allows]),
    ):
        idle = [glob.pattern for glob in globs if not any(glob.matches(path) for path in paths)]
        if idle:
            yield Fact("config", f"no file matches these patterns of {key}: {', '.join(idle)}")


def _hooks(git: Git) -> Iterator[Fact]:
    try:
        directory = hooks.directory(git)
    except AuthguardError as error:
        yield Fact("hooks", str(error))
        return
    for name in hooks.HOOKS:
        path = os.path.join(directory, name)
        try:
            state = hooks.state(path)
            yield Fact(name, _STATES.get(state) or _foreign(path))
        except OSError as error:
            yield Fact(name, f"cannot be read: {error.strerror}", is_problem=True)


def _foreign(path: str) -> str:
    """Return the author of a hook that authguard did not write, and whether the hook names authguard."""
    with open(path, "rb") as file:
        text = file.read(_MOST_BYTES)
    by = next((name for mark, name in _MANAGERS.items() if mark in text), "another program")
    return f"written by {by}" + (", runs authguard" if b"authguard" in text else "")


def shown(facts: list[Fact], width: int | None = None) -> str:
    """Return the facts as aligned lines, wrapped between words at ``width`` columns; None: not wrapped."""
    indent = max(len(fact.label) for fact in facts)
    lines = []
    for fact in facts:
        mark = "!" if fact.is_problem else " "
        value = printable(fact.value)
        room = len(value) if width is None else max(_LEAST, width - indent - 4)
        first, *rest = wrap(value, room, room)
        lines.append(f"{mark} {fact.label:{indent}}  {first}\n")
        lines += [f"  {'':{indent}}  {line}\n" for line in rest]
    return "".join(lines)
