"""The inputs that differ between two identities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.judgement import Move
from authguard.compare.pin_options import PIN_OPTIONS, option_moved
from authguard.compare.releases import is_same_release, is_unreleased
from authguard.compare.scripts import is_text_of_scripts
from authguard.nix.script_forms import script
from authguard.nix.values import BEYOND
from authguard.outputs import urls
from authguard.outputs.model import REVISION_IN_URL, Input
from authguard.outputs.record_names import CLONE_OPTIONS

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

MAX_PARTS, MAX_ALTERNATIVES = 2000, 64
"""At most this many parts of a form are searched for versions, and this many values of a condition are compared."""

DECIDING = ("what", "how", "script")
"""The roles of inputs that can change the content."""

FETCHES = frozenset({"url", "urls", "rev", "version", "key", "repo"})
"""The inputs by which a hand-written fixed output fetches something itself."""
PATCH_FETCHERS = frozenset({"fetchpatch", "fetchpatch2"})
"""Fetchers that take the same inputs, but normalize a patch differently."""
_BUILDERS = frozenset({"buildComposerProject", "buildComposerProject2"})
EXCHANGED = (PATCH_FETCHERS, frozenset({"fetchCargoTarball", "fetchCargoVendor"}), _BUILDERS)
"""Two fetchers or builders that make other outputs of the same inputs."""

_DIGIT = r"\d"
_MACHINE = r"(?<![0-9A-Za-z])x86[_-]64(?![0-9])"
_REFERENCE = r"\$\{[^{}]*\}"
_VERSION_REFERENCE = r"\{\$version\}|\$version\b"
"""A reference to the version in the syntax of another language, which Nix does not replace."""
_FULL_INDEX = r"(?<=[?&])full_index=(?:true|false|0|1)?(?:&|\Z)"
"""A parameter that only changes the index lines of a patch, which fetchpatch drops, unlike fetchpatch2."""
_MEANS = ("rev", "url", "file", "path")
_WEIGHT = {"what": 0, "how": 1, "script": 2, "where": 3, "tool": 4, "label": 5}
_UNORDERED = frozenset({"sparseCheckout"})
"""Lists that mean the same in any order."""
_ITSELF = frozenset({"finalPackage", "finalAttrs", "final", "prev", "self", "super"})
"""Names by which a package refers to itself."""

_HASH_TEXT = r"(?:md5|sha\d+):[0-9a-f]+"
_FULL_ID = r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])"


def moves(old: FixedOutput, new: FixedOutput) -> list[Move]:
    """Return the inputs in which two fixed outputs differ, the weightiest role first.

    Between a record and a call, only the inputs that both have are compared: the call may be new in this change.
    """
    before = {each.name: each for each in old.inputs}
    after = {each.name: each for each in new.inputs}
    # A pin of a tool is a source: it does not have the inputs of a dependency hash.
    comparable = old.is_source == new.is_source or not (old.tool or new.tool)
    shared_only = old.record != new.record and comparable
    found = _differences(old, new, before, after, shared_only)
    if shared_only and not any(name in before and after[name].role == "what" for name in after):
        found.extend(_unrelated(old, new))
    if old.record and new.record and not new.tool and not any(move.role in DECIDING for move in found):
        found.extend(_replaced_by_other_version(before, after))
    if old.tool and new.tool and not any(move.role in DECIDING for move in found):
        found.extend(_fetched_by_other_means(before, after))
    if (
        (new.is_source or new.kind == old.kind == "handwritten")
        and is_hashed_otherwise(old, new)
        and not any(move.role in ("what", "how") for move in found)
    ):
        modes = (Input("outputHashMode", "how", each.mode, each.mode, known=True) for each in (old, new))
        found.append(Move("outputHashMode", "how", *modes))
    of_commit = has_commit(old) and has_commit(new) and (old.kind == "patch") != (new.kind == "patch")
    if of_commit or ({old.producer, new.producer} in EXCHANGED and not _names(new, old.producer)):
        names = (Input("fetcher", "how", each.producer, each.producer, known=True) for each in (old, new))
        found.append(Move("fetcher", "how", *names))
    return sorted(_location_only(found, old, new), key=lambda move: _WEIGHT[move.role])


def _names(new: FixedOutput, producer: str) -> bool:
    """Tell whether the file of a fixed output names a function too, as in `(fetchCargoVendor or fetchCargoTarball)`."""
    return re.search(rb"\b%s\b" % producer.encode("utf-8", "surrogateescape"), new.origin.data) is not None


def _differences(
    old: FixedOutput,
    new: FixedOutput,
    before: dict[str, Input],
    after: dict[str, Input],
    shared_only: bool,
) -> list[Move]:
    """Return a move for each input with another form and, unless ``shared_only``, for each added or removed input."""
    same = same_clone(old, new)
    found = []
    for name in [*after, *(name for name in before if name not in after)]:
        one, other = before.get(name), after.get(name)
        if name in same:
            continue
        if one is not None and other is not None:
            if old.tool and one.role != other.role and one.shown == other.shown:
                continue  # a dirty tree has no revision, so its url decides; otherwise the url is only the location
            if one.form != other.form and not _is_same(one, other):
                # A pin without a revision is identified by its url. If such a pin gains a revision, its url did decide.
                role = one.role if old.tool and new.tool and one.role == "what" else other.role
                role = "how" if name == "type" and one.role == "how" else role
                role = "what" if name == REVISION_IN_URL and one.role == "what" else role
                found.append(Move(name, role, one, other))
        elif name in CLONE_OPTIONS and old.record and new.record and not new.tool:
            found.append(Move(name, "how", one and _uncertain(one), other and _uncertain(other)))
        elif name == REVISION_IN_URL:
            one = one or old.input("rev")  # a url without a revision of its own has that of the pin
            if old.producer == new.producer and one and other and one.form != other.form:
                found.append(Move(name, other.role, one, other))
        elif old.tool and old.record and old.producer == new.producer and name in PIN_OPTIONS:
            found.extend(option_moved(name, old, new))
        elif shared_only or (old.record and new.record):
            continue  # a record may gain or lose a field
        elif (only := one or other) is not None and not is_text_of_scripts(only, old, new):
            found.append(Move(name, only.role, one or _default(old, name), other or _default(new, name)))
    return found


def _uncertain(each: Input) -> Input:
    """Return an option of a record as not fully known: the code that fetches may have set the option before."""
    return Input(each.name, each.role, each.form, each.shown, False, each.path, each.offset)


def _default(each: FixedOutput, name: str) -> Input | None:
    """Return the default of an omitted option, so that a message can show it."""
    default = each.row.defaults.get(name) if each.row is not None else None
    if not isinstance(default, (bool, str)) or each.row is None or name not in each.row.how:
        return None
    form = default if isinstance(default, str) else ("const", str(default))
    return Input(name, "how", form, str(default).lower() if isinstance(default, bool) else default, True)


def _unrelated(old: FixedOutput, new: FixedOutput) -> list[Move]:
    """Return a move if a record and a call have no version or revision in common: they are different sources.

    A tool's pin is identified by its revision, so a call with another revision, or with none, fetches something else.
    """
    one = [each for each in old.inputs if each.role == "what" and tokens(each)]
    other = [each for each in new.inputs if each.role == "what" and (old.tool or tokens(each))]
    known = {token for each in one for token in tokens(each)}
    stated = {token for each in other for token in tokens(each)}
    if not one or not other or any(_is_token_of(token, each) for token in known for each in stated):
        return []
    return [Move(other[0].name, "what", one[0], other[0])]


def _replaced_by_other_version(before: dict[str, Input], after: dict[str, Input]) -> list[Move]:
    """Return the move of a record with an input of another name in place of a version, at another version.

    `version = "1.0"` became `tag = "v1.1"`. If one of the names is in both records, nothing was replaced.
    """
    went = [each for name, each in before.items() if name not in after and tokens(each)]
    came = [each for name, each in after.items() if name not in before and tokens(each)]
    stayed = {token for name in before.keys() & after.keys() for token in tokens(after[name])}
    if not went or not came or stayed:
        return []
    pairs = [(one, other) for each in went for one in tokens(each) for new in came for other in tokens(new)]
    if any(_is_token_of(*pair) for pair in pairs):
        return []
    return [Move(came[0].name, "what", went[0], came[0])]


def _is_token_of(one: str, other: str) -> bool:
    """Tell whether two versions are equal, or one version begins or ends with the other: `13.9.12.0`, `9.12.0`."""
    short, long = sorted((one, other), key=len)
    return (
        short == long
        or is_same_release(one, other)
        or (short.count(".") > 1 and (long.endswith(f".{short}") or long.startswith(f"{short}.")))
    )


def _fetched_by_other_means(before: dict[str, Input], after: dict[str, Input]) -> list[Move]:
    """Return the move of a pin that its tool now fetches in another way, for example by a revision instead of a url."""
    was = [before[name] for name in _MEANS if name in before]
    now = [after[name] for name in _MEANS if name in after]
    if not was or not now or {each.name for each in was} & {each.name for each in now}:
        return []
    if _have_one_commit(was[0].form, now[0].form):
        return []
    return [Move(now[0].name, "what", was[0], now[0])]


def _have_one_commit(one: object, other: object) -> bool:
    """Tell whether a revision is a full commit id, and the file of a url has just this id as its name, and no other."""
    commit, url = sorted((str(one), str(other)), key=len)
    file = re.sub(r"\.(?:tar\.\w+|tgz|zip)\Z", "", urls.last(url))
    return urls.is_full_id(commit) and file == commit and set(re.findall(_FULL_ID, url)) == {commit}


def _is_same(one: Input, other: Input) -> bool:
    """Tell whether two different forms of one input have the same meaning."""
    if one.role == "script" and script(one.form) == script(other.form):
        return True
    if one.name in _UNORDERED and isinstance(one.form, tuple) and isinstance(other.form, tuple):
        return sorted(map(repr, one.form)) == sorted(map(repr, other.form))
    if not one.known and not other.known and _have_one_shape(one.form, other.form):
        return True
    if _gained_sources(one, other):
        return True
    return _same_sources(one, other)


def _have_one_shape(one: object, other: object) -> bool:
    """Tell whether two forms that are not fully known only differ in the names of variables.

    `self.version` and `finalAttrs.version` only differ so, as do `sources.foo.src` and `pins.foo.src`: a variable was
    renamed. If two paths differ in length, only the end of the longer path is compared.
    """
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return one == other
    first, second = _path_of(one), _path_of(other)
    if len(first) > 1 and len(second) > 1:
        first, second = _without_itself(first), _without_itself(second)
        least = min(len(first), len(second))
        return first[-least:] == second[-least:] if least > 1 else first == second
    if len(first) > 1 or len(second) > 1 or len(one) != len(other):
        return False
    return all(map(_have_one_shape, one, other))


def _without_itself(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of a path after its variable, without names by which a package refers to itself."""
    rest = path[1:]
    while len(rest) > 1 and rest[0] in _ITSELF:
        rest = rest[1:]
    return rest


def is_other_entry(one: object, other: object) -> bool:
    """Tell whether two forms are the same attribute of two entries of one set: `sources.app.rev`, `sources.web.rev`."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    first, second = _path_of(one), _path_of(other)
    if len(first) > 2 and len(first) == len(second):
        return first[1:-1] != second[1:-1] and (first[0], first[-1]) == (second[0], second[-1])
    return len(one) == len(other) and any(map(is_other_entry, one, other))


def _path_of(form: object) -> tuple[str, ...]:
    """Return the names that lead from a variable to an unknown value: (`self`, `meta`, `release`)."""
    path: tuple[str, ...] = ()
    while isinstance(form, tuple):
        if form[:1] == ("sym",):
            form = form[1:]
        if form[:1] == ("missing",) and len(form) == 2 and isinstance(form[1], str):
            return (*form[1].split("."), *path)
        if form[:1] == ("free",) and len(form) == 2 and isinstance(form[1], str):
            return (form[1], *path)
        if form[:1] != ("select",) or len(form) != 3 or not isinstance(form[2], str):
            break
        path = (form[2], *path)
        form = form[1]
    return ()


def _gained_sources(one: Input, other: Input) -> bool:
    """Tell whether an input has several sources (a table of versions), and a change only added sources."""
    before, after = (
        {(each.identity, each.digest) for each in stated.outputs} if len(stated.outputs) > 1 else set()
        for stated in (one, other)
    )
    return bool(before) and before < after


def _same_sources(one: Input, other: Input) -> bool:
    """Tell whether sources differ only because one of their digests is a placeholder, which is unfinished."""
    if not one.outputs or len(one.outputs) != len(other.outputs) or one.shown != other.shown:
        return False
    return all(
        (old.identity == new.identity or _is_same_clone(old, new))
        and (old.digest == new.digest or old.digest is None or new.digest is None)
        for old, new in zip(one.outputs, other.outputs, strict=True)
    )


def _is_same_clone(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether two fetches differ only in the spelling of git options that mean the same."""
    return bool(same_clone(old, new)) and all(move.role not in DECIDING for move in moves(old, new))


def _location_only(found: list[Move], old: FixedOutput, new: FixedOutput) -> list[Move]:
    """Give a moved url the role "where" if the host or owner moved, and the url still means the same file.

    The name of the file must contain a version, or the version beside it must be unchanged. Two urls with the same full
    commit id and the same path after the id are the same file too.
    """
    is_other_place = any(move.name in ("host", "owner") for move in found)
    return [
        move._replace(role="where") if _is_same_file(move, old, new, is_other_place) else move
        for move in found
    ]


def _is_same_file(move: Move, old: FixedOutput, new: FixedOutput, is_other_place: bool) -> bool:
    """Tell whether a moved url still means the same file; ``is_other_place``: the host or the owner moved too."""
    if move.name != "url" or move.role != "what" or not move.before or not move.after:
        return False
    one, other = move.before.form, move.after.form
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    host = form_of(new.input("host"))
    if urls.same_file_of_commit(one, other) or urls.same_but_a_stray_character(one, other):
        return True
    if old.producer == new.producer == "fetchpatch":
        one, other = (re.sub(_FULL_INDEX, "", each) for each in (one, other))
    if urls.versions(one) and urls.same_but_a_switch(one, other) and not other_version(old, new):
        return True
    if _is_of_same_git_commit(move, old, new):
        return True
    if urls.same_but_the_owner(one, other, host if isinstance(host, str) else ""):
        return True
    if not is_other_place or not urls.same_file(one, other):
        return False
    return bool(urls.versions(urls.last(one))) or not other_version(old, new)


def _is_of_same_git_commit(move: Move, old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether two urls of git repositories end in the same full commit id: `git+https://example.org/a#1f0c…`."""
    commits = []
    for stated, each in ((move.before, old), (move.after, new)):
        text = stated.form if stated is not None and isinstance(stated.form, str) else ""
        commit = text.rpartition("#")[2] if "#" in text else ""
        is_git = (stated is not None and stated.shown.startswith("git+")) or form_of(
            each.input("rev")
        ) == commit
        commits.append(commit if is_git and urls.is_full_id(commit) else "")
    return commits[0] != "" and commits[0] == commits[1]


def is_hashed_otherwise(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether one fixed output has the hash of a file and the other the hash of a tree.

    Such hashes are never equal.
    """
    known = all(each.row is not None and each.row.names for each in (old, new))
    return known and bool(old.mode) and bool(new.mode) and old.mode != new.mode


def is_mended_reference(move: Move, old: FixedOutput) -> bool:
    """Tell whether a text contained `${name}` or `$version`, and now only has a value in its place.

    The value of a version must be the earlier version of the package.
    """
    one, other = form_of(move.before), form_of(move.after)
    if not isinstance(one, str) or not isinstance(other, str) or "${" in other:
        return False
    version = form_of(old.version)
    if isinstance(version, str) and re.search(_VERSION_REFERENCE, one):
        return re.sub(_VERSION_REFERENCE, lambda _: version, one) == other
    if not 0 < one.count("${") <= 3 or len(other) > 300:  # more would take too much time
        return False
    made = re.fullmatch("(.+)".join(map(re.escape, re.split(_REFERENCE, one))), other)
    if made is None:
        return False
    return all(
        value == version or ("name" in name and not urls.versions(value)) or not re.search(_DIGIT, value)
        for name, value in zip(re.findall(_REFERENCE, one), made.groups(), strict=True)
    )


def tokens(stated: Input | None) -> list[str]:
    """Return the versions and commit ids in a deciding input, nested fixed outputs included.

    The platform x86_64 is no version.
    """
    if stated is None or stated.role != "what":
        return []
    texts = (re.sub(_MACHINE, "", text) for text in _texts(form_of(stated)))
    return [urls.plain(token) for text in texts for token in urls.versions(text)]


def _texts(form: object) -> list[str]:
    """Return the texts of a form, at most MAX_PARTS, without the digests of its fixed outputs."""
    found: list[str] = []
    waiting = [form]
    for _ in range(MAX_PARTS):
        if not waiting:
            break
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, str) and re.fullmatch(_HASH_TEXT, part) is None:
            found.append(part)
    return found


_LITERAL = r'"((?:[^"\\]|\\.)*[0-9](?:[^"\\]|\\.)*)"'
"""A literal text of Nix that contains a digit."""


def constants(form: object, numbers: bool = False) -> list[str]:
    """Return the texts of a form that is not fully known, in their order, without the names of unknown values.

    From the body and the arguments of a function, only texts with a digit are returned. With ``numbers``, constants
    that are not texts are included. The selector of a choice is not.
    """
    if isinstance(form, str):
        return [form]
    if not isinstance(form, tuple) or not form:
        return []
    if form[0] == "function":
        return [text for part in form[1:] if isinstance(part, str) for text in re.findall(_LITERAL, part)]
    if form[0] == "const":
        return [str(part) for part in form[1:]] if numbers else []
    if form[0] in ("str", "list", "pin", "file"):
        parts = form[1:]
    elif form[0] in ("apply", "attrs"):
        given = form[2:] if form[0] == "apply" else _values_of(form)
        parts = tuple(part for part in given if isinstance(part, tuple) or _has_digit(part))
    else:
        parts = tuple(part for part in form[2 if form[0] == "choice" else 0 :] if isinstance(part, tuple))
    return [text for part in parts for text in constants(part, numbers)]


def _values_of(form: tuple[object, ...]) -> list[object]:
    """Return the values in the form of a set."""
    return [part for pair in form[1:] if isinstance(pair, tuple) for part in pair[1:]]


def _has_digit(part: object) -> bool:
    return isinstance(part, str) and re.search(r"\d", part) is not None


def is_beyond_limits(form: object) -> bool:
    """Tell whether a part of a form is unknown only because its evaluation takes too many steps."""
    if not isinstance(form, tuple):
        return False
    return form[:2] == ("sym", BEYOND) or any(map(is_beyond_limits, form))


def silent(old: FixedOutput, new: FixedOutput) -> bool | None:
    """Tell whether Nix would not notice: the store path is the same, and Nix does not check the content again.

    None if a store name is not known.
    """
    if new.row is not None and new.row.nix_checks:
        return False
    if old.store_name is None or new.store_name is None:
        return None
    return old.store_name == new.store_name and old.mode == new.mode


def form_of(stated: Input | None) -> object:
    """Return the form of an input; None for no input."""
    return stated.form if stated is not None else None


def has_commit(each: FixedOutput) -> bool:
    """Tell whether the identity of a source contains a full commit id as its revision."""
    return urls.is_full_id(form_of(each.input("rev")))


def is_part_of_repository(each: FixedOutput) -> bool:
    """Tell whether a fetch keeps only some directories of a repository."""
    return any(
        one.name in ("rootDir", "sparseCheckout") and one.shown not in ("", "[ ]") for one in each.inputs
    )


def has_version(each: FixedOutput) -> bool:
    """Tell whether the version of a source is known, from its own inputs or from the package that has it as `src`."""
    return each.input("version") is not None or (
        each.version is not None and each.attribute.rpartition(".")[2] in ("src", "source", "hash")
    )


def same_version(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether both have a version, and the versions are equal without a leading "v"."""
    one, other = old.version, new.version
    return one is not None and other is not None and _without_v(one.form) == _without_v(other.form)


def _without_v(form: object) -> object:
    return form.removeprefix("v") if isinstance(form, str) else form


def alternatives(form: object) -> frozenset[object]:
    """Return the possible values of a form under its conditions; only the form itself if there are too many."""
    found = [_joined(each) for each in _alternatives(form)]
    return frozenset(found) if len(found) <= MAX_ALTERNATIVES else frozenset((form,))


def _joined(form: object) -> object:
    """Return the text of a form that consists only of texts."""
    if isinstance(form, tuple) and form[:1] == ("str",) and all(isinstance(part, str) for part in form):
        return "".join(form[1:])
    return form


def _alternatives(form: object) -> list[object]:
    if not isinstance(form, tuple) or not form:
        return [form]
    if form[0] == "choice":
        return [each for _, option in form[2:] for each in _alternatives(option)]
    if form[0] not in ("str", "list"):
        return [form]
    found: list[tuple[object, ...]] = [()]
    for part in form:
        options = _alternatives(part)
        found = [(*one, option) for one in found for option in options]
        if len(found) > MAX_ALTERNATIVES:
            return [form]
    return list(found)


def other_version(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether the version of the source moved, was added or was removed."""
    return (has_version(old) or has_version(new)) and not same_version(old, new)


def is_other_release(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether the package of a source moved from one release to another release."""
    if not (has_version(old) and has_version(new)) or same_version(old, new):
        return False
    one, other = form_of(old.version), form_of(new.version)
    if not isinstance(one, str) or not isinstance(other, str) or is_same_release(one, other):
        return False
    return all(urls.versions(each) and not is_unreleased(each) for each in (one, other))


_SUBMODULES, _FORCED = "fetchSubmodules", "forceFetchGit"
_YES, _NO = ("const", "True"), ("const", "False")
_CLONING = ("leaveDotGit", "deepClone", "fetchTags", "fetchLFS", "sparseCheckout", "rootDir")


def same_clone(old: FixedOutput, new: FixedOutput) -> tuple[str, ...]:
    """Return the git options that two fetches spell differently, although the meaning is the same.

    A forge's fetcher clones as soon as one option needs a clone, so ``forceFetchGit`` beside that option changes
    nothing. The defaults of a forge's fetcher differ from those of `fetchgit`. An archive and a clone can differ
    (submodules, export-ignore), but the inputs do not show that. So a clone in place of an archive is taken for the
    same content.
    """
    one, other = _clone(old), _clone(new)
    if one is None or other is None:
        return ()
    if one[0] and other[0]:
        return (_SUBMODULES, _FORCED) if one[1] == other[1] else (_FORCED,)
    exchanged = (_FORCED in _options(old)) != (_FORCED in _options(new))
    if exchanged:
        return (_SUBMODULES, _FORCED)
    return (_FORCED,) if one[1] == other[1] else ()


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


def is_version_in_name(move: Move) -> bool:
    """Tell whether a name moved that contains a version, and now contains another version."""
    one, other = form_of(move.before), form_of(move.after)
    if move.name != "name" or not isinstance(one, str) or not isinstance(other, str):
        return False
    before, after = urls.versions(one), urls.versions(other)
    return bool(before and after) and before != after


def is_fork_at_commit(moved: list[Move]) -> bool:
    """Tell whether a release became a commit of another owner, as for a patched fork, which may have another name."""
    if not any(move.name == "rev" and urls.is_full_id(form_of(move.after)) for move in moved):
        return False
    where = [move for move in moved if move.role == "where"]
    if not {"owner"} <= {move.name for move in where} <= {"owner", "repo"}:
        return False  # another host is a mirror
    stated = [
        form_of(each) for move in where if move.name == "owner" for each in (move.before, move.after) if each
    ]
    return len({str(each).lower() for each in stated}) == 2


def is_number_in_name(move: Move) -> bool:
    """Tell whether only a number in a name moved, which has no version: `tool5.zip`, `tool6.zip`."""
    one, other = form_of(move.before), form_of(move.after)
    if not isinstance(one, str) or not isinstance(other, str) or urls.versions(one) or urls.versions(other):
        return False
    return one != other and re.sub(_DIGIT, "", one) == re.sub(_DIGIT, "", other)
