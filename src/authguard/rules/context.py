"""The input of rules: a change against its bases, or a complete tree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from authguard.compare import copies
from authguard.compare.changed_outputs import MOST_SHARING
from authguard.compare.classes import LOCK_DIRECTORY_MOVED
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.moves import moves
from authguard.compare.scripts import can_matter, may_have_lock, only_patches_of_code
from authguard.nix.data import DataOrigin
from authguard.outputs.reach import KEYED
from authguard.outputs.toolchain import toolchain_moves
from authguard.outputs.tree import OutputTree
from authguard.rules.finding import Because, moved_input
from authguard.rules.moved_platforms import moved_platforms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from authguard.compare.pairs import Pairs
    from authguard.config.model import Config
    from authguard.digest import Digest
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.reach import Reach
    from authguard.outputs.tree_cache import Kept, TreeCache
    from authguard.prove.inquiry import Inquiry, Upstream
    from authguard.prove.keyed_locks import KeyedMove
    from authguard.prove.local_locks import LocalAnswer, LocalLocks
    from authguard.prove.proving import Answer
    from authguard.trace import Trace


MANY_KEPT = 3
"""If so many sources move and no dependency hash does, perhaps nobody computed the hashes."""

MOST_EARLIER = 4
"""The fixed outputs of at most this many earlier trees are kept for the next question."""
MOST_HOLDERS = 4
"""A hash is searched in at most this many other files."""


class History(Protocol):
    """The facts about fixed outputs from earlier commits and earlier proofs, outside of the trees of a change."""

    @property
    def online(self) -> bool:
        """Whether mirrors may be asked."""

    def held(self, each: FixedOutput, is_error: bool = True) -> str | None:
        """Return an ancestor commit that has this same pair, or None."""

    def written(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the trees of the commit that wrote a kept hash into its file, and of its parents; none if unknown."""

    def brought(self, each: FixedOutput) -> tuple[Snapshot, set[str]] | None:
        """Return (the tree of the commit that brought a kept hash into its file, the paths that changed since then).

        None if this commit is unknown, or may only have moved the hash.
        """

    def came_lately(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the trees of the commit that brought a hash, if it is one of the newest, and of its parents."""

    def holders(self, digest: str) -> set[str]:
        """Return the files of the base that contain the digest, in any encoding."""

    def inquiry(self) -> Inquiry | None:
        """Return the access to proofs and mirrors; None if the run has no such access."""

    def config_of(self, base: Snapshot) -> Config:
        """Return the config of a base; an empty config if it cannot be read."""

    def computed(self, wanted: Sequence[FixedOutput], target: Snapshot) -> dict[int, Answer]:
        """Return the answers about dependency hashes of a tree, keyed by the id() of their output.

        There is no result if the network is off, or if authguard cannot compute such a hash.
        """


class Context:
    """The input of a rule about single fixed outputs: the judged tree, and its config."""

    def __init__(self, target: OutputTree, config: Config, trace: Trace | None = None) -> None:
        """Take the tree, the config, and a trace to add steps to."""
        self.target = target
        self.config = config
        self.trace = trace

    def note(self, output: FixedOutput, question: str, answer: str) -> None:
        """Add a step to the trace, if there is one."""
        if self.trace is not None:
            self.trace.note(output, question, answer)

    def before(self, each: FixedOutput) -> list[FixedOutput]:
        """Return the fixed outputs that the bases have at the place of ``each``."""
        return []

    def read(self, path: str) -> bytes | None:
        """Return the content of a file of the target, or None."""
        return self.target.snapshot.read(path)


class Suspect:
    """A dependency hash that may be stale, and the answers of locks about it.

    local     the answer of a lock in this repository, or None.
    upstream  the answer of the locks in the hash's two sources, needed only if no local lock decides.
    """

    __slots__ = ("judgement", "local", "upstream")

    def __init__(self, judgement: Judgement, local: LocalAnswer | None = None) -> None:
        """Take a judgement and the answer of a lock in this repository."""
        self.judgement = judgement
        self.local = local
        self.upstream: Upstream | None = None

    @property
    def output(self) -> FixedOutput:
        """The fixed output of the target."""
        return self.judgement.output

    @property
    def is_decided_here(self) -> bool:
        """Whether a lock of this repository proves that the hash is stale, or that it may be."""
        return self.local is not None and self.local.decision in ("moved", "unknown")

    @property
    def is_cleared_here(self) -> bool:
        """Whether a lock of this repository did not change, and only the place of the source moved."""
        same = self.local is not None and self.local.decision == "same"
        moved = {move.name for move in self.judgement.moved if move.role in ("what", "how", "script")}
        row = self.output.row if self.judgement.move_class is LOCK_DIRECTORY_MOVED else None
        return same and moved <= {"src", "srcs", *(("sourceRoot", *row.lock_root) if row is not None else ())}

    @property
    def is_proved_upstream(self) -> bool:
        """Whether the locks of upstream prove that the hash is stale."""
        return (
            self.upstream is not None and self.upstream.answer.decision == "moved" and not self.output.record
        )

    @property
    def is_cleared_upstream(self) -> bool:
        """Whether the locks of upstream are equal, and only the source moved."""
        if self.upstream is None or self.upstream.answer.decision != "same":
            return False
        moved = [move for move in self.judgement.moved if move.role in ("what", "how", "script")]
        return all(move.name in ("src", "srcs", "version", "name") for move in moved)


class Change(Context):
    """A change under judgement.

    scope       the target and the bases.
    bases       the trees of the bases; base_pairs their pairs.
    reach       the files that the change reaches.
    judgements  the result for each pair that no base has, without pairs that were proved earlier.
    """

    def __init__(
        self,
        target: OutputTree,
        config: Config,
        trace: Trace | None = None,
        *,
        scope: Range,
        bases: list[OutputTree],
        base_pairs: list[Pairs],
        reach: Reach,
        judgements: list[Judgement],
        history: History,
    ) -> None:
        """Take the compared change, and the history of the repository."""
        super().__init__(target, config, trace)
        self.scope = scope
        self.bases = bases
        self.base_pairs = base_pairs
        self.reach = reach
        self.judgements = judgements
        self.history = history
        self._lost: dict[int, tuple[list[FixedOutput], dict[object, list[FixedOutput]]]] = {}
        self._earlier: dict[tuple[str, frozenset[str]], list[FixedOutput]] = {}

    @property
    def changed(self) -> list[str]:
        """The paths that differ between a base and the target."""
        return self.reach.changed

    @property
    def moved(self) -> dict[str, str]:
        """The paths of renamed files, each with its path in a base."""
        return self.reach.moved

    @property
    def outputs(self) -> list[FixedOutput]:
        """The fixed outputs of the target, in the files that the change reaches."""
        return self.target.found

    def of_kind(self, kind: Kind) -> list[Judgement]:
        """Return the judgements of one kind, without suspects."""
        return [one for one in self.judgements if one.kind is kind and not _is_suspect(one)]

    def new_outputs(self) -> Iterator[FixedOutput]:
        """Yield the fixed outputs that no base has at the same location."""
        for each in self.outputs:
            if not any(base.holds_at_location(each) for base in self.base_pairs):
                yield each

    def before(self, each: FixedOutput) -> list[FixedOutput]:
        """Return the fixed outputs that the bases have at the place of ``each``."""
        return [old for base in self.base_pairs for old in base.at(each)]

    def is_kept(self, each: FixedOutput) -> bool:
        """Tell whether a base has this same pair."""
        return any(base.holds(each) for base in self.base_pairs)

    def lost(self, base: Pairs, each: FixedOutput) -> list[FixedOutput]:
        """Return the fixed outputs of a base with a digest that the target has nowhere.

        If there are many, only those with the inputs of ``each``.
        """
        if id(base) not in self._lost:
            kept = {one.digest.key() for one in self.outputs if one.digest is not None}
            lost = [old for old in base.found if old.digest is not None and old.digest.key() not in kept]
            by_identity: dict[object, list[FixedOutput]] = {}
            for old in lost:
                by_identity.setdefault(old.identity, []).append(old)
            self._lost[id(base)] = lost, by_identity
        lost, by_identity = self._lost[id(base)]
        return lost if len(lost) <= MOST_SHARING else by_identity.get(each.identity, [])

    def has_moved_use(self, each: FixedOutput, before: FixedOutput) -> bool:
        """Tell whether a hash that moved from ``before`` is also used with other inputs that moved, as by an override.

        A base must have such a use with the old hash too. Otherwise, a new override would excuse any moved hash.
        """
        uses = [one for one in self.outputs if one is not each and one.origin.key == each.origin.key]
        if any(one.identity == each.identity for one in uses):
            return False
        if all(any(one.identity in base.by_identity for base in self.base_pairs) for one in uses):
            return False
        now = {each.identity, *(one.identity for one in uses)}
        digest = before.digest.key() if before.digest is not None else ""
        return any(
            old.origin.key == before.origin.key and old.identity not in now
            for base in self.base_pairs
            for old in base.by_digest.get(digest, ())
        )

    def may_be_read(self, each: FixedOutput) -> bool:
        """Tell whether Nix may read the hash; in JSON and TOML files other programs have digests of their own.

        False for data that no tool for Nix wrote, if no Nix code refers to the file and its directory has no Nix code.
        """
        return (
            not isinstance(each.origin, DataOrigin)
            or not _is_of_any_program(each)
            or self.reach.may_be_read(each.path)
        )

    @cached_property
    def inquiry(self) -> Inquiry | None:
        """Access to proofs and mirrors; None if the run has no such access."""
        return self.history.inquiry()

    @cached_property
    def platforms_moved(self) -> Mapping[object, list[str]]:
        """The platforms with moved hashes, by the group of their platform set."""
        return moved_platforms(self.judgements, [one.output for one in self._suspicions], self.scope)

    @cached_property
    def left_platforms(self) -> list[Judgement]:
        """The suspects in a platform set in which other hashes moved."""
        return [one for one in self._suspicions if one.output.group in self.platforms_moved]

    @cached_property
    def suspects(self) -> list[Suspect]:
        """The dependency hashes that may be stale, without entries of moved platform sets."""
        found = []
        for one in self._suspicions:
            if one.output.group in self.platforms_moved:
                continue
            suspect = Suspect(one, self.lock_answer(one.output, one.other))
            if not suspect.is_decided_here and self.inquiry is not None:
                from authguard.prove.upstream_locks import upstream_answer

                suspect.upstream = upstream_answer(self.inquiry, one.output, one.other)
                if suspect.upstream is not None:
                    self.note(one.output, "mirror", suspect.upstream.says)
            found.append(suspect)
        return found

    @cached_property
    def _suspicions(self) -> list[Judgement]:
        found = []
        for one in self.judgements:
            if _is_suspect(one):
                if not can_matter(one):
                    self.note(one.output, "script", "the edited lines cannot change the dependencies")
                elif only_patches_of_code(one, self.read_in_bases, self.read):
                    self.note(one.output, "patches", "the patches touch no file that names dependencies")
                else:
                    found.append(one)
        return found

    def read_in_bases(self, path: str) -> bytes | None:
        """Return the content of a file in the first base that has it."""
        found = (base.snapshot.read(path) for base in self.bases)
        return next((content for content in found if content is not None), None)

    @cached_property
    def kept_locals(self) -> list[tuple[FixedOutput, FixedOutput | None, LocalAnswer]]:
        """The kept dependency hashes of local sources that are no suspects: (now, in a base, answer of their lock).

        Their inputs did not move, or moved without a change of dependencies: then the lock decides.
        """
        moved = {id(one.output): one for one in self.judgements if _is_kept_in_other_form(one)}
        suspects = {id(one.output) for one in self._suspicions}
        found = []
        for each in self.outputs:
            if each.is_source or id(each) in suspects or not may_have_lock(each):
                continue
            if self.is_kept(each):
                before = self._as_in_base(each)
            elif id(each) in moved:
                before = moved[id(each)].other
            else:
                continue
            answer = self.lock_answer(each, before)
            if answer is not None:
                from authguard.rules.kept_dependency import returned

                found.append((each, before, returned(self, each, answer)))
        return found

    @cached_property
    def hashed_trees(self) -> list[tuple[FixedOutput, str, Digest]]:
        """The unchanged hashes of `builtins.path` with other files now: (output, path, hash of the files)."""
        found = []
        for each in self.outputs:
            if each.row is None or each.row.name_rule != "path" or not self.is_kept(each):
                continue
            from authguard.prove.local_trees import local_path

            path = local_path(each)
            was_right = path is not None and any(
                self._digest_of(base.snapshot, path, each.mode) == each.digest
                for base, pairs in zip(self.scope.bases, self.base_pairs, strict=True)
                if pairs.holds(each)
            )
            now = (
                self._digest_of(self.scope.target, path, each.mode)
                if path is not None and was_right
                else None
            )
            if path is not None and now is not None and now != each.digest:
                found.append((each, path, now))
        return found

    def is_of_files(self, each: FixedOutput) -> bool:
        """Tell whether a hash of `builtins.path` is the hash of its files, or the files are unknown."""
        if each.row is None or each.row.name_rule != "path":
            return False
        from authguard.prove.local_trees import local_path

        path = local_path(each)
        now = self._digest_of(self.scope.target, path, each.mode) if path is not None else None
        if now is not None or path is None:
            return now is None or now == each.digest
        return any(file == path or file.startswith(f"{path}/") or not path for file in self.changed)

    def _digest_of(self, snapshot: Snapshot, path: str, mode: str) -> Digest | None:
        """Return the hash of files of a tree. The hash is computed once."""
        key = id(snapshot), path, mode
        if key not in self._digests:
            from authguard.prove.local_trees import digest_of

            self._digests[key] = digest_of(snapshot, path, mode)
        return self._digests[key]

    @cached_property
    def _digests(self) -> dict[tuple[int, str, str], Digest | None]:
        return {}

    @cached_property
    def keyed_moves(self) -> list[KeyedMove]:
        """The hashes, in sets with a hash for each package, of packages that the lock now has at another commit."""
        has_lock_inside = any(
            path.endswith(".json") and b'"pubspecLock"' in (self.scope.target.read(path) or b"")
            for path in self.changed
        )
        if not has_lock_inside and not any(path.endswith(KEYED) for path in self.changed):
            return []
        from authguard.prove.keyed_locks import keyed_moves

        bases = [
            (base.snapshot, pairs) for base, pairs in zip(self.scope.bases, self.base_pairs, strict=True)
        ]
        return keyed_moves(self.outputs, bases, self.scope.target, set(self.changed))

    @cached_property
    def toolchain_moves(self) -> list[Because]:
        """The pins of nixpkgs that moved, as reasons."""
        return [
            moved_input(move.name, "with what", move.before, move.after, move.path)
            for move in toolchain_moves(self.scope)
        ]

    @property
    def toolchain_moved(self) -> bool:
        """Whether a pin of nixpkgs moved."""
        return bool(self.toolchain_moves)

    def local_answers(self) -> Iterable[tuple[FixedOutput, LocalAnswer]]:
        """Yield each answer that a lock of this repository gives."""
        for suspect in self.suspects:
            if suspect.local is not None:
                yield suspect.output, suspect.local
        for each, _, answer in self.kept_locals:
            yield each, answer

    @cached_property
    def many_were_kept(self) -> bool:
        """Whether the sources of many packages moved, and not one of the dependency hashes that were there before."""
        kept = {
            one.output.package
            for one in self._suspicions
            if _has_moved_source(one) and one.move_class.severity != "note"
        }
        if len(kept) < MANY_KEPT:
            return False
        moved = (one.output for one in self.judgements if one.kind in (Kind.NEW, Kind.ALONE))
        return not any(not each.is_source and self.before(each) for each in moved)

    def at(self, snapshots: Iterable[Snapshot], each: FixedOutput) -> Iterator[FixedOutput]:
        """Yield the fixed outputs at the place of ``each`` in other trees.

        The call that uses the hash may be in another file, as some of its inputs are.
        """
        paths = {each.path, *(one.path for one in each.inputs if one.path.endswith(".nix"))}
        for snapshot in snapshots:
            key = snapshot.label, frozenset(paths)
            if key not in self._earlier:
                if len(self._earlier) >= MOST_EARLIER:
                    self._earlier.clear()
                self._earlier[key] = OutputTree(snapshot, self.reach.callers, {}).collect(paths)
            yield from (
                old for old in self._earlier[key] if (old.path, old.attribute) == (each.path, each.attribute)
            )

    def was_kept(self, old: FixedOutput) -> bool:
        """Tell whether an earlier commit moved the inputs of a base's hash but not the hash, so that it was stale."""
        return any(
            one.digest == old.digest
            and one.record == old.record
            and any(move.role in ("what", "how") for move in moves(one, old))
            for one in self.at(self.history.written(old)[:1], old)
        )

    def was_copied(self, old: FixedOutput) -> bool:
        """Tell whether a base has the hash of ``old`` for another source too, so that one of the two was copied."""
        if old.digest is None:
            return False
        paths = sorted(self.history.holders(old.digest.key()) | {old.path})[:MOST_HOLDERS]
        return any(
            each.digest == old.digest and each.is_source and copies.class_of(old, each) is not None
            for base in self.bases
            for path in paths
            for each in base.holding(path, [old.literal])
        )

    def since_written(self, each: FixedOutput, before: FixedOutput) -> tuple[Snapshot, LocalAnswer] | None:
        """Return (the commit that wrote a kept hash, the answer of its lock since then); None if it is unknown.

        The base has the path and the encoding of the hash that the history has.
        """
        written = self.history.written(before)[:1]
        answers = ((one, self._locks.since(each, before, one)) for one in written)
        return next(((one, answer) for one, answer in answers if answer is not None), None)

    def computed(self, wanted: Sequence[FixedOutput]) -> dict[int, Answer]:
        """Return the answers about dependency hashes of the target, see `History.computed`."""
        answers = self.history.computed(wanted, self.scope.target)
        for each in wanted:
            if id(each) in answers:
                answer = answers[id(each)]
                self.note(each, "computed", f"{answer.verdict}: {answer.says}")
        return answers

    @cached_property
    def _locks(self) -> LocalLocks:
        from authguard.prove.local_locks import LocalLocks

        bases = [base.snapshot for base in self.scope.bases]
        return LocalLocks(bases, self.base_pairs, self.scope.target, self.changed)

    def lock_answer(self, each: FixedOutput, before: FixedOutput | None) -> LocalAnswer | None:
        """Return the answer of the lock in this repository about a dependency hash; None if there is no such lock."""
        answer = self._locks.answer(each, before)
        if answer is not None:
            self.note(each, "lock", f"{answer.lock}: {answer.decision}: {answer.says}")
        return answer

    def _as_in_base(self, each: FixedOutput) -> FixedOutput | None:
        key = each.digest.key() if each.digest is not None else ""
        for base in self.base_pairs:
            for other in base.by_digest.get(key, ()):
                if other.identity == each.identity:
                    return other
        return None


class Everything(Context):
    """A complete tree to judge, changed or not.

    files      the known facts about each file, by path, without excluded ones.
    inquiry    access to mirrors, if they may be asked.
    is_proved  tells whether an earlier run fetched a pair and found it right.
    """

    def __init__(
        self,
        target: OutputTree,
        config: Config,
        *,
        cache: TreeCache,
        files: dict[str, Kept],
        inquiry: Inquiry | None = None,
        is_proved: Callable[[FixedOutput], bool] = lambda _: False,
    ) -> None:
        """Take the tree and its known fixed outputs."""
        super().__init__(target, config)
        self.cache = cache
        self.files = files
        self.inquiry = inquiry
        self.is_proved = is_proved

    def outputs(self, paths: Iterable[str]) -> list[FixedOutput]:
        """Return the fixed outputs of some files."""
        return self.cache.outputs(paths)

    def may_be_read(self, each: FixedOutput) -> bool:
        """Tell whether Nix may read the hash, as for a change."""
        if not _is_of_any_program(each):
            return True
        parts = each.path.split("/")
        names = {"/".join(parts[:number]) for number in range(1, len(parts) + 1)}
        folder, known = each.path.rpartition("/")[0], self._read_by_nix
        beside = any(path.rpartition("/")[0] == folder for path in self._of_nix)
        return beside or known is None or not known.isdisjoint(names)

    @cached_property
    def _of_nix(self) -> list[str]:
        return [path for path in self.files if path.endswith(".nix")]

    @cached_property
    def _read_by_nix(self) -> set[str] | None:
        """The files and directories to which Nix code refers, even indirectly; None if they are too many to know."""
        found = set[str]()
        for path in self._of_nix:
            neighbours = self.files[path].neighbours
            if neighbours is None:
                return None
            found.update(name.rpartition(":")[2] for name in neighbours)
        return found


def _is_of_any_program(each: FixedOutput) -> bool:
    """Tell whether a hash is in a data file that no tool for Nix wrote."""
    return not each.path.endswith(".nix") and not each.tool


def _has_moved_source(one: Judgement) -> bool:
    """Tell whether the source of a dependency hash moved, and it is no directory of this repository."""
    deciding = {move.name for move in one.moved if move.role == "what"}
    return not deciding.isdisjoint(("src", "srcs")) and one.output.local is None


def _is_kept_in_other_form(one: Judgement) -> bool:
    """Tell whether a digest was kept, although its inputs are others or elsewhere, and this alone is no error."""
    return one.kind in (Kind.STALE, Kind.LOCATION) and not one.is_error


def _is_suspect(one: Judgement) -> bool:
    """Tell whether a kept digest is only doubtful: a dependency hash with a moved source, patch or script."""
    return one.kind is Kind.STALE and not one.output.is_source and not one.is_error
