"""Bad input of any kind can neither hang nor crash the comparison."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authguard.app.judge import judge_range
from authguard.config.model import Config
from authguard.outputs import summary
from authguard.outputs.collect import Collector
from tests.support.collected import A, outputs_of
from tests.support.snapshots import HeldSnapshots, between
from tests.support.values import tree

CASES = Path(__file__).resolve().parents[2] / "cases"
LIMIT = 6.0
"""Seconds of processor time that one collection or judgement may take."""

HASH = f'hash = "{A}";'


def b64(text: str) -> str:
    """Another digest for each text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


END = 60


def corpus() -> list[tuple[str, bytes]]:
    """The names and bytes of all small files of the cases, each once."""
    found = {
        (file.name, file.read_bytes())
        for file in CASES.rglob("*")
        if file.is_file()
        and file.suffix in (".nix", ".json", ".toml", ".lock")
        and file.stat().st_size < 4000
    }
    return sorted(found)


CORPUS = corpus()
PIECES = [
    b"{", b"}", b"''", b'"', b"${", b"[", b"(", b")", b";", b"=", b",", b":", b"rec ", b"with ", b"let ", b" in ",
    b"inherit ", b"./.", b"../x", b"import ./x.nix ", b"\x00", b"\xff", b"\xc3\xa9", b"hash = ",
    b"if ", b"//", b"?",
]  # fmt: skip


def run(files: dict[str, bytes]) -> None:
    """Collect every file of a tree, write the outputs as text, and load them again."""
    start = process_time()
    evaluator = tree(files)
    collector = Collector(evaluator, lambda _: sorted(files))
    found = outputs_of(collector, sorted(files))
    assert len(summary.load(summary.dump(found), files.get)) == len(found)
    assert process_time() - start < LIMIT


def compare(base: dict[str, bytes], target: dict[str, bytes]) -> None:
    """Judge one tree against another."""
    start = process_time()
    outcome = judge_range(between(base, target), HeldSnapshots(base), Config())
    assert all(finding.place.line >= 1 for finding in outcome.findings)
    assert process_time() - start < LIMIT


def spliced(draw: st.DrawFn) -> bytes:
    """A file of the corpus with added pieces of other files, tokens and bytes, and with parts removed."""
    data = draw(st.sampled_from(CORPUS))[1]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 40))
        other = draw(st.sampled_from(CORPUS))[1]
        start = draw(st.integers(0, len(other)))
        put = draw(
            st.one_of(
                st.sampled_from(PIECES),
                st.binary(max_size=6),
                st.just(other[start : start + 80]),
                st.just(b""),
            )
        )
        data = data[:at] + put + data[at + cut :]
    return data


@st.composite
def trees(draw: st.DrawFn) -> dict[str, bytes]:
    """Some spliced files under the names of other files; some files refer to one another."""
    names = [
        "x.nix",
        "default.nix",
        "sources.json",
        "pins.toml",
        "flake.lock",
        "package.nix",
        "npins/sources.json",
    ]
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    return {name: spliced(draw) for name in chosen}


ROUGH = settings(
    max_examples=150, derandomize=True, database=None, suppress_health_check=list(HealthCheck), deadline=None
)


@ROUGH
@given(trees())
def test_spliced_files_are_collected(files: dict[str, bytes]) -> None:
    """Files that are spliced from pieces of others are collected within the time limit."""
    run(files)


@ROUGH
@given(
    st.binary(max_size=300), st.sampled_from(["x.nix", "x.json", "x.toml", "flake.lock", "generated.json"])
)
def test_any_bytes_are_collected(data: bytes, name: str) -> None:
    """Random bytes are collected within the time limit, under each file name."""
    run({name: data})


@ROUGH
@given(trees(), trees())
def test_spliced_trees_are_judged(base: dict[str, bytes], target: dict[str, bytes]) -> None:
    """Spliced trees are judged against one another; a tree against itself has no finding."""
    compare(base, {**base, **target})
    compare(base, base)


def test_every_case_can_be_judged_backwards() -> None:
    """The base becomes the target and the target the base: nothing fails."""
    for case in sorted(CASES.iterdir())[::4]:
        sides = []
        for name in ("base", "target"):
            folder = case / name
            files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
            sides.append({file.relative_to(folder).as_posix(): file.read_bytes() for file in files})
        base, target = sides
        compare(target, base)


def chained(first: str, link: str, last: str) -> str:
    """A fetch that needs a chain of variables: {0} is the variable before."""
    links = "".join(f"a{n} = {link.replace('{0}', f'a{n - 1}')};" for n in range(1, END))
    return f"{{ fetchurl, x, y, ... }}: let a0 = {first}; {links} in fetchurl {{ url = {last}; {HASH} }}"


LAST = f"a{END - 1}"
BOMBS = {
    "doubled text": chained('"x"', "{0} + {0}", LAST),
    "doubled pieces": chained('"x${x}"', '"${{0}}${{0}}"', LAST),
    "doubled lists": chained("[ x ]", "{0} ++ {0}", LAST),
    "nested lists": chained("[ x ]", "[ {0} {0} ]", LAST),
    "nested sets": chained("{ y = x; }", "{ l = {0}; r = {0}; }", LAST),
    "calls in calls": chained("x 1", "x {0} {0}", LAST),
    "conditions in conditions": chained(
        "if x then 1 else 2", "if {0} == 1 && {0} == 2 then {0} else y", LAST
    ),
    "choices in texts": chained('if x then "1" else "2"', 'if y then {0} else "${{0}}"', LAST),
    "operators": chained("x", "{0} == {0}", LAST),
    "updates": chained("x", "{0} // {0}", LAST),
    "squares": chained("7777777", "{0} * {0}", f"toString {LAST}"),
    "replacements": chained('"aaaa"', 'builtins.replaceStrings [ "a" ] [ {0} ] {0}', LAST),
    "functions": chained("x: x", "x: {0} x + {0} x", f'{LAST} "a"'),
    "overrides": chained("x.mk { }", f"{{0}}.overrideAttrs (o: {{ v = o.v + 1; {HASH} }})", LAST),
    "endless recursion": f"let f = n: f (n + 1); g = n: [ (g n) (g n) ]; in fetchurl {{ url = f 1; v = g 1; {HASH} }}",
    "circles": f"let a = b; b = a; in fetchurl {{ url = a; {HASH} }}",
    "great numbers": f"fetchurl {{ url = toString ({'9' * 400} / 3 + {'9' * 400} * 1.0); {HASH} }}",
    "a huge text": f'fetchurl {{ url = "{"x" * 1_000_000}"; {HASH} }}',
    "parentheses": "(" * 20_000 + f"fetchurl {{ url = x; {HASH} }}" + ")" * 20_000,
    "sets in sets": "{ a = " * 4_000 + f"fetchurl {{ url = x; {HASH} }}" + "; }" * 4_000,
    "arguments of arguments": "f { a = " * 2_000 + f"fetchurl {{ url = x; {HASH} }}" + "; }" * 2_000,
    "lambdas": "a: " * 4_000 + f"fetchurl {{ url = x; {HASH} }}",
    "fixed points": "f (self: { b = " * 1_000 + f"fetchurl {{ url = x; {HASH} }}" + "; })" * 1_000,
    "lets": "let a = 1; in " * 4_000 + f"fetchurl {{ url = x; {HASH} }}",
    "unclosed": "{ a = [ ( " * 10_000 + HASH,
    "commas": "{ a" + ", # , # " * 20_000 + "\n}: " + HASH,
    "inherits": "inherit " * 20_000 + HASH,
    "spaces": "import ./a" + " " * 100_000 + "& " + HASH,
    "braces": "import ./a {" + "{}" * 50_000 + HASH,
    "zeros": "\x00" * 10_000 + HASH,
}


@pytest.mark.parametrize("name", BOMBS)
def test_expressions_that_grow_without_end_are_collected_in_time(name: str) -> None:
    """Each of them doubles a value many times."""
    run({"x.nix": BOMBS[name].encode()})


FETCH = 'p{0} = fetchurl {{ url = "https://example.org/{0}"; hash = "{1}"; }};\n'
CROWDS = {
    "many with one digest": "".join(FETCH.format(n, A) for n in range(400)),
    "many on one line": "".join(FETCH.format(n, b64(str(n))) for n in range(400)).replace("\n", " "),
    "many platforms": "".join(
        f'x86_64-linux.p{n} = fetchurl {{ url = "{n}"; hash = "{b64(str(n))}"; }};\n' for n in range(400)
    ),
    "many hashes of nothing": f"{HASH}\n" * 1000,
}


@pytest.mark.parametrize("name", CROWDS)
def test_many_outputs_in_one_file_are_judged_in_time(name: str) -> None:
    """The time does not grow with the square of the number of outputs in a file."""
    target = {"x.nix": f"{{ fetchurl }}: {{ {CROWDS[name]} }}".encode()}
    compare({"x.nix": b"{ }"}, target)
    compare({"x.nix": target["x.nix"].replace(b"example.org", b"example.com")}, target)


CIRCLES = {
    "imports": {
        "a.nix": f"import ./b.nix {{ v = 1; {HASH} }}",
        "b.nix": f"import ./a.nix {{ w = 1; {HASH} }}",
    },
    "arguments that grow": {
        "a.nix": f"{{ v }}: import ./b.nix {{ v = v + v; {HASH} }}",
        "b.nix": f"{{ v, ... }}: fetchurl {{ url = import ./a.nix {{ v = [ v v ]; }}; {HASH} }}",
    },
    "itself": {"default.nix": f"import ./. {{ x = import ./default.nix; {HASH} }}"},
}
DATA = {
    "deep.json": "[" * 100_000 + "]" * 100_000 + '"sha256"',
    "hash.json": '{"hash":' * 900 + '"' + A + '"' + "}" * 900,
    "deep.toml": "hash = " + "[" * 5_000 + "]" * 5_000,
    "odd.json": f'{{"rev": NaN, "hash": "{A}", "version": 1e999, "url": "\\ud800"}}',
    "long.json": f'{{"rev": {"9" * 5_000}, "hash": "{A}"}}',
    "flake.lock": f'{{"nodes": {{"a": {{"locked": {{"narHash": "{A}", "rev": []}}}}, "root": 1}}}}',
}


@pytest.mark.parametrize("name", CIRCLES)
def test_files_in_circles_are_collected_in_time(name: str) -> None:
    """The files import each other."""
    run({path: text.encode() for path, text in CIRCLES[name].items()})


@pytest.mark.parametrize("name", DATA)
def test_odd_data_is_collected_in_time(name: str) -> None:
    """The data nests too deep, or has odd numbers and texts."""
    run({name: DATA[name].encode()})
