"""Lock files of this repository as evidence, since a package with a local source has a local lock too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import normpath, relpath
from typing import TYPE_CHECKING

from authguard.compare.moves import silent
from authguard.compare.scripts import copied_directories, copied_files, texts
from authguard.locks import KINDS, compare, deciding_files, is_readable
from authguard.locks.comparing import BESIDE, MANIFESTS, SCRIPT, LockAnswer, expanded, join
from authguard.locks.unread import UNREAD
from authguard.nix.values import relative
from authguard.outputs.hash_names import kinds_of_locks
from authguard.outputs.named_files import directory_of_option, entered_directory, installs_after_entering
from authguard.outputs.tree import is_in
from authguard.outputs.unread_inputs import is_stored_elsewhere
from authguard.producers import by_name
from authguard.prove.ecosystems import ecosystem, lock_root, options_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from authguard.compare.pairs import Pairs
    from authguard.git.snapshot import Snapshot
    from authguard.locks.comparing import LockedCode, ReadFiles
    from authguard.outputs.model import FixedOutput


_COPY = (
    r"(?m)^\s*(?:cp|mv|ln)\s+(?:-\w+\s+)*[\"']?(?:\./)?([\w@+-][\w.@+/-]*)[\"']?\s+[\"']?(?:\./)?%s[\"']?\s*$"
)
"""A command that gives a file of the source the usual name of a lock."""
_ALL_FILES = r"\"?(?:/\*)?\"?\s*\"?(?:\.|\./|\$sourceRoot/?)\"?\s*(?:$|[\n;&])"
"""The text after a directory if a script copies all its files to the root of the source."""
_SOME_FILES = r"/\{[^}\n]*\b%s\b[^}\n]*\}\"?\s*\./?\s*(?:$|[\n;&])"
"""The text after a directory if a script copies some of its files: `${./files}/{package-lock.json,x} .`."""
_FILE_AS = r"\"?/([\w@+-][\w.@+-]*)\"?\s+\"?(?:\./)?%s\"?\s*(?:$|[\n;&])"
"""The text after a directory if a script copies one of its files, with the usual name of a lock."""
FAR = 400
"""At most this many characters before and after a path are read as a command."""
_COPYING = r"(?:^|.*[\n;&])\s*(?:for\s+(\w+)\s+in\s+([^;\n]+?)\s*[;\n]\s*)?(?:do\s+)?cp(?:\s+-[\w-]+)*\s*\"?"
"""The text before such a directory: the command that copies, perhaps in a loop over names."""
_NAMED = r"[\"']?\s*[\"']?(?:\./|\$\w+/)?%s[\"']?\s*(?:$|\n)"
"""The text after a file that a script copies, with the usual name of a lock."""
_OF_ANY_KIND = frozenset({"depsHash", "depsSha256"})
"""Names of hashes that name no package manager."""
MOST_MEMBERS = 200
"""At most this many packages of a workspace are compared."""


@dataclass
class LocalAnswer:
    """The answer of this repository's lock about a dependency hash with a kept digest.

    decision    "same", "moved", "unknown" or "unreadable".
    lock        the path of the lock file.
    says        the evidence as a clause; for an unreadable lock the reason.
    line        the line that cannot be read, if the lock is unreadable.
    nix_notices whether Nix itself would notice.
    unlikely    whether the packages that moved are most likely not fetched, if the decision is "unknown".
    input       the name of the moved input if it is not the lock.
    hides_move  whether the lock hides a move, if the decision is "unreadable": the lock of the base can be read, or the
                content is in Git LFS or encrypted.
    """

    decision: str
    lock: str
    says: str
    line: int = 1
    nix_notices: bool | None = None
    unlikely: bool = False
    input: str = ""
    hides_move: bool = False


@dataclass
class LockPlace:
    """The lock files of a package. If a lock has an unusual name, ``names`` has this name by the usual name.

    ``top`` is the directory of the source, if that is known: it may have the file of a workspace above the lock.
    ``is_copied``: a script copies the lock with other files. Then an equal lock does not prove that a hash is right.
    """

    kind: str
    root: str
    names: dict[str, str]
    top: str | None = None
    is_copied: bool = False

    def path(self, name: str) -> str:
        """Return the path of a lock file by its usual name."""
        return normpath(join(self.root, self.names.get(name, name)))


def is_of_unknown_function(each: FixedOutput) -> bool:
    """Tell whether a function that is not known makes a dependency hash."""
    return each.kind == "dependency" and not each.record and by_name(each.producer) is None


def _is_moved(answer: LockAnswer) -> bool:
    """Tell whether a lock, which an unknown function may read, has other packages, or cannot be read by its kind."""
    unread = {name for kind in UNREAD for name in kind.files if "lock" in name or name.endswith(".json")}
    is_doubtful = answer.problem is None and answer.decision == "unknown" and answer.lock in unread
    return is_doubtful or answer.decision == "moved"


def _decision(answer: LockAnswer, place: LockPlace, each: FixedOutput) -> str:
    """Return the decision of a lock: a moved lock that an unknown function may not read proves nothing."""
    is_guess = answer.decision == "moved" and place.kind != ecosystem(each)
    return "unknown" if is_guess else answer.decision


def _may_differ(each: FixedOutput, before: FixedOutput | None) -> bool:
    """Tell whether a script makes the source, and may have changed: then an unchanged lock proves nothing."""
    one, other = each.input("src"), before.input("src") if before is not None else None
    form = one.form if one is not None else None
    if not isinstance(form, tuple) or form[:1] != ("apply",):
        return False
    return other is None or other.form != form


def _is_elsewhere(old: FixedOutput, each: FixedOutput) -> bool:
    """Tell whether a package had its source, or the lock below its source, in another directory."""
    if old.local == each.local and old.local is not None:
        return lock_root(old, old.local) != lock_root(each, old.local)
    return old.local != each.local


def _is_vendored(code: LockedCode, options: dict[str, object]) -> bool:
    """Tell whether source code is a part of the output: not of a cache of modules, which `go mod download` makes."""
    script = options.get(SCRIPT)
    return not options.get(code.unless) and (not isinstance(script, str) or "vendor" in script)


class LocalLocks:
    """Compares the lock files of the target with the lock files of the bases."""

    def __init__(
        self, bases: Sequence[Snapshot], pairs: Sequence[Pairs], target: Snapshot, changed: Iterable[str]
    ) -> None:
        """Take the snapshots, the pairs of each base, and the changed paths."""
        self.bases = bases
        self.pairs = pairs
        self.target = target
        self.changed = set(changed)

    def answer(self, each: FixedOutput, before: FixedOutput | None = None) -> LocalAnswer | None:
        """Compare the lock that decides a dependency hash; None if this repository has no such lock.

        ``before`` is the fixed output in a base, if known. If the store name of this output has a version, Nix may
        notice.
        """
        found = self._lock_of(each)
        if found is None or not self.bases:
            return None
        if found.is_copied and (before is None or _folders(before) != _folders(each)):
            return None
        answers = [
            self._compare(base, found, each, self._before_in(base, each, before)).with_doubt()
            for base in self._holding(each)
        ]
        if found.kind != ecosystem(each) and not all(map(_is_moved, answers)):
            return None
        if any(answer.decision == "same" for answer in answers):
            if found.is_copied or not self._is_here(found, options_of(each)):
                return None  # only a file beside the lock belongs to this repository
            olds = [(base, self._before_in(base, each, before)) for base in self._holding(each)]
            if any(_may_differ(each, old) or self._had_both(base, found, each, old) for base, old in olds):
                return None
            return LocalAnswer("same", found.path(answers[0].lock), answers[0].says)
        answer = next((one for one in answers if one.decision == "unknown"), answers[0])
        if (
            answer.decision == "moved"
            and before is not None
            and (_may_differ(each, before) or _may_differ(before, each))
        ):
            answer = answer._replace(decision="unknown")  # what was patched may be in the lock now
        lock = found.path(answer.lock)
        if answer.problem is not None:
            where, _, reason = answer.problem.partition(" cannot be read: ")
            line = where.rpartition(":")[2]
            number = int(line) if line.isdigit() else 1
            hides_move = any(self._is_readable(base, found) for base in self._holding(each))
            hides_move = hides_move or is_stored_elsewhere(self.target.read(lock) or b"")
            return LocalAnswer("unreadable", lock, reason or answer.problem, number, hides_move=hides_move)
        notices = self._notices(each, found, before)
        return LocalAnswer(
            _decision(answer, found, each),
            lock,
            answer.says,
            nix_notices=notices,
            unlikely=answer.unlikely,
            input=answer.input,
        )

    def _had_both(self, base: Snapshot, place: LockPlace, each: FixedOutput, old: FixedOutput | None) -> bool:
        """Tell whether a base has the lock in both directories, so that another package is chosen now.

        This only matters if code beside the lock is a part of the output.
        """
        if old is None or old.local is None or KINDS[place.kind].code is None or not _is_elsewhere(old, each):
            return False
        is_same_place = normpath(lock_root(old, old.local) or ".") == normpath(place.root or ".")
        names = deciding_files(place.kind, {})
        return not is_same_place and any(base.read(place.path(name)) is not None for name in names)

    def since(self, each: FixedOutput, before: FixedOutput, written: Snapshot) -> LocalAnswer | None:
        """Compare the lock of the target with the lock of the commit that wrote a kept hash; None for no lock."""
        found = self._lock_of(each)
        if found is None:
            return None
        answer = self._compare(written, found, each, before).with_doubt()
        if answer.decision == "same" and _may_differ(each, before):
            return None
        notices = self._notices(each, found, before)
        decision = _decision(answer, found, each)
        return LocalAnswer(decision, found.path(answer.lock), answer.says, nix_notices=notices)

    def path_of(self, each: FixedOutput) -> str | None:
        """Return the path of the lock that decides a dependency hash; None if this repository has no such lock."""
        found = self._lock_of(each)
        files = KINDS[found.kind].files if found is not None else ()
        return next(
            (found.path(name) for name in files if found is not None and self._has(found, [name])), None
        )

    def _lock_of(self, each: FixedOutput) -> LockPlace | None:
        """Return the place of the deciding lock files; None if this repository has no such lock."""
        kind = ecosystem(each)
        found = self._lock_of_kind(each, kind) if kind is not None else None
        return found or self._changed_lock(each)

    def _lock_of_kind(self, each: FixedOutput, kind: str) -> LockPlace | None:
        """Return the place of the lock files of a kind; None if this repository has no such lock."""
        handed = _handed_over(each, kind)
        if each.local is not None:
            place = LockPlace(kind, lock_root(each, each.local), {}, each.local)
            if handed is None and (copied := self._copied(each, place)) is not None:
                return copied
            if handed is None and (below := self._below(each, place)) is not None:
                return below
            if self._has(place, KINDS[kind].files) or (
                handed is None and self._is_here(place, options_of(each))
            ):
                return place
        return LockPlace(kind, *handed) if handed is not None else self._of_directory(each, kind)

    def _of_directory(self, each: FixedOutput, kind: str) -> LockPlace | None:
        """Return the lock in a directory from which a script copies: `cp -r ${./files}/. .`; None for no such lock.

        None if an option of the package names another directory of the lock, or the script names the lock again.
        """
        roots = (*(each.row.lock_root if each.row is not None else ()), "sourceRoot", "setSourceRoot")
        if any(each.input(name) is not None for name in roots):
            return None
        for folder, before, after in copied_directories(each):
            copying = copying_command(before)
            if copying is None:
                continue
            for usual in KINDS[kind].files:
                name = _copied_as(usual, copying, after)
                place = LockPlace(kind, folder, {usual: name} if name else {}, is_copied=True)
                if name and self._has(place, [usual]):
                    return place
        return None

    def _copied(self, each: FixedOutput, place: LockPlace) -> LockPlace | None:
        """Return the lock that a script copies over the usual one: `cp tool-package-lock.json package-lock.json`."""
        scripts = [text for one in each.inputs if one.role == "script" for text in texts(one.form)]
        names: dict[str, str] = {}
        for usual in KINDS[place.kind].files:
            copied = [name for text in scripts for name in re.findall(_COPY % re.escape(usual), text)]
            names.update({usual: copied[-1]} if copied else {})
        there = LockPlace(place.kind, place.root, names)
        return there if names and self._has(there, names) else None

    def _changed_lock(self, each: FixedOutput) -> LockPlace | None:
        """Return the only changed lock in the directory of an unknown function's source; None if it is not clear.

        If the hash has the name of a tool, only a lock of this tool.
        """
        kind, name = ecosystem(each), each.attribute.rpartition(".")[2]
        if each.local is None or not is_of_unknown_function(each) or (kind and name not in _OF_ANY_KIND):
            return None
        named = kinds_of_locks(each.attribute)
        places = (LockPlace(one, each.local, {}) for one in KINDS if not named or one in named)
        found = [
            place
            for place in places
            if any(place.path(name) in self.changed for name in KINDS[place.kind].files)
            and self._has(place, KINDS[place.kind].files)
        ]
        return found[0] if len(found) == 1 else None

    def _below(self, each: FixedOutput, place: LockPlace) -> LockPlace | None:
        """Return the place of the lock in a directory that the script of a hash names; None for no such lock.

        An option of all install commands decides. A directory that the script enters is compared if there is no lock
        above it, or if the script installs there and only the lock of the directory changed.
        """
        files, commands = KINDS[place.kind].files, KINDS[place.kind].commands
        option = (
            directory_of_option(each.inputs, commands) if commands and each.kind == "handwritten" else None
        )
        name = option or entered_directory(each.inputs)
        below = LockPlace(place.kind, normpath(join(place.root, name or ".")), {})
        if name is None or not self._has(below, files):
            return None
        if option is not None or not self._is_here(place, options_of(each)):
            return below
        if not commands or not installs_after_entering(each.inputs, commands):
            return None
        changed = [any(one.path(name) in self.changed for name in files) for one in (below, place)]
        return below if changed == [True, False] else None

    def _is_here(self, place: LockPlace, options: dict[str, object]) -> bool:
        kind = KINDS[place.kind]
        return self._has(place, kind.files + kind.telling) or bool(self._members(place, options))

    def _has(self, place: LockPlace, names: Iterable[str]) -> bool:
        paths = (self.target.resolve(place.path(name)) for name in names)
        return any(path is not None and self.target.kind(path) == "file" for path in paths)

    def _is_readable(self, base: Snapshot, place: LockPlace) -> bool:
        files = {name: base.read(place.path(name)) for name in deciding_files(place.kind, {})}
        return is_readable(place.kind, files)

    def _holding(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the bases with this digest. In a merge, the lock of the parent that has the digest is compared."""
        key = each.digest.key() if each.digest is not None else ""
        return [
            base for base, pairs in zip(self.bases, self.pairs, strict=True) if key in pairs.by_digest
        ] or self.bases

    def _before_in(self, base: Snapshot, each: FixedOutput, before: FixedOutput | None) -> FixedOutput | None:
        """Return the fixed output of one base: in a merge, one parent may have the package in another directory."""
        pairs = next((one for tree, one in zip(self.bases, self.pairs, strict=True) if tree is base), None)
        if pairs is None or len(self.bases) == 1:
            return before
        named = [
            one for one in pairs.sharing(each) if (one.kind, one.attribute) == (each.kind, each.attribute)
        ]
        here = [one for one in named if before is not None and one.path == before.path]
        return next(iter(here or named), before)

    def _compare(
        self, base: Snapshot, place: LockPlace, each: FixedOutput, old: FixedOutput | None
    ) -> LockAnswer:
        """Compare the lock at a place with the lock of a base. The base may have the source in another directory."""
        answer = self._compare_lock(base, place, each, old)
        if answer.decision == "moved" or answer.problem is not None:
            return answer
        if answer.decision == "same":
            answer = self._part_moved(base, place, options_of(each)) or answer
        return self._member_moved(base, place, options_of(each), answer)

    def _part_moved(self, base: Snapshot, place: LockPlace, options: dict[str, object]) -> LockAnswer | None:
        """Return the answer of the first file that the lock includes, or of its workspace; None if nothing moved."""
        includes, code = KINDS[place.kind].includes, KINDS[place.kind].code
        if includes is None or (code is not None and not _is_vendored(code, options)):
            return None
        above = f"{place.root}/" if place.root else ""
        below = [path.removeprefix(above) for path in self.changed if path.startswith(above)]
        return includes(_beside(base, place.root), _beside(self.target, place.root), below)

    def _compare_lock(
        self, base: Snapshot, place: LockPlace, each: FixedOutput, old: FixedOutput | None
    ) -> LockAnswer:
        kind, names = place.kind, deciding_files(place.kind, {})
        elsewhere = old is not None and old.local is not None and _is_elsewhere(old, each)
        handed = _handed_over(old, kind) if old is not None and each.local is None else None
        if old is not None and elsewhere:
            there = LockPlace(kind, lock_root(old, old.local or ""), {})
        else:
            there = LockPlace(kind, *handed) if handed is not None else place
        before = {name: base.read(there.path(name)) for name in names}
        after = {name: self.target.read(place.path(name)) for name in names}
        options = options_of(each)
        options[MANIFESTS] = (_reader(base, there.root), _reader(self.target, place.root))
        code = KINDS[kind].code
        if code is None or each.local is None or options.get(code.unless):
            return compare(kind, before, after, options)
        options["imports"] = _imports(code, self.target, each.local) if before != after else set()
        answer = compare(kind, before, after, options)
        if answer.decision != "same":
            return answer
        local = old.local or "" if old is not None and elsewhere else each.local
        mods = before.get(names[0]), after.get(names[0])
        return self._imports_moved(code, base, local, each.local, mods) or answer

    def _member_moved(
        self, base: Snapshot, place: LockPlace, options: dict[str, object], answer: LockAnswer
    ) -> LockAnswer:
        """Return the answer of the first member of a workspace with other packages, or else the given answer."""
        kind, names = KINDS[place.kind], deciding_files(place.kind, {})
        for name in kind.workspace if kind.joined is not None else ():
            path = join(self._workspace(place), name)
            was, is_ = (one.read(path) for one in (base, self.target))
            says = kind.joined(was, is_, options) if kind.joined is not None else ""
            if says:
                return LockAnswer("unknown", says, name)
        folders = self._members(place, options)
        for folder in folders[:MOST_MEMBERS]:
            there = LockPlace(place.kind, folder, {})
            before = {name: base.read(there.path(name)) for name in names}
            after = {name: self.target.read(there.path(name)) for name in names}
            if before == after:
                continue
            beside = (_beside(base, folder), _beside(self.target, folder))
            moved = compare(place.kind, before, after, {**options, BESIDE: beside})
            if moved.decision != "same":
                lock = relpath(there.path(moved.lock), place.root or ".")
                return LockAnswer("unknown", f"{folder}: {moved.says}", lock)
        if sum(join(folder, name) in self.changed for folder in folders[MOST_MEMBERS:] for name in names):
            return LockAnswer("unknown", f"more than {MOST_MEMBERS} of its modules changed", names[0])
        lock = place.path(names[0])
        if folders and self.target.read(lock) is None and base.read(lock) is None:
            return LockAnswer("same", "the modules of the workspace have the same packages", names[0])
        return answer

    def _members(self, place: LockPlace, options: dict[str, object]) -> list[str]:
        """Return the directories of the other packages of a workspace, relative to the root of the repository.

        Packages with changed files come first, since only some packages are compared.
        """
        find = KINDS[place.kind].members
        if find is None:
            return []
        roots = dict.fromkeys((place.root, self._workspace(place)))
        found = [relative(root, name) for root in roots for name in find(_beside(self.target, root), options)]
        folders = [each.path for each in found if each.inside and each.path != place.root]
        changed = {path.rpartition("/")[0] for path in self.changed}
        return sorted(folders, key=lambda folder: folder not in changed)

    def _workspace(self, place: LockPlace) -> str:
        """Return the directory with the file of the workspace: that of the lock, or the nearest above in the source."""
        folder = place.root
        while not any(self.target.kind(join(folder, name)) == "file" for name in KINDS[place.kind].workspace):
            is_top = not folder or place.top is None or folder == place.top
            if is_top or not is_in(folder, place.top or ""):
                return place.root
            folder = folder.rpartition("/")[0]
        return folder

    def _imports_moved(
        self,
        code: LockedCode,
        base: Snapshot,
        old: str,
        local: str,
        locks: tuple[bytes | None, bytes | None],
    ) -> LockAnswer | None:
        """Tell whether the code of a vendored tree has new imports; None if no code changed.

        ``old`` is the directory of the source in the base, ``local`` the directory in the target. ``locks`` has the
        contents of the first lock file in both trees.
        """
        touched = [
            path for path in self.changed if code.is_read(path) and (is_in(path, local) or is_in(path, old))
        ]
        earlier, lock = locks
        if not touched or lock is None:
            return None
        before: set[str] = set()
        after: set[str] = set()
        for path in touched:
            before |= code.imports(base.read(path) or b"")
            after |= code.imports(self.target.read(path) or b"")
        if before == after:
            return None
        return code.compare(_imports(code, base, old), _imports(code, self.target, local), lock, earlier)

    def _notices(self, each: FixedOutput, place: LockPlace, before: FixedOutput | None) -> bool | None:
        """Tell whether Nix notices. No lock is part of a store name, except a go.sum that is passed as goSum."""
        if each.input("goSum") is not None:
            return place.path("go.sum") in self.changed
        quiet = silent(before or each, each)
        return None if quiet is None else not quiet


def _beside(snapshot: Snapshot, folder: str) -> Callable[[str], bytes | None]:
    """Return the function that reads a file by its path relative to a directory."""
    return lambda name: snapshot.read(join(folder, name))


def _reader(snapshot: Snapshot, folder: str) -> ReadFiles:
    """Return the function that reads files by their paths relative to a directory."""

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        start = len(folder) + 1 if folder else 0
        listed = expanded(paths, lambda below: [each[start:] for each in snapshot.paths(join(folder, below))])
        wanted = {path: join(folder, path) for path in listed}
        snapshot.prefetch(wanted.values())
        found = {path: snapshot.read(place) for path, place in wanted.items()}
        return {path: data for path, data in found.items() if data is not None}

    return read


def _imports(code: LockedCode, snapshot: Snapshot, local: str) -> set[str]:
    """Return the imports of the code below a directory."""
    paths = [path for path in snapshot.paths(local) if code.is_read(path)]
    snapshot.prefetch(paths)
    return {name for path in paths for name in code.imports(snapshot.read(path) or b"")}


def copying_command(before: str) -> re.Match[str] | None:
    """Return the command that copies a file or directory, by the text before it; None for another command.

    Only the last FAR characters are read, from the start of a line.
    """
    near = before if len(before) <= FAR else before[-FAR:].partition("\n")[2]
    return re.fullmatch(_COPYING, near, re.DOTALL) if near else None


def _folders(each: FixedOutput) -> set[str]:
    return {folder for folder, _, _ in copied_directories(each)}


def _copied_as(usual: str, copying: re.Match[str], after: str) -> str:
    """Return the name that a lock has in a directory from which a script copies it; "" if it does not copy the lock."""
    near = after[:FAR]
    named = re.match(_FILE_AS % re.escape(usual), near)
    if named is not None:
        return named[1]
    variable, names = copying[1], copying[2]
    if variable is not None:
        each = rf"/\$\{{?{variable}\}}?\"?\s*\"?(?:\./)?(?:\$\{{?{variable}\}}?|\.)/?\"?\s*(?:$|[\n;&])"
        return usual if usual in names.split() and re.match(each, near) else ""
    if not (re.match(_ALL_FILES, near) or re.match(_SOME_FILES % re.escape(usual), near)):
        return ""
    later = after.splitlines()[1:]
    return "" if any(usual in line and re.search(r"\b(?:cp|mv|ln)\b", line) for line in later) else usual


def _handed_over(each: FixedOutput, kind: str) -> tuple[str, dict[str, str]] | None:
    """Return the lock that a script or an option names: ``cp ${./package-lock.json} …``.

    Returns the directory of the lock, and its name (``foo-Cargo.lock``) by the usual name of such a lock.
    """
    names = deciding_files(kind, {})
    for one in each.inputs:
        for path in one.files:
            folder, _, name = path.rpartition("/")
            for usual in names:
                if name == usual or name.endswith(("-" + usual, "." + usual, "_" + usual)):
                    return folder, {usual: name}
        for usual in names if one.role == "script" and KINDS[kind].code is None else ():
            alike = [path for path in one.files if path.rpartition(".")[2] == usual.rpartition(".")[2]]
            over = re.compile(_NAMED % re.escape(usual))
            copied = (
                over.match(after[:FAR]) and copying_command(before) for before, after in copied_files(one)
            )
            if len(alike) == 1 and any(copied):
                folder, _, name = alike[0].rpartition("/")
                return folder, {usual: name}
    return None
