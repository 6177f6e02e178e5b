"""Chooses the class of a move: how strongly it shows that a kept hash is stale. `classify_urls` does so for a url."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.classify_dependency import class_of_dependency, class_of_unknown, is_moved_label
from authguard.compare.classify_urls import (
    MAX_DAYS,
    are_of_two_versions,
    as_text,
    class_of_local_file,
    has_only_systems,
    is_archive_of_commit,
    is_commit_id,
    is_file_of_source,
    is_of_other_version,
    local_file,
    soft_class_of_url,
)
from authguard.compare.dependency_copies import are_of_other_locks
from authguard.compare.downloads import (
    address_of,
    are_exchanged,
    installs_other_version,
    is_folder_of_wheel,
    is_of_network,
    is_other_download,
)
from authguard.compare.fetch_times import DATE, is_dated_anew
from authguard.compare.lock_directories import is_local_directory, names_other_directory_of_lock
from authguard.compare.moves import (
    FETCHES,
    alternatives,
    form_of,
    has_commit,
    has_version,
    is_fork_at_commit,
    is_hashed_otherwise,
    is_mended_reference,
    is_number_in_name,
    is_other_release,
    is_part_of_repository,
    is_version_in_name,
    moves,
    other_version,
    same_version,
    tokens,
)
from authguard.compare.pin_options import is_gained_or_lost
from authguard.compare.pins import is_other_store_path
from authguard.compare.releases import is_same_release, is_unreleased
from authguard.compare.rewritten import (
    goes_beyond_limits,
    is_call_of_fetch,
    is_known,
    is_same_if_computed,
)
from authguard.compare.same_files import is_of_unpacking, is_one_image, is_one_release_file
from authguard.compare.scripts import may_move_files
from authguard.nix.data import DataOrigin
from authguard.outputs import urls
from authguard.outputs.days import days_between
from authguard.outputs.facts import moving_revision
from authguard.outputs.model import REVISION_IN_URL
from authguard.producers import of_call

if TYPE_CHECKING:
    from authguard.compare.judgement import Move
    from authguard.compare.move_class import MoveClass
    from authguard.outputs.model import FixedOutput, Input


_COMMIT = r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])"
_ALIKE = 7
"""Two commits of one repository hardly ever begin with this many equal digits: git itself abbreviates to them."""
_CRATE = r"-\d[^-]*(?:-.*)?"


def classify(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> MoveClass:
    """Return the class of the moves from a fixed output of the base to one of the target that has the same digest.

    The roles of the inputs decide first. "what" and "how" change the content, "where" does not, and a script may. Then
    the milder classes are tried. Each has a reason why a correct commit keeps the hash.
    """
    deciding = {move.name for move in moved if move.role in ("what", "how")}
    if (
        deciding <= {"patches"}
        and new.kind == old.kind == "handwritten"
        and any(is_other_download(move) or installs_other_version(old, new, move) for move in moved)
    ):
        return classes.DOWNLOAD_IN_SCRIPT_MOVED
    if not deciding and are_of_other_locks(old, new):
        return classes.OTHER_ECOSYSTEM
    if not deciding:
        return _without_deciding_input(moved)
    heavy = [move for move in moved if move.role in ("what", "how") and not _is_condition(move)]
    if not heavy:
        return classes.CONDITION_MOVED
    heavy = [move for move in heavy if not is_of_network(move)]
    if not heavy:
        return classes.NETWORK_FLAGS_MOVED
    if new.producer == "fetchPypi" and all(map(is_folder_of_wheel, heavy)):
        return classes.RELEASE_FOLDER_MOVED
    if all(is_of_unpacking(m, old, new) or (new.tool and is_other_store_path(m)) for m in heavy):
        return classes.UNCHANGED
    if new.kind == "dependency":
        if old.kind != "dependency":
            return classes.SOURCE_MOVED
        if are_of_other_locks(old, new):
            return classes.OTHER_ECOSYSTEM
        if all(map(_is_branch_fetched_anew, heavy)) and _version(old) == _version(new):
            return classes.SOURCE_AT_OTHER_COMMIT
        if names_other_directory_of_lock(old, new, heavy):
            return classes.LOCK_DIRECTORY_MOVED
        return class_of_dependency(
            old,
            new,
            heavy,
            is_wrapped=of_call(old.producer, old.row) is not None and of_call(new.producer, new.row) is None,
            has_kept_hash=_kept_its_hash,
        )
    is_of_packages = (
        old.kind == "dependency" and not old.record and of_call(old.producer, old.row) is not None
    )
    if is_of_packages and new.is_source and all(map(is_known, heavy)):
        return _hard_class(heavy[0])  # packages are never the content of a source
    return _class_of_source(old, new, heavy, moved)


def _class_of_source(old: FixedOutput, new: FixedOutput, heavy: list[Move], moved: list[Move]) -> MoveClass:
    """Return the class of a source; ``heavy`` are the moves of inputs that decide its content."""
    if any(goes_beyond_limits(move) for move in heavy):
        return classes.BEYOND_LIMITS
    if all(is_mended_reference(move, old) for move in heavy):
        return classes.REWRITTEN
    heavy = [move for move in heavy if not is_same_if_computed(move)] or heavy
    if not all(is_known(move) for move in heavy):
        if any(_is_version_beside(move) for move in heavy) and not has_commit(new):
            return classes.VERSION_MOVED
        return class_of_unknown(old, new, heavy)
    if _is_of_own_version(old, new, heavy):
        return classes.UNCHANGED
    if is_call_of_fetch(old, new):
        return classes.REWRITTEN
    if is_hashed_otherwise(old, new):
        return classes.HASH_MODE_MOVED
    if new.kind == "handwritten" and not any(m.name in FETCHES and m.role == "what" for m in heavy):
        if any(move.name != "name" for move in heavy):
            return classes.SOURCE_MOVED
        if all(map(is_version_in_name, heavy)):
            return classes.VERSION_MOVED
        return classes.SOURCE_MOVED if any(map(is_number_in_name, heavy)) else classes.UNCHANGED
    if all(move.name == "fetcher" for move in heavy):
        return classes.FETCHER_EXCHANGED if old.kind == new.kind else classes.REPLACED
    if _is_unpacked_by_script(heavy, moved):
        return classes.UNPACKED_BY_SCRIPT
    if new.tool and all(is_gained_or_lost(move.name, old, new) for move in heavy):
        return classes.INPUT_ADDED_OR_REMOVED
    if new.tool and [move.name for move in heavy] == [REVISION_IN_URL]:
        is_stated = _version(new) == form_of(heavy[0].after)
        return classes.URL_OF_PIN_MOVED if is_stated else classes.INPUT_MOVED
    if new.tool and has_commit(old) and has_commit(new) and any(is_moved_label(move) for move in moved):
        return classes.VERSION_MOVED
    if all(is_local_directory(move) for move in heavy):
        return classes.LOCAL_DIRECTORY_MOVED
    is_image_kept = all(move.name == "imageName" for move in heavy) and is_one_image(old, new)
    if is_image_kept or is_one_release_file(old, new) or is_archive_of_commit(old, new):
        return classes.LOCATION_MOVED
    if all(move.name == "url" for move in heavy) and are_exchanged(old, new, moved):
        return classes.URLS_EXCHANGED
    names_content = all(move.role == "what" for move in heavy)
    soft = _soft_class_of_source(old, new, heavy, moved) if names_content else None
    return soft or _hard_class(heavy[0])


def _soft_class_of_source(
    old: FixedOutput, new: FixedOutput, heavy: list[Move], moved: list[Move]
) -> MoveClass | None:
    """Return the milder class of a source, or None. Only inputs that name its content moved."""
    if _is_mirrored(old, new):
        return classes.URL_OF_OTHER_HOST
    is_released = is_other_release(old, new)
    if not is_released and is_part_of_repository(new) and all(_is_unreleased(move) for move in heavy):
        return classes.PART_AT_OTHER_REVISION
    is_merged = not is_released and _is_fork_merged(moved)
    soft = classes.FORK_MERGED if is_merged else _soft_class(old, new, heavy)
    if soft is classes.COMMIT_TO_TAG_OF_SAME_VERSION and is_fork_at_commit(moved):
        return None
    if soft is classes.COPIED_WITH_ITS_HASH and len(moved) > len(heavy):
        soft = None if any(move.role == "script" for move in moved) else soft
    return classes.REPLACED if soft is not None and _is_replaced(old, new, moved) else soft


def _is_of_own_version(old: FixedOutput, new: FixedOutput, heavy: list[Move]) -> bool:
    """Tell whether a record is an artifact of another version than that of the package around it, which alone moved.

    If the path of the artifact has the old version, the artifact was forgotten.
    """
    paths = [form_of(each.input("path")) for each in (old, new)]
    if not new.record or paths[0] != paths[1] or any(move.name != "version" for move in heavy):
        return False
    own = urls.version_of_artifact(paths[0]) if isinstance(paths[0], str) else None
    return own is not None and all(own not in str(form_of(move.before)) for move in heavy)


def _is_version_beside(move: Move) -> bool:
    """Tell whether a known version moved to another version, beside a url that is not known."""
    one, other = form_of(move.before), form_of(move.after)
    if move.name != "version" or not isinstance(one, str) or not isinstance(other, str):
        return False
    return is_known(move) and bool(urls.versions(other)) and not is_same_release(one, other)


def _is_branch_fetched_anew(move: Move) -> bool:
    """Tell whether a source is the same branch as before with another hash: the branch has other commits now."""
    one, other = (stated.output if stated is not None else None for stated in (move.before, move.after))
    if move.name != "src" or one is None or other is None or one.identity != other.identity:
        return False
    return one.digest != other.digest and moving_revision(one) is not None


def _version(each: FixedOutput) -> object:
    return form_of(each.version)


def _kept_its_hash(move: Move) -> bool:
    """Tell whether a source kept its own hash, and moved in a way that often does not change its content."""
    one, other = (stated.output if stated is not None else None for stated in (move.before, move.after))
    if one is None or other is None or one.digest is None or one.digest != other.digest:
        return False
    if (
        one.identity == other.identity
        or form_of(move.before) != one.pair
        or form_of(move.after) != other.pair
    ):
        return False  # a folder of the source moved
    return classify(one, other, moves(one, other)).severity != "error"


def _is_condition(move: Move) -> bool:
    """Tell whether a conditional value has the same alternatives as before, so that only its condition moved."""
    one, other = form_of(move.before), form_of(move.after)
    if one is None or other is None:
        return False
    return alternatives(one) == alternatives(other)


def _is_unpacked_by_script(heavy: list[Move], moved: list[Move]) -> bool:
    """Tell whether only stripRoot and a script moved, and one side of the script may move files."""
    scripts = [one for move in moved if move.role == "script" for one in (move.before, move.after) if one]
    return all(move.name == "stripRoot" for move in heavy) and any(
        not each.known or may_move_files(each.form) for each in scripts
    )


def _without_deciding_input(moved: list[Move]) -> MoveClass:
    if any(move.role == "script" for move in moved):
        return classes.SCRIPT_EDITED
    locations = [move for move in moved if move.role == "where"]
    if locations and all(move.before and move.after for move in locations):
        return classes.LOCATION_MOVED
    return classes.UNCHANGED


def _hard_class(move: Move) -> MoveClass:
    """Return the class of the weightiest move, for the case that no milder class fits."""
    if move.role == "how":
        return classes.OPTION_MOVED
    one, other = form_of(move.before), form_of(move.after)
    ids = urls.is_full_id(one), urls.is_full_id(other)
    if move.name == "rev":
        if all(ids) or urls.is_other_commit(one, other):
            return classes.COMMIT_MOVED_BY_HAND
        is_tag = any(ids) and not any(isinstance(each, str) and urls.is_branch(each) for each in (one, other))
        return classes.COMMIT_TO_TAG if is_tag else classes.TAG_MOVED
    if move.name in ("version", "key"):
        return classes.COMMIT_MOVED_BY_HAND if all(ids) else classes.VERSION_MOVED
    if move.name in ("url", "urls") and isinstance(one, str) and isinstance(other, str):
        same = urls.versions(one) == urls.versions(other)
        return classes.URL_MOVED if same else classes.VERSION_IN_URL_MOVED
    if move.name in ("repo", "pname", "crateName", "name"):
        return classes.OTHER_REPOSITORY
    return classes.VERSION_IN_URL_MOVED if is_of_other_version(move) else classes.INPUT_MOVED


def _soft_class(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> MoveClass | None:
    """Return the milder class of the first move, or None if a move has no milder class."""
    found = [_soft_class_of(old, new, move, moved) for move in moved]
    return found[0] if all(each is not None for each in found) else None


def _soft_class_of(old: FixedOutput, new: FixedOutput, move: Move, moved: list[Move]) -> MoveClass | None:
    """Return the class of one moved input that often leaves the content unchanged."""
    one, other = form_of(move.before), form_of(move.after)
    if move.name in ("imageDigest", "image_digest"):
        return classes.IMAGE_DIGEST_MOVED
    if re.search(DATE, move.name) or (move.name == "lastModified" and isinstance(new.origin, DataOrigin)):
        return None if _is_dated_release(new) else classes.DATE_MOVED
    if move.name == "repo" and _states_other_versions(one, other):
        return None  # the last part of an address of Subversion is often a tag
    if move.name == "repo":
        others = [each for each in moved if each is not move]
        if is_other_release(old, new):
            return None
        return classes.REPOSITORY_RENAMED if all(_soft_class(old, new, [each]) for each in others) else None
    if one is None or other is None:
        return classes.INPUT_ADDED_OR_REMOVED
    if move.name == "url" and local_file(other) is not None and local_file(one) is None:
        return class_of_local_file(old, new, local_file(other))
    if move.name in ("rev", "version") and _names_its_commit(old) and _names_its_commit(new):
        return classes.LABEL_OF_COMMIT_MOVED
    ids = urls.is_full_id(one), urls.is_full_id(other)
    if move.name in ("rev", "key", "version") and all(ids) and str(one)[:_ALIKE] == str(other)[:_ALIKE]:
        return classes.COMMIT_MISSPELLED
    if move.name in ("rev", "key", "version") and (all(ids) or urls.is_other_commit(one, other)):
        return classes.COMMIT_MOVED_BY_TOOL if new.tool or is_dated_anew(old, new, moved) else None
    if move.name == "rev" and isinstance(one, str) and urls.is_branch(one) and is_commit_id(other):
        return _class_of_pinned_branch(old, new)
    if move.name == "rev" and ids[0] and isinstance(other, str) and urls.is_branch(other):
        return None if is_other_release(old, new) else classes.COMMIT_TO_BRANCH
    if move.name == "rev" and urls.is_abbreviated(one, other):
        return classes.COMMIT_ABBREVIATED
    if move.name == "rev" and ids[0] != ids[1]:
        unversioned = not (has_version(old) and has_version(new))
        soft = unversioned or same_version(old, new) or _was_unreleased(old)
        return classes.COMMIT_TO_TAG_OF_SAME_VERSION if soft else None
    if move.name == "debianRevision":
        return classes.FILE_AT_OTHER_TAG
    if is_file_of_source(one, other):
        return classes.FILE_OF_MOVED_SOURCE
    if is_of_other_version(move) or (
        move.name == "url" and has_only_systems(one) and has_only_systems(other)
    ):
        texts = as_text(one), as_text(other)
        if move.name == "url":
            return soft_class_of_url(old, new, *texts)
        return _soft_class_of_text(old, new, move.name, *texts)
    if not isinstance(one, str) or not isinstance(other, str):
        return None
    return _soft_class_of_text(old, new, move.name, one, other)


def _class_of_pinned_branch(old: FixedOutput, new: FixedOutput) -> MoveClass | None:
    """Return the class of a branch that became a commit id: that commit is a release if the version is one now."""
    if is_other_release(old, new):
        return None
    is_released = (
        has_version(new) and isinstance(version := _version(new), str) and not is_unreleased(version)
    )
    return (
        classes.COMMIT_TO_TAG_OF_SAME_VERSION
        if is_released and has_version(old) and _was_unreleased(old)
        else classes.BRANCH_PINNED
    )


def _is_dated_release(new: FixedOutput) -> bool:
    """Tell whether a call fetches the release of a date, by the name of its channel: a nightly toolchain."""
    names = {each.name for each in new.inputs if each.role == "what"}
    return not new.record and names == {"channel", "date"}


def _states_other_versions(one: object, other: object) -> bool:
    """Tell whether two texts only differ in the versions that they contain."""
    return isinstance(one, str) and isinstance(other, str) and urls.other_version_only(one, other)


def _is_unreleased(move: Move) -> bool:
    """Tell whether a revision moved from one commit id or date to another, and neither is the name of a release."""
    one, other = form_of(move.before), form_of(move.after)
    if move.name not in ("rev", "version") or not isinstance(one, str) or not isinstance(other, str):
        return False
    ids = urls.is_full_id(one), urls.is_full_id(other)
    return all(ids) or days_between(one, other) is not None


def _is_mirrored(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether a forge's archive is now fetched from another host, with the same commit ids (or versions)."""
    one, other = address_of(old), address_of(new)
    if one is None or other is None or urls.split(one)[0] == urls.split(other)[0]:
        return False
    if urls.archive(one) is None or urls.archive(other) is not None:
        return False
    before, after = (set(re.findall(_COMMIT, each)) for each in (one, other))
    if before or after:
        return before == after
    return bool(urls.versions(one)) and urls.versions(one) == urls.versions(other)


def _soft_class_of_text(
    old: FixedOutput, new: FixedOutput, name: str, one: str, other: str
) -> MoveClass | None:
    """Return the class of an input that is a text in base and target; None if the input proves the hash stale."""
    if name == "rev" and is_same_release(one, other):
        return classes.TAG_RESPELLED
    days = days_between(one, other) if name == "rev" else None
    if days is not None and days <= MAX_DAYS:
        return classes.DAILY_TAG_MOVED
    if name == "name" and urls.versions(one) and urls.versions(one) == urls.versions(other):
        return None if _are_of_other_builds(one, other) else classes.FILE_RENAMED
    if name == "channel" and is_same_release(one, other):
        return classes.VERSION_RESPELLED
    if name == "version" and _states_its_url(old, new):
        return classes.VERSION_LABEL_MOVED
    if name == "version":
        respelled = one.lower().lstrip("v") == other.lower().lstrip("v") or is_same_release(one, other)
        released = _was_unreleased(old) and old.input("rev") is not None
        return classes.VERSION_RESPELLED if respelled or released else None
    if name == "key" and re.search(_COMMIT, one) and re.sub(_COMMIT, "", one) == re.sub(_COMMIT, "", other):
        return None
    if name == "key" and are_of_two_versions(one, other):
        return None
    if name == "key" and all(re.match(r"https?://", each) for each in (one, other)):
        return soft_class_of_url(old, new, one, other)
    if name == "key" and re.split(_CRATE, one)[0] != re.split(_CRATE, other)[0]:
        return classes.OTHER_CRATE
    if name == "url":
        found = soft_class_of_url(old, new, one, other)
        if found is not None:
            return found
        if new.kind == "patch" and (
            urls.is_full_id(one) or re.sub(_COMMIT, "", one) == re.sub(_COMMIT, "", other)
        ):
            return classes.PATCH_REBASED
    if new.record and not new.path.endswith(".nix"):
        ids = name == "url" and urls.same_but_an_id(one, other)
        if ids or re.sub(_COMMIT, "", one) == re.sub(_COMMIT, "", other):
            return classes.ID_IN_DATA_URL_MOVED
    return None


def _are_of_other_builds(one: str, other: str) -> bool:
    """Tell whether two file names have long numbers, but none in common: `setup_1.0_(14552).exe`."""
    before, after = (set(re.findall(r"\d{4,}", name)) for name in (one, other))
    return bool(before) and bool(after) and before.isdisjoint(after)


def _states_its_url(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether a record has a url that did not move and does not contain the version.

    The url of a call that is not fully known may contain the version: a function in it may use more values. A text of
    a record that is not known for certain is an item or an argument beside the hash, and may belong to something else.
    """
    one, other = old.input("url"), new.input("url")
    if one is None or other is None or one.form != other.form or "what" not in (one.role, other.role):
        return False
    return other.known or (new.record and not isinstance(other.form, str))


def _is_fork_merged(moved: list[Move]) -> bool:
    """Tell whether the owner moved together with a commit id: upstream may have merged the fork's tree."""
    deciding = [move for move in moved if move.role == "what"]
    return any(_is_other_owner(move, moved) for move in moved if move.name == "owner") and all(
        move.name == "rev" and urls.is_full_id(form_of(move.before)) and urls.is_full_id(form_of(move.after))
        for move in deciding
    )


def _is_other_owner(move: Move, moved: list[Move]) -> bool:
    """Tell whether an owner moved, and is not only spelled in another way or in the url of another fetcher."""
    one, other = form_of(move.before), form_of(move.after)
    if isinstance(one, str) and isinstance(other, str):
        return one.lower() != other.lower()
    stated = one if isinstance(one, str) else other
    forms = [form_of(each) for url in moved if url.name == "url" for each in (url.before, url.after)]
    places = [form.lower() for form in forms if isinstance(form, str)]
    return not isinstance(stated, str) or not any(place.endswith(f"/{stated.lower()}") for place in places)


def _is_replaced(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> bool:
    """Tell whether the old and the new inputs have no version and no commit id in common.

    The version of a commit is not known without the repository. So a commit id in place of a version is only another
    version if the package's own version moved too.
    """
    came = {token for move in moved if not _decides(move.before) for token in tokens(move.after)}
    went = {token for move in moved if not _decides(move.after) for token in tokens(move.before)}
    if not came or not went or came & went:
        return False
    kinds = {urls.is_full_id(token) for token in came}, {urls.is_full_id(token) for token in went}
    return bool(kinds[0] & kinds[1]) or other_version(old, new)


def _decides(one: Input | None) -> bool:
    return one is not None and one.role == "what"


def _names_its_commit(each: FixedOutput) -> bool:
    """Tell whether a version in a data file contains the commit id. Then a tool wrote both and fetched the commit."""
    revision, version = form_of(each.input("rev")), form_of(each.input("version"))
    return (
        each.record
        and not each.path.endswith(".nix")
        and urls.is_full_id(revision)
        and isinstance(revision, str)
        and isinstance(version, str)
        and revision[:7] in version
    )


def _was_unreleased(old: FixedOutput) -> bool:
    """Tell whether the old version was a date or no release. The first tag may name the commit that was fetched."""
    if old.version is None or not isinstance(old.version.form, str):
        return False
    return urls.is_full_id(old.version.form) or is_unreleased(old.version.form)
