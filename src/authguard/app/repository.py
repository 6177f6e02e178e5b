"""The repository around a range: unchanged files and ancestors. The judge gets these facts from git."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.compare.pairs import Pairs
from authguard.config.load import load_base
from authguard.git.store import edition
from authguard.nix.references import CALL, SCOPE, references
from authguard.nix.spellings import FOLDED, with_folded, with_spellings
from authguard.outputs.reach import Reach, is_nix, may_pin
from authguard.outputs.tree import OutputTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from authguard.app.computing import Computing
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot, TreeSnapshot
    from authguard.git.tree_index import Begun, TreeIndex
    from authguard.nix.parse import Source
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import TreeCache
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network
    from authguard.prove.proving import Answer

MAX_PARSED = 4 << 20
"""At most this many bytes of parsed files are shared by ancestors; a syntax tree takes some 30 times its text."""

MAX_ANCESTORS = 8
"""An earlier pair is searched in at most this many commits with its digest."""

FEW, MAX_VERSIONS = 2, 32
"""If more than FEW digests are searched in one version of a file, it is collected in full. MAX_VERSIONS are kept."""

MAX_CALLERS = 32
"""At most this many files that use a hash of another file are read in an ancestor."""

MANY, MANY_OF_ALL, MAX_RECENT = 64, 512, 3
"""After MANY digests of one file (MANY_OF_ALL in total), others are searched only in its MAX_RECENT latest commits.

A search through history takes some tens of milliseconds, and a large revert is mostly one of the latest commits.
"""

MOST_EARLIER, MAX_PATHS, MAX_DEPTH = 32, 200, 1000
"""Earlier pairs are read for at most MOST_EARLIER sources. At most MAX_PATHS files are searched, through MAX_DEPTH
commits along the first parents."""

MAX_EARLIER, MAX_EARLIER_BYTES = 200, 1 << 26
"""At most this many earlier versions of each file, and this many bytes in total, are searched."""

MOST_DOUBTS = 3
"""If this many digests of one file are not in the history, the history is not searched for further doubtful hashes of
the file.

One edited script can make hundreds of hashes doubtful.
"""


def facts(path: str, data: bytes) -> tuple[list[str], set[bytes]]:
    """Return the references of a file, and the keys of the digests in it."""
    return with_folded(references(path, data)), {digest.key().encode() for _, _, digest in digests.find(data)}


def key_of(each: FixedOutput) -> str:
    """Return the key of the digest of a fixed output; "" without a digest."""
    return each.digest.key() if each.digest is not None else ""


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

_WORD = re.compile(rb"[A-Za-z0-9+/]{%d,}" % LEAST_DIGITS)


def words_of(content: bytes) -> set[bytes]:
    """Return the words of a file that can be digests, without prefix and padding, and the parts of paths."""
    words = set(_WORD.findall(content))
    parts = {part for word in words if b"/" in word for part in word.split(b"/")}
    return words.union(part for part in parts if len(part) >= LEAST_DIGITS)


def relevant(path: str) -> bool:
    """Tell whether a file is part of the index of a tree."""
    return is_nix(path) or may_pin(path)


def cached_tree(git: Git, snapshot: Snapshot) -> TreeCache:
    """Return the fixed outputs of a snapshot; unchanged files are not collected again."""
    from authguard.git.summaries import Summaries
    from authguard.outputs.tree_cache import TreeCache

    summaries = Summaries(git.facts().common_dir)
    try:
        return TreeCache(snapshot, summaries, edition()).load()
    finally:
        summaries.close()


MAX_READ = 4096
"""The number of file versions with remembered references."""


class Repository:
    """Facts about the base from the index of its tree, which is stored between runs."""

    def __init__(
        self,
        git: Git,
        scope: Range,
        begun: Begun | None = None,
        network: Callable[[], Network | None] = lambda: None,
        computing: Callable[[Network], Computing] | None = None,
    ) -> None:
        """Store the range; nothing is read before the first question.

        ``begun`` is the index of its first base. ``network`` returns the hosts that may be asked; None: no host.
        ``computing`` returns the object that computes dependency hashes; None: no hash is computed.
        """
        self.git = git
        self._make_computing = computing
        self._network = network
        self.open_inquiry: Inquiry | None = None
        self._begun = begun
        self.scope = scope
        self._kept: TreeIndex | None = None
        self._parsed: dict[tuple[str, bytes], Source] = {}
        self._ancestors: dict[str, OutputTree] = {}
        self._questions: dict[str, int] = {}
        self._all_questions = 0
        self._unknown: dict[str, int] = {}
        self._recent: dict[tuple[str, str], list[tuple[str, TreeSnapshot]]] = {}
        self._touches: dict[tuple[str, str, str], list[tuple[str, TreeSnapshot]]] = {}
        self._asked: dict[tuple[str, str], int] = {}
        self._versions: dict[tuple[str, str], Pairs] = {}
        self._with_calls: dict[tuple[str, str], Pairs | None] = {}
        self._first: Repository = self
        self._read: dict[tuple[str, bytes], tuple[list[str], set[bytes]]] = {}
        self._computing: Computing | None = None
        self._looked = 0
        self._read_bytes = 0
        self.removed: dict[str, list[Pairs]] = {}
        """The pairs that single commits of the range removed, by their digests; each commit has its own Pairs."""

    @cached_property
    def network(self) -> Network | None:
        """The hosts that may be asked; the user's git config is read on first use."""
        return self._network()

    @property
    def online(self) -> bool:
        """Whether mirrors may be asked."""
        return self.network is not None and self.network.reach != "off"

    def around(self, scope: Range) -> Repository:
        """Return the facts about another range of this repository; all data that was already read is shared.

        The index of that range is never written, since no later run needs it.
        """
        other = Repository(self.git, scope, network=lambda: self._first.network)
        other._first = self._first
        other._read = self._read
        other._versions, other._asked, other._recent = self._versions, self._asked, self._recent
        other._touches = self._touches
        return other

    def _facts(self, path: str, data: bytes) -> tuple[list[str], set[bytes]]:
        """Return the result of `facts`, cached since the commits of a range share most of their files."""
        known = self._read.get((path, data))
        if known is None:
            if len(self._read) > MAX_READ:
                self._read.clear()
            known = self._read[path, data] = facts(path, data)
        return known

    def _index(self) -> TreeIndex | None:
        """Return the index of the first base's tree, or None if the tree is empty."""
        if self._kept is None and self.scope.bases:
            from authguard.git.tree_index import TreeIndex

            tree = self.scope.bases[0].snapshot.tree
            is_first = self._first is self
            self._kept = TreeIndex.open(
                *(self.git, tree, facts if is_first else self._facts, relevant, edition()),
                write=is_first,
                begun=self._begun,
            )
        return self._kept

    def referring(self, targets: Iterable[str]) -> set[str]:
        """Return the files of the base that refer to any of ``targets``, even by symbolic links.

        A target that ends in a slash means all files below it.
        """
        index = self._index()
        if index is None:
            return set()
        named: set[str] = set()
        below: set[str] = set()
        for target in targets:
            if target.endswith("/"):
                below.update(each for name in index.names(target[:-1]) for each in index.below(name))
                continue
            kind = next((kind for kind in (CALL, SCOPE) if target.startswith(kind)), "")
            named.update(kind + name for name in index.names(target.removeprefix(kind)))
        return index.referring(with_spellings(named)) | below

    def references(self, path: str) -> list[str] | None:
        """Return the references of a file of the first base, or None if the index does not have the file."""
        index = self._index()
        found = index.references(path) if index is not None else None
        return None if found is None else [each for each in found if not each.startswith(FOLDED)]

    def names(self, path: str) -> set[str]:
        """Return a path and its other names in the base, through links to the path or to a directory above it."""
        index = self._index()
        return index.names(path) if index is not None else {path}

    def holders(self, digest: str) -> set[str]:
        """Return the files of the base that contain a digest."""
        index = self._index()
        return index.holders(digest.encode()) if index is not None else set()

    def unknown(self) -> set[str]:
        """Return the files of the base that this clone does not have, so that their contents are unknown."""
        return self._kept.unknown() if self._kept is not None else set()

    def close(self) -> None:
        """Close the index."""
        if self._begun is not None:
            self._begun.close()
        if self.open_inquiry is not None:
            self.open_inquiry.close()
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def config_of(self, base: Snapshot) -> Config:
        """Return the config of a base; an empty config if it cannot be read."""
        return load_base(base.read)

    def inquiry(self) -> Inquiry | None:
        """Return the access to earlier proofs and, if the user allowed the network, to mirrors."""
        if self._first is not self:
            return self._first.inquiry()
        if self.open_inquiry is None:
            from authguard.prove import network

            reach = self.network or network.Network()
            self.open_inquiry = network.inquiry(self.git, reach, network.CHECK_SECONDS)
        return self.open_inquiry

    def computed(self, wanted: Sequence[FixedOutput], target: Snapshot) -> dict[int, Answer]:
        """Return the answers about dependency hashes of the judged tree; none for another tree, and none offline."""
        if self._first is not self:
            return self._first.computed(wanted, target)
        inquiry = self.inquiry() if wanted and self.online else None
        if inquiry is None or self.network is None or self._make_computing is None:
            return {}
        if self._computing is None:
            self._computing = self._make_computing(self.network)
        return self._computing.answers(wanted, target, inquiry)

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
            touched = (
                self._touched(base.oid, each)
                if questions <= MANY and self._all_questions <= MANY_OF_ALL
                else self._latest(base.oid, each.path)
            )
            for commit, snapshot in touched:
                pairs = self._pairs(commit, snapshot, each)
                if pairs.holds(each) and self._is_fetched_alike(commit, snapshot, pairs, each):
                    return commit
        self._unknown[each.path] = self._unknown.get(each.path, 0) + 1
        return None

    def _is_fetched_alike(self, commit: str, snapshot: TreeSnapshot, pairs: Pairs, each: FixedOutput) -> bool:
        """Tell whether an ancestor has the pair of ``each`` also after its calls, with their options, are read.

        The file of a hash alone may state only a record, which some code fetches with further options.
        """
        if each.record or any(
            not one.record and one.identity == each.identity for one in pairs.sharing(each)
        ):
            return True
        with_callers = self._with_callers(commit, snapshot, each.path)
        return with_callers is None or with_callers.holds(each)

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.scope, self.referring, self.names, self.references)

    def _with_callers(self, commit: str, snapshot: TreeSnapshot, path: str) -> Pairs | None:
        """Return the pairs of a file in an ancestor together with its callers; None if there is no caller."""
        version = commit, path
        if version not in self._with_calls:
            if len(self._with_calls) >= MAX_VERSIONS:
                self._with_calls.clear()
            near = (*self._reach.referring([path]), *self._reach.callers(path))
            callers = {*near, *filter(is_nix, self._reach.changed)} - {path}
            tree = OutputTree(snapshot, self._reach.callers, {})
            found = Pairs(tree.collect([path, *sorted(callers)[:MAX_CALLERS]])) if callers else None
            self._with_calls[version] = found
        return self._with_calls[version]

    def _touched(self, tip: str, each: FixedOutput) -> Iterable[tuple[str, TreeSnapshot]]:
        """Return the ancestors of a commit that added a hash to its file or removed it; a range may ask repeatedly."""
        from authguard.git.commits import commits_that_touched

        question = (tip, each.literal, each.path)
        if question not in self._touches:
            if len(self._touches) >= MANY:
                self._touches.clear()
            found = commits_that_touched(self.git, tip, each.literal, each.path, MAX_ANCESTORS)
            self._touches[question] = list(found)
        return self._touches[question]

    def earlier(self, outputs: Sequence[FixedOutput]) -> dict[int, list[Pairs]]:
        """Return, by the id() of a source, the pairs of ancestors of the first base that had its hash in its file.

        The search reads at most MAX_PATHS files, and at most MOST_EARLIER sources that have an answer: the most
        important ones. For a single commit of a range, it returns the pairs that earlier commits of the range removed.
        """
        wanted = [each for each in outputs if each.literal and each.digest is not None]
        if self._first is not self:
            removed = ((id(each), self._first.removed.get(key_of(each))) for each in wanted)
            return {key: pairs for key, pairs in removed if pairs}
        tip = self.scope.bases[0].oid
        if tip is None or not wanted:
            return {}
        found = {}
        by_path: dict[str, list[FixedOutput]] = {}
        for each in wanted:
            by_path.setdefault(each.path, []).append(each)
        for path, versions in self._versions_of(tip, list(by_path)[:MAX_PATHS]).items():
            holding = self._holding(versions, by_path[path])
            for each in by_path[path]:
                commits = list(dict.fromkeys(holding[id(each)]))
                if commits and self._looked < MOST_EARLIER:
                    self._looked += 1
                    # An attacker can add the hash to later versions, but not to the first version that had it.
                    some = [
                        *commits[: MAX_ANCESTORS // 2],
                        *commits[MAX_ANCESTORS // 2 :][-MAX_ANCESTORS // 2 :],
                    ]
                    found[id(each)] = [self._earlier_pairs(one, each) for one in some]
        return found

    def _earlier_pairs(self, commit: str, each: FixedOutput) -> Pairs:
        """Return the pairs of an ancestor with the hash of ``each``; its callers are read if the file is not enough."""
        from authguard.git.ranges import snapshot_of

        snapshot = snapshot_of(self.git, commit)
        pairs = self._pairs(commit, snapshot, each)
        if any(not one.record and one.resolved for one in pairs.sharing(each)):
            return pairs
        with_callers = self._with_callers(commit, snapshot, each.path)
        return with_callers if with_callers is not None else pairs

    def _versions_of(self, tip: str, paths: list[str]) -> dict[str, dict[str, str]]:
        from authguard.git.commits import versions_of

        return versions_of(self.git, tip, paths, MAX_EARLIER, MAX_DEPTH)

    def _holding(self, versions: dict[str, str], outputs: list[FixedOutput]) -> dict[int, list[str]]:
        """Return the commits in which a file has the hash of each output, newest first."""
        spelled = {id(each): spellings(each) for each in outputs}
        if len(outputs) > MANY_HASHES:
            spelled = {key: set(_WORD.findall(b" ".join(texts))) for key, texts in spelled.items()}
        found: dict[int, list[str]] = {id(each): [] for each in outputs}
        for blob, commit in versions.items():
            known = self.git.objects.read(blob)
            content = known.data if known is not None else None
            self._read_bytes += len(content or b"")
            if self._read_bytes > MAX_EARLIER_BYTES:
                break
            if content is None:
                continue
            words = words_of(content) if len(outputs) > MANY_HASHES else None
            for key, texts in spelled.items():
                if any(text in content for text in texts) if words is None else not texts.isdisjoint(words):
                    found[key].append(commit)
        return found

    def _latest(self, tip: str, path: str) -> list[tuple[str, TreeSnapshot]]:
        """Return the latest commits that changed a file, and their parents, with their trees."""
        from authguard.git.commits import commits_that_touched

        if (tip, path) not in self._recent:
            self._recent[tip, path] = list(commits_that_touched(self.git, tip, None, path, MAX_RECENT))
        return self._recent[tip, path]

    def _pairs(self, commit: str, snapshot: TreeSnapshot, each: FixedOutput) -> Pairs:
        """Return the pairs that an ancestor has in the file of ``each``, with its hash literal.

        If a version of a file is needed often, it is collected once, in full.
        """
        version = commit, each.path
        asked = self._asked[version] = self._asked.get(version, 0) + 1
        if version not in self._versions and asked > FEW:
            tree = self._tree_of(snapshot)
            if len(self._versions) >= MAX_VERSIONS:
                self._versions.clear()
            self._versions[version] = Pairs(tree.collect([each.path]))
        if version in self._versions:
            return self._versions[version]
        texts = sorted(os.fsdecode(text) for text in spellings(each))
        return Pairs(self._ancestor(commit, snapshot).holding(each.path, texts))

    def _tree_of(self, snapshot: Snapshot) -> OutputTree:
        """Return the tree of an ancestor. Most files are the same in several ancestors, and are parsed once."""
        if sum(len(data) for _, data in self._parsed) > MAX_PARSED:
            self._parsed = {}
        return OutputTree(snapshot, lambda _: (), self._parsed)

    def _ancestor(self, commit: str, snapshot: Snapshot) -> OutputTree:
        """Return the tree of an ancestor. The last trees are kept, since one commit often moves many hashes."""
        output_tree = self._ancestors.pop(commit, None) or self._tree_of(snapshot)
        self._ancestors[commit] = output_tree
        if len(self._ancestors) > MAX_ANCESTORS:
            del self._ancestors[next(iter(self._ancestors))]
        return output_tree

    def written(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the trees of the newest commit that put the literal into its file, and of its parents."""
        from authguard.git.commits import commits_that_touched

        oid = self.scope.bases[0].oid if self.scope.bases else None
        if oid is None:
            return ()
        return [snapshot for _, snapshot in commits_that_touched(self.git, oid, each.literal, each.path, 1)]
