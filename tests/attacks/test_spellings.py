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
    """The package with another definition of its version."""
    return TOOL.replace(VERSION, code)


def hashed(code: str) -> str:
    """The package at the next version, with another definition of its hash."""
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
    "a hash among others": hashed(f'hash = "{DIGEST} {digest(7)}";'),
    "a name for the hash": hashed("hash = wanted;").replace("let\n", f'let\n  wanted = "{DIGEST}";\n'),
    "a formal's default": hashed("inherit hash;").replace("lib }", f'lib, hash ? "{DIGEST}" }}'),
    "a choice by a condition": versioned('version = if 1 == 2 then "1.0" else "2.0";'),
    "a choice by a list": versioned('version = builtins.elemAt [ "1.0" "2.0" ] 1;'),
    "a sum": versioned('version = "${toString (1 + 1)}.0";'),
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
    "an old let": '{ fetchFromGitHub, lib }:\nlet { version = "2.0"; body =\n'
    + TOOL[TOOL.index("fetchFromGitHub {") :]
    + ";}\n",
    "a version from `with`": '{ fetchFromGitHub, lib }:\nwith { version = "2.0"; };\n'
    + TOOL[TOOL.index("fetchFromGitHub {") :],
    "a version from a set": versioned('inherit ({ version = "2.0"; }) version;'),
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
    "a function of itself": versioned('w = x: x x; version = "2.0" + w w;'),
}


@pytest.mark.parametrize("name", BEYOND)
def test_a_version_beyond_the_limits(tmp_path: Path, name: str) -> None:
    """A version that was known is no version that is only written otherwise."""
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
def test_another_text_in_an_unknown_call(tmp_path: Path, expression: str) -> None:
    """The value is unknown before and after; it states another version, which is at least a warning."""
    before, after = (versioned(f"version = {expression.replace('@', number)};") for number in "12")
    _, found = range_of(tmp_path, {"tool.nix": before}, {"tool.nix": after})
    assert [each[1:] for each in found] == [("AG201", "tool.nix")]
    assert found[0][0] in ("warning", "error")


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
def test_a_spelling_of_nix(tmp_path: Path, name: str) -> None:
    """The same hash, or the next version, written in another way."""
    code, found = range_of(tmp_path, {"tool.nix": TOOL}, {"tool.nix": NIX[name]})
    assert code == 1, found
    assert any(each[0] == "error" and each[2] == "tool.nix" for each in found), found
