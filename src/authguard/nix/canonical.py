"""Canonical forms: two values are the same exactly if their forms are equal.

A form is made of strings, numbers and tuples. A form does not contain names of variables, whitespace or comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.platforms import attribute_of
from authguard.nix.values import (
    MAX_NESTED,
    Apply,
    Attrs,
    Builtin,
    Choice,
    Const,
    Function,
    List,
    Path,
    Preset,
    Str,
    Sym,
    Value,
    is_preset,
    relative,
)
from authguard.system import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.nix.evaluate import Evaluator
    from authguard.nix.values import Thunk

MAX_DEPTH = 24
MAX_PARTS = 4000
MAX_CONDITION = 300
"""At most this many parts of a condition are compared: a package set can have thousands of long conditions."""
MAX_SELECTOR = 256
"""A longer selector is replaced by its fingerprint, since nested selectors would double in size."""

_SYSTEM = frozenset({"system"})
_VERSION = r"v?\d+(?:[._]\d+)+.*"
"""A name of an entry that conditions may test too: such a name does not replace the value that selects the entry."""
_IDLE = frozenset({"meta", "passthru", "name", "maintainers", "description", "doCheck", "preferLocalBuild"})
"""Attributes that do not affect the content of a package."""
OTHER_MODULE = "other-module"
"""The start of the form of a module that does not name the option that is read; other modules may read its options."""
_OF_INPUT = frozenset({"lastModified", "lastModifiedDate", "rev", "shortRev"})
"""The attributes of a flake input that its node in flake.lock decides."""
_OTHER_NAMES = {"runCommandNoCC": "runCommand", "runCommandNoCCLocal": "runCommandLocal"}
"""The new names of renamed functions of nixpkgs, by their former names."""


class Canonical:
    """Makes canonical forms of the values of one evaluator.

    ``pair`` may return the form of a call that is a fixed output, or of a set that represents one. ``content``
    returns the fingerprint of a file's bytes, ``pin`` the form of a flake's input by its name, ``name`` the store
    name of a call. ``assume`` maps the selector of a `Choice` to the option that is taken. ``linked`` returns the
    form of an input or a pin by its name. With ``by_name``, a free name that is the name of an input or a pin has the
    form of that input or pin, but is unknown.
    """

    __slots__ = (
        "_deepest",
        "_keys",
        "_machine",
        "_no_data",
        "_others",
        "_parts",
        "_selected",
        "assume",
        "by_name",
        "content",
        "evaluator",
        "files",
        "linked",
        "most",
        "name",
        "pair",
        "pin",
        "unknown",
    )

    def __init__(
        self,
        evaluator: Evaluator | None,
        pair: Callable[[Apply | Attrs], object | None] | None = None,
        content: Callable[[str], object | None] | None = None,
        assume: dict[object, str] | None = None,
        pin: Callable[[str], object | None] | None = None,
        name: Callable[[Apply], str | None] | None = None,
        linked: Callable[[str], object | None] | None = None,
    ) -> None:
        """Store the hooks.

        ``unknown`` will tell whether a part of a form is symbolic, and ``files`` will have the files in the forms.
        """
        self.evaluator = evaluator
        self.pair = pair
        self.content = content
        self.assume = assume or {}
        self._machine, self._others = _machines(self.assume) if assume else (None, frozenset())
        self._keys: dict[object, str] = {
            key: name
            for key, name in self.assume.items()
            if isinstance(key, tuple) and key[0] in ("sym", "apply") and not re.fullmatch(_VERSION, name)
        }
        self.pin = pin
        self.name = name
        self.linked = linked
        self.by_name = False
        self.unknown = False
        self.files: set[str] = set()
        self.most = MAX_PARTS
        self._parts = 0
        self._deepest = 0
        self._no_data = 0  # the number of values so far that are more than data
        self._selected: str | None = None

    def of(self, value: Value, depth: int = 0) -> object:
        """Return the canonical form of ``value``."""
        return self._of(value, depth)

    def _of(self, value: Value, depth: int) -> object:
        self._parts += 1
        self._deepest = max(self._deepest, depth)
        if depth <= MAX_DEPTH and self._parts <= self.most:
            if isinstance(value, Str):
                return self._string(value, depth)
            if isinstance(value, Const):
                return ("const", repr(value.value))
            if isinstance(value, List):
                return ("list", *(self._part(item, depth + 1) for item in value.items))
            if isinstance(value, Attrs):
                return self._set(value, depth)
        self._no_data += 1
        return self._of_code(value, depth)

    def _of_code(self, value: Value, depth: int) -> object:
        """Return the form of a value that is more than data, or that is beyond the limits."""
        if depth > MAX_DEPTH or self._parts > self.most:
            self.unknown = True
            return ("deep",)
        if self._keys and isinstance(value, (Sym, Apply)):
            name = self._keys.get(selector(value))
            if name is not None:
                return name
        if isinstance(value, Path):
            known = self.content(value.path) if self.content is not None and value.inside else None
            if known is None:
                return ("path", value.path)
            self.files.add(value.path)
            is_other = self._is_of_other_attribute(value.path)
            return (OTHER_MODULE, ("file", known)) if is_other else ("file", known)
        if isinstance(value, Choice):
            return self._choice(value, depth)
        if isinstance(value, Apply):
            return self._nested(value, depth)
        if isinstance(value, Sym):
            return self._symbol(value, depth)
        self.unknown = True
        if isinstance(value, Function):
            return ("function", normal_text(value.source.text(value.node)))
        if isinstance(value, Builtin):
            return ("builtin", value.name, *(self.of(each.force(), depth + 1) for each in value.arguments))
        return ("value",)

    def _is_of_other_attribute(self, path: str) -> bool:
        """Tell whether a file of Nix code does not name the attribute that is selected from a call with the file."""
        if self._selected is None or self.evaluator is None or not path.endswith(".nix"):
            return False
        return self._selected.encode("utf-8", "surrogateescape") not in (self.evaluator.content(path) or b"")

    def _part(self, part: Thunk, depth: int) -> object:
        """Return the form of an item or attribute. Beyond the limit it is not even evaluated."""
        if self._parts < self.most:
            return self.of(part.force(), depth)
        self._parts += 1
        self.unknown = True
        return ("deep",)

    def _string(self, value: Str, depth: int) -> object:
        pieces: list[object] = []
        for part in with_files(value.parts):
            piece = part if isinstance(part, str) else self._inside(part, depth + 1)
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        if not pieces:
            return ""
        return pieces[0] if len(pieces) == 1 and isinstance(pieces[0], str) else ("str", *pieces)

    def _inside(self, part: Value, depth: int) -> object:
        """Return the form of a value inside of a string. The form of a source that a tool pinned is its pair."""
        self._no_data += 1
        known = self.pair(part) if isinstance(part, Attrs) and self.pair is not None else None
        return known if known is not None else self.of(part, depth)

    def _set(self, value: Attrs, depth: int) -> object:
        """Return the form of a set. A set of data has one form for all hooks, which the set stores."""
        kept: PlainForm | None = getattr(value, "plain", None)
        if (
            kept is not None
            and kept.is_data
            and self._selected is None
            and depth + kept.height <= MAX_DEPTH
            and self._parts - 1 + kept.parts <= self.most
        ):
            self._parts += kept.parts - 1
            self._deepest = max(self._deepest, depth + kept.height)
            return kept.form
        parts, no_data, deepest, self._deepest = self._parts - 1, self._no_data, self._deepest, depth
        form = self._attrs(value, depth, frozenset())
        if self._no_data == no_data and self._parts <= self.most and self._selected is None:
            value.plain = PlainForm(form, self._parts - parts, self._deepest - depth, is_data=True)
        self._deepest = max(self._deepest, deepest)
        return form

    def _attrs(self, value: Attrs, depth: int, without: frozenset[str]) -> object:
        if value.name is not None:
            return ("set", value.name)
        items = tuple(
            (name, self._module_list(form, name))
            for name in sorted(value.items)
            if name not in without
            for form in [self._part(value.items[name], depth + 1)]
        )
        return ("attrs", *items) if value.rest is None else ("attrs", *items, self.of(value.rest, depth + 1))

    def _module_list(self, form: object, name: str) -> object:
        """Return the form of an attribute; modules in it that do not name the selected option are marked as others."""
        if self._selected is None or not isinstance(form, tuple):
            return form
        if name == "_module":
            return (OTHER_MODULE, form)
        if name != "modules" or form[:1] != ("list",):
            return form
        kept = ((OTHER_MODULE,), ("file",))
        named = [each[:1] in kept or self._selected in repr(each) for each in form[1:]]
        return (
            "list",
            *(each if one else (OTHER_MODULE, each) for each, one in zip(form[1:], named, strict=True)),
        )

    def _choice(self, value: Choice, depth: int) -> object:
        if value.weight is None:
            value.weight = _size(value.selector, MAX_PARTS)
        self._parts += value.weight
        taken = self._taken(value) if self.assume else None
        if taken is None:
            taken = _by_default(value.selector)
        if taken is not None and taken in value.options:
            return self.of(value.options[taken], depth + 1)
        forms = {key: self.of(option, depth + 1) for key, option in value.options.items()}
        first = next(iter(forms.values()))
        if all(form == first for form in forms.values()):
            return first
        return ("choice", value.selector, *sorted(forms.items()))

    def _taken(self, value: Choice) -> str | None:
        """Return the option that the assumptions select, either for this choice or by the platform."""
        taken = self.assume.get(value.selector)
        if taken is not None:
            return taken
        asked = _requested(value.selector)
        if asked is not None:
            branch, other, name = asked
            if self._machine is not None:
                return branch if self._machine == name else other
            return other if name in self._others else None
        if self._machine is not None and (holds := _is_of(value.selector, self._machine)) is not None:
            return "then" if holds else "else"
        if value.selector != SYSTEM:
            return None
        left = [name for name in value.options if name not in self._others]
        return self._machine or (left[0] if len(left) == 1 else None)

    def _nested(self, value: Apply, depth: int) -> object:
        """Return the form of a call, unless the call is nested in too many others."""
        if self.evaluator is None:
            return self._apply(value, depth)
        if self.evaluator.nested >= MAX_NESTED:
            self.unknown = True
            return ("deep",)
        self.evaluator.nested += 1
        try:
            return self._apply(value, depth)
        finally:
            self.evaluator.nested -= 1

    def _apply(self, value: Apply, depth: int) -> object:
        if self.pair is not None:
            known = self.pair(value)
            if known is not None:
                return known
        forms: list[object] = []
        for argument in value.arguments:
            inner = argument.force()
            if isinstance(inner, Function) and self.evaluator is not None:
                inner = self.evaluator.attributes(value) or inner
            forms.append(
                self._attrs(inner, depth + 1, _IDLE)
                if isinstance(inner, Attrs)
                else self.of(inner, depth + 1)
            )
        base = () if value.base is None else (self.of(value.base, depth + 1),)
        name = function_name(value)
        return ("apply", _OTHER_NAMES.get(name, name), *base, *forms)

    def _symbol(self, value: Sym, depth: int) -> object:
        if value.last in _SYSTEM:
            return self._machine or SYSTEM
        of_machine = attribute_of(value.key, self._machine) if self._machine is not None else None
        if of_machine is not None:
            return of_machine
        if (
            self.name is not None
            and value.key[0] == "select"
            and value.key[-1] == "name"
            and isinstance(value.key[1], Apply)
        ):
            stored = self.name(value.key[1])
            if stored is not None:
                return stored
        if self.pin is not None and value.key[0] == "free" and str(value.key[1]).endswith(("-src", "_src")):
            known = self.pin(str(value.key[1]))
            if known is not None:
                return known
        if self.pin is not None and value.key[:2] == ("select", ("free", "inputs")):
            known = self.pin(str(value.key[2]))
            if known is not None:
                return known
        of_input = self._of_input(value)
        if of_input is not None:
            return of_input
        self.unknown = self.unknown or value.key[0] not in ("fake", "throw")
        if self.by_name and self.linked is not None and value.key[0] == "free":
            known = self.linked(str(value.key[1]))
            if known is not None:
                return known
        outer, self._selected = self._selected, str(value.key[-1]) if _is_option(value.key) else None
        try:
            return ("sym", *(self._key(part, depth) for part in value.key))
        finally:
            self._selected = outer

    def _of_input(self, value: Sym) -> object | None:
        """Return the form of `inputs.tool.rev`, by the node of the input in flake.lock; None for another value."""
        if self.pin is None or len(value.key) != 3 or value.key[2] not in _OF_INPUT:
            return None
        holder = value.key[1]
        if not isinstance(holder, tuple) or len(holder) != 3 or holder[:2] != ("select", ("free", "inputs")):
            return None
        known = self.pin(str(holder[2]))
        return ("of", value.key[2], known) if known is not None else None

    def _key(self, part: object, depth: int) -> object:
        if isinstance(part, Value):
            return self.of(part, depth + 1)
        if isinstance(part, tuple):
            self._parts += 1
            if depth > 4 * MAX_DEPTH or self._parts > self.most:
                return ("deep",)
            return tuple(self._key(inner, depth + 1) for inner in part)
        return part


def _is_option(key: object) -> bool:
    """Tell whether an attribute is selected from the `config` of a call: `(evalModules { … }).config.a.b`."""
    while isinstance(key, tuple) and len(key) == 3 and key[0] == "select":
        if key[2] == "config":
            return True
        key = key[1]
    return False


SYSTEM = ("system",)
"""The selector of all choices that depend on the name of the platform."""


def preset(name: str, default: bool) -> object:
    """Return the selector of an `if` on the formal ``name``, which has a default."""
    return ("if", ("preset", name, "then" if default else "else"))


def of_condition(condition: Value) -> tuple[object, bool]:
    """Return the selector of an `if` on ``condition``, and whether its two options are exchanged."""
    if isinstance(condition, Sym) and condition.key[:2] == ("operator", "!"):
        inner = condition.key[2]
        if isinstance(inner, Value):
            chosen, is_negated = of_condition(inner)
            return chosen, not is_negated
    if isinstance(condition, Sym) and condition.key[:2] == ("operator", "!="):
        return ("if", selector(Sym("operator", "==", *condition.key[2:]))), True
    if not isinstance(condition, Preset):
        return ("if", selector(condition)), False
    default = bool(condition.value)
    if condition.name.startswith("!"):
        return preset(condition.name[1:], not default), True
    return preset(condition.name, default), False


def _by_default(selector: object) -> str | None:
    """Return the option that a choice on a formal with a default takes."""
    if is_preset(selector) and isinstance(selector, tuple):
        return str(selector[1][2])
    return None


def _requested(selector: object) -> tuple[str, str, str] | None:
    """For a choice by one platform (`if system == "…"`), return (its option, the other option, its name)."""
    if not isinstance(selector, tuple) or len(selector) != 2 or selector[0] != "if":
        return None
    form = selector[1]
    if (
        not isinstance(form, tuple)
        or form[:2] != ("sym", "operator")
        or len(form) != 5
        or SYSTEM not in form[3:]
    ):
        return None
    name = form[4] if form[3] == SYSTEM else form[3]
    if not isinstance(name, str) or form[2] not in ("==", "!="):
        return None
    return ("then", "else", name) if form[2] == "==" else ("else", "then", name)


def _is_of(selector: object, machine: str) -> bool | None:
    """For a choice by a kind of platform (`if stdenv.isLinux`), tell whether ``machine`` is of that kind."""
    form = selector[1] if isinstance(selector, tuple) and len(selector) == 2 and selector[0] == "if" else None
    if not isinstance(form, tuple) or form[:2] not in (("sym", "select"), ("sym", "free")):
        return None
    pattern = _KINDS.get(form[-1]) if isinstance(form[-1], str) else None
    return re.fullmatch(pattern, machine) is not None if pattern is not None else None


_KINDS = {
    "isLinux": r".*-linux",
    "isDarwin": r".*-darwin",
    "isMacOS": r".*-darwin",
    "isx86_64": r"x86_64-.*",
    "isAarch64": r"aarch64-.*",
    "isi686": r"i686-.*",
}


def _machines(assume: dict[object, str]) -> tuple[str | None, frozenset[str]]:
    """Return the assumed platform, if there is one, and the excluded platforms."""
    machine = assume.get(SYSTEM)
    others = set()
    for chosen, taken in assume.items():
        asked = _requested(chosen)
        if asked is not None and taken == asked[0]:
            machine = asked[2]
        elif asked is not None:
            others.add(asked[2])
    return machine, frozenset(others)


def with_files(parts: tuple[str | Value, ...]) -> list[str | Value]:
    """Return the parts of a text with a path and the text after it as one path: `cp ${./locks}/package-lock.json`."""
    found: list[str | Value] = []
    for part in parts:
        before = found[-1] if found else None
        below = re.match(_BELOW, part) if isinstance(part, str) and isinstance(before, Path) else None
        if below is None or not isinstance(before, Path) or not isinstance(part, str) or not before.inside:
            found.append(part)
            continue
        found[-1] = relative(before.path, f".{below[0]}")
        if part[below.end() :]:
            found.append(part[below.end() :])
    return found


_BELOW = r"/[\w.+@=~%-]+(?:/[\w.+@=~%-]+)*"


class PlainForm:
    """The form of a value without hooks, with the number of its parts and their depth.

    ``is_data`` says whether hooks cannot change the form: the value has only texts, constants, lists and sets.
    """

    __slots__ = ("form", "height", "is_data", "parts")

    def __init__(self, form: object, parts: int, height: int, *, is_data: bool = False) -> None:
        """Store a form, the number of its parts and their depth."""
        self.form = form
        self.is_data = is_data
        self.parts = parts
        self.height = height


class Plain(Canonical):
    """Canonical forms without hooks. Such a form depends only on the value and its depth, so each value stores it."""

    def __init__(self) -> None:
        """Begin a form."""
        super().__init__(None)
        self._is_final = True

    def of(self, value: Value, depth: int = 0) -> object:
        """Return the canonical form of ``value``: the stored form, if it is within the limits of this maker."""
        kept: PlainForm | None = getattr(value, "plain", None)
        if kept is not None and depth + kept.height <= MAX_DEPTH and self._parts + kept.parts <= self.most:
            return self._kept(kept, depth)
        cut: dict[int, PlainForm] | None = getattr(value, "cut", None)
        if cut is not None and depth in cut and self._parts + cut[depth].parts <= self.most:
            return self._kept(cut[depth], depth)
        before, outer, was_final = self._parts, self._deepest, self._is_final
        self._deepest, self._is_final = depth, True
        form = self._of(value, depth)
        if isinstance(value, Sym) and value.key[0] == "cycle":
            self._is_final = False  # the form of an outer value is still being computed
        if self._is_final and self._parts <= self.most:
            made = PlainForm(form, self._parts - before, self._deepest - depth)
            if self._deepest <= MAX_DEPTH:
                value.plain = made if kept is None or not kept.is_data else kept
            elif depth <= MAX_DEPTH:
                if cut is None:
                    cut = value.cut = {}
                cut[depth] = made
        self._deepest, self._is_final = max(self._deepest, outer), self._is_final and was_final
        return form

    def _kept(self, kept: PlainForm, depth: int) -> object:
        """Return a form that was computed before, and count its parts."""
        self._parts += kept.parts
        self._deepest = max(self._deepest, depth + kept.height)
        return kept.form


def selector(value: Value) -> object:
    """Return the selector of a choice. Choices with equal selectors take the same option."""
    forms = Plain()
    forms.most = MAX_CONDITION
    form = forms.of(value)
    if forms._parts > MAX_SELECTOR:
        return ("long", fingerprint(form))
    return form if isinstance(form, tuple) else ("is", form)


def _size(form: object, most: int) -> int:
    """Return the number of parts in a selector's form, at most ``most``, since an inner part may occur many times."""
    found = 0
    waiting = [form]
    while waiting and found <= most:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        else:
            found += 1
    return found


def fingerprint(form: object) -> str:
    """Return a short text that is equal for equal forms."""
    return blake2b(repr(form).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def function_name(value: Apply) -> str:
    """Return the last component of an unknown function's name ("" if the function has no name)."""
    function = value.function
    if isinstance(function, Sym):
        if function.last is not None:
            return function.last
        if function.key[0] == "select" and isinstance(function.key[-1], str):
            return function.key[-1]
    return function.name if isinstance(function, Builtin) else ""


def dotted_name(value: Apply) -> str:
    """Return the last two components of a function's name ("pnpm.fetchDeps"), or only the last component."""
    function = value.function
    last = function_name(value)
    if isinstance(function, Sym) and function.key[0] == "select" and last:
        before = function.key[1]
        if isinstance(before, tuple) and before and isinstance(before[-1], str):
            return f"{before[-1]}.{last}"
        if isinstance(before, Sym) and before.last is not None:
            return f"{before.last}.{last}"
    return last


_COMMENT = r'(?s)"(?:[^"\\]|\\.)*"|#[^\n]*|/\*.{0,4000}?\*/'


def normal_text(text: str) -> str:
    """Return Nix source text without comments, with single spaces as whitespace."""
    bare = re.sub(_COMMENT, lambda match: match[0] if match[0].startswith('"') else " ", text[:65536])
    return " ".join(bare.split())
