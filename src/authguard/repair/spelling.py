"""The spelling of a correct digest that replaces another: the present spelling, if Nix accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.digest import SIZES, Digest, is_placeholder
from authguard.repair.edits import NotEditable

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.outputs.model import FixedOutput

_BASES: tuple[Callable[[Digest], str], ...] = (Digest.hex, Digest.base32, Digest.base64)


def spell(each: FixedOutput, digest: Digest, names: list[str]) -> str:
    """Return the correct digest in the spelling of the literal of ``each``; ``names`` are the names of its bindings."""
    return respelled(each.literal, digest, named_algorithm(names), each.problem is not None)


def respelled(text: str, digest: Digest, implied: str | None, rejected: bool) -> str:
    """Return ``digest`` in the spelling of ``text``, otherwise as SRI, which each hash attribute takes.

    Args:
        text: the present text: a digest in any spelling, a placeholder, nothing, or a text that Nix rejects.
        digest: the true digest.
        implied: the algorithm that the attribute's name implies; None if the name implies no algorithm. (If a valid
            digest does not name the algorithm either, the call does.)
        rejected: whether Nix rejects the text.
    """
    name, mark, body = _parted(text)
    if mark == ":":
        base = _base(body, name)
        return f"{digest.algorithm}:{base(digest)}" if base is not None else digest.sri()
    if mark or not text or rejected or (implied is None and is_placeholder(text)):
        return digest.sri()
    base = _base(text, digest.algorithm)
    return base(digest) if base is not None else digest.sri()


def demand_algorithm(names: list[str], digest: Digest) -> None:
    """Raise NotEditable if the names around a hash imply another algorithm than the algorithm of the digest."""
    implied = named_algorithm(names)
    if implied is not None and implied != digest.algorithm:
        raise NotEditable(
            f"its attribute takes a {implied} digest, and the true one is of {digest.algorithm}"
        )


def named_algorithm(names: list[str]) -> str | None:
    """Return the algorithm that the nearest name around a hash implies (`sha256.x86_64-linux`), or None."""
    for name in reversed(names[-3:]):
        found = next((each for each in SIZES if each in name.lower()), None)
        if found is not None:
            return found
    return None


def _parted(text: str) -> tuple[str, str, str]:
    """Split a hash into the name of its algorithm ("" for no name), the mark after the name, and the rest."""
    for mark in (":", "-"):
        name, found, body = text.partition(mark)
        if found:
            return name, mark, body
    return "", "", text


def _base(body: str, algorithm: str) -> Callable[[Digest], str] | None:
    """Return a function that spells digests like ``body``, in the base that Nix derives from the length alone."""
    if algorithm not in SIZES:
        return None
    sample = Digest(algorithm, bytes(SIZES[algorithm]))
    return next((base for base in _BASES if len(base(sample)) == len(body)), None)
