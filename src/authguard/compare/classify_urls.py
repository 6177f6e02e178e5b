"""The classes of a url that moved while its hash stayed: by host, by commit or tag, or into this repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.distributions import ENVIRONMENTS, are_of_other_distributions
from authguard.compare.moves import PATCH_FETCHERS, form_of, is_other_release, other_version
from authguard.compare.releases import dotted_dates, is_same_release
from authguard.compare.repository_names import are_related_names
from authguard.nix.canonical import SYSTEM
from authguard.outputs import urls
from authguard.outputs.days import days_between_folders
from authguard.outputs.facts import keeps_git
from authguard.outputs.hash_names import names_machine
from authguard.outputs.place import are_other_platforms
from authguard.outputs.record_names import VERSION_KEY

if TYPE_CHECKING:
    from authguard.compare.judgement import Judgement, Move
    from authguard.compare.move_class import MoveClass
    from authguard.outputs.model import FixedOutput

_UNKNOWN = "unknown"
_COMPRESSED_TAR = r"\.(?:tar\.(?:gz|bz2|xz|zst|lz)|tgz|tbz2?|txz|tzst)\Z"
_SHORTEST_NAME = 3
_DATED_NAME = r"(?:19|20)\d\d\.\d\d\.\d\d"
_DIGIT, _NUMBER = r"\d", r"\d+"

_ANY_PLATFORM = r"\b(?:noarch|any|all)\b"

_ARCHIVES = r"(?:-/)?(?:archive|tarball|zipball|snapshot|get|(?:legacy\.)?(?:tar\.gz|zip))/"
_ARCHIVE_END = r"(?:/[^/?]+)?(?:\.tar\.\w+|\.tgz|\.zip)?(?:\?|\Z)"
"""The path before and after the id in the url of the archive of a commit."""
_COMMIT_IN_NAME = r"(?<![0-9A-Za-z])(?!(?:19|20)\d{5})(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}(?![0-9A-Za-z])"
"""A commit id in the name of a file, perhaps a short one."""

_LATEST = r"(?<![a-z])latest(?![a-z])"
_LONGEST_NAME = 200
_NAME_AND_VERSION = r"([a-z][a-z0-9]*(?:[-_][a-z][a-z0-9]*)*)[-_]v?(\d+(?:\.\d+)+)"
_CAPTURE = r"/?web/\d{4,14}(?:[a-z]{2}_)?/https?:/+((?:www\.)?.+)"
"""The path of a page in the web archive: the time of the capture, and the url that was captured."""
_COUNTER = r"v=[\w.+-]{1,24}"
_FILE = r"\.(?:appimage|deb|dmg|exe|jar|msi|pkg|rpm|xpi|zip)\Z"

MAX_DAYS = 3
"""Two tags or folders with a date as the name are daily builds if the dates are at most this many days apart."""


def soft_class_of_url(old: FixedOutput, new: FixedOutput, one: str, other: str) -> MoveClass | None:
    """Return the class of a url if its path moved in a way that often does not change the file."""
    if urls.branch_pinned(one, other) or _is_latest_named(old, new, one, other):
        return None if is_other_release(old, new) else classes.BRANCH_PINNED
    if one.lower() == other.lower() and urls.versions(one) == urls.versions(other) != set():
        return classes.FILE_RENAMED
    if (soft := _of_other_reference(old, new, one, other)) is not None:
        return soft
    if urls.same_asset_of_other_repository(one, other):
        return classes.REPOSITORY_RENAMED
    if urls.same_asset_of_renamed_owner(one, other):
        return classes.ASSET_OWNER_RENAMED
    if _is_of_other_platform(one, other) or are_of_other_distributions(one, other):
        return None
    if urls.same_asset_of_other_release(one, other):
        return classes.ASSET_OF_OTHER_RELEASE
    if (
        urls.same_versioned_file(one, other)
        or urls.same_file_of_snapshots(one, other)
        or (urls.same_file_behind_token(one, other) and not other_version(old, new))
        or (urls.versions(one) and urls.same_but_a_word_of_folders(one, other))
    ):
        return classes.RELEASE_FOLDER_MOVED
    if _is_one_dated_file(one, other):
        return classes.FILE_RENAMED
    if urls.same_comparison(one, other) or ("patch" in (old.kind, new.kind) and urls.same_change(one, other)):
        return classes.PATCH_REBASED
    hosts = old.input("host"), new.input("host")
    stays = hosts[0] is None or hosts[1] is None or hosts[0].form == hosts[1].form
    if not stays and urls.is_shorter_name_of(one, other):
        return classes.URL_OF_OTHER_HOST
    if other_version(old, new):
        return None
    if _is_other_capture(one, other):
        return classes.DATE_MOVED
    if stays:
        if _is_in_renamed_folder(one, other):
            return classes.REPOSITORY_RENAMED
        if "flat" not in (old.mode, new.mode) and _is_compressed_otherwise(one, other):
            return classes.FILE_RENAMED
        if urls.says_nothing(one) and not urls.says_nothing(other):
            return classes.LINK_REPLACED
        return classes.FOLDER_DROPPED if urls.same_folder_dropped(one, other) else None
    return classes.URL_OF_OTHER_HOST if _may_be_mirrored(one, other) else None


def _may_be_mirrored(one: str, other: str) -> bool:
    """Tell whether two paths on two hosts may name one file: equal numbers, a name that says nothing, or one name."""
    return (
        urls.same_numbers(one, other)
        or urls.says_nothing(one)
        or urls.says_nothing(other)
        or (urls.last(one) == urls.last(other) and not (urls.versions(one) or urls.versions(other)))
    )


def _is_other_capture(one: str, other: str) -> bool:
    """Tell whether two paths of a web archive are captures of one url at two times: `/web/20240102030405/https://…`."""
    captures = [re.fullmatch(_CAPTURE, each) for each in (one, other)]
    return None not in captures and len({each[1] for each in captures if each is not None}) == 1


def _is_latest_named(old: FixedOutput, new: FixedOutput, one: str, other: str) -> bool:
    """Tell whether the url of the latest file became that of the version that the package states, before and now.

    The name of the file is the same without the version: `latest/tool_amd64.deb` and `pool/tool_1.4_amd64.deb`.
    """
    before, label = form_of(old.version), form_of(new.version)
    if not isinstance(label, str) or before != label or urls.versions(one) or not urls.versions(other):
        return False
    hosts = old.input("host"), new.input("host")
    if re.search(_LATEST, one) is None or (hosts[0] and hosts[0].form) != (hosts[1] and hosts[1].form):
        return False
    names = (
        re.sub(r"[-_.]?latest", "", urls.last(one)),
        re.sub(rf"[-_.]?v?{re.escape(label)}", "", urls.last(other)),
    )
    return names[0] == names[1] and urls.versions(other) == urls.versions(label)


def _has_own_version(one: object, other: object) -> bool:
    """Tell whether one asset is in two releases of a repository with another name, and has a version of its own.

    A release often has an unchanged file of another project: `v1.7.3/tool-2.32.tar.gz`, `v1.7.4/tool-2.32.tar.gz`. The
    version of a platform (`macos-10.15`) or of a language (`py3.11`) is none of the file.
    """
    if not isinstance(one, str) or not isinstance(other, str) or "/" not in one or "/" not in other:
        return False
    *before, tag, name = one.split("/")
    *after, other_tag, other_name = other.split("/")
    if before != after or before[-2:] != ["releases", "download"] or name != other_name:
        return False
    named = re.match(_NAME_AND_VERSION, name.lower()) if len(name) <= _LONGEST_NAME else None
    if named is None or len(before) < 3 or are_related_names(named[1], before[-3].lower()):
        return False
    words = re.findall(r"[a-z]+", named[1])
    is_environment = words[-1] in ENVIRONMENTS or any(map(names_machine, words))
    return not is_environment and named[2] not in tag and named[2] not in other_tag


def is_own_asset(one: Judgement) -> bool:
    """Tell whether nothing moved but the release of an asset, and the asset has a version of its own."""
    deciding = [move for move in one.moved if move.role in ("what", "how")]
    return len(deciding) == 1 and all(
        move.name == "url" and _has_own_version(form_of(move.before), form_of(move.after))
        for move in deciding
    )


def is_archive_of_commit(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether the url of an unpacked archive names the commit of a clone: both have the tree of the commit."""
    rev, url = form_of(old.input("rev")), form_of(new.input("url"))
    cloned = form_of(old.input("repo") or old.input("url"))
    if not (isinstance(rev, str) and isinstance(url, str) and isinstance(cloned, str)):
        return False
    name = cloned.rstrip("/").rpartition("/")[2].removesuffix(".git")
    return (
        urls.is_full_id(rev)
        and new.input("rev") is None
        and {old.mode, new.mode} == {"recursive"}
        and not (keeps_git(old) or old.input("fetchSubmodules"))
        and re.search(rf"/{re.escape(name)}/{_ARCHIVES}{rev}{_ARCHIVE_END}", url) is not None
    )


def _of_other_reference(old: FixedOutput, new: FixedOutput, one: str, other: str) -> MoveClass | None:
    """Return the class of a url that names the same file by another commit, tag or day; None for another move."""
    if urls.same_file_elsewhere_in_history(one, other):
        return classes.FILE_AT_OTHER_COMMIT
    if "patch" not in (old.kind, new.kind) and urls.other_file_of_other_commit(one, other):
        return classes.OTHER_FILE_AT_OTHER_COMMIT
    days = days_between_folders(one, other)
    if days is not None and (days <= MAX_DAYS or re.search(_COMMIT_IN_NAME, one.rpartition("/")[2])):
        return classes.DAILY_FOLDER_MOVED
    host = form_of(new.input("host"))
    if _is_patch_in_other_format(old, new, one, other):
        return classes.PATCH_REBASED
    if urls.same_file_elsewhere_by_tag(one, other, host if isinstance(host, str) else ""):
        return classes.FILE_AT_OTHER_TAG
    if "patch" in (old.kind, new.kind) and urls.same_patch_of_other_version(one, other):
        return classes.FILE_AT_OTHER_TAG
    if urls.same_license_of_other_version(one, other):
        return classes.FILE_AT_OTHER_TAG
    if urls.same_without_commit_in_query(one, other):
        return classes.COMMIT_IN_QUERY
    if not new.tool and _has_only_other_number_in_query(one, other):
        return classes.NUMBER_IN_QUERY
    return None


def _has_only_other_number_in_query(one: str, other: str) -> bool:
    """Tell whether two urls of a file with a suffix differ only in a query such as `?v=1.4`.

    Such a query makes caches fetch a file again, which may be another file.
    """
    (before, _, first), (after, _, second) = one.partition("?"), other.partition("?")
    is_counter = all(re.fullmatch(_COUNTER, query) is not None for query in (first, second))
    return before == after and first != second and is_counter and re.search(_FILE, before) is not None


def is_commit_id(text: object) -> bool:
    """Tell whether a revision is a commit id, perhaps a short one."""
    return isinstance(text, str) and (
        urls.is_full_id(text) or re.fullmatch(_COMMIT_IN_NAME, text) is not None
    )


def _is_patch_in_other_format(old: FixedOutput, new: FixedOutput, one: str, other: str) -> bool:
    """Tell whether two urls differ only in `.diff` and `.patch`, the two formats in which a forge has a change."""
    if not {old.producer, new.producer} <= PATCH_FETCHERS or other_version(old, new):
        return False
    if form_of(old.input("host")) != form_of(new.input("host")):
        return False
    stem = one.removesuffix(".diff").removesuffix(".patch")
    if ".." in stem:
        return False  # a comparison of several commits
    return {one, other} == {f"{stem}.diff", f"{stem}.patch"}


def _is_of_other_platform(one: str, other: str) -> bool:
    """Tell whether two url paths have a folder in one place that names two platforms: `/amd64/x`, `/arm64/x`."""
    before, after = one.split("/"), other.split("/")
    if re.search(_ANY_PLATFORM, after[-1]) is not None:
        return False
    return len(before) == len(after) and any(map(are_other_platforms, before[:-1], after[:-1]))


def _is_compressed_otherwise(one: str, other: str) -> bool:
    """Tell whether two urls of tar archives differ only in the compression: both can have the same tree."""
    stems = [re.sub(_COMPRESSED_TAR, "", path) for path in (one, other)]
    return stems[0] == stems[1] and stems[0] not in (one, other)


def _is_one_dated_file(one: str, other: str) -> bool:
    """Tell whether two urls end in one name with a date, in two spellings of the date or in two folders.

    The numbers in the folders are the same: they can be those of a build or of a platform.
    """
    folders, names = zip(*(path.rpartition("/")[::2] for path in (one, other)), strict=True)
    dotted = [dotted_dates(name) for name in names]
    numbers = [re.findall(_NUMBER, folder) for folder in folders]
    has_date = re.search(_DATED_NAME, dotted[0]) is not None
    return has_date and dotted[0] == dotted[1] and numbers[0] == numbers[1]


def _is_in_renamed_folder(one: str, other: str) -> bool:
    """Tell whether one file of one release is in a folder that has a longer or shorter name now.

    As in `/tool-bin/1.2/Tool.AppImage` and `/tool/1.2/Tool.AppImage`: the url had the name of the package.
    """
    before, after = one.split("/"), other.split("/")
    if len(before) != len(after) or before[-1] != after[-1] or not urls.versions(one):
        return False
    moved = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    if len(moved) != 1 or min(map(len, moved[0])) < _SHORTEST_NAME or any(map(names_machine, moved[0])):
        return False
    numbers = [re.findall(_NUMBER, name) for name in moved[0]]
    return numbers[0] == numbers[1] and are_related_names(*map(str.lower, moved[0]))


def local_file(url: object) -> str | None:
    """Return the sha256 of the file that a url `file://${./x}` names, in base 16; None for another url."""
    parts = url[1:] if isinstance(url, tuple) and url[:1] == ("str",) else ()
    files = [part[1] for part in parts if isinstance(part, tuple) and part[:1] == ("file",)]
    return (
        files[0]
        if len(files) == 1
        and isinstance(files[0], str)
        and not any(part for part in parts if isinstance(part, str))
        else None
    )


def class_of_local_file(old: FixedOutput, new: FixedOutput, content: str | None) -> MoveClass | None:
    """Return the class of a url that now names a file of this repository: the content of the file decides."""
    if not new.producer.startswith(("fetchurl", "fetchpatch")):
        return None
    if new.digest is not None and new.digest.algorithm == "sha256" and new.digest.hex() == content:
        return classes.COPIED_WITH_ITS_HASH
    is_normalized = new.producer.startswith("fetchpatch") and not other_version(old, new)
    return classes.COPIED_TO_REPOSITORY if is_normalized else None


def is_of_other_version(move: Move) -> bool:
    """Tell whether two texts with the same unknown parts differ only in numbers: `x-1.4-${arch}`, `x-1.5-${arch}`."""
    one, other = form_of(move.before), form_of(move.after)
    if move.name not in ("url", "rev") or not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    if one[:2] == other[:2] == ("apply", "replaceStrings"):
        return _replaces_by_other_version(one, other)
    if len(one) != len(other) or one[:1] != ("str",) or other[:1] != ("str",):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return bool(differing) and all(
        isinstance(before, str)
        and isinstance(after, str)
        and (
            urls.other_version_only(before, after)
            or (re.search(_DIGIT, before) and re.sub(_NUMBER, "", before) == re.sub(_NUMBER, "", after))
        )
        for before, after in differing
    )


def _replaces_by_other_version(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell whether only the new version moved in `replaceStrings [ old.version ] [ "1.4" ] old.src.url`."""
    if len(one) != 5 or len(other) != 5 or (one[2], one[4]) != (other[2], other[4]):
        return False
    before, after = one[3], other[3]
    if not isinstance(before, tuple) or not isinstance(after, tuple) or len(before) != len(after):
        return False
    differing = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    return bool(differing) and all(
        isinstance(old, str) and isinstance(new, str) and urls.other_version_only(old, new)
        for old, new in differing
    )


def as_text(form: object) -> str:
    """Return a url as a text, with one word in place of each unknown part."""
    parts = form[1:] if isinstance(form, tuple) else (form,)
    return "".join(part if isinstance(part, str) else _UNKNOWN for part in parts)


def has_only_systems(form: object) -> bool:
    """Tell whether a text has the name of the system in it, and all other parts are known."""
    parts = form[1:] if isinstance(form, tuple) and form[:1] == ("str",) else ()
    return SYSTEM in parts and all(isinstance(part, str) or part == SYSTEM for part in parts)


def is_file_of_source(one: object, other: object) -> bool:
    """Tell whether both values name one path in a source (`file://${src}/a.patch`), and only the source moved.

    The value begins with the source.
    """
    if not isinstance(one, tuple) or not isinstance(other, tuple) or len(one) != len(other):
        return False
    if one[:1] != ("str",) or other[:1] != ("str",):
        return False
    at = 2 if one[1] in ("", "file://") else 1
    moved = [number for number, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    is_source = moved == [at] and all(_is_source(part) for part in (one[at], other[at]))
    return is_source and isinstance(one[-1], str) and "/" in one[-1]


def _is_source(form: object) -> bool:
    """Tell whether a form is a fetched source, a pin, or the result of a function for a path of this repository."""
    if not isinstance(form, tuple):
        return False
    is_of_path = form[:1] == ("apply",) and len(form) == 3 and is_path(form[2])
    return form[:1] in (("pair",), ("pin",)) or is_of_path


def is_path(form: object) -> bool:
    """Tell whether a form is a path of this repository."""
    return isinstance(form, tuple) and form[:1] == ("path",)


def are_of_two_versions(one: str, other: str) -> bool:
    """Tell whether the keys of two entries are two versions, or one is a version and the other a url without it."""
    for version, url in ((one, other), (other, one)):
        if re.fullmatch(VERSION_KEY, version) and "/" in url:
            return _has_only_other_releases(url, version)
    return all(re.fullmatch(VERSION_KEY, each) for each in (one, other))


def _has_only_other_releases(url: str, version: str) -> bool:
    """Tell whether a url has a version, but ``version`` in no spelling: not 1.2, v1_2_0 or 120 for 1.2.0."""
    stated = [each for each in urls.versions(url) if re.fullmatch(VERSION_KEY, each)]
    known = re.escape(urls.plain(version.removeprefix("v")))
    if not stated or re.search(rf"(?<!\d)(?<!\d\.){known}(?!\.?\d)", urls.plain(url)):
        return False
    digits = re.sub(r"\D", "", version)
    return digits not in re.findall(r"\d+", url) and not any(
        is_same_release(version, each) for each in stated
    )
