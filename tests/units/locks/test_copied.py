"""Locks with a text that is part of the output: npm, yarn 1, cargo, composer."""

from __future__ import annotations

import json

import pytest

from authguard.locks import compare

NPM = """{
  "name": "site",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "packages": {
    "": {"name": "site", "version": "1.0.0"},
    "web": {"name": "web", "version": "9.0.0"},
    "node_modules/web": {"resolved": "web", "link": true},
    "node_modules/vite": {"version": "5.0.1", "integrity": "sha512-aaaa"},
    "node_modules/@scope/a": {"version": "1.0.0", "integrity": "sha512-bbbb"},
    "node_modules/vite/node_modules/alias": {"name": "real", "version": "3.0.0", "resolved": "https://e.org/r.tgz"}
  }
}
"""
NPM_1 = """{"lockfileVersion": 1, "dependencies": {
  "vite": {"version": "5.0.1", "integrity": "sha512-aaaa",
    "dependencies": {"deep": {"version": "1.0.0"}}}}}"""
YARN = """# yarn lockfile v1


"@scope/a@^1.0.0", "@scope/a@^1.1.0":
  version "1.1.0"
  resolved "https://e.org/a-1.1.0.tgz#aaaa"
  integrity sha512-aaaa
  dependencies:
    b "^2.0.0"

b@^2.0.0:
  version "2.0.0"
  resolved "https://e.org/b-2.0.0.tgz#bbbb"
"""
CARGO = """version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = ["serde"]

[[package]]
name = "serde"
version = "1.0.1"
source = "registry+https://e.org/index"
checksum = "aaaa"

[[package]]
name = "fork"
version = "0.2.0"
source = "git+https://e.org/fork?branch=main#0123456789"
"""
COMPOSER = """{
    "content-hash": "abc",
    "packages": [{"name": "acme/log", "version": "3.0.0", "dist": {"reference": "aaaa"}}],
    "packages-dev": [{"name": "acme/test", "version": "9.0.0", "source": {"reference": "bbbb"}}]
}
"""
CASES = [
    ("npm", "package-lock.json", NPM, ("5.0.1", "5.0.2"), "vite 5.0.1 → 5.0.2"),
    ("npm", "package-lock.json", NPM_1, ("1.0.0", "1.0.1"), "deep 1.0.0 → 1.0.1"),
    ("npm", "package-lock.json", NPM, ('"version": "3.0.0"', '"version": "3.0.1"'), "real 3.0.0 → 3.0.1"),
    ("npm", "package-lock.json", NPM, ("sha512-bbbb", "sha512-cccc"), "@scope/a 1.0.0 with another checksum"),
    (
        "npm",
        "package-lock.json",
        NPM,
        ('"site", "version": "1.0.0"', '"site", "version": "1.0.1"'),
        "text alone",
    ),
    ("yarn", "yarn.lock", YARN, ('version "1.1.0"', 'version "1.2.0"'), "@scope/a 1.1.0 → 1.2.0"),
    ("yarn", "yarn.lock", YARN, ("#bbbb", "#cccc"), "b 2.0.0 with another checksum"),
    ("yarn", "yarn.lock", YARN, ('b "^2.0.0"', 'b "^2.0.1"'), "text alone"),
    ("cargo", "Cargo.lock", CARGO, ("1.0.1", "1.0.2"), "serde 1.0.1 → 1.0.2"),
    ("cargo", "Cargo.lock", CARGO, ("0.1.0", "0.1.1"), "app 0.1.0 → 0.1.1"),
    ("cargo", "Cargo.lock", CARGO, ("version = 4", "version = 3"), "text alone"),
    ("composer", "composer.lock", COMPOSER, ("3.0.0", "3.0.1"), "acme/log 3.0.0 → 3.0.1"),
    ("composer", "composer.lock", COMPOSER, ("9.0.0", "9.0.1"), "acme/test 9.0.0 → 9.0.1"),
    ("composer", "composer.lock", COMPOSER, ('"abc"', '"abd"'), "text alone"),
]


@pytest.mark.parametrize(("kind", "name", "text", "edit", "stated"), CASES)
def test_any_edit_proves_that_the_output_moved(
    kind: str, name: str, text: str, edit: tuple[str, str], stated: str
) -> None:
    """Moved packages are named; an edit of the text alone is reported as such."""
    changed = text.replace(*edit, 1)
    assert changed != text
    answer = compare(kind, {name: text.encode()}, {name: changed.encode()}, {})
    assert (answer.decision, answer.lock, answer.problem) == ("moved", name, None)
    assert answer.says.startswith(f"{name} differs")
    assert stated in answer.says


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [(case[0], case[1], case[2]) for case in CASES if case[4] == "text alone"],
)
@pytest.mark.parametrize("edit", [("\n", "\r\n"), ("\n", "\n\n")])
def test_white_space_is_proof_too(kind: str, name: str, text: str, edit: tuple[str, str]) -> None:
    """The output has the bytes of the lock."""
    answer = compare(kind, {name: text.encode()}, {name: text.replace(*edit).encode()}, {})
    assert answer.decision == "moved"


def test_the_shrinkwrap_decides_before_the_package_lock() -> None:
    """An older nixpkgs reads package-lock.json, so a move between the two is unknown."""
    lock, other = NPM.encode(), NPM.replace("5.0.1", "5.0.2").encode()
    both = {"npm-shrinkwrap.json": lock, "package-lock.json": lock}
    assert compare("npm", both, {**both, "npm-shrinkwrap.json": other}, {}).decision == "moved"
    idle = compare("npm", both, {**both, "package-lock.json": other}, {})
    assert (idle.decision, idle.lock) == ("unknown", "package-lock.json")
    taken = compare("npm", {"package-lock.json": lock}, both, {})
    assert (taken.decision, taken.lock) == ("unknown", "npm-shrinkwrap.json")


def test_composer_json_decides_if_it_is_copied() -> None:
    """The second builder of composer copies the file; for the first builder, the answer is unknown."""
    old = {"composer.lock": COMPOSER.encode(), "composer.json": b"{}"}
    new = {**old, "composer.json": b'{"type": "project"}'}
    assert compare("composer", old, new, {}).decision == "moved"
    assert compare("composer", old, new, {"composer_v1": True}).decision == "unknown"
    assert compare("composer", old, dict(old), {}).decision == "same"


def test_a_moved_commit_of_a_git_crate_is_named_with_its_source() -> None:
    """The version of the crate is the same."""
    moved = CARGO.replace("#0123456789", "#9999999999").encode()
    says = compare("cargo", {"Cargo.lock": CARGO.encode()}, {"Cargo.lock": moved}, {}).says
    assert "1 package moved (fork 0.2.0 (git+https://e.org/fork" in says


@pytest.mark.parametrize(
    ("kind", "name", "broken", "where"),
    [
        ("npm", "package-lock.json", '{\n"a": }', ":2 "),
        ("npm", "package-lock.json", "[]", " cannot"),
        ("npm", "package-lock.json", "[" * 100000, " cannot"),
        ("npm", "package-lock.json", '{\n<<<<<<< HEAD\n"a": 1}', ":2 "),
        ("yarn", "yarn.lock", "# c\n  version 1\n", ":2 "),
        ("yarn", "yarn.lock", "nonsense\n", ":1 "),
        ("cargo", "Cargo.lock", "a = 1\n[[package]\n", ":2 "),
        ("composer", "composer.lock", '"text"', " cannot"),
    ],
)
def test_a_broken_lock_is_unknown(kind: str, name: str, broken: str, where: str) -> None:
    """Nothing can be built from a broken lock, and the problem names the line."""
    answer = compare(kind, {name: b"{}"}, {name: broken.encode()}, {})
    assert answer.decision == "unknown"
    assert answer.problem is not None
    assert answer.problem.startswith(f"{name}{where}")


def test_a_repaired_lock_is_moved() -> None:
    """The old bytes do not matter."""
    answer = compare("npm", {"package-lock.json": b"{"}, {"package-lock.json": NPM.encode()}, {})
    assert (answer.decision, answer.problem) == ("moved", None)


def test_an_npm_lock_that_nests_too_deep_is_unreadable() -> None:
    """The lock is deeper than any real one, and does not exhaust the stack."""
    tree: dict[str, object] = {"version": "1"}
    for _ in range(300):
        tree = {"version": "1", "dependencies": {"a": tree}}
    text = json.dumps({"lockfileVersion": 1, "dependencies": {"a": tree}}).encode()
    assert compare("npm", {"package-lock.json": b"{}"}, {"package-lock.json": text}, {}).problem


def test_names_cannot_write_to_the_terminal() -> None:
    """Control characters of a lock do not reach a message."""
    evil = json.dumps({"packages": {"node_modules/\x1b[31mred\n" + "x" * 300: {"version": "1"}}}).encode()
    says = compare("npm", {"package-lock.json": b"{}"}, {"package-lock.json": evil}, {}).says
    assert says.isprintable()
    assert len(says) < 250
