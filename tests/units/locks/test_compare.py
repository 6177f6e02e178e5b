"""The rules for every kind of lock."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authguard.locks import KINDS, compare, deciding_files
from authguard.locks.comparing import LARGEST, add, changes, describe_changes

POM = """<?xml version="1.0" encoding="ISO-8859-1"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>org.acme</groupId><artifactId>own</artifactId><version>1.0</version>
  <description>Some \u00fcber tool</description>
  <properties><log.version>2.0</log.version></properties>
  <dependencies>
    <dependency><groupId>org.acme</groupId><artifactId>log</artifactId><version>${log.version}</version></dependency>
    <dependency><groupId>org.acme</groupId><artifactId>managed</artifactId></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>jar</artifactId><version>3.0</version></plugin></plugins></build>
</project>
"""
SCRAPS = st.sampled_from(
    [b"{", b"}", b"[", b"]", b"(", b")", b'"', b":", b",", b"\n", b"\n  ", b"\n    ", b"packages", b"version",
     b"=", b"require ", b"=> ", b"[[package]]\n", b'name = "a"\n', b"resolution: ", b'{:hex, :a, "1"', b"%{",
     b'<<"a">>', b".{", b".dependencies = ", b"<project>", b"</project>", b"lockfileVersion: 9\n",
     b"specs:\n", b"GEM\n", b"a@1:\n", b"1e999999", b"\xff", b"\x00", b"// indirect", b"dependencies",
     b"null", b"true"]
)  # fmt: skip
TEXTS = st.one_of(st.binary(max_size=60), st.lists(SCRAPS, max_size=25).map(b"".join))


@given(st.sampled_from(sorted(KINDS)), TEXTS)
def test_identical_bytes_are_the_same(kind: str, data: bytes) -> None:
    """An unchanged file of any form is not read."""
    files = dict.fromkeys(deciding_files(kind, {}), data)
    assert compare(kind, files, dict(files), {}).decision == "same"


@given(st.sampled_from(sorted(KINDS)), st.lists(st.one_of(st.none(), TEXTS), min_size=6, max_size=6))
@settings(max_examples=400)
def test_nothing_raises(kind: str, texts: list[bytes | None]) -> None:
    """Any bytes under any name give an answer that can be printed."""
    names = deciding_files(kind, {})
    before, after = dict(zip(names, texts, strict=False)), dict(zip(names, reversed(texts), strict=False))
    answer = compare(kind, before, after, {})
    assert answer.decision in ("moved", "same", "unknown")
    assert answer.lock in names
    assert answer.says.isprintable()
    assert answer.problem is None or answer.decision == "unknown"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_missing_lock_is_unknown(kind: str) -> None:
    """If the lock is missing in one or both trees, nothing is proved."""
    name = deciding_files(kind, {})[0]
    assert compare(kind, {}, {}, {}).decision == "unknown"
    assert compare(kind, {}, {name: b"{}"}, {}).decision == "unknown"
    assert compare(kind, {name: b"{}"}, {name: None}, {}).decision == "unknown"


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"bun"}))
def test_a_lock_too_large_is_not_read(kind: str) -> None:
    """The answer names the problem."""
    name = deciding_files(kind, {})[0]
    answer = compare(kind, {name: b" "}, {name: b" " * (LARGEST + 1)}, {})
    assert answer.decision == "unknown"
    assert answer.problem is not None


def test_an_unknown_kind_has_no_files() -> None:
    """Nothing is proved about an unknown kind."""
    assert deciding_files("no-such-kind", {}) == ()
    assert compare("no-such-kind", {"a": b"1"}, {"a": b"2"}, {}).decision == "unknown"


def test_mix_exs_decides_beside_the_lock() -> None:
    """The file does not decide if every environment is fetched."""
    assert deciding_files("mix", {}) == ("mix.lock", "mix.exs")
    assert deciding_files("mix", {"mixEnv": ""}) == ("mix.lock",)


@pytest.mark.parametrize(
    ("edit", "decision"),
    [
        (("<log.version>2.0", "<log.version>2.1"), "moved"),
        (("<version>3.0", "<version>3.1"), "moved"),
        (("<version>1.0", "<version>1.1"), "unknown"),
        (("</properties>", "<flag>x</flag></properties>"), "unknown"),
        (("Some", "Any"), "same"),
        (("  <dependencies>", "  <!-- all -->\n\n  <dependencies>"), "same"),
        (("<project", "<!DOCTYPE a [<!ENTITY b 'c'>]><project"), "unknown"),
        (("</project>", ""), "unknown"),
    ],
)
def test_a_plain_version_that_moved_in_a_pom_is_proof(edit: tuple[str, str], decision: str) -> None:
    """Another change of the build is a doubt."""
    old, new = POM.encode("latin-1"), POM.replace(*edit).encode("latin-1")
    assert old != new
    answer = compare("maven", {"pom.xml": old}, {"pom.xml": new}, {})
    assert answer.decision == decision, answer


def test_changes_are_sorted_and_reported() -> None:
    """The changes are added, removed, moved and re-made packages; the message names three packages."""
    before = {"b": {"1": ""}, "a": {"1": "x"}, "d": {"1": "", "2": ""}, "same": {"1": "m"}}
    after = {"a": {"1": "y"}, "c": {"1": ""}, "d": {"2": "", "3": ""}, "same": {"1": "m"}}
    moved = changes(before, after)
    assert [change.text() for change in moved] == [
        "a 1 with another checksum",
        "b 1 removed",
        "c 1 added",
        "d 1 → 3",
    ]
    assert (
        describe_changes(moved) == "4 packages moved (a 1 with another checksum, b 1 removed, c 1 added, …)"
    )


def test_marks_of_different_kinds_prove_nothing() -> None:
    """A lock without a checksum, and two algorithms, cannot be compared."""
    for old, new, proved in (("sha1-a", "sha512-b", False), ("", "x", False), ("sha512-a", "sha512-b", True)):
        (change,) = changes({"a": {"1": old}}, {"a": {"1": new}})
        assert change.proved is proved


def test_all_checksums_of_a_repeated_package_are_compared() -> None:
    """The order does not matter."""
    one: dict[str, dict[str, str]] = {}
    other: dict[str, dict[str, str]] = {}
    for mark in ("x", "y", "x"):
        add(one, "a", "1", mark)
    for mark in ("y", "x", ""):
        add(other, "a", "1", mark)
    assert one == other == {"a": {"1": "x y"}}


ENTRIES = {
    "npm": (
        '{"packages": {',
        '"node_modules/p%d": {"version": "1.0.0", "integrity": "sha512-%d"},\n',
        '"": {}}}',
    ),
    "pnpm": ("lockfileVersion: 9\npackages:\n", "  p%d@1.0.0:\n    resolution: {integrity: sha512-%d}\n", ""),
    "yarn": ("", 'p%d@^1:\n  version "1.0.0"\n  integrity sha512-%d\n', ""),
    "mix": ("%{\n", '  "p%d": {:hex, :p, "1.0.0", "c%d", [:mix], [], "hexpm", "x"},\n', "}\n"),
    "zig": (".{ .dependencies = .{", '.p%d = .{ .url = "x", .hash = "h%d" },\n', "} }"),
    "gem": ("{\n", '  p%d = {\n    version = "1.0.0";\n    x = "%d";\n  };\n', "}\n"),
    "cargo": ("", '[[package]]\nname = "p%d"\nversion = "1.0.0"\nchecksum = "%d"\n', ""),
    "go": ("module m\ngo 1.22\n", "require e.org/p%d v1.0.0 // %d\n", ""),
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_large_locks_are_read_in_reasonable_time(kind: str) -> None:
    """Five seconds are enough to read two megabytes, but not for a parser with quadratic time."""
    head, entry, tail = ENTRIES[kind]
    text = (head + "".join(entry % (n, n) for n in range(2_000_000 // len(entry))) + tail).encode()
    name = "package-lock.json" if kind == "npm" else deciding_files(kind, {})[0]
    start = time.process_time()
    answer = compare(kind, {name: text}, {name: text.replace(b"p77", b"q77")}, {})
    assert time.process_time() - start < 5
    assert answer.decision == "moved", answer


HOSTILE = [
    ("bun", b"/*"), ("bun", b'"\\'), ("bun", b","), ("gem", b"  a = {\n"),
    ("rebar", b"{pkg_hash,["), ("mix", b"\n"), ("mix", b'"a": {:b, "\\'), ("zig", b'"\\'),
    ("zig", b".{"), ("maven", b"<a>"),
    ("npm", b"["), ("uv", b"a = ["), ("pnpm", b"a:\n"), ("yarn", b"a@1,"),
    ("yarn-berry", b"a:\n  b: "), ("deno", b'{"a":'), ("pub", b" "),
    ("go", b'"`'), ("go", b"require a v1\n"), ("go", b"("),
    ("mix", b"{:a, {:a, only: "), ("cargo", b"[[a.a]]\n"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "scrap"), HOSTILE)
def test_hostile_repetition_is_read_in_reasonable_time(kind: str, scrap: bytes) -> None:
    """A bad pattern would search such a text of half a megabyte again and again."""
    text = scrap * (500_000 // len(scrap))
    if kind == "mix":
        text = b"%{" + text + b"}"
    names = deciding_files(kind, {})
    start = time.process_time()
    for name in names:
        compare(kind, {name: b"{}"}, {name: text}, {})
        compare(kind, {name: text + b" "}, {name: text}, {})
    compare(
        kind,
        dict.fromkeys(names, b"%{}"),
        {**dict.fromkeys(names, text), names[0]: b'%{"a": {:hex, :a, "1"}}'},
        {},
    )
    assert time.process_time() - start < 5


def test_one_package_with_too_many_marks_is_a_problem() -> None:
    """The time is not quadratic, and the answer names the package."""
    text = "".join(
        f'[[package]]\nname = "a"\nversion = "1"\nchecksum = "{n:040}"\n' for n in range(20_000)
    ).encode()
    assert compare("cargo", {"Cargo.lock": b""}, {"Cargo.lock": text}, {}).problem
    mod = "".join(f"require a v1.0.{n}\n" for n in range(20_000)).encode()
    assert compare("go", {"go.mod": b""}, {"go.mod": mod}, {}).problem
