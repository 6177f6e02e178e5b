"""The imports of Go sources, and the effect of a new import on a vendor hash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.locks.gomod import compare_go_imports, imports_of, read_by_vendor

MOD = b"module example.org/tool\ngo 1.22\nrequire example.org/alpha v1.0.0\nrequire b.org/x v1.0.0\n"


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        (b'package a\n\nimport "fmt"\n', {"fmt"}),
        (b'\xef\xbb\xbfpackage a; import "fmt"; import ("os")', {"fmt", "os"}),
        (
            b'package a\nimport (\n\t"x.y/a"\n\tb "x.y/b" // why\n\t. `x.y/c`\n\t_ "x.y/d"\n)\n',
            {"x.y/a", "x.y/b", "x.y/c", "x.y/d"},
        ),
        (b'// import "no"\n/* import "no" */ package a /* x\n */ import /* y */ "yes"\n', {"yes"}),
        (b'package a\nimport "C"\nimport "x.y/z"\n', {"x.y/z"}),
        (b'package a\nimport "p"\nvar s = `\nimport "no"\n`\nimport "late"\n', {"p"}),
        (b'package a\nfunc f() { import "no" }\n', set()),
        ('package größe\nimport "x.y/ü"\n'.encode(), {"x.y/ü"}),
        (b"", set()),
        (b"package", set()),
        (b'import "before/package"\n', set()),
        (b'package a\nimport ("unclosed', set()),
        (b"/* never closed", set()),
        (b"package a\nimport ()\n", set()),
    ],
)
def test_only_import_declarations_are_read(source: bytes, paths: set[str]) -> None:
    """Imports in comments, texts and functions do not count."""
    assert imports_of(source) == paths


@pytest.mark.parametrize(
    ("head", "counts"),
    [
        ("//go:build ignore\n\n", False),
        ("//go:build tools\n\n", True),
        ("//go:build foo && !bar\n\n", True),
        ("//go:build !ignore\n\n", True),
        ("//go:build ignore || linux\n\n", True),
        ("//go:build ignore && linux\n\n", False),
        ("//go:build !(ignore || linux)\n\n", True),
        ("//go:build (ignore) && (linux || windows)\n\n", False),
        ("//go:build ignore &&\n\n", True),
        ("// Copyright.\n\n//go:build ignore\n", False),
        ("// +build ignore\n\n", False),
        ("// +build ignore linux\n\n", True),
        ("// +build ignore,linux\n\n", False),
        ("// +build ignore\n", True),
        ("/*\n//go:build ignore\n*/\n", True),
    ],
)
def test_only_a_constraint_with_ignore_excludes_a_file(head: str, counts: bool) -> None:
    """Every tag is tried as set and unset, except `ignore`, which is never set."""
    assert imports_of(f'{head}package a\nimport "x.y/z"\n'.encode()) == ({"x.y/z"} if counts else set())


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("main.go", True), ("a/b_windows.go", True), ("a/b_test.go", True), ("_a.go", False),
        (".a.go", False), ("testdata/a.go", False), ("x/_y/a.go", False), (".git/a.go", False),
        ("vendor/a/b.go", False),
        ("a.goo", False), ("go", False),
    ],
)  # fmt: skip
def test_vendoring_reads_only_some_paths(path: str, read: bool) -> None:
    """Hidden, underscored and test data paths are excluded."""
    assert read_by_vendor(path) is read


def test_a_new_import_is_a_doubt() -> None:
    """Another dependency may already need the package of a new import."""
    answer = compare_go_imports({"fmt"}, {"fmt", "example.org/alpha/sub"}, MOD)
    assert answer.decision == "unknown"
    assert answer.says.startswith("example.org/alpha/sub is imported now")
    assert compare_go_imports({"b.org/x"}, set(), MOD).decision == "unknown"


def test_a_new_import_that_another_module_has_is_unlikely_to_matter() -> None:
    """The import is the path of an indirect module in go.mod, and the main module did not import it."""
    mod = b"module example.org/tool\ngo 1.24\nrequire example.org/beta v1.0.0"
    marked = mod + b" // indirect"
    assert compare_go_imports(set(), {"example.org/beta"}, mod, marked).unlikely
    assert compare_go_imports({"example.org/beta"}, set(), marked, mod).unlikely
    assert not compare_go_imports(set(), {"example.org/beta/sub"}, mod, marked).unlikely
    assert not compare_go_imports(set(), {"example.org/beta"}, mod).unlikely


def test_own_and_standard_imports_are_ignored() -> None:
    """Go vendors no module for them."""
    answer = compare_go_imports(
        {"example.org/alpha"}, {"example.org/alpha", "os", "example.org/tool/in"}, MOD
    )
    assert answer.decision == "same"
    broken = compare_go_imports(set(), set(), b"require (")
    assert broken.decision == "unknown"
    assert broken.problem


@given(st.binary(max_size=200))
def test_any_text_of_a_go_file_is_read(data: bytes) -> None:
    """No text raises an error."""
    imports_of(data)
    imports_of(b"//go:build " + data + b"\n\npackage a\nimport (\n" + data)


def test_deep_conditions_do_not_exhaust_the_stack() -> None:
    """A file with a longer condition than any real file is included."""
    assert imports_of(b"//go:build " + b"!(" * 5000 + b'ignore\n\npackage a\nimport "x"\n') == {"x"}
