"""The pairs of a tree, and how each pair of the target is judged against the pairs of the bases.

The numbers of the steps are those of docs/architecture.md, "A hash belongs to its inputs".
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from authguard.compare import classes, copies
from authguard.compare.classify import classify
from authguard.compare.downloads import address_of, has_lost_version
from authguard.compare.judgement import Judgement, Kind, Move
from authguard.compare.moves import form_of, has_commit, is_other_release, moves
from authguard.compare.pins import (
    is_other_path,
    is_pin_of_other_repository,
    is_url_of_other_repository,
)
from authguard.nix.haskell_projects import is_project
from authguard.outputs.urls import is_full_id, last, other_version_only, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.compare.classes import MoveClass
    from authguard.outputs.model import FixedOutput

MANY = 5
"""If this many sources of one file move to one host at once, the host is a mirror."""

BY_PROGRAM = 20
"""If this many sources of one file move to other commits at once, a program fetched them, not a person."""

MOST_SHARING, SOME_SHARING = 32, 8
"""If a digest has at most MOST_SHARING fixed outputs, all are compared, otherwise only SOME_SHARING of them.

Hand-written files have fewer.
"""


_NAMES = frozenset({"artifactId", "crateName", "key", "name", "pkg", "pname", "publisher", "repo"})
"""Inputs that tell the records of one list apart."""


class Pairs:
    """The pairs of one tree, by digest, by identity and by place."""

    def __init__(self, found: Iterable[FixedOutput]) -> None:
        """Index the fixed outputs of the tree."""
        self.found = list(found)
        self.by_digest: dict[str, list[FixedOutput]] = {}
        self.by_identity: dict[object, list[FixedOutput]] = {}
        self._pairs: set[object] = set()
        self._located: set[object] = set()
        self._files: tuple[Pairs, dict[str, _ChangedFile]] | None = None
        self.renamed: dict[str, str] = {}
        for each in self.found:
            self.by_identity.setdefault(each.identity, []).append(each)
            if each.digest is not None:
                key = each.digest.key()
                self.by_digest.setdefault(key, []).append(each)
                self._pairs.add((each.identity, key))
                self._located.add((each.full_identity, key))

    @cached_property
    def by_place(self) -> dict[tuple[str, str], list[FixedOutput]]:
        """The fixed outputs by (path, attribute)."""
        found: dict[tuple[str, str], list[FixedOutput]] = {}
        for each in self.found:
            found.setdefault((each.path, each.attribute), []).append(each)
        return found

    @cached_property
    def by_call(self) -> dict[tuple[str, str], list[FixedOutput]]:
        """The fixed outputs by the call that has their hash."""
        found: dict[tuple[str, str], list[FixedOutput]] = {}
        for each in self.found:
            found.setdefault(copies.call_of(each), []).append(each)
        return found

    def at(self, each: FixedOutput) -> list[FixedOutput]:
        """Return the fixed outputs at the place of ``each``."""
        return self.by_place.get(self.place(each), [])

    def place(self, each: FixedOutput) -> tuple[str, str]:
        """Return (path, attribute) of a fixed output. For a renamed file, the path is the one in this tree."""
        return self.renamed.get(each.path, each.path), each.attribute

    def sharing(self, each: FixedOutput) -> list[FixedOutput]:
        """Return the fixed outputs with the digest of ``each``.

        If there are more than MOST_SHARING, return only some: first those at the place of ``each``, then others.
        """
        found = self.by_digest.get(each.digest.key(), []) if each.digest is not None else []
        if len(found) <= MOST_SHARING:
            return found
        here = (one for one in self.at(each) if one.digest == each.digest)
        return [*islice(here, SOME_SHARING), *found[:SOME_SHARING]]

    def changed_file(self, path: str, target: Pairs) -> _ChangedFile:
        """Return the facts about the change of a file from this tree to a target. The facts are computed once."""
        if self._files is None or self._files[0] is not target:
            self._files = target, {}
        files = self._files[1]
        if path not in files:
            files[path] = _ChangedFile(path, self, target)
        return files[path]

    def holds(self, each: FixedOutput) -> bool:
        """Tell whether this tree has the same pair."""
        return each.digest is not None and (each.identity, each.digest.key()) in self._pairs

    def holds_at_location(self, each: FixedOutput) -> bool:
        """Tell whether this tree has the same pair, fetched from the same location."""
        return each.digest is not None and (each.full_identity, each.digest.key()) in self._located


class _ChangedFile:
    """The facts about the fixed outputs of one file that changed from a base to a target."""

    def __init__(self, path: str, base: Pairs, target: Pairs) -> None:
        """Take the path and both trees."""
        self._found = [each for each in target.found if each.path == path and each.digest is not None]
        self._base = base
        self._named: dict[object, dict[object, list[FixedOutput]]] = {}

    def _is_fetched(self, each: FixedOutput) -> bool:
        """Tell whether the base does not have the digest of a fixed output."""
        return each.digest is not None and each.digest.key() not in self._base.by_digest

    @cached_property
    def has_fetched(self) -> bool:
        """Whether a pin or a record has a digest that the base does not have. Then a program fetched it."""
        return any((each.tool or each.record) and self._is_fetched(each) for each in self._found)

    @cached_property
    def steps(self) -> dict[tuple[str, object, object], set[str]]:
        """The names of the repositories of records with a digest that the base does not have, by their moves."""
        found: dict[tuple[str, object, object], set[str]] = {}
        for each in self._found:
            for old in self._before(each) if each.record and self._is_fetched(each) else ():
                for step in _steps(moves(old, each)):
                    found.setdefault(step, set()).add(copies.repository_name(each))
        return found

    def _before(self, each: FixedOutput) -> list[FixedOutput]:
        """Return the records of the base at the place of ``each``; if there are many, only some that share a name."""
        found = self._base.at(each)
        if len(found) <= MOST_SHARING:
            return found
        place = (each.path, each.attribute)
        if place not in self._named:
            named = self._named[place] = {}
            for old in found:
                for name in _names(old):
                    named.setdefault(name, []).append(old)
        same = [self._named[place].get(name, []) for name in _names(each)]
        return min(same, key=len)[:SOME_SHARING] if same else []

    @cached_property
    def folders(self) -> Counter[tuple[str, str]]:
        """How many records with separate commits kept their hashes, by the old and the new start of their path."""
        kept = (
            {_other_folder(moves(old, each)) for old in self._base.sharing(each)}
            for each in self._found
            if each.record and has_commit(each) and self.has_own_commit(each)
        )
        return Counter(pair for pairs in kept for pair in pairs if pair is not None)

    @cached_property
    def _of_commits(self) -> dict[object, set[str]]:
        """The digests of each repository at each commit."""
        found: dict[object, set[str]] = {}
        for each in self._found:
            if each.digest is not None:
                found.setdefault(_commit(each), set()).add(each.digest.key())
        return found

    def has_own_commit(self, each: FixedOutput) -> bool:
        """Tell whether all records of the file that are of the commit of ``each`` have one hash."""
        return len(self._of_commits.get(_commit(each), ())) == 1

    @cached_property
    def artifacts(self) -> set[str]:
        """The artifacts of Maven repositories with a file that has a digest which the base does not have."""
        return {name for each in self._found if self._is_fetched(each) and (name := _artifact(each))}

    @cached_property
    def commits(self) -> int:
        """The number of places at which a source moved from one commit to another and has a new hash."""
        return len(
            {
                each.attribute
                for each in self._found
                if self._is_fetched(each) and has_commit(each) and any(map(has_commit, self._base.at(each)))
            }
        )

    @cached_property
    def mirrors(self) -> Counter[str]:
        """The hosts to which sources moved that kept their hashes, with the number of these hashes."""
        kept = set()
        for each in self._found:
            before = {_host(old) for old in self._base.sharing(each)} - {""}
            if before and _host(each) not in before:
                kept.add((each.digest, _host(each)))
        return Counter(where for _, where in kept)


_ARTIFACT = r"(.+#.+)#\w+"
_FOLDER = r"(?:[\w.-]+/){2,}\d[\w.+-]*"


def _artifact(each: FixedOutput) -> str:
    """Return the Maven artifact that a file in a lock belongs to; "" for any other fixed output.

    Programs write such locks. A file of an artifact (a pom, a jar) is often the same in two versions.
    """
    name, folder = form_of(each.input("pname")), form_of(each.input("path"))
    match = re.fullmatch(_ARTIFACT, name) if isinstance(name, str) else None
    if match is not None:
        return match[1]
    return folder if isinstance(folder, str) and re.fullmatch(_FOLDER, folder) else ""


def _names(each: FixedOutput) -> list[object]:
    """Return the inputs that name the repository or the package of a record."""
    return [(one.name, one.form) for one in each.inputs if one.name in _NAMES]


def judge(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
    """Judge one pair of the target against the pairs of the bases; None if there is nothing to report."""
    if each.digest is None:
        return None
    if any(base.holds(each) for base in bases):
        located = any(base.holds_at_location(each) for base in bases)
        return None if located else _location_moved(each, bases)
    stale = _stale(each, bases, target)
    if stale is not None:
        return stale if stale.move_class.severity is not None else None
    kept, copy = _kept_in_place(each, bases, target), _copy(each, bases, target)
    if kept is not None and (copy is None or kept.is_error or each.tool):
        return kept
    if copy is not None:
        return copy
    other = _of_same_inputs(each, bases, target)
    return Judgement(Kind.NEW, each) if other is None else Judgement(Kind.ALONE, each, other)


def _of_same_inputs(each: FixedOutput, bases: list[Pairs], target: Pairs) -> FixedOutput | None:
    """Step 4: a base has another digest for these inputs. The literal may have moved, for example into a `let`."""
    is_new = not any(base.at(each) for base in bases)
    for base in bases:
        same = [other for other in base.by_identity.get(each.identity, ()) if other.digest is not None]
        here = [other for other in same if (other.path, other.attribute) == base.place(each)]
        gone = [other for other in same if _may_have_moved(other, each) and not target.at(other)]
        if here or (is_new and gone):
            return (here or gone)[0]
    return None


def _may_have_moved(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two outputs may have the same literal. For a record, this is only possible in one file."""
    if one.record or other.record:
        return (one.record, one.path) == (other.record, other.path) and _last_name(one) == _last_name(other)
    deciding = {each.name for each in one.inputs if each.role in ("what", "how", "script")}
    if deciding == {"version"} and one.store_name != other.store_name:
        return False  # many packages have the same version
    return one.producer == other.producer


def _last_name(each: FixedOutput) -> str:
    return each.attribute.rpartition(".")[2]


def _location_moved(each: FixedOutput, bases: list[Pairs]) -> Judgement | None:
    """Step 1, but the same pair is fetched from another location."""
    for base in bases:
        for other in base.sharing(each):
            if other.identity == each.identity and other.record == each.record:
                moved = [move for move in moves(other, each) if move.role == "where"]
                if moved and all(move.before and move.after for move in moved):
                    return Judgement(Kind.LOCATION, each, other, moved, classes.LOCATION_MOVED)
    return None


def _stale(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
    """Step 2: a base has the digest with another identity, and the target no longer has that pair.

    If there are several such identities, the best explanation of the digest is used: an identity that did not change,
    then one at the same place, then one in the same file, then the one with the fewest moves. If entries of a list
    shared the digest before, the milder class is used.
    """
    best: tuple[tuple[int, ...], Judgement] | None = None
    for base in bases:
        for other in _gone(each, base, target):
            moved = moves(other, each)
            move_class = classify(other, each, moved)
            quiet = move_class.severity is None or move_class is classes.LOCATION_MOVED
            if not quiet:
                one = Judgement(Kind.STALE, each, other, moved, move_class)
                move_class = _by_context(one, base, target, merge=len(bases) > 1)
            rank = (
                not quiet,
                (other.path, other.attribute) != base.place(each),
                other.path != base.place(each)[0],
                len(moved),
                move_class.severity == "error",
                move_class is classes.OTHER_FILE_AT_OTHER_COMMIT,
            )
            if best is None or rank < best[0]:
                kind = Kind.LOCATION if move_class is classes.LOCATION_MOVED else Kind.STALE
                best = (rank, Judgement(kind, each, other, moved, move_class))
    return best[1] if best is not None else None


def _by_context(one: Judgement, base: Pairs, target: Pairs, merge: bool) -> MoveClass:
    """Return the class of a move, after a look at the other outputs in both trees."""
    each, other = one.output, one.other
    if other is None or one.move_class.severity is None:
        return one.move_class
    if _is_of_other_entry(one, base, target):
        return classes.OTHER_ENTRY
    if each.tool:
        if re.fullmatch(_STORE_PATH, str(form_of(each.input("path")))):
            return classes.TOOL_RAN  # Nix wrote the path of the tree that it hashed
        if is_other_path(one):
            return classes.LOCAL_DIRECTORY_MOVED
        if other.tool and is_pin_of_other_repository(one):
            return classes.PIN_OF_OTHER_REPOSITORY
        if one.is_error and has_lost_version(other, each):
            return classes.COMMIT_TO_BRANCH
        if _tool_wrote_twice(each, target):
            return classes.TOOL_WROTE_TWICE
        if not merge and _is_fetched_by_tool(one, base, target):
            return classes.TOOL_RAN
    is_data = each.record and not each.path.endswith(".nix") and not is_project(each.path)
    if one.is_error and is_data and _has_twin(one, base, target):
        return classes.REUPLOADED
    if (
        one.is_error
        and is_data
        and (folders := _other_folder(one.moved)) is not None
        and has_commit(each)
        and base.changed_file(each.path, target).folders[folders] >= MANY
        and base.changed_file(each.path, target).has_own_commit(each)
    ):
        return classes.FOLDERS_MOVED
    if one.is_error and is_data and _artifact(each) in base.changed_file(each.path, target).artifacts:
        return classes.PROGRAM_RAN
    if one.is_error and _is_moved_to_mirror(one, base, target):
        return classes.MOVED_TO_MIRROR
    if one.is_error and is_data and _is_sibling_fetched(one, base, target):
        return classes.PROGRAM_RAN if _is_of_commits(one) else classes.SIBLING_FETCHED
    if one.is_error and _is_of_written_lock(one):
        has_fetched = _is_of_commits(one) and base.changed_file(each.path, target).has_fetched
        return classes.SIBLING_FETCHED if has_fetched else classes.COMMIT_MOVED_BY_TOOL
    if (
        one.move_class is classes.COMMIT_MOVED_BY_HAND
        and base.at(each)
        and base.changed_file(each.path, target).commits >= BY_PROGRAM
    ):
        return classes.SIBLING_FETCHED
    if is_data and one.move_class in _BY_PROGRAM and base.changed_file(each.path, target).has_fetched:
        return classes.PROGRAM_RAN
    return one.move_class


_STORE_PATH = r"/nix/store/[0-9a-z]{32}-[^/]+"
_BY_PROGRAM = (classes.DAILY_FOLDER_MOVED, classes.FILE_AT_OTHER_COMMIT)
_BY_TOOL = (classes.COMMIT_MOVED_BY_TOOL, classes.FORK_MERGED, classes.COMMIT_TO_TAG_OF_SAME_VERSION)


def _is_fetched_by_tool(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether a pin's tool fetched in this change: another pin of the file has a new hash, or this pin is new."""
    each = one.output
    return one.move_class in _BY_TOOL and (
        not base.at(each) or base.changed_file(each.path, target).has_fetched
    )


def _commit(each: FixedOutput) -> tuple[object, ...]:
    """Return the repository and the commit of a record."""
    return tuple(form_of(each.input(name)) for name in ("url", "repo", "rev"))


def _other_folder(moved: Sequence[Move]) -> tuple[str, str] | None:
    """Return the start of a path before and after, if only that moved; None for another move."""
    heavy = [move for move in moved if move.role in ("what", "how")]
    if len(heavy) != 1 or heavy[0].name != "path":
        return None
    one, other = form_of(heavy[0].before), form_of(heavy[0].after)
    if not isinstance(one, str) or not isinstance(other, str):
        return None
    first, second = one.split("/"), other.split("/")
    if first[-1] != second[-1]:
        return None
    while first and second and first[-1] == second[-1]:
        del first[-1], second[-1]
    return "/".join(first), "/".join(second)


def _is_of_written_lock(one: Judgement) -> bool:
    """Tell whether a module of gomod2nix moved from a commit to another commit or to a tag, and nothing else moved."""
    deciding = [move for move in one.moved if move.role in ("what", "how")]
    if one.output.path.rpartition("/")[2] != "gomod2nix.toml" or [each.name for each in deciding] != [
        "version"
    ]:
        return False
    before, after = (form_of(each) for each in (deciding[0].before, deciding[0].after))
    return isinstance(before, str) and isinstance(after, str) and re.fullmatch(_OF_COMMIT, before) is not None


def _is_of_other_entry(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether the digest belongs to another place, with another repository at another revision.

    Both places must be in both trees, and this place must have another digest in the base. Then entries were exchanged,
    or a hash was copied over another hash.
    """
    each, other = one.output, one.other
    if other is None or (other.path, other.attribute) == (each.path, each.attribute):
        return False
    deciding = {move.name for move in one.moved if move.role in ("what", "where")}
    if not deciding & {"rev", "version"}:
        return False
    if not deciding & {"repo", "pname", "crateName"} and not is_url_of_other_repository(one):
        return False
    before = base.at(each)
    return bool(before) and bool(target.at(other)) and all(old.digest != each.digest for old in before)


def _is_sibling_fetched(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether another record of the same file made the same move and has a digest that the base does not have.

    Two repositories may have the same tag, but not the same commit.
    """
    steps = base.changed_file(one.output.path, target).steps
    wanted = _steps(one.moved)
    mine = copies.repository_name(one.output)
    return bool(wanted) and all(
        (is_full_id(step[2]) and step in steps)
        or any(copies.are_related_names(mine, name) for name in steps.get(step, ()))
        for step in wanted
    )


_OF_COMMIT = r"[0-9a-f]{40}|v?\d+\.\d+\.\d+-(?:[\w.]+[.-])?\d{14}-[0-9a-f]{12}"


def _is_of_commits(one: Judgement) -> bool:
    """Tell whether a revision moved from commit to commit. Few commits change any one module of a repository."""
    forms = [form_of(each) for move in one.moved if move.role == "what" for each in (move.before, move.after)]
    return all(isinstance(form, str) and re.fullmatch(_OF_COMMIT, form) for form in forms)


def _is_moved_to_mirror(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether this source moved to another host, together with MANY sources of its file that kept their hashes."""
    host = _host(one.output)
    if not host or one.other is None or _host(one.other) in ("", host):
        return False
    names = (last(address_of(each) or "") for each in (one.other, one.output))
    if other_version_only(*names) or is_other_release(one.other, one.output):
        return False
    return base.changed_file(one.output.path, target).mirrors[host] >= MANY


def _host(each: FixedOutput) -> str:
    """Return the host that a source is fetched from; "" if the host is not known."""
    address = address_of(each)
    return split(address)[0] if address is not None else ""


def _steps(moved: Sequence[Move]) -> set[tuple[str, object, object]]:
    """Return the deciding moves as (name, old form, new form); nothing if an input came or went.

    A url is left out if only its version moved, and that version is an input too.
    """
    deciding = [move for move in moved if move.role in ("what", "how")]
    if not all(move.before and move.after for move in deciding):
        return set()
    found = {(move.name, form_of(move.before), form_of(move.after)) for move in deciding}
    versions = [(one, other) for name, one, other in found if name in ("version", "rev", "key")]
    return {
        step for step in found if step[0] != "url" or not any(_contains(step, *pair) for pair in versions)
    }


def _contains(step: tuple[str, object, object], old: object, new: object) -> bool:
    """Tell whether only a version in a text moved."""
    before, after = step[1:]
    if not all(isinstance(each, str) for each in (before, after, old, new)):
        return False
    return str(old) in str(before) and str(before).replace(str(old), str(new)) == after


def _has_twin(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether a second entry of the file has this digest in both trees, and did not move.

    If the entry has a version, the version did not move either: a shared version explains the shared file.
    """
    each = one.output
    if any(move.name == "version" for move in one.moved):
        return False

    def twins(tree: Pairs) -> set[tuple[str, object]]:
        return {
            (other.attribute, other.identity)
            for other in tree.sharing(each)
            if other.path == each.path and other.attribute != each.attribute
        }

    return each.attribute in {other.attribute for other in base.sharing(each)} and bool(
        twins(base) & twins(target)
    )


def _gone(each: FixedOutput, base: Pairs, target: Pairs) -> list[FixedOutput]:
    """Return the fixed outputs of a base with this digest, if the target does not have their pair any more.

    For a tool's pin, only the same pin of the base is returned, if it is among these outputs. A tool may write a pin to
    two files with different options, and the pin in the other file explains nothing.
    """
    gone = [other for other in base.sharing(each) if not target.holds(other)]
    own = [other for other in gone if (other.path, other.attribute) == (each.path, each.attribute)]
    return own if each.tool and own else gone


def _kept_in_place(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
    """Judge a literal that kept its digest while its inputs moved, although another place still has the old pair.

    There is only a judgement if the move is an error, if a fetch moved with a warning, or if a tool wrote the pin.
    """
    for base in bases:
        for other in base.sharing(each):
            in_place = (other.path, other.attribute) == base.place(each)
            if not in_place or other.digest != each.digest or other.identity == each.identity:
                continue
            moved = moves(other, each)
            move_class = classify(other, each, moved)
            if not any(move.role in ("what", "how") for move in moved):
                continue
            if each.tool and not _tool_wrote_twice(each, target):
                ran = len(bases) == 1 and base.changed_file(each.path, target).has_fetched
                pin_class = classes.TOOL_RAN if ran else classes.PIN_BESIDE_OLD_PIN
                return Judgement(Kind.STALE, each, other, moved, pin_class)
            is_fetch = each.is_source and not each.record and each.resolved
            reported = ("error", "warning") if is_fetch else ("error",)
            if not each.tool and move_class.severity in reported:
                return Judgement(Kind.STALE, each, other, moved, move_class)
    return None


def _tool_wrote_twice(each: FixedOutput, target: Pairs) -> bool:
    """Tell whether another file that the same tool wrote has this pair too: then the tool fetched it.

    nvfetcher writes each pin to generated.json and to generated.nix. An edit by hand, or a merge, changes only one.
    """
    folder = each.path.rpartition("/")[0]
    wanted = {(one.name, one.form) for one in each.inputs if one.name in ("rev", "url", "repo")}
    for other in target.sharing(each):
        if other.tool and other.path != each.path and other.path.rpartition("/")[0] == folder:
            stated = {(one.name, one.form) for one in other.inputs if one.name in ("rev", "url", "repo")}
            if wanted & stated and not any(
                name == mine and form != its for name, form in wanted for mine, its in stated
            ):
                return True
    return False


def _copy(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
    """Step 3: the target has the digest under two identities, and this change made it so.

    An older pair shows the origin of the hash, so older pairs are tried first. If several pairs are copies, the worst
    is reported.
    """
    found: tuple[tuple[bool, bool], Judgement] | None = None
    for other in target.sharing(each):
        if other.identity == each.identity or other.origin.key == each.origin.key:
            continue
        move_class = copies.class_of(other, each)
        if move_class is classes.COPIED_HASH and copies.is_of_shared_part(other, each, target.by_call):
            move_class = classes.PART_SHARES_HASH
        if move_class is not None:
            is_new = not any(base.holds(other) for base in bases)
            rank = (is_new, move_class.severity != "error")
            if found is None or rank < found[0]:
                found = rank, Judgement(Kind.COPY, each, other, moves(other, each), move_class)
    return found[1] if found is not None else None
