"""The callers of a lambda and their arguments: every place is evaluated with the values of each caller."""

from __future__ import annotations

from itertools import pairwise

import pytest

from authguard.nix.call_sites import MAX_CONTEXTS
from authguard.nix.callers import MOST_OF_ITSELF, Callers
from authguard.nix.lexical import MAX_LOOKED, Lexical, chain, lambdas
from tests.support.values import UNKNOWN, parsed, plain, tree


def contexts(files: dict[str, str], place: str, path: str = "x.nix") -> list[object]:
    """The value at ``place`` (a text that occurs once in the file at ``path``) for each caller."""
    evaluator = tree(dict(files))
    lexical = Lexical(evaluator)
    callers = Callers(lexical, lambda _: sorted(files))
    source = evaluator.source(path)
    assert source is not None
    start = source.data.index(place.encode())
    nodes = chain(source, start, start + len(place.encode()))
    return [plain(lexical.value(source, nodes, context)) for context in callers.contexts(source, nodes)]


@pytest.mark.parametrize(
    ("text", "place", "values"),
    [
        ("let v = 1; in { a = v; }", "v; }", [UNKNOWN]),
        ('let f = v: "v${v}"; in [ (f "1") (f "2") ]', '"v${v}"', ["v1", "v2"]),
        ('let f = o: v: "${o}/${v}"; in [ (f "a" "1") (f "b" "2") ]', '"${o}/${v}"', ["a/1", "b/2"]),
        ('let f = { v, w ? "w" }: "${v}${w}"; in f { v = "1"; }', '"${v}${w}"', ["1w"]),
        ('rec { f = { v }: "<${v}>"; a = f { v = "1"; }; }', '"<${v}>"', ["<1>"]),
        ('let s = { f = v: "<${v}>"; }; in s.f "1"', '"<${v}>"', ["<1>"]),
        ('let f = v: let w = "w${v}"; in "<${w}>"; in (f "1")', '"<${w}>"', ["<w1>"]),
        ('let f = v: with { w = v; }; "<${w}>"; in f "1"', '"<${w}>"', ["<1>"]),
        ('let g = w: f "${w}!"; f = v: "<${v}>"; in g "1"', '"<${v}>"', ["<1!>"]),
        ('let f = { v }@all: "<${all.v}>"; in f { v = "1"; }', '"<${all.v}>"', ["<1>"]),
        ('mkDerivation (finalAttrs: { v = "1"; a = "<${finalAttrs.v}>"; })', '"<${finalAttrs.v}>"', ["<1>"]),
        ('p.overrideAttrs (final: prev: { v = "1"; a = "<${final.v}>"; })', '"<${final.v}>"', ["<1>"]),
        ('final: prev: { v = "1"; a = "<${final.v}>"; }', '"<${final.v}>"', ["<1>"]),
        ('{ v ? "d" }: "<${v}>"', '"<${v}>"', ["<d>"]),
        ('v: "<${v}>"', '"<${v}>"', [UNKNOWN]),
    ],
)
def test_each_call_within_a_file_is_a_context(text: str, place: str, values: list[object]) -> None:
    """There is one context for each call; a lambda without a caller has its defaults, or nothing."""
    if values == [UNKNOWN] and place == "v; }":
        assert contexts({"x.nix": text}, "{ a = v; }") == [{"a": 1}]
        return
    assert contexts({"x.nix": text}, place) == values


@pytest.mark.parametrize(
    "choice",
    ["t.${k}", "let kind = builtins.substring 0 1 k; in t.${kind}", "t.${builtins.substring 0 1 k}"],
)
def test_a_caller_that_chooses_another_entry_of_a_table_is_no_context(choice: str) -> None:
    """A call in a table has only the arguments of the callers that may choose its entry."""
    text = f'let f = v: "<${{v}}>"; g = {{ k, v }}: let t = {{ a = f v; b = "b"; }}; in {choice};'
    calls = '(g { k = "a"; v = "1"; }) (g { k = "b"; v = "2"; })'
    assert contexts({"x.nix": f"{text} in [ {calls} ]"}, '"<${v}>"') == ["<1>"]
    unknown = '(g { k = other; v = "1"; }) (g { k = "b"; v = "2"; })'
    assert contexts({"x.nix": f"{text} in [ {unknown} ]"}, '"<${v}>"') == ["<1>"]


def test_an_entry_that_no_caller_chooses_keeps_its_context() -> None:
    """A name that the file itself gives chooses one entry, but the calls in the others are fixed outputs too."""
    text = 'let f = v: "<${v}>"; k = "b"; t = { a = f "1"; b = f "2"; }; in t.${k}'
    assert contexts({"x.nix": text}, '"<${v}>"') == ["<1>", "<2>"]


BODY = '{ v, w ? "w" }: "<${v}${w}>"'


@pytest.mark.parametrize(
    ("caller", "values"),
    [
        ('import ./x.nix { v = "1"; }', ["<1w>"]),
        (
            '[ (callPackage ./x.nix { v = "1"; }) (callPackage ./x.nix { v = "2"; w = "y"; }) ]',
            ["<1w>", "<2y>"],
        ),
        ('pkgs.callPackage (./x.nix) { v = "1"; }', ["<1w>"]),
        ('(import ./x.nix) { v = "1"; }', ["<1w>"]),
        ('let x = import ./x.nix; in [ (x { v = "1"; }) (x { v = "2"; }) ]', ["<1w>", "<2w>"]),
        ('let v = "3"; in import ./x.nix { inherit v; }', ["<3w>"]),
        ('map (v: import ./x.nix { inherit v; }) [ "1" ]', ["<1w>"]),
        ('builtins.mapAttrs (n: v: import ./x.nix { inherit v; }) { a = "1"; b = "2"; }', ["<1w>", "<2w>"]),
        ('builtins.map (import ./x.nix) [ { v = "1"; } { v = "2"; w = "x"; } ]', ["<1w>", "<2x>"]),
        ("builtins.map (callPackage ./x.nix) vs", [UNKNOWN]),
        ("callPackage ./x.nix { }", [UNKNOWN]),
        ("./x.nix", [UNKNOWN]),
    ],
)
def test_an_import_with_arguments_is_a_context_of_the_file(caller: str, values: list[object]) -> None:
    """The lambda of a file is called where the file is imported; a call without values is no context."""
    assert contexts({"x.nix": BODY, "all.nix": caller}, '"<${v}${w}>"') == values


def test_a_directory_means_its_default() -> None:
    """All three spellings of the directory read the same file."""
    for written in ("./d", "./d/", "./d/default.nix"):
        files = {"d/default.nix": BODY, "all.nix": f'import {written} {{ v = "1"; }}'}
        assert contexts(files, '"<${v}${w}>"', "d/default.nix") == ["<1w>"]


def test_each_context_of_a_caller_gives_the_callee_a_context() -> None:
    """The caller gets the deciding arguments from its own callers."""
    files = {
        "x.nix": BODY,
        "mid.nix": "{ version }: import ./x.nix { v = version; }",
        "all.nix": '[ (import ./mid.nix { version = "1"; }) (import ./mid.nix { version = "2"; }) ]',
    }
    assert contexts(files, '"<${v}${w}>"') == ["<1w>", "<2w>"]


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ('{ v = "1"; }', ["<1w>"]),
        ("{ v = fixed; }", ["<1w>"]),
        ("{ inherit (set) v; }", ["<1w>"]),
        ("{ v = host; }", [f"<{number}w>" for number in range(20)]),
        ("{ v = own; }", [f"<{number}w>" for number in range(20)]),
        ("(with set; { inherit v; })", ["<1w>"]),
    ],
)
def test_a_call_with_equal_arguments_has_one_context(argument: str, values: list[object]) -> None:
    """The twenty hosts call a file that may depend on the host."""
    hosts = " ".join(f'"{number}"' for number in range(20))
    sets = 'let fixed = "1"; set.v = "1"; in'
    hosts_file = f"{sets} map (host: let own = host; in import ./x.nix {argument}) [ {hosts} ]"
    assert contexts({"x.nix": BODY, "hosts.nix": hosts_file}, '"<${v}${w}>"') == values


def test_an_unknown_set_around_a_call_hides_no_name() -> None:
    """`with pkgs;` binds no name that an outer `with` binds."""
    hosts = " ".join(f'"{number}"' for number in range(20))
    text = f"{{ pkgs }}: map (host: with {{ v = host; }}; with pkgs; import ./x.nix {{ inherit v; }}) [ {hosts} ]"
    expected = [f"<{number}w>" for number in range(20)]
    assert contexts({"x.nix": BODY, "hosts.nix": text}, '"<${v}${w}>"') == expected


def test_a_quoted_name_is_read() -> None:
    """`inherit "v";` reads the variable `v`."""
    hosts = " ".join(f'"{number}"' for number in range(20))
    text = f'map (v: import ./x.nix {{ inherit "v"; }}) [ {hosts} ]'
    expected = [f"<{number}w>" for number in range(20)]
    assert contexts({"x.nix": BODY, "hosts.nix": text}, '"<${v}${w}>"') == expected


def test_equal_texts_of_two_places_are_two_contexts() -> None:
    """A hash is written at each place, so both are judged."""
    hosts = " ".join(f'"{number}"' for number in range(20))
    text = f'map (host: import ./x.nix {{ v = {{ "1" = "a"; "2" = "a"; }}.${{host}} or "b"; }}) [ {hosts} ]'
    assert contexts({"x.nix": BODY, "hosts.nix": text}, '"<${v}${w}>"')[:3] == ["<bw>", "<aw>", "<aw>"]


def test_files_that_call_one_another_end() -> None:
    """The evaluation ends, with any result."""
    files = {
        "x.nix": '{ v }: [ "<${v}>" (import ./y.nix { v = v; }) ]',
        "y.nix": "{ v }: import ./x.nix { v = v; }",
    }
    assert contexts(files, '"<${v}>"')


def test_there_are_not_too_many_contexts() -> None:
    """A function with many calls has a limited number of contexts."""
    calls = " ".join(f'(f "{number}")' for number in range(2 * MAX_CONTEXTS))
    assert len(contexts({"x.nix": f'let f = v: "<${{v}}>"; in [ {calls} ]'}, '"<${v}>"')) == MAX_CONTEXTS


@pytest.mark.parametrize(
    ("override", "number"),
    [("override", 1), ("override (old: ", 1), ("overrideAttrs", MAX_CONTEXTS), ("mk", MAX_CONTEXTS)],
)
def test_the_arguments_of_an_override_are_no_attributes(override: str, number: int) -> None:
    """`final.build` is never a function that an override gets, so many such functions do not call one another."""
    end = ")" if "(" in override else ""
    packages = " ".join(
        f'p{at} = prev.p{at}.{override} {{ build = args: final.build (args // {{ v = "{at}"; }}); }}{end};'
        for at in range(12)
    )
    text = f"final: prev: {{ {packages} }}"
    assert len(contexts({"x.nix": text}, 'args // { v = "3"; }')) == number


def test_a_function_that_calls_itself_is_followed_through_few_calls() -> None:
    """Its own calls are contexts too, but with five of them there are not 5^8 contexts."""
    calls = " ".join(f'a{at} = f "${{v}}{at}";' for at in range(5))
    found = contexts({"x.nix": f'let f = v: {{ {calls} b = "<${{v}}>"; }}; in f "x"'}, '"<${v}>"')
    assert {"<x>", "<x0>", "<x4>"} <= set(map(str, found))
    assert len(found) <= 1 + 5 * MOST_OF_ITSELF


def test_the_chain_to_a_place_goes_from_the_root_to_its_node() -> None:
    """The last node is the smallest one that contains the span. The chain also names the lambdas."""
    source = parsed("{ a = [ 1 (x: y) ]; }")
    start = source.data.index(b"y")
    nodes = chain(source, start, start + 1)
    assert nodes[0] == source.root
    assert source.text(nodes[-1]) == "y"
    assert all(
        one.start_byte <= other.start_byte and other.end_byte <= one.end_byte
        for one, other in pairwise(nodes)
    )
    assert [nodes[number].type for number in lambdas(nodes)] == ["function_expression"]


def test_the_search_for_places_ends_at_a_limit() -> None:
    """After a large part of a file was searched, its places are not distinguished any more."""
    source = parsed("[ 1 ]")
    source.looked = 2 * MAX_LOOKED
    assert chain(source, 2, 3) == [source.root]
