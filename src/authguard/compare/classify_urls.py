"""The classes of a url that moved while its hash stayed: by host, by commit or tag, or into this repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.moves import form_of, other_version
from authguard.outputs import urls

if TYPE_CHECKING:
    from authguard.compare.classes import MoveClass
    from authguard.outputs.model import FixedOutput

MAX_DAYS = 3
"""Two tags or folders that are named by a date only are daily ones if they are at most this many days apart."""


def soft_class_of_url(old: FixedOutput, new: FixedOutput, one: str, other: str) -> MoveClass | None:
    """Return the class of a url if its path moved in a way that often does not change the file."""
    if urls.branch_pinned(one, other):
        return classes.BRANCH_PINNED
    if one.lower() == other.lower() and urls.versions(one) == urls.versions(other) != set():
        return classes.FILE_RENAMED
    if urls.same_file_elsewhere_in_history(one, other):
        return classes.FILE_AT_OTHER_COMMIT
    if "patch" not in (old.kind, new.kind) and urls.other_file_of_other_commit(one, other):
        return classes.OTHER_FILE_AT_OTHER_COMMIT
    days = urls.days_between_folders(one, other)
    if days is not None and days <= MAX_DAYS:
        return classes.DAILY_FOLDER_MOVED
    host = form_of(new.input("host"))
    if urls.same_file_elsewhere_by_tag(one, other, host if isinstance(host, str) else ""):
        return classes.FILE_AT_OTHER_TAG
    if "patch" in (old.kind, new.kind) and urls.same_patch_of_other_version(one, other):
        return classes.FILE_AT_OTHER_TAG
    if urls.same_license_of_other_version(one, other):
        return classes.FILE_AT_OTHER_TAG
    if urls.same_without_commit_in_query(one, other):
        return classes.COMMIT_IN_QUERY
    if urls.same_asset_of_renamed_owner(one, other):
        return classes.ASSET_OWNER_RENAMED
    if urls.same_asset_of_other_release(one, other):
        return classes.ASSET_OF_OTHER_RELEASE
    if urls.same_versioned_file(one, other) or (
        urls.versions(one) and urls.same_but_a_word_of_folders(one, other)
    ):
        return classes.RELEASE_FOLDER_MOVED
    if urls.same_comparison(one, other) or ("patch" in (old.kind, new.kind) and urls.same_change(one, other)):
        return classes.PATCH_REBASED
    hosts = old.input("host"), new.input("host")
    stays = hosts[0] is None or hosts[1] is None or hosts[0].form == hosts[1].form
    if not stays and urls.is_shorter_name_of(one, other):
        return classes.URL_OF_OTHER_HOST
    if other_version(old, new):
        return None
    if stays:
        if urls.says_nothing(one) and not urls.says_nothing(other):
            return classes.LINK_REPLACED
        return classes.FOLDER_DROPPED if urls.same_folder_dropped(one, other) else None
    if urls.same_numbers(one, other) or urls.says_nothing(one) or urls.says_nothing(other):
        return classes.URL_OF_OTHER_HOST
    return None


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
    """Return the class of a url that now names a file of this repository: its content decides."""
    if not new.producer.startswith(("fetchurl", "fetchpatch")):
        return None
    if new.digest is not None and new.digest.algorithm == "sha256" and new.digest.hex() == content:
        return classes.COPIED_WITH_ITS_HASH
    is_normalized = new.producer.startswith("fetchpatch") and not other_version(old, new)
    return classes.COPIED_TO_REPOSITORY if is_normalized else None
