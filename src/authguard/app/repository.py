"""The repository around a range: its unchanged files. The judge gets these facts from git."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.config.load import load_base
from authguard.git.store import edition
from authguard.nix.references import CALL, SCOPE, references
from authguard.outputs.reach import FOLDED, is_nix, may_pin, with_folded, with_spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from authguard.app.ancestors import Ancestors
    from authguard.app.computing import Computing
    from authguard.compare.pairs import Pairs
    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.git.tree_index import Begun, TreeIndex
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import TreeCache
    from authguard.prove.inquiry import Inquiry
    from authguard.prove.network import Network
    from authguard.prove.proving import Answer


def facts(path: str, data: bytes) -> tuple[list[str], set[bytes]]:
    """Return the references of a file, and the keys of the digests in it."""
    return with_folded(references(path, data)), {digest.key().encode() for _, _, digest in digests.find(data)}


def relevant(path: str) -> bool:
    """Tell whether a file is part of the index of a tree."""
    return is_nix(path) or may_pin(path)


def cached_tree(git: Git, snapshot: Snapshot) -> TreeCache:
    """Return the fixed outputs of a snapshot; unchanged files are not collected again."""
    from authguard.git.summaries import Summaries
    from authguard.outputs.tree_cache import TreeCache

    summaries = Summaries(git.facts().common_dir)
    try:
        return TreeCache(snapshot, summaries, edition(), lambda: not git.lacks_objects).load()
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
        self._first: Repository = self
        self._read: dict[tuple[str, bytes], tuple[list[str], set[bytes]]] = {}
        self._computing: Computing | None = None
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
        return other

    def renewed(self) -> Repository:
        """Return the facts about the same range, with no question counted yet. The answers of hosts are shared."""
        other = Repository(self.git, self.scope, network=lambda: self.network, computing=self._make_computing)
        other.open_inquiry = self.open_inquiry
        other._computing = self._computing
        return other

    def _facts(self, path: str, data: bytes) -> tuple[list[str], set[bytes]]:
        """Return the result of `facts`, cached since the commits of a range share most of their files."""
        from hashlib import blake2b

        key = path, blake2b(data, digest_size=16).digest()
        known = self._read.get(key)
        if known is None:
            if len(self._read) > MAX_READ:
                self._read.clear()
            known = self._read[key] = facts(path, data)
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
        return load_base(base.read_exact)

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

    @cached_property
    def _ancestors(self) -> Ancestors:
        """The pairs of earlier commits."""
        # This imports the comparison (see judge_range). Only a change that moved a pair needs it.
        from authguard.app.ancestors import Ancestors

        return Ancestors(self, self._first._ancestors if self._first is not self else None)

    def held(self, each: FixedOutput, is_error: bool = True) -> str | None:
        """Return an ancestor of the base that had this same pair, as before a revert or a cherry-pick.

        ``is_error``: the finding would be an error, so the search is more thorough.
        """
        return self._ancestors.held(each, is_error)

    def earlier(self, outputs: Sequence[FixedOutput]) -> dict[int, list[Pairs]]:
        """Return, by the id() of a source, the pairs of ancestors of the first base that had its hash in its file.

        For a single commit of a range, it returns the pairs that earlier commits of the range removed.
        """
        wanted = [each for each in outputs if each.literal and each.digest is not None]
        if self._first is not self:
            removed = (
                (id(each), self._first.removed.get(each.digest.key())) for each in wanted if each.digest
            )
            return {key: pairs for key, pairs in removed if pairs}
        return self._ancestors.earlier(wanted)

    def written(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the trees of the newest commit that put the literal into its file, and of its parents."""
        return self._ancestors.written(each)

    def came_lately(self, each: FixedOutput) -> Sequence[Snapshot]:
        """Return the trees of the late commit that brought a hash, and of its parents (see `Ancestors.came_lately`)."""
        return self._ancestors.came_lately(each)

    def brought(self, each: FixedOutput) -> tuple[Snapshot, set[str]] | None:
        """Return the tree of the commit that brought the hash into its file, and the paths that changed since then."""
        return self._ancestors.brought(each)
