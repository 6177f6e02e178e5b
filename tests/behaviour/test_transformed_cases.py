"""The cases again, each in another form that means the same to Nix: the findings must be the same.

One transformation is chosen for each case by its name, so that all transformations together cost one run of the cases.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import zlib
from typing import TYPE_CHECKING

import pytest

from authguard.nix.parse import Source
from authguard.outputs.unchanged import LARGE
from tests.behaviour.test_cases import CASES, NAMES, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def _hash_of(number: int) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(b"%d" % number).digest()).decode()


_BODIES = {"function_expression", "let_expression", "with_expression", "assert_expression"}
_SETS = {"attrset_expression", "rec_attrset_expression"}
_FILES = ("default.nix", "package.nix")
PADDING = "".join(
    f'\n  pad{number:03} = {{ url = "https://example.org/pad{number}-1.0.zip"; hash = "{_hash_of(number)}"; }};'
    for number in range(LARGE // 100)
)
OTHERS = {
    "encrypted-by-other-filters": "the first line of an encrypted file ends in LF",
    "rules-of-a-program-that-look-like-a-call": "a text with hashes that is read beside fetches is AG904",
    "text-of-a-test-that-is-named-like-a-hash": "a set with other hashes is no test",
    "date-or-branch-alone-in-a-table-moved": "a date alone only decides in a set of texts",
    "tables-of-an-edition-vendor-hash-kept": "a call with hundreds of hashes is read under fewer conditions",
    "gems-of-one-version-with-exchanged-hashes": "bundix writes each gem as one set",
}
"""Cases that mean something else in their other form, and why."""


def nix_files(tree: Path) -> Iterator[Path]:
    """Yield the Nix files of a tree, without links and flakes."""
    for path in tree.rglob("*.nix"):
        if path.is_file() and not path.is_symlink() and path.name != "flake.nix":
            yield path


def trees(case: Path) -> list[Path]:
    """Return the trees of a case."""
    return [path for path in case.iterdir() if path.is_dir()]


def with_line_ends_of_dos(case: Path) -> None:
    """Let all lines end in CR LF."""
    for tree in trees(case):
        for path in nix_files(tree):
            data = path.read_bytes()
            if b"\r" not in data:
                path.write_bytes(data.replace(b"\n", b"\r\n"))


def in_a_let(case: Path) -> None:
    """Put each file into a `let` in parentheses."""
    for tree in trees(case):
        for path in nix_files(tree):
            data = path.read_bytes()
            if data.lstrip().startswith((b"{", b"let", b"rec", b"(")):
                path.write_bytes(b"(let unused = 1; in " + data.rstrip() + b"\n)\n")


def beside_another_change(case: Path) -> None:
    """Change another file in the same commit."""
    for tree in trees(case):
        (tree / "another").mkdir()
        (tree / "another" / "notes.md").write_text(tree.name)
        (tree / "another" / "module.nix").write_text(f'{{ services.name = "{tree.name}"; }}\n')


def with_many_entries(case: Path) -> None:
    """Add unchanged entries, so that a file is generated and large for authguard."""
    for tree in trees(case):
        for path in nix_files(tree):
            if path.name in _FILES and all((each / path.relative_to(tree)).is_file() for each in trees(case)):
                padded = _padded(path.read_bytes())
                if padded is not None:
                    path.write_bytes(padded)


def _padded(data: bytes) -> bytes | None:
    """Return a file with more entries at the end of its outermost set; None for a file without a set."""
    source = Source("x.nix", data)
    node = source.expression
    while node is not None and not source.root.has_error:
        if node.type in _BODIES:
            node = node.child_by_field_name("body")
        elif node.type in ("parenthesized_expression", "apply_expression"):
            node = node.child_by_field_name("expression") or node.child_by_field_name("argument")
        elif node.type in _SETS and source.data == data:
            return data[: node.end_byte - 1] + PADDING.encode() + b"\n" + data[node.end_byte - 1 :]
        else:
            break
    return None


def with_names_of_several_parts(case: Path) -> None:
    """Write `a.b = x; a.c = y;` for `a = { b = x; c = y; };`."""
    _edit_all(case, _flattened)


def with_fetches_in_lambdas(case: Path) -> None:
    """Write `(args: fetchurl args) { … }` for `fetchurl { … }`."""
    _edit_all(case, _wrapped)


def _edit_all(case: Path, edits_of: Callable[[Source], Iterator[tuple[int, int, bytes]]]) -> None:
    """Make edits (start, end, text) of each Nix file that can be parsed as it is written, if the result can be too."""
    for tree in trees(case):
        for path in nix_files(tree):
            source = Source(path.name, path.read_bytes())
            data = source.data
            if source.root.has_error or b"\r" in data:
                continue
            for start, end, text in sorted(edits_of(source), reverse=True):
                data = data[:start] + text + data[end:]
            if not Source(path.name, data).root.has_error:
                path.write_bytes(data)


def _flattened(source: Source) -> Iterator[tuple[int, int, bytes]]:
    waiting = [source.root]
    while waiting:
        node = waiting.pop()
        path, value = map(node.child_by_field_name, ("attrpath", "expression"))
        bindings = [each for child in value.children for each in child.named_children] if value else []
        if (
            node.type != "binding"
            or path is None
            or value is None
            or value.type != "attrset_expression"
            or not bindings
            or any(each.type != "binding" for each in bindings)
            or b"$" in source.data[path.start_byte : path.end_byte]
        ):
            waiting += node.children
            continue
        name = source.data[path.start_byte : path.end_byte] + b"."
        yield node.start_byte, value.start_byte + 1, b""
        for each in bindings:
            yield each.start_byte, each.start_byte, name
        yield value.end_byte - 1, node.end_byte, b""


def _wrapped(source: Source) -> Iterator[tuple[int, int, bytes]]:
    waiting = [source.root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        function = node.child_by_field_name("function") if node.type == "apply_expression" else None
        name = source.text(function) if function is not None else ""
        if function is not None and re.fullmatch(r"(?:pkgs\.)?fetch(?:url|zip|FromGit(?:Hub|Lab))", name):
            yield function.start_byte, function.end_byte, f"(args: {name} args)".encode()


TRANSFORMATIONS: list[Callable[[Path], None]] = [
    with_line_ends_of_dos,
    in_a_let,
    beside_another_change,
    with_many_entries,
]
FURTHER: list[Callable[[Path], None]] = [with_names_of_several_parts, with_fetches_in_lambdas]
"""Transformations that change few files, so they are made together."""


def chosen(name: str) -> list[Callable[[Path], None]]:
    """Return the transformations of a case."""
    number = zlib.crc32(name.encode())
    kind, rest = divmod(number, len(TRANSFORMATIONS))
    return FURTHER if kind % 3 == 0 else [TRANSFORMATIONS[rest]]


def is_of_files(name: str) -> bool:
    """Tell whether a case depends only on the meaning of its files: it has no arguments and no config."""
    case = CASES / name
    return not (case / "arguments").exists() and not any(case.rglob("authguard.toml")) and name not in OTHERS


@pytest.mark.parametrize("name", [name for name in NAMES if is_of_files(name)])
def test_a_transformed_case_has_the_same_findings(name: str, tmp_path: Path) -> None:
    """The findings are those of the unchanged case."""
    case = tmp_path / "case"
    shutil.copytree(CASES / name, case, symlinks=True)
    for transform in chosen(name):
        transform(case)
    expected = [
        line for line in (case / "expected").read_text().splitlines() if line and not line.startswith("#")
    ]
    assert judged(case, tmp_path / "repo")[0] == sorted(expected)
