"""The target and the bases of a judgement: the index against HEAD, one revision against another, a complete tree.

The ranges of a push are in pushes.py.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.git.git import RAW as RAW
from authguard.git.git import STAGED
from authguard.git.snapshot import Overlay, TreeSnapshot

if TYPE_CHECKING:
    from authguard.git.git import Git, Process
    from authguard.git.snapshot import Entry, Snapshot

_SUBMODULE = 0o160000
_LINK = 0o120000
# If a tip has more merge bases with its base, it is compared only with the newest merge bases.
_MOST_BASES = 16
_MOST_BOUNDARIES = 1000
MAX_CHANGES, MAX_NIX = 100_000, 50_000
"""If a change has more paths or more .nix files, the rest is not judged. The complete nixpkgs has fewer."""
INDEX = ":index"
WORKTREE = ":worktree"
# The command for the work tree. `git diff` is not used, since it writes the index if a time stamp moved.
_WORKTREE = ("diff-index", *RAW, "--ignore-submodules=dirty")


class ChangedFile:
    """One path that differs between a base and the target.

    Attributes:
        path: relative to the root.
        status: "A" added, "D" deleted, "M" modified, "T" another kind (for example, a file became a link).
        old_mode, new_mode: the modes of git; 0 if there is no entry.
        old_oid, new_oid: None if there is no entry, or if only the work tree has the content.
    """

    __slots__ = ("new_mode", "new_oid", "old_mode", "old_oid", "path", "status")

    def __init__(
        self, path: str, status: str, old_mode: int, new_mode: int, old_oid: str | None, new_oid: str | None
    ) -> None:
        """Store the columns of `git diff --raw`."""
        self.path = path
        self.status = status
        self.old_mode = old_mode
        self.new_mode = new_mode
        self.old_oid = old_oid
        self.new_oid = new_oid

    @property
    def is_link(self) -> bool:
        """Whether the path is a symbolic link in the base or in the target."""
        return _LINK in (self.old_mode, self.new_mode)


class Base:
    """A commit that the target is compared with: its oid (None: the empty tree), its tree, the changes.

    ``is_cut``: the list of changes is not complete, and the other changes are not judged.
    """

    __slots__ = ("changes", "is_cut", "oid", "snapshot")

    def __init__(
        self, oid: str | None, snapshot: TreeSnapshot, changes: list[ChangedFile], is_cut: bool = False
    ) -> None:
        """Store a commit, its snapshot, and all paths in which the target differs from it."""
        self.is_cut = is_cut
        self.oid = oid
        self.snapshot = snapshot
        self.changes = changes
        snapshot.learn(
            {
                change.path: (change.old_mode, change.old_oid)
                for change in changes
                if change.old_mode and change.old_oid
            }
        )


class Walk:
    """The commits between the bases and the target of a range, which are also judged one by one.

    Attributes:
        tips: these commits and their ancestors are judged,
        known: except these commits and their ancestors.
        steps: further pairs of trees to compare, such as both ends of the other side of a merge.
        excuses: bases with pairs that are never reported.
    """

    __slots__ = ("excuses", "known", "steps", "tips")

    def __init__(self, tips: list[str], known: list[str], steps: list[Range], excuses: list[Base]) -> None:
        """Store the arguments."""
        self.tips = tips
        self.known = known
        self.steps = steps
        self.excuses = excuses


class Range:
    """A target, the bases that it is judged against (none with --all), and HEAD's parents, which only excuse findings.

    ``walk`` names the commits that are also judged one by one. ``note`` is a sentence for the user. If ``is_judged`` is
    false, the target has no base, and only gates are run.
    """

    __slots__ = ("_git", "_head_parents", "bases", "head_parent_oids", "is_judged", "note", "target", "walk")

    def __init__(
        self,
        target: Snapshot,
        bases: list[Base],
        git: Git | None = None,
        head_parent_oids: list[str] | None = None,
    ) -> None:
        """Store the target, its bases, and HEAD's parents (in ``git``), since an amend cannot be recognised."""
        self.target = target
        self.bases = bases
        self.head_parent_oids = head_parent_oids or []
        self.walk: Walk | None = None
        self.note: str | None = None
        self.is_judged = True
        self._git = git
        self._head_parents: list[TreeSnapshot] | None = None

    @property
    def is_of_commits(self) -> bool:
        """Whether the target is a commit, not the index or the work tree."""
        return bool(self.bases) and self.target.label not in (INDEX, WORKTREE)

    def adds(self, path: str) -> bool:
        """Tell whether no base has the file."""
        return all(base.snapshot.kind(path) is None for base in self.bases)

    def oids(self, ending: str) -> list[str]:
        """Return the objects, in bases and target, of the changed files with this suffix."""
        return [
            oid
            for base in self.bases
            for change in base.changes
            if change.path.endswith(ending)
            for mode, oid in ((change.new_mode, change.new_oid), (change.old_mode, change.old_oid))
            if oid is not None and mode != _SUBMODULE
        ]

    @property
    def head_parents(self) -> list[TreeSnapshot]:
        """The trees of HEAD's parents, read on first use, since few checks have a finding that they could excuse.

        Raises:
            Refused: this clone does not have one of the commits.
        """
        if self._head_parents is None:
            git = self._git
            self._head_parents = (
                [snapshot_of(git, oid) for oid in self.head_parent_oids] if git is not None else []
            )
        return self._head_parents


def staged(git: Git) -> Range:
    """The index against HEAD and, in a merge, against each other parent.

    Raises:
        Refused: no repository, a bare repository, unmerged paths.
    """
    return _against_parents(git, INDEX)


def between(git: Git, base: str | None, head: str = INDEX) -> Range:
    """The range of the merge bases of `base` and `head` against `head`, with the commits between.

    Args:
        git: the repository.
        base: a revision. None means HEAD and the other parents of a merge if head is ":index" or ":worktree", and the
            parents of head if it is a revision.
        head: a revision, ":index" or ":worktree".

    Raises:
        Refused: an unknown revision, no common ancestor, missing history in a shallow clone; for the index
            also unmerged paths (in the work tree they are files like any other, even with conflict markers).
    """
    live = head in (INDEX, WORKTREE)
    if base is None:
        return _against_parents(git, head) if live else _against_own_parents(git, commit(git, head))
    facts = git.facts()
    if live:
        _live_allowed(git, head)
        if facts.head is None:
            commit(git, base)
            from authguard.printable import printable

            raise Refused(f"HEAD has no commit yet, so {printable(base)} and HEAD have no common ancestor")
        tip = facts.head
    else:
        tip = commit(git, head)
    known = commit(git, base)
    starts: list[str | None] = [*merge_bases(git, known, tip, base, "HEAD" if live else head)]
    if not live:
        made = ends(git, starts, tip)
        made.walk = Walk([tip], [known], [], made.bases)
    elif starts == [facts.head]:
        made = Range(*_live(git, head, starts))
    else:
        target, bases = _live(git, head, [tip, *starts])
        made = Range(target, bases[1:])
        made.walk = Walk([tip], [known], [Range(target, bases[:1])], made.bases)
    return made


def all_of(git: Git, head: str = INDEX, option: str = "--head") -> Range:
    """A complete snapshot without a base, for commands that need no base.

    Args:
        git: the repository.
        head: a revision, ":index" or ":worktree".
        option: the option of the command that sets `head`, for a message.

    Raises:
        Refused: an unknown revision; the index of a bare repository; unmerged paths.
    """
    if head in (INDEX, WORKTREE):
        _live_allowed(git, head, f"a revision with {option}")
        return Range(_live(git, head, [git.facts().head])[0], [])
    return Range(snapshot_of(git, commit(git, head)), [])


def ends(git: Git, bases: list[str | None], tip: str, tree: str | None = None) -> Range:
    """The tree of commit `tip` against the trees of other commits; None means the empty tree."""
    target = snapshot_of(git, tip) if tree is None else TreeSnapshot(git, tree, tip)
    return Range(target, [_base(git, oid, target) for oid in bases])


def against(git: Git, scope: Range, bases: list[str | None]) -> Range:
    """A target with some commits as its bases; None means the empty tree.

    Raises:
        Refused: this clone does not have one of these commits.
    """
    target = scope.target
    if isinstance(target, TreeSnapshot):
        return Range(target, [_base(git, oid, target) for oid in bases])
    return Range(target, [_live_base(git, target.label, oid) for oid in bases])


def _base(git: Git, oid: str | None, target: TreeSnapshot) -> Base:
    """A commit that a tree is compared with."""
    below = snapshot_of(git, oid)
    made = Base(oid, below, *first_changes(git.start("diff-tree", "-r", *RAW, below.tree, target.tree)))
    target.learn(
        {each.path: (each.new_mode, each.new_oid) for each in made.changes if each.new_mode and each.new_oid}
    )
    return made


def renames(git: Git, before: TreeSnapshot, target: Snapshot) -> dict[str, str]:
    """The files that were renamed between two trees: the old path, by the new path.

    Raises:
        Refused: git failed.
    """
    options = (
        "-r",
        "-M",
        "-l1000",
        "--diff-filter=R",
        "--name-status",
        "-z",
        "--no-ext-diff",
        "--no-relative",
    )
    if isinstance(target, TreeSnapshot):
        output = git.run("diff-tree", *options, before.tree, target.tree)
    else:
        cached = ("--cached",) if target.label == INDEX else ()
        output = git.run("diff-index", *cached, *options[1:], before.tree)
    fields = [os.fsdecode(field) for field in output.split(b"\0")]
    return dict(zip(fields[2::3], fields[1::3], strict=False))


def commit(git: Git, rev: str) -> str:
    """The oid of the commit that a revision names.

    Raises:
        Refused: the revision names no commit. In a shallow clone the message has a command that fetches more history.
    """
    found = git.resolve(rev)
    if found is not None:
        return found
    facts = git.facts()
    if facts.head is None and rev.partition("~")[0].partition("^")[0] in ("HEAD", "@"):
        raise Refused("HEAD has no commit yet")
    if facts.is_shallow and facts.is_oid(rev):
        raise Refused(
            f"{rev} is not in this shallow clone: git fetch --deepen={_depth(git)} origin, or --unshallow"
        )
    from authguard.git.misspelt import probable
    from authguard.printable import printable

    if not rev:
        raise Refused("a revision is empty")
    if rev in (INDEX, WORKTREE) or git.names_object(rev):
        raise Refused(f"{printable(rev)} is no commit, and a commit is needed here")
    hint = " (this clone is shallow: git fetch --unshallow brings the rest)" if facts.is_shallow else ""
    hint = hint or probable(git, rev)
    raise Refused(f"unknown revision: {printable(rev)}{hint}")


def merge_bases(git: Git, one: str, other: str, one_name: str, other_name: str) -> list[str]:
    """The merge bases of two commits.

    Raises:
        Refused: there is none, or this shallow clone does not have it. The message has the names that the user
            passed.
    """
    found = git.run("merge-base", "--all", one, other, ok=(0, 1)).decode().split()
    if found:
        return found
    from authguard.printable import printable

    names = f"{printable(one_name)} and {printable(other_name)}"
    if git.facts().is_shallow:
        raise Refused(
            f"the common ancestor of {names} is not in this shallow clone:"
            f" git fetch --deepen={_depth(git)} origin, or --unshallow"
        )
    raise Refused(f"{names} have no common ancestor")


def boundary(git: Git, tip: str, known: list[str]) -> list[str]:
    """The newest ancestors that a commit shares with the known commits; the commit itself if the known commits have it.

    Raises:
        Refused: this clone does not have the commit.
    """
    requested = "".join([f"{tip}\n", *(f"^{each}\n" for each in known)]).encode()
    listed = (
        git.run("rev-list", "--boundary", "--ignore-missing", "--stdin", stdin=requested).decode().split()
    )
    if not any(not name.startswith("-") for name in listed):
        return [tip]
    found = [name[1:] for name in listed if name.startswith("-")]
    if len(found) > 1:
        found = git.run("merge-base", "--independent", *found[:_MOST_BOUNDARIES]).decode().split()
    return found[:_MOST_BASES]


def snapshot_of(git: Git, oid: str | None) -> TreeSnapshot:
    """The tree of a commit by its full id; None is the empty tree.

    Raises:
        Refused: this clone does not have the commit.
    """
    if oid is None:
        return TreeSnapshot(git, git.facts().empty_tree)
    tree = git.header(oid, b"tree")
    if not tree:
        raise Refused(f"commit {oid} is not in this clone")
    return TreeSnapshot(git, tree[0], oid)


def parse_raw(output: bytes, unmerged: bool = False) -> list[ChangedFile]:
    """The changes in the output of `git diff --raw -z --no-abbrev --no-renames`.

    Args:
        output: the output of git.
        unmerged: whether paths may be unmerged. Then their entries in the index are omitted.

    Raises:
        Refused: a path is unmerged although that is not allowed, since nothing can be committed yet.
    """
    fields = output.split(b"\0")
    changes = []
    conflicts = {}
    for words, name in zip(fields[0:-1:2], fields[1::2], strict=True):
        change = raw_change(words, name)
        if change.status == "U":
            conflicts[change.path] = True
        else:
            changes.append(change)
    if conflicts and not unmerged:
        from authguard.printable import printable

        named = printable(next(iter(conflicts))) + (
            f" and {len(conflicts) - 1} more" if len(conflicts) > 1 else ""
        )
        raise Refused(f"unmerged: {named}; resolve the conflict and git add first")
    return changes


class FirstChanges:
    """The first changes of a list: at most MAX_CHANGES paths, and MAX_NIX .nix files."""

    __slots__ = ("_nix", "kept")

    def __init__(self) -> None:
        """Begin without changes."""
        self.kept: list[ChangedFile] = []
        self._nix = 0

    def add(self, change: ChangedFile) -> bool:
        """Add the next change. Returns False if there are too many, so that this one was not added."""
        self._nix += change.path.endswith(".nix")
        if len(self.kept) >= MAX_CHANGES or self._nix > MAX_NIX:
            return False
        self.kept.append(change)
        return True


def first_changes(process: Process) -> tuple[list[ChangedFile], bool]:
    """The changes of a running `git diff-tree --raw -z`, and whether there are more than the limit.

    Raises:
        Refused: git failed.
    """
    first = FirstChanges()
    fields = process.fields()
    for words in fields:
        if not first.add(raw_change(words, next(fields))):
            fields.close()
            return first.kept, True
    return first.kept, False


def raw_change(words: bytes, name: bytes) -> ChangedFile:
    """One change of `git diff --raw -z`, from its columns and its path."""
    old_mode, new_mode, old_oid, new_oid, status = words[1:].decode().split(" ")
    return ChangedFile(
        os.fsdecode(name), status, int(old_mode, 8), int(new_mode, 8), _not_null(old_oid), _not_null(new_oid)
    )


def _only_changed(changes: list[ChangedFile], root: str, object_format: str) -> list[ChangedFile]:
    """Omit files of the work tree that only have a new time stamp."""
    from authguard.git.worktree import blob_oid, from_disk

    def same(change: ChangedFile) -> bool:
        if change.new_oid is not None or change.old_mode != change.new_mode or change.old_oid is None:
            return False
        data = from_disk(f"{root}/{change.path}")
        return data is not None and blob_oid(data, object_format) == change.old_oid

    return [change for change in changes if not same(change)]


def _not_null(oid: str) -> str | None:
    return oid if oid.strip("0") else None


def _against_parents(git: Git, head: str) -> Range:
    """The index or the work tree against HEAD and the commits that are merged into it."""
    early = git.staged() if head == INDEX else None  # this git runs at the same time as rev-parse
    try:
        facts = git.facts()
        _live_allowed(git, head)
    except Refused:
        if early is not None:
            early.discard()
        raise
    if early is not None and facts.head is None:
        early.discard()
        early = None
    merged = _merged(git) if facts.head else []
    target, bases = _live(git, head, [facts.head, *merged], early)
    made = Range(target, bases, git, facts.parents)
    if facts.head and merged:
        from authguard.git.protected import protected

        made.walk = _other_tips(git, bases, protected(git).tips)
    return made


def _other_tips(git: Git, bases: list[Base], held: list[str]) -> Walk | None:
    """The other sides of a merge, each from its merge bases with the first parent and the protected branches.

    Args:
        git: the repository.
        bases: the parents.
        held: the commits of protected branches. Pairs in these are excused.

    Returns:
        None if the protected branches have all these commits.
    """
    first, *others = bases
    known = [each for each in (first.oid, *held) if each is not None]
    walk = Walk([], known, [], [first])
    for tip in others:
        starts: list[str | None] = [*boundary(git, tip.oid, known)] if tip.oid is not None else []
        if tip.oid is None or starts == [tip.oid]:
            walk.excuses.append(tip)
        else:
            walk.tips.append(tip.oid)
            walk.steps.append(ends(git, starts or [None], tip.oid))
    return walk if walk.tips else None


def _live(
    git: Git, head: str, parents: list[str | None], early: Process | None = None
) -> tuple[Snapshot, list[Base]]:
    """The snapshot of the index or the work tree (built on top of the first parent), and each parent as a base."""
    facts = git.facts()
    bases = []
    for oid in parents:
        bases.append(_live_base(git, head, oid, early))
        early = None
    entries: dict[str, Entry | None] = {
        change.path: (change.new_mode, change.new_oid) if change.new_mode else None
        for change in bases[0].changes
    }
    if head == INDEX:
        return Overlay(git, bases[0].snapshot, entries, INDEX), bases
    from authguard.git.worktree import WorktreeSnapshot

    return WorktreeSnapshot(git, bases[0].snapshot, entries, facts.toplevel or ""), bases


def _live_base(git: Git, head: str, oid: str | None, early: Process | None = None) -> Base:
    """A commit that the index or the work tree is compared with. `early` is a git that already compares them."""
    facts = git.facts()
    if head == WORKTREE:
        git.disable_filters()
    if oid is not None and oid == facts.head and facts.head_tree is not None:
        below = TreeSnapshot(git, facts.head_tree, oid)
    else:
        below = snapshot_of(git, oid)
    command = STAGED if head == INDEX else _WORKTREE
    changes = parse_raw((early or git.start(*command, oid or below.tree)).finish(), unmerged=head == WORKTREE)
    if head == WORKTREE:
        changes = _only_changed(changes, facts.toplevel or "", facts.object_format)
    return Base(oid, below, changes)


def _live_allowed(git: Git, head: str, remedy: str = "a range with --base and --head") -> None:
    facts = git.facts()
    if facts.is_bare:
        what = "index" if head == INDEX else "work tree"
        raise Refused(f"a bare repository has no {what}: name {remedy}")
    if head == WORKTREE and facts.toplevel is None:
        raise Refused("this must be run in a work tree")


def _merged(git: Git) -> list[str]:
    """The other parents of a merge in progress.

    `git commit` finds them in MERGE_HEAD. When a clean `git merge` runs pre-merge-commit, it has not written that
    file yet, but it has set variables GITHEAD_<oid>.
    """
    facts = git.facts()
    try:
        with open(f"{facts.git_dir}/MERGE_HEAD", encoding="ascii", errors="replace") as file:
            named = file.read().split()
    except OSError:
        named = [name[8:] for name in os.environ if name.startswith("GITHEAD_")]
    return [
        oid
        for oid in dict.fromkeys(named)
        if facts.is_oid(oid) and oid != facts.head and git.header(oid, b"tree")
    ]


def _against_own_parents(git: Git, tip: str) -> Range:
    parents = git.header(tip, b"parent")
    for oid in parents:
        if not git.header(oid, b"tree"):
            how = "git fetch --deepen=1 origin" if git.facts().is_shallow else "the repository is damaged"
            raise Refused(f"the parent {oid} of {tip} is not in this clone: {how}")
    made = ends(git, [*parents] or [None], tip)
    if len(parents) > 1:
        from authguard.git.protected import protected

        made.walk = _other_tips(git, made.bases, protected(git, without=tip).tips)
    return made


def _depth(git: Git) -> int:
    """The number of commits to fetch: as many as this clone already has. So a few fetches are enough for any depth."""
    here = git.run("rev-list", "--count", "--first-parent", "HEAD", ok=(0, 128)).strip()
    return max(50, int(here or b"0"))
