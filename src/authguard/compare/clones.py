"""How git clones for a fetcher: options that are stated differently and mean alike."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

_SUBMODULES, _FORCED = "fetchSubmodules", "forceFetchGit"
_YES, _NO = ("const", "True"), ("const", "False")
_CLONING = ("leaveDotGit", "deepClone", "fetchTags", "fetchLFS", "sparseCheckout", "rootDir")


def same_clone(old: FixedOutput, new: FixedOutput) -> tuple[str, ...]:
    """Return the options of git that two fetches state differently and mean alike.

    Of a forge's fetcher each option that an archive cannot give makes it clone, so that ``forceFetchGit`` beside it
    says nothing; what it leaves out is not what `fetchgit` leaves out. Whether a forge's archive and a clone are one
    content (submodules, export-ignore), nobody here can tell; a fetcher exchanged for another is taken for a rewrite.
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
    """Return (whether git clones, whether its submodules come along) of a fetch; None where that is not asked of it."""
    options = _options(each)
    if each.row is None or _SUBMODULES not in options:
        return None
    stated = {one.name: one.form for one in each.inputs if one.role == "how"}
    if any(stated.get(name, _YES) not in (_YES, _NO) for name in (_SUBMODULES, _FORCED)):
        return None
    submodules = stated.get(_SUBMODULES, _YES if each.row.defaults.get(_SUBMODULES) else _NO) == _YES
    cloning = any(name in stated for name in _CLONING) or stated.get(_FORCED) == _YES
    return _FORCED not in options or submodules or cloning, submodules
