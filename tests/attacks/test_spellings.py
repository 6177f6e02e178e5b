"""A stale hash in an unusual spelling of Nix or of a file's bytes is an error in a range."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import digest
from tests.support.judging import of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DIGEST = digest("tool 1")
TOOL = """\
{ fetchFromGitHub, lib }:
let
  version = "1.0";
in
# between
# the version
# and the hash
fetchFromGitHub {
  owner = "example";
  repo = "tool";
  rev = "v${version}";
  hash = "DIGEST";
}
""".replace("DIGEST", DIGEST)
VERSION = 'version = "1.0";'
HASH = f'hash = "{DIGEST}";'
NEXT = TOOL.replace('"1.0"', '"2.0"')
BYTES = base64.b64decode(DIGEST.removeprefix("sha256-"))
HALVES = DIGEST[:20], DIGEST[20:]


def versioned(code: str) -> str:
    """Return the package with another definition of its version."""
    return TOOL.replace(VERSION, code)


def hashed(code: str) -> str:
    """Return the package at the next version, with another definition of its hash."""
    assert HASH in NEXT
    return NEXT.replace(HASH, code)


NIX: dict[str, str] = {
    "a carriage return ends a comment": versioned('version =\n# x\r "2.0"; other =\n "1.0";'),
    "line ends of Windows": NEXT.replace("\n", "\r\n"),
    "a needless escape in the version": versioned('version = "\\2.0";'),
    "a needless escape in the hash": hashed(
        f'hash = "{DIGEST[:9]}\\{DIGEST[9:]}";'.replace("\\n", "n\\")
        .replace("\\r", "r\\")
        .replace("\\t", "t\\")
    ),
    "a needless escape in the algorithm": hashed(f'hash = "\\{DIGEST}";'),
    "a quoted attribute": hashed(f'"hash" = "{DIGEST}";'),
    "a computed attribute": hashed(f'${{"ha" + "sh"}} = "{DIGEST}";'),
    "an interpolated hash": hashed(f'hash = "${{"{DIGEST}"}}";'),
    "two halves of a hash": hashed(f'hash = "{HALVES[0]}" + "{HALVES[1]}";'),
    "two halves by a function": hashed(f'hash = lib.concatStrings [ "{HALVES[0]}" "{HALVES[1]}" ];'),
    "a prefix that is removed": hashed(f'hash = lib.removePrefix "x" "x{DIGEST}";'),
    "a hash of an unknown function": hashed(f'hash = lib.frob "{DIGEST[::-1]}";'),
    "a hash of many parts": hashed(f'hash = lib.concatMapStrings (x: x) [ "{HALVES[0]}" "{HALVES[1]}" ];'),
    "a hash of an operator": hashed(f'hash = wanted.left + "{HALVES[1]}";').replace(
        "let\n", f'let\n  wanted = lib.frob "{HALVES[0]}";\n'
    ),
    "an indented string": hashed(f"hash = ''{DIGEST}'';"),
    "hex digits": hashed(f'sha256 = "{BYTES.hex()}";'),
    "capital hex digits": hashed(f'sha256 = "{BYTES.hex().upper()}";'),
    "the old form of a hash": hashed(f'sha256 = "{DIGEST.removeprefix("sha256-")}";'),
    "another bit in the padding": hashed(f'hash = "{DIGEST[:-2]}{chr(ord(DIGEST[-2]) + 1)}=";'),
    "a hash and its options": hashed(f'hash = "{DIGEST}?a";'),
    "a hash and 200,000 letters after it": hashed(f'hash = "{DIGEST}{"x" * 200_000}";'),
    "a hash and an unknown text after it": hashed(f'hash = "{DIGEST}${{lib.frob}}";'),
    "a hash among others": hashed(f'hash = "{DIGEST} {digest(7)}";'),
    "a name for the hash": hashed("hash = wanted;").replace("let\n", f'let\n  wanted = "{DIGEST}";\n'),
    "a formal's default": hashed("inherit hash;").replace("lib }", f'lib, hash ? "{DIGEST}" }}'),
    "a choice by a condition": versioned('version = if 1 == 2 then "1.0" else "2.0";'),
    "a choice by a list": versioned('version = builtins.elemAt [ "1.0" "2.0" ] 1;'),
    "a sum": versioned('version = "${toString (1 + 1)}.0";'),
    "a choice by the order of texts": versioned('version = if "a" < "b" then "2.0" else "1.0";'),
    "a choice by lessThan": versioned('version = if builtins.lessThan 2 1 then "1.0" else "2.0";'),
    "a choice by two sets": versioned('version = if { a = [ 1 ]; } == { a = [ 2 ]; } then "1.0" else "2.0";'),
    "a choice by a number and a rounded number": versioned(
        'version = if 9007199254740993 == 9007199254740992.0 then "2.0" else "1.0";'
    ),
    "a choice by a directory of git": versioned(
        'version = if builtins.pathExists ./.git then "2.0" else "3.0";'
    ),
    "a choice by a truth and a number": versioned('version = if true == 1 then "1.0" else "2.0";'),
    "a choice by the language": versioned('version = if builtins.langVersion < 6 then "1.0" else "2.0";'),
    "letters replaced": versioned('version = builtins.replaceStrings [ "1" ] [ "2" ] "1.0";'),
    "a function applied": versioned('version = (x: x) "2.0";'),
    "an unknown function": versioned('version = lib.frob "2.0";'),
    "an environment variable": versioned('version = builtins.getEnv "VERSION";'),
    "an update of the arguments": TOOL.replace("fetchFromGitHub {", "fetchFromGitHub (")
    .replace("\n}\n", '\n} // { rev = "v2.0"; })\n')
    .replace("fetchFromGitHub (", "fetchFromGitHub ({"),
    "a wrapper of the same name": TOOL.replace(VERSION, VERSION + "\n  fetch = fetchFromGitHub;").replace(
        "in\n", 'in\nlet fetchFromGitHub = x: fetch (x // { rev = "v2.0"; });\nin\n'
    ),
    "an overlay of a fixed point": versioned(
        'version = (lib.fix (lib.extends (final: prev: { v = "2.0"; }) (final: { v = "1.0"; }))).v;'
    ),
    "an old let": '{ fetchFromGitHub, lib }:\nlet { version = "2.0"; body =\n'
    + TOOL[TOOL.index("fetchFromGitHub {") :]
    + ";}\n",
    "a version from `with`": '{ fetchFromGitHub, lib }:\nwith { version = "2.0"; };\n'
    + TOOL[TOOL.index("fetchFromGitHub {") :],
    "a version from a set": versioned('inherit ({ version = "2.0"; }) version;'),
    "a subtraction that code defines": versioned('__sub = x: y: 2; version = "${toString (3 - 2)}.0";'),
    "a product that code defines": versioned('__mul = x: y: 2; version = "${toString (1 * 1)}.0";'),
    "a quotient that code defines": versioned('__div = x: y: 2; version = "${toString (1 / 1)}.0";'),
    "a negation that code defines": versioned(
        '__sub = x: y: if x == 0 then 2 else 1; version = "${toString (-1)}.0";'
    ),
    "an order that code defines": versioned(
        '__lessThan = x: y: false; version = if 1 < 2 then "1.0" else "2.0";'
    ),
    "a reversed order that code defines": versioned(
        '__lessThan = x: y: x == 1; version = if 1 >= 2 then "1.0" else "2.0";'
    ),
    "a search path that code defines": versioned('__findFile = path: name: "2.0"; version = <version>;'),
    "a choice by a test of all items": versioned(
        'version = if builtins.all (x: x < 2) [ 1 2 ] then "1.0" else "2.0";'
    ),
    "a choice by a test of any item": versioned(
        'version = if builtins.any (x: x == 3) [ 1 2 ] then "1.0" else "2.0";'
    ),
    "a choice by a number in a list": versioned(
        'version = if builtins.elem 3 [ 1 2 ] then "1.0" else "2.0";'
    ),
    "a choice by the order of lists": versioned('version = if [ 1 2 ] < [ 1 1 ] then "1.0" else "2.0";'),
    "a choice by the lengths of lists": versioned('version = if [ 1 2 ] < [ 1 ] then "1.0" else "2.0";'),
    "a choice by the order of paths": versioned('version = if ./b < ./a then "1.0" else "2.0";'),
    "an encrypted file": "age-encryption.org/v1\n-> X25519 abc\n",
    "a byte order mark": "\ufeff" + NEXT,
}


DOUBLED = 'a0 = "xx";' + "".join(f" a{number} = a{number - 1} + a{number - 1};" for number in range(1, 40))
BEYOND = {
    "a text of a terabyte": versioned(f'{DOUBLED} version = builtins.substring 0 3 ("2.0" + a39);'),
    "many steps": versioned('f = n: if n == 0 then "2" else f (n - 1) + f (n - 1); version = f 60;'),
    "many parentheses": versioned("version = " + "(" * 5000 + '"2.0"' + ")" * 5000 + ";"),
    "many conditions": versioned("version = " + "if true then " * 5000 + '"2.0"' + " else null" * 5000 + ";"),
    "many sets": versioned("version = " + "{ a = " * 400 + '"2.0"' + "; }" * 400 + ".a" * 400 + ";"),
    "a list of a milliard items": versioned(
        'version = "${toString (builtins.length (builtins.genList (x: x) 1000000000))}.0";'
    ),
    "a text of all items of a list": versioned(
        'version = builtins.substring 0 3 (builtins.concatStringsSep "" (builtins.genList (x: "2.0") 99999999));'
    ),
    "a text of shared sets": versioned(
        "".join(f"a{one} = {{ l = a{one - 1}; r = a{one - 1}; }}; " for one in range(1, 40))
        + 'a0 = { x = "2"; }; version = builtins.toJSON a39;'
    ),
    "a set that contains itself": versioned(
        "m = s: builtins.mapAttrs (n: v: m s) s; version = (m { a = 1; b = 2; }).a.b.a;"
    ),
    "a pattern of many ways": versioned(
        f'version = if builtins.match "(((a*)*)*)*b" "{"a" * 60}" == null then "2.0" else "1.0";'
    ),
    "a sum beyond all numbers": versioned('version = if 9223372036854775807 + 1 < 0 then "2.0" else "1.0";'),
    "a function of itself": versioned('w = x: x x; version = "2.0" + w w;'),
}


@pytest.mark.parametrize("name", BEYOND)
def test_a_version_beyond_the_limits_counts_as_moved(tmp_path: Path, name: str) -> None:
    """If a version was known before, an unknown version is a move, not another spelling."""
    assert range_of(tmp_path, {"tool.nix": TOOL}, {"tool.nix": BEYOND[name]}) == (
        1,
        [("error", "AG201", "tool.nix")],
    )


UNKNOWN = (
    '(lib.frob "@.0").value',
    '(builtins.tryEval (lib.frob "@.0")).value',
    'lib.frob (x: "@.0")',
    "lib.frob (x: x) [ @ 0 ]",
    '(lib.frob { a = "@.0"; }).b',
)


@pytest.mark.parametrize("expression", UNKNOWN)
def test_another_text_in_an_unknown_call_is_reported(tmp_path: Path, expression: str) -> None:
    """The value is unknown before and after, but contains another version. This change is at least a warning."""
    before, after = (versioned(f"version = {expression.replace('@', number)};") for number in "12")
    _, found = range_of(tmp_path, {"tool.nix": before}, {"tool.nix": after})
    assert [each[1:] for each in found] == [("AG201", "tool.nix")]
    assert found[0][0] in ("warning", "error")


FETCH = 'fetchFromGitHub { owner = "example"; repo = "tool"; rev = r; hash = h; }'
PAIR = f"let inherit (v) r h; in {FETCH}"
PASSED_ON = {
    "foldlAttrs": f"lib.foldlAttrs (found: n: v: found // {{ ${{n}} = {PAIR}; }}) {{ }} {{ inherit (s) tool; }}",
    "foldr": f"lib.foldr (v: found: found ++ [ ({PAIR}) ]) [ ] [ s.tool ]",
    "zipListsWith": f"lib.zipListsWith (r: h: {FETCH}) s.revs s.hashes",
    "zipLists": f"map (v: let r = v.fst; h = v.snd; in {FETCH}) (lib.zipLists s.revs s.hashes)",
    "cartesianProduct": f"map ({{ r, h }}: {FETCH}) (lib.cartesianProduct {{ r = s.revs; h = s.hashes; }})",
    "range": f"map (n: let r = builtins.elemAt s.revs n; h = builtins.elemAt s.hashes n; in {FETCH}) (lib.range 0 0)",
    "partition": f"map (v: {PAIR}) (builtins.partition (v: true) [ s.tool ]).right",
    "sort": f"map (v: {PAIR}) (builtins.sort (a: b: a.r < b.r) [ s.tool ])",
    "groupBy": f"lib.mapAttrs (n: map (v: {PAIR})) (builtins.groupBy (v: v.r) [ s.tool ])",
    "findFirst": f"(v: {PAIR}) (lib.findFirst (v: true) null [ s.tool ])",
    "collect": f"map (v: {PAIR}) (lib.collect (v: v ? r) {{ inherit (s) tool; }})",
    "zipAttrsWith": f"builtins.zipAttrsWith (n: vs: let v = builtins.head vs; in {PAIR}) [ {{ inherit (s) tool; }} ]",
    "an unknown function of a function and a list": f"lib.frob (v: {PAIR}) [ s.tool ]",
    "an unknown function of a list": f"map (v: {PAIR}) (lib.frob [ s.tool ])",
    "an unknown function of a function": f"lib.frob (v: {PAIR}) s.tool",
}


@pytest.mark.parametrize("name", PASSED_ON)
def test_a_stale_hash_that_a_function_passes_on_is_an_error(tmp_path: Path, name: str) -> None:
    """The hash and the version are in data under meaningless names, and functions pass them to the fetch."""
    data = f'{{"revs": ["v1.0"], "hashes": ["{DIGEST}"], "tool": {{"r": "v1.0", "h": "{DIGEST}"}}}}'
    code = f"{{ fetchFromGitHub, lib }}: let s = lib.importJSON ./s.json; in {PASSED_ON[name]}"
    before = {"s.json": data, "tool.nix": code}
    exit_code, found = range_of(tmp_path, before, {"s.json": data.replace("v1.0", "v2.0")})
    assert exit_code == 1
    assert ("error", "AG201", "s.json") in found


GIVEN = 'owner = "example"; repo = "tool";'
ELSEWHERE = {
    "an override at its place": f'(fetchFromGitHub {{ {GIVEN} rev = "v0"; HASH }}).override {{ rev = "v1.0"; }}',
    "an override of attributes": f'(fetchFromGitHub {{ {GIVEN} rev = "v0"; HASH }}).overrideAttrs {{ rev = "v1.0"; }}',
    "a flake reference": f'builtins.getFlake "github:example/tool/v1.0?narHash={DIGEST}"',
    "a tree by a text": f'let v = "1.0"; in builtins.fetchTree "https://e.example/${{v}}.tgz?a=1&narHash={DIGEST}"',
    "the final package": f'stdenv.mkDerivation (final: {{ version = "1.0"; src = fetchFromGitHub '
    f'{{ {GIVEN} rev = "v${{final.finalPackage.version}}"; HASH }}; }})',
    "an override by a named function": 'let newer = old: { version = "1.0"; }; in (stdenv.mkDerivation (final: '
    f'{{ version = "0"; src = fetchFromGitHub {{ {GIVEN} rev = final.version; HASH }}; }})).overrideAttrs newer',
    "an overridable function": f'let f = lib.makeOverridable ({{ v ? "0" }}: fetchFromGitHub {{ {GIVEN} rev = v; HASH '
    '}) { }; in f.override { v = "1.0"; version = "1"; }',
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_moved_input_that_is_stated_elsewhere_is_an_error(tmp_path: Path, name: str) -> None:
    """The version is not among the arguments beside the hash."""
    code = f"{{ fetchFromGitHub, stdenv, lib }}: {ELSEWHERE[name].replace('HASH', HASH)}\n"
    assert range_of(tmp_path, {"tool.nix": code}, {"tool.nix": code.replace("1.0", "2.0")}) == (
        1,
        [("error", "AG201", "tool.nix")],
    )


GUESSED = {
    "unknown arguments": (
        "tool.nix",
        f'fetchFromGitHub (lib.frob {{ rev = "v1.0"; }} // {{ {GIVEN} HASH }})',
    ),
    "unknown arguments above": (
        "tool.nix",
        f'fetchFromGitHub ({{ {GIVEN} HASH }} // lib.frob {{ rev = "v1.0"; }})',
    ),
    "the name of an attribute": (
        "tool.nix",
        f'fetchFromGitHub {{ {GIVEN} ${{lib.frob}} = "v1.0"; HASH }}',
    ),
    "names without a meaning": ("tool.nix", f'lib.frob {{ r = "v1.0"; h = "{DIGEST}"; }}'),
    "such a name of a url": (
        "tool.nix",
        f'lib.frob {{ from = "https://e.example/1.0.tgz"; h = "{DIGEST}"; }}',
    ),
    "such names in JSON": ("pin.json", f'{{"tool": {{"r": "v1.0", "h": "{DIGEST}"}}}}'),
    "such names in TOML": ("pin.toml", f'[tool]\nr = "v1.0"\nh = "{DIGEST}"\n'),
}


@pytest.mark.parametrize("name", GUESSED)
def test_a_moved_input_that_is_guessed_is_a_warning(tmp_path: Path, name: str) -> None:
    """No code shows that the hash belongs to the text beside it, so the finding is a warning."""
    path, text = GUESSED[name]
    code = f"{{ fetchFromGitHub, lib }}: {text.replace('HASH', HASH)}\n" if path.endswith(".nix") else text
    assert range_of(tmp_path, {path: code}, {path: code.replace("1.0", "2.0")})[1] == [
        ("warning", "AG201", path)
    ]


def range_of(
    tmp_path: Path, before: Mapping[str, str | bytes], after: Mapping[str, str | bytes]
) -> tuple[int, list[tuple[str, str, str]]]:
    """Judge a change of some files as a range."""
    repo = Repo(tmp_path / "r")
    for files in (before, after):
        for path, content in files.items():
            repo.write(path, content)
        repo.commit()
    return of_range(repo)


@pytest.mark.parametrize("name", NIX)
def test_an_unusual_spelling_of_nix_hides_no_stale_hash(tmp_path: Path, name: str) -> None:
    """The code has the same hash, or the next version, in another spelling."""
    code, found = range_of(tmp_path, {"tool.nix": TOOL}, {"tool.nix": NIX[name]})
    assert code == 1, found
    assert any(each[0] == "error" and each[2] == "tool.nix" for each in found), found
