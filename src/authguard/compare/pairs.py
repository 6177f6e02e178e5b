"""The pairs of a tree, and how each pair of the target is judged against the pairs of the bases.

The numbers of the steps are those of docs/architecture.md, "A hash belongs to its inputs".
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from authguard.compare import classes, copies, shared_parts
from authguard.compare.added_members import are_bumped_together, class_of_members
from authguard.compare.changed_outputs import (
    MANY,
    MOST_SHARING,
    SOME_SHARING,
    ChangedOutputs,
    artifact,
    host_of,
    other_folder,
    release_step,
    steps_of,
)
from authguard.compare.classify import classify
from authguard.compare.classify_urls import is_own_asset
from authguard.compare.contradictions import class_of_location, is_contradicted
from authguard.compare.downloads import address_of, has_lost_version
from authguard.compare.explanations import (
    had_one_digest,
    has_twin,
    is_of_other_place,
    likeness,
    under_other_conditions,
    with_inputs,
)
from authguard.compare.generated import (
    IN_GENERATED,
    is_generated,
    is_of_commits,
    is_of_written_lock,
    is_option_of_program,
)
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.moves import form_of, has_commit, is_other_release, moves
from authguard.compare.pin_options import PIN_OPTIONS
from authguard.compare.pins import (
    is_other_path,
    is_pin_of_other_repository,
    is_pinned_too,
    is_url_of_other_repository,
)
from authguard.compare.repository_names import are_of_other_names
from authguard.nix.data import is_project
from authguard.outputs.facts import is_concrete
from authguard.outputs.urls import last, other_version_only

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from authguard.compare.move_class import MoveClass
    from authguard.outputs.model import FixedOutput

BY_PROGRAM = 20
"""If this many sources of one file move to other commits at once, a program fetched them, not a person."""


class Pairs:
    """The pairs of one tree, by digest, by identity and by place."""

    def __init__(self, found: Iterable[FixedOutput]) -> None:
        """Index the fixed outputs of the tree."""
        self.found = list(found)
        self.by_digest: dict[str, list[FixedOutput]] = {}
        self.by_identity: dict[object, list[FixedOutput]] = {}
        self._pairs: set[object] = set()
        self._located: set[object] = set()
        self._files: tuple[Pairs, dict[str, ChangedOutputs]] | None = None
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
            found.setdefault(shared_parts.call_of(each), []).append(each)
        return found

    @cached_property
    def by_record(self) -> dict[object, list[FixedOutput]]:
        """The fixed outputs by the record that has their hash and their version."""
        found: dict[object, list[FixedOutput]] = {}
        for each in self.found:
            found.setdefault(shared_parts.record_of(each), []).append(each)
        found.pop(None, None)
        return found

    def at(self, each: FixedOutput, identity: tuple[object, ...] | None = None) -> list[FixedOutput]:
        """Return the fixed outputs at the place of ``each``, or only those of them with an identity."""
        place = self.place(each)
        if identity is None:
            return self.by_place.get(place, [])
        return [one for one in self.by_identity.get(identity, ()) if (one.path, one.attribute) == place]

    def place(self, each: FixedOutput) -> tuple[str, str]:
        """Return (path, attribute) of a fixed output. For a renamed file, the path is the one in this tree."""
        return self.renamed.get(each.path, each.path), each.attribute

    def sharing(self, each: FixedOutput) -> list[FixedOutput]:
        """Return the fixed outputs that have the same digest as ``each``.

        If there are more than MOST_SHARING, return only some: first those at the place of ``each``, then others.
        """
        found = self.by_digest.get(each.digest.key(), []) if each.digest is not None else []
        if len(found) <= MOST_SHARING:
            return found
        here = (one for one in self.at(each) if one.digest == each.digest)
        return [*islice(here, SOME_SHARING), *found[:SOME_SHARING]]

    def changed_outputs(self, path: str, target: Pairs) -> ChangedOutputs:
        """Return the facts about the change of a file from this tree to a target. The facts are computed once."""
        if self._files is None or self._files[0] is not target:
            self._files = target, {}
        files = self._files[1]
        if path not in files:
            files[path] = ChangedOutputs(path, self, target)
        return files[path]

    def holds(self, each: FixedOutput) -> bool:
        """Tell whether this tree has the same pair."""
        return each.digest is not None and (each.identity, each.digest.key()) in self._pairs

    def holds_at_location(self, each: FixedOutput) -> bool:
        """Tell whether this tree has the same pair, fetched from the same location."""
        return each.digest is not None and (each.full_identity, each.digest.key()) in self._located


def judge(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
    """Judge one pair of the target against the pairs of the bases; None if there is nothing to report."""
    if each.digest is None:
        return None
    if any(base.holds(each) for base in bases):
        located = any(base.holds_at_location(each) for base in bases)
        return None if located else _location_moved(each, bases, target)
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


_HOSTS = ("domain", "githubBase")
"""Inputs with the host of a fetch. Without them, the host is that of the function."""


def _location_moved(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
    """Step 1, but the same pair is fetched from another location."""
    for base in bases:
        for other in base.sharing(each):
            if other.identity == each.identity and other.record == each.record:
                moved = [move for move in moves(other, each) if move.role == "where"]
                hosts = _HOSTS if other.producer == each.producer else ()
                if moved and all((move.before and move.after) or move.name in hosts for move in moved):
                    move_class = class_of_location(each, other, base, target)
                    kind = Kind.LOCATION if move_class is classes.LOCATION_MOVED else Kind.STALE
                    return Judgement(kind, each, other, moved, move_class)
    return None


def _stale(each: FixedOutput, bases: list[Pairs], target: Pairs) -> Judgement | None:
    """Step 2: a base has the digest with another identity, and the target no longer has that pair.

    If there are several such identities, the best explanation of the digest is used: an identity that did not change,
    then one at the same place, then one in the same file, then the one with the fewest moves, then the one with the
    most similar name. If entries of a list shared the digest before, the milder class is used.
    """
    best: tuple[tuple[int, ...], Judgement] | None = None
    for base in bases:
        for other in (*with_inputs(_gone(each, base, target)), *under_other_conditions(each, base)):
            moved = moves(other, each)
            move_class = classify(other, each, moved)
            if move_class is classes.LOCATION_MOVED:
                move_class = class_of_location(each, other, base, target)
            quiet = move_class.severity is None or move_class is classes.LOCATION_MOVED
            if not quiet:
                one = Judgement(Kind.STALE, each, other, moved, move_class)
                move_class = _by_context(one, base, target, merge=len(bases) > 1)
                pairs = base.at(each, each.identity), target.at(other, other.identity)
                if move_class is one.move_class and copies.are_swapped(each, other, *pairs):
                    move_class = classes.SWAPPED.get(move_class.severity, move_class)
            rank = (not quiet, *likeness(other, each, base.place(each), move_class, moved))
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
        return classes.OWN_PACKAGE if copies.is_of_own_package(one, base, target) else classes.OTHER_ENTRY
    if is_contradicted(one, base, target):
        return classes.CONTRADICTED
    if each.tool and (of_pin := _of_pin(one, other, base, target, merge=merge)) is not None:
        return of_pin
    if one.is_error and not each.tool and is_pinned_too(each, target):
        return classes.COMMIT_MOVED_BY_TOOL
    if one.is_error and _is_moved_to_mirror(one, base, target):
        return classes.MOVED_TO_MIRROR
    if not each.path.endswith(".nix") and not is_project(each.path):
        found = _of_data_file(one, base.changed_outputs(each.path, target), base, target)
        if found is not None:
            return found
    if one.is_error and is_of_written_lock(one):
        has_fetched = is_of_commits(one) and base.changed_outputs(each.path, target).has_fetched
        return classes.SIBLING_FETCHED if has_fetched else classes.COMMIT_MOVED_BY_TOOL
    return _by_siblings(one, other, base, target)


def _by_siblings(one: Judgement, other: FixedOutput, base: Pairs, target: Pairs) -> MoveClass:
    """Return the class of a move, after a look at other outputs of the file, or of the release, that moved alike."""
    each = one.output
    if one.move_class is classes.FILE_AT_OTHER_COMMIT and base.at(each):
        is_fetched = base.changed_outputs(each.path, target).has_fetched_of_commit(each)
        return classes.PROGRAM_RAN if is_fetched else one.move_class
    if one.move_class is classes.DAILY_FOLDER_MOVED and base.at(each) and shared_parts.is_file_of_data(each):
        is_fetched = base.changed_outputs(each.path, target).has_fetched_beside(each, one.moved)
        return classes.PROGRAM_RAN if is_fetched else one.move_class
    if (
        one.move_class is classes.TAG_MOVED
        and release_step(other, each) in base.changed_outputs("", target).stacks
    ):
        return classes.SIBLING_FETCHED
    if (
        one.move_class is classes.VERSION_IN_URL_MOVED
        and is_own_asset(one)
        and base.changed_outputs(each.path, target).has_new
    ):
        return classes.ASSET_OF_OTHER_RELEASE
    if one.move_class is classes.COMMIT_MOVED_BY_HAND:
        if base.at(each) and base.changed_outputs(each.path, target).commits >= BY_PROGRAM:
            return classes.SIBLING_FETCHED
        if is_generated(one):
            return classes.COMMIT_MOVED_BY_TOOL
    if (
        one.move_class in IN_GENERATED
        and is_generated(one)
        and base.changed_outputs(each.path, target).has_new
    ):
        return IN_GENERATED[one.move_class]
    if (
        one.is_error
        and base.at(each)
        and base.changed_outputs(each.path, target).files_kept(each.attribute, one.moved)
    ):
        return classes.FILES_KEPT
    return one.move_class


def _of_pin(
    one: Judgement, other: FixedOutput, base: Pairs, target: Pairs, *, merge: bool
) -> MoveClass | None:
    """Return the class of a pin of a tool that moved; None if nothing shows more than its move."""
    each = one.output
    if re.fullmatch(_STORE_PATH, str(form_of(each.input("path")))):
        return classes.TOOL_RAN  # Nix wrote the path of the tree that it hashed
    if is_other_path(one):
        return classes.LOCAL_DIRECTORY_MOVED
    if (other.tool or (has_commit(other) and are_of_other_names(other, each))) and is_pin_of_other_repository(
        one
    ):
        return classes.PIN_OF_OTHER_REPOSITORY
    if one.is_error and has_lost_version(other, each):
        return classes.COMMIT_TO_BRANCH
    if _tool_wrote_twice(each, target):
        return classes.TOOL_WROTE_TWICE
    if other.tool and is_of_other_place(one, base):
        return None  # the tool did not write the old hash of another pin
    return classes.TOOL_RAN if not merge and _is_fetched_by_tool(one, base, target) else None


def _of_data_file(one: Judgement, file: ChangedOutputs, base: Pairs, target: Pairs) -> MoveClass | None:
    """Return the class of a move in a data file that a program may have written; None if nothing shows a program."""
    each = one.output
    if is_option_of_program(one, base, target):
        return classes.SIBLING_FETCHED
    if one.is_error and each.record:
        if has_twin(one, base, target):
            return classes.REUPLOADED
        folders = other_folder(one.moved)
        many_moved = folders is not None and has_commit(each) and file.folders[folders] >= MANY
        if many_moved and file.has_own_commit(each):
            return classes.FOLDERS_MOVED
        if artifact(each) in file.artifacts:
            return classes.PROGRAM_RAN
        if _is_sibling_fetched(one, file):
            return classes.PROGRAM_RAN if is_of_commits(one) else classes.SIBLING_FETCHED
    if one.is_error and file.release_fetched(one.moved):
        return classes.SIBLING_FETCHED
    if each.record and one.move_class in _BY_PROGRAM and file.has_fetched:
        return classes.PROGRAM_RAN
    return None


_STORE_PATH = r"/nix/store/[0-9a-z]{32}-[^/]+"
_BY_PROGRAM = (classes.DAILY_FOLDER_MOVED, classes.FILE_AT_OTHER_COMMIT)
_BY_TOOL = (classes.COMMIT_MOVED_BY_TOOL, classes.FORK_MERGED, classes.COMMIT_TO_TAG_OF_SAME_VERSION)


def _is_fetched_by_tool(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether a pin's tool fetched in this change: another pin of the file has a new hash, or this pin is new.

    A pin is not new if it only has another name than the pin in the base with its hash.
    """
    each, other = one.output, one.other
    is_renamed = other is not None and other.path == each.path and not target.at(other)
    is_new = not base.at(each) and not is_renamed
    if is_new and one.move_class is classes.OPTION_MOVED:
        return True  # the tool fetched the new pin with these options
    is_option = one.move_class is classes.INPUT_ADDED_OR_REMOVED and all(
        move.name in PIN_OPTIONS for move in one.moved if move.role == "how"
    )
    is_by_tool = is_option or one.move_class in _BY_TOOL
    is_added = is_new and other is not None and (other.path == each.path or not has_commit(other))
    return is_by_tool and (is_added or base.changed_outputs(each.path, target).has_fetched)


def _is_of_other_entry(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether the digest belongs to another place, with another repository at another revision.

    Both places must be in both trees, and this place must have another digest in the base. Then entries were exchanged,
    or a hash was copied over another hash. The items of a list have one place: there, the inputs of each item tell
    which item it is.
    """
    each, other = one.output, one.other
    if other is None:
        return False
    in_list = (other.path, other.attribute) == (each.path, each.attribute)
    before = base.at(each, each.identity if in_list else None)
    there = target.at(other, other.identity if in_list else None)
    if one.move_class is classes.OTHER_CRATE:  # crates of one workspace share a hash, but never exchange two
        return any(old.digest == now.digest for old in before for now in there)
    deciding = {move.name for move in one.moved if move.role in ("what", "where")}
    if not deciding & {"rev", "version"}:
        return False
    if not deciding & {"repo", "pname", "crateName"} and not is_url_of_other_repository(one):
        return False
    return bool(before) and bool(there) and all(old.digest != each.digest for old in before)


def _is_sibling_fetched(one: Judgement, file: ChangedOutputs) -> bool:
    """Tell whether another record of the same file made the same move and has a digest that the base does not have."""
    wanted = steps_of(one.moved)
    return bool(wanted) and all(file.has_fetched_with(one.output, step) for step in wanted)


def _is_moved_to_mirror(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether this source moved to another host, together with MANY sources of its file that kept their hashes."""
    host = host_of(one.output)
    if not host or one.other is None or host_of(one.other) in ("", host):
        return False
    names = (last(address_of(each) or "") for each in (one.other, one.output))
    if other_version_only(*names) or is_other_release(one.other, one.output):
        return False
    return base.changed_outputs(one.output.path, target).mirrors[host] >= MANY


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

    There is only a judgement if the move is an error, if a call or a dependency hash in Nix moved with a warning, or
    if a tool wrote the pin. If the literal itself still has the old pair too, an override uses it for another source.
    A dependency hash may also have moved to another place, together with its package.
    """
    for base in bases:
        for other, in_place in _places_of(each, base, target):
            if other.digest != each.digest or other.identity == each.identity:
                continue
            moved = moves(other, each)
            move_class = classify(other, each, moved)
            if not any(move.role in ("what", "how", "script") for move in moved):
                continue
            if each.tool and not _tool_wrote_twice(each, target):
                ran = len(bases) == 1 and base.changed_outputs(each.path, target).has_fetched
                pin_class = classes.TOOL_RAN if ran else classes.PIN_BESIDE_OLD_PIN
                beside = (
                    one.path == each.path for one in target.sharing(each) if one.identity == other.identity
                )
                if not ran and move_class.severity == "error" and not any(beside):
                    pin_class = move_class  # a copy of the file does not make the pin right
                return Judgement(Kind.STALE, each, other, moved, pin_class)
            reported = (
                _reported_in_place(each, other, target) if in_place else _reported_elsewhere(each, other)
            )
            if not each.tool and move_class.severity in reported:
                return Judgement(Kind.STALE, each, other, moved, move_class)
    return None


def _places_of(each: FixedOutput, base: Pairs, target: Pairs) -> list[tuple[FixedOutput, bool]]:
    """Return the fixed outputs of a base that may be the literal of ``each``, with True if the place is the same.

    A literal may come from a place that does not have the digest any more. If git sees that place in a renamed file, it
    may have found the copy of the old package. A data file must be new: its entries have other places after each edit.
    """
    sharing = base.sharing(each)
    here = [(other, True) for other in sharing if (other.path, other.attribute) == base.place(each)]
    is_data = not each.path.endswith(".nix")
    if here or each.tool or each.record or (is_data and any(old.path == each.path for old in base.found)):
        return here
    kept = {(one.path, one.attribute) for one in target.sharing(each)}
    return [
        (other, False)
        for other in sharing
        if (other.is_source, other.tool, other.record) == (each.is_source, False, False)
        and (other.path, other.attribute) not in kept
    ]


def _reported_in_place(each: FixedOutput, other: FixedOutput, target: Pairs) -> tuple[str, ...]:
    """Return the severities of a literal that kept its digest in place.

    A data file has many literals that stay right.
    """
    if each.is_source:
        is_by_hand = not each.record and each.resolved
    else:
        is_by_hand = each.path.endswith(".nix") and not _is_here(other, each, target)
    return ("error", "warning") if is_by_hand else ("error",)


def _reported_elsewhere(each: FixedOutput, other: FixedOutput) -> tuple[str, ...]:
    """Return the severities of a literal that may come from another place, where ``other`` was.

    The old pair may have moved, and this literal may be a copy. So a source is only reported if `_copy` does not judge
    it, or if its commit moved.
    """
    if not each.is_source:
        return ("warning",)
    is_judged = is_concrete(each) and copies.class_of(other, each) is not classes.COMMITS_SHARE_HASH
    return ("error", "warning") if each.resolved and not is_judged else ()


def _is_here(other: FixedOutput, each: FixedOutput, target: Pairs) -> bool:
    """Tell whether the literal of ``each`` has the pair of ``other`` in the target too."""
    return any(
        one.identity == other.identity and one.origin.key == each.origin.key for one in target.sharing(each)
    )


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
        if other.origin.key == each.origin.key:
            continue
        if other.identity == each.identity and not shared_parts.are_chosen_by_key(other, each):
            continue
        move_class = copies.class_of(other, each)
        if move_class is classes.COPIED_HASH and (
            shared_parts.is_of_shared_part(other, each, target.by_call)
            or (
                not any(base.at(each) for base in bases)
                and shared_parts.is_of_shared_file(other, each, target.by_place)
            )
        ):
            move_class = classes.PART_SHARES_HASH
        if move_class is None:
            move_class = class_of_members(other, each, bases, target)
        if move_class is not None and not shared_parts.is_shared_beside_source(other, each, target.by_record):
            is_new = not any(base.holds(other) for base in bases)
            is_of_tag = move_class in (classes.TAGS_SHARE_HASH, classes.COMMIT_IS_AT_TAG)
            if is_new and is_of_tag and are_bumped_together(each, other, bases):
                continue
            if move_class is classes.DEPENDENCIES_SHARE_HASH and had_one_digest(each, other, bases):
                continue
            rank = (is_new, move_class.severity != "error")
            if found is None or rank < found[0]:
                found = rank, Judgement(Kind.COPY, each, other, moves(other, each), move_class)
    return found[1] if found is not None else None


def follow_renames(
    base: Pairs, target: Iterable[FixedOutput], added: Collection[str], deleted: Collection[str]
) -> None:
    """Let ``base.at`` find the fixed outputs of a renamed file.

    A deleted file and an added file are the same file if both have the same digest, or the same inputs, under the same
    attribute. If several files match, the two with the most such attributes are the same file. ``added`` has the paths
    that only the target has, ``deleted`` those that only the base has. This function sets ``base.renamed``.
    """
    shared: Counter[tuple[str, str]] = Counter()
    for each in target:
        if each.path not in added:
            continue
        others = (*base.sharing(each), *base.by_identity.get(each.identity, ())[:MOST_SHARING])
        shared.update(
            (each.path, path)
            for path in {other.path for other in others if other.attribute == each.attribute}
            if path in deleted
        )
    taken: set[str] = set()
    for (path, before), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if path not in base.renamed and before not in taken:
            base.renamed[path] = before
            taken.add(before)
