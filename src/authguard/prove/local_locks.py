"""Lock files of this repository as evidence: a package whose source is here has its lock here too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.compare.moves import silent
from authguard.locks import KINDS, LockAnswer, compare, deciding_files
from authguard.prove.ecosystems import ecosystem, options_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.compare.pairs import Pairs
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput


@dataclass
class LocalAnswer:
    """What the lock of this repository says of a dependency hash whose digest stayed.

    decision    "same", "moved", "unknown" or "unreadable".
    lock        the path of the lock file.
    says        the evidence as a clause; for an unreadable lock the reason.
    line        of an unreadable lock the line that cannot be read.
    nix_notices whether Nix itself would notice.
    """

    decision: str
    lock: str
    says: str
    line: int = 1
    nix_notices: bool | None = None


class LocalLocks:
    """Compares the lock files of the target with those of the bases."""

    def __init__(
        self, bases: Sequence[Snapshot], pairs: Sequence[Pairs], target: Snapshot, changed: Iterable[str]
    ) -> None:
        """Take the snapshots, the pairs of each base, and the changed paths."""
        self.bases = bases
        self.pairs = pairs
        self.target = target
        self.changed = set(changed)

    def answer(self, each: FixedOutput, before: FixedOutput | None = None) -> LocalAnswer | None:
        """Compare the lock that decides a dependency hash; None if there is no such lock here.

        ``before`` is the fixed output in a base, if known: if its store name has a version, Nix may notice.
        """
        found = self._lock_of(each)
        if found is None or not self.bases:
            return None
        kind, root, names = found
        answers = [self._compare(base, kind, root, names, each) for base in self._holding(each)]
        if any(answer.decision == "same" for answer in answers):
            return LocalAnswer("same", _join(root, answers[0].lock), answers[0].says)
        answer = next((one for one in answers if one.decision == "unknown"), answers[0])
        lock = _join(root, answer.lock)
        if answer.problem is not None:
            where, _, reason = answer.problem.partition(" cannot be read: ")
            line = where.rpartition(":")[2]
            return LocalAnswer(
                "unreadable", lock, reason or answer.problem, int(line) if line.isdigit() else 1
            )
        return LocalAnswer(answer.decision, lock, answer.says, nix_notices=self._notices(each, root, before))

    def since(self, each: FixedOutput, before: FixedOutput, written: Snapshot) -> LocalAnswer | None:
        """Compare the lock of the target with that of the commit that wrote a kept hash; None if there is none."""
        found = self._lock_of(each)
        if found is None:
            return None
        kind, root, names = found
        answer = self._compare(written, kind, root, names, each)
        notices = self._notices(each, root, before)
        return LocalAnswer(answer.decision, _join(root, answer.lock), answer.says, nix_notices=notices)

    def _lock_of(self, each: FixedOutput) -> tuple[str, str, tuple[str, ...]] | None:
        """Return the ecosystem, the directory and the names of the lock files that decide; None where none is here."""
        kind = ecosystem(each)
        root = _root(each) if each.local is not None else _handed_over(each, kind)
        if kind is None or root is None:
            return None
        names = deciding_files(kind, {})
        if not any(self.target.kind(_join(root, name)) == "file" for name in names):
            return None
        return kind, root, names

    def _holding(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the bases that hold this digest: of a merge, the side that it came from has the lock that counts."""
        key = each.digest.key() if each.digest is not None else ""
        return [
            base for base, pairs in zip(self.bases, self.pairs, strict=True) if key in pairs.by_digest
        ] or self.bases

    def _compare(
        self, base: Snapshot, kind: str, root: str, names: tuple[str, ...], each: FixedOutput
    ) -> LockAnswer:
        before = {name: base.read(_join(root, name)) for name in names}
        after = {name: self.target.read(_join(root, name)) for name in names}
        options = options_of(each)
        if kind == "go" and each.local is not None and not options.get("proxyVendor"):
            options["imports"] = self._imports(self.target, each.local or "") if before != after else set()
        answer = compare(kind, before, after, options)
        if (
            kind == "go"
            and each.local is not None
            and answer.decision == "same"
            and not options.get("proxyVendor")
        ):
            return self._imports_moved(base, each, after.get("go.mod")) or answer
        return answer

    def _imports_moved(self, base: Snapshot, each: FixedOutput, go_mod: bytes | None) -> LockAnswer | None:
        """Tell whether the Go files of a vendored tree import something new; None where none changed."""
        from authguard.locks.goimports import compare_go_imports, imports_of

        local = each.local or ""
        touched = [path for path in self.changed if path.endswith(".go") and _below(path, local)]
        if not touched or go_mod is None:
            return None
        before: set[str] = set()
        after: set[str] = set()
        for path in touched:
            before |= imports_of(base.read(path) or b"")
            after |= imports_of(self.target.read(path) or b"")
        if before == after:
            return None
        return compare_go_imports(self._imports(base, local), self._imports(self.target, local), go_mod)

    def _imports(self, snapshot: Snapshot, local: str) -> set[str]:
        """Return what the Go files below a directory import."""
        from authguard.locks.goimports import imports_of, read_by_vendor

        paths = [path for path in snapshot.paths(local) if path.endswith(".go") and read_by_vendor(path)]
        snapshot.prefetch(paths)
        found: set[str] = set()
        for path in paths:
            found |= imports_of(snapshot.read(path) or b"")
        return found

    def _notices(self, each: FixedOutput, root: str, before: FixedOutput | None) -> bool | None:
        """A lock is in no store name, so Nix finds the old output and is content; but for a go.sum given as goSum."""
        if each.input("goSum") is not None:
            return _join(root, "go.sum") in self.changed
        quiet = silent(before or each, each)
        return None if quiet is None else not quiet


def _handed_over(each: FixedOutput, kind: str | None) -> str | None:
    """Return the directory of the lock that a script or an option hands over: ``cp ${./package-lock.json} …``."""
    names = KINDS.get(kind or "", ())
    for one in each.inputs:
        for path in one.files:
            folder, _, name = path.rpartition("/")
            if name in names:
                return folder
    return None


def _root(each: FixedOutput) -> str:
    """Return the directory of the lock: the source's, and below it what the package's options say."""
    parts = [each.local or ""]
    for name in each.row.lock_root if each.row is not None else ():
        option = each.input(name)
        if option is not None and isinstance(option.form, str) and not option.form.startswith(("/", "..")):
            parts.append(option.form.removeprefix("./").removeprefix("source/").strip("/"))
    return "/".join(part for part in parts if part and part != ".")


def _join(root: str, name: str) -> str:
    return f"{root}/{name}" if root else name


def _below(path: str, root: str) -> bool:
    return not root or path.startswith(root + "/")
