"""A known value is the value that real Nix computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import strategies as st

from tests.support.agree import disagreements, examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.nix import Nix

pytestmark = pytest.mark.needs("nix-instantiate")

EXAMPLES = 500
_NAMES = ("a", "b", "c", "x-y", "a'")
_TYPES = ("int", "str", "bool", "list", "set")


class Bound(NamedTuple):
    """A name in scope, with the type of its value."""

    name: str
    type: str


def hidden(scope: tuple[Bound, ...], *names: str) -> tuple[Bound, ...]:
    """Return ``scope`` inside the definition of ``names``: they are bound, but their use would never end."""
    return (*scope, *(Bound(name, "itself") for name in names))


class Grower:
    """Grows closed expressions of a type that Nix evaluates without an error."""

    def __init__(self, draw: Callable[[st.SearchStrategy[object]], object]) -> None:
        """Draw from Hypothesis; each bound name is new, unless one is shadowed on purpose."""
        self.draw = draw

    def pick(self, *choices: str) -> str:
        """Draw one of several texts."""
        found = self.draw(st.sampled_from(choices))
        assert isinstance(found, str)
        return found

    def grow(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        """Return an expression of type ``kind``, which may use the names in ``scope``."""
        names = [each.name for each in scope if each.type == kind and self.means(each, scope)]
        if names and self.pick("leaf", "inner") == "leaf":
            return self.pick(*names)
        if depth <= 0:
            return self.leaf(kind)
        common = ["let", "inherit", "with", "if", "call", "defaults", "select", "or", "rec", "universal"]
        form = self.pick(*common, *(["own"] * 12))
        grown: str = getattr(self, f"_{form}")(kind, scope, depth - 1)
        return grown

    @staticmethod
    def means(each: Bound, scope: tuple[Bound, ...]) -> bool:
        """Tell whether a name still means this binding, or is shadowed."""
        return [other for other in scope if other.name == each.name][-1] is each

    def leaf(self, kind: str) -> str:
        """Return a literal."""
        leaves = {
            "int": ("0", "1", "7", "(-3)", "65536"),
            "str": (
                '"a"',
                '""',
                '"1.2.3"',
                "''\n    x\n      y\n  ''",
                '"e\\n$${x}\\${"',
                "(http://x.org/y)",
            ),
            "bool": ("true", "false"),
            "list": ("[ ]", "[ 1 2 ]", '[ "a" [ ] ]'),
            "set": ("{ }", "{ a = 1; }", "{ a.b = 2; a.c = 3; }", 'rec { b = "q"; c = b; }'),
        }
        return self.pick(*leaves[kind])

    # -- forms that make a value of any type --------------------------------------------------------

    def _let(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        first = Bound(self.pick(*_NAMES), self.pick(*_TYPES))
        second = Bound(self.pick(*(name for name in _NAMES if name != first.name)), self.pick(*_TYPES))
        clean = hidden(scope, first.name, second.name)
        bindings = [
            f"{first.name} = {self.grow(first.type, clean, depth)};",
            f"{second.name} = {self.grow(second.type, (*clean, first), depth)};",
        ]
        if self.pick("before", "after") == "before":  # let is recursive: the order does not matter
            bindings.reverse()
        return f"(let {' '.join(bindings)} in {self.grow(kind, (*scope, first, second), depth)})"

    def _rec(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        name = self.pick(*_NAMES)
        value = self.grow(kind, hidden(scope, name), depth)
        return f"(rec {{ r = {name}; {name} = {value}; }}).r"

    def _inherit(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        name = self.pick(*_NAMES)
        form = self.pick("let", "set", "plain")
        if form == "let":  # the set of an `inherit` is evaluated in the scope of the let itself
            value = self.grow(kind, hidden(scope, name), depth)
            return f"(let inherit ({{ {name} = {value}; }}) {name}; in {name})"
        if form == "set":
            value = self.grow(kind, scope, depth)
            return f"{{ inherit ({{ {name} = {value}; }}) {name}; }}.{name}"
        clean = hidden(scope, name)
        return f"(let {name} = {self.grow(kind, clean, depth)}; in {{ inherit {name}; }}.{name})"

    def _with(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        name = self.pick(*_NAMES)
        holder = f"{{ {name} = {self.grow(kind, scope, depth)}; }}"
        lexical = [each for each in scope if each.name == name]
        if lexical and lexical[-1].type != kind:
            return f"(with {holder}; {self.grow(kind, scope, depth)})"
        return f"(with {holder}; {name})"  # a name of a let wins over it

    def _if(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        condition = self.grow("bool", scope, depth)
        return f"(if {condition} then {self.grow(kind, scope, depth)} else {self.grow(kind, scope, depth)})"

    def _call(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        given = Bound(self.pick(*_NAMES), self.pick(*_TYPES))
        body = self.grow(kind, (*scope, given), depth)
        return f"(({given.name}: {body}) {self.grow(given.type, scope, depth)})"

    def _defaults(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        first, second = Bound("a", self.pick(*_TYPES)), Bound("b", self.pick(*_TYPES))
        clean = hidden(scope, "a", "b")
        default = self.grow(second.type, (*clean, first), depth)
        body = self.grow(kind, (*scope, first, second), depth)
        given = f"a = {self.grow(first.type, scope, depth)};"
        if self.pick("both", "one") == "both":
            given += f" b = {self.grow(second.type, scope, depth)};"
        return f"(({{ a, b ? {default}, ... }}: {body}) {{ {given} z = 1; }})"

    def _universal(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        value = self.grow(kind, scope, depth)
        return f"((args@{{ b ? 1, ... }}: args.a) {{ a = {value}; }})"

    def _select(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        value = self.grow(kind, scope, depth)
        return self.pick(
            f"{{ a.b = {value}; a.c = 1; }}.a.b",
            f'{{ a = {{ "x y" = {value}; }}; }}.a."x y"',
            f'{{ ${{"k" + "ey"}} = {value}; }}.key',
            f"({{ a = 0; b = 1; }} // {{ a = {value}; }}).a",
            f"(builtins.head [ {value} ])",
            f"(builtins.elemAt [ 0 {value} ] 1)",
            f"((import ./other.nix) {{ v = {value}; }}).w",
        )

    def _or(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        value, other = self.grow(kind, scope, depth), self.grow(kind, scope, depth)
        return self.pick(
            f"({{ a = 1; }}.b or {value})",
            f"({{ a = {value}; }}.a or {other})",
            f"({{ a = 1; }}.a.b or {value})",
        )

    # -- forms of one type --------------------------------------------------------------------------

    def _own(self, kind: str, scope: tuple[Bound, ...], depth: int) -> str:
        def grow(wanted: str) -> str:
            return self.grow(wanted, scope, depth)

        if kind == "int":
            forms = [
                lambda: f"({grow('int')} {self.pick('+', '-', '*')} {self.pick('1', '2', '13')})",
                lambda: f"({grow('int')} / {self.pick('2', '3', '(-2)')})",
                lambda: f"(- {grow('int')})",
                lambda: f"(builtins.stringLength {grow('str')})",
            ]
        elif kind == "str":
            forms = [
                lambda: f"({grow('str')} + {grow('str')})",
                lambda: f'"<${{{grow("str")}}}>${{{grow("str")}}}"',
                lambda: f"(toString {grow(self.pick('int', 'bool', 'str'))})",
                lambda: f"''\n      a ${{{grow('str')}}}\n        b\n    ''",
                lambda: f'(builtins.concatStringsSep "-" [ {grow("str")} {grow("str")} ])',
                lambda: f'(builtins.replaceStrings [ "a" "." ] [ "bb" "" ] {grow("str")})',
                lambda: f"(builtins.substring 1 {self.pick('2', '(-1)', '0')} {grow('str')})",
            ]
        elif kind == "bool":
            forms = [
                lambda: f"({grow('int')} {self.pick('<', '<=', '>', '>=', '==', '!=')} {grow('int')})",
                lambda: f"({grow('bool')} {self.pick('&&', '||', '->')} {grow('bool')})",
                lambda: f"(! {grow('bool')})",
                lambda: f"({grow('str')} {self.pick('==', '!=')} {grow(self.pick('str', 'int'))})",
                lambda: f"({grow('set')} ? {self.pick('a', 'b', 'a.b')})",
            ]
        elif kind == "list":
            forms = [
                lambda: f"[ {grow(self.pick(*_TYPES))} {grow(self.pick(*_TYPES))} ]",
                lambda: f"({grow('list')} ++ {grow('list')})",
                lambda: f"(map (e: [ e ]) {grow('list')})",
                lambda: f"(builtins.attrNames {grow('set')})",
                lambda: f"(builtins.attrValues {grow('set')})",
                lambda: f"(builtins.splitVersion {grow('str')})",
            ]
        else:
            forms = [
                lambda: f"{{ a = {grow(self.pick(*_TYPES))}; b = {grow(self.pick(*_TYPES))}; }}",
                lambda: f"({grow('set')} // {grow('set')})",
                lambda: f"(builtins.mapAttrs (n: v: {{ inherit n; }}) {grow('set')})",
                lambda: f'(removeAttrs {grow("set")} [ "a" ])',
                lambda: f'(builtins.listToAttrs [ {{ name = "a"; value = {grow("int")}; }} ])',
            ]
        made: str = self.draw(st.sampled_from(forms))()  # type: ignore[operator]
        return made


@st.composite
def expressions(draw: Callable[[st.SearchStrategy[object]], object]) -> str:
    """Closed expressions of every type."""
    grower = Grower(draw)
    return grower.grow(grower.pick(*_TYPES), (), 5)


OTHER = "{ v, z ? 1 }: { w = v; inherit z; }"


def test_known_values_are_those_of_nix(nix: Nix, tmp_path: Path) -> None:
    """Hundreds of expressions of every form are compared by one process of Nix; nearly all are fully known."""
    made = examples(expressions(), EXAMPLES)
    wrong, unknown = disagreements(nix, tmp_path, made, {"other.nix": OTHER})
    assert wrong == []
    assert len(set(made)) > 200
    assert len(unknown) < 0.05 * len(made), "too little is known for this to prove anything"
