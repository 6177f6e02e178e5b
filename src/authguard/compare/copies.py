"""One digest at two fixed outputs: can the digest be right for both?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.classify_urls import MAX_DAYS, is_commit_id
from authguard.compare.dependency_copies import (
    EMPTY_DIRECTORY,
    are_of_two_ecosystems,
    class_of_projects,
    is_unread,
)
from authguard.compare.distributions import (
    DISTRIBUTION,
    DISTRIBUTION_RELEASE,
    are_for_two_environments,
)
from authguard.compare.moves import form_of, is_part_of_repository, moves, other_version
from authguard.compare.releases import is_prerelease_of, is_same_release
from authguard.compare.repository_names import are_of_other_names, are_related_names
from authguard.compare.shared_parts import ARCHIVE, OF_VERSIONS, call_of, is_data, is_data_file
from authguard.nix.data import DataOrigin
from authguard.outputs import urls
from authguard.outputs.days import days_between
from authguard.outputs.facts import is_concrete
from authguard.outputs.hash_names import names_machine
from authguard.outputs.place import are_other_platforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.compare.judgement import Judgement, Move
    from authguard.compare.move_class import MoveClass
    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput, Input


_OF_TABLE = ("key", "platform")
_ANY_PROJECT = (
    r"v|win(?:dows)?|(?:pre)?release|version|stable|latest|nightly|lts|main|master|trunk|sources?|src|orig|dist|archive"
    rf"|snapshot|download|files?|package|pkg|bundle|bin(?:ary)?|full|{DISTRIBUTION}|{DISTRIBUTION_RELEASE}"
)
"""A word in the name of a file that does not name its project: a word for any release, or for a distribution."""
_FILE_VERSION = r"(?<!\d)\d+(?:[._u]\d+)+"
_OF_RELEASE = frozenset({"change", "rev", "version", "ver", "repo", "pname", "pkg", "tag"})
"""The inputs that name a project or a release of it."""
_OF_TAGS = r"/(?:archives?|get|snapshot|tarball|zipball)$"
"""The folder in which a host of repositories has the archives of tags."""
_PSEUDO_VERSION = r"v\d+\.\d+\.\d+-(?:[\w.]+\.)?\d{14}-[0-9a-f]{12}"
"""The version that Go makes of a commit without a tag. A module in a directory is the same in many commits."""
_NO_MODULE = "+incompatible"
"""The end of a version of a Go repository that has no module of this version."""
_MODULE = r"[a-z0-9.-]+\.[a-z]+/[^\s\"']+\Z"
_LONGEST_MODULE = 300
_NESTED = r"(?:[^/]+/){3,}(?!v\d+\Z)[^/]+"
"""A module in a directory of its repository."""
_PART = frozenset({"dir", "directory", "location", "rootDir", "sparseCheckout", "subDir", "subdir"})
"""Keys beside a hash that may name a part of a repository."""
_FOR_ALL = r"(?:^|[-_.])(?:noarch|all|any|universal|common|data)(?:[-_.]|$)"
"""A word in the name of a file that was built for every environment."""
_SHORTEST_WORD = 3
_LONGEST_NAME = 200
_VERSION = r"(?<!\d)\d+(?:[._]\d+)+"
_VERSION_OR_NUMBER = r"(?<!\d)\d+(?:[._]\d+)*"


def class_of(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return the class of two sources that cannot both have this digest; None if they can.

    Both must be concrete sources in hand-written Nix. Another repository or version is an error; another commit id
    alone is a warning, since trees can be equal. Platforms and members of one package may share a digest; tables of two
    versions may not share one.
    """
    if one.kind == other.kind == "image":
        return _class_of_images(one, other)
    if (
        _are_file_and_directory(one, other)
        or _are_source_and_dependencies(one, other)
        or are_of_two_ecosystems(one, other)
    ):
        return classes.COPIED_HASH
    if (of_projects := class_of_projects(one, other)) is not None:
        return of_projects
    if _are_of_one_table(one, other) or not is_concrete(one) or not is_concrete(other):
        found = _class_of_entries(one, other) or _class_of_records(one, other)
        return found or _class_of_environments(one, other)
    differing = [move for move in moves(one, other) if move.role == "what"]
    if not differing:
        return None
    if all(
        urls.is_full_id(form_of(move.before)) and urls.is_full_id(form_of(move.after)) for move in differing
    ):
        return classes.COPIED_HASH if are_of_other_names(one, other) else classes.COMMITS_SHARE_HASH
    if any(move.before is None or move.after is None for move in differing):
        return None
    if _may_share_a_commit(one, other, differing):
        return classes.COMMIT_IS_AT_TAG if _is_one_of_tag(one, other) else classes.TAGS_SHARE_HASH
    for move in differing:
        if move.name in _OF_RELEASE:
            return classes.COPIED_HASH
        if move.name == "url" and _versions(move.before) != _versions(move.after):
            addresses = (str(form_of(stated)) for stated in (move.before, move.after))
            return None if is_same_release(*addresses) else classes.COPIED_HASH
    if any(move.name == "url" and _is_of_another_commit(move) for move in differing):
        return classes.COMMITS_SHARE_HASH
    return _class_of_files(one, other) or _class_of_environments(one, other)


def is_of_own_package(one: Judgement, base: Pairs, target: Pairs) -> bool:
    """Tell whether a source has the old hash of its dependencies, or they have its hash, and the source did not move.

    A person who exchanged the two, or who puts them right, does that: nothing here shows which. Nix notices both.
    """
    each, other = one.output, one.other
    if other is None or each.is_source == other.is_source:
        return False
    packages = {(part.path, part.attribute.rpartition(".")[0]) for part in (each, other)}
    places = (base.at(each), base.at(other), target.at(each), target.at(other))
    if len(packages) > 1 or any(len(found) != 1 for found in places):
        return False  # several packages, or several calls that pass these names
    kept = all(move.name == "src" for move in moves(places[0][0], each))
    return kept and (each.is_source or bool(target.at(other, other.identity)))


def are_swapped(
    each: FixedOutput, other: FixedOutput, before: Sequence[FixedOutput], after: Sequence[FixedOutput]
) -> bool:
    """Tell whether the hashes of two sources changed places, and nothing else of the two moved.

    Nothing in the two trees shows which of them has the right hashes. ``other`` of the base has the hash of ``each``.
    ``before`` are the outputs of the base at the place of ``each`` with its inputs, and ``after`` those of the target
    at the place of ``other`` with its inputs.
    """
    if each.tool or not each.is_source or each.kind != other.kind or not each.resolved:
        return False
    digests = {one.digest for one in (*before, *after)}
    if not before or not after or len(digests) != 1 or not digests.isdisjoint((None, each.digest)):
        return False
    kept = [*((one, each) for one in before), *((other, one) for one in after)]
    return all(one.full_identity == now.full_identity and not other_version(one, now) for one, now in kept)


def _are_file_and_directory(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether one source is hashed as a file and the other as a directory: no content has both hashes.

    Members of sets are excluded: the code may fetch the members of one set in both ways.
    """
    return (
        one.group is None
        and other.group is None
        and all(each.is_source and each.resolved and not (each.record or each.tool) for each in (one, other))
        and all(each.row is not None and bool(each.row.names) for each in (one, other))
        and {one.mode, other.mode} == {"flat", "recursive"}
    )


def _are_source_and_dependencies(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the source of a package has the hash of its dependencies: one hash was written to both places."""
    source, dependencies = (one, other) if one.is_source else (other, one)
    is_of_call = is_concrete(source) and call_of(source) == call_of(dependencies)
    is_of_record = _are_known(source, source) and call_of(dependencies) == (source.path, source.attribute)
    return (
        dependencies.kind == "dependency"
        and not (dependencies.record or dependencies.tool)
        and (is_of_record or (is_of_call and dependencies.path.endswith(".nix")))
        and source.digest is not None
        and source.digest.sri() != EMPTY_DIRECTORY
        and not is_unread(dependencies)
    )


def _class_of_images(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return an error for two images with two final names or tags, since pullImage writes them into the archive."""
    if not _is_pulled_image(one) or not _is_pulled_image(other):
        return None
    names = [form_of(each.input("finalImageName") or each.input("imageName")) for each in (one, other)]
    tags = [form_of(each.input("finalImageTag")) or "latest" for each in (one, other)]
    if not all(isinstance(form, str) for form in (*names, *tags)):
        return None
    return classes.COPIED_HASH if names[0] != names[1] or tags[0] != tags[1] else None


def _is_pulled_image(each: FixedOutput) -> bool:
    """Tell whether a call of pullImage has this hash; the data of the image can be in a data file."""
    return each.producer == "pullImage" and each.resolved and not each.record


def _class_of_entries(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return a warning for two fetches of one repository by other tags, which keys of one table choose.

    `{ "5.2" = { rev = "1.4"; … }; "5.3" = { rev = "1.4-53"; … }; }`: the tags can be one commit. None for platforms.
    """
    if not (is_concrete(one) and is_concrete(other)) or one.record or other.record:
        return None
    keys = [str(each.platform or "") for each in (one, other)]
    if keys[0] == keys[1] or not all(_is_version_or_word(key) for key in keys):
        return None
    tags = [_tag(each) for each in (one, other)]
    if "" in tags or tags[0] == tags[1] or is_same_release(*tags):
        return None
    return None if are_of_other_names(one, other) else classes.TAGS_SHARE_HASH


def _is_version_or_word(key: str) -> bool:
    """Tell whether a key of a table is a version or a word, and not a platform."""
    return re.fullmatch(_VERSION, key) is not None or (key != "" and not names_machine(key))


def _class_of_files(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return the class of two archives with one version and two names: `a-1.0.tar.gz` and `b-1.0.tar.gz`.

    A text, such as a patch or a license, has many names. Two tags of one repository can be one commit. A word that both
    names contain can be the name of one project. None for these, or a warning.
    """
    files = [_last(each) or "" for each in (one, other)]
    if one.kind == "patch" or other.kind == "patch" or not all(re.fullmatch(ARCHIVE, file) for file in files):
        return None
    first, second = map(_words_of_project, files)
    if not first or not second or are_related_names("-".join(first), "-".join(second)):
        return None
    if _may_be_tags_of_one_repository(one, other):
        return classes.TAGS_SHARE_HASH
    pairs = [(mine, its) for mine in first for its in second if min(len(mine), len(its)) >= _SHORTEST_WORD]
    return (
        classes.NAMES_SHARE_HASH if any(are_related_names(*pair) for pair in pairs) else classes.COPIED_HASH
    )


def _class_of_environments(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return a warning for two files in Nix code that were built for two versions of a language or a distribution.

    So are two files for two platforms in records: no call is known that chooses one of them by its platform.
    """
    if not all(each.kind == "source" and each.path.endswith(".nix") for each in (one, other)):
        return None
    addresses = [form_of(each.input("url")) for each in (one, other)]
    files = [urls.last(url)[-_LONGEST_NAME:].lower() for url in addresses if isinstance(url, str)]
    if len(files) < 2 or "generated" in one.path or not all(re.fullmatch(ARCHIVE, file) for file in files):
        return None
    if any(re.search(_FOR_ALL, file) for file in files):
        return None
    names = [file.replace(".", "-") for file in files]
    is_of_platform = one.record and other.record and are_other_platforms(*names)
    return classes.NAMES_SHARE_HASH if is_of_platform or are_for_two_environments(*files) else None


def _words_of_project(file: str) -> list[str]:
    """Return the words before the version in the name of a file; none without a version.

    Words of platforms, and words that any project may use for its files, are omitted.
    """
    before, *version = re.split(_FILE_VERSION, file.lower(), maxsplit=1)
    words = re.findall(r"[a-z][a-z0-9]*", before) if version else []
    return [word for word in words if re.fullmatch(_ANY_PROJECT, word) is None and not names_machine(word)]


def _may_be_tags_of_one_repository(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two urls differ only in the last component, and that can be a tag of one repository.

    A host of repositories packs any tag (`/o/r/get/a-1.0.tar.gz`). Without the folder inside, or if the folder has only
    the name of the repository, the content of two tags is the same.
    """
    first, second = (each.input("url") for each in (one, other))
    if first is None or second is None:
        return False
    folder = first.shown.rpartition("/")[0]
    is_unpacked = one.mode != "flat" and other.mode != "flat"
    is_of_tags = is_unpacked or re.search(_OF_TAGS, folder) is not None
    return is_of_tags and second.shown.rpartition("/")[0] == folder


def _are_of_one_table(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two sources are members of sets, but not members of one name in two sets.

    The sets that two calls of one function take have one group.
    """
    return one.group is not None and other.group is not None and one.platform != other.platform


def _may_share_a_commit(one: FixedOutput, other: FixedOutput, differing: list[Move]) -> bool:
    """Tell whether two sources of one repository can be one commit: tags of two patterns, or a tag and a commit id.

    A part of a repository is often the same on two days.
    """
    if any(move.name not in ("rev", "tag", "repo", "version") for move in differing):
        return False
    names = [form_of(each.input("repo")) for each in (one, other)]
    if len({name.lower() for name in names if isinstance(name, str)}) > 1:
        return False
    first, second = (form_of(each.input("rev")) for each in (one, other))
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    if urls.is_full_id(first) or urls.is_full_id(second):
        return urls.is_full_id(first) != urls.is_full_id(second)
    if days_between(first, second) is not None and all(map(is_part_of_repository, (one, other))):
        return True
    return not _are_of_one_pattern(first, second)


def _are_of_one_pattern(one: str, other: str) -> bool:
    """Tell whether two tags differ only in numbers: `v27.1.3` and `v28.0`, but not `v4` and `v4.2.1`, its release."""
    if urls.tag_pattern(one) == urls.tag_pattern(other):
        return True
    found = [re.findall(_VERSION_OR_NUMBER, tag) for tag in (one, other)]
    if not len(found[0]) == len(found[1]) == 1:
        return False
    patterns = {re.sub(_VERSION_OR_NUMBER, "0", tag) for tag in (one, other)}
    first, second = (re.findall(r"0*(\d+)", numbers) for (numbers,) in found)
    return len(patterns) == 1 and any(mine != its for mine, its in zip(first, second, strict=False))


def _is_one_of_tag(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether one of two sources has a full commit id, and the other one has a tag."""
    revisions = [form_of(each.input("rev")) for each in (one, other)]
    return any(map(urls.is_full_id, revisions)) and not all(map(is_commit_id, revisions))


def _is_of_another_commit(move: Move) -> bool:
    """Tell whether both addresses have a full commit id, and the two differ."""
    one, other = (
        {each for each in urls.versions(str(form_of(stated))) if urls.is_full_id(each)}
        for stated in (move.before, move.after)
    )
    return bool(one) and bool(other) and one.isdisjoint(other)


def _class_of_records(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return an error for two records with one digest and urls of two versions, since a file has only one version.

    Tags of one pattern with other numbers in one Nix file are two versions too; one of the two may be a call. Daily
    tags can be one commit. Pins of two repositories at two revisions are an error too.
    """
    if "pin" in (one.kind, other.kind):
        return _class_of_pins(one, other)
    if _are_two_charts(one, other):
        return classes.COPIED_HASH
    if one.path.endswith(".nix") and are_versions_of_one_table(one, other):
        return classes.VERSIONS_SHARE_HASH
    if _are_tags_of_one_file(one, other):
        days = days_between(*map(_tag, (one, other)))
        return classes.TAGS_SHARE_HASH if days is not None and days <= MAX_DAYS else classes.COPIED_HASH
    if one.kind == other.kind == "source" and (found := _class_of_commits(one, other)) is not None:
        return found
    if not _are_known(one, other):
        return None
    if one.kind == other.kind == "source":
        found = _class_of_tags(one, other) or _class_of_versions(one, other)
        if found is not None:
            return found
    names = [_last(each) for each in (one, other)]
    if None in names or not (is_data(one) and is_data(other)):
        return None
    first, second = (set(re.findall(_FILE_VERSION, name or "")) for name in names)
    return classes.COPIED_HASH if first and second and first.isdisjoint(second) else None


def _class_of_pins(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return the class of two pins, or of a pin and a source that Nix code fetches, at two revisions.

    Two commits of one repository seldom have one tree, but a fork may, and so may the branches that the pins of two
    files follow. A tag may be at a commit, also after the repository was renamed.
    """
    if any(each.kind not in ("pin", "source") for each in (one, other)):
        return None
    if one.digest is not None and one.digest.sri() == EMPTY_DIRECTORY:
        return None
    first, second = (form_of(each.input("rev")) for each in (one, other))
    if first is None or second is None or first == second or urls.is_abbreviated(first, second):
        return None
    is_other = are_of_other_names(one, other)
    if urls.is_full_id(first) and urls.is_full_id(second):
        if is_other:
            return classes.COPIED_HASH
        is_apart = one.kind == other.kind and (
            one.path != other.path or _are_forks(one, other) or _is_of_part(one) or _is_of_part(other)
        )
        return None if is_apart else classes.COMMITS_SHARE_HASH
    if not is_other:
        return None
    return classes.COPIED_HASH if one.kind == other.kind else _class_of_tags(one, other)


def _are_two_charts(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two Helm charts in Nix code have two names, or two repositories and two releases.

    The archive of a chart has the name and the version of the chart in `Chart.yaml`.
    """
    if not (_is_chart(one) and _is_chart(other)):
        return False
    repositories = [form_of(each.input("repo")) for each in (one, other)]
    first, second = (form_of(each.input("version")) for each in (one, other))
    if (
        not all(isinstance(form, str) and "://" in form for form in repositories)
        or not isinstance(first, str)
        or not isinstance(second, str)
    ):
        return False
    names = [form_of(each.input("chart")) for each in (one, other)]
    if all(isinstance(name, str) and name.strip("/") for name in names):
        mine, its = (str(name).rstrip("/").rpartition("/")[2].lower() for name in names)
        if mine != its:
            return True
    return repositories[0] != repositories[1] and not is_same_release(first, second)


def _is_chart(each: FixedOutput) -> bool:
    """Tell whether a record in Nix code is a Helm chart, by its own name or the name of its table."""
    is_named = "chart" in each.attribute.lower() or each.input("chart") is not None
    return is_named and each.record and each.path.endswith(".nix") and each.input("rev") is None


def _are_known(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether both are data, or one of them is data and the other is in Nix code, with all its inputs."""
    return all(is_data(each) or is_concrete(each) for each in (one, other))


def _class_of_tags(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return the class of two records with the tags of two releases; None if these are not known."""
    tags = [_tag(each) for each in (one, other)]
    if not all(tags) or tags[0] == tags[1] or is_same_release(*tags):
        return None
    if one.digest is not None and one.digest.sri() == EMPTY_DIRECTORY:
        return None
    are_versions = all(map(urls.versions, tags))
    if are_of_other_names(one, other):
        return classes.COPIED_HASH if are_versions else classes.TAGS_SHARE_HASH
    return (
        classes.TAGS_SHARE_HASH if are_versions and all(each.input("repo") for each in (one, other)) else None
    )


def _class_of_versions(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return the class of two records that state only two versions: a warning for data, which a tool may have written.

    Records with a name each must have two names or two versions. Two versions of a crate never are one file: its folder
    is named after the version.
    """
    stated = [
        {each.name: form_of(each) for each in record.inputs if each.role == "what"} for record in (one, other)
    ]
    if any(not set(inputs) <= OF_VERSIONS or "version" not in inputs for inputs in stated):
        return None
    first, second = (str(inputs["version"]).removesuffix(_NO_MODULE) for inputs in stated)
    if (
        not urls.versions(first)
        or not urls.versions(second)
        or is_same_release(first, second)
        or first == second
    ):
        return None
    if all(re.fullmatch(_PSEUDO_VERSION, version) for version in (first, second)):
        module = _module_of(one)
        if module is not None and module == _module_of(other):
            return None if re.fullmatch(_NESTED, module) else classes.COMMITS_SHARE_HASH
    are_crates = all("crateName" in inputs for inputs in stated)
    folders = {each.path.rpartition("/")[0] for each in (one, other)}
    if not are_crates and len(folders) == 1 and is_prerelease_of(first, second):
        return classes.TAGS_SHARE_HASH
    is_by_hand = one.path.endswith(".nix") and other.path.endswith(".nix")
    return classes.COPIED_HASH if are_crates or is_by_hand else classes.TAGS_SHARE_HASH


def _module_of(each: FixedOutput) -> str | None:
    """Return the path of the Go module that a hash of a table belongs to, by the key of its entry; None for no path."""
    at = re.search(_MODULE, each.attribute[-_LONGEST_MODULE:])
    return at[0] if at is not None else None


def _class_of_commits(one: FixedOutput, other: FixedOutput) -> MoveClass | None:
    """Return the class of two records with two commits: an error for two repositories in Nix, or else a warning.

    A program may have written a data file, and two repositories may have equal trees, as a stub with only a license.
    One of two repositories may have a tag. Two commits of one repository or of its fork are only compared in one file.
    """
    if one.group or one.tool or other.tool or not _are_known(one, other):
        return None
    if one.digest is not None and one.digest.sri() == EMPTY_DIRECTORY:
        return None
    revisions = [form_of(each.input("rev")) for each in (one, other)]
    if revisions[0] == revisions[1] or not any(map(urls.is_full_id, revisions)):
        return None
    if all(isinstance(each, str) for each in revisions) and are_of_other_names(one, other):
        return classes.COMMITS_SHARE_HASH if is_data_file(one) or is_data_file(other) else classes.COPIED_HASH
    if not all(map(urls.is_full_id, revisions)):
        return None
    deciding = [[each for each in record.inputs if each.role == "what"] for record in (one, other)]
    is_one = one.path == other.path and (one.path.endswith(".nix") or not _are_forks(one, other))
    if _is_of_part(one) or _is_of_part(other):
        return None
    return classes.COMMITS_SHARE_HASH if is_one and all(len(each) == 1 for each in deciding) else None


def _are_forks(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two repositories have two owners, or an unknown one: a fork has the same tree at another commit."""
    owners = [_owner(each) for each in (one, other)]
    return "" in owners or owners[0] != owners[1]


def _owner(each: FixedOutput) -> str:
    """Return the owner of a repository, or the address of its folder, in lower case; "" if it is unknown."""
    owner, url = form_of(each.input("owner")), each.input("url")
    if isinstance(owner, str):
        return owner.lower()
    return url.shown.rstrip("/").rpartition("/")[0].lower() if url is not None else ""


def _is_of_part(each: FixedOutput) -> bool:
    """Tell whether a source is a part of its repository, by its inputs or the keys beside its hash."""
    beside = each.origin.holder() if isinstance(each.origin, DataOrigin) else {}
    return is_part_of_repository(each) or not _PART.isdisjoint(beside)


def _are_tags_of_one_file(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two sources in a hand-written Nix file have tags of one pattern with other numbers.

    Records and members of a set of platforms are excluded. (The entries of a table that only a part of the code reads
    are records.)
    """
    if one.path != other.path or not one.path.endswith(".nix") or "generated" in one.path:
        return False
    if one.group is not None or other.group is not None:
        return False
    if not (one.kind == other.kind == "source") or not (one.resolved and other.resolved):
        return False
    first, second = map(_tag, (one, other))
    return first != second and urls.tag_pattern(first) == urls.tag_pattern(second)


def are_versions_of_one_table(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two sources are entries of one set or object that has only a hash by version.

    One of the two sources may be a call that reads its entry. The set may have a set for each version:
    `"1.4".release.sha256`.
    """
    if one.path != other.path or "generated" in one.path:
        return False
    if not (one.kind == other.kind == "source") or one.origin.path != other.origin.path:
        return False
    places = [_around_key(each) for each in (one, other)]
    known = next((place for place in places if place is not None), None)
    if known is None or not (one.record or other.record):
        return False
    before, after = known
    keys = []
    for place, each in zip(places, (one, other), strict=True):
        path = f".{each.attribute}."
        key = path.removeprefix(before).removesuffix(after)
        is_entry = path == before + key + after and re.fullmatch(_VERSION_OR_NUMBER, key) is not None
        if not is_entry or (place is None and each.record):
            return False
        keys.append(key)
    return keys[0] != keys[1]


def _around_key(each: FixedOutput) -> tuple[str, str] | None:
    """Return the text around the version in the path of a record; None if anything else decides the record."""
    key = form_of(each.input("key"))
    if not each.record or not isinstance(key, str) or re.fullmatch(_VERSION_OR_NUMBER, key) is None:
        return None
    before, found, after = f".{each.attribute}.".rpartition(f".{key}.")
    if not found or any(stated.role == "what" and stated.name not in _OF_TABLE for stated in each.inputs):
        return None
    return f"{before}.", f".{after}"


def _tag(each: FixedOutput) -> str:
    """Return the tag of a source; "" if the source has no tag."""
    tag = form_of(each.input("rev") or each.input("tag"))
    return tag if isinstance(tag, str) and not urls.is_full_id(tag) else ""


def _last(each: FixedOutput) -> str | None:
    """Return the file name at the end of a record's url."""
    url = each.input("url")
    return url.form.rstrip("/").rpartition("/")[2] if url is not None and isinstance(url.form, str) else None


def _versions(stated: Input | None) -> list[str]:
    return re.findall(_VERSION, stated.form) if stated is not None and isinstance(stated.form, str) else []
