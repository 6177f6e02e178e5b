"""Canonical forms: equal for the same values, different for others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authguard.nix.canonical import (
    MAX_DEPTH,
    Canonical,
    Plain,
    dotted_name,
    function_name,
    normal_text,
    selector,
)
from authguard.nix.script_forms import script
from authguard.nix.values import Apply, Choice, List, Str, Sym, Thunk, Value
from tests.support.values import tree, value_of

CALL = """
{{ fetchurl, lib, {free}, ... }}:
let{space}{one} = "1.2";{comment}
  {two} = {one};{space}{three} = lib.versions.major {two};
in fetchurl {{{space}url = "https://x/${{{three}}}/${{{free}.{attribute}}}.tgz";{comment}
  name = if {free}.ok then {one} else {two};
  post = ''
    echo ${{{two}}}
  '';{space}list = [ {one} {free}.b {{ inherit {one}; }}.{one} ]; f = {free}.g ({two});
}}
"""
NAMES = st.sampled_from(["a", "b1", "version", "x'", "some-name", "rev_", "p"])
SPACES = st.sampled_from([" ", "\n", "\n\n\t ", "  "])
COMMENTS = st.sampled_from(["", " # a comment; { ]\n", " /* x = 1; */ ", "\n"])


def form(text: str, path: str = "x.nix") -> object:
    """The form of the value that the function of a file returns; missing arguments are free."""
    evaluator = tree({path: text, "call.nix": f"import ./{path} {{ }}"})
    return Canonical(evaluator).of(evaluator.file("call.nix"))


@settings(max_examples=100, derandomize=True)
@given(
    st.lists(NAMES, min_size=3, max_size=3, unique=True), SPACES, COMMENTS, st.randoms(use_true_random=False)
)
def test_names_spaces_and_comments_are_not_in_a_form(
    names: list[str], space: str, comment: str, random: object
) -> None:
    """Renaming variables, re-indenting and commenting changes nothing."""
    one, two, three = names
    made = form(
        CALL.format(one=one, two=two, three=three, free="zz", attribute="q", space=space, comment=comment)
    )
    plain = form(CALL.format(one="u", two="v", three="w", free="zz", attribute="q", space=" ", comment=""))
    assert made == plain
    other = form(
        CALL.format(one=one, two=two, three=three, free="zz", attribute="r", space=space, comment=comment)
    )
    assert other != plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"a${"b"}"', '"ab"'),
        ("let x = pkgs.y; in x", "pkgs.y"),
        ("[ 1 ] ++ [ x ]", "[ 1 x ]"),
        ("{ b = 1; a = 2; }", "{ a = 2; b = 1; }"),
        ("{ a.b = 1; }", "{ a = { b = 1; }; }"),
        ("f { a = 1; meta = 2; }", "f { a = 1; }"),
        ("if c then 1 else 1", "1"),
        ("self.x", "final.x"),
        ("super.x", "prev.x"),
        ("(x: x.y) z", "z.y"),
        ("''\n  a\n''", '"a\\n"'),
        ("f (pkgs.a) (1 + 1)", "f pkgs.a 2"),
        ("a ? b", "let c = a; in c ? b"),
        ("a == b", "let c = a; in c == b"),
    ],
)
def test_equal_values_have_one_form(one: str, other: str) -> None:
    """Different spellings of a value have the same form."""
    assert Canonical(None).of(value_of(one)) == Canonical(None).of(value_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a == b", "a != b"),
        ("a.b", "a.c"),
        ("f 1", "f 2"),
        ("f 1", "g 1"),
        ("1", '"1"'),
        ("1", "1.0"),
        ("true", "1"),
        ("null", "false"),
        ("[ 1 2 ]", "[ 2 1 ]"),
        ("./a", "./b"),
        ("if c then 1 else 2", "if c then 2 else 1"),
        ("if c then 1 else 2", "if d then 1 else 2"),
        ('"a${x}"', '"${x}a"'),
        ("a // { b = 1; }", "{ b = 1; }"),
        ("p.overrideAttrs { a = 1; }", "q.overrideAttrs { a = 1; }"),
        ('"1${x}"', '"1${y}"'),
    ],
)
def test_different_values_have_different_forms(one: str, other: str) -> None:
    """Small differences count: an operator, a type, the order of a list."""
    assert Canonical(None).of(value_of(one)) != Canonical(None).of(value_of(other))


def test_hooks_replace_the_forms_of_their_values() -> None:
    """A hook can give the form of a call, a file, a pin, a name and a choice."""
    files = {"x.nix": '[ (f 1) ./data inputs.foo "${(f 1).name}" (if c then 1 else 2) system ]', "data": "x"}
    evaluator = tree(files)
    value = evaluator.file("x.nix")
    decided = next(item.force() for item in getattr(value, "items", ()) if isinstance(item.force(), Choice))
    assert isinstance(decided, Choice)
    forms = Canonical(
        evaluator,
        pair=lambda call: ("pair", function_name(call)) if isinstance(call, Apply) else None,
        content=lambda path: f"content of {path}",
        assume={decided.selector: "else", ("system",): "x86_64-linux"},
        pin=lambda name: ("pin", name),
        name=lambda call: "stored",
    )
    assert forms.of(value) == (
        "list", ("pair", "f"), ("file", "content of data"), ("pin", "foo"), "stored", ("const", "2"), "x86_64-linux",
    )  # fmt: skip
    assert forms.files == {"data"}
    assert not forms.unknown


def test_unknowns_are_reported() -> None:
    """The maker says afterwards that a form has unknown parts; a placeholder is a known part."""
    for expression, unknown in (("x", True), ("[ 1 ]", False), ("lib.fakeHash", False), ("f (a: b)", True)):
        forms = Canonical(None)
        forms.of(value_of(expression))
        assert forms.unknown is unknown, expression


def test_values_nested_too_deeply_are_unknown() -> None:
    """The computation ends, and the form is unknown."""
    forms = Canonical(None)
    forms.of(value_of("[ " * (MAX_DEPTH + 8) + " ]" * (MAX_DEPTH + 8)))
    assert forms.unknown
    wide = Canonical(None)
    wide.of(value_of("let a = [ x x ]; b = [ a a ]; in [ " + "b " * 2000 + "]"))
    assert wide.unknown


def test_selectors_do_not_grow() -> None:
    """Selectors stay small even if conditions contain conditions; equal selectors are equal, others differ."""
    links = "".join(f"a{n} = if a{n - 1} == 1 && a{n - 1} == 2 then a{n - 1} else {n};" for n in range(1, 60))
    text = "let a0 = if {0} then 1 else 2; {1} in a59"
    one, other = (value_of(text.format("x", links)) for _ in range(2))
    assert len(repr(selector(one))) < 20_000
    assert selector(one) == selector(other)
    few = text.replace("a59", "a6")
    assert selector(value_of(few.format("x", links))) != selector(value_of(few.format("y", links)))


@pytest.mark.parametrize(
    ("expression", "name", "dotted"),
    [
        ("fetchurl { }", "fetchurl", "fetchurl"),
        ("pkgs.fetchurl { }", "fetchurl", "pkgs.fetchurl"),
        ("pnpm.fetchDeps { }", "fetchDeps", "pnpm.fetchDeps"),
        ("pkgs.pnpm_9.fetchDeps { }", "fetchDeps", "pnpm_9.fetchDeps"),
        ("(f 1) 2", "f", "f"),
        ("(f 1).g 2", "g", None),
    ],
)
def test_a_call_has_a_short_and_a_dotted_function_name(
    expression: str, name: str, dotted: str | None
) -> None:
    """The short name is the last part of the path, the dotted name has the last two parts."""
    value = value_of(expression)
    assert isinstance(value, Apply)
    assert function_name(value) == name
    if dotted is not None:
        assert dotted_name(value).endswith(dotted.rpartition(".")[2])
        assert dotted_name(value) in (dotted, dotted.rpartition(".")[2])


def test_comments_are_removed_but_not_within_strings() -> None:
    """White space becomes one space. A string that looks like a comment stays."""
    assert normal_text('a:  /* x */ b # c\n  + "# d  /* e */"') == 'a: b + "# d /* e */"'


def test_a_script_loses_its_comments_and_indentation() -> None:
    """Blank lines are removed too; unknown parts stay in their places."""
    assert script("  a\n\n# x\n\tb # y\n") == "a\nb # y"
    assert script("a\nb") == script("  a\n    b\n")
    assert script(("str", "  a\n", ("sym", "x"), "\n b")) == ("str", "a", ("sym", "x"), "b")
    assert script(("const", "1")) == ("const", "1")
    value = value_of("''\n  a\n    b\n''")
    assert isinstance(value, Str)
    assert script(value.literal) == "a\nb"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("runHook preBuild\nexport HOME=$TMPDIR\nset -euo pipefail\nbun install", "bun install"),
        ('export HOME="$(mktemp -d)"\nnpm ci', "npm ci"),
        ("export HOME=$out\nnpm ci", "export HOME=$out\nnpm ci"),
        ("runHook fetchAll", "runHook fetchAll"),
        ("cat > a <<EOF\nset -x\nEOF", "cat > a <<EOF\nset -x\nEOF"),
        ("printf '\nset -x\n' > a", "printf '\nset -x\n' > a"),
        ("fetch \\\nset -x", "fetch \\\nset -x"),
        (
            ("str", "set -x\nrunHook preBuild ", ("sym", "x"), "\nset -x"),
            ("str", "runHook preBuild", ("sym", "x"), ""),
        ),
        (("str", "a ", ("sym", "x"), "set -x\nb"), ("str", "a", ("sym", "x"), "set -x\nb")),
    ],
)
def test_a_script_loses_the_lines_that_write_nothing(text: object, form: object) -> None:
    """Calls of hooks, settings of the shell and an empty home, except in a text, and beside an unknown part."""
    assert script(text) == form


def test_only_the_first_parts_of_a_condition_are_read() -> None:
    """A package set can have thousands of long conditions."""
    read: list[Value] = []

    def part() -> Value:
        read.append(Str(("a",)))
        return read[-1]

    selector(List([Thunk.of(List([Thunk(part)])) for _ in range(5000)]))
    assert 0 < len(read) < 500


def test_a_part_beside_a_cycle_is_stored() -> None:
    """Only the form of a value with a cycle in it may change later."""
    beside = List([Thunk.of(Str(("a",)))])
    inside = List([Thunk.of(Sym("cycle"))])
    selector(List([Thunk.of(inside), Thunk.of(beside)]))
    assert getattr(beside, "plain", None) is not None
    assert getattr(inside, "plain", None) is None


def nested(depth: int) -> Value:
    """Return a list that is nested in ``depth`` lists, each with a text beside it."""
    value: Value = Str(("a",))
    for _ in range(depth):
        value = List([Thunk.of(Str(("b",))), Thunk.of(value)])
    return value


def test_a_form_that_is_too_deep_is_stored_for_each_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit cuts the form of a deep value, so a value at another depth has another form."""
    deep = nested(2 * MAX_DEPTH)
    alone, inside = selector(deep), selector(List([Thunk.of(deep)]))
    assert inside == selector(List([Thunk.of(nested(2 * MAX_DEPTH))]))
    assert isinstance(inside, tuple)
    assert inside[1] != alone
    monkeypatch.setattr(Plain, "_of", None)  # no form is made again
    assert selector(deep) == alone


DATA = st.recursive(
    st.sampled_from(['"a"', '"b/c"', "1", "true", "null"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[ {' '.join(items)} ]"),
        st.lists(st.tuples(st.sampled_from("pqr"), inner), max_size=3, unique_by=lambda pair: pair[0]).map(
            lambda pairs: "{ " + " ".join(f"{name} = {value};" for name, value in pairs) + " }"
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200, derandomize=True)
@given(DATA, st.booleans())
def test_a_stored_form_of_data_is_that_of_a_new_value(text: str, is_unknown: bool) -> None:
    """A set of data stores its form. The form, the number of its parts and its unknown parts do not depend on that."""
    code = f"{{ data = {text}; other = {'unknown' if is_unknown else text}; }}"
    value, fresh = value_of(code), value_of(code)
    forms = []
    for each in (value, value, fresh):
        maker = Canonical(None, content=lambda path: path, assume={"never": "taken"})
        forms.append((maker.of(each), maker._parts, maker.unknown))
    assert forms[0] == forms[1] == forms[2]
    assert forms[0][2] is is_unknown


def test_a_stored_form_does_not_exceed_the_limit_of_parts() -> None:
    """The part beyond the limit is unknown, also if its form is stored."""
    value = value_of("{ a = { b = 1; c = 2; }; }")
    assert Canonical(None).of(value) == (
        "attrs",
        ("a", ("attrs", ("b", ("const", "1")), ("c", ("const", "2")))),
    )
    maker = Canonical(None)
    maker.most = 3
    assert "deep" in repr(maker.of(value))
    assert maker.unknown
