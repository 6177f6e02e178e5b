"""The reach of a change: the files with fixed outputs that the change may alter."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from authguard import locks
from authguard.locks.unread import MAY_DECIDE
from authguard.nix import path_inputs
from authguard.nix.data import is_project
from authguard.nix.references import (
    ARGUMENT,
    BELOW,
    CALL,
    EACH,
    FILE,
    INPUT,
    OPTION,
    PACKAGE,
    SCOPE,
    other_file,
    references,
)
from authguard.nix.same_code import is_same_code
from authguard.nix.scopes import binds, functions_called, gives, gives_package, names_bound, package_name
from authguard.outputs import siblings
from authguard.outputs.anchors import is_function, may_hold
from authguard.outputs.large_files import OF_NIXPKGS, has_own_inputs
from authguard.outputs.moved_pins import moved_names
from authguard.producers import by_name
from authguard.producers.pins import NAMES
from authguard.system import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.git.ranges import Range

_DATA = (".json", ".toml")
_NOT_PINS = frozenset(
    {"package.json", "tsconfig.json", "composer.json", "renovate.json", "pyproject.toml", "Cargo.toml"}
)
_AROUND = frozenset({"root", "super"})
"""The sets that haumea passes to each file: those of the other files."""
KEYED = ("Cargo.lock", "pubspec.lock.json", "pubspec.lock", "workspace-state.json")
"""Lock files of Nix files that list a hash for each package, and do not refer to the lock."""
_WITH_HASHES = ("deps.json", "gradle.lock", "build.zig.zon2json-lock", "mavenix.lock")
"""Locks in JSON that a program writes for Nix, with a hash for each dependency."""
_FLAKE = "flake.nix"
_TOOLCHAINS = ("rust-toolchain", "rust-toolchain.toml")
_SUBMODULE = 0o160000
MOST_COMPARED = 20
"""The code of more changed files is not compared."""
MAX_CALLS = 8
"""Arguments are followed through this many nested calls."""


_DEFINED = rb"(?<![\w'-])(" + b"|".join(map(re.escape, sorted(OF_NIXPKGS))) + rb")\s*(?:=(?!=)|\?)"
_INHERITED = rb"\binherit\s*\([^()]*\)([^;]*);"


def is_nix(path: str) -> bool:
    """Tell whether a file is Nix."""
    return path.endswith(".nix")


def may_pin(path: str) -> bool:
    """Tell by its name whether a data file can hold pins."""
    name = path.rpartition("/")[2]
    if name in NAMES or name in _WITH_HASHES or is_project(path):
        return True
    return name.endswith(_DATA) and name not in _NOT_PINS and name not in locks.NO_PINS


def can_matter(path: str) -> bool:
    """Tell by its name whether a file can decide a fixed output: Nix, a pin, a lock or Go code.

    Other files matter only if Nix refers to them. Symbolic links always matter.
    """
    return is_nix(path) or may_pin(path) or path.rpartition("/")[2] in locks.FILES or path.endswith(".go")


def _is_same_code(scope: Range, path: str) -> bool:
    """Tell whether only comments and white space of a .nix file moved."""
    changes = [(base, one) for base in scope.bases for one in base.changes if one.path == path]
    for base, one in changes:
        if one.status != "M" or one.old_mode != one.new_mode or base.is_cut:
            return False
        before, after = base.snapshot.read(path), scope.target.read(path)
        if before is None or after is None or not is_same_code(path, before, after):
            return False
    return True


class Reach:
    """Finds the files to judge.

    ``known`` returns the unchanged files that refer to a path in the base. ``names`` returns a path and the other
    paths that lead to it through symbolic links of the base. ``stored`` returns the references of a file of the first
    base, or None if they are not stored.
    """

    def __init__(
        self,
        scope: Range,
        known: Callable[[Iterable[str]], set[str]],
        names: Callable[[str], set[str]] = lambda path: {path},
        stored: Callable[[str], list[str] | None] = lambda path: None,
    ) -> None:
        """Store the range."""
        self.range = scope
        self.known = known
        self.names = names
        self.stored = stored
        self.changed = sorted({change.path for base in scope.bases for change in base.changes})
        self._changed = frozenset(self.changed)
        self._moved_links = {one.path for base in scope.bases for one in base.changes if one.is_link}
        self._referring: dict[str, set[str]] = {}
        self._references: dict[str, list[str]] = {}
        self._callers: dict[str, list[str]] = {}
        self._uncalled: set[str] = set()
        self.targets: set[str] = set(self.changed)
        scope.target.prefetch([path for path in self.changed if is_nix(path)])
        for path in self.changed:
            for target in with_folded(self.refers_to(path)) if is_nix(path) else ():
                self._referring.setdefault(target, set()).add(path)

    def learn(self, other: Reach) -> bool:
        """Add the references of the files that another range changed; tell whether any of them is new."""
        is_new = False
        for target, files in other._referring.items():
            known = self._referring.setdefault(target, set())
            is_new = is_new or not files <= known
            known |= files
        return is_new

    @cached_property
    def moved(self) -> dict[str, str]:
        """The new paths of renamed files and submodules, each with the path that it had in a base."""
        found: dict[str, str] = {}
        for base in self.range.bases:
            gone = {one.old_oid: one.path for one in base.changes if one.status == "D" and one.old_oid}
            found.update({one.path: gone[one.new_oid] for one in base.changes if one.new_oid in gone})
        return found

    @cached_property
    def _directories(self) -> set[str]:
        """The directories that exist in a base or in the target, but not in both: their existence may decide."""
        found: set[str] = set()
        for base in self.range.bases:
            known: set[str] = set()
            for one in base.changes:
                above = one.path.rpartition("/")[0] if one.status in "AD" else ""
                while above and above not in known:
                    known.add(above)
                    if {base.snapshot.kind(above), self.range.target.kind(above)} == {None, "directory"}:
                        found.add(above)
                    above = above.rpartition("/")[0]
        return found

    @cached_property
    def linked(self) -> list[str]:
        """The other names of the changed files: the paths that lead to them through symbolic links of the base."""
        return sorted({name for path in self.changed for name in self.names(path)}.difference(self.changed))

    def may_be_read(self, path: str, *, below: bool = True) -> bool:
        """Tell whether Nix may read a data file: Nix code refers to it, or is in its directory.

        Without ``below``, a reference to all files below a directory does not count.
        """
        folder = path.rpartition("/")[0]
        beside = (each for each in self.range.target.paths(folder) if each.rpartition("/")[0] == folder)
        return any(map(is_nix, beside)) or bool(self.referring([path], below=below))

    def refers_to(self, path: str) -> list[str]:
        """Return the references of a file of the target."""
        if path not in self._references:
            found = self.stored(path) if self._is_unchanged(path) else None
            if found is None:
                data = self.range.target.read(path)
                found = references(path, data) if data is not None else []
            self._references[path] = found
        return self._references[path]

    def _is_unchanged(self, path: str) -> bool:
        """Tell whether the first base surely has the same file at ``path`` as the target."""
        return path not in self._changed and not any(base.is_cut for base in self.range.bases)

    def relevant(self) -> bool:
        """Tell whether a fixed output can depend on any part of the change, or the list of changes is incomplete."""
        if any(base.is_cut for base in self.range.bases):
            return True
        if any(
            _SUBMODULE in (one.old_mode, one.new_mode) for base in self.range.bases for one in base.changes
        ):
            return True
        return any(map(self.matters, self.changed))

    def matters(self, path: str) -> bool:
        """Tell whether a fixed output can depend on a file.

        The name of the file, a link or a reference to it can show this.
        """
        return (
            can_matter(path)
            or any(map(can_matter, self.names(path)))
            or bool(self.referring([path], directories=True))
            or self._is_package(path)
        )

    def _is_package(self, path: str) -> bool:
        """Tell whether a file without any suffix looks like a package with a hash: a list may call it."""
        if "." in path.rpartition("/")[2] or self.range.target.kind(path) != "file":
            return False
        content = self.range.target.read(path) or b""
        return is_function(content) and may_hold(content)

    def files(self) -> list[str]:
        """Return the paths of all files to judge: the changed files, files that refer to them, files that they call."""
        changed = (*self.changed, *self.linked)
        found = {path for path in self.changed if is_nix(path)} | {path for path in changed if may_pin(path)}
        targets = set(changed)
        for path in changed:
            targets.update(moved_names(self.range, path))
            if path.rpartition("/")[2] == "flake.lock":
                flake = path.removesuffix("lock") + "nix"
                if self.range.target.kind(flake) == "file":
                    found.add(flake)
        targets.update(self._path_inputs())
        self.targets = targets
        found |= {path for path in self.importers_of(targets) if is_nix(path)}
        for folder in {path.rpartition("/")[0] for path in self.changed if "/by-name/" in path}:
            # Packages of one directory can refer to each other by name, without a path.
            found.update(path for path in self.range.target.paths(folder) if is_nix(path))
        found |= self.keyed
        found |= self._handing(found)
        found |= self.called_by(found - self._with_same_code(found))
        nix = {path for path in found if is_nix(path)}
        if not self.known(target for path in nix for target in _called_as(path)):
            self._uncalled = nix  # the usual case: one question for all paths
        return sorted(found)

    def _with_same_code(self, paths: set[str]) -> set[str]:
        """Return the changed files in which only comments moved: they call others as before, if none reads another.

        Other files may read them as text, or take the hash of their directory.
        """
        changed = [path for path in self.changed if is_nix(path)]
        if len(changed) != len(self.changed) or len(changed) > MOST_COMPARED or not paths.issubset(changed):
            return set()
        alike = {path for path in changed if _is_same_code(self.range, path)}
        return alike if len(alike) == len(changed) else set()

    def _path_inputs(self) -> set[str]:
        """Return ``input:NAME`` of every input of the root flake that is another path now, or that has a change."""
        inputs = path_inputs.named(_FLAKE, self.range.target.read(_FLAKE) or b"")
        changed = (*self.changed, *self.linked)
        found = {
            INPUT + name
            for name, path in inputs.items()
            if any(f"{each}/".startswith(f"{path}/") for each in changed)
        }
        for base in self.range.bases if _FLAKE in changed else ():
            before = path_inputs.named(_FLAKE, base.snapshot.read(_FLAKE) or b"")
            found.update(INPUT + name for name, _ in before.items() ^ inputs.items())
        return found

    @cached_property
    def keyed(self) -> set[str]:
        """The files that may have a hash for each package of a changed lock: those beside it, and tables of hashes."""
        locks = [path for path in (*self.changed, *self.linked) if path.rpartition("/")[2] in KEYED]
        folders = {path.rpartition("/")[0] for path in locks}
        found = {path for folder in folders for path in self._beside(folder)}
        for path in self.referring(locks):
            if b"Hashes" in (self.range.target.read(path) or b""):
                tables = (name for name in self.refers_to(path) if ":" not in name)
                found.update(name for name in tables if is_nix(name) or may_pin(name))
        return found

    def _beside(self, folder: str) -> Iterable[str]:
        """Yield the files of a directory that may have a hash for each package in its lock, but no reference to it."""
        for path in self.range.target.paths(folder):
            if path.rpartition("/")[0] == folder and (is_nix(path) or may_pin(path)):
                yield path

    def rebound(self, path: str) -> set[bytes]:
        """Return the names of nixpkgs that other files redefine: changed files, and files that lead to ``path``.

        A generated file gives such a name only a default in its arguments.
        """
        files = {*self.leading_to(path), *filter(is_nix, self.changed)}
        snapshots = [self.range.target, *(base.snapshot for base in self.range.bases)]
        contents = [each.read(file) or b"" for file in files - {path} for each in snapshots]
        texts = [each for each in contents if not has_own_inputs(each)]
        bound = {name for text in texts for name in re.findall(_DEFINED, text)}
        given = {name for text in texts for names in re.findall(_INHERITED, text) for name in names.split()}
        return (bound | given) & OF_NIXPKGS

    def called_by(self, paths: set[str]) -> set[str]:
        """Return the files that ``paths`` call with relevant arguments, and those that these call in turn."""
        target = self.range.target
        found: set[str] = set()
        waiting = {path for path in paths if is_nix(path)}
        for _ in range(MAX_CALLS):
            target.prefetch(path for path in waiting if not self._is_unchanged(path))
            called: set[str] = set()
            given: set[str] = set()
            for path in waiting:
                stated = dict.fromkeys((*self.refers_to(path), *self._before(path)))
                names = [name for name in stated if name.startswith(CALL)]
                called.update(file_of(name, CALL) for name in names)
                called.update(self._of_scope(path))
                given.update(
                    name.removeprefix(CALL)
                    for name in names
                    if name.startswith((CALL + ARGUMENT, CALL + OPTION))
                )
            called.update(self.referring(given) if given else ())
            waiting = {path for path in called - found - paths if target.kind(path) is not None}
            found |= waiting
        return found

    def _before(self, path: str) -> list[str]:
        """Return the calls that a changed file had in the first base, of files that it still names.

        An override of the package may have the arguments now.
        """
        data = self.range.target.read(path) or b""
        if path not in self._changed or not self.range.bases or b".override" in data:
            return []
        found = self.stored(path)
        if found is None:
            found = references(path, self.range.bases[0].snapshot.read(path) or b"")
        calls = (each for each in found if each.startswith(CALL))
        named = (each for each in calls if each.rpartition("/")[2].rpartition(":")[2].encode() in data)
        return [each for each in named if not each.startswith((CALL + ARGUMENT, CALL + OPTION))]

    def _handing(self, paths: set[str]) -> set[str]:
        """Return the callers of files in ``paths`` that have a function for packages as an argument: `{ mkApp }: …`."""
        found: set[str] = set()
        for path in paths:
            data = self.range.target.read(path) if is_nix(path) else None
            called = {name for name in functions_called(data or b"") if by_name(name.decode()) is None}
            if data is None or not called or _formals(data).isdisjoint(map(bytes.decode, called)):
                continue
            for caller in self.callers(path):
                if called & names_bound(self.range.target.read(caller) or b""):
                    found.add(caller)
        return found - paths

    def _of_scope(self, path: str) -> Iterable[str]:
        """Yield the packages of a scope or a directory that take arguments which the file at ``path`` defines."""
        names = self.refers_to(path)
        of_scope = [file_of(name, SCOPE) for name in names if name.startswith(SCOPE)]
        loaded = [name for name in names if name.startswith(CALL) and name.endswith(EACH)]
        folders = [name[len(CALL) : -len(EACH)] for name in loaded]
        of_directory = [
            file
            for folder in folders
            for file in siblings.affected(self, path, folder, list(self._packages_in(folder)))
        ]
        data = self.range.target.read(path) if of_scope or of_directory else None
        if data is None:
            return
        self.range.target.prefetch([*of_scope, *of_directory])
        for packages, may_give in ((of_scope, gives), (of_directory, binds)):
            for package in packages:
                text = self.range.target.read(package) or b""
                for file in (package, *other_file(package, text)):
                    content = self.range.target.read(file) or b""
                    formals = _formals(content)
                    is_given = may_give(data, formals) or gives_package(data, formals, content)
                    if is_given or (b"haumea" in data and not _AROUND.isdisjoint(formals)):
                        yield package
                        yield file

    def _packages_in(self, directory: str) -> Iterable[str]:
        """Yield the files of a directory that may be packages, and those directly below its directories."""
        depth = directory.count("/") + bool(directory)
        for path in self.range.target.paths(directory):
            below = path.count("/") - depth
            is_package = path.endswith(("/default.nix", "/package.nix"))
            if is_nix(path) and (below == 0 or (below == 1 and is_package)):
                yield path

    def importers_of(self, paths: Iterable[str]) -> set[str]:
        """Return the files that refer to any of ``paths``, transitively, in the base or in changed files."""
        found: set[str] = set()
        waiting = set(paths)
        while waiting:
            waiting = self.referring(waiting, directories=True) - found
            found |= waiting
        return found

    def referring(self, paths: Iterable[str], *, directories: bool = False, below: bool = True) -> set[str]:
        """Return the Nix files that refer to any of ``paths`` directly, in the base or in changed files.

        With ``directories``, also those that refer to a directory of a path that appears or is gone. Without ``below``,
        none that refer only to all files below a directory.
        """
        targets = {name for path in paths for name in self.names(path)}
        for path in list(targets):
            targets.update(each for each in self.also(path) if below or not each.endswith(BELOW))
            targets.update(self._deciding(path) if directories else ())
        found = {importer for name in with_spellings(targets) for importer in self._referring.get(name, ())}
        for folder in [f"{path}/" for path in self._moved_links & targets]:
            targets.add(folder)  # the link may lead to a directory
            found.update(*(self._referring[name] for name in self._referring if name.startswith(folder)))
        return {path for path in found | self.known(targets) if is_nix(path)}

    def callers(self, path: str) -> list[str]:
        """Return the files that call the file at ``path`` with relevant arguments, in the base or in changed files."""
        kept = self._callers.get(path)
        if kept is None:
            targets = [target for name in sorted(self.names(path)) for target in _called_as(name)]
            found = {caller for name in with_spellings(targets) for caller in self._referring.get(name, ())}
            if path not in self._uncalled:
                found |= self.known(targets)
            kept = self._callers[path] = sorted(found)
        return kept

    def leading_to(self, path: str) -> set[str]:
        """Return the files that import or call the file at ``path``, directly or through others."""
        found: set[str] = set()
        waiting = {path}
        for _ in range(MAX_CALLS):
            called = {caller for each in waiting for caller in self.callers(each)}
            waiting = (self.importers_of(waiting) | called) - found - {path}
            found |= waiting
            if not waiting:
                break
        return found

    def _deciding(self, path: str) -> Iterable[str]:
        """Yield the references to the directories of ``path`` that exist only in a base or only in the target."""
        below, above = path, path.rpartition("/")[0]
        while above:
            below, above = above, above.rpartition("/")[0]
            if below in self._directories:
                yield from (below, above + EACH)

    def also(self, path: str) -> Iterable[str]:
        """Yield the other references that can mean ``path``: its directory or, for a lock, any directory above it.

        A computed name may mean any file of a directory, or of a directory in it.
        """
        folder, _, name = path.rpartition("/")
        if not is_nix(path):
            yield FILE + name
        elif not _is_module(self.range.target.read(path) or b""):
            yield PACKAGE + package_name(path)
        above = path
        while above:
            yield above + BELOW
            above = above.rpartition("/")[0]
        yield BELOW
        yield folder + EACH
        if folder:
            yield folder.rpartition("/")[0] + EACH
        if name == "default.nix":
            yield folder
        elif (
            name.endswith(".go")
            or ((name == "gemset.nix" or not is_nix(name)) and name in locks.FILES)
            or name in _TOOLCHAINS
            or re.search(MAY_DECIDE, path)
        ):
            while True:
                yield folder
                if not folder:
                    return
                folder = folder.rpartition("/")[0]


def _called_as(path: str) -> list[str]:
    """Return the references that mean a call of the file at ``path``."""
    folder, _, name = path.rpartition("/")
    paths = [path, folder] if name == "default.nix" else [path]
    called = [kind + each for kind in (CALL, SCOPE) for each in paths]
    if is_nix(path):
        called.append(f"{CALL}{folder}{EACH}")
        if name in ("default.nix", "package.nix"):
            called.append(f"{CALL}{folder.rpartition('/')[0]}{EACH}")
    return called


def _formals(data: bytes) -> set[str]:
    """Return the names of all formals in a file, and perhaps others.

    For a plain package, return only its own formals.
    """
    if plain := re.match(_PLAIN_HEADER, data):
        return {word.decode() for word in re.findall(_WORD, plain[0])}
    patterns = re.findall(_HEADER, data)
    return {word.decode() for words in patterns or [data] for word in re.findall(_WORD, words)}


def _is_module(data: bytes) -> bool:
    """Tell whether a file is a NixOS module, which is no package: a function of `{ config, ... }` without a fetch.

    A package may have such arguments too.
    """
    if b"config" not in data or re.search(_OF_A_PACKAGE, data) is not None:
        return False
    header = re.match(_PLAIN_HEADER, data)
    code = re.sub(rb"#[^\n]*", b"", header[0]) if header is not None else b""
    return b"..." in code and b"config" in re.findall(_WORD, code)


_OF_A_PACKAGE = rb"[dD]erivation|\bpname\b|\b(?:build|fetch|override)[A-Z]|\bstdenv\b|\bcallPackage"
_HEADER = rb"\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}\s*+[:@]"
_PLAIN_HEADER = rb"(?:\s|#[^\n]*\n)*+" + _HEADER
_WORD = rb"[A-Za-z_][\w'-]*+"


def file_of(name: str, kind: str) -> str:
    """Return the file that a reference calls; ``kind`` is the prefix of the reference."""
    name = name.removeprefix(kind)
    return name if is_nix(name) else f"{name}/default.nix" if name else "default.nix"


FOLDED = "folded:"
"""The start of the form of a reference without capital letters."""


def with_folded(names: Iterable[str]) -> list[str]:
    """Return references, and the folded forms of the paths that have capital letters."""
    found = list(names)
    forms = (FOLDED + folded(each) for each in found if _is_path(each) and folded(each) != each)
    return [*found, *forms]


def with_spellings(names: Iterable[str]) -> set[str]:
    """Return references, and all references of `with_folded` that mean the same files on a Mac."""
    found = set(names)
    for form in [folded(each) for each in found if _is_path(each)]:
        found.update((form, FOLDED + form))
    return found


def _is_path(name: str) -> bool:
    return ":" not in name.removeprefix(CALL).removeprefix(SCOPE)
