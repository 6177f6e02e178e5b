"""Scopes and values: the meaning of names, known values, and values that stay symbolic."""

from __future__ import annotations

from itertools import count

import pytest

from authguard.nix.evaluate import MAX_DEPTH
from authguard.nix.parse import LONG
from authguard.nix.values import (
    Apply,
    Attrs,
    Choice,
    Const,
    Path,
    Scope,
    Str,
    Sym,
    Thunk,
    Value,
    lookup,
    relative,
    string,
    text,
)
from tests.support.values import UNKNOWN, known, options, plain, tree, value_of


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("let a = b; b = 1; in a", 1),
        ("let a = 1; in let a = 2; in a", 2),
        ("let a = 1; in { b = a; a = 2; }.b", 1),
        ("let a = 1; in rec { b = a; a = 2; }.b", 2),
        ("let a = 1; in { inherit a; }.a", 1),
        ("let a = 1; in rec { inherit a; b = a; }.b", 1),
        ("let x = { a = 1; b.c = 2; }; inherit (x) a; inherit (x.b) c; in [ a c ]", [1, 2]),
        ('{ inherit ({ "a b" = 1; }) "a b"; }."a b"', 1),
        ("with { a = 1; }; a", 1),
        ("let a = 2; in with { a = 1; }; a", 2),
        ("with { a = 1; }; with { a = 2; }; a", 2),
        ("with { a = 1; }; with { b = 2; }; a", 1),
        ("(a: a) 1", 1),
        ("(a: b: [ a b ]) 1 2", [1, 2]),
        ("({ a, b ? a }: b) { a = 1; }", 1),
        ("({ a ? b, b }: a) { b = 1; }", 1),
        ("({ a, ... }@all: all.b) { a = 1; b = 2; }", 2),
        ("(all@{ a, ... }: all.b) { a = 1; b = 2; }", 2),
        ("({ a ? 1 }@all: all ? a) { }", False),
        ("{ a.b.c = 1; a.b.d = 2; a.e = 3; }", {"a": {"b": {"c": 1, "d": 2}, "e": 3}}),
        ("{ a = { b = 1; }; a.c = 2; }.a", {"b": 1, "c": 2}),
        ("{ a.b = 1; } // { a.c = 2; }", {"a": {"c": 2}}),
        ("{ a.b = 1; }.a.c or 2", 2),
        ("{ a = 1; }.b.c or 2", 2),
        ('{ ${"a"} = 1; "${"b"}" = 2; }', {"a": 1, "b": 2}),
        ("(let { body = a; a = 1; })", 1),
        ("if 1 == 1 then 2 else throw \"no\"", 2),
        ("assert true; 1", 1),
        ("{ __functor = self: x: [ self.a x ]; a = 1; } 2", [1, 2]),
        ("[ (1 + 2 * 3) (7 / 2) (-7 / 2) (1.5 + 1) ]", [7, 3, -3, 2.5]),
        ('[ (1 < 2) ("a" == "a") (null == null) ("1" == 1) ]', [True, True, True, False]),
        ("[ (true && false) (true || x) (false -> x) (!true) ]", [False, True, True, False]),
    ],
)  # fmt: skip
def test_known_values_are_those_of_the_manual(expression: str, value: object) -> None:
    """The manual of Nix describes these values."""
    assert known(expression) == value


def test_unused_values_are_not_computed() -> None:
    """An unknown value only affects the values that need it."""
    assert known('{ a = 1; b = x.y; c = throw "no"; }.a') == 1
    assert known("let a = a; in 1") == 1
    assert known('({ a, b }: a) { a = 1; b = builtins.throw "no"; }') == 1


@pytest.mark.parametrize(
    "expression",
    [
        "let a = a; in a", "let a = b; b = a; in a", "rec { a = b; b = a; }.a", "let f = x: f x; in f 1",
        "import ./x.nix", "let f = x: [ (f x) ]; in builtins.head (f 1)", "let a = { b = a.b; }; in a.b",
        "rec { a = a + 1; }.a", "let a = \"${a}\"; in a",
    ],
)  # fmt: skip
def test_a_value_that_needs_itself_is_unknown(expression: str) -> None:
    """The evaluation ends."""
    assert known(expression) is UNKNOWN


def test_values_outside_an_import_cycle_are_known() -> None:
    """The evaluation ends; only a value within the cycle is unknown."""
    files = {"a.nix": "{ x = 1; y = (import ./b.nix).y; }", "b.nix": "{ y = (import ./a.nix).y; z = 2; }"}
    assert known("(import ./a.nix).x", files) == 1
    assert known("(import ./b.nix).z", files) == 2
    assert known("(import ./b.nix).y", files) is UNKNOWN


def test_numbers_keep_to_64_bits() -> None:
    """An overflow is no value, and repeated squaring ends."""
    assert known("9223372036854775807") == (1 << 63) - 1
    assert known("9223372036854775807 + 1") is UNKNOWN
    assert known("99999999999999999999") is UNKNOWN
    assert known("1 / 0") is UNKNOWN
    squares = "".join(f"a{n} = a{n - 1} * a{n - 1};" for n in range(1, 80))
    assert known(f"let a0 = 3; {squares} in a79") is UNKNOWN


def test_deep_nesting_stays_symbolic() -> None:
    """Values beyond the limit are symbolic; within the limit everything is known."""
    assert known("(" * 50 + "1" + ")" * 50) == 1
    assert known("(" * (MAX_DEPTH + 5) + "1" + ")" * (MAX_DEPTH + 5)) is UNKNOWN


@pytest.mark.parametrize("limit", ["authguard.nix.parse.MAX_NODES", "authguard.nix.evaluate.MAX_BYTES"])
def test_very_large_files_are_not_read(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """A file with too much syntax or text is unknown, and is named."""
    monkeypatch.setattr(limit, 100)
    evaluator = tree({"x.nix": f"[ {'1 ' * 100}]", "y.nix": "[ 1 ]"})
    assert isinstance(evaluator.file("x.nix"), Sym)
    assert plain(evaluator.file("y.nix")) == [1]
    assert evaluator.unread == {"x.nix"}


def test_files_that_take_the_parser_too_long_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is not broken Nix for authguard: on a slow machine a right file may take long."""
    seconds = count(0, 10)
    evaluator = tree({"x.nix": f"[ {'1 ' * LONG}]"})
    with monkeypatch.context() as patched:
        for clock in ("monotonic", "thread_time"):
            patched.setattr(f"time.{clock}", lambda: next(seconds))
        assert evaluator.source("x.nix") is None
    assert evaluator.unread == {"x.nix"}


def test_a_free_name_is_itself() -> None:
    """A free name is the same at every place; package sets have one name."""
    one, other, self = (value_of(name) for name in ("pkgs.foo", "with x; pkgs.foo", "super.foo"))
    assert isinstance(one, Sym)
    assert isinstance(other, Sym)
    assert isinstance(self, Sym)
    assert one.key == other.key
    assert value_of("self.x").key == value_of("final.x").key  # type: ignore[attr-defined]


def test_both_branches_of_an_unknown_condition_are_options() -> None:
    """The same is true of all entries of a set under an unknown key."""
    assert options(value_of("if x then 1 else 2")) == {"then": 1, "else": 2}
    assert options(value_of('{ a = 1; b = 2; }.${system} or "c"')) == {"a": 1, "b": 2}
    assert options(value_of("({ a.v = 1; b.v = 2; }.${system}).v")) == {"a": 1, "b": 2}


def test_a_default_is_used_when_an_unknown_set_may_lack_the_argument() -> None:
    """The function's own defaults are used for arguments that the call does not pass."""
    value = value_of('({ a ? "d", b }: [ a b ]) (unknown // { c = 1; })')
    assert plain(value) is UNKNOWN
    assert known('({ a ? "d", ... }: a) { b = unknown; }') == "d"


def test_a_call_of_an_unknown_function_keeps_its_arguments() -> None:
    """The arguments keep their order."""
    value = value_of('fetchurl { url = "u"; } 2')
    assert isinstance(value, Apply)
    assert [plain(each.force()) for each in value.arguments] == [{"url": "u"}, 2]


def test_an_update_of_an_unknown_set_keeps_known_attributes() -> None:
    """The attributes may be in either operand."""
    for expression in ("unknown // { a = 1; }", "{ a = 1; } // unknown"):
        value = value_of(expression)
        assert isinstance(value, Attrs)
        assert value.rest is not None
        assert plain(value.items["a"].force()) == 1


@pytest.mark.parametrize(
    ("directory", "written", "path", "inside"),
    [
        ("", "./a", "a", True),
        ("a/b", "../c/./d", "a/c/d", True),
        ("a", "./.", "a", True),
        ("a", "..", "", True),
        ("a", "../..", "../..", False),
        ("", "/etc/passwd", "/etc/passwd", False),
        ("", "~/x", "~/x", False),
    ],
)
def test_paths_are_relative_to_their_file(directory: str, written: str, path: str, inside: bool) -> None:
    """A path out of the tree is always marked as such."""
    found = relative(directory, written)
    assert (found.path, found.inside) == (path, inside)


def test_paths_are_interpolated_joined_or_unknown() -> None:
    """An unknown part makes the path unknown, and so does a search path in angle brackets."""
    files = {"d/x.nix": '[ ./a/${"b"} (./. + "/c") (../. + "/e") ]'}
    value = tree(files).file("d/x.nix")
    paths = [item.force() for item in getattr(value, "items", ())]
    assert [path.path for path in paths if isinstance(path, Path)] == ["d/a/b", "d/c", "e"]
    assert isinstance(value_of("./${unknown}"), Sym)
    assert isinstance(value_of("<nixpkgs>"), Sym)


def test_a_lexical_name_comes_before_one_of_with() -> None:
    """The innermost `with` comes first; if its set lacks the name, the next set is searched."""
    outer = Scope(None, {"a": Thunk.of(text("outer"))})
    opened = Scope(outer, {}, Thunk.of(Attrs({"a": Thunk.of(text("with")), "b": Thunk.of(text("with"))})))
    inner = Scope(opened, {}, Thunk.of(Attrs({"c": Thunk.of(text("inner"))})))

    def select(value: Value, name: str) -> Value | None:
        return value.items[name].force() if isinstance(value, Attrs) and name in value.items else None

    def find(name: str) -> object:
        found = lookup(inner, name, select)
        return None if found is None else plain(found)

    assert [find(name) for name in "abcd"] == ["outer", "with", "inner", None]


def test_strings_are_joined() -> None:
    """Neighbouring texts become one, nested strings are joined, and their files are remembered."""
    unknown = Sym("free", "x")
    made = string(["a", Str(("b", unknown), None, ("f",)), "", "c", "d"])
    assert made.parts == ("ab", unknown, "cd")
    assert made.blobs == ("f",)
    assert string([]).literal == ""


def test_a_thunk_is_computed_once() -> None:
    """A thunk that needs itself while it is computed is a circle."""
    calls: list[int] = []

    def compute() -> Value:
        calls.append(1)
        return Const(1)

    thunk = Thunk(compute)
    assert thunk.force() is thunk.force()
    assert calls == [1]
    circle: list[Thunk] = []
    circle.append(Thunk(lambda: circle[0].force()))
    assert isinstance(circle[0].force(), Sym)


def test_choices_count_all_their_options() -> None:
    """The count includes the options of the options."""
    inner = Choice(("if", "x"), {"then": Const(1), "else": Const(2)})
    assert Choice(("if", "y"), {"then": inner, "else": Const(3)}).size == 3


def test_a_recursion_under_unknown_conditions_ends_soon() -> None:
    """Each call needs itself several times, under unknown conditions: the steps would double at every depth."""
    expression = (
        "let walk = node: path: if path == [ ] then node else if isString path then walk (walk node (tail path)) path"
        " else walk (walk path node) (walk node (tail path)); in walk start unknown"
    )
    evaluator = tree({"walk.nix": expression})
    evaluator.file("walk.nix")
    assert evaluator.steps < 1000


def test_a_recursion_under_known_conditions_is_followed() -> None:
    """A recursion under known conditions ends by itself."""
    assert known('let grow = s: if s == "aaaaaa" then s else grow (s + "a"); in grow "a"') == "aaaaaa"
