"""The facts about the fixed outputs of one file in a base and a target: which of them a program fetched, and how."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from authguard.compare import repository_names
from authguard.compare.downloads import address_of
from authguard.compare.moves import form_of, has_commit, moves
from authguard.compare.releases import RELEASE
from authguard.digest import is_of_nothing
from authguard.outputs.facts import is_concrete
from authguard.outputs.place import are_other_platforms
from authguard.outputs.urls import is_full_id, last, other_version_only, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.compare.judgement import Move
    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput

MANY = 5
"""If this many sources of one file move in the same way at once, probably a program or a mirror is the reason."""

LONG_LIST = 10
"""If so many files kept their hashes in a folder that moved, and others have new ones, few people forgot so many."""

MOST_SHARING, SOME_SHARING = 32, 8
"""If a digest has at most MOST_SHARING fixed outputs, all are compared, otherwise only SOME_SHARING of them.

Hand-written files have fewer.
"""

_NAMES = frozenset({"artifactId", "crateName", "key", "name", "pkg", "pname", "publisher", "repo"})
"""Inputs that distinguish the records of one list."""

Step = tuple[str, object, object]
"""The name of a moved input, and its forms before and after."""

_ARTIFACT = r"(.+#.+)#\w+"
_TO_COMMIT = r"\S*?/[0-9a-f]{40}/"
_FOLDER = r"(?:[\w.-]+/){2,}\d[\w.+-]*"


FETCHED, KEPT = 3, 4
"""If so many repositories of one release have new hashes and so many kept theirs, few people forgot so many."""


def release_step(old: FixedOutput, new: FixedOutput) -> tuple[str, str] | None:
    """Return the releases between which the tag of a source moved, without zeros at the end; None for other moves."""
    tags = [form_of(each.input("rev")) for each in (old, new)]
    found = [re.findall(RELEASE, tag) if isinstance(tag, str) and not is_full_id(tag) else [] for tag in tags]
    if not found[0] or not found[1]:
        return None
    before, after = (re.sub(r"(?:\.0+)+\Z", "", each[-1]) for each in found)
    return (before, after) if before != after else None


class ChangedOutputs:
    """The facts about the fixed outputs of one file that changed from a base to a target."""

    def __init__(self, path: str, base: Pairs, target: Pairs) -> None:
        """Take the path and both trees."""
        self._found = [each for each in target.found if each.path == path and each.digest is not None]
        self._base, self._target = base, target
        self._named: dict[object, dict[object, list[FixedOutput]]] = {}
        self._by_name: dict[tuple[str, str], dict[str, list[FixedOutput]]] = {}

    def _is_fetched(self, each: FixedOutput) -> bool:
        """Tell whether the base does not have the digest of a fixed output."""
        return each.digest is not None and each.digest.key() not in self._base.by_digest

    @cached_property
    def has_fetched(self) -> bool:
        """Whether a pin or a record has a digest that the base does not have. Then a program fetched it."""
        return any((each.tool or each.record) and self._is_fetched(each) for each in self._found)

    @cached_property
    def has_new(self) -> bool:
        """Whether any fixed output has a digest that the base does not have."""
        return any(map(self._is_fetched, self._found))

    @cached_property
    def steps(self) -> dict[Step, set[tuple[str, bool]]]:
        """The records with a digest that the base does not have, by their moves.

        Of each, the name of its repository, and whether it is a source.
        """
        found: dict[Step, set[tuple[str, bool]]] = {}
        for each in self._found:
            for old in self._before(each) if each.record and self._is_fetched(each) else ():
                for step in steps_of(moves(old, each)):
                    name = repository_names.repository_name(each)
                    found.setdefault(step, set()).add((name, each.is_source))
        return found

    def has_fetched_with(self, one: FixedOutput, step: Step) -> bool:
        """Tell whether a program fetched another record that made a step of the move of ``one``.

        Two repositories may have the same tag, but not the same commit. New dependencies show nothing about a kept
        source.
        """
        mine = repository_names.repository_name(one)
        names = {name for name, is_source in self.steps.get(step, ()) if is_source or not one.is_source}
        return bool(names) and (
            is_full_id(step[2]) or any(repository_names.are_related_names(mine, name) for name in names)
        )

    def release_fetched(self, moved: Sequence[Move]) -> bool:
        """Tell whether a url is in the folder of another release, and a program fetched that release.

        MANY fixed outputs moved in the same way and have a digest that the base does not have, and fewer kept theirs.
        """
        folder = release_folder(moved)
        if folder is None:
            return False
        fetched, kept = self._releases
        return fetched[folder] >= MANY and fetched[folder] > kept[folder]

    @cached_property
    def _releases(self) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str, str]]]:
        """For each moved release of a url: the numbers of outputs with a new digest, and with a kept digest."""
        fetched: Counter[tuple[str, str, str]] = Counter()
        kept: Counter[tuple[str, str, str]] = Counter()
        for each in self._found:
            found = {release_folder(moves(old, each)) for old in self._before(each)} - {None}
            (fetched if self._is_fetched(each) else kept).update(one for one in found if one is not None)
        return fetched, kept

    def files_kept(self, attribute: str, moved: Sequence[Move]) -> bool:
        """Tell whether a folder moved to another version, and its files were fetched again, as far as they changed.

        LONG_LIST files of one attribute kept their names and digests in this folder, and at least one has a digest
        that the base does not have. Files for several platforms do not count: they change together.
        """
        folder = folder_of_file(moved)
        return folder is not None and (attribute, *folder) in self._fetched_folders

    def has_fetched_beside(self, one: FixedOutput, moved: Sequence[Move]) -> bool:
        """Tell whether another file of the folder to which the file of ``one`` moved was fetched.

        A file for another platform does not count, since the files of all platforms change together.
        """
        folder, name = folder_of_file(moved), _file_name(address_of(one) or "")
        return folder is not None and any(
            not are_other_platforms(name.replace(".", "-"), other.replace(".", "-"))
            for key, names in self._folders_of_files[0].items()
            if key[1:] == folder
            for other in names
        )

    @cached_property
    def _fetched_folders(self) -> set[tuple[str, ...]]:
        """The attributes and moved folders for which files_kept() is true."""
        fetched, kept = self._folders_of_files
        return {
            folder
            for folder, names in kept.items()
            if len(names) >= LONG_LIST
            and folder in fetched
            and not any(
                are_other_platforms(one, other)
                for one, other in combinations(sorted(names)[:MOST_SHARING], 2)
            )
        }

    @cached_property
    def _folders_of_files(self) -> tuple[dict[tuple[str, ...], set[str]], dict[tuple[str, ...], set[str]]]:
        """The names of the fetched files, and of the kept files, by their attribute and their moved folder."""
        fetched: dict[tuple[str, ...], set[str]] = {}
        kept: dict[tuple[str, ...], set[str]] = {}
        for each in self._found:
            name = _file_name(address_of(each) or "")
            for old in self._before(each) if name else ():
                folder = folder_of_file(moves(old, each))
                if folder is None:
                    continue
                names = fetched if self._is_fetched(each) else kept
                names.setdefault((each.attribute, *folder), set()).add(name)
        return fetched, kept

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
        same = [self._named[place][name] for name in _names(each) if name in self._named[place]]
        return min(same, key=len)[:SOME_SHARING] if same else []

    @cached_property
    def folders(self) -> Counter[tuple[str, str]]:
        """How many records with separate commits kept their hashes, by the old and the new start of their path."""
        kept = (
            {other_folder(moves(old, each)) for old in self._base.sharing(each)}
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

    def has_fetched_of_commit(self, each: FixedOutput) -> bool:
        """Tell whether another file moved to the same commit as ``each``, and has a new digest.

        A file for another platform does not count, since the files of all platforms change together.
        """
        address = address_of(each) or ""
        others = self._fetched_commits.get(_root_of_commit(address), ())
        return any(not are_other_platforms(_part_of(address), _part_of(other)) for other in others)

    @cached_property
    def _fetched_commits(self) -> dict[str, list[str]]:
        """The urls of files that moved to a commit and have a digest that the base does not have, by that commit."""
        found: dict[str, list[str]] = {}
        for each in self._found:
            address = address_of(each) or ""
            root = _root_of_commit(address)
            before = {_root_of_commit(address_of(old) or "") for old in self._before(each)} - {root, ""}
            is_real = each.digest is not None and not is_of_nothing(each.digest)
            if root and before and is_real and self._is_fetched(each):
                found.setdefault(root, []).append(address)
        return found

    @cached_property
    def stacks(self) -> set[tuple[str, str]]:
        """The moves from release to release that many repositories of all files made, by their tags.

        FETCHED of them or more have a new digest, and KEPT or more kept theirs: some components of such a release are
        the same commits as before.
        """
        fetched: dict[tuple[str, str], set[str]] = {}
        kept: dict[tuple[str, str], set[str]] = {}
        for each in filter(is_concrete, self._target.found):
            name = repository_names.repository_name(each)
            for old in self._before_of_name(each, name) if name else ():
                if (step := release_step(old, each)) is not None:
                    (kept if old.digest == each.digest else fetched).setdefault(step, set()).add(name)
        return {step for step in kept if len(kept[step]) >= KEPT and len(fetched.get(step, ())) >= FETCHED}

    def _before_of_name(self, each: FixedOutput, name: str) -> list[FixedOutput]:
        """Return the outputs that the base has at a place; of the items of a list, those of the same repository."""
        before = self._base.at(each)
        if len(before) < 2:
            return before
        place = each.path, each.attribute
        if place not in self._by_name:
            found = self._by_name[place] = {}
            for old in before:
                found.setdefault(repository_names.repository_name(old), []).append(old)
        return self._by_name[place].get(name, [])

    @cached_property
    def artifacts(self) -> set[str]:
        """The artifacts of Maven repositories with a file that has a digest which the base does not have."""
        return {name for each in self._found if self._is_fetched(each) and (name := artifact(each))}

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
            before = {host_of(old) for old in self._base.sharing(each)} - {""}
            if before and host_of(each) not in before:
                kept.add((each.digest, host_of(each)))
        return Counter(where for _, where in kept)


def _root_of_commit(url: str) -> str:
    """Return the start of a url with its commit id: `https://raw.example.org/owner/repo/1f0c…/`; "" if it has none."""
    match = re.match(_TO_COMMIT, url)
    return match[0] if match is not None else ""


def _part_of(url: str) -> str:
    """Return the path after the commit id of a url, as one name."""
    return url.removeprefix(_root_of_commit(url)).replace("/", "-")


def artifact(each: FixedOutput) -> str:
    """Return the Maven artifact that a file in a lock belongs to; "" for any other fixed output.

    Programs write such locks. A file of an artifact (a pom, a jar) is often the same in two versions.
    """
    name, folder = form_of(each.input("pname")), form_of(each.input("path"))
    match = re.fullmatch(_ARTIFACT, name) if isinstance(name, str) else None
    if match is not None:
        return match[1]
    return folder if isinstance(folder, str) and re.fullmatch(_FOLDER, folder) else ""


def _names(each: FixedOutput) -> list[object]:
    """Return the inputs that name the repository or the package of a record; without any, those of its content."""
    deciding = [one for one in each.inputs if one.role == "what"]
    return [(one.name, one.form) for one in deciding if one.name in _NAMES] or [
        (one.name, one.form) for one in deciding
    ]


def _commit(each: FixedOutput) -> tuple[object, ...]:
    """Return the repository and the commit of a record."""
    return tuple(form_of(each.input(name)) for name in ("url", "repo", "rev"))


def host_of(each: FixedOutput) -> str:
    """Return the host that a source is fetched from; "" if the host is not known."""
    address = address_of(each)
    return split(address)[0] if address is not None else ""


def _only_paths(
    moved: Sequence[Move], name: str, roles: tuple[str, ...]
) -> tuple[list[str], list[str]] | None:
    """Return the parts of a path before and after, if it is the only move with one of ``roles``; otherwise None."""
    heavy = [move for move in moved if move.role in roles]
    if len(heavy) != 1 or heavy[0].name != name:
        return None
    one, other = form_of(heavy[0].before), form_of(heavy[0].after)
    if not isinstance(one, str) or not isinstance(other, str):
        return None
    return one.split("/"), other.split("/")


def other_folder(moved: Sequence[Move]) -> tuple[str, str] | None:
    """Return the start of a path before and after, if only that moved; None for another move."""
    paths = _only_paths(moved, "path", ("what", "how"))
    if paths is None:
        return None
    first, second = paths
    if first[-1] != second[-1]:
        return None
    while first and second and first[-1] == second[-1]:
        del first[-1], second[-1]
    return "/".join(first), "/".join(second)


def release_folder(moved: Sequence[Move]) -> tuple[str, str, str] | None:
    """Return the url up to the only folder that moved, and that folder before and after.

    The folders differ only in a version. None if anything else moved too, for example the host or the name of the file.
    """
    paths = _only_paths(moved, "url", ("what", "how", "where"))
    if paths is None:
        return None
    first, second = paths
    differ = [at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]]
    if len(first) != len(second) or len(differ) != 1 or differ[0] == len(first) - 1:
        return None
    old, new = first[differ[0]], second[differ[0]]
    if not other_version_only(old, new) or are_other_platforms(old, new):
        return None
    return "/".join(first[: differ[0]]), old, new


def folder_of_file(moved: Sequence[Move]) -> tuple[str, str, str] | None:
    """Return the folder, and a numbered part of a url before and after, if the file has the same name.

    The part is a folder or a value in the query, such as a version or a commit id. Nothing else may have moved.
    """
    heavy = [move for move in moved if move.role in ("what", "how", "where")]
    if len(heavy) != 1 or heavy[0].name != "url":
        return None
    one, other = form_of(heavy[0].before), form_of(heavy[0].after)
    if not isinstance(one, str) or not isinstance(other, str) or _file_name(one) != _file_name(other):
        return None
    first, second = (re.split("[/?&=#]", url) for url in (one, other))
    differ = [at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]]
    if len(first) != len(second) or len(differ) != 1:
        return None
    at = differ[0]
    old, new = first[at], second[at]
    if are_other_platforms(old, new) or not all(re.search(r"\d", part) for part in (old, new)):
        return None
    folder = re.split("[?#]", one)[0].rpartition("/")[0].split("/")
    return "/".join(folder[:at]), old, new


def _file_name(url: str) -> str:
    """Return the name of the file that a url names, without a query."""
    return last(re.split("[?#]", url)[0])


def steps_of(moved: Sequence[Move]) -> set[Step]:
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


def _contains(step: Step, old: object, new: object) -> bool:
    """Tell whether only a version in a text moved."""
    before, after = step[1:]
    if not all(isinstance(each, str) for each in (before, after, old, new)):
        return False
    return str(old) in str(before) and str(before).replace(str(old), str(new)) == after
