"""Two fetches of one file that name it in different ways: an image by its digest, a file of a registry by its url."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.moves import form_of
from authguard.outputs import urls

if TYPE_CHECKING:
    from authguard.compare.judgement import Move
    from authguard.outputs.model import FixedOutput


def is_one_image(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether two names of an image have one image digest, and the same `finalImageName` in the image file."""
    digests = form_of(old.input("imageDigest")), form_of(new.input("imageDigest"))
    if digests[0] != digests[1] or not isinstance(digests[0], str):
        return False
    names = form_of(old.input("finalImageName")), form_of(new.input("finalImageName"))
    return names[0] is not None and names[0] == names[1]


def is_one_release_file(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether one output is the file at a url, and the other has no url but the name of this file in the store.

    The name has a version: fetchurl became fetchPypi, or the reverse.
    """
    if old.producer == new.producer or not old.mode == new.mode == "flat":
        return False
    for has_url, other in ((old, new), (new, old)):
        url, name = form_of(has_url.input("url")), other.store_name
        if isinstance(url, str) and name and not any(other.input(each) for each in ("url", "urls")):
            return other.kind == "source" and urls.last(url) == name and bool(urls.versions(name))
    return False


def is_of_unpacking(move: Move, old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether an option moved by which one of two fetchers unpacks a file, and both have the hash of the file.

    `fetchCrate { unpack = false; }` fetches the same file as fetchurl. With one fetcher, the mode shows what it does.
    """
    return (
        move.name in ("unpack", "stripRoot")
        and old.producer != new.producer
        and old.mode == new.mode == "flat"
    )
