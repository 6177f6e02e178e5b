"""Lock files of this repository as evidence: a package whose source stands here has its lock beside it."""

from __future__ import annotations

from authguard.compare import moves as compare_outputs
from authguard.locks import KINDS, LockAnswer, compare, deciding_files
from authguard.prove.ecosystems import ecosystem, options_of
from authguard.rules import told
from authguard.rules.finding import Because, Evidence, Finding, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.compare.pairs import Pairs
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput


class Locks:
    """Compares lock files between the bases and the target.

    ``problems`` are the files that could not be read (why, and which attributes wanted them), ``lines`` where in them.
    """

    def __init__(
        self, bases: list[Snapshot], held: list[Pairs], target: Snapshot, changed: Iterable[str]
    ) -> None:
        """Hold the snapshots, the pairs of the bases, and the changed paths."""
        self.held = held
        self.bases = bases
        self.target = target
        self.changed = set(changed)
        self.problems: dict[str, tuple[str, list[str]]] = {}
        self.lines: dict[str, int] = {}

    def answer(self, each: FixedOutput, before: FixedOutput | None = None) -> list[Finding] | None:
        """Return the findings that the lock of a dependency hash with a kept digest gives rise to.

        ``before`` is what it was in a base, where that is known: with a version in its store name, Nix may notice.
        None: there is no lock here that could tell. An empty list: it is proved fresh, or nothing moved.
        """
        found = self._lock_of(each)
        if found is None or not self.bases:
            return None
        kind, root, names = found
        answers = [self._compare(base, kind, root, names, each) for base in self._holding(each)]
        if any(answer.decision == "same" for answer in answers):
            return []
        answer = next((one for one in answers if one.decision == "unknown"), answers[0])
        if answer.problem is not None:
            path = _join(root, answer.lock)
            where, _, reason = answer.problem.partition(" cannot be read: ")
            line = where.rpartition(":")[2]
            self.lines[path] = int(line) if line.isdigit() else 1
            self.problems.setdefault(path, (reason or answer.problem, []))[1].append(each.attribute)
            return []
        return [self._finding(each, root, answer, before)]

    def since(self, each: FixedOutput, before: FixedOutput, written: Snapshot) -> list[Finding]:
        """Return a suspicion where the lock moved since a kept hash was written; ``before`` is what it is in a base.

        ``written`` is the tree of the commit that wrote it.
        """
        found = self._lock_of(each)
        if found is None:
            return []
        kind, root, names = found
        answer = self._compare(written, kind, root, names, each)
        if answer.decision != "moved":
            return []
        from authguard.rules import ag203_suspect_dependency_hash

        lock = _join(root, answer.lock)
        return [
            ag203_suspect_dependency_hash.finding(
                place=told.place(each.origin),
                fixed_output=told.reference(each),
                because=[Because(lock, "what", None, None, lock, None)],
                evidence=[
                    Evidence("history", f"since {written.label[:12]}, which wrote this hash, {answer.says}")
                ],
                nix_notices=self._notices(each, root, before),
            )
        ]

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

    def _holding(self, each: FixedOutput) -> list[Snapshot]:
        """Return the bases that hold this digest: of a merge, the side that it came from has the lock that counts."""
        key = each.digest.key() if each.digest is not None else ""
        return [
            base for base, held in zip(self.bases, self.held, strict=True) if key in held.by_digest
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
        silent = compare_outputs.silent(before or each, each)
        return None if silent is None else not silent

    def _finding(
        self, each: FixedOutput, root: str, answer: LockAnswer, before: FixedOutput | None
    ) -> Finding:
        lock = _join(root, answer.lock)
        reason = Because(lock, "what", None, None, lock, None)
        evidence = [Evidence("lock", answer.says)]
        place: Place = told.place(each.origin)
        beside = each.record and any(one.role == "what" for one in each.inputs)
        if (
            answer.decision == "moved" and not beside
        ):  # what a record pins is fetched: the lock beside it may be another
            from authguard.rules import ag202_stale_dependency_hash

            return ag202_stale_dependency_hash.finding(
                place=place,
                fixed_output=told.reference(each),
                because=[reason],
                evidence=evidence,
                nix_notices=self._notices(each, root, before),
            )
        from authguard.rules import ag203_suspect_dependency_hash

        return ag203_suspect_dependency_hash.finding(
            place=place,
            fixed_output=told.reference(each),
            because=[reason],
            evidence=evidence,
            nix_notices=self._notices(each, root, before),
        )


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
