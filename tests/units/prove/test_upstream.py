"""Locks of upstream, which decide a dependency hash, compared between two commits of its source."""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

import pytest

from authguard.prove.upstream import UpstreamTree, compare_upstream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Written(UpstreamTree):
    """A commit with given files, which records the paths that were read."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Hold the files."""
        self.files = {path: text.encode() for path, text in files.items()}
        self.asked: list[str] = []

    def paths(self) -> dict[str, str]:
        """Return the blobs, with names that git does not have."""
        return {path: sha1(data, usedforsecurity=False).hexdigest() for path, data in self.files.items()}

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the files that exist."""
        wanted = list(paths)
        self.asked.extend(wanted)
        return {path: self.files[path] for path in wanted if path in self.files}


def uv(**versions: str) -> str:
    """Return a lock of these packages."""
    packages = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "r" }}\n'
        f'sdist = {{ url = "u", hash = "sha256:{version}" }}\n'
        for name, version in versions.items()
    )
    root = '[[package]]\nname = "app"\nversion = "1"\nsource = { editable = "." }\ndependencies = ['
    root += "".join(f'{{ name = "{name}" }},' for name in versions) + "]\n"
    member = '[[package]]\nname = "part"\nversion = "1"\nsource = { editable = "packages/part" }\n'
    return f"version = 1\n{root}{member}{packages}"


def asked(
    kind: str, before: Mapping[str, str], after: Mapping[str, str], root: str = "", **options: object
) -> tuple[str, str, str]:
    """Return (decision, lock, words of the answer)."""
    answer = compare_upstream(kind, root, Written(before), Written(after), options)
    return answer.decision, answer.lock, answer.says


def test_an_unchanged_lock_means_the_same_hash() -> None:
    """Other moved files of the source do not matter."""
    before = {"uv.lock": uv(django="5.2.11"), "a.py": "1", "pyproject.toml": "[project]\nversion = '1'"}
    after = {"uv.lock": uv(django="5.2.11"), "a.py": "2", "pyproject.toml": "[project]\nversion = '2'"}
    assert asked("uv", before, after)[:2] == ("same", "uv.lock")


def test_the_answer_names_moved_packages() -> None:
    """The answer has the versions of the packages before and after."""
    decision, lock, says = asked("uv", {"uv.lock": uv(django="5.2.11")}, {"uv.lock": uv(django="5.2.12")})
    assert (decision, lock) == ("moved", "uv.lock")
    assert "django 5.2.11 → 5.2.12" in says


@pytest.mark.parametrize("path", ["pyproject.toml", "packages/part/pyproject.toml"])
@pytest.mark.parametrize(
    ("old", "new", "decision"),
    [
        ("[tool.uv]\nno-binary = true", "[tool.uv]\nno-binary = false", "unknown"),
        ("[build-system]\nrequires = ['a']", "[build-system]\nrequires = ['b']", "unknown"),
        ("[tool.ruff]\nx = 1", "[tool.ruff]\nx = 2", "same"),
        ("[tool.uv", "[tool.uv]", "unknown"),
    ],
)
def test_a_change_of_another_file_that_uv_reads_is_unknown(
    path: str, old: str, new: str, decision: str
) -> None:
    """A change that uv does not read keeps the answer of the lock."""
    lock = {"uv.lock": uv(django="5.2.11")}
    found = asked("uv", {**lock, path: old}, {**lock, path: new})
    assert found[0] == decision
    assert (path in found[2]) == (decision == "unknown")


NPM = (
    '{{"lockfileVersion": 3, "packages": {{"": {{}}, '
    '"node_modules/a": {{"version": "{0}", "integrity": "sha512-{0}"}}}}}}'
)


def test_a_lock_below_a_directory_is_found() -> None:
    """An input names the directory of the lock; the lock is named by its path in the source."""
    before, after = (
        {"web/package-lock.json": NPM.format("1.0.0")},
        {"web/package-lock.json": NPM.format("1.0.1")},
    )
    decision, lock, says = asked("npm", before, after, "web")
    assert (decision, lock) == ("moved", "web/package-lock.json")
    assert says.startswith("web/package-lock.json differs")
    assert asked("npm", before, before, "web")[0] == "same"


def test_the_version_of_the_project_itself_may_not_matter() -> None:
    """The version is in the lock and moves with every release; a script that only reads the packages ignores it."""
    before = {"web/package-lock.json": NPM.format("1.0.0")}
    after = {
        "web/package-lock.json": before["web/package-lock.json"].replace('"": {}', '"": {"version": "2"}')
    }
    assert asked("npm", before, after, "web", text_copied=False)[0] == "same"
    assert asked("npm", before, after, "web", text_copied=False, hidden_lock=True)[0] == "unknown"
    assert asked("npm", before, after, "web")[0] == "moved"


def test_a_lock_of_a_workspace_below_may_matter() -> None:
    """A script may install in the workspace too; a producer that reads only one lock does not."""
    before = {"web/package-lock.json": NPM.format("1"), "web/sub/package-lock.json": NPM.format("1")}
    after = {**before, "web/sub/package-lock.json": NPM.format("2")}
    found = asked("npm", before, after, "web", text_copied=False)
    assert found[:2] == ("unknown", "web/sub/package-lock.json")
    assert asked("npm", before, after, "web", text_copied=True)[0] == "same"
    beside = {"web/package-lock.json": NPM.format("1"), "docs/package-lock.json": NPM.format("1")}
    assert (
        asked("npm", beside, {**beside, "docs/package-lock.json": NPM.format("2")}, "web", text_copied=False)[
            0
        ]
        == "same"
    )


def test_the_only_lock_is_found_where_nobody_says_where() -> None:
    """A script may change to the directory of the lock. If there are two locks, the deciding lock is unknown."""
    one = {"web/package-lock.json": NPM.format("1")}
    assert asked("npm", one, {"web/package-lock.json": NPM.format("2")})[:2] == (
        "moved",
        "web/package-lock.json",
    )
    two = {**one, "docs/package-lock.json": NPM.format("1")}
    assert asked("npm", two, {**two, "web/package-lock.json": NPM.format("2")})[0] == "unknown"


MOD = "module m\ngo 1.22\nrequire e.org/a v1.0.0\n"
GO = {"go.mod": MOD, "go.sum": "e.org/a v1.0.0 h1:x\n", "main.go": 'package m\nimport "e.org/a"\n'}


def test_a_moved_requirement_of_go_moves_the_hash() -> None:
    """The hash moves in both modes."""
    after = {**GO, "go.mod": MOD.replace("v1.0.0", "v1.1.0")}
    assert asked("go", GO, after)[0] == "moved"
    assert asked("go", GO, after, proxyVendor=True)[0] == "moved"


def test_a_new_import_matters_only_for_a_vendored_tree() -> None:
    """The directory vendor/ only has imported packages; the cache of the module proxy has all of them."""
    after = {**GO, "more.go": 'package m\nimport "e.org/a/sub"\n'}
    decision, _, says = asked("go", GO, after)
    assert decision == "unknown"
    assert "e.org/a/sub is imported now" in says
    assert asked("go", GO, after, proxyVendor=True)[0] == "same"


def test_imports_outside_of_the_requirements_do_not_matter() -> None:
    """The imports are those of the module itself, of the library, of ignored files or of an inner module."""
    for path, text in (
        ("more.go", 'package m\nimport ("fmt"; "m/sub")\n'),
        ("testdata/x.go", 'package x\nimport "e.org/a/sub"\n'),
        ("inner/x.go", 'package x\nimport "e.org/a/sub"\n'),
    ):
        base = {**GO, "inner/go.mod": "module i\n"}
        assert asked("go", base, {**base, path: text})[0] == "same", path


def test_only_changed_sources_are_read() -> None:
    """Sources that are equal in both commits are not fetched if the changed sources have the same imports."""
    tree = {**GO, **{f"f{number}.go": "package m\n" for number in range(50)}}
    before, after = Written(tree), Written({**tree, "f1.go": "package m // changed\n"})
    assert compare_upstream("go", "", before, after, {}).decision == "same"
    assert {path for path in before.asked if path.endswith(".go")} == {"f1.go"}


def test_a_change_of_go_sum_alone_does_not_matter() -> None:
    """The file go.sum is not part of a vendored tree."""
    after = {**GO, "go.sum": GO["go.sum"] + "e.org/b v1.0.0/go.mod h1:y\n"}
    assert asked("go", GO, after)[0] == "same"


def test_a_lock_that_came_or_went_is_not_compared() -> None:
    """The lock is missing in one commit."""
    assert asked("cargo", {"a": ""}, {"Cargo.lock": "version = 3\n"})[0] == "unknown"
    assert asked("cargo", {"Cargo.lock": "version = 3\n"}, {"a": ""})[0] == "unknown"
    assert asked("cargo", {"a": ""}, {"a": "b"})[0] == "unknown"


def test_a_lock_that_cannot_be_read_proves_nothing() -> None:
    """The lock is reported as a problem."""
    answer = compare_upstream(
        "uv", "", Written({"uv.lock": "a = 1"}), Written({"uv.lock": "<<<<<<< a\n"}), {}
    )
    assert answer.decision == "unknown"
    assert answer.problem is not None
