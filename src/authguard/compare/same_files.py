"""Two fetches of one file that name it in different ways: an image by its digest, a file of PyPI by its url."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.moves import form_of
from authguard.outputs import urls

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput


def is_one_image(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether two names of an image have one image digest, and the same `finalImageName` in the image file."""
    digests = form_of(old.input("imageDigest")), form_of(new.input("imageDigest"))
    if digests[0] != digests[1] or not isinstance(digests[0], str):
        return False
    names = form_of(old.input("finalImageName")), form_of(new.input("finalImageName"))
    return names[0] is not None and names[0] == names[1]


def is_one_release_file(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether fetchPypi and fetchurl fetch a file with the same name, which contains a version."""
    stated = {each.producer: each for each in (old, new)}
    if stated.keys() != {"fetchPypi", "fetchurl"}:
        return False
    url, name = form_of(stated["fetchurl"].input("url")), stated["fetchPypi"].store_name
    return isinstance(url, str) and url.rpartition("/")[2] == name and bool(urls.versions(name))
