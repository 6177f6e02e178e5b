"""The changes that a package makes to its source before the dependencies are fetched: patches and hooks.

No code of a package is executed. If a hook only copies a lock of this repository over the lock of the source, authguard
makes the same copy. A hook that cannot affect the lock is skipped. Any other hook is refused by name.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.prove.dependencies.patch_places import demand_unified, has_one_place, moved_files
from authguard.prove.hashes.limits import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput, Input

_WITHOUT_EFFECT = frozenset(
    (
        *(
            "substituteInPlace",
            "substitute",
            "sed",
            "echo",
            "printf",
            "cat",
            "install",
            "mkdir",
            "touch",
            "chmod",
        ),
        *("patchShebangs", "export", "set", "true", ":"),
    )
)
"""Commands that only write the files that they name."""

_OPAQUE = re.compile(r"[`*?]|\$\(|<\(|\beval\b")
_COPY_OPTIONS = frozenset(("-f", "-v", "-fv", "--force", "--no-preserve=mode"))
_PLACE = "\x01{}\x02"
_PLACED = re.compile("\x01(\\d+)\x02")
_TOUCHED = re.compile(rb"^(?:\+\+\+|---|rename (?:to|from)|copy to) (?:[^\s/]*/)?([^\t\n]+)", re.MULTILINE)


@dataclass(slots=True)
class SourceChanges:
    """The changes of a source before the fetch.

    copies   the files of this repository that a hook copies, by their destination.
    commands the words of each other command of a hook.
    patches  (path, text) of the patches that are files of this repository, in their order.
    form     other facts about the changes, such as fetched patches. One recipe makes two packages only if both have
             the same form.
    """

    copies: dict[str, bytes] = field(default_factory=dict)
    commands: list[list[str]] = field(default_factory=list)
    patches: list[tuple[str, bytes]] = field(default_factory=list)
    form: tuple[object, ...] = ()


def changes_of(
    each: FixedOutput,
    snapshot: Snapshot,
    deciding: Sequence[str],
    reaching: Sequence[str],
    forbidden: re.Pattern[str] | None = None,
) -> SourceChanges:
    """Return the changes that a package makes to its source.

    Args:
        each: the dependency hash.
        snapshot: the tree with the hash.
        deciding: the paths of the deciding files, which no unknown hook may change.
        reaching: the names of the hooks that run before the fetch.
        forbidden: matches text that no line of a hook may contain.

    Raises:
        Uncomputable: a hook may change a deciding file.
    """
    found = SourceChanges()
    for one in each.inputs:
        if one.name in ("patches", "cargoPatches"):
            found.form = (*found.form, *_patches(one, snapshot, found))
        elif one.role == "script" or one.name in reaching:
            if not one.known:
                raise Uncomputable(f"its {one.name} is not known without evaluating")
            for destination, content in _copied(one, snapshot, deciding, forbidden, found):
                found.copies[destination] = content
                found.form = (*found.form, ("copied", destination))
    return found


def _patches(one: Input, snapshot: Snapshot, into: SourceChanges) -> Iterator[object]:
    """Collect the patches of this repository, and yield the forms of all other patches."""
    if not (isinstance(one.form, tuple) and one.form[:1] == ("list",)):
        raise Uncomputable("its patches are not known without evaluating")
    for item in one.form[1:]:
        content = file_of(item, one, snapshot)
        if content is None:
            yield item
        else:
            demand_unified(*content)
            into.patches.append(content)


def file_of(form: object, one: Input, snapshot: Snapshot) -> tuple[str, bytes] | None:
    """Return the path and the bytes of a file of this repository; None for anything else."""
    if not (isinstance(form, tuple) and len(form) == 2 and form[0] == "file"):
        return None
    for path in one.files:
        data = snapshot.read(path)
        if data is not None and hashlib.sha256(data).hexdigest() == form[1]:
            return path, data
    raise Uncomputable(f"a file of its {one.name} cannot be read")


def _copied(
    one: Input,
    snapshot: Snapshot,
    deciding: Sequence[str],
    forbidden: re.Pattern[str] | None,
    into: SourceChanges,
) -> Iterator[tuple[str, bytes]]:
    """Yield (destination, content) of the files that a hook copies over a deciding file. Collect its other commands.

    Raises:
        Uncomputable: the hook may change a deciding file in another way.
    """
    files: list[tuple[str, bytes]] = []
    text = ""
    for part in one.form[1:] if isinstance(one.form, tuple) and one.form[:1] == ("str",) else (one.form,):
        if isinstance(part, str):
            text += f" {part} " if text else part
            continue
        found = file_of(part, one, snapshot)
        files.append(found or ("", b""))
        text += f" {_PLACE.format(len(files) - 1)}"
    refusal = Uncomputable(
        f"its {one.name} may change {'the vendored packages' if forbidden else deciding[-1]}"
    )
    names = [name.rpartition("/")[2] for name in deciding]
    for words in _commands(text, refusal):
        if words[0] == "cp":
            places = [word for word in words[1:] if word not in _COPY_OPTIONS]
            source = _PLACED.fullmatch(places[0]) if len(places) == 2 else None
            name = places[-1].removeprefix("./") if places else ""
            if source is not None and files[int(source[1])][0] and name in deciding:
                yield name, files[int(source[1])][1]
                continue
        elif (
            words[0] in _WITHOUT_EFFECT
            and not any(name in word for name in names for word in words)
            and not (forbidden is not None and forbidden.search(" ".join(words)))
        ):
            into.commands.append(words)
            continue
        raise refusal


def _commands(text: str, refusal: Uncomputable) -> Iterator[list[str]]:
    """Yield the words of each simple command of a script."""
    joined = re.sub(r"\\\n", " ", text)
    for line in re.split(r"[\n;]|&&|\|\|?", joined):
        if not line.strip():
            continue
        if _OPAQUE.search(line):
            raise refusal
        try:
            words = shlex.split(line)
        except ValueError:
            raise refusal from None
        if words:
            yield words


def patched(name: str, content: bytes | None, changes: SourceChanges) -> bytes | None:
    """Return a file of the source after its patches.

    Args:
        name: the path of the file from the root of the source.
        content: the bytes of the file; None if the source does not have the file.
        changes: the patches.

    Raises:
        Uncomputable: a patch does not fit.
    """
    for path, text in changes.patches:
        if _touches(text, name):
            content = _applied(name, content, path, text)
    return content


def is_patched(name: str, changes: SourceChanges) -> bool:
    """Tell whether a patch of this repository may change a file of the source."""
    return any(_touches(text, name) for _, text in changes.patches)


def _touches(text: bytes, name: str) -> bool:
    """Tell whether a patch changes a file of this name in any directory.

    Raises:
        Uncomputable: a header of the patch has the name in an unknown way.
    """
    base = name.rpartition("/")[2]
    touched = {one.decode("utf-8", "replace").strip(' "\r') for one in _TOUCHED.findall(text)}
    if any(f"/{one}".endswith(f"/{base}") for one in touched):
        return True
    if any(f"{base} " in one for one in touched):
        raise Uncomputable(f"a patch may change {base}")
    return False


def _applied(name: str, content: bytes | None, path: str, text: bytes) -> bytes | None:
    """Apply the part of a patch that changes one file, with git's own apply."""
    import os

    from authguard.prove.dependencies.trees import temporary_directory

    with temporary_directory() as directory:
        where = os.path.join(directory, name)
        os.makedirs(os.path.dirname(where), exist_ok=True)
        if content is not None:
            with open(where, "wb") as file:
                file.write(content)
        _apply(directory, path, text, name)
        try:
            with open(where, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None


def apply_all(directory: str, changes: SourceChanges) -> None:
    """Apply all patches to a staged source.

    Raises:
        Uncomputable: a patch does not fit.
    """
    for path, text in changes.patches:
        _apply(directory, path, text)


def _apply(directory: str, path: str, text: bytes, only: str = "") -> None:
    """Apply a patch in a directory, or only its part for one file.

    Raises:
        Uncomputable: the patch does not fit, or GNU patch may apply it at another place.
    """
    import os
    import subprocess

    def read(name: str) -> bytes | None:
        try:
            with open(os.path.join(directory, name), "rb") as file:
                return file.read()
        except OSError:
            return None

    included = [f"--include={only}"] if only else []
    arguments = ["git", "apply", "-p1", "--whitespace=nowarn", *included]
    for check in (["--check", "--verbose"], []):
        done = subprocess.run(  # noqa: S603 - git, with our arguments
            [*arguments, *check, "-"],
            cwd=directory,
            env=_outside(directory),
            input=text,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise Uncomputable(f"{path} does not apply to {only or 'its source'}")
        if b"(offset " in done.stderr and not has_one_place(text, read, moved_files(done.stderr)):
            raise Uncomputable(f"{path} may apply to several places of {only or 'its source'}")


def _outside(directory: str) -> dict[str, str]:
    """Return an environment in which git has no repository and no configuration."""
    from authguard.prove.hashes.gitrun import environment

    env = environment("", GIT_CEILING_DIRECTORIES=directory)
    del env["GIT_DIR"]
    env["GIT_CEILING_DIRECTORIES"] = directory.rpartition("/")[0] or "/"
    return env
