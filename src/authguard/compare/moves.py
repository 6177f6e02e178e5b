"""What moved between two identities, and whether that proves a kept digest stale."""

from __future__ import annotations

import re

from authguard.compare.clones import same_clone
from authguard.compare.soft import form_of, is_soft, other_version
from authguard.nix.canonical import script
from authguard.outputs import urls
from authguard.outputs.model import Input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

MAX_PARTS = 2000
"""In so many parts of a form what looks like a version is looked for: forms stand in one another."""

STALE = "stale"
SUSPECT = "suspect"
ELSEWHERE = "elsewhere"
SAME = "same"


class Move:
    """One input that differs: as it was (None: not there), as it is, and the role in which it counts."""

    __slots__ = ("after", "before", "name", "role")

    def __init__(self, name: str, role: str, before: Input | None, after: Input | None) -> None:
        """Hold both sides."""
        self.name = name
        self.role = role
        self.before = before
        self.after = after

    def __repr__(self) -> str:
        return f"Move({self.name}: {self.before} -> {self.after})"


def moves(old: FixedOutput, new: FixedOutput) -> list[Move]:
    """Return the inputs in which two fixed outputs differ, the weightiest first.

    Where one of them is a record and the other a call, only what both state is compared: the call may have come
    to the record in the same change.
    """
    before = {each.name: each for each in old.inputs}
    after = {each.name: each for each in new.inputs}
    alike = old.is_source == new.is_source or not (old.tool or new.tool)  # what a tool pins is a source
    shared_only = old.record != new.record and alike
    same = same_clone(old, new)
    found = []
    for name in [*after, *(name for name in before if name not in after)]:
        one, other = before.get(name), after.get(name)
        if name in same:
            continue
        if (
            one is not None
            and other is not None
            and old.tool
            and one.role != other.role
            and one.shown == other.shown
        ):
            continue  # a dirty tree has no revision: its url is then what it is, and no more where it is had
        if one is not None and other is not None:
            if one.form != other.form and not _same_script(one, other) and not _same_sources(one, other):
                # Of a pin that is known by its url, and by a revision from now on, the url was what is fetched.
                went = old.tool and new.tool and one.role == "what"
                found.append(Move(name, one.role if went else other.role, one, other))
        elif not shared_only and not _is_beside(old, new, one or other):
            role = (one or other).role  # type: ignore[union-attr]
            found.append(Move(name, role, one or _switch(old, name), other or _switch(new, name)))
    if shared_only and not any(name in before and after[name].role == "what" for name in after):
        found.extend(_foreign(old, new))
    if new.record and any(_is_label(move, old, new) for move in found):
        found = [move for move in found if not _is_label(move, old, new)]
    if old.tool and new.tool and not found:
        found.extend(_fetched_otherwise(old, new))
    if (
        (new.is_source or new.kind == old.kind == "handwritten")
        and _is_hashed_otherwise(old, new)
        and not any(move.role in ("what", "how") for move in found)
    ):
        sides = (Input("outputHashMode", "how", each.mode, each.mode, known=True) for each in (old, new))
        found.append(Move("outputHashMode", "how", *sides))
    return sorted(_moved_house(found, old, new), key=lambda move: _WEIGHT[move.role])


def _switch(each: FixedOutput, name: str) -> Input | None:
    """Return an option that is on or off as it is meant where it is left out: a person reads from what it moved."""
    default = each.row.defaults.get(name) if each.row is not None else None
    if not isinstance(default, bool) or each.row is None or name not in each.row.how:
        return None
    return Input(name, "how", ("const", str(default)), str(default).lower(), True)


def _is_label(move: Move, old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether what moved only names the commit that a record pins by its full id, which stayed."""
    revision = form_of(new.input("rev"))
    if (
        not isinstance(revision, str)
        or not urls.is_full_id(revision)
        or form_of(old.input("rev")) != revision
    ):
        return False
    texts = form_of(move.before), form_of(move.after)
    if move.name == "version":
        return all(isinstance(text, str) and revision[:7] in text for text in texts)
    return move.name != "tag" and move.name.endswith(("tag", "Tag"))


def _foreign(old: FixedOutput, new: FixedOutput) -> list[Move]:
    """A record and a call that state nothing alike are of two things, where no version or revision is in both.

    What a tool pinned is known by its revision: a call that names neither that nor any other fetches something else.
    """
    one = [each for each in old.inputs if each.role == "what" and _tokens(each)]
    other = [each for each in new.inputs if each.role == "what" and (old.tool or _tokens(each))]
    tokens = {token for each in one for token in _tokens(each)}
    if not one or not other or any(token in tokens for each in other for token in _tokens(each)):
        return []
    return [Move(other[0].name, "what", one[0], other[0])]


def _fetched_otherwise(old: FixedOutput, new: FixedOutput) -> list[Move]:
    """Return the move of a pin that its tool fetches by other means now: by a url before, by a revision after."""
    before = {each.name: each for each in old.inputs if each.name in _MEANS}
    after = {each.name: each for each in new.inputs if each.name in _MEANS}
    if not before or not after or before.keys() & after.keys():
        return []
    one, other = (next(side[name] for name in _MEANS if name in side) for side in (before, after))
    return [Move(other.name, "what", one, other)]


_MEANS = ("rev", "url", "file", "path")
_WEIGHT = {"what": 0, "how": 1, "script": 2, "where": 3, "tool": 4}


def _same_script(one: Input, other: Input) -> bool:
    return one.role == "script" and script(one.form) == script(other.form)


def _same_sources(one: Input, other: Input) -> bool:
    """Tell whether sources differ in nothing that decides, but that a digest is a placeholder: that is unfinished."""
    if not one.outputs or len(one.outputs) != len(other.outputs) or one.shown != other.shown:
        return False
    return all(
        (old.identity == new.identity or _is_same_clone(old, new))
        and (old.digest == new.digest or old.digest is None or new.digest is None)
        for old, new in zip(one.outputs, other.outputs, strict=True)
    )


def _is_same_clone(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether two fetches differ in nothing that decides but in how options of git are stated."""
    return bool(same_clone(old, new)) and all(move.role not in _DECIDING for move in moves(old, new))


_DECIDING = ("what", "how", "script")


def _is_beside(old: FixedOutput, new: FixedOutput, only: Input | None) -> bool:
    """Tell whether an input that only one side states says nothing: a record may gain or lose a field."""
    return old.record and new.record and only is not None


def _moved_house(found: list[Move], old: FixedOutput, new: FixedOutput) -> list[Move]:
    """A url whose host moved with the same file at its end is the same content in another place.

    Where neither the file's name nor a version that stayed says which release it is, nothing is known of it.
    """
    house = any(move.name in ("host", "owner") for move in found)
    for move in found:
        if move.name == "url" and house and move.role == "what" and move.before and move.after:
            one, other = move.before.form, move.after.form
            if isinstance(one, str) and isinstance(other, str) and urls.same_file(one, other):
                move.role = (
                    "where" if urls.versions(urls.last(one)) or not other_version(old, new) else "what"
                )
    return found


def verdict(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> tuple[str, bool]:
    """Return (what the moves mean for a kept digest, whether that is sure enough for an error).

    The roles decide (architecture: what and how are stale, a script is suspect, where is the same content), and
    the softer cases: a commit id alone in a pin that a tool wrote, an image's digest, a tag that became a commit id
    or back while the version stood still, a repository renamed under the same revision, anything not resolved.
    """
    heavy = [move for move in moved if move.role in ("what", "how")]
    if not heavy:
        if any(move.role == "script" for move in moved):
            return SUSPECT, False
        moved = [move for move in moved if move.role == "where"]
        elsewhere = bool(moved) and all(move.before and move.after for move in moved)
        return (ELSEWHERE, False) if elsewhere else (SAME, False)
    if not all(_is_known(move) for move in heavy):
        return STALE, False
    if _is_hashed_otherwise(old, new):
        return STALE, True
    what = [move for move in heavy if move.role == "what"]
    if what == heavy and (_is_fork_joined(moved) or all(is_soft(old, new, move, what) for move in what)):
        return STALE, _is_another(old, new, moved)
    return STALE, True


def _is_hashed_otherwise(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether one is the hash of a file's bytes and the other that of a tree: no digest is both."""
    known = all(each.row is not None and each.row.names for each in (old, new))
    return known and bool(old.mode) and bool(new.mode) and old.mode != new.mode


def _is_fork_joined(moved: list[Move]) -> bool:
    """Tell whether the owner moved, and with it a commit id: what a fork changed was merged, and the tree may be it."""
    what = [move for move in moved if move.role == "what"]
    return any(move.name == "owner" for move in moved) and all(
        move.name == "rev" and urls.is_full_id(form_of(move.before)) and urls.is_full_id(form_of(move.after))
        for move in what
    )


def _is_known(move: Move) -> bool:
    return all(side is None or side.known for side in (move.before, move.after))


def _is_another(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> bool:
    """Tell whether what came and what went say that it is another thing: no version and no commit id is in both.

    A url that says which file it is goes, too, where a revision says it from then on. Whether a version is that of a
    commit, nobody here knows.
    """
    came = {token for move in moved if not _decides(move.before) for token in _tokens(move.after)}
    went = {token for move in moved if not _decides(move.after) for token in _tokens(move.before)}
    if not came or not went or came & went:
        return False
    kinds = {urls.is_full_id(token) for token in came}, {urls.is_full_id(token) for token in went}
    return bool(kinds[0] & kinds[1]) or other_version(old, new)


def _decides(side: Input | None) -> bool:
    return side is not None and side.role == "what"


def _tokens(side: Input | None) -> list[str]:
    """Return the versions and commit ids in an input that decides, and in what a fixed output in it is made from."""
    if side is None or side.role != "what":
        return []
    return [urls.plain(token) for text in _texts(form_of(side)) for token in urls.versions(text)]


def _texts(form: object) -> list[str]:
    """Return the texts of a form, up to a bound, without the digests of the fixed outputs in it."""
    found: list[str] = []
    waiting = [form]
    for _ in range(MAX_PARTS):
        if not waiting:
            break
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, str) and re.compile(r"(?:md5|sha\d+):[0-9a-f]+").fullmatch(part) is None:
            found.append(part)
    return found


def silent(old: FixedOutput, new: FixedOutput) -> bool | None:
    """Tell whether Nix would keep quiet: the store path is the same, and it does not look at the content anyhow.

    None where a name is not known.
    """
    if new.row is not None and new.row.nix_checks:
        return False
    if old.store_name is None or new.store_name is None:
        return None
    return old.store_name == new.store_name and old.mode == new.mode
