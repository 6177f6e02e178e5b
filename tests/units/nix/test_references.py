"""The references of a file, found in its bytes: at least those that the evaluation reads."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from authguard.nix.references import CALL, INPUT, PACKAGE, options_read, references
from authguard.nix.scopes import package_name
from authguard.outputs.collect import Collector
from tests.support.collected import outputs_of
from tests.support.values import tree

CASES = Path(__file__).resolve().parents[2] / "cases"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import ./a.nix", [CALL + "p/a.nix", "p/a.nix"]),
        ("import ../a", [CALL + "a", "a"]),
        ('import ./a.nix; hash = "x"', ["p/a.nix"]),
        ("callPackage (import ./a.nix) { }", [CALL + "p/a.nix", "p/a.nix"]),
        ("callPackage (if x then ./a.nix else null) { }", [CALL + "p/a.nix", "p/a.nix"]),
        ("import ./a.nix ({ } // x)", [CALL + "p/a.nix", "p/a.nix"]),
        ("import ./a.nix { x = { y = { z = { }; }; }; }", [CALL + "p/a.nix", "p/a.nix"]),
        ("[ ./a/b.json ./. ../. .. ]", ["", "p", "p/a/b.json"]),
        ("./${x}", ["p", "p/*"]),
        ('import (./. + "/a/${x}.nix")', ["p", "p/a", "p/a/*"]),
        ("readFile ../a/b-${x}", ["a/*", "a/b-"]),
        ('import "${./a}/${x}/b.nix"', ["p/a", "p/a/*"]),
        ("import ./a.nix { w = 1; }", ["p/a.nix"]),
        ('import ./a.nix { w = "x"; }', ["p/a.nix"]),
        ('import ./a.nix { w = "1.0"; }', [CALL + "p/a.nix", "p/a.nix"]),
        ("import ./a.nix { inherit v; }", [CALL + "p/a.nix", "p/a.nix"]),
        ('import ./a.nix { version = "1"; }', [CALL + "p/a.nix", "p/a.nix"]),
        ("import ./a.nix args", [CALL + "p/a.nix", "p/a.nix"]),
        ('callPackage ./a.nix { }; hash = "x"', ["p/a.nix"]),
        ("callPackage ./a.nix { }", []),
        ('callPackage (./a.nix) { rev = "1"; }', [CALL + "p/a.nix"]),
        ("inputs.foo + sources.bar + pins.baz", [INPUT + "bar", INPUT + "baz", INPUT + "foo"]),
        ("src = self; ", [""]),
        ("src = inputs.self;", ["", INPUT + "self"]),
        ('"../../../outside" + ../../outside', []),
        ("a...b", []),
        ('"s|.+/var/log .+||g" "${host}.${domain}" "cp x ." "cd .." ', []),
        ('hash = "x"; tests.version = t; passthru.tests.rev = u;', []),
        ('hash = "x"; v = tool.version; same = app.version == "1";', [PACKAGE + "app", PACKAGE + "tool"]),
        ("x/./y", []),
    ],
)
def test_a_nix_file_has_references_to_paths_calls_and_inputs(text: str, found: list[str]) -> None:
    """The file is in the directory p."""
    assert references("p/x.nix", text.encode()) == sorted(found)


def test_data_refers_to_nothing() -> None:
    """Only Nix files have references."""
    assert references("x.json", b'"./a.nix"') == []


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a tree of tests/cases."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink()
    }


def reach(files: dict[str, bytes], path: str) -> set[str]:
    """Return all files and names to which a file refers, directly or through other files."""
    found: set[str] = set()
    waiting = [path]
    while waiting:
        here = waiting.pop()
        for target in references(here, files.get(here, b"")):
            packages = [file for file in files if target == PACKAGE + package_name(file)]
            for name in (target, f"{target}/default.nix".lstrip("/"), *packages):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
    return found


def test_nothing_is_read_that_is_not_referred_to() -> None:
    """In every tree of tests/cases: the evaluation of a file reads only files that its references lead to.

    Files with a fixed name (flake.lock, pins of a tool, pkgs/by-name) are found though no path names them.
    """
    missed: list[str] = []
    seen = 0
    for case in sorted(CASES.iterdir()):
        for folder in (case / "base", case / "target"):
            files = files_of(folder)
            for path in files:
                if not path.endswith(".nix"):
                    continue
                evaluator = tree(dict(files))
                outputs_of(Collector(evaluator, lambda _: ()), [path])
                known = reach(files, path)
                for read in evaluator.used - {path}:
                    fixed = (
                        read.rpartition("/")[2] in ("flake.lock", "flake.nix")
                        or "/by-name/" in read
                        or "sources" in read
                        or "npins" in read
                    )
                    inside = any(read.startswith(each + "/") or each == "" for each in known)
                    if read in files and read not in known and not inside and not fixed:
                        missed.append(f"{folder.relative_to(CASES)}: {path} reads {read}")
                    seen += read in files
    assert missed == []
    assert seen > 100


@pytest.mark.parametrize(
    "data",
    [
        b"./a" + b" " * 200_000 + b"&",
        b"./a {" + b"{}" * 100_000,
        (b"./a" + b" " * 3000) * 60,
        b"inputs." * 50_000,
        b"{ config, ... }: { hash = 1; "
        + b"".join(b"a%d = config.b%d;\n" % (n, n) for n in range(8000))
        + b"}",
        b"{ ... }: { " + b"inherit " * 30_000,
        b"{ ... }: { v = " + b"mk" * 100_000,
        b"{ ... }: { " + b"v = mkOption { " * 20_000,
    ],
)
def test_the_search_for_references_is_linear(data: bytes) -> None:
    """The time stays small even for a text that would make a search slow."""
    start = process_time()
    references("x.nix", data)
    assert process_time() - start < 6


def test_the_options_of_a_bound_set_are_read() -> None:
    """For a name that is bound to a set of options, their last names are returned; for another name, nothing."""
    data = (
        b"{ config, ... }: let cfg = config.services.a; in [ config.b.c cfg.version cfg.d.e x.cfg.f xcfg.g ]"
    )
    assert options_read(data) == {"services", "a", "b", "c", "version", "d", "e"}
