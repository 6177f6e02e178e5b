"""A hash that was kept at an earlier move too, unless that move had the right hash, and a lock that goes back."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from tests.support import forked
from tests.support.guarded import digest
from tests.support.repos import Repo

ICON = """\
{ fetchurl }:
fetchurl {
  url = "https://raw.githubusercontent.com/wren/wren/%s/%s";
  hash = "%s";
}
"""


def severities(repo: Repo, commit: str | None = None) -> list[str]:
    """Return the severities of the findings about a commit, or about what is staged."""
    judged = [] if commit is None else ["--base", f"{commit}~", "--head", commit]
    done = forked.run(["check", "--format", "json", *judged], cwd=repo.path, env=repo.environment())
    return [each["severity"] for each in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize(
    ("before", "severity"),
    [
        ([("v1.0", "icon.png", 1)], "note"),
        ([("v1.0", "icon.png", 9), ("v1.0", "icon.png", 1)], "warning"),
        ([("v1.1", "old/icon.png", 1)], "warning"),
    ],
    ids=["kept", "corrected-first", "moved-in-the-tree"],
)
def test_a_hash_that_was_kept_at_an_earlier_tag_is_only_a_note(
    tmp_path: Path, before: list[tuple[str, str, int]], severity: str
) -> None:
    """Only a move to another tag with this hash shows that the file is often the same."""
    repo = Repo(tmp_path / "r")
    for number, (tag, path, content) in enumerate([*before, ("v1.1", "icon.png", 1)]):
        repo.write("icon.nix", ICON % (tag, path, digest(content))).commit(f"state {number}")
    repo.write("icon.nix", ICON % ("v1.2", "icon.png", digest(1))).stage()
    assert severities(repo) == [severity]


BY_FILE = """\
{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "wren";
  repo = "wren";
  rev = "v${import ./version.nix}";
  hash = "%s";
}
"""


def test_a_revert_to_a_hash_in_another_spelling_is_right(tmp_path: Path) -> None:
    """In the history the file with the hash also stood beside another version: it was committed before its hash."""
    repo = Repo(tmp_path / "r")
    for number, (version, content) in enumerate([("1.0", 1), ("2.0", 1), ("2.0", 2)]):
        repo.write("version.nix", f'"{version}"\n')
        repo.write("wren.nix", BY_FILE % digest(content)).commit(f"state {number}")
    repo.write("notes", "").commit("notes")
    repo.write("more-notes", "").commit("more notes")
    body = base64.b64decode(digest(1).removeprefix("sha256-"))
    repo.write("version.nix", '"1.0"\n')
    repo.write("wren.nix", BY_FILE % f"sha256:{body.hex()}").commit("back")
    assert severities(repo, "HEAD") == []


RELEASE = """\
{ fetchurl, stdenv }:
stdenv.mkDerivation rec {
  pname = "wren";
  version = "%s";
  src = fetchurl {
    url = "https://example.org/wren/%s/wren.tar.gz";
    hash = "%s";
  };
}
"""


@pytest.mark.parametrize(
    ("before", "severity"),
    [
        ([("1.0", "1.0", 1), ("1.1", "1.0", 2)], "warning"),
        ([("1.0", "1.0", 2), ("1.1", "1.0", 2)], "error"),
        ([("1.0", "1.0", 1), ("1.1", "1.0", 1), ("1.1", "1.0", 2)], "error"),
        ([("1.0", "1.0", 1), ("1.1", "0.9", 2)], "error"),
    ],
    ids=["with-the-version", "never", "after-the-version", "with-another-url"],
)
def test_a_url_that_follows_a_version_and_its_hash_is_only_a_warning(
    tmp_path: Path, before: list[tuple[str, str, int]], severity: str
) -> None:
    """The commit before moved the version and the hash, and forgot the url."""
    repo = Repo(tmp_path / "r")
    for number, (version, folder, content) in enumerate(before):
        repo.write("wren.nix", RELEASE % (version, folder, digest(content))).commit(f"state {number}")
    repo.write("wren.nix", RELEASE % ("1.1", "1.1", digest(2))).stage()
    assert severities(repo) == [severity]


@pytest.mark.parametrize("folder", ["1.1-rc1", "1.1p1", "other/1.1", "1.1/x86_64", "1.10"])
def test_a_url_that_moves_to_more_than_the_version_of_its_hash_is_an_error(
    tmp_path: Path, folder: str
) -> None:
    """Only the version may move, and to that version exactly."""
    repo = Repo(tmp_path / "r")
    for number, (version, content) in enumerate([("1.0", 1), ("1.1", 2)]):
        repo.write("wren.nix", RELEASE % (version, "1.0", digest(content))).commit(f"state {number}")
    repo.write("wren.nix", RELEASE % ("1.1", folder, digest(2))).stage()
    assert severities(repo) == ["error"]


PACKAGES = """\
{{ stdenv, fetchFromGitHub, rustPlatform }}:
let
  tool = rustPlatform.buildRustPackage {{
    pname = "wren-vendor";
    version = "{tag}";
    src = fetchFromGitHub {{
      owner = "wren";
      repo = "vendor";
      rev = "{tag}";
      hash = "{tool}";
    }};
    cargoLock.lockFile = ./Cargo.lock;
  }};
in
stdenv.mkDerivation {{
  name = "wren-dependencies";
  buildCommand = ''
    mkdir $out
    ${{tool}}/bin/wren-vendor {option}$out
  '';
  depsHash = "{deps}";
  outputHash = "{deps}";
  outputHashAlgo = "sha256";
  outputHashMode = "recursive";
}}
"""


@pytest.mark.parametrize(
    ("options", "severity"),
    [(("", "", ""), "note"), (("", "-v ", ""), "warning"), (("", "", "-v "), "warning")],
    ids=["program", "text-before", "text-now"],
)
def test_dependencies_of_a_program_that_moved_before_are_only_a_note(
    tmp_path: Path, options: tuple[str, str, str], severity: str
) -> None:
    """A script with another text may make other files. If only the program in the text moved, both moves are alike."""
    repo = Repo(tmp_path / "r").write("Cargo.lock", "version = 3\n")
    for number, option in enumerate(options):
        values = {"tag": f"v1.{number}", "tool": digest(number), "deps": digest(9), "option": option}
        repo.write("default.nix", PACKAGES.format(**values)).stage()
        if number < len(options) - 1:
            repo.commit(f"state {number}")
    assert severities(repo) == [severity]


WEB = """\
{{ buildNpmPackage }}:
buildNpmPackage {{
  pname = "web";
  version = "1.0";
  src = ./.;
  npmDepsHash = "{}";
}}
"""


def lock(version: str) -> str:
    """Return a package-lock.json with one package."""
    packages = {"": {"name": "web"}, "node_modules/wren": {"version": version}}
    return json.dumps({"name": "web", "lockfileVersion": 3, "packages": packages})


@pytest.mark.parametrize(
    ("depth", "expected"), [(9, ["warning"]), (2, ["error"])], ids=["complete", "shallow"]
)
def test_a_lock_back_at_the_state_of_its_hash_needs_the_commit_that_wrote_it(
    tmp_path: Path, depth: int, expected: list[str]
) -> None:
    """In a shallow clone, the first commit may only have kept the hash."""
    repo = Repo(tmp_path / "r")
    for number, version in enumerate(("1.0", "1.0", "1.1")):
        repo.write("default.nix", WEB.format(digest(1))).write("package-lock.json", lock(version))
        repo.write("README", str(number)).commit(f"state {number}")
    clone = repo.clone(tmp_path / "clone", f"--depth={depth}")
    clone.write("package-lock.json", lock("1.0")).stage()
    assert severities(clone) == expected


@pytest.mark.parametrize(
    "states",
    [
        [("1.0", 1), ("1.1", 2), ("1.1", 1), ("1.2", 1)],
        [("1.0", 1), (None, None), ("1.1", 1), ("1.2", 1)],
    ],
    ids=["hash-put-back", "package-restored"],
)
def test_a_hash_that_came_back_has_no_state_of_its_own(
    tmp_path: Path, states: list[tuple[str | None, int | None]]
) -> None:
    """The newest commit with the hash may have put an old hash back for another lock."""
    repo = Repo(tmp_path / "r").write("README", "web")
    repo.commit("first")
    for version, number in states:
        if version is None or number is None:
            repo.remove("default.nix").remove("package-lock.json")
        else:
            repo.write("default.nix", WEB.format(digest(number))).write("package-lock.json", lock(version))
        repo.commit(f"lock {version}")
    repo.write("package-lock.json", lock("1.1")).stage()
    assert severities(repo) == ["error"]


@pytest.mark.parametrize("is_in_one_commit", [True, False], ids=["both-at-once", "copied"])
def test_a_hash_with_two_locks_has_no_state_of_its_own(tmp_path: Path, is_in_one_commit: bool) -> None:
    """One of two packages had the hash of the other when it was added."""
    repo = Repo(tmp_path / "r").write("README", "web")
    repo.commit("first")
    for name, version in (("one", "1.0"), ("web", "1.1")):
        repo.write(f"{name}/default.nix", WEB.format(digest(1))).write(
            f"{name}/package-lock.json", lock(version)
        )
        if not is_in_one_commit:
            repo.commit(f"add {name}")
    repo.commit("both")
    repo.write("one/default.nix", WEB.format(digest(2))).write("one/package-lock.json", lock("1.2")).commit(
        "one"
    )
    repo.write("web/package-lock.json", lock("1.2")).commit("forgotten")
    repo.write("web/package-lock.json", lock("1.1")).stage()
    assert severities(repo) == ["error"]


def test_the_search_for_the_state_of_a_hash_runs_no_program_of_the_config(tmp_path: Path) -> None:
    """A text conversion of the config would run for each version of the file."""
    repo, proof = Repo(tmp_path / "r"), tmp_path / "ran"
    repo.git("config", "diff.evil.textconv", f"touch {proof}; cat")
    repo.write(".gitattributes", "* diff=evil\n").commit("first")
    for version in ("1.0", "1.1"):
        repo.write("default.nix", WEB.format(digest(1))).write("package-lock.json", lock(version)).commit(
            version
        )
    repo.write("package-lock.json", lock("1.0")).stage()
    assert severities(repo) == ["warning"]
    assert not proof.exists()


PACKAGE = """\
{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "wren";
  version = "%s";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "wren";
    rev = "v${version}";
    hash = "%s";
  };
  vendorHash = "%s";
}
"""


def package(version: int, vendored: int) -> str:
    """Return the package of a version, with the hash of the modules of a version."""
    return PACKAGE % (f"1.{version}", digest(version), digest(100 + vendored))


@pytest.mark.parametrize(
    ("before", "now", "severity"),
    [
        ([(0, 0), (1, 1)], (0, 1), "warning"),
        ([(0, 0), (1, 1)], (2, 1), "note"),
        ([(0, 0), (1, 0), (1, 1)], (0, 1), "warning"),
    ],
    ids=["reverted", "next", "corrected-before"],
)
def test_half_of_a_revert_keeps_the_dependency_hash_of_another_source(
    tmp_path: Path, before: list[tuple[int, int]], now: tuple[int, int], severity: str
) -> None:
    """The parent of the commit that wrote the hash had this source with another one."""
    repo = Repo(tmp_path / "r")
    for number, pair in enumerate(before):
        repo.write("wren.nix", package(*pair)).commit(f"state {number}")
    repo.write("wren.nix", package(*now)).stage()
    assert severities(repo) == [severity]


def test_a_merge_with_the_source_of_one_parent_and_the_dependencies_of_the_other_is_an_error(
    tmp_path: Path,
) -> None:
    """The other parent has this source with another dependency hash."""
    repo = Repo(tmp_path / "r")
    repo.write("wren.nix", package(0, 0)).commit("base")
    repo.git("branch", "theirs")
    repo.write("wren.nix", package(1, 1)).commit("ours")
    repo.git("checkout", "-q", "theirs")
    repo.write("wren.nix", package(2, 2)).commit("theirs")
    repo.git("merge", "--no-commit", "-s", "ours", "-q", "-")
    for vendored, expected in ((2, []), (1, ["error"])):
        repo.write("wren.nix", package(2, vendored)).stage()
        assert severities(repo) == expected


TAGGED = """\
{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "wren";
  repo = "wren";
  rev = "%s";
  hash = "%s";
}
"""


@pytest.mark.parametrize(
    ("before", "severity"),
    [
        (["v1.0 1", "v1.1 2"], "note"),
        (["v1.0 1", "v1.1 2", "-", "-", "-"], "note"),
        (["v1.0 1", "v1.1 2", "-", "-", "-", "-", "-"], "warning"),
        (["v1.0 1", "v1.1 5", "v1.1 2"], "warning"),
        (["v1.1 2"], "warning"),
        (["-", "v1.1 2"], "note"),
        (["-", f"{'c' * 40} 2"], "warning"),
    ],
    ids=["last", "recent", "old", "replaced-before", "first-commit", "added", "commit-id"],
)
def test_the_repair_of_a_new_hash_is_a_note(tmp_path: Path, before: list[str], severity: str) -> None:
    """A hash that came with its tag a few commits ago was perhaps never built; an older one was (AG206)."""
    repo = Repo(tmp_path / "r")
    tag = "v1.1"
    for number, state in enumerate(before):
        repo.write("notes", str(number))
        if state != "-":
            tag, content = state.split()
            repo.write("tool.nix", TAGGED % (tag, digest(int(content))))
        repo.commit(f"state {number}")
    repo.write("tool.nix", TAGGED % (tag, digest(3))).commit("repair")
    assert severities(repo, "HEAD") == [severity]


@pytest.mark.parametrize("how", ["renamed", "copied", "brought-back"])
def test_an_old_hash_that_was_only_touched_lately_is_not_new(tmp_path: Path, how: str) -> None:
    """The hash stood with these inputs for many commits, so its move is a warning."""
    repo = Repo(tmp_path / "r")
    repo.write("notes", "0").commit("notes")
    repo.write("old.nix" if how != "brought-back" else "tool.nix", TAGGED % ("v1.1", digest(2))).commit(
        "tool"
    )
    for number in range(6):
        repo.write("notes", str(number + 1)).commit(f"notes {number}")
    if how == "renamed":
        repo.git("mv", "old.nix", "tool.nix")
    elif how == "copied":
        repo.write("tool.nix", TAGGED % ("v1.1", digest(2)))
    else:
        repo.write("tool.nix", TAGGED % ("v1.2", digest(3))).commit("bump")
        repo.write("tool.nix", TAGGED % ("v1.1", digest(2)))
    repo.commit(how)
    repo.write("tool.nix", TAGGED % ("v1.1", digest(4))).commit("repair")
    assert severities(repo, "HEAD") == ["warning"]


def test_a_hash_that_was_brought_long_ago_is_not_new(tmp_path: Path) -> None:
    """The dates of tests are years ago, and staged content is of today."""
    repo = Repo(tmp_path / "r")
    repo.write("notes", "0").commit("notes")
    repo.write("tool.nix", TAGGED % ("v1.1", digest(2))).commit("tool")
    repo.write("tool.nix", TAGGED % ("v1.1", digest(4))).stage()
    assert severities(repo) == ["warning"]
