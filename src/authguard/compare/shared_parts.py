"""Parts that two packages can have in common: one hash of several, while the other hashes differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.changed_outputs import MANY
from authguard.compare.downloads import address_of, are_of_two_versions, states_url
from authguard.compare.moves import moves
from authguard.outputs import urls
from authguard.outputs.facts import is_concrete
from authguard.outputs.hash_names import is_plain, names_machine
from authguard.outputs.model import REVISION_IN_URL
from authguard.outputs.place import are_other_platforms
from authguard.producers import by_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput

    Calls = Mapping[tuple[str, str], Sequence[FixedOutput]]
    Places = Mapping[tuple[str, str], Sequence[FixedOutput]]
    Records = Mapping[object, Sequence[FixedOutput]]

ARCHIVE = (
    r".*\.(?:tar|t?gz|tgz|tbz2?|txz|tzst|zip|bz2|xz|zst|lz|7z|jar|deb|rpm|apk|AppImage|appimage|exe|msi|dmg|pkg|iso"
    r"|crate|gem|whl|egg|vsix|xpi|crx|nupkg)"
)
OF_VERSIONS = frozenset({"version", "name", "publisher", "pname", "crateName", REVISION_IN_URL})
"""The inputs of a record that has no place to fetch from."""
_MOST_PARTS = 20
"""A record has at most this many hashes; with more, a version is that of many records."""
_TEXT = (
    r"(?i)(?:.*\.(?:json|jsonl|txt|jinja2?|ya?ml|toml|ini|cfg|conf|md|rst|py|vocab|model|bpe|csv|tsv|xml|html?|css|svg|png)"
    r"|license|copying|notice|readme)"
)
"""The name of a text or a small picture."""
_DATA = r"(?i)\.(?:conf|csv|dat|db|hosts|json|list|metadb|mmdb|mrs|srs|tsv|txt|xml|ya?ml)$"
_LEAST_FILES, _MOST_FILES = 3, 100
"""Lists of fewer or more files are not compared."""
_SOURCES = ("source", "src")
_OF_A_MAC = r"(?i)darwin|mac|osx|apple[-_. ]?(?:arm|intel|m1|silicon)"


def is_of_shared_part(one: FixedOutput, other: FixedOutput, calls: Calls) -> bool:
    """Tell whether two calls of one function have this source hash in common, but differ in another source hash.

    Then the part with this hash can be the same in both. ``calls`` has the fixed outputs of each call. The function is
    unknown, and both hashes have the same name. Hashes of platforms are ignored: people easily forget one of these.
    """
    if one.producer != other.producer or by_name(one.producer) is not None:
        return False
    first, second = (
        {
            each.attribute.rpartition(".")[2]: each.digest
            for each in calls.get(call_of(stated), ())
            if each.kind == "source"
        }
        for stated in (one, other)
    )
    name = one.attribute.rpartition(".")[2]
    if name != other.attribute.rpartition(".")[2] or any(map(names_machine, (*first, *second))):
        return False
    return any(second.get(each, digest) != digest for each, digest in first.items() if each != name)


def is_of_shared_file(one: FixedOutput, other: FixedOutput, places: Places) -> bool:
    """Tell whether two lists of files have a file of one name with this hash, and one with two hashes.

    Then the file can be the same in both, such as the vocabulary of two models. ``places`` has the fixed outputs of
    each place. Only texts can be the same, and not in the files of two platforms: people easily forget one of these.
    """
    listed = [places.get((each.path, each.attribute), ()) for each in (one, other)]
    if (one.path, one.attribute) == (other.path, other.attribute) or not all(
        _LEAST_FILES <= len(found) <= _MOST_FILES for found in listed
    ):
        return False
    first, second = ({_file_name(each): each.digest for each in found} for found in listed)
    name = _file_name(one)
    if name != _file_name(other) or re.fullmatch(_TEXT, name) is None:
        return False
    if [len(first), len(second)] != list(map(len, listed)):
        return False  # files of one name, such as those of platforms
    if any(names_machine(address_of(each) or "") for found in listed for each in found):
        return False
    return any(second.get(each, digest) != digest for each, digest in first.items() if each)


def _file_name(each: FixedOutput) -> str:
    """Return the last component of the url of a source; "" if the url is unknown."""
    return urls.last((address_of(each) or "").partition("?")[0])


def is_shared_beside_source(one: FixedOutput, other: FixedOutput, records: Records) -> bool:
    """Tell whether two records of two versions share a part, such as a patch, and each has another source hash.

    ``records`` has the fixed outputs of each record. Hashes of platforms are reported: people easily forget one.
    """
    if _name(one) != _name(other) or not all(
        is_data(each) and _has_only_version(each) for each in (one, other)
    ):
        return False
    found = [records.get(record_of(each), []) for each in (one, other)]
    if any(len(beside) > _MOST_PARTS for beside in found):
        return False
    sources = [[each for each in beside if _is_source_of(each, beside)] for beside in found]
    if not all(sources) or one in sources[0] or other in sources[1]:
        return False
    parts = [each for beside in found for each in beside if not _is_source_of(each, beside)]
    if any(names_machine(_name(each)) for each in parts):
        return False
    return {each.literal for each in sources[0]}.isdisjoint(each.literal for each in sources[1])


def record_of(each: FixedOutput) -> object:
    """Return a key that all hashes of one record have: the place of their version; None without a version.

    In a data file, the record and the text of its version.
    """
    version = each.input("version")
    if version is None or not isinstance(version.form, str):
        return None
    if version.offset >= 0:
        return version.path, version.offset
    return (each.package, version.form) if each.package is not None else None


def _has_only_version(each: FixedOutput) -> bool:
    """Tell whether only a version, and perhaps a name, decides a record."""
    return all(stated.name in OF_VERSIONS for stated in each.inputs if stated.role == "what")


def _name(each: FixedOutput) -> str:
    """Return the last component of the attribute of a hash."""
    return each.attribute.rpartition(".")[2]


def _is_source_of(each: FixedOutput, beside: Sequence[FixedOutput]) -> bool:
    """Tell whether a hash of a record is that of the source: `hash`, `src.hash`. ``beside`` has all its hashes.

    `hash` has the attribute of the record, which is the start of the other attributes.
    """
    others = [one for one in beside if one is not each]
    return each.kind == "source" and (
        _name(each) in _SOURCES
        or is_plain(_name(each))
        or (bool(others) and all(one.attribute.startswith(f"{each.attribute}.") for one in others))
    )


def is_data_file(each: FixedOutput) -> bool:
    """Tell whether a hash is in a file that is not Nix."""
    return not each.path.endswith(".nix")


def is_data(each: FixedOutput) -> bool:
    """Tell whether only the data of a fetch is known."""
    return each.record or is_data_file(each)


def call_of(each: FixedOutput) -> tuple[str, str]:
    """Return the key of the call that has a hash: its file, and the attribute path without the name of the hash."""
    return each.path, each.attribute.rpartition(".")[0]


def are_chosen_by_key(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the same code fetches two entries of a table, and their key is an unknown part of the address.

    `url = "…/x-${names.${system}}.zip"; hash = hashes.${system};`: both entries have the same inputs as far as known.
    """
    return (
        one.identity == other.identity
        and one.attribute != other.attribute
        and all(each.is_source and not (each.record or each.tool) for each in (one, other))
        and one.path == other.path
        and one.path.endswith(".nix")
        and any(stated.role in ("what", "how") and not stated.known for stated in one.inputs)
    )


def is_file_of_data(each: FixedOutput) -> bool:
    """Tell by its name whether a source is a file of data. Archives and programs are built anew each day."""
    return re.search(_DATA, _file_name(each)) is not None


def is_of_a_mac(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two sources are both for a Mac: one file can be for its two processors."""
    files = (urls.last(address_of(each) or "") for each in (one, other))
    names = (
        f"{each.platform} {each.attribute} {file}" for each, file in zip((one, other), files, strict=True)
    )
    return all(re.search(_OF_A_MAC, name) for name in names)


def had_two_hashes(one: FixedOutput, other: FixedOutput, base: Pairs, target: Pairs) -> bool:
    """Tell whether two sources in one file had two hashes at their places in a base, and still have two addresses.

    The addresses may be alike if a key that is not known is a part of them. Records state the urls of two versions, and
    the base has their inputs.

    The base must have each of the two places once. Items of a list, and branches, have one place: then the base must
    have as many of them, each with its own hash. Two platforms of a Mac are excluded, since one file can be for both,
    unless the two urls have different versions.
    """
    if is_of_a_mac(one, other) and not are_of_two_versions(one, other):
        return False
    if one.origin.path != other.origin.path or not (one.is_source and other.is_source):
        return False
    if not are_chosen_by_key(one, other) and (
        not (
            all(map(is_concrete, (one, other)))
            or _are_kept_releases(one, other, base)
            or _are_of_platforms_in_data(one, other)
        )
        or not any(move.role == "what" for move in moves(one, other))
    ):
        return False
    before = [base.at(each) for each in (one, other)]
    if base.place(one) == base.place(other):
        known = {old.digest.key() for old in before[0] if old.digest is not None}
        return len(known) == len(before[0]) == len(target.at(one)) <= MANY
    digests = [each[0].digest for each in before if len(each) == 1]
    return len(digests) == 2 and None not in digests and digests[0] != digests[1]


def _are_of_platforms_in_data(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether two hashes of a data file are for two platforms, by their keys or by the names in their urls."""
    if not all(is_data_file(each) and not each.tool for each in (one, other)):
        return False
    platforms = [each.platform for each in (one, other)]
    if None not in platforms and platforms[0] != platforms[1]:
        return True
    files = [_file_name(each).replace(".", "-") for each in (one, other)]
    return all(files) and are_other_platforms(*files)


def _are_kept_releases(one: FixedOutput, other: FixedOutput, base: Pairs) -> bool:
    """Tell whether two records with the urls of two versions are in a base with the same inputs."""
    return are_of_two_versions(one, other) and all(
        states_url(each) and base.by_identity.get(each.identity) for each in (one, other)
    )
