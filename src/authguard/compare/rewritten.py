"""Tells whether an input that moved is known, or whether it may only be written in another way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.classify_urls import is_of_other_version, is_path
from authguard.compare.moves import alternatives, constants, form_of, is_beyond_limits, is_other_entry, moves
from authguard.nix.canonical import OTHER_MODULE, SYSTEM
from authguard.outputs import urls
from authguard.producers import by_name

if TYPE_CHECKING:
    from authguard.compare.judgement import Move
    from authguard.outputs.model import FixedOutput

_WORD = r"\d+(?:[._-]\d+)+|[^\W_]+"
"""A word or a complete version in a text."""
_TELLING = r"\d|\w{3}"
"""A word with a number, or of three letters or more."""
_DOTTED = r"(?<![\d.])\d+(?:\.\d+)+"
"""A version with dots in a text."""
_DASHED = r"(?<![\w.])\d{1,3}(?:[_-]\d{1,3})+(?![\w.])"
"""A version in a text without dots: `release-1-2-3`."""
_ANY_DOTTED, _ANY_DASHED = r"\d+(?:\.\d+)*", r"\d+(?:[_-]\d+)*"
"""A number, or a version, with dots or with dashes."""
_SYSTEM = r"(?:x86_64|aarch64|i686|armv[67]l|riscv64)-(?:linux|darwin)"
_UNPACKING = frozenset({"stripRoot", "extension"})
_WORD_OF_URL = r"[^/?&=#:@]+"
"""A part of the path or query of a url."""
MAX_COMPARED = 1024
"""A longer text is not compared with the known parts of another (characters)."""
MOST_GIVEN = 16
"""If a function gets more versions, its result is compared as any other value."""
MAX_SOURCES = 3
"""The sources of sources are compared down to this level."""
_PURE = frozenset(
    {
        "add",
        "all",
        "any",
        "attrNames",
        "attrValues",
        "catAttrs",
        "ceil",
        "compareVersions",
        "concatLists",
        "concatMap",
        "concatStringsSep",
        "div",
        "elem",
        "elemAt",
        "filter",
        "floor",
        "foldl'",
        "fromJSON",
        "fromTOML",
        "genList",
        "genericClosure",
        "getAttr",
        "groupBy",
        "hasAttr",
        "hashString",
        "head",
        "intersectAttrs",
        "length",
        "lessThan",
        "listToAttrs",
        "map",
        "mapAttrs",
        "match",
        "mul",
        "parseDrvName",
        "partition",
        "removeAttrs",
        "replaceStrings",
        "sort",
        "split",
        "splitVersion",
        "stringLength",
        "sub",
        "substring",
        "tail",
        "toJSON",
        "toString",
        "toXML",
        "zipAttrsWith",
    }
)
"""Builtins: their results depend only on their arguments."""


def is_known(move: Move) -> bool:
    """Tell whether both values are known, and no alternative of one is an alternative of the other.

    A url with unknown parts is known if these parts did not move, and only a version between them moved.
    """
    one, other = form_of(move.before), form_of(move.after)
    computed = _text_and_computed(one, other)
    if computed is not None:
        return _is_of_same_version(*computed) is False or _contradict(*computed)
    if _names_the_system(one, other) or _may_be_read(one, other):
        return False
    if not all(each is None or each.known for each in (move.before, move.after)):
        return is_of_other_version(move) or _states_other_version(one, other)
    return alternatives(one).isdisjoint(alternatives(other))


def is_call_of_fetch(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether one of two outputs at a place is the call of an unknown function, and the other its fetch.

    The url of the fetch has each input of the call, among them a name, and no other version. Of options, the fetch has
    only those that unpack.
    """
    call, fetch = (old, new) if by_name(old.producer) is None else (new, old)
    url = fetch.input("url")
    if by_name(call.producer) is not None or by_name(fetch.producer) is None or url is None:
        return False
    if (old.path, old.attribute) != (new.path, new.attribute) or not isinstance(url.form, str):
        return False
    if any(each.role in ("how", "script") and each.name not in _UNPACKING for each in fetch.inputs):
        return False
    stated = [each.form for each in call.inputs if each.name not in _UNPACKING]
    words = re.findall(_WORD_OF_URL, url.form)
    found = [urls.versions(form) if isinstance(form, str) else set() for form in stated]
    has_both = any(found) and not all(found)
    return (
        has_both and set().union(*found) == urls.versions(url.form) and all(form in words for form in stated)
    )


def goes_beyond_limits(move: Move) -> bool:
    """Tell whether a value that was known is now computed in more steps than are followed."""
    one, other = move.before, move.after
    if one is None or other is None or not one.known:
        return False
    return is_beyond_limits(other.form) or (_is_computed(other.form) and _is_closed(other.form))


def is_rewritten(move: Move) -> bool:
    """Tell whether an input that is not fully known is written in another way, and its known parts can be the same."""
    one, other = move.before, move.after
    if one is None or other is None:
        return False
    computed = _text_and_computed(one.form, other.form)
    if computed is not None:
        text, form = computed
        if form[:1] == ("apply",):
            return _is_of_same_version(text, form) is True
        return _may_be(form, text)
    if one.known and other.known:
        return False
    if (
        is_beyond_limits(one.form)
        or is_beyond_limits(other.form)
        or _are_of_other_versions(one.form, other.form)
    ):
        return False
    if is_other_entry(one.form, other.form):
        return False
    if one.outputs or other.outputs:
        pairs = zip(one.outputs, other.outputs, strict=False)
        if len(one.outputs) != len(other.outputs) or not all(_is_rewritten_source(*pair) for pair in pairs):
            return False
    both = not (one.known or other.known)
    first, second = (constants(form_of(each), numbers=both) for each in (one, other))
    if one.known or other.known:
        pieces, text = (second, "".join(first)) if one.known else (first, "".join(second))
        return bool(pieces) and _has_in_order(text, pieces)
    stated = [{word for text in each for word in re.findall(_WORD, text)} for each in (first, second)]
    is_revision = move.name in ("rev", "tag", "ref", "version")
    if (
        is_revision
        and _unknown_parts(one.form) == _unknown_parts(other.form)
        and any(re.search(r"\d", word) for word in stated[0] ^ stated[1])
    ):
        return False  # `v${version}` and `v${version}-rc1`
    return stated[0] <= stated[1] or stated[1] <= stated[0]


def _names_the_system(one: object, other: object) -> bool:
    """Tell whether one text has the name of a system where the other has `${system}`; a flake may have one system."""
    for text, form in ((one, other), (other, one)):
        if isinstance(text, str) and isinstance(form, tuple) and form[:1] == ("str",) and SYSTEM in form:
            made = (
                tuple(system if part == SYSTEM else part for part in form[1:])
                for system in set(re.findall(_SYSTEM, text))
            )
            return any(
                all(isinstance(part, str) for part in parts) and "".join(parts) == text for parts in made
            )
    return False


def _may_be_read(one: object, other: object) -> bool:
    """Tell whether one value is a word and the other a file of a source, which may have this word as its content."""
    for word, file in ((one, other), (other, one)):
        if isinstance(word, str) and "/" not in word and isinstance(file, tuple) and file[:1] == ("str",):
            source, path = file[1:] if len(file) == 3 else (None, None)
            is_source = isinstance(source, tuple) and source[:1] == ("pair",)
            if is_source and isinstance(path, str) and path.startswith("/"):
                return True
    return False


def _unknown_parts(form: object) -> tuple[object, ...]:
    """Return the parts of a text that are not known; the form itself if it is no text."""
    if isinstance(form, tuple) and form[:1] == ("str",):
        return tuple(part for part in form[1:] if not isinstance(part, str))
    return (form,)


def moved_versions(old: FixedOutput, new: FixedOutput, depth: int = 0) -> tuple[set[str], set[str]]:
    """Return the versions that only the old inputs state, and those that only the new inputs state.

    The other value must be unknown, so that it may contain the version. The inputs of sources are compared too, down to
    a few levels.
    """
    lost: set[str] = set()
    came: set[str] = set()
    for move in moves(old, new):
        one, other = move.before, move.after
        if move.role not in ("what", "how") or one is None or other is None or _is_of_other_modules(move):
            continue
        before, after = (
            {version for text in constants(form_of(each)) for version in urls.versions(text)}
            for each in (one, other)
        )
        computed = _text_and_computed(one.form, other.form)
        is_computed = computed is not None
        is_same = computed is not None and _is_of_same_version(*computed) is True
        if not is_same and (is_computed or not other.known):
            lost |= before - after
        if is_computed or not one.known:
            came |= after - before
        pairs = zip(one.outputs, other.outputs, strict=False) if depth < MAX_SOURCES else ()
        for pair in pairs:
            further = moved_versions(*pair, depth + 1)
            lost |= further[0]
            came |= further[1]
    return lost, came


def shows_other_content(move: Move, depth: int = 0) -> bool:
    """Tell whether the known parts of an input show that it moved, although other parts are not known.

    They do if only known parts differ, if each value has a word that the other lacks, or if one alone is a path in this
    repository. The inputs of its sources are compared too, down to a few levels.
    """
    one, other = move.before, move.after
    if one is None or other is None:
        return move.role == "how"
    before, after = form_of(one), form_of(other)
    if (one.known and other.known) or is_other_entry(before, after) or _differ_in_known_parts(before, after):
        return True
    if is_path(before) != is_path(after):
        return True
    first, second = (
        {
            word
            for text in constants(form, numbers=True)
            for word in re.findall(_WORD, text)
            if re.search(_TELLING, word)
        }
        for form in (before, after)
    )
    if first - second and second - first:
        return True
    pairs = zip(one.outputs, other.outputs, strict=False) if depth < MAX_SOURCES else ()
    return any(
        shows_other_content(each, depth + 1)
        for pair in pairs
        for each in moves(*pair)
        if each.role in ("what", "how")
    )


def _differ_in_known_parts(one: object, other: object) -> bool:
    """Tell whether two values have the same unknown parts, at the same places or in one text."""
    return one != other and (
        _unknown_parts(one) == _unknown_parts(other) or _without_texts(one) == _without_texts(other)
    )


def _without_texts(form: object) -> object:
    """Return a form without the texts that are written as values in it: `"x/${name}/b"` is the text around `name`."""
    if not isinstance(form, tuple):
        return "" if isinstance(form, str) else form
    if form[:1] in (("str",), ("list",)):
        return (form[0], *map(_without_texts, form[1:]))
    if form[:1] == ("apply",):
        called = form[1] if isinstance(form[1], str) else _without_texts(form[1])
        return ("apply", called, *map(_without_texts, form[2:]))
    if form[:1] == ("attrs",):
        is_pair = [isinstance(part, tuple) and len(part) == 2 for part in form[1:]]
        parts = zip(form[1:], is_pair, strict=True)
        return ("attrs", *((part[0], _without_texts(part[1])) if pair else part for part, pair in parts))
    return form


def _are_of_other_versions(one: object, other: object) -> bool:
    """Tell whether two forms are fully known texts with different versions, dates or commit ids."""
    return isinstance(one, str) and isinstance(other, str) and urls.versions(one) != urls.versions(other)


def _is_rewritten_source(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether a source kept its hash, and only the spelling of inputs that are not fully known differs."""
    deciding = [move for move in moves(old, new) if move.role in ("what", "how")]
    return old.digest == new.digest and all(map(is_rewritten, deciding))


def _is_computed(form: object) -> bool:
    """Tell whether a form has a call, an operator or a part that is nested too deeply."""
    if not isinstance(form, tuple):
        return False
    if form[:1] in (("apply",), ("deep",)) or form[:2] == ("sym", "operator"):
        return True
    return any(map(_is_computed, form))


def _is_closed(form: object) -> bool:
    """Tell whether an unknown form is a result of pure builtins, and is unknown only because of the limits."""
    if not isinstance(form, tuple) or form[:1] in (("const",), ("function",), ("deep",)):
        return True
    if form[:1] == ("apply",):
        return form[1] in _PURE and all(map(_is_closed, form[2:]))
    if form[:2] == ("sym", "operator"):
        return all(map(_is_closed, form[3:]))
    if form[:1] in (("str",), ("list",)):
        return all(map(_is_closed, form[1:]))
    if form[:1] in (("attrs",), ("choice",)):  # names, conditions and keys, each with a value
        return all(isinstance(part, tuple) and all(map(_is_closed, part[1:])) for part in form[1:])
    return False


def _text_and_computed(one: object, other: object) -> tuple[str, tuple[object, ...]] | None:
    """Return a text and a form with the unknown result of a function, if one of two values is each; else None.

    The result may be the part of the text that is in its place: `"3420000"`, and `"${digits "3.42.0"}"`.
    """
    for text, computed in ((one, other), (other, one)):
        if isinstance(text, str) and isinstance(computed, tuple) and computed[:1] in (("str",), ("apply",)):
            results = (computed,) if computed[0] == "apply" else computed[1:]
            applied = [each for each in results if isinstance(each, tuple) and each[:1] == ("apply",)]
            given = [text for each in applied for text in constants(each)]
            gets_number = any(re.search(r"\d", each) for each in given)
            if sum(len(re.findall(_DOTTED, each)) for each in given) > MOST_GIVEN:
                return None
            # A literal that is now the result of a function without a number is another one.
            return (text, computed) if applied and (gets_number or text is other) else None
    return None


def is_same_if_computed(move: Move) -> bool:
    """Tell whether a text is now the result of a function of the same version, or was it before."""
    computed = _text_and_computed(form_of(move.before), form_of(move.after))
    return computed is not None and _is_of_same_version(*computed) is True


def _is_of_same_version(text: str, computed: tuple[object, ...]) -> bool | None:
    """Tell whether a text has the numbers of a version that a function gets; None if this is unknown.

    A function may write a version in another way: `3.42.1` as `3420100`, or `1.2.3` as `release-1-2-3`. It may also
    write a part of it. So only a version with as many numbers as that of the text is another one.
    """
    if len(text) > MAX_COMPARED:
        return None
    given = {version for part in constants(computed) for version in re.findall(_DOTTED, part)}
    numbers = {_numbers(found) for each in (_ANY_DOTTED, _ANY_DASHED) for found in re.findall(each, text)}
    joined = {found.lstrip("0").rstrip("0") for found in re.findall(r"\d{2,20}", text)}
    for wanted in map(_numbers, given):
        if wanted in numbers or not joined.isdisjoint(_joined(wanted)):
            return True
    stated = re.findall(_DOTTED, text) or [re.sub(r"[_-]", ".", each) for each in re.findall(_DASHED, text)]
    are_other = any(_are_of_one_length(version, other) for version in given for other in stated)
    return False if are_other else None


def _are_of_one_length(one: str, other: str) -> bool:
    """Tell whether two versions have as many numbers, and none is the end of the other: 24.1 may be of 2024.1."""
    return one.count(".") == other.count(".") and not (one.endswith(other) or other.endswith(one))


def _joined(numbers: tuple[str, ...]) -> set[str]:
    """Return a version as one number without zeros at its end; each of its numbers has one, two or three digits."""
    widths = (1, 2, 3)
    return {(numbers[0] + "".join(each.zfill(width) for each in numbers[1:])).rstrip("0") for width in widths}


def _numbers(version: str) -> tuple[str, ...]:
    """Return the numbers of a version without zeros in front of them."""
    return tuple(number.lstrip("0") or "0" for number in re.findall(r"\d+", version))


def _contradict(text: str, form: tuple[object, ...]) -> bool:
    """Tell whether a text begins like a form with known parts, but no value of the unknown parts makes the text.

    A url that begins in another way may be that of another host, which may have the same file.
    """
    first = form[1] if form[:1] == ("str",) and len(form) > 1 else None
    if not isinstance(first, str) or first == "/" or not text.startswith(first) or len(text) > MAX_COMPARED:
        return False
    return not _may_be(form, text)


def _may_be(form: tuple[object, ...], text: str) -> bool:
    """Tell whether a form with unknown parts may be a text; False if no part is known."""
    parts = form[1:] if form[:1] == ("str",) else ()
    known = [part for part in parts if isinstance(part, str)]
    if not known:
        return False
    start = known.pop(0) if isinstance(parts[0], str) else ""
    end = known.pop() if known and isinstance(parts[-1], str) else ""
    if len(parts) == 1:
        return text == start
    inner = text[len(start) : len(text) - len(end)] if len(text) >= len(start) + len(end) else None
    is_framed = inner is not None and text.startswith(start) and text.endswith(end)
    return is_framed and _has_in_order(inner or "", known)


def _has_in_order(text: str, pieces: list[str]) -> bool:
    """Tell whether a text contains pieces one after the other."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _states_other_version(one: object, other: object) -> bool:
    """Tell whether a text and a form with unknown parts differ only in a version between the known parts.

    Such are `hello-2.12.tar.gz` and `${name}-2.12.1.tar.gz`.
    """
    for text, form in ((one, other), (other, one)):
        if isinstance(text, str) and isinstance(form, tuple) and form[:1] == ("str",):
            if len(text) > MAX_COMPARED or _may_be(form, text):
                return False
            known = {
                version for part in form if isinstance(part, str) for version in re.findall(_DOTTED, part)
            }
            if not known - set(re.findall(_DOTTED, text)):
                return False
            plain = tuple(_without_versions(part) if isinstance(part, str) else part for part in form)
            return _may_be(plain, _without_versions(text))
    return False


def _without_versions(text: str) -> str:
    """Return a text with one digit in place of each number or version."""
    return re.sub(_ANY_DOTTED, "0", text)


def are_rewritten(moved: list[Move]) -> bool:
    """Tell whether values that are not fully known are only written in another way, or moved in modules of others."""
    return all(map(is_rewritten, moved)) or all(map(_is_of_other_modules, moved))


def _is_of_other_modules(move: Move) -> bool:
    """Tell whether an option moved only by modules that do not name it: others may read what these modules set."""
    one, other = form_of(move.before), form_of(move.after)
    return one != other and _without_other_modules(one) == _without_other_modules(other)


def _without_other_modules(form: object) -> object:
    if not isinstance(form, tuple):
        return form
    return tuple(_without_other_modules(each) for each in form if not _is_other_module(each))


def _is_other_module(form: object) -> bool:
    return isinstance(form, tuple) and form[:1] == (OTHER_MODULE,)
