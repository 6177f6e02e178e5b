"""What moved between two identities, and whether that proves a kept digest stale."""

from __future__ import annotations

from authguard.fod import urls
from authguard.fod.clones import same_clone
from authguard.nix.canonical import script
from authguard.patterns import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.fod.model import FixedOutput, Input

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
                found.append(Move(name, other.role, one, other))
        elif not shared_only and not _is_beside(old, new, one or other):
            role = (one or other).role  # type: ignore[union-attr]
            found.append(Move(name, role, one, other))
    if shared_only and not any(name in before and after[name].role == "what" for name in after):
        found.extend(_foreign(old, new))
    if new.record and any(_is_label(move, old, new) for move in found):
        found = [move for move in found if not _is_label(move, old, new)]
    if old.tool and new.tool and not found:
        found.extend(_fetched_otherwise(old, new))
    return sorted(_moved_house(found, old, new), key=lambda move: _WEIGHT[move.role])


def _is_label(move: Move, old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether what moved only names the commit that a record pins by its full id, which stayed."""
    revision = _form(new.input("rev"))
    if not isinstance(revision, str) or not urls.is_full_id(revision) or _form(old.input("rev")) != revision:
        return False
    texts = _form(move.before), _form(move.after)
    if move.name == "version":
        return all(isinstance(text, str) and revision[:7] in text for text in texts)
    return move.name != "tag" and move.name.endswith(("tag", "Tag"))


def _foreign(old: FixedOutput, new: FixedOutput) -> list[Move]:
    """A record and a call that state nothing alike are of two things, where no version or revision is in both."""
    one = [each for each in old.inputs if each.role == "what" and _tokens(each)]
    other = [each for each in new.inputs if each.role == "what" and _tokens(each)]
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
                    "where" if urls.versions(urls.last(one)) or not _other_version(old, new) else "what"
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
    if what == heavy and (_is_fork_joined(moved) or all(_is_soft(old, new, move, what) for move in what)):
        return STALE, _is_another(what)
    return STALE, True


def _is_hashed_otherwise(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether one is the hash of a file's bytes and the other that of a tree: no digest is both."""
    known = all(each.row is not None and each.row.names for each in (old, new))
    return known and old.mode != new.mode


def _is_fork_joined(moved: list[Move]) -> bool:
    """Tell whether the owner moved, and with it a commit id: what a fork changed was merged, and the tree may be it."""
    what = [move for move in moved if move.role == "what"]
    return any(move.name == "owner" for move in moved) and all(
        move.name == "rev" and urls.is_full_id(_form(move.before)) and urls.is_full_id(_form(move.after))
        for move in what
    )


def _is_known(move: Move) -> bool:
    return all(side is None or side.known for side in (move.before, move.after))


def _is_soft(old: FixedOutput, new: FixedOutput, move: Move, moved: list[Move]) -> bool:
    """Tell whether one moved input may leave the content as it was more often than one would think."""
    one = move.before.form if move.before is not None else None
    other = move.after.form if move.after is not None else None
    if move.name == "imageDigest" or compiled(r"[dD]ate$").search(move.name):
        return True
    if move.name == "repo":
        return all(each is move or _is_soft(old, new, each, [each]) for each in moved)
    if one is None or other is None:
        return True
    ids = urls.is_full_id(one), urls.is_full_id(other)
    if move.name in ("rev", "version") and _names_its_commit(old) and _names_its_commit(new):
        return True
    if move.name in ("rev", "key", "version") and all(ids):
        return new.tool
    if move.name == "rev" and ids[0] != ids[1]:
        return (
            not (_has_version(old) and _has_version(new)) or _same_version(old, new) or _was_unreleased(old)
        )
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if move.name == "rev" and _release(one) is not None and _release(one) == _release(other):
        return True  # v1.3.290 and sdk-1.3.290.0
    if move.name == "version":
        return _bare_version(one) == _bare_version(other) or (
            _was_unreleased(old) and old.input("rev") is not None
        )
    if move.name == "key" and _crate(one) != _crate(other):
        return True  # the crates of one workspace share their digest
    if move.name == "url" and _is_soft_url(old, new, one, other):
        return True
    if move.name == "url" and new.kind == "patch" and (ids[0] or _without_ids(one) == _without_ids(other)):
        return True  # a commit that was rebased changes the same lines
    # A url in a data file that differs in nothing but commit ids is a commit id that moved alone.
    return new.record and not new.path.endswith(".nix") and _without_ids(one) == _without_ids(other)


def _names_its_commit(each: FixedOutput) -> bool:
    """Tell whether a data file's version says its commit id in short: a tool wrote both, and fetched that commit."""
    revision, version = _form(each.input("rev")), _form(each.input("version"))
    return (
        each.record
        and not each.path.endswith(".nix")
        and urls.is_full_id(revision)
        and isinstance(revision, str)
        and isinstance(version, str)
        and revision[:7] in version
    )


def _is_soft_url(old: FixedOutput, new: FixedOutput, one: str, other: str) -> bool:
    """Tell whether the path of a url moved in a way that keeps the file more often than one would think."""
    if urls.same_file_elsewhere_in_history(one, other) or urls.same_versioned_file(one, other):
        return True
    if urls.same_comparison(one, other) or ("patch" in (old.kind, new.kind) and urls.same_change(one, other)):
        return True
    if _other_version(old, new):
        return False
    if not _has_other_host(old, new):
        return urls.same_folder_dropped(one, other)
    return urls.same_numbers(one, other) or urls.says_nothing(one) or urls.says_nothing(other)


def _has_other_host(old: FixedOutput, new: FixedOutput) -> bool:
    one, other = old.input("host"), new.input("host")
    return one is not None and other is not None and one.form != other.form


def _crate(key: str) -> str:
    """Return the name in the key of an entry: "foo-bar" of "foo-bar-1.2.0"."""
    return compiled(r"-\d[^-]*(?:-.*)?").split(key)[0]


def _without_ids(text: str) -> str:
    return compiled(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])").sub("", text)


def _release(tag: str) -> tuple[object, ...] | None:
    """Return the numbers in a tag, without zeros at their end, and the words that make it a pre-release."""
    numbers = compiled(r"\d+").findall(tag)
    while numbers and numbers[-1] == "0":
        numbers.pop()
    return (
        (*numbers, *compiled(r"alpha|beta|rc|pre|post|dev|a(?=\d)|b(?=\d)").findall(tag))
        if len(numbers) > 1
        else None
    )


def _has_version(each: FixedOutput) -> bool:
    """Tell whether a version that is known is this source's own: that of the package whose `src` it is."""
    return each.input("version") is not None or (
        each.version is not None and each.attribute.rpartition(".")[2] in ("src", "source", "hash")
    )


def _was_unreleased(old: FixedOutput) -> bool:
    """Tell whether the version was a date or no release: its first tag may be the very commit that was fetched."""
    if old.version is None or not isinstance(old.version.form, str):
        return False
    if urls.is_full_id(old.version.form):
        return True
    return compiled(r"unstable|\d{4}-\d{2}-\d{2}|git").search(old.version.form) is not None


def _is_another(moved: list[Move]) -> bool:
    """Tell whether inputs that came and went are another thing altogether: no version or revision is in both."""
    came = {token for move in moved if move.before is None for token in _tokens(move.after)}
    went = {token for move in moved if move.after is None for token in _tokens(move.before)}
    return bool(came) and bool(went) and came.isdisjoint(went)


def _tokens(side: Input | None) -> list[str]:
    """Return what looks like a version or a commit id in an input, and in what a fixed output in it is made from."""
    return [
        token
        for text in _texts(_form(side))
        for token in compiled(r"[0-9a-f]{40}|\d+(?:[._-]\d+)+").findall(text)
    ]


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
        elif isinstance(part, str) and compiled(r"(?:md5|sha\d+):[0-9a-f]+").fullmatch(part) is None:
            found.append(part)
    return found


def _same_version(old: FixedOutput, new: FixedOutput) -> bool:
    one, other = old.version, new.version
    return one is not None and other is not None and one.form == other.form


def _other_version(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether the source's own version moved, came or went."""
    return (_has_version(old) or _has_version(new)) and not _same_version(old, new)


def _bare_version(version: str) -> str:
    return version.lower().lstrip("v")


def silent(old: FixedOutput, new: FixedOutput) -> bool | None:
    """Tell whether Nix would keep quiet: the store path is the same, and it does not look at the content anyhow.

    None where a name is not known.
    """
    if new.row is not None and new.row.nix_checks:
        return False
    if old.store_name is None or new.store_name is None:
        return None
    return old.store_name == new.store_name and old.mode == new.mode


def is_copy(one: FixedOutput, other: FixedOutput) -> str | None:
    """Return "error" or "warning" where two sources with one digest cannot both be right, or None where they may.

    Both must be concrete sources in hand-written Nix. They differ in repository or version: an error; only in a
    commit id: a warning (trees repeat). Platforms and members of one package share digests rightly.
    """
    if one.group is not None is not other.group:
        return _is_copied_file(one, other)
    if not is_concrete(one) or not is_concrete(other):
        return _is_copied_file(one, other)
    differing = [move for move in moves(one, other) if move.role == "what"]
    if not differing:
        return None
    if all(urls.is_full_id(_form(move.before)) and urls.is_full_id(_form(move.after)) for move in differing):
        return "warning"
    if any(move.before is None or move.after is None for move in differing):
        return None
    for move in differing:
        if move.name in ("rev", "version", "repo", "pname", "tag"):
            return "error"
        if move.name == "url" and _versions(move.before) != _versions(move.after):
            return "error"
    return None


def _is_copied_file(one: FixedOutput, other: FixedOutput) -> str | None:
    """Return "error" for two records of one digest whose urls end in files of two versions: no file is both."""
    if not (one.record and other.record) or "pin" in (one.kind, other.kind):
        return None
    names = [_last(each) for each in (one, other)]
    if None in names:
        return None
    first, second = (set(compiled(r"\d+(?:[._u]\d+)+").findall(name or "")) for name in names)
    return "error" if first and second and first.isdisjoint(second) else None


def _last(each: FixedOutput) -> str | None:
    """Return the file name at the end of a record's url."""
    url = each.input("url")
    return url.form.rstrip("/").rpartition("/")[2] if url is not None and isinstance(url.form, str) else None


def _form(side: Input | None) -> object:
    return side.form if side is not None else None


def _versions(side: Input | None) -> list[str]:
    return (
        compiled(r"\d+(?:[._]\d+)+").findall(side.form)
        if side is not None and isinstance(side.form, str)
        else []
    )


def is_concrete(each: FixedOutput) -> bool:
    """Tell whether a fixed output is a source, written by hand and wholly known: one whose digest is its own."""
    return (
        each.kind in ("source", "patch")
        and not each.record
        and not each.tool
        and each.digest is not None
        and each.resolved
        and each.path.endswith(".nix")
        and "generated" not in each.path
    )
