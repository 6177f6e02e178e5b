"""How git clones for a fetcher: options that are written differently and mean the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

_SUBMODULES, _FORCED = "fetchSubmodules", "forceFetchGit"
_YES, _NO = ("const", "True"), ("const", "False")
_CLONING = ("leaveDotGit", "deepClone", "fetchTags", "fetchLFS", "sparseCheckout", "rootDir")


def same_clone(old: FixedOutput, new: FixedOutput) -> tuple[str, ...]:
    """Return the options of git that two fetches write differently and that mean the same.

    A forge's fetcher clones as soon as one option needs it, so ``forceFetchGit`` beside that option changes nothing.
    Its defaults are not those of `fetchgit`. An archive and a clone can differ (submodules, export-ignore), which
    cannot be known here: one fetcher in place of another counts as a rewrite.
    """
    one, other = _clone(old), _clone(new)
    if one is None or other is None:
        return ()
    if one[0] and other[0]:
        return (_SUBMODULES, _FORCED) if one[1] == other[1] else (_FORCED,)
    exchanged = (_FORCED in _options(old)) != (_FORCED in _options(new))
    return (_SUBMODULES, _FORCED) if exchanged else ()


def _options(each: FixedOutput) -> tuple[str, ...]:
    return tuple(each.row.how) if each.row is not None else ()


def _clone(each: FixedOutput) -> tuple[bool, bool] | None:
    """Return (whether git clones, whether it fetches submodules) of a fetch; None if it has no such option."""
    options = _options(each)
    if each.row is None or _SUBMODULES not in options:
        return None
    stated = {one.name: one.form for one in each.inputs if one.role == "how"}
    if any(stated.get(name, _YES) not in (_YES, _NO) for name in (_SUBMODULES, _FORCED)):
        return None
    submodules = stated.get(_SUBMODULES, _YES if each.row.defaults.get(_SUBMODULES) else _NO) == _YES
    cloning = any(name in stated for name in _CLONING) or stated.get(_FORCED) == _YES
    return _FORCED not in options or submodules or cloning, submodules
