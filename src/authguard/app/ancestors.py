"""The pairs of a repository's ancestors: has an earlier commit this pair, and which pairs had a hash before?"""

from __future__ import annotations

import gc
import os
import time
from functools import cached_property
from typing import TYPE_CHECKING

from authguard.compare.pairs import Pairs
from authguard.errors import Refused
from authguard.git.commits import (
    commits_that_touched,
    files_with,
    oids_that_touched,
    versions_of,
    with_changes,
)
from authguard.git.git import RAW
from authguard.git.ranges import snapshot_of
from authguard.outputs.reach import Reach, is_nix
from authguard.outputs.tree import OutputTree
from authguard.outputs.unchanged import only_holding
from authguard.system import collect_grown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from authguard.app.repository import Repository
    from authguard.git.snapshot import Snapshot, TreeSnapshot
    from authguard.nix.parse import Source
    from authguard.outputs.model import FixedOutput

    Version: TypeAlias = tuple[str, str, frozenset[str] | None]
    """A commit, a file, and the digests that are searched in it; None for all hashes."""

MAX_PARSED = 2 << 20
"""At most this many bytes of parsed files are shared by ancestors; a syntax tree takes some 30 times its text."""

MAX_ANCESTORS = 8
"""An earlier pair is searched in at most this many commits with its digest."""

FEW, MAX_VERSIONS = 2, 32
"""If more than FEW digests are searched in one version of a file, it is collected in full. MAX_VERSIONS are kept."""

MAX_CALLERS = 32
"""At most this many files that use a hash of another file are read in an ancestor."""

MOST_BROUGHT = 8
"""For so many kept hashes the commit that brought them is searched, which reads the whole history of a file."""

RECENT, RECENT_SECONDS = 5, 30 * 24 * 60 * 60
"""A hash that one of so many newest commits brought, at most so long ago, is new."""

MANY, MANY_OF_ALL, MAX_RECENT = 64, 512, 3
"""After MANY digests of one file (MANY_OF_ALL in total), others are searched only in its MAX_RECENT latest commits.

A search through history takes some tens of milliseconds, and a large revert is mostly one of the latest commits.
"""

MOST_EARLIER, MAX_PATHS, MAX_DEPTH = 32, 200, 1000
"""Earlier pairs are read for at most MOST_EARLIER sources. At most MAX_PATHS files are searched, through MAX_DEPTH
commits along the first parents."""

MAX_EARLIER, MAX_OF_FILE, MAX_EARLIER_BYTES = 200, 1 << 26, 1 << 28
"""At most this many earlier versions, and this many bytes, of each file are searched, and this many bytes in total."""

MOST_STEPS = 100_000
"""After so many steps of evaluation in earlier versions, no further version is read.

A function that is called a thousand times with the hashes of a table takes seconds in each version.
"""

MOST_DOUBTS = 3
"""If this many digests of one file are not in the history, the history is not searched for further doubtful hashes of
the file.

One edited script can make hundreds of hashes doubtful.
"""


_APPLIED = ("CHERRY_PICK_HEAD", "REBASE_HEAD")
"""The names of the commit that git applies, while a cherry-pick or a rebase waits for the end of a conflict."""


def spellings(each: FixedOutput) -> set[bytes]:
    """Return the texts that a file with the digest of a fixed output may have: its literal, and each encoding."""
    texts = {each.literal.encode("utf-8", "surrogateescape")}
    if each.digest is not None:
        base64, base32, base16 = each.digest.base64().rstrip("="), each.digest.base32(), each.digest.hex()
        texts.update(text.encode() for text in (base64, base32, base16, base16.upper()))
    return texts


MANY_HASHES = 16
"""With more hashes than this, the words of a file are looked up. To search the file for each hash takes longer."""

LEAST_DIGITS = 22
"""The shortest digest has this many characters: md5 in base 64, without its padding."""

_IN_WORDS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_WORDS_AND_SPACES = bytes(code if code in _IN_WORDS else ord(" ") for code in range(256))


def words_of(content: bytes) -> set[bytes]:
    """Return the words of a file that can be digests, without prefix and padding, and the parts of paths."""
    words = _long_words(content)
    parts = {part for word in words if b"/" in word for part in word.split(b"/")}
    return words.union(part for part in parts if len(part) >= LEAST_DIGITS)


def _long_words(content: bytes) -> set[bytes]:
    return {word for word in content.translate(_WORDS_AND_SPACES).split() if len(word) >= LEAST_DIGITS}


class _Read:
    """The parts of ancestors that were read, shared by all ranges of one repository."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.recent: dict[tuple[str, str], list[tuple[str, TreeSnapshot]]] = {}
        self.touches: dict[tuple[str, str, str], list[tuple[str, TreeSnapshot]]] = {}
        self.asked: dict[Version, int] = {}
        self.versions: dict[Version, Pairs] = {}
        self.steps = 0
        self.steps_of_callers = 0


class Ancestors:
    """The pairs of the ancestors of a range's bases."""

    def __init__(self, repository: Repository, first: Ancestors | None = None) -> None:
        """Take the repository of a range; ``first`` belongs to the range that the same run judges as a whole."""
        self.repository = repository
        self.git = repository.git
        self.scope = repository.scope
        self._read: _Read = first._read if first is not None else _Read()
        self._parsed: dict[tuple[str, bytes], Source] = {}
        self._searched: dict[str, frozenset[str]] = {}
        self._ancestors: dict[tuple[str, frozenset[str] | None], OutputTree] = {}
        self._with_calls: dict[Version, Pairs | None] = {}
        self._questions: dict[str, int] = {}
        self._all_questions = 0
        self._unknown: dict[str, int] = {}
        self._looked = 0
        self._all_brought = 0
        self._read_bytes = 0

    def held(self, each: FixedOutput, is_error: bool = True) -> str | None:
        """Return an ancestor of the base that had this same pair, as before a revert or a cherry-pick.

        ``is_error``: the finding would be an error, so the search is more thorough.
        """
        if self._unknown.get(each.path, 0) >= MOST_DOUBTS and not is_error:
            return None
        questions = self._questions[each.path] = self._questions.get(each.path, 0) + 1
        self._all_questions += 1
        for base in self.scope.bases:
            if base.oid is None:
                continue
            content = base.snapshot.read(each.path) or b""
            touched = (
                self._touched_in_any_spelling(base.oid, each, content, is_error)
                if questions <= MANY and self._all_questions <= MANY_OF_ALL
                else self._latest(base.oid, each.path)
            )
            for commit, snapshot in touched:
                if self._read.steps >= MOST_STEPS:
                    return None
                pairs = self._pairs(commit, snapshot, each)
                if pairs.holds(each):
                    if self._is_fetched_alike(commit, snapshot, pairs, each):
                        return commit
                elif is_error and self._is_held_by_caller(commit, snapshot, pairs, each):
                    return commit
        self._unknown[each.path] = self._unknown.get(each.path, 0) + 1
        return None

    def _is_held_by_caller(
        self, commit: str, snapshot: TreeSnapshot, pairs: Pairs, each: FixedOutput
    ) -> bool:
        """Tell whether an ancestor has a pair: its file states only the record, and the call is in another file."""
        if each.record or any(not one.record for one in pairs.sharing(each)) or not pairs.sharing(each):
            return False
        if self._read.steps_of_callers >= MOST_STEPS:
            return False
        with_callers = self._with_callers(commit, snapshot, each)
        return with_callers is not None and with_callers.holds(each)

    def _is_fetched_alike(self, commit: str, snapshot: TreeSnapshot, pairs: Pairs, each: FixedOutput) -> bool:
        """Tell whether an ancestor has the pair of ``each`` also after its calls, with their options, are read.

        The file of a hash alone may state only a record, which some code fetches with further options. Or it states the
        default of a version, and all its callers gave another version with this hash.
        """
        if each.record:
            return True
        with_callers = self._with_callers(commit, snapshot, each)
        if with_callers is None or with_callers.holds(each):
            return True
        used = [one for one in with_callers.sharing(each) if not one.record]
        is_alike = any(not one.record and one.identity == each.identity for one in pairs.sharing(each))
        is_other = each.resolved and bool(used) and all(one.resolved for one in used)
        if is_other and self._may_be_overridden(each.path):
            return is_alike
        return is_alike and not is_other

    def _may_be_overridden(self, path: str) -> bool:
        """Tell whether a file that calls a package may override its arguments (`(callPackage …).override { … }`)."""
        callers = {*self._reach.referring([path]), *self._reach.callers(path), *self._reach.changed} - {path}
        texts = (self.scope.target.read(file) for file in sorted(callers)[:MAX_CALLERS] if is_nix(file))
        return any(b".override" in (text or b"") for text in texts)

    @cached_property
    def _reach(self) -> Reach:
        around = self.repository
        return Reach(self.scope, around.referring, around.names, around.references)

    def _with_callers(self, commit: str, snapshot: TreeSnapshot, each: FixedOutput) -> Pairs | None:
        """Return the pairs of a file in an ancestor together with its callers; None if there is no caller."""
        path, keys = each.path, self._keys(each)
        version = commit, path, keys
        if version not in self._with_calls:
            if len(self._with_calls) >= MAX_VERSIONS:
                self._with_calls.clear()
            near = (*self._reach.referring([path]), *self._reach.callers(path))
            callers = {*near, *filter(is_nix, self._reach.changed)} - {path}
            collect_grown()
            tree = OutputTree(snapshot, self._reach.callers, {})
            if keys is not None:
                only_holding(tree, (path,), keys)
            outputs = tree.collect([path, *sorted(callers)[:MAX_CALLERS]]) if callers else []
            for each in outputs:
                each.keep_all()  # the tree is not kept
            self._read.steps_of_callers += tree.collector.steps
            self._with_calls[version] = Pairs(outputs) if callers else None
        return self._with_calls[version]

    def _touched_in_any_spelling(
        self, tip: str, each: FixedOutput, content: bytes, is_error: bool
    ) -> Iterator[tuple[str, TreeSnapshot]]:
        """Yield the ancestors that added a hash to its file or removed it, first those with its present spelling.

        Before an error about a hash that is not in ``content``, the file of the base, the other spellings are searched
        too: a revert may come after the hash was written otherwise.
        """
        yield from self._touched(tip, each.literal, each.path, len(content))
        texts = sorted(spellings(each))
        if is_error and not any(text in content for text in texts):
            for text in (text.decode("utf-8", "surrogateescape") for text in texts):
                if text not in each.literal:
                    yield from self._touched(tip, text, each.path, len(content))

    def _touched(self, tip: str, text: str, path: str, size: int) -> list[tuple[str, TreeSnapshot]]:
        """Return the ancestors of a commit that added a text to a file or removed it; a range may ask repeatedly."""
        question = (tip, text, path)
        if question not in self._read.touches:
            if len(self._read.touches) >= MANY:
                self._read.touches.clear()
            self._read.touches[question] = list(
                commits_that_touched(self.git, tip, text, path, MAX_ANCESTORS, size)
            )
        return self._read.touches[question]

    def earlier(self, outputs: Sequence[FixedOutput]) -> dict[int, list[Pairs]]:
        """Return, by the id() of a source, the pairs of ancestors of the first base that had its hash in its file.

        The search reads at most MAX_PATHS files, and at most MOST_EARLIER sources that have an answer: the most
        important ones.
        """
        tip = self.scope.bases[0].oid
        if tip is None:
            return {}
        found: dict[int, list[Pairs]] = {}
        by_path: dict[str, list[FixedOutput]] = {}
        for each in outputs:
            by_path.setdefault(each.path, []).append(each)
        for path, of_file in by_path.items():
            self._searched[path] = frozenset(one.digest.key() for one in of_file if one.digest is not None)
        paths = list(by_path)[:MAX_PATHS]
        for path, versions in versions_of(self.git, tip, paths, MAX_EARLIER, MAX_DEPTH).items():
            holding = self._holding(versions, by_path[path])
            for each in by_path[path]:
                commits = list(dict.fromkeys(holding[id(each)]))
                if commits and self._looked < MOST_EARLIER and self._read.steps < MOST_STEPS:
                    self._looked += 1
                    # An attacker can add the hash to later versions, but not to the first version that had it.
                    some = [
                        *commits[: MAX_ANCESTORS // 2],
                        *commits[MAX_ANCESTORS // 2 :][-MAX_ANCESTORS // 2 :],
                    ]
                    within = (one for one in some if self._read.steps < MOST_STEPS)
                    found[id(each)] = [self._earlier_pairs(one, each) for one in within]
        for applied, parent in self._applied():
            for each in outputs[:MOST_EARLIER]:
                having = [commit for commit in (applied, parent) if self._has(commit, each)]
                if having == [parent] or (having == [applied] and self._moves_inputs(applied, parent, each)):
                    found.setdefault(id(each), []).append(self._earlier_pairs(having[0], each))
        return found

    def _moves_inputs(self, commit: str, parent: str, each: FixedOutput) -> bool:
        """Tell whether a commit brought a hash together with its inputs, and did not only repair the hash."""
        brought = {one.identity for one in self._earlier_pairs(commit, each).sharing(each)}
        before = self._tree_of(snapshot_of(self.git, parent)).collect([each.path])
        return brought.isdisjoint(one.identity for one in before)

    def _applied(self) -> list[tuple[str, str]]:
        """Return the commits that a cherry-pick or a rebase applies to the index, each with its first parent.

        After a conflict, somebody may have mixed a version of this branch with the hash that the commit brought, or the
        version of the commit with the hash that it replaced.
        """
        if self.scope.is_of_commits:
            return []
        folder = self.git.facts().git_dir
        names = [name for name in _APPLIED if os.path.lexists(os.path.join(folder, name))]
        commits = filter(None, map(self.git.resolve, names))
        return [(commit, parent) for commit in commits for parent in self.git.parents(commit)[:1]]

    def _has(self, commit: str, each: FixedOutput) -> bool:
        """Tell whether a commit has a hash in the file that has it now, in any encoding."""
        content = snapshot_of(self.git, commit).read(each.path) or b""
        return any(text in content for text in spellings(each))

    def _earlier_pairs(self, commit: str, each: FixedOutput) -> Pairs:
        """Return the pairs of an ancestor with the hash of ``each``; its callers are read if the file is not enough."""
        snapshot = snapshot_of(self.git, commit)
        pairs = self._pairs(commit, snapshot, each)
        if any(not one.record and one.resolved for one in pairs.sharing(each)):
            return pairs
        is_over = self._read.steps_of_callers >= MOST_STEPS
        with_callers = self._with_callers(commit, snapshot, each) if not is_over else None
        return with_callers if with_callers is not None else pairs

    def _holding(self, versions: dict[str, str], outputs: list[FixedOutput]) -> dict[int, list[str]]:
        """Return the commits in which a file has the hash of each output, newest first.

        The newest and the oldest versions are read in turn, so that the limits only leave out those between them.
        """
        spelled = {id(each): spellings(each) for each in outputs}
        by_words = len(outputs) > MANY_HASHES
        if by_words:
            spelled = {key: _long_words(b" ".join(texts)) for key, texts in spelled.items()}
        found: dict[int, list[int]] = {id(each): [] for each in outputs}
        items, of_file = list(versions.items()), 0
        for at in dict.fromkeys(end for near in range(len(items)) for end in (near, len(items) - 1 - near)):
            known = self.git.objects.read(items[at][0])
            content = known.data if known is not None else None
            size = len(content or b"")
            of_file, self._read_bytes = of_file + size, self._read_bytes + size
            if of_file > MAX_OF_FILE or self._read_bytes > MAX_EARLIER_BYTES:
                break
            if content is None:
                continue
            words = words_of(content) if by_words else None
            for key, texts in spelled.items():
                if any(text in content for text in texts) if words is None else not texts.isdisjoint(words):
                    found[key].append(at)
        return {key: [items[at][1] for at in sorted(places)] for key, places in found.items()}

    def _latest(self, tip: str, path: str) -> list[tuple[str, TreeSnapshot]]:
        """Return the latest commits that changed a file, and their parents, with their trees."""
        if (tip, path) not in self._read.recent:
            self._read.recent[tip, path] = list(commits_that_touched(self.git, tip, None, path, MAX_RECENT))
        return self._read.recent[tip, path]

    def _pairs(self, commit: str, snapshot: TreeSnapshot, each: FixedOutput) -> Pairs:
        """Return the pairs that an ancestor has in the file of ``each``, with its hash literal.

        A version of a file that is needed often is collected once, with all its hashes or with those of `_keys`.
        """
        keys = self._keys(each)
        version = commit, each.path, keys
        asked = self._read.asked[version] = self._read.asked.get(version, 0) + 1
        if version in self._read.versions:
            return self._read.versions[version]
        is_few = asked <= FEW
        if keys is None and is_few and not is_nix(each.path) and each.digest is not None:
            keys = frozenset({each.digest.key()})
        tree = self._ancestor(commit, snapshot, keys) if is_few else self._tree_of(snapshot)
        if keys is not None and each.path not in tree.collector.searched:
            only_holding(tree, (each.path,), keys)
        before = tree.collector.steps
        if is_few:
            texts = sorted(os.fsdecode(text) for text in spellings(each))
            found = Pairs(tree.holding(each.path, texts))
        else:
            outputs = tree.collect([each.path])
            for one in outputs:
                one.keep_all()
            found = Pairs(outputs)
            if len(self._read.versions) >= MAX_VERSIONS:
                self._read.versions.clear()
            self._read.versions[version] = found
        self._read.steps += tree.collector.steps - before
        return found

    def _keys(self, each: FixedOutput) -> frozenset[str] | None:
        """Return the digests that are searched in a data file, if that of ``each`` is one of them; None for all."""
        keys = self._searched.get(each.path) if not is_nix(each.path) else None
        return keys if keys is not None and each.digest is not None and each.digest.key() in keys else None

    def _tree_of(self, snapshot: Snapshot) -> OutputTree:
        """Return the tree of an ancestor. Most files are the same in several ancestors, and are parsed once."""
        if sum(len(data) for _, data in self._parsed) > MAX_PARSED:
            self._parsed = {}
        return OutputTree(snapshot, lambda _: (), self._parsed)

    def _ancestor(self, commit: str, snapshot: Snapshot, keys: frozenset[str] | None) -> OutputTree:
        """Return the tree of an ancestor, for all hashes or only for those that are searched.

        The last trees are kept, since one commit often moves many hashes.
        """
        version = commit, keys
        output_tree = self._ancestors.pop(version, None) or self._tree_of(snapshot)
        kept = sum(each.evaluator.parsed_bytes() for each in self._ancestors.values())
        if kept > MAX_PARSED:
            self._ancestors.clear()
            self._parsed = {}
            gc.collect()  # syntax trees are no objects of Python, and a tree has reference cycles
        self._ancestors[version] = output_tree
        if len(self._ancestors) > MAX_ANCESTORS:
            del self._ancestors[next(iter(self._ancestors))]
        return output_tree

    def written(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the trees of the newest commit that put the literal into its file, and of its parents."""
        oid = self.scope.bases[0].oid if self.scope.bases else None
        if oid is None:
            return ()
        return [snapshot for _, snapshot in commits_that_touched(self.git, oid, each.literal, each.path, 1)]

    def came_lately(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the trees of the one of the RECENT newest commits that brought a hash, and of its parents.

        Nothing if the hash is older, or may be (see `brought`): it may have been moved, spelled otherwise or brought
        back.
        """
        tip = self.scope.bases[0].oid if self.scope.bases else None
        if tip is None:
            return ()
        try:
            recent = self.git.run("rev-list", f"-n{RECENT}", tip).decode("ascii").split()
            search = ("-S", each.literal, "-n1", "--format=%H", "--no-walk", *recent)
            found = self.git.run("log", *search, "--", f":(top,literal){each.path}").decode("ascii").split()
            if not found or self._is_old(found[0]) or self.brought(each) is None:
                return ()
            return [snapshot_of(self.git, oid) for oid in (found[0], *self.git.parents(found[0]))]
        except Refused:
            self.git.lacks_objects = True
            return ()  # a partial history has no answer

    def _is_old(self, oid: str) -> bool:
        """Tell whether a commit was made long before the judged one or, for staged content, long ago."""
        target = self.scope.target.label
        brought = int(self.git.run("log", "-1", "--format=%ct", oid, "--"))
        if target.startswith(":"):
            return time.time() - brought > RECENT_SECONDS
        judged = self.git.run("log", "-1", "--format=%ct", target, "--", ok=(0, 128))
        return bool(judged) and int(judged) - brought > RECENT_SECONDS

    def brought(self, each: FixedOutput) -> tuple[Snapshot, set[str]] | None:
        """Return (the tree of the newest commit that brought a hash into its file, the paths that changed since then).

        None if this commit may only have moved or copied the hash, spelled it otherwise, or brought it back, or is
        unknown. The first commit of a shallow clone has no known parents. At most MOST_BROUGHT hashes have an answer.
        """
        self._all_brought += 1
        base = self.scope.bases[0].oid if self.scope.bases else None
        if base is None or self._all_brought > MOST_BROUGHT:
            return None
        touched = oids_that_touched(self.git, base, each.literal, each.path, 2)
        if len(touched) != 1:
            return None
        oid = touched[0][0]
        try:
            if not self._has(oid, each) or self._may_be_moved(oid, each):
                return None
            words = {text.decode("ascii", "replace") for text in spellings(each)}
            if len(files_with(self.git, oid, words)) != 1:
                return None
            listed = self.git.run("diff-tree", "-r", *RAW, "--name-only", oid, base)
            return snapshot_of(self.git, oid), set(os.fsdecode(listed).split("\0")) - {""}
        except Refused:
            self.git.lacks_objects = True
            return None  # a partial history has no answer

    def _may_be_moved(self, oid: str, each: FixedOutput) -> bool:
        """Tell whether a file that a commit changed may have had a hash before, in any encoding."""
        from authguard.git.writers import shallow_commits

        commit = next(with_changes(self.git, [oid], lambda _: True), None)
        if commit is None or commit.is_cut or oid in shallow_commits(self.git):
            return True
        changes = [one for of_parent in commit.changes for one in of_parent]
        before = [one.old_oid for one in changes if one.old_oid is not None]
        return len(before) > MAX_PATHS or any(self._may_have(blob, each) for blob in before)

    def _may_have(self, blob: str, each: FixedOutput) -> bool:
        """Tell whether a file has a hash, in any encoding, or cannot be read."""
        known = self.git.objects.read(blob)
        content = known.data if known is not None else None
        return content is None or any(text in content for text in spellings(each))
