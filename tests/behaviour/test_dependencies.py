"""Dependency hashes on a machine without Nix: `verify`, `fix` and `bump` against a real registry on 127.0.0.1."""

from __future__ import annotations

import base64
import difflib
import gzip
import hashlib
import json
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.laptop import Laptop, nar_hash
from tests.support.npm import HOST, Registry, sri
from tests.support.packaging import REAL
from tests.support.servers import Files
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

FAKE = f"sha256-{'A' * 43}="
OTHER = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
"""A hash of another content."""
PACKAGE = """{{ buildNpmPackage }}:
buildNpmPackage {{
  pname = "app";
  version = "1.0.0";
  src = ./.;
  npmDepsHash = "{hash}";
}}
"""


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[tuple[Registry, Files]]:
    """A registry, and the server of its files."""
    root = tmp_path / "registry"
    root.mkdir()
    with Files(root) as server:
        yield Registry(root), server


@pytest.fixture
def laptop(tmp_path: Path, registry: tuple[Registry, Files]) -> Laptop:
    """A repository with one package, and the true hash of its lock, committed."""
    made = Laptop(tmp_path / "repo", registry[1].url)
    lock = registry[0].lock(("left", "1.0.0"), ("@scope/right", "2.0.0"))
    made.write("package-lock.json", lock)
    made.write("default.nix", PACKAGE.format(hash=true_hash(registry[0], lock, tmp_path / "one")))
    made.commit("the package")
    return made


def true_hash(registry: Registry, lock: str, into: Path) -> str:
    """Return the hash of the tree that nixpkgs' fetcher makes of a lock."""
    return nar_hash(registry.output(lock, into))


def test_a_forgotten_hash_is_wrong(laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path) -> None:
    """The lock moved, the hash did not: the old lock still results in the old hash, so the new hash is proved."""
    lock = registry[0].lock(("left", "1.1.0"), ("@scope/right", "2.0.0"))
    laptop.write("package-lock.json", lock)
    laptop.git("add", "--all")
    found = laptop.verify(code=1)
    assert (found["verdict"], found["how"]) == ("wrong", "native")
    assert found["true"] == true_hash(registry[0], lock, tmp_path / "two")
    said = laptop.authguard("fix", "--stage")
    assert said.code == 0, said
    assert laptop.verify("default.nix", code=0)["verdict"] == "right"
    assert laptop.authguard("check").code == 0


def test_a_computed_hash_proves_the_declared_hash_right(laptop: Laptop) -> None:
    """The earlier hash does not matter."""
    found = laptop.verify("default.nix", code=0)
    assert (found["verdict"], found["how"]) == ("right", "native")


def test_a_proof_is_not_used_after_its_lock_changes(laptop: Laptop, registry: tuple[Registry, Files]) -> None:
    """A hash that was right is wrong after its lock moved, even if the Nix file did not change."""
    assert laptop.verify("default.nix", code=0)["verdict"] == "right"
    laptop.write("package-lock.json", registry[0].lock(("left", "1.1.0")))
    laptop.git("add", "--all")
    assert laptop.verify("default.nix", code=1)["verdict"] == "wrong"


def test_a_hash_that_was_kept_for_long_is_proved_wrong(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path
) -> None:
    """HEAD is stale: the commit that wrote the hash tests the steps."""
    for version in ("1.1.0", "1.2.0"):
        lock = registry[0].lock(("left", version))
        laptop.write("package-lock.json", lock)
        laptop.commit(version)
    found = laptop.verify("--all", code=1)
    assert (found["verdict"], found["true"]) == ("wrong", true_hash(registry[0], lock, tmp_path / "true"))


def test_the_help_names_the_commit_that_proves_a_hash(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path
) -> None:
    """The lock moved once more in the commit that wrote the hash, so only the commit before it tests the steps."""
    lock = registry[0].lock(("left", "1.2.0"))
    hashed = true_hash(registry[0], registry[0].lock(("left", "1.1.0")), tmp_path / "early")
    laptop.write("package-lock.json", lock).write("default.nix", PACKAGE.format(hash=hashed))
    laptop.commit("up")
    said = laptop.authguard("verify", "--all")
    assert said.code == 3
    assert "it does not come out of the lock of the commit that wrote it either" in said.out
    (line,) = [line for line in said.out.splitlines() if "with the lock of an older commit: " in line]
    words = shlex.split(line.partition("git authguard ")[2])
    assert words[0] == "verify"
    assert true_hash(registry[0], lock, tmp_path / "true") in laptop.authguard(*words).out
    fixed = laptop.authguard("fix", "--stage", *words[1:])
    assert fixed.code == 0
    assert laptop.authguard("verify", "--all").code == 0


@pytest.mark.parametrize("source", ["src = ./web;", "src = ./.;"])
def test_the_file_that_imports_the_package_passes_the_source(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path, source: str
) -> None:
    """The commit that wrote the hash tests the steps: there too the source is a path of another file."""
    below = "${src}/web" if source == "src = ./.;" else "${src}"
    text = PACKAGE.replace("buildNpmPackage }}", "buildNpmPackage, src }}")
    text = text.replace("src = ./.", f'src = "{below}"'.replace("{", "{{").replace("}", "}}"))
    lock = registry[0].lock(("left", "1.0.0"))
    laptop.write("default.nix", f"{{ pkgs }}: pkgs.callPackage ./nix/web.nix {{ {source} }}\n")
    laptop.write("nix/web.nix", text.format(hash=true_hash(registry[0], lock, tmp_path / "web")))
    laptop.write("web/package-lock.json", lock)
    laptop.commit("the package moved")
    lock = registry[0].lock(("left", "1.1.0"))
    laptop.write("web/package-lock.json", lock)
    laptop.git("add", "--all")
    found = laptop.verify("nix/web.nix", code=1)
    assert (found["verdict"], found["true"]) == ("wrong", true_hash(registry[0], lock, tmp_path / "true")), (
        found
    )


def patched_package(laptop: Laptop, name: str, patch: bytes) -> None:
    """Add a patch to the package, and stage everything."""
    text = (laptop.path / "default.nix").read_text()
    (laptop.path / name).write_bytes(patch)
    laptop.write("default.nix", text.replace("src = ./.;", f"src = ./.;\n  patches = [ ./{name} ];"))
    laptop.git("add", "--all")


def test_the_hash_is_that_of_the_patched_lock(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path
) -> None:
    """The package patches its lock."""
    before = (laptop.path / "package-lock.json").read_text()
    after = registry[0].lock(("left", "1.1.0"), ("@scope/right", "2.0.0"))
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    names = "a/package-lock.json", "b/package-lock.json"
    patched_package(laptop, "lock.patch", "".join(difflib.unified_diff(*lines, *names)).encode())
    found = laptop.verify(code=1)
    assert (found["verdict"], found["true"]) == ("wrong", true_hash(registry[0], after, tmp_path / "two"))


@pytest.mark.parametrize("form", ["context", "packed", "spaces", "index"])
def test_a_patch_in_another_form_proves_nothing(
    laptop: Laptop, registry: tuple[Registry, Files], form: str
) -> None:
    """GNU patch knows more forms than git, so it is not certain what the patch changes."""
    before = (laptop.path / "package-lock.json").read_text()
    after = registry[0].lock(("left", "1.1.0"), ("@scope/right", "2.0.0"))
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    names = "a/package-lock.json", "b/package-lock.json"
    unified = "".join(difflib.unified_diff(*lines, *names)).encode()
    patch = {
        "context": "".join(difflib.context_diff(*lines, *names)).encode(),
        "packed": gzip.compress(unified),
        "spaces": unified.replace(b".json\n", b".json  2026-01-01\n"),
        "index": b"Index: a/package-lock.json\n" + unified.replace(b"lock.json", b"x.json"),
    }[form]
    patched_package(laptop, "lock.patch.gz" if form == "packed" else "lock.patch", patch)
    found = laptop.verify(code=3)
    assert (found["verdict"], found["computed"]) == ("open", None)
    assert "patch" in found["says"]


def test_without_an_earlier_hash_nothing_is_decided(laptop: Laptop, registry: tuple[Registry, Files]) -> None:
    """A first hash differs from the computed hash: both hashes are shown, and neither is written."""
    laptop.write("web/package-lock.json", registry[0].lock(("left", "1.0.0")))
    laptop.write("web/default.nix", PACKAGE.format(hash=FAKE))
    laptop.git("add", "--all")
    found = laptop.verify("web/default.nix", code=3)
    assert found["verdict"] == "open"
    assert found["computed"].startswith("sha256-")
    assert "no earlier tree" in found["says"]


def test_steps_that_are_not_known_prove_nothing(laptop: Laptop, registry: tuple[Registry, Files]) -> None:
    """The old hash does not come out of the old lock, so another step must change the output."""
    laptop.write("default.nix", PACKAGE.format(hash=OTHER))
    laptop.commit("a hash of other steps")
    laptop.write("package-lock.json", registry[0].lock(("left", "1.1.0")))
    laptop.git("add", "--all")
    found = laptop.verify(code=3)
    assert found["verdict"] == "open"
    assert "does not come out" in found["says"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("npmDepsFetcherVersion = 2;", "fetcher version 2"),
        ('postPatch = "npm pkg delete scripts";', "postPatch may change"),
        ('postPatch = "sed -i s/a/b/ package-lock.json";', "postPatch may change"),
    ],
)
def test_steps_that_cannot_be_done_are_named(laptop: Laptop, line: str, words: str) -> None:
    """The package has another version of the fetcher, or a hook that may change the lock."""
    text = (laptop.path / "default.nix").read_text()
    laptop.write("default.nix", text.replace("src = ./.;", f"src = ./.;\n  {line}"))
    laptop.git("add", "--all")
    found = laptop.verify("default.nix", code=3)
    assert found["verdict"] == "open"
    assert words in found["says"]


def test_a_lock_that_a_hook_copies_decides_the_hash(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path
) -> None:
    """The hook is `cp ${./other-lock.json} package-lock.json`."""
    lock = registry[0].lock(("left", "3.0.0"))
    laptop.write("other-lock.json", lock)
    text = (laptop.path / "default.nix").read_text()
    hook = "src = ./.;\n  postPatch = ''\n    cp ${./other-lock.json} package-lock.json\n  '';"
    before = text.split('"')[-2]
    true = true_hash(registry[0], lock, tmp_path / "copied")
    laptop.write("default.nix", text.replace("src = ./.;", hook).replace(before, true))
    laptop.git("add", "--all")
    assert laptop.verify("default.nix", code=0)["verdict"] == "right"


def test_no_hash_is_written_if_a_tarball_has_other_content(
    laptop: Laptop, registry: tuple[Registry, Files]
) -> None:
    """The registry serves another file than that in the lock, and the exit code is 3."""
    lock = registry[0].lock(("left", "1.1.0"))
    registry[0].publish("left", "1.1.0", "// something else\n")
    laptop.write("package-lock.json", lock)
    laptop.git("add", "--all")
    before = (laptop.path / "default.nix").read_text()
    said = laptop.authguard("fix")
    assert said.code == 3
    assert "serves another file" in said.err + said.out
    assert (laptop.path / "default.nix").read_text() == before


@pytest.mark.parametrize(("attribute", "value"), [("refuse", 429), ("refuse", 503), ("cut", 100)])
def test_no_hash_is_written_if_the_registry_fails(
    laptop: Laptop, registry: tuple[Registry, Files], attribute: str, value: int
) -> None:
    """The registry sends half an answer, or no answer: one line ends with exit code 3."""
    laptop.write("package-lock.json", registry[0].lock(("left", "1.1.0")))
    laptop.git("add", "--all")
    setattr(registry[1], attribute, value)
    before = (laptop.path / "default.nix").read_text()
    said = laptop.authguard("fix")
    assert said.code == 3
    assert "127.0.0.1" in said.out
    assert (laptop.path / "default.nix").read_text() == before


def test_a_package_that_is_gone_leaves_the_hash_to_nix(
    laptop: Laptop, registry: tuple[Registry, Files]
) -> None:
    """The status 404 is an answer, so the package is not requested again."""
    lock = registry[0].lock(("left", "1.1.0"))
    shutil.rmtree(registry[0].root / "left")
    laptop.write("package-lock.json", lock)
    laptop.git("add", "--all")
    found = laptop.verify(code=3)
    assert "(404)" in found["says"]


def test_tarballs_at_hand_need_no_server(laptop: Laptop, registry: tuple[Registry, Files]) -> None:
    """A fetched file is read from the cache; a damaged file is fetched again."""
    assert laptop.verify("default.nix", code=0)["verdict"] == "right"
    asked = len(registry[1].asked)
    assert laptop.verify("--again", "default.nix", code=0)["verdict"] == "right"
    assert len(registry[1].asked) == asked
    kept = [path for path in (laptop.home / ".cache/authguard/dependencies").rglob("*") if path.is_file()]
    assert len(kept) == 2
    kept[0].write_bytes(kept[0].read_bytes()[:-1] + b"x")
    assert laptop.verify("--again", "default.nix", code=0)["verdict"] == "right"
    assert len(registry[1].asked) == asked + 1


def test_the_cache_of_npm_is_read(laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path) -> None:
    """Tarballs in the cache of npm are not fetched again."""
    lock = (laptop.path / "package-lock.json").read_text()
    made = registry[0].output(lock, tmp_path / "npm")
    shutil.copytree(made / "_cacache/content-v2", laptop.home / ".npm/_cacache/content-v2")
    assert laptop.verify("default.nix", code=0)["verdict"] == "right"
    assert registry[1].asked == []


def test_credentials_go_to_the_registry_and_nowhere_else(
    laptop: Laptop, registry: tuple[Registry, Files]
) -> None:
    """A token of .npmrc is sent; without a token, the refusal names no secret."""
    registry[1].credentials = ("user", "secret-word")
    found = laptop.verify("default.nix", code=3)
    assert "(401)" in found["says"]
    stated = base64.b64encode(b"user:secret-word").decode()
    url = registry[1].url
    (laptop.home / ".npmrc").write_text(f"registry={url}\n{url.removeprefix('http:')}/:_auth={stated}\n")
    assert laptop.verify("default.nix", code=0)["verdict"] == "right"
    for path in (laptop.home / ".cache").rglob("*"):
        assert not path.is_file() or stated.encode() not in path.read_bytes()


def test_a_private_address_of_a_lock_is_not_asked(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path
) -> None:
    """Only the registry of the user's own configuration may have a private address."""
    (tmp_path / "other").mkdir()
    with Files(tmp_path / "other") as other:
        lock = registry[0].lock(("left", "1.1.0")).replace(HOST, f"http://localhost:{other.port}")
        laptop.write("package-lock.json", lock)
        laptop.git("add", "--all")
        found = laptop.verify(code=3)
        assert "private address" in found["says"]
        assert other.asked == []
    registry[1].redirect = other.url
    laptop.write("package-lock.json", registry[0].lock(("left", "1.2.0")))
    laptop.git("add", "--all")
    assert "private address" in laptop.verify(code=3)["says"]


def test_offline_sends_no_request(laptop: Laptop, registry: tuple[Registry, Files]) -> None:
    """The output says that the network is off."""
    found = laptop.verify("--offline", "default.nix", code=3)
    assert "the network is off" in found["says"]
    assert registry[1].asked == []


YARN = """{{ fetchYarnDeps }}:
fetchYarnDeps {{
  yarnLock = ./yarn.lock;
  hash = "{hash}";
}}
"""
CARGO = """{{ rustPlatform }}:
rustPlatform.buildRustPackage {{
  pname = "app";
  version = "1.0.0";
  src = ./.;
  cargoHash = "{hash}";
}}
"""


def of_files(files: dict[str, bytes], into: Path) -> str:
    """Return the hash of a directory with some files."""
    for name, data in files.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return nar_hash(into)


def test_the_hash_of_a_moved_lock_of_yarn_is_computed(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path
) -> None:
    """The lock is of yarn 1."""
    hashes = []
    for version in ("1.0.0", "1.1.0"):
        data = registry[0].publish("left", version)
        url = f"https://registry.yarnpkg.com/left/-/left-{version}.tgz"
        lock = f'left@^1:\n  version "{version}"\n  resolved "{url}"\n  integrity {sri(data)}\n'
        files = {"yarn.lock": lock.encode(), f"left___left_{version}.tgz": data}
        hashes.append(of_files(files, tmp_path / version))
        laptop.write("web/yarn.lock", lock)
        if version == "1.0.0":
            laptop.write("web/default.nix", YARN.format(hash=hashes[0]))
            laptop.commit("yarn")
    laptop.git("add", "--all")
    found = laptop.verify("web/default.nix", code=1)
    assert (found["verdict"], found["true"]) == ("wrong", hashes[1])


def test_the_hash_of_a_moved_lock_of_cargo_is_computed(
    laptop: Laptop, registry: tuple[Registry, Files], tmp_path: Path
) -> None:
    """The user's own registry is in place of crates.io."""
    root, url = registry[0].root, registry[1].url
    (root / "config.json").write_text(json.dumps({"dl": f"{url}/dl"}))
    near = f'[source.crates-io]\nreplace-with = "near"\n[source.near]\nregistry = "sparse+{url}"\n'
    (laptop.home / ".cargo").mkdir()
    (laptop.home / ".cargo/config.toml").write_text(near)
    hashes = []
    for version in ("1.0.0", "1.1.0"):
        data = f"left {version}".encode()
        path = root / "dl/left" / version / "download"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        checksum = hashlib.sha256(data).hexdigest()
        source = "registry+https://github.com/rust-lang/crates.io-index"
        lock = (
            f'version = 4\n\n[[package]]\nname = "left"\nversion = "{version}"\n'
            f'source = "{source}"\nchecksum = "{checksum}"\n'
        )
        files = {"Cargo.lock": lock.encode(), f"tarballs/left-{version}.tar.gz": data}
        hashes.append(of_files(files, tmp_path / version))
        laptop.write("rust/Cargo.lock", lock)
        if version == "1.0.0":
            laptop.write("rust/default.nix", CARGO.format(hash=hashes[0]))
            laptop.commit("cargo")
    laptop.git("add", "--all")
    found = laptop.verify("rust/default.nix", code=1)
    assert (found["verdict"], found["true"]) == ("wrong", hashes[1])


def test_no_nix_is_on_the_path(laptop: Laptop) -> None:
    """The tests of this file need a machine without Nix."""
    assert sorted(path.name for path in laptop.bin.iterdir()) == ["git", "sh"]


def test_a_terminal_shows_the_packages(laptop: Laptop, registry: tuple[Registry, Files]) -> None:
    """During a long download, the terminal shows the number of packages."""
    laptop.write("package-lock.json", registry[0].lock(*((f"p{number}", "1.0.0") for number in range(40))))
    laptop.git("add", "--all")
    registry[1].delay = 0.2
    shown = on_terminal([REAL, "verify", "default.nix"], laptop.path, laptop.surroundings())
    assert " of 40 packages" in shown.text, shown.text
    assert "default.nix:" in shown.text


def test_the_npmrc_of_the_repository_is_not_read(laptop: Laptop, registry: tuple[Registry, Files]) -> None:
    """This file would decide which host is asked for packages."""
    laptop.write(".npmrc", "registry=http://127.0.0.1:1\n")
    laptop.git("add", "--all")
    assert laptop.verify("default.nix", code=0)["verdict"] == "right"
    assert registry[1].asked
