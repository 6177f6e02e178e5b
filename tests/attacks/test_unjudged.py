"""A stale hash in a file that cannot be judged is always reported: AG904, in a range an error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import checked, digest, package
from tests.support.judging import codes, of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STALE = package(2, 1)
HASH = json.dumps(digest(1))
PIN = '{{ "hash": "{hash}", "url": "https://example.org/{version}.tar.gz", "pad": "{pad}" }}'


def renamed(name: str) -> Callable[[Repo, str], object]:
    """Return a function that writes the package under another name and imports it from default.nix."""

    def write(repo: Repo, content: str) -> None:
        repo.write(name, content).write("default.nix", f"import ./{name}\n")

    return write


def listed(name: str) -> Callable[[Repo, str], object]:
    """Return a function that writes the package under another name, which a list of packages calls."""

    def write(repo: Repo, content: str) -> None:
        repo.write(name, content).write(
            "default.nix", f"{{ callPackage }}: {{ t = callPackage ./{name} {{ }}; }}\n"
        )

    return write


def linked(repo: Repo, content: str) -> None:
    """The package is a text file, and a link named .nix leads to it."""
    repo.write("tool.txt", content).write("default.nix", "import ./tool.nix\n")
    if not (repo.path / "tool.nix").is_symlink():
        repo.link("tool.nix", "tool.txt")


def moved_to_no_suffix(repo: Repo, content: str) -> None:
    """First a .nix file, then a file without the suffix, which nothing imports."""
    if content == STALE:
        repo.remove("tool.nix").write("tool", content)
    else:
        repo.write("tool.nix", content)


def padded(repo: Repo, content: str) -> None:
    """More bytes than authguard reads."""
    repo.write("tool.nix", content + "# x\n" * (600_000 if content == STALE else 1))


def padded_without_suffix(repo: Repo, content: str) -> None:
    """More bytes than authguard reads, in a file without the suffix .nix."""
    repo.write("default.nix", "import ./tool.txt\n")
    repo.write("tool.txt", content + "# x\n" * (600_000 if content == STALE else 1))


def many_nodes(repo: Repo, content: str) -> None:
    """Write a file with more syntax nodes than authguard reads."""
    more = f"[ {'1 ' * 600_000}]" if content == STALE else "[ ]"
    repo.write("tool.nix", content.replace("let\n", f"let\n  more = {more};\n", 1))


def many_hashes(repo: Repo, content: str) -> None:
    """More hashes than authguard judges."""
    more = "".join(f'p{one} = {{ hash = "x{one}"; }};' for one in range(4100 if content == STALE else 1))
    repo.write("tool.nix", content.replace("let\n", f"let\n  more = {{ {more} }};\n", 1))


HIDDEN: dict[str, Callable[[Repo, str], object]] = {
    "import of a text": renamed("tool.txt"),
    "import of a file without a suffix": renamed("tool"),
    "import of another suffix": renamed("tool.nix.in"),
    "import of capital letters": renamed("tool.NIX"),
    "a list that calls another suffix": listed("tool.in"),
    "a list that calls a file without a suffix": listed("tool"),
    "a link to a text": linked,
    "renamed to no suffix": moved_to_no_suffix,
    "bytes": padded,
    "bytes without a suffix": padded_without_suffix,
    "nodes": many_nodes,
    "hashes": many_hashes,
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_stale_hash_is_named(tmp_path: Path, name: str) -> None:
    """The finding is a warning for the staged change, and an error with --strict and in a range."""
    repo = Repo(tmp_path / "r")
    HIDDEN[name](repo, package(1))
    repo.commit("right")
    HIDDEN[name](repo, STALE)
    repo.stage()
    code, found = codes(repo)
    assert [each[:2] for each in found] in ([("warning", "AG904")], [("error", "AG201")]), found
    assert code == (1 if found[0][0] == "error" else 0)
    assert codes(repo, "--strict")[0] == 1
    repo.record("stale")
    code, found = of_range(repo)
    assert code == 1
    assert [each[0] for each in found] == ["error"], found
    assert found[0][1] in ("AG904", "AG201")


def test_a_hidden_file_is_reported_if_its_caller_moves_the_version(tmp_path: Path) -> None:
    """The file with the hash did not change, but the file that passes the version did."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.txt", package(1).replace("{ fetchFromGitHub }", "{ fetchFromGitHub, version }", 1))
    repo.write("default.nix", 'import ./tool.txt { version = "1"; }\n').commit("one")
    repo.write("default.nix", 'import ./tool.txt { version = "2"; }\n').commit("two")
    assert of_range(repo) == (1, [("error", "AG904", "tool.txt")])


def test_a_name_that_scoped_import_replaces_is_reported(tmp_path: Path) -> None:
    """Another file decides the meaning of `version` in the imported file."""
    repo = Repo(tmp_path / "r")
    tool = package(1).replace('version = "1.0";', "inherit version;")
    repo.write("tool.nix", tool)
    repo.write("default.nix", 'scopedImport { version = "1"; } ./tool.nix\n').commit("one")
    repo.write("default.nix", 'scopedImport { version = "2"; } ./tool.nix\n').commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert ("error", "AG904", "default.nix") in found


def test_a_stale_hash_in_a_separate_file_is_reported(tmp_path: Path) -> None:
    """`builtins.readFile` is followed: the hash stayed, the version moved."""
    repo = Repo(tmp_path / "r")
    digest = package(1).split('hash = "')[1].split('"')[0]
    tool = package(1).replace(f'"{digest}"', "builtins.readFile ./h")
    repo.write("h", digest).write("tool.nix", tool).commit("one")
    repo.write("tool.nix", tool.replace("1.0", "2.0")).commit("two")
    code, found = of_range(repo)
    assert code == 1, found
    assert {each[1] for each in found} <= {"AG201", "AG904"}


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_trimmed_stale_hash_in_a_separate_file_is_reported(tmp_path: Path, end: str) -> None:
    """A function that trims the text is followed too."""
    repo = Repo(tmp_path / "r")
    digest = package(1).split('hash = "')[1].split('"')[0]
    tool = package(1).replace(f'"{digest}"', "lib.fileContents ./h")
    repo.write("h", digest + end).write("tool.nix", tool).commit("one")
    repo.write("tool.nix", tool.replace("1.0", "2.0")).commit("two")
    code, found = of_range(repo)
    assert code == 1, found
    assert {each[1] for each in found} <= {"AG201", "AG904"}


@pytest.mark.parametrize(
    "code",
    [
        "import ./sub/tool.nix\n",
        "{ pkgs }: { tool = pkgs.callPackage ./sub/tool.nix { }; }\n",
        '{ callPackage }: { tool = callPackage (./sub + "/tool.nix") { }; }\n',
    ],
)
def test_a_submodule_that_moved_is_an_error(tmp_path: Path, code: str) -> None:
    """The package is in a submodule, which is not read."""
    inner = Repo(tmp_path / "inner")
    inner.write("tool.nix", package(1)).commit("one")
    repo = Repo(tmp_path / "r")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(inner.path), "sub")
    repo.write("default.nix", code).commit("one")
    inner.write("tool.nix", STALE).commit("two")
    repo.git("-C", "sub", "-c", "protocol.file.allow=always", "pull", "--quiet")
    repo.commit("two")
    assert of_range(repo) == (1, [("error", "AG904", "sub")])


def test_a_submodule_that_is_gone_has_nothing_to_judge(tmp_path: Path) -> None:
    """Its package is gone too; a file that takes its place is judged."""
    inner = Repo(tmp_path / "inner")
    inner.write("tool.nix", package(1)).commit("one")
    repo = Repo(tmp_path / "r")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(inner.path), "sub")
    repo.write("default.nix", "import ./sub/tool.nix\n").commit("one")
    repo.git("rm", "--quiet", "sub")
    repo.write("default.nix", "{ }\n").commit("two")
    assert of_range(repo) == (0, [])


def test_a_submodule_that_no_nix_file_refers_to_is_ignored(tmp_path: Path) -> None:
    """No hash depends on the submodule."""
    inner = Repo(tmp_path / "inner")
    inner.write("a", "1").commit("one")
    repo = Repo(tmp_path / "r")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(inner.path), "sub")
    repo.write("tool.nix", package(1)).commit("one")
    inner.write("a", "2").commit("two")
    repo.git("-C", "sub", "-c", "protocol.file.allow=always", "pull", "--quiet")
    repo.commit("two")
    assert of_range(repo) == (0, [])


def test_a_submodule_of_secrets_and_modules_is_ignored(tmp_path: Path) -> None:
    """Only a file without hashes names the secrets and modules: no hash depends on the submodule."""
    inner = Repo(tmp_path / "inner")
    inner.write("a.age", "1").write("host/module.nix", "{ }").commit("one")
    repo = Repo(tmp_path / "r")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(inner.path), "sub")
    repo.write("tool.nix", package(1))
    repo.write(
        "host.nix",
        "{ name }: { imports = [ ./sub/${name}/module.nix ]; age.file = ./sub/a.age;"
        " token = builtins.readFile ./sub/token; }\n",
    ).commit("1")
    inner.write("a.age", "2").commit("two")
    repo.git("-C", "sub", "-c", "protocol.file.allow=always", "pull", "--quiet")
    repo.commit("two")
    assert of_range(repo) == (0, [])


def test_other_files_with_texts_like_hashes_are_ignored(tmp_path: Path) -> None:
    """The files are a patch of a lock, a script, and a table of checksums, and none is Nix."""
    repo = Repo(tmp_path / "r")
    digest = package(1).split('hash = "')[1].split('"')[0]
    repo.write("tool.nix", package(1).replace("}\n", "}\n# ./fix.patch ./update.sh ./sums\n", 1))
    repo.write("fix.patch", "old").write("update.sh", "old").write("sums", "old").commit("one")
    repo.write("fix.patch", f'+    "integrity": "{digest}",\n')
    repo.write("update.sh", f'#!/bin/sh\nset -e\nhash="{digest}"\necho "$hash" | sed s/a/b/\n')
    repo.write("sums", f"{digest}  a.tar.gz\n").commit("two")
    assert of_range(repo) == (0, [])


KEPT = digest(1)
FORMATS = {
    "YAML by a build": (
        'builtins.fromJSON (builtins.readFile (runCommand "x" { } "yj < ${./data} > $out"))',
        f"a:\n  rev: v@.0\n  hash: {KEPT}\n",
    ),
    "YAML by a function": ("lib.importYAML ./data", f"rev: v@.0\nhash: {KEPT}\n"),
    "XML": ("lib.fromXML (builtins.readFile ./data)", f'<a rev="v@.0" hash="{KEPT}"/>\n'),
    "INI": ("lib.importINI ./data", f"[a]\nrev=v@.0\nhash={KEPT}\n"),
    "an environment": ("n: builtins.match n (builtins.readFile ./data)", f"REV=v@.0\nHASH={KEPT}\n"),
    "a pattern": ('builtins.match "(.*) (.*)\\n" (builtins.readFile ./data)', f"v@.0 {KEPT}\n"),
}


def reads(repo: Repo, name: str, *versions: str) -> Repo:
    """Commit a package that reads its version and hash from a text, once for each version."""
    expression, content = FORMATS[name]
    code = f"{{ fetchurl, lib, runCommand }}: let s = {expression}; in fetchurl {{ inherit (s) rev hash; }}\n"
    for version in versions:
        repo.write("tool.nix", code).write("data", content.replace("@", version)).commit(version)
    return repo


@pytest.mark.parametrize("name", FORMATS)
def test_a_changed_text_of_another_format_is_reported(tmp_path: Path, name: str) -> None:
    """Nix reads the file, but authguard cannot: a line near a hash changed, and the hash did not."""
    assert of_range(reads(Repo(tmp_path / "r"), name, "1", "2")) == (1, [("error", "AG904", "data")])


@pytest.mark.parametrize("name", FORMATS)
def test_a_right_text_of_another_format_is_not_reported(tmp_path: Path, name: str) -> None:
    """The hash moved with its version; other lines, and texts that no fetch reads, are ignored."""
    repo = reads(Repo(tmp_path / "r"), name, "1")
    content = FORMATS[name][1]
    repo.write("data", content.replace("@", "2").replace(KEPT, digest(2))).commit("right")
    assert of_range(repo) == (0, [])
    more = "\n".join(f"note: {number}" for number in range(20))
    repo.write("data", content.replace("@", "2").replace(KEPT, digest(2)) + more).commit("far")
    repo.write("data", content.replace("@", "2").replace(KEPT, digest(2)) + more + "0").commit("farther")
    assert of_range(repo) == (0, [])


def test_an_image_digest_in_a_text_is_ignored(tmp_path: Path) -> None:
    """The hex digest of a container is not the hash of a fetch."""
    repo = Repo(tmp_path / "r")
    repo.write(
        "tool.nix", f'{{ fetchurl }}: [ (lib.importYAML ./c.yaml) (fetchurl {{ hash = "{KEPT}"; }}) ]\n'
    )
    repo.write("c.yaml", f"replicas: 1\nimage: x@sha256:{'ab' * 32}\n").commit("one")
    repo.write("c.yaml", f"replicas: 2\nimage: x@sha256:{'ab' * 32}\n").commit("two")
    assert of_range(repo) == (0, [])


def test_a_package_in_a_text_that_is_imported_is_reported(tmp_path: Path) -> None:
    """`import (builtins.toFile …)`: the package is a text, which is not read as Nix."""
    repo = Repo(tmp_path / "r")
    inner = f'{{ fetchurl }}: fetchurl {{ url = "https://e.example/@.tgz"; hash = "{KEPT}"; }}'
    code = f"{{ fetchurl }}: import (builtins.toFile \"t.nix\" ''{inner}'') {{ inherit fetchurl; }}\n"
    repo.write("tool.nix", code.replace("@", "1")).commit("one")
    repo.write("tool.nix", code.replace("@", "2")).commit("two")
    assert of_range(repo) == (1, [("error", "AG904", "tool.nix")])


@pytest.mark.parametrize("content", ["{ bad", "<<<<<<< HEAD\n", '{"pins": ', "\x00\x01", ""])
@pytest.mark.parametrize("path", ["npins/sources.json", "nix/sources.json", "flake.lock", "deps.json"])
def test_a_pin_file_that_cannot_be_read_is_an_error(tmp_path: Path, path: str, content: str) -> None:
    """No hash of the file can be judged."""
    repo = Repo(tmp_path / "r")
    digest = package(1).split('hash = "')[1].split('"')[0]
    pins = {"pins": {"a": {"url": "https://example.org/1", "hash": digest}}, "nodes": {}, "version": 3}
    repo.write(path, json.dumps(pins)).commit("one")
    repo.write(path, content).stage()
    assert codes(repo, "--strict")[0] == 1
    repo.record("two")
    code, found = of_range(repo)
    assert (code, found) == (1, [("error", "AG904", path)])


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("deps.json", '{"a": ' * 20_000 + '{"rev": "v1", "hash": "DIGEST"}' + "}" * 20_000),
        ("deps.json", '{"number": ' + "9" * 5000 + ', "rev": "v1", "hash": "DIGEST"}'),
        ("deps.toml", "a = " + "[" * 20_000 + "]" * 20_000 + '\nrev = "v1"\nhash = "DIGEST"\n'),
    ],
    ids=["levels", "digits", "lists"],
)
def test_a_pin_file_beyond_the_limits_is_an_error(tmp_path: Path, path: str, content: str) -> None:
    """Nix reads the file. A new file and a changed file are reported."""
    repo = Repo(tmp_path / "r")
    repo.write("other.nix", "1\n").commit("one")
    digest = package(1).split('hash = "')[1].split('"')[0]
    for version in ("v1", "v2"):
        repo.write(path, content.replace("DIGEST", digest).replace("v1", version)).commit(version)
        assert of_range(repo) == (1, [("error", "AG904", path)])


GO_MOD = "module x\n\ngo 1.21\n\nrequire github.com/a/a v1.0.0\n"
LOCKS = {
    "go.sum": (
        'buildGoModule { pname = "a"; version = "1"; src = ./.; vendorHash = HASH; }',
        "github.com/a/a v1.0.0 h1:AAA=\n",
        "github.com/a/a v2.0.0/go.mod h1:AAA=\n",
    ),
    "package-lock.json": (
        'buildNpmPackage { pname = "a"; version = "1"; src = ./.; npmDepsHash = HASH; }',
        '{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}',
        " \n",
    ),
    "Cargo.lock": (
        'buildRustPackage { pname = "a"; version = "1"; src = ./.; cargoHash = HASH; }',
        '[[package]]\nname = "a"\nversion = "1.0.0"\nchecksum = "1"\n',
        "# x\n",
    ),
    "pnpm-lock.yaml": (
        'pnpm.fetchDeps { pname = "a"; src = ./.; hash = HASH; }',
        "lockfileVersion: '9.0'\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-A}\n",
        "# x\n",
    ),
}


@pytest.mark.parametrize("how", ["padded", "broken", "a merge conflict"])
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_that_cannot_be_read_any_more_is_an_error(tmp_path: Path, lock: str, how: str) -> None:
    """The lock decides a kept hash. In a range, only an error shows that the hash was not judged."""
    call, before, padding = LOCKS[lock]
    repo = Repo(tmp_path / "r")
    tool = f"{{ {call.partition(' ')[0].partition('.')[0]} }}: {call.replace('HASH', HASH)}\n"
    repo.write("tool.nix", tool).write("go.mod", GO_MOD).write(lock, before).commit("one")
    more = {
        "padded": padding * ((9 << 20) // len(padding)),
        "broken": "\x00[",
        "a merge conflict": "\n<<<<<<< HEAD\n",
    }[how]
    after = before.replace("1.0.0", "2.0.0") + more
    repo.write(lock, after).stage()
    code, found = codes(repo)
    assert (code, "AG902" in {each[1] for each in found}) == (0, True), found
    repo.record("two")
    code, found = of_range(repo)
    assert code == 1, found
    assert ("error", "AG904", lock) in found


def test_a_lock_that_could_never_be_read_is_a_warning(tmp_path: Path) -> None:
    """The lock of the base is broken as well."""
    call, before, _ = LOCKS["package-lock.json"]
    repo = Repo(tmp_path / "r")
    tool = f"{{ buildNpmPackage }}: {call.replace('HASH', HASH)}\n"
    repo.write("tool.nix", tool).write("package-lock.json", before + "}").commit("one")
    repo.write("package-lock.json", before + "} ").commit("two")
    assert of_range(repo) == (0, [("warning", "AG902", "package-lock.json")])


def test_a_large_picture_is_ignored(tmp_path: Path) -> None:
    """A Nix file names the picture, but no hash depends on it."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).write("host.nix", "{ wallpaper = ./a.png; }\n").write("a.png", "1")
    repo.commit("one")
    repo.write("a.png", b"\x89PNG" * (3 << 20)).commit("two")
    assert of_range(repo) == (0, [])


def test_a_moved_version_in_a_large_lock_is_an_error(tmp_path: Path) -> None:
    """The flake.lock has 9 MiB."""
    repo = Repo(tmp_path / "r")
    digest = package(1).split('hash = "')[1].split('"')[0]
    repo.write("flake.lock", PIN.format(hash=digest, version=1, pad="")).commit("one")
    repo.write("flake.lock", PIN.format(hash=digest, version=2, pad="x" * (9 << 20))).commit("two")
    code, found = of_range(repo)
    assert code == 1, found


def test_a_blob_that_a_partial_clone_lacks_is_an_error(tmp_path: Path) -> None:
    """The content of the file in the base is unknown."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("tool.nix", STALE).commit("two")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    code, found = of_range(clone)
    assert (code, found) == (1, [("error", "AG904", "tool.nix")])


def test_every_format_has_the_finding(tmp_path: Path) -> None:
    """AG904 is an ordinary finding in each format."""
    repo = Repo(tmp_path / "r")
    padded(repo, package(1))
    repo.commit("one")
    padded(repo, STALE)
    repo.commit("two")
    for form in ("text", "short", "json"):
        run = checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD", "--format", form)
        assert run.code == 1
        assert "AG904" in run.stdout


def test_excluded_files_are_not_named(tmp_path: Path) -> None:
    """The config of the base excludes the file."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", 'exclude = ["tool.nix"]\n')
    padded(repo, package(1))
    repo.commit("one")
    padded(repo, STALE)
    repo.commit("two")
    assert of_range(repo) == (0, [])


def test_json_with_comments_is_ignored(tmp_path: Path) -> None:
    """The file was not JSON before either, so its hashes were never judged."""
    repo = Repo(tmp_path / "r")
    digest = package(1).split('hash = "')[1].split('"')[0]
    repo.write("tasks.json", f'{{ // tasks\n "hash": "{digest}", }}\n').commit("one")
    repo.write("tasks.json", f'{{ // all tasks\n "hash": "{digest}", }}\n').commit("two")
    assert of_range(repo) == (0, [])


LFS = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 1234\n"
PINS = json.dumps(
    {"pins": {"a": {"type": "Git", "url": "https://e.org/1.tgz", "hash": digest(1)}}, "version": 3}
)
NPM_LOCK = (
    '{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0", "integrity": "sha512-a=="}}}'
)
NPM = f'{{ buildNpmPackage }}: buildNpmPackage {{ pname = "a"; src = ./.; npmDepsHash = "{digest(1)}"; }}\n'
BEFORE = {
    "p/tool.nix": package(1),
    "npins/sources.json": PINS,
    "npm/package-lock.json": NPM_LOCK,
    "npm/default.nix": NPM,
}
OUTSIDE = ["/tmp/tool.nix", "../../tool.nix", "../.git/tool.nix", "gone.nix", "itself.nix"]


@pytest.mark.parametrize("target", OUTSIDE)
@pytest.mark.parametrize("path", ["p/tool.nix", "npins/sources.json", "npm/package-lock.json", "p"])
def test_a_link_that_leads_to_no_file_is_reported(tmp_path: Path, path: str, target: str) -> None:
    """A file with hashes, a lock or a directory becomes a link out of the repository, or to nothing."""
    repo = Repo(tmp_path / "r")
    for name, content in BEFORE.items():
        repo.write(name, content)
    repo.commit("right")
    if path == "p":
        repo.remove("p/tool.nix").path.joinpath("p").rmdir()
    else:
        repo.remove(path)
    repo.link(path, target if target != "itself.nix" else path.rpartition("/")[2]).stage()
    name = "p/tool.nix" if path == "p" else path
    assert codes(repo) == (0, [("warning", "AG904", name)])
    repo.record("hidden")
    assert of_range(repo) == (1, [("error", "AG904", name)])


def test_a_link_in_place_of_a_directory_is_named(tmp_path: Path) -> None:
    """The file below it is no link, so the finding names the directory."""
    repo = Repo(tmp_path / "r")
    repo.write("p/q/tool.nix", package(1)).write("tool.nix", package(2)).commit("right")
    repo.remove("p/q/tool.nix").path.joinpath("p/q").rmdir()
    repo.remove("tool.nix").link("tool.nix", "/tmp/tool.nix").link("p/q", "/tmp/q").stage()
    report = json.loads(checked(repo, "check", "--format", "json").stdout)
    messages = {each["path"]: each["message"] for each in report["findings"]}
    assert "its directory p/q is a symbolic link" in messages["p/q/tool.nix"]
    assert "it is a symbolic link" in messages["tool.nix"]


def test_a_link_in_place_of_a_file_without_hashes_is_ignored(tmp_path: Path) -> None:
    """The files are the configuration of a machine, and a lock without a dependency hash. A package is removed."""
    repo = Repo(tmp_path / "r")
    repo.write("hardware.nix", "{ }\n").write("package-lock.json", NPM_LOCK).write("tool.nix", package(1))
    repo.commit("right")
    repo.remove("hardware.nix").link("hardware.nix", "/etc/nixos/hardware.nix")
    repo.remove("package-lock.json").link("package-lock.json", "/tmp/package-lock.json")
    repo.remove("tool.nix").commit("links")
    assert of_range(repo) == (0, [])


def test_a_nix_file_in_git_lfs_is_reported(tmp_path: Path) -> None:
    """The pointer is valid Nix without a hash. A checkout, or a server, replaces it by other code."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("right")
    repo.write("tool.nix", LFS).write(".gitattributes", "*.nix filter=lfs -text\n").stage()
    assert codes(repo) == (0, [("warning", "AG904", "tool.nix")])
    repo.record("hidden")
    assert of_range(repo) == (1, [("error", "AG904", "tool.nix")])
    repo.write("tool.nix", LFS.replace("aa", "bb")).commit("moved")
    assert of_range(repo) == (1, [("error", "AG904", "tool.nix")])


@pytest.mark.parametrize("takes_caller", [False, True])
def test_a_merge_that_keeps_a_submodule_is_judged_with_its_callers(
    tmp_path: Path, takes_caller: bool
) -> None:
    """One parent has the same submodule. It is judged with the files that use it, which may come from the other."""
    inner, repo = Repo(tmp_path / "inner"), Repo(tmp_path / "r")
    first = inner.write("tool.nix", package(1)).commit("one")
    second = inner.write("tool.nix", package(2)).commit("two")

    def made(submodule: str, version: int, *parents: str) -> str:
        code = f'{{ callPackage }}: callPackage ./sub/tool.nix {{ version = "{version}"; }}\n'
        blob = repo.git("hash-object", "-w", "--stdin", stdin=code)
        entries = f"100644 blob {blob}\tdefault.nix\n160000 commit {submodule}\tsub\n"
        tree = repo.git("mktree", "--missing", stdin=entries)
        return repo.git("commit-tree", tree, "-m", "x", *(word for one in parents for word in ("-p", one)))

    base = made(first, 1)
    ours, theirs = made(first, 1, base), made(second, 2, base)
    repo.git("reset", "--quiet", "--hard", ours)
    repo.git("merge", "--quiet", "--no-commit", "--strategy", "ours", theirs)
    if takes_caller:
        repo.git("checkout", theirs, "--", "default.nix")
    assert codes(repo) == (0, [("warning", "AG904", "sub")] if takes_caller else [])


GO = '{{ buildGoModule{more} }}: buildGoModule {{ pname = "x"; version = "1"; src = {src}; vendorHash = {hash}; }}\n'
BELOW_SUBMODULE = {
    "a link": ({"pkg.nix": GO.format(more="", src="./cur", hash=HASH)}, {"cur": "sub"}),
    "a link to a folder in it": ({"pkg.nix": GO.format(more="", src="./cur", hash=HASH)}, {"cur": "sub/web"}),
    "an import below a link": ({"pkg.nix": "import ./cur/tool.nix\n"}, {"cur": "sub"}),
    "a lock in it": (
        {"pkg.nix": GO.format(more="", src="./svc", hash=HASH)},
        {"svc/go.sum": "../sub/go.sum", "svc/go.mod": "../sub/go.mod"},
    ),
    "an argument": (
        {
            "default.nix": "{ callPackage }: callPackage ./pkg.nix { src = ./sub; }\n",
            "pkg.nix": GO.format(more=", src", src="src", hash=HASH),
        },
        {},
    ),
    "a name": (
        {
            "paths.nix": "{ s = ./sub; }\n",
            "pkg.nix": GO.format(more="", src="(import ./paths.nix).s", hash=HASH),
        },
        {},
    ),
}


@pytest.mark.parametrize("case", BELOW_SUBMODULE)
def test_a_submodule_that_moved_behind_a_link_or_an_argument_is_an_error(tmp_path: Path, case: str) -> None:
    """A kept hash depends on files of the submodule."""
    files, links = BELOW_SUBMODULE[case]
    repo = Repo(tmp_path / "r")
    for name, text in files.items():
        repo.write(name, text)
    for name, target in links.items():
        (repo.path / name).parent.mkdir(exist_ok=True)
        repo.link(name, target)
    repo.commit("files")
    for oid in ("a" * 40, "b" * 40):
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{oid},sub")
        repo.git("commit", "--quiet", "--message", oid)
    assert of_range(repo) == (1, [("error", "AG904", "sub")])


def pointer(letter: str) -> str:
    """A pointer of Git LFS."""
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{letter * 64}\nsize 300\n"


def encrypted(letter: str) -> str:
    """A file of git-crypt."""
    return f"\0GITCRYPT\0{letter * 40}"


OF_FILE = '{ fetchFromGitHub }: fetchFromGitHub { owner = "o"; repo = "r"; rev = @; hash = ' + HASH + "; }\n"
DECIDING = {
    "data": ("s.json", OF_FILE.replace("@", "(builtins.fromJSON (builtins.readFile ./s.json)).v")),
    "a manifest": (
        "Cargo.toml",
        OF_FILE.replace("@", "(builtins.fromTOML (builtins.readFile ./Cargo.toml)).package.version"),
    ),
    "Nix": ("s.nix", OF_FILE.replace("@", "(import ./s.nix).v")),
    "a lock": ("go.sum", GO.format(more="", src="./.", hash=HASH)),
    "pins": ("npins/sources.json", "import ./npins\n"),
}


@pytest.mark.parametrize(
    ("case", "stored"),
    [
        (case, stored)
        for case in DECIDING
        for stored in (pointer, encrypted)
        if (case, stored) != ("pins", encrypted)
    ],
)
def test_a_moved_file_that_decides_a_hash_and_is_not_in_the_repository_is_an_error(
    tmp_path: Path, case: str, stored: Callable[[str], str]
) -> None:
    """The content of both versions is in Git LFS, or encrypted."""
    name, code = DECIDING[case]
    repo = Repo(tmp_path / "r")
    repo.write("pkg.nix", code).write("npins/default.nix", "{ }\n").write("go.mod", "module x\n")
    repo.write(name, stored("a")).commit("one")
    repo.write(name, stored("b")).commit("two")
    code_of_run, found = of_range(repo)
    assert code_of_run == 1
    assert ("error", "AG904", name) in found


def test_pins_that_were_encrypted_before_are_not_reported(tmp_path: Path) -> None:
    """Only the owner of the key can write them, and each update would be an error. Pins that become hidden are one."""
    repo = Repo(tmp_path / "r")
    repo.write("flake.nix", "{ }\n").write("flake.lock", encrypted("a")).commit("one")
    repo.write("flake.lock", encrypted("b")).commit("two")
    assert of_range(repo) == (0, [])
    repo.write("flake.lock", pointer("b")).commit("three")
    assert of_range(repo) == (1, [("error", "AG904", "flake.lock")])


def test_a_moved_secret_that_decides_no_hash_is_ignored(tmp_path: Path) -> None:
    """A file with hashes reads the secret, but its fetches do not."""
    repo = Repo(tmp_path / "r")
    read = (
        "{ token = builtins.readFile ./token; more = (builtins.fromJSON (builtins.readFile ./s.json)).a; }\n"
    )
    repo.write("tool.nix", package(1)).write("host.nix", read)
    repo.write("token", encrypted("a")).write("s.json", encrypted("a")).commit("one")
    repo.write("token", encrypted("b")).write("s.json", encrypted("b")).commit("two")
    assert of_range(repo) == (0, [])


DIRECTORIES = {
    "an argument": 'let load = d: builtins.readFile (d + "/VERSION"); in load ./data',
    "a name of the file": 'let n = "VERSION"; d = ./data; in builtins.readFile (d + "/${n}")',
    "both in a text": 'let n = "VERSION"; d = ./data; in builtins.readFile "${d}/${n}"',
    "an attribute": 'let p = { d = ./data; }; in builtins.readFile (p.d + "/VER" + "SION")',
    "a text": 'let root = toString ./.; in builtins.readFile (root + "/data" + "/VERSION")',
    "another file": "let load = import ./load.nix; in load ./data",
}


@pytest.mark.parametrize("case", DIRECTORIES)
def test_a_file_below_a_named_directory_decides_a_hash(tmp_path: Path, case: str) -> None:
    """Only the file with the version moves."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", OF_FILE.replace("@", f"({DIRECTORIES[case]})"))
    repo.write("load.nix", 'd: builtins.readFile (d + "/VERSION")\n')
    repo.write("data/VERSION", "1.0").commit("one")
    repo.write("data/VERSION", "2.0").commit("two")
    assert of_range(repo) == (1, [("error", "AG201", "tool.nix")])
